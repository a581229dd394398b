// The review clock of an application: calendar days since it was registered without
// those on which the clock stood, and the days that a regime's law sets for its steps
// (data/review-clocks.csv). A regime without such law has a clock and no limit.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_REVIEW_H_
#define LICET_LEDGER_REVIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/date.h"
#include "licet/base/error.h"

namespace licet {

struct Authorisation;

// One line of the table, of a regime or of one of its exceptions (us-ear/NAC). A step counts from
// the registration, from the decision, or from the last day of another step.
struct ReviewStep {
  std::string regime = {};
  std::string step = {};
  std::int64_t days = 0;
  std::string after = {};
  std::string cite = {};
  std::string url = {};
};

inline constexpr std::string_view kOverallStep = "overall";
inline constexpr std::string_view kFromRegistration = "registration";
inline constexpr std::string_view kFromDecision = "decision";

// Columns regime,step,days,after,cite,url. Errors: with the place of what is wrong, and a
// step after one that stands neither above it nor at all.
Result<std::vector<ReviewStep>> ReadReviewSteps(CsvTable table);

// The last day of a step if all before it take theirs; it moves while the clock stands.
struct ReviewDue {
  std::string step = {};
  std::int64_t days = 0;
  Date due = {};
  std::string cite = {};
  std::string url = {};
};

struct ReviewClock {
  Date registered = {};
  std::int64_t elapsed = 0;               // days that count
  std::int64_t stood = 0;                 // days that do not
  bool stands = false;                    // now
  bool running = false;                   // neither decided nor returned, and it does not stand
  std::vector<ReviewDue> steps = {};      // by day; those after the decision once there is one
  std::optional<ReviewDue> overall = {};  // none where the regime sets no limit
  bool overdue = false;                   // the overall limit is passed and nothing was decided
};

// Nothing when the application was not registered by that day. A step back to the
// applicant ends the clock; its day is not on file, so that it is counted to `day`.
std::optional<ReviewClock> ReviewOf(const Authorisation& authorisation, Date day,
                                    const std::vector<ReviewStep>& steps);

}  // namespace licet

#endif  // LICET_LEDGER_REVIEW_H_
