// licet journal: keys, checkpoints and proofs of what was decided.

#include "licet/journal/journal.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

constexpr std::size_t kKeyBytesMost = 4096;
constexpr std::size_t kProofBytesMost = 1 << 20;

// ---- Answers: named values, in all three formats ----

std::string PlainText(const OrderedJson& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (value.is_array()) {
    std::vector<std::string> parts;
    for (const OrderedJson& part : value) parts.push_back(PlainText(part));
    return Join(parts, "; ");
  }
  return value.is_null() ? "" : value.dump();
}

// A record may hold anything, also what a terminal would obey.
std::string Shown(const std::string& text) {
  constexpr std::size_t kShownMost = 1000;
  const bool plain = std::ranges::none_of(
      text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; });
  return plain && !FindInvalidUtf8(text) ? text : Quoted(text, kShownMost);
}

// "holds" is the answer to a check, so it has a colour.
void PrintTable(Console& console, const OrderedJson& answer) {
  std::size_t width = 0;
  for (const auto& [name, value] : answer.items()) width = std::max(width, name.size());
  // A hash is never broken: it is there to be copied.
  const int room = std::max(console.width - static_cast<int>(width) - 2, 44);
  for (const auto& [name, value] : answer.items()) {
    const std::string text = Shown(PlainText(value));
    if (text.empty()) continue;
    const bool yes = value.is_boolean() && value.get<bool>();
    const Colour colour = !value.is_boolean() ? Colour::kPlain
                          : yes               ? Colour::kGreen
                                              : Colour::kRed;
    const std::string wrapped = Wrap(text, room);
    std::string shown;
    for (const std::string_view line : Split(wrapped, '\n')) {
      shown += fmt::format("{:<{}}  {}\n", shown.empty() ? name : "", width, line);
    }
    console.out << Paint(console, colour, shown);
  }
}

void PrintAnswer(Console& console, OutputFormat format, const OrderedJson& answer) {
  switch (format) {
    case OutputFormat::kTable:
      return PrintTable(console, answer);
    case OutputFormat::kJson:
      console.out << Dumped(answer) << "\n";
      return;
    case OutputFormat::kCsv: {
      std::vector<std::string> names;
      std::vector<std::string> values;
      for (const auto& [name, value] : answer.items()) {
        names.push_back(name);
        values.push_back(PlainText(value));
      }
      std::string csv;
      CsvWriter writer(&csv);
      writer.Write(names);
      writer.Write(values);
      console.out << csv;
    }
  }
}

// Text that others go on with: into the file, or as it is to standard output. The
// other formats print the answer.
Status PrintOrWrite(Console& console, const JournalOptions& options, const std::string& text,
                    OrderedJson answer) {
  if (!options.out.empty()) {
    LICET_RETURN_IF_ERROR(console.disk.WriteAtomically(options.out, text));
    answer["file"] = options.out;
    // In a table they are what the file is for.
    if (options.common.format == OutputFormat::kTable) {
      answer.erase("checkpoint");
      answer.erase("hashes");
    }
  } else if (options.common.format == OutputFormat::kTable) {
    console.out << text;
    return {};
  }
  PrintAnswer(console, options.common.format, answer);
  return {};
}

// ---- What is given ----

// The first line of a file of one key, or the key itself.
Result<std::string> KeyText(Console& console, const std::string& given) {
  // A key holds '+' twice; a file may be called so, and then it is there.
  const bool is_text = std::ranges::count(given, '+') >= 2 && !console.disk.IsFile(given);
  if (is_text) return given;
  LICET_ASSIGN_OR_RETURN(const std::string text, console.disk.ReadAll(given, kKeyBytesMost));
  return std::string(Trim(text));
}

Result<VerifierKey> PublicKey(Console& console, const std::string& given) {
  LICET_ASSIGN_OR_RETURN(const std::string text, KeyText(console, given));
  auto key = VerifierKey::Parse(text);
  if (!key) return std::unexpected(key.error().At({"--key", 0, 0}));
  return key;
}

Result<std::string> CheckpointFile(Console& console, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(std::string note, console.disk.ReadAll(path, kProofBytesMost));
  const auto read = ReadCheckpoint(note);
  if (!read) {
    const Place& place = read.error().place();
    return Fail(read.error().code(), read.error().sentence(), {path, place.line, place.column});
  }
  return note;
}

Result<std::unique_ptr<JournalStore>> OpenFor(const JournalOptions& options, StoreMode mode) {
  return OpenJournalStore(options.db, mode);
}

int Done(Console& console, const Status& status) {
  return status ? kExitOk : Report(console, status.error());
}

OrderedJson StateJson(const Checkpoint& checkpoint) {
  return {{"origin", checkpoint.origin},
          {"size", checkpoint.size},
          {"root", HashText(checkpoint.root)}};
}

OrderedJson HashesJson(const std::vector<TreeHash>& hashes) {
  OrderedJson json = OrderedJson::array();
  for (const TreeHash& hash : hashes) json.push_back(HashText(hash));
  return json;
}

// ---- The commands ----

Status Keygen(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const SignerKey::Seed seed, NewSeed());
  LICET_ASSIGN_OR_RETURN(const SignerKey key, SignerKey::Make(options.name, seed));
  LICET_RETURN_IF_ERROR(console.disk.WritePrivately(options.out, key.ToString() + "\n"));
  const std::string public_key = key.verifier().ToString();
  if (options.common.format == OutputFormat::kTable) {
    console.out << public_key << "\n";
    return {};
  }
  PrintAnswer(console, options.common.format,
              {{"name", options.name}, {"key", public_key}, {"file", options.out}});
  return {};
}

Status SignCheckpointOf(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const std::string text, console.disk.ReadAll(options.key, kKeyBytesMost));
  auto key = SignerKey::Parse(Trim(text));
  if (!key) return std::unexpected(key.error().At({options.key, 0, 0}));
  LICET_ASSIGN_OR_RETURN(const auto store, OpenFor(options, StoreMode::kReadWrite));
  LICET_ASSIGN_OR_RETURN(const std::string note, MakeCheckpoint(*store, *key));
  LICET_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ReadCheckpoint(note));
  OrderedJson answer = StateJson(checkpoint);
  answer["checkpoint"] = note;
  return PrintOrWrite(console, options, note, std::move(answer));
}

Result<std::uint64_t> SequenceGiven(JournalStore& store, const JournalOptions& options) {
  if (options.sequence.empty() == options.id.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "name one record: its number, or its id with --id");
  }
  if (options.id.empty()) {
    auto sequence = ParseCount(options.sequence);
    if (!sequence) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} is no record's number; give one from 0 on, or --id ID",
                              Quoted(options.sequence)));
    }
    return sequence;
  }
  LICET_ASSIGN_OR_RETURN(const std::optional<std::uint64_t> sequence, store.SequenceOf(options.id));
  if (!sequence) {
    return Fail(ErrorCode::kUnknownName,
                fmt::format("no record has the id {}; check it", Quoted(options.id)));
  }
  return *sequence;
}

Status Prove(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const auto store, OpenFor(options, StoreMode::kReadOnly));
  LICET_ASSIGN_OR_RETURN(const std::uint64_t sequence, SequenceGiven(*store, options));
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store->Head());
  // What is not there at all is not something that a checkpoint could cover.
  std::string note;
  if (sequence < head.size) {
    LICET_ASSIGN_OR_RETURN(note, CheckpointOver(*store, sequence));
  }
  LICET_ASSIGN_OR_RETURN(const RecordProof proof, ProveRecord(*store, sequence, note));
  LICET_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ReadCheckpoint(note));
  OrderedJson answer = {{"index", sequence}};
  answer.update(StateJson(checkpoint));
  answer["record"] = proof.record;
  answer["hashes"] = HashesJson(proof.hashes);
  answer["checkpoint"] = note;
  return PrintOrWrite(console, options, proof.ToString(), std::move(answer));
}

// What a proof says and whether it holds. Errors: text that is no proof.
Result<OrderedJson> CheckText(const std::string& text, const VerifierKey& key) {
  OrderedJson answer = {{"holds", false}};
  Result<Checkpoint> checked = Fail(ErrorCode::kInternal, "");
  if (text.starts_with(kGrowthProofHead)) {
    LICET_ASSIGN_OR_RETURN(const GrowthProof proof, ParseGrowthProof(text));
    checked = CheckGrowthProof(proof, key);
    LICET_ASSIGN_OR_RETURN(const Checkpoint before, ReadCheckpoint(proof.before));
    answer["proves"] = "growth";
    answer["from"] = before.size;
  } else {
    LICET_ASSIGN_OR_RETURN(const RecordProof proof, ParseRecordProof(text));
    checked = CheckRecordProof(proof, key);
    answer["proves"] = "record";
    answer["index"] = proof.index;
    answer["record"] = proof.record;
  }
  if (checked) {
    answer["holds"] = true;
    answer.update(StateJson(*checked));
  } else {
    answer["reason"] = checked.error().sentence();
  }
  return answer;
}

Result<bool> Check(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const VerifierKey key, PublicKey(console, options.key));
  LICET_ASSIGN_OR_RETURN(const std::string text,
                         console.disk.ReadAll(options.proof, kProofBytesMost));
  const auto answer = CheckText(text, key);
  if (!answer) return std::unexpected(answer.error().At({options.proof, 0, 0}));
  PrintAnswer(console, options.common.format, *answer);
  return (*answer)["holds"].get<bool>();
}

Result<bool> Verify(Console& console, const JournalOptions& options) {
  std::optional<VerifierKey> key;
  if (!options.key.empty()) {
    LICET_ASSIGN_OR_RETURN(key, PublicKey(console, options.key));
  }
  LICET_ASSIGN_OR_RETURN(const auto store, OpenFor(options, StoreMode::kReadOnly));
  LICET_ASSIGN_OR_RETURN(const JournalVerdict verdict, VerifyJournal(*store, key));
  PrintAnswer(console, options.common.format,
              {{"holds", verdict.Holds()},
               {"records", verdict.records},
               {"bytes", verdict.bytes},
               {"tiles", verdict.tiles},
               {"checkpoints", verdict.checkpoints},
               {"signatures_checked", key.has_value()},
               {"root", HashText(verdict.root)},
               {"findings", verdict.findings}});
  return verdict.Holds();
}

Result<bool> Consistency(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const std::string before, CheckpointFile(console, options.before));
  LICET_ASSIGN_OR_RETURN(const std::string after, CheckpointFile(console, options.after));
  LICET_ASSIGN_OR_RETURN(const auto store, OpenFor(options, StoreMode::kReadOnly));
  const auto proof = ProveGrowth(*store, before, after);
  // That the journal is not what a checkpoint says is an answer.
  if (!proof && proof.error().code() == ErrorCode::kInvalidArgument) {
    PrintAnswer(console, options.common.format,
                {{"holds", false}, {"reason", proof.error().sentence()}});
    return false;
  }
  if (!proof) return std::unexpected(proof.error());
  LICET_ASSIGN_OR_RETURN(const Checkpoint from, ReadCheckpoint(before));
  LICET_ASSIGN_OR_RETURN(const Checkpoint to, ReadCheckpoint(after));
  OrderedJson answer = {{"holds", true}, {"from", from.size}};
  answer.update(StateJson(to));
  answer["hashes"] = HashesJson(proof->hashes);
  LICET_RETURN_IF_ERROR(PrintOrWrite(console, options, proof->ToString(), std::move(answer)));
  return true;
}

Status Export(Console& console, const JournalOptions& options) {
  LICET_ASSIGN_OR_RETURN(const auto store, OpenFor(options, StoreMode::kReadOnly));
  LICET_ASSIGN_OR_RETURN(const std::vector<std::string> notes, store->Checkpoints());
  if (notes.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "this journal has no checkpoint, and files without one prove nothing; make one "
                "with licet journal checkpoint");
  }
  LICET_ASSIGN_OR_RETURN(const Checkpoint checkpoint, ReadCheckpoint(notes.back()));
  LICET_ASSIGN_OR_RETURN(const std::uint64_t files,
                         ExportJournal(*store, notes.back(), console.disk, options.folder));
  OrderedJson answer = {{"folder", options.folder}, {"files", files}};
  answer.update(StateJson(checkpoint));
  PrintAnswer(console, options.common.format, answer);
  return {};
}

int YesOrNo(Console& console, const Result<bool>& answer) {
  if (!answer) return Report(console, answer.error());
  return *answer ? kExitOk : kExitNo;
}

}  // namespace

int RunJournalKeygen(Console& console, const JournalOptions& options) {
  return Done(console, Keygen(console, options));
}

int RunJournalCheckpoint(Console& console, const JournalOptions& options) {
  return Done(console, SignCheckpointOf(console, options));
}

int RunJournalProve(Console& console, const JournalOptions& options) {
  return Done(console, Prove(console, options));
}

int RunJournalCheck(Console& console, const JournalOptions& options) {
  return YesOrNo(console, Check(console, options));
}

int RunJournalVerify(Console& console, const JournalOptions& options) {
  return YesOrNo(console, Verify(console, options));
}

int RunJournalConsistency(Console& console, const JournalOptions& options) {
  return YesOrNo(console, Consistency(console, options));
}

int RunJournalExport(Console& console, const JournalOptions& options) {
  return Done(console, Export(console, options));
}

}  // namespace licet
