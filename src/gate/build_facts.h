// Turns an item and an order into the facts that rules ask for.

#ifndef LICET_GATE_BUILD_FACTS_H_
#define LICET_GATE_BUILD_FACTS_H_

#include <string>
#include <vector>

#include "licet/catalog/item.h"
#include "licet/gate/order.h"
#include "licet/parties/party.h"
#include "licet/rules/facts.h"

namespace licet {

// Every fact that the functions below fill must be declared by the schema.
Status CheckFilledFacts(const Schema& schema);

// One buyer of whom nothing is known, who is purchaser, consignee and end user.
void FillUnknownBuyer(const Schema& schema, Facts* facts);

void FillItem(const Schema& schema, const Item& item, Facts* facts);

// Parties, places, amounts and evidence of an order. What was assumed on the
// way goes to *assumptions as sentences. Errors carry the order's place.
Status FillOrder(const Schema& schema, const PartyBook& parties, const Order& order,
                 const Item& item, Facts* facts, std::vector<std::string>* assumptions);

}  // namespace licet

#endif  // LICET_GATE_BUILD_FACTS_H_
