#include "licet/ledger/validity.h"

#include <chrono>

namespace licet {
namespace {

namespace chrono = std::chrono;

chrono::year_month_day CivilOf(Date day) {
  return chrono::year_month_day(chrono::sys_days(chrono::days(day.days())));
}

Date ToDate(chrono::sys_days day) {
  return Date::FromDays(static_cast<std::int32_t>(day.time_since_epoch().count()));
}

Date EndOfMonth(chrono::year_month month) { return ToDate(chrono::sys_days(month / chrono::last)); }

// 5 U.S.C. 6103(a): on a day of the month, or on the nth (0: last) such weekday.
struct Holiday {
  std::string_view name;
  unsigned month;
  unsigned day;  // 0 when it goes by weekdays
  chrono::weekday weekday;
  unsigned nth;
  int since;
};
constexpr Holiday kHolidays[] = {
    {"New Year's Day", 1, 1, {}, 0, 0},
    {"Birthday of Martin Luther King, Jr.", 1, 0, chrono::Monday, 3, 1986},
    {"Washington's Birthday", 2, 0, chrono::Monday, 3, 1971},
    {"Memorial Day", 5, 0, chrono::Monday, 0, 1971},
    {"Juneteenth National Independence Day", 6, 19, {}, 0, 2021},
    {"Independence Day", 7, 4, {}, 0, 0},
    {"Labor Day", 9, 0, chrono::Monday, 1, 0},
    {"Columbus Day", 10, 0, chrono::Monday, 2, 1971},
    {"Veterans Day", 11, 11, {}, 0, 0},
    {"Thanksgiving Day", 11, 0, chrono::Thursday, 4, 0},
    {"Christmas Day", 12, 25, {}, 0, 0},
};

// The day on which it is kept.
chrono::sys_days KeptOn(const Holiday& holiday, chrono::year year) {
  const chrono::year_month month = year / chrono::month(holiday.month);
  if (holiday.day == 0) {
    return holiday.nth == 0
               ? chrono::sys_days(month / chrono::weekday_last(holiday.weekday))
               : chrono::sys_days(month / chrono::weekday_indexed(holiday.weekday, holiday.nth));
  }
  const chrono::sys_days day(month / chrono::day(holiday.day));
  const chrono::weekday weekday(day);
  if (weekday == chrono::Saturday) return day - chrono::days(1);
  if (weekday == chrono::Sunday) return day + chrono::days(1);
  return day;
}

}  // namespace

std::string_view FederalHolidayOn(Date day) {
  const chrono::sys_days on(chrono::days(day.days()));
  const chrono::year year = CivilOf(day).year();
  for (const Holiday& holiday : kHolidays) {
    // New Year's Day may be kept in the year before.
    for (const chrono::year of : {year, year + chrono::years(1)}) {
      if (static_cast<int>(of) >= holiday.since && KeptOn(holiday, of) == on) return holiday.name;
    }
  }
  return "";
}

bool IsBusinessDay(Date day) {
  const chrono::weekday weekday(chrono::sys_days(chrono::days(day.days())));
  return weekday != chrono::Saturday && weekday != chrono::Sunday && FederalHolidayOn(day).empty();
}

Date RolledOver(Date day) {
  while (!IsBusinessDay(day)) day = Date::FromDays(day.days() + 1);
  return day;
}

Date DefaultUntil(Date issued, ValidityPeriod period) {
  const chrono::year_month_day day = CivilOf(issued);
  const chrono::year_month month = day.year() / day.month();
  switch (period) {
    case ValidityPeriod::kGeneral:
      return RolledOver(EndOfMonth(month + chrono::years(4)));
    case ValidityPeriod::kShortSupply:
      return RolledOver(YearsAfter(issued, 1));
    case ValidityPeriod::kEmergency:
      return RolledOver(EndOfMonth(month + chrono::months(1)));
  }
  return issued;
}

bool LeavesInTime(Date until, Date left, Date laden) {
  return left <= until || (laden != Date::Min() && laden <= until && laden <= left);
}

Date YearsAfter(Date day, int years) {
  const chrono::year_month_day later = CivilOf(day) + chrono::years(years);
  if (later.ok()) return ToDate(chrono::sys_days(later));
  return ToDate(chrono::sys_days(later.year() / chrono::March / 1));
}

}  // namespace licet
