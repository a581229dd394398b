// The smallest set of missing facts that settles an outcome, held against a
// search over every subset and a fine grid of values.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "test_pack.h"

namespace licet {
namespace {

using Words = std::vector<std::string>;
using Given = std::map<std::string, std::string>;

class SettleTest : public ::testing::Test {
 protected:
  Words Settle(const Pack& pack, const Given& given, bool classify_only = false) const {
    const Snapshot snapshot = On(pack, "2024-01-01");
    Facts facts = licet::Given(schema_, given);
    const Determination d =
        classify_only ? Classify(snapshot, schema_, &facts) : Determine(snapshot, schema_, &facts);
    return SmallestSettlingSet(snapshot, schema_, facts, d, classify_only);
  }

  // Values that tell apart everything that the packs below ask.
  Words Grid(const std::string& name) const {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
    if (decl.type == FactType::kBool) return {"true", "false"};
    if (decl.type == FactType::kSet) return {"", "f", "g", "f,g"};
    if (!decl.values.empty()) return decl.values;
    if (decl.type == FactType::kSymbol) return {"x", "y", "z"};
    Words words;
    for (int i = 0; i <= 24; ++i) words.push_back(Decimal::FromMicros(i * 250'000).ToString());
    return words;
  }

  bool Suffices(const Snapshot& snapshot, const Words& chosen, std::size_t at, Facts facts) const {
    if (at == chosen.size()) {
      return Determine(snapshot, schema_, &facts).outcome != Outcome::kUnknown;
    }
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(schema_.Find(chosen[at]))];
    for (const std::string& text : Grid(chosen[at])) {
      Facts next = facts;
      SetFact(schema_, chosen[at], ParseValue(decl, text, schema_.symbols()).value(), &next)
          .value();
      if (!Suffices(snapshot, chosen, at + 1, std::move(next))) return false;
    }
    return true;
  }

  // Size of the smallest subset that suffices; that of all when none does.
  std::size_t SmallestSize(const Snapshot& snapshot, const Words& names, const Facts& facts) const {
    std::size_t best = names.size();
    for (unsigned bits = 1; bits + 1 < 1u << names.size(); ++bits) {
      Words chosen;
      for (std::size_t i = 0; i < names.size(); ++i) {
        if (bits >> i & 1) chosen.push_back(names[i]);
      }
      if (chosen.size() < best && Suffices(snapshot, chosen, 0, facts)) best = chosen.size();
    }
    return best;
  }

  const Schema schema_ = TestSchema();
};

TEST_F(SettleTest, NothingIsMissingNothingIsNamed) {
  const Pack pack = MakePack(schema_, Rule("r", "require", "unknown('open')", "requirement: R"));
  EXPECT_EQ(Settle(pack, {}), Words{});
}

TEST_F(SettleTest, AFactThatDecidesMakesTheOthersIdle) {
  const Pack pack =
      MakePack(schema_, Rule("r", "require", "item.tpp >= 4", "requirement: R") +
                            Rule("s", "require", "item.tpp >= 4 && a", "requirement: S") +
                            Rule("t", "require", "item.tpp >= 5 && b", "requirement: T"));
  EXPECT_EQ(Settle(pack, {}), (Words{"item.tpp"}));
  EXPECT_EQ(Settle(pack, {{"item.tpp", "3..4.5"}}), (Words{"item.tpp"}));
}

TEST_F(SettleTest, ACodeThatDoesNotMatterIsNotAskedFor) {
  const Pack pack = MakePack(schema_, Rule("c", "classify", "item.tpp >= 4", "code: C") +
                                          Rule("r", "require", "a", "requirement: R"));
  EXPECT_EQ(Settle(pack, {}), (Words{"a"}));
  EXPECT_EQ(Settle(pack, {}, true), (Words{"item.tpp"}));
}

TEST_F(SettleTest, TwoAreNeededWhereEachLeavesTheOtherOpen) {
  const Pack pack = MakePack(schema_, Rule("r", "require", "a && b", "requirement: R") +
                                          Rule("c", "classify", "c", "code: C"));
  EXPECT_EQ(Settle(pack, {}), (Words{"a", "b"}));
}

// The narrow band between two lines counts, wherever the lines come from.
TEST_F(SettleTest, BandsOfScaledSummedAndDividedFacts) {
  auto both = [&](const std::string& band, const Given& given) {
    const Pack pack = MakePack(
        schema_, Rule("r", "require", band + " && a", "requirement: R") +
                     Rule("s", "require", "(" + band + ") && item.kind == 'ic'", "requirement: S"));
    return Settle(pack, given);
  };
  const Words all = {"a", "item.kind", "item.tpp"};
  EXPECT_EQ(both("2 * item.tpp >= 10 && 2 * item.tpp < 11", {}), all);
  EXPECT_EQ(both("item.tpp + item.more >= 5 && item.tpp + item.more < 5.25", {{"item.more", "3"}}),
            all);
  EXPECT_EQ(both("item.density >= 2 && item.density < 2.25", {{"item.area", "2"}}), all);
  EXPECT_EQ(both("item.tpp >= 2 && item.tpp < 2.25", {{"item.tpp", "1..7"}}), all);
}

TEST_F(SettleTest, ADensityOfTwoUnknownPartsHasItsMiddle) {
  // Between 1 and 2 the answer hangs on `a`, so its parts alone do not settle it.
  const Pack pack = MakePack(
      schema_,
      Rule("r", "require", "item.density >= 2 && item.tpp >= 4", "requirement: R") +
          Rule("s", "require", "item.density >= 1 && item.tpp >= 4 && a", "requirement: S"));
  EXPECT_EQ(Settle(pack, {}), (Words{"a", "item.area", "item.tpp"}));
}

TEST_F(SettleTest, WhatIsKnownOfASetStays) {
  const Pack pack = MakePack(
      schema_,
      Rule("r", "require", "\"'f' in buyer.flags && 'g' in buyer.flags && a\"", "requirement: R"));
  Facts facts(schema_);
  Value flags;
  flags.set.open = false;
  flags.set.Add(schema_.symbols().Intern("f"), Truth::kTrue);
  flags.set.Add(schema_.symbols().Intern("g"), Truth::kUnknown);
  ASSERT_TRUE(SetFact(schema_, "buyer.flags", flags, &facts));
  const Snapshot snapshot = On(pack, "2024-01-01");
  const Determination d = Determine(snapshot, schema_, &facts);
  // With both words in it, `a` still matters.
  EXPECT_EQ(SmallestSettlingSet(snapshot, schema_, facts, d), (Words{"a", "buyer.flags"}));
}

TEST_F(SettleTest, DeclaredWordsAreAllThereAre) {
  const Pack pack =
      MakePack(schema_, Rule("r", "require", "item.kind in ['ic', 'memory']", "requirement: R") +
                            Rule("s", "require", "item.kind == 'assembly'", "requirement: S") +
                            Rule("t", "require", "a && item.kind != 'ic'", "requirement: T"));
  EXPECT_EQ(Settle(pack, {}), (Words{"item.kind"}));
}

TEST_F(SettleTest, AWordHeldAgainstAnotherFact) {
  const Pack pack =
      MakePack(schema_, Rule("r", "require", "to == from && a", "requirement: R") +
                            Rule("s", "require", "to == from && b", "requirement: S"));
  EXPECT_EQ(Settle(pack, {{"from", "SG"}}), (Words{"a", "b", "to"}));
}

// A search that would take too long names everything rather than guess.
TEST_F(SettleTest, TooManyFactsAreAllNamed) {
  std::string rules;
  const Words names = {"a",         "b",         "buyer.flags", "buyer.headquarters", "c", "from",
                       "item.area", "item.kind", "item.more",   "item.tpp",           "to"};
  for (const char* when :
       {"a", "b", "\"'f' in buyer.flags\"", "buyer.headquarters == 'CN'", "c", "from == 'CN'",
        "item.area > 1", "item.kind == 'ic'", "item.more > 1", "item.tpp > 1", "to == 'CN'"}) {
    rules += Rule("r" + std::to_string(rules.size()), "require", when,
                  "requirement: R" + std::to_string(rules.size()));
  }
  EXPECT_EQ(Settle(MakePack(schema_, rules), {}), names);
}

class RandomPacks {
 public:
  explicit RandomPacks(std::uint64_t seed) : random_(seed) {}

  std::string Provisions() {
    const bool dense = Below(2) == 0;
    // What all the rules share, so that it alone often settles them.
    const std::string gate = Condition(dense, Below(2) == 0 ? 0 : 1);
    auto require = [](int number, const std::string& when) {
      const std::string id = std::to_string(number);
      return Rule("r" + id, "require", "\"" + when + "\"", "requirement: R" + id);
    };
    auto gated = [&](const char* sign) { return gate + sign + Condition(dense, 1); };
    std::string text = require(0, Below(4) == 0 ? gated(" && ") : gate);
    text += require(1, gated(" && "));
    text += require(2, Below(8) == 0 ? Condition(dense, 2) : gated(" && "));
    const std::string never = gate + " && !(" + gate + ") && ";
    return text + Rule("p", "restrict", "\"" + never + Condition(dense, 1) + "\"",
                       "restriction: P, outcome: prohibited");
  }

 private:
  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }
  template <typename Texts>
  std::string OneOf(const Texts& texts) {
    return texts[Below(texts.size())];
  }

  std::string Condition(bool dense, int depth) {
    if (depth == 0 || Below(4) == 0) return Leaf(dense);
    const std::string sign = Below(3) == 0 ? " || " : " && ";
    const std::string both = Condition(dense, depth - 1) + sign + Condition(dense, depth - 1);
    return (Below(4) == 0 ? "!(" : "(") + both + ")";
  }

  // At most two numbers, two booleans and two words in one pack.
  std::string Leaf(bool dense) {
    static const Words kPlain = {"a",
                                 "b",
                                 "!a",
                                 "item.kind == 'ic'",
                                 "item.kind != 'memory'",
                                 "to in ['CN', 'HK']",
                                 "to == 'SG'",
                                 "'f' in buyer.flags",
                                 "'g' in buyer.flags",
                                 "item.tpp >= 2",
                                 "item.tpp < 3",
                                 "2 * item.tpp == 3"};
    static const Words kSums = {"item.tpp + item.more >= 4", "item.tpp + item.more < 3",
                                "item.more > 1", "item.more <= 2", "2 * item.tpp - item.more >= 1"};
    static const Words kDense = {"item.density >= 1", "item.density < 2", "item.area > 2",
                                 "item.area <= 1", "item.density == 2"};
    if (Below(2) == 0) return OneOf(kPlain);
    return OneOf(dense ? kDense : kSums);
  }

  SeededRandom random_;
};

TEST_F(SettleTest, AgreesWithASearchOverRandomPacks) {
  const std::uint64_t seed = 20231117;
  RandomPacks packs(seed);
  int asked = 0;
  int proper = 0;
  for (int i = 0; i < 1500; ++i) {
    const std::string rules = packs.Provisions();
    const Pack pack = MakePack(schema_, rules);
    const Snapshot snapshot = On(pack, "2024-01-01");
    Facts facts(schema_);
    const Determination d = Determine(snapshot, schema_, &facts);
    const Words names(d.missing.facts.begin(), d.missing.facts.end());
    if (names.empty() || names.size() > 4) continue;
    ++asked;
    const Words found = SmallestSettlingSet(snapshot, schema_, facts, d);
    if (found.size() < names.size()) {
      ++proper;
      EXPECT_TRUE(Suffices(snapshot, found, 0, facts)) << rules << ::testing::PrintToString(found);
    }
    EXPECT_EQ(found.size(), SmallestSize(snapshot, names, facts))
        << rules << ::testing::PrintToString(found);
    if (HasFailure()) break;
  }
  std::printf("seed %llu: %d packs asked, %d settled by fewer facts than are missing\n",
              static_cast<unsigned long long>(seed), asked, proper);
  EXPECT_GT(proper, 20);
}

}  // namespace
}  // namespace licet
