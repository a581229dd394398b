// Commands that read the ledger or share something out; app.cc puts them into the
// command line. Each sets *run to what it will do once it is chosen.

#ifndef LICET_CLI_LEDGER_VIEWS_H_
#define LICET_CLI_LEDGER_VIEWS_H_

#include <CLI/CLI.hpp>

#include "ledger_options.h"

namespace licet {

// licet round allocate | show
void AddRound(CLI::App& app, Console& console, RunSlot* run);
// licet funnel, licet funnel import
void AddFunnel(CLI::App& app, Console& console, RunSlot* run);
// licet places
void AddPlaces(CLI::App& app, Console& console, RunSlot* run);
// licet licence export, licet order export: below the commands given.
void AddLicenceExport(CLI::App& licence, Console& console, RunSlot* run);
void AddOrderExport(CLI::App& order, Console& console, RunSlot* run);

// licet journal replay, below the command given.
void AddJournalReplay(CLI::App& journal, Console& console, RunSlot* run);

}  // namespace licet

#endif  // LICET_CLI_LEDGER_VIEWS_H_
