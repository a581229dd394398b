// A set of shares settles the answer when, whatever their values turn out to be,
// the other shares no longer matter. That is tried by looking for a
// counterexample: values of the set under which the party is not restricted when
// all other shares are as small as they may be, and restricted when they are as
// large as they may be. In both worlds a party counts as listed or not; over all
// values of the shares in it, a node can reach some of the three states below,
// and which ones depends on its owners' states alone. So owners come first, and
// each state a node can reach is tried with each of the next.

#include "parties/settle.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace licet {
namespace {

constexpr std::size_t kCandidatesMax = 20;  // above: no search through all sets
constexpr std::size_t kSizeMax = 4;         // likewise
constexpr std::size_t kSparedMax = 200;     // above: not even one by one
constexpr int kStepsMax = 100'000;          // states tried for one set

// How a node counts with the other shares small, and with them large.
enum class State : std::uint8_t { kNever, kDepends, kAlways };

struct Candidate {
  std::size_t node = 0;
  std::size_t stake = 0;
};

class Search {
 public:
  Search(const OwnershipGraph& graph, std::vector<std::size_t> order)
      : nodes_(graph.nodes()),
        order_(std::move(order)),
        state_(nodes_.size()),
        stake_of_unknown_(nodes_.size()) {
    chosen_.resize(nodes_.size());
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
      chosen_[i].resize(nodes_[i].owners.size());
      for (std::size_t j = 0; j < nodes_[i].owners.size(); ++j) {
        stake_of_unknown_[nodes_[i].owners[j].owner] = {i, j};
      }
    }
  }

  void Choose(const Candidate& one, bool chosen) { chosen_[one.node][one.stake] = chosen; }

  bool Settles() {
    steps_ = 0;
    return !FindsDoubt(0);
  }

  // Whether some set was too large to try to the end: a smaller one may settle.
  bool gave_up() const { return gave_up_; }

 private:
  // Whether some choice of states from order_[at] on leaves the party in doubt.
  bool FindsDoubt(std::size_t at) {
    for (; at < order_.size(); ++at) {
      if (++steps_ > kStepsMax) {
        gave_up_ = true;
        return true;  // not shown to settle
      }
      const std::size_t node = order_[at];
      const std::array<bool, 3> reached = Reached(node);
      const auto first = std::ranges::find(reached, true);
      if (std::ranges::count(reached, true) > 1) return FindsDoubtBelow(at, reached);
      state_[node] = static_cast<State>(first - reached.begin());
    }
    return state_[0] == State::kDepends;
  }

  // Tries each of several states.
  bool FindsDoubtBelow(std::size_t at, const std::array<bool, 3>& reached) {
    for (const State state : {State::kDepends, State::kNever, State::kAlways}) {
      if (!reached[static_cast<std::size_t>(state)]) continue;
      state_[order_[at]] = state;
      if (FindsDoubt(at + 1)) return true;
    }
    return false;
  }

  // Sums of a node's stakes by how their owners count.
  struct Sums {
    std::int64_t rest_low[3] = {};  // stakes outside the set
    std::int64_t rest_high[3] = {};
    std::int64_t set_low[3] = {};  // stakes in it
    std::int64_t set_high[3] = {};
  };

  Sums SumsOf(std::size_t node) const {
    Sums sums;
    for (std::size_t i = 0; i < nodes_[node].owners.size(); ++i) {
      const Stake& stake = nodes_[node].owners[i];
      const auto state = static_cast<std::size_t>(state_[stake.owner]);
      (chosen_[node][i] ? sums.set_low : sums.rest_low)[state] += stake.low;
      (chosen_[node][i] ? sums.set_high : sums.rest_high)[state] += stake.high;
    }
    return sums;
  }

  // An owner that is not known counts or not, once it is known.
  std::array<bool, 3> ReachedByUnknown(std::size_t node) const {
    const Candidate& held = stake_of_unknown_[node];
    const bool known = chosen_[held.node][held.stake];
    return known ? std::array{true, false, true} : std::array{false, true, false};
  }

  std::array<bool, 3> Reached(std::size_t node) const {
    constexpr std::size_t kNever = 0;
    constexpr std::size_t kDepends = 1;
    constexpr std::size_t kAlways = 2;
    if (nodes_[node].party == nullptr) return ReachedByUnknown(node);
    if (nodes_[node].bears == Truth::kTrue) return {false, false, true};
    const Sums s = SumsOf(node);
    const std::int64_t rest_high = s.rest_high[kDepends] + s.rest_high[kAlways];
    // What the set's shares may come to beside the least of all others.
    const std::int64_t room =
        kWholeMicros - s.rest_low[kNever] - s.rest_low[kDepends] - s.rest_low[kAlways];
    const std::int64_t others = s.rest_low[kNever] + s.set_low[kNever];
    const std::int64_t always = s.rest_low[kAlways];

    const std::int64_t most =
        std::min(s.set_high[kAlways], room - s.set_low[kNever] - s.set_low[kDepends]);
    const bool can_always = always + most >= kHalfMicros;

    const std::int64_t least = s.set_low[kAlways] + s.set_low[kDepends];
    const std::int64_t most_others =
        s.rest_low[kNever] + std::min(s.set_high[kNever], room - least);
    const bool can_never = std::min(rest_high + least, kWholeMicros - most_others) < kHalfMicros;

    // Just too little in the one world, enough in the other.
    const std::int64_t below = std::min(s.set_high[kAlways], kHalfMicros - 1 - always);
    const std::int64_t both = std::min(below + s.set_high[kDepends], room - s.set_low[kNever]);
    const bool can_depend = below >= s.set_low[kAlways] && rest_high + both >= kHalfMicros &&
                            kWholeMicros - others >= kHalfMicros;
    // Whether a like name is the listed one, no share tells.
    if (nodes_[node].bears == Truth::kUnknown) return {false, can_never || can_depend, can_always};
    return {can_never, can_depend, can_always};
  }

  const std::vector<OwnershipNode>& nodes_;
  const std::vector<std::size_t> order_;  // owners first
  std::vector<State> state_;
  std::vector<Candidate> stake_of_unknown_;  // by node; of use for unknown owners only
  std::vector<std::vector<bool>> chosen_;
  int steps_ = 0;
  bool gave_up_ = false;
};

// Shares that are not known, of owners that may count, in parties for which they
// can make a difference.
std::vector<Candidate> CandidatesOf(const std::vector<OwnershipNode>& nodes) {
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (nodes[i].certain || !nodes[i].possible) continue;
    for (std::size_t j = 0; j < nodes[i].owners.size(); ++j) {
      const Stake& stake = nodes[i].owners[j];
      const OwnershipNode& owner = nodes[stake.owner];
      const bool open = stake.low < stake.high || owner.party == nullptr;
      if (open && owner.possible && stake.high > 0) candidates.push_back({i, j});
    }
  }
  return candidates;
}

// Tries all sets of `size` candidates from `first` on; leaves the one found chosen.
bool TrySets(const std::vector<Candidate>& candidates, std::size_t first, std::size_t size,
             Search* search, std::vector<Candidate>* set) {
  if (size == 0) return search->Settles();
  for (std::size_t i = first; i + size <= candidates.size(); ++i) {
    search->Choose(candidates[i], true);
    set->push_back(candidates[i]);
    if (TrySets(candidates, i + 1, size - 1, search, set)) return true;
    set->pop_back();
    search->Choose(candidates[i], false);
  }
  return false;
}

// From all of them, leaves out each that can be spared.
std::vector<Candidate> Spared(const std::vector<Candidate>& candidates, Search* search) {
  for (const Candidate& one : candidates) search->Choose(one, true);
  std::vector<Candidate> kept;
  for (const Candidate& one : candidates) {
    search->Choose(one, false);
    if (search->Settles()) continue;
    search->Choose(one, true);
    kept.push_back(one);
  }
  return kept;
}

}  // namespace

Settling SettlingShares(const OwnershipGraph& graph) {
  const std::vector<OwnershipNode>& nodes = graph.nodes();
  const std::vector<Candidate> candidates = CandidatesOf(nodes);
  const auto settling = [&nodes](const std::vector<Candidate>& set, bool fewest) {
    Settling result{{}, fewest};
    for (const Candidate& one : set) {
      result.shares.push_back(nodes[one.node].owners[one.stake].share);
    }
    return result;
  };
  std::vector<std::size_t> order;
  for (const std::vector<std::size_t>& group : graph.Groups()) {
    // In a circle no node comes first.
    if (group.size() > 1 || candidates.size() > kSparedMax)
      return settling(candidates, candidates.size() == 1);
    order.push_back(group.front());
  }
  Search search(graph, std::move(order));
  const std::size_t sizes = std::min(kSizeMax, candidates.size());
  if (candidates.size() <= kCandidatesMax) {
    for (std::size_t size = 1; size <= sizes; ++size) {
      std::vector<Candidate> set;
      if (TrySets(candidates, 0, size, &search, &set)) return settling(set, !search.gave_up());
    }
  }
  const std::vector<Candidate> kept = Spared(candidates, &search);
  const bool tried = candidates.size() <= kCandidatesMax && !search.gave_up();
  return settling(kept, tried && kept.size() == kSizeMax + 1);
}

}  // namespace licet
