#include "licet/screening/policy.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/decimal.h"
#include "licet/base/text.h"

namespace licet {

namespace {

Status ExpectList(std::string_view id, const std::vector<RestrictedList>& lists,
                  const Place& place) {
  std::vector<std::string> known;
  for (const RestrictedList& list : lists) {
    if (list.id == id) return {};
    known.push_back(list.id);
  }
  return Fail(
      ErrorCode::kUnknownName,
      fmt::format("there is no list {}; the lists on file are {}", Quoted(id), Join(known, ", ")),
      place);
}

Result<int> ScoreIn(const CsvTable& row, std::string_view column, int otherwise) {
  const std::string_view text = Trim(row.Get(column));
  if (text.empty()) return otherwise;
  auto score = ParseScore(text);
  if (!score) return std::unexpected(score.error().At(row.PlaceOf(column)));
  return *score;
}

}  // namespace

Result<int> ParseScore(std::string_view text) {
  auto score = Decimal::Parse(text);
  if (!score || *score < Decimal() || *score > Decimal::FromInt(1)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is no score; give 0 to 1, such as 0.75", Quoted(text)));
  }
  return static_cast<int>(score->micros() / 100);
}

std::string ScoreText(int score) { return fmt::format("{}.{:04}", score / 10'000, score % 10'000); }

void ScreeningPolicy::Set(const std::string& list, ScreeningLines lines) {
  lines.near = std::min(lines.near, lines.match);
  lines_[list] = lines;
}

Status ScreeningPolicy::Load(Disk& disk, const std::string& path,
                             const std::vector<RestrictedList>& lists) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(CsvReader(std::move(source), path),
                                                        {"list"}, {"match", "near"}));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return {};
    const std::string id(Trim(table.Get("list")));
    LICET_RETURN_IF_ERROR(ExpectList(id, lists, table.PlaceOf("list")));
    ScreeningLines lines;
    LICET_ASSIGN_OR_RETURN(lines.match, ScoreIn(table, "match", kMatchScore));
    LICET_ASSIGN_OR_RETURN(lines.near, ScoreIn(table, "near", std::min(kNearScore, lines.match)));
    if (lines.near > lines.match) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("near is {}, above match {}; nothing would be near",
                              ScoreText(lines.near), ScoreText(lines.match)),
                  table.PlaceOf("near"));
    }
    if (lines_.contains(id)) {
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("the list {} is there twice; leave one row", Quoted(id)),
                  table.PlaceOf("list"));
    }
    Set(id, lines);
  }
}

Status ScreeningPolicy::Parse(std::string_view text, const std::vector<RestrictedList>& lists) {
  const std::size_t sign = text.find('=');
  if (sign == std::string_view::npos) {
    return Fail(
        ErrorCode::kInvalidArgument,
        fmt::format("{} is no line of a list; write LIST=SCORE, such as us-sdn=0.8", Quoted(text)));
  }
  const std::string id(Trim(text.substr(0, sign)));
  LICET_RETURN_IF_ERROR(ExpectList(id, lists, {}));
  LICET_ASSIGN_OR_RETURN(const int match, ParseScore(Trim(text.substr(sign + 1))));
  const auto known = lines_.find(id);
  Set(id, {match, known == lines_.end() ? kNearScore : known->second.near});
  return {};
}

ScreeningLines ScreeningPolicy::LinesOf(std::string_view list) const {
  const auto found = lines_.find(list);
  ScreeningLines lines = found == lines_.end() ? ScreeningLines() : found->second;
  if (shown_from_) lines.near = *shown_from_;
  return lines;
}

}  // namespace licet
