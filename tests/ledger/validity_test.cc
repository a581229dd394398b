#include "licet/ledger/validity.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet {
namespace {

Date Day(std::string_view text) { return *Date::Parse(text); }

// As the Office of Personnel Management publishes them.
TEST(FederalHolidayTest, TheYears2021And2026) {
  const struct {
    std::string_view day;
    std::string_view name;
  } holidays[] = {
      {"2021-01-01", "New Year's Day"},
      {"2021-01-18", "Birthday of Martin Luther King, Jr."},
      {"2021-02-15", "Washington's Birthday"},
      {"2021-05-31", "Memorial Day"},
      {"2021-06-18", "Juneteenth National Independence Day"},
      {"2021-07-05", "Independence Day"},
      {"2021-09-06", "Labor Day"},
      {"2021-10-11", "Columbus Day"},
      {"2021-11-11", "Veterans Day"},
      {"2021-11-25", "Thanksgiving Day"},
      {"2021-12-24", "Christmas Day"},
      {"2021-12-31", "New Year's Day"},
      {"2026-01-01", "New Year's Day"},
      {"2026-01-19", "Birthday of Martin Luther King, Jr."},
      {"2026-02-16", "Washington's Birthday"},
      {"2026-05-25", "Memorial Day"},
      {"2026-06-19", "Juneteenth National Independence Day"},
      {"2026-07-03", "Independence Day"},
      {"2026-09-07", "Labor Day"},
      {"2026-10-12", "Columbus Day"},
      {"2026-11-11", "Veterans Day"},
      {"2026-11-26", "Thanksgiving Day"},
      {"2026-12-25", "Christmas Day"},
  };
  std::size_t found = 0;
  for (const char* year : {"2021", "2026"}) {
    const Date first = Day(std::string(year) + "-01-01");
    for (int i = 0; i < 365; ++i) {
      const Date day = Date::FromDays(first.days() + i);
      const std::string_view name = FederalHolidayOn(day);
      if (name.empty()) continue;
      ASSERT_LT(found, std::size(holidays));
      EXPECT_EQ(day.ToString(), holidays[found].day);
      EXPECT_EQ(name, holidays[found].name);
      ++found;
    }
  }
  EXPECT_EQ(found, std::size(holidays));
}

TEST(FederalHolidayTest, JuneteenthBegan2021) {
  EXPECT_EQ(FederalHolidayOn(Day("2020-06-19")), "");
  EXPECT_NE(FederalHolidayOn(Day("2023-06-19")), "");
}

TEST(RolledOverTest, OverWeekendsAndHolidays) {
  EXPECT_EQ(RolledOver(Day("2026-11-20")), Day("2026-11-20"));
  EXPECT_EQ(RolledOver(Day("2026-11-21")), Day("2026-11-23"));
  EXPECT_EQ(RolledOver(Day("2026-11-26")), Day("2026-11-27"));
  // Christmas Eve 2021 was the holiday's day; then a weekend.
  EXPECT_EQ(RolledOver(Day("2021-12-24")), Day("2021-12-27"));
  // New Year's Day 2028 is a Saturday, kept on Friday 2027-12-31.
  EXPECT_EQ(RolledOver(Day("2027-12-31")), Day("2028-01-03"));
}

TEST(DefaultUntilTest, FourYearsToTheEndOfTheMonth) {
  EXPECT_EQ(DefaultUntil(Day("2026-01-15"), ValidityPeriod::kGeneral), Day("2030-01-31"));
  // 2030-03-31 is a Sunday; 2028-02 has a 29th.
  EXPECT_EQ(DefaultUntil(Day("2026-03-01"), ValidityPeriod::kGeneral), Day("2030-04-01"));
  EXPECT_EQ(DefaultUntil(Day("2024-02-10"), ValidityPeriod::kGeneral), Day("2028-02-29"));
  EXPECT_EQ(DefaultUntil(Day("2024-02-29"), ValidityPeriod::kGeneral), Day("2028-02-29"));
  EXPECT_EQ(DefaultUntil(Day("2023-12-31"), ValidityPeriod::kGeneral), Day("2028-01-03"));
}

TEST(DefaultUntilTest, ShortSupplyAndEmergency) {
  EXPECT_EQ(DefaultUntil(Day("2026-01-15"), ValidityPeriod::kShortSupply), Day("2027-01-15"));
  EXPECT_EQ(DefaultUntil(Day("2024-02-29"), ValidityPeriod::kShortSupply), Day("2025-03-03"));
  EXPECT_EQ(DefaultUntil(Day("2026-08-05"), ValidityPeriod::kEmergency), Day("2026-09-30"));
  EXPECT_EQ(DefaultUntil(Day("2026-12-05"), ValidityPeriod::kEmergency), Day("2027-02-01"));
}

TEST(LeavesInTimeTest, LadenBeforeMidnightOfTheLastDay) {
  const Date until = Day("2026-06-30");
  EXPECT_TRUE(LeavesInTime(until, Day("2026-06-30"), Date::Min()));
  EXPECT_FALSE(LeavesInTime(until, Day("2026-07-01"), Date::Min()));
  EXPECT_TRUE(LeavesInTime(until, Day("2026-07-04"), Day("2026-06-30")));
  EXPECT_FALSE(LeavesInTime(until, Day("2026-07-04"), Day("2026-07-01")));
}

TEST(YearsAfterTest, TheLeapDayIsNotLost) {
  EXPECT_EQ(YearsAfter(Day("2026-08-19"), 5), Day("2031-08-19"));
  EXPECT_EQ(YearsAfter(Day("2024-02-29"), 5), Day("2029-03-01"));
}

}  // namespace
}  // namespace licet
