// Orders, shipments, and which authorisation serves.

#include "small_world.h"

namespace licet {
namespace {

TEST(Order, HoldsBothGovernmentsOrNeither) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "us", .cap = 10}});
  w.Licence("CN1", {{.limit = "cn", .cap = 4}}, {}, {}, "cn-import");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 5, {"us-ear", "cn-import"})), "limit");
  EXPECT_EQ(w.AccountOf("us").held, 0);
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 4, {"us-ear", "cn-import"})), "");
  EXPECT_EQ(w.AccountOf("us").held, 4);
  EXPECT_EQ(w.AccountOf("cn").held, 4);
  EXPECT_EQ(w.last.authorisations, (std::vector<std::string>{"D1", "CN1"}));
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "exists");
}

TEST(Order, APoolUnderBothCountsOnce) {
  SmallWorld w;
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "pool", .cap = 10}}), "");
  w.Licence("D1", {{.limit = "pool", .cap = 10}});
  w.Licence("CN1", {{.limit = "pool", .cap = 10}}, {}, {}, "cn-import");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 10, {"us-ear", "cn-import"})), "");
  EXPECT_EQ(w.AccountOf("pool").held, 10);
}

TEST(Order, PostsInPartsAndGivesBackTheRest) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10},
                   {.limit = "v", .measure = Measure::kValue, .cap = kMaxAmount}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 10)), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 0}), "bad-command");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 11}), "limit");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 6}), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 1}), "exists");
  EXPECT_EQ(w.AccountOf("v").posted, 6 * 2'700'000);
  EXPECT_EQ(w.AccountOf("u").held, 4);
  ASSERT_EQ(w.Do(Cancel{.order = "A", .units = 1}), "");
  EXPECT_EQ(w.AccountOf("u").held, 3);
  ASSERT_EQ(w.Do(Cancel{.order = "A"}), "");
  EXPECT_EQ(w.AccountOf("u").used(), 6);
  EXPECT_EQ(w.Do(Cancel{.order = "A"}), "wrong-state") << "a hold resolves once";
  ASSERT_EQ(w.Do(Reverse{.shipment = "S1", .units = 2}), "");
  EXPECT_EQ(w.AccountOf("u").posted, 4);
  EXPECT_EQ(w.Do(Reverse{.shipment = "S1", .units = 5}), "limit");
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 6)), "");
}

TEST(Order, AHoldEndsAfterItsLastDay) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  PlaceOrder order = SmallWorld::Order("A", 10);
  order.expires = D("2026-08-31");
  ASSERT_EQ(w.Do(order), "");
  w.today = D("2026-08-31");
  EXPECT_EQ(w.Do(Cancel{.order = "A", .expired = true}), "wrong-state");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 1}), "");
  w.today = D("2026-09-01");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S2", .units = 1}), "expired");
  ASSERT_EQ(w.Do(Cancel{.order = "A", .expired = true}), "");
  EXPECT_EQ(w.AccountOf("u").used(), 1);
}

TEST(Order, ArrivesAfterItIsShipped) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 5)), "");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .units = 1}), "unknown");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 5}), "");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kInstalled, .units = 1}), "limit");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kEntered, .units = 6}), "limit");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kEntered, .units = 3}), "");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kInstalled, .units = 3}), "");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kInstalled, .units = 1}), "limit");
}

TEST(Order, WhatCameBackIsNotInstalled) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 5)), "");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 5}), "");
  ASSERT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kEntered, .units = 5}), "");
  ASSERT_EQ(w.Do(Reverse{.shipment = "S", .units = 4}), "");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kInstalled, .units = 2}), "limit");
  EXPECT_EQ(w.Do(Arrive{.shipment = "S", .stage = Arrival::kInstalled, .units = 1}), "");
}

TEST(Order, NamesOnlyWhatIsAskedFor) {
  SmallWorld w;
  w.Licence("CN1", {}, {}, {}, "cn-import");
  PlaceOrder order = SmallWorld::Order("A", 1, {});
  order.named = {"CN1"};
  EXPECT_EQ(w.Do(order), "does-not-fit");
}

TEST(Order, NeverGuessesBetweenAuthorisations) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u1", .cap = 10}});
  w.Licence("D2", {{.limit = "u2", .cap = 20}});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 5)), "several-fit");
  ASSERT_EQ(w.candidates.size(), 2U);
  EXPECT_EQ(w.candidates[0].left, 10);
  EXPECT_EQ(w.candidates[1].left, 20);
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 15)), "") << "one of them can carry it";
  EXPECT_EQ(w.last.authorisations, std::vector<std::string>{"D2"});
  PlaceOrder order = SmallWorld::Order("B", 1);
  order.named = {"N-D1"};
  EXPECT_EQ(w.Do(order), "") << "named by its number";
  EXPECT_EQ(w.last.authorisations, std::vector<std::string>{"D1"});
  order.order = "C";
  order.named = {"D1", "D2"};
  EXPECT_EQ(w.Do(order), "several-fit");
  order.named = {"D3"};
  EXPECT_EQ(w.Do(order), "unknown");
  order.named = {"D1"};
  order.units = 10;
  EXPECT_EQ(w.Do(order), "limit") << "the other one is not taken instead";
}

TEST(Order, PrefersByTheRuleOfTheHouse) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u1", .cap = 10}});
  w.Licence("D2", {{.limit = "u2", .cap = 20}});
  const auto served = [&](Preference preference, std::vector<std::string> listed = {}) {
    static int n = 0;
    EXPECT_EQ(w.Do(SetPolicy{.preference = preference, .listed = std::move(listed)}), "");
    const std::string refusal = w.Do(SmallWorld::Order(fmt::format("P{}", ++n), 1));
    return refusal.empty() ? w.last.authorisations[0] : refusal;
  };
  EXPECT_EQ(served(Preference::kLeastLeft), "D1");
  EXPECT_EQ(served(Preference::kMostLeft), "D2");
  EXPECT_EQ(served(Preference::kListed, {"D2", "D1"}), "D2");
  EXPECT_EQ(served(Preference::kEarliestExpiry), "several-fit") << "both end on one day";
  EXPECT_EQ(served(Preference::kAsk), "several-fit");
}

TEST(Order, ScopeIsEveryWord) {
  struct Row {
    std::vector<std::string> Scope::* list;
    std::string PlaceOrder::* word;
  };
  for (const Row& row :
       {Row{&Scope::items, &PlaceOrder::item}, Row{&Scope::purchasers, &PlaceOrder::purchaser},
        Row{&Scope::consignees, &PlaceOrder::consignee},
        Row{&Scope::end_users, &PlaceOrder::end_user}, Row{&Scope::origins, &PlaceOrder::origin},
        Row{&Scope::destinations, &PlaceOrder::destination},
        Row{&Scope::places, &PlaceOrder::place_of_use}, Row{&Scope::uses, &PlaceOrder::end_use}}) {
    SmallWorld w;
    Scope scope;
    (scope.*row.list) = {"this"};
    w.Licence("D1", {}, scope);
    PlaceOrder order = SmallWorld::Order("A", 1);
    order.*row.word = "that";
    EXPECT_EQ(w.Do(order), "no-authorisation");
    order.*row.word = "";
    EXPECT_EQ(w.Do(order), "no-authorisation") << "unknown is not yes";
    order.*row.word = "this";
    EXPECT_EQ(w.Do(order), row.word == &PlaceOrder::purchaser ? "" : "") << w.sentence;
  }
}

TEST(Order, RefusesWhatCannotBeCounted) {
  SmallWorld w;
  w.Licence("D1", {});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 0)), "bad-command");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", kMaxUnits + 1)), "bad-command");
  PlaceOrder order = SmallWorld::Order("A", kMaxUnits);
  order.price = kMaxAmount / kMaxUnits + 1;
  EXPECT_EQ(w.Do(order), "bad-command");
  EXPECT_EQ(w.Do(SmallWorld::Order("", 1)), "bad-command");
  EXPECT_EQ(w.Do(SmallWorld::Order("A\n", 1)), "bad-command");
}

TEST(Order, DecisionsThatHoldNothing) {
  SmallWorld w;
  EXPECT_EQ(w.Do(RecordDecision{.order = "A", .outcome = "release"}), "bad-command");
  EXPECT_EQ(w.Do(RecordDecision{.order = "A", .outcome = "hold"}), "");
  EXPECT_EQ(w.state.decided.at("A").outcome, "hold");
  w.Licence("D1", {});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "");
  EXPECT_FALSE(w.state.decided.contains("A"));
  EXPECT_EQ(w.Do(RecordDecision{.order = "A", .outcome = "block"}), "exists");
}

TEST(FourEyes, ASecondPersonConfirms) {
  SmallWorld w;
  EXPECT_EQ(w.Do(SetPolicy{.four_eyes = {"licence.revok"}}), "unknown");
  ASSERT_EQ(w.Do(SetPolicy{.four_eyes = {"licence.revoke"}}), "");
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 10)), "");
  ASSERT_EQ(w.Do(Revoke{.authorisation = "D1"}), "");
  EXPECT_TRUE(w.last.proposed);
  EXPECT_EQ(w.AccountOf("u").held, 10) << "nothing happened yet";
  const std::string proposal = w.last_id;
  EXPECT_EQ(w.Do(Confirm{.proposal = proposal}), "second-person");
  w.by = "bob";
  EXPECT_EQ(w.Do(Confirm{.proposal = "nothing"}), "unknown");
  EXPECT_EQ(w.Do(Confirm{.proposal = proposal}), "");
  EXPECT_EQ(w.AccountOf("u").held, 0);
  EXPECT_EQ(w.Do(Confirm{.proposal = proposal}), "wrong-state");
}

TEST(FourEyes, NobodyLiftsThemAlone) {
  SmallWorld w;
  ASSERT_EQ(w.Do(SetPolicy{.four_eyes = {"licence.revoke"}}), "");
  ASSERT_EQ(w.Do(SetPolicy{}), "");
  EXPECT_TRUE(w.last.proposed);
  EXPECT_EQ(w.state.policy.four_eyes.size(), 1U);
}

TEST(FourEyes, AProposalThatIsTurnedDownDoesNothing) {
  SmallWorld w;
  ASSERT_EQ(w.Do(SetPolicy{.four_eyes = {"limit.define"}}), "");
  ASSERT_EQ(w.Do(DefineLimit{{.limit = "x", .cap = 1}}), "");
  const std::string proposal = w.last_id;
  EXPECT_EQ(w.Do(Confirm{.proposal = proposal, .reject = true}), "") << "the proposer may";
  EXPECT_EQ(w.state.FindLimit("x"), nullptr);
  w.by = "bob";
  EXPECT_EQ(w.Do(Confirm{.proposal = proposal}), "wrong-state");
}

TEST(Replay, RebuildsTheStateByteForByte) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10, .per = Role::kConsignee}}, {},
            {{.condition = "lab", .text = "Test.", .stage = ConditionStage::kShipment}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 3, .documents = {"lab=1"}}), "");
  ASSERT_EQ(w.Do(Observe{.stage = "wished", .buyer = "buyer", .units = 5}), "");
  ASSERT_EQ(w.Do(Revoke{.authorisation = "D1"}), "");
  State again;
  for (const std::string& bytes : w.journal) ASSERT_TRUE(Enact(&again, *DecodeRecord(bytes)));
  EXPECT_EQ(Describe(again), Describe(w.state));
}

// A record that does not follow changes nothing.
TEST(Replay, NoticesWhatDoesNotFollow) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  const std::string before = Describe(w.state);
  const auto refused = [&](Record record) {
    const Status status = Enact(&w.state, record);
    EXPECT_FALSE(status);
    EXPECT_EQ(Describe(w.state), before);
  };
  Record order = *DecodeRecord(w.journal.back());
  refused(order);
  order.command.id = "new";
  order.at += 1;
  refused(order);
  auto& place = std::get<PlaceOrder>(order.command.action);
  place.order = "B";
  place.units = 7;
  refused(order);
  place.units = 6;
  order.outcome.legs[0].account = "v";
  refused(order);
  order.outcome.legs[0].account = "u#x";
  refused(order);
  order.outcome.legs[0].account = "u";
  order.at = 0;
  refused(order);
  order.at = w.state.at;
  EXPECT_TRUE(Enact(&w.state, order));
}

}  // namespace
}  // namespace licet
