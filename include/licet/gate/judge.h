// From an order to a decision: every gate on its route is asked, and their
// answers are joined. Release only if every gate is satisfied; block if one
// prohibits by a primary source; otherwise hold, saying who must do what.
//
// Thread safety: as Engine.

#ifndef LICET_GATE_JUDGE_H_
#define LICET_GATE_JUDGE_H_

#include <optional>
#include <string>
#include <vector>

#include "licet/gate/engine.h"
#include "licet/gate/order.h"

namespace licet {

struct Clocks {
  std::optional<Date> as_of;  // default: the order's own date
  Date known_at = Date::Max();
  Reading reading = Reading::kEnforced;
  // What an order says it was judged by gives way to `known_at`.
  bool over_orders = false;

  Date KnownFor(const Order& order) const { return KnownFor(order.known_at); }
  Date KnownFor(const std::optional<Date>& own) const {
    return over_orders ? known_at : own.value_or(known_at);
  }
  friend bool operator==(const Clocks&, const Clocks&) = default;
};

enum class Verdict { kRelease, kHold, kBlock };
std::string_view ToString(Verdict verdict);

struct Charge {
  int provision = -1;
  Truth applies = Truth::kUnknown;
  std::optional<Decimal> amount;  // USD; nothing without a unit price
};

// One regime's answer with what it rests on.
struct GateAnswer {
  Determination determination;
  const Snapshot* snapshot = nullptr;  // kept by the engine
  Facts facts;                         // with the stages' results
  std::optional<std::string> authorisation;
  std::vector<Charge> charges;
  std::vector<std::string> missing;  // smallest set of facts that settles it
  std::vector<std::string> open_points;
  bool satisfied = false;
};

struct Decision {
  Order order;
  Date as_of;
  Date known_at;
  Reading reading = Reading::kEnforced;
  const Item* item = nullptr;
  Verdict verdict = Verdict::kHold;
  std::string reason;  // one sentence
  std::vector<GateAnswer> gates;
  // Places that every gate allows; nothing when none of them says anything.
  std::optional<std::vector<std::string>> places;
  bool deadlock = false;        // both sides' places have nothing in common
  std::optional<Symbol> place;  // where it will be used
  Truth place_permitted = Truth::kTrue;
  std::optional<Decimal> value;  // USD
  std::vector<std::string> next_steps;
  std::vector<std::string> assumptions;
};

// Facts that a case sets directly, after the order's own.
using Overrides = std::vector<std::pair<std::string, Value>>;

Result<Decision> Judge(Engine& engine, const Order& order, const Clocks& clocks,
                       const Overrides& overrides = {});

// One item under one regime, with no transaction.
struct Classification {
  const Item* item = nullptr;  // null when only facts were given
  GateAnswer answer;
};
Classification ClassifyItem(Engine& engine, const Pack& pack, const Item& item, Date as_of,
                            const Clocks& clocks);
// The same from bare facts.
GateAnswer ClassifyFacts(Engine& engine, const Pack& pack, const Facts& facts, Date as_of,
                         const Clocks& clocks);

// Everything a gate asks of bare facts, for cases.
GateAnswer AskGate(Engine& engine, const Pack& pack, const Facts& facts, Date as_of,
                   const Clocks& clocks);

}  // namespace licet

#endif  // LICET_GATE_JUDGE_H_
