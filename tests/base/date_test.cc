#include "licet/base/date.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace licet {
namespace {

Date D(std::string_view text) { return Date::Parse(text).value(); }

TEST(DateTest, KnownDays) {
  EXPECT_EQ(D("1970-01-01").days(), 0);
  EXPECT_EQ(D("1969-12-31").days(), -1);
  EXPECT_EQ(D("2000-03-01").days(), 11017);
  EXPECT_EQ(D("2023-11-17").days(), 19678);
  EXPECT_EQ(Date().ToString(), "1970-01-01");
}

TEST(DateTest, EveryDayAgreesWithANaiveCounter) {
  int days = D("1900-01-01").days();
  EXPECT_EQ(days, -25567);
  for (int year = 1900; year <= 2999; ++year) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const int lengths[] = {31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= lengths[month - 1]; ++day, ++days) {
        const std::string text = fmt::format("{:04}-{:02}-{:02}", year, month, day);
        ASSERT_EQ(Date::FromCivil(year, month, day).value().days(), days) << text;
        ASSERT_EQ(Date::Parse(text).value().days(), days) << text;
        ASSERT_EQ(Date::FromDays(days).ToString(), text);
      }
      ASSERT_FALSE(Date::FromCivil(year, month, lengths[month - 1] + 1));
    }
  }
  EXPECT_EQ(days, D("2999-12-31").days() + 1);
}

TEST(DateTest, LeapYears) {
  EXPECT_TRUE(Date::Parse("2000-02-29"));
  EXPECT_TRUE(Date::Parse("2024-02-29"));
  EXPECT_FALSE(Date::Parse("1900-02-29"));
  EXPECT_FALSE(Date::Parse("2100-02-29"));
  EXPECT_FALSE(Date::Parse("2023-02-29"));
}

TEST(DateTest, RefusesWhatIsNotADate) {
  for (const std::string_view text : {"",
                                      "2023",
                                      "2023-11",
                                      "2023-1-17",
                                      "2023-11-7",
                                      "2023/11/17",
                                      "17-11-2023",
                                      "20231117",
                                      "2023-11-17 ",
                                      " 2023-11-17",
                                      "2023-11-17T00:00:00Z",
                                      "2023-13-01",
                                      "2023-00-01",
                                      "2023-01-00",
                                      "2023-01-32",
                                      "1899-12-31",
                                      "3000-01-01",
                                      "+023-11-17",
                                      "2023--1-17",
                                      "2O23-11-17",
                                      "always",
                                      "open"}) {
    const Result<Date> result = Date::Parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code(), ErrorCode::kParse) << text;
  }
  EXPECT_NE(Date::Parse("2023-04-31").error().sentence().find("from 1 to 30"), std::string::npos);
}

TEST(DateTest, RefusesBadCivilNumbers) {
  for (const auto& [year, month, day] : {std::tuple{1899, 12, 31},
                                         {3000, 1, 1},
                                         {2023, 0, 1},
                                         {2023, 13, 1},
                                         {2023, 1, 0},
                                         {2023, 1, -1},
                                         {INT32_MIN, INT32_MIN, INT32_MIN},
                                         {2023, INT32_MAX, 1}}) {
    const Result<Date> result = Date::FromCivil(year, month, day);
    ASSERT_FALSE(result) << year << month << day;
    EXPECT_EQ(result.error().code(), ErrorCode::kInvalidArgument);
  }
}

TEST(DateTest, EndsOfTimeLieBeyondEveryDay) {
  EXPECT_LT(Date::Min(), D("1900-01-01"));
  EXPECT_GT(Date::Max(), D("2999-12-31"));
  EXPECT_EQ(Date::Min().ToString(), "always");
  EXPECT_EQ(Date::Max().ToString(), "open");
  EXPECT_EQ(Date::FromDays(INT32_MAX - 1).ToString().size(), std::string("5881580-07-10").size());
}

TEST(IntervalTest, IsHalfOpen) {
  const Interval interval{D("2023-11-17"), D("2025-04-09")};
  EXPECT_FALSE(interval.Contains(D("2023-11-16")));
  EXPECT_TRUE(interval.Contains(D("2023-11-17")));
  EXPECT_TRUE(interval.Contains(D("2025-04-08")));
  EXPECT_FALSE(interval.Contains(D("2025-04-09")));
  EXPECT_FALSE(interval.Empty());
  EXPECT_TRUE((Interval{D("2023-11-17"), D("2023-11-17")}.Empty()));
  EXPECT_TRUE((Interval{D("2023-11-18"), D("2023-11-17")}.Empty()));
}

TEST(IntervalTest, OverlapMeansASharedDay) {
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      for (int c = 0; c < 4; ++c) {
        for (int d = 0; d < 4; ++d) {
          const Interval x{Date::FromDays(a), Date::FromDays(b)};
          const Interval y{Date::FromDays(c), Date::FromDays(d)};
          bool shared = false;
          for (int day = 0; day < 4; ++day) {
            shared |= x.Contains(Date::FromDays(day)) && y.Contains(Date::FromDays(day));
          }
          ASSERT_EQ(x.Overlaps(y), shared) << a << b << c << d;
        }
      }
    }
  }
}

TEST(IntervalTest, Prints) {
  EXPECT_EQ((Interval{D("2023-11-17"), D("2025-04-09")}.ToString()), "2023-11-17 to 2025-04-09");
  EXPECT_EQ((Interval{D("2023-11-17"), Date::Max()}.ToString()), "2023-11-17 to open");
  EXPECT_EQ(Interval().ToString(), "always to open");
}

}  // namespace
}  // namespace licet
