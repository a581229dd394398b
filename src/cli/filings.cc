// licet licence export, licet order export: what filings need, field by field.

#include "licet/ledger/filings.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "ledger_tables.h"
#include "ledger_views.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct ExportOptions : LedgerOptions {
  std::string what;                // an authorisation or a shipment
  std::vector<std::string> given;  // NAME=VALUE
  std::string parties;             // a file with their names; "" none
};

Result<FilingValues> ReadValues(const std::vector<std::string>& given) {
  FilingValues values;
  const auto& names = FilingFieldNames();
  for (const std::string& one : given) {
    const std::size_t equals = one.find('=');
    const std::string name = one.substr(0, equals);
    if (equals == std::string::npos) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("--set {} has no value; write NAME=VALUE", Quoted(one)));
    }
    if (std::ranges::find(names, name) == names.end()) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("no filing has a field {}{}", Quoted(name), DidYouMean(name, names)));
    }
    values[name] = one.substr(equals + 1);
  }
  return values;
}

// The one code that the recorded decision found, where it found one and no more.
std::string DecidedEccn(const std::string& attached) {
  const auto decision = OrderedJson::parse(attached, nullptr, false);
  if (!decision.is_object() || !decision.contains("gates")) return "";
  for (const OrderedJson& gate : decision["gates"]) {
    if (gate["gate"] != "us-ear" || gate["codes"].size() != 1) continue;
    return gate["codes"][0].get<std::string>();
  }
  return "";
}

std::string_view StatusOf(const FilingField& field) {
  return NamesOf<FieldStatus>::kNames[static_cast<std::size_t>(field.status)];
}

struct Filing {
  std::string form;
  std::string of;
  std::vector<FilingField> fields;
  std::string statement;  // for the invoice
  bool shows_eccn = false;
};

void PrintTable(Console& console, const Filing& filing) {
  Table table({"block", "field", "value", "note"});
  std::int64_t open = 0;
  for (const FilingField& field : filing.fields) {
    const bool filled = field.status == FieldStatus::kFilled;
    if (!filled) ++open;
    const std::string text = field.value.empty() ? std::string(StatusOf(field)) : field.value;
    table.Add({{field.block},
               {field.means},
               {filled                ? text
                : field.value.empty() ? text
                                      : text + " (unverified)",
                filled ? Colour::kPlain : Colour::kYellow},
               {field.note}});
  }
  table.Print(console);
  if (!filing.statement.empty()) {
    console.out << "\n"
                << Wrap(fmt::format("For the invoice{}: {}",
                                    filing.shows_eccn ? ", with the ECCN shown" : "",
                                    filing.statement),
                        console.width)
                << "\n";
  }
  console.out << fmt::format("\n{} of '{}': {} of {} fields are open; give them with --set.\n",
                             filing.form, filing.of, open, filing.fields.size());
}

void PrintJson(Console& console, const Filing& filing) {
  OrderedJson fields = OrderedJson::array();
  for (const FilingField& field : filing.fields) {
    fields.push_back({{"block", field.block},
                      {"field", field.field},
                      {"means", field.means},
                      {"value", field.value.empty() ? OrderedJson() : OrderedJson(field.value)},
                      {"status", StatusOf(field)},
                      {"note", field.note}});
  }
  OrderedJson json = {{"form", filing.form}, {"of", filing.of}, {"fields", std::move(fields)}};
  if (!filing.statement.empty()) {
    json["destination_control_statement"] = filing.statement;
    json["invoice_shows_eccn"] = filing.shows_eccn;
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const Filing& filing) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"form", "of", "block", "field", "value", "status", "note"});
  for (const FilingField& field : filing.fields) {
    writer.Write({filing.form, filing.of, field.block, field.field, field.value,
                  std::string(StatusOf(field)), field.note});
  }
  if (!filing.statement.empty()) {
    writer.Write({filing.form, filing.of, "", "destination-control-statement", filing.statement,
                  "filled", filing.shows_eccn ? "the invoice shows the ECCN too" : ""});
  }
  console.out << csv;
}

int Print(Console& console, const ExportOptions& options, const Filing& filing) {
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, filing);
      break;
    case OutputFormat::kJson:
      PrintJson(console, filing);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, filing);
      break;
  }
  return kExitOk;
}

Result<Filing> OfApplication(Console& console, const ExportOptions& options) {
  LICET_ASSIGN_OR_RETURN(const FilingValues values, ReadValues(options.given));
  LICET_ASSIGN_OR_RETURN(const auto parties, LoadFilingParties(console, options.parties));
  LICET_ASSIGN_OR_RETURN(const Book book, OpenBook(console, options, StoreMode::kReadOnly));
  const State& state = book.state();
  const Authorisation* found = state.FindAuthorisation(options.what);
  if (found == nullptr) {
    std::vector<std::string> ids;
    for (const auto& [id, index] : state.authorisation_ids) ids.push_back(id);
    return Fail(ErrorCode::kUnknownName,
                fmt::format("no authorisation {} is on file{}", Quoted(options.what),
                            DidYouMean(options.what, ids)));
  }
  Filing filing;
  filing.form = "BIS-748P";
  filing.of = options.what;
  filing.fields = ApplicationFields(*found, values, parties);
  return filing;
}

Result<Filing> OfShipment(Console& console, const ExportOptions& options) {
  LICET_ASSIGN_OR_RETURN(FilingValues values, ReadValues(options.given));
  LICET_ASSIGN_OR_RETURN(const auto codes, LoadLicenceCodes(console));
  LICET_ASSIGN_OR_RETURN(const auto parties, LoadFilingParties(console, options.parties));
  LICET_ASSIGN_OR_RETURN(Book book, OpenBook(console, options, StoreMode::kReadOnly));
  const State& state = book.state();
  const Shipment* shipment = state.FindShipment(options.what);
  if (shipment == nullptr) {
    return Fail(ErrorCode::kUnknownName,
                fmt::format("no shipment {} is on file; 'licet order list' shows them",
                            Quoted(options.what)));
  }
  LICET_ASSIGN_OR_RETURN(const Record record,
                         RecordOfOrder(book.store(), state, state.order_ids.Text(shipment->order)));
  const auto& order = std::get<PlaceOrder>(record.command.action);
  const std::string decided = DecidedEccn(record.command.attached);
  if (!decided.empty()) values.emplace("eccn", decided);
  const Authorisation* us = nullptr;
  for (const std::uint32_t by : state.ServingOf(state.orders[shipment->order])) {
    if (state.authorisations[by].application.regime == "us-ear") us = &state.authorisations[by];
  }
  Filing filing;
  filing.form = "EEI";
  filing.of = options.what;
  filing.fields = ShipmentFields(order, *shipment, us, codes, values, parties);
  const auto eccn = values.find("eccn");
  filing.statement = DestinationControlStatement(eccn == values.end() ? "" : eccn->second);
  filing.shows_eccn = eccn != values.end() && ShowsEccn(eccn->second);
  return filing;
}

using Make = Result<Filing> (*)(Console&, const ExportOptions&);

CLI::App* AddExport(CLI::App& above, const std::string& means, const std::string& what, Make make,
                    Console& console, RunSlot* run) {
  auto options = std::make_shared<ExportOptions>();
  auto* command = above.add_subcommand("export", means);
  command->add_option("id", options->what, "its id")->required()->type_name(what);
  command->add_option("--set", options->given, "a field that the ledger does not hold")
      ->type_name("NAME=VALUE");
  command->add_option("--parties", options->parties, "names of the parties, as for licet check")
      ->type_name("FILE");
  AddDatabase(command, options.get());
  AddFormat(command, &options->common);
  command->callback([options, &console, run, make] {
    *run = [options, &console, make] {
      const auto filing = make(console, *options);
      return filing ? Print(console, *options, *filing) : Report(console, filing.error());
    };
  });
  return command;
}

}  // namespace

void AddLicenceExport(CLI::App& licence, Console& console, RunSlot* run) {
  AddExport(licence, "The blocks of its application (BIS-748P)", "AUTHORISATION", OfApplication,
            console, run)
      ->footer(
          "Example: licet licence export us-1 --db ledger.db --set eccn=3A090.a --set tpp=15832");
}

void AddOrderExport(CLI::App& order, Console& console, RunSlot* run) {
  AddExport(order, "Export information (EEI) of a shipment", "SHIPMENT", OfShipment, console, run)
      ->footer("Example: licet order export s-17 --db ledger.db --set eccn=3A090.a --format csv");
}

}  // namespace licet
