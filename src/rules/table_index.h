// What is behind a RuleTable: the rows as boxes, a tree over them for the first
// sure row and one for all rows, and the texts of their explanations.
//
// Thread safety: immutable once built.

#ifndef LICET_RULES_TABLE_INDEX_H_
#define LICET_RULES_TABLE_INDEX_H_

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "licet/rules/table.h"
#include "table_boxes.h"
#include "table_explain.h"
#include "table_tree.h"

namespace licet {

// One input, exact or a range.
struct TableCell {
  std::int64_t low = TableRecord::kUnknown;
  std::int64_t high = TableRecord::kNoHigh;

  bool IsExact() const { return low == high; }
};

class RuleTable::Index {
 public:
  Index(std::span<const Expression> rows, const Schema& schema, const SetMembers& sets,
        Labels labels);

  const std::vector<int>& columns() const { return boxes_.columns; }
  std::size_t size() const { return rows_.size(); }
  bool needs_world() const { return needs_world_; }
  const RowTexts& texts() const { return texts_; }
  const Expression& row(int number) const { return rows_[static_cast<std::size_t>(number)]; }
  std::size_t memory_bytes() const { return first_.memory_bytes() + all_.memory_bytes(); }

  // One set of inputs where there is time to look at it from all sides: cells
  // and the world that they stand for, or the other way round.
  class Inputs {
   public:
    Inputs(const Index& index, std::vector<TableCell> cells)
        : index_(index), cells_(std::move(cells)) {}
    Inputs(const Index& index, const World& world);
    Inputs(const Inputs&) = delete;
    Inputs& operator=(const Inputs&) = delete;

    const std::vector<TableCell>& cells() const { return cells_; }
    bool AreExact() const;
    const World& world();
    Truth Evaluate(int row) { return licet::Evaluate(index_.row(row), world()); }

   private:
    const Index& index_;
    std::vector<TableCell> cells_;
    const World* world_ = nullptr;
    std::optional<Facts> facts_;  // made from the cells when they are asked for
    std::optional<World> made_;
  };

  std::vector<TableCell> CellsOf(const TableRecord& record) const;

  int First(const TableRecord& record) const;
  int First(Inputs* inputs) const;
  void All(Inputs* inputs, std::vector<RowTruth>* out) const;
  void FirstOfEach(std::span<const TableColumn> columns, std::span<std::int32_t> rows) const;

 private:
  class Block;

  template <bool kSmall>
  int FirstOf(const TableRecord& record) const;
  template <bool kSmall>
  bool Fill(std::span<const std::int64_t> values, Point point) const;
  template <bool kSmall>
  void FirstOfEachBlock(std::span<const TableColumn> columns, std::span<std::int32_t> rows) const;

  int FirstInDoubt(std::vector<TableCell> cells) const {
    Inputs inputs(*this, std::move(cells));
    return First(&inputs);
  }
  void AllAt(Inputs* inputs, std::vector<RowTruth>* out) const;
  std::vector<KeyRange> RangesOf(const std::vector<TableCell>& cells) const;
  std::vector<int> Candidates(const std::vector<KeyRange>& ranges) const;
  Truth TruthOf(int row, const std::vector<KeyRange>& ranges, Inputs* inputs) const;

  std::vector<Expression> rows_;
  const Schema& schema_;
  SetMembers sets_;
  BoxTable boxes_;
  BoxTree first_;
  BoxTree all_;
  RowTexts texts_;
  std::vector<int> unreachable_;  // rows that only ranges can make unknown
  bool needs_world_ = false;
};

}  // namespace licet

#endif  // LICET_RULES_TABLE_INDEX_H_
