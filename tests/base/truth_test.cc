#include "licet/base/truth.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

constexpr Truth kF = Truth::kFalse;
constexpr Truth kU = Truth::kUnknown;
constexpr Truth kT = Truth::kTrue;
constexpr Truth kAll[] = {kF, kU, kT};

// Kleene 1952, section 64, the strong tables, written out.
constexpr Truth kAnd[3][3] = {{kF, kF, kF}, {kF, kU, kU}, {kF, kU, kT}};
constexpr Truth kOr[3][3] = {{kF, kU, kT}, {kU, kU, kT}, {kT, kT, kT}};
constexpr Truth kNot[3] = {kT, kU, kF};

TEST(TruthTest, FollowsTheTables) {
  for (int a = 0; a < 3; ++a) {
    EXPECT_EQ(Not(kAll[a]), kNot[a]);
    for (int b = 0; b < 3; ++b) {
      EXPECT_EQ(And(kAll[a], kAll[b]), kAnd[a][b]) << a << b;
      EXPECT_EQ(Or(kAll[a], kAll[b]), kOr[a][b]) << a << b;
    }
  }
}

TEST(TruthTest, KeepsTheLawsOfAKleeneAlgebra) {
  for (const Truth a : kAll) {
    EXPECT_EQ(Not(Not(a)), a);
    EXPECT_EQ(And(a, a), a);
    EXPECT_EQ(Or(a, a), a);
    EXPECT_EQ(And(a, kT), a);
    EXPECT_EQ(Or(a, kF), a);
    for (const Truth b : kAll) {
      EXPECT_EQ(And(a, b), And(b, a));
      EXPECT_EQ(Or(a, b), Or(b, a));
      EXPECT_EQ(Not(And(a, b)), Or(Not(a), Not(b)));  // De Morgan
      EXPECT_EQ(Not(Or(a, b)), And(Not(a), Not(b)));
      EXPECT_EQ(And(a, Or(a, b)), a);  // absorption
      EXPECT_EQ(Or(a, And(a, b)), a);
      EXPECT_LE(And(a, Not(a)), Or(b, Not(b)));  // what sets Kleene's apart
      for (const Truth c : kAll) {
        EXPECT_EQ(And(a, And(b, c)), And(And(a, b), c));
        EXPECT_EQ(Or(a, Or(b, c)), Or(Or(a, b), c));
        EXPECT_EQ(And(a, Or(b, c)), Or(And(a, b), And(a, c)));
        EXPECT_EQ(Or(a, And(b, c)), And(Or(a, b), Or(a, c)));
      }
    }
  }
}

TEST(TruthTest, ExcludedMiddleDoesNotHold) { EXPECT_EQ(Or(kU, Not(kU)), kU); }

// Unknown means "either": the answer must cover both ways to settle it.
TEST(TruthTest, UnknownCoversBothWaysToSettleIt) {
  const auto settled = [](Truth t) { return t == kU ? std::pair(kF, kT) : std::pair(t, t); };
  for (const Truth a : kAll) {
    for (const Truth b : kAll) {
      const auto [a0, a1] = settled(a);
      const auto [b0, b1] = settled(b);
      for (const Truth x : {a0, a1}) {
        for (const Truth y : {b0, b1}) {
          const Truth both = And(a, b);
          EXPECT_TRUE(both == kU || both == And(x, y));
          const Truth either = Or(a, b);
          EXPECT_TRUE(either == kU || either == Or(x, y));
        }
      }
    }
  }
}

TEST(TruthTest, PrintsAndConverts) {
  EXPECT_EQ(ToString(kF), "false");
  EXPECT_EQ(ToString(kU), "unknown");
  EXPECT_EQ(ToString(kT), "true");
  EXPECT_EQ(ToTruth(true), kT);
  EXPECT_EQ(ToTruth(false), kF);
}

}  // namespace
}  // namespace licet
