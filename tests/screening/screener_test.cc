// What country and day do to a hit, and that nothing better is left out.

#include "licet/screening/screener.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace licet {
namespace {

const Words& TheWords() {
  static const auto disk = RealDisk();
  static const auto words = Words::Load(*disk, std::string(LICET_SOURCE_DIR) + "/data/names");
  EXPECT_TRUE(words) << (words ? "" : words.error().ToString());
  return *words;
}

ListEntry Entry(const std::string& id, const std::string& name, const std::string& country) {
  ListEntry entry;
  entry.list = "test";
  entry.id = id;
  entry.names = {{name, ListedName::Kind::kName}};
  if (!country.empty()) entry.countries = {country};
  return entry;
}

RestrictedList TheList() {
  RestrictedList list;
  list.id = "test";
  list.entries = {Entry("1", "Xenon Works Co., Ltd.", "CN"), Entry("2", "Xenon Works", "RU"),
                  Entry("3", "Xenon Works", ""), Entry("4", "Xenon Workshop Design", "CN"),
                  Entry("5", "...", "CN")};
  list.entries[0].listed = *Date::Parse("2022-12-19");
  list.entries[1].removed = *Date::Parse("2024-01-01");
  return list;
}

TEST(Screener, AnotherCountryLowersAndAMissingOneDoesNot) {
  const ScreeningIndex index({TheList()}, TheWords());
  Screener screener(index);
  const auto found = screener.Screen({"Xenon Works", "RU", {}}, 10);
  ASSERT_TRUE(found);
  ASSERT_GE(found->hits.size(), 3U);
  EXPECT_EQ(index.entry(found->hits[0].entry).id, "2");
  EXPECT_EQ(index.entry(found->hits[1].entry).id, "3");
  EXPECT_EQ(found->hits[1].score, kScoreMax);
  EXPECT_EQ(index.entry(found->hits[2].entry).id, "1");
  EXPECT_TRUE(found->hits[2].other_country);
  const auto without = screener.Screen({"Xenon Works", "", {}}, 10);
  EXPECT_EQ(without->hits[2].score - found->hits[2].score, kOtherCountry);
  const NameExplanation why = screener.Explain({"Xenon Works", "RU", {}}, found->hits[2]);
  int sum = why.base;
  for (const ScoreDeduction& deduction : why.deductions) sum += deduction.amount;
  EXPECT_EQ(sum, found->hits[2].score);
}

TEST(Screener, OnlyTheListsOfTheDayCount) {
  const ScreeningIndex index({TheList()}, TheWords());
  Screener screener(index);
  auto ids = [&](const char* day) {
    std::string text;
    const auto found = screener.Screen({"Xenon Works", "", *Date::Parse(day)}, 10, 9'000);
    for (const ScreenHit& hit : found->hits) text += index.entry(hit.entry).id;
    std::sort(text.begin(), text.end());
    return text;
  };
  EXPECT_EQ(ids("2022-12-18"), "23");
  EXPECT_EQ(ids("2022-12-19"), "123");
  EXPECT_EQ(ids("2023-12-31"), "123");
  EXPECT_EQ(ids("2024-01-01"), "13");
}

// The best two may stand behind many of another country.
TEST(Screener, NothingBetterIsLeftOut) {
  RestrictedList list;
  for (int i = 0; i < 60; ++i) {
    list.entries.push_back(Entry(std::to_string(i), "Xenon Works", i < 58 ? "RU" : "CN"));
  }
  const ScreeningIndex index({list}, TheWords());
  Screener screener(index);
  const auto found = screener.Screen({"Xenon Works", "CN", {}}, 2);
  ASSERT_EQ(found->hits.size(), 2U);
  EXPECT_EQ(index.entry(found->hits[0].entry).id, "58");
  EXPECT_EQ(index.entry(found->hits[1].entry).id, "59");
}

TEST(Screener, NamesThatCannotBeReadBecomeNotes) {
  const ScreeningIndex index({TheList()}, TheWords());
  ASSERT_EQ(index.notes().size(), 1U);
  EXPECT_EQ(index.notes()[0].what,
            "a name of 5 is not searched: a name has no letter and no digit in it");
  Screener screener(index);
  EXPECT_FALSE(screener.Screen({"", "", {}}, 10));
}

}  // namespace
}  // namespace licet
