// Where two laws differ: every way in which the outcome of a transaction is another.
//
// A way is a region: a provision that fires, or may fire, under one law only, of those that
// classify, or where none of these does, of those that require, restrict or except. Asked by facts,
// or where no provision is to blame, it is what of the item, the route and the use suffices for the
// two outcomes, with parties, papers and lists of codes as in the transaction beside it. Regions
// may overlap. When the difference is complete, no transaction outside all regions, whoever deals,
// has these two outcomes.
//
// Every pair of outcomes is asked by a reasoner of its own, so that two threads find what
// one does.
//
// Thread safety: no other call with the same schema may run beside DifferenceOf.

#ifndef LICET_ANALYSIS_DIFFERENCE_H_
#define LICET_ANALYSIS_DIFFERENCE_H_

#include <optional>
#include <string>
#include <vector>

#include "licet/analysis/reasoner.h"

namespace licet {

// A provision that fires under one of the laws only.
struct Cause {
  bool before = false;  // it fired under the first law; else it fires under the second
  int provision = -1;   // by number in that law's pack
  bool surely = true;   // else it may fire, and surely does not under the other law
};

struct Region {
  Outcome before = Outcome::kUnknown;
  Outcome after = Outcome::kUnknown;
  std::optional<Cause> cause;
  std::vector<Literal> where;  // without a cause
  Witness witness;
};

struct Difference {
  std::vector<Region> regions;
  // Pairs of outcomes of which more may differ: the time or the regions were over.
  std::vector<std::pair<Outcome, Outcome>> open;
  bool complete() const { return open.empty(); }
};

struct DifferenceLimits {
  std::size_t regions = 200;
  std::chrono::milliseconds time{30'000};
  bool by_facts = false;
};

// `where`, with these sets by name, narrows what is asked.
Difference DifferenceOf(const Schema& schema, const Snapshot& before, const Snapshot& after,
                        const Expression& where, const SetMembers& sets,
                        const DifferenceLimits& limits);

// "item.tpp >= 4800", "transaction.destination is CN or MO", "not item.has_hbm". Many words
// that are a named set's are called by its name: `sets` has the members by name.
std::string TextOf(const Literal& literal, const Schema& schema,
                   const std::vector<std::pair<std::string, std::vector<Symbol>>>& sets);

}  // namespace licet

#endif  // LICET_ANALYSIS_DIFFERENCE_H_
