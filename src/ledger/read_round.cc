// ROUND.yaml (docs/formats.md) as a round.

#include <algorithm>
#include <set>

#include "licet/base/text.h"
#include "licet/ledger/round.h"
#include "rules.h"

namespace licet {
namespace {

// Amounts of a measure in files are decimals; here they are whole.
std::int64_t ScaleOf(Measure measure) {
  return measure == Measure::kUnits ? 1 : measure == Measure::kValue ? 100 : 1000;
}

Result<std::int64_t> ReadAmount(const Yaml& node, Measure measure) {
  LICET_ASSIGN_OR_RETURN(const Decimal number, node.AsDecimal());
  const std::int64_t step = Decimal::kScale / ScaleOf(measure);
  if (number.micros() >= 0 && number.micros() % step == 0) return number.micros() / step;
  return node.Bad(ErrorCode::kInvalidArgument,
                  measure == Measure::kUnits   ? "write a whole number, 0 or more"
                  : measure == Measure::kValue ? "write dollars with at most two places"
                                               : "write TPP with at most three places");
}

Result<std::int64_t> ReadUnits(const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(const std::int64_t units, ReadAmount(node, Measure::kUnits));
  if (units <= kMaxUnits) return units;
  return node.Bad(ErrorCode::kLimit,
                  fmt::format("more than {} units cannot be shared out", kMaxUnits));
}

Result<std::int64_t> ReadRatio(const Yaml& map, std::string_view key) {
  LICET_ASSIGN_OR_RETURN(const Yaml* node, map.Require(key));
  LICET_ASSIGN_OR_RETURN(const std::int64_t number, ReadAmount(*node, Measure::kUnits));
  if (number >= 1 && number <= 1'000'000) return number;
  return node->Bad(ErrorCode::kInvalidArgument,
                   "a part of a ratio is a whole number from 1 to 1000000");
}

Result<std::string> ReadName(const Yaml& map, std::string_view key) {
  LICET_ASSIGN_OR_RETURN(const Yaml* node, map.Require(key));
  LICET_ASSIGN_OR_RETURN(std::string name, node->Text());
  if (CheckId("it", name)) return name;
  return node->Bad(
      ErrorCode::kInvalidArgument,
      fmt::format("{} is no name; take 1 to 128 bytes of text without '#'", Quoted(name)));
}

Result<Bundling> ReadBundling(const Yaml& node) {
  LICET_RETURN_IF_ERROR(node.ExpectMap({"measure", "foreign", "domestic", "per-unit"}));
  Bundling bundling;
  LICET_ASSIGN_OR_RETURN(const Yaml* measure, node.Require("measure"));
  LICET_ASSIGN_OR_RETURN(const std::string word, measure->Text());
  const auto& names = NamesOf<Measure>::kNames;
  const auto found = std::ranges::find(names, word);
  if (found == names.end()) {
    return measure->Bad(
        ErrorCode::kUnknownName,
        fmt::format("nothing is measured in {}; take units, value or tpp", Quoted(word)));
  }
  bundling.measure = static_cast<Measure>(found - names.begin());
  LICET_ASSIGN_OR_RETURN(bundling.foreign, ReadRatio(node, "foreign"));
  LICET_ASSIGN_OR_RETURN(bundling.domestic, ReadRatio(node, "domestic"));
  if (bundling.measure == Measure::kUnits) {
    const Yaml* extra = node.Find("per-unit");
    if (extra == nullptr) return bundling;
    return extra->Bad(ErrorCode::kInvalidArgument, "a unit counts as one unit; leave it out");
  }
  LICET_ASSIGN_OR_RETURN(const Yaml* per_unit, node.Require("per-unit"));
  LICET_ASSIGN_OR_RETURN(bundling.per_unit, ReadAmount(*per_unit, bundling.measure));
  if (bundling.per_unit > 0) return bundling;
  return per_unit->Bad(ErrorCode::kInvalidArgument, "a foreign unit counts more than nothing");
}

Result<std::vector<RoundTier>> ReadTiers(const Yaml& node) {
  LICET_RETURN_IF_ERROR(node.ExpectList());
  std::vector<RoundTier> tiers;
  for (const Yaml& one : node.list()) {
    LICET_RETURN_IF_ERROR(one.ExpectMap({"tier", "cap", "each"}));
    RoundTier tier;
    LICET_ASSIGN_OR_RETURN(tier.tier, ReadName(one, "tier"));
    LICET_ASSIGN_OR_RETURN(tier.cap, Optional(one, "cap", kNoCap, ReadUnits));
    LICET_ASSIGN_OR_RETURN(tier.each, Optional(one, "each", kNoCap, ReadUnits));
    if (std::ranges::find(tiers, tier.tier, &RoundTier::tier) != tiers.end()) {
      return one.Bad(ErrorCode::kDuplicate,
                     fmt::format("tier '{}' stands twice; name it once", tier.tier));
    }
    tiers.push_back(std::move(tier));
  }
  if (tiers.empty()) return node.Bad(ErrorCode::kParse, "a round needs at least one tier");
  return tiers;
}

Result<Applicant> ReadApplicant(const Yaml& node, const Round& round) {
  LICET_RETURN_IF_ERROR(
      node.ExpectMap({"applicant", "tier", "asked", "urgent", "applied", "cap", "domestic"}));
  Applicant one;
  LICET_ASSIGN_OR_RETURN(one.applicant, ReadName(node, "applicant"));
  LICET_ASSIGN_OR_RETURN(const Yaml* tier, node.Require("tier"));
  LICET_ASSIGN_OR_RETURN(one.tier, tier->Text());
  std::vector<std::string> tiers;
  for (const RoundTier& known : round.tiers) tiers.push_back(known.tier);
  if (std::ranges::find(tiers, one.tier) == tiers.end()) {
    return tier->Bad(ErrorCode::kUnknownName,
                     fmt::format("there is no tier {} in 'tiers'{}", Quoted(one.tier),
                                 DidYouMean(one.tier, tiers)));
  }
  LICET_ASSIGN_OR_RETURN(const Yaml* asked, node.Require("asked"));
  LICET_ASSIGN_OR_RETURN(one.asked, ReadUnits(*asked));
  LICET_ASSIGN_OR_RETURN(one.urgent,
                         Optional(node, "urgent", false, [](const Yaml& y) { return y.Bool(); }));
  LICET_ASSIGN_OR_RETURN(const Yaml* applied, node.Require("applied"));
  LICET_ASSIGN_OR_RETURN(one.applied, applied->AsDate());
  LICET_ASSIGN_OR_RETURN(one.cap, Optional(node, "cap", kNoCap, ReadUnits));
  const Yaml* domestic = node.Find("domestic");
  if (domestic == nullptr) return one;
  if (!round.bundling) {
    return domestic->Bad(ErrorCode::kInvalidArgument,
                         "domestic purchases count only with 'bundling'; state its ratio");
  }
  LICET_ASSIGN_OR_RETURN(one.domestic, ReadAmount(*domestic, round.bundling->measure));
  return one;
}

}  // namespace

Result<Round> ReadRound(const Yaml& document) {
  LICET_RETURN_IF_ERROR(document.ExpectMap(
      {"round", "item", "total", "minimum-lot", "after", "tiers", "bundling", "applicants"}));
  Round round;
  LICET_ASSIGN_OR_RETURN(round.round, ReadName(document, "round"));
  LICET_ASSIGN_OR_RETURN(round.item, ReadName(document, "item"));
  LICET_ASSIGN_OR_RETURN(const Yaml* total, document.Require("total"));
  LICET_ASSIGN_OR_RETURN(round.total, ReadUnits(*total));
  LICET_ASSIGN_OR_RETURN(round.minimum_lot,
                         Optional(document, "minimum-lot", std::int64_t{1}, ReadUnits));
  round.minimum_lot = std::max<std::int64_t>(round.minimum_lot, 1);
  LICET_ASSIGN_OR_RETURN(round.after, Optional(document, "after", std::string(),
                                               [](const Yaml& y) { return y.Text(); }));
  LICET_ASSIGN_OR_RETURN(const Yaml* tiers, document.Require("tiers"));
  LICET_ASSIGN_OR_RETURN(round.tiers, ReadTiers(*tiers));
  if (const Yaml* bundling = document.Find("bundling")) {
    LICET_ASSIGN_OR_RETURN(round.bundling, ReadBundling(*bundling));
  }
  LICET_ASSIGN_OR_RETURN(const Yaml* applicants, document.Require("applicants"));
  LICET_RETURN_IF_ERROR(applicants->ExpectList());
  std::set<std::string> seen;
  for (const Yaml& node : applicants->list()) {
    LICET_ASSIGN_OR_RETURN(Applicant one, ReadApplicant(node, round));
    if (!seen.insert(one.applicant).second) {
      return node.Bad(
          ErrorCode::kDuplicate,
          fmt::format("applicant '{}' stands twice; add up what it asks for", one.applicant));
    }
    round.applicants.push_back(std::move(one));
  }
  return round;
}

}  // namespace licet
