// Decisions as JSON, byte for byte as DecisionJson() writes them, for many
// orders: what orders of a kind share is rendered once and kept as text with
// holes; what differs is written into them.
//
// Thread safety: none.

#ifndef LICET_GATE_DECISION_TEXT_H_
#define LICET_GATE_DECISION_TEXT_H_

#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "condition_text.h"
#include "key_table.h"
#include "licet/gate/batch.h"
#include "order_text.h"
#include "text_template.h"

namespace licet {

// What the text needs to know of one order.
struct DecidedOrder {
  struct Gate {
    const Snapshot* snapshot = nullptr;
    std::uint32_t contents = 0;  // the instance of what its item holds
  };

  const Order& order;
  const Item& item;
  OrderClocks clocks;
  const DecisionKind& kind;
  const std::uint32_t* instances;             // by group
  std::uint32_t same_roles = 0;               // as in OrderRow
  std::span<const Gate> gates;                // one for each of the kind's
  std::span<const std::string_view> numbers;  // of authorisations, by regime
};

class DecisionTexts {
 public:
  DecisionTexts(const Engine& engine, InstanceValues* values);

  void Append(const DecidedOrder& decided, std::string* out);

  // At the end of a block: instances of evidence are void, and when what is
  // kept has grown past so many bytes, all of it is dropped.
  void EndBlock(std::size_t most_bytes);
  // Drops all of it; kinds may stand elsewhere from now on.
  void Clear();

 private:
  struct GateText {
    TextTemplate text;
    std::size_t regime = 0;
    std::vector<Decimal> rates;          // of the charges
    std::vector<std::uint32_t> grounds;  // in grounds_
    ValueClasses::Results results;
  };

  const TextTemplate& TextOf(const DecidedOrder& decided);
  const TextTemplate& AssumedOfGates(const DecidedOrder& decided);
  const GateText& TextOf(const GateKind& kind, const Pack& pack, const DecidedOrder& decided);
  std::uint32_t GroundText(const Pack& pack, const Ground& ground);
  void Share(Json* json);
  void AppendGate(const DecidedOrder& decided, std::size_t gate, std::string* out);
  void AppendAmount(const DecidedOrder& decided, Decimal rate, std::string* out) const;

  const Engine& engine_;
  InstanceValues* values_;
  std::uint32_t number_marks_ = 0;  // of authorisations, as bits
  ConditionTexts conditions_;
  OrderTexts orders_;
  std::unordered_map<const DecisionKind*, TextTemplate> kinds_;
  std::unordered_map<const GateKind*, GateText> gates_;
  KeyTable ground_keys_;
  std::deque<TextTemplate> grounds_;
  std::unordered_map<std::string_view, std::uint32_t> shared_numbers_;
  std::deque<std::string> shared_;
  KeyTable assumed_keys_;
  std::deque<TextTemplate> assumed_;
  std::vector<std::uint64_t> key_;
  std::size_t bytes_ = 0;
};

}  // namespace licet

#endif  // LICET_GATE_DECISION_TEXT_H_
