#include "licet/rules/schema.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {
namespace {

// Only numbers have bounds.
Status ExpectNoBounds(const Yaml& node) {
  for (const char* key : {"least", "most"}) {
    if (const Yaml* bound = node.Find(key)) {
      return bound->Bad(ErrorCode::kType,
                        fmt::format("only numbers state '{}'; leave it out here, and bound a ratio "
                                    "by its 'of' and 'per'",
                                    key));
    }
  }
  return {};
}

Result<std::optional<Decimal>> ReadBound(const Yaml& node, const char* key) {
  const Yaml* bound = node.Find(key);
  if (bound == nullptr) return std::nullopt;
  LICET_ASSIGN_OR_RETURN(const Decimal value, bound->AsDecimal());
  if (value >= Decimal() && value <= kMostNumber) return value;
  return bound->Bad(ErrorCode::kInvalidArgument,
                    fmt::format("'{}' is {}; it must be from 0 to {}, as far as a solver looks",
                                key, value.ToGroupedString(), kMostNumber.ToGroupedString()));
}

Status ReadBounds(const Yaml& node, FactDecl* decl) {
  if (decl->type != FactType::kNumber) return ExpectNoBounds(node);
  LICET_ASSIGN_OR_RETURN(decl->least, ReadBound(node, "least"));
  LICET_ASSIGN_OR_RETURN(decl->most, ReadBound(node, "most"));
  const Decimal least = decl->least.value_or(Decimal());
  const Decimal most = decl->most.value_or(kMostNumber);
  if (least <= most) return {};
  return node.Find("most")->Bad(
      ErrorCode::kInvalidArgument,
      fmt::format("'most' is {} and below 'least', {}; no number would be left",
                  most.ToGroupedString(), least.ToGroupedString()));
}

}  // namespace

std::string_view ToString(FactType type) {
  switch (type) {
    case FactType::kBool:
      return "bool";
    case FactType::kNumber:
      return "number";
    case FactType::kRatio:
      return "ratio";
    case FactType::kSymbol:
      return "symbol";
    case FactType::kSet:
      return "set";
    case FactType::kParties:
      return "parties";
  }
  return "?";
}

Result<Schema> Schema::Load(Disk& disk, const std::string& path,
                            const std::vector<std::string>& countries) {
  LICET_ASSIGN_OR_RETURN(Yaml document, Yaml::Load(disk, path));
  return Parse(document, countries);
}

Result<Schema> Schema::Parse(const Yaml& document, const std::vector<std::string>& countries) {
  Schema schema;
  schema.countries_ = countries;
  LICET_RETURN_IF_ERROR(document.ExpectMap({"schema", "units", "party", "facts", "results"}));
  LICET_ASSIGN_OR_RETURN(const Yaml* units, document.Require("units"));
  if (units->kind() != Yaml::Kind::kMap) {
    return units->Bad(ErrorCode::kParse, "expected a map of units and their meanings");
  }
  for (const Yaml::Entry& unit : units->map()) schema.units_.push_back(unit.key);
  LICET_ASSIGN_OR_RETURN(const Yaml* party, document.Require("party"));
  LICET_RETURN_IF_ERROR(schema.ReadParty(*party));
  LICET_ASSIGN_OR_RETURN(const Yaml* facts, document.Require("facts"));
  LICET_RETURN_IF_ERROR(schema.ReadFacts(*facts));
  if (const Yaml* results = document.Find("results")) {
    LICET_RETURN_IF_ERROR(schema.ReadResults(*results));
  }
  LICET_RETURN_IF_ERROR(schema.ResolveRatios());
  return schema;
}

Result<FactDecl> Schema::ReadDecl(const Yaml::Entry& entry) const {
  const Yaml& node = entry.value;
  LICET_RETURN_IF_ERROR(node.ExpectMap({"type", "unit", "means", "values", "domain", "of", "per",
                                        "least", "most", "given_as", "owners_with"}));
  FactDecl decl;
  decl.name = entry.key;
  decl.place = entry.place;
  LICET_ASSIGN_OR_RETURN(const Yaml* means, node.Require("means"));
  LICET_ASSIGN_OR_RETURN(decl.means, means->Text());
  LICET_ASSIGN_OR_RETURN(const Yaml* type_node, node.Require("type"));
  LICET_ASSIGN_OR_RETURN(std::string type, type_node->Text());
  static const std::map<std::string, FactType> kTypes = {{"bool", FactType::kBool},
                                                         {"number", FactType::kNumber},
                                                         {"ratio", FactType::kRatio},
                                                         {"symbol", FactType::kSymbol},
                                                         {"set", FactType::kSet}};
  auto found = kTypes.find(type);
  if (found == kTypes.end()) {
    return type_node->Bad(
        ErrorCode::kType,
        fmt::format("unknown type {}; use bool, number, ratio, symbol or set", Quoted(type)));
  }
  decl.type = found->second;
  const bool numeric = decl.type == FactType::kNumber || decl.type == FactType::kRatio;
  auto read_text = [](const Yaml& n) { return n.Text(); };
  LICET_ASSIGN_OR_RETURN(decl.unit, Optional<std::string>(node, "unit", "", read_text));
  if (numeric == decl.unit.empty()) {
    return node.Bad(ErrorCode::kUnit, "numbers and ratios, and only they, state a 'unit'");
  }
  if (numeric && std::find(units_.begin(), units_.end(), decl.unit) == units_.end()) {
    return node.Find("unit")->Bad(
        ErrorCode::kUnit, fmt::format("{} is not one of the schema's units{}", Quoted(decl.unit),
                                      DidYouMean(decl.unit, units_)));
  }
  LICET_RETURN_IF_ERROR(ReadBounds(node, &decl));
  LICET_ASSIGN_OR_RETURN(std::string domain, Optional<std::string>(node, "domain", "", read_text));
  if (!domain.empty() && domain != "country") {
    return node.Bad(ErrorCode::kUnknownName, "the only domain is 'country'");
  }
  if (domain == "country") decl.values = countries_;
  if (const Yaml* values = node.Find("values")) {
    LICET_ASSIGN_OR_RETURN(decl.values, values->Words());
  }
  LICET_ASSIGN_OR_RETURN(std::string given, Optional<std::string>(node, "given_as", "", read_text));
  decl.given_as_date = given == "date";
  if (const Yaml* flags = node.Find("owners_with")) {
    LICET_ASSIGN_OR_RETURN(decl.owners_with, flags->Words());
  }
  return decl;
}

Status Schema::AddFact(FactDecl decl) {
  const int number = static_cast<int>(facts_.size());
  if (!by_name_.emplace(decl.name, number).second) {
    return Fail(ErrorCode::kDuplicate, fmt::format("the fact '{}' is declared twice", decl.name),
                decl.place);
  }
  facts_.push_back(std::move(decl));
  return {};
}

Status Schema::ReadParty(const Yaml& node) {
  if (node.kind() != Yaml::Kind::kMap)
    return node.Bad(ErrorCode::kParse, "expected a map of fields");
  for (const Yaml::Entry& entry : node.map()) {
    LICET_ASSIGN_OR_RETURN(FactDecl decl, ReadDecl(entry));
    if (decl.type == FactType::kRatio) {
      return entry.value.Bad(ErrorCode::kType, "a party field cannot be a ratio");
    }
    party_fields_.push_back(std::move(decl));
  }
  return {};
}

Status Schema::ReadFacts(const Yaml& node) {
  if (node.kind() != Yaml::Kind::kMap)
    return node.Bad(ErrorCode::kParse, "expected a map of facts");
  for (const Yaml::Entry& entry : node.map()) {
    const Yaml* type = entry.value.Find("type");
    const std::string name = type == nullptr ? "" : type->text();
    if (name == "party" || name == "parties") {
      LICET_RETURN_IF_ERROR(ExpectNoBounds(entry.value));
    }
    if (name == "party") {
      role_start_[entry.key] = static_cast<int>(facts_.size());
      party_roles_.push_back(entry.key);
      for (FactDecl field : party_fields_) {
        field.means = fmt::format("{} ({})", field.means, entry.key);
        field.name = fmt::format("{}.{}", entry.key, field.name);
        LICET_RETURN_IF_ERROR(AddFact(std::move(field)));
      }
      continue;
    }
    if (name == "parties") {
      FactDecl decl;
      decl.name = entry.key;
      decl.type = FactType::kParties;
      decl.place = entry.place;
      LICET_RETURN_IF_ERROR(AddFact(std::move(decl)));
      continue;
    }
    LICET_ASSIGN_OR_RETURN(FactDecl decl, ReadDecl(entry));
    if (decl.type == FactType::kRatio) {
      LICET_ASSIGN_OR_RETURN(const Yaml* of, entry.value.Require("of"));
      LICET_ASSIGN_OR_RETURN(const Yaml* per, entry.value.Require("per"));
      ratio_names_[static_cast<int>(facts_.size())] = {of->text(), per->text()};
    }
    LICET_RETURN_IF_ERROR(AddFact(std::move(decl)));
  }
  return {};
}

Status Schema::ReadResults(const Yaml& node) {
  if (node.kind() != Yaml::Kind::kMap) {
    return node.Bad(ErrorCode::kParse, "expected a map of results");
  }
  for (const Yaml::Entry& entry : node.map()) {
    LICET_RETURN_IF_ERROR(entry.value.ExpectMap({"stage", "means"}));
    LICET_ASSIGN_OR_RETURN(const Yaml* stage, entry.value.Require("stage"));
    LICET_ASSIGN_OR_RETURN(const Yaml* means, entry.value.Require("means"));
    FactDecl decl;
    decl.name = entry.key;
    decl.type = FactType::kSet;
    decl.stage = stage->text();
    decl.means = means->text();
    decl.place = entry.place;
    LICET_RETURN_IF_ERROR(AddFact(std::move(decl)));
  }
  return {};
}

Status Schema::ResolveRatios() {
  for (const auto& [number, names] : ratio_names_) {
    FactDecl& decl = facts_[static_cast<std::size_t>(number)];
    decl.of = Find(names.first);
    decl.per = Find(names.second);
    for (int part : {decl.of, decl.per}) {
      if (part < 0 || facts_[static_cast<std::size_t>(part)].type != FactType::kNumber) {
        return Fail(ErrorCode::kUnknownName,
                    fmt::format("'{}' must name two number facts in 'of' and 'per'", decl.name),
                    decl.place);
      }
    }
  }
  return {};
}

void Schema::SetDefault(int fact, std::shared_ptr<const Value> value) {
  defaults_[fact] = std::move(value);
}

FactDomain Schema::NumbersOf(int fact) const {
  if (const auto stated = domains_.find(fact); stated != domains_.end()) return stated->second;
  const FactDecl& decl = facts_[static_cast<std::size_t>(fact)];
  FactDomain domain;
  domain.least = decl.least.value_or(Decimal());
  domain.most = decl.most.value_or(kMostNumber);
  return domain;
}

int Schema::Find(std::string_view name) const {
  auto found = by_name_.find(name);
  return found == by_name_.end() ? -1 : found->second;
}

int Schema::FindPartyField(std::string_view name) const {
  for (std::size_t i = 0; i < party_fields_.size(); ++i) {
    if (party_fields_[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

int Schema::RoleStart(std::string_view role) const {
  auto found = role_start_.find(role);
  return found == role_start_.end() ? -1 : found->second;
}

std::vector<std::string> Schema::FactNames() const {
  std::vector<std::string> names;
  for (const FactDecl& fact : facts_) names.push_back(fact.name);
  return names;
}

std::vector<std::string> Schema::PartyFieldNames() const {
  std::vector<std::string> names;
  for (const FactDecl& field : party_fields_) names.push_back(field.name);
  return names;
}

}  // namespace licet
