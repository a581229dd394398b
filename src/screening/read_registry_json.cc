// The lists of METI (Japan) and MOFCOM (China) as one array of records that name
// their list each.

#include <algorithm>
#include <utility>

#include "json_records.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

// Letters of Latin scripts end before U+0370, but for U+1E00 to U+1EFF.
bool HasOwnScript(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
    const bool latin = lead < 0xCE || (lead == 0xE1 && next >= 0xB8 && next <= 0xBB);
    const bool punctuation = lead == 0xE2;
    const bool inside = (lead & 0xC0) == 0x80;
    if (!latin && !punctuation && !inside) return true;
  }
  return false;
}

// "country" is the publisher's own, so the party's comes from its address. METI
// gives a country for an address; where a copy lost the name of a party, the
// name follows the country there.
Status AddPlaces(ListBuilder* builder, const Json& record, ListEntry* entry) {
  const bool nameless = CleanLine(JsonText(record, "entity_name")).empty();
  for (const std::string& published : JsonTexts(record, "addresses")) {
    const std::string address = CleanLine(published);
    std::string country = builder->countries().CodeAtEndOf(address);
    std::string_view rest;
    if (country.empty()) country = builder->countries().CodeAtStartOf(address, &rest);
    if (nameless && !rest.empty()) {
      builder->Note(
          "a record has no name, and its address goes on after the country; what "
          "follows was taken for the name",
          "name in address", entry->place);
      LICET_RETURN_IF_ERROR(builder->AddName(entry, rest, ListedName::Kind::kName));
    }
    builder->AddAddress(entry, address, country);
  }
  // The own name first, also where it was found last.
  std::ranges::stable_partition(
      entry->names, [](const ListedName& name) { return name.kind == ListedName::Kind::kName; });
  return {};
}

Status ReadRecord(ListBuilder* builder, const Json& record, const Place& place) {
  const std::string list = JsonText(record, "list_id");
  if (list.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "a record lacks \"list_id\", so that it belongs to no list; fetch the file again",
                place);
  }
  builder->Choose(list);
  ListEntry entry;
  entry.place = place;
  entry.id = JsonText(record, "id");
  entry.type = EntryTypeOf(JsonText(record, "entity_type"));
  LICET_RETURN_IF_ERROR(
      builder->AddName(&entry, JsonText(record, "entity_name"), ListedName::Kind::kName));
  for (const std::string& alias : JsonTexts(record, "aliases")) {
    const auto kind = HasOwnScript(alias) ? ListedName::Kind::kOriginal : ListedName::Kind::kAlias;
    LICET_RETURN_IF_ERROR(builder->AddName(&entry, alias, kind));
  }
  LICET_RETURN_IF_ERROR(AddPlaces(builder, record, &entry));
  entry.remarks = CleanLine(JsonText(record, "reason"));
  entry.citation = CleanLine(JsonText(record, "source_list_name"));
  entry.listed = builder->ReadDay(JsonText(record, "date_added"), "date_added", place);
  entry.url = CleanLine(JsonText(record, "source_url"));
  builder->SetPublished(
      builder->ReadDay(JsonText(record, "last_verified"), "last_verified", place));
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadRegistryJson(const SourceText& source, const CountryNames& countries) {
  LICET_ASSIGN_OR_RETURN(const JsonRecords records, FindJsonRecords(source));
  ListBuilder builder(countries, source.path());
  LICET_RETURN_IF_ERROR(ForEachRecord(
      source, records.records,
      [&](const Json& record, const Place& place) { return ReadRecord(&builder, record, place); }));
  return builder.Take();
}

}  // namespace licet
