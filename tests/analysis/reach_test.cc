// Each check of a solver finds its mistake, keeps quiet where there is none, and can be told
// that what it finds is meant.

#include "licet/analysis/reach.h"

#include "../regime/test_pack.h"
#include "law_test.h"

namespace licet {
namespace {

using Lines = std::vector<std::string>;

class ReachTest : public ::testing::Test {
 protected:
  std::vector<ReachFinding> FindingsOf(const std::string& provisions,
                                       const std::string& header = "") const {
    return Reach(MakePack(schema_, provisions, header), schema_, {.limit = kLong});
  }
  // "check subject" of each finding.
  Lines Of(const std::string& provisions, const std::string& header = "") const {
    Lines lines;
    for (const ReachFinding& one : FindingsOf(provisions, header)) {
      EXPECT_FALSE(one.finding.sentence.empty());
      lines.push_back(one.finding.check + " " + one.finding.subject);
    }
    return lines;
  }
  static std::string Code(const std::string& id, const std::string& when, const Lines& more = {}) {
    return Rule(id, "classify", "'" + when + "'", "code: " + id, more);
  }
  static std::string Need(const std::string& id, const std::string& when, const Lines& more = {}) {
    return Rule(id, "require", "'" + when + "'", "requirement: t." + id, more);
  }
  static Lines Days(const std::string& from, const std::string& to) {
    return {"announced: " + from, "effective: " + from, "ends: " + to, "ends_announced: " + from};
  }

  const Schema schema_ = TestSchema();
};

TEST_F(ReachTest, NothingToFind) {
  EXPECT_EQ(Of(Code("X.a", "item.tpp >= 2") + Need("x", "\"X.a\" in result.codes")), Lines{});
}

TEST_F(ReachTest, WhatNeverFires) {
  EXPECT_EQ(Of(Need("good", "a") + Need("bad", "item.tpp > 5 && item.tpp < 5")),
            Lines{"never-fires t.bad"});
  // What may fire is not accused.
  EXPECT_EQ(Of(Need("good", "a") + Need("open", "b && unknown(\"either\")")), Lines{});
}

// Alone each provision may fire; the code ended a day before anybody asked for it.
TEST_F(ReachTest, DaysAreInTheQuestion) {
  const std::string need =
      Need("later", "\"X.a\" in result.codes", {"announced: 2022-01-01", "effective: 2022-01-01"});
  EXPECT_EQ(Of(Code("X.a", "a", Days("2020-01-01", "2022-01-01")) + Need("good", "b") + need),
            Lines{"never-fires t.later"});
  EXPECT_EQ(Of(Code("X.a", "a", Days("2020-01-01", "2022-01-02")) + Need("good", "b") + need),
            Lines{});
}

TEST_F(ReachTest, RequirementsBehindOthers) {
  EXPECT_EQ(Of(Need("wide", "item.tpp >= 2") + Need("narrow", "item.tpp >= 3")),
            Lines{"masked t.narrow"});
  EXPECT_EQ(Of(Need("wide", "item.tpp >= 2") + Need("narrow", "item.tpp >= 3 || a")), Lines{});
  // A prohibition adds to a requirement, and takes its place.
  const auto ban = [](const std::string& when) {
    return Rule("ban", "restrict", "'" + when + "'", "restriction: ban, outcome: prohibited");
  };
  EXPECT_EQ(Of(Need("wide", "item.tpp >= 2") + ban("item.tpp >= 3")), Lines{});
  EXPECT_EQ(Of(Need("narrow", "item.tpp >= 3") + Need("other", "a") + ban("item.tpp >= 2")),
            Lines{"masked t.narrow"});
}

TEST_F(ReachTest, ReviewsBehindOthers) {
  const auto law = [](const std::string& first) {
    return Need("x", "a || b") + Rule("one", "review", "'" + first + "'", "review: denial") +
           Rule("two", "review", "b", "review: approval");
  };
  const std::string hit = "stages: {review: {hit: first}}\n";
  EXPECT_EQ(Of(law("a"), hit), Lines{});
  EXPECT_EQ(Of(law("a || b"), hit), Lines{"masked t.two"});
}

TEST_F(ReachTest, ParagraphsBesideEachOther) {
  const std::string both = Code("X.a", "item.tpp >= 2") + Code("X.b", "item.tpp <= 2");
  EXPECT_EQ(Of(both), Lines{"both-fire t.X.b"});
  EXPECT_EQ(Of(Code("X.a", "item.tpp >= 2") + Code("X.b", "item.tpp < 2")), Lines{});
  EXPECT_EQ(Of(Code("X.a", "item.tpp >= 2") + Code("Y.b", "item.tpp <= 2")), Lines{});
  // Only once what kept one of them back has ended.
  const std::string later = Code("X.a", "item.tpp >= 2", {"unless: [t.off]"}) +
                            Code("X.b", "item.tpp <= 2") +
                            Rule("off", "classify", "true", "", Days("2020-01-01", "2026-03-01"));
  EXPECT_EQ(Of(later), Lines{"both-fire t.X.b"});
  const std::string ranked = "stages: {classify: {hit: priority, order: [X.a, X.b]}}\n";
  EXPECT_EQ(Of(both, ranked), Lines{});
}

TEST_F(ReachTest, GapsBetweenParagraphs) {
  const std::string high = Code("X.a", "item.tpp >= 4");
  EXPECT_EQ(Of(high + Code("X.b", "item.tpp < 4 && item.tpp >= 2")), Lines{});
  const auto findings = FindingsOf(high + Code("X.b", "item.tpp < 3 && item.tpp >= 2"));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].finding.check, "between");
  const Range tpp = findings[0].witness->facts[schema_.Find("item.tpp")].number;
  EXPECT_GE(*tpp.low, Decimal::FromInt(3));
  EXPECT_LT(*tpp.high, Decimal::FromInt(4));
  // A density is its parts: between 2 and 3 of it lies an area.
  EXPECT_EQ(Of(Code("X.a", "item.density >= 3") + Code("X.b", "item.density < 2")),
            (Lines{"between t.X.a", "between t.X.a"}));
}

TEST_F(ReachTest, OutcomesThatNobodyReaches) {
  const std::string exception = Rule("e", "except", "a", "exception: E");
  EXPECT_EQ(Of(Need("x", "b") + exception), Lines{});
  // It is only ever asked for where it does not help.
  const std::string bar =
      Rule("bar", "restrict", "a", "restriction: bar, outcome: licence-required, bars: exceptions");
  EXPECT_EQ(Of(Need("x", "b") + bar + exception), (Lines{"unreachable t", "masked t.e"}));
}

TEST_F(ReachTest, WhatIsMeantIsAllowed) {
  EXPECT_EQ(Of(Need("good", "a") + Need("bad", "a && !a", {"lint: {never-fires: \"a draft\"}"})),
            Lines{});
  EXPECT_EQ(Of(Need("good", "a", {"lint: {never-fires: \"a draft\"}"})), Lines{"unneeded t.good"});
}

using RealReachTest = LawTest;

TEST_F(RealReachTest, ThePacksHaveNoFindings) {
  for (const Pack& pack : packs_) {
    for (const ReachFinding& one : Reach(pack, *schema_, {.limit = kLong})) {
      ADD_FAILURE() << one.finding.subject << " " << one.finding.check << ": "
                    << one.finding.sentence;
    }
  }
}

}  // namespace
}  // namespace licet
