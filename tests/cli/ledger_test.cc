// The ledger's commands as a user runs them, from an application to a shipment.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

class LedgerCommands : public testing::Test {
 protected:
  std::string Path(const std::string& name) const { return folder_.Path(name); }
  Ran Run(std::vector<std::string> arguments, bool changes = true) {
    arguments.insert(arguments.end(), {"--db", Path("book.db")});
    if (changes) arguments.insert(arguments.end(), {"--by", "ann"});
    return Licet(arguments);
  }
  void Must(const std::vector<std::string>& arguments) {
    const Ran ran = Run(arguments);
    ASSERT_EQ(ran.code, kExitOk) << ran.out << ran.err;
  }
  Json Show(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--format", "json"});
    const Ran ran = Run(arguments, false);
    EXPECT_EQ(ran.code, kExitOk) << ran.err;
    return Json::parse(ran.out, nullptr, false);
  }
  std::string Write(const std::string& name, const std::string& text) {
    return folder_.Write(name, text);
  }
  // A licence for `units` of H20 to ByteDance, in force in August 2025.
  void Licence(const std::string& units) {
    Must({"licence", "apply", "D1", "--holder", "nvidia"});
    Must({"licence", "approve", "D1", "--number", "D1300101", "--from", "2025-08-08", "--until",
          "2029-08-31", "--item", "H20 96GB", "--units", units});
  }
  // One order of the public record, released with the licence of that number.
  std::string Orders(const std::string& quantity, const std::string& evidence = "") {
    return Write("orders.csv",
                 "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,"
                 "end_user,origin,destination,place_of_use,end_use,evidence\n"
                 "PO-1,2025-08-11,export,H20 96GB," +
                     quantity +
                     ",12000,nvidia,bytedance,bytedance,bytedance,US,CN,CN,ai-inference,"
                     "purchase-order" +
                     evidence + "\n");
  }
  // An order of the days before the first rule.
  static std::string FreeTail(const std::string& quantity) {
    return ",2022-08-25,export,A100 SXM4 80GB," + quantity +
           ",11000,nvidia,alibaba,alibaba,alibaba,US,CN,CN,cloud-service,\n";
  }
  static std::string Free(const std::string& quantity) {
    return "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,"
           "end_user,origin,destination,place_of_use,end_use,evidence\n"
           "PO-9" +
           FreeTail(quantity);
  }
  Ran Check(const std::string& orders, const std::string& hold_until = "") {
    return Run({"check", orders, "--parties",
                std::string(LICET_SOURCE_DIR) + "/data/orders/parties.csv", "--no-screening",
                "--format", "json", "--hold-until", hold_until});
  }

  TempFolder folder_;
};

TEST_F(LedgerCommands, AnOrderIsServedHeldAndShipped) {
  Licence("10000");
  const std::string orders = Orders("4000");
  const Ran first = Check(orders);
  ASSERT_EQ(first.code, kExitOk) << first.out << first.err;
  const Json decision = Json::parse(first.out)[0];
  EXPECT_EQ(decision["outcome"], "release");
  EXPECT_EQ(decision["gates"][0]["authorisation"], "D1300101");
  EXPECT_EQ(decision["ledger"]["state"], "held");
  EXPECT_EQ(decision["ledger"]["authorisations"], Json({"D1"}));
  EXPECT_NE(decision["assumptions"].dump().find("on file in the ledger"), std::string::npos);

  EXPECT_EQ(Json::parse(Check(orders).out)[0]["ledger"]["state"], "held-before");
  Must({"order", "ship", "PO-1", "1500", "--shipment", "S-1"});
  const Json limit = Show({"limit", "show", "D1/units"})[0]["accounts"][0];
  EXPECT_EQ(limit["held"], 2500);
  EXPECT_EQ(limit["posted"], 1500);
  EXPECT_EQ(limit["left"], 6000);
  const Json filing = Show({"order", "export", "S-1"});
  for (const Json& field : filing["fields"]) {
    if (field["field"] != "eccn") continue;
    EXPECT_EQ(field["value"], "3A991.p") << "as it was decided";
  }
  const Json order = Show({"order", "list"})[0];
  EXPECT_EQ(order["posted"], 1500);
  EXPECT_EQ(order["served_by"], Json({"D1"}));
}

TEST_F(LedgerCommands, NothingIsReleasedBeyondALimit) {
  Licence("3999");
  const Ran ran = Check(Orders("4000", ";bis-licence=D1300101"));
  EXPECT_EQ(ran.code, kExitNo) << ran.err;
  const Json decision = Json::parse(ran.out)[0];
  EXPECT_EQ(decision["outcome"], "hold");
  EXPECT_EQ(decision["ledger"]["code"], "limit");
  EXPECT_TRUE(decision["gates"][0]["authorisation"].is_null()) << "the number does not count";
  EXPECT_EQ(Show({"limit", "show", "D1/units"})[0]["accounts"][0]["held"], 0);
}

TEST_F(LedgerCommands, ANumberThatIsNotOnFileIsNoLicence) {
  Licence("10000");
  const Json decision = Json::parse(Check(Orders("1", ";bis-licence=D9999999")).out)[0];
  EXPECT_EQ(decision["outcome"], "hold");
  EXPECT_EQ(decision["ledger"]["code"], "unknown");
}

TEST_F(LedgerCommands, AnOrderThatChangedIsNotTheSame) {
  Licence("10000");
  ASSERT_EQ(Check(Orders("4000")).code, kExitOk);
  const Ran ran = Check(Orders("4001"));
  EXPECT_EQ(ran.code, kExitNo);
  const Json decision = Json::parse(ran.out)[0];
  EXPECT_EQ(decision["outcome"], "hold");
  EXPECT_EQ(decision["ledger"]["code"], "id-reused");
  EXPECT_EQ(Show({"limit", "show", "D1/units"})[0]["accounts"][0]["held"], 4000);
}

TEST_F(LedgerCommands, ABadRowLeavesTheLedgerAsItWas) {
  Licence("10000");
  std::ofstream(Orders("4000"), std::ios::app) << "PO-2,2025-08-11,export,H20 96GB,many\n";
  const Ran ran = Check(Path("orders.csv"));
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_NE(ran.err.find("orders.csv:3"), std::string::npos) << ran.err;
  EXPECT_TRUE(Show({"order", "list"}).empty());
}

TEST_F(LedgerCommands, ARevocationShowsWhatItHits) {
  Licence("10000");
  ASSERT_EQ(Check(Orders("4000")).code, kExitOk);
  const Ran dry = Run({"licence", "revoke", "D1", "--dry-run", "--format", "json"});
  const Json impact = Json::parse(dry.out);
  EXPECT_EQ(impact["held"], 4000);
  EXPECT_EQ(impact["revenue_at_risk_cents"], 4'800'000'000);
  EXPECT_EQ(Show({"licence", "show", "D1", "--as-of", "2025-09-01"})["status"], "active");
  Must({"licence", "revoke", "D1"});
  EXPECT_EQ(Show({"licence", "show", "D1"})["status"], "revoked");
  EXPECT_EQ(Show({"limit", "show", "D1/units"})[0]["accounts"][0]["held"], 0);
  const Ran again = Check(Orders("4000"));
  EXPECT_EQ(again.code, kExitNo);
  EXPECT_EQ(Json::parse(again.out)[0]["outcome"], "hold") << "what was given back is not held";
  EXPECT_EQ(Json::parse(again.out)[0]["ledger"]["code"], "wrong-state");
}

TEST_F(LedgerCommands, WhatIsLeftOfAnOrderIsNotAllOfIt) {
  Licence("10000");
  ASSERT_EQ(Check(Orders("4000")).code, kExitOk);
  Must({"order", "ship", "PO-1", "1000", "--shipment", "S-1"});
  EXPECT_EQ(Json::parse(Check(Orders("4000")).out)[0]["outcome"], "release");
  Must({"order", "cancel", "PO-1", "--units", "500"});
  EXPECT_EQ(Json::parse(Check(Orders("4000")).out)[0]["outcome"], "hold");
  Must({"licence", "revoke", "D1"});
  EXPECT_EQ(Json::parse(Check(Orders("4000")).out)[0]["outcome"], "hold");
}

TEST_F(LedgerCommands, ASuspendedLicenceHoldsWhatItServed) {
  Licence("10000");
  ASSERT_EQ(Check(Orders("4000")).code, kExitOk);
  Must({"licence", "suspend", "D1"});
  EXPECT_EQ(Json::parse(Check(Orders("4000")).out)[0]["outcome"], "hold");
  Must({"licence", "resume", "D1"});
  EXPECT_EQ(Json::parse(Check(Orders("4000")).out)[0]["ledger"]["state"], "held-before");
}

TEST_F(LedgerCommands, ASecondPersonConfirmsAnOrder) {
  Licence("10000");
  Must({"policy", "set", "--four-eyes", "order.place"});
  const Json proposed = Json::parse(Check(Orders("4000")).out)[0];
  EXPECT_EQ(proposed["outcome"], "hold");
  EXPECT_EQ(proposed["ledger"]["code"], "second-person");
  const Ran other =
      Licet({"policy", "confirm", "order/PO-1", "--db", Path("book.db"), "--by", "bob"});
  EXPECT_EQ(other.code, kExitOk) << other.out << other.err;
  const Json after = Json::parse(Check(Orders("4000")).out)[0];
  EXPECT_EQ(after["outcome"], "release");
  EXPECT_EQ(after["ledger"]["state"], "held-before");
}

TEST_F(LedgerCommands, AProposalTurnedDownIsNotConfirmed) {
  Licence("10000");
  Must({"policy", "set", "--four-eyes", "order.place"});
  ASSERT_EQ(Json::parse(Check(Orders("4000")).out)[0]["ledger"]["code"], "second-person");
  ASSERT_EQ(Json::parse(Check(Orders("4000")).out)[0]["ledger"]["code"], "second-person");
  Must({"policy", "confirm", "order/PO-1", "--reject"});
  const Ran after = Check(Orders("4000"));
  EXPECT_EQ(after.code, kExitNo) << after.err;
  const Json decision = Json::parse(after.out)[0];
  EXPECT_EQ(decision["outcome"], "hold");
  EXPECT_EQ(decision["ledger"]["code"], "wrong-state");
  const std::string sentence = decision["ledger"]["sentence"];
  EXPECT_NE(sentence.find("turned it down"), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find("confirms"), std::string::npos) << sentence;
}

TEST_F(LedgerCommands, ASecondPersonConfirmsAnOrderThatNeedsNoLicence) {
  Must({"policy", "set", "--four-eyes", "order.place"});
  const std::string orders = Free("5") + "PO-10" + FreeTail("7");
  const std::string file = Write("free.csv", orders);
  const Ran first = Check(file);
  EXPECT_EQ(first.code, kExitNo) << first.err;
  const Json proposed = Json::parse(first.out);
  ASSERT_EQ(proposed.size(), 2U);
  for (const Json& order : proposed) {
    EXPECT_EQ(order["outcome"], "hold");
    EXPECT_EQ(order["ledger"]["code"], "second-person");
    EXPECT_EQ(order["reason"], "the gates let it go; the ledger holds it back (second-person)");
  }
  EXPECT_EQ(Show({"order", "list"}).size(), 0U);
  ASSERT_EQ(Licet({"policy", "confirm", "order/PO-9", "--db", Path("book.db"), "--by", "bob"}).code,
            kExitOk);
  Must({"policy", "confirm", "order/PO-10", "--reject"});
  const Json after = Json::parse(Check(file).out);
  EXPECT_EQ(after[0]["outcome"], "release");
  EXPECT_EQ(after[0]["ledger"]["state"], "held-before");
  EXPECT_EQ(after[1]["outcome"], "hold");
  EXPECT_EQ(after[1]["ledger"]["code"], "wrong-state");
  EXPECT_EQ(Show({"order", "list"}).size(), 1U);
}

// The gates let it go without a licence, so that there is no honest answer but an error.
TEST_F(LedgerCommands, AnOrderThatNeedsNoLicenceKeepsItsId) {
  const auto free = [&](const std::string& quantity) { return Write("free.csv", Free(quantity)); };
  Must({"licence", "apply", "D1"});
  ASSERT_EQ(Check(free("5")).code, kExitOk);
  const Ran changed = Check(free("6"));
  EXPECT_EQ(changed.code, kExitBadInput) << changed.out;
  EXPECT_NE(changed.err.find("free.csv:2"), std::string::npos) << changed.err;
  EXPECT_NE(changed.err.find("new id"), std::string::npos) << changed.err;
}

TEST_F(LedgerCommands, AUsLicenceIsValidForFourYears) {
  Must({"licence", "apply", "D1"});
  Must({"licence", "approve", "D1", "--number", "N", "--day", "2026-02-03"});
  EXPECT_EQ(Show({"licence", "show", "D1"})["until"], "2030-02-28");
}

TEST_F(LedgerCommands, TermsComeFromAFile) {
  Must({"licence", "apply", "D1"});
  const std::string terms = Write(
      "terms.yaml",
      "number: N1\nfrom: 2026-01-01\nconditions:\n  - {id: lab, text: Test., stage: shipment}\n"
      "limits:\n  - {limit: v, measure: value, cap: 1000.50, tolerance: 10}\n");
  Must({"licence", "approve", "D1", "--terms", terms});
  const Json licence = Show({"licence", "show", "D1"});
  EXPECT_EQ(licence["conditions"][0]["stage"], "shipment");
  EXPECT_EQ(licence["limits"][0]["may_be_used"], 110'055);
  const Ran bad = Run({"licence", "amend", "D1", "--terms", Write("bad.yaml", "limts: []\n")});
  EXPECT_EQ(bad.code, kExitBadInput);
  EXPECT_NE(bad.err.find("did you mean 'limits'"), std::string::npos) << bad.err;
}

TEST_F(LedgerCommands, ASecondPersonConfirms) {
  Must({"policy", "set", "--four-eyes", "licence.apply"});
  Must({"licence", "apply", "D1", "--id", "p1"});
  EXPECT_EQ(Show({"licence", "list"}).size(), 0U);
  EXPECT_EQ(Run({"policy", "confirm", "p1"}).code, kExitNo);
  const Ran other = Licet({"policy", "confirm", "p1", "--db", Path("book.db"), "--by", "bob"});
  EXPECT_EQ(other.code, kExitOk) << other.out << other.err;
  EXPECT_EQ(Show({"licence", "list"}).size(), 1U);
}

TEST_F(LedgerCommands, AFilingNamesTheParties) {
  Must({"licence", "apply", "D1", "--holder", "nvidia", "--purchaser", "bytedance"});
  const std::string parties = std::string(LICET_SOURCE_DIR) + "/data/orders/parties.csv";
  const auto value = [&](const Json& filing, const std::string& field) {
    for (const Json& one : filing["fields"]) {
      if (one["field"] == field) return one["value"].get<std::string>();
    }
    return std::string();
  };
  const Json named = Show({"licence", "export", "D1", "--parties", parties});
  EXPECT_EQ(value(named, "applicant"), "NVIDIA Corporation");
  EXPECT_EQ(value(Show({"licence", "export", "D1"}), "applicant"), "nvidia");
  const Ran missing = Run({"licence", "export", "D1", "--parties", Path("none.csv")}, false);
  EXPECT_EQ(missing.code, kExitBadInput);
  EXPECT_NE(missing.err.find("none.csv"), std::string::npos) << missing.err;
}

TEST_F(LedgerCommands, SaysWhatIsWrong) {
  EXPECT_EQ(Licet({"licence", "list"}).code, kExitBadInput);
  EXPECT_NE(Licet({"licence", "list"}).err.find("--db"), std::string::npos);
  const Ran missing = Licet({"licence", "list", "--db", Path("none.db")});
  EXPECT_EQ(missing.code, kExitBadInput) << missing.out;
  Must({"licence", "apply", "D1"});
  Must({"licence", "apply", "LICENCE-1"});
  const Ran unknown = Run({"licence", "show", "LICENCE-2"}, false);
  EXPECT_EQ(unknown.code, kExitBadInput);
  EXPECT_NE(unknown.err.find("did you mean 'LICENCE-1'"), std::string::npos) << unknown.err;
  const Ran refused = Run({"licence", "deny", "D1"});
  EXPECT_EQ(refused.code, kExitNo);
  EXPECT_NE(refused.out.find("to deny it must be submitted"), std::string::npos) << refused.out;
}

TEST_F(LedgerCommands, ExpiredHoldsGoBackOnce) {
  Licence("10000");
  const std::string orders = Orders("4000");
  ASSERT_EQ(Check(orders, "2025-08-31").code, kExitOk);
  const auto expire = [&](const std::string& day) {
    return Run({"order", "expire", "--day", day}).out;
  };
  EXPECT_EQ(expire("2025-08-31"), "0 orders whose holds had ended gave back what was left.\n");
  EXPECT_EQ(Json::parse(Check(orders).out)[0]["ledger"]["state"], "held-before");
  EXPECT_EQ(expire("2025-09-01"), "1 order whose hold had ended gave back what was left.\n");
  EXPECT_EQ(expire("2025-09-01"), "0 orders whose holds had ended gave back what was left.\n");
  EXPECT_EQ(Show({"limit", "show", "D1/units"})[0]["accounts"][0]["held"], 0);
  EXPECT_EQ(Json::parse(Check(orders).out)[0]["outcome"], "hold");
}

TEST_F(LedgerCommands, AHoldCannotEndBeforeItsOrder) {
  Licence("10000");
  const Ran ran = Check(Orders("1"), "2025-08-10");
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.out.find("2025-08-10"), std::string::npos) << ran.out;
}

// 15 CFR 740.8(a): an RTX 4090 may go to China 25 days after the notice, and the notice
// that counts is the one on file.
TEST_F(LedgerCommands, ANoticeOfAnExceptionServes) {
  const auto order = [&](const std::string& day) {
    return Write("nac.csv",
                 "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,"
                 "end_user,origin,destination,place_of_use,end_use,evidence\nPO-" +
                     day + "," + day +
                     ",export,GeForce RTX 4090,10,1600,nvidia,jd,jd,jd,US,CN,CN,consumer,"
                     "\"purchase-order;nac_notice=2024-01-01;nac-objection=false\"\n");
  };
  const auto outcome = [&](const std::string& day) {
    const Ran ran = Check(order(day));
    return Json::parse(ran.out)[0]["outcome"].get<std::string>();
  };
  Must({"licence", "apply", "L1", "--holder", "nvidia"});
  Must({"licence", "approve", "L1", "--number", "D7"});
  EXPECT_EQ(outcome("2024-06-01"), "hold") << "a licence is no notice";
  Must({"licence", "apply", "N1", "--type", "exception-notice", "--exception", "NAC", "--holder",
        "nvidia", "--item", "GeForce RTX 4090", "--units", "15"});
  Must({"licence", "submit", "N1", "--day", "2024-06-01"});
  EXPECT_EQ(outcome("2024-06-02"), "hold") << "nobody said yet that there is no objection";
  Must({"licence", "approve", "N1", "--number", "A100001", "--day", "2024-06-10"});
  EXPECT_EQ(outcome("2024-06-25"), "hold") << "24 days";
  EXPECT_EQ(outcome("2024-06-26"), "release") << "25 days";
  EXPECT_EQ(Show({"limit", "show", "N1/units"})[0]["accounts"][0]["held"], 10);
  EXPECT_EQ(outcome("2024-06-27"), "hold") << "15 were notified";
}

TEST_F(LedgerCommands, ANoticeIsNoLicence) {
  Must({"licence", "apply", "N1", "--type", "exception-notice", "--exception", "NAC"});
  EXPECT_EQ(Run({"licence", "approve", "N1", "--number", "D1300101"}).code, kExitNo)
      << "its days count from a submission";
  Must({"licence", "submit", "N1", "--day", "2025-07-01"});
  Must({"licence", "approve", "N1", "--number", "D1300101", "--from", "2025-08-08"});
  EXPECT_EQ(Json::parse(Check(Orders("5", ";bis-licence=D1300101")).out)[0]["outcome"], "hold");
  EXPECT_EQ(Run({"licence", "apply", "N2", "--exception", "NAC"}).code, kExitNo);
  EXPECT_EQ(Run({"licence", "apply", "N2", "--type", "exception-notice"}).code, kExitNo);
}

TEST_F(LedgerCommands, AnApprovalIsNoWiderThanItsApplication) {
  Must({"licence", "apply", "D1", "--item", "H200", "--units", "100", "--value", "3000000"});
  Must({"licence", "approve", "D1", "--number", "D2"});
  const Json licence = Show({"licence", "show", "D1"});
  EXPECT_EQ(licence["scope"]["items"], Json({"H200"}));
  EXPECT_EQ(licence["limits"].size(), 2U);
  EXPECT_EQ(licence["limits"][0]["cap"], 100);
}

TEST_F(LedgerCommands, TheReviewClockIsShown) {
  Must({"licence", "apply", "D1"});
  EXPECT_TRUE(Show({"licence", "show", "D1"})["review"].is_null());
  Must({"licence", "submit", "D1", "--day", "2026-01-01"});
  const Json review = Show({"licence", "show", "D1", "--as-of", "2026-01-11"})["review"];
  EXPECT_EQ(review["elapsed_days"], 10);
  EXPECT_EQ(review["steps"].back()["due"], "2026-04-01");
  const std::string text = Run({"licence", "show", "D1", "--as-of", "2026-01-11"}, false).out;
  EXPECT_NE(text.find("10 days counted of 90 (15 CFR 750.4(a))"), std::string::npos) << text;
}

}  // namespace
}  // namespace licet
