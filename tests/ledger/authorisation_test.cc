// Applications, approvals and what happens to them.

#include "small_world.h"

namespace licet {
namespace {

TEST(Authorisation, TheWayOfAnApplication) {
  SmallWorld w;
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1"}), "unknown");
  EXPECT_EQ(w.Do(ApplyFor{.authorisation = "D1", .regime = "us-ear"}), "");
  EXPECT_EQ(w.Do(ApplyFor{.authorisation = "D1", .regime = "us-ear"}), "exists");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kDeny}), "wrong-state");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kSubmit}), "");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kReturn}), "");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kSubmit}), "");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kStartClock}), "wrong-state");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kStopClock}), "");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kStopClock}), "wrong-state");
  w.today = D("2026-09-01");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kStartClock}), "");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kDeny}), "");
  const Authorisation& a = *w.state.FindAuthorisation("D1");
  EXPECT_EQ(a.status, AuthorisationStatus::kDenied);
  ASSERT_EQ(a.stops.size(), 1U);
  EXPECT_EQ(a.stops[0].ToString(), "2026-08-19 to 2026-09-01");
  EXPECT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kSubmit}), "wrong-state");
}

TEST(Authorisation, AnApprovalNeedsANumberOfItsOwn) {
  SmallWorld w;
  ASSERT_EQ(w.Do(ApplyFor{.authorisation = "D1", .regime = "us-ear"}), "");
  EXPECT_EQ(w.Do(Approve{.authorisation = "D1"}), "bad-command");
  EXPECT_EQ(w.Do(Approve{.authorisation = "D1", .number = "D555"}), "");
  EXPECT_EQ(w.Do(Approve{.authorisation = "D1", .number = "D555"}), "wrong-state");
  ASSERT_EQ(w.Do(ApplyFor{.authorisation = "D2", .regime = "us-ear"}), "");
  EXPECT_EQ(w.Do(Approve{.authorisation = "D2", .number = "D555"}), "exists");
  EXPECT_EQ(w.state.FindAuthorisation("D555"), w.state.FindAuthorisation("D1"));
}

TEST(Authorisation, TermsAreChecked) {
  SmallWorld w;
  ASSERT_EQ(w.Do(ApplyFor{.authorisation = "D1", .regime = "us-ear"}), "");
  Approve approve{.authorisation = "D1", .number = "D555"};
  approve.terms.from = D("2026-02-01");
  approve.terms.until = D("2026-01-31");
  EXPECT_EQ(w.Do(approve), "bad-command");
  approve.terms.until = D("2026-02-01");
  approve.terms.conditions = {{.condition = "lab"}};
  EXPECT_EQ(w.Do(approve), "bad-command") << "a condition without its text";
  approve.terms.conditions = {{.condition = "lab", .text = "x"}, {.condition = "lab", .text = "y"}};
  EXPECT_EQ(w.Do(approve), "bad-command");
  approve.terms.conditions.pop_back();
  approve.terms.limits = {"nowhere"};
  EXPECT_EQ(w.Do(approve), "unknown");
  approve.limits = {{.limit = "nowhere", .cap = 5}};
  EXPECT_EQ(w.Do(approve), "") << w.sentence;
}

TEST(Authorisation, ValidFromTheFirstToTheLastDay) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  w.today = D("2025-12-31");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "not-valid");
  w.today = D("2026-01-01");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "");
  w.today = D("2030-01-31");
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 1)), "");
  w.today = D("2030-02-01");
  EXPECT_EQ(w.Do(SmallWorld::Order("C", 1)), "not-valid");
  EXPECT_EQ(w.Do(Ship{.order = "B", .shipment = "S", .units = 1}), "not-valid");
}

TEST(Authorisation, SuspensionStopsAndResumes) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  ASSERT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kSuspend}), "");
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 1)), "not-valid");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 4}), "not-valid");
  EXPECT_EQ(w.AccountOf("u").held, 4) << "holds stay";
  ASSERT_EQ(w.Do(Advance{.authorisation = "D1", .step = Step::kResume}), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 4}), "");
}

TEST(Authorisation, RevocationVoidsOrFlags) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  ASSERT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 1}), "");
  ASSERT_EQ(w.Do(Revoke{.authorisation = "D1"}), "");
  EXPECT_EQ(w.state.FindOrder("A")->flag, OrderFlag::kRevoked);
  EXPECT_EQ(w.AccountOf("u").held, 0);
  EXPECT_EQ(w.AccountOf("u").posted, 1);
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S2", .units = 1}), "limit");
  EXPECT_EQ(w.Do(Revoke{.authorisation = "D1"}), "wrong-state");
}

TEST(Authorisation, ASavingsClauseLetsGoodsOnTheirWayThrough) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  EXPECT_EQ(w.Do(Revoke{.authorisation = "D1", .savings = Savings::kFlag}), "bad-command");
  ASSERT_EQ(
      w.Do(Revoke{.authorisation = "D1", .savings = Savings::kFlag, .until = D("2026-09-18")}), "");
  EXPECT_EQ(w.state.FindOrder("A")->flag, OrderFlag::kRevoked);
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 1)), "not-valid");
  w.today = D("2026-09-18");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S1", .units = 1}), "");
  w.today = D("2026-09-19");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S2", .units = 1}), "not-valid");
}

TEST(Authorisation, ConditionsHoldOrdersAndShipments) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}}, {},
            {{.condition = "kyc", .text = "Know your customer.", .draft = true},
             {.condition = "lab",
              .text = "A laboratory tests each lot.",
              .stage = ConditionStage::kShipment},
             {.condition = "report", .text = "Report yearly.", .stage = ConditionStage::kAfter}});
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 2)), "condition-draft");
  ASSERT_EQ(w.Do(SetCondition{.authorisation = "D1", .condition = "kyc"}), "");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 2)), "condition-open");
  SetCondition met{.authorisation = "D1", .condition = "kyc", .state = Fulfilment::kMet};
  EXPECT_EQ(w.Do(met), "no-evidence");
  met.document = "KYC-1";
  ASSERT_EQ(w.Do(met), "");
  EXPECT_EQ(w.state.FindAuthorisation("D1")->terms.conditions[0].day, w.today);
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 2)), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 1}), "no-evidence");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 1, .documents = {"lab="}}),
            "no-evidence");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 1, .documents = {"lab=T-9"}}), "");
  met.state = Fulfilment::kFailed;
  ASSERT_EQ(w.Do(met), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "T", .units = 1, .documents = {"lab=T-9"}}),
            "condition-failed");
  EXPECT_EQ(w.Do(SetCondition{.authorisation = "D1", .condition = "kyk"}), "unknown");
}

TEST(Authorisation, PlacesOfAConditionBind) {
  SmallWorld w;
  w.Licence("CN1", {}, {},
            {{.condition = "abroad", .text = "Outside the mainland.", .places = {"HK", "SG"}}},
            "cn-import");
  PlaceOrder order = SmallWorld::Order("A", 1, {"cn-import"});
  order.place_of_use = "CN";
  EXPECT_EQ(w.Do(order), "no-authorisation");
  EXPECT_NE(w.sentence.find("abroad"), std::string::npos) << w.sentence;
  order.place_of_use = "HK";
  EXPECT_EQ(w.Do(order), "");
}

TEST(Authorisation, AnAmendmentKeepsWhatIsKnownAndCannotUndercut) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u", .cap = 10}}, {}, {{.condition = "kyc", .text = "Know."}});
  ASSERT_EQ(
      w.Do(SetCondition{
          .authorisation = "D1", .condition = "kyc", .state = Fulfilment::kMet, .document = "K"}),
      "");
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  Approve amend{.authorisation = "D1",
                .terms = w.state.FindAuthorisation("D1")->terms,
                .limits = {{.limit = "u", .cap = 3}},
                .amends = true};
  amend.terms.conditions[0].state = Fulfilment::kOpen;
  EXPECT_EQ(w.Do(amend), "committed");
  amend.limits[0].cap = 4;
  EXPECT_EQ(w.Do(amend), "");
  EXPECT_EQ(w.state.FindAuthorisation("D1")->terms.conditions[0].document, "K");
  EXPECT_EQ(w.Do(SmallWorld::Order("B", 1)), "limit");
}

TEST(Authorisation, IsTransferredOnce) {
  SmallWorld w;
  w.Licence("D1", {});
  ASSERT_EQ(w.Do(Transfer{.authorisation = "D1", .to = "other"}), "");
  EXPECT_EQ(w.Do(Transfer{.authorisation = "D1", .to = "third"}), "wrong-state");
  EXPECT_EQ(w.Do(SmallWorld::Order("A", 1)), "no-authorisation") << "its holder is not a party";
  PlaceOrder order = SmallWorld::Order("A", 1);
  order.exporter = "other";
  EXPECT_EQ(w.Do(order), "");
}

TEST(Authorisation, AReplacedOneRunsOff) {
  SmallWorld w;
  w.Licence("D1", {{.limit = "u1", .cap = 10}});
  ASSERT_EQ(w.Do(SmallWorld::Order("A", 4)), "");
  EXPECT_EQ(w.Do(Replace{.authorisation = "D1", .by = "D1"}), "bad-command");
  w.Licence("D2", {{.limit = "u2", .cap = 10}});
  ASSERT_EQ(w.Do(Replace{.authorisation = "D1", .by = "D2"}), "");
  EXPECT_EQ(w.Do(Ship{.order = "A", .shipment = "S", .units = 4}), "");
  ASSERT_EQ(w.Do(SmallWorld::Order("B", 1)), "");
  EXPECT_EQ(w.last.authorisations, std::vector<std::string>{"D2"});
}

}  // namespace
}  // namespace licet
