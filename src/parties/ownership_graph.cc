#include "parties/ownership_graph.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

#include "licet/base/text.h"

namespace licet {

Truth BearsFlag(const Party& party, std::string_view flag, Date day) {
  const std::string lower = AsciiLower(flag);
  if (std::ranges::find(party.flags, lower) != party.flags.end()) return Truth::kTrue;
  Truth bears = Truth::kFalse;
  for (const ScreenedFlag& screened : party.screened) {
    if (screened.flag == lower && screened.valid.Contains(day)) bears = Or(bears, screened.truth);
  }
  return bears;
}

Truth BearsOneOf(const Party& party, const std::vector<std::string>& flags, Date day) {
  Truth bears = Truth::kFalse;
  for (const std::string& flag : flags) bears = Or(bears, BearsFlag(party, flag, day));
  return bears;
}

OwnershipGraph::OwnershipGraph(const PartyBook& book, const Party& party, Date day,
                               const std::function<Truth(const Party&)>& bears) {
  std::map<std::string_view, std::size_t> index = {{party.id, 0}};
  const auto add = [&](const Party* one) {
    OwnershipNode node;
    node.party = one;
    if (one != nullptr) node.bears = bears(*one);
    node.certain = node.bears == Truth::kTrue;
    node.possible = node.bears != Truth::kFalse || one == nullptr;
    nodes_.push_back(std::move(node));
    return nodes_.size() - 1;
  };
  add(&party);
  for (std::size_t at = 0; at < nodes_.size(); ++at) {
    if (nodes_[at].party == nullptr) continue;
    for (const OwnerShare* share : book.OwnersOf(nodes_[at].party->id, day)) {
      std::size_t owner = 0;
      if (share->owner == kUnknownParty) {
        owner = add(nullptr);
      } else if (const auto known = index.find(share->owner); known != index.end()) {
        owner = known->second;
      } else {
        owner = add(*book.Find(share->owner));
        index.emplace(share->owner, owner);
      }
      nodes_[at].owners.push_back(
          {owner, share->share.low->micros(), share->share.high->micros(), share});
    }
  }
  GrowToFixedPoint();
}

ShareSum OwnershipGraph::ListedShare(std::size_t node) const {
  ShareSum sum;
  std::int64_t others = 0;
  for (const Stake& stake : nodes_[node].owners) {
    const OwnershipNode& owner = nodes_[stake.owner];
    if (owner.certain) sum.low = std::min(kWholeMicros, sum.low + stake.low);
    if (owner.possible) {
      sum.high = std::min(kWholeMicros, sum.high + stake.high);
    } else {
      others = std::min(kWholeMicros, others + stake.low);
    }
  }
  sum.high = std::max(sum.low, std::min(sum.high, kWholeMicros - others));
  return sum;
}

void OwnershipGraph::GrowToFixedPoint() {
  for (bool changed = true; changed;) {
    changed = false;
    // Owners stand behind what they own, so that most changes spread in one pass.
    for (std::size_t at = nodes_.size(); at-- > 0;) {
      OwnershipNode& node = nodes_[at];
      if (node.certain) continue;
      const ShareSum sum = ListedShare(at);
      const bool certain = sum.low >= kHalfMicros;
      const bool possible = node.possible || sum.high >= kHalfMicros;
      changed = changed || certain || possible != node.possible;
      node.certain = certain;
      node.possible = possible;
    }
  }
}

// Tarjan's strongly connected components (SIAM J. Comput. 1972), with a stack of
// its own because chains of owners may be long.
std::vector<std::vector<std::size_t>> OwnershipGraph::Groups() const {
  constexpr std::size_t kNotSeen = static_cast<std::size_t>(-1);
  struct Frame {
    std::size_t node;
    std::size_t next = 0;  // owner to visit
  };
  std::vector<std::size_t> order(nodes_.size(), kNotSeen);
  std::vector<std::size_t> lowest(nodes_.size(), 0);
  std::vector<bool> open(nodes_.size(), false);
  std::vector<std::size_t> members;
  std::vector<Frame> path;
  std::vector<std::vector<std::size_t>> groups;
  std::size_t count = 0;
  const auto enter = [&](std::size_t node) {
    order[node] = lowest[node] = count++;
    open[node] = true;
    members.push_back(node);
    path.push_back({node});
  };
  enter(0);
  while (!path.empty()) {
    Frame& frame = path.back();
    const std::size_t node = frame.node;
    if (frame.next < nodes_[node].owners.size()) {
      const std::size_t owner = nodes_[node].owners[frame.next++].owner;
      if (order[owner] == kNotSeen) {
        enter(owner);
      } else if (open[owner]) {
        lowest[node] = std::min(lowest[node], order[owner]);
      }
      continue;
    }
    path.pop_back();
    if (!path.empty()) {
      std::size_t& below = lowest[path.back().node];
      below = std::min(below, lowest[node]);
    }
    if (lowest[node] != order[node]) continue;
    const auto first = std::find(members.rbegin(), members.rend(), node).base() - 1;
    groups.emplace_back(first, members.end());
    for (const std::size_t member : groups.back()) open[member] = false;
    members.erase(first, members.end());
  }
  return groups;
}

}  // namespace licet
