// One life of a ledger: random commands in batches, on a disk that fails, in a
// process that dies, with a clock that jumps; checked after every step by what does
// not trust the ledger. All of it follows from the seed, so a failure is found again.
//
// Thread safety: Simulate may run on several threads at once.

#ifndef LICET_TESTS_LEDGER_SIMULATOR_H_
#define LICET_TESTS_LEDGER_SIMULATOR_H_

#include <array>
#include <cstdint>
#include <string>

#include "licet/ledger/transition.h"

namespace licet {

struct SimulationOptions {
  std::uint64_t seed = 0;
  std::uint64_t commands = 2000;
  // In how many of 1,000 batches something of the kind happens.
  std::uint64_t deaths = 40;
  std::uint64_t faults = 40;
  std::uint64_t stops = 10;
  // In how many of 100 restarts a bit is turned first.
  std::uint64_t flips = 30;
};

struct SimulationReport {
  std::string failure;  // what was promised and not kept; "" all was
  std::uint64_t seed = 0;
  std::uint64_t commands = 0;  // answered
  std::uint64_t accepted = 0;
  std::uint64_t repeated = 0;
  std::array<std::uint64_t, NamesOf<RefusalCode>::kNames.size()> refused{};
  std::uint64_t batches = 0;
  std::uint64_t power_failures = 0;
  std::uint64_t kills = 0;
  std::uint64_t unfinished = 0;  // batches that a death interrupted and that were there after it
  std::uint64_t faults = 0;      // errors of the disk that Submit reported
  std::uint64_t flips = 0;
  std::uint64_t flips_noticed = 0;
  std::uint64_t flips_harmless = 0;  // in bytes that mean nothing
  std::uint64_t flips_in_log = 0;    // SQLite took the rest of its log for torn
  std::uint64_t syncs = 0;
  std::uint64_t digest = 0;  // of every answer; the same for the same seed

  void Add(const SimulationReport& other);
};

SimulationReport Simulate(const SimulationOptions& options);

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_SIMULATOR_H_
