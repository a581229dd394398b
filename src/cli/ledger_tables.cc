#include "ledger_tables.h"

#include "licet/parties/party.h"

namespace licet {
namespace {

Result<CsvTable> OpenTable(Console& console, const std::string& path,
                           const std::vector<std::string>& columns) {
  LICET_ASSIGN_OR_RETURN(auto source, console.disk.OpenForReading(path));
  return CsvTable::Open(CsvReader(std::move(source), path), columns, {});
}

}  // namespace

Result<std::vector<ReviewStep>> LoadReviewSteps(Console& console) {
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         OpenTable(console, console.home + "/data/review-clocks.csv",
                                   {"regime", "step", "days", "after", "cite", "url"}));
  return ReadReviewSteps(std::move(table));
}

Result<std::vector<LicenceCode>> LoadLicenceCodes(Console& console) {
  LICET_ASSIGN_OR_RETURN(
      CsvTable table,
      OpenTable(console, console.home + "/data/licence-codes.csv",
                {"code", "type", "exception", "from", "to", "status", "what", "cite", "url"}));
  return ReadLicenceCodes(std::move(table));
}

Result<FilingParties> LoadFilingParties(Console& console, const std::string& path) {
  FilingParties named;
  if (path.empty()) return named;
  LICET_ASSIGN_OR_RETURN(const std::vector<Country> countries,
                         LoadCountries(console.disk, console.home + "/data/countries.csv"));
  std::vector<std::string> codes;
  for (const Country& country : countries) codes.push_back(country.code);
  LICET_ASSIGN_OR_RETURN(
      const PartyBook book,
      PartyBook::Load(console.disk, {path, "", console.home + "/data/entities.csv"}, codes));
  for (const Party& party : book.parties()) {
    named[party.id] = {party.name, party.address, party.country};
  }
  return named;
}

Result<std::vector<RecordedEvent>> LoadMarketRecord(Console& console, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(CsvTable table, OpenTable(console, path,
                                                   {"id", "day", "stage", "buyer", "item", "units",
                                                    "bound", "confidence", "source", "text"}));
  return ReadMarketRecord(std::move(table));
}

}  // namespace licet
