// Release, hold and block; what was assumed; what is in a decision.

#include "licet/gate/judge.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "small_world.h"

namespace licet {
namespace {

Clocks KnownAt(const char* day) {
  Clocks clocks;
  clocks.known_at = *Date::Parse(day);
  return clocks;
}

Clocks AsOf(const char* day) {
  Clocks clocks;
  clocks.as_of = *Date::Parse(day);
  return clocks;
}

class JudgeTest : public testing::Test {
 protected:
  Decision Judged(const Order& order, const Clocks& clocks = {}) {
    Result<Decision> decision = Judge(engine_, order, clocks);
    if (!decision) {
      ADD_FAILURE() << decision.error().ToString();
      return {};
    }
    return std::move(*decision);
  }

  static const GateAnswer* Gate(const Decision& decision, const std::string& regime) {
    for (const GateAnswer& gate : decision.gates) {
      if (gate.determination.pack->regime == regime) return &gate;
    }
    return nullptr;
  }

  static bool Says(const std::vector<std::string>& sentences, const std::string& part) {
    return std::any_of(sentences.begin(), sentences.end(), [&](const std::string& sentence) {
      return sentence.find(part) != std::string::npos;
    });
  }

  SmallWorld world_;
  Engine engine_ = world_.Loaded();
};

TEST_F(JudgeTest, ReleasesWhenEveryGateIsSatisfied) {
  const Decision d = Judged(GoodOrder());
  EXPECT_EQ(d.verdict, Verdict::kRelease) << d.reason;
  EXPECT_TRUE(d.next_steps.empty());
  ASSERT_EQ(d.gates.size(), 2U);
  EXPECT_TRUE(d.gates[0].satisfied);
  EXPECT_EQ(d.gates[0].authorisation, "L-1");
  EXPECT_EQ(d.gates[1].determination.outcome, Outcome::kNoLicenceRequired);
  EXPECT_EQ(d.value->ToString(), "10000");
}

TEST_F(JudgeTest, ALicenceAloneIsNotEnough) {
  Order order = GoodOrder();
  order.evidence = ParseEvidence("bis-licence=L-1");
  const Decision open = Judged(order);
  EXPECT_EQ(open.verdict, Verdict::kHold);
  EXPECT_TRUE(Says(open.next_steps, "Put the purchase order on file.")) << open.reason;
  EXPECT_FALSE(Says(open.next_steps, "Apply to")) << "the licence is there already";

  order.evidence = ParseEvidence("bis-licence=L-1;purchase-order=false");
  const Decision failed = Judged(order);
  EXPECT_EQ(failed.verdict, Verdict::kHold);
  EXPECT_NE(failed.reason.find("1 of 1 conditions failed"), std::string::npos) << failed.reason;
}

TEST_F(JudgeTest, ALicenceThatIsSaidNotToExistIsNone) {
  Order order = GoodOrder();
  for (const char* number : {"none", "None", "no", "false", "unknown"}) {
    order.evidence = ParseEvidence(std::string("purchase-order;bis-licence=") + number);
    const Decision d = Judged(order);
    EXPECT_EQ(d.verdict, Verdict::kHold) << number;
    EXPECT_FALSE(Gate(d, "leave")->authorisation) << number;
    EXPECT_NE(d.reason.find("no leave licence on file"), std::string::npos) << d.reason;
  }
}

TEST_F(JudgeTest, SaysThatTheFileHoldsNothingForThatDay) {
  Order order = GoodOrder();
  EXPECT_FALSE(Says(Judged(order).assumptions, "on file is in force"));
  order.date = *Date::Parse("2019-12-31");
  EXPECT_TRUE(
      Says(Judged(order).assumptions, "no provision of leave on file is in force on 2019-12-31"));
  EXPECT_TRUE(Says(Judged(GoodOrder(), KnownAt("2019-12-31")).assumptions,
                   "no provision of leave on file is in force on 2026-04-01"));
}

TEST_F(JudgeTest, ConditionsAloneAreNotEnough) {
  Order order = GoodOrder();
  order.evidence = ParseEvidence("purchase-order");
  const Decision d = Judged(order);
  EXPECT_EQ(d.verdict, Verdict::kHold);
  EXPECT_TRUE(Says(d.next_steps, "Apply to the side that goods leave."));
  EXPECT_NE(d.reason.find("no leave licence on file"), std::string::npos) << d.reason;
}

TEST_F(JudgeTest, AConditionWithANumberIsMetFailedOrOpen) {
  Order order = GoodOrder();
  order.destination = order.place_of_use = "HK";
  const std::pair<const char*, Verdict> expected[] = {
      {"bis-licence=L-1;purchase-order;site-built=30", Verdict::kRelease},
      {"bis-licence=L-1;purchase-order;site-built=29.999999", Verdict::kHold},
      {"bis-licence=L-1;purchase-order;site-built=25..35", Verdict::kHold},
      {"bis-licence=L-1;purchase-order", Verdict::kHold}};
  for (const auto& [evidence, verdict] : expected) {
    order.evidence = ParseEvidence(evidence);
    EXPECT_EQ(Judged(order).verdict, verdict) << evidence;
  }
}

TEST_F(JudgeTest, AnExceptionNeedsItsOwnConditionsOnly) {
  Order order = GoodOrder();
  order.end_use = "testing";
  order.evidence = ParseEvidence("nac-notice=2026-03-07");  // 25 days before
  const Decision d = Judged(order);
  EXPECT_EQ(d.verdict, Verdict::kRelease) << d.reason;
  EXPECT_EQ(Gate(d, "leave")->determination.exception, "SAMPLE");
  order.evidence = ParseEvidence("nac-notice=2026-03-08");
  EXPECT_EQ(Judged(order).verdict, Verdict::kHold);
}

TEST_F(JudgeTest, AProhibitionByAPrimarySourceBlocks) {
  Order order = GoodOrder();
  order.end_use = "military";
  const Decision d = Judged(order);
  EXPECT_EQ(d.verdict, Verdict::kBlock);
  EXPECT_TRUE(Says(d.next_steps, "Do not proceed: Leave Act 5")) << d.reason;
}

TEST_F(JudgeTest, AProhibitionByThePressHolds) {
  Order order = GoodOrder();
  order.end_use = "wmd";
  const Decision d = Judged(order);
  EXPECT_EQ(Gate(d, "leave")->determination.outcome, Outcome::kProhibited);
  EXPECT_EQ(d.verdict, Verdict::kHold) << d.reason;
  EXPECT_TRUE(Says(d.next_steps, "Do not ship before an official reading")) << d.reason;
}

TEST_F(JudgeTest, AnUnknownGateHoldsAndSaysWhatToFindOut) {
  Order order = GoodOrder();
  order.item = "Vague 1";
  const Decision d = Judged(order);
  EXPECT_EQ(d.verdict, Verdict::kHold);
  EXPECT_EQ(Gate(d, "leave")->determination.outcome, Outcome::kUnknown);
  EXPECT_EQ(Gate(d, "leave")->missing, std::vector<std::string>{"item.tpp"});
  EXPECT_TRUE(Says(d.next_steps, "Find out item.tpp")) << d.reason;
}

TEST_F(JudgeTest, AnItemThatNobodyControlsIsReleased) {
  Order order = GoodOrder();
  order.item = "Gamer 1";  // a defeater keeps it out
  order.evidence.clear();
  const Decision d = Judged(order);
  EXPECT_EQ(d.verdict, Verdict::kRelease) << d.reason;
  EXPECT_EQ(Gate(d, "leave")->determination.governing, "PLAIN");
}

TEST_F(JudgeTest, UseOutsideThePermittedPlacesHolds) {
  Order order = GoodOrder();
  order.item = "Apart 1";
  const std::pair<const char*, Truth> expected[] = {
      {"MY", Truth::kTrue}, {"CN", Truth::kFalse}, {"US", Truth::kFalse}, {"", Truth::kUnknown}};
  for (const auto& [place, permitted] : expected) {
    order.place_of_use = place;
    const Decision d = Judged(order);
    EXPECT_EQ(d.place_permitted, permitted) << place;
    EXPECT_EQ(d.verdict, permitted == Truth::kTrue ? Verdict::kRelease : Verdict::kHold) << place;
    EXPECT_EQ(d.places, std::vector<std::string>{"MY"});
    EXPECT_FALSE(d.deadlock);
  }
  EXPECT_TRUE(Says(Judged(order).next_steps, "Agree a place of use that every side permits: MY."));
}

TEST_F(JudgeTest, PlacesWithNothingInCommonAreADeadlock) {
  Order order = GoodOrder();
  order.item = "Apart 1";
  order.place_of_use = "MY";
  order.date = *Date::Parse("2027-01-01");
  const Decision d = Judged(order);
  EXPECT_TRUE(d.deadlock);
  EXPECT_TRUE(d.places->empty());
  EXPECT_EQ(d.verdict, Verdict::kHold);
  EXPECT_TRUE(Says(d.next_steps, "Deadlock")) << d.reason;
  order.date = *Date::Parse("2026-12-31");
  EXPECT_FALSE(Judged(order).deadlock);
}

TEST_F(JudgeTest, AGateThatIsNotOnTheRouteIsLeftOut) {
  Order order = GoodOrder();
  order.activity = "import";
  EXPECT_EQ(Gate(Judged(order), "leave"), nullptr);
  EXPECT_NE(Gate(Judged(order), "arrive"), nullptr);
  order.activity = "export";
  order.destination = order.place_of_use = "HK";
  EXPECT_NE(Gate(Judged(order), "leave"), nullptr);
  EXPECT_EQ(Gate(Judged(order), "arrive"), nullptr);
}

TEST_F(JudgeTest, NoGateAtAllIsSaid) {
  Order order = GoodOrder();
  order.activity = "import";
  order.destination = order.place_of_use = "HK";
  const Decision d = Judged(order);
  EXPECT_TRUE(d.gates.empty());
  EXPECT_EQ(d.reason, "no regime on file governs this transaction");
  EXPECT_TRUE(Says(d.assumptions, "no regime on file governs"));
}

TEST_F(JudgeTest, AGateThatMayBeOnTheRouteIsUnknown) {
  Order order = GoodOrder();
  order.destination = "";
  const Decision d = Judged(order);
  ASSERT_NE(Gate(d, "arrive"), nullptr);
  EXPECT_EQ(Gate(d, "arrive")->determination.outcome, Outcome::kUnknown);
  EXPECT_EQ(Gate(d, "arrive")->missing, std::vector<std::string>{"transaction.destination"});
  EXPECT_EQ(d.verdict, Verdict::kHold);
}

TEST_F(JudgeTest, EmptyFieldsAreUnknownNotFalse) {
  Order order = GoodOrder();
  order.end_use = "";
  EXPECT_EQ(Judged(order).verdict, Verdict::kHold) << "a military end use is not ruled out";
  order = GoodOrder();
  order.purchaser = "";
  const Decision d = Judged(order);
  EXPECT_EQ(Gate(d, "arrive")->missing, std::vector<std::string>{"purchaser.tier"});
  order = GoodOrder();
  order.activity = "";
  EXPECT_EQ(Judged(order).verdict, Verdict::kHold);
}

TEST_F(JudgeTest, WithoutAPriceThereIsNoAmount) {
  Order order = GoodOrder();
  const Decision priced = Judged(order);
  ASSERT_EQ(priced.gates[0].charges.size(), 1U);
  EXPECT_EQ(priced.gates[0].charges[0].amount->ToString(), "2500");
  order.unit_price.reset();
  const Decision open = Judged(order);
  EXPECT_FALSE(open.value);
  ASSERT_EQ(open.gates[0].charges.size(), 1U);
  EXPECT_FALSE(open.gates[0].charges[0].amount);
  order.unit_price = Decimal();
  EXPECT_EQ(Judged(order).gates[0].charges[0].amount->ToString(), "0");
}

TEST_F(JudgeTest, AnAmountTooLargeForTheNumbersIsAnError) {
  Order order = GoodOrder();
  order.quantity = Decimal::FromInt(1'000'000'000);
  order.unit_price = Decimal::FromInt(1'000'000'000);
  const auto decision = Judge(engine_, order, {});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code(), ErrorCode::kOverflow);
}

TEST_F(JudgeTest, TheTwoOtherClocks) {
  Order order = GoodOrder();
  order.item = "Modest 1";
  auto codes = [&](const Clocks& clocks) {
    return Gate(Judged(order, clocks), "leave")->determination.codes;
  };
  EXPECT_EQ(codes({}), std::vector<std::string>{"SMALL"});
  EXPECT_EQ(codes(KnownAt("2026-01-31")), std::vector<std::string>{"PLAIN"});
  EXPECT_EQ(codes(AsOf("2026-02-28")), std::vector<std::string>{"PLAIN"});
  order.date = *Date::Parse("2026-02-28");
  EXPECT_EQ(codes({}), std::vector<std::string>{"PLAIN"});
  EXPECT_EQ(codes(AsOf("2026-03-01")), std::vector<std::string>{"SMALL"});
}

TEST_F(JudgeTest, KnownAtOfTheOrderComesBeforeTheCommandsOwn) {
  Order order = GoodOrder();
  order.item = "Modest 1";
  order.known_at = *Date::Parse("2026-01-31");
  const Decision d = Judged(order, KnownAt("2026-11-21"));
  EXPECT_EQ(d.known_at.ToString(), "2026-01-31");
  EXPECT_EQ(Gate(d, "leave")->determination.codes, std::vector<std::string>{"PLAIN"});
}

TEST_F(JudgeTest, SetsHaveDatesToo) {
  Order order = GoodOrder();
  order.destination = order.place_of_use = "MY";
  order.evidence.clear();
  EXPECT_EQ(Judged(order).verdict, Verdict::kRelease);
  order.date = *Date::Parse("2026-06-01");
  EXPECT_EQ(Judged(order).verdict, Verdict::kHold);
  EXPECT_EQ(Judged(order, KnownAt("2026-04-30")).verdict, Verdict::kRelease);
}

TEST_F(JudgeTest, TheSideThatGoodsLeaveIsAskedFirst) {
  ASSERT_EQ(engine_.packs().size(), 2U);
  EXPECT_EQ(engine_.packs()[0].regime, "leave");
  EXPECT_EQ(engine_.packs()[1].regime, "arrive");
  EXPECT_EQ(Judged(GoodOrder()).gates[0].determination.pack->regime, "leave");
}

TEST_F(JudgeTest, SaysThatNamesWereNotScreened) {
  EXPECT_TRUE(Says(Judged(GoodOrder()).assumptions, "names were not screened"));
}

TEST_F(JudgeTest, SaysWhoseParentIsNotOnFile) {
  EXPECT_FALSE(Says(Judged(GoodOrder()).assumptions, "no parent"));
  Order order = GoodOrder();
  order.end_user = "loner";
  const Decision d = Judged(order);
  EXPECT_TRUE(Says(d.assumptions, "no parent is on file for 'loner'"));
  // Of the seller's parents nothing follows.
  EXPECT_FALSE(Says(d.assumptions, "'seller'"));
}

TEST_F(JudgeTest, SaysAParentOnceHoweverManyRolesThePartyHas) {
  Order order = GoodOrder();
  order.purchaser = order.consignee = order.end_user = "loner";
  const Decision d = Judged(order);
  EXPECT_EQ(std::count_if(d.assumptions.begin(), d.assumptions.end(),
                          [](const std::string& text) { return text.starts_with("no parent"); }),
            1);
}

TEST_F(JudgeTest, SaysThatAnEvidenceWordDecidedNothing) {
  Order order = GoodOrder();
  order.evidence = ParseEvidence("bis-licence=L-1;purchase-ordr");
  const Decision d = Judged(order);
  EXPECT_TRUE(Says(d.assumptions,
                   "the evidence 'purchase-ordr' is not one the rules ask for; did you mean "
                   "'purchase-order'?; it decided nothing"));
  EXPECT_EQ(d.verdict, Verdict::kHold);
}

TEST_F(JudgeTest, SaysThatAnEndUseIsNotKnown) {
  Order order = GoodOrder();
  order.end_use = "milk";
  const Decision d = Judged(order);
  EXPECT_TRUE(Says(d.assumptions, "the end use 'milk' is not one the rules know"));
  EXPECT_EQ(d.verdict, Verdict::kHold) << "unknown, not harmless";
  order.end_use = "AI-Training";
  EXPECT_EQ(Judged(order).verdict, Verdict::kRelease) << "case does not matter";
}

TEST_F(JudgeTest, SaysThatAnAuthorisationWasTakenFromTheEvidence) {
  EXPECT_TRUE(Says(Judged(GoodOrder()).assumptions,
                   "leave licence 'L-1' is taken from the order's evidence"));
  Order order = GoodOrder();
  order.item = "Gamer 1";  // a licence that nobody asks for
  EXPECT_FALSE(Says(Judged(order).assumptions, "is taken from the order's evidence"));
}

TEST_F(JudgeTest, SaysThatATierIsNotKnown) {
  // The schema of a later day may drop a tier that a file of parties still has.
  std::string schema = *world_.disk.ReadAll("/w/regimes/schema.yaml", 1 << 20);
  const std::size_t at = schema.find("T3, T4, T5]");
  ASSERT_NE(at, std::string::npos);
  schema.replace(at, 11, "T3, T4]");
  world_.Put("regimes/schema.yaml", schema);
  world_.Put("parties.csv", std::string(kSmallParties) + "last,Last Ltd.,CN,CN,holding,T5,\n");
  engine_ = world_.Loaded();
  Order order = GoodOrder();
  order.purchaser = "last";
  const Decision d = Judged(order);
  EXPECT_TRUE(Says(d.assumptions, "the tier 'T5' of 'last' is not one the rules know"));
  EXPECT_EQ(Gate(d, "arrive")->missing, std::vector<std::string>{"purchaser.tier"});
}

TEST_F(JudgeTest, ContentsOfABoardAreNeverSummed) {
  Order order = GoodOrder();
  order.item = "Modest board";  // 8 x 700 TPP are 5,600, above the line of one chip
  order.evidence.clear();
  const Decision d = Judged(order);
  EXPECT_EQ(d.item->metrics.total_tpp.ToString(), "5600");
  EXPECT_EQ(Gate(d, "leave")->determination.codes, std::vector<std::string>{"PLAIN"});
  EXPECT_EQ(d.verdict, Verdict::kRelease);
  order.item = "Huge board";
  EXPECT_EQ(Gate(Judged(order), "leave")->determination.codes, std::vector<std::string>{"BOARD"});
}

TEST_F(JudgeTest, ContentsAreClassifiedUnderTheSameClocks) {
  // SMALL is known from 2026-02-01 and binds from 2026-03-01.
  Order order = GoodOrder();
  order.item = "Modest board";
  auto holds_small = [&](const Clocks& clocks) {
    const Decision d = Judged(order, clocks);
    const int fact = engine_.schema().Find("item.contains_codes");
    return Gate(d, "leave")->facts[fact].set.Has(engine_.schema().symbols().Intern("SMALL"));
  };
  EXPECT_EQ(holds_small({}), Truth::kTrue);
  EXPECT_EQ(holds_small(KnownAt("2026-01-31")), Truth::kFalse);
}

TEST_F(JudgeTest, UnknownNamesAreErrors) {
  Order order = GoodOrder();
  order.item = "Hug 1";
  auto decision = Judge(engine_, order, {});
  ASSERT_FALSE(decision);
  EXPECT_NE(decision.error().sentence().find("did you mean 'Huge 1'"), std::string::npos)
      << decision.error().sentence();
  order = GoodOrder();
  const std::pair<std::string, Value> override{"item.tpq", Value()};
  decision = Judge(engine_, order, {}, {override});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().code(), ErrorCode::kUnknownName);
}

TEST_F(JudgeTest, ClassifiesAnItemWithoutATransaction) {
  const Pack& pack = engine_.packs()[0];
  const Item& item = **engine_.catalog().Find("Vague 1");
  const Date day = *Date::Parse("2026-04-01");
  const Classification c = ClassifyItem(engine_, pack, item, day, {});
  EXPECT_EQ(c.answer.determination.governing, "");
  EXPECT_EQ(c.answer.determination.possible, (std::vector<std::string>{"BIG", "SMALL"}));
  EXPECT_EQ(c.answer.missing, std::vector<std::string>{"item.tpp"});
  const Item& board = **engine_.catalog().Find("Huge board");
  EXPECT_EQ(ClassifyItem(engine_, pack, board, day, {}).answer.determination.governing, "BOARD");
}

TEST_F(JudgeTest, TheSameOrderGivesTheSameDecisionTwice) {
  const Decision first = Judged(GoodOrder());
  Order other = GoodOrder();
  other.item = "Vague 1";
  Judged(other, AsOf("2020-06-01"));
  const Decision second = Judged(GoodOrder());
  EXPECT_EQ(first.reason, second.reason);
  EXPECT_EQ(first.gates[0].facts.values, second.gates[0].facts.values);
}

}  // namespace
}  // namespace licet
