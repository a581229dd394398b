// Applications, approvals and what happens to them (15 CFR parts 748 and 750; the
// same shapes serve import permissions).

#include <algorithm>
#include <set>

#include "licet/base/text.h"
#include "rules.h"

namespace licet {
namespace {

std::expected<const Authorisation*, Refusal> Find(const State& state, std::string_view id) {
  if (const Authorisation* found = state.FindAuthorisation(id)) return found;
  std::vector<std::string> ids;
  for (const auto& [name, index] : state.authorisation_ids) ids.push_back(name);
  return Refuse(RefusalCode::kUnknown, "no authorisation {} is on file{}", Quoted(id),
                DidYouMean(id, ids));
}

Check InState(const Authorisation& authorisation, std::initializer_list<AuthorisationStatus> in,
              std::string_view doing) {
  if (std::ranges::find(in, authorisation.status) != in.end()) return {};
  std::vector<std::string> names;
  for (const AuthorisationStatus status : in) names.emplace_back(NameOf(status));
  return Refuse(RefusalCode::kWrongState, "'{}' is {}; to {} it must be {}",
                authorisation.application.authorisation, NameOf(authorisation.status), doing,
                Join(names, " or "));
}

bool ClockStopped(const Authorisation& authorisation) {
  return !authorisation.stops.empty() && authorisation.stops.back().to == kOpenDay;
}

struct StepRule {
  Step step;
  std::initializer_list<AuthorisationStatus> from;
};
using enum AuthorisationStatus;
const StepRule kSteps[] = {
    {Step::kSubmit, {kApplied, kReturned}},
    {Step::kReturn, {kSubmitted}},
    {Step::kStopClock, {kSubmitted}},
    {Step::kStartClock, {kSubmitted}},
    {Step::kDeny, {kSubmitted}},
    {Step::kSuspend, {kActive}},
    {Step::kResume, {kSuspended}},
};

Check CheckConditions(const Terms& terms) {
  std::set<std::string_view> seen;
  for (const Condition& condition : terms.conditions) {
    LICET_REFUSE_IF(CheckId("a condition", condition.condition));
    if (!seen.insert(condition.condition).second) {
      return Refuse(RefusalCode::kBadCommand, "condition '{}' stands twice; give each its own id",
                    condition.condition);
    }
    if (condition.text.empty()) {
      return Refuse(RefusalCode::kBadCommand, "condition '{}' has no text; keep it verbatim",
                    condition.condition);
    }
    if (condition.every_days < 0 || condition.after_days < 0) {
      return Refuse(RefusalCode::kBadCommand, "condition '{}' counts negative days",
                    condition.condition);
    }
  }
  return {};
}

Check CheckTerms(const State& state, const Approve& action) {
  if (action.terms.from > action.terms.until) {
    return Refuse(RefusalCode::kBadCommand, "'{}' would end on {}, before it begins on {}",
                  action.authorisation, action.terms.until.ToString(),
                  action.terms.from.ToString());
  }
  LICET_REFUSE_IF(CheckConditions(action.terms));
  std::set<std::string_view> brought;
  for (const LimitTerms& limit : action.limits) {
    LICET_REFUSE_IF(CheckLimit(state, limit));
    if (!brought.insert(limit.limit).second) {
      return Refuse(RefusalCode::kBadCommand, "limit '{}' stands twice", limit.limit);
    }
  }
  std::set<std::string_view> bound;
  for (const std::string& limit : action.terms.limits) {
    if (!bound.insert(limit).second) {
      return Refuse(RefusalCode::kBadCommand, "limit '{}' binds '{}' twice", limit,
                    action.authorisation);
    }
    if (!brought.contains(limit) && state.FindLimit(limit) == nullptr) {
      return Refuse(RefusalCode::kUnknown, "limit {} is not on file; define it first",
                    Quoted(limit));
    }
  }
  return {};
}

}  // namespace

std::string AskedOf(std::string_view regime, std::string_view exception) {
  return exception.empty() ? std::string(regime) : fmt::format("{}/{}", regime, exception);
}

Answer Consider(const State& state, const Command&, const ApplyFor& action) {
  LICET_REFUSE_IF(CheckId("an authorisation", action.authorisation));
  LICET_REFUSE_IF(CheckId("a regime", action.regime));
  if (state.FindAuthorisation(action.authorisation) != nullptr) {
    return Refuse(RefusalCode::kExists, "'{}' is on file already; choose another id",
                  action.authorisation);
  }
  const bool notice = action.type == AuthorisationType::kExceptionNotice;
  if (notice == action.exception.empty()) {
    return Refuse(RefusalCode::kBadCommand, "{}",
                  notice ? "a notice names its exception, as NAC"
                         : "only a notice names an exception; its type is exception-notice");
  }
  if (action.units < 0 || action.value < 0) {
    return Refuse(RefusalCode::kBadCommand, "an application cannot ask for less than nothing");
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Advance& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  for (const StepRule& rule : kSteps) {
    if (rule.step == action.step) LICET_REFUSE_IF(InState(**found, rule.from, NameOf(rule.step)));
  }
  const bool stopped = ClockStopped(**found);
  if ((action.step == Step::kStopClock && stopped) ||
      (action.step == Step::kStartClock && !stopped)) {
    return Refuse(RefusalCode::kWrongState, "the clock of '{}' {}", action.authorisation,
                  stopped ? "stands already" : "is running");
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Approve& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  if (action.amends) {
    LICET_REFUSE_IF(InState(**found, {kActive, kSuspended}, "amend"));
  } else {
    LICET_REFUSE_IF(InState(**found, {kApplied, kSubmitted}, "approve"));
    if (action.number.empty()) {
      return Refuse(RefusalCode::kBadCommand, "an approval needs the authority's number");
    }
    if ((*found)->application.type == AuthorisationType::kExceptionNotice &&
        (*found)->submitted == kNoDay) {
      return Refuse(RefusalCode::kWrongState,
                    "notice '{}' was not submitted; its days count from then",
                    action.authorisation);
    }
  }
  if (!action.number.empty()) {
    const Authorisation* same = state.FindAuthorisation(action.number);
    if (same != nullptr && same != *found) {
      return Refuse(RefusalCode::kExists, "number '{}' is that of '{}'", action.number,
                    same->application.authorisation);
    }
  }
  LICET_REFUSE_IF(CheckTerms(state, action));
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Revoke& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  LICET_REFUSE_IF(InState(**found, {kActive, kSuspended}, "revoke"));
  if (action.savings == Savings::kFlag && action.until == kNoDay) {
    return Refuse(RefusalCode::kBadCommand,
                  "a savings clause needs its last day; give 'until', or void the holds");
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Transfer& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  LICET_REFUSE_IF(InState(**found, {kActive}, "transfer"));
  LICET_REFUSE_IF(CheckId("the new holder", action.to));
  if (!(*found)->transferred_to.empty()) {
    return Refuse(RefusalCode::kWrongState,
                  "'{}' was transferred to {} before; a licence is transferred once "
                  "(15 CFR 750.10)",
                  action.authorisation, (*found)->transferred_to);
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Replace& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  const auto by = Find(state, action.by);
  if (!by) return std::unexpected(by.error());
  LICET_REFUSE_IF(InState(**found, {kActive, kSuspended}, "replace"));
  LICET_REFUSE_IF(InState(**by, {kActive}, "stand in for another"));
  if (*by == *found || AskedOf((*by)->application) != AskedOf((*found)->application)) {
    return Refuse(RefusalCode::kBadCommand,
                  "'{}' cannot replace '{}'; it takes another one of the same regime", action.by,
                  action.authorisation);
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const SetCondition& action) {
  const auto found = Find(state, action.authorisation);
  if (!found) return std::unexpected(found.error());
  const auto& conditions = (*found)->terms.conditions;
  const auto condition = std::ranges::find(conditions, action.condition, &Condition::condition);
  if (condition == conditions.end()) {
    std::vector<std::string> ids;
    for (const Condition& c : conditions) ids.push_back(c.condition);
    return Refuse(RefusalCode::kUnknown, "'{}' has no condition {}{}", action.authorisation,
                  Quoted(action.condition), DidYouMean(action.condition, ids));
  }
  if (action.state == Fulfilment::kMet && action.document.empty()) {
    return Refuse(RefusalCode::kNoEvidence, "name the document that shows that '{}' is met",
                  action.condition);
  }
  return Effect{};
}

std::optional<Refusal> NotUsable(const Authorisation& authorisation, Date day, bool shipping) {
  const std::string& id = authorisation.application.authorisation;
  const auto because = [&](std::string why) {
    return Refusal{RefusalCode::kNotValid, fmt::format("'{}' {}", id, std::move(why))};
  };
  const bool runs_off =
      shipping && (authorisation.status == kReplaced ||
                   (authorisation.status == kRevoked && authorisation.savings == Savings::kFlag &&
                    day <= authorisation.saved_until));
  if (authorisation.status != kActive && !runs_off) {
    return because(fmt::format("is {}", NameOf(authorisation.status)));
  }
  if (day < authorisation.terms.from) {
    return because(fmt::format("begins on {}", authorisation.terms.from.ToString()));
  }
  if (day > authorisation.terms.until) {
    return because(fmt::format("expired on {}", authorisation.terms.until.ToString()));
  }
  for (const Condition& condition : authorisation.terms.conditions) {
    if (condition.stage != ConditionStage::kAfter && condition.draft && !shipping) {
      return Refusal{RefusalCode::kConditionDraft,
                     fmt::format("condition '{}' of '{}' is a draft; wait until it is final",
                                 condition.condition, id)};
    }
    if (condition.state == Fulfilment::kFailed) {
      return Refusal{RefusalCode::kConditionFailed,
                     fmt::format("condition '{}' of '{}' failed", condition.condition, id)};
    }
    if (condition.stage == ConditionStage::kOrder && condition.places.empty() &&
        condition.state == Fulfilment::kOpen) {
      return Refusal{RefusalCode::kConditionOpen,
                     fmt::format("condition '{}' of '{}' is open; record the document that meets "
                                 "it with 'licet licence condition'",
                                 condition.condition, id)};
    }
  }
  return std::nullopt;
}

}  // namespace licet
