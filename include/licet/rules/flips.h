// How far a condition is from holding: the least number of its parts that would
// have to come out the other way. A case in which that number is one shows the
// line of a provision from the side where it does not apply.
//
// Thread safety: pure functions.

#ifndef LICET_RULES_FLIPS_H_
#define LICET_RULES_FLIPS_H_

#include <optional>

#include "licet/rules/evaluate.h"

namespace licet {

// Counted in negation normal form: the sum over the parts of "and", the least
// over those of "or"; a comparison or membership that is not surely as wanted
// counts one. exists/all count as "or"/"and" over the parties. A point that the
// law leaves open counts nothing: no fact can settle it. Nothing when no facts
// could make it hold (a constant, exists over no party).
std::optional<int> FlipsToHold(const Expression& expression, const World& world);

}  // namespace licet

#endif  // LICET_RULES_FLIPS_H_
