#include "licet/ledger/duties.h"

#include <algorithm>
#include <tuple>

#include "licet/ledger/state.h"
#include "licet/ledger/validity.h"
#include "rules.h"

namespace licet {
namespace {

using When = decltype(Condition::stage);
using Met = decltype(Condition::state);

Date Later(Date day, std::int64_t days) {
  const std::int64_t sum = day.days() + days;
  return sum >= kOpenDay.days() ? kOpenDay : Date::FromDays(static_cast<std::int32_t>(sum));
}

class Collector {
 public:
  Collector(const State& state, Date today, Date from, Date to)
      : s_(state), today_(today), from_(from), to_(to) {
    shipments_of_.resize(state.orders.size());
    for (const Shipment& shipment : state.shipments) {
      shipments_of_[shipment.order].push_back(&shipment);
    }
    held_by_.resize(state.authorisations.size());
    for (const HeldOrder& order : state.orders) {
      for (const std::uint32_t by : state.ServingOf(order)) held_by_[by] += order.held;
    }
  }

  void AddAuthorisation(std::uint32_t index, const std::vector<ReviewStep>& steps) {
    const Authorisation& a = s_.authorisations[index];
    AddReview(a, steps);
    AddExpiry(a, held_by_[index]);
    AddRefused(a);
    for (const Condition& condition : a.terms.conditions) {
      if (condition.stage != When::kAfter) continue;
      if (condition.after_days > 0) AddAfterShipments(a, index, condition);
      if (condition.every_days > 0) {
        AddRecurring(a, condition);
      } else if (condition.due != kNoDay && condition.state != Met::kMet) {
        Add(Report(a, condition, condition.due, ""));
      }
    }
  }

  void AddOrder(std::uint32_t index) {
    const HeldOrder& order = s_.orders[index];
    const std::string id(s_.order_ids.Text(index));
    if (order.held > 0 && order.expires != kOpenDay) {
      Duty duty{.day = order.expires, .kind = DutyKind::kHoldEnds, .of = id};
      duty.what = fmt::format("the hold of {} units ends", order.held);
      duty.units = order.held;
      duty.overdue = order.expires < today_;
      Add(std::move(duty));
    }
    if (order.held == 0) AddRetention(order, index, id);
  }

  std::vector<Duty> Take() {
    std::ranges::stable_sort(duties_, [](const Duty& a, const Duty& b) {
      return std::tuple(a.day, a.kind, std::string_view(a.of)) <
             std::tuple(b.day, b.kind, std::string_view(b.of));
    });
    return std::move(duties_);
  }

 private:
  void Add(Duty duty) {
    if (duty.day == kNoDay || duty.day == kOpenDay) return;
    if (!duty.overdue && (duty.day < from_ || duty.day > to_)) return;
    duties_.push_back(std::move(duty));
  }

  Duty Report(const Authorisation& a, const Condition& condition, Date day,
              std::string_view about) const {
    return {.day = day,
            .kind = DutyKind::kReport,
            .of = a.application.authorisation,
            .regime = a.application.regime,
            .what = fmt::format("{}{}: {}{}", condition.condition, about, condition.text,
                                condition.draft ? " (draft)" : ""),
            .cite = condition.cite,
            .overdue = day < today_};
  }

  // Evidence covers what fell due up to its day.
  static Date CoveredTo(const Condition& condition) {
    return condition.state == Met::kMet ? condition.day : kNoDay;
  }

  void AddRecurring(const Authorisation& a, const Condition& condition) {
    const Date begin = a.terms.from != kNoDay ? a.terms.from : a.decided;
    Date day = condition.due != kNoDay ? condition.due : Later(begin, condition.every_days);
    if (begin == kNoDay && condition.due == kNoDay) return;
    // The last one reports on the last days of the licence.
    Date last = std::min(to_, Later(today_, kDaysAhead));
    if (a.terms.until != kOpenDay)
      last = std::min(last, Later(a.terms.until, condition.every_days));
    const Date covered = CoveredTo(condition);
    if (covered != kNoDay && day <= covered) {
      const std::int64_t times = (covered.days() - day.days()) / condition.every_days + 1;
      day = Later(day, times * condition.every_days);
    }
    for (; day <= last; day = Later(day, condition.every_days)) Add(Report(a, condition, day, ""));
  }

  void AddAfterShipments(const Authorisation& a, std::uint32_t index, const Condition& condition) {
    const Date covered = CoveredTo(condition);
    for (const HeldOrder& order : s_.orders) {
      const auto serving = s_.ServingOf(order);
      if (std::ranges::find(serving, index) == serving.end()) continue;
      const auto at = static_cast<std::size_t>(&order - s_.orders.data());
      for (const Shipment* shipment : shipments_of_[at]) {
        if (covered != kNoDay && shipment->day <= covered) continue;
        if (shipment->reversed == shipment->units) continue;
        const auto id =
            s_.shipment_ids.Text(static_cast<std::uint32_t>(shipment - s_.shipments.data()));
        Add(Report(a, condition, Later(shipment->day, condition.after_days),
                   fmt::format(" for shipment {}", id)));
      }
    }
  }

  void AddReview(const Authorisation& a, const std::vector<ReviewStep>& steps) {
    if (a.status != AuthorisationStatus::kSubmitted) return;
    const auto clock = ReviewOf(a, today_, steps);
    if (!clock || !clock->overall) return;
    Duty duty{.day = clock->overall->due, .kind = DutyKind::kReview};
    duty.of = a.application.authorisation;
    duty.regime = a.application.regime;
    duty.what =
        fmt::format("the authority's {} days are over; {} have counted{}", clock->overall->days,
                    clock->elapsed, clock->stands ? ", and the clock stands" : "");
    duty.cite = clock->overall->cite;
    duty.overdue = clock->overdue;
    Add(std::move(duty));
  }

  void AddExpiry(const Authorisation& a, std::int64_t held) {
    if (a.status != AuthorisationStatus::kActive && a.status != AuthorisationStatus::kSuspended) {
      return;
    }
    Duty duty{.day = a.terms.until, .kind = DutyKind::kExpiry};
    duty.of = a.application.authorisation;
    duty.regime = a.application.regime;
    duty.what = held == 0 ? "ends, with nothing held under it"
                          : fmt::format("ends, with {} units held and not shipped", held);
    if (a.application.regime == "us-ear") {
      duty.cite = "15 CFR 750.7(g)";
      if (held > 0) duty.cite += ", 758.4";
    }
    duty.units = held;
    duty.overdue = held > 0 && a.terms.until < today_;
    Add(std::move(duty));
  }

  // An application that came to nothing ends there.
  void AddRefused(const Authorisation& a) {
    if (a.status != AuthorisationStatus::kDenied || a.decided == kNoDay) return;
    AddKept(a.application.authorisation, a.decided, "the denied application");
  }

  void AddRetention(const HeldOrder& order, std::uint32_t index, const std::string& id) {
    Date last = order.day;
    for (const Shipment* shipment : shipments_of_[index]) {
      last = std::max({last, shipment->day, shipment->entered_on, shipment->installed_on});
    }
    AddKept(id, last, "the order");
  }

  void AddKept(const std::string& of, Date last, std::string_view what) {
    Duty duty{.day = YearsAfter(last, kRetentionYears), .kind = DutyKind::kRetention, .of = of};
    duty.what = fmt::format(
        "records of {} are kept to this day, and longer once an authority has "
        "asked for them",
        what);
    duty.cite = "15 CFR 762.6";
    Add(std::move(duty));
  }

  const State& s_;
  const Date today_;
  const Date from_;
  const Date to_;
  std::vector<std::vector<const Shipment*>> shipments_of_;
  std::vector<std::int64_t> held_by_;
  std::vector<Duty> duties_;
};

}  // namespace

std::vector<Duty> DutiesOf(const State& state, Date today, Date from, Date to,
                           const std::vector<ReviewStep>& steps) {
  Collector collector(state, today, from, to);
  for (std::uint32_t i = 0; i < state.authorisations.size(); ++i) {
    collector.AddAuthorisation(i, steps);
  }
  for (std::uint32_t i = 0; i < state.orders.size(); ++i) collector.AddOrder(i);
  return collector.Take();
}

}  // namespace licet
