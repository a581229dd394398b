#include "licet/journal/checkpoint.h"

#include <fmt/format.h>

#include <charconv>

#include "base64.h"
#include "licet/base/text.h"

namespace licet {

std::string HashText(const TreeHash& hash) { return ToBase64(AsBytes(hash)); }

Result<std::uint64_t> ParseCount(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  // SQLite and PostgreSQL count to 2^63 - 1.
  if (code != std::errc() || end != text.data() + text.size() || number > INT64_MAX ||
      text != fmt::to_string(number)) {
    return Fail(ErrorCode::kParse,
                fmt::format("{} is no count of records; write it in decimal digits without a "
                            "leading zero",
                            Quoted(text)));
  }
  return number;
}

Result<TreeHash> ParseHash(std::string_view text) {
  const auto bytes = FromBase64(text);
  if (!bytes || bytes->size() != kHashBytes) {
    return Fail(ErrorCode::kParse,
                fmt::format("{} is no hash; it is 32 bytes in base 64, which are 44 letters",
                            Quoted(text)));
  }
  return HashAt(*bytes, 0);
}

std::string Checkpoint::ToText() const {
  std::string text = fmt::format("{}\n{}\n{}\n", origin, size, HashText(root));
  for (const std::string& line : extensions) text += line + "\n";
  return text;
}

Result<Checkpoint> ParseCheckpoint(std::string_view text) {
  const auto at = [](int line) { return Place{"", line, 1}; };
  if (!text.ends_with('\n')) {
    return Fail(ErrorCode::kParse, "a checkpoint ends with a newline", at(1));
  }
  const std::vector<std::string_view> lines = Split(text.substr(0, text.size() - 1), '\n');
  if (lines.size() < 3) {
    return Fail(ErrorCode::kParse, "a checkpoint is an origin, a size and a root, each on a line",
                at(1));
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty()) {
      return Fail(ErrorCode::kParse, "a checkpoint has no empty lines",
                  at(static_cast<int>(i) + 1));
    }
  }
  Checkpoint checkpoint;
  checkpoint.origin = lines[0];
  const auto size = ParseCount(lines[1]);
  if (!size) return std::unexpected(size.error().At(at(2)));
  const auto root = ParseHash(lines[2]);
  if (!root) return std::unexpected(root.error().At(at(3)));
  checkpoint.size = *size;
  checkpoint.root = *root;
  checkpoint.extensions.assign(lines.begin() + 3, lines.end());
  return checkpoint;
}

Result<Checkpoint> ReadCheckpoint(std::string_view note) {
  LICET_ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  return ParseCheckpoint(parsed.text);
}

Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key) {
  LICET_ASSIGN_OR_RETURN(const Note parsed, ParseNote(note));
  LICET_RETURN_IF_ERROR(CheckSignatures(parsed, {&key, 1}));
  LICET_ASSIGN_OR_RETURN(Checkpoint checkpoint, ParseCheckpoint(parsed.text));
  if (checkpoint.origin != key.name()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the checkpoint is of the journal {}, and the key is of {}; give the "
                            "key of that journal",
                            Quoted(checkpoint.origin), Quoted(key.name())));
  }
  return checkpoint;
}

std::string SignCheckpoint(Checkpoint checkpoint, const SignerKey& key) {
  checkpoint.origin = key.name();
  Note note;
  note.text = checkpoint.ToText();
  note.signatures.push_back(key.Sign(note.text));
  return note.ToString();
}

}  // namespace licet
