#include "licet/screening/entry.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

TEST(ListEntry, StandsOnItsListFromItsFirstDayToTheDayBeforeItsRemoval) {
  ListEntry entry;
  EXPECT_TRUE(entry.OnListAt(*Date::Parse("1990-01-01")));
  entry.listed = *Date::Parse("2022-12-19");
  entry.removed = *Date::Parse("2025-06-01");
  EXPECT_FALSE(entry.OnListAt(*Date::Parse("2022-12-18")));
  EXPECT_TRUE(entry.OnListAt(*Date::Parse("2022-12-19")));
  EXPECT_TRUE(entry.OnListAt(*Date::Parse("2025-05-31")));
  EXPECT_FALSE(entry.OnListAt(*Date::Parse("2025-06-01")));
}

}  // namespace
}  // namespace licet
