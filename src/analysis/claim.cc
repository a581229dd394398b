#include "licet/analysis/claim.h"

namespace licet {
namespace {

Formula OneOf(const std::vector<Outcome>& outcomes, std::size_t law, Reasoner* reasoner) {
  Formula any = reasoner->Not(reasoner->Always());
  for (const Outcome outcome : outcomes) {
    any = reasoner->Or(any, reasoner->OutcomeIs(law, outcome));
  }
  return any;
}

}  // namespace

Formula CounterexampleOf(const Claim& claim, const Snapshot& snapshot, std::size_t law,
                         Reasoner* reasoner) {
  const Formula when = reasoner->Holds(claim.when, snapshot.sets);
  const Formula other = reasoner->Holds(claim.other, snapshot.sets);
  switch (claim.kind) {
    case ClaimKind::kAlways:
      return reasoner->And(when, reasoner->Not(OneOf(claim.outcomes, law, reasoner)));
    case ClaimKind::kNever:
      return reasoner->And(when, OneOf(claim.outcomes, law, reasoner));
    case ClaimKind::kImplies:
      return reasoner->And(when, reasoner->Not(other));
    case ClaimKind::kEquivalent:
      return reasoner->Or(reasoner->And(when, reasoner->Not(other)),
                          reasoner->And(other, reasoner->Not(when)));
    case ClaimKind::kDisjoint:
      return reasoner->And(when, other);
  }
  return when;
}

}  // namespace licet
