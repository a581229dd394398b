// Ownership by listed parties, as a least fixed point.
//
// A party counts as listed when it bears a listed flag or when parties that
// count as listed own at least half of it (15 CFR 744.11 as in 90 FR 47201:
// "50 percent or more, individually or in aggregate, directly or indirectly").
// Two sets grow from the flagged parties until neither changes: those that
// certainly count, by the lower bounds of shares, and those that may, by the
// upper bounds. Sets that only grow end, whatever circles the shares form.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/text.h"
#include "licet/parties/party.h"
#include "parties/owners.h"

namespace licet {
namespace {

constexpr std::int64_t kWhole = Decimal::FromInt(100).micros();
constexpr std::int64_t kHalf = Decimal::FromInt(50).micros();

struct Stake {
  std::size_t owner;
  std::int64_t low;  // millionths of a percent
  std::int64_t high;
};

struct Node {
  bool certain = false;   // counts as listed
  bool possible = false;  // may count as listed
  std::vector<Stake> owners;
};

struct Sum {
  std::int64_t low = 0;
  std::int64_t high = 0;
};

bool BearsAny(const Party& party, const std::vector<std::string>& flags) {
  return std::ranges::any_of(flags, [&party](const std::string& flag) {
    return std::ranges::find(party.flags, AsciiLower(flag)) != party.flags.end();
  });
}

// What the listed owners of a node hold. The parts of others bound it from
// above, for all parts together are at most the whole.
Sum ListedShare(const std::vector<Node>& nodes, const Node& node) {
  Sum sum;
  std::int64_t others = 0;
  for (const Stake& stake : node.owners) {
    const Node& owner = nodes[stake.owner];
    if (owner.certain) sum.low = std::min(kWhole, sum.low + stake.low);
    if (owner.possible) {
      sum.high = std::min(kWhole, sum.high + stake.high);
    } else {
      others = std::min(kWhole, others + stake.low);
    }
  }
  sum.high = std::max(sum.low, std::min(sum.high, kWhole - others));
  return sum;
}

void GrowToFixedPoint(std::vector<Node>* nodes) {
  for (bool changed = true; changed;) {
    changed = false;
    for (Node& node : *nodes) {
      const Sum sum = ListedShare(*nodes, node);
      const bool certain = node.certain || sum.low >= kHalf;
      const bool possible = node.possible || certain || sum.high >= kHalf;
      changed = changed || certain != node.certain || possible != node.possible;
      node.certain = certain;
      node.possible = possible;
    }
  }
}

}  // namespace

std::vector<Date> PartyBook::OwnershipDays() const {
  std::vector<Date> days;
  for (const OwnerShare& share : shares_) {
    for (Date day : {share.valid.from, share.valid.to}) {
      if (day != Date::Min() && day != Date::Max()) days.push_back(day);
    }
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

Range PartyBook::ListedOwnership(const Party& party, Date day,
                                 const std::vector<std::string>& listed_flags) const {
  // The party's owners, their owners and so on; node 0 is the party.
  std::vector<Node> nodes(1);
  std::vector<std::string_view> ids = {party.id};
  std::map<std::string_view, std::size_t> index = {{party.id, 0}};
  const auto node_of = [&](std::string_view id) {
    const auto [entry, added] = index.try_emplace(id, nodes.size());
    if (added) {
      Node node;
      if (id == kUnknownParty) {
        node.possible = true;
      } else {
        node.certain = BearsAny(parties_[by_id_.find(id)->second], listed_flags);
        node.possible = node.certain;
      }
      nodes.push_back(std::move(node));
      ids.push_back(id);
    }
    return entry->second;
  };
  nodes[0].certain = nodes[0].possible = BearsAny(party, listed_flags);
  for (std::size_t at = 0; at < nodes.size(); ++at) {
    const auto owners = std::ranges::equal_range(
        shares_, ids[at], {},
        [](const OwnerShare& share) -> std::string_view { return share.owned; });
    for (const OwnerShare& share : owners) {
      if (!share.valid.Contains(day)) continue;
      const std::size_t owner = node_of(share.owner);
      nodes[at].owners.push_back({owner, share.share.low->micros(), share.share.high->micros()});
    }
  }
  GrowToFixedPoint(&nodes);
  const Sum sum = ListedShare(nodes, nodes[0]);
  return Range::Between(Decimal::FromMicros(sum.low), Decimal::FromMicros(sum.high));
}

}  // namespace licet
