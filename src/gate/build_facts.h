// Turns an item and an order into the facts that rules ask for.

#ifndef LICET_GATE_BUILD_FACTS_H_
#define LICET_GATE_BUILD_FACTS_H_

#include <string>
#include <string_view>
#include <vector>

#include "licet/catalog/item.h"
#include "licet/gate/order.h"
#include "licet/parties/party.h"
#include "licet/rules/facts.h"

namespace licet {

// Every fact that the functions below fill must be declared by the schema.
Status CheckFilledFacts(const Schema& schema);

// An item looked at by itself comes from no foundry's order.
void FillNoFoundry(const Schema& schema, Facts* facts);

// One buyer of whom nothing is known, who is purchaser, consignee and end user.
void FillUnknownBuyer(const Schema& schema, Facts* facts);

void FillItem(const Schema& schema, const Item& item, Facts* facts);

// Parties, places, amounts and evidence of an order. What was assumed on the
// way goes to *assumptions as sentences. Errors carry the order's place.
Status FillOrder(const Schema& schema, const PartyBook& parties, const Order& order,
                 const Item& item, Facts* facts, std::vector<std::string>* assumptions);

// The parts of FillOrder, for those that ask about a value once and not once an
// order. Each sets facts of its own only; what is not given it leaves alone.

// A column of one word and the fact that it gives.
struct OrderWord {
  std::string_view fact;
  std::string_view column;
  std::string Order::* text;
};
const std::vector<OrderWord>& OrderWords();
Status FillWord(const Schema& schema, const Order& order, const OrderWord& word, Facts* facts,
                std::vector<std::string>* assumptions = nullptr);

// exporter, purchaser, consignee, end_user.
const std::vector<std::string>& OrderRoles();
Status FillParty(const Schema& schema, const PartyBook& parties, const Order& order,
                 const std::string& role, const std::string& id, Facts* facts,
                 std::vector<std::string>* assumptions = nullptr);

// Numbers of the facts that differ from order to order; these it sets all.
struct AmountFacts {
  explicit AmountFacts(const Schema& schema);
  int quantity;
  int unit_price;
  int value;
  int total_tpp;
};
Status FillAmounts(const AmountFacts& numbers, const Order& order, const Item& item, Facts* facts);

Status FillEvidence(const Schema& schema, const Order& order, Facts* facts,
                    std::vector<std::string>* assumptions = nullptr);

}  // namespace licet

#endif  // LICET_GATE_BUILD_FACTS_H_
