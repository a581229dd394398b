// The pieces that decisions and classifications in JSON are put together from.
//
// Thread safety: pure functions.

#ifndef LICET_GATE_JSON_PARTS_H_
#define LICET_GATE_JSON_PARTS_H_

#include <nlohmann/json.hpp>
#include <string>

#include "licet/gate/grounds.h"
#include "licet/gate/judge.h"

namespace licet {

using Json = nlohmann::ordered_json;

// One line.
std::string Dump(const Json& json);

Json OverlaysJson(const Engine& engine);
Json ObservationJson(const Observation& seen);
Json GroundJson(const Pack& pack, const Ground& ground);
// `because` is what the gate rests on, ground by ground.
Json GateJson(const Engine& engine, const GateAnswer& answer, Json because);
// Adds what follows the order's own fields, from "outcome" on.
void AddOutcome(const Decision& decision, Json gates, Json screening, Json* json);

}  // namespace licet

#endif  // LICET_GATE_JSON_PARTS_H_
