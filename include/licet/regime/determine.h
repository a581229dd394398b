// One regime's answer for one transaction on one day.
//
// A snapshot is the regime as in force at one instant of the three clocks:
// valid time, known time and reading. Determine() walks its stages in order;
// what a stage found is a fact for the next ones.
//
// Thread safety: a Snapshot is immutable; Determine is a pure function.

#ifndef LICET_REGIME_DETERMINE_H_
#define LICET_REGIME_DETERMINE_H_

#include <optional>
#include <string>
#include <vector>

#include "licet/regime/pack.h"
#include "licet/rules/explain.h"

namespace licet {

struct Snapshot {
  const Pack* pack = nullptr;
  Date as_of;
  Date known_at;
  Reading reading = Reading::kEnforced;
  std::vector<int> in_force;  // numbers of provisions, in the pack's order
  SetMembers sets;            // by set number
};

Snapshot TakeSnapshot(const Pack& pack, Date as_of, Date known_at, Reading reading);

enum class Outcome {
  kNotOnRoute,  // the regime does not govern this transaction
  kNoLicenceRequired,
  kException,
  kLicenceRequired,
  kProhibited,
  kUnknown,
};
std::string_view ToString(Outcome outcome);

struct ConditionState {
  int provision = -1;
  Truth met = Truth::kUnknown;  // true met, false failed, unknown open
};
std::string_view ConditionWord(Truth met);  // "met", "failed", "open"

// Where the authority lets the item be used: the intersection of its rules.
class Places {
 public:
  void Restrict(Truth fires, bool bars, std::vector<Symbol> places);
  bool any() const { return rules_.empty(); }
  // Whether use at `place` is allowed; a place nobody stated is unknown.
  Truth Permits(std::optional<Symbol> place) const;

 private:
  struct Rule {
    Truth fires;
    bool bars;
    std::vector<Symbol> places;
  };
  std::vector<Rule> rules_;
};

struct Determination {
  const Pack* pack = nullptr;
  Outcome outcome = Outcome::kUnknown;
  Confidence confidence = Confidence::kPrimary;  // of what decided the outcome
  std::vector<Truth> fires;                      // by provision number; false when not in force
  std::vector<std::string> codes;                // by priority
  std::vector<std::string> possible;             // codes that are unknown
  std::string governing;                         // "" when an unknown code could come before it
  std::string exception;                         // kException
  std::string review;                            // kLicenceRequired; "" when unknown or silent
  std::vector<std::string> possible_reviews;
  std::vector<ConditionState> conditions;
  std::vector<int> charges;  // provisions that fired or may fire
  std::vector<int> clocks;   // the same, of how long the authority has; kLicenceRequired
  Places places;
  std::vector<int> open;  // provisions that keep the outcome unknown
  Missing missing;        // everything those would need
};

// Fills the result.* facts of *facts on the way.
Determination Determine(const Snapshot& snapshot, const Schema& schema, Facts* facts);

// Only the stage classify: codes, possible, governing, fires.
Determination Classify(const Snapshot& snapshot, const Schema& schema, Facts* facts);

// The smallest set of missing facts that would settle the outcome whatever
// their values turn out to be, tried by size over one value from each region
// that the rules in doubt can tell apart. When the work exceeds a bound, or
// the law itself is open, all missing facts.
std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             bool classify_only = false);

// Says of many variants of one transaction whether all are settled.
class SettleOracle {
 public:
  virtual ~SettleOracle() = default;
  // The variants that follow differ from `facts` in the facts named only.
  virtual void Begin(const Facts& facts, const std::vector<std::string>& varied) = 0;
  virtual void Add(const Facts& variant) = 0;
  // Whether Settled() must be asked before more are added.
  virtual bool full() const = 0;
  // Whether all added since the last question are settled. Takes one from
  // *budget for each, up to the first that is not; none may be left.
  virtual bool Settled(int* budget) = 0;
};
// The same set, by another judge of variants.
std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             SettleOracle* oracle);

}  // namespace licet

#endif  // LICET_REGIME_DETERMINE_H_
