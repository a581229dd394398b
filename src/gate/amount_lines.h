// The atoms over amounts, which differ from order to order: quantity, price,
// value, total TPP. An atom that compares one amount with a number is the same
// for all amounts between two such numbers, so its truth is looked up by where
// the amount stands among the lines. Atoms that add an unknown to an amount are
// unknown. What is left is asked of the naive evaluator.
//
// Thread safety: none.

#ifndef LICET_GATE_AMOUNT_LINES_H_
#define LICET_GATE_AMOUNT_LINES_H_

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "columns.h"
#include "key_table.h"

namespace licet {

class AmountLines {
 public:
  // Gives an instance's value of a fact of another group.
  using ValueOf = std::function<const Value&(int group, std::uint32_t instance, int fact)>;

  // `amounts` are the numbers of the facts that FillAmounts sets.
  AmountLines(const Schema& schema, const AtomTable& atoms, std::vector<int> amounts,
              ValueOf value_of);

  // Truths of the group's atoms: two words for each 64 of them, surely true and
  // surely false, 0 before. `facts` holds the order's amounts; the other facts
  // that its atoms read are set here.
  void Truths(std::span<const std::uint32_t> instance, Facts* facts, std::uint64_t* truths);

  // The other groups' instances mean something else from now on.
  void Forget();

 private:
  // The lines of one amount, ascending, and the truths between them.
  struct Lines {
    int fact = -1;
    std::vector<std::uint32_t> atoms;  // positions in the group
    std::vector<std::int64_t> at;      // micros
    // By where the low and the high bound stand, 1 + words: 0 not yet known.
    std::vector<std::uint64_t> truths;
  };
  // What the other groups' instances make of the remaining atoms.
  struct Others {
    std::vector<std::uint64_t> truths;           // of atoms without amounts
    std::vector<std::uint32_t> ask;              // atoms for the naive evaluator
    std::vector<std::pair<int, Range>> numbers;  // of the other facts that those read
  };

  void Prepare();
  bool AddLine(std::uint32_t position);
  std::size_t Stand(const Lines& lines, const std::optional<Decimal>& bound) const;
  void AddLines(Lines& lines, const World& world, std::uint64_t* truths);
  const Others& OthersOf(std::span<const std::uint32_t> instance, Facts* facts);
  void FillOthers(std::span<const std::uint32_t> instance, Facts* facts) const;
  bool ReadsAmount(const Atom& atom) const;
  bool UnknownByOthers(const Atom& atom, const Facts& facts) const;
  void Set(std::uint32_t position, const World& world, std::uint64_t* truths) const;

  const Schema& schema_;
  const AtomTable& atoms_;
  const ValueOf value_of_;
  std::vector<Lines> amounts_;
  std::vector<int> other_facts_;
  std::vector<int> other_groups_;
  std::vector<std::uint32_t> rest_;  // positions of atoms that are no line
  std::size_t prepared_ = 0;         // atoms looked at
  std::size_t words_ = 0;
  KeyTable other_keys_;
  std::vector<Others> others_;
  std::vector<std::uint64_t> key_;
};

}  // namespace licet

#endif  // LICET_GATE_AMOUNT_LINES_H_
