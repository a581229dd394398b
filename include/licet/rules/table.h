// RuleTable: an index over many conditions on the same facts of which few hold,
// for a stage with hundreds of provisions or a table with ten thousand rows. It
// gives what evaluating every row with Evaluate() would give, in Kleene's logic
// with ranges and unknowns, without looking at every row.
//
// A row's thresholds become intervals and its words sets of classes; a tree
// that cuts on the most selective fact leads to the few rows that may hold.
// What intervals cannot say (sums, sets, parties) is left to EvaluateNode. An
// input that is a range or unknown visits every branch it may belong to.
//
// Thread safety: immutable once built; const methods may run side by side.

#ifndef LICET_RULES_TABLE_H_
#define LICET_RULES_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "licet/rules/evaluate.h"

namespace licet {

// One set of inputs, a value a column: a number in micros, a Symbol, or 0/1 for
// false/true. What is not known exactly is a range from its value to its high
// end; of words and truths nothing is known then. A record without highs is
// looked up several times faster.
struct TableRecord {
  static constexpr std::int64_t kUnknown = std::numeric_limits<std::int64_t>::min();
  static constexpr std::int64_t kNoHigh = std::numeric_limits<std::int64_t>::max();

  std::span<const std::int64_t> values;      // kUnknown: no lower bound
  std::span<const std::int64_t> highs = {};  // kNoHigh: no upper bound. No highs: every
                                             // value is exact or kUnknown
};

// Many values of one input, one a decision; set the pointer that fits the
// fact's type.
struct TableColumn {
  static constexpr Symbol kUnknownWord = std::numeric_limits<Symbol>::max();

  const std::int64_t* numbers = nullptr;  // as in TableRecord
  const std::int64_t* highs = nullptr;
  const Symbol* words = nullptr;
  const Truth* truths = nullptr;
};

struct RowTruth {
  int row = 0;
  Truth truth = Truth::kFalse;
  friend bool operator==(const RowTruth&, const RowTruth&) = default;
};

class RuleTable {
 public:
  static constexpr int kNoRow = -1;
  static constexpr std::size_t kRowsMax = 1'000'000;

  struct Decision {
    int row = kNoRow;
    const std::string* citation = nullptr;  // lives as long as the table
  };

  // What answers are given words with.
  struct Labels {
    std::vector<std::string> citations;  // none, or one a row
    std::vector<std::string> set_names;  // none, or one a set
  };

  // `schema` must outlive the table; the members of the sets are built in, so a
  // set that changes needs a new table.
  static Result<RuleTable> Build(std::span<const Expression> rows, const Schema& schema,
                                 const SetMembers& sets, Labels labels = {});
  RuleTable(RuleTable&&) noexcept;
  RuleTable& operator=(RuleTable&&) noexcept;
  ~RuleTable();

  // The facts that a record gives, in this order.
  const std::vector<int>& columns() const;
  std::size_t size() const;
  // Whether some row reads a set or the parties, which no record can carry;
  // such a table answers for worlds only.
  bool needs_world() const;

  // The first row that surely holds, or kNoRow.
  // REQUIRES: a value for each of columns(), low ends not above their high ends;
  // !needs_world(). (The numbers of values and needs_world() are checked by assert.)
  int First(const TableRecord& record) const;
  Decision Decide(const TableRecord& record) const;
  // REQUIRES: the schema and the sets that the table was built with.
  int First(const World& world) const;

  // Every row that holds or may hold, in order of rows.
  void All(const TableRecord& record, std::vector<RowTruth>* out) const;
  void All(const World& world, std::vector<RowTruth>* out) const;

  // First() for `rows.size()` decisions at once, from one column each of
  // columns(); `citations`, unless null, gets as many pointers.
  // REQUIRES: !needs_world(), in each column the pointer of its fact's type (both
  // checked by assert).
  void FirstOfEach(std::span<const TableColumn> columns, std::span<std::int32_t> rows,
                   const std::string** citations = nullptr) const;

  // Appends why First() answers as it does, as one JSON object: row, citation,
  // and each part of the row's condition with the value read, its line, the
  // distance from it and whether it holds. Returns the row.
  int ExplainInto(const TableRecord& record, std::string* out) const;
  int ExplainInto(const World& world, std::string* out) const;

  // How large the index is, for reports and tests of its bounds.
  std::size_t memory_bytes() const;

 private:
  class Index;
  explicit RuleTable(std::unique_ptr<const Index> index);

  std::unique_ptr<const Index> index_;
};

}  // namespace licet

#endif  // LICET_RULES_TABLE_H_
