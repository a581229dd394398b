// The ledger's one function: (state, command) -> outcome | refusal. Decide looks and
// changes nothing; Enact applies a record that Decide led to, or one that the journal
// holds, and changes nothing when it is wrong.
//
// Thread safety: pure functions of their arguments.

#ifndef LICET_LEDGER_TRANSITION_H_
#define LICET_LEDGER_TRANSITION_H_

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/ledger/record.h"
#include "licet/ledger/state.h"

namespace licet {

// Why not. The names are stable: programs may rely on them.
enum class RefusalCode : std::uint8_t {
  kBadCommand,       // no such command could ever be accepted
  kIdReused,         // the id was used for another action
  kUnknown,          // names something that is not on file
  kExists,           // its name is taken
  kWrongState,       // not possible in the state that the thing is in
  kNoAuthorisation,  // none on file fits
  kSeveralFit,       // and nothing decides between them
  kDoesNotFit,       // the one that was named does not
  kNotValid,         // outside its days, suspended, revoked ...
  kConditionDraft,   // a condition is not settled
  kConditionOpen,    // a condition is not met
  kConditionFailed,
  kNoEvidence,     // a shipment without the document that a condition asks for
  kLimit,          // would pass a limit
  kFigureUnknown,  // a limit counts what the order does not state
  kCommitted,      // would leave less than what is committed
  kSecondPerson,   // the same person cannot confirm
  kExpired,        // the hold's last day is over
};
template <>
struct NamesOf<RefusalCode> {
  static constexpr std::array<std::string_view, 18> kNames = {
      "bad-command",      "id-reused",        "unknown",      "exists",    "wrong-state",
      "no-authorisation", "several-fit",      "does-not-fit", "not-valid", "condition-draft",
      "condition-open",   "condition-failed", "no-evidence",  "limit",     "figure-unknown",
      "committed",        "second-person",    "expired"};
};

// An authorisation that was looked at, with what it has left or why it does not do.
struct Candidate {
  std::uint32_t authorisation = 0;
  RefusalCode why = RefusalCode::kBadCommand;
  bool fits = false;
  std::int64_t left = 0;      // units that its limits still carry; kMaxUnits: unlimited
  std::string sentence = {};  // why it does not fit
};

struct Refusal {
  RefusalCode code = RefusalCode::kBadCommand;
  std::string sentence;  // for people: what is wrong and what to do
  std::vector<Candidate> candidates = {};
};

using Answer = std::expected<Effect, Refusal>;

// What the command would do. An id that was used before is not looked at here.
Answer Decide(const State& state, const Command& command);
// The same as if nobody had to confirm: what a proposal would come to.
Answer DecideAlone(const State& state, const Command& command);

// Which authorisations of a regime could serve the order on that day, in order of
// their making.
std::vector<Candidate> CandidatesFor(const State& state, const PlaceOrder& order,
                                     std::string_view regime, Date day);

// Why an order on file can go no further on that day: its hold was given back or has
// ended, or an authorisation that serves it is no longer one. Nothing when it can, or
// when all of it was shipped.
std::optional<Refusal> WhyNotShippable(const State& state, std::string_view order, Date day);

// Errors: the record does not follow from the state (a damaged journal).
Status Enact(State* state, const RecordView& record);

}  // namespace licet

#endif  // LICET_LEDGER_TRANSITION_H_
