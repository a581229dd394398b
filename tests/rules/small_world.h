// A world small enough to be looked at from end to end: a few facts, each with
// every value it may be known by, and for each of those the values it may turn
// out to have. Nothing here uses the evaluator that is tested with it.

#ifndef LICET_TESTS_RULES_SMALL_WORLD_H_
#define LICET_TESTS_RULES_SMALL_WORLD_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "licet/rules/facts.h"
#include "licet/rules/schema.h"

namespace licet {

inline constexpr const char* kSmallSchema = R"(schema: 1
units: {u: one, v: another, u/v: a ratio}
party:
  f: {type: bool, means: "f"}
  n: {type: number, unit: u, means: "n"}
facts:
  b:  {type: bool, means: "b"}
  x:  {type: number, unit: u, means: "x"}
  y:  {type: number, unit: u, means: "y"}
  d:  {type: number, unit: v, means: "d"}
  r:  {type: ratio, of: x, per: d, unit: u/v, means: "r"}
  s:  {type: symbol, means: "s"}
  t:  {type: symbol, means: "t"}
  w:  {type: set, means: "w"}
  ps: {type: parties, means: "ps"}
)";

// kOpen is the open point of unknown("?"): never known, one way or the other.
enum Var { kB, kX, kY, kD, kS, kT, kW, kPs, kOpen, kVars };
using Index = std::array<int, kVars>;

// What is known of one party: f in {no, unknown, yes}, n in {0, 0..2, 2}; five of
// the nine pairs, as two parties of nine would be most of the work.
struct KnownParty {
  int f;
  int n;
};
// What a party is: f in {0, 1}, n in {0, 1, 2}.
struct RealParty {
  int f;
  int n;
};

// One state of knowledge of a variable and the points it leaves possible.
struct Known {
  Value value;
  std::vector<KnownParty> parties;  // kPs
  std::vector<int> points;
};

class SmallWorld {
 public:
  SmallWorld();

  const Schema& schema() const { return schema_; }
  const std::vector<Known>& known(int var) const { return known_[Slot(var)]; }
  int points(int var) const { return points_[Slot(var)]; }
  // The number that a point of x, y or d stands for.
  int number(int var, int point) const { return numbers_[Slot(var)][Slot(point)]; }
  const std::vector<RealParty>& parties(int point) const { return real_parties_[Slot(point)]; }
  // Every state of knowledge that says at least as much and something more.
  const std::vector<int>& sharper(int var, int known) const {
    return sharper_[Slot(var)][Slot(known)];
  }
  // Points of w: bit 0 "A" is in, bit 1 "B" is in. Of s and t: A, B, C.
  void Put(int var, int known, Facts* facts) const;
  int FactOf(int var) const { return fact_[Slot(var)]; }

 private:
  static std::size_t Slot(int number) { return static_cast<std::size_t>(number); }
  void AddNumbers(int var, const std::vector<int>& numbers, int top);
  void AddWords(int var);
  void AddSets();
  void AddParties();
  void FindSharper();

  Schema schema_;
  std::array<std::vector<Known>, kVars> known_;
  std::array<int, kVars> points_{};
  std::array<std::vector<int>, kVars> numbers_;
  std::vector<std::vector<RealParty>> real_parties_;
  std::array<std::vector<std::vector<int>>, kVars> sharper_;
  std::array<int, kVars> fact_{};
};

inline Schema SmallSchema() {
  const Result<Yaml> document = Yaml::Parse(kSmallSchema, "schema.yaml");
  return Schema::Parse(document.value(), {}).value();
}

inline SmallWorld::SmallWorld() : schema_(SmallSchema()) {
  const char* names[] = {"b", "x", "y", "d", "s", "t", "w", "ps"};
  for (int var = kB; var <= kPs; ++var) fact_[Slot(var)] = schema_.Find(names[var]);
  fact_[kOpen] = -1;
  points_[kB] = 2;
  for (Truth truth : {Truth::kFalse, Truth::kUnknown, Truth::kTrue}) {
    Known known;
    known.value.truth = truth;
    if (truth != Truth::kTrue) known.points.push_back(0);
    if (truth != Truth::kFalse) known.points.push_back(1);
    known_[kB].push_back(known);
  }
  AddNumbers(kX, {-9, 0, 1, 2, 9}, 2);
  AddNumbers(kY, {-9, 0, 1, 2, 9}, 2);
  AddNumbers(kD, {0, 1, 9}, 1);  // an area is never negative
  AddWords(kS);
  AddWords(kT);
  AddSets();
  AddParties();
  points_[kOpen] = 2;
  known_[kOpen].push_back({{}, {}, {0, 1}});
  FindSharper();
}

// Every range with bounds from 0 to `top`, either of which may be missing.
inline void SmallWorld::AddNumbers(int var, const std::vector<int>& numbers, int top) {
  constexpr int kMissing = -1;
  numbers_[Slot(var)] = numbers;
  points_[Slot(var)] = static_cast<int>(numbers.size());
  for (int low = kMissing; low <= top; ++low) {
    for (int high = kMissing; high <= top; ++high) {
      if (low != kMissing && high != kMissing && low > high) continue;
      Known known;
      if (low != kMissing) known.value.number.low = Decimal::FromInt(low);
      if (high != kMissing) known.value.number.high = Decimal::FromInt(high);
      for (int point = 0; point < points_[Slot(var)]; ++point) {
        const int number = numbers[Slot(point)];
        if (low != kMissing && number < low) continue;
        if (high != kMissing && number > high) continue;
        known.points.push_back(point);
      }
      known_[Slot(var)].push_back(known);
    }
  }
}

inline void SmallWorld::AddWords(int var) {
  points_[Slot(var)] = 3;
  int point = 0;
  for (const char* word : {"A", "B"}) {
    Known known;
    known.value.symbol = schema_.symbols().Intern(word);
    known.points = {point++};
    known_[Slot(var)].push_back(known);
  }
  known_[Slot(var)].push_back({{}, {}, {0, 1, 2}});
}

inline void SmallWorld::AddSets() {
  points_[kW] = 4;
  const Symbol a = schema_.symbols().Intern("A");
  const Symbol b = schema_.symbols().Intern("B");
  const std::vector<KleeneSet> sets = {{{}, {}, false},     {{a}, {}, false}, {{b}, {}, false},
                                       {{a, b}, {}, false}, {{}, {a}, false}, {{b}, {a}, false},
                                       {{a}, {}, true},     {{}, {}, true}};
  for (const KleeneSet& set : sets) {
    Known known;
    known.value.set = set;
    for (int point = 0; point < 4; ++point) {
      // A word that the set holds must be there; another may be there only if
      // it is marked so or the set is open.
      auto fits = [&](Symbol word, bool there) {
        const auto has = [word](const std::vector<Symbol>& words) {
          return !words.empty() && (words[0] == word || words.back() == word);
        };
        return there ? set.open || has(set.in) || has(set.maybe) : !has(set.in);
      };
      if (fits(a, point & 1) && fits(b, point & 2)) known.points.push_back(point);
    }
    known_[kW].push_back(known);
  }
}

inline void SmallWorld::AddParties() {
  std::vector<RealParty> reals;
  for (int f = 0; f < 2; ++f) {
    for (int n = 0; n < 3; ++n) reals.push_back({f, n});
  }
  real_parties_.push_back({});
  for (const RealParty& one : reals) real_parties_.push_back({one});
  for (const RealParty& one : reals) {
    for (const RealParty& two : reals) real_parties_.push_back({one, two});
  }
  points_[kPs] = static_cast<int>(real_parties_.size());
  const std::vector<KnownParty> knowns = {{0, 0}, {1, 1}, {1, 2}, {2, 1}, {2, 2}};
  std::vector<std::vector<KnownParty>> all = {{}};
  for (const KnownParty& one : knowns) all.push_back({one});
  for (const KnownParty& one : knowns) {
    for (const KnownParty& two : knowns) all.push_back({one, two});
  }
  auto fits = [](const KnownParty& known, const RealParty& real) {
    return (known.f == 1 || known.f == 2 * real.f) && (known.n == 1 || known.n == real.n);
  };
  for (const auto& parties : all) {
    Known known;
    known.parties = parties;
    for (std::size_t point = 0; point < real_parties_.size(); ++point) {
      bool same = real_parties_[point].size() == parties.size();
      for (std::size_t i = 0; same && i < parties.size(); ++i) {
        same = fits(parties[i], real_parties_[point][i]);
      }
      if (same) known.points.push_back(static_cast<int>(point));
    }
    known_[kPs].push_back(known);
  }
}

inline void SmallWorld::FindSharper() {
  for (int var = 0; var < kVars; ++var) {
    const auto& all = known_[Slot(var)];
    sharper_[Slot(var)].resize(all.size());
    for (std::size_t wide = 0; wide < all.size(); ++wide) {
      for (std::size_t fine = 0; fine < all.size(); ++fine) {
        const auto& outer = all[wide].points;
        const auto& inner = all[fine].points;
        const bool inside = std::includes(outer.begin(), outer.end(), inner.begin(), inner.end());
        if (inside && inner != outer) sharper_[Slot(var)][wide].push_back(static_cast<int>(fine));
      }
    }
  }
}

inline void SmallWorld::Put(int var, int known, Facts* facts) const {
  const Known& state = known_[Slot(var)][Slot(known)];
  if (var == kOpen) return;
  if (var != kPs) {
    (*facts)[fact_[Slot(var)]] = state.value;
    return;
  }
  facts->parties.clear();
  facts->party_roles.clear();
  for (const KnownParty& party : state.parties) {
    std::vector<Value> fields(2);
    fields[Slot(schema_.FindPartyField("f"))].truth = static_cast<Truth>(party.f);
    Range& n = fields[Slot(schema_.FindPartyField("n"))].number;
    n.low = Decimal::FromInt(party.n == 2 ? 2 : 0);
    n.high = Decimal::FromInt(party.n == 0 ? 0 : 2);
    facts->parties.push_back(std::move(fields));
    facts->party_roles.push_back("p" + std::to_string(facts->parties.size()));
  }
}

}  // namespace licet

#endif  // LICET_TESTS_RULES_SMALL_WORLD_H_
