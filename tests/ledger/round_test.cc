#include "licet/ledger/round.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "licet/base/seams.h"
#include "licet/ledger/state.h"

namespace licet {
namespace {

Date Day(std::string_view text) { return *Date::Parse(text); }

Round World(std::int64_t total, std::vector<Applicant> applicants) {
  Round round;
  round.round = "R1";
  round.item = "H200";
  round.total = total;
  round.tiers = {{.tier = "T1"}, {.tier = "T2"}};
  for (Applicant& one : applicants) {
    if (one.tier.empty()) one.tier = "T1";
    if (one.applied == kNoDay) one.applied = Day("2026-01-01");
    round.applicants.push_back(std::move(one));
  }
  return round;
}

std::map<std::string, Grant> Shared(const Round& round, const State* state = nullptr) {
  const auto allocation = AllocateRound(round, state);
  EXPECT_TRUE(allocation) << allocation.error().ToString();
  std::map<std::string, Grant> grants;
  for (const Grant& grant : allocation->grants) grants[grant.applicant] = grant;
  return grants;
}

TEST(RoundTest, EqualSharesUntilNobodyWantsMore) {
  const auto grants = Shared(World(100, {{.applicant = "a", .asked = 10},
                                         {.applicant = "b", .asked = 200},
                                         {.applicant = "c", .asked = 60}}));
  EXPECT_EQ(grants.at("a").units, 10);
  EXPECT_EQ(grants.at("b").units, 45);
  EXPECT_EQ(grants.at("c").units, 45);
  EXPECT_EQ(grants.at("a").place, 0);
  EXPECT_EQ(grants.at("b").place, 1);
  EXPECT_EQ(grants.at("c").place, 2);
  EXPECT_EQ(grants.at("a").reason, "all it asked for (tier T1)");
  EXPECT_EQ(grants.at("b").reason, "an equal share, as the round's total is used up (tier T1)");
}

TEST(RoundTest, SingleUnitsGoByDayOfApplicationThenById) {
  const auto grants =
      Shared(World(11, {{.applicant = "late", .asked = 9, .applied = Day("2026-01-03")},
                        {.applicant = "b", .asked = 9, .applied = Day("2026-01-02")},
                        {.applicant = "a", .asked = 9, .applied = Day("2026-01-02")}}));
  EXPECT_EQ(grants.at("a").units, 4);
  EXPECT_EQ(grants.at("b").units, 4);
  EXPECT_EQ(grants.at("late").units, 3);
}

TEST(RoundTest, TiersThenUrgency) {
  const auto grants =
      Shared(World(100, {{.applicant = "calm", .asked = 80},
                         {.applicant = "urgent", .asked = 70, .urgent = true},
                         {.applicant = "second", .tier = "T2", .asked = 5, .urgent = true}}));
  EXPECT_EQ(grants.at("urgent").units, 70);
  EXPECT_EQ(grants.at("calm").units, 30);
  EXPECT_EQ(grants.at("second").units, 0);
  EXPECT_EQ(grants.at("second").reason, "nothing: the round's total is used up (tier T2, urgent)");
}

TEST(RoundTest, CapsOfTierOfItsApplicantsAndTheirOwn) {
  Round round = World(1000, {{.applicant = "a", .asked = 500},
                             {.applicant = "b", .asked = 500, .cap = 50},
                             {.applicant = "c", .tier = "T2", .asked = 400},
                             {.applicant = "d", .tier = "T2", .asked = 400, .urgent = true},
                             {.applicant = "e", .tier = "T3", .asked = 9}});
  round.tiers = {{.tier = "T1", .each = 200}, {.tier = "T2", .cap = 500}, {.tier = "T3", .cap = 0}};
  const auto grants = Shared(round);
  EXPECT_EQ(grants.at("a").units, 200);
  EXPECT_EQ(grants.at("a").reason, "tier T1 caps each applicant at 200 (tier T1)");
  EXPECT_EQ(grants.at("b").units, 50);
  EXPECT_EQ(grants.at("d").units, 400);
  EXPECT_EQ(grants.at("c").units, 100);
  EXPECT_EQ(grants.at("c").reason, "an equal share, as the tier's cap of 500 is used up (tier T2)");
  EXPECT_EQ(grants.at("e").units, 0);
  EXPECT_EQ(grants.at("e").place, 0);  // never admitted, so waiting would be in vain
  EXPECT_EQ(grants.at("e").reason, "tier T3 is not admitted");
}

TEST(RoundTest, BundlingInUnitsValueAndTpp) {
  Round round = World(1000, {{.applicant = "a", .asked = 300, .domestic = 101},
                             {.applicant = "silent", .asked = 300},
                             {.applicant = "none", .asked = 300, .domestic = 0}});
  round.bundling = Bundling{.foreign = 3, .domestic = 2};
  auto grants = Shared(round);
  EXPECT_EQ(grants.at("a").units, 151);  // 151.5, never rounded up
  EXPECT_EQ(grants.at("a").reason,
            "its domestic purchases, in units, carry 151 at 3 foreign to 2 domestic (tier T1)");
  EXPECT_EQ(grants.at("silent").units, 0);
  EXPECT_EQ(grants.at("silent").place, 3);
  EXPECT_EQ(grants.at("silent").reason,
            "nothing: its domestic purchases are not stated, so the bundling rule gives nothing");
  EXPECT_EQ(grants.at("none").units, 0);
  // 1,000,000 dollars of domestic chips, 27,000 dollars a foreign unit, one to one.
  round.bundling = Bundling{.measure = Measure::kValue, .per_unit = 2'700'000};
  round.applicants[0].domestic = 100'000'000;
  EXPECT_EQ(Shared(round).at("a").units, 37);
  // 8,000 TPP a domestic unit, 100 of them, one H200 is 15,832.
  round.bundling = Bundling{.measure = Measure::kTpp, .per_unit = 15'832'000};
  round.applicants[0].domestic = 800'000'000;
  EXPECT_EQ(Shared(round).at("a").units, 50);
}

TEST(RoundTest, MinimumLotServesFewerRatherThanNobody) {
  Round round = World(25, {{.applicant = "a", .asked = 20},
                           {.applicant = "b", .asked = 20},
                           {.applicant = "c", .asked = 20},
                           {.applicant = "small", .asked = 5}});
  round.minimum_lot = 10;
  const auto grants = Shared(round);
  EXPECT_EQ(grants.at("a").units, 13);
  EXPECT_EQ(grants.at("b").units, 12);
  EXPECT_EQ(grants.at("c").units, 0);
  EXPECT_EQ(grants.at("c").reason,
            "nothing: what is left has no lot of 10 for it, others stand before it (tier T1)");
  EXPECT_EQ(grants.at("small").reason, "nothing: 5 is less than the minimum lot of 10");
}

TEST(RoundTest, WhoWaitedStandsBeforeWhoApplied) {
  State state;
  Allocate before{.round = "round-0", .item = "H200", .total = 1, .grants = {}};
  before.grants = {{.applicant = "z", .asked = 9, .units = 0, .place = 1, .reason = ""}};
  state.rounds.emplace("round-0", before);
  Round round = World(1, {{.applicant = "a", .asked = 9}, {.applicant = "z", .asked = 9}});
  EXPECT_EQ(Shared(round).at("a").units, 1);
  round.after = "round-0";
  EXPECT_EQ(Shared(round, &state).at("z").units, 1);
  EXPECT_EQ(AllocateRound(round, nullptr).error().code(), ErrorCode::kInvalidArgument);
  round.after = "round-2";
  EXPECT_EQ(AllocateRound(round, &state).error().sentence(),
            "no round 'round-2' is on file; did you mean 'round-0'?");
  round.after = "round-0";
  round.item = "H20";
  EXPECT_FALSE(AllocateRound(round, &state));
}

TEST(RoundTest, NobodyAskedOrNothingToShare) {
  EXPECT_TRUE(Shared(World(5, {})).empty());
  const auto grants = Shared(World(0, {{.applicant = "a", .asked = 3}}));
  EXPECT_EQ(grants.at("a").units, 0);
  EXPECT_EQ(grants.at("a").place, 1);
}

// The most that each may have, seen from the rules alone.
std::int64_t MostOf(const Round& round, const Applicant& one) {
  std::int64_t most = one.asked;
  if (one.cap != kNoCap) most = std::min(most, one.cap);
  for (const RoundTier& tier : round.tiers) {
    if (tier.tier == one.tier && tier.each != kNoCap) most = std::min(most, tier.each);
  }
  if (round.bundling) {
    most = one.domestic
               ? std::min(most, *one.domestic * round.bundling->foreign / round.bundling->domestic)
               : 0;
  }
  return most;
}

std::size_t TierOf(const Round& round, const Applicant& one) {
  std::size_t at = 0;
  while (round.tiers[at].tier != one.tier) ++at;
  return at;
}

Round RandomRound(std::mt19937_64& random) {
  const auto upto = [&](std::int64_t most) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(most + 1));
  };
  Round round = World(upto(60), {});
  round.tiers = {{.tier = "A"}, {.tier = "B"}, {.tier = "C"}};
  for (RoundTier& tier : round.tiers) {
    if (upto(2) == 0) tier.cap = upto(30);
    if (upto(2) == 0) tier.each = upto(15);
  }
  if (upto(2) == 0) round.bundling = Bundling{.foreign = upto(2) + 1, .domestic = upto(2) + 1};
  const std::int64_t count = upto(8);
  for (std::int64_t i = 0; i < count; ++i) {
    Applicant one{.applicant = fmt::format("p{}", i), .tier = std::string(1, "ABC"[upto(2)])};
    one.asked = upto(20);
    one.urgent = upto(1) == 1;
    one.applied = Date::FromDays(static_cast<std::int32_t>(20'000 + upto(2)));
    if (upto(3) == 0) one.cap = upto(20);
    if (round.bundling && upto(4) != 0) one.domestic = upto(12);
    round.applicants.push_back(std::move(one));
  }
  return round;
}

// One unit after the other, to him who has least among those who may have one more,
// and of these to the one who applied first: slow, and obviously what the page promises.
std::map<std::string, std::int64_t> Naive(const Round& round) {
  std::map<std::string, std::int64_t> units;
  for (const Applicant& one : round.applicants) units[one.applicant] = 0;
  std::int64_t left = round.total;
  for (std::size_t t = 0; t < round.tiers.size(); ++t) {
    std::int64_t in_tier = round.tiers[t].cap == kNoCap ? left : round.tiers[t].cap;
    for (const bool urgent : {true, false}) {
      while (left > 0 && in_tier > 0) {
        const Applicant* next = nullptr;
        for (const Applicant& one : round.applicants) {
          if (TierOf(round, one) != t || one.urgent != urgent) continue;
          if (units[one.applicant] >= MostOf(round, one)) continue;
          const auto key = [&](const Applicant& a) {
            return std::tuple(units[a.applicant], a.applied, a.applicant);
          };
          if (next == nullptr || key(one) < key(*next)) next = &one;
        }
        if (next == nullptr) break;
        units[next->applicant] += 1;
        left -= 1;
        in_tier -= 1;
      }
    }
  }
  return units;
}

TEST(RoundPropertyTest, AsOneUnitAfterTheOther) {
  std::mt19937_64 random(20260128);
  for (int i = 0; i < 3000; ++i) {
    const Round round = RandomRound(random);
    const auto naive = Naive(round);
    const auto grants = Shared(round);
    ASSERT_EQ(grants.size(), naive.size());
    for (const auto& [applicant, units] : naive) {
      ASSERT_EQ(grants.at(applicant).units, units) << "world " << i << " " << applicant;
    }
  }
}

TEST(RoundPropertyTest, NeverMoreThanThereIsOrThanOneMayHave) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 2000; ++i) {
    Round round = RandomRound(random);
    round.minimum_lot = 1 + static_cast<std::int64_t>(random() % 6);
    const auto grants = Shared(round);
    std::int64_t sum = 0;
    std::map<std::size_t, std::int64_t> in_tier;
    for (const Applicant& one : round.applicants) {
      const Grant& grant = grants.at(one.applicant);
      ASSERT_LE(grant.units, MostOf(round, one));
      ASSERT_TRUE(grant.units == 0 || grant.units >= round.minimum_lot);
      ASSERT_FALSE(grant.reason.empty());
      sum += grant.units;
      in_tier[TierOf(round, one)] += grant.units;
    }
    ASSERT_LE(sum, round.total);
    for (const auto& [tier, units] : in_tier) {
      const std::int64_t cap = round.tiers[tier].cap;
      ASSERT_TRUE(cap == kNoCap || units <= cap);
    }
  }
}

// In a rank nobody who could take one more has two less than somebody else: a unit
// could only come to him from one who has no more than he would have then.
TEST(RoundPropertyTest, MaxMinFairWithinARank) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 2000; ++i) {
    const Round round = RandomRound(random);
    const auto grants = Shared(round);
    for (const Applicant& poor : round.applicants) {
      const std::int64_t has = grants.at(poor.applicant).units;
      if (has >= MostOf(round, poor)) continue;
      for (const Applicant& rich : round.applicants) {
        if (rich.tier != poor.tier || rich.urgent != poor.urgent) continue;
        ASSERT_LE(grants.at(rich.applicant).units, has + 1);
      }
    }
  }
}

TEST(RoundPropertyTest, TheOrderOfLinesDoesNotMatter) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 1000; ++i) {
    Round round = RandomRound(random);
    const auto before = AllocateRound(round, nullptr);
    std::ranges::shuffle(round.applicants, random);
    const auto after = AllocateRound(round, nullptr);
    ASSERT_EQ(before->grants, after->grants);
  }
}

// Every split of a small total: none is fairer, compared as sorted shares.
TEST(RoundPropertyTest, NoSplitOfASmallWorldIsFairer) {
  for (std::int64_t total = 0; total <= 7; ++total) {
    for (std::int64_t code = 0; code < 5 * 5 * 5; ++code) {
      const std::int64_t asked[] = {code % 5, code / 5 % 5, code / 25};
      const auto grants = Shared(World(total, {{.applicant = "a", .asked = asked[0]},
                                               {.applicant = "b", .asked = asked[1]},
                                               {.applicant = "c", .asked = asked[2]}}));
      std::vector<std::int64_t> ours;
      for (const auto& [applicant, grant] : grants) ours.push_back(grant.units);
      std::ranges::sort(ours);
      for (std::int64_t a = 0; a <= asked[0]; ++a) {
        for (std::int64_t b = 0; b <= asked[1]; ++b) {
          for (std::int64_t c = 0; c <= asked[2] && a + b + c <= total; ++c) {
            std::vector<std::int64_t> other = {a, b, c};
            std::ranges::sort(other);
            ASSERT_GE(ours, other) << total << " " << code;
          }
        }
      }
    }
  }
}

Result<Round> Read(std::string_view text) {
  LICET_ASSIGN_OR_RETURN(const Yaml document, Yaml::Parse(text, "round.yaml"));
  return ReadRound(document);
}

TEST(ReadRoundTest, TheExampleOfTheHouse) {
  const auto disk = RealDisk();
  const auto document = Yaml::Load(*disk, LICET_SOURCE_DIR "/data/rounds/example.yaml");
  ASSERT_TRUE(document);
  const auto round = ReadRound(*document);
  ASSERT_TRUE(round) << round.error().ToString();
  const auto grants = Shared(*round);
  EXPECT_EQ(grants.at("alibaba").units, 150'000);
  EXPECT_EQ(grants.at("bytedance").units, 120'000);
  EXPECT_EQ(grants.at("tencent").units, 130'000);
  EXPECT_EQ(grants.at("deepseek").units, 0);
  EXPECT_EQ(grants.at("deepseek").place, 4);
  EXPECT_EQ(grants.at("telco").place, 0);
}

TEST(ReadRoundTest, ErrorsSayWhere) {
  const std::string_view start = "round: R\nitem: H200\ntotal: 5\ntiers: [{tier: major}]\n";
  const struct {
    std::string_view rest;
    std::string_view error;
  } cases[] = {
      {"applicants: [{applicant: a, tier: mayor, asked: 1, applied: 2026-01-01}]",
       "round.yaml:5:35: there is no tier 'mayor' in 'tiers'; did you mean 'major'?"},
      {"applicants: [{applicant: a, tier: major, asked: 1.5, applied: 2026-01-01}]",
       "round.yaml:5:49: write a whole number, 0 or more"},
      {"applicants: [{applicant: a, tier: major, asked: 1, applied: 2026-01-01, domestic: 4}]",
       "round.yaml:5:83: domestic purchases count only with 'bundling'; state its ratio"},
      {"applicants: [{applicant: a, tier: major, asked: 1, applied: 2026-01-01},\n"
       "             {applicant: a, tier: major, asked: 2, applied: 2026-01-01}]",
       "round.yaml:6:14: applicant 'a' stands twice; add up what it asks for"},
      {"bundling: {measure: weight, foreign: 1, domestic: 1}\napplicants: []",
       "round.yaml:5:21: nothing is measured in 'weight'; take units, value or tpp"},
      {"bundling: {measure: units, foreign: 1, domestic: 0}\napplicants: []",
       "round.yaml:5:50: a part of a ratio is a whole number from 1 to 1000000"},
      {"bundling: {measure: tpp, foreign: 1, domestic: 1}\napplicants: []",
       "round.yaml:5:11: the key 'per-unit' is missing here; add it"},
      {"limit: 4\napplicants: []",
       "round.yaml:5:1: unknown key 'limit'; allowed are round, item, total, minimum-lot, after, "
       "tiers, bundling, applicants"},
  };
  for (const auto& one : cases) {
    const auto round = Read(std::string(start) + std::string(one.rest));
    ASSERT_FALSE(round) << one.rest;
    EXPECT_EQ(round.error().ToString(), one.error);
  }
}

}  // namespace
}  // namespace licet
