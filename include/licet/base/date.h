// Calendar days (proleptic Gregorian, no time of day) and half-open intervals
// of days. A provision "effective 2023-11-17" binds from that day on; an
// interval's end is the first day that is no longer inside.
//
// Thread safety: value types.

#ifndef LICET_BASE_DATE_H_
#define LICET_BASE_DATE_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "licet/base/error.h"

namespace licet {

class Date {
 public:
  constexpr Date() = default;  // 1970-01-01
  static constexpr Date FromDays(std::int32_t days_since_1970) { return Date(days_since_1970); }
  static Result<Date> FromCivil(int year, int month, int day);
  // Exactly YYYY-MM-DD, a real day of the years 1900 to 2999.
  static Result<Date> Parse(std::string_view text);

  // Before and after every day that Parse accepts.
  static constexpr Date Min() { return Date(INT32_MIN); }
  static constexpr Date Max() { return Date(INT32_MAX); }

  constexpr std::int32_t days() const { return days_; }
  std::string ToString() const;           // "2023-11-17"; Min/Max print "always"/"open"
  void AppendTo(std::string* out) const;  // the same

  friend constexpr auto operator<=>(Date, Date) = default;

 private:
  constexpr explicit Date(std::int32_t days) : days_(days) {}
  std::int32_t days_ = 0;
};

// [from, to).
struct Interval {
  Date from = Date::Min();
  Date to = Date::Max();

  constexpr bool Contains(Date day) const { return from <= day && day < to; }
  constexpr bool Empty() const { return !(from < to); }
  constexpr bool Overlaps(const Interval& other) const {
    return from < other.to && other.from < to && !Empty() && !other.Empty();
  }
  std::string ToString() const;  // "2023-11-17 to 2025-04-09", "2023-11-17 to open"
  friend constexpr bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace licet

#endif  // LICET_BASE_DATE_H_
