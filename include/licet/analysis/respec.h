// The smallest changes of a circuit's specification that make the law answer otherwise.
//
// What may change: processing power, links and memory bandwidth downwards, die area upwards,
// and that it is for datacenters. A plan is a set of changes of which none can be left out;
// each figure stays as good as the others of the plan let it, in the order that the plan
// lists them. Plans that need several changes are listed once for each figure put first.
//
// Thread safety: as Reasoner.

#ifndef LICET_ANALYSIS_RESPEC_H_
#define LICET_ANALYSIS_RESPEC_H_

#include <string>
#include <vector>

#include "licet/analysis/design.h"

namespace licet {

struct Change {
  int fact = -1;
  Decimal from;
  Decimal to;         // the most that is permitted, or of a die area the least
  bool flag = false;  // a flag taken away: no figures
  std::vector<Turn> turns;
};

struct Respec {
  Search search = Search::kUndecided;      // kFound: plans are there, or none is needed
  bool agreed = true;                      // every plan was judged again, and is so under every law
  bool already = false;                    // as it is, it is so
  std::vector<std::vector<Change>> plans;  // fewest changes first
  std::vector<Witness> parts;              // by plan: what comes out
};

// `requirements` have the item's facts in their deals, all known. `where` may ask for other
// facts in `free`, and holds throughout.
Respec RespecOf(Reasoner* reasoner, const Schema& schema, std::vector<Requirement> requirements,
                std::set<int> free, Formula where);

}  // namespace licet

#endif  // LICET_ANALYSIS_RESPEC_H_
