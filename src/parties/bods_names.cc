#include "parties/bods_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "licet/base/text.h"
#include "parties/names.h"

namespace licet {
namespace {

using Kind = JsonNode::Kind;

const std::vector<JsonNode>& Items(const JsonNode* array) {
  static const std::vector<JsonNode> kEmpty;
  return array == nullptr ? kEmpty : array->items;
}

}  // namespace

BodsNames::BodsNames(const std::vector<Party>& on_file, const Ids& by_id,
                     const std::vector<std::string>& countries, const BodsReader& read,
                     BodsNotes* notes)
    : by_id_(by_id), countries_(countries), read_(read), notes_(*notes) {
  for (const Party& party : on_file) {
    const auto [entry, added] = by_name_.try_emplace(NormalisedName(party.name), party.id);
    if (!added) entry->second.clear();
  }
}

Status BodsNames::Add(const BodsStatement& statement) {
  LICET_ASSIGN_OR_RETURN(const std::string name, NameOf(statement));
  LICET_ASSIGN_OR_RETURN(std::string id, OnFile(statement, name));
  if (id.empty()) {
    LICET_ASSIGN_OR_RETURN(const bool withheld, IsWithheld(statement));
    if (withheld) {
      notes_.Count("records of unknown or anonymous owners taken as owners not known");
      parties_of_.insert_or_assign(statement.record, std::string(kUnknownParty));
      return {};
    }
    Party party;
    party.id = id = statement.record;
    party.name = name.empty() ? id : name;
    LICET_ASSIGN_OR_RETURN(party.country, CountryOf(statement));
    party.place = statement.place;
    parties_.push_back(std::move(party));
  }
  parties_of_[statement.record] = std::move(id);
  return {};
}

std::optional<std::string> BodsNames::PartyOf(const std::string& record) const {
  const auto found = parties_of_.find(record);
  if (found != parties_of_.end()) return found->second;
  if (by_id_.contains(record)) return record;
  return std::nullopt;
}

Result<std::string> BodsNames::NameOf(const BodsStatement& statement) const {
  const JsonNode& details = *statement.details;
  if (statement.type == BodsStatement::Type::kEntity) return read_.Text(details, "name");
  LICET_ASSIGN_OR_RETURN(const JsonNode* names, read_.Member(details, "names", Kind::kArray));
  std::string first;
  for (const JsonNode& one : Items(names)) {
    LICET_ASSIGN_OR_RETURN(const std::string type, read_.Text(one, "type"));
    LICET_ASSIGN_OR_RETURN(std::string full, read_.Text(one, "fullName"));
    if (type == "legal" && !full.empty()) return full;
    if (first.empty()) first = std::move(full);
  }
  return first;
}

Result<bool> BodsNames::IsWithheld(const BodsStatement& statement) const {
  const JsonNode& details = *statement.details;
  if (statement.type == BodsStatement::Type::kPerson) {
    LICET_ASSIGN_OR_RETURN(const std::string type, read_.Text(details, "personType"));
    return type == "anonymousPerson" || type == "unknownPerson";
  }
  LICET_ASSIGN_OR_RETURN(const JsonNode* kind, read_.Member(details, "entityType", Kind::kObject));
  if (kind == nullptr) return false;
  LICET_ASSIGN_OR_RETURN(const std::string type, read_.Text(*kind, "type"));
  return type == "anonymousEntity" || type == "unknownEntity";
}

Result<std::string> BodsNames::OnFile(const BodsStatement& statement, const std::string& name) {
  if (by_id_.contains(statement.record)) return statement.record;
  LICET_ASSIGN_OR_RETURN(const JsonNode* identifiers,
                         read_.Member(*statement.details, "identifiers", Kind::kArray));
  for (const JsonNode& one : Items(identifiers)) {
    LICET_ASSIGN_OR_RETURN(const std::string scheme, read_.Text(one, "scheme"));
    LICET_ASSIGN_OR_RETURN(const std::string number, read_.Text(one, "id"));
    std::string id = fmt::format("{}-{}", scheme, number);
    if (by_id_.contains(id)) return id;
  }
  if (name.empty()) return "";
  const auto found = by_name_.find(NormalisedName(name));
  if (found == by_name_.end()) return "";
  if (found->second.empty()) {
    notes_.Name("records bear a name that several parties on file share; taken as others", name);
    return "";
  }
  notes_.Name("records taken as parties on file by their name", name);
  return found->second;
}

// Where it is registered or lives; for an entity without an address, where it
// was registered as what it is.
Result<std::string> BodsNames::CountryOf(const BodsStatement& statement) {
  const JsonNode& details = *statement.details;
  std::string code;
  LICET_ASSIGN_OR_RETURN(const JsonNode* addresses,
                         read_.Member(details, "addresses", Kind::kArray));
  for (const JsonNode& one : Items(addresses)) {
    LICET_ASSIGN_OR_RETURN(const JsonNode* country, read_.Member(one, "country", Kind::kObject));
    if (country == nullptr) continue;
    LICET_ASSIGN_OR_RETURN(const std::string type, read_.Text(one, "type"));
    LICET_ASSIGN_OR_RETURN(std::string here, read_.Text(*country, "code"));
    if (code.empty() || type == "registered" || type == "residence") code = std::move(here);
  }
  if (code.empty()) {
    LICET_ASSIGN_OR_RETURN(const JsonNode* jurisdiction,
                           read_.Member(details, "jurisdiction", Kind::kObject));
    if (jurisdiction != nullptr) {
      LICET_ASSIGN_OR_RETURN(code, read_.Text(*jurisdiction, "code"));
      code.resize(std::min(code.find('-'), code.size()));  // of a part of a country: "US-DE"
    }
  }
  if (code.empty() || std::ranges::find(countries_, code) != countries_.end()) return code;
  notes_.Name("country codes not known, left empty", code);
  return "";
}

}  // namespace licet
