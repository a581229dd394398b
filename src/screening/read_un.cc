// The Consolidated List of the UN Security Council, CONSOLIDATED_LIST in XML
// (www.un.org/sc/resources/sc-sanctions.xsd).

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <utility>

#include "licet/base/text.h"
#include "list_builder.h"
#include "list_forms.h"
#include "list_text.h"
#include "remarks.h"

namespace licet {
namespace {

std::string ChildText(const pugi::xml_node& node, const char* name) {
  return CleanLine(node.child(name).text().get());
}

// The texts of these children that are there, joined.
std::string Joined(const pugi::xml_node& node, const std::vector<const char*>& names,
                   std::string_view separator) {
  std::vector<std::string> parts;
  for (const char* name : names) {
    std::string part = ChildText(node, name);
    if (!part.empty()) parts.push_back(std::move(part));
  }
  return Join(parts, separator);
}

Status ReadNames(ListBuilder* builder, const pugi::xml_node& node, const std::string& prefix,
                 ListEntry* entry) {
  const std::string name =
      Joined(node, {"FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME"}, " ");
  LICET_RETURN_IF_ERROR(builder->AddName(entry, name, ListedName::Kind::kName));
  LICET_RETURN_IF_ERROR(builder->AddName(entry, ChildText(node, "NAME_ORIGINAL_SCRIPT"),
                                         ListedName::Kind::kOriginal));
  const std::string element = prefix + "_ALIAS";  // children() keeps the pointer
  for (const pugi::xml_node& alias : node.children(element.c_str())) {
    const auto kind = ChildText(alias, "QUALITY") == "Low" ? ListedName::Kind::kWeakAlias
                                                           : ListedName::Kind::kAlias;
    LICET_RETURN_IF_ERROR(builder->AddName(entry, ChildText(alias, "ALIAS_NAME"), kind));
  }
  return {};
}

void ReadPlaces(ListBuilder* builder, const pugi::xml_node& node, const std::string& prefix,
                ListEntry* entry) {
  const std::string element = prefix + "_ADDRESS";  // children() keeps the pointer
  for (const pugi::xml_node& address : node.children(element.c_str())) {
    const std::string country = ChildText(address, "COUNTRY");
    const std::string text =
        Joined(address, {"STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY", "NOTE"}, ", ");
    builder->AddAddress(entry, text, country);
  }
  for (const pugi::xml_node& value : node.child("NATIONALITY").children("VALUE")) {
    builder->AddCountry(entry, value.text().get());
  }
}

void ReadPapers(ListBuilder* builder, const pugi::xml_node& node, ListEntry* entry) {
  for (const pugi::xml_node& paper : node.children("INDIVIDUAL_DOCUMENT")) {
    builder->AddIdentifier(entry, ChildText(paper, "TYPE_OF_DOCUMENT"), ChildText(paper, "NUMBER"));
  }
  for (const pugi::xml_node& birth : node.children("INDIVIDUAL_DATE_OF_BIRTH")) {
    const std::string day = ChildText(birth, "DATE");
    builder->AddIdentifier(entry, "date-of-birth", day.empty() ? ChildText(birth, "YEAR") : day);
  }
}

Status ReadRecord(ListBuilder* builder, const pugi::xml_node& node, const std::string& prefix,
                  const Place& place) {
  ListEntry entry;
  entry.place = place;
  entry.id = ChildText(node, "REFERENCE_NUMBER");
  if (entry.id.empty()) entry.id = ChildText(node, "DATAID");
  entry.type = EntryTypeOf(prefix);
  LICET_RETURN_IF_ERROR(ReadNames(builder, node, prefix, &entry));
  ReadPlaces(builder, node, prefix, &entry);
  ReadPapers(builder, node, &entry);
  builder->AddProgrammes(&entry, ChildText(node, "UN_LIST_TYPE"), ',');
  entry.citation = entry.id.empty() ? "" : "UN reference " + entry.id;
  entry.listed = builder->ReadDay(ChildText(node, "LISTED_ON"), "LISTED_ON", place);
  entry.removed = builder->ReadDay(ChildText(node, "DELISTED_ON"), "DELISTED_ON", place);
  entry.remarks = ChildText(node, "COMMENTS1");
  return builder->Add(std::move(entry));
}

}  // namespace

Result<Lists> ReadUnXml(const SourceText& source, const CountryNames& countries) {
  pugi::xml_document document;
  // DOCTYPE is not read: entities of a file's own are an attack, not a list.
  const pugi::xml_parse_result parsed =
      document.load_buffer(source.text().data(), source.text().size(),
                           pugi::parse_default & ~pugi::parse_doctype, pugi::encoding_utf8);
  if (!parsed) {
    return Fail(
        ErrorCode::kParse,
        fmt::format("this XML is damaged or cut off ({}); fetch it again", parsed.description()),
        source.PlaceAt(static_cast<std::size_t>(parsed.offset)));
  }
  const pugi::xml_node root = document.child("CONSOLIDATED_LIST");
  ListBuilder builder(countries, source.path());
  builder.Choose("un-consolidated");
  builder.SetPublished(ReadListDate(root.attribute("dateGenerated").value()));
  struct Section {
    const char* name;
    const char* record;
  };
  for (const Section& section :
       {Section{"INDIVIDUALS", "INDIVIDUAL"}, Section{"ENTITIES", "ENTITY"}}) {
    const pugi::xml_node node = root.child(section.name);
    if (!node) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("the list lacks its part {}; fetch it again", section.name),
                  source.PlaceAt(0));
    }
    for (const pugi::xml_node& record : node.children(section.record)) {
      const auto offset =
          static_cast<std::size_t>(std::max<std::ptrdiff_t>(record.offset_debug(), 0));
      LICET_RETURN_IF_ERROR(ReadRecord(&builder, record, section.record, source.PlaceAt(offset)));
    }
  }
  return builder.Take();
}

}  // namespace licet
