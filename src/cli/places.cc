// licet places: where goods may be used under several authorisations at once.

#include "licet/ledger/places.h"

#include <fmt/format.h>

#include <memory>

#include "ledger_views.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct PlacesOptions : LedgerOptions {
  std::vector<std::string> authorisations;
  std::string order;
};

Result<std::vector<const Authorisation*>> Chosen(const State& state, const PlacesOptions& options) {
  std::vector<const Authorisation*> chosen;
  if (!options.order.empty()) {
    const HeldOrder* order = state.FindOrder(options.order);
    if (order == nullptr) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("no order {} is on file", Quoted(options.order)));
    }
    for (const std::uint32_t by : state.ServingOf(*order)) {
      chosen.push_back(&state.authorisations[by]);
    }
  }
  for (const std::string& name : options.authorisations) {
    const Authorisation* found = state.FindAuthorisation(name);
    if (found == nullptr) {
      std::vector<std::string> ids;
      for (const auto& [id, index] : state.authorisation_ids) ids.push_back(id);
      return Fail(ErrorCode::kUnknownName, fmt::format("no authorisation {} is on file{}",
                                                       Quoted(name), DidYouMean(name, ids)));
    }
    chosen.push_back(found);
  }
  if (chosen.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "name authorisations, or an order that some serve with --order");
  }
  return chosen;
}

std::string Verdict(const CommonPlaces& common) {
  if (common.any) return "Any place: no clause names one.";
  if (!common.Deadlock()) return fmt::format("Allowed: {}.", Join(common.places, ", "));
  std::vector<std::string> called;
  for (const PlaceClause& clause : common.conflict) called.push_back(clause.Called());
  return fmt::format("Deadlock: no place satisfies {}.", Join(called, " and "));
}

void PrintTable(Console& console, const CommonPlaces& common) {
  Table table({"authorisation", "clause", "places", "text"});
  for (const PlaceClause& clause : common.clauses) {
    table.Add({{clause.authorisation},
               {clause.clause + (clause.draft ? " (draft)" : "")},
               {Join(clause.places, " ")},
               {clause.text}});
  }
  if (!common.clauses.empty()) {
    table.Print(console);
    console.out << "\n";
  }
  console.out << Paint(console, common.Deadlock() ? Colour::kRed : Colour::kGreen,
                       Wrap(Verdict(common), console.width))
              << "\n";
}

OrderedJson ClausesJson(const std::vector<PlaceClause>& clauses) {
  OrderedJson list = OrderedJson::array();
  for (const PlaceClause& clause : clauses) {
    list.push_back({{"authorisation", clause.authorisation},
                    {"regime", clause.regime},
                    {"clause", clause.clause},
                    {"draft", clause.draft},
                    {"places", clause.places},
                    {"text", clause.text},
                    {"cite", clause.cite}});
  }
  return list;
}

void PrintCsv(Console& console, const CommonPlaces& common) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"place", "authorisation", "clause"});
  for (const std::string& place : common.places) {
    for (const PlaceClause& clause : common.clauses) {
      writer.Write({place, clause.authorisation, clause.clause});
    }
  }
  console.out << csv;
}

Result<int> Run(Console& console, const PlacesOptions& options) {
  LICET_ASSIGN_OR_RETURN(const Book book, OpenBook(console, options, StoreMode::kReadOnly));
  LICET_ASSIGN_OR_RETURN(const auto chosen, Chosen(book.state(), options));
  const CommonPlaces common = PlacesOf(chosen);
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, common);
      break;
    case OutputFormat::kJson: {
      const OrderedJson json = {{"any", common.any},
                                {"places", common.places},
                                {"deadlock", common.Deadlock()},
                                {"conflict", ClausesJson(common.conflict)},
                                {"clauses", ClausesJson(common.clauses)}};
      console.out << Dumped(json) << "\n";
      break;
    }
    case OutputFormat::kCsv:
      PrintCsv(console, common);
      break;
  }
  return common.Deadlock() ? kExitNo : kExitOk;
}

}  // namespace

void AddPlaces(CLI::App& app, Console& console, RunSlot* run) {
  auto options = std::make_shared<PlacesOptions>();
  auto* command = app.add_subcommand("places", "Where both authorisations allow the goods");
  command->add_option("authorisations", options->authorisations, "their ids or numbers")
      ->type_name("AUTHORISATION...");
  command->add_option("--order", options->order, "those that serve this order")->type_name("ORDER");
  AddDatabase(command, options.get());
  AddFormat(command, &options->common);
  command->footer(
      "Exit code 1 when no place is left: a deadlock.\n"
      "Examples: licet places us-1 cn-1 --db ledger.db\n"
      "          licet places --order o-17 --db ledger.db --format json");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      const auto code = Run(console, *options);
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
