// What falls due: reports that conditions ask for, ends of authorisations and holds,
// reviews, and until when records are kept.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_DUTIES_H_
#define LICET_LEDGER_DUTIES_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "licet/base/date.h"
#include "licet/ledger/review.h"
#include "licet/ledger/terms.h"

namespace licet {

struct State;

enum class DutyKind : std::uint8_t {
  kReport,     // a condition of stage `after`
  kReview,     // the authority's overall limit
  kExpiry,     // of an authorisation
  kHoldEnds,   // of an order
  kRetention,  // records may be destroyed after that day, and not before
};
template <>
struct NamesOf<DutyKind> {
  static constexpr std::array<std::string_view, 5> kNames = {"report", "review", "expiry",
                                                             "hold-ends", "retention"};
};

struct Duty {
  Date day = {};
  DutyKind kind = DutyKind::kReport;
  std::string of = {};  // the authorisation or order
  std::string regime = {};
  std::string what = {};  // in words
  std::string cite = {};
  bool overdue = false;
  std::int64_t units = 0;  // held and not shipped, of an expiry or a hold
};

// 15 CFR 762.6: five years from the latest of export, known reexport or other end.
inline constexpr int kRetentionYears = 5;
// A duty that comes again is listed so far ahead of `today`, unless `to` comes first.
inline constexpr int kDaysAhead = 366;

// What falls due from `from` to `to` (its last day), by day, and before that what is
// overdue on `today`. A report is owed until the condition is met with evidence of its
// day or a later one; evidence of a duty that each shipment starts covers the shipments
// up to its day.
std::vector<Duty> DutiesOf(const State& state, Date today, Date from, Date to,
                           const std::vector<ReviewStep>& steps);

}  // namespace licet

#endif  // LICET_LEDGER_DUTIES_H_
