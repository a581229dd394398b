// Questions about the law that a solver (Z3) answers for every transaction at once:
// is there one of which a formula holds?
//
// The formulas are made of the same circuits and atoms that judge orders (regime/
// compile.h), so that the solver and the evaluators cannot read the law differently.
// A transaction here is one of which every fact is known; numbers are whole millionths,
// as everywhere. What the law itself leaves open stays open: then the outcome is
// `unknown`, and a condition neither holds nor fails.
//
// What a transaction may be is as wide as the schema: facts of an item need not be those
// of any chip that exists. Assumed is only: a number is between the schema's `least` and
// `most` (0 and 9 * 10^12 where it says nothing), a word is one that the schema allows, a
// fact is in the domain that the user stated of it instead (rules/domain.h), what an
// overlay sets is so, TPP is at most 64 times the rate, and an assembly computes no less
// than its largest circuit. Two roles may name one firm and say different things of it, as
// files of parties may.
//
// Thread safety: one Reasoner, one thread.

#ifndef LICET_ANALYSIS_REASONER_H_
#define LICET_ANALYSIS_REASONER_H_

#include <chrono>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "licet/regime/compile.h"
#include "licet/regime/determine.h"
#include "licet/rules/expression.h"
#include "licet/rules/facts.h"

namespace licet {

// Made by one Reasoner and good for it alone.
struct Formula {
  std::size_t number = 0;
};

enum class Search {
  kFound,
  kNone,       // proved: there is none
  kUndecided,  // the time was over
};

// Something that the law asks of the facts, and whether it is so.
struct Literal {
  Node atom;  // no set by name, no field of a party
  bool holds = true;
};

// A transaction, as plain as could be found: facts that do not matter are false, zero,
// empty or another word than any that the law names.
struct Witness {
  Facts facts;
  std::vector<int> told;  // numbers of the facts that are not at their plainest
};

class Reasoner {
 public:
  // `limit` is the time of each search, the making of its witness included; its last
  // question may take as long again.
  Reasoner(const Schema& schema, std::chrono::milliseconds limit);
  ~Reasoner();
  Reasoner(const Reasoner&) = delete;
  Reasoner& operator=(const Reasoner&) = delete;

  // The law of a regime at an instant; gives its number. The snapshot must stay. In all
  // detail it can be asked of every provision, else of those that classify, require,
  // restrict and except.
  std::size_t AddLaw(const Snapshot& snapshot, PatternDetail detail = PatternDetail::kVerdict);

  Formula Always();
  Formula OutcomeIs(std::size_t law, Outcome outcome);
  // Whether a provision surely fires; -1 is one that does not exist.
  Formula Fires(std::size_t law, int provision);
  // Whether it may; of a law in all detail.
  Formula MayFire(std::size_t law, int provision);
  const Snapshot& SnapshotOf(std::size_t law) const;
  // Whether a condition surely holds. It may ask for facts, not for results of stages.
  Formula Holds(const Expression& condition, const SetMembers& sets);
  // Whether the facts with a stated domain (rules/domain.h) are in it. Of facts that are
  // not fixed it is assumed anyway.
  Formula InStatedDomains();
  Formula Not(Formula a);
  Formula And(Formula a, Formula b);
  Formula Or(Formula a, Formula b);

  // The formula where the facts with these numbers are as they are here, all known: then it
  // says nothing of them any more.
  Formula Given(Formula formula, const Facts& facts, const std::set<int>& fixed);

  // The formula with another number for a fact: that of its copy 1, 2 ... A number itself is
  // copy 0.
  Formula AtCopy(Formula formula, int fact, int copy);
  // That one of these is smaller than the other.
  Formula Below(int fact, int copy, int other);

  // A transaction of which the formula holds. *witness is set when one is found.
  Search Find(Formula formula, std::optional<Witness>* witness);
  // Whether there is one.
  Search Ask(Formula formula);

  // Of what the witness says of item, route and use (numbers, words and flags), as little
  // as makes the formula hold, the rest of its facts being as they are: empty when these
  // are enough. Nothing when the time is over.
  std::optional<std::vector<Literal>> ReasonsFor(Formula formula, const Witness& witness);
  Formula AllOf(const std::vector<Literal>& literals);

  // The formulas' truths for one transaction whose facts are all known, to compare with
  // the evaluators.
  std::vector<bool> TruthsOf(const std::vector<Formula>& formulas, const Facts& facts);

  // The question as SMT-LIB 2, for another solver: satisfiable when there is one.
  std::string SmtLib(Formula formula);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet

#endif  // LICET_ANALYSIS_REASONER_H_
