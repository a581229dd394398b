// The Consolidated Screening List of the US International Trade Administration
// as CSV: 29 columns, all lists in one file (data.trade.gov).

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

const std::vector<std::string>& OptionalColumns() {
  static const std::vector<std::string> kColumns = {"_id",
                                                    "entity_number",
                                                    "type",
                                                    "programs",
                                                    "title",
                                                    "federal_register_notice",
                                                    "start_date",
                                                    "end_date",
                                                    "standard_order",
                                                    "license_requirement",
                                                    "license_policy",
                                                    "call_sign",
                                                    "vessel_type",
                                                    "gross_tonnage",
                                                    "gross_registered_tonnage",
                                                    "vessel_flag",
                                                    "vessel_owner",
                                                    "remarks",
                                                    "source_list_url",
                                                    "citizenships",
                                                    "dates_of_birth",
                                                    "nationalities",
                                                    "places_of_birth",
                                                    "source_information_url",
                                                    "ids"};
  return kColumns;
}

// "Passport, A123, IR; Tax ID No., 77, RU".
void AddIds(ListBuilder* builder, ListEntry* entry, const std::string& text) {
  for (const std::string& one : SplitClean(text, ';')) {
    const std::vector<std::string> parts = SplitClean(one, ',');
    if (parts.size() < 2) {
      builder->AddIdentifier(entry, "number", one);
    } else {
      builder->AddIdentifier(entry, parts[0], parts[1]);
    }
  }
}

Status ReadNames(ListBuilder* builder, const CsvTable& row, ListEntry* entry) {
  LICET_RETURN_IF_ERROR(builder->AddName(entry, row.Get("name"), ListedName::Kind::kName));
  for (const std::string& alias : SplitClean(row.Get("alt_names"), ';')) {
    LICET_RETURN_IF_ERROR(builder->AddName(entry, alias, ListedName::Kind::kAlias));
  }
  return {};
}

Status ReadRow(ListBuilder* builder, const CsvTable& row) {
  builder->Choose(row.Get("source"));
  ListEntry entry;
  entry.place = row.PlaceOf("name");
  entry.id = row.Get("_id");
  entry.type = EntryTypeOf(row.Get("type"));
  LICET_RETURN_IF_ERROR(ReadNames(builder, row, &entry));
  builder->AddAddresses(&entry, row.Get("addresses"), "");
  for (const char* column : {"nationalities", "citizenships", "vessel_flag"}) {
    for (const std::string& country : SplitClean(row.Get(column), ';')) {
      builder->AddCountry(&entry, country);
    }
  }
  AddIds(builder, &entry, row.Get("ids"));
  builder->AddIdentifier(&entry, "call-sign", row.Get("call_sign"));
  for (const std::string& day : SplitClean(row.Get("dates_of_birth"), ';')) {
    builder->AddIdentifier(&entry, "date-of-birth", day);
  }
  builder->SetLicenceRequirement(&entry, row.Get("license_requirement"));
  entry.review_policy = CleanLine(row.Get("license_policy"));
  entry.citation = CleanLine(row.Get("federal_register_notice"));
  builder->AddProgrammes(&entry, row.Get("programs"), ';');
  entry.listed = builder->ReadDay(row.Get("start_date"), "start_date", row.PlaceOf("start_date"));
  const auto last = builder->ReadDay(row.Get("end_date"), "end_date", row.PlaceOf("end_date"));
  if (last) entry.removed = Date::FromDays(last->days() + 1);  // it still binds on that day
  LICET_RETURN_IF_ERROR(AddRemarks(builder, &entry, row.Get("remarks")));
  const std::string& url = row.Get("source_information_url");
  entry.url = CleanLine(url.empty() ? row.Get("source_list_url") : url);
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadCslCsv(const SourceText& source, const CountryNames& countries) {
  CsvReader reader(StringSource(std::string(source.text())), source.path());
  LICET_ASSIGN_OR_RETURN(
      CsvTable table,
      CsvTable::Open(std::move(reader), {"source", "name", "addresses", "alt_names"},
                     OptionalColumns(), true));
  std::vector<std::string> missing;
  for (const std::string& column : OptionalColumns()) {
    if (!table.Has(column)) missing.push_back(column);
  }
  ListBuilder builder(countries, source.path());
  bool noted = missing.empty();
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return builder.Take();
    if (Trim(table.Get("source")).empty()) {
      return Fail(ErrorCode::kInvalidArgument,
                  "source is empty, so that the row belongs to no list; fetch the file again",
                  table.PlaceOf("source"));
    }
    LICET_RETURN_IF_ERROR(ReadRow(&builder, table));
    if (!noted) {
      builder.Note(fmt::format("the file lacks the columns {}", Join(missing, ", ")), "columns",
                   {source.path(), 1, 1});
      noted = true;
    }
  }
}

}  // namespace licet
