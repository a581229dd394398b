#include "licet/rules/table.h"

#include <fmt/format.h>

#include <utility>

#include "table_index.h"

namespace licet {

// More rows than this would not fit an entry of the tree.
static_assert(RuleTable::kRowsMax < (std::size_t{1} << 29));

RuleTable::RuleTable(std::unique_ptr<const Index> index) : index_(std::move(index)) {}
RuleTable::RuleTable(RuleTable&&) noexcept = default;
RuleTable& RuleTable::operator=(RuleTable&&) noexcept = default;
RuleTable::~RuleTable() = default;

Result<RuleTable> RuleTable::Build(std::span<const Expression> rows, const Schema& schema,
                                   const SetMembers& sets, Labels labels) {
  if (rows.size() > kRowsMax) {
    return Fail(ErrorCode::kLimit, fmt::format("a table has at most {} rows, not {}; split it",
                                               kRowsMax, rows.size()));
  }
  if (!labels.citations.empty() && labels.citations.size() != rows.size()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} citations for {} rows; give each row one, or none at all",
                            labels.citations.size(), rows.size()));
  }
  if (!labels.set_names.empty() && labels.set_names.size() != sets.size()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} names for {} sets; give each set one, or none at all",
                            labels.set_names.size(), sets.size()));
  }
  for (const Expression& row : rows) {
    for (const Node& node : row.nodes()) {
      if (node.set < static_cast<int>(sets.size())) continue;
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("the condition {} names set number {}, but {} sets are given; give "
                              "the members of every set",
                              row.text(), node.set, sets.size()));
    }
  }
  return RuleTable(std::make_unique<const Index>(rows, schema, sets, std::move(labels)));
}

const std::vector<int>& RuleTable::columns() const { return index_->columns(); }
std::size_t RuleTable::size() const { return index_->size(); }
bool RuleTable::needs_world() const { return index_->needs_world(); }
std::size_t RuleTable::memory_bytes() const { return index_->memory_bytes(); }

int RuleTable::First(const TableRecord& record) const { return index_->First(record); }

int RuleTable::First(const World& world) const {
  Index::Inputs inputs(*index_, world);
  return index_->First(&inputs);
}

RuleTable::Decision RuleTable::Decide(const TableRecord& record) const {
  const int row = index_->First(record);
  return {row, row == kNoRow ? nullptr : &index_->texts().citation(row)};
}

void RuleTable::All(const TableRecord& record, std::vector<RowTruth>* out) const {
  Index::Inputs inputs(*index_, index_->CellsOf(record));
  index_->All(&inputs, out);
}

void RuleTable::All(const World& world, std::vector<RowTruth>* out) const {
  Index::Inputs inputs(*index_, world);
  index_->All(&inputs, out);
}

void RuleTable::FirstOfEach(std::span<const TableColumn> columns, std::span<std::int32_t> rows,
                            const std::string** citations) const {
  index_->FirstOfEach(columns, rows);
  if (citations == nullptr) return;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    citations[i] = rows[i] == kNoRow ? nullptr : &index_->texts().citation(rows[i]);
  }
}

int RuleTable::ExplainInto(const TableRecord& record, std::string* out) const {
  const int row = index_->First(record);
  if (row == kNoRow) {
    RowTexts::AppendNone(out);
  } else if (!index_->texts().TryAppend(row, record, out)) {
    Index::Inputs inputs(*index_, index_->CellsOf(record));
    index_->texts().Append(row, index_->row(row), inputs.world(), out);
  }
  return row;
}

int RuleTable::ExplainInto(const World& world, std::string* out) const {
  const int row = First(world);
  if (row == kNoRow) {
    RowTexts::AppendNone(out);
  } else {
    index_->texts().Append(row, index_->row(row), world, out);
  }
  return row;
}

}  // namespace licet
