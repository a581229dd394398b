// The groups of commands around the ledger. Each describes its options on the
// command line and, when chosen, says in *run what to do. The options live as long as
// the program's command line does.

#ifndef LICET_CLI_LEDGER_COMMANDS_H_
#define LICET_CLI_LEDGER_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "console.h"
#include "ledger_options.h"

namespace licet {

void AddLicence(CLI::App& app, Console& console, RunSlot* run);
void AddOrder(CLI::App& app, Console& console, RunSlot* run);
void AddLimit(CLI::App& app, Console& console, RunSlot* run);
void AddPolicy(CLI::App& app, Console& console, RunSlot* run);

}  // namespace licet

#endif  // LICET_CLI_LEDGER_COMMANDS_H_
