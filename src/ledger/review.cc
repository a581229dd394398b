#include "licet/ledger/review.h"

#include <algorithm>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "licet/ledger/state.h"
#include "rules.h"

namespace licet {
namespace {

Date Later(Date day, std::int64_t days) {
  return Date::FromDays(day.days() + static_cast<std::int32_t>(days));
}

Status CheckAfter(const CsvTable& table, const std::vector<ReviewStep>& steps,
                  const ReviewStep& one) {
  if (one.after == kFromRegistration || one.after == kFromDecision) return {};
  std::vector<std::string> known = {std::string(kFromRegistration), std::string(kFromDecision)};
  for (const ReviewStep& step : steps) {
    if (step.regime == one.regime) known.push_back(step.step);
  }
  if (std::ranges::find(known, one.after) != known.end()) return {};
  return Fail(ErrorCode::kUnknownName,
              fmt::format("no step {} stands above this one{}", Quoted(one.after),
                          DidYouMean(one.after, known)),
              table.PlaceOf("after"));
}

// Days of [from, to) on which the clock stood; stops do not overlap.
std::int64_t Stood(const std::vector<Interval>& stops, Date from, Date to) {
  std::int64_t days = 0;
  for (const Interval& stop : stops) {
    const Date begin = std::max(stop.from, from);
    const Date end = std::min(stop.to, to);
    if (begin < end) days += end.days() - begin.days();
  }
  return days;
}

// Where a step begins to count; nothing before there is a decision.
std::optional<std::int64_t> OffsetOf(const std::vector<ReviewStep>& steps, const ReviewStep& one) {
  if (one.after == kFromRegistration) return 0;
  if (one.after == kFromDecision) return std::nullopt;
  for (const ReviewStep& step : steps) {
    if (step.regime != one.regime || step.step != one.after) continue;
    const auto before = OffsetOf(steps, step);
    return before ? std::optional(*before + step.days) : std::nullopt;
  }
  return std::nullopt;
}

// The day by which so many days counted.
Date DueAfter(const ReviewClock& clock, std::int64_t days) {
  return Later(clock.registered, days + clock.stood);
}

void AddSteps(const Authorisation& authorisation, const std::vector<ReviewStep>& steps,
              bool decided, ReviewClock* clock) {
  const std::string asked = AskedOf(authorisation.application);
  for (const ReviewStep& one : steps) {
    if (one.regime != asked) continue;
    ReviewDue due{.step = one.step, .days = one.days, .cite = one.cite, .url = one.url};
    if (one.after == kFromDecision) {
      if (!decided || authorisation.status != AuthorisationStatus::kDenied) continue;
      due.due = Later(authorisation.decided, one.days);
    } else {
      const auto offset = OffsetOf(steps, one);
      if (!offset) continue;
      due.due = DueAfter(*clock, *offset + one.days);
    }
    if (one.step == kOverallStep) clock->overall = due;
    clock->steps.push_back(std::move(due));
  }
  std::ranges::stable_sort(clock->steps, {}, &ReviewDue::due);
}

}  // namespace

Result<std::vector<ReviewStep>> ReadReviewSteps(CsvTable table) {
  std::vector<ReviewStep> steps;
  for (;;) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return steps;
    ReviewStep one{.regime = table.Get("regime"),
                   .step = table.Get("step"),
                   .days = 0,
                   .after = table.Get("after"),
                   .cite = table.Get("cite"),
                   .url = table.Get("url")};
    const auto days = Decimal::Parse(table.Get("days"));
    if (!days || days->micros() % Decimal::kScale != 0 || days->micros() < 0 ||
        *days > Decimal::FromInt(10'000)) {
      return Fail(ErrorCode::kInvalidArgument, "days are a whole number from 0 to 10000",
                  table.PlaceOf("days"));
    }
    one.days = days->micros() / Decimal::kScale;
    LICET_RETURN_IF_ERROR(CheckAfter(table, steps, one));
    steps.push_back(std::move(one));
  }
}

std::optional<ReviewClock> ReviewOf(const Authorisation& authorisation, Date day,
                                    const std::vector<ReviewStep>& steps) {
  if (authorisation.submitted == kNoDay || authorisation.submitted > day) return std::nullopt;
  ReviewClock clock{.registered = authorisation.submitted};
  const bool decided = authorisation.decided != kNoDay && authorisation.decided <= day;
  const Date end = decided ? authorisation.decided : day;
  clock.stood = Stood(authorisation.stops, clock.registered, end);
  clock.elapsed = end.days() - clock.registered.days() - clock.stood;
  clock.stands = !decided && std::ranges::any_of(authorisation.stops, [&](const Interval& stop) {
    return stop.Contains(day);
  });
  const bool pending = !decided && authorisation.status == AuthorisationStatus::kSubmitted;
  clock.running = pending && !clock.stands;
  AddSteps(authorisation, steps, decided, &clock);
  clock.overdue = pending && clock.overall && clock.elapsed > clock.overall->days;
  return clock;
}

}  // namespace licet
