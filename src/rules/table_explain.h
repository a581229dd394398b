// The explanations of a RuleTable's rows as JSON, with everything but the
// values written when the table is built. They say what Explain() says.
//
// Thread safety: immutable once built.

#ifndef LICET_RULES_TABLE_EXPLAIN_H_
#define LICET_RULES_TABLE_EXPLAIN_H_

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/rules/explain.h"
#include "licet/rules/table.h"

namespace licet {

class RowTexts {
 public:
  // `column_of` gives the place of a fact among the values.
  RowTexts(std::span<const Expression> rows, const Schema& schema, const SetMembers& sets,
           const std::vector<int>& column_of, RuleTable::Labels labels);

  const std::string& citation(int row) const {
    return labels_.citations[static_cast<std::size_t>(row)];
  }

  // Appends the row's explanation and says so, unless that takes more than the
  // values: a range, a set, the parties, a word that is new.
  bool TryAppend(int row, const TableRecord& record, std::string* out) const;
  // Any row, any facts.
  void Append(int row, const Expression& expression, const World& world, std::string* out) const;
  static void AppendNone(std::string* out);

 private:
  friend class RowTextMaker;

  struct Text {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
  };
  // One observation. Its text before the value is shared by all rows, that after
  // it stands in texts_ where those of the steps before it end.
  struct Step {
    std::uint8_t op = 0;        // an Op
    std::uint8_t relation = 0;  // a Relation
    std::uint16_t terms = 0;    // of a sum: how many steps from this one on; 0: not the first
    std::uint16_t column = 0;
    std::uint16_t other = 0;   // column that is divided by or compared with
    std::uint32_t before = 0;  // number in befores_
    std::uint32_t after_size = 0;
    std::int64_t constant = 0;  // the line; of words the first in words_
    std::int64_t factor = 0;    // and how many; of ratios what stands for one by zero
  };
  struct Row {
    std::uint32_t first_step = 0;
    std::uint32_t steps = 0;
    std::uint64_t text = 0;
    std::uint32_t head_size = 0;  // {"row":12,"cite":"...","facts":[
    std::uint32_t text_size = 0;  // with the head
    std::uint32_t most = 0;       // bytes of the explanation; 0: not prepared
  };
  class Writer;
  class Speaker;

  const Schema& schema_;
  RuleTable::Labels labels_;
  std::vector<Row> rows_;
  std::vector<Step> steps_;
  std::string texts_;
  std::vector<Text> befores_;
  std::string before_texts_;
  std::vector<Symbol> words_;     // of all rows' lists, each sorted
  std::vector<Text> word_texts_;  // by symbol, as JSON
  std::string all_word_texts_;
};

}  // namespace licet

#endif  // LICET_RULES_TABLE_EXPLAIN_H_
