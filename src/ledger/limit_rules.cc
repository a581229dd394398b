// Limits: what may be defined, credited and given out.

#include <algorithm>
#include <numeric>
#include <set>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "rules.h"

namespace licet {
namespace {

Check CheckFigures(const LimitTerms& terms) {
  const auto bad = [&](std::string_view what) {
    return Refuse(RefusalCode::kBadCommand, "limit '{}': {}", terms.limit, what);
  };
  if (terms.cap != kNoCap && (terms.cap < 0 || terms.cap > kMaxAmount)) {
    return bad("its cap is no amount");
  }
  if (terms.tolerance < 0 || terms.tolerance > 10'000) {
    return bad("its tolerance is in ten-thousandths, 0 to 10000");
  }
  if (terms.measure == Measure::kUnits && terms.tolerance != 0) {
    return bad("units have no tolerance (15 CFR 750.11)");
  }
  if ((terms.of == Role::kNone) != terms.group.empty()) {
    return bad("'of' and 'group' go together");
  }
  const bool share = !terms.share_of.empty();
  if (share != (terms.num > 0) || share != (terms.den > 0)) {
    return bad("a share needs 'share-of' and both parts of its ratio, above 0");
  }
  if (terms.num > 1'000'000 || terms.den > 1'000'000) return bad("its ratio is too fine");
  if (share && terms.per != Role::kNone) return bad("a share is one account for all parties");
  return {};
}

Check CheckChange(const State& state, const Limit& limit, const LimitTerms& to) {
  const LimitTerms& from = limit.terms;
  if (from.measure != to.measure || from.per != to.per || from.share_of != to.share_of) {
    return Refuse(RefusalCode::kExists,
                  "limit '{}' is on file with another measure, 'per' or share; give the new one "
                  "another id",
                  to.limit);
  }
  Limit changed = limit;
  changed.terms = to;
  const std::int64_t cap = CapOf(state, changed);
  for (const std::uint32_t account : limit.accounts) {
    if (state.accounts[account].used() > cap) {
      return Refuse(RefusalCode::kCommitted,
                    "limit '{}' would be {} with {} committed on it; release some first",
                    state.AccountName(account), cap, state.accounts[account].used());
    }
  }
  return {};
}

}  // namespace

Check CheckLimit(const State& state, const LimitTerms& terms) {
  LICET_REFUSE_IF(CheckId("a limit", terms.limit));
  LICET_REFUSE_IF(CheckFigures(terms));
  if (const Limit* limit = state.FindLimit(terms.limit)) return CheckChange(state, *limit, terms);
  if (!terms.share_of.empty()) {
    const Limit* source = state.FindLimit(terms.share_of);
    if (source == nullptr) {
      return Refuse(RefusalCode::kUnknown, "limit '{}' is a share of {}, which is not on file",
                    terms.limit, Quoted(terms.share_of));
    }
    if (source->terms.measure != terms.measure) {
      return Refuse(RefusalCode::kBadCommand, "limit '{}' counts {}, '{}' counts {}", terms.limit,
                    NameOf(terms.measure), terms.share_of, NameOf(source->terms.measure));
    }
  }
  return {};
}

std::vector<std::string> Overdrawn(const State& state, const Limit& limit, std::int64_t amount) {
  std::vector<std::string> overdrawn;
  for (const std::uint32_t share : limit.shares) {
    const Limit& dependent = state.limits[share];
    const auto cap =
        static_cast<Int128>(limit.posted - amount) * dependent.terms.num / dependent.terms.den;
    if (dependent.held + dependent.posted > cap) overdrawn.push_back(dependent.terms.limit);
  }
  return overdrawn;
}

Answer Consider(const State& state, const Command&, const DefineLimit& action) {
  LICET_REFUSE_IF(CheckLimit(state, action.terms));
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Credit& action) {
  const Limit* limit = state.FindLimit(action.limit);
  if (limit == nullptr) {
    return Refuse(RefusalCode::kUnknown, "no limit {} is on file", Quoted(action.limit));
  }
  if (limit->terms.per != Role::kNone || action.amount == 0 || action.amount > kMaxAmount ||
      action.amount < -kMaxAmount) {
    return Refuse(RefusalCode::kBadCommand,
                  "'{}' cannot be credited with {}; it takes one account and an amount",
                  action.limit, action.amount);
  }
  const Account& account = state.accounts[limit->accounts.front()];
  if (action.amount > LeftOf(state, account)) {
    return Refuse(RefusalCode::kLimit, "'{}' has room for {}, not for {}", action.limit,
                  LeftOf(state, account), action.amount);
  }
  if (limit->credited + action.amount < 0) {
    return Refuse(RefusalCode::kCommitted, "'{}' was credited {}; {} cannot be taken back",
                  action.limit, limit->credited, -action.amount);
  }
  Effect outcome;
  if (action.amount < 0) outcome.flagged = Overdrawn(state, *limit, -action.amount);
  if (!outcome.flagged.empty() && !action.flag) {
    return Refuse(RefusalCode::kCommitted,
                  "taking back {} from '{}' would leave '{}' with less than is committed; release "
                  "some there, or flag it",
                  -action.amount, action.limit, Join(outcome.flagged, "', '"));
  }
  return outcome;
}

std::string GrantLimit(std::string_view round, std::string_view applicant) {
  return fmt::format("{}/{}", round, applicant);
}

std::vector<LimitTerms> LimitsOf(const Allocate& round) {
  std::vector<LimitTerms> limits;
  limits.push_back({.limit = round.round, .cap = round.total});
  for (const Grant& grant : round.grants) {
    if (grant.units == 0) continue;
    limits.push_back({.limit = GrantLimit(round.round, grant.applicant),
                      .cap = grant.units,
                      .of = Role::kPurchaser,
                      .group = {grant.applicant}});
  }
  return limits;
}

Answer Consider(const State& state, const Command&, const Allocate& action) {
  LICET_REFUSE_IF(CheckId("a round", action.round));
  if (state.rounds.contains(action.round)) {
    return Refuse(RefusalCode::kExists, "round '{}' was allocated before", action.round);
  }
  std::int64_t given = 0;
  std::set<std::string_view> seen;
  for (const Grant& grant : action.grants) {
    LICET_REFUSE_IF(CheckId("an applicant", grant.applicant));
    const bool sane = grant.units >= 0 && grant.units <= grant.asked && grant.asked <= kMaxUnits;
    if (!sane || !seen.insert(grant.applicant).second) {
      return Refuse(RefusalCode::kBadCommand,
                    "'{}' is given more than it asked for, or stands twice", grant.applicant);
    }
    given += grant.units;
  }
  if (action.total < 0 || given > action.total) {
    return Refuse(RefusalCode::kLimit, "round '{}' gives {} of {}", action.round, given,
                  action.total);
  }
  for (const LimitTerms& limit : LimitsOf(action)) {
    if (state.FindLimit(limit.limit) != nullptr) {
      return Refuse(RefusalCode::kExists, "limit '{}' is on file already", limit.limit);
    }
  }
  return Effect{};
}

}  // namespace licet
