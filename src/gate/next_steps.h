// Says in plain words why a decision came out as it did and who must do what.

#ifndef LICET_GATE_NEXT_STEPS_H_
#define LICET_GATE_NEXT_STEPS_H_

#include "licet/gate/judge.h"

namespace licet {

// Fills reason and next_steps.
void AddNextSteps(const Schema& schema, Decision* decision);

}  // namespace licet

#endif  // LICET_GATE_NEXT_STEPS_H_
