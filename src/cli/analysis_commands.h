// The commands that ask a solver about the law, and the one that supposes another law.

#ifndef LICET_CLI_ANALYSIS_COMMANDS_H_
#define LICET_CLI_ANALYSIS_COMMANDS_H_

#include <CLI/CLI.hpp>

#include "console.h"
#include "ledger_options.h"

namespace licet {

struct RegimeOptions;
struct RequirementOptions;
// --where, --from, --time-limit.
void AddRequirement(CLI::App* command, RequirementOptions* options);

void AddRegimePatch(CLI::App& regime, Console& console, RunSlot* run);
void AddRegimeFrontier(CLI::App& regime, Console& console, RunSlot* run);
void AddRegimeDiff(CLI::App& regime, Console& console, RunSlot* run);
void AddRegimeDesign(CLI::App& regime, Console& console, RunSlot* run);
void AddItemRespec(CLI::App& item, Console& console, RunSlot* run);
// --solver, --time-limit.
void AddLintOptions(CLI::App* lint, RegimeOptions* options);
void AddRegimeProve(CLI::App& regime, Console& console, RunSlot* run);

}  // namespace licet

#endif  // LICET_CLI_ANALYSIS_COMMANDS_H_
