#include "licet/journal/proof.h"

#include <fmt/format.h>

#include <algorithm>

#include "base64.h"
#include "licet/base/text.h"

namespace licet {
namespace {

// A tree of 2^63 records is 63 high; a proof of growth has one hash more.
constexpr std::size_t kHashesMost = 64;

// Lines off the front of a text.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  std::string_view Next() {
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    const std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    ++number_;
    return line;
  }
  bool done() const { return rest_.empty(); }
  std::string_view rest() const { return rest_; }
  int number() const { return number_; }
  Place place() const { return {"", number_, 1}; }

 private:
  std::string_view rest_;
  int number_ = 0;
};

std::unexpected<Error> Wrong(const Lines& lines, std::string_view what) {
  return Fail(ErrorCode::kParse, std::string(what), lines.place());
}

// Up to an empty line.
Result<std::vector<TreeHash>> ParseHashes(Lines* lines) {
  std::vector<TreeHash> hashes;
  while (true) {
    if (lines->done()) return Wrong(*lines, "the proof ends before its checkpoint; copy all of it");
    const std::string_view line = lines->Next();
    if (line.empty()) return hashes;
    const auto hash = ParseHash(line);
    if (!hash) return std::unexpected(hash.error().At(lines->place()));
    if (hashes.size() == kHashesMost) return Wrong(*lines, "no proof has so many hashes");
    hashes.push_back(*hash);
  }
}

void AppendHashes(const std::vector<TreeHash>& hashes, std::string* text) {
  for (const TreeHash& hash : hashes) *text += HashText(hash) + "\n";
  *text += "\n";
}

// An error of a note that begins after `lines` others.
Status InNote(std::string_view note, int lines) {
  const auto parsed = ReadCheckpoint(note);
  if (parsed) return {};
  const Error& error = parsed.error();
  return Fail(error.code(), error.sentence(), {"", lines + std::max(error.place().line, 1), 1});
}

}  // namespace

std::string RecordProof::ToString() const {
  std::string text =
      fmt::format("{}\nextra {}\nindex {}\n", kRecordProofHead, ToBase64(record), index);
  AppendHashes(hashes, &text);
  return text + checkpoint;
}

Result<RecordProof> ParseRecordProof(std::string_view text) {
  Lines lines(text);
  if (lines.Next() != kRecordProofHead) {
    return Wrong(lines, fmt::format("this is no proof; its first line is {}", kRecordProofHead));
  }
  RecordProof proof;
  const std::string_view extra = lines.Next();
  constexpr std::string_view kExtra = "extra ";
  const auto record =
      extra.starts_with(kExtra) ? FromBase64(extra.substr(kExtra.size())) : std::nullopt;
  if (!record) {
    return Wrong(lines, "the record is missing; the line is 'extra' and the record in base 64");
  }
  proof.record = *record;
  const std::string_view index = lines.Next();
  constexpr std::string_view kIndex = "index ";
  if (!index.starts_with(kIndex)) {
    return Wrong(lines, "the record's number is missing; the line is 'index' and the number");
  }
  const auto number = ParseCount(index.substr(kIndex.size()));
  if (!number) return std::unexpected(number.error().At(lines.place()));
  proof.index = *number;
  LICET_ASSIGN_OR_RETURN(proof.hashes, ParseHashes(&lines));
  proof.checkpoint = lines.rest();
  LICET_RETURN_IF_ERROR(InNote(proof.checkpoint, lines.number()));
  return proof;
}

Result<Checkpoint> CheckRecordProof(const RecordProof& proof, const VerifierKey& key) {
  LICET_ASSIGN_OR_RETURN(Checkpoint checkpoint, OpenCheckpoint(proof.checkpoint, key));
  LICET_RETURN_IF_ERROR(CheckInclusion(LeafHash(proof.record), proof.index, checkpoint.size,
                                       proof.hashes, checkpoint.root));
  return checkpoint;
}

std::string GrowthProof::ToString() const {
  std::string text = fmt::format("{}\n", kGrowthProofHead);
  AppendHashes(hashes, &text);
  return text + before + "\n" + after;
}

Result<GrowthProof> ParseGrowthProof(std::string_view text) {
  Lines lines(text);
  if (lines.Next() != kGrowthProofHead) {
    return Wrong(lines,
                 fmt::format("this is no proof of growth; its first line is {}", kGrowthProofHead));
  }
  GrowthProof proof;
  LICET_ASSIGN_OR_RETURN(proof.hashes, ParseHashes(&lines));
  const int first = lines.number();
  // A checkpoint has no empty lines, so the second one ends its signatures.
  const std::size_t body = lines.rest().find("\n\n");
  const std::size_t end =
      body == std::string_view::npos ? body : lines.rest().find("\n\n", body + 2);
  if (end == std::string_view::npos) {
    return Wrong(lines, "the second checkpoint is missing; copy all of the proof");
  }
  proof.before = lines.rest().substr(0, end + 1);
  proof.after = lines.rest().substr(end + 2);
  LICET_RETURN_IF_ERROR(InNote(proof.before, first));
  const auto skipped = std::ranges::count(proof.before, '\n') + 1;
  LICET_RETURN_IF_ERROR(InNote(proof.after, first + static_cast<int>(skipped)));
  return proof;
}

Result<Checkpoint> CheckGrowthProof(const GrowthProof& proof, const VerifierKey& key) {
  LICET_ASSIGN_OR_RETURN(const Checkpoint before, OpenCheckpoint(proof.before, key));
  LICET_ASSIGN_OR_RETURN(Checkpoint after, OpenCheckpoint(proof.after, key));
  LICET_RETURN_IF_ERROR(
      CheckConsistency(before.size, before.root, after.size, after.root, proof.hashes));
  return after;
}

}  // namespace licet
