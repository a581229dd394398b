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
#include <vector>

#include "key_table.h"
#include "licet/rules/atoms.h"

namespace licet {

// Groups of facts, in the order of AtomLayout.
enum FactGroup : int {
  kGroupItem,
  kGroupContents,
  kGroupExporter,                       // then purchaser, consignee, end user
  kGroupActivity = kGroupExporter + 4,  // then origin, destination, place of use, end use
  kGroupEvidence = kGroupActivity + 5,
  kGroupFixed,  // what no order gives
  kGroupMixed,  // amounts, and atoms over several groups
  kGroupCount,
};

AtomLayout LayoutOf(const Schema& schema);

class Column {
 public:
  // Sets the group's facts to those of an instance; resets what it lacks.
  using Fill = std::function<void(std::uint32_t instance, Facts* facts)>;

  Column(const Schema& schema, const AtomTable& atoms, int group, Fill fill);

  // Two words, surely true and surely false, for each 64 atoms of the group.
  const std::uint64_t* Truths(std::uint32_t instance);
  // Number of 64-atom words.
  std::size_t words() const { return words_; }

  // Instances with the same signature are alike for every rule: the same
  // truths, and the same doubts about the same facts.
  std::uint64_t Signature(std::uint32_t instance);

 private:
  void MakeRoom(std::uint32_t instance);
  void CatchUp(std::uint32_t instance);

  const Schema& schema_;
  const AtomTable& atoms_;
  const int group_;
  const Fill fill_;
  std::vector<int> facts_;  // of this group
  Facts scratch_;
  std::size_t words_ = 0;
  std::vector<std::uint64_t> truths_;      // instance x words_ x 2
  std::vector<std::uint32_t> known_;       // atoms evaluated, by instance
  std::vector<std::uint64_t> signatures_;  // by instance; 0 not yet
  KeyTable signature_numbers_;
};

}  // namespace licet

#endif  // LICET_GATE_COLUMNS_H_
