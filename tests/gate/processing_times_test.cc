// The stage clock: how long an authority has, where a licence is required.

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "licet/gate/cases.h"
#include "licet/gate/json.h"
#include "small_world.h"

namespace licet {
namespace {

constexpr const char* kClocks = R"(
provisions:
- id: leave.clock.first
  stage: clock
  cite: {ref: "Leave Act 30"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: true
  gives: {clock: first-action, days: 9, from: registration}
- id: leave.clock.whole
  stage: clock
  cite: {ref: "Leave Act 30"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: true
  gives: {clock: whole-review, days: 90, from: registration}
- id: leave.clock.denial
  stage: clock
  cite: {ref: "Leave Act 31"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: '"case-by-case" in result.reviews'
  gives: {clock: denial-notice, days: 1, from: decision}
- id: leave.clock.doubtful
  stage: clock
  cite: {ref: "Leave Act 32"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: evidence.special_circumstance
  gives: {clock: short-review, days: 5, from: notification}
)";

class ProcessingTimes : public testing::Test {
 protected:
  ProcessingTimes() { world_.Put("regimes/leave/clocks.yaml", kClocks); }

  Decision Judged(const Order& order) {
    Engine engine = world_.Loaded();
    auto decision = Judge(engine, order, {});
    EXPECT_TRUE(decision) << decision.error().ToString();
    json_ = nlohmann::json::parse(DecisionJson(engine, *decision));
    return *decision;
  }
  static Order WithoutLicence() {
    Order order = GoodOrder();
    order.evidence = ParseEvidence("purchase-order");
    return order;
  }

  SmallWorld world_;
  nlohmann::json json_;
};

TEST_F(ProcessingTimes, StandInTheDecision) {
  Judged(WithoutLicence());
  const auto& clocks = json_["gates"][0]["clocks"];
  ASSERT_EQ(clocks.size(), 4U) << clocks.dump();
  EXPECT_EQ(clocks[0]["id"], "first-action");
  EXPECT_EQ(clocks[0]["provision"], "leave.clock.first");
  EXPECT_EQ(clocks[0]["days"], 9);
  EXPECT_EQ(clocks[0]["from"], "registration");
  EXPECT_EQ(clocks[0]["cite"]["ref"], "Leave Act 30");
  EXPECT_EQ(clocks[0]["state"], "true");
  EXPECT_EQ(clocks[2]["id"], "denial-notice") << "results of earlier stages can be asked for";
  EXPECT_EQ(clocks[3]["state"], "unknown");
}

TEST_F(ProcessingTimes, AreAskedOnlyWhereALicenceIsRequired) {
  Order order = WithoutLicence();
  order.destination = order.place_of_use = "MY";
  order.purchaser = order.consignee = order.end_user = "loner";
  const Decision free = Judged(order);
  EXPECT_EQ(free.gates[0].determination.outcome, Outcome::kNoLicenceRequired);
  EXPECT_TRUE(free.gates[0].determination.clocks.empty());
  EXPECT_TRUE(json_["gates"][0]["clocks"].empty());
  order = WithoutLicence();
  order.end_use = "testing";
  EXPECT_EQ(Judged(order).gates[0].determination.outcome, Outcome::kException);
  EXPECT_TRUE(json_["gates"][0]["clocks"].empty());
}

TEST_F(ProcessingTimes, DecideNothing) {
  Engine without = SmallWorld().Loaded();
  const auto plain = Judge(without, WithoutLicence(), {});
  const Decision with = Judged(WithoutLicence());
  EXPECT_EQ(with.verdict, plain->verdict);
  EXPECT_EQ(with.gates[0].missing, plain->gates[0].missing);
  for (const auto& ground : json_["gates"][0]["because"]) EXPECT_NE(ground["stage"], "clock");
}

TEST_F(ProcessingTimes, AreANextStepWhereALicenceMustBeAppliedFor) {
  const std::string step =
      "leave: Expect: first action within 9 days of registration, whole review within 90 "
      "(Leave Act 30); denial notice within 1 day of decision (Leave Act 31).";
  auto says = [&](const Decision& d) {
    return std::find(d.next_steps.begin(), d.next_steps.end(), step) != d.next_steps.end();
  };
  EXPECT_TRUE(says(Judged(WithoutLicence()))) << json_["next_steps"].dump(1);
  EXPECT_FALSE(says(Judged(GoodOrder()))) << "the licence is on file";
}

TEST_F(ProcessingTimes, CanBeExpectedByACase) {
  Engine engine = world_.Loaded();
  auto failures = [&](const std::string& clocks) {
    const auto document = Yaml::Parse(
        "topic: T\ncases:\n- case: C\n  cite: L\n  on: 2026-04-01\n"
        "  sale: {item: Huge 1, exporter: seller, buyer: buyer, from: US, to: CN, "
        "end_use: ai-training}\n"
        "  then: {leave: {clocks: " +
            clocks + "}}\n",
        "c.yaml");
    return RunCases(engine, document.value()).value().front().failures;
  };
  for (const std::string& failure : failures("[first-action, whole-review, denial-notice]")) {
    ADD_FAILURE() << failure;
  }
  ASSERT_EQ(failures("[first-action]").size(), 1U);
  EXPECT_NE(failures("[first-action]")[0].find("the clocks is"), std::string::npos);
}

TEST_F(ProcessingTimes, JustDoNotRunWhereNoLicenceIsRequired) {
  Engine engine = world_.Loaded();
  const auto document = Yaml::Parse(
      "topic: T\ncases:\n- case: C\n  cite: L\n  on: 2026-04-01\n"
      "  sale: {item: Huge 1, exporter: seller, buyer: loner, from: US, to: MY, "
      "end_use: ai-training}\n"
      "  then: {leave: {outcome: no-licence-required}}\n",
      "c.yaml");
  const CaseResult one = RunCases(engine, document.value()).value().front();
  EXPECT_TRUE(one.just_not.contains("leave.clock.first"));
  EXPECT_FALSE(one.just_not.contains("leave.clock.denial")) << "no review policy either";
}

}  // namespace
}  // namespace licet
