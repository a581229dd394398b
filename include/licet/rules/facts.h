// The values of the facts of one transaction. A fact nobody set is unknown.
//
// Thread safety: value types.

#ifndef LICET_RULES_FACTS_H_
#define LICET_RULES_FACTS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/intern.h"
#include "licet/base/range.h"
#include "licet/base/truth.h"
#include "licet/rules/schema.h"

namespace licet {

// A set of words whose membership is three-valued. Words in neither list are
// outside, unless the set is open (nothing more is known about it).
struct KleeneSet {
  std::vector<Symbol> in;
  std::vector<Symbol> maybe;
  bool open = true;

  Truth Has(Symbol word) const;
  void Add(Symbol word, Truth membership);
  static KleeneSet Of(std::vector<Symbol> words);  // closed
  friend bool operator==(const KleeneSet&, const KleeneSet&) = default;
};

// One fact's value; which member counts is said by the fact's declared type.
struct Value {
  Truth truth = Truth::kUnknown;
  Range number;
  std::optional<Symbol> symbol;
  KleeneSet set;

  friend bool operator==(const Value&, const Value&) = default;
};

struct Facts {
  explicit Facts(const Schema& schema);  // all unknown but the schema's defaults

  std::vector<Value> values;                // by fact number; ratios stay empty
  std::vector<std::vector<Value>> parties;  // per party, by party field number
  std::vector<std::string> party_roles;     // the role each of them is named by
  // Roles filled by the same party as another role: "purchaser" -> "end_user".
  // Such a party stands once in `parties`, under the name it is mapped to.
  std::map<std::string, std::string> same_party;

  Value& operator[](int fact) { return values[static_cast<std::size_t>(fact)]; }
  const Value& operator[](int fact) const { return values[static_cast<std::size_t>(fact)]; }
};

// Sets a fact by name, and with it everything that is the same fact: the field
// in `parties` and in the other roles that the same party fills.
Status SetFact(const Schema& schema, std::string_view name, const Value& value, Facts* facts);

// Reads a value as a case or an order's evidence writes it: "true", "4800",
// "2900..5505", "CN", "unknown"; sets take words joined by ','. Words outside
// the declared ones are errors with a did-you-mean.
Result<Value> ParseValue(const FactDecl& decl, std::string_view text, Interner& symbols);

// Text of a value for people: "15,831.2", "CN", "{a, b}", "unknown".
std::string FormatValue(const FactDecl& decl, const Value& value, const Interner& symbols);

// Whether the value leaves anything open.
bool IsUnknown(const FactDecl& decl, const Value& value);

}  // namespace licet

#endif  // LICET_RULES_FACTS_H_
