#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "licet/parties/ownership.h"
#include "parties/ownership_graph.h"

namespace licet {
namespace {

class Chains {
 public:
  Chains(const PartyBook& book, Date day, bool up) : book_(book), day_(day), up_(up) {}

  std::vector<ChainLink> From(const Party& party) {
    CountLinks(party.id);
    std::vector<ChainLink> links;
    std::set<std::string_view> told = {party.id};
    std::vector<Waiting> waiting;
    Push(party.id, 1, Range::Exactly(Decimal::FromInt(100)), &waiting);
    while (!waiting.empty()) {
      const Waiting next = waiting.back();
      waiting.pop_back();
      const std::string_view end = FarEnd(*next.share);
      ChainLink link{*next.share, next.depth, std::nullopt, false};
      const bool single = end != party.id && links_[end] <= 1;
      if (single && next.so_far) link.multiplied = Product(*next.so_far, next.share->share);
      const bool first = end == kUnknownParty || told.insert(end).second;
      if (first) {
        Push(end, next.depth + 1, link.multiplied, &waiting);
      } else {
        link.told_before = !Beyond(end).empty();
      }
      links.push_back(std::move(link));
    }
    return links;
  }

 private:
  struct Waiting {
    const OwnerShare* share;
    int depth;
    std::optional<Range> so_far;
  };

  std::string_view FarEnd(const OwnerShare& share) const { return up_ ? share.owner : share.owned; }

  std::vector<const OwnerShare*> Beyond(std::string_view party) const {
    if (party == kUnknownParty) return {};
    return up_ ? book_.OwnersOf(party, day_) : book_.HoldingsOf(party, day_);
  }

  // How many shares lead to each party that can be reached. Owners that are not
  // known are not one party.
  void CountLinks(std::string_view start) {
    std::set<std::string_view> seen = {start};
    std::vector<std::string_view> waiting = {start};
    while (!waiting.empty()) {
      const std::string_view at = waiting.back();
      waiting.pop_back();
      for (const OwnerShare* share : Beyond(at)) {
        const std::string_view end = FarEnd(*share);
        if (end == kUnknownParty) continue;
        ++links_[end];
        if (seen.insert(end).second) waiting.push_back(end);
      }
    }
  }

  // In reverse, because the last one waiting comes next. The largest comes first.
  void Push(std::string_view party, int depth, const std::optional<Range>& so_far,
            std::vector<Waiting>* waiting) const {
    std::vector<const OwnerShare*> shares = Beyond(party);
    std::ranges::stable_sort(shares, [](const OwnerShare* a, const OwnerShare* b) {
      return *a->share.high > *b->share.high;
    });
    for (auto share = shares.rbegin(); share != shares.rend(); ++share) {
      waiting->push_back({*share, depth, so_far});
    }
  }

  static Range Product(const Range& a, const Range& b) {
    const Int128 low = ExactProduct(*a.low, *b.low) / kWholeMicros;
    const Int128 high = (ExactProduct(*a.high, *b.high) + kWholeMicros - 1) / kWholeMicros;
    return Range::Between(Decimal::FromMicros(static_cast<std::int64_t>(low)),
                          Decimal::FromMicros(static_cast<std::int64_t>(high)));
  }

  const PartyBook& book_;
  const Date day_;
  const bool up_;
  std::map<std::string_view, int> links_;
};

}  // namespace

std::vector<ChainLink> OwnerChains(const PartyBook& book, const Party& party, Date day) {
  return Chains(book, day, true).From(party);
}

std::vector<ChainLink> HoldingChains(const PartyBook& book, const Party& party, Date day) {
  return Chains(book, day, false).From(party);
}

}  // namespace licet
