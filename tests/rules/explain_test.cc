#include "licet/rules/explain.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "test_schema.h"

namespace licet {
namespace {

using Words = std::vector<std::string>;

class ExplainTest : public ::testing::Test {
 protected:
  ExplainTest() : facts_(schema_) { sets_ = {{schema_.symbols().Intern("CN")}, {}}; }

  void Set(const std::string& name, const std::string& text) {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
    SetFact(schema_, name, ParseValue(decl, text, schema_.symbols()).value(), &facts_).value();
  }
  // Two parties: the end user trusted, the exporter not known to be.
  void AddParties() {
    for (const char* role : {"end_user", "exporter"}) {
      facts_.parties.emplace_back(schema_.party_fields().size());
      facts_.party_roles.emplace_back(role);
    }
    Set("end_user.trusted", "true");
  }
  Expression Compile(const std::string& text) const {
    return Expression::Compile(text, schema_, TestSets()).value();
  }
  Trace TraceOf(const std::string& text) const {
    return Explain(Compile(text), {schema_, facts_, sets_}, {"D:5", "A:5"});
  }
  // "fact value line distance" of each decisive observation.
  Words Decisive(const std::string& text) const {
    Words words;
    for (const Observation& o : DecisiveObservations(TraceOf(text))) {
      words.push_back(o.fact + " | " + o.value + " | " + o.line + " | " + o.distance);
    }
    return words;
  }
  Words Lacking(const std::string& text) const {
    Missing missing;
    CollectMissing(Compile(text), {schema_, facts_, sets_}, &missing);
    Words words(missing.facts.begin(), missing.facts.end());
    for (const std::string& point : missing.open_points) words.push_back("law: " + point);
    return words;
  }

  const Schema schema_ = TestSchema();
  Facts facts_;
  SetMembers sets_;
};

TEST_F(ExplainTest, NumbersSayHowFarTheyAre) {
  Set("item.tpp", "15831.2");
  EXPECT_EQ(Decisive("item.tpp >= 4800"), (Words{"item.tpp | 15831.2 | >= 4800 | +11031.2"}));
  EXPECT_EQ(Decisive("item.tpp < 15832.5"), (Words{"item.tpp | 15831.2 | < 15832.5 | -1.3"}));
  EXPECT_EQ(Decisive("15831.2 == item.tpp"), (Words{"item.tpp | 15831.2 | == 15831.2 | 0"}));
  Set("item.tpp", "2900..5505");
  EXPECT_EQ(Decisive("item.tpp >= 4800"), (Words{"item.tpp | 2900..5505 | >= 4800 | -1900..+705"}));
  Set("item.tpp", "unknown");
  EXPECT_EQ(Decisive("item.tpp >= 4800"), (Words{"item.tpp | unknown | >= 4800 | "}));
}

TEST_F(ExplainTest, DensitiesAreShownDivided) {
  Set("item.tpp", "4800");
  Set("item.area", "814");
  EXPECT_EQ(Decisive("item.density >= 5.92"), (Words{"item.density | 5.8968 | >= 5.92 | -0.0232"}));
  Set("item.area", "0");
  EXPECT_EQ(Decisive("item.density >= 5.92"),
            (Words{"item.density | undefined (item.area is 0) | >= 5.92 | "}));
}

TEST_F(ExplainTest, WordsSayWhatTheyWereHeldAgainst) {
  Set("deal.destination", "CN");
  Set("item.marks", "b,a");
  EXPECT_EQ(Decisive("deal.destination in group(\"D:5\")"),
            (Words{"deal.destination | CN | in D:5 | "}));
  EXPECT_EQ(Decisive("deal.destination != \"US\""), (Words{"deal.destination | CN | is US | "}));
  EXPECT_EQ(Decisive("deal.destination in [\"CN\", \"HK\"]"),
            (Words{"deal.destination | CN | in [CN, HK] | "}));
  EXPECT_EQ(Decisive("\"a\" in item.marks"), (Words{"item.marks | {b, a} | has a | "}));
  EXPECT_EQ(Decisive("deal.destination == deal.origin"),
            (Words{"deal.destination | CN | is deal.origin | ",
                   "deal.origin | unknown | is deal.destination | "}));
}

TEST_F(ExplainTest, OnlyTheDecisivePartsCount) {
  Set("item.tpp", "5000");
  Set("item.datacenter", "false");
  EXPECT_EQ(Decisive("item.tpp >= 4800 && item.datacenter"),
            (Words{"item.datacenter | false | is true | "}));
  EXPECT_EQ(Decisive("item.tpp >= 4800 || item.datacenter"),
            (Words{"item.tpp | 5000 | >= 4800 | +200"}));
  EXPECT_EQ(Decisive("!(item.tpp >= 4800 && item.datacenter)"),
            (Words{"item.datacenter | false | is true | "}));
  EXPECT_EQ(Decisive("item.datacenter || item.datacenter"),
            (Words{"item.datacenter | false | is true | "}));  // once
  EXPECT_EQ(Decisive("true"), Words{});
  EXPECT_EQ(Decisive("unknown('A / B')"), (Words{"the law | open | A / B | "}));
}

TEST_F(ExplainTest, ATraceMirrorsTheText) {
  Set("item.tpp", "5000");
  const Trace trace = TraceOf("item.tpp >= 4800 && (item.datacenter || true)");
  EXPECT_TRUE(trace.decisive);
  EXPECT_EQ(trace.truth, Truth::kTrue);
  ASSERT_EQ(trace.children.size(), 2u);
  EXPECT_EQ(trace.children[0].text, "item.tpp >= 4800");
  EXPECT_TRUE(trace.children[0].decisive);
  ASSERT_EQ(trace.children[1].children.size(), 2u);
  EXPECT_EQ(trace.children[1].children[0].text, "item.datacenter");
  EXPECT_EQ(trace.children[1].children[0].truth, Truth::kUnknown);
  EXPECT_FALSE(trace.children[1].children[0].decisive);
  EXPECT_TRUE(trace.children[1].children[1].decisive);
}

TEST_F(ExplainTest, PartiesAreNamedByTheirRole) {
  AddParties();
  const Trace trace = TraceOf("parties.exists(p, p.trusted)");
  EXPECT_EQ(trace.truth, Truth::kTrue);
  ASSERT_EQ(trace.children.size(), 2u);
  EXPECT_EQ(trace.children[0].text, "end_user: p.trusted");
  EXPECT_EQ(Decisive("parties.exists(p, p.trusted)"),
            (Words{"end_user.trusted | true | is true | "}));
  EXPECT_EQ(Decisive("parties.all(p, p.trusted)"),
            (Words{"exporter.trusted | unknown | is true | "}));
  EXPECT_EQ(Lacking("parties.all(p, p.trusted)"), (Words{"exporter.trusted"}));
}

TEST_F(ExplainTest, WhatIsMissing) {
  EXPECT_EQ(Lacking("item.tpp >= 4800 && item.datacenter"), (Words{"item.datacenter", "item.tpp"}));
  Set("item.datacenter", "false");
  EXPECT_EQ(Lacking("item.tpp >= 4800 && item.datacenter"), Words{});
  EXPECT_EQ(Lacking("item.tpp >= 4800 || item.datacenter"), (Words{"item.tpp"}));
  EXPECT_EQ(Lacking("item.density >= 1"), (Words{"item.area", "item.tpp"}));
  Set("item.area", "10");
  EXPECT_EQ(Lacking("item.density >= 1"), (Words{"item.tpp"}));
  EXPECT_EQ(Lacking("deal.destination == deal.origin"), (Words{"deal.destination", "deal.origin"}));
  EXPECT_EQ(Lacking("unknown('A / B') && item.tpp > 1"), (Words{"item.tpp", "law: A / B"}));
  // A result is not asked for by its name.
  EXPECT_EQ(Lacking("\"C\" in result.codes"), Words{});
}

TEST_F(ExplainTest, APartyOfTwoRolesIsAskedForOnce) {
  facts_.same_party = {{"exporter", "end_user"}};
  EXPECT_EQ(Lacking("exporter.trusted || end_user.trusted"), (Words{"end_user.trusted"}));
}

}  // namespace
}  // namespace licet
