#include "licet/analysis/difference.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::kNotOnRoute, Outcome::kNoLicenceRequired,
                                 Outcome::kException,  Outcome::kLicenceRequired,
                                 Outcome::kProhibited, Outcome::kUnknown};

// All regions of one pair of outcomes; false when some may be left.
bool AddRegions(Reasoner* reasoner, Formula differs, Outcome before, Outcome after,
                const DifferenceLimits& limits, std::chrono::steady_clock::time_point end,
                std::vector<Region>* regions) {
  Formula left = differs;
  while (regions->size() < limits.regions && std::chrono::steady_clock::now() < end) {
    std::optional<Witness> witness;
    const Search search = reasoner->Find(left, &witness);
    if (search == Search::kNone) return true;
    if (search == Search::kUndecided) return false;
    auto where = reasoner->ReasonsFor(differs, *witness);
    if (!where) return false;
    Region region{before, after, *std::move(where), *std::move(witness)};
    left = reasoner->And(left, reasoner->Not(reasoner->AllOf(region.where)));
    regions->push_back(std::move(region));
  }
  return false;
}

std::string WordsText(const std::vector<Symbol>& words, const Schema& schema,
                      const std::vector<std::pair<std::string, std::vector<Symbol>>>& sets) {
  std::vector<Symbol> sorted = words;
  std::ranges::sort(sorted);
  if (sorted.size() > 1) {
    for (const auto& [name, members] : sets) {
      if (members == sorted) return fmt::format("group \"{}\"", name);
    }
  }
  std::vector<std::string> texts;
  for (const Symbol word : sorted) texts.push_back(schema.symbols().Text(word));
  std::ranges::sort(texts);
  constexpr std::size_t kShown = 6;
  if (texts.size() <= kShown) return Join(texts, " or ");
  const std::size_t more = texts.size() - kShown + 1;
  texts.resize(kShown - 1);
  return fmt::format("{} or {} more", Join(texts, ", "), more);
}

Relation Opposite(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return Relation::kGreaterEqual;
    case Relation::kLessEqual:
      return Relation::kGreater;
    case Relation::kGreater:
      return Relation::kLessEqual;
    case Relation::kGreaterEqual:
      return Relation::kLess;
    case Relation::kEqual:
      return Relation::kNotEqual;
    case Relation::kNotEqual:
      return Relation::kEqual;
  }
  return relation;
}

}  // namespace

Difference DifferenceOf(Reasoner* reasoner, std::size_t before, std::size_t after, Formula where,
                        const DifferenceLimits& limits) {
  const auto end = std::chrono::steady_clock::now() + limits.time;
  Difference difference;
  for (const Outcome a : kOutcomes) {
    for (const Outcome b : kOutcomes) {
      if (a == b) continue;
      const Formula differs = reasoner->And(
          where, reasoner->And(reasoner->OutcomeIs(before, a), reasoner->OutcomeIs(after, b)));
      if (!AddRegions(reasoner, differs, a, b, limits, end, &difference.regions)) {
        difference.open.emplace_back(a, b);
      }
    }
  }
  return difference;
}

std::string TextOf(const Literal& literal, const Schema& schema,
                   const std::vector<std::pair<std::string, std::vector<Symbol>>>& sets) {
  const Node& node = literal.atom;
  const auto name = [&](int fact) { return schema.facts()[static_cast<std::size_t>(fact)].name; };
  const char* is = literal.holds ? "is" : "is not";
  switch (node.op) {
    case Op::kBoolFact:
      return fmt::format("{}{}", literal.holds ? "" : "not ", name(node.ref.fact));
    case Op::kCompare:
    case Op::kCompareRatio: {
      std::vector<std::string> terms;
      for (const Term& term : node.terms) {
        terms.push_back(term.coefficient == Decimal::FromInt(1)
                            ? name(term.ref.fact)
                            : term.coefficient.ToString() + " x " + name(term.ref.fact));
      }
      const Relation relation = literal.holds ? node.relation : Opposite(node.relation);
      // Where the density has no denominator no comparison holds.
      const bool undefined = node.op == Op::kCompareRatio && !literal.holds;
      return fmt::format("{} {} {}{}", Join(terms, " + "), ToString(relation),
                         node.constant.ToString(), undefined ? " or undefined" : "");
    }
    case Op::kSymbolIn:
      return fmt::format("{} {} {}", name(node.ref.fact), is, WordsText(node.words, schema, sets));
    case Op::kSameSymbol:
      return fmt::format("{} {} {}", name(node.ref.fact), is, name(node.other.fact));
    case Op::kSetHas:
    case Op::kSetMeets:
      return fmt::format("{} {} {}", name(node.ref.fact), literal.holds ? "has" : "has not",
                         WordsText(node.words, schema, sets));
    default:
      return "?";
  }
}

}  // namespace licet
