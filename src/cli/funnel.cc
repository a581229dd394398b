// licet funnel: from wishes to chips at work, as a chart that a terminal can show.

#include "licet/ledger/funnel.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "funnel_json.h"
#include "ledger_tables.h"
#include "ledger_views.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/ledger/state.h"
#include "report.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct FunnelOptions : LedgerOptions {
  std::string record;  // a file beside the ledger
  std::string by = "all";
  std::string report;  // a page
};

FunnelBy ByOf(const FunnelOptions& options) {
  return options.by == "buyer"  ? FunnelBy::kBuyer
         : options.by == "item" ? FunnelBy::kItem
                                : FunnelBy::kAll;
}

std::string DayText(Date day) { return day == kNoDay ? "" : day.ToString(); }

// U+2588 full block and U+2591 light shade: what is sure, and up to where it may be.
std::string BarOf(const FunnelUnits& units, std::int64_t most, int width) {
  const auto cells = [&](std::int64_t n) {
    if (n <= 0 || most <= 0) return 0;
    return std::max(1, static_cast<int>(n * width / most));  // what is there shows
  };
  const int sure = cells(units.low);
  const int possible = std::max(cells(units.high), sure);
  std::string bar;
  for (int i = 0; i < sure; ++i) bar += "\u2588";
  for (int i = sure; i < possible; ++i) bar += "\u2591";
  return bar + std::string(static_cast<std::size_t>(width - possible), ' ');
}

struct Widths {
  int stage = 0;
  int units = 0;
  int share = 0;
  int bar = 0;
};

std::string ShareText(std::span<const FunnelLine> lines, std::size_t line) {
  const auto conversions = ConversionsOf(lines, line);
  if (conversions.empty()) return "100.0 %";
  return conversions.front().share.ToString() + " %";
}

Widths WidthsOf(std::span<const FunnelLine> lines, int width) {
  Widths widths;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    widths.stage = std::max(widths.stage, DisplayWidth(lines[i].stage));
    widths.units = std::max(widths.units, DisplayWidth(lines[i].units.ToString()));
    widths.share = std::max(widths.share, DisplayWidth(ShareText(lines, i)));
  }
  constexpr int kDay = 10;
  constexpr int kGaps = 8;
  widths.bar = std::max(8, width - widths.stage - widths.units - widths.share - kDay - kGaps);
  return widths;
}

void PrintBar(Console& console, std::span<const FunnelLine> lines, std::size_t i,
              const Widths& widths, std::int64_t most) {
  const FunnelLine& line = lines[i];
  const std::string units = line.units.ToString();
  const std::string share = ShareText(lines, i);
  console.out << fmt::format("{:<{}}  {}  {:>{}}  {:>{}}  {}\n", line.stage, widths.stage,
                             Paint(console, Colour::kYellow, BarOf(line.units, most, widths.bar)),
                             units, widths.units, share, widths.share,
                             Paint(console, Colour::kDim, DayText(line.first)));
}

// What came of the stages before, in a sentence: where the funnel narrows.
void PrintConversions(Console& console, std::span<const FunnelLine> lines) {
  const std::size_t last = lines.size() - 1;
  std::vector<std::string> parts;
  for (const FunnelConversion& one : ConversionsOf(lines, last)) {
    parts.push_back(fmt::format("{} % of {}", one.share.ToString(), one.of));
    if (one.days > 0) parts.back() += fmt::format(" {} days later", one.days);
  }
  if (parts.empty()) return;
  console.out << Paint(console, Colour::kDim,
                       Wrap(fmt::format("{}: {}.", lines[last].stage, Join(parts, ", ")),
                            console.width))
              << "\n";
}

void PrintAccount(Console& console, std::span<const FunnelLine> lines, const FunnelOptions& options,
                  Date day) {
  const std::string group = FunnelTitle(lines.front(), ByOf(options));
  console.out << Paint(console, Colour::kBold,
                       fmt::format("{}{}, as of {}",
                                   lines.front().record ? "Public record" : "This ledger",
                                   group.empty() ? "" : ", " + group, day.ToString()))
              << "\n";
  std::int64_t most = 0;
  for (const FunnelLine& line : lines) most = std::max(most, line.units.high);
  const Widths widths = WidthsOf(lines, console.width);
  for (std::size_t i = 0; i < lines.size(); ++i) PrintBar(console, lines, i, widths, most);
  PrintConversions(console, lines);
}

void PrintTable(Console& console, std::span<const FunnelLine> lines, const FunnelOptions& options,
                Date day) {
  if (lines.empty()) console.out << "Nothing is on file.\n";
  for (std::size_t begin = 0; begin < lines.size();) {
    std::size_t end = begin;
    while (end < lines.size() && SameAccount(lines[begin], lines[end])) ++end;
    if (begin > 0) console.out << "\n";
    PrintAccount(console, lines.subspan(begin, end - begin), options, day);
    begin = end;
  }
}

void PrintCsv(Console& console, std::span<const FunnelLine> lines, Date day) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"group", "account", "stage", "units_low", "units_high", "at_least", "about",
                "first", "last", "age_days", "entries", "percent_of_first", "percent_of_previous"});
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const FunnelLine& line = lines[i];
    const auto conversions = ConversionsOf(lines, i);
    const bool dated = line.first != kNoDay;
    writer.Write(
        {line.group, line.record ? "record" : "ledger", line.stage, std::to_string(line.units.low),
         std::to_string(line.units.high), line.units.at_least ? "true" : "false",
         line.units.about ? "true" : "false", DayText(line.first), DayText(line.last),
         dated ? std::to_string(day.days() - line.first.days()) : "", std::to_string(line.entries),
         conversions.empty() ? "" : conversions.front().share.ToString(),
         conversions.empty() ? "" : conversions.back().share.ToString()});
  }
  console.out << csv;
}

Result<State> StateOf(Console& console, const FunnelOptions& options) {
  if (options.db.empty() && options.record.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "there is nothing to show; give --record FILE, or --db FILE for a ledger");
  }
  State state;
  if (!options.db.empty()) {
    LICET_ASSIGN_OR_RETURN(const Book book, OpenBook(console, options, StoreMode::kReadOnly));
    state = book.state();
  }
  if (!options.record.empty()) {
    LICET_ASSIGN_OR_RETURN(const auto events, LoadMarketRecord(console, options.record));
    for (const RecordedEvent& event : events) state.observations.push_back({event.what, event.day});
  }
  return state;
}

// A file's name without its folders; of a server's address nothing but that it is one.
std::string NameOfSource(const std::string& where) {
  if (where.empty()) return "";
  return where.find("://") != std::string::npos ? "a database" : where.substr(where.rfind('/') + 1);
}

Status WritePage(Console& console, const FunnelOptions& options, const State& state,
                 std::span<const FunnelLine> lines, Date day) {
  std::vector<RecordedEvent> statements;
  for (const Observed& seen : state.observations) {
    if (seen.day <= day) statements.push_back({"", seen.day, seen.what});
  }
  std::ranges::stable_sort(statements, {}, &RecordedEvent::day);
  const FunnelPage page{.lines = lines,
                        .statements = statements,
                        .by = ByOf(options),
                        .day = day,
                        .generated_on = console.clock.Today(),
                        .ledger = NameOfSource(options.db),
                        .record = NameOfSource(options.record)};
  return console.disk.WriteAtomically(options.report,
                                      RenderReport(Dumped(FunnelPageJson(page), -1)));
}

Status Show(Console& console, const FunnelOptions& options) {
  LICET_ASSIGN_OR_RETURN(const Date day, ReadAsOf(console, options.common));
  LICET_ASSIGN_OR_RETURN(const State state, StateOf(console, options));
  const std::vector<FunnelLine> lines = FunnelOf(state, ByOf(options), day);
  if (!options.report.empty()) {
    LICET_RETURN_IF_ERROR(WritePage(console, options, state, lines, day));
  }
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, lines, options, day);
      if (!options.report.empty()) console.out << "Report: " << options.report << "\n";
      break;
    case OutputFormat::kJson:
      console.out << Dumped(FunnelJson(lines, day)) << "\n";
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, lines, day);
      break;
  }
  return {};
}

struct Imported {
  std::int64_t added = 0;
  std::int64_t there = 0;
  std::int64_t refused = 0;
};

Result<Imported> ImportAll(Console& console, const FunnelOptions& options) {
  LICET_ASSIGN_OR_RETURN(const auto events, LoadMarketRecord(console, options.record));
  LICET_ASSIGN_OR_RETURN(Book book, OpenBook(console, options, StoreMode::kCreate));
  std::vector<Command> commands;
  for (const RecordedEvent& event : events) {
    LICET_ASSIGN_OR_RETURN(Command command, InEnvelope(console, options, event.what));
    command.id = event.id;  // the same in every import
    command.day = event.day;
    commands.push_back(std::move(command));
  }
  LICET_ASSIGN_OR_RETURN(const auto replies, book.Submit(commands));
  Imported imported;
  for (std::size_t i = 0; i < replies.size(); ++i) {
    if (replies[i].accepted()) {
      ++(replies[i].repeated ? imported.there : imported.added);
      continue;
    }
    ++imported.refused;
    console.err << fmt::format("licet: event '{}' is refused: {}\n", commands[i].id,
                               replies[i].refusal->sentence);
  }
  return imported;
}

int Import(Console& console, const FunnelOptions& options) {
  const auto imported = ImportAll(console, options);
  if (!imported) return Report(console, imported.error());
  switch (options.common.format) {
    case OutputFormat::kTable:
      console.out << fmt::format("{} events recorded, {} were there, {} refused.\n",
                                 imported->added, imported->there, imported->refused);
      break;
    case OutputFormat::kJson: {
      const OrderedJson json = {{"recorded", imported->added},
                                {"there", imported->there},
                                {"refused", imported->refused}};
      console.out << Dumped(json) << "\n";
      break;
    }
    case OutputFormat::kCsv:
      console.out << fmt::format("recorded,there,refused\n{},{},{}\n", imported->added,
                                 imported->there, imported->refused);
      break;
  }
  return imported->refused > 0 ? kExitNo : kExitOk;
}

}  // namespace

void AddFunnel(CLI::App& app, Console& console, RunSlot* run) {
  auto options = std::make_shared<FunnelOptions>();
  auto* command = app.add_subcommand("funnel", "Wished, approved, ordered, shipped, at work");
  command->require_subcommand(0, 1);
  AddDatabase(command, options.get());
  command->add_option("--record", options->record, "a record of the market (docs/formats.md)")
      ->type_name("FILE.csv");
  command->add_option("--by", options->by, "a funnel each: all (default), buyer or item")
      ->check(CLI::IsMember({"all", "buyer", "item"}))
      ->type_name("BY");
  command->add_option("--as-of", options->common.as_of, "what was there on a day (default: today)")
      ->type_name("DATE");
  command->add_option("--report", options->report, "write one HTML file that opens offline")
      ->type_name("FILE.html");
  AddFormat(command, &options->common);
  command->footer(
      "A light bar reaches to where sources disagree.\n"
      "Examples: licet funnel --record data/funnel/h200.csv --report funnel.html\n"
      "          licet funnel --db ledger.db --by buyer --format json");
  auto* import = command->add_subcommand("import", "Write a record of the market to the ledger");
  import->add_option("record", options->record, "the record")->required()->type_name("FILE.csv");
  AddDatabase(import, options.get());
  import
      ->add_option("--by", options->LedgerOptions::by, "who does it (default: LICET_USER, or you)")
      ->type_name("NAME");
  import->add_option("--why", options->why, "the reason, for the record")->type_name("TEXT");
  AddFormat(import, &options->common);
  import->footer(
      "Every event has an id of its own: imported twice, it is there once. Exit code 1 when one\n"
      "is refused.\n"
      "Example: licet funnel import data/funnel/h200.csv --db ledger.db");
  import->callback([options, &console, run] {
    *run = [options, &console] { return Import(console, *options); };
  });
  command->callback([options, &console, run, import] {
    if (import->parsed()) return;
    *run = [options, &console] {
      const Status status = Show(console, *options);
      return status ? kExitOk : Report(console, status.error());
    };
  });
}

}  // namespace licet
