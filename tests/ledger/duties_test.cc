#include "licet/ledger/duties.h"

#include <gtest/gtest.h>

#include "small_world.h"

namespace licet {
namespace {

using When = decltype(Condition::stage);
using Met = decltype(Condition::state);

class DutiesTest : public ::testing::Test {
 protected:
  static Condition After(const std::string& id) {
    Condition condition;
    condition.condition = id;
    condition.text = "report";
    condition.cite = "15 CFR 740.25(d)";
    condition.stage = When::kAfter;
    return condition;
  }
  void Grant(Condition condition) {
    world_.Licence("us-1", {{.limit = "us-1", .cap = 100}}, {}, {std::move(condition)});
  }
  void Ship(std::string_view day, const std::string& id, std::int64_t units) {
    world_.today = D(day);
    ASSERT_EQ(world_.Do(SmallWorld::Order("o-" + id, units)), "") << world_.sentence;
    ASSERT_EQ(world_.Do(licet::Ship{.order = "o-" + id, .shipment = id, .units = units}), "");
  }
  void MeetOn(std::string_view day, const std::string& condition) {
    world_.today = D(day);
    ASSERT_EQ(
        world_.Do(SetCondition{
            .authorisation = "us-1", .condition = condition, .state = Met::kMet, .document = "d"}),
        "")
        << world_.sentence;
  }
  std::vector<std::string> Days(DutyKind kind, std::string_view today,
                                std::string_view to = "2040-01-01") {
    std::vector<std::string> days;
    for (const Duty& duty : DutiesOf(world_.state, D(today), D(today), D(to), steps_)) {
      if (duty.kind != kind) continue;
      days.push_back(duty.day.ToString() + (duty.overdue ? " overdue" : ""));
    }
    return days;
  }

  using List = std::vector<std::string>;
  SmallWorld world_;
  std::vector<ReviewStep> steps_ = {{.regime = "us-ear",
                                     .step = "overall",
                                     .days = 90,
                                     .after = "registration",
                                     .cite = "15 CFR 750.4(a)"}};
};

TEST_F(DutiesTest, AReportOnADayIsOwedUntilItIsMet) {
  Condition condition = After("annual");
  condition.due = D("2026-09-30");
  Grant(condition);
  EXPECT_EQ(Days(DutyKind::kReport, "2026-09-30"), List{"2026-09-30"});
  EXPECT_EQ(Days(DutyKind::kReport, "2026-10-01"), List{"2026-09-30 overdue"});
  EXPECT_EQ(Days(DutyKind::kReport, "2026-09-01", "2026-09-29"), List{});
  MeetOn("2026-10-02", "annual");
  EXPECT_EQ(Days(DutyKind::kReport, "2026-10-03"), List{});
}

TEST_F(DutiesTest, ARecurringReportComesAgainForAYearAhead) {
  Condition condition = After("half-yearly");
  condition.every_days = 182;
  Grant(condition);
  // From 2026-01-01 on.
  EXPECT_EQ(Days(DutyKind::kReport, "2026-08-19"),
            (List{"2026-07-02 overdue", "2026-12-31", "2027-07-01"}));
  MeetOn("2026-08-20", "half-yearly");
  EXPECT_EQ(Days(DutyKind::kReport, "2026-08-21"), (List{"2026-12-31", "2027-07-01"}));
  EXPECT_EQ(Days(DutyKind::kReport, "2026-08-21", "2026-12-31"), (List{"2026-12-31"}));
}

TEST_F(DutiesTest, TheLastReportFallsDueAfterTheEnd) {
  Condition condition = After("yearly");
  condition.every_days = 365;
  Grant(condition);
  EXPECT_EQ(Days(DutyKind::kReport, "2030-01-01").back(), "2030-12-31");
  EXPECT_EQ(Days(DutyKind::kReport, "2032-01-01").back(), "2030-12-31 overdue");
}

TEST_F(DutiesTest, EveryShipmentStartsAReport) {
  Condition condition = After("60-day");
  condition.after_days = 60;
  Grant(condition);
  Ship("2026-03-01", "s1", 10);
  Ship("2026-04-01", "s2", 10);
  EXPECT_EQ(Days(DutyKind::kReport, "2026-05-01"), (List{"2026-04-30 overdue", "2026-05-31"}));
  // Evidence of its day covers what was shipped up to then.
  MeetOn("2026-03-31", "60-day");
  EXPECT_EQ(Days(DutyKind::kReport, "2026-05-01"), (List{"2026-05-31"}));
  const auto duties =
      DutiesOf(world_.state, D("2026-05-01"), D("2026-05-01"), D("2026-06-30"), steps_);
  ASSERT_EQ(duties.size(), 1U);
  EXPECT_EQ(duties[0].what, "60-day for shipment s2: report");
  EXPECT_EQ(duties[0].cite, "15 CFR 740.25(d)");
  // What came back whole is not reported.
  ASSERT_EQ(world_.Do(Reverse{.shipment = "s2", .units = 10}), "");
  EXPECT_EQ(Days(DutyKind::kReport, "2026-05-01"), List{});
}

TEST_F(DutiesTest, EndsOfLicencesAndHoldsWithTheRemainder) {
  Grant(After("none"));
  world_.today = D("2026-03-01");
  PlaceOrder order = SmallWorld::Order("o1", 40);
  order.expires = D("2026-06-30");
  ASSERT_EQ(world_.Do(order), "") << world_.sentence;
  ASSERT_EQ(world_.Do(licet::Ship{.order = "o1", .shipment = "s1", .units = 15}), "");
  EXPECT_EQ(Days(DutyKind::kHoldEnds, "2026-06-01"), List{"2026-06-30"});
  EXPECT_EQ(Days(DutyKind::kHoldEnds, "2026-07-01"), List{"2026-06-30 overdue"});
  const auto duties =
      DutiesOf(world_.state, D("2026-07-01"), D("2026-07-01"), D("2031-01-01"), steps_);
  ASSERT_EQ(duties.size(), 2U);
  EXPECT_EQ(duties[1].kind, DutyKind::kExpiry);
  EXPECT_EQ(duties[1].day, D("2030-01-31"));
  EXPECT_EQ(duties[1].units, 25);
  EXPECT_EQ(duties[1].what, "ends, with 25 units held and not shipped");
  EXPECT_EQ(duties[1].cite, "15 CFR 750.7(g), 758.4");
}

TEST_F(DutiesTest, RecordsAreKeptFiveYearsFromTheLastStep) {
  Grant(After("none"));
  Ship("2026-03-01", "s1", 10);
  EXPECT_EQ(Days(DutyKind::kRetention, "2026-03-02"), List{"2031-03-01"});
  world_.today = D("2026-04-15");
  ASSERT_EQ(world_.Do(Arrive{.shipment = "s1", .stage = Arrival::kEntered, .units = 10}), "");
  EXPECT_EQ(Days(DutyKind::kRetention, "2026-05-01"), List{"2031-04-15"});
  // While something is still held, the end is not known.
  ASSERT_EQ(world_.Do(SmallWorld::Order("o2", 5)), "");
  EXPECT_EQ(Days(DutyKind::kRetention, "2026-05-01").size(), 1U);
}

TEST_F(DutiesTest, AReviewBeyondItsLimit) {
  world_.today = D("2026-01-10");
  ASSERT_EQ(world_.Do(ApplyFor{.authorisation = "us-2", .regime = "us-ear"}), "");
  ASSERT_EQ(world_.Do(Advance{.authorisation = "us-2", .step = Step::kSubmit}), "");
  EXPECT_EQ(Days(DutyKind::kReview, "2026-02-01"), List{"2026-04-10"});
  EXPECT_EQ(Days(DutyKind::kReview, "2026-04-11"), List{"2026-04-10 overdue"});
  world_.today = D("2026-04-12");
  ASSERT_EQ(world_.Do(Advance{.authorisation = "us-2", .step = Step::kDeny}), "");
  EXPECT_EQ(Days(DutyKind::kReview, "2026-04-13"), List{});
  EXPECT_EQ(Days(DutyKind::kRetention, "2026-04-13"), List{"2031-04-12"});
}

}  // namespace
}  // namespace licet
