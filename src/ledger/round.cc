#include "licet/ledger/round.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <tuple>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "rules.h"

namespace licet {
namespace {

// What keeps an applicant from getting all it asked for.
enum class Bar : std::uint8_t { kNone, kOwnCap, kTierEach, kBundling, kDomesticUnknown };

struct InLine {
  const Applicant* who = nullptr;
  std::size_t tier = 0;
  std::int64_t place_before = 0;  // 0: did not wait
  std::int64_t most = 0;          // asked, cut by the caps
  Bar bar = Bar::kNone;
  std::int64_t units = 0;
  bool too_small = false;  // `most` is less than a lot
  bool one_more = false;   // got one of the single units that remained
  bool no_lot = false;     // fewer lots than applicants
};

std::string Grouped(std::int64_t units) { return Decimal::FromInt(units).ToGroupedString(); }

void CutTo(std::int64_t cap, Bar bar, InLine* one) {
  if (cap >= one->most) return;
  one->most = cap;
  one->bar = bar;
}

// How many foreign units the domestic purchases carry.
std::int64_t Carried(const Bundling& bundling, std::int64_t domestic) {
  const Int128 amount = static_cast<Int128>(domestic) * bundling.foreign / bundling.domestic;
  return static_cast<std::int64_t>(std::min<Int128>(amount / bundling.per_unit, kMaxUnits));
}

InLine Bounded(const Round& round, const Applicant& who) {
  InLine one{.who = &who};
  one.tier = static_cast<std::size_t>(std::ranges::find(round.tiers, who.tier, &RoundTier::tier) -
                                      round.tiers.begin());
  one.most = who.asked;
  if (who.cap != kNoCap) CutTo(who.cap, Bar::kOwnCap, &one);
  const RoundTier& tier = round.tiers[one.tier];
  if (tier.each != kNoCap) CutTo(tier.each, Bar::kTierEach, &one);
  if (round.bundling && !who.domestic) CutTo(0, Bar::kDomesticUnknown, &one);
  if (round.bundling && who.domestic) {
    CutTo(Carried(*round.bundling, *who.domestic), Bar::kBundling, &one);
  }
  one.too_small = one.most < round.minimum_lot;
  return one;
}

auto Rank(const InLine& one) { return std::tuple(one.tier, !one.who->urgent); }

bool Precedes(const InLine& a, const InLine& b) {
  const auto waited = [](const InLine& one) {
    return one.place_before == 0 ? kMaxAmount : one.place_before;
  };
  return std::tuple(Rank(a), waited(a), a.who->applied, std::string_view(a.who->applicant)) <
         std::tuple(Rank(b), waited(b), b.who->applied, std::string_view(b.who->applicant));
}

std::int64_t UsedAt(std::span<InLine* const> ones, std::int64_t level) {
  std::int64_t sum = 0;
  for (const InLine* one : ones) sum += std::min(one->most, level);
  return sum;
}

// Progressive filling: everybody rises together until he has what he may have or
// nothing is left. `ones` stand in line; gives what was given.
std::int64_t Fill(std::span<InLine* const> ones, std::int64_t available) {
  std::int64_t low = 0;  // UsedAt(low) fits
  std::int64_t high = kMaxUnits + 1;
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (UsedAt(ones, middle) <= available ? low : high) = middle;
  }
  std::int64_t left = available - UsedAt(ones, low);
  for (InLine* one : ones) {
    one->units = std::min(one->most, low);
    if (one->most <= low || left == 0) continue;
    one->units += 1;
    one->one_more = true;
    left -= 1;
  }
  std::int64_t given = 0;
  for (const InLine* one : ones) given += one->units;
  return given;
}

// One rank: all of a tier that are urgent, or all that are not.
std::int64_t Serve(std::span<InLine> rank, std::int64_t available, std::int64_t lot) {
  std::vector<InLine*> served;
  for (InLine& one : rank) {
    if (!one.too_small) served.push_back(&one);
  }
  const auto lots = static_cast<std::size_t>(available / lot);
  for (std::size_t i = lots; i < served.size(); ++i) served[i]->no_lot = available > 0;
  if (served.size() > lots) served.resize(lots);
  return Fill(served, available);
}

void ServeAll(const Round& round, std::vector<InLine>* line) {
  std::int64_t left = round.total;
  std::map<std::size_t, std::int64_t> given_in;
  for (auto begin = line->begin(); begin != line->end();) {
    const auto end = std::find_if(begin, line->end(),
                                  [&](const InLine& one) { return Rank(one) != Rank(*begin); });
    const RoundTier& tier = round.tiers[begin->tier];
    std::int64_t& in_tier = given_in[begin->tier];
    std::int64_t available = left;
    if (tier.cap != kNoCap) available = std::min(available, tier.cap - in_tier);
    const std::int64_t given = Serve(std::span(begin, end), available, round.minimum_lot);
    in_tier += given;
    left -= given;
    begin = end;
  }
}

std::string WhyCut(const Round& round, const InLine& one) {
  switch (one.bar) {
    case Bar::kNone:
      return "";
    case Bar::kOwnCap:
      return fmt::format("its own cap is {}", Grouped(one.most));
    case Bar::kTierEach:
      return fmt::format("tier {} caps each applicant at {}", one.who->tier, Grouped(one.most));
    case Bar::kDomesticUnknown:
      return "its domestic purchases are not stated, so the bundling rule gives nothing";
    case Bar::kBundling:
      return fmt::format("its domestic purchases, in {}, carry {} at {} foreign to {} domestic",
                         NameOf(round.bundling->measure), Grouped(one.most),
                         round.bundling->foreign, round.bundling->domestic);
  }
  return "";
}

std::string Reason(const Round& round, const InLine& one, std::int64_t tier_given) {
  const RoundTier& tier = round.tiers[one.tier];
  const std::string rank = fmt::format("tier {}{}", tier.tier, one.who->urgent ? ", urgent" : "");
  if (tier.cap == 0) return fmt::format("tier {} is not admitted", tier.tier);
  if (one.units == one.who->asked) return fmt::format("all it asked for ({})", rank);
  if (one.too_small) {
    const std::string why = WhyCut(round, one);
    if (one.most == 0 && !why.empty()) return fmt::format("nothing: {}", why);
    return fmt::format("nothing: {} is less than the minimum lot of {}{}", Grouped(one.most),
                       Grouped(round.minimum_lot), why.empty() ? "" : " (" + why + ")");
  }
  if (one.units == one.most) return fmt::format("{} ({})", WhyCut(round, one), rank);
  const bool tier_full = tier.cap != kNoCap && tier_given == tier.cap;
  const std::string spent = tier_full
                                ? fmt::format("the tier's cap of {} is used up", Grouped(tier.cap))
                                : "the round's total is used up";
  if (one.units == 0 && one.no_lot && round.minimum_lot > 1) {
    return fmt::format(
        "nothing: what is left has no lot of {} for it, others stand before it "
        "({})",
        Grouped(round.minimum_lot), rank);
  }
  if (one.units == 0) return fmt::format("nothing: {} ({})", spent, rank);
  return fmt::format("an equal share, as {} ({}{})", spent, rank,
                     one.one_more ? "; one of the units that could not be split" : "");
}

Result<std::map<std::string, std::int64_t>> QueueBefore(const Round& round, const State* state) {
  std::map<std::string, std::int64_t> places;
  if (round.after.empty()) return places;
  if (state == nullptr) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("round '{}' comes after '{}'; name the ledger that holds that one",
                            round.round, round.after));
  }
  const auto found = state->rounds.find(round.after);
  if (found == state->rounds.end()) {
    std::vector<std::string> ids;
    for (const auto& [id, allocation] : state->rounds) ids.push_back(id);
    return Fail(
        ErrorCode::kUnknownName,
        fmt::format("no round {} is on file{}", Quoted(round.after), DidYouMean(round.after, ids)));
  }
  if (found->second.item != round.item) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("round '{}' was of item '{}', this one is of '{}'; its queue does not "
                            "carry over",
                            round.after, found->second.item, round.item));
  }
  for (const Grant& grant : found->second.grants) places[grant.applicant] = grant.place;
  return places;
}

}  // namespace

Result<Allocate> AllocateRound(const Round& round, const State* state) {
  LICET_ASSIGN_OR_RETURN(const auto before, QueueBefore(round, state));
  std::vector<InLine> line;
  for (const Applicant& who : round.applicants) {
    line.push_back(Bounded(round, who));
    const auto found = before.find(who.applicant);
    if (found != before.end()) line.back().place_before = found->second;
  }
  std::ranges::sort(line, Precedes);
  ServeAll(round, &line);
  std::map<std::size_t, std::int64_t> given_in;
  for (const InLine& one : line) given_in[one.tier] += one.units;
  Allocate allocation{.round = round.round, .item = round.item, .total = round.total, .grants = {}};
  std::int64_t place = 0;
  for (const InLine& one : line) {
    const bool waits = one.units < one.who->asked && round.tiers[one.tier].cap != 0;
    allocation.grants.push_back({.applicant = one.who->applicant,
                                 .asked = one.who->asked,
                                 .units = one.units,
                                 .place = waits ? ++place : 0,
                                 .reason = Reason(round, one, given_in[one.tier])});
  }
  return allocation;
}

}  // namespace licet
