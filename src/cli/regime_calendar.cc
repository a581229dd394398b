// licet regime calendar: what begins, falls due, ends or comes back.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands.h"
#include "ics.h"
#include "licet/base/csv.h"
#include "licet/regime/calendar.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

struct Entry {
  const Pack* pack;
  CalendarEvent event;
};

void PrintTable(Console& console, const std::vector<Entry>& entries, Interval days,
                const Clocks& clocks) {
  constexpr int kIndent = 23;
  for (const Entry& one : entries) {
    const bool stops = one.event.change == Change::kEnds || one.event.change == Change::kLeaves;
    console.out << fmt::format("{}  {}  {}\n", one.event.day.ToString(),
                               Paint(console, stops ? Colour::kDim : Colour::kYellow,
                                     fmt::format("{:<9}", ToString(one.event.change))),
                               Paint(console, Colour::kBold, SubjectOf(*one.pack, one.event)));
    const std::string detail =
        fmt::format("{} ({})", DetailOf(*one.pack, one.event), CiteOf(*one.pack, one.event).ref);
    console.out << std::string(kIndent, ' ')
                << Paint(console, Colour::kDim, Wrap(detail, console.width, kIndent)) << "\n";
  }
  const Date last = days.to == Date::Max() ? days.to : Date::FromDays(days.to.days() - 1);
  console.out << Wrap(fmt::format(
                          "{}{} {} {}, with what was known on {}, {} reading.",
                          entries.empty() ? "" : "\n",
                          entries.empty()       ? "Nothing changes"
                          : entries.size() == 1 ? "1 change"
                                                : fmt::format("{} changes", entries.size()),
                          days.from == Date::Min() ? "at any time" : "from " + days.from.ToString(),
                          last == Date::Max() ? "on" : "to " + last.ToString(),
                          clocks.known_at.ToString(), ToString(clocks.reading)),
                      console.width)
              << "\n";
}

void PrintJson(Console& console, const std::vector<Entry>& entries) {
  OrderedJson list = OrderedJson::array();
  for (const Entry& one : entries) {
    list.push_back({{"day", one.event.day.ToString()},
                    {"change", ToString(one.event.change)},
                    {"regime", one.pack->regime},
                    {"what", SubjectOf(*one.pack, one.event)},
                    {"kind", one.event.set >= 0 ? "set" : "provision"},
                    {"detail", DetailOf(*one.pack, one.event)},
                    {"cite", CiteJson(CiteOf(*one.pack, one.event))}});
  }
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<Entry>& entries) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"day", "change", "regime", "what", "detail", "ref", "url"});
  for (const Entry& one : entries) {
    const Cite& cite = CiteOf(*one.pack, one.event);
    writer.Write({one.event.day.ToString(), std::string(ToString(one.event.change)),
                  one.pack->regime, SubjectOf(*one.pack, one.event), DetailOf(*one.pack, one.event),
                  cite.ref, cite.url});
  }
  console.out << csv;
}

std::string IcsOf(const std::vector<Entry>& entries, Date today) {
  std::vector<IcsEvent> events;
  std::set<std::string> uids;  // what comes back by the end of two things comes back once
  for (const Entry& one : entries) {
    const std::string subject = SubjectOf(*one.pack, one.event);
    std::string change(ToString(one.event.change));
    const Cite& cite = CiteOf(*one.pack, one.event);
    IcsEvent event;
    event.summary = fmt::format("{} {}", subject, change);
    std::replace(change.begin(), change.end(), ' ', '-');
    event.uid = fmt::format("{}.{}.{}.{}@licet", one.pack->regime, subject, change,
                            one.event.day.ToString());
    event.day = one.event.day;
    event.description =
        fmt::format("{}\n{}\n{}", DetailOf(*one.pack, one.event), CiteText(cite), one.pack->title);
    event.url = cite.url;
    event.category = one.pack->regime;
    if (uids.insert(event.uid).second) events.push_back(std::move(event));
  }
  return RenderIcs("Changes of export and import rules", events, today);
}

Result<Interval> ReadDays(const Console& console, const RegimeOptions& options) {
  Interval days;
  LICET_ASSIGN_OR_RETURN(days.from, ReadDay(options.from, "--from", console.clock.Today()));
  LICET_ASSIGN_OR_RETURN(days.to, ReadDay(options.to, "--to", Date::Max()));
  if (days.to < days.from) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("--to {} lies before --from {}; give the first day first",
                            days.to.ToString(), days.from.ToString()));
  }
  // The last day is part of what was asked for.
  if (days.to != Date::Max()) days.to = Date::FromDays(days.to.days() + 1);
  return days;
}

}  // namespace

int RunRegimeCalendar(Console& console, const RegimeOptions& options) {
  auto clocks = ReadClocks(console, options.common);
  if (!clocks) return Report(console, clocks.error());
  auto days = ReadDays(console, options);
  if (!days) return Report(console, days.error());
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto packs = ChosenPacks(*engine, options.names);
  if (!packs) return Report(console, packs.error());
  std::vector<Entry> entries;
  for (const Pack* pack : *packs) {
    for (CalendarEvent& event :
         CalendarOf(*pack, engine->schema(), *days, clocks->known_at, clocks->reading)) {
      entries.push_back({pack, std::move(event)});
    }
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.event.day < b.event.day; });
  if (!options.file.empty()) {
    const Status written =
        console.disk.WriteAtomically(options.file, IcsOf(entries, console.clock.Today()));
    if (!written) return Report(console, written.error());
  }
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, entries, *days, *clocks);
      if (!options.file.empty()) console.out << "Calendar: " << options.file << "\n";
      break;
    case OutputFormat::kJson:
      PrintJson(console, entries);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, entries);
      break;
  }
  return kExitOk;
}

}  // namespace licet
