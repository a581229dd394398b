#include "licet/base/date.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr int kYearMin = 1900;
constexpr int kYearMax = 2999;

bool IsLeap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeap(year) ? 29 : kDays[month - 1];
}

// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years start in
// March, so that the leap day comes last, and 400 years are one era.
constexpr std::int64_t kDaysPerEra = 146097;
constexpr std::int64_t kEpochShift = 719468;  // 0000-03-01 to 1970-01-01

std::int32_t DaysFromCivil(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;  // positive: years start at 1900
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int32_t>(era * kDaysPerEra + day_of_era - kEpochShift);
}

struct Civil {
  std::int64_t year;
  std::int64_t month;
  std::int64_t day;
};

Civil CivilFromDays(std::int64_t days) {
  const std::int64_t shifted = days + kEpochShift;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - (kDaysPerEra - 1)) / kDaysPerEra;
  const std::int64_t day_of_era = shifted - era * kDaysPerEra;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * march_month + 2) / 5 + 1;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

// The number in text[at, at + length), or -1 when a byte is not a digit.
int Number(std::string_view text, std::size_t at, std::size_t length) {
  int number = 0;
  for (const char c : text.substr(at, length)) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

Result<Date> Date::FromCivil(int year, int month, int day) {
  if (year < kYearMin || year > kYearMax) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the year {} is out of range; give one from 1900 to 2999", year));
  }
  if (month < 1 || month > 12) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("there is no month {}; give one from 1 to 12", month));
  }
  const int last = DaysInMonth(year, month);
  if (day < 1 || day > last) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("there is no day {} in {:04}-{:02}; give one from 1 to {}", day, year,
                            month, last));
  }
  return Date(DaysFromCivil(year, month, day));
}

Result<Date> Date::Parse(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const int year = Number(text, 0, 4);
    const int month = Number(text, 5, 2);
    const int day = Number(text, 8, 2);
    if (year >= 0 && month >= 0 && day >= 0) {
      Result<Date> date = FromCivil(year, month, day);
      if (date) return date;
      return Fail(ErrorCode::kParse,
                  fmt::format("{} is not a date: {}", Quoted(text), date.error().sentence()));
    }
  }
  return Fail(
      ErrorCode::kParse,
      fmt::format("{} is not a date; write it as YYYY-MM-DD, such as 2023-11-17", Quoted(text)));
}

std::string Date::ToString() const {
  std::string text;
  AppendTo(&text);
  return text;
}

void Date::AppendTo(std::string* out) const {
  if (*this == Min()) {
    *out += "always";
    return;
  }
  if (*this == Max()) {
    *out += "open";
    return;
  }
  const Civil civil = CivilFromDays(days_);
  if (civil.year < 0 || civil.year > 9999) {
    *out += fmt::format("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
    return;
  }
  char text[] = "0000-00-00";
  auto put = [&text](int at, int digits, std::int64_t number) {
    for (int i = at + digits - 1; i >= at; --i, number /= 10) {
      text[i] = static_cast<char>('0' + number % 10);
    }
  };
  put(0, 4, civil.year);
  put(5, 2, civil.month);
  put(8, 2, civil.day);
  *out += std::string_view(text, 10);
}

std::string Interval::ToString() const { return from.ToString() + " to " + to.ToString(); }

}  // namespace licet
