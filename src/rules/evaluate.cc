#include "licet/rules/evaluate.h"

#include <algorithm>

namespace licet {

namespace {

// Adds coefficient * range to *sum. Cannot overflow: facts are below 2^63
// micros, coefficients at most 10^12 micros, terms at most 512.
void AddScaled(Decimal coefficient, const Range& range, WideRange* sum) {
  const bool positive = coefficient >= Decimal();
  const std::optional<Decimal>& low = positive ? range.low : range.high;
  const std::optional<Decimal>& high = positive ? range.high : range.low;
  if (!low) sum->low.reset();
  if (!high) sum->high.reset();
  if (low && sum->low) *sum->low += ExactProduct(coefficient, *low);
  if (high && sum->high) *sum->high += ExactProduct(coefficient, *high);
}

// A density is numerator / denominator compared with k, multiplied out to
// numerator - k x denominator compared with 0. A denominator of exactly zero
// is undefined, and no comparison holds; one that may be zero cannot make a
// comparison sure to hold.
Truth CompareRatio(const Node& node, const World& world, int party) {
  const FactDecl& decl = world.schema.facts()[static_cast<std::size_t>(node.terms[0].ref.fact)];
  const Range& denominator = world.facts[decl.per].number;
  const Decimal zero;
  if (denominator.high && *denominator.high <= zero) return Truth::kFalse;
  const Truth truth = Compare(SumOf(node, world, party), node.relation, 0);
  const bool may_be_zero = !denominator.low || *denominator.low <= zero;
  return may_be_zero ? And(truth, Truth::kUnknown) : truth;
}

Truth SetMeets(const Node& node, const World& world, int party) {
  const KleeneSet& set = Lookup(world, node.ref, party).set;
  const auto& words = node.set < 0 ? node.words : world.sets[static_cast<std::size_t>(node.set)];
  Truth truth = Truth::kFalse;
  for (Symbol word : words) truth = Or(truth, set.Has(word));
  return truth;
}

Truth SymbolIn(const Node& node, const World& world, int party) {
  const auto& words = node.set < 0 ? node.words : world.sets[static_cast<std::size_t>(node.set)];
  if (words.empty()) return Truth::kFalse;
  const std::optional<Symbol>& symbol = Lookup(world, node.ref, party).symbol;
  if (!symbol) return Truth::kUnknown;
  return ToTruth(std::find(words.begin(), words.end(), *symbol) != words.end());
}

Truth SameSymbol(const Node& node, const World& world, int party) {
  const std::optional<Symbol>& a = Lookup(world, node.ref, party).symbol;
  const std::optional<Symbol>& b = Lookup(world, node.other, party).symbol;
  if (!a || !b) return Truth::kUnknown;
  return ToTruth(*a == *b);
}

Truth Quantify(const Expression& expression, const Node& node, const World& world) {
  const bool exists = node.op == Op::kExists;
  const Truth settled = ToTruth(exists);
  Truth truth = Not(settled);
  for (std::size_t party = 0; party < world.facts.parties.size() && truth != settled; ++party) {
    const Truth one =
        EvaluateNode(expression, expression.node(node.children[0]), world, static_cast<int>(party));
    truth = exists ? Or(truth, one) : And(truth, one);
  }
  return truth;
}

}  // namespace

const Value& Lookup(const World& world, FactRef ref, int party) {
  const auto fact = static_cast<std::size_t>(ref.fact);
  return ref.of_party ? world.facts.parties[static_cast<std::size_t>(party)][fact]
                      : world.facts.values[fact];
}

Truth Compare(const WideRange& x, Relation relation, Int128 constant) {
  const bool all_below = x.high && *x.high < constant;
  const bool all_above = x.low && *x.low > constant;
  const bool all_at_most = x.high && *x.high <= constant;
  const bool all_at_least = x.low && *x.low >= constant;
  auto decide = [](bool always, bool never) {
    return always ? Truth::kTrue : never ? Truth::kFalse : Truth::kUnknown;
  };
  switch (relation) {
    case Relation::kLess:
      return decide(all_below, all_at_least);
    case Relation::kLessEqual:
      return decide(all_at_most, all_above);
    case Relation::kGreater:
      return decide(all_above, all_at_most);
    case Relation::kGreaterEqual:
      return decide(all_at_least, all_below);
    case Relation::kEqual:
      return decide(all_at_most && all_at_least, all_below || all_above);
    case Relation::kNotEqual:
      return decide(all_below || all_above, all_at_most && all_at_least);
  }
  return Truth::kUnknown;
}

WideRange SumOf(const Node& node, const World& world, int party) {
  WideRange sum{Int128{0}, Int128{0}};
  if (node.op == Op::kCompareRatio) {
    const FactDecl& decl = world.schema.facts()[static_cast<std::size_t>(node.terms[0].ref.fact)];
    AddScaled(Decimal::FromInt(1), world.facts[decl.of].number, &sum);
    AddScaled(Decimal::FromMicros(-node.constant.micros()), world.facts[decl.per].number, &sum);
    return sum;
  }
  for (const Term& term : node.terms) {
    AddScaled(term.coefficient, Lookup(world, term.ref, party).number, &sum);
  }
  return sum;
}

Truth EvaluateNode(const Expression& expression, const Node& node, const World& world, int party) {
  switch (node.op) {
    case Op::kConstant:
      return node.truth;
    case Op::kOpenPoint:
      return Truth::kUnknown;
    case Op::kBoolFact:
      return Lookup(world, node.ref, party).truth;
    case Op::kNot:
      return Not(EvaluateNode(expression, expression.node(node.children[0]), world, party));
    case Op::kAnd:
    case Op::kOr: {
      const Truth settled = ToTruth(node.op == Op::kOr);
      Truth truth = Not(settled);
      for (int child : node.children) {
        if (truth == settled) break;
        const Truth one = EvaluateNode(expression, expression.node(child), world, party);
        truth = node.op == Op::kAnd ? And(truth, one) : Or(truth, one);
      }
      return truth;
    }
    case Op::kCompare:
      return Compare(SumOf(node, world, party), node.relation,
                     ExactProduct(node.constant, Decimal::FromInt(1)));
    case Op::kCompareRatio:
      return CompareRatio(node, world, party);
    case Op::kSymbolIn:
      return SymbolIn(node, world, party);
    case Op::kSameSymbol:
      return SameSymbol(node, world, party);
    case Op::kSetHas:
      return Lookup(world, node.ref, party).set.Has(node.words[0]);
    case Op::kSetMeets:
      return SetMeets(node, world, party);
    case Op::kExists:
    case Op::kAll:
      return Quantify(expression, node, world);
  }
  return Truth::kUnknown;
}

Truth Evaluate(const Expression& expression, const World& world) {
  return EvaluateNode(expression, expression.root(), world, -1);
}

}  // namespace licet
