// The values that the facts of a group have taken, and the truths of the
// group's atoms for each of them: an item's, a party's in one role, a word's,
// an evidence text's. An instance is one such value; its truths are evaluated
// once, by the naive evaluator.
//
// Thread safety: none.

#ifndef LICET_GATE_COLUMNS_H_
#define LICET_GATE_COLUMNS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "licet/rules/atoms.h"

namespace licet {

// Groups of facts, in the order of AtomLayout.
enum FactGroup : int {
  kGroupItem,
  kGroupContents,
  kGroupExporter,                       // then purchaser, consignee, end user
  kGroupActivity = kGroupExporter + 4,  // then origin, destination, place of use, end use
  kGroupPlaceOfUse = kGroupActivity + 3,
  kGroupEvidence = kGroupActivity + 5,
  kGroupFixed,  // what no order gives
  kGroupMixed,  // amounts, and atoms over several groups
  kGroupCount,
};

AtomLayout LayoutOf(const Schema& schema);

class Column {
 public:
  // Sets the group's facts to those of an instance; resets what it lacks.
  using FillInto = std::function<void(std::uint32_t instance, Facts* facts)>;

  Column(const Schema& schema, const AtomTable& atoms, int group, FillInto fill);

  // Two words, surely true and surely false, for each 64 atoms of the group.
  const std::uint64_t* Truths(std::uint32_t instance) {
    Prepare(instance);
    return Prepared(instance);
  }
  // The same in two steps: preparing one instance may move the others' truths.
  void Prepare(std::uint32_t instance) {
    if (instance < known_.size() && known_[instance] == atoms_.InGroup(group_).size()) return;
    MakeRoom(instance);
    CatchUp(instance);
  }
  const std::uint64_t* Prepared(std::uint32_t instance) const {
    return truths_.data() + std::size_t{instance} * words_ * 2;
  }
  // Number of 64-atom words.
  std::size_t words() const { return words_; }

  // The same number for the same value of a fact of the group; odd when it
  // leaves something open.
  std::uint64_t ValueNumber(std::uint32_t instance, int fact);
  // The value itself; void with the next call.
  const Value& ValueOf(std::uint32_t instance, int fact) {
    Fill(instance);
    return scratch_[fact];
  }

 private:
  void MakeRoom(std::uint32_t instance);
  void CatchUp(std::uint32_t instance);
  // One instance is asked about many times running.
  void Fill(std::uint32_t instance) {
    if (filled_ != instance) fill_(instance, &scratch_);
    filled_ = instance;
  }

  const Schema& schema_;
  const AtomTable& atoms_;
  const int group_;
  const FillInto fill_;
  Facts scratch_;
  std::optional<std::uint32_t> filled_;  // what scratch_ holds
  std::size_t words_ = 0;
  std::vector<std::uint64_t> truths_;  // instance x words_ x 2
  std::vector<std::uint32_t> known_;   // atoms evaluated, by instance
  // By fact of the group (value_row_ says which), then by instance; 0 not yet known.
  std::vector<std::vector<std::uint64_t>> values_;
  std::vector<std::uint32_t> value_row_;  // by fact, plus one
};

}  // namespace licet

#endif  // LICET_GATE_COLUMNS_H_
