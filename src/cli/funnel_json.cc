#include "funnel_json.h"

#include <fmt/format.h>

namespace licet {
namespace {

OrderedJson ShareJson(const FunnelShare& share) {
  const auto text = [](std::int64_t tenths) {
    return fmt::format("{}.{}", tenths / 10, tenths % 10);
  };
  return {{"low", text(share.low)}, {"high", text(share.high)}};
}

OrderedJson ConversionsJson(std::span<const FunnelLine> lines, std::size_t line) {
  OrderedJson conversions = OrderedJson::array();
  for (const FunnelConversion& one : ConversionsOf(lines, line)) {
    conversions.push_back({{"of", one.of}, {"percent", ShareJson(one.share)}, {"days", one.days}});
  }
  return conversions;
}

std::string_view NameOf(FunnelBy by) {
  return by == FunnelBy::kBuyer ? "buyer" : by == FunnelBy::kItem ? "item" : "all";
}

// One funnel, with what the page says of it.
OrderedJson AccountJson(std::span<const FunnelLine> lines, FunnelBy by, Date day) {
  OrderedJson stages = FunnelJson(lines, day);
  for (std::size_t i = 0; i < lines.size(); ++i) stages[i]["text"] = lines[i].units.ToString();
  return {{"group", lines.front().group},
          {"title", FunnelTitle(lines.front(), by)},
          {"account", lines.front().record ? "record" : "ledger"},
          {"lines", std::move(stages)}};
}

OrderedJson StatementJson(const RecordedEvent& event) {
  const Observe& what = event.what;
  const bool figure = what.stage != kNoteStage;
  FunnelUnits units{.low = what.units, .high = what.units};
  units.at_least = what.text.starts_with("> ");
  units.about = what.text.starts_with("~ ");
  const bool bound = units.at_least || units.about;
  return {{"day", DayJson(event.day)},
          {"stage", what.stage},
          {"buyer", what.buyer},
          {"item", what.item},
          {"units", figure ? OrderedJson(units.ToString()) : OrderedJson()},
          {"confidence", what.confidence},
          {"source", what.source},
          {"text", bound ? what.text.substr(2) : what.text}};
}

}  // namespace

std::string FunnelTitle(const FunnelLine& line, FunnelBy by) {
  if (by == FunnelBy::kAll) return "";
  if (!line.group.empty()) return line.group;
  return by == FunnelBy::kBuyer ? "the market as a whole" : "no item named";
}

bool SameAccount(const FunnelLine& a, const FunnelLine& b) {
  return a.group == b.group && a.record == b.record;
}

OrderedJson FunnelJson(std::span<const FunnelLine> lines, Date day) {
  OrderedJson list = OrderedJson::array();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const FunnelLine& line = lines[i];
    list.push_back(
        {{"group", line.group},
         {"account", line.record ? "record" : "ledger"},
         {"stage", line.stage},
         {"units", {{"low", line.units.low}, {"high", line.units.high}}},
         {"at_least", line.units.at_least},
         {"about", line.units.about},
         {"first", DayJson(line.first)},
         {"last", DayJson(line.last)},
         {"age_days",
          line.first == kNoDay ? OrderedJson() : OrderedJson(day.days() - line.first.days())},
         {"entries", line.entries},
         {"conversions", ConversionsJson(lines, i)}});
  }
  return list;
}

OrderedJson FunnelPageJson(const FunnelPage& page) {
  OrderedJson accounts = OrderedJson::array();
  for (std::size_t begin = 0; begin < page.lines.size();) {
    std::size_t end = begin;
    while (end < page.lines.size() && SameAccount(page.lines[begin], page.lines[end])) ++end;
    accounts.push_back(AccountJson(page.lines.subspan(begin, end - begin), page.by, page.day));
    begin = end;
  }
  OrderedJson statements = OrderedJson::array();
  for (const RecordedEvent& event : page.statements) statements.push_back(StatementJson(event));
  return {{"funnel", 1},
          {"by", NameOf(page.by)},
          {"as_of", DayJson(page.day)},
          {"generated_on", DayJson(page.generated_on)},
          {"ledger", page.ledger},
          {"record", page.record},
          {"accounts", std::move(accounts)},
          {"statements", std::move(statements)}};
}

}  // namespace licet
