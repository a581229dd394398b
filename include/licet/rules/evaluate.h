// The naive evaluator: Kleene's logic over ranges, node by node, nothing
// remembered. It is the oracle that every faster evaluator must agree with, so
// it stays short enough to be obviously right.
//
// Thread safety: pure functions.

#ifndef LICET_RULES_EVALUATE_H_
#define LICET_RULES_EVALUATE_H_

#include <span>
#include <vector>

#include "licet/base/truth.h"
#include "licet/rules/expression.h"
#include "licet/rules/facts.h"

namespace licet {

// Members of the named sets on the day in question, by set number, sorted.
using SetMembers = std::vector<std::vector<Symbol>>;

// What a condition is evaluated on.
struct World {
  const Schema& schema;
  const Facts& facts;
  const SetMembers& sets;
};

Truth Evaluate(const Expression& expression, const World& world);

// The same for one node; `party` is the party that the enclosing exists/all
// looks at, or -1.
Truth EvaluateNode(const Expression& expression, const Node& node, const World& world, int party);

// The value a reference stands for.
const Value& Lookup(const World& world, FactRef ref, int party);

// Truth of "x relation constant" for every x in [low, high], in units of
// 10^-12; a missing bound is infinite.
struct WideRange {
  std::optional<Int128> low;
  std::optional<Int128> high;
};
Truth Compare(const WideRange& x, Relation relation, Int128 constant);
// The range of the node's sum (kCompare) or of numerator - constant x
// denominator (kCompareRatio).
WideRange SumOf(const Node& node, const World& world, int party);

}  // namespace licet

#endif  // LICET_RULES_EVALUATE_H_
