// Options that several commands share, as the command line knows them.

#ifndef LICET_CLI_SHARED_OPTIONS_H_
#define LICET_CLI_SHARED_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "commands.h"

namespace licet {

// A tree has no columns, so that `explain` offers no csv.
void AddFormat(CLI::App* command, CommonOptions* options, bool csv = true);
void AddChips(CLI::App* command, CommonOptions* options);
void AddOverlay(CLI::App* command, CommonOptions* options);
// What a solver assumes of facts.
void AddDomain(CLI::App* command, CommonOptions* options);
// `as_of`: what is taken when no day is given, for the help.
void AddClocks(CLI::App* command, CommonOptions* options, const std::string& as_of);
void AddScreening(CLI::App* command, OrderFilesOptions* files);
void AddOrderFiles(CLI::App* command, OrderFilesOptions* files);

// The command `journal` with its own (journal_options.cc). *run becomes what the
// command line chose.
void AddJournal(CLI::App* app, Console* console, JournalOptions* options,
                std::function<int()>* run);

}  // namespace licet

#endif  // LICET_CLI_SHARED_OPTIONS_H_
