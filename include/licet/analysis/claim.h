// What one may claim of a regime on a day, and the formula of a transaction that would
// show it false.
//
// Thread safety: value types and pure functions.

#ifndef LICET_ANALYSIS_CLAIM_H_
#define LICET_ANALYSIS_CLAIM_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "licet/analysis/reasoner.h"

namespace licet {

enum class ClaimKind : std::uint8_t {
  kAlways,      // where the condition holds, the outcome is one of those given
  kNever,       // ... is none of those given
  kImplies,     // ... the other condition holds too
  kEquivalent,  // the two conditions hold of the same transactions
  kDisjoint,    // ... of no transaction both
};
inline constexpr std::array<std::string_view, 5> kClaimKinds = {"always", "never", "implies",
                                                                "equivalent", "disjoint"};

struct Claim {
  ClaimKind kind = ClaimKind::kAlways;
  Expression when = Expression::Constant(Truth::kTrue);
  std::vector<Outcome> outcomes = {};                     // of kAlways and kNever
  Expression other = Expression::Constant(Truth::kTrue);  // of the rest
};

// Holds of the transactions that show the claim false. A condition holds when it surely
// does. `law` is a number that the reasoner gave for `snapshot`.
Formula CounterexampleOf(const Claim& claim, const Snapshot& snapshot, std::size_t law,
                         Reasoner* reasoner);

}  // namespace licet

#endif  // LICET_ANALYSIS_CLAIM_H_
