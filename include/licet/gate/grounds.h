// What a gate's answer rests on: the provisions that fired or may fire, in the
// order of the stages, and the defeaters that kept others from firing.
//
// Thread safety: pure functions.

#ifndef LICET_GATE_GROUNDS_H_
#define LICET_GATE_GROUNDS_H_

#include <string>
#include <vector>

#include "licet/gate/judge.h"

namespace licet {

struct Ground {
  int provision = -1;
  Truth fires = Truth::kUnknown;
  std::vector<std::string> defeats;       // ids it kept from firing
  std::vector<Observation> observations;  // the values that decided it
};

std::vector<Ground> GroundsOf(const Schema& schema, const GateAnswer& answer);

// The same without the observations, which cost most.
std::vector<Ground> BareGroundsOf(const Schema& schema, const GateAnswer& answer);

// Only the provisions that fired for sure, without what they rest on.
std::vector<int> FiredOf(const Schema& schema, const GateAnswer& answer);

// The tree behind one provision's condition.
Trace TraceOf(const Schema& schema, const GateAnswer& answer, const Expression& expression);

// A density for people, four places: "19.4487", "undefined", "unknown".
std::string DensityText(const Range& of, const Range& per);

}  // namespace licet

#endif  // LICET_GATE_GROUNDS_H_
