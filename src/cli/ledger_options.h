// What the commands of the ledger share: which database, who does it and why, and
// how an answer is shown.

#ifndef LICET_CLI_LEDGER_OPTIONS_H_
#define LICET_CLI_LEDGER_OPTIONS_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "commands.h"
#include "licet/ledger/book.h"

namespace licet {

// What a command of the command line will do, once that is read.
using RunSlot = std::function<int()>;

// --db FILE|URL, or the environment's LICET_DB.
void AddDatabase(CLI::App* command, LedgerOptions* options);
// --by, --why, --day, --id: for commands that change something.
void AddEnvelope(CLI::App* command, LedgerOptions* options);

// --hold-until: for the commands that hold orders.
void AddHoldUntil(CLI::App* command, CheckOptions* options);

// Errors: no database named, and those of the store and the book.
Result<Book> OpenBook(Console& console, const LedgerOptions& options, StoreMode mode);

// The action with who, why, when and an id. An id that is not given is made anew each
// time, so whoever wants to repeat safely gives one.
Result<Command> InEnvelope(Console& console, const LedgerOptions& options, Action action);

// Opens the book, submits, and shows the answer. Exit codes: 0 done (or proposed), 1
// refused, 2 an error.
int SubmitAction(Console& console, const LedgerOptions& options, Action action, StoreMode mode);

// The answer as a sentence, JSON or CSV: {"id", "kind", "accepted", "repeated",
// "sequence", "code", "sentence", "outcome": {...}}.
int ShowReply(Console& console, const LedgerOptions& options, const Command& command,
              const Reply& reply);

}  // namespace licet

#endif  // LICET_CLI_LEDGER_OPTIONS_H_
