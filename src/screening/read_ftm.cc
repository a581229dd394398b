// FollowTheMoney entities, one JSON object a line (followthemoney.tech).

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "json_records.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"

namespace licet {
namespace {

struct Property {
  const char* name;
  std::string_view kind;
};

constexpr std::array<Property, 12> kIdentifiers = {{{"registrationNumber", "registration-number"},
                                                    {"passportNumber", "passport"},
                                                    {"idNumber", "identification-number"},
                                                    {"taxNumber", "tax-id"},
                                                    {"innCode", "inn"},
                                                    {"ogrnCode", "ogrn"},
                                                    {"uscCode", "uscc"},
                                                    {"leiCode", "lei"},
                                                    {"swiftBic", "swift"},
                                                    {"imoNumber", "imo"},
                                                    {"mmsi", "mmsi"},
                                                    {"birthDate", "date-of-birth"}}};

// nullopt for schemas that are no party, such as Address or Sanction.
std::optional<EntryType> TypeOfSchema(std::string_view schema) {
  if (schema == "Person") return EntryType::kPerson;
  if (schema == "Vessel") return EntryType::kVessel;
  if (schema == "Airplane") return EntryType::kAircraft;
  if (schema == "LegalEntity") return EntryType::kUnknown;  // a person or an organisation
  for (const std::string_view one : {"Company", "Organization", "PublicBody"}) {
    if (schema == one) return EntryType::kOrganisation;
  }
  return std::nullopt;
}

Status AddNames(ListBuilder* builder, const Json& properties, ListEntry* entry) {
  for (const std::string& name : JsonTexts(properties, "name")) {
    const auto kind = entry->names.empty() ? ListedName::Kind::kName : ListedName::Kind::kAlias;
    LICET_RETURN_IF_ERROR(builder->AddName(entry, name, kind));
  }
  for (const char* member : {"alias", "previousName", "abbreviation"}) {
    for (const std::string& name : JsonTexts(properties, member)) {
      LICET_RETURN_IF_ERROR(builder->AddName(entry, name, ListedName::Kind::kAlias));
    }
  }
  for (const std::string& name : JsonTexts(properties, "weakAlias")) {
    LICET_RETURN_IF_ERROR(builder->AddName(entry, name, ListedName::Kind::kWeakAlias));
  }
  return {};
}

void AddFacts(ListBuilder* builder, const Json& properties, ListEntry* entry) {
  for (const char* member :
       {"country", "nationality", "citizenship", "jurisdiction", "flag", "mainCountry"}) {
    for (const std::string& country : JsonTexts(properties, member)) {
      builder->AddCountry(entry, country);
    }
  }
  for (const std::string& address : JsonTexts(properties, "address")) {
    builder->AddAddress(entry, address, "");
  }
  for (const Property& one : kIdentifiers) {
    for (const std::string& number : JsonTexts(properties, one.name)) {
      builder->AddIdentifier(entry, one.kind, number);
    }
  }
  for (const char* member : {"program", "programId"}) {
    for (const std::string& programme : JsonTexts(properties, member)) {
      builder->AddProgrammes(entry, programme, ';');
    }
  }
  for (const std::string& note : JsonTexts(properties, "notes")) {
    entry->remarks += (entry->remarks.empty() ? "" : " ") + CleanLine(note);
  }
  const std::vector<std::string> urls = JsonTexts(properties, "sourceUrl");
  if (!urls.empty()) entry->url = CleanLine(urls.front());
}

Status ReadRecord(ListBuilder* builder, const Json& record, const Place& place) {
  const std::vector<std::string> datasets = JsonTexts(record, "datasets");
  builder->Choose(datasets.empty() ? "followthemoney" : datasets.front());
  const auto type = TypeOfSchema(JsonText(record, "schema"));
  if (!type) {
    const std::string schema = JsonText(record, "schema");
    builder->Note(
        fmt::format("records of schema {} are no parties and were left out", Quoted(schema)),
        "schema " + schema, place);
    return {};
  }
  const auto properties = record.find("properties");
  if (properties == record.end() || !properties->is_object()) {
    return Fail(ErrorCode::kInvalidArgument,
                "a record lacks \"properties\"; write FollowTheMoney entities, one a line", place);
  }
  ListEntry entry;
  entry.place = place;
  entry.id = JsonText(record, "id");
  entry.type = *type;
  LICET_RETURN_IF_ERROR(AddNames(builder, *properties, &entry));
  AddFacts(builder, *properties, &entry);
  // "last_change" is when a copy was last edited, not a day of the list itself.
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadFollowTheMoney(const SourceText& source, const CountryNames& countries) {
  ListBuilder builder(countries, source.path());
  LICET_RETURN_IF_ERROR(
      ForEachRecord(source, FindJsonLines(source), [&](const Json& record, const Place& place) {
        return ReadRecord(&builder, record, place);
      }));
  return builder.Take();
}

}  // namespace licet
