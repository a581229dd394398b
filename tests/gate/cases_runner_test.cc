// The runner of cases itself: it must fail a case that says something wrong,
// for every kind of expectation, and refuse what it cannot read.

#include <gtest/gtest.h>

#include <string>

#include "licet/gate/cases.h"
#include "small_world.h"

namespace licet {
namespace {

class CasesRunner : public testing::Test {
 protected:
  // One case as its lines; `then` stands in its last line, line 9.
  static std::string Text(const std::string& then, const std::string& sale = "",
                          const std::string& given = "") {
    return "topic: A topic\n"
           "cases:\n"
           "- case: A title\n"
           "  cite: Leave Act 1\n"
           "  on: 2026-04-01\n"
           "  reading: enforced\n" +
           (sale.empty() ? "#\n" : "  sale: {" + sale + "}\n") +
           (given.empty() ? "#\n" : "  given: {" + given + "}\n") + "  then: {" + then + "}\n";
  }

  Result<std::vector<CaseResult>> Run(const std::string& text) {
    Result<Yaml> document = Yaml::Parse(text, "c.yaml");
    if (!document) return std::unexpected(document.error());
    return RunCases(engine_, *document);
  }

  // The failures of the one case of the text, joined; "error: ..." if unreadable.
  std::string Failures(const std::string& text) {
    const auto results = Run(text);
    if (!results) return "error: " + results.error().ToString();
    EXPECT_EQ(results->size(), 1U);
    std::string all;
    for (const std::string& failure : results->front().failures) {
      all += (all.empty() ? "" : " | ") + failure;
    }
    return all;
  }

  std::string ErrorOf(const std::string& text) {
    const auto results = Run(text);
    return results ? "no error" : results.error().ToString();
  }

  // The right expectation holds; the wrong one fails and says what was found.
  void Both(const std::string& sale, const std::string& right, const std::string& wrong,
            const std::string& said) {
    EXPECT_EQ(Failures(Text(right, sale)), "") << right;
    const std::string failures = Failures(Text(wrong, sale));
    EXPECT_NE(failures.find(said), std::string::npos) << wrong << " gave: " << failures;
    EXPECT_NE(failures.substr(0, 6), "error:") << failures;
  }

  SmallWorld world_;
  Engine engine_ = world_.Loaded();
};

const std::string kSale =
    "item: Huge 1, exporter: seller, buyer: buyer, from: US, to: CN, quantity: 10, price: 5, "
    "end_use: ai-training, evidence: \"bis-licence=L-1\"";
const std::string kVague =
    "item: Vague 1, exporter: seller, buyer: buyer, from: US, to: CN, end_use: other";
const std::string kTest =
    "item: Huge 1, exporter: seller, buyer: buyer, from: US, to: CN, end_use: testing";
const std::string kApart =
    "item: Apart 1, exporter: seller, buyer: buyer, from: US, to: CN, place: MY";

TEST_F(CasesRunner, Outcome) {
  Both(kSale, "leave: {outcome: licence-required}", "leave: {outcome: prohibited}",
       "the outcome is licence-required, expected prohibited");
  Both(kVague, "leave: {outcome: unknown}", "leave: {outcome: licence-required}",
       "the outcome is unknown for want of [item.tpp]");
}

TEST_F(CasesRunner, Codes) {
  Both(kSale, "leave: {codes: [BIG]}", "leave: {codes: [BIG, SMALL]}",
       "the codes is [BIG], expected [BIG, SMALL]");
  Both(kSale, "leave: {codes: BIG}", "leave: {codes: []}", "expected []");
}

TEST_F(CasesRunner, Possible) {
  Both(kVague, "leave: {possible: [BIG, SMALL]}", "leave: {possible: [BIG]}",
       "the possible codes is [BIG, SMALL]");
}

TEST_F(CasesRunner, Governing) {
  Both(kSale, "leave: {governing: BIG}", "leave: {governing: SMALL}",
       "the governing code is BIG, expected SMALL");
  Both(kVague, "leave: {governing: \"\"}", "leave: {governing: BIG}",
       "the governing code is nothing");
}

TEST_F(CasesRunner, Review) {
  Both(kSale, "leave: {review: case-by-case}", "leave: {review: denial}",
       "the review policy is case-by-case");
}

TEST_F(CasesRunner, Exception) {
  Both(kTest, "leave: {exception: SAMPLE}", "leave: {exception: OTHER}", "the exception is SAMPLE");
}

TEST_F(CasesRunner, BecauseNotUnknown) {
  Both(kSale, "leave: {because: [leave.big, leave.need]}", "leave: {because: [leave.military]}",
       "leave.military fires: is false, expected true");
  Both(kSale, "leave: {not: [leave.military]}", "leave: {not: [leave.big]}",
       "leave.big fires: is true, expected false");
  Both(kVague, "leave: {unknown: [leave.big]}", "leave: {unknown: [leave.need, leave.board]}",
       "leave.board fires: is false, expected unknown");
}

TEST_F(CasesRunner, Missing) {
  Both(kVague, "leave: {missing: [item.tpp]}", "leave: {missing: []}",
       "what is missing is [item.tpp], expected []");
}

TEST_F(CasesRunner, Conditions) {
  Both(kSale, "leave: {conditions: {purchase-order: open}}",
       "leave: {conditions: {purchase-order: met}}",
       "the condition purchase-order is open, expected met");
  Both(kSale, "leave: {conditions: {site: not a condition here}}",
       "leave: {conditions: {site: open}}", "the condition site is not a condition here");
}

TEST_F(CasesRunner, Charges) {
  Both(kSale, "leave: {charges: [share]}", "leave: {charges: []}",
       "the charges is [share], expected []");
}

TEST_F(CasesRunner, PlacesOfAGate) {
  Both(kApart, "leave: {places: [CN, MY]}", "leave: {places: [CN]}",
       "the places is [CN, MY], expected [CN]");
  Both(kApart, "leave: {places: [MY, CN]}", "leave: {places: any}",
       "the places is restricted, expected any");
  Both(kSale, "leave: {places: any}", "leave: {places: [CN]}", "the places is [any]");
}

TEST_F(CasesRunner, JointPlacesAndDeadlock) {
  Both(kApart, "places: [MY]", "places: [CN]", "the places is [MY], expected [CN]");
  Both(kApart, "deadlock: false", "deadlock: true", "deadlock is false, expected true");
  Both(kSale, "places: any", "places: [CN]", "the places is [any]");
}

TEST_F(CasesRunner, DecisionSaysWhy) {
  Both(kSale, "decision: hold", "decision: release",
       "the decision is hold, expected release (leave: licence required (BIG)");
}

TEST_F(CasesRunner, Applies) {
  const std::string home =
      "item: Huge 1, exporter: seller, buyer: loner, from: US, to: HK, activity: import";
  Both(home, "leave: {applies: false}", "leave: {applies: true}",
       "on the route is false, expected true");
  Both(home, "arrive: {applies: false}", "arrive: {outcome: unknown}",
       "the gate is not on the route");
  Both(kSale, "arrive: {applies: true}", "arrive: {applies: false}",
       "on the route is true, expected false");
}

TEST_F(CasesRunner, AFailureOfOneExpectationDoesNotHideTheOthers) {
  const std::string failures =
      Failures(Text("leave: {codes: [SMALL], review: denial}, decision: block", kSale));
  for (const std::string part : {"the codes is [BIG]", "the review policy is case-by-case",
                                 "the decision is hold, expected block"}) {
    EXPECT_NE(failures.find(part), std::string::npos) << failures;
  }
}

TEST_F(CasesRunner, GivenOverridesTheSale) {
  EXPECT_EQ(Failures(Text("leave: {codes: [SMALL]}", kSale, "item.tpp: 700")), "");
  EXPECT_EQ(Failures(Text("leave: {possible: [BIG]}", kSale, "item.tpp: unknown")),
            "the possible codes is [BIG, SMALL], expected [BIG]");
}

TEST_F(CasesRunner, GivenAloneMakesFacts) {
  EXPECT_EQ(
      Failures(Text("leave: {codes: [BIG]}", "", "item.type: ic, item.tpp: 4800, item.model: X")),
      "");
  EXPECT_EQ(Failures(Text("leave: {codes: [PLAIN]}", "", "item.type: ic, item.tpp: 599.999999")),
            "");
}

TEST_F(CasesRunner, KnownTime) {
  std::string text = Text("leave: {codes: [PLAIN]}", "", "item.type: ic, item.tpp: 700");
  EXPECT_NE(Failures(text), "");
  text.replace(text.find("  reading: enforced"), 19, "  known: 2026-01-31");
  EXPECT_EQ(Failures(text), "");
}

TEST_F(CasesRunner, UnknownNamesAreErrorsWithTheirPlace) {
  EXPECT_EQ(ErrorOf(Text("leave: {codes: []}", "", "item.tpq: 1")),
            "c.yaml:8:11: no fact is called 'item.tpq'; did you mean 'item.tpp', 'item.type' or "
            "'item.app'?");
  EXPECT_NE(ErrorOf(Text("leave: {code: []}", kSale)).find("c.yaml:9:18: "), std::string::npos)
      << ErrorOf(Text("leave: {code: []}", kSale));
  EXPECT_NE(ErrorOf(Text("leaves: {codes: []}", kSale)).find("c.yaml:9:10: "), std::string::npos)
      << ErrorOf(Text("leaves: {codes: []}", kSale));
  EXPECT_NE(ErrorOf(Text("decision: hold", "itm: Huge 1")).find("c.yaml:7:10: "), std::string::npos)
      << ErrorOf(Text("decision: hold", "itm: Huge 1"));
  EXPECT_NE(ErrorOf(Text("leave: {because: [leave.bigg]}", kSale))
                .find("no provision is called 'leave.bigg'"),
            std::string::npos);
  EXPECT_NE(ErrorOf(Text("decision: hold", "item: Hugee 1, from: US, to: CN")).find("c.yaml:7"),
            std::string::npos);
}

TEST_F(CasesRunner, WrongFormsAreErrorsWithTheirPlace) {
  const std::string bad[] = {
      Text("decision: hold"),  // a joint answer without a sale
      Text("leave: {conditions: [purchase-order]}", kSale),
      Text("leave: {codes: {a: b}}", kSale),
      Text("leave: {codes: []}", "", "item.tpp: many"),
      Text("leave: {codes: []}", "", "transaction.destination: XX"),
      Text("decision: hold", kSale + ", quantity: ten"),
      Text("decision: hold", "item: Huge 1, price: cheap, from: US, to: CN"),
      Text("decision: hold", "item: Huge 1, from: XX, to: CN"),
      Text("decision: hold", "item: Huge 1, buyer: nobody, from: US, to: CN"),
      Text(""),  // expects nothing, so it could not fail
      Text("leave: {}", kSale),
      "topic: T\ncases:\n- not a map\n",
      "topic: T\ncases: {case: x}\n",
      "topics: T\ncases: []\n",
  };
  for (const std::string& text : bad) {
    const std::string error = ErrorOf(text);
    EXPECT_EQ(error.substr(0, 7), "c.yaml:") << error << "\n" << text;
  }
}

TEST_F(CasesRunner, ACaseNeedsItsParts) {
  const std::string good = Text("decision: hold", kSale);
  EXPECT_EQ(Failures(good), "");
  for (const std::string part :
       {"case: A title", "cite: Leave Act 1", "on: 2026-04-01", "reading: enforced"}) {
    std::string text = good;
    const std::size_t at = text.find(part);
    ASSERT_NE(at, std::string::npos);
    text.replace(at, part.size(), "note: x");
    EXPECT_EQ(ErrorOf(text).substr(0, 7), "c.yaml:") << part << ": " << ErrorOf(text);
  }
  std::string nonsense = good;
  nonsense.replace(nonsense.find("enforced"), 8, "guessed!");
  EXPECT_NE(ErrorOf(nonsense).find("c.yaml:6:12: a reading is enforced or codified"),
            std::string::npos)
      << ErrorOf(nonsense);
}

TEST_F(CasesRunner, NotesWhatFired) {
  const auto results = Run(Text("decision: hold", kSale));
  ASSERT_TRUE(results) << results.error().ToString();
  const std::set<std::string>& fired = results->front().fired;
  EXPECT_TRUE(fired.contains("leave.big"));
  EXPECT_TRUE(fired.contains("leave.share"));
  EXPECT_FALSE(fired.contains("leave.military"));
  EXPECT_FALSE(fired.contains("arrive.need"));
  EXPECT_EQ(results->front().title, "A title");
  EXPECT_EQ(results->front().place.line, 3);
}

}  // namespace
}  // namespace licet
