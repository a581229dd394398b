// Why a condition came out as it did: a tree that mirrors its text, each part
// with its truth, the values read and their distance from the line. A part is
// decisive when the result would not be sure to stay without it.
//
// Thread safety: pure functions.

#ifndef LICET_RULES_EXPLAIN_H_
#define LICET_RULES_EXPLAIN_H_

#include <set>
#include <string>
#include <vector>

#include "licet/rules/evaluate.h"

namespace licet {

// One value read by a part of a condition.
struct Observation {
  std::string fact;               // "item.tpp", "end_user.headquarters"
  std::string value;              // "15831.2", "CN", "unknown"
  std::string unit;               // "TPP"; "" for words
  std::string line;               // ">= 4800", "in D:5"; what it was held against
  std::string distance;           // "+11031.2" above, "-1.3" below the line; "" for words
  Truth holds = Truth::kUnknown;  // whether the value is on that side of the line
};

struct Trace {
  std::string text;
  Truth truth = Truth::kUnknown;
  bool decisive = false;
  std::vector<Observation> observations;  // leaves
  std::vector<Trace> children;
};

// `set_names` gives the names of set numbers, for the text.
Trace Explain(const Expression& expression, const World& world,
              const std::vector<std::string>& set_names);

// What one node without children reads, as its trace shows it. `holds` is its
// truth.
std::vector<Observation> ObserveLeaf(const Expression& expression, const Node& leaf,
                                     const World& world, Truth holds,
                                     const std::vector<std::string>& set_names);

// A ratio of two ranges for people, rounded to `places`; a bound that cannot be
// formed (unknown part, area that may be 0) is missing.
Range DensityForDisplay(const Range& of, const Range& per, int places);

// The observations of the decisive leaves, in order, each fact-and-line once.
std::vector<Observation> DecisiveObservations(const Trace& trace);

// What keeps an unknown condition unknown: facts by name, and open points of
// the law by their sentence.
struct Missing {
  std::set<std::string> facts;
  std::set<std::string> open_points;
};
// Numbers of the leaves that keep it so: unknown under nodes that are unknown
// all the way up. Each once, whatever the party.
std::vector<int> UnknownLeaves(const Expression& expression, const World& world);

void CollectMissing(const Expression& expression, const World& world, Missing* missing);

}  // namespace licet

#endif  // LICET_RULES_EXPLAIN_H_
