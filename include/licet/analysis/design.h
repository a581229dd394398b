// The best item that the law permits inside an envelope, and what ends it.
//
// Requirements are put to one item in plain deals (PlainDeal): sold by a maker of one
// country to a buyer of another, nobody marked, nothing on file. The item's facts are free
// as far as the envelope leaves them so. The best value of a metric is found by halving:
// whether a transaction reaches a value is a question that the solver answers exactly, so
// that the best is exact to a millionth, the grain of all numbers here. A line "less than
// 4,800" is therefore met at 4,799.999999.
//
// Thread safety: as Reasoner.

#ifndef LICET_ANALYSIS_DESIGN_H_
#define LICET_ANALYSIS_DESIGN_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "licet/analysis/reasoner.h"

namespace licet {

// Every fact known: a circuit exported from `origin` to `destination` and used there, by a firm of
// the one for a firm of the other, for commercial use; whatever else is false, zero, empty or a
// word that the law does not name. What an overlay sets is as it says.
Facts PlainDeal(const Schema& schema, Symbol origin, Symbol destination);

// What a law shall say of the item in a deal: this outcome, or, where there is none, that
// this word is its answer: a code that the item has, a requirement that is there, the review
// policy.
struct Requirement {
  std::size_t law = 0;  // of the reasoner; in all detail where it gives
  const Snapshot* snapshot = nullptr;
  std::optional<Outcome> outcome;
  std::string gives;
  Facts deal;
};

// By the naive evaluator. `facts` are the deal's with the item's in them.
bool IsMet(const Requirement& requirement, const Schema& schema, Facts facts);

// A provision that says something else one millionth past the best value.
struct Turn {
  std::size_t requirement = 0;  // by number
  int provision = -1;
  bool begins = true;  // it fires, or may fire, past the value; else it ceases to
};

struct Optimum {
  Search search = Search::kUndecided;  // kNone: nothing in the envelope is permitted
  Decimal value;
  // With the facts of the first requirement's deal; set when something was found.
  std::optional<Witness> witness;
  bool agreed = true;  // what was found was judged again, and is so under every law
  // What the law says otherwise when the figure alone goes further. Empty: the envelope ends
  // it, as far as that was proved, or both together.
  std::vector<Turn> turns;
  bool envelope_ends = false;  // proved: nothing in the envelope goes further
  bool undefined = false;      // kNone only because no density is defined
};

class Designer {
 public:
  // REQUIRES: some requirement. `free` has the numbers of the facts that may be chosen; all
  // others are as in the deals.
  Designer(Reasoner* reasoner, const Schema& schema, std::vector<Requirement> requirements,
           std::set<int> free);

  // The largest, or least, value of a number or density inside the envelope, which holds in
  // every deal. The limit of the reasoner is one step's.
  Optimum Best(int metric, bool largest, Formula envelope);
  // Whether anything in the envelope is permitted.
  Search Any(Formula envelope);
  std::optional<Witness> Example(Formula envelope);
  // By the naive evaluator: what every requirement says of the item in its own deal.
  bool IsMetByAll(const Facts& item) const;

 private:
  Formula InDeals(Formula envelope);
  Formula Reaches(int metric, bool largest, std::int64_t micros);
  std::optional<std::int64_t> Furthest(int metric, bool largest, Formula inside, Search* search);
  Facts FactsOf(const Requirement& requirement, const Facts& item) const;
  std::vector<Turn> TurnsPast(int metric, bool largest, const Optimum& best) const;

  Reasoner* reasoner_;
  const Schema& schema_;
  std::vector<Requirement> requirements_;
  std::set<int> free_;
  std::set<int> fixed_;
  Formula permitted_;
};

}  // namespace licet

#endif  // LICET_ANALYSIS_DESIGN_H_
