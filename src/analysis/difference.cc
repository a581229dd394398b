#include "licet/analysis/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::kNotOnRoute, Outcome::kNoLicenceRequired,
                                 Outcome::kException,  Outcome::kLicenceRequired,
                                 Outcome::kProhibited, Outcome::kUnknown};

using OutcomePair = std::pair<Outcome, Outcome>;

struct Question {
  const Schema& schema;
  const Snapshot& before;
  const Snapshot& after;
  const Expression& where;
  const SetMembers& sets;
  const DifferenceLimits& limits;
  const std::chrono::steady_clock::time_point end;
};

// Of one pair of outcomes.
struct Found {
  std::vector<Region> regions;
  bool complete = false;
};

class RegionFinder {
 public:
  explicit RegionFinder(const Question& question)
      : question_(question), schema_(question.schema), reasoner_(schema_, Left(question)) {
    laws_[0] = reasoner_.AddLaw(question.before, PatternDetail::kFires);
    laws_[1] = reasoner_.AddLaw(question.after, PatternDetail::kFires);
    where_ = reasoner_.Holds(question.where, question.sets);
    for (const bool second : {false, true}) {
      const Snapshot& snapshot = SnapshotOf(second);
      for (const int number : snapshot.in_force) {
        numbers_[second].emplace(snapshot.pack->provisions[static_cast<std::size_t>(number)].id,
                                 number);
      }
    }
  }

  // Whether any transaction has these outcomes.
  Search Any(OutcomePair pair) { return reasoner_.Ask(Differs(pair)); }

  Found Regions(OutcomePair pair) {
    Found found;
    const Formula differs = Differs(pair);
    Formula left = differs;
    while (found.regions.size() <= question_.limits.regions &&
           std::chrono::steady_clock::now() < question_.end) {
      std::optional<Witness> witness;
      const Search search = reasoner_.Find(left, &witness);
      if (search != Search::kFound) {
        found.complete = search == Search::kNone;
        break;
      }
      std::optional<Region> region = RegionOf(pair, differs, *std::move(witness));
      if (!region) break;
      left = reasoner_.And(left, reasoner_.Not(FormulaOf(*region)));
      found.regions.push_back(*std::move(region));
    }
    return found;
  }

 private:
  static std::chrono::milliseconds Left(const Question& question) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
        std::max(question.end - std::chrono::steady_clock::now(), {}));
  }

  Formula Differs(OutcomePair pair) {
    return reasoner_.And(where_, reasoner_.And(reasoner_.OutcomeIs(laws_[0], pair.first),
                                               reasoner_.OutcomeIs(laws_[1], pair.second)));
  }

  // Nothing when the time is over.
  std::optional<Region> RegionOf(OutcomePair pair, Formula differs, Witness witness) {
    Region region{pair.first, pair.second, {}, {}, std::move(witness)};
    if (!question_.limits.by_facts) region.cause = CauseOf(region.witness);
    // An exception that fires beside the one that is chosen moves nothing.
    if (!reasoner_.TruthsOf({FormulaOf(region)}, region.witness.facts)[0]) region.cause.reset();
    if (region.cause) return region;
    auto where = reasoner_.ReasonsFor(differs, region.witness);
    if (!where) return std::nullopt;
    region.where = *std::move(where);
    return region;
  }

  const Snapshot& SnapshotOf(bool second) const {
    return second ? question_.after : question_.before;
  }
  const Provision& At(bool second, int number) const {
    return SnapshotOf(second).pack->provisions[static_cast<std::size_t>(number)];
  }
  // The same provision under the other law, or -1.
  int Twin(bool second, int number) const {
    const auto found = numbers_[!second].find(At(second, number).id);
    return found == numbers_[!second].end() ? -1 : found->second;
  }

  // Of what fires under one law only, what says most: a provision that the other law has not,
  // before one that fires there no more because of another; a code before a rule, for rules
  // follow from codes; what gives the answer of its law before what stands beside it.
  std::optional<Cause> CauseOf(const Witness& witness) const {
    Facts one = witness.facts;
    Facts other = witness.facts;
    const Determination judged[2] = {Determine(SnapshotOf(false), schema_, &one),
                                     Determine(SnapshotOf(true), schema_, &other)};
    std::optional<Cause> best;
    std::array<bool, 3> most{};
    for (const bool second : {true, false}) {
      for (const int number : SnapshotOf(second).in_force) {
        const std::optional<Cause> cause = FiresOnlyHere(judged, second, number);
        if (!cause) continue;
        const Provision& provision = At(second, number);
        const std::array<bool, 3> says = {Twin(second, number) < 0,
                                          provision.stage == Stage::kClassify,
                                          GivesAnswer(provision, judged[second])};
        if (best && says <= most) continue;
        best = cause;
        most = says;
      }
    }
    return best;
  }

  static bool GivesAnswer(const Provision& provision, const Determination& judged) {
    switch (provision.stage) {
      case Stage::kClassify:
        return provision.gives->name == judged.governing;
      case Stage::kExcept:
        return judged.outcome == Outcome::kException;
      default:
        return judged.outcome ==
               (provision.gives->prohibits ? Outcome::kProhibited : Outcome::kLicenceRequired);
    }
  }

  std::optional<Cause> FiresOnlyHere(const Determination judged[2], bool second, int number) const {
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

  Formula FormulaOf(const Cause& cause) {
    const std::size_t here = laws_[!cause.before];
    const std::size_t there = laws_[cause.before];
    const int twin = Twin(!cause.before, cause.provision);
    if (cause.surely) {
      return reasoner_.And(reasoner_.Fires(here, cause.provision),
                           reasoner_.Not(reasoner_.Fires(there, twin)));
    }
    return reasoner_.And(reasoner_.MayFire(here, cause.provision),
                         reasoner_.Not(reasoner_.MayFire(there, twin)));
  }
  Formula FormulaOf(const Region& region) {
    return region.cause ? FormulaOf(*region.cause) : reasoner_.AllOf(region.where);
  }

  const Question& question_;
  const Schema& schema_;
  Reasoner reasoner_;
  std::size_t laws_[2] = {};
  Formula where_;
  std::map<std::string, int> numbers_[2];  // of the provisions in force, by id
};

// The first thread that is free takes the next pair.
std::vector<Found> FindRegions(const Question& question, const std::vector<OutcomePair>& pairs) {
  std::vector<Found> found(pairs.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::exception_ptr failure;
  const auto work = [&] {
    try {
      for (std::size_t i = next++; i < pairs.size(); i = next++) {
        found[i] = RegionFinder(question).Regions(pairs[i]);
      }
    } catch (...) {
      const std::scoped_lock lock(mutex);
      failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> threads;
    const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
    for (std::size_t i = 1; i < std::min(cores, pairs.size()); ++i) threads.emplace_back(work);
    work();
  }
  if (failure) std::rethrow_exception(failure);
  return found;
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

Difference DifferenceOf(const Schema& schema, const Snapshot& before, const Snapshot& after,
                        const Expression& where, const SetMembers& sets,
                        const DifferenceLimits& limits) {
  const Question question{
      schema, before, after, where, sets, limits, std::chrono::steady_clock::now() + limits.time};
  std::vector<OutcomePair> pairs;
  {
    // It reads every word of the law, so that the threads only look them up.
    RegionFinder finder(question);
    for (const Outcome a : kOutcomes) {
      for (const Outcome b : kOutcomes) {
        const bool late = std::chrono::steady_clock::now() >= question.end;
        if (a != b && (late || finder.Any({a, b}) != Search::kNone)) pairs.emplace_back(a, b);
      }
    }
  }
  std::vector<Found> found = FindRegions(question, pairs);
  Difference difference;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::size_t room = limits.regions - difference.regions.size();
    if (!found[i].complete || found[i].regions.size() > room) difference.open.push_back(pairs[i]);
    const auto kept = found[i].regions.begin() +
                      static_cast<std::ptrdiff_t>(std::min(room, found[i].regions.size()));
    difference.regions.insert(difference.regions.end(),
                              std::make_move_iterator(found[i].regions.begin()),
                              std::make_move_iterator(kept));
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
