#include "licet/analysis/design.h"

#include "law_test.h"

namespace licet {
namespace {

class DesignTest : public LawTest {
 protected:
  Requirement To(const Snapshot& snapshot, std::size_t law, Outcome outcome) const {
    const auto word = [&](const char* text) { return schema_->symbols().Intern(text); };
    return {law, &snapshot, outcome, "", PlainDeal(*schema_, word("US"), word("CN"))};
  }
  std::set<int> Free(std::initializer_list<const char*> names) const {
    std::set<int> free;
    for (const char* name : names) free.insert(schema_->Find(name));
    return free;
  }
  // A circuit for datacenters in the plain deal.
  Outcome Naive(const Requirement& requirement, int tpp, int area) const {
    Facts facts = requirement.deal;
    const auto number = [&](const char* fact, std::int64_t micros) {
      facts[schema_->Find(fact)].number = Range::Exactly(Decimal::FromMicros(micros));
    };
    number("item.tpp", tpp * 1'000'000LL);
    number("item.total_tpp", tpp * 1'000'000LL);
    number("item.logic_area", area * 1'000'000LL);
    facts[schema_->Find("item.designed_for_datacenter")].truth = Truth::kTrue;
    return Determine(*requirement.snapshot, *schema_, &facts).outcome;
  }
};

// Against every whole TPP, by the naive evaluator.
TEST_F(DesignTest, TheBestIsTheLargestThatIsPermitted) {
  const Snapshot law = On("us-ear", "2023-11-17");
  Reasoner reasoner(*schema_, kLong);
  const Requirement requirement = To(law, reasoner.AddLaw(law), Outcome::kNoLicenceRequired);
  Designer designer(&reasoner, *schema_, {requirement},
                    Free({"item.tpp", "item.total_tpp", "item.peak_tops", "item.logic_area",
                          "item.designed_for_datacenter"}));
  for (const int area : {250, 294, 609, 814, 2000}) {
    int best = 0;
    for (int tpp = 0; tpp < 5'000; ++tpp) {
      if (Naive(requirement, tpp, area) == Outcome::kNoLicenceRequired) best = tpp;
    }
    const std::string part =
        "item.designed_for_datacenter && item.total_tpp == item.tpp && "
        "item.logic_area == " +
        std::to_string(area);
    const Optimum found =
        designer.Best(schema_->Find("item.tpp"), true, reasoner.Holds(When(part), law.sets));
    ASSERT_EQ(found.search, Search::kFound) << area;
    EXPECT_EQ(found.value.micros() / Decimal::kScale, best) << area;
    EXPECT_TRUE(IsMet(requirement, *schema_, found.witness->facts)) << area;
    EXPECT_FALSE(found.turns.empty()) << area;
    Facts past = found.witness->facts;
    for (const char* fact : {"item.tpp", "item.total_tpp"}) {
      past[schema_->Find(fact)].number =
          Range::Exactly(Decimal::FromMicros(found.value.micros() + 1));
    }
    EXPECT_FALSE(IsMet(requirement, *schema_, past)) << area;
  }
}

TEST_F(DesignTest, DensitiesAreMetrics) {
  const Snapshot law = On("us-ear", "2023-11-17");
  Reasoner reasoner(*schema_, kLong);
  const Requirement requirement = To(law, reasoner.AddLaw(law), Outcome::kNoLicenceRequired);
  Designer designer(&reasoner, *schema_, {requirement},
                    Free({"item.tpp", "item.total_tpp", "item.peak_tops", "item.logic_area",
                          "item.designed_for_datacenter"}));
  const Formula part = reasoner.Holds(
      When("item.designed_for_datacenter && item.total_tpp == item.tpp && item.tpp >= 1600 "
           "&& item.logic_area <= 1000"),
      law.sets);
  const Optimum found = designer.Best(schema_->Find("item.performance_density"), true, part);
  ASSERT_EQ(found.search, Search::kFound);
  EXPECT_EQ(found.value.ToString(), "3.199999");
  ASSERT_FALSE(found.turns.empty());
  const auto of = [&](const Turn& turn) {
    return law.pack->provisions[static_cast<std::size_t>(turn.provision)].id;
  };
  EXPECT_TRUE(std::ranges::any_of(found.turns, [&](const Turn& turn) {
    return turn.begins && of(turn) == "us-ear.3A090.b.2";
  }));
}

TEST_F(DesignTest, WhatTheEnvelopeEndsTheLawDoesNot) {
  const Snapshot law = On("us-ear", "2023-11-17");
  Reasoner reasoner(*schema_, kLong);
  const Requirement requirement = To(law, reasoner.AddLaw(law), Outcome::kNoLicenceRequired);
  Designer designer(&reasoner, *schema_, {requirement}, Free({"item.tpp", "item.total_tpp"}));
  const auto within = [&](const char* text) { return reasoner.Holds(When(text), law.sets); };
  const Optimum small = designer.Best(schema_->Find("item.tpp"), true,
                                      within("item.tpp <= 100 && item.total_tpp == item.tpp"));
  EXPECT_EQ(small.value.ToString(), "100");
  EXPECT_TRUE(small.turns.empty());
  const Optimum least = designer.Best(schema_->Find("item.tpp"), false,
                                      within("item.tpp >= 7 && item.total_tpp == item.tpp"));
  EXPECT_EQ(least.value.ToString(), "7");
  const Optimum none = designer.Best(schema_->Find("item.tpp"), true, within("item.tpp >= 4800"));
  EXPECT_EQ(none.search, Search::kNone);
  EXPECT_EQ(designer.Any(within("item.tpp >= 4800")), Search::kNone);
  EXPECT_EQ(designer.Any(within("item.tpp >= 4799")), Search::kFound);
}

// Every deal is another one; the part is one.
TEST_F(DesignTest, SeveralLawsAtOnce) {
  const Snapshot before = On("us-ear", "2022-10-07");
  const Snapshot after = On("us-ear", "2023-11-17");
  Reasoner reasoner(*schema_, kLong);
  const Requirement one = To(before, reasoner.AddLaw(before), Outcome::kNoLicenceRequired);
  const Requirement two = To(after, reasoner.AddLaw(after), Outcome::kLicenceRequired);
  Designer designer(&reasoner, *schema_, {one, two},
                    Free({"item.tpp", "item.total_tpp", "item.peak_tops", "item.interconnect",
                          "item.designed_for_datacenter"}));
  const Optimum best = designer.Best(
      schema_->Find("item.interconnect"), true,
      reasoner.Holds(When("item.tpp >= 15000 && item.total_tpp == item.tpp"), before.sets));
  EXPECT_EQ(best.value.ToString(), "599.999999") << "the H800's gap of 2023";
}

TEST_F(DesignTest, OutOfTimeIsUndecided) {
  const Snapshot law = On("us-ear", "2023-11-17");
  Reasoner reasoner(*schema_, milliseconds(0));
  const Requirement requirement = To(law, reasoner.AddLaw(law), Outcome::kNoLicenceRequired);
  Designer designer(&reasoner, *schema_, {requirement}, Free({"item.tpp"}));
  EXPECT_EQ(designer.Best(schema_->Find("item.tpp"), true, reasoner.Always()).search,
            Search::kUndecided);
}

}  // namespace
}  // namespace licet
