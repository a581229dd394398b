#include "licet/rules/facts.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

bool Contains(const std::vector<Symbol>& words, Symbol word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

Result<Symbol> ParseWord(const FactDecl& decl, std::string_view text, Interner& symbols) {
  if (!decl.values.empty() &&
      std::find(decl.values.begin(), decl.values.end(), text) == decl.values.end()) {
    std::string hint = DidYouMean(text, decl.values);
    if (hint.empty() && decl.values.size() <= 20) hint = "; allowed are " + Join(decl.values, ", ");
    return Fail(ErrorCode::kUnknownName,
                fmt::format("{} is not a value of {}{}", Quoted(text), decl.name, hint));
  }
  return symbols.Intern(text);
}

Result<Value> ParseSet(const FactDecl& decl, std::string_view text, Interner& symbols) {
  Value value;
  value.set.open = false;
  for (std::string_view word : Split(text, ',')) {
    if (Trim(word).empty()) continue;
    LICET_ASSIGN_OR_RETURN(Symbol symbol, ParseWord(decl, Trim(word), symbols));
    value.set.Add(symbol, Truth::kTrue);
  }
  return value;
}

}  // namespace

Facts::Facts(const Schema& schema) : values(schema.facts().size()) {
  for (const auto& [fact, value] : schema.defaults()) (*this)[fact] = *value;
}

Status SetFact(const Schema& schema, std::string_view name, const Value& value, Facts* facts) {
  const int number = schema.Find(name);
  if (number < 0) {
    return Fail(ErrorCode::kUnknownName, fmt::format("no fact is called {}{}", Quoted(name),
                                                     DidYouMean(name, schema.FactNames())));
  }
  const std::size_t dot = name.find('.');
  const std::string role(name.substr(0, dot));
  (*facts)[number] = value;
  if (dot == std::string_view::npos || schema.RoleStart(role) < 0) return {};
  const std::string_view field_name = name.substr(dot + 1);
  const int field = schema.FindPartyField(field_name);
  auto found = facts->same_party.find(role);
  const std::string& party = found == facts->same_party.end() ? role : found->second;
  (*facts)[schema.RoleStart(party) + field] = value;
  for (const auto& [other, target] : facts->same_party) {
    if (target == party) (*facts)[schema.RoleStart(other) + field] = value;
  }
  for (std::size_t i = 0; i < facts->parties.size(); ++i) {
    if (facts->party_roles[i] == party) {
      facts->parties[i][static_cast<std::size_t>(field)] = value;
    }
  }
  return {};
}

Truth KleeneSet::Has(Symbol word) const {
  if (Contains(in, word)) return Truth::kTrue;
  return open || Contains(maybe, word) ? Truth::kUnknown : Truth::kFalse;
}

void KleeneSet::Add(Symbol word, Truth membership) {
  if (membership == Truth::kTrue && !Contains(in, word)) {
    in.push_back(word);
    std::erase(maybe, word);
  } else if (membership == Truth::kUnknown && !Contains(in, word) && !Contains(maybe, word)) {
    maybe.push_back(word);
  }
}

KleeneSet KleeneSet::Of(std::vector<Symbol> words) { return {std::move(words), {}, false}; }

Result<Value> ParseValue(const FactDecl& decl, std::string_view text, Interner& symbols) {
  Value value;
  text = Trim(text);
  if (text == "unknown") return value;
  switch (decl.type) {
    case FactType::kBool:
      if (text != "true" && text != "false" && text != "yes" && text != "no") {
        return Fail(
            ErrorCode::kInvalidArgument,
            fmt::format("{} is not a value of {}; write true or false", Quoted(text), decl.name));
      }
      value.truth = ToTruth(text == "true" || text == "yes");
      return value;
    case FactType::kNumber: {
      auto range = Range::Parse(text);
      if (!range) return Fail(range.error().code(), decl.name + ": " + range.error().sentence());
      if (range->low && *range->low < Decimal()) {
        return Fail(ErrorCode::kInvalidArgument,
                    fmt::format("{} cannot be negative ({})", decl.name, Quoted(text)));
      }
      value.number = *range;
      return value;
    }
    case FactType::kSymbol: {
      LICET_ASSIGN_OR_RETURN(Symbol word, ParseWord(decl, text, symbols));
      value.symbol = word;
      return value;
    }
    case FactType::kSet:
      return ParseSet(decl, text, symbols);
    case FactType::kRatio:
    case FactType::kParties:
      break;
  }
  return Fail(ErrorCode::kType,
              fmt::format("{} cannot be set directly; set what it is made of", decl.name));
}

std::string FormatValue(const FactDecl& decl, const Value& value, const Interner& symbols) {
  switch (decl.type) {
    case FactType::kBool:
      return std::string(ToString(value.truth));
    case FactType::kNumber:
      return value.number.ToString();
    case FactType::kSymbol:
      return value.symbol ? symbols.Text(*value.symbol) : "unknown";
    case FactType::kSet: {
      if (value.set.open && value.set.in.empty()) return "unknown";
      std::vector<std::string> words;
      for (Symbol word : value.set.in) words.push_back(symbols.Text(word));
      for (Symbol word : value.set.maybe) words.push_back(symbols.Text(word) + "?");
      if (value.set.open) words.push_back("...");
      return "{" + Join(words, ", ") + "}";
    }
    case FactType::kRatio:
    case FactType::kParties:
      break;
  }
  return "";
}

bool IsUnknown(const FactDecl& decl, const Value& value) {
  switch (decl.type) {
    case FactType::kBool:
      return value.truth == Truth::kUnknown;
    case FactType::kNumber:
      return !value.number.IsExact();
    case FactType::kSymbol:
      return !value.symbol.has_value();
    case FactType::kSet:
      return value.set.open || !value.set.maybe.empty();
    case FactType::kRatio:
    case FactType::kParties:
      break;
  }
  return false;
}

}  // namespace licet
