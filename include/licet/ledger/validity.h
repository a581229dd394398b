// How long a licence lasts: the periods of 15 CFR 750.7(g), which run on when their
// last day is no business day, and the last moment to ship (15 CFR 758.4).
//
// Thread safety: pure functions.

#ifndef LICET_LEDGER_VALIDITY_H_
#define LICET_LEDGER_VALIDITY_H_

#include <cstdint>
#include <string_view>

#include "licet/base/date.h"

namespace licet {

enum class ValidityPeriod : std::uint8_t {
  kGeneral,      // four years, to the end of the month
  kShortSupply,  // one year
  kEmergency,    // to the last day of the month after that of issue
};

// The last day of a licence that was issued on `issued`, rolled over.
// REQUIRES: a day of the years 1970 to 2990.
Date DefaultUntil(Date issued, ValidityPeriod period);

// The holiday that is kept on that day (5 U.S.C. 6103): one that falls on a Saturday is
// kept on the Friday before, one on a Sunday on the Monday after. "" on other days.
// Holidays are those of the present statute; Juneteenth since 2021. Inauguration Day,
// which holds for the District of Columbia alone, is none.
std::string_view FederalHolidayOn(Date day);

// Neither a weekend nor a federal holiday.
bool IsBusinessDay(Date day);
// The day itself, or the next business day.
Date RolledOver(Date day);

// Whether goods left in time: by midnight of the last day, or by then laden aboard or on
// the dock for loading. `laden` is kNoDay when it is not known.
bool LeavesInTime(Date until, Date left, Date laden);

// The same day of the month so many years on; 29 February becomes 1 March.
Date YearsAfter(Date day, int years);

}  // namespace licet

#endif  // LICET_LEDGER_VALIDITY_H_
