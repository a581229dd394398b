// What changes on which day.

#include "licet/regime/calendar.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

using Lines = std::vector<std::string>;

class CalendarTest : public ::testing::Test {
 protected:
  Lines Of(const Pack& pack, Interval days = {}, const char* known_at = "2999-01-01",
           Reading reading = Reading::kEnforced) const {
    Lines lines;
    for (const CalendarEvent& event : CalendarOf(pack, schema_, days, Day(known_at), reading)) {
      lines.push_back(event.day.ToString() + " " + SubjectOf(pack, event) + " " +
                      std::string(ToString(event.change)) + ": " + DetailOf(pack, event));
    }
    return lines;
  }
  const Schema schema_ = TestSchema();
};

TEST_F(CalendarTest, AProvisionBeginsFallsDueAndEnds) {
  const Pack pack = MakePack(schema_, Rule("x", "require", "a", "requirement: t.need",
                                           {"announced: 2021-01-01", "effective: 2021-02-01",
                                            "compliance: 2021-03-01", "ends: 2022-01-01"}));
  EXPECT_EQ(Of(pack), (Lines{"2021-02-01 t.x begins: require t.need",
                             "2021-03-01 t.x falls due: require t.need",
                             "2022-01-01 t.x ends: require t.need"}));
  EXPECT_EQ(
      Of(pack, {}, "2999-01-01", Reading::kCodified),
      (Lines{"2021-02-01 t.x begins: require t.need", "2022-01-01 t.x ends: require t.need"}));
  EXPECT_EQ(Of(pack, {Day("2021-02-02"), Day("2022-01-01")}),
            Lines{"2021-03-01 t.x falls due: require t.need"});
  EXPECT_EQ(Of(pack, {}, "2020-12-31"), Lines{}) << "nobody knew";
}

TEST_F(CalendarTest, WhatASuspensionSetAsideReturns) {
  const std::string law =
      Rule("rule", "require", "a", "requirement: t.need", {"unless: [t.stay]"}) +
      Rule("stay", "require", "true", "",
           {"announced: 2021-01-01", "effective: 2021-02-01", "ends: 2022-02-01"});
  EXPECT_EQ(Of(MakePack(schema_, law), {Day("2020-06-01"), Date::Max()}),
            (Lines{"2021-02-01 t.stay begins: require; sets aside t.rule",
                   "2022-02-01 t.stay ends: require",
                   "2022-02-01 t.rule returns: no longer set aside by t.stay"}));
  // What has ended before, or begins on that day, does not come back.
  const std::string ended =
      Rule("rule", "require", "a", "requirement: t.need",
           {"unless: [t.stay]", "announced: 2020-01-01", "effective: 2020-01-01",
            "ends: 2022-02-01"}) +
      Rule("stay", "require", "true", "",
           {"announced: 2021-01-01", "effective: 2021-02-01", "ends: 2022-02-01"});
  for (const std::string& line : Of(MakePack(schema_, ended))) {
    EXPECT_EQ(line.find("returns"), std::string::npos) << line;
  }
}

TEST_F(CalendarTest, DoubtAndExceptionsAreCalledSo) {
  const std::string law =
      Rule("rule", "require", "a", "requirement: t.need", {"unless: [t.doubt, t.note]"}) +
      Rule("doubt", "require", "unknown(\"A / B\")", "",
           {"announced: 2021-01-01", "effective: 2021-02-01"}) +
      Rule("note", "require", "b", "", {"announced: 2021-01-01", "effective: 2021-03-01"});
  EXPECT_EQ(Of(MakePack(schema_, law), {Day("2020-06-01"), Date::Max()}),
            (Lines{"2021-02-01 t.doubt begins: require; puts in doubt t.rule",
                   "2021-03-01 t.note begins: require; narrows t.rule"}));
}

TEST_F(CalendarTest, SetsGainAndLoseMembers) {
  const std::string sets =
      "- {set: near, of: country, members: [{list: [US]}]}\n"
      "- set: far\n  of: country\n  members:\n"
      "  - {list: [HK]}\n"
      "  - {list: [CN], from: 2021-01-01, to: 2022-01-01}\n"
      "  - {list: [SG], from: 2021-01-01}\n"
      "  - {set: near, from: 2023-01-01, announced: 2022-06-01}\n"
      "  except:\n  - {list: [SG], from: 2024-01-01, to: 2025-01-01}\n";
  const Pack pack = MakePack(schema_, "", "", sets);
  EXPECT_EQ(Of(pack), (Lines{"2021-01-01 far joins: CN, SG", "2022-01-01 far leaves: CN",
                             "2023-01-01 far joins: set near", "2024-01-01 far leaves: SG",
                             "2025-01-01 far joins: SG"}));
  EXPECT_EQ(Of(pack, {Day("2023-01-01"), Day("2023-01-02")}, "2022-05-31"), Lines{});
}

TEST_F(CalendarTest, AnEndNobodyKnowsIsNoEvent) {
  const Pack pack = MakePack(schema_, Rule("x", "require", "a", "requirement: t.need",
                                           {"announced: 2021-01-01", "effective: 2021-02-01",
                                            "ends: 2022-01-01", "ends_announced: 2021-12-01"}));
  EXPECT_EQ(Of(pack, {}, "2021-11-30").size(), 1U);
  EXPECT_EQ(Of(pack, {}, "2021-12-01").size(), 2U);
}

}  // namespace
}  // namespace licet
