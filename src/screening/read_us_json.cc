// One US list a file: {"list_id", "extracted", "count", "entities": [...]}, as
// taken from the eCFR or from a publisher's own table.

#include <fmt/format.h>

#include <utility>

#include "json_records.h"
#include "known_lists.h"
#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

Status ReadRecord(ListBuilder* builder, const Json& record, const Place& place) {
  ListEntry entry;
  entry.place = place;
  LICET_RETURN_IF_ERROR(
      builder->AddName(&entry, JsonText(record, "name"), ListedName::Kind::kName));
  for (const std::string& alias : JsonTexts(record, "aliases")) {
    LICET_RETURN_IF_ERROR(builder->AddName(&entry, alias, ListedName::Kind::kAlias));
  }
  builder->AddCountry(&entry, JsonText(record, "country"));
  const std::string address = JsonText(record, "address");
  builder->AddAddresses(&entry, address, "");
  if (AsciiLower(address).find(" alias") != std::string::npos) {
    builder->Note("an address speaks of aliases; some may stand there instead of among the names",
                  "alias in address", place);
  }
  const std::string notes = JsonText(record, "notes");
  if (builder->list_id() == kEntityList) {
    builder->SetLicenceRequirement(&entry, notes);
  } else {
    LICET_RETURN_IF_ERROR(AddRemarks(builder, &entry, notes));
  }
  entry.citation = CleanLine(JsonText(record, "federal_register"));
  entry.listed = builder->ReadDay(JsonText(record, "effective_date"), "effective_date", place);
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadUsJson(const SourceText& source, const CountryNames& countries) {
  LICET_ASSIGN_OR_RETURN(const JsonRecords records, FindJsonRecords(source));
  const std::string list = JsonText(records.header, "list_id");
  if (list.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "the file lacks \"list_id\", so that its records belong to no list; add it",
                source.PlaceAt(0));
  }
  const std::string count = JsonText(records.header, "count");
  if (!count.empty() && count != std::to_string(records.records.size())) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the file says that it has {} records and has {}; fetch it again",
                            Quoted(count), records.records.size()),
                source.PlaceAt(0));
  }
  ListBuilder builder(countries, source.path());
  builder.Choose(list);
  builder.SetPublished(ReadListDate(JsonText(records.header, "extracted")));
  LICET_RETURN_IF_ERROR(ForEachRecord(
      source, records.records,
      [&](const Json& record, const Place& place) { return ReadRecord(&builder, record, place); }));
  return builder.Take();
}

}  // namespace licet
