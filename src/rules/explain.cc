#include "licet/rules/explain.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

std::string Signed(Int128 picos) {
  // Shown to six places; what is finer is cut, as it can only come from a
  // product of two six-place numbers.
  const auto micros = static_cast<std::int64_t>(picos / Decimal::kScale);
  const std::string text = Decimal::FromMicros(micros).ToString();
  return micros > 0 ? "+" + text : text;
}

std::string DistanceText(const std::optional<Decimal>& value, Decimal line) {
  if (!value) return "";
  auto distance = Subtract(*value, line);
  return distance ? Signed(ExactProduct(*distance, Decimal::FromInt(1))) : "";
}

class Explainer {
 public:
  Explainer(const Expression& expression, const World& world,
            const std::vector<std::string>& set_names)
      : expression_(expression), world_(world), set_names_(set_names) {}

  Trace Run(const Node& node, int party) const {
    Trace trace;
    trace.text = std::string(expression_.TextOf(node));
    trace.truth = EvaluateNode(expression_, node, world_, party);
    for (int child : node.children) {
      const Node& part = expression_.node(child);
      if (node.op == Op::kExists || node.op == Op::kAll) {
        for (std::size_t i = 0; i < world_.facts.parties.size(); ++i) {
          Trace one = Run(part, static_cast<int>(i));
          one.text = fmt::format("{}: {}", world_.facts.party_roles[i], one.text);
          trace.children.push_back(std::move(one));
        }
      } else {
        trace.children.push_back(Run(part, party));
      }
    }
    // A true "or" rests on its true parts, a false "and" on its false ones; the
    // others rest on all parts. In Kleene's logic: on the parts that have the
    // result's own truth (for "not", the one part).
    for (Trace& child : trace.children) {
      child.decisive = node.op == Op::kNot || child.truth == trace.truth;
    }
    if (node.children.empty()) trace.observations = ObserveAs(trace.truth, node, party);
    return trace;
  }

  std::vector<Observation> ObserveAs(Truth truth, const Node& node, int party) const {
    std::vector<Observation> observations = Observe(node, party);
    for (Observation& seen : observations) seen.holds = truth;
    return observations;
  }

 private:
  const FactDecl& Decl(FactRef ref) const {
    const auto number = static_cast<std::size_t>(ref.fact);
    return ref.of_party ? world_.schema.party_fields()[number] : world_.schema.facts()[number];
  }

  std::string NameOf(FactRef ref, int party) const {
    if (!ref.of_party) return Decl(ref).name;
    return fmt::format("{}.{}", world_.facts.party_roles[static_cast<std::size_t>(party)],
                       Decl(ref).name);
  }

  std::string Words(const Node& node) const {
    if (node.set >= 0) return set_names_[static_cast<std::size_t>(node.set)];
    std::vector<std::string> words;
    for (Symbol word : node.words) words.push_back(world_.schema.symbols().Text(word));
    return words.size() == 1 ? words[0] : "[" + Join(words, ", ") + "]";
  }

  Observation Plain(FactRef ref, int party, std::string line) const {
    const FactDecl& decl = Decl(ref);
    return {NameOf(ref, party),
            FormatValue(decl, Lookup(world_, ref, party), world_.schema.symbols()),
            decl.unit,
            std::move(line),
            "",
            Truth::kUnknown};
  }

  std::vector<Observation> Observe(const Node& node, int party) const {
    switch (node.op) {
      case Op::kBoolFact:
        return {Plain(node.ref, party, "is true")};
      case Op::kSymbolIn:
        return {Plain(node.ref, party,
                      (node.set >= 0 || node.words.size() > 1 ? "in " : "is ") + Words(node))};
      case Op::kSameSymbol:
        return {Plain(node.ref, party, "is " + NameOf(node.other, party)),
                Plain(node.other, party, "is " + NameOf(node.ref, party))};
      case Op::kSetHas:
        return {Plain(node.ref, party, "has " + Words(node))};
      case Op::kSetMeets:
        return {Plain(node.ref, party, "shares a word with " + Words(node))};
      case Op::kCompare:
        return ObserveSum(node, party);
      case Op::kCompareRatio:
        return {ObserveRatio(node)};
      case Op::kOpenPoint:
        return {{"the law", "open", "", node.message, "", Truth::kUnknown}};
      default:
        return {};
    }
  }

  std::vector<Observation> ObserveSum(const Node& node, int party) const {
    const WideRange sum = SumOf(node, world_, party);
    const Int128 line = ExactProduct(node.constant, Decimal::FromInt(1));
    std::string distance;
    if (sum.low && sum.high && *sum.low == *sum.high) {
      distance = Signed(*sum.low - line);
    } else if (sum.low && sum.high) {
      distance = Signed(*sum.low - line) + ".." + Signed(*sum.high - line);
    }
    std::vector<Observation> observations;
    for (const Term& term : node.terms) {
      observations.push_back(Plain(term.ref, party, LineOf(node)));
    }
    observations[0].distance = distance;
    return observations;
  }

  std::string LineOf(const Node& node) const {
    return fmt::format("{} {}", ToString(node.relation), node.constant.ToString());
  }

  // For people the density is shown rounded to four places; the decision was
  // taken on the multiplied-out figures.
  Observation ObserveRatio(const Node& node) const {
    const FactDecl& decl = Decl(node.terms[0].ref);
    const Range& of = world_.facts[decl.of].number;
    const Range& per = world_.facts[decl.per].number;
    Observation seen{decl.name, "unknown", decl.unit, LineOf(node), "", Truth::kUnknown};
    const Decimal zero;
    if (per.high && *per.high == zero) {
      seen.value = fmt::format("undefined ({} is 0)",
                               world_.schema.facts()[static_cast<std::size_t>(decl.per)].name);
      return seen;
    }
    const Range density = DensityForDisplay(of, per, 4);
    seen.value = density.ToString();
    std::string from = DistanceText(density.low, node.constant);
    std::string to = DistanceText(density.high, node.constant);
    if (from == to) {
      seen.distance = from;
    } else if (!density.IsUnknown()) {
      seen.distance = from + ".." + to;
    }
    return seen;
  }

  const Expression& expression_;
  const World& world_;
  const std::vector<std::string>& set_names_;
};

void Decisive(const Trace& trace, std::vector<Observation>* out) {
  for (const Observation& seen : trace.observations) {
    const bool known = std::any_of(out->begin(), out->end(), [&](const Observation& o) {
      return o.fact == seen.fact && o.line == seen.line;
    });
    if (!known) out->push_back(seen);
  }
  for (const Trace& child : trace.children) {
    if (child.decisive) Decisive(child, out);
  }
}

class MissingCollector {
 public:
  MissingCollector(const Expression& expression, const World& world, Missing* missing)
      : expression_(expression), world_(world), missing_(missing) {}

  void Run(const Node& node, int party) const {
    if (EvaluateNode(expression_, node, world_, party) != Truth::kUnknown) return;
    if (node.op == Op::kExists || node.op == Op::kAll) {
      for (std::size_t i = 0; i < world_.facts.parties.size(); ++i) {
        Run(expression_.node(node.children[0]), static_cast<int>(i));
      }
      return;
    }
    for (int child : node.children) Run(expression_.node(child), party);
    if (node.op == Op::kOpenPoint) missing_->open_points.insert(node.message);
    Note(node.ref, party);
    Note(node.other, party);
    for (const Term& term : node.terms) Note(term.ref, party);
  }

 private:
  void Note(FactRef ref, int party) const {
    if (ref.fact < 0) return;
    const auto number = static_cast<std::size_t>(ref.fact);
    const FactDecl& decl =
        ref.of_party ? world_.schema.party_fields()[number] : world_.schema.facts()[number];
    if (decl.type == FactType::kRatio) {
      Note({decl.of, false}, party);
      Note({decl.per, false}, party);
      return;
    }
    // A result is not a fact: what it lacks is found where it comes from.
    if (!decl.stage.empty() || !IsUnknown(decl, Lookup(world_, ref, party))) return;
    if (ref.of_party) {
      missing_->facts.insert(fmt::format(
          "{}.{}", world_.facts.party_roles[static_cast<std::size_t>(party)], decl.name));
      return;
    }
    // A role filled by the same party as another goes by that other's name.
    const std::size_t dot = decl.name.find('.');
    const auto same = world_.facts.same_party.find(decl.name.substr(0, dot));
    missing_->facts.insert(
        same == world_.facts.same_party.end() ? decl.name : same->second + decl.name.substr(dot));
  }

  const Expression& expression_;
  const World& world_;
  Missing* missing_;
};

}  // namespace

Range DensityForDisplay(const Range& of, const Range& per, int places) {
  Range density;
  const Decimal zero;
  if (of.low && per.high && *per.high > zero) {
    if (auto low = DivideForDisplay(*of.low, *per.high, places)) density.low = *low;
  }
  if (of.high && per.low && *per.low > zero) {
    if (auto high = DivideForDisplay(*of.high, *per.low, places)) density.high = *high;
  }
  return density;
}

Trace Explain(const Expression& expression, const World& world,
              const std::vector<std::string>& set_names) {
  Trace trace = Explainer(expression, world, set_names).Run(expression.root(), -1);
  trace.decisive = true;
  return trace;
}

std::vector<Observation> ObserveLeaf(const Expression& expression, const Node& leaf,
                                     const World& world, Truth holds,
                                     const std::vector<std::string>& set_names) {
  return Explainer(expression, world, set_names).ObserveAs(holds, leaf, -1);
}

std::vector<Observation> DecisiveObservations(const Trace& trace) {
  std::vector<Observation> out;
  Decisive(trace, &out);
  return out;
}

std::vector<int> UnknownLeaves(const Expression& expression, const World& world) {
  std::vector<int> leaves;
  auto run = [&](auto&& self, int number, int party) -> void {
    const Node& node = expression.node(number);
    if (EvaluateNode(expression, node, world, party) != Truth::kUnknown) return;
    if (node.children.empty()) leaves.push_back(number);
    const bool over_parties = node.op == Op::kExists || node.op == Op::kAll;
    const std::size_t parties = over_parties ? world.facts.parties.size() : 1;
    for (std::size_t i = 0; i < parties; ++i) {
      for (int child : node.children) self(self, child, over_parties ? static_cast<int>(i) : party);
    }
  };
  run(run, static_cast<int>(expression.nodes().size()) - 1, -1);
  std::sort(leaves.begin(), leaves.end());
  leaves.erase(std::unique(leaves.begin(), leaves.end()), leaves.end());
  return leaves;
}

void CollectMissing(const Expression& expression, const World& world, Missing* missing) {
  MissingCollector(expression, world, missing).Run(expression.root(), -1);
}

}  // namespace licet
