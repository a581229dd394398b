// Orders as rows of numbers: for each group of facts, which of the values seen
// so far the order has. The same text gives the same number.
//
// Thread safety: none.

#ifndef LICET_GATE_ORDER_ROWS_H_
#define LICET_GATE_ORDER_ROWS_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "columns.h"
#include "licet/gate/engine.h"
#include "licet/gate/order.h"

namespace licet {

struct OrderRow {
  const Item* item = nullptr;
  Date date;
  std::optional<Date> known_at;
  Decimal quantity;
  std::optional<Decimal> unit_price;
  std::uint32_t instance[kGroupCount] = {};
  std::uint32_t same_roles = 0;  // which buyer-side roles one firm fills
  std::uint32_t numbered = 0;    // bit by regime: the order gives an authorisation's number
  std::uint32_t numbers = 0;     // where OrderRows keeps them
};

// The texts of an order that facts are made of.
struct OrderTextViews {
  std::string_view item;
  std::string_view parties[4];  // by OrderRoles()
  std::string_view words[5];    // by OrderWords()
};

class OrderRows {
 public:
  OrderRows(Engine& engine, const AtomTable& atoms);
  ~OrderRows();

  // False when something about the order cannot be right.
  bool Resolve(const Order& order, OrderRow* row);
  // The same of a row of a file, without making an Order of it.
  bool Resolve(const OrderNumbers& numbers, const OrderRecord& record, OrderRow* row);

  Column& column(int group);
  // The instance of what `item` holds under a snapshot; null for what holds nothing.
  std::uint32_t Contents(const Snapshot* snapshot, const Item* item);

  // The party in a role, by OrderRoles(); null when not stated.
  const Party* PartyOf(const OrderRow& row, std::size_t role) const;

  // Truths of the atoms over amounts and over several groups, which differ from
  // order to order: two words for each 64 of them, surely true and surely false.
  void MixedTruths(const OrderRow& row, std::uint64_t* truths);

  // Whether an amount of the order leaves anything open.
  bool IsOpenAmount(const OrderRow& row, int fact) const;

  // The number of this regime's authorisation; REQUIRES its bit in `numbered`.
  const std::string& Number(const OrderRow& row, std::size_t regime) const;

  // Drops the numbers and what grows without bound; rows resolved before are void.
  void Forget();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet

#endif  // LICET_GATE_ORDER_ROWS_H_
