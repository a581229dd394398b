// A small world whole: every transaction of it, and every law of one shape. The formulas say
// what the naive evaluator says, and the solver finds exactly what a list of all of them has.

#include "../regime/test_pack.h"
#include "law_test.h"

namespace licet {
namespace {

const std::vector<std::string> kWhen = {"a",
                                        "!b",
                                        "item.tpp >= 2",
                                        "item.density >= 1",
                                        "to in [\"CN\", \"HK\"]",
                                        "unknown(\"either\")",
                                        "to == from"};

class ExhaustiveTest : public ::testing::Test {
 protected:
  struct World {
    Facts facts;
    std::string text;  // the condition that only it meets
  };

  // A code that a later rule reads and another may defeat, a prohibition, a bar, two exceptions.
  Pack PackOf(std::size_t turn) const {
    const auto when = [turn](std::size_t i) { return kWhen[(turn + i) % kWhen.size()]; };
    const auto quoted = [](const std::string& text) { return "'" + text + "'"; };
    return MakePack(
        schema_,
        Rule("x", "classify", quoted(when(0)), "code: X", {"unless: [t.not-x]"}) +
            Rule("not-x", "classify", quoted(when(1)), "") +
            Rule("need", "require", quoted("\"X\" in result.codes"), "requirement: t.need") +
            Rule("never", "restrict", quoted("(" + when(2) + ") && b"),
                 "restriction: never, outcome: prohibited") +
            Rule("bar", "restrict", quoted("(" + when(5) + ") && a"),
                 "restriction: bar, outcome: licence-required, bars: exceptions") +
            Rule("ex", "except", quoted(when(3)), "exception: E") +
            Rule("ex2", "except", quoted(when(4)), "exception: F"),
        "stages: {except: {hit: first}}\n");
  }

  std::vector<World> Worlds() const {
    std::vector<World> worlds;
    for (int bits = 0; bits < 4; ++bits) {
      for (int tpp = 0; tpp < 4; ++tpp) {
        for (int area = 0; area < 3; ++area) {
          for (const char* to : {"CN", "HK", "US"}) {
            for (const char* from : {"CN", "US"}) {
              worlds.push_back(WorldOf(bits, tpp, area, to, from));
            }
          }
        }
      }
    }
    return worlds;
  }

  World WorldOf(int bits, int tpp, int area, const char* to, const char* from) const {
    World world{Facts(schema_),
                fmt::format("{}a && {}b && item.tpp == {} && item.area == {} && to == \"{}\" && "
                            "from == \"{}\"",
                            bits & 1 ? "" : "!", bits & 2 ? "" : "!", tpp, area, to, from)};
    MakeKnown(&world.facts);
    const auto at = [&](const char* name) -> Value& { return world.facts[schema_.Find(name)]; };
    at("a").truth = ToTruth((bits & 1) != 0);
    at("b").truth = ToTruth((bits & 2) != 0);
    at("item.tpp").number = Range::Exactly(Decimal::FromInt(tpp));
    at("item.area").number = Range::Exactly(Decimal::FromInt(area));
    at("to").symbol = schema_.symbols().Intern(to);
    at("from").symbol = schema_.symbols().Intern(from);
    return world;
  }

  void MakeKnown(Facts* facts) const {
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      Value& value = facts->values[i];
      value.truth = Truth::kFalse;
      value.number = Range::Exactly(Decimal());
      value.symbol = schema_.AnotherWord();
      value.set = KleeneSet::Of({});
    }
  }

  const Schema schema_ = TestSchema();
};

TEST_F(ExhaustiveTest, TheSolverFindsWhatAListOfAllFinds) {
  const std::vector<World> worlds = Worlds();
  // Of which some worlds have each; the last is the whole.
  const std::vector<std::string> parts = {"a",
                                          "!b",
                                          "item.tpp >= 1 && item.density < 1",
                                          "to == from && item.tpp == 2",
                                          "item.area == 0",
                                          "true"};
  const std::string whole =
      "item.tpp <= 3 && (item.tpp == 0 || item.tpp == 1 || item.tpp == 2 || item.tpp == 3)"
      " && (item.area == 0 || item.area == 1 || item.area == 2)"
      " && to in [\"CN\", \"HK\", \"US\"] && from in [\"CN\", \"US\"]";
  std::set<Outcome> seen;
  int none = 0;
  for (std::size_t turn = 0; turn < kWhen.size(); ++turn) {
    const Pack pack = PackOf(turn);
    const Snapshot snapshot = licet::On(pack, "2026-01-01");
    Reasoner reasoner(schema_, kLong);
    const std::size_t law = reasoner.AddLaw(snapshot);
    std::vector<Formula> outcomes;
    for (const Outcome outcome : kOutcomes) outcomes.push_back(reasoner.OutcomeIs(law, outcome));
    std::set<std::pair<Outcome, std::size_t>> there;  // outcome, part
    for (const World& world : worlds) {
      Facts facts = world.facts;
      const Outcome judged = Determine(snapshot, schema_, &facts).outcome;
      seen.insert(judged);
      const std::vector<bool> truths = reasoner.TruthsOf(outcomes, world.facts);
      for (std::size_t i = 0; i < outcomes.size(); ++i) {
        ASSERT_EQ(truths[i], kOutcomes[i] == judged) << turn << ": " << world.text;
      }
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = Expression::Compile(parts[i], schema_, {});
        ASSERT_TRUE(part) << part.error().ToString();
        if (Evaluate(*part, {schema_, world.facts, {}}) == Truth::kTrue) there.insert({judged, i});
      }
    }
    for (std::size_t o = 0; o < outcomes.size(); ++o) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto part = Expression::Compile("(" + parts[i] + ") && " + whole, schema_, {});
        ASSERT_TRUE(part) << part.error().ToString();
        const Search search = reasoner.Ask(reasoner.And(outcomes[o], reasoner.Holds(*part, {})));
        const bool expected = there.contains({kOutcomes[o], i});
        EXPECT_EQ(search, expected ? Search::kFound : Search::kNone)
            << turn << ": " << ToString(kOutcomes[o]) << " where " << parts[i];
        none += expected ? 0 : 1;
      }
    }
  }
  EXPECT_GE(seen.size(), 5U);
  EXPECT_GT(none, 10);
}

}  // namespace
}  // namespace licet
