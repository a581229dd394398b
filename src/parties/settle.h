// Which shares must be known to say whether listed parties own half of a party.
//
// Thread safety: pure function.

#ifndef LICET_PARTIES_SETTLE_H_
#define LICET_PARTIES_SETTLE_H_

#include <vector>

#include "parties/ownership_graph.h"

namespace licet {

struct Settling {
  std::vector<const OwnerShare*> shares;
  bool fewest = true;
};

// REQUIRES: node 0 may count as listed by its owners, but not for certain.
Settling SettlingShares(const OwnershipGraph& graph);

}  // namespace licet

#endif  // LICET_PARTIES_SETTLE_H_
