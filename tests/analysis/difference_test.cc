#include "licet/analysis/difference.h"

#include "../regime/test_pack.h"
#include "law_test.h"

namespace licet {
namespace {

using DifferenceTest = LawTest;
using Lines = std::vector<std::string>;

constexpr const char* kSale =
    R"(item.type == "ic" && item.designed_for_datacenter && transaction.activity == "export")"
    R"( && transaction.origin == "US" && transaction.destination == "CN")"
    R"( && transaction.end_use == "cloud-service")";

TEST_F(DifferenceTest, OneLawDoesNotDifferFromItself) {
  const Snapshot before = On("cn-import", "2026-01-15");
  const Snapshot after = On("cn-import", "2026-01-15");
  const Difference difference = DifferenceOf(*schema_, before, after, When("true"), {}, {});
  EXPECT_TRUE(difference.regions.empty());
  EXPECT_TRUE(difference.complete());
}

TEST_F(DifferenceTest, WhatIsLeftIsSaid) {
  const Snapshot before = On("us-ear", "2023-11-16");
  const Snapshot after = On("us-ear", "2023-11-17");
  const Difference one = DifferenceOf(*schema_, before, after, When(kSale), {}, {.regions = 1});
  EXPECT_EQ(one.regions.size(), 1U);
  EXPECT_FALSE(one.complete());
}

// A line of the law as it comes out: the density of 3.2 that 3A090.b asks for.
TEST_F(DifferenceTest, RegionsAreReadable) {
  Reasoner reasoner(*schema_, kLong);
  const Snapshot before = On("us-ear", "2023-11-16");
  const Snapshot after = On("us-ear", "2023-11-17");
  const Difference difference =
      DifferenceOf(*schema_, before, after, When(kSale), {}, {.by_facts = true});
  EXPECT_TRUE(difference.complete());
  bool found = false;
  for (const Region& region : difference.regions) {
    Facts one = region.witness.facts;
    Facts other = region.witness.facts;
    EXPECT_EQ(Determine(before, *schema_, &one).outcome, region.before);
    EXPECT_EQ(Determine(after, *schema_, &other).outcome, region.after);
    EXPECT_TRUE(reasoner.TruthsOf({reasoner.AllOf(region.where)}, region.witness.facts)[0]);
    for (const Literal& literal : region.where) {
      found = found || TextOf(literal, *schema_, {}) == "item.performance_density >= 3.2";
    }
  }
  EXPECT_TRUE(found);
}

// Wherever two laws differ on a random transaction, a region holds it.
TEST_F(DifferenceTest, NothingDiffersOutsideTheRegions) {
  Reasoner reasoner(*schema_, kLong);
  const Snapshot before = On("us-ear", "2023-11-16");
  const Snapshot after = On("us-ear", "2023-11-17");
  const Expression sale = When(kSale);
  const Difference difference = DifferenceOf(*schema_, before, after, sale, {}, {.by_facts = true});
  ASSERT_TRUE(difference.complete());
  RandomFacts random(*schema_, {&PackOf("us-ear")}, 20261122);
  int differ = 0;
  for (int i = 0; i < 3000; ++i) {
    Facts facts = random.Draw();
    const auto word = [&](const char* fact, const char* text) {
      facts[schema_->Find(fact)].symbol = schema_->symbols().Intern(text);
    };
    word("item.type", "ic");
    word("transaction.activity", "export");
    word("transaction.origin", "US");
    word("transaction.destination", "CN");
    word("transaction.end_use", "cloud-service");
    facts[schema_->Find("item.designed_for_datacenter")].truth = Truth::kTrue;
    MakeKnown(&facts);
    // As every circuit: the longest bit length is 64.
    facts[schema_->Find("item.peak_tops")].number = facts[schema_->Find("item.tpp")].number;
    Facts one = facts;
    Facts other = facts;
    const Outcome x = Determine(before, *schema_, &one).outcome;
    const Outcome y = Determine(after, *schema_, &other).outcome;
    if (x == y) continue;
    ++differ;
    bool held = false;
    for (const Region& region : difference.regions) {
      held = held || (region.before == x && region.after == y &&
                      reasoner.TruthsOf({reasoner.AllOf(region.where)}, facts)[0]);
    }
    EXPECT_TRUE(held) << ToString(x) << " to " << ToString(y);
  }
  EXPECT_GT(differ, 20);
}

// Whole vintages, nothing left out: the control on memory stacks of December 2024.
TEST_F(DifferenceTest, RegionsNameTheProvisionThatMovesTheOutcome) {
  const Snapshot before = On("us-ear", "2024-12-01");
  const Snapshot after = On("us-ear", "2024-12-02");
  const Difference difference =
      DifferenceOf(*schema_, before, after, When("true"), {}, {.regions = 1000});
  EXPECT_TRUE(difference.complete());
  bool found = false;
  for (const Region& region : difference.regions) {
    Facts one = region.witness.facts;
    Facts other = region.witness.facts;
    const Determination was = Determine(before, *schema_, &one);
    const Determination is = Determine(after, *schema_, &other);
    EXPECT_EQ(was.outcome, region.before);
    EXPECT_EQ(is.outcome, region.after);
    EXPECT_TRUE(region.cause.has_value() == region.where.empty());
    if (!region.cause) continue;
    const Determination& judged = region.cause->before ? was : is;
    const auto provision = static_cast<std::size_t>(region.cause->provision);
    EXPECT_EQ(judged.fires[provision], region.cause->surely ? Truth::kTrue : Truth::kUnknown);
    found = found || judged.pack->provisions[provision].id == "us-ear.3A090.c";
  }
  EXPECT_TRUE(found);
}

// The check that can fail: of random transactions those on which the laws differ are in
// some region.
TEST_F(DifferenceTest, NoRandomTransactionIsOutsideTheProvisions) {
  const Snapshot before = On("us-ear", "2024-12-01");
  const Snapshot after = On("us-ear", "2024-12-02");
  const Difference difference =
      DifferenceOf(*schema_, before, after, When("true"), {}, {.regions = 1000});
  const auto in = [](const Region& region, const Determination& was, const Determination& is) {
    if (!region.cause) return false;
    const Determination& judged = region.cause->before ? was : is;
    const Truth fires = judged.fires[static_cast<std::size_t>(region.cause->provision)];
    return region.cause->surely ? fires == Truth::kTrue : fires != Truth::kFalse;
  };
  RandomFacts random(*schema_, {&PackOf("us-ear")}, 20261123);
  int differ = 0;
  for (int i = 0; i < 20'000; ++i) {
    Facts facts = random.Draw();
    MakeKnown(&facts);
    Facts one = facts;
    Facts other = facts;
    const Determination was = Determine(before, *schema_, &one);
    const Determination is = Determine(after, *schema_, &other);
    if (was.outcome == is.outcome) continue;
    ++differ;
    EXPECT_TRUE(std::ranges::any_of(difference.regions,
                                    [&](const Region& region) {
                                      return region.before == was.outcome &&
                                             region.after == is.outcome && in(region, was, is);
                                    }))
        << ToString(was.outcome) << " " << ToString(is.outcome);
  }
  EXPECT_GT(differ, 5);
}

// An exception that fires under both laws, but is the answer under one only, is no cause.
TEST(SmallDifference, WhatIsBlockedIsWhatIsSaid) {
  const Schema schema = TestSchema();
  const Lines until = {"announced: 2020-01-01", "effective: 2020-01-01", "ends: 2026-03-01",
                       "ends_announced: 2020-01-01"};
  const Pack pack = MakePack(
      schema, Rule("need", "require", "a", "requirement: t.need") +
                  Rule("bar", "restrict", "item.tpp >= 10",
                       "restriction: bar, outcome: licence-required, bars: exceptions", until) +
                  Rule("ex", "except", "item.tpp >= 5", "exception: E", {"unless: [t.small]"}) +
                  Rule("small", "except", "item.tpp < 50", "", until));
  const Snapshot before = licet::On(pack, "2026-02-28");
  const Snapshot after = licet::On(pack, "2026-03-01");
  const auto whole = Expression::Compile("true", schema, {});
  const Difference difference = DifferenceOf(schema, before, after, *whole, {}, {});
  EXPECT_TRUE(difference.complete());
  int differ = 0;
  for (const int tpp : {0, 4, 5, 9, 10, 49, 50, 60}) {
    Facts facts(schema);
    for (Value& value : facts.values) {
      value = {};
      value.truth = Truth::kFalse;
      value.number = Range::Exactly(Decimal());
      value.symbol = schema.AnotherWord();
      value.set = KleeneSet::Of({});
    }
    facts[schema.Find("a")].truth = Truth::kTrue;
    facts[schema.Find("item.tpp")].number = Range::Exactly(Decimal::FromInt(tpp));
    Facts other = facts;
    const Determination was = Determine(before, schema, &facts);
    const Determination is = Determine(after, schema, &other);
    if (was.outcome == is.outcome) continue;
    ++differ;
    const bool named = std::ranges::any_of(difference.regions, [&](const Region& region) {
      if (!region.cause || region.before != was.outcome || region.after != is.outcome) return false;
      const auto number = static_cast<std::size_t>(region.cause->provision);
      const Determination& here = region.cause->before ? was : is;
      const Determination& there = region.cause->before ? is : was;
      return here.fires[number] == Truth::kTrue && there.fires[number] != Truth::kTrue;
    });
    EXPECT_TRUE(named) << tpp;
  }
  EXPECT_EQ(differ, 6);
}

}  // namespace
}  // namespace licet
