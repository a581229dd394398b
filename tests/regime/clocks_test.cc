// Which law is in force: valid time, known time and the two readings.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

class ClocksTest : public ::testing::Test {
 protected:
  // One provision with the given lines of dates.
  Pack Dated(const std::vector<std::string>& lines) const {
    return MakePack(schema_, Rule("x", "classify", "true", "code: C", lines));
  }
  static bool InForceOn(const Pack& pack, const char* as_of, const char* known_at,
                        Reading reading = Reading::kEnforced) {
    return !TakeSnapshot(pack, Day(as_of), Day(known_at), reading).in_force.empty();
  }
  std::vector<std::string> Members(const Pack& pack, const char* set, const char* as_of,
                                   const char* known_at = "2999-01-01",
                                   Reading reading = Reading::kEnforced) const {
    const Snapshot snapshot = TakeSnapshot(pack, Day(as_of), Day(known_at), reading);
    for (std::size_t i = 0; i < pack.sets.size(); ++i) {
      if (pack.sets[i].name != set) continue;
      std::vector<std::string> words;
      for (Symbol word : snapshot.sets[i]) words.push_back(schema_.symbols().Text(word));
      EXPECT_TRUE(std::is_sorted(snapshot.sets[i].begin(), snapshot.sets[i].end()));
      std::sort(words.begin(), words.end());
      return words;
    }
    return {"no such set"};
  }

  using Words = std::vector<std::string>;
  const Schema schema_ = TestSchema();
};

constexpr const char* kLater = "2999-01-01";

TEST_F(ClocksTest, BindsFromItsEffectiveDay) {
  const Pack pack = Dated({"announced: 2023-10-17", "effective: 2023-11-17"});
  for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    EXPECT_FALSE(InForceOn(pack, "2023-11-16", kLater, reading));
    EXPECT_TRUE(InForceOn(pack, "2023-11-17", kLater, reading));
    EXPECT_TRUE(InForceOn(pack, "2998-12-31", kLater, reading));
  }
}

TEST_F(ClocksTest, IsKnownFromItsAnnouncement) {
  const Pack pack = Dated({"announced: 2023-10-17", "effective: 2023-11-17"});
  for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    EXPECT_FALSE(InForceOn(pack, "2023-11-17", "2023-10-16", reading));
    EXPECT_TRUE(InForceOn(pack, "2023-11-17", "2023-10-17", reading));
    EXPECT_FALSE(InForceOn(pack, "2023-11-16", "2023-10-17", reading));
  }
}

// Guidance may restate a duty that was valid before anybody could know it.
TEST_F(ClocksTest, MayBeValidBeforeItIsKnown) {
  const Pack pack = Dated({"announced: 2025-05-13", "effective: 2023-11-17"});
  EXPECT_FALSE(InForceOn(pack, "2024-01-01", "2025-05-12"));
  EXPECT_TRUE(InForceOn(pack, "2024-01-01", "2025-05-13"));
  EXPECT_FALSE(InForceOn(pack, "2023-11-16", "2025-05-13"));
}

TEST_F(ClocksTest, ComplianceDelaysOnlyTheEnforcedReading) {
  const Pack pack =
      Dated({"announced: 2025-01-15", "effective: 2025-01-13", "compliance: 2025-05-15"});
  EXPECT_FALSE(InForceOn(pack, "2025-01-12", kLater, Reading::kCodified));
  EXPECT_TRUE(InForceOn(pack, "2025-01-13", kLater, Reading::kCodified));
  EXPECT_FALSE(InForceOn(pack, "2025-01-13", kLater, Reading::kEnforced));
  EXPECT_FALSE(InForceOn(pack, "2025-05-14", kLater, Reading::kEnforced));
  EXPECT_TRUE(InForceOn(pack, "2025-05-15", kLater, Reading::kEnforced));
}

TEST_F(ClocksTest, NeverEnforcedWhenItEndsBeforeCompliance) {
  const Pack pack = Dated({"announced: 2025-01-15", "effective: 2025-01-13",
                           "compliance: 2025-05-15", "ends: 2025-05-13"});
  for (const char* day : {"2025-01-13", "2025-05-12", "2025-05-13", "2025-05-15", "2025-06-01"}) {
    EXPECT_FALSE(InForceOn(pack, day, kLater, Reading::kEnforced)) << day;
  }
  EXPECT_TRUE(InForceOn(pack, "2025-05-12", kLater, Reading::kCodified));
  EXPECT_FALSE(InForceOn(pack, "2025-05-13", kLater, Reading::kCodified));
}

TEST_F(ClocksTest, EndsOnTheFirstDayItNoLongerBinds) {
  const Pack pack = Dated({"announced: 2023-01-01", "effective: 2023-02-01", "ends: 2025-04-09"});
  for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    EXPECT_TRUE(InForceOn(pack, "2025-04-08", kLater, reading));
    EXPECT_FALSE(InForceOn(pack, "2025-04-09", kLater, reading));
  }
  // The end came with the announcement.
  EXPECT_FALSE(InForceOn(pack, "2025-04-09", "2023-01-01"));
}

TEST_F(ClocksTest, AnEndCountsFromWhenItIsKnown) {
  const Pack pack = Dated({"announced: 2023-01-01", "effective: 2023-02-01", "ends: 2025-04-09",
                           "ends_announced: 2025-05-01"});
  for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    EXPECT_TRUE(InForceOn(pack, "2025-04-09", "2025-04-30", reading));
    EXPECT_FALSE(InForceOn(pack, "2025-04-09", "2025-05-01", reading));
    EXPECT_TRUE(InForceOn(pack, "2025-04-08", "2025-05-01", reading));
  }
}

TEST_F(ClocksTest, AReadingIsItsOwn) {
  const Pack enforced =
      Dated({"announced: 2023-01-01", "effective: 2023-02-01", "reading: enforced"});
  EXPECT_TRUE(InForceOn(enforced, "2024-01-01", kLater, Reading::kEnforced));
  EXPECT_FALSE(InForceOn(enforced, "2024-01-01", kLater, Reading::kCodified));
  const Pack codified =
      Dated({"announced: 2023-01-01", "effective: 2023-02-01", "reading: codified"});
  EXPECT_FALSE(InForceOn(codified, "2024-01-01", kLater, Reading::kEnforced));
  EXPECT_TRUE(InForceOn(codified, "2024-01-01", kLater, Reading::kCodified));
}

TEST_F(ClocksTest, BindingIsTheIntervalOfADay) {
  const Pack pack =
      Dated({"announced: 2025-01-15", "effective: 2025-01-13", "compliance: 2025-05-15",
             "ends: 2026-01-01", "ends_announced: 2025-12-01"});
  const Validity& v = pack.provisions[0].validity;
  EXPECT_EQ(v.Binding(Day("2025-11-30"), Reading::kEnforced).ToString(), "2025-05-15 to open");
  EXPECT_EQ(v.Binding(Day("2025-12-01"), Reading::kEnforced).ToString(),
            "2025-05-15 to 2026-01-01");
  EXPECT_EQ(v.Binding(Day("2025-12-01"), Reading::kCodified).ToString(),
            "2025-01-13 to 2026-01-01");
  EXPECT_TRUE(v.Binding(Day("2025-01-14"), Reading::kCodified).Empty());
}

// What a suspension suspended comes back by itself.
TEST_F(ClocksTest, ASuspensionIsADefeaterWithAnEnd) {
  const Pack pack = MakePack(
      schema_, Rule("duty", "require", "a", "requirement: R", {"unless: [t.pause]"}) +
                   Rule("pause", "require", "true", "",
                        {"announced: 2025-11-10", "effective: 2025-11-10", "ends: 2026-11-10"}));
  auto outcome = [&](const char* day) {
    return ToString(Judge(schema_, pack, {{"a", "true"}}, day).outcome);
  };
  EXPECT_EQ(outcome("2025-11-09"), "licence-required");
  EXPECT_EQ(outcome("2025-11-10"), "no-licence-required");
  EXPECT_EQ(outcome("2026-11-09"), "no-licence-required");
  EXPECT_EQ(outcome("2026-11-10"), "licence-required");
}

TEST_F(ClocksTest, SnapshotsListProvisionsInThePacksOrder) {
  const Pack pack = MakePack(
      schema_, Rule("r", "require", "true", "requirement: R") +
                   Rule("old", "classify", "true", "code: A",
                        {"announced: 2020-01-01", "effective: 2020-01-01", "ends: 2022-01-01"}) +
                   Rule("new", "classify", "true", "code: A",
                        {"announced: 2020-01-01", "effective: 2022-01-01"}));
  EXPECT_EQ(InForce(On(pack, "2019-12-31")), Words{});
  EXPECT_EQ(InForce(On(pack, "2021-12-31")), (Words{"old", "r"}));
  EXPECT_EQ(InForce(On(pack, "2022-01-01")), (Words{"new", "r"}));
}

// ------------------------------------------------------------------- sets
TEST_F(ClocksTest, MembersComeAndGo) {
  const Pack pack = MakePack(schema_, "", "", R"(
- set: D5
  of: country
  members:
  - {list: [CN, HK, CN]}
  - {list: SG, to: 2025-11-07, announced: 2021-12-09}
  - {list: [AE], from: 2023-10-17}
  - {list: [US], to: 2026-02-03, reading: codified}
)");
  EXPECT_EQ(Members(pack, "D5", "2023-10-16"), (Words{"CN", "HK", "SG"}));
  EXPECT_EQ(Members(pack, "D5", "2023-10-17"), (Words{"AE", "CN", "HK", "SG"}));
  EXPECT_EQ(Members(pack, "D5", "2025-11-06"), (Words{"AE", "CN", "HK", "SG"}));
  EXPECT_EQ(Members(pack, "D5", "2025-11-07"), (Words{"AE", "CN", "HK"}));
  EXPECT_EQ(Members(pack, "D5", "2021-12-08", "2021-12-08"), (Words{"CN", "HK"}));
  EXPECT_EQ(Members(pack, "D5", "2021-12-08", "2021-12-09"), (Words{"CN", "HK", "SG"}));
  EXPECT_EQ(Members(pack, "D5", "2026-02-02", kLater, Reading::kCodified),
            (Words{"AE", "CN", "HK", "US"}));
  EXPECT_EQ(Members(pack, "D5", "2026-02-03", kLater, Reading::kCodified),
            (Words{"AE", "CN", "HK"}));
}

TEST_F(ClocksTest, SetsHoldSetsAndExceptions) {
  const Pack pack = MakePack(schema_, "", "", R"(
- set: outer
  of: word
  members:
  - {set: inner, from: 2024-01-01}
  - {list: [z]}
  except:
  - {set: away}
  - {list: [c], from: 2025-01-01}
- set: inner
  of: word
  members: [{list: [a, b, c]}, {list: [d], to: 2024-06-01}]
  except: [{list: b, to: 2024-03-01}]
- set: away
  of: word
  members: [{list: [d, z], from: 2024-02-01}]
)");
  EXPECT_EQ(Members(pack, "outer", "2023-12-31"), (Words{"z"}));
  EXPECT_EQ(Members(pack, "outer", "2024-01-01"), (Words{"a", "c", "d", "z"}));
  EXPECT_EQ(Members(pack, "outer", "2024-02-01"), (Words{"a", "c"}));
  EXPECT_EQ(Members(pack, "outer", "2024-03-01"), (Words{"a", "b", "c"}));
  EXPECT_EQ(Members(pack, "outer", "2025-01-01"), (Words{"a", "b"}));
  EXPECT_EQ(Members(pack, "inner", "2024-05-31"), (Words{"a", "b", "c", "d"}));
  EXPECT_EQ(Members(pack, "inner", "2024-06-01"), (Words{"a", "b", "c"}));
}

TEST_F(ClocksTest, AConditionSeesTheMembersOfTheDay) {
  const Pack pack = MakePack(
      schema_, Rule("x", "require", "to in group(\"D5\")", "requirement: R"), "",
      "- set: D5\n  of: country\n  members: [{list: [SG], to: 2025-11-07}, {list: [CN]}]\n");
  auto outcome = [&](const char* to, const char* day) {
    return ToString(Judge(schema_, pack, {{"to", to}}, day).outcome);
  };
  EXPECT_EQ(outcome("SG", "2025-11-06"), "licence-required");
  EXPECT_EQ(outcome("SG", "2025-11-07"), "no-licence-required");
  EXPECT_EQ(outcome("CN", "2025-11-07"), "licence-required");
  EXPECT_EQ(outcome("unknown", "2025-11-07"), "unknown");
}

}  // namespace
}  // namespace licet
