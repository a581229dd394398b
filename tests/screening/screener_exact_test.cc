// Under any lines, cleared pairs, countries, numbers and addresses the best are
// the ones that a look at every entry gives.

#include <gtest/gtest.h>

#include "licet/screening/screener.h"
#include "lists.h"
#include "random_lists.h"

namespace licet {
namespace {

// The first `most` that are not cleared, and what is cleared before them.
std::size_t Length(const Screening& all, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < all.hits.size(); ++i) {
    count += all.hits[i].cleared() ? 0 : 1;
    if (count == most) return i + 1;
  }
  return all.hits.size();
}

struct Seen {
  std::size_t hits = 0;
  std::size_t cleared = 0;
  std::size_t by_number = 0;
};

// Some names with the entry that they hit, cleared.
std::string ClearedRows(const ScreeningIndex& index, const std::vector<std::string>& names,
                        RandomLists* random) {
  std::string rows = "name,list,entry,fingerprint,who,when,why\n";
  Screener screener(index);
  for (const std::string& name : names) {
    const auto found = screener.Screen({name, "", {}}, 3);
    if (!found || !random->OneIn(2)) continue;
    for (const ScreenHit& hit : found->hits) {
      const ListEntry& entry = index.entry(hit.entry);
      rows += "\"" + name + "\"," + entry.list + "," + entry.id + "," + FingerprintOf(entry) +
              ",me,2026-01-01,why\n";
    }
  }
  return rows;
}

void Compare(std::uint64_t seed, Seen* seen) {
  RandomLists random(seed);
  const ScreeningIndex index(random.Lists(250), TheWords());
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) names.push_back(random.Name());
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("c.csv", ClearedRows(index, names, &random)));
  const auto cleared = ClearedPairs::Load(disk, "c.csv", Countries(), TheWords());
  ASSERT_TRUE(cleared) << cleared.error().ToString();
  ScreeningPolicy policy;
  policy.UseCleared(&*cleared, *Date::Parse("2026-11-21"));
  policy.Set("one", {static_cast<int>(6'000 + random.Below(4'000)),
                     static_cast<int>(5'000 + random.Below(3'000))});
  Screener screener(index, policy);
  NameReader reader(TheWords());
  NameSearch search(index.names());
  for (const std::string& name : names) {
    const std::string country = random.Country();
    const std::string address = random.Address();
    const std::vector<Identifier> numbers = random.Identifiers();
    const ScreenQuery query{name, country, {}, address, numbers};
    const auto read = reader.Read(name);
    if (!read) continue;
    const FoundNames scanned{*read, search.Scan(*read, index.entries(), screener.FloorOf({})),
                             true};
    const Screening all = screener.Judge(query, scanned, index.entries());
    for (const std::size_t most : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
      const auto found = screener.Screen(query, most);
      ASSERT_TRUE(found);
      EXPECT_EQ(TextOf(index, *found, 1000), TextOf(index, all, Length(all, most)))
          << seed << " " << name << " " << most;
    }
    seen->hits += all.hits.size();
    for (const ScreenHit& hit : all.hits) {
      seen->cleared += hit.cleared() ? 1 : 0;
      seen->by_number += hit.shared_identifier != nullptr ? 1 : 0;
      EXPECT_GE(hit.score, hit.lines.near);
    }
  }
}

TEST(ScreenerExact, EqualsALookAtEveryEntry) {
  Seen seen;
  for (std::uint64_t seed = 1; seed <= 12; ++seed) Compare(seed, &seen);
  EXPECT_GT(seen.hits, 1000U);
  EXPECT_GT(seen.cleared, 50U);
  EXPECT_GT(seen.by_number, 50U);
}

// No entry that bears the number is missed, whatever it is called.
TEST(ScreenerExact, FindsEveryBearerOfANumber) {
  RandomLists random(99);
  const ScreeningIndex index(random.Lists(300), TheWords());
  Screener screener(index);
  for (int i = 0; i < 60; ++i) {
    const std::vector<Identifier> numbers = {{"", std::to_string(900'000 + i)}};
    const auto found = screener.Screen({"Entirely Unlike", "", {}, "", numbers}, 1000);
    std::size_t bearers = 0;
    for (std::uint32_t entry = 0; entry < index.entries(); ++entry) {
      for (const Identifier& one : index.entry(entry).identifiers) {
        bearers += one.number == numbers[0].number ? 1 : 0;
      }
    }
    std::size_t hits = 0;
    for (const ScreenHit& hit : found->hits) hits += hit.shared_identifier != nullptr ? 1 : 0;
    EXPECT_EQ(hits, bearers) << i;
  }
}

}  // namespace
}  // namespace licet
