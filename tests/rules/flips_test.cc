// How many parts of a condition stand between it and holding.

#include "licet/rules/flips.h"

#include <gtest/gtest.h>

#include <string>

#include "test_schema.h"

namespace licet {
namespace {

class FlipsTest : public ::testing::Test {
 protected:
  FlipsTest() : facts_(schema_) { sets_ = {{schema_.symbols().Intern("CN")}, {}}; }

  void Set(const std::string& name, const std::string& text) {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
    SetFact(schema_, name, ParseValue(decl, text, schema_.symbols()).value(), &facts_).value();
  }
  // -1 when no facts could make it hold.
  int Flips(const std::string& text) const {
    const Expression expression = Expression::Compile(text, schema_, TestSets()).value();
    const World world{schema_, facts_, sets_};
    const int flips = FlipsToHold(expression, world).value_or(-1);
    // Without open points, no flips and holding are the same.
    if (text.find("unknown") == std::string::npos) {
      EXPECT_EQ(flips == 0, Evaluate(expression, world) == Truth::kTrue) << text;
    }
    return flips;
  }

  const Schema schema_ = TestSchema();
  Facts facts_;
  SetMembers sets_;
};

TEST_F(FlipsTest, AnAndAddsAndAnOrTakesTheLeast) {
  Set("item.tpp", "100");
  Set("item.type", "ic");
  Set("deal.destination", "US");
  EXPECT_EQ(Flips("item.type == 'ic' && item.tpp < 200"), 0);
  EXPECT_EQ(Flips("item.type == 'ic' && item.tpp >= 200"), 1);
  EXPECT_EQ(Flips("item.type == 'memory' && item.tpp >= 200"), 2);
  EXPECT_EQ(Flips("item.type == 'memory' || item.tpp >= 200"), 1);
  EXPECT_EQ(Flips("item.type == 'ic' || item.tpp >= 200"), 0);
  EXPECT_EQ(Flips("(item.type == 'memory' && item.tpp >= 200) || deal.destination in group('D:5')"),
            1);
  EXPECT_EQ(Flips("item.tpp >= 200 && item.tpp < 300"), 1) << "a band has one open side";
}

TEST_F(FlipsTest, ANotTurnsThemRound) {
  Set("item.tpp", "100");
  Set("item.type", "ic");
  EXPECT_EQ(Flips("!(item.type == 'ic')"), 1);
  EXPECT_EQ(Flips("!(item.type == 'ic' && item.tpp < 200)"), 1) << "one of the two is enough";
  EXPECT_EQ(Flips("!(item.type == 'ic' || item.tpp < 200)"), 2);
  EXPECT_EQ(Flips("!!(item.type == 'ic')"), 0);
}

TEST_F(FlipsTest, AnUnknownPartIsNotThereYet) {
  Set("item.type", "ic");
  EXPECT_EQ(Flips("item.tpp >= 200"), 1);
  EXPECT_EQ(Flips("!(item.tpp >= 200)"), 1);
  EXPECT_EQ(Flips("item.type == 'memory' && item.tpp >= 200"), 2);
}

TEST_F(FlipsTest, ConstantsAndOpenPointsAreNoParts) {
  Set("item.type", "ic");
  EXPECT_EQ(Flips("true"), 0);
  EXPECT_EQ(Flips("false"), -1);
  EXPECT_EQ(Flips("!true"), -1);
  EXPECT_EQ(Flips("item.type == 'ic' || false"), 0);
  EXPECT_EQ(Flips("item.type == 'memory' && false"), -1);
  EXPECT_EQ(Flips("unknown('A / B')"), 0);
  EXPECT_EQ(Flips("!unknown('A / B')"), 0);
  EXPECT_EQ(Flips("item.type == 'memory' && unknown('A / B')"), 1);
}

TEST_F(FlipsTest, PartiesCountAsAlternatives) {
  EXPECT_EQ(Flips("parties.exists(p, p.trusted)"), -1) << "nobody is there";
  EXPECT_EQ(Flips("parties.all(p, p.trusted)"), 0);
  for (const char* role : {"end_user", "exporter"}) {
    facts_.parties.emplace_back(schema_.party_fields().size());
    facts_.party_roles.emplace_back(role);
  }
  Set("end_user.trusted", "false");
  Set("exporter.trusted", "false");
  EXPECT_EQ(Flips("parties.exists(p, p.trusted)"), 1);
  EXPECT_EQ(Flips("parties.all(p, p.trusted)"), 2);
  EXPECT_EQ(Flips("parties.exists(p, p.trusted && p.share >= 50)"), 2);
  EXPECT_EQ(Flips("!parties.exists(p, p.trusted)"), 0);
}

}  // namespace
}  // namespace licet
