// The owners of one party on one day, their owners and so on, and which of them
// count as listed.
//
// A party counts as listed when it bears a listed flag or when parties that
// count as listed own at least half of it (15 CFR 744.11 as in 90 FR 47201:
// "50 percent or more, individually or in aggregate, directly or indirectly").
// Two sets grow from the flagged parties until neither changes: those that
// certainly count, by the lower bounds of shares, and those that may, by the
// upper bounds; a party whose name is only like a listed one may. Sets that only grow end, whatever
// circles the shares form.
//
// Thread safety: immutable once built; refers to the book.

#ifndef LICET_PARTIES_OWNERSHIP_GRAPH_H_
#define LICET_PARTIES_OWNERSHIP_GRAPH_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "licet/parties/party.h"

namespace licet {

// Percentages in millionths.
inline constexpr std::int64_t kWholeMicros = Decimal::FromInt(100).micros();
inline constexpr std::int64_t kHalfMicros = Decimal::FromInt(50).micros();

struct Stake {
  std::size_t owner;  // node
  std::int64_t low;
  std::int64_t high;
  const OwnerShare* share;
};

struct OwnershipNode {
  const Party* party = nullptr;  // nullptr: an owner that is not known
  Truth bears = Truth::kFalse;   // a listed flag
  bool certain = false;          // counts as listed
  bool possible = false;         // may count as listed
  std::vector<Stake> owners;
};

struct ShareSum {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

class OwnershipGraph {
 public:
  // `bears`: whether a party counts by itself.
  OwnershipGraph(const PartyBook& book, const Party& party, Date day,
                 const std::function<Truth(const Party&)>& bears);

  // Node 0 is the party. Each owner that is not known is a node of its own, for
  // nobody can say that two of them are one.
  const std::vector<OwnershipNode>& nodes() const { return nodes_; }
  // What owners that count as listed hold of a node. The parts of others bound
  // it from above, for all parts together are at most the whole.
  ShareSum ListedShare(std::size_t node) const;
  // Groups of nodes that own one another in a circle, single nodes included;
  // every group stands after those that own its members.
  std::vector<std::vector<std::size_t>> Groups() const;

 private:
  void GrowToFixedPoint();

  std::vector<OwnershipNode> nodes_;
};

Truth BearsOneOf(const Party& party, const std::vector<std::string>& flags, Date day);

}  // namespace licet

#endif  // LICET_PARTIES_OWNERSHIP_GRAPH_H_
