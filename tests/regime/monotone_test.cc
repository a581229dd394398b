// Random regimes on half-known facts: what a determination is sure of must stand
// however the facts turn out, and what turns out must have been possible.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "test_pack.h"

namespace licet {
namespace {

using Words = std::vector<std::string>;

class MonotoneTest : public ::testing::Test {
 protected:
  static constexpr std::uint64_t kSeed = 60904;

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }
  template <typename List>
  const auto& OneOf(const List& list) {
    return list[Below(list.size())];
  }

  std::string Condition(const Words& results, int depth) {
    static const Words kFacts = {"a",
                                 "b",
                                 "c",
                                 "item.tpp >= 2",
                                 "item.tpp < 4",
                                 "item.kind == 'ic'",
                                 "to == from",
                                 "!a",
                                 "!b",
                                 "to in ['CN', 'HK']",
                                 "'f' in buyer.flags",
                                 "unknown('open')",
                                 "item.density > 1"};
    if (depth == 0 || Below(3) == 0) {
      return !results.empty() && Below(2) == 0 ? OneOf(results) : OneOf(kFacts);
    }
    const std::string sign = Below(2) == 0 ? " && " : " || ";
    return (Below(4) == 0 ? "!(" : "(") + Condition(results, depth - 1) + sign +
           Condition(results, depth - 1) + ")";
  }

  // `names` are what the stage may give; two of the rules, or a rule without
  // anything to give, may defeat the first.
  std::string Stage(const std::string& stage, const Words& gives, const Words& results) {
    std::string text;
    for (std::size_t i = 0; i < gives.size(); ++i) {
      Words more;
      if (i == 0 && Below(2) == 0) more = {"unless: [t." + stage + "x]"};
      if (Below(3) == 0) more.push_back("confidence: press");
      text += Rule(stage + std::to_string(i), stage, "\"" + Condition(results, 2) + "\"", gives[i],
                   more);
    }
    return text + Rule(stage + "x", stage, "\"" + Condition(results, 1) + "\"", "");
  }

  std::string Provisions() {
    Words results;
    std::string text = Stage("classify", {"code: A", "code: B", "code: C"}, results);
    results = {"'A' in result.codes", "'B' in result.codes"};
    text += Stage("require", {"requirement: R", "requirement: S"}, results);
    results.push_back("'R' in result.requirements");
    text += Stage("restrict",
                  {"restriction: P, outcome: prohibited",
                   "restriction: L, outcome: licence-required, bars: exceptions"},
                  results);
    results.push_back("'L' in result.restrictions");
    text += Stage("except", {"exception: X", "exception: Y"}, results);
    results.push_back("'X' in result.exceptions");
    text += Stage("review", {"review: denial", "review: queue", "review: denial"}, results);
    results.push_back("'denial' in result.reviews");
    text += Stage("condition",
                  {"condition: M, test: \"a || item.tpp > 3\", duty: d, for: licence",
                   "condition: N, test: b, duty: d, for: [exception X]"},
                  results);
    text += Stage("place", {"permit: [CN, HK]", "bar: [CN]"}, results);
    return text + Stage("charge", {"charge: F, rate: 0.1, base: revenue"}, results);
  }

  std::string Header() {
    const Words kHits = {"{hit: collect}", "{hit: first}", "{hit: priority, order: [B, A, Y, X]}"};
    std::string text = "default_code: NONE\nstages: {";
    for (const char* stage : {"classify", "require", "restrict", "except", "review", "charge"}) {
      text += std::string(stage) + ": " + OneOf(kHits) + ", ";
    }
    text += "place: {hit: collect}}\n";
    return Below(4) == 0 ? text + "applies: \"" + Condition({}, 1) + "\"\n" : text;
  }

  static Words Grid(const std::string& name) {
    if (name == "item.tpp" || name == "item.area") return {"0", "1", "2", "3", "4", "5"};
    if (name == "item.kind") return {"ic", "memory", "assembly"};
    if (name == "to" || name == "from") return {"CN", "HK", "US"};
    if (name == "buyer.flags") return {"", "f", "g", "f,g"};
    return {"true", "false"};
  }
  std::string HalfKnown(const std::string& name) {
    if (Below(2) == 0) return "unknown";
    if (name == "item.tpp" && Below(2) == 0) return OneOf(Words{"1..3", "2..", "..3", "2..5"});
    return OneOf(Grid(name));
  }
  // A value of the grid that `known` allows.
  std::string Settled(const std::string& name, const std::string& known) {
    if (known == "unknown") return OneOf(Grid(name));
    if (name != "item.tpp" || known.find("..") == std::string::npos) return known;
    const Range range = Range::Parse(known).value();
    Words inside;
    for (const std::string& text : Grid(name)) {
      const Decimal value = Decimal::Parse(text).value();
      if (range.low && value < *range.low) continue;
      if (range.high && value > *range.high) continue;
      inside.push_back(text);
    }
    return OneOf(inside);
  }

  static bool Holds(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  // What `open` was sure of, and what it left possible, held against `settled`.
  void Compare(const Determination& open, const Determination& settled) {
    if (settled.outcome == Outcome::kNotOnRoute) {
      EXPECT_TRUE(open.outcome == Outcome::kUnknown || open.outcome == Outcome::kNotOnRoute);
      return;
    }
    for (std::size_t i = 0; i < open.fires.size(); ++i) {
      EXPECT_TRUE(open.fires[i] == Truth::kUnknown || open.fires[i] == settled.fires[i])
          << open.pack->provisions[i].id;
    }
    for (const std::string& code : open.codes) {
      // The default code stands only where nothing else may.
      EXPECT_TRUE(Holds(settled.codes, code) || Holds(settled.possible, code)) << code;
    }
    for (const std::string& code : settled.codes) {
      EXPECT_TRUE(Holds(open.codes, code) || Holds(open.possible, code) || code == "NONE") << code;
    }
    EXPECT_TRUE(open.governing.empty() || open.governing == settled.governing);
    if (open.outcome == Outcome::kUnknown) return;
    EXPECT_EQ(ToString(open.outcome), ToString(settled.outcome));
    EXPECT_EQ(open.exception, settled.exception);
    if (!open.possible_reviews.empty()) {
      for (const std::string& review : settled.possible_reviews) {
        EXPECT_TRUE(Holds(open.possible_reviews, review)) << review;
      }
    }
    for (const ConditionState& was : open.conditions) {
      if (was.met == Truth::kUnknown) continue;
      for (const ConditionState& is : settled.conditions) {
        EXPECT_TRUE(is.provision != was.provision || is.met == was.met);
      }
    }
    for (int charge : settled.charges) {
      EXPECT_NE(std::find(open.charges.begin(), open.charges.end(), charge), open.charges.end());
    }
    for (const char* place : {"CN", "HK", "US"}) {
      const Symbol symbol = schema_.symbols().Intern(place);
      const Truth was = open.places.Permits(symbol);
      if (was != Truth::kUnknown) {
        const Truth is = settled.places.Permits(symbol);
        EXPECT_TRUE(is == was || is == Truth::kUnknown) << place;
      }
    }
  }

  const Schema schema_ = TestSchema();
  SeededRandom random_{kSeed};
};

TEST_F(MonotoneTest, WhatIsSureStandsHoweverTheFactsTurnOut) {
  constexpr int kPacks = 2000;
  const Words names = {"a",         "b",  "c",    "item.tpp",   "item.area",
                       "item.kind", "to", "from", "buyer.flags"};
  int sure = 0;
  int compared = 0;
  for (int i = 0; i < kPacks && !HasFailure(); ++i) {
    const std::string rules = Provisions();
    const std::string header = Header();
    const Pack pack = MakePack(schema_, rules, header);
    for (int j = 0; j < 3; ++j) {
      std::map<std::string, std::string> known;
      for (const std::string& name : names) known[name] = HalfKnown(name);
      const Determination open = Judge(schema_, pack, known);
      sure += open.outcome != Outcome::kUnknown;
      for (int way = 0; way < 5; ++way) {
        auto settled = known;
        for (auto& [name, text] : settled) text = Settled(name, text);
        Compare(open, Judge(schema_, pack, settled));
        ++compared;
        if (!HasFailure()) continue;
        std::string facts;
        for (const auto& [name, text] : settled) {
          facts += name + ": " + known[name] + " -> " + text + "\n";
        }
        FAIL() << "pack " << i << "\n" << header << rules << facts;
      }
    }
  }
  std::printf("seed %llu: %d packs, %d sure outcomes, %d comparisons\n",
              static_cast<unsigned long long>(kSeed), kPacks, sure, compared);
  EXPECT_GT(sure, kPacks / 2);
}

}  // namespace
}  // namespace licet
