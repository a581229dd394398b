#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/parties/ownership.h"
#include "parties/ownership_graph.h"
#include "parties/settle.h"

namespace licet {
namespace {

class Analysis {
 public:
  Analysis(const PartyBook& book, const Party& party, Date day,
           const std::vector<std::string>& flags)
      : book_(book),
        party_(party),
        day_(day),
        flags_(flags),
        graph_(book, party, day, [&](const Party& one) { return BearsOneOf(one, flags, day); }) {}

  OwnershipFinding Run() {
    for (const std::string& flag : flags_) {
      const Truth bears = BearsFlag(party_, flag, day_);
      if (bears == Truth::kTrue) found_.listed.push_back(flag);
      if (bears == Truth::kUnknown) found_.listed_perhaps.push_back(flag);
    }
    SetAnswer();
    SetOwners();
    SetTerms();
    SetCycles();
    SetRedFlags();
    SetSettling();
    return std::move(found_);
  }

 private:
  using Nodes = std::set<std::size_t>;

  const std::vector<OwnershipNode>& nodes() const { return graph_.nodes(); }

  void SetAnswer() {
    const ShareSum sum = graph_.ListedShare(0);
    found_.aggregate = Range::Between(Decimal::FromMicros(sum.low), Decimal::FromMicros(sum.high));
    found_.by_ownership = sum.low >= kHalfMicros   ? Truth::kTrue
                          : sum.high < kHalfMicros ? Truth::kFalse
                                                   : Truth::kUnknown;
  }

  // The flagged parties that make a node count as listed, or may: itself, and
  // those that own half of it.
  Nodes RootsOf(std::size_t start, bool certain) const {
    Nodes seen = {start};
    Nodes roots;
    std::vector<std::size_t> waiting = {start};
    while (!waiting.empty()) {
      const std::size_t node = waiting.back();
      waiting.pop_back();
      const Truth bears = nodes()[node].bears;
      if (certain ? bears == Truth::kTrue : bears != Truth::kFalse) roots.insert(node);
      const ShareSum sum = graph_.ListedShare(node);
      if ((certain ? sum.low : sum.high) < kHalfMicros) continue;
      for (const Stake& stake : nodes()[node].owners) {
        const OwnershipNode& owner = nodes()[stake.owner];
        const bool counts = certain ? owner.certain && stake.low > 0 : owner.possible;
        if (!counts || stake.high == 0) continue;
        if (seen.insert(stake.owner).second) waiting.push_back(stake.owner);
      }
    }
    return roots;
  }

  void SetOwners() {
    for (const Stake& stake : nodes()[0].owners) {
      const OwnershipNode& owner = nodes()[stake.owner];
      if (!owner.possible || stake.high == 0) continue;
      ListedOwner one{*stake.share, owner.certain ? Truth::kTrue : Truth::kUnknown, {}};
      for (const std::size_t root : RootsOf(stake.owner, owner.certain)) {
        one.roots.push_back(nodes()[root].party->id);
      }
      std::ranges::sort(one.roots);
      found_.owners.push_back(std::move(one));
    }
    std::ranges::stable_sort(found_.owners, [](const ListedOwner& a, const ListedOwner& b) {
      return std::pair(a.counts, *a.share.share.high) > std::pair(b.counts, *b.share.share.high);
    });
  }

  // Position in the caller's list of the most restrictive flag; its length for none.
  std::size_t RankOf(const Nodes& roots) const {
    std::size_t rank = flags_.size();
    for (const std::size_t root : roots) {
      for (std::size_t i = 0; i < rank; ++i) {
        if (BearsFlag(*nodes()[root].party, flags_[i], day_) != Truth::kFalse) rank = i;
      }
    }
    return rank;
  }

  void SetTerms() {
    std::size_t sure = flags_.size();
    std::size_t perhaps = flags_.size();
    for (const Stake& stake : nodes()[0].owners) {
      const OwnershipNode& owner = nodes()[stake.owner];
      if (owner.certain && stake.low > 0) {
        sure = std::min(sure, RankOf(RootsOf(stake.owner, true)));
      }
      if (owner.possible && stake.high > 0) {
        perhaps = std::min(perhaps, RankOf(RootsOf(stake.owner, false)));
      }
    }
    if (found_.by_ownership == Truth::kFalse) return;
    if (found_.by_ownership == Truth::kUnknown) sure = flags_.size();
    if (sure < flags_.size()) found_.terms = flags_[sure];
    if (perhaps < sure) found_.terms_perhaps = flags_[perhaps];
  }

  void SetCycles() {
    for (const std::vector<std::size_t>& group : graph_.Groups()) {
      if (group.size() < 2) continue;
      std::vector<std::string> ids;
      for (const std::size_t node : group) ids.push_back(nodes()[node].party->id);
      std::ranges::sort(ids);
      found_.cycles.push_back(std::move(ids));
    }
  }

  void AddFlag(RedFlagKind kind, const OwnerShare& share) {
    found_.red_flags.push_back({kind, share.owner, share.owned, share.share});
  }

  void SetRedFlags() {
    if (found_.by_ownership != Truth::kTrue) {
      for (const Stake& stake : nodes()[0].owners) FlagDirect(stake);
      FlagIndirect();
      FlagUnknownOwners();
    }
    FlagHolder();
  }

  void FlagDirect(const Stake& stake) {
    if (!nodes()[stake.owner].certain || stake.high == 0) return;
    const bool sure = stake.low > 0 && stake.high < kHalfMicros;
    AddFlag(sure ? RedFlagKind::kMinority : RedFlagKind::kUnknownShare, *stake.share);
  }

  static std::int64_t Part(std::int64_t of, std::int64_t share, bool up) {
    const Int128 product = static_cast<Int128>(of) * share + (up ? kWholeMicros - 1 : 0);
    return static_cast<std::int64_t>(product / kWholeMicros);
  }

  // What each node holds of the party along all chains, bounds rounded outwards.
  // In a circle that sum has no end: anything up to the whole.
  std::vector<ShareSum> HeldOfParty(const std::vector<std::vector<std::size_t>>& groups) const {
    std::vector<ShareSum> held(nodes().size());
    for (auto group = groups.rbegin(); group != groups.rend(); ++group) {
      for (const std::size_t node : *group) {
        if (group->size() > 1) held[node] = {0, kWholeMicros};
        if (node == 0) held[node] = {kWholeMicros, kWholeMicros};
      }
      for (const std::size_t node : *group) {
        for (const Stake& stake : nodes()[node].owners) {
          ShareSum& sum = held[stake.owner];
          sum.low = std::min(kWholeMicros, sum.low + Part(held[node].low, stake.low, false));
          sum.high = std::min(kWholeMicros, sum.high + Part(held[node].high, stake.high, true));
        }
      }
    }
    return held;
  }

  // Stakes of parties that count as listed in owners that do not.
  void FlagIndirect() {
    const std::vector<std::vector<std::size_t>> groups = graph_.Groups();
    const std::vector<ShareSum> held = HeldOfParty(groups);
    std::map<std::size_t, ShareSum> indirect;
    for (std::size_t node = 1; node < nodes().size(); ++node) {
      if (nodes()[node].certain) continue;
      for (const Stake& stake : nodes()[node].owners) {
        if (!nodes()[stake.owner].certain || stake.owner == 0) continue;
        ShareSum& sum = indirect[stake.owner];
        sum.low = std::min(kWholeMicros, sum.low + Part(held[node].low, stake.low, false));
        sum.high = std::min(kWholeMicros, sum.high + Part(held[node].high, stake.high, true));
      }
    }
    for (const auto& [owner, sum] : indirect) {
      if (sum.high == 0) continue;
      found_.red_flags.push_back(
          {RedFlagKind::kIndirectMinority, nodes()[owner].party->id, party_.id,
           Range::Between(Decimal::FromMicros(sum.low), Decimal::FromMicros(sum.high))});
    }
  }

  void FlagUnknownOwners() {
    for (const OwnershipNode& node : nodes()) {
      if (node.certain) continue;
      for (const Stake& stake : node.owners) {
        if (nodes()[stake.owner].party == nullptr && stake.high > 0) {
          AddFlag(RedFlagKind::kUnknownOwner, *stake.share);
        }
      }
    }
  }

  // Who holds more than half without being on the record of parents may be the
  // parent that the headquarters rule asks for.
  void FlagHolder() {
    for (const Stake& stake : nodes()[0].owners) {
      const Party* holder = nodes()[stake.owner].party;
      if (holder == nullptr || stake.low <= kHalfMicros) continue;
      const Party* at = &party_;
      while (at != holder && !at->parent.empty() && at->parent != kUnknownParty) {
        at = *book_.Find(at->parent);
      }
      if (at != holder) AddFlag(RedFlagKind::kHolderNotParent, *stake.share);
    }
  }

  void SetSettling() {
    if (found_.by_ownership != Truth::kUnknown || !found_.listed.empty()) return;
    const Settling settling = SettlingShares(graph_);
    for (const OwnerShare* share : settling.shares) found_.settle.push_back(*share);
    found_.fewest = settling.fewest;
    for (const OwnershipNode& node : nodes()) {
      if (node.bears == Truth::kUnknown && !node.certain) {
        found_.settle_names.push_back(node.party->id);
      }
    }
  }

  const PartyBook& book_;
  const Party& party_;
  const Date day_;
  const std::vector<std::string>& flags_;
  const OwnershipGraph graph_;
  OwnershipFinding found_;
};

}  // namespace

std::string_view ToString(RedFlagKind kind) {
  switch (kind) {
    case RedFlagKind::kMinority:
      return "minority-stake";
    case RedFlagKind::kIndirectMinority:
      return "indirect-minority-stake";
    case RedFlagKind::kUnknownShare:
      return "unknown-share";
    case RedFlagKind::kUnknownOwner:
      return "unknown-owner";
    case RedFlagKind::kHolderNotParent:
      return "holder-not-parent";
  }
  return "";
}

OwnershipFinding AnalyseOwnership(const PartyBook& book, const Party& party, Date day,
                                  const std::vector<std::string>& listed_flags) {
  return Analysis(book, party, day, listed_flags).Run();
}

}  // namespace licet
