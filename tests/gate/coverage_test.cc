// What a case shows of the provisions: which fire, and which just do not.

#include "licet/gate/coverage.h"

#include <gtest/gtest.h>

#include <string>

#include "small_world.h"

namespace licet {
namespace {

class CoverageTest : public testing::Test {
 protected:
  // One case from bare facts; the expectation is beside the point here.
  CaseResult Given(const std::string& given, const std::string& on = "2026-04-01",
                   const std::string& more = "") {
    return One("  on: " + on + "\n" + more + "  given: {" + given + "}\n");
  }
  CaseResult Sale(const std::string& sale, const std::string& on = "2026-04-01") {
    return One("  on: " + on + "\n  sale: {" + sale + "}\n");
  }
  CaseResult One(const std::string& body) {
    const std::string text =
        "topic: T\ncases:\n- case: C\n  cite: L\n" + body + "  then:\n    leave: {applies: true}\n";
    auto document = Yaml::Parse(text, "c.yaml");
    auto results = RunCases(engine_, document.value());
    if (!results) {
      ADD_FAILURE() << results.error().ToString();
      return {};
    }
    return results->front();
  }
  static bool Fires(const CaseResult& one, const std::string& id) { return one.fired.contains(id); }
  static bool JustNot(const CaseResult& one, const std::string& id) {
    EXPECT_FALSE(one.fired.contains(id) && one.just_not.contains(id)) << id;
    return one.just_not.contains(id);
  }

  SmallWorld world_;
  Engine engine_ = world_.Loaded();
};

TEST_F(CoverageTest, OnePartThatFails) {
  const CaseResult at = Given("item.type: ic, item.tpp: 4800, item.model: X");
  EXPECT_TRUE(Fires(at, "leave.big"));
  const CaseResult under = Given("item.type: ic, item.tpp: 4799, item.model: X");
  EXPECT_TRUE(JustNot(under, "leave.big"));
  EXPECT_TRUE(Fires(under, "leave.small"));
  const CaseResult vague = Given("item.type: ic, item.tpp: 4799");
  EXPECT_FALSE(JustNot(vague, "leave.big")) << "the defeater is not out either";
  const CaseResult neither = Given("item.type: memory, item.tpp: 4799, item.model: X");
  EXPECT_FALSE(Fires(neither, "leave.big"));
  EXPECT_FALSE(JustNot(neither, "leave.big")) << "two parts fail";
}

TEST_F(CoverageTest, WhatMayFireIsNeither) {
  const CaseResult vague = Given("item.type: ic, item.model: X");
  EXPECT_FALSE(Fires(vague, "leave.big"));
  EXPECT_FALSE(JustNot(vague, "leave.big"));
}

TEST_F(CoverageTest, ADefeaterIsOnePart) {
  const std::string gamer =
      "item.type: ic, item.model: Gamer 1, item.designed_for_datacenter: false";
  EXPECT_TRUE(JustNot(Given(gamer + ", item.tpp: 4800"), "leave.big"));
  EXPECT_FALSE(JustNot(Given(gamer + ", item.tpp: 4799"), "leave.big"))
      << "the defeater and the line";
}

TEST_F(CoverageTest, TheDayBeforeItBegins) {
  const std::string small = "item.type: ic, item.tpp: 700";
  EXPECT_TRUE(Fires(Given(small, "2026-03-01"), "leave.small"));
  EXPECT_TRUE(JustNot(Given(small, "2026-02-28"), "leave.small"));
  EXPECT_FALSE(JustNot(Given(small, "2026-02-27"), "leave.small")) << "two days before";
  EXPECT_FALSE(JustNot(Given("item.type: ic, item.tpp: 500", "2026-02-28"), "leave.small"))
      << "it would not fire on the day after either";
}

TEST_F(CoverageTest, TheDayBeforeItIsAnnounced) {
  const std::string small = "item.type: ic, item.tpp: 700";
  EXPECT_TRUE(JustNot(Given(small, "2026-04-01", "  known: 2026-01-31\n"), "leave.small"));
  EXPECT_FALSE(JustNot(Given(small, "2026-04-01", "  known: 2026-01-30\n"), "leave.small"));
  EXPECT_FALSE(JustNot(Given(small, "2026-02-28", "  known: 2026-01-31\n"), "leave.small"))
      << "two clocks away";
}

TEST_F(CoverageTest, TheDayItEnds) {
  world_.Put("regimes/leave/more.yaml", R"(
provisions:
- id: leave.old
  stage: require
  cite: {ref: "Leave Act 20"}
  announced: 2020-01-01
  effective: 2020-01-01
  ends: 2025-06-01
  confidence: primary
  when: item.type == "memory"
  gives: {requirement: leave.old}
)");
  engine_ = world_.Loaded();
  EXPECT_TRUE(Fires(Given("item.type: memory", "2025-05-31"), "leave.old"));
  EXPECT_TRUE(JustNot(Given("item.type: memory", "2025-06-01"), "leave.old"));
  EXPECT_FALSE(JustNot(Given("item.type: memory", "2025-06-02"), "leave.old"));
}

// A requirement over a code that begins on the same day: on the day before,
// there is no code yet, so that its condition does not hold there.
TEST_F(CoverageTest, WhatItBuildsOnMayBeginOnTheSameDay) {
  world_.Put("regimes/leave/more.yaml", R"(
provisions:
- id: leave.new-code
  stage: classify
  cite: {ref: "Leave Act 20"}
  announced: 2026-01-01
  effective: 2026-05-01
  confidence: primary
  when: item.type == "memory"
  gives: {code: STACK}
- id: leave.new-need
  stage: require
  cite: {ref: "Leave Act 21"}
  announced: 2026-01-01
  effective: 2026-05-01
  confidence: primary
  when: '"STACK" in result.codes && transaction.destination == "CN"'
  gives: {requirement: leave.new-need}
)");
  engine_ = world_.Loaded();
  const std::string facts = "item.type: memory, transaction.destination: CN";
  EXPECT_TRUE(Fires(Given(facts, "2026-05-01"), "leave.new-need"));
  EXPECT_TRUE(JustNot(Given(facts, "2026-04-30"), "leave.new-need"));
  EXPECT_TRUE(
      JustNot(Sale("item: Stacker HBM9 Stack 1, exporter: seller, buyer: buyer, from: US, to: CN",
                   "2026-04-30"),
              "leave.new-need"));
}

TEST_F(CoverageTest, AnOpenPointFiresWhenAllElseHolds) {
  world_.Put("regimes/leave/more.yaml", R"(
provisions:
- id: leave.dispute
  stage: require
  cite: {ref: "Leave Act 20"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: item.type == "memory" && unknown("reading A / reading B")
  gives: {requirement: leave.dispute}
)");
  engine_ = world_.Loaded();
  EXPECT_TRUE(Fires(Given("item.type: memory"), "leave.dispute"));
  EXPECT_TRUE(JustNot(Given("item.type: ic"), "leave.dispute"));
  EXPECT_FALSE(Fires(Given("item.model: X"), "leave.dispute")) << "the type is not known";
}

TEST_F(CoverageTest, CountsByProvision) {
  std::vector<CaseResult> results = {Given("item.type: ic, item.tpp: 4800, item.model: X"),
                                     Given("item.type: ic, item.tpp: 4799, item.model: X"),
                                     Given("item.type: ic, item.tpp: 5000, item.model: X")};
  const auto all = CoverageOf(engine_, results);
  std::size_t provisions = 0;
  for (const Pack& pack : engine_.packs()) provisions += pack.provisions.size();
  EXPECT_EQ(all.size(), provisions);
  auto of = [&](const std::string& id) {
    for (const ProvisionCoverage& one : all) {
      if (one.pack->provisions[static_cast<std::size_t>(one.provision)].id == id) return one;
    }
    ADD_FAILURE() << id;
    return all[0];
  };
  const ProvisionCoverage big = of("leave.big");
  EXPECT_EQ(big.fires, 2);
  EXPECT_EQ(big.just_not, 1);
  EXPECT_EQ(big.fires_example, &results[0]);
  EXPECT_EQ(big.just_not_example, &results[1]);
  EXPECT_FALSE(big.lacking());
  EXPECT_TRUE(of("leave.military").lacking());
  EXPECT_EQ(of("leave.military").fires_example, nullptr);
  EXPECT_TRUE(of("arrive.need").lacking()) << "the cases ask one gate only";
}

// The shipped cases try every provision of the shipped law from both sides.
TEST(Coverage, TheShippedCasesTryEveryProvision) {
  const std::string home = LICET_SOURCE_DIR;
  const auto disk = RealDisk();
  auto engine = Engine::Load(
      *disk, {home, "", home + "/data/orders/parties.csv", home + "/data/orders/owners.csv"});
  ASSERT_TRUE(engine) << engine.error().ToString();
  std::vector<CaseResult> all;
  const auto names = disk->ListFiles(home + "/cases");
  ASSERT_TRUE(names);
  for (const std::string& name : *names) {
    if (!name.ends_with(".yaml")) continue;
    const auto document = Yaml::Load(*disk, home + "/cases/" + name);
    ASSERT_TRUE(document) << name;
    auto results = RunCases(*engine, *document);
    ASSERT_TRUE(results) << results.error().ToString();
    all.insert(all.end(), results->begin(), results->end());
  }
  for (const ProvisionCoverage& one : CoverageOf(*engine, all)) {
    const std::string& id = one.pack->provisions[static_cast<std::size_t>(one.provision)].id;
    EXPECT_GT(one.fires, 0) << id;
    EXPECT_GT(one.just_not, 0) << id;
  }
}

}  // namespace
}  // namespace licet
