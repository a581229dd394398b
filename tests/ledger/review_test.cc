#include "licet/ledger/review.h"

#include <gtest/gtest.h>

#include "licet/base/seams.h"
#include "small_world.h"

namespace licet {
namespace {

Result<std::vector<ReviewStep>> ReadText(const std::string& text) {
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(StringSource(text), "steps.csv"),
                                        {"regime", "step", "days", "after", "cite", "url"}, {}));
  return ReadReviewSteps(std::move(table));
}

std::vector<ReviewStep> TheSteps() {
  const auto disk = RealDisk();
  const auto text = disk->ReadAll(LICET_SOURCE_DIR "/data/review-clocks.csv", 1 << 16);
  const auto steps = ReadText(*text);
  EXPECT_TRUE(steps) << steps.error().ToString();
  return *steps;
}

class ReviewTest : public ::testing::Test {
 protected:
  void On(std::string_view day, Action action) {
    world_.today = D(day);
    ASSERT_EQ(world_.Do(std::move(action)), "") << world_.sentence;
  }
  void Apply(std::string_view regime) {
    On("2026-01-01", ApplyFor{.authorisation = "us-1", .regime = std::string(regime)});
  }
  void Take(std::string_view day, Step step) {
    On(day, Advance{.authorisation = "us-1", .step = step});
  }
  std::optional<ReviewClock> At(std::string_view day) {
    return ReviewOf(*world_.state.FindAuthorisation("us-1"), D(day), steps_);
  }
  static std::string Due(const ReviewClock& clock, std::string_view step) {
    for (const ReviewDue& one : clock.steps) {
      if (one.step == step) return one.due.ToString();
    }
    return "none";
  }

  SmallWorld world_;
  std::vector<ReviewStep> steps_ = TheSteps();
};

TEST_F(ReviewTest, RunsFromRegistration) {
  Apply("us-ear");
  EXPECT_FALSE(At("2026-01-05"));
  Take("2026-01-10", Step::kSubmit);
  EXPECT_FALSE(At("2026-01-09"));
  const auto clock = At("2026-02-01");
  ASSERT_TRUE(clock);
  EXPECT_EQ(clock->elapsed, 22);
  EXPECT_TRUE(clock->running);
  EXPECT_FALSE(clock->overdue);
  EXPECT_EQ(clock->overall->due, D("2026-04-10"));
  EXPECT_EQ(Due(*clock, "first action of BIS"), "2026-01-19");
  EXPECT_EQ(Due(*clock, "reviewing agencies"), "2026-02-18");
  EXPECT_EQ(Due(*clock, "Operating Committee"), "2026-03-04");
  EXPECT_EQ(Due(*clock, "Advisory Committee on Export Policy"), "2026-03-15");
  EXPECT_EQ(Due(*clock, "notice of intent to deny"), "none");
  EXPECT_FALSE(At("2026-04-10")->overdue);
  EXPECT_TRUE(At("2026-04-11")->overdue);
}

TEST_F(ReviewTest, DaysOnWhichTheClockStoodDoNotCount) {
  Apply("us-ear");
  Take("2026-01-10", Step::kSubmit);
  Take("2026-01-20", Step::kStopClock);
  auto clock = At("2026-02-01");
  EXPECT_EQ(clock->elapsed, 10);
  EXPECT_EQ(clock->stood, 12);
  EXPECT_TRUE(clock->stands);
  EXPECT_FALSE(clock->running);
  Take("2026-02-09", Step::kStartClock);
  clock = At("2026-03-01");
  EXPECT_EQ(clock->stood, 20);
  EXPECT_EQ(clock->elapsed, 30);
  EXPECT_FALSE(clock->stands);
  EXPECT_EQ(clock->overall->due, D("2026-04-30"));
  // Seen from a day before it stood, it had not stood yet.
  EXPECT_EQ(At("2026-01-15")->stood, 0);
}

TEST_F(ReviewTest, ADecisionEndsIt) {
  Apply("us-ear");
  Take("2026-01-10", Step::kSubmit);
  Take("2026-05-01", Step::kDeny);
  const auto clock = At("2026-08-01");
  EXPECT_EQ(clock->elapsed, 111);
  EXPECT_FALSE(clock->running);
  EXPECT_FALSE(clock->overdue);
  EXPECT_EQ(Due(*clock, "notice of intent to deny"), "2026-05-06");
}

TEST_F(ReviewTest, WithoutALimitItOnlyCounts) {
  Apply("cn-import");
  Take("2026-01-10", Step::kSubmit);
  const auto clock = At("2027-01-10");
  EXPECT_EQ(clock->elapsed, 365);
  EXPECT_FALSE(clock->overall);
  EXPECT_TRUE(clock->steps.empty());
  EXPECT_FALSE(clock->overdue);
}

TEST(ReviewStepsTest, ErrorsSayWhere) {
  const std::string head = "regime,step,days,after,cite,url\n";
  EXPECT_EQ(ReadText(head + "r,a,9,registration,,\nr,b,3,aa,,\n").error().ToString(),
            "steps.csv:3:7: no step 'aa' stands above this one; did you mean 'a'?");
  EXPECT_EQ(ReadText(head + "r,a,-1,registration,,\n").error().ToString(),
            "steps.csv:2:5: days are a whole number from 0 to 10000");
  // A step of another regime is none of this one.
  EXPECT_FALSE(ReadText(head + "r,a,9,registration,,\nq,b,3,a,,\n"));
}

}  // namespace
}  // namespace licet
