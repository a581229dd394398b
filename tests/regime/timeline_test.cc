// Bars, and the times in which something else set them aside.

#include "licet/regime/timeline.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

class TimelineTest : public ::testing::Test {
 protected:
  // "days [aside days by id]..." of a provision.
  std::string Bar(const Pack& pack, const std::string& id, const char* known_at = "2999-01-01",
                  Reading reading = Reading::kEnforced) const {
    for (const TimelineBar& bar : TimelineOf(pack, Day(known_at), reading)) {
      if (pack.provisions[static_cast<std::size_t>(bar.provision)].id != id) continue;
      std::string text = bar.binding.Empty() ? "none" : bar.binding.ToString();
      for (const Suspension& one : bar.suspensions) {
        text += (one.doubtful ? " [doubt " : " [aside ") + one.days.ToString() + " by " +
                pack.provisions[static_cast<std::size_t>(one.by)].id + "]";
      }
      return text;
    }
    return "no such bar";
  }
  static std::string Stay(const std::string& id, const std::string& when, const std::string& from,
                          const std::string& to, const std::string& unless = "") {
    std::vector<std::string> lines = {"announced: " + from, "effective: " + from};
    if (!to.empty()) lines.push_back("ends: " + to);
    if (!unless.empty()) lines.push_back("unless: " + unless);
    return Rule(id, "require", when, "", lines);
  }

  const Schema schema_ = TestSchema();
};

TEST_F(TimelineTest, AStaySetsAsideForItsTime) {
  const Pack pack =
      MakePack(schema_, Rule("rule", "require", "a", "requirement: x", {"unless: [t.stay]"}) +
                            Stay("stay", "true", "2021-01-01", "2022-01-01"));
  EXPECT_EQ(Bar(pack, "t.rule"), "2020-01-01 to open [aside 2021-01-01 to 2022-01-01 by t.stay]");
  EXPECT_EQ(Bar(pack, "t.stay"), "2021-01-01 to 2022-01-01");
  EXPECT_EQ(Bar(pack, "t.rule", "2020-12-31"), "2020-01-01 to open");
  EXPECT_EQ(Bar(pack, "t.stay", "2020-12-31"), "none");
}

TEST_F(TimelineTest, AnExceptionForSomeFactsDoesNot) {
  const Pack pack =
      MakePack(schema_, Rule("rule", "require", "a", "requirement: x", {"unless: [t.note]"}) +
                            Stay("note", "b", "2021-01-01", ""));
  EXPECT_EQ(Bar(pack, "t.rule"), "2020-01-01 to open");
}

TEST_F(TimelineTest, AnOpenPointPutsInDoubtUntilItIsSettled) {
  const Pack pack =
      MakePack(schema_, Rule("rule", "require", "a", "requirement: x", {"unless: [t.doubt]"}) +
                            Stay("doubt", "unknown(\"A / B\")", "2021-01-01", "", "[t.settled]") +
                            Rule("settled", "require", "true", "",
                                 {"announced: 2023-01-01", "effective: 2022-01-01", "note: late"}));
  EXPECT_EQ(Bar(pack, "t.rule", "2022-12-31"),
            "2020-01-01 to open [doubt 2021-01-01 to open by t.doubt]");
  EXPECT_EQ(Bar(pack, "t.rule"), "2020-01-01 to open [doubt 2021-01-01 to 2022-01-01 by t.doubt]");
  EXPECT_EQ(Bar(pack, "t.doubt"), "2021-01-01 to open [aside 2022-01-01 to open by t.settled]");
}

TEST_F(TimelineTest, OnlyTheTimeBothBind) {
  const Pack pack = MakePack(schema_, Rule("rule", "require", "a", "requirement: x",
                                           {"unless: [t.before, t.over]", "announced: 2021-01-01",
                                            "effective: 2021-06-01", "ends: 2022-01-01"}) +
                                          Stay("before", "true", "2020-01-01", "2021-06-01") +
                                          Stay("over", "true", "2021-12-01", "2023-01-01"));
  EXPECT_EQ(Bar(pack, "t.rule"),
            "2021-06-01 to 2022-01-01 [aside 2021-12-01 to 2022-01-01 by t.over]");
}

TEST_F(TimelineTest, ReadingsAreApart) {
  const Pack pack = MakePack(schema_, Rule("rule", "require", "a", "requirement: x",
                                           {"announced: 2021-01-01", "effective: 2021-02-01",
                                            "compliance: 2021-03-01", "reading: enforced"}));
  EXPECT_EQ(Bar(pack, "t.rule"), "2021-03-01 to open");
  EXPECT_EQ(Bar(pack, "t.rule", "2999-01-01", Reading::kCodified), "none");
}

TEST_F(TimelineTest, TopicsAreFiles) {
  const Pack pack =
      Pack::Parse(
          {{"regimes/t/pack.yaml", kHeader},
           {"regimes/t/b.yaml", "provisions:\n" + Rule("x", "classify", "a", "code: X")},
           {"regimes/t/a.yaml", "provisions:\n" + Rule("y", "require", "a", "requirement: y")}},
          schema_)
          .value();
  const auto bars = TimelineOf(pack, Date::Max(), Reading::kEnforced);
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_EQ(bars[0].topic, "a");
  EXPECT_EQ(bars[1].topic, "b");
}

}  // namespace
}  // namespace licet
