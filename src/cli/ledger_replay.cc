// licet journal replay: the ledger rebuilt from its records alone.

#include <fmt/format.h>

#include <memory>

#include "ledger_views.h"
#include "licet/base/sha256.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

int RunReplayJournal(Console& console, const LedgerOptions& options) {
  const std::int64_t start = console.clock.Ticks();
  auto book = OpenBook(console, options, StoreMode::kReadOnly);
  if (!book) return Report(console, book.error());
  const State& state = book->state();
  const Status audit = Audit(state);
  const std::string digest = Sha256Hex(Describe(state));
  const std::int64_t millis = console.clock.Ticks() - start;
  if (options.common.format == OutputFormat::kJson) {
    console.out << Dumped(
                       {{"records", state.records},
                        {"state", digest},
                        {"adds_up", audit.has_value()},
                        {"finding", audit ? OrderedJson() : OrderedJson(audit.error().sentence())},
                        {"authorisations", state.authorisations.size()},
                        {"limits", state.limits.size()},
                        {"orders", state.orders.size()},
                        {"shipments", state.shipments.size()}})
                << "\n";
  } else if (options.common.format == OutputFormat::kCsv) {
    console.out << fmt::format("records,state,adds_up\n{},{},{}\n", state.records, digest,
                               audit.has_value());
  } else {
    const std::string text = fmt::format(
        "{} records make {} authorisations, {} limits, {} orders and {} shipments, in {}.{:03} s. "
        "{}",
        state.records, state.authorisations.size(), state.limits.size(), state.orders.size(),
        state.shipments.size(), millis / 1000, millis % 1000,
        audit ? "Every total is the sum of what it is made of." : audit.error().sentence());
    console.out << Wrap(text, console.width) << "\nstate " << digest << "\n";
  }
  return audit ? kExitOk : kExitNo;
}

}  // namespace

void AddJournalReplay(CLI::App& journal, Console& console, RunSlot* run) {
  auto options = std::make_shared<LedgerOptions>();
  CLI::App* command =
      journal.add_subcommand("replay", "Rebuild the ledger from its records, and add it up");
  AddDatabase(command, options.get());
  AddFormat(command, &options->common);
  command->footer(
      "Two journals with the same records give the same state, byte for byte; 'state' is its\n"
      "SHA-256. Exit code 1 when a total is not the sum of its parts.\n"
      "Example: licet journal replay --db book.db");
  command->callback([run, &console, options] {
    *run = [&console, options] { return RunReplayJournal(console, *options); };
  });
}

}  // namespace licet
