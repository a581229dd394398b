// From the provisions in force to one answer.

#include "licet/regime/determine.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "test_pack.h"

namespace licet {
namespace {

using Words = std::vector<std::string>;
using Given = std::map<std::string, std::string>;

class DetermineTest : public ::testing::Test {
 protected:
  Pack Make(const std::string& provisions, const std::string& header = "") const {
    return MakePack(schema_, provisions, header);
  }
  Determination Ask(const Pack& pack, const Given& given) const {
    return Judge(schema_, pack, given);
  }
  std::string Outcome(const Pack& pack, const Given& given) const {
    return std::string(ToString(Ask(pack, given).outcome));
  }
  // "t.x" -> its truth.
  static std::string Fires(const Determination& d, const char* id) {
    return std::string(ToString(d.fires[static_cast<std::size_t>(d.pack->Find(id))]));
  }
  static Words Open(const Determination& d) {
    Words ids;
    for (int number : d.open)
      ids.push_back(d.pack->provisions[static_cast<std::size_t>(number)].id);
    return ids;
  }
  static Words MissingFacts(const Determination& d) {
    return {d.missing.facts.begin(), d.missing.facts.end()};
  }
  // "name: word" of each condition.
  static Words Conditions(const Determination& d) {
    Words words;
    for (const ConditionState& state : d.conditions) {
      const auto number = static_cast<std::size_t>(state.provision);
      words.push_back(d.pack->provisions[number].gives->name + ": " +
                      std::string(ConditionWord(state.met)));
    }
    return words;
  }
  static Words Charges(const Determination& d) {
    Words names;
    for (int number : d.charges) {
      names.push_back(d.pack->provisions[static_cast<std::size_t>(number)].gives->name);
    }
    return names;
  }
  std::string Permits(const Determination& d, const char* place) const {
    std::optional<Symbol> symbol;
    if (place != nullptr) symbol = schema_.symbols().Intern(place);
    return std::string(ToString(d.places.Permits(symbol)));
  }

  const Schema schema_ = TestSchema();
};

// -------------------------------------------------------------- defeaters
TEST_F(DetermineTest, ADefeaterWorksInKleenesLogic) {
  const Pack pack = Make(Rule("x", "classify", "a", "code: C", {"unless: [t.y]"}) +
                         Rule("y", "classify", "b", ""));
  const struct {
    const char* a;
    const char* b;
    const char* fires;
  } rows[] = {{"true", "true", "false"},        {"true", "false", "true"},
              {"true", "unknown", "unknown"},   {"false", "true", "false"},
              {"false", "false", "false"},      {"false", "unknown", "false"},
              {"unknown", "true", "false"},     {"unknown", "false", "unknown"},
              {"unknown", "unknown", "unknown"}};
  for (const auto& row : rows) {
    EXPECT_EQ(Fires(Ask(pack, {{"a", row.a}, {"b", row.b}}), "t.x"), row.fires)
        << row.a << " " << row.b;
  }
}

TEST_F(DetermineTest, ADefeatedDefeaterDefeatsNothing) {
  const Pack pack =
      Make(Rule("x", "classify", "true", "code: C", {"unless: [t.y]"}) +
           Rule("y", "classify", "a", "", {"unless: [t.z]"}) + Rule("z", "classify", "b", ""));
  EXPECT_EQ(Fires(Ask(pack, {{"a", "true"}, {"b", "true"}}), "t.x"), "true");
  EXPECT_EQ(Fires(Ask(pack, {{"a", "true"}, {"b", "false"}}), "t.x"), "false");
  EXPECT_EQ(Fires(Ask(pack, {{"a", "true"}}), "t.x"), "unknown");
  EXPECT_EQ(Fires(Ask(pack, {{"a", "false"}}), "t.x"), "true");
}

TEST_F(DetermineTest, ADefeaterOfAnEarlierStageAndTwoDefeaters) {
  const Pack pack = Make(Rule("y", "classify", "a", "code: C") + Rule("z", "require", "b", "") +
                         Rule("x", "require", "true", "requirement: R", {"unless: [t.y, t.z]"}));
  EXPECT_EQ(Outcome(pack, {{"a", "false"}, {"b", "false"}}), "licence-required");
  EXPECT_EQ(Outcome(pack, {{"a", "true"}}), "no-licence-required");
  EXPECT_EQ(Outcome(pack, {{"b", "true"}}), "no-licence-required");
  const Determination d = Ask(pack, {{"b", "false"}});
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(Open(d), (Words{"t.x"}));
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));  // through the defeater
}

// ---------------------------------------------------------- classification
TEST_F(DetermineTest, CodesByPriorityTheFirstGoverns) {
  const Pack pack =
      Make(Rule("c", "classify", "c", "code: COLD") + Rule("w", "classify", "b", "code: WARM") +
               Rule("h", "classify", "a", "code: HOT") +
               Rule("o", "classify", "use == 'odd'", "code: ODD"),
           "default_code: NONE\n"
           "stages: {classify: {hit: priority, order: [HOT, WARM, COLD]}}\n");
  Determination d = Ask(pack, {{"a", "true"}, {"b", "true"}, {"c", "true"}, {"use", "odd"}});
  EXPECT_EQ(d.codes, (Words{"HOT", "WARM", "COLD", "ODD"}));
  EXPECT_EQ(d.governing, "HOT");
  EXPECT_TRUE(d.possible.empty());
  // An unknown code before a sure one: what governs is open.
  d = Ask(pack, {{"b", "true"}, {"c", "false"}, {"use", "x"}});
  EXPECT_EQ(d.codes, (Words{"WARM"}));
  EXPECT_EQ(d.possible, (Words{"HOT"}));
  EXPECT_EQ(d.governing, "");
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
  // One behind it does not matter.
  d = Ask(pack, {{"a", "false"}, {"b", "true"}, {"use", "x"}});
  EXPECT_EQ(d.possible, (Words{"COLD"}));
  EXPECT_EQ(d.governing, "WARM");
  // Nothing found, and nothing sure.
  d = Ask(pack, {{"a", "false"}, {"b", "false"}, {"c", "false"}, {"use", "x"}});
  EXPECT_EQ(d.codes, (Words{"NONE"}));
  EXPECT_EQ(d.governing, "NONE");
  d = Ask(pack, {{"a", "false"}, {"b", "false"}, {"use", "x"}});
  EXPECT_TRUE(d.codes.empty());
  EXPECT_EQ(d.possible, (Words{"COLD"}));
  EXPECT_EQ(d.governing, "");
}

TEST_F(DetermineTest, ACodeThatOneProvisionGivesForSureIsSure) {
  const Pack pack =
      Make(Rule("x", "classify", "a", "code: C") + Rule("y", "classify", "b", "code: C"));
  const Determination d = Ask(pack, {{"a", "true"}});
  EXPECT_EQ(d.codes, (Words{"C"}));
  EXPECT_TRUE(d.possible.empty());
  EXPECT_TRUE(d.missing.facts.empty());
}

TEST_F(DetermineTest, FirstTakesTheFirst) {
  const std::string rules =
      Rule("x", "classify", "a", "code: X") + Rule("y", "classify", "b", "code: Y");
  const std::string ask = Rule("r", "require", "'\"Y\" in result.codes'", "requirement: R");
  const Pack first = Make(rules + ask, "stages: {classify: {hit: first}}\n");
  Determination d = Ask(first, {{"a", "true"}, {"b", "true"}});
  EXPECT_EQ(d.codes, (Words{"X"}));
  EXPECT_EQ(ToString(d.outcome), "no-licence-required");
  // Unknown before sure: neither is sure.
  d = Ask(first, {{"b", "true"}});
  EXPECT_TRUE(d.codes.empty());
  EXPECT_EQ(d.possible, (Words{"X", "Y"}));
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
  // Collect takes both.
  d = Ask(Make(rules + ask), {{"a", "true"}, {"b", "true"}});
  EXPECT_EQ(d.codes, (Words{"X", "Y"}));
  EXPECT_EQ(ToString(d.outcome), "licence-required");
}

TEST_F(DetermineTest, FirstHoldsForEveryStage) {
  const Pack pack = Make(Rule("x", "restrict", "a", "restriction: X, outcome: licence-required") +
                             Rule("y", "restrict", "b", "restriction: Y, outcome: prohibited") +
                             Rule("f", "charge", "a", "charge: F, rate: 0.1, base: revenue") +
                             Rule("g", "charge", "b", "charge: G, rate: 0.2, base: revenue"),
                         "stages: {restrict: {hit: first}, charge: {hit: first}}\n");
  Determination d = Ask(pack, {{"a", "true"}, {"b", "true"}});
  EXPECT_EQ(ToString(d.outcome), "licence-required");
  EXPECT_EQ(Charges(d), (Words{"F"}));
  d = Ask(pack, {{"a", "false"}, {"b", "true"}});
  EXPECT_EQ(ToString(d.outcome), "prohibited");
  EXPECT_EQ(Charges(d), (Words{"G"}));
  d = Ask(pack, {{"b", "true"}});
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
  EXPECT_EQ(Charges(d), (Words{"F", "G"}));
}

TEST_F(DetermineTest, PriorityOrdersReviewsAndExceptions) {
  const Pack pack = Make(Rule("r", "require", "true", "requirement: R") +
                             Rule("mild", "review", "a", "review: case-by-case") +
                             Rule("hard", "review", "b", "review: denial") +
                             Rule("e1", "except", "c", "exception: E1") +
                             Rule("e2", "except", "c", "exception: E2"),
                         "stages: {review: {hit: priority, order: [denial, case-by-case]}, "
                         "except: {hit: priority, order: [E2, E1]}}\n");
  EXPECT_EQ(Ask(pack, {{"a", "true"}, {"b", "true"}, {"c", "false"}}).review, "denial");
  EXPECT_EQ(Ask(pack, {{"a", "true"}, {"b", "false"}, {"c", "false"}}).review, "case-by-case");
  EXPECT_EQ(Ask(pack, {{"c", "true"}}).exception, "E2");
}

TEST_F(DetermineTest, ClassifyRunsOneStageWhateverTheRoute) {
  const Pack pack =
      Make(Rule("x", "classify", "a", "code: C") + Rule("r", "require", "true", "requirement: R"),
           "applies: false\n");
  const Snapshot snapshot = On(pack, "2024-01-01");
  Facts facts = licet::Given(schema_, {{"a", "true"}});
  const Determination d = Classify(snapshot, schema_, &facts);
  EXPECT_EQ(d.codes, (Words{"C"}));
  EXPECT_EQ(Fires(d, "t.r"), "false");
}

// ----------------------------------------------------------------- outcome
TEST_F(DetermineTest, OffTheRoute) {
  const Pack pack = Make(Rule("r", "require", "true", "requirement: R"), "applies: a\n");
  EXPECT_EQ(Outcome(pack, {{"a", "false"}}), "not-on-route");
  EXPECT_EQ(Outcome(pack, {{"a", "true"}}), "licence-required");
  const Determination d = Ask(pack, {});
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
}

TEST_F(DetermineTest, RequirementsAndRestrictions) {
  const Pack pack = Make(Rule("r", "require", "a", "requirement: R") +
                         Rule("l", "restrict", "b", "restriction: L, outcome: licence-required") +
                         Rule("p", "restrict", "c", "restriction: P, outcome: prohibited"));
  const Given none = {{"a", "false"}, {"b", "false"}, {"c", "false"}};
  auto with = [&](Given given) {
    given.insert(none.begin(), none.end());
    return Outcome(pack, given);
  };
  EXPECT_EQ(with({}), "no-licence-required");
  EXPECT_EQ(with({{"a", "true"}}), "licence-required");
  EXPECT_EQ(with({{"b", "true"}}), "licence-required");
  EXPECT_EQ(with({{"c", "true"}}), "prohibited");
  EXPECT_EQ(with({{"a", "unknown"}, {"c", "true"}}), "prohibited");
  EXPECT_EQ(with({{"a", "true"}, {"c", "unknown"}}), "unknown");
  EXPECT_EQ(with({{"a", "true"}, {"b", "unknown"}}), "licence-required");
  EXPECT_EQ(with({{"a", "unknown"}}), "unknown");
  EXPECT_EQ(with({{"b", "unknown"}}), "unknown");
  const Determination d = Ask(pack, {{"a", "true"}, {"b", "false"}});
  EXPECT_EQ(Open(d), (Words{"t.p"}));
  EXPECT_EQ(MissingFacts(d), (Words{"c"}));
}

TEST_F(DetermineTest, APointTheLawLeavesOpenIsNamed) {
  const Pack pack = Make(Rule("r", "require", "a && unknown('A / B')", "requirement: R"));
  EXPECT_EQ(Outcome(pack, {{"a", "false"}}), "no-licence-required");
  const Determination d = Ask(pack, {{"a", "true"}});
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_TRUE(d.missing.facts.empty());
  EXPECT_EQ(d.missing.open_points, (std::set<std::string>{"A / B"}));
}

TEST_F(DetermineTest, WhatAnUnknownResultLacksIsFoundAtItsSource) {
  const Pack pack =
      Make(Rule("x", "classify", "item.tpp >= 4800", "code: C", {"unless: [t.y]"}) +
           Rule("y", "classify", "a", "") +
           Rule("r", "require", "'\"C\" in result.codes && to == \"CN\"'", "requirement: R"));
  Determination d = Ask(pack, {{"to", "CN"}, {"item.tpp", "4000..5000"}});
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(MissingFacts(d), (Words{"a", "item.tpp"}));
  d = Ask(pack, {{"to", "CN"}, {"item.tpp", "4800..5000"}});
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
  EXPECT_EQ(Outcome(pack, {{"to", "US"}}), "no-licence-required");
}

TEST_F(DetermineTest, Exceptions) {
  const Pack pack = Make(Rule("r", "require", "a", "requirement: R") +
                             Rule("x", "except", "b", "exception: X", {"confidence: secondary"}) +
                             Rule("y", "except", "c", "exception: Y") +
                             Rule("bar", "restrict", "use == 'bad'",
                                  "restriction: B, outcome: licence-required, bars: exceptions"),
                         "stages: {except: {hit: first}}\n");
  auto ask = [&](const char* b, const char* c, const char* use) {
    return Ask(pack, {{"a", "true"}, {"b", b}, {"c", c}, {"use", use}});
  };
  Determination d = ask("true", "true", "good");
  EXPECT_EQ(ToString(d.outcome), "exception");
  EXPECT_EQ(d.exception, "X");
  EXPECT_EQ(ToString(d.confidence), "secondary");
  d = ask("false", "true", "good");
  EXPECT_EQ(d.exception, "Y");
  EXPECT_EQ(ToString(d.confidence), "primary");
  d = ask("false", "false", "good");
  EXPECT_EQ(ToString(d.outcome), "licence-required");
  EXPECT_EQ(d.exception, "");
  // An unknown one before a sure one: which of them is open.
  d = ask("unknown", "true", "good");
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(Open(d), (Words{"t.x"}));
  EXPECT_EQ(MissingFacts(d), (Words{"b"}));
  // A sure one before an unknown one.
  EXPECT_EQ(ask("true", "unknown", "good").exception, "X");
  // Barred, and perhaps barred.
  EXPECT_EQ(ToString(ask("true", "true", "bad").outcome), "licence-required");
  d = ask("true", "false", "unknown");
  EXPECT_EQ(ToString(d.outcome), "unknown");
  EXPECT_EQ(Open(d), (Words{"t.bar"}));
  EXPECT_EQ(MissingFacts(d), (Words{"use"}));
  EXPECT_EQ(ToString(ask("false", "false", "unknown").outcome), "licence-required");
  // Where nothing is required, no exception is needed.
  EXPECT_EQ(Outcome(pack, {{"a", "false"}, {"b", "true"}, {"use", "good"}}), "no-licence-required");
}

TEST_F(DetermineTest, TheBestSourceVouchesForTheOutcome) {
  const Pack pack = Make(
      Rule("r1", "require", "a", "requirement: R1", {"confidence: press"}) +
      Rule("r2", "require", "b", "requirement: R2", {"confidence: secondary"}) +
      Rule("p", "restrict", "c", "restriction: P, outcome: prohibited", {"confidence: press"}));
  auto confidence = [&](const char* a, const char* b, const char* c) {
    return std::string(ToString(Ask(pack, {{"a", a}, {"b", b}, {"c", c}}).confidence));
  };
  EXPECT_EQ(confidence("true", "false", "false"), "press");
  EXPECT_EQ(confidence("true", "true", "false"), "secondary");
  EXPECT_EQ(confidence("true", "true", "true"), "press");
  EXPECT_EQ(confidence("false", "false", "false"), "primary");
  EXPECT_EQ(confidence("unknown", "false", "false"), "unverified");
}

TEST_F(DetermineTest, Reviews) {
  const Pack pack = Make(Rule("r", "require", "true", "requirement: R") +
                             Rule("v1", "review", "a", "review: denial", {"confidence: press"}) +
                             Rule("v2", "review", "b", "review: case-by-case") +
                             Rule("v3", "review", "c", "review: denial"),
                         "stages: {review: {hit: first}}\n");
  Determination d = Ask(pack, {{"a", "true"}});
  EXPECT_EQ(d.review, "denial");
  EXPECT_EQ(ToString(d.confidence), "press");  // no better than the review's own source
  d = Ask(pack, {{"a", "false"}, {"b", "true"}});
  EXPECT_EQ(d.review, "case-by-case");
  EXPECT_EQ(ToString(d.confidence), "primary");
  d = Ask(pack, {{"b", "true"}, {"c", "true"}});
  EXPECT_EQ(d.review, "");
  EXPECT_EQ(d.possible_reviews, (Words{"denial", "case-by-case"}));
  EXPECT_EQ(MissingFacts(d), (Words{"a"}));
  // The answer is the same either way.
  d = Ask(pack, {{"b", "false"}, {"c", "true"}});
  EXPECT_EQ(d.review, "denial");
  EXPECT_TRUE(d.possible_reviews.empty());
  d = Ask(pack, {{"a", "false"}, {"b", "false"}, {"c", "false"}});
  EXPECT_EQ(d.review, "");
  EXPECT_TRUE(d.possible_reviews.empty());
}

TEST_F(DetermineTest, NoReviewWithoutALicenceToAskFor) {
  const Pack pack = Make(Rule("v", "review", "true", "review: denial") +
                         Rule("r", "require", "a", "requirement: R"));
  EXPECT_EQ(Ask(pack, {{"a", "false"}}).review, "");
  EXPECT_EQ(Ask(pack, {}).review, "");
  EXPECT_EQ(Ask(pack, {{"a", "true"}}).review, "denial");
}

// -------------------------------------------------------------- conditions
TEST_F(DetermineTest, ConditionsOfTheRouteThatIsTaken) {
  const Pack pack = Make(
      Rule("r", "require", "true", "requirement: R") + Rule("x", "except", "a", "exception: X") +
      Rule("c1", "condition", "true", "condition: L, test: b, duty: d, for: licence") +
      Rule("c2", "condition", "true", "condition: X, test: b, duty: d, for: [exception X]") +
      Rule("c3", "condition", "true", "condition: Y, test: b, duty: d, for: [exception Y]"));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "false"}, {"b", "true"}})), (Words{"L: met"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "false"}, {"b", "false"}})), (Words{"L: failed"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "false"}})), (Words{"L: open"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "true"}, {"b", "true"}})), (Words{"X: met"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"b", "true"}})), Words{});  // the route itself is open
}

TEST_F(DetermineTest, AConditionThatMayNotApplyCannotFail) {
  const Pack pack =
      Make(Rule("r", "require", "true", "requirement: R") +
           Rule("c", "condition", "a", "condition: L, test: b, duty: d, for: licence"));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "false"}, {"b", "false"}})), Words{});
  EXPECT_EQ(Conditions(Ask(pack, {{"b", "true"}})), (Words{"L: met"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"b", "false"}})), (Words{"L: open"}));
  EXPECT_EQ(Conditions(Ask(pack, {{"a", "true"}, {"b", "false"}})), (Words{"L: failed"}));
}

// --------------------------------------------------------- places, charges
TEST_F(DetermineTest, PlacesAreTheIntersectionOfTheRules) {
  const Pack pack = MakePack(schema_,
                             Rule("p", "place", "a", "permit: [CN, HK]") +
                                 Rule("q", "place", "b", "permit: group(\"G\")") +
                                 Rule("n", "place", "c", "bar: [HK]"),
                             "", "- set: G\n  of: country\n  members: [{list: [HK, SG]}]\n");
  Determination d = Ask(pack, {{"a", "false"}, {"b", "false"}, {"c", "false"}});
  EXPECT_TRUE(d.places.any());
  EXPECT_EQ(Permits(d, "US"), "true");
  EXPECT_EQ(Permits(d, nullptr), "true");
  d = Ask(pack, {{"a", "true"}, {"b", "false"}, {"c", "false"}});
  EXPECT_FALSE(d.places.any());
  EXPECT_EQ(Permits(d, "CN"), "true");
  EXPECT_EQ(Permits(d, "US"), "false");
  EXPECT_EQ(Permits(d, nullptr), "unknown");
  d = Ask(pack, {{"a", "true"}, {"b", "true"}, {"c", "false"}});
  EXPECT_EQ(Permits(d, "HK"), "true");
  EXPECT_EQ(Permits(d, "CN"), "false");
  EXPECT_EQ(Permits(d, "SG"), "false");
  d = Ask(pack, {{"a", "true"}, {"b", "true"}, {"c", "true"}});
  EXPECT_EQ(Permits(d, "HK"), "false");  // nothing is left
  d = Ask(pack, {{"a", "true"}, {"b", "false"}});
  EXPECT_EQ(Permits(d, "HK"), "unknown");  // it may be barred
  EXPECT_EQ(Permits(d, "CN"), "true");     // the bar does not name it
  EXPECT_EQ(Permits(d, "US"), "false");    // barred for sure by the first
}

TEST_F(DetermineTest, ChargesThatFireOrMay) {
  const Pack pack = Make(Rule("f", "charge", "a", "charge: F, rate: 0.25, base: customs-value") +
                         Rule("g", "charge", "b", "charge: G, rate: 0.15, base: revenue"));
  EXPECT_EQ(Charges(Ask(pack, {{"a", "true"}, {"b", "false"}})), (Words{"F"}));
  EXPECT_EQ(Charges(Ask(pack, {{"a", "true"}})), (Words{"F", "G"}));
  EXPECT_EQ(Charges(Ask(pack, {{"a", "false"}, {"b", "false"}})), Words{});
}

// ----------------------------------------------------------------- stages
TEST_F(DetermineTest, AStageAsksWhatTheOneBeforeFound) {
  const Pack pack =
      Make(Rule("c", "classify", "a", "code: C") +
           Rule("r", "require", "'\"C\" in result.codes'", "requirement: R") +
           Rule("s", "restrict", "'\"R\" in result.requirements'",
                "restriction: S, outcome: licence-required") +
           Rule("e", "except", "'\"S\" in result.restrictions && b'", "exception: E") +
           Rule("v", "review", "'!(\"E\" in result.exceptions)'", "review: denial") +
           Rule("m", "condition", "'\"denial\" in result.reviews'",
                "condition: M, test: \"'S' in result.restrictions\", duty: d, for: licence"));
  Facts facts = licet::Given(schema_, {{"a", "true"}, {"b", "false"}});
  const Snapshot snapshot = On(pack, "2024-01-01");
  const Determination d = Determine(snapshot, schema_, &facts);
  EXPECT_EQ(ToString(d.outcome), "licence-required");
  EXPECT_EQ(d.review, "denial");
  EXPECT_EQ(Conditions(d), (Words{"M: met"}));
  EXPECT_EQ(facts[schema_.Find("result.codes")].set.Has(schema_.symbols().Intern("C")),
            Truth::kTrue);
  EXPECT_EQ(facts[schema_.Find("result.codes")].set.Has(schema_.symbols().Intern("D")),
            Truth::kFalse);
  // A second question on the same facts starts afresh.
  SetFact(schema_, "a",
          ParseValue(schema_.facts()[static_cast<std::size_t>(schema_.Find("a"))], "false",
                     schema_.symbols())
              .value(),
          &facts)
      .value();
  EXPECT_EQ(ToString(Determine(snapshot, schema_, &facts).outcome), "no-licence-required");
}

TEST_F(DetermineTest, NamesOfOutcomes) {
  EXPECT_EQ(ToString(Outcome::kException), "exception");
  EXPECT_EQ(ToString(Outcome::kProhibited), "prohibited");
  EXPECT_EQ(ConditionWord(Truth::kFalse), "failed");
}

}  // namespace
}  // namespace licet
