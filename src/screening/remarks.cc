#include "remarks.h"

#include <array>
#include <string>

#include "licet/base/text.h"
#include "list_text.h"

namespace licet {
namespace {

struct Prefix {
  std::string_view text;
  std::string_view kind;
};

// A longer text stands before one that it begins with.
constexpr std::array<Prefix, 26> kIdentifiers = {{
    {"Passport", "passport"},
    {"National ID No.", "national-id"},
    {"Tax ID No.", "tax-id"},
    {"Registration Number", "registration-number"},
    {"Registration ID", "registration-number"},
    {"Business Registration Number", "registration-number"},
    {"Business Number", "registration-number"},
    {"Identification Number", "identification-number"},
    {"Company Number", "company-number"},
    {"Company ID", "company-number"},
    {"Enterprise Number", "enterprise-number"},
    {"Commercial Registry Number", "registration-number"},
    {"C.R. No.", "registration-number"},
    {"Public Registration Number", "registration-number"},
    {"Government Gazette Number", "gazette-number"},
    {"Unified Social Credit Code (USCC)", "uscc"},
    {"USCC:", "uscc"},
    {"Legal Entity Number", "lei"},
    {"SWIFT/BIC", "swift"},
    {"D-U-N-S Number", "duns"},
    {"Vessel Registration Identification IMO", "imo"},
    {"Vessel Registration Identification", "vessel-registration"},
    {"MMSI", "mmsi"},
    {"Aircraft Tail Number", "tail-number"},
    {"Cedula No.", "cedula"},
    {"DOB", "date-of-birth"},
}};

std::string_view WithoutStop(std::string_view text) {
  while (text.ends_with('.') || text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// "A123" of "A123 (Iran) expires 2020".
std::string_view NumberIn(std::string_view rest) {
  const std::size_t bracket = rest.find(" (");
  return WithoutStop(Trim(bracket == std::string_view::npos ? rest : rest.substr(0, bracket)));
}

// The text between the first and the last single quote.
std::string_view BetweenQuotes(std::string_view text) {
  const std::size_t first = text.find('\'');
  const std::size_t last = text.rfind('\'');
  return first == last ? std::string_view() : text.substr(first + 1, last - first - 1);
}

Status AddFragment(ListBuilder* builder, ListEntry* entry, std::string_view fragment) {
  for (const std::string_view alternative : {"alt. ", "Alt. "}) {
    if (fragment.starts_with(alternative)) fragment.remove_prefix(alternative.size());
  }
  for (const std::string_view word : {"a.k.a. '", "f.k.a. '", "n.k.a. '"}) {
    if (fragment.starts_with(word)) {
      return builder->AddName(entry, BetweenQuotes(fragment), ListedName::Kind::kWeakAlias);
    }
  }
  for (const std::string_view word : {"nationality ", "citizen "}) {
    if (fragment.starts_with(word)) {
      builder->AddCountry(entry, NumberIn(fragment.substr(word.size())));
      return {};
    }
  }
  if (fragment.starts_with("Expires: ")) {  // of a denial order
    const auto last = builder->ReadDay(fragment.substr(9), "Expires", entry->place);
    if (last) entry->removed = Date::FromDays(last->days() + 1);  // it still binds on that day
    return {};
  }
  if (fragment.starts_with("Program: ")) {
    builder->AddProgrammes(entry, WithoutStop(fragment.substr(9)), ',');
    return {};
  }
  for (const Prefix& prefix : kIdentifiers) {
    if (fragment.starts_with(prefix.text)) {
      builder->AddIdentifier(entry, prefix.kind, NumberIn(fragment.substr(prefix.text.size())));
      return {};
    }
  }
  return {};
}

}  // namespace

Status AddRemarks(ListBuilder* builder, ListEntry* entry, std::string_view text) {
  entry->remarks = CleanLine(text);
  for (const std::string_view fragment : Split(entry->remarks, ';')) {
    LICET_RETURN_IF_ERROR(AddFragment(builder, entry, Trim(fragment)));
  }
  return {};
}

EntryType EntryTypeOf(std::string_view word) {
  const std::string lower = AsciiLower(Trim(word));
  if (lower == "individual" || lower == "person" || lower == "individuals") {
    return EntryType::kPerson;
  }
  if (lower == "vessel" || lower == "ship") return EntryType::kVessel;
  if (lower == "aircraft" || lower == "airplane") return EntryType::kAircraft;
  for (const std::string_view organisation : {"entity", "organization", "organisation", "company",
                                              "legalentity", "publicbody", "university", "firm"}) {
    if (lower == organisation) return EntryType::kOrganisation;
  }
  return EntryType::kUnknown;
}

}  // namespace licet
