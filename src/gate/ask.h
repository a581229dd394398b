// One gate's answer to one transaction, and the answers of several joined.

#ifndef LICET_GATE_ASK_H_
#define LICET_GATE_ASK_H_

#include <span>
#include <string>
#include <vector>

#include "licet/gate/judge.h"

namespace licet {

// Fills item.contains_codes: what an assembly holds is classified by the same
// regime first.
void FillContents(Engine& engine, const Snapshot& snapshot, const Item& item, Facts* facts);

// `item` may be null when only facts are given.
GateAnswer Ask(Engine& engine, const Pack& pack, Facts facts, const Item* item, Date as_of,
               const Clocks& clocks);

// The same on a snapshot at hand, once the contents are filled; without what
// is missing when `settle` is false.
GateAnswer AskSnapshot(const Schema& schema, const Snapshot& snapshot, Facts facts,
                       SettleOracle* oracle = nullptr, bool settle = true);

// What would settle an unknown answer, or what else is missing.
void SetMissing(const Schema& schema, GateAnswer* answer, bool classify_only,
                SettleOracle* oracle = nullptr);

// What the charges that apply come to; from the value in the answer's facts.
void SetCharges(const Schema& schema, GateAnswer* answer);

// Whether an authorisation's number says that there is none: "none", "no".
bool SaysNone(std::string_view number);

// Fills places, deadlock and place_permitted.
void JoinPlaces(const Schema& schema, Decision* decision);

// What the answer of one gate rests on besides its own facts.
struct Assuming {
  const GateAnswer* gate = nullptr;
  const Snapshot* snapshot = nullptr;
};
// What is assumed of all gates together; `as_of` is the day as text.
std::vector<std::string> JoinedAssumptions(const Engine& engine, std::span<const Assuming> gates,
                                           std::string_view as_of);

// Fills places, verdict, assumptions, reason and next steps from the gates.
void JoinGates(const Engine& engine, Decision* decision);

}  // namespace licet

#endif  // LICET_GATE_ASK_H_
