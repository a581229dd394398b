// Pairs that a person cleared: which hits they speak of, and when they end.

#include "licet/screening/cleared.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lists.h"
#include "random_lists.h"

namespace licet {
namespace {

ListEntry Xenon() {
  ListEntry entry;
  entry.list = "test";
  entry.id = "7";
  entry.names = {{"Xenon Works Co., Ltd.", ListedName::Kind::kName},
                 {"XW", ListedName::Kind::kAlias}};
  entry.countries = {"CN", "HK"};
  entry.addresses = {{"1 Long Road, Shenzhen", "CN"}, {"2 Short Road", "HK"}};
  entry.identifiers = {{"uscc", "91110000-X"}};
  return entry;
}

class ClearedTest : public testing::Test {
 protected:
  Result<ClearedPairs> Load(const std::string& rows) {
    const std::string header =
        "name,country,list,entry,entry_name,fingerprint,who,when,why,until\n";
    EXPECT_TRUE(disk_.WriteAtomically("c.csv", header + rows));
    return ClearedPairs::Load(disk_, "c.csv", Countries(), TheWords());
  }
  // "in force", "ended" ... or "-" of a party against an entry.
  std::string State(const std::string& rows, const std::string& name, const std::string& country,
                    const ListEntry& entry, const char* today = "2026-11-21") {
    const auto cleared = Load(rows);
    if (!cleared) return cleared.error().ToString();
    NameReader reader(TheWords());
    const auto found = cleared->Find(*reader.Read(name), country, entry, *Date::Parse(today));
    return found ? std::string(ToString(found->state)) : "-";
  }
  static std::string Row(const std::string& country = "", const std::string& until = "",
                         const std::string& id = "7") {
    return "Xenon Works GmbH," + country + ",test," + id + ",Xenon," + FingerprintOf(Xenon()) +
           ",A. Smith,2026-01-02,another firm," + until + "\n";
  }

  MemoryDisk disk_;
};

TEST_F(ClearedTest, SpeaksOfThatNameAndEntryOnly) {
  EXPECT_EQ(State(Row(), "XENON WORKS GmbH", "DE", Xenon()), "in force");
  EXPECT_EQ(State(Row(), "Xenom Works GmbH", "DE", Xenon()), "-");
  EXPECT_EQ(State(Row(), "Xenon Works", "DE", Xenon()), "-");
  EXPECT_EQ(State(Row(), "Works Xenon GmbH", "DE", Xenon()), "-");
  ListEntry other = Xenon();
  other.list = "other";
  EXPECT_EQ(State(Row(), "Xenon Works GmbH", "DE", other), "-");
  other = Xenon();
  other.id = "8";
  other.names[0].text = "Xenon Other";
  EXPECT_EQ(State(Row(), "Xenon Works GmbH", "DE", other), "-");
}

// Who hides behind letters that look alike is not the party that was looked at.
TEST_F(ClearedTest, LettersThatLookAlikeAreAnotherName) {
  EXPECT_EQ(State(Row(), "X\xD0\xB5non Works GmbH", "DE", Xenon()), "-");
}

TEST_F(ClearedTest, ACountryNarrowsIt) {
  EXPECT_EQ(State(Row("DE"), "Xenon Works GmbH", "DE", Xenon()), "in force");
  EXPECT_EQ(State(Row("DE"), "Xenon Works GmbH", "AT", Xenon()), "-");
  EXPECT_EQ(State(Row("DE"), "Xenon Works GmbH", "", Xenon()), "-");
}

TEST_F(ClearedTest, EndsOnItsDay) {
  const std::string row = Row("", "2026-12-01");
  EXPECT_EQ(State(row, "Xenon Works GmbH", "", Xenon(), "2026-11-30"), "in force");
  EXPECT_EQ(State(row, "Xenon Works GmbH", "", Xenon(), "2026-12-01"), "ended");
}

// The older row ended, the newer stands.
TEST_F(ClearedTest, TheRowInForceSpeaks) {
  EXPECT_EQ(State(Row() + Row("", "2026-02-01"), "Xenon Works GmbH", "", Xenon()), "in force");
  EXPECT_EQ(State(Row("", "2026-02-01") + Row(), "Xenon Works GmbH", "", Xenon()), "in force");
}

TEST_F(ClearedTest, SurvivesAnIssueThatDoesNotTouchTheEntry) {
  ListEntry entry = Xenon();
  entry.id = "12";
  std::ranges::reverse(entry.names);
  std::ranges::reverse(entry.countries);
  std::ranges::reverse(entry.addresses);
  entry.addresses[0].text = "2 SHORT ROAD.";
  entry.citation = "90 FR 1";
  entry.licence_requirement = "all items";
  entry.footnotes = {4};
  EXPECT_EQ(State(Row(), "Xenon Works GmbH", "", entry), "in force");
}

TEST_F(ClearedTest, StopsWhenTheEntryChanges) {
  const std::vector<void (*)(ListEntry*)> changes = {
      [](ListEntry* entry) { entry->names.push_back({"Xenon Works", ListedName::Kind::kAlias}); },
      [](ListEntry* entry) { entry->countries.push_back("DE"); },
      [](ListEntry* entry) { entry->addresses.push_back({"3 New Road", "DE"}); },
      [](ListEntry* entry) { entry->addresses[0].country = "DE"; },
      [](ListEntry* entry) { entry->identifiers[0].number = "91110000-Y"; },
      [](ListEntry* entry) { entry->names.pop_back(); }};
  for (std::size_t i = 0; i < changes.size(); ++i) {
    ListEntry entry = Xenon();
    changes[i](&entry);
    EXPECT_EQ(State(Row(), "Xenon Works GmbH", "", entry), "entry changed") << i;
  }
}

TEST_F(ClearedTest, TellsHowEachRowStands) {
  const auto cleared = Load(Row() + Row("", "2026-02-01") + Row("", "", "9"));
  ASSERT_TRUE(cleared);
  RestrictedList list;
  list.id = "test";
  list.entries = {Xenon()};
  const Date today = *Date::Parse("2026-11-21");
  auto state = [&](std::size_t at, const std::vector<RestrictedList>& lists) {
    return ToString(cleared->StateOf(cleared->pairs()[at], lists, today).state);
  };
  EXPECT_EQ(state(0, {list}), "in force");
  EXPECT_EQ(state(1, {list}), "ended");
  EXPECT_EQ(state(2, {list}), "in force");  // another id, the same entry
  list.entries[0].countries = {"RU"};
  EXPECT_EQ(state(0, {list}), "entry changed");
  EXPECT_EQ(state(2, {list}), "entry gone");
  EXPECT_EQ(state(0, {}), "entry gone");
}

TEST_F(ClearedTest, BadRowsSayWhere) {
  auto error = [&](const std::string& rows) {
    const auto cleared = Load(rows);
    return cleared ? "none" : cleared.error().ToString();
  };
  EXPECT_EQ(error("X,,test,7,X,,me,2026-01-02,why,\n"),
            "c.csv:2:13: fingerprint is empty; clear the pair with licet lists clear, which "
            "fills it in");
  EXPECT_EQ(error("X,,test,7,X,0,me,2026-01-02,why,2026-01-02\n"),
            "c.csv:2:33: until is 2026-01-02, not after when 2026-01-02; correct one");
  EXPECT_EQ(error("X,Atlantis,test,7,X,0,me,2026-01-02,why,\n"),
            "c.csv:2:3: 'Atlantis' is no country; give a code such as CN, or leave it out");
  EXPECT_NE(error("X,,test,7,X,0,me,soon,why,\n").find("c.csv:2:18: "), std::string::npos);
  EXPECT_NE(error("...,,test,7,X,0,me,2026-01-02,why,\n").find("c.csv:2:1: "), std::string::npos);
}

TEST_F(ClearedTest, AppendsOnceWhileInForce) {
  const ListEntry entry = Xenon();
  const Date today = *Date::Parse("2026-11-21");
  ClearedPair pair;
  pair.name = "Xenon, Works \"X\" GmbH";
  pair.list = "test";
  pair.entry = "7";
  pair.fingerprint = FingerprintOf(entry);
  pair.who = "A. Smith";
  pair.when = today;
  pair.why = "another firm";
  pair.until = *Date::Parse("2027-01-01");
  auto append = [&](Date day) {
    return AppendCleared(disk_, "c.csv", pair, entry, Countries(), TheWords(), day);
  };
  ASSERT_TRUE(append(today));
  const auto again = append(today);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().ToString(),
            "c.csv:2:1: this pair is cleared already, by A. Smith on 2026-11-21 until "
            "2027-01-01; remove this row first to clear it anew");
  pair.when = *Date::Parse("2027-01-01");
  pair.until = std::nullopt;
  ASSERT_TRUE(append(pair.when));
  const auto cleared = ClearedPairs::Load(disk_, "c.csv", Countries(), TheWords());
  ASSERT_TRUE(cleared);
  ASSERT_EQ(cleared->pairs().size(), 2U);
  EXPECT_EQ(cleared->pairs()[0].name, pair.name);
  EXPECT_EQ(cleared->pairs()[0].until->ToString(), "2027-01-01");
  EXPECT_FALSE(cleared->pairs()[1].until);
}

}  // namespace
}  // namespace licet
