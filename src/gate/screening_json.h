// What a decision in JSON says of the screening: the lists, and of each party of
// the order what was found of it and of those who own it.
//
// Thread safety: pure functions.

#ifndef LICET_GATE_SCREENING_JSON_H_
#define LICET_GATE_SCREENING_JSON_H_

#include <string>

#include "json_parts.h"

namespace licet {

Json ScreeningJson(const Engine& engine, const Order& order);

// The text of that up to the first party; all of it when names were not screened.
std::string ScreeningHead(const Engine& engine);
// The best hit of each list: "acme=us-entity-list:el-acme-cn:0.9800:same;..."
std::string ScreenedPartyLine(const Engine& engine, const Party& party, Date day);
// One party, without its roles; null for nothing found.
Json ScreenedPartyJson(const Engine& engine, const Party& party, Date day);

}  // namespace licet

#endif  // LICET_GATE_SCREENING_JSON_H_
