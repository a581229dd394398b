// licet regime calendar: what begins, falls due, ends or comes back.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "commands.h"
#include "ics.h"
#include "ledger_options.h"
#include "ledger_tables.h"
#include "licet/base/csv.h"
#include "licet/ledger/duties.h"
#include "licet/regime/calendar.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

// A change of the law, or a duty of the ledger, as it is shown.
struct Entry {
  Date day = {};
  std::string change = {};
  std::string regime = {};
  std::string what = {};
  std::string kind = {};  // provision, set or duty
  std::string detail = {};
  Cite cite = {};
  std::string title = {};  // of the calendar that it is from
  Colour colour = Colour::kYellow;
  bool overdue = false;
};

Entry EntryOf(const Pack& pack, const CalendarEvent& event) {
  Entry one{.day = event.day, .change = std::string(ToString(event.change))};
  one.regime = pack.regime;
  one.what = SubjectOf(pack, event);
  one.kind = event.set >= 0 ? "set" : "provision";
  one.detail = DetailOf(pack, event);
  one.cite = CiteOf(pack, event);
  one.title = pack.title;
  const bool stops = event.change == Change::kEnds || event.change == Change::kLeaves;
  if (stops) one.colour = Colour::kDim;
  return one;
}

Entry EntryOf(const Duty& duty) {
  Entry one{.day = duty.day,
            .change = std::string(NamesOf<DutyKind>::kNames[static_cast<std::size_t>(duty.kind)])};
  one.regime = duty.regime;
  one.what = duty.of;
  one.kind = "duty";
  one.detail = duty.what + (duty.overdue ? "; overdue" : "");
  one.cite.ref = duty.cite;
  one.title = "From the ledger";
  one.colour = duty.overdue ? Colour::kRed : Colour::kYellow;
  one.overdue = duty.overdue;
  return one;
}

void PrintTable(Console& console, const std::vector<Entry>& entries, Interval days,
                const Clocks& clocks) {
  constexpr int kIndent = 23;
  for (const Entry& one : entries) {
    console.out << fmt::format("{}  {}  {}\n", one.day.ToString(),
                               Paint(console, one.colour, fmt::format("{:<9}", one.change)),
                               Paint(console, Colour::kBold, one.what));
    const std::string detail =
        one.cite.ref.empty() ? one.detail : fmt::format("{} ({})", one.detail, one.cite.ref);
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
    OrderedJson json = {{"day", one.day.ToString()}, {"change", one.change}, {"regime", one.regime},
                        {"what", one.what},          {"kind", one.kind},     {"detail", one.detail},
                        {"cite", CiteJson(one.cite)}};
    if (one.kind == "duty") json["overdue"] = one.overdue;
    list.push_back(std::move(json));
  }
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<Entry>& entries) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"day", "change", "regime", "what", "detail", "ref", "url"});
  for (const Entry& one : entries) {
    writer.Write({one.day.ToString(), one.change, one.regime, one.what, one.detail, one.cite.ref,
                  one.cite.url});
  }
  console.out << csv;
}

std::string IcsOf(const std::vector<Entry>& entries, Date today) {
  std::vector<IcsEvent> events;
  std::set<std::string> uids;  // what comes back by the end of two things comes back once
  for (const Entry& one : entries) {
    std::string change = one.change;
    IcsEvent event;
    event.summary = fmt::format("{} {}", one.what, change);
    std::replace(change.begin(), change.end(), ' ', '-');
    event.uid = fmt::format("{}.{}.{}.{}@licet", one.regime, one.what, change, one.day.ToString());
    event.day = one.day;
    event.description = fmt::format("{}\n{}\n{}", one.detail, CiteText(one.cite), one.title);
    event.url = one.cite.url;
    event.category = one.regime;
    if (uids.insert(event.uid).second) events.push_back(std::move(event));
  }
  return RenderIcs("Changes of export and import rules", events, today);
}

// What falls due by the ledger, in the same days; what is overdue comes first.
Status AddDuties(Console& console, const RegimeOptions& options, Interval days,
                 std::vector<Entry>* entries) {
  if (options.db.empty()) return {};
  LedgerOptions ledger;
  ledger.db = options.db;
  LICET_ASSIGN_OR_RETURN(const std::vector<ReviewStep> steps, LoadReviewSteps(console));
  LICET_ASSIGN_OR_RETURN(const Book book, OpenBook(console, ledger, StoreMode::kReadOnly));
  const Date last = days.to == Date::Max() ? days.to : Date::FromDays(days.to.days() - 1);
  for (const Duty& duty : DutiesOf(book.state(), console.clock.Today(), days.from, last, steps)) {
    entries->push_back(EntryOf(duty));
  }
  return {};
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
    for (const CalendarEvent& event :
         CalendarOf(*pack, engine->schema(), *days, clocks->known_at, clocks->reading)) {
      entries.push_back(EntryOf(*pack, event));
    }
  }
  if (Status added = AddDuties(console, options, *days, &entries); !added) {
    return Report(console, added.error());
  }
  std::stable_sort(entries.begin(), entries.end(),
                   [](const Entry& a, const Entry& b) { return a.day < b.day; });
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
