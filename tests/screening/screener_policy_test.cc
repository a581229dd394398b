// Lines by list, cleared pairs, numbers and addresses: what they do to a hit, and
// that the answer is still that of a scan.

#include <gtest/gtest.h>

#include <algorithm>

#include "licet/screening/screener.h"
#include "lists.h"
#include "random_lists.h"

namespace licet {
namespace {

ListEntry Entry(const std::string& list, const std::string& id, const std::string& name,
                const std::string& country) {
  ListEntry entry;
  entry.list = list;
  entry.id = id;
  entry.names = {{name, ListedName::Kind::kName}};
  if (!country.empty()) entry.countries = {country};
  return entry;
}

std::vector<RestrictedList> TwoLists() {
  RestrictedList strict;
  strict.id = "strict";
  strict.entries = {Entry("strict", "s", "Xenon Precision Works", "CN")};
  RestrictedList plain;
  plain.id = "plain";
  plain.entries = {Entry("plain", "p", "Xenon Precision Workshop", "CN"),
                   Entry("plain", "q", "Quiet Harbour Shipping", "CN")};
  plain.entries[0].addresses = {{"17 Keyuan Road, Nanshan, Shenzhen 518057", "CN"}};
  plain.entries[0].identifiers = {{"uscc", "91-44-ABC"}, {"passport", "G1234567"}};
  plain.entries[1].identifiers = {{"imo", "9187629"}, {"date-of-birth", "1970-01-01"}};
  return {strict, plain};
}

class PolicyTest : public testing::Test {
 protected:
  // The hit on that entry; nothing when there is none.
  std::optional<ScreenHit> Hit(const ScreenQuery& query, const std::string& id) {
    Screener screener(index_, policy_);
    const auto found = screener.Screen(query, 10);
    for (const ScreenHit& hit : found->hits) {
      if (index_.entry(hit.entry).id == id) return hit;
    }
    return std::nullopt;
  }
  int Score(const ScreenQuery& query, const std::string& id) {
    const auto hit = Hit(query, id);
    return hit ? hit->score : 0;
  }

  const ScreeningIndex index_{TwoLists(), TheWords()};
  ScreeningPolicy policy_;
};

TEST_F(PolicyTest, ALineIsOfItsList) {
  policy_.Set("strict", {9'999, 6'500});
  const ScreenQuery query{"Xenon Precision", "CN", {}};
  ASSERT_TRUE(Hit(query, "s"));
  EXPECT_FALSE(Hit(query, "s")->match());
  EXPECT_TRUE(Hit(query, "p")->match());
  // A near hit of the strict list stands behind a match of another.
  Screener screener(index_, policy_);
  const auto first = screener.Screen(query, 1);
  ASSERT_EQ(first->hits.size(), 1U);
  EXPECT_EQ(index_.entry(first->hits[0].entry).id, "p");
  EXPECT_TRUE(first->match());
  policy_.Set("strict", {9'999, 9'900});
  EXPECT_FALSE(Hit(query, "s"));
}

TEST_F(PolicyTest, ReadsLines) {
  MemoryDisk disk;
  auto error = [&](const std::string& text) {
    EXPECT_TRUE(disk.WriteAtomically("t.csv", text));
    ScreeningPolicy policy;
    const auto loaded = policy.Load(disk, "t.csv", index_.lists());
    return loaded ? "none" : loaded.error().ToString();
  };
  EXPECT_EQ(error("list,match,near\nstrict,0.9,\n"), "none");
  EXPECT_EQ(error("list,match\nstrickt,0.9\n"),
            "t.csv:2:1: there is no list 'strickt'; the lists on file are strict, plain");
  EXPECT_EQ(error("list,match\nstrict,90\n"),
            "t.csv:2:8: '90' is no score; give 0 to 1, such as 0.75");
  EXPECT_EQ(error("list,match,near\nstrict,0.7,0.8\n"),
            "t.csv:2:12: near is 0.8000, above match 0.7000; nothing would be near");
  EXPECT_EQ(error("list,match\nstrict,0.9\nstrict,0.8\n"),
            "t.csv:3:1: the list 'strict' is there twice; leave one row");
  ScreeningPolicy policy;
  ASSERT_TRUE(disk.WriteAtomically("t.csv", "list,match,near\nstrict,0.9,0.7\nplain,,0.5\n"));
  ASSERT_TRUE(policy.Load(disk, "t.csv", index_.lists()));
  ASSERT_TRUE(policy.Parse("strict=0.8", index_.lists()));
  EXPECT_EQ(policy.LinesOf("strict"), (ScreeningLines{8'000, 7'000}));
  EXPECT_EQ(policy.LinesOf("plain"), (ScreeningLines{kMatchScore, 5'000}));
  EXPECT_EQ(policy.LinesOf("other"), ScreeningLines());
  ASSERT_TRUE(policy.Parse("strict=0.6", index_.lists()));
  EXPECT_EQ(policy.LinesOf("strict"), (ScreeningLines{6'000, 6'000}));
  EXPECT_FALSE(policy.Parse("strict", index_.lists()));
  EXPECT_FALSE(policy.Parse("strict=", index_.lists()));
}

TEST_F(PolicyTest, ASharedNumberIsAMatchWhateverTheName) {
  const std::vector<Identifier> imo = {{"", "imo-9187629"}};
  const std::vector<Identifier> number = {{"", "918 7629"}};
  const std::vector<Identifier> kind = {{"imo", "9187629"}};
  const std::vector<Identifier> other_kind = {{"mmsi", "9187629"}};
  const std::vector<Identifier> birth = {{"", "1970-01-01"}};
  auto hit = [&](const std::vector<Identifier>& identifiers) {
    return Hit({"Bright Morning Lines", "CN", {}, "", identifiers}, "q");
  };
  EXPECT_FALSE(hit({}));
  EXPECT_FALSE(hit(imo));  // all letters count
  ASSERT_TRUE(hit(number));
  EXPECT_EQ(hit(number)->score, kMatchScore);
  EXPECT_TRUE(hit(number)->match());
  EXPECT_EQ(hit(number)->rank, HitRank::kIdentifier);
  EXPECT_TRUE(hit(kind));
  EXPECT_FALSE(hit(other_kind));
  EXPECT_FALSE(hit(birth));
  Screener screener(index_, policy_);
  const ScreenQuery query{"Bright Morning Lines", "CN", {}, "", number};
  const NameExplanation why = screener.Explain(query, *hit(number));
  EXPECT_EQ(why.deductions.back().why, "identifier 918 7629 agrees");
  policy_.Set("plain", {9'000, 6'500});
  EXPECT_EQ(hit(number)->score, 9'000);
}

TEST_F(PolicyTest, AnotherNumberOfTheSameKindLowersALittle) {
  const ScreenQuery plain{"Xenon Precision Workshop", "CN", {}};
  auto with = [&](const std::vector<Identifier>& identifiers) {
    return Score({"Xenon Precision Workshop", "CN", {}, "", identifiers}, "p");
  };
  const int score = Score(plain, "p");
  EXPECT_EQ(with({{"uscc", "91-44-XYZ"}}), score - kOtherIdentifier);
  EXPECT_EQ(with({{"", "91-44-XYZ"}}), score);
  EXPECT_EQ(with({{"imo", "9144444"}}), score);  // the entry states none
  EXPECT_EQ(with({{"uscc", "91-44-XYZ"}, {"passport", "g 1234567"}}), score);
}

TEST_F(PolicyTest, AnAddressRaisesWithinTheBand) {
  auto score = [&](const std::string& name, const std::string& address,
                   const std::string& country = "CN") {
    return Score({name, country, {}, address, {}}, "p");
  };
  const std::string name = "Xenom Precision Workshop";
  const int without = score(name, "");
  EXPECT_EQ(score(name, "17, Keyuan Rd., Shenzhen 518057"), without + kAddressMost);
  EXPECT_GT(score(name, "518057"), without);
  EXPECT_EQ(score(name, "17"), without);  // a number alone is no place
  EXPECT_EQ(score(name, "99 Other Street, Springfield"), without);
  EXPECT_EQ(score(name, "17 Keyuan Road 518057", "DE"), score(name, "", "DE"));
  EXPECT_EQ(score("Xenon Precision Workshop", "17 Keyuan Road 518057"), kScoreMax);
  EXPECT_EQ(score("Bright Morning Lines", "17 Keyuan Road, Nanshan, Shenzhen 518057"), 0);
}

// The line is set just above what the name reaches.
TEST_F(PolicyTest, AnAddressLiftsNoNameOverTheNearLine) {
  const ScreenQuery query{"Xenom Precision Workshop", "CN", {}, "17 Keyuan Road 518057", {}};
  const int without = Score({query.name, "CN", {}}, "p");
  policy_.Set("plain", {9'999, without + 1});
  EXPECT_FALSE(Hit(query, "p"));
  policy_.Set("plain", {9'999, without});
  EXPECT_EQ(Score(query, "p"), without + kAddressMost);
}

TEST_F(PolicyTest, ThatAFieldIsMissingLowersNothing) {
  const std::vector<Identifier> numbers = {{"uscc", "91-44-XYZ"}};
  const int bare = Score({"Xenon Precision Workshop", "", {}}, "p");
  EXPECT_GE(bare, Score({"Xenon Precision Workshop", "RU", {}}, "p"));
  EXPECT_GE(bare, Score({"Xenon Precision Workshop", "", {}, "", numbers}, "p"));
  // Nor that the entry lacks it: the strict one has neither address nor number.
  const int strict = Score({"Xenon Precision Works", "", {}}, "s");
  EXPECT_EQ(Score({"Xenon Precision Works", "", {}, "1 Road, Town 12345", numbers}, "s"), strict);
}

TEST_F(PolicyTest, RanksWhatAgrees) {
  const std::vector<Identifier> number = {{"uscc", "9144ABC"}};
  const std::string name = "XENON precision workshop";
  const std::string address = "17 Keyuan Road 518057";
  auto rank = [&](const ScreenQuery& query) {
    const auto hit = Hit(query, "p");
    return hit ? static_cast<int>(hit->rank) : 0;
  };
  EXPECT_EQ(rank({name, "CN", {}, address, number}), 1);
  EXPECT_EQ(rank({name, "CN", {}, "", number}), 2);
  EXPECT_EQ(rank({name, "CN", {}, address, {}}), 3);
  EXPECT_EQ(rank({name, "CN", {}}), 4);
  EXPECT_EQ(rank({name, "", {}}), 5);
  EXPECT_EQ(rank({"Xenon Precision-Workshop Ltd", "CN", {}}), 7);
  EXPECT_EQ(rank({"Xenom Precision Workshop", "", {}}), 7);
}

TEST_F(PolicyTest, ClearedIsShownAndDoesNotCount) {
  MemoryDisk disk;
  const Date today = *Date::Parse("2026-11-21");
  const ListEntry& entry = index_.entry(0);
  ClearedPair pair;
  pair.name = "Xenon Precision Works";
  pair.list = "strict";
  pair.entry = "s";
  pair.fingerprint = FingerprintOf(entry);
  pair.who = "A. Smith";
  pair.when = today;
  pair.why = "another firm";
  ASSERT_TRUE(AppendCleared(disk, "c.csv", pair, entry, Countries(), TheWords(), today));
  const auto cleared = ClearedPairs::Load(disk, "c.csv", Countries(), TheWords());
  policy_.UseCleared(&*cleared, today);
  Screener screener(index_, policy_);
  // The cleared one takes no place of the first.
  const auto found = screener.Screen({"Xenon Precision Works", "CN", {}}, 1);
  ASSERT_EQ(found->hits.size(), 2U);
  EXPECT_TRUE(found->hits[0].cleared());
  EXPECT_TRUE(found->hits[0].above());
  EXPECT_FALSE(found->hits[0].match());
  EXPECT_EQ(found->hits[0].clearance->pair->who, "A. Smith");
  EXPECT_TRUE(found->hits[1].match());
  EXPECT_TRUE(found->match());
  const auto only = screener.Screen({"Xenon Precision Works", "CN", {}}, 1, 9'990);
  ASSERT_EQ(only->hits.size(), 1U);
  EXPECT_FALSE(only->match());
  EXPECT_FALSE(only->near());
}

TEST(ParseIdentifier, TakesAKindOrNone) {
  EXPECT_EQ(ParseIdentifier("IMO: 9187629")->kind, "imo");
  EXPECT_EQ(ParseIdentifier("IMO: 9187629")->number, "9187629");
  EXPECT_EQ(ParseIdentifier("9187629")->kind, "");
  ASSERT_FALSE(ParseIdentifier("imo:12-34"));
  EXPECT_EQ(ParseIdentifier("imo:12-34").error().sentence(),
            "'imo:12-34' is too short for an identifier; give five letters and digits or more, "
            "with or without the kind, such as imo:9187629");
}

}  // namespace
}  // namespace licet
