// Limits: each at, under and over.

#include "small_world.h"

namespace licet {
namespace {

TEST(Limit, UnitsBindToThePiece) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 11)), "limit");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 10)), "");
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 1)), "limit") << "holds count at once";
}

// 15 CFR 750.11: ten per cent more value, no unit more.
TEST(Limit, ValueHasItsTolerance) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 100},
                   {.limit = "v", .measure = Measure::kValue, .cap = 1000, .tolerance = 1000}});
  PlaceOrder order = SmallWorld::Order("A", 11);
  order.price = 100;
  EXPECT_EQ(w.Do(order), "") << "1,100 of 1,000 and a tenth";
  order = SmallWorld::Order("B", 1);
  order.price = 1;
  EXPECT_EQ(w.Do(order), "limit");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "x", .cap = 1, .tolerance = 1}}), "bad-command");
}

TEST(Limit, OnceAllUnitsAreGoneValueDoesNotHelp) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 2},
                   {.limit = "v", .measure = Measure::kValue, .cap = 1'000'000}});
  PlaceOrder order = SmallWorld::Order("A", 2);
  order.price = 1;
  ASSERT_EQ(w.Do(order), "");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 2}), "");
  order.order = "B";
  order.units = 1;
  EXPECT_EQ(w.Do(order), "limit");
}

TEST(Limit, AnUnknownFigureIsNotNothing) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "v", .measure = Measure::kValue, .cap = 1'000'000}});
  PlaceOrder order = SmallWorld::Order("A", 1);
  order.price = -1;
  EXPECT_EQ(w.Do(order), "figure-unknown");
  w.Licence("D2", {{.limit = "t", .measure = Measure::kTpp, .cap = kMaxAmount}}, {}, {}, "other");
  order = SmallWorld::Order("A", 1, {"other"});
  order.tpp = -1;
  EXPECT_EQ(w.Do(order), "figure-unknown");
}

TEST(Limit, EachConsigneeHasItsOwn) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "each", .cap = 5, .per = Role::kConsignee}});
  PlaceOrder order = SmallWorld::Order("A", 5);
  EXPECT_EQ(w.Do(order), "");
  order.order = "B";
  order.units = 1;
  EXPECT_EQ(w.Do(order), "limit");
  order.consignee = "another";
  EXPECT_EQ(w.Do(order), "");
  EXPECT_EQ(w.last.legs[0].account, "each#another");
  order.order = "C";
  order.consignee = "";
  EXPECT_EQ(w.Do(order), "figure-unknown");
}

TEST(Limit, AGroupDrawsOnItsOwnOnly) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "group", .cap = 3, .of = Role::kPurchaser, .group = {"buyer"}}});
  PlaceOrder order = SmallWorld::Order("A", 3);
  ASSERT_EQ(w.Do(order), "");
  order.order = "B";
  order.units = 1;
  EXPECT_EQ(w.Do(order), "limit");
  order.purchaser = "stranger";
  EXPECT_EQ(w.Do(order), "");
  EXPECT_TRUE(w.last.legs.empty());
}

// The 400,000 of January 2026: one pool, several buyers, no split known.
TEST(Limit, APoolBindsSeveralAuthorisations) {
  SmallWorld w;
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "round-1", .cap = 10}}), "");
  for (const std::string buyer : {"b1", "b2"}) {
    ASSERT_EQ(w.Do(ApplyFor{.authorisation = buyer, .regime = "cn-import", .holder = buyer}), "");
    Approve approve{.authorisation = buyer, .number = "P-" + buyer};
    approve.terms.limits = {"round-1"};
    ASSERT_EQ(w.Do(approve), "");
  }
  PlaceOrder order = SmallWorld::Order("A", 7, {"cn-import"});
  order.purchaser = "b1";
  EXPECT_EQ(w.Do(order), "");
  order.order = "B";
  order.purchaser = "b2";
  EXPECT_EQ(w.Do(order), "limit");
  order.units = 3;
  EXPECT_EQ(w.Do(order), "");
}

// 50 % of what went to customers at home: credit one, draw two.
TEST(Limit, AShareIsEarned) {
  SmallWorld w;
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "home"}}), "");
  w.Licence("D1", {{.limit = "half", .share_of = "home", .num = 1, .den = 2}});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "limit");
  ASSERT_EQ(w.Do(Credit{.limit = "home", .amount = 9}), "");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 5)), "limit") << "half of 9 is 4";
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  EXPECT_EQ(w.Do(Credit{.limit = "home", .amount = -1}), "") << "half of 8 is 4";
  EXPECT_EQ(w.Do(Credit{.limit = "home", .amount = -1}), "committed");
  EXPECT_EQ(w.Do(Credit{.limit = "home", .amount = -1, .flag = true}), "");
  EXPECT_EQ(w.last.flagged, std::vector<std::string>{"half"});
  EXPECT_TRUE(w.AccountOf("half").overdrawn);
  EXPECT_EQ(LeftOf(w.state, w.AccountOf("half")), 0);
  ASSERT_EQ(w.Do(Credit{.limit = "home", .amount = 1}), "");
  EXPECT_FALSE(w.AccountOf("half").overdrawn);
  EXPECT_EQ(w.Do(Credit{.limit = "home", .amount = -9}), "committed");
  EXPECT_EQ(w.Do(Credit{.limit = "half", .amount = 0}), "bad-command");
}

// Shipments of one licence feed the share of another; what comes back takes away.
TEST(Limit, AReversalCannotTakeWhatIsCommitted) {
  SmallWorld w;
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "home", .cap = 100}}), "");
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "half", .share_of = "home", .num = 1, .den = 2}}), "");
  w.Licence("US", {{.limit = "home", .cap = 100}}, {}, {}, "home-regime");
  w.Licence("D1", {{.limit = "half", .share_of = "home", .num = 1, .den = 2}});
  ASSERT_EQ(w.Do(SmallWorld::Order("H", 8, {"home-regime"})), "");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "limit") << "holds earn nothing";
  ASSERT_EQ(w.Do(Ship{.order = "H", .shipment = "HS", .units = 8}), "");
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 3)), "");
  EXPECT_EQ(w.Do(Reverse{.shipment = "HS", .units = 3}), "committed");
  EXPECT_EQ(w.Do(Reverse{.shipment = "HS", .units = 2}), "");
  EXPECT_EQ(w.Do(Reverse{.shipment = "HS", .units = 1, .flag = true}), "");
  EXPECT_TRUE(w.AccountOf("half").overdrawn);
}

TEST(Limit, DefinitionsAreChecked) {
  SmallWorld w;
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a#b"}}), "bad-command");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = ""}}), "bad-command");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .cap = -2}}), "bad-command");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .of = Role::kPurchaser}}), "bad-command");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .share_of = "b"}}), "bad-command");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .share_of = "b", .num = 1, .den = 2}}), "unknown");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .cap = 5}}), "");
  EXPECT_EQ(w.Do(DefineLimit{{.limit = "a", .measure = Measure::kTpp, .cap = 5}}), "exists");
  EXPECT_EQ(w.Do(DefineLimit{
                {.limit = "t", .measure = Measure::kTpp, .share_of = "a", .num = 1, .den = 2}}),
            "bad-command");
}

TEST(Limit, RoundsBecomeLimits) {
  SmallWorld w;
  Allocate round{.round = "R1", .item = "H200", .total = 10};
  round.grants = {{.applicant = "buyer", .asked = 8, .units = 6},
                  {.applicant = "late", .asked = 5, .units = 0, .place = 1}};
  EXPECT_EQ(w.Do(round), "");
  EXPECT_EQ(w.Do(round), "exists");
  EXPECT_EQ(w.AccountOf("R1/buyer").held, 0);
  EXPECT_EQ(w.state.FindLimit("R1/late"), nullptr);
  round.round = "R2";
  round.grants[0].units = 9;
  EXPECT_EQ(w.Do(round), "bad-command") << "more than was asked for";
  round.grants[0].units = 8;
  round.grants[1].units = 3;
  EXPECT_EQ(w.Do(round), "limit");
}

}  // namespace
}  // namespace licet
