// Small numbers for the values that an order's facts have: the same number, the
// same value, whatever the order. Texts that depend on a value are kept by them.
//
// Thread safety: none.

#ifndef LICET_GATE_VALUE_CLASSES_H_
#define LICET_GATE_VALUE_CLASSES_H_

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "columns.h"
#include "licet/gate/batch.h"

namespace licet {

// The values behind an order's instances.
class InstanceValues {
 public:
  virtual ~InstanceValues() = default;
  // The same number for the same value.
  virtual std::uint64_t NumberOf(int group, std::uint32_t instance, int fact) = 0;
  // Void with the next call.
  virtual const Value& ValueOf(int group, std::uint32_t instance, int fact) = 0;
};

class ValueClasses {
 public:
  // Values of the results of earlier stages, by place among them.
  using Results = std::vector<std::uint32_t>;

  explicit ValueClasses(const Schema& schema);

  // The order that is asked about next: its instances by group, but for the
  // contents, which differ from gate to gate.
  void Begin(const std::uint32_t* instances, InstanceValues* values);
  void BeginGate(std::uint32_t contents, const GateKind& kind, const Results& results);

  Results ClassesOf(const GateKind& kind);

  // From 1. Not for ratios and for amounts, which differ from order to order.
  std::uint32_t ClassOf(int fact) {
    const Place& place = places_[static_cast<std::size_t>(fact)];
    if (place.result) return (*results_)[place.slot];
    Group& group = groups_[static_cast<std::size_t>(place.group)];
    std::uint32_t& known = group.classes[group.row + place.slot];
    if (known == 0) known = Number(fact, place);
    return known;
  }
  const Value& ValueOf(int fact);
  bool IsAmount(int fact) const {
    return places_[static_cast<std::size_t>(fact)].group == kGroupMixed;
  }

  std::size_t bytes() const;
  // Evidence is as varied as its writers: its instances do not outlive a block.
  void EndBlock();
  void Clear();

 private:
  struct Place {
    int group = 0;
    bool result = false;
    std::uint32_t slot = 0;  // in the group, or among the results
  };
  struct Group {
    std::size_t facts = 0;
    std::vector<std::uint32_t> rows;     // by instance, plus one
    std::vector<std::uint32_t> classes;  // `facts` a row; 0 not asked yet
    std::size_t row = 0;                 // where the order's begins
  };

  void Stand(int group, std::uint32_t instance);
  std::uint32_t Number(int fact, const Place& place);
  std::uint32_t NumberOf(int fact, std::uint64_t value);

  const Schema& schema_;
  std::vector<Place> places_;  // by fact
  std::array<Group, kGroupCount> groups_;
  std::vector<std::unordered_map<std::uint64_t, std::uint32_t>> numbers_;  // by fact
  std::size_t numbered_ = 0;

  std::array<std::uint32_t, kGroupCount> instances_ = {};
  InstanceValues* values_ = nullptr;
  const GateKind* kind_ = nullptr;
  const Results* results_ = nullptr;
};

}  // namespace licet

#endif  // LICET_GATE_VALUE_CLASSES_H_
