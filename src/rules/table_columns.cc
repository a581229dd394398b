// First() for many decisions at once: their keys a column at a time, their walks
// down the tree side by side.

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

#include "table_index.h"
#include "table_walk.h"

namespace licet {

namespace {

constexpr std::size_t Slot(int number) { return static_cast<std::size_t>(number); }

TableCell CellOf(const TableColumn& column, std::size_t i) {
  if (column.words != nullptr) {
    const Symbol word = column.words[i];
    return word == TableColumn::kUnknownWord ? TableCell() : TableCell{word, word};
  }
  if (column.truths != nullptr) {
    const Truth truth = column.truths[i];
    return {truth == Truth::kTrue, truth != Truth::kFalse};
  }
  const std::int64_t value = column.numbers[i];
  if (column.highs != nullptr) return {value, column.highs[i]};
  return value == TableRecord::kUnknown ? TableCell() : TableCell{value, value};
}

}  // namespace

// Room for as many points as walk side by side.
class RuleTable::Index::Block {
 public:
  static constexpr std::size_t kPoints = PointBlock::kPoints;
  // A point's axes are read a cache line at a time.
  struct alignas(64) Line : std::array<std::uint64_t, kAxesAtOnce> {};

  Block(const BoxTree& tree, std::span<const TableColumn> columns)
      : columns_(columns),
        axes_((tree.axes() + kAxesAtOnce - 1) / kAxesAtOnce * kAxesAtOnce),
        lane_bytes_(tree.lane_bytes()),
        mask_words_(tree.mask_words()),
        lines_(kPoints * (2 * axes_ + mask_words_) / Line().size()),
        lanes_(kPoints * lane_bytes_) {}

  PointBlock points() {
    auto* minus = reinterpret_cast<std::int64_t*>(lines_.data());
    auto* needed = reinterpret_cast<std::uint64_t*>(lines_.data()) + 2 * kPoints * axes_;
    return {minus, minus + kPoints * axes_, lanes_.data(), needed, axes_, lane_bytes_, mask_words_};
  }

  // Goes to the decisions from `begin` on.
  void Start(std::size_t begin, std::size_t count) {
    begin_ = begin;
    count_ = count;
    some_open_ = false;
  }

  // The keys of these decisions on one axis; notes those that have none.
  std::span<const Key> KeysOn(const Axis& axis) {
    const TableColumn& column = columns_[Slot(axis.column)];
    if (axis.kind == Axis::Kind::kNumber && column.highs == nullptr) {
      if (axis.numbers.has_grid()) {
        const GridKeys grid = axis.numbers.grid();
        return Keys(column.numbers, TableRecord::kUnknown,
                    [grid](std::int64_t value) { return grid.Of(value); });
      }
      return Keys(column.numbers, TableRecord::kUnknown,
                  [&axis](std::int64_t value) { return axis.numbers.Of(value); });
    }
    if (axis.kind == Axis::Kind::kWord) {
      return Keys(column.words, TableColumn::kUnknownWord,
                  [&axis](Symbol word) { return axis.words.Of(word); });
    }
    if (axis.kind == Axis::Kind::kBool) {
      return Keys(column.truths, Truth::kUnknown,
                  [](Truth truth) { return Key{truth == Truth::kTrue}; });
    }
    return KeysOfCells(axis);
  }

  std::vector<TableCell> CellsOf(std::size_t i) const {
    std::vector<TableCell> cells;
    for (const TableColumn& column : columns_) cells.push_back(CellOf(column, begin_ + i));
    return cells;
  }
  bool IsOpen(std::size_t i) const { return some_open_ && open_[i]; }

  TreePlaces leaves;

 private:
  // All values of a column are of one kind, so this is a loop without a choice.
  template <typename T, typename KeyOf>
  std::span<const Key> Keys(const T* values, T unknown, KeyOf key_of) {
    values += begin_;
    bool open = false;
    for (std::size_t i = 0; i < count_; ++i) open |= values[i] == unknown;
    for (std::size_t i = 0; i < count_; ++i) keys_[i] = key_of(values[i]);
    for (std::size_t i = 0; open && i < count_; ++i) {
      if (values[i] == unknown) MarkOpen(i);
    }
    return {keys_.data(), count_};
  }

  std::span<const Key> KeysOfCells(const Axis& axis) {
    for (std::size_t i = 0; i < count_; ++i) {
      const TableCell cell = CellOf(columns_[Slot(axis.column)], begin_ + i);
      const TableCell per =
          axis.per < 0 ? TableCell{0, 0} : CellOf(columns_[Slot(axis.per)], begin_ + i);
      keys_[i] = axis.KeyOf(cell.low, per.low);
      if (!cell.IsExact() || !per.IsExact()) MarkOpen(i);
    }
    return {keys_.data(), count_};
  }

  void MarkOpen(std::size_t i) {
    if (!some_open_) open_.fill(false);
    some_open_ = true;
    open_[i] = true;
  }

  std::span<const TableColumn> columns_;
  std::size_t axes_;
  std::size_t lane_bytes_;
  std::size_t mask_words_;
  std::vector<Line> lines_;
  std::vector<char> lanes_;
  std::size_t begin_ = 0;
  std::size_t count_ = 0;
  std::array<Key, kPoints> keys_;
  bool some_open_ = false;
  std::array<bool, kPoints> open_;
};

void RuleTable::Index::FirstOfEach(std::span<const TableColumn> columns,
                                   std::span<std::int32_t> rows) const {
  assert(!needs_world_);
  assert(columns.size() == boxes_.columns.size());
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const FactType type = schema_.facts()[Slot(boxes_.columns[i])].type;
    assert(type == FactType::kSymbol ? columns[i].words != nullptr
           : type == FactType::kBool ? columns[i].truths != nullptr
                                     : columns[i].numbers != nullptr);
    static_cast<void>(type);
  }
  if (first_.is_small()) {
    FirstOfEachBlock<true>(columns, rows);
  } else {
    FirstOfEachBlock<false>(columns, rows);
  }
}

template <bool kSmall>
void RuleTable::Index::FirstOfEachBlock(std::span<const TableColumn> columns,
                                        std::span<std::int32_t> rows) const {
  Block block(first_, columns);
  const PointBlock points = block.points();
  first_.Prepare(points);
  for (std::size_t begin = 0; begin < rows.size(); begin += Block::kPoints) {
    const std::size_t count = std::min(Block::kPoints, rows.size() - begin);
    block.Start(begin, count);
    for (std::size_t axis = 0; axis < boxes_.axes.size(); ++axis) {
      first_.PutAll<kSmall>(axis, block.KeysOn(boxes_.axes[axis]), points);
    }
    WalkAll(first_, points, count, &block.leaves);
    for (std::size_t i = 0; i < count; ++i) {
      const Point point = BoxTree::At<kSmall>(points, i);
      const BoxTree::Entry hit = first_.First<kSmall>(block.leaves[i], point);
      if (!hit.exact() || block.IsOpen(i)) [[unlikely]] {
        rows[begin + i] = FirstInDoubt(block.CellsOf(i));
      } else {
        rows[begin + i] = hit.is_none() ? kNoRow : hit.row();
      }
    }
  }
}

}  // namespace licet
