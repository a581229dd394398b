#include "check_output.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "licet/base/text.h"
#include "table.h"

namespace licet {

namespace {

constexpr std::size_t kHeldBytes = 8 << 20;
constexpr std::size_t kNoteBytes = 1 << 16;
constexpr std::int64_t kNoteEveryMs = 1000;

std::string PartOf(const std::string& output) { return output + ".part"; }
std::string NoteOf(const std::string& output) { return output + ".resume"; }

}  // namespace

Status CheckOutput::Resume(std::uint64_t law, Clocks* clocks, BulkOptions* bulk) {
  using Json = nlohmann::json;
  const std::string path = NoteOf(options_.output);
  if (!console_.disk.IsFile(path)) return Start(law, *clocks);
  LICET_ASSIGN_OR_RETURN(const std::string text, console_.disk.ReadAll(path, kNoteBytes));
  const Json note = Json::parse(text, nullptr, false);
  auto number = [&note](const char* key) -> std::uint64_t {
    const auto found = note.find(key);
    return found != note.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
  };
  const bool whole = note.is_object() && note.contains("known_at") && note["known_at"].is_string();
  auto known = whole ? Date::Parse(note["known_at"].get<std::string>())
                     : Result<Date>(Fail(ErrorCode::kParse, ""));
  if (!known) {
    return Fail(ErrorCode::kParse, "this note cannot be read; start again without --resume",
                {path, 0, 0});
  }
  const bool other_day = !options_.common.known_at.empty() && *known != clocks->known_at;
  if (number("law") != law || other_day) {
    return Fail(ErrorCode::kInvalidArgument,
                "the run that stopped used other options, other files or another law; start again "
                "without --resume",
                {path, 0, 0});
  }
  clocks->known_at = known_at_ = *known;
  law_ = law;
  bulk->begin = number("read");
  bulk->first_line = static_cast<int>(number("line"));
  bulk->hash = number("hash");
  written_ = number("written");
  judged_ = number("judged");
  for (int i = 0; i < 3; ++i) counts_[i] = number(std::to_string(i).c_str());
  auto size = console_.disk.SizeOf(PartOf(options_.output));
  if (!size || *size < written_) {
    return Fail(ErrorCode::kIo, "what was written before is gone; start again without --resume",
                {PartOf(options_.output), 0, 0});
  }
  LICET_ASSIGN_OR_RETURN(sink_, console_.disk.OpenForAppending(PartOf(options_.output), written_));
  streaming_ = true;
  empty_ = false;
  return {};
}

Status CheckOutput::Start(std::uint64_t law, const Clocks& clocks) {
  law_ = law;
  known_at_ = clocks.known_at;
  if (options_.output.empty()) return {};
  if (console_.disk.IsFolder(options_.output)) {
    return Fail(ErrorCode::kIo, "this is a folder; give a file", {options_.output, 0, 0});
  }
  if (console_.disk.IsFile(NoteOf(options_.output))) {
    LICET_RETURN_IF_ERROR(console_.disk.Remove(NoteOf(options_.output)));
  }
  LICET_ASSIGN_OR_RETURN(sink_, console_.disk.OpenForAppending(PartOf(options_.output), 0));
  streaming_ = true;
  return {};
}

Status CheckOutput::Add(const CheckedPart& part) {
  judged_ += part.ids.size();
  for (int i = 0; i < 3; ++i) counts_[i] += part.counts[i];
  std::string_view text = part.text;
  if (empty_ && !part.ids.empty()) {
    LICET_RETURN_IF_ERROR(Write(Head()));
    // Rows of an array begin with the separator; the first has none before it.
    if (options_.common.format == OutputFormat::kJson) text.remove_prefix(1);
    empty_ = false;
  }
  LICET_RETURN_IF_ERROR(Write(text));
  return sink_ == nullptr ? Status() : WriteNote(part);
}

Status CheckOutput::Write(std::string_view text) {
  written_ += text.size();
  if (sink_ != nullptr) return sink_->Write(text);
  if (!streaming_ && held_.size() + text.size() <= kHeldBytes) {
    held_ += text;
    return {};
  }
  console_.out << held_ << text;
  held_.clear();
  held_.shrink_to_fit();
  streaming_ = true;
  return {};
}

// First the rows, then the note that counts them: whatever is cut off between
// the two is judged again.
Status CheckOutput::WriteNote(const CheckedPart& part) {
  const std::int64_t now = console_.clock.Ticks();
  if (now != 0 && now - noted_at_ < kNoteEveryMs) return {};
  noted_at_ = now;
  LICET_RETURN_IF_ERROR(sink_->Flush());
  const nlohmann::ordered_json note = {{"note", "how far licet check came; see --resume"},
                                       {"law", law_},
                                       {"known_at", known_at_.ToString()},
                                       {"read", part.end},
                                       {"line", part.end_line},
                                       {"hash", part.hash},
                                       {"written", written_},
                                       {"judged", judged_},
                                       {"0", counts_[0]},
                                       {"1", counts_[1]},
                                       {"2", counts_[2]}};
  return console_.disk.WriteAtomically(NoteOf(options_.output), note.dump(1) + "\n");
}

std::string CheckOutput::Head() const {
  if (options_.common.format == OutputFormat::kJson) return "[";
  return options_.common.format == OutputFormat::kCsv ? CheckCsvHeader(!options_.ledger.db.empty())
                                                      : "";
}

std::string CheckOutput::Tail() const {
  if (options_.common.format == OutputFormat::kJson) return "\n]\n";
  if (options_.common.format == OutputFormat::kCsv) return "";
  std::string text =
      fmt::format("\n{} {}: {} release, {} hold, {} block.\n", judged_,
                  judged_ == 1 ? "order" : "orders", counts_[0], counts_[1], counts_[2]);
  if (!options_.report.empty()) text += "Report: " + options_.report + "\n";
  return text +
         Wrap("licet explain ID shows one decision in full. This is software, not legal advice.",
              console_.width) +
         "\n";
}

Status CheckOutput::Finish() {
  LICET_RETURN_IF_ERROR(Write(Tail()));
  if (sink_ == nullptr) {
    console_.out << held_;
    return {};
  }
  LICET_RETURN_IF_ERROR(sink_->Flush());
  sink_.reset();
  LICET_RETURN_IF_ERROR(console_.disk.Rename(PartOf(options_.output), options_.output));
  if (console_.disk.IsFile(NoteOf(options_.output))) {
    LICET_RETURN_IF_ERROR(console_.disk.Remove(NoteOf(options_.output)));
  }
  return {};
}

std::string CheckOutput::WhatStands() const {
  if (!streaming_ || judged_ == 0) return "";
  if (sink_ == nullptr) return fmt::format("{} orders before it were judged and written", judged_);
  return fmt::format(
      "{} orders before it are judged in {}; mend the file after them and go on "
      "with --resume",
      judged_, PartOf(options_.output));
}

}  // namespace licet
