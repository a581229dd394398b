// data/funnel/*.csv as observations.

#include <set>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "licet/ledger/funnel.h"
#include "rules.h"

namespace licet {
namespace {

// How a bound stands in the text of an observation, which has no field for it.
Result<std::string> BoundMark(const CsvTable& table) {
  const std::string& bound = table.Get("bound");
  if (bound.empty()) return std::string();
  if (bound == "more-than") return std::string("> ");
  if (bound == "about") return std::string("~ ");
  return Fail(ErrorCode::kUnknownName,
              fmt::format("no figure is {}; take more-than, about or nothing", Quoted(bound)),
              table.PlaceOf("bound"));
}

Result<std::int64_t> ReadUnits(const CsvTable& table) {
  const std::string& text = table.Get("units");
  const bool note = table.Get("stage") == kNoteStage;
  if (note != text.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                note ? "a note has no units; name the stage that they are of"
                     : "units are missing; an event without a figure is of the stage 'note'",
                table.PlaceOf("units"));
  }
  if (note) return 0;
  const auto units = Decimal::Parse(text);
  if (!units || units->micros() < 0 || units->micros() % Decimal::kScale != 0 ||
      *units > Decimal::FromInt(kMaxUnits)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is no number of units; write a whole number", Quoted(text)),
                table.PlaceOf("units"));
  }
  return units->micros() / Decimal::kScale;
}

Result<RecordedEvent> ReadEvent(const CsvTable& table) {
  RecordedEvent event;
  event.id = table.Get("id");
  if (!CheckId("an event", event.id)) {
    return Fail(ErrorCode::kInvalidArgument, "an event needs an id of 1 to 128 bytes without '#'",
                table.PlaceOf("id"));
  }
  const auto day = Date::Parse(table.Get("day"));
  if (!day) return std::unexpected(day.error().At(table.PlaceOf("day")));
  event.day = *day;
  event.what.stage = table.Get("stage");
  if (!CheckId("a stage", event.what.stage)) {
    return Fail(ErrorCode::kInvalidArgument, "the stage is missing; docs/ledger.md lists them",
                table.PlaceOf("stage"));
  }
  LICET_ASSIGN_OR_RETURN(event.what.units, ReadUnits(table));
  LICET_ASSIGN_OR_RETURN(event.what.text, BoundMark(table));
  event.what.text += table.Get("text");
  event.what.buyer = table.Get("buyer");
  event.what.item = table.Get("item");
  event.what.confidence = table.Get("confidence");
  event.what.source = table.Get("source");
  return event;
}

}  // namespace

Result<std::vector<RecordedEvent>> ReadMarketRecord(CsvTable table) {
  std::vector<RecordedEvent> events;
  std::set<std::string> seen;
  for (;;) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return events;
    LICET_ASSIGN_OR_RETURN(RecordedEvent event, ReadEvent(table));
    if (!seen.insert(event.id).second) {
      return Fail(ErrorCode::kDuplicate, fmt::format("event '{}' stands twice", event.id),
                  table.PlaceOf("id"));
    }
    events.push_back(std::move(event));
  }
}

}  // namespace licet
