// licet round: a total shared out among applicants.

#include "licet/ledger/round.h"

#include <fmt/format.h>

#include <map>
#include <memory>
#include <optional>

#include "ledger_views.h"
#include "licet/base/csv.h"
#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct RoundOptions : LedgerOptions {
  std::string what;  // ROUND.yaml, or a round on file
  bool record = false;
};

std::string Grouped(std::int64_t units) { return Decimal::FromInt(units).ToGroupedString(); }

std::int64_t GivenBy(const Allocate& round) {
  std::int64_t given = 0;
  for (const Grant& grant : round.grants) given += grant.units;
  return given;
}

void PrintTable(Console& console, const Allocate& round) {
  Table table({"applicant", "asked", "gets", "next", "why"}, {1, 2, 3});
  for (const Grant& grant : round.grants) {
    const Colour colour = grant.units == grant.asked ? Colour::kGreen
                          : grant.units == 0         ? Colour::kRed
                                                     : Colour::kYellow;
    table.Add({{grant.applicant},
               {Grouped(grant.asked)},
               {Grouped(grant.units), colour},
               {grant.place == 0 ? "" : std::to_string(grant.place)},
               {grant.reason}});
  }
  table.Print(console);
  const std::int64_t given = GivenBy(round);
  console.out << "\n"
              << Wrap(fmt::format("Round {}: {} of {} {} given, {} left. 'next' is the place in "
                                  "the queue for the next round.",
                                  round.round, Grouped(given), Grouped(round.total), round.item,
                                  Grouped(round.total - given)),
                      console.width)
              << "\n";
}

OrderedJson RoundJson(const Allocate& round) {
  OrderedJson grants = OrderedJson::array();
  for (const Grant& grant : round.grants) {
    grants.push_back({{"applicant", grant.applicant},
                      {"asked", grant.asked},
                      {"units", grant.units},
                      {"place", grant.place == 0 ? OrderedJson() : OrderedJson(grant.place)},
                      {"reason", grant.reason}});
  }
  return {{"round", round.round},
          {"item", round.item},
          {"total", round.total},
          {"given", GivenBy(round)},
          {"grants", std::move(grants)}};
}

void PrintCsv(Console& console, const Allocate& round) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"round", "item", "applicant", "asked", "units", "place", "reason"});
  for (const Grant& grant : round.grants) {
    writer.Write({round.round, round.item, grant.applicant, std::to_string(grant.asked),
                  std::to_string(grant.units), grant.place == 0 ? "" : std::to_string(grant.place),
                  grant.reason});
  }
  console.out << csv;
}

void Print(Console& console, const RoundOptions& options, const Allocate& round) {
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, round);
      break;
    case OutputFormat::kJson:
      console.out << Dumped(RoundJson(round)) << "\n";
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, round);
      break;
  }
}

// Writes the round. What was decided goes to err, so that out is the round alone.
Result<int> Write(Console& console, RoundOptions options, const Allocate& round, Book* book) {
  // A round is allocated once; recorded again, it is the same command.
  if (options.id.empty()) options.id = "round/" + round.round;
  LICET_ASSIGN_OR_RETURN(const Command command, InEnvelope(console, options, round));
  LICET_ASSIGN_OR_RETURN(const Reply reply, book->Submit(command));
  if (!reply.accepted()) {
    console.err << "licet: refused: " << reply.refusal->sentence << "\n";
    return kExitNo;
  }
  console.err << fmt::format("licet: {} as '{}' (record {})\n",
                             reply.outcome.proposed ? "proposed"
                             : reply.repeated       ? "was on file"
                                                    : "recorded",
                             command.id, reply.sequence);
  return kExitOk;
}

Result<int> Allocated(Console& console, const RoundOptions& options) {
  LICET_ASSIGN_OR_RETURN(const Yaml document, Yaml::Load(console.disk, options.what));
  LICET_ASSIGN_OR_RETURN(const Round round, ReadRound(document));
  std::optional<Book> book;
  if (options.record || !options.db.empty()) {
    const StoreMode mode = options.record ? StoreMode::kCreate : StoreMode::kReadOnly;
    LICET_ASSIGN_OR_RETURN(Book opened, OpenBook(console, options, mode));
    book.emplace(std::move(opened));
  }
  LICET_ASSIGN_OR_RETURN(const Allocate allocation,
                         AllocateRound(round, book ? &book->state() : nullptr));
  int code = kExitOk;
  if (options.record) {
    LICET_ASSIGN_OR_RETURN(code, Write(console, options, allocation, &*book));
  }
  Print(console, options, allocation);
  return code;
}

Result<int> Shown(Console& console, const RoundOptions& options) {
  LICET_ASSIGN_OR_RETURN(const Book book, OpenBook(console, options, StoreMode::kReadOnly));
  const auto& rounds = book.state().rounds;
  const auto found = rounds.find(options.what);
  if (found == rounds.end()) {
    std::vector<std::string> ids;
    for (const auto& [id, round] : rounds) ids.push_back(id);
    return Fail(ErrorCode::kUnknownName,
                fmt::format("no round {} is on file{}", Quoted(options.what),
                            DidYouMean(options.what, ids)));
  }
  Print(console, options, found->second);
  return kExitOk;
}

int Run(Console& console, const RoundOptions& options, bool show) {
  const auto code = show ? Shown(console, options) : Allocated(console, options);
  return code ? *code : Report(console, code.error());
}

}  // namespace

void AddRound(CLI::App& app, Console& console, RunSlot* run) {
  auto options = std::make_shared<RoundOptions>();
  auto* round = app.add_subcommand("round", "Share a total out among applicants");
  round->require_subcommand(1);
  auto* allocate = round->add_subcommand("allocate", "Who gets what of a round, and why");
  allocate->add_option("round", options->what, "the round (docs/formats.md)")
      ->required()
      ->type_name("FILE.yaml");
  AddDatabase(allocate, options.get());
  allocate->add_flag("--record", options->record,
                     "write it to the ledger: every grant becomes a limit");
  AddEnvelope(allocate, options.get());
  AddFormat(allocate, &options->common);
  allocate->footer(
      "Exit code 1 when the ledger refuses the record.\n"
      "Examples: licet round allocate data/rounds/example.yaml\n"
      "          licet round allocate round.yaml --db ledger.db --record --why 'round 2'");
  allocate->callback([options, &console, run] {
    *run = [options, &console] { return Run(console, *options, false); };
  });
  auto* show = round->add_subcommand("show", "A round on file");
  show->add_option("round", options->what, "its id")->required()->type_name("ROUND");
  AddDatabase(show, options.get());
  AddFormat(show, &options->common);
  show->footer("Example: licet round show cn-2026-01 --db ledger.db");
  show->callback([options, &console, run] {
    *run = [options, &console] { return Run(console, *options, true); };
  });
}

}  // namespace licet
