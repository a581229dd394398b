#include "licet/analysis/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::kNotOnRoute, Outcome::kNoLicenceRequired,
                                 Outcome::kException,  Outcome::kLicenceRequired,
                                 Outcome::kProhibited, Outcome::kUnknown};

class RegionFinder {
 public:
  RegionFinder(Reasoner* reasoner, std::size_t before, std::size_t after, const Schema& schema,
               const DifferenceLimits& limits)
      : reasoner_(reasoner),
        schema_(schema),
        laws_{before, after},
        limits_(limits),
        end_(std::chrono::steady_clock::now() + limits.time) {
    for (const bool second : {false, true}) {
      const Snapshot& snapshot = SnapshotOf(second);
      for (const int number : snapshot.in_force) {
        numbers_[second].emplace(snapshot.pack->provisions[static_cast<std::size_t>(number)].id,
                                 number);
      }
    }
  }

  // All regions of one pair of outcomes; false when some may be left.
  bool AddRegions(Formula differs, Outcome before, Outcome after, std::vector<Region>* regions) {
    Formula left = differs;
    while (regions->size() < limits_.regions && std::chrono::steady_clock::now() < end_) {
      std::optional<Witness> witness;
      const Search search = reasoner_->Find(left, &witness);
      if (search == Search::kNone) return true;
      if (search == Search::kUndecided) return false;
      Region region{before, after, {}, {}, *std::move(witness)};
      if (!limits_.by_facts) region.cause = CauseOf(region.witness);
      // An exception that fires beside the one that is chosen moves nothing.
      if (!reasoner_->TruthsOf({FormulaOf(region)}, region.witness.facts)[0]) {
        region.cause.reset();
      }
      if (!region.cause) {
        auto where = reasoner_->ReasonsFor(differs, region.witness);
        if (!where) return false;
        region.where = *std::move(where);
      }
      left = reasoner_->And(left, reasoner_->Not(FormulaOf(region)));
      regions->push_back(std::move(region));
    }
    return false;
  }

 private:
  const Snapshot& SnapshotOf(bool second) const { return reasoner_->SnapshotOf(laws_[second]); }
  const Provision& At(bool second, int number) const {
    return SnapshotOf(second).pack->provisions[static_cast<std::size_t>(number)];
  }
  // The same provision under the other law, or -1.
  int Twin(bool second, int number) const {
    const auto found = numbers_[!second].find(At(second, number).id);
    return found == numbers_[!second].end() ? -1 : found->second;
  }

  // What fires under one law only: a code before a rule, for rules follow from codes; the
  // code that governs before others; what is new before what ended.
  std::optional<Cause> CauseOf(const Witness& witness) const {
    Facts one = witness.facts;
    Facts other = witness.facts;
    const Determination judged[2] = {Determine(SnapshotOf(false), schema_, &one),
                                     Determine(SnapshotOf(true), schema_, &other)};
    std::optional<Cause> code;
    std::optional<Cause> rule;
    for (const bool second : {true, false}) {
      for (const int number : SnapshotOf(second).in_force) {
        const std::optional<Cause> cause = FiresOnlyHere(judged, second, number);
        if (!cause) continue;
        const Provision& provision = At(second, number);
        if (provision.stage != Stage::kClassify) {
          if (!rule) rule = cause;
        } else if (provision.gives->name == judged[second].governing) {
          return cause;
        } else if (!code) {
          code = cause;
        }
      }
    }
    return code ? code : rule;
  }

  std::optional<Cause> FiresOnlyHere(const Determination judged[2], bool second,
                                     int number) const {
    const Provision& provision = At(second, number);
    if (!provision.gives || provision.stage > Stage::kExcept) return std::nullopt;
    const Truth here = judged[second].fires[static_cast<std::size_t>(number)];
    const int twin = Twin(second, number);
    const Truth there =
        twin < 0 ? Truth::kFalse : judged[!second].fires[static_cast<std::size_t>(twin)];
    if (here == Truth::kTrue && there != Truth::kTrue) return Cause{!second, number, true};
    if (here == Truth::kUnknown && there == Truth::kFalse) return Cause{!second, number, false};
    return std::nullopt;
  }

  Formula FormulaOf(const Cause& cause) const {
    const std::size_t here = laws_[!cause.before];
    const std::size_t there = laws_[cause.before];
    const int twin = Twin(!cause.before, cause.provision);
    if (cause.surely) {
      return reasoner_->And(reasoner_->Fires(here, cause.provision),
                            reasoner_->Not(reasoner_->Fires(there, twin)));
    }
    return reasoner_->And(reasoner_->MayFire(here, cause.provision),
                          reasoner_->Not(reasoner_->MayFire(there, twin)));
  }
  Formula FormulaOf(const Region& region) const {
    return region.cause ? FormulaOf(*region.cause) : reasoner_->AllOf(region.where);
  }

  Reasoner* reasoner_;
  const Schema& schema_;
  const std::size_t laws_[2];
  const DifferenceLimits& limits_;
  const std::chrono::steady_clock::time_point end_;
  std::map<std::string, int> numbers_[2];  // of the provisions in force, by id
};

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

Difference DifferenceOf(Reasoner* reasoner, const Schema& schema, std::size_t before,
                        std::size_t after, Formula where, const DifferenceLimits& limits) {
  RegionFinder finder(reasoner, before, after, schema, limits);
  Difference difference;
  for (const Outcome a : kOutcomes) {
    for (const Outcome b : kOutcomes) {
      if (a == b) continue;
      const Formula differs = reasoner->And(
          where, reasoner->And(reasoner->OutcomeIs(before, a), reasoner->OutcomeIs(after, b)));
      if (!finder.AddRegions(differs, a, b, &difference.regions)) {
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
