// Screening what changed gives what a full run gives.

#include "licet/screening/rescreen.h"

#include <gtest/gtest.h>

#include "lists.h"
#include "random_lists.h"

namespace licet {
namespace {

constexpr std::uint64_t kScoring = 7;

struct Answered {
  std::string answers;
  std::string kept;  // the file
  std::size_t searched = 0;
  bool everything = false;
};

// One run over the names; `before` is the file of the last one, "" for none.
Answered Screen(const std::vector<RestrictedList>& lists, const std::vector<std::string>& names,
                const std::string& before, std::uint64_t scoring = kScoring, int floor = kNearScore,
                std::size_t changed_one_in = Changes::kChangedOneIn) {
  const ScreeningIndex index(lists, TheWords());
  MemoryDisk disk;
  std::optional<KeptNames> kept;
  if (!before.empty()) {
    EXPECT_TRUE(disk.WriteAtomically("kept", before));
    auto loaded = KeptNames::Load(disk, "kept");
    EXPECT_TRUE(loaded) << loaded.error().ToString();
    kept = std::move(*loaded);
  }
  const Changes changes(index, kept ? &*kept : nullptr, scoring, floor, changed_one_in);
  Rescreener rescreener(changes);
  Screener screener(index);
  KeptWriter writer(changes);
  Answered run;
  run.everything = changes.everything();
  for (const std::string& name : names) {
    const auto answer = rescreener.Find(name);
    EXPECT_TRUE(answer);
    EXPECT_TRUE(answer->found.all);
    const ScreenQuery query{name, "CN", {}};
    run.answers +=
        name + "\n" + TextOf(index, screener.Judge(query, answer->found, 5, floor), 1000);
    run.searched += answer->searched ? 1 : 0;
    writer.Add(name, *answer);
  }
  run.kept = writer.Text();
  return run;
}

// As licet screen does it without a kept file.
std::string FullRun(const std::vector<RestrictedList>& lists,
                    const std::vector<std::string>& names) {
  const ScreeningIndex index(lists, TheWords());
  Screener screener(index);
  std::string answers;
  for (const std::string& name : names) {
    const auto found = screener.Screen({name, "CN", {}}, 5, kNearScore);
    answers += name + "\n" + TextOf(index, *found, 1000);
  }
  return answers;
}

TEST(Rescreen, EqualsAFullRunAfterAnyChanges) {
  std::size_t kept = 0;
  std::size_t searched = 0;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    RandomLists random(seed);
    std::vector<RestrictedList> lists = random.Lists(400);
    std::vector<std::string> names;
    for (int i = 0; i < 80; ++i) names.push_back(random.Name());
    std::string file;
    for (int issue = 0; issue < 4; ++issue) {
      const Answered run = Screen(lists, names, file, kScoring, kNearScore, 1);
      EXPECT_EQ(run.answers, FullRun(lists, names)) << seed << " " << issue;
      if (issue > 0) {
        EXPECT_FALSE(run.everything);
        kept += names.size() - run.searched;
        searched += run.searched;
      }
      file = run.kept;
      random.Change(&lists, 1 + random.Below(6));
      for (int i = 0; i < 5; ++i) names[random.Below(names.size())] = random.Name();
    }
  }
  // Both ways were gone.
  EXPECT_GT(kept, 300U);
  EXPECT_GT(searched, 100U);
}

// The carried sample: real names, of which one entry more changes few weights.
TEST(Rescreen, OneEntryMoreLeavesMostNamesAlone) {
  const auto disk = RealDisk();
  auto lists = ReadLists(*disk, {LICET_SOURCE_DIR "/data/sample-lists/ai-chips.csv"}, Countries());
  ASSERT_TRUE(lists);
  std::vector<std::string> names;
  for (const RestrictedList& list : *lists) {
    for (const ListEntry& entry : list.entries) names.push_back(entry.names[0].text);
  }
  names.resize(200);
  const Answered before = Screen(*lists, names, "");
  EXPECT_EQ(before.searched, names.size());
  ListEntry fresh = lists->front().entries.front();
  fresh.id = "fresh";
  fresh.names = {{names[7] + " Zephyrine", ListedName::Kind::kName}};
  lists->front().entries.push_back(fresh);
  const Answered after = Screen(*lists, names, before.kept);
  EXPECT_LT(after.searched, names.size() / 2);
  EXPECT_NE(after.answers.find("fresh"), std::string::npos);
  EXPECT_EQ(after.answers, FullRun(*lists, names));
  EXPECT_EQ(Screen(*lists, names, after.kept).searched, 0U);
}

TEST(Rescreen, OtherDictionariesOrALowerFloorAreAFullRun) {
  RandomLists random(5);
  const std::vector<RestrictedList> lists = random.Lists(100);
  const std::vector<std::string> names = {"Xenon Works", "Huawei"};
  const std::string file = Screen(lists, names, "").kept;
  EXPECT_FALSE(Screen(lists, names, file).everything);
  EXPECT_TRUE(Screen(lists, names, file, kScoring + 1).everything);
  EXPECT_TRUE(Screen(lists, names, file, kScoring, kNearScore - 1).everything);
  EXPECT_FALSE(Screen(lists, names, file, kScoring, kNearScore + 1).everything);
  EXPECT_TRUE(Screen(random.Lists(100), names, file).everything);
}

TEST(Rescreen, AChangedFileIsRefused) {
  RandomLists random(6);
  const std::string file = Screen(random.Lists(20), {"Xenon Works"}, "").kept;
  MemoryDisk disk;
  auto error = [&](const std::string& text) {
    EXPECT_TRUE(disk.WriteAtomically("kept", text));
    const auto kept = KeptNames::Load(disk, "kept");
    return kept ? "none" : kept.error().ToString().substr(0, 30);
  };
  EXPECT_EQ(error(file), "none");
  EXPECT_EQ(error(""), "kept:1: this is no file that l");
  EXPECT_EQ(error("[1]\n"), "kept:1: this is no file that l");
  EXPECT_EQ(error(file.substr(0, file.size() - 5)), "kept:1: this is no file that l");
  std::string other = file;
  other[other.rfind("weights") + 12] ^= 1;
  EXPECT_EQ(error(other), "kept:1: this is no file that l");
  EXPECT_FALSE(KeptNames::Load(disk, "missing"));
}

TEST(Rescreen, TheHashIsOfDictionariesAndVersion) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("d/a.csv", "x"));
  const auto one = ScoringHash(disk, "d", "1");
  ASSERT_TRUE(one);
  EXPECT_EQ(*ScoringHash(disk, "d", "1"), *one);
  EXPECT_NE(*ScoringHash(disk, "d", "2"), *one);
  ASSERT_TRUE(disk.WriteAtomically("d/a.csv", "y"));
  EXPECT_NE(*ScoringHash(disk, "d", "1"), *one);
}

}  // namespace
}  // namespace licet
