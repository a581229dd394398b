// What the ledger's commands show.

#ifndef LICET_CLI_LEDGER_TEXT_H_
#define LICET_CLI_LEDGER_TEXT_H_

#include <string>

#include "commands.h"
#include "licet/ledger/review.h"
#include "licet/ledger/state.h"

namespace licet {

// "active", "expired", "exhausted" ...: the status as it shows on a day.
std::string StatusOn(const State& state, const Authorisation& authorisation, Date day);

// `clock` is that of its review, when it was registered.
void PrintAuthorisation(Console& console, OutputFormat format, const State& state,
                        const Authorisation& authorisation, Date day,
                        const std::optional<ReviewClock>& clock);
void PrintAuthorisations(Console& console, OutputFormat format, const State& state, Date day);

// What a revocation would hit: open orders, goods on their way, money.
void PrintImpact(Console& console, const State& state, const Authorisation& authorisation);
void PrintImpactAs(Console& console, OutputFormat format, const State& state,
                   const Authorisation& authorisation);

// Limits with what is held, posted and left; `only` is an id, or "" for all.
void PrintLimits(Console& console, OutputFormat format, const State& state,
                 const std::string& only);
// Orders with their shipments.
void PrintOrders(Console& console, OutputFormat format, const State& state);

}  // namespace licet

#endif  // LICET_CLI_LEDGER_TEXT_H_
