// An order book judged under other law: which orders are decided otherwise,
// how much trade that is, and which provisions make the difference.
//
// A worker judges its parts under every setting, the first of which is what the
// others are compared with. It adds up whole numbers only, so that the sums do
// not depend on how the parts fell to the workers.
//
// Thread safety: ReplayTotals may be shared; a worker belongs to one thread.

#ifndef LICET_GATE_REPLAY_H_
#define LICET_GATE_REPLAY_H_

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "licet/base/decimal.h"
#include "licet/gate/bulk.h"
#include "licet/gate/judge.h"

namespace licet {

// One way of taking the law.
struct ReplaySetting {
  std::string name;
  std::string regime;  // whose clocks these are; "" changes none
  Clocks clocks;
  std::vector<std::string> overlays = {};  // files
};

// "REGIME@DATE" or "REGIME@own", then options, each after a comma:
// "reading=codified", "codified", "known=DATE", "overlay=FILE". `option` names
// the argument in errors, which point at the character.
Result<ReplaySetting> ParseReplaySetting(const std::string& text, const std::string& option,
                                         const std::vector<std::string>& regimes, Date today);

// How much trade some orders are.
struct Amounts {
  std::int64_t orders = 0;
  std::int64_t units = 0;
  std::int64_t unpriced = 0;    // orders without a price
  std::int64_t unmeasured = 0;  // orders of items with an unbounded TPP
  Int128 value = 0;             // millionths of a USD, of the priced
  Int128 tpp_low = 0;           // millionths; an unknown bound counts 0
  Int128 tpp_high = 0;

  Amounts& operator+=(const Amounts& other);
  friend bool operator==(const Amounts&, const Amounts&) = default;
};

// Exact text of millionths: "1234.5".
std::string MicrosText(Int128 micros);

// What happened to the orders of one kind.
struct ReplayChange {
  Verdict before = Verdict::kHold;
  Verdict after = Verdict::kHold;
  std::string gates_before;         // "us-ear=licence-required 3A090.a case-by-case"
  std::string gates_after;          // regimes by ';'
  std::vector<std::string> gained;  // provisions that fire only after
  std::vector<std::string> lost;    // that fired only before

  friend std::strong_ordering operator<=>(const ReplayChange&, const ReplayChange&) = default;
};

using AmountsBy = std::map<std::string, Amounts>;

// Only of orders that are decided otherwise.
struct ReplayResult {
  Amounts changed;
  std::map<ReplayChange, Amounts> changes;
  AmountsBy buyers;  // end user, else purchaser; "" not stated
  AmountsBy items;
  AmountsBy months;  // "2025-04"

  // Those that went from one verdict to another, or stayed for other reasons.
  Amounts Moved(Verdict from, Verdict to) const;
  void Add(const ReplayResult& other);
};

struct ReplayTotals {
  Amounts all;
  Amounts before[3];                  // by Verdict, of all orders
  std::vector<ReplayResult> results;  // by setting, without the first
  std::mutex mutex;                   // workers add their sums when they end
};

struct ReplayedPart : PartOutcome {
  std::uint64_t orders = 0;
  std::string rows;  // CSV, a line for each changed order and setting
};

// The first line of the rows.
std::string_view ReplayCsvHeader();

using LoadOverlaid = std::function<Result<Engine>(const std::vector<std::string>& overlays)>;

// `settings` and `totals` must outlive the worker; settings with the same
// overlays share an engine. Rows are written when `rows` is set.
Result<std::unique_ptr<PartWorker>> MakeReplayWorker(const std::vector<ReplaySetting>& settings,
                                                     Date known_at, const LoadOverlaid& load,
                                                     bool rows, ReplayTotals* totals);

}  // namespace licet

#endif  // LICET_GATE_REPLAY_H_
