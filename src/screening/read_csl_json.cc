// The Consolidated Screening List as JSON, {"results": [...]}, and the copy of
// one of its lists whose members are written alternateNames, licenseRequirement ...

#include <fmt/format.h>

#include <utility>

#include "json_records.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

// The parts of a structured address as one line.
std::string AddressText(const Json& address) {
  std::vector<std::string> parts;
  for (const char* member : {"address", "city", "state", "postal_code", "country"}) {
    std::string part = CleanLine(JsonText(address, member));
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return Join(parts, ", ");
}

void AddPlaces(ListBuilder* builder, const Json& record, ListEntry* entry) {
  if (const auto found = record.find("addresses"); found != record.end() && found->is_array()) {
    for (const Json& address : *found) {
      if (address.is_object()) {
        builder->AddAddress(entry, AddressText(address), JsonText(address, "country"));
      }
    }
  }
  for (const char* member : {"country", "nationalities", "citizenships", "vessel_flag"}) {
    for (const std::string& country : JsonTexts(record, member)) {
      builder->AddCountry(entry, country);
    }
  }
}

void AddIds(ListBuilder* builder, const Json& record, ListEntry* entry) {
  if (const auto found = record.find("ids"); found != record.end() && found->is_array()) {
    for (const Json& id : *found) {
      if (id.is_object()) {
        builder->AddIdentifier(entry, JsonText(id, "type"), JsonText(id, "number"));
      }
    }
  }
  builder->AddIdentifier(entry, "call-sign", JsonText(record, "call_sign"));
  for (const std::string& day : JsonTexts(record, "dates_of_birth")) {
    builder->AddIdentifier(entry, "date-of-birth", day);
  }
}

Status ReadRecord(ListBuilder* builder, const Json& record, const Place& place) {
  const std::string list = JsonText(record, "source");
  if (list.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "a record lacks \"source\", so that it belongs to no list; fetch the file again",
                place);
  }
  builder->Choose(list);
  ListEntry entry;
  entry.place = place;
  entry.id = JsonText(record, "id");
  if (entry.id.empty()) entry.id = JsonText(record, "_id");
  entry.type = EntryTypeOf(JsonText(record, "type"));
  LICET_RETURN_IF_ERROR(
      builder->AddName(&entry, JsonText(record, "name"), ListedName::Kind::kName));
  for (const std::string& alias : JsonTexts(record, "alt_names")) {
    LICET_RETURN_IF_ERROR(builder->AddName(&entry, alias, ListedName::Kind::kAlias));
  }
  AddPlaces(builder, record, &entry);
  AddIds(builder, record, &entry);
  builder->SetLicenceRequirement(&entry, JsonText(record, "license_requirement"));
  entry.review_policy = CleanLine(JsonText(record, "license_policy"));
  entry.citation = CleanLine(JsonText(record, "federal_register_notice"));
  for (const std::string& programme : JsonTexts(record, "programs")) {
    builder->AddProgrammes(&entry, programme, ';');
  }
  entry.listed = builder->ReadDay(JsonText(record, "start_date"), "start_date", place);
  const auto last = builder->ReadDay(JsonText(record, "end_date"), "end_date", place);
  if (last) entry.removed = Date::FromDays(last->days() + 1);  // it still binds on that day
  LICET_RETURN_IF_ERROR(AddRemarks(builder, &entry, JsonText(record, "remarks")));
  entry.url = CleanLine(JsonText(record, "source_information_url"));
  if (entry.url.empty()) entry.url = CleanLine(JsonText(record, "source_list_url"));
  return builder->Add(std::move(entry));
}

// That copy was cut at commas where the original has names between ';'.
Status ReadCamelRecord(ListBuilder* builder, const Json& record, const Place& place) {
  ListEntry entry;
  entry.place = place;
  LICET_RETURN_IF_ERROR(
      builder->AddName(&entry, JsonText(record, "name"), ListedName::Kind::kName));
  const std::string aliases = Join(JsonTexts(record, "alternateNames"), ", ");
  for (const std::string& alias : SplitClean(aliases, ';')) {
    LICET_RETURN_IF_ERROR(builder->AddName(&entry, alias, ListedName::Kind::kAlias));
  }
  for (const std::string& address : JsonTexts(record, "addresses")) {
    builder->AddAddresses(&entry, address, "");
  }
  if (const std::string country = JsonText(record, "country"); country != "Unknown") {
    builder->AddCountry(&entry, country);
  }
  builder->SetLicenceRequirement(&entry, JsonText(record, "licenseRequirement"));
  entry.review_policy = CleanLine(JsonText(record, "licenseReviewPolicy"));
  entry.citation = CleanLine(JsonText(record, "federalRegisterCitation"));
  entry.listed = builder->ReadDay(JsonText(record, "effectiveDate"), "effectiveDate", place);
  entry.url = CleanLine(JsonText(record, "sourceUrl"));
  // entityType is a guess of that copy ("company" for persons too), so not taken.
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadCslJson(const SourceText& source, const CountryNames& countries) {
  LICET_ASSIGN_OR_RETURN(const JsonRecords records, FindJsonRecords(source));
  ListBuilder builder(countries, source.path());
  LICET_RETURN_IF_ERROR(ForEachRecord(
      source, records.records,
      [&](const Json& record, const Place& place) { return ReadRecord(&builder, record, place); }));
  return builder.Take();
}

Result<Lists> ReadCslCamelJson(const SourceText& source, const CountryNames& countries) {
  LICET_ASSIGN_OR_RETURN(const JsonRecords records, FindJsonRecords(source));
  ListBuilder builder(countries, source.path());
  builder.Choose("us-entity-list");
  builder.SetPublished(ReadListDate(JsonText(records.header, "lastUpdate")));
  LICET_RETURN_IF_ERROR(
      ForEachRecord(source, records.records, [&](const Json& record, const Place& place) {
        return ReadCamelRecord(&builder, record, place);
      }));
  return builder.Take();
}

}  // namespace licet
