#include "table_index.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "table_walk.h"

namespace licet {

namespace {

constexpr std::size_t Slot(int number) { return static_cast<std::size_t>(number); }

bool ReadsWorld(const Node& node) {
  return node.op == Op::kSetHas || node.op == Op::kSetMeets || node.op == Op::kExists ||
         node.op == Op::kAll;
}

TableCell CellOf(const FactDecl& decl, const Value& value) {
  if (decl.type == FactType::kBool) {
    return {value.truth == Truth::kTrue, value.truth != Truth::kFalse};
  }
  if (decl.type == FactType::kSymbol) {
    return value.symbol ? TableCell{*value.symbol, *value.symbol} : TableCell();
  }
  TableCell cell;
  if (value.number.low) cell.low = value.number.low->micros();
  if (value.number.high) cell.high = value.number.high->micros();
  return cell;
}

Value ValueOf(const FactDecl& decl, const TableCell& cell) {
  Value value;
  if (decl.type == FactType::kBool) {
    value.truth = cell.IsExact() ? ToTruth(cell.low != 0) : Truth::kUnknown;
  } else if (decl.type == FactType::kSymbol) {
    if (cell.IsExact()) value.symbol = static_cast<Symbol>(cell.low);
  } else {
    if (cell.low != TableRecord::kUnknown) value.number.low = Decimal::FromMicros(cell.low);
    if (cell.high != TableRecord::kNoHigh || cell.IsExact()) {
      value.number.high = Decimal::FromMicros(cell.high);
    }
  }
  return value;
}

// Truth of "the key is in one of the runs" for every key of the range. Only
// words have several runs, and a word is known or is not.
Truth Within(const std::vector<KeyRange>& runs, const KeyRange& range) {
  Truth truth = Truth::kFalse;
  for (const KeyRange& run : runs) {
    if (run.low <= range.low && range.last <= run.last) return Truth::kTrue;
    if (range.last >= run.low && range.low <= run.last) truth = Truth::kUnknown;
  }
  return truth;
}

}  // namespace

RuleTable::Index::Inputs::Inputs(const Index& index, const World& world)
    : index_(index), world_(&world) {
  for (int fact : index.columns()) {
    cells_.push_back(CellOf(index.schema_.facts()[Slot(fact)], world.facts[fact]));
  }
}

bool RuleTable::Index::Inputs::AreExact() const {
  return std::all_of(cells_.begin(), cells_.end(),
                     [](const TableCell& cell) { return cell.IsExact(); });
}

const World& RuleTable::Index::Inputs::world() {
  if (world_ != nullptr) return *world_;
  facts_.emplace(index_.schema_);
  for (std::size_t i = 0; i < cells_.size(); ++i) {
    const int fact = index_.columns()[i];
    (*facts_)[fact] = ValueOf(index_.schema_.facts()[Slot(fact)], cells_[i]);
  }
  made_.emplace(World{index_.schema_, *facts_, index_.sets_});
  world_ = &*made_;
  return *world_;
}

RuleTable::Index::Index(std::span<const Expression> rows, const Schema& schema,
                        const SetMembers& sets, Labels labels)
    : rows_(rows.begin(), rows.end()),
      schema_(schema),
      sets_(sets),
      boxes_(MakeBoxes(rows, schema, sets)),
      first_(boxes_, BoxTree::Goal::kFirst),
      all_(boxes_, BoxTree::Goal::kAll),
      texts_(rows, schema, sets, boxes_.column_of, std::move(labels)) {
  for (std::size_t row = 0; row < rows_.size(); ++row) {
    const auto& nodes = rows_[row].nodes();
    needs_world_ = needs_world_ || std::any_of(nodes.begin(), nodes.end(), ReadsWorld);
    const auto& parts = boxes_.rows[row].boxes;
    const bool hidden =
        std::any_of(parts.begin(), parts.end(), [](const Box& box) { return !box.reachable; });
    if (hidden) unreachable_.push_back(static_cast<int>(row));
  }
}

std::vector<TableCell> RuleTable::Index::CellsOf(const TableRecord& record) const {
  assert(!needs_world_);
  assert(record.values.size() == columns().size());
  assert(record.highs.empty() || record.highs.size() == columns().size());
  std::vector<TableCell> cells;
  for (std::size_t i = 0; i < columns().size(); ++i) {
    const std::int64_t value = record.values[i];
    if (!record.highs.empty()) {
      cells.push_back({value, record.highs[i]});
    } else {
      cells.push_back(value == TableRecord::kUnknown ? TableCell() : TableCell{value, value});
    }
  }
  return cells;
}

int RuleTable::Index::First(const TableRecord& record) const {
  assert(!needs_world_);
  assert(record.values.size() == columns().size());
  return first_.is_small() ? FirstOf<true>(record) : FirstOf<false>(record);
}

template <bool kSmall>
int RuleTable::Index::FirstOf(const TableRecord& record) const {
  PointBuffer buffer;
  const Point point = buffer.point();
  if (!record.highs.empty() || !Fill<kSmall>(record.values, point)) [[unlikely]] {
    return FirstInDoubt(CellsOf(record));
  }
  const BoxTree::Entry hit = first_.First<kSmall>(Walk(first_, point), point);
  if (!hit.exact()) [[unlikely]]
    return FirstInDoubt(CellsOf(record));
  return hit.is_none() ? kNoRow : hit.row();
}

// False when a value that the tree asks for is not known.
template <bool kSmall>
bool RuleTable::Index::Fill(std::span<const std::int64_t> values, Point point) const {
  first_.Clear<kSmall>(point);
  bool known = true;
  const auto value_of = [&](int column) {
    const std::int64_t value = values[Slot(column)];
    known &= value != TableRecord::kUnknown;
    return value;
  };
  const auto ranged = Slot(boxes_.ranged);
  std::size_t i = 0;
  for (; i < ranged; ++i) {
    const Axis& axis = boxes_.axes[i];
    const std::int64_t per = axis.per < 0 ? 0 : value_of(axis.per);
    first_.PutRanged<kSmall>(i, axis.KeyOf(value_of(axis.column), per), point);
  }
  for (; i < boxes_.axes.size(); ++i) {
    const Axis& axis = boxes_.axes[i];
    first_.PutMasked(i, axis.KeyOf(value_of(axis.column), 0), point);
  }
  return known;
}

int RuleTable::Index::First(Inputs* inputs) const {
  const std::vector<KeyRange> ranges = RangesOf(inputs->cells());
  for (int row : Candidates(ranges)) {
    if (TruthOf(row, ranges, inputs) == Truth::kTrue) return row;
  }
  return kNoRow;
}

void RuleTable::Index::All(Inputs* inputs, std::vector<RowTruth>* out) const {
  out->clear();
  if (inputs->AreExact()) return AllAt(inputs, out);
  const std::vector<KeyRange> ranges = RangesOf(inputs->cells());
  for (int row : Candidates(ranges)) {
    const Truth truth = TruthOf(row, ranges, inputs);
    if (truth != Truth::kFalse) out->push_back({row, truth});
  }
}

void RuleTable::Index::AllAt(Inputs* inputs, std::vector<RowTruth>* out) const {
  PointBuffer buffer;
  const Point point = buffer.point();
  all_.Clear<false>(point);
  for (std::size_t i = 0; i < boxes_.axes.size(); ++i) {
    const Axis& axis = boxes_.axes[i];
    const std::int64_t per = axis.per < 0 ? 0 : inputs->cells()[Slot(axis.per)].low;
    all_.Put<false>(i, axis.KeyOf(inputs->cells()[Slot(axis.column)].low, per), point);
  }
  all_.ForEach(Walk(all_, point), point, [&](BoxTree::Entry entry) {
    const Truth truth = entry.exact() ? entry.ceiling() : inputs->Evaluate(entry.row());
    if (truth == Truth::kFalse) return;
    if (!out->empty() && out->back().row == entry.row()) {
      out->back().truth = Or(out->back().truth, truth);
    } else {
      out->push_back({entry.row(), truth});
    }
  });
}

// By axis. What is not known of a ratio or a word may be anything.
std::vector<KeyRange> RuleTable::Index::RangesOf(const std::vector<TableCell>& cells) const {
  std::vector<KeyRange> ranges;
  for (const Axis& axis : boxes_.axes) {
    const TableCell& cell = cells[Slot(axis.column)];
    const TableCell per = axis.per < 0 ? TableCell{0, 0} : cells[Slot(axis.per)];
    if (cell.IsExact() && per.IsExact()) {
      const Key key = axis.KeyOf(cell.low, per.low);
      ranges.push_back({key, key});
    } else if (axis.kind == Axis::Kind::kNumber) {
      ranges.push_back({axis.numbers.Of(cell.low), axis.numbers.Of(cell.high)});
    } else {
      ranges.push_back({0, axis.max()});
    }
  }
  return ranges;
}

// Every row that may hold, and perhaps others, in order.
std::vector<int> RuleTable::Index::Candidates(const std::vector<KeyRange>& ranges) const {
  std::vector<int> rows = unreachable_;
  if (all_.Touched(ranges, 2 * rows_.size(), &rows)) {
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
  }
  rows.resize(rows_.size());
  for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = static_cast<int>(i);
  return rows;
}

Truth RuleTable::Index::TruthOf(int number, const std::vector<KeyRange>& ranges,
                                Inputs* inputs) const {
  const BoxRow& row = boxes_.rows[Slot(number)];
  if (!row.exact) return inputs->Evaluate(number);
  Truth truth = Truth::kFalse;
  for (const Box& box : row.boxes) {
    Truth all = box.ceiling;
    for (const BoxSide& side : box.sides) {
      const Axis& axis = boxes_.axes[Slot(side.axis)];
      const bool no_word =
          axis.kind == Axis::Kind::kWord && !inputs->cells()[Slot(axis.column)].IsExact();
      all = And(all, no_word ? Truth::kUnknown : Within(side.runs, ranges[Slot(side.axis)]));
    }
    truth = Or(truth, all);
  }
  return truth;
}

}  // namespace licet
