// An order, the gates and the ledger: what the gates would release is held on both
// governments' limits, or it is not released.
//
// The gates ask for evidence; the ledger is that evidence. The authorisation that
// serves takes the place of whatever number the order names, so that the decision is
// the one that the gates give for an order with this number, or with none.
//
// Thread safety: as Engine and Book.

#ifndef LICET_GATE_SETTLE_H_
#define LICET_GATE_SETTLE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/gate/judge.h"
#include "licet/ledger/book.h"

namespace licet {

struct Settled {
  enum class State {
    kHeld,      // recorded now, with its holds
    kBefore,    // was recorded before with the same particulars
    kRecorded,  // the decision to hold or block is recorded; nothing is held
  };
  State state = State::kRecorded;
  std::optional<std::uint64_t> sequence = {};    // of the record
  std::vector<std::string> authorisations = {};  // that serve
  // Why the ledger did not let it go, when the gates would have. An order that needs no
  // licence is then held for this alone (BatchJudge::HoldBack): the gates still let it go.
  std::optional<Refusal> refusal = {};
};
std::string_view ToString(Settled::State state);  // "held", "held-before", "recorded"

struct WhoSettles {
  std::string by;
  std::string why;
  Date hold_until = kOpenDay;  // last day of what is held
};

// Completes *order's evidence with what the ledger says and records the outcome, once:
// asked again, it finds its record. Errors: those of Judge and of the book; the order is
// then as it was.
Result<Settled> Settle(Engine& engine, Book& book, const Clocks& clocks, const WhoSettles& who,
                       Order* order);

}  // namespace licet

#endif  // LICET_GATE_SETTLE_H_
