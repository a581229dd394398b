// licet regime list: the regimes on file.

#include <fmt/format.h>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/regime/calendar.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

struct Row {
  const Pack* pack;
  std::size_t in_force = 0;
  Date last_change = Date::Min();
  Date next_change = Date::Max();
};

Row RowOf(Engine& engine, const Pack& pack, Date as_of, const Clocks& clocks) {
  Row row{&pack, engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading).in_force.size()};
  for (const CalendarEvent& event :
       CalendarOf(pack, engine.schema(), {}, clocks.known_at, clocks.reading)) {
    if (event.day <= as_of) {
      row.last_change = std::max(row.last_change, event.day);
    } else {
      row.next_change = std::min(row.next_change, event.day);
    }
  }
  return row;
}

std::string DayText(Date day) {
  return day == Date::Min() || day == Date::Max() ? "none" : day.ToString();
}

void PrintTable(Console& console, const std::vector<Row>& rows, Date as_of, const Clocks& clocks) {
  for (const Row& row : rows) {
    const Pack& pack = *row.pack;
    console.out << Paint(console, Colour::kBold, pack.regime) << "  " << pack.title << "\n  "
                << Wrap(fmt::format("{}; {} side", pack.authority, pack.gate), console.width, 2)
                << "\n  "
                << Wrap(fmt::format("{} of {} provisions in force, {} sets; last change {}, next "
                                    "change {}",
                                    row.in_force, pack.provisions.size(), pack.sets.size(),
                                    DayText(row.last_change), DayText(row.next_change)),
                        console.width, 2)
                << "\n";
    if (!pack.overlays.empty()) {
      console.out << "  with the overlay " << Join(pack.overlays, ", ") << "\n";
    }
  }
  console.out << "\n"
              << Wrap(fmt::format("In force {}. licet regime show REGIME lists them.",
                                  ClocksText(as_of, clocks)),
                      console.width)
              << "\n";
}

void PrintJson(Console& console, const std::vector<Row>& rows, Date as_of, const Clocks& clocks) {
  OrderedJson list = OrderedJson::array();
  for (const Row& row : rows) {
    OrderedJson json = {{"regime", row.pack->regime},
                        {"title", row.pack->title},
                        {"authority", row.pack->authority},
                        {"gate", row.pack->gate},
                        {"covers", DayJson(row.pack->covers)},
                        {"provisions", row.pack->provisions.size()},
                        {"in_force", row.in_force},
                        {"sets", row.pack->sets.size()},
                        {"last_change", DayJson(row.last_change)},
                        {"next_change", DayJson(row.next_change)},
                        {"overlays", row.pack->overlays}};
    json.update(ClocksJson(as_of, clocks));
    list.push_back(std::move(json));
  }
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<Row>& rows) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"regime", "title", "authority", "gate", "provisions", "in_force", "sets",
                "last_change", "next_change"});
  for (const Row& row : rows) {
    auto day = [](Date date) {
      return date == Date::Min() || date == Date::Max() ? "" : date.ToString();
    };
    writer.Write({row.pack->regime, row.pack->title, row.pack->authority, row.pack->gate,
                  std::to_string(row.pack->provisions.size()), std::to_string(row.in_force),
                  std::to_string(row.pack->sets.size()), day(row.last_change),
                  day(row.next_change)});
  }
  console.out << csv;
}

}  // namespace

int RunRegimeList(Console& console, const RegimeOptions& options) {
  auto clocks = ReadClocks(console, options.common);
  if (!clocks) return Report(console, clocks.error());
  auto as_of = ReadAsOf(console, options.common);
  if (!as_of) return Report(console, as_of.error());
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  std::vector<Row> rows;
  for (const Pack& pack : engine->packs()) rows.push_back(RowOf(*engine, pack, *as_of, *clocks));
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, rows, *as_of, *clocks);
      break;
    case OutputFormat::kJson:
      PrintJson(console, rows, *as_of, *clocks);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, rows);
      break;
  }
  return kExitOk;
}

}  // namespace licet
