#include <algorithm>
#include <numeric>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "licet/parties/party.h"
#include "parties/ownership_graph.h"

namespace licet {

void PartyBook::IndexHoldings() {
  by_owner_.resize(shares_.size());
  std::iota(by_owner_.begin(), by_owner_.end(), std::size_t{0});
  std::ranges::stable_sort(by_owner_, {}, [this](std::size_t i) {
    return std::tie(shares_[i].owner, shares_[i].owned);
  });
}

std::vector<const OwnerShare*> PartyBook::OwnersOf(std::string_view party, Date day) const {
  const auto rows = std::ranges::equal_range(
      shares_, party, {}, [](const OwnerShare& share) -> std::string_view { return share.owned; });
  std::vector<const OwnerShare*> found;
  for (const OwnerShare& share : rows) {
    if (share.valid.Contains(day)) found.push_back(&share);
  }
  return found;
}

std::vector<const OwnerShare*> PartyBook::HoldingsOf(std::string_view party, Date day) const {
  const auto rows = std::ranges::equal_range(
      by_owner_, party, {}, [this](std::size_t i) -> std::string_view { return shares_[i].owner; });
  std::vector<const OwnerShare*> found;
  for (const std::size_t i : rows) {
    if (shares_[i].valid.Contains(day)) found.push_back(&shares_[i]);
  }
  return found;
}

std::vector<Date> PartyBook::ChangeDays() const {
  std::vector<Date> days;
  const auto add = [&days](const Interval& valid) {
    for (Date day : {valid.from, valid.to}) {
      if (day != Date::Min() && day != Date::Max()) days.push_back(day);
    }
  };
  for (const OwnerShare& share : shares_) add(share.valid);
  for (const Party& party : parties_) {
    for (const ScreenedFlag& flag : party.screened) add(flag.valid);
  }
  std::ranges::sort(days);
  days.erase(std::ranges::unique(days).begin(), days.end());
  return days;
}

Range PartyBook::ListedOwnership(const Party& party, Date day,
                                 const std::vector<std::string>& listed_flags) const {
  const OwnershipGraph graph(*this, party, day,
                             [&](const Party& one) { return BearsOneOf(one, listed_flags, day); });
  const ShareSum sum = graph.ListedShare(0);
  return Range::Between(Decimal::FromMicros(sum.low), Decimal::FromMicros(sum.high));
}

TierFinding PartyBook::TierOf(const Party& party, Date day) const {
  using From = TierFinding::From;
  if (!party.tier.empty()) return {party.tier, From::kOwnRow};
  if (!party.entity_tier.empty()) return {party.entity_tier, From::kEntity};
  const OwnershipGraph graph(*this, party, day, [](const Party& one) {
    const std::string& tier = one.tier.empty() ? one.entity_tier : one.tier;
    return tier == "T4" || tier == "T5" ? Truth::kTrue : Truth::kFalse;
  });
  if (graph.ListedShare(0).low >= kHalfMicros) return {"T4", From::kOwners};
  return {};
}

void PartyBook::SetScreened(const std::vector<std::vector<ScreenedFlag>>& flags) {
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    parties_[i].screened = i < flags.size() ? flags[i] : std::vector<ScreenedFlag>();
  }
}

}  // namespace licet
