// Orders as rows of numbers: for each group of facts, which of the values seen
// so far the order has. The same text gives the same number.
//
// Thread safety: none.

#ifndef LICET_GATE_ORDER_ROWS_H_
#define LICET_GATE_ORDER_ROWS_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "columns.h"
#include "licet/gate/engine.h"
#include "licet/gate/order.h"

namespace licet {

struct OrderRow {
  const Item* item = nullptr;
  std::uint32_t instance[kGroupCount] = {};
  std::uint32_t same_roles = 0;           // which buyer-side roles one firm fills
  std::vector<std::string_view> numbers;  // of authorisations, by regime
  bool numbered = false;
};

class OrderRows {
 public:
  OrderRows(Engine& engine, const AtomTable& atoms);
  ~OrderRows();

  // False when something about the order cannot be right. The row points into
  // the order.
  bool Resolve(const Order& order, OrderRow* row);

  Column& column(int group);
  // The instance of what `item` holds under a snapshot; null for what holds nothing.
  std::uint32_t Contents(const Snapshot* snapshot, const Item* item);

  // Truths of the atoms over amounts and over several groups, which differ from
  // order to order: two words for each 64 of them, surely true and surely false.
  void MixedTruths(const Order& order, const OrderRow& row, std::uint64_t* truths);

  // Whether the evidence with the number of this regime's authorisation is
  // asked for by no rule, so that it stands for any number.
  bool IsOnlyNumber(std::size_t regime) const;

  // Drops what grows without bound; rows resolved before are void.
  void Forget();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet

#endif  // LICET_GATE_ORDER_ROWS_H_
