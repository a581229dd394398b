// The condition language: a typed subset of CEL (github.com/google/cel-spec).
// Compile() lexes, parses and type-checks one condition against the schema and
// gives the one intermediate representation that every evaluator works on.
//
//   or      = and { "||" and }
//   and     = not { "&&" not }
//   not     = "!" not | relation
//   relation= sum [ ("<" "<=" ">" ">=" "==" "!=" "in") sum ]
//   sum     = product { ("+" | "-") product }
//   product = factor { "*" factor }          one side of each is a number
//   factor  = [ "-" ] number | string | "true" | "false" | list | path
//           | "group(" string ")" | "unknown(" string ")"
//           | "sets.intersects(" path "," set ")"
//           | path ".exists(" name "," or ")" | path ".all(" name "," or ")"
//           | "(" or ")"
//
// Numbers take the unit of what they are compared with; two facts of different
// units cannot be compared or added. A density (ratio) is compared with a
// number, multiplied out. Bounds: 4,096 bytes, 32 levels, 512 nodes.
//
// Thread safety: an Expression is immutable.

#ifndef LICET_RULES_EXPRESSION_H_
#define LICET_RULES_EXPRESSION_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/decimal.h"
#include "licet/base/error.h"
#include "licet/base/intern.h"
#include "licet/base/truth.h"
#include "licet/rules/schema.h"

namespace licet {

enum class Op {
  kConstant,   // truth
  kOpenPoint,  // unknown("...") : a point that the law itself leaves open
  kBoolFact,   // the fact's truth
  kNot,
  kAnd,
  kOr,
  kCompare,       // sum of terms <relation> constant
  kCompareRatio,  // terms[0].coefficient * ratio <relation> constant
  kSymbolIn,      // the symbol fact is one of `words` or of the named set
  kSameSymbol,    // two symbol facts are equal
  kSetHas,        // the set fact has words[0]
  kSetMeets,      // the set fact shares a word with `words` or the named set
  kExists,        // some party satisfies children[0]
  kAll,           // every party satisfies children[0]
};

enum class Relation { kLess, kLessEqual, kGreater, kGreaterEqual, kEqual, kNotEqual };
std::string_view ToString(Relation relation);  // "<", "<=", ...

// A fact, or a field of the party that the enclosing exists/all looks at.
struct FactRef {
  int fact = -1;
  bool of_party = false;
  friend auto operator<=>(const FactRef&, const FactRef&) = default;
};

struct Term {
  Decimal coefficient;
  FactRef ref;
};

struct Node {
  Op op = Op::kConstant;
  std::vector<int> children;  // numbers of nodes, always smaller than this one's
  Truth truth = Truth::kFalse;
  std::vector<Term> terms;
  Relation relation = Relation::kEqual;
  Decimal constant;
  FactRef ref;
  FactRef other;              // kSameSymbol
  std::vector<Symbol> words;  // literal words
  int set = -1;               // number of a named set, or -1
  std::string message;        // kOpenPoint
  int begin = 0;              // this node's text in the source
  int end = 0;
};

// The names a condition may use besides facts.
struct SetNames {
  std::map<std::string, int, std::less<>> numbers;

  std::vector<std::string> Names() const;
};

class Expression {
 public:
  // `place` is where the text starts; errors point into it. For a text that is
  // not on one line of the file, `one_line` is false and errors give the
  // position within the text instead.
  static Result<Expression> Compile(std::string_view text, const Schema& schema,
                                    const SetNames& sets, const Place& place = {},
                                    bool one_line = true);
  static Expression Constant(Truth truth);

  const std::string& text() const { return text_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& root() const { return nodes_.back(); }
  const Node& node(int number) const { return nodes_[static_cast<std::size_t>(number)]; }
  std::string_view TextOf(const Node& node) const;

  // Facts read anywhere, ratios also as their parts; each once, sorted.
  std::vector<FactRef> FactsRead(const Schema& schema) const;

 private:
  friend class Checker;
  std::string text_;
  std::vector<Node> nodes_;
};

}  // namespace licet

#endif  // LICET_RULES_EXPRESSION_H_
