// The parts of a RuleTable: keys, walks, and tables of shapes that take the
// less usual ways through it.

#include "rules/table_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/rules/table.h"
#include "rules/table_boxes.h"
#include "rules/table_keys.h"
#include "rules/table_walk.h"

namespace licet {
namespace {

constexpr std::uint64_t kSeed = 91'001'684;

void ExpectExactKeys(const std::vector<std::int64_t>& cuts, bool grid) {
  const NumberKeys keys(cuts);
  EXPECT_EQ(keys.has_grid(), grid);
  std::vector<std::int64_t> values = {INT64_MIN, INT64_MAX, 0, -1, 1};
  for (std::int64_t cut : cuts) {
    for (std::int64_t about : {-1'000'001, -10, -1, 0, 1, 9, 1'000'000}) {
      if (cut < INT64_MAX - 1'000'000 && cut > INT64_MIN + 1'000'001) values.push_back(cut + about);
    }
    values.push_back(cut);
  }
  for (std::int64_t value : values) {
    EXPECT_GE(keys.Of(value), 0);
    EXPECT_LE(keys.Of(value), keys.max());
    for (std::int64_t cut : cuts) {
      EXPECT_EQ(keys.Of(value) >= keys.Of(cut), value >= cut) << value << " and " << cut;
    }
  }
}

TEST(NumberKeysTest, KeepTheOrderAroundEveryCut) {
  ExpectExactKeys({4'800'000'000}, true);
  ExpectExactKeys({4'800'000'001}, true);
  ExpectExactKeys({1'600'000'000, 2'400'000'000, 4'800'000'000, 21'000'000'000}, true);
  // "Above 2400" beside "at least 1600".
  ExpectExactKeys({1'600'000'000, 2'400'000'001, 4'800'000'000, 4'800'000'001}, true);
  ExpectExactKeys({-5'000'000, 0, 5'920'000, 1'600'000}, true);
  ExpectExactKeys({7, 1'000'003, 999'999'000'007, 9'000'000'000'000'000'000}, false);
  ExpectExactKeys({INT64_MIN + 2, -3, 0, 1, INT64_MAX - 2}, false);
}

TEST(NumberKeysTest, KeepTheOrderOfRandomCuts) {
  SeededRandom random(kSeed);
  for (int round = 0; round < 300; ++round) {
    const auto step = static_cast<std::int64_t>(random.Next() % 1'000'000'000 + 1);
    std::vector<std::int64_t> cuts;
    for (std::uint64_t i = random.Next() % 20 + 1; i > 0; --i) {
      cuts.push_back(static_cast<std::int64_t>(random.Next() % 1'000) * step - 30 * step);
    }
    ExpectExactKeys(cuts, true);
  }
}

TEST(NumberKeysTest, WithoutCutsAllValuesAreAlike) {
  const NumberKeys keys(std::vector<std::int64_t>{});
  EXPECT_EQ(keys.max(), 0);
  EXPECT_EQ(keys.Of(INT64_MAX), 0);
}

TEST(RatioKeysTest, AreMultipliedOut) {
  // At least 1.6, above 1.6, at least 5.92.
  const RatioKeys keys({2 * 1'600'000, 2 * 1'600'000 + 1, 2 * 5'920'000});
  EXPECT_EQ(keys.Of(100, 0), 0);
  EXPECT_EQ(keys.Of(100, -1), 0);
  EXPECT_EQ(keys.Of(0, 100), 1);
  EXPECT_EQ(keys.Of(159'999'999, 100'000'000), 1);
  EXPECT_EQ(keys.Of(160'000'000, 100'000'000), 2);
  EXPECT_EQ(keys.Of(160'000'001, 100'000'000), 3);
  EXPECT_EQ(keys.Of(592'000'000, 100'000'000), 4);
  EXPECT_EQ(keys.Of(INT64_MAX, 1), 4);
  EXPECT_EQ(keys.OfCut(RatioKeys::kDefined), 1);
  EXPECT_EQ(keys.OfCut(2 * 5'920'000), 4);
  EXPECT_EQ(keys.max(), 4);
}

TEST(WordKeysTest, WordsOfTheSameListsShareAKey) {
  const WordKeys keys({{3, 4, 5}, {4, 5, 9}});
  EXPECT_EQ(keys.max(), 3);
  EXPECT_EQ(keys.Of(4), keys.Of(5));
  EXPECT_NE(keys.Of(3), keys.Of(4));
  EXPECT_NE(keys.Of(9), keys.Of(4));
  EXPECT_NE(keys.Of(9), keys.Of(3));
  for (std::int64_t other : {0, 6, 10, 1'000'000}) EXPECT_EQ(keys.Of(other), 0);
}

// ------------------------------------------------------------------- shapes

constexpr int kNumbers = 12;
constexpr int kBools = 9;

Schema WideSchema() {
  std::string text =
      "schema: 1\nunits: {u: one}\nparty: {entity: {type: symbol, means: \"key\"}}\nfacts:\n"
      "  s: {type: symbol, means: \"word\"}\n  t: {type: symbol, means: \"word\"}\n";
  for (int i = 0; i < kNumbers; ++i) {
    text += "  n" + std::to_string(i) + ": {type: number, unit: u, means: \"number\"}\n";
  }
  for (int i = 0; i < kBools; ++i) {
    text += "  b" + std::to_string(i) + ": {type: bool, means: \"truth\"}\n";
  }
  return Schema::Parse(Yaml::Parse(text, "schema.yaml").value(), {}).value();
}

// A kind of table: what facts its rows read, and how far these reach.
struct Shape {
  const char* name;
  int numbers;
  int bools;
  int words;  // different ones of s and t each
  std::int64_t span;
  bool fractions;
};

constexpr Shape kShapes[] = {
    {"few facts", 2, 1, 5, 20, false},
    {"more axes than are tested at once", 12, 9, 5, 20, false},
    {"keys of more than 16 bits", 2, 0, 3, 9'000'000'000, true},
    {"keys that are searched for", 3, 1, 3, 9'000'000'000'000, true},
    {"two mask words", 1, 0, 40, 20, false},
    {"more words than a mask has", 1, 1, 200, 20, false},
};

class ShapeTest : public ::testing::TestWithParam<Shape> {
 protected:
  ShapeTest() : schema_(WideSchema()), facts_(schema_) {}

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }

  std::int64_t NumberBelow(std::int64_t limit) {
    return static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(limit)));
  }

  std::string Number() {
    const std::int64_t whole = NumberBelow(GetParam().span);
    const std::string text = std::to_string(whole);
    return GetParam().fractions ? text + "." + std::to_string(100'001 + Below(899'998)) : text;
  }

  std::string Word() {
    return "w" + std::to_string(Below(static_cast<std::uint64_t>(GetParam().words)));
  }

  std::string Part() {
    const Shape& shape = GetParam();
    const std::uint64_t kind = Below(8);
    if (kind == 0 && shape.bools > 0) {
      return "b" + std::to_string(Below(static_cast<std::uint64_t>(shape.bools)));
    }
    if (kind < 3) {
      std::string list = "\"" + Word() + "\"";
      for (std::uint64_t i = Below(static_cast<std::uint64_t>(shape.words)) / 4; i > 0; --i) {
        list += ", \"" + Word() + "\"";
      }
      return std::string(Below(2) ? "s" : "t") + " in [" + list + "]";
    }
    const std::string fact = "n" + std::to_string(Below(static_cast<std::uint64_t>(shape.numbers)));
    static const char* const kSigns[] = {" < ", " <= ", " > ", " >= "};
    return fact + kSigns[Below(4)] + Number();
  }

  void MakeRows(std::size_t count) {
    rows_.clear();
    while (rows_.size() < count) {
      std::string text = Part();
      for (std::uint64_t i = 1 + Below(4); i > 0; --i) text += " && " + Part();
      const auto row = Expression::Compile(text, schema_, {});
      ASSERT_TRUE(row) << text;
      rows_.push_back(*row);
    }
  }

  void MakeFacts(bool exact) {
    facts_ = Facts(schema_);
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      Value& value = facts_.values[i];
      if (!exact && Below(4) == 0) continue;
      value.truth = ToTruth(Below(2) == 0);
      value.symbol = schema_.symbols().Intern(Below(9) ? Word() : "another");
      const auto number = Decimal::Parse(Number()).value();
      value.number = Range::Exactly(number);
      if (exact || Below(3) > 0) continue;
      value.number.high = Decimal::FromMicros(number.micros() + NumberBelow(GetParam().span));
    }
  }

  std::vector<RowTruth> Naive() const {
    std::vector<RowTruth> out;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Truth truth = Evaluate(rows_[i], {schema_, facts_, {}});
      if (truth != Truth::kFalse) out.push_back({static_cast<int>(i), truth});
    }
    return out;
  }

  static int FirstSure(const std::vector<RowTruth>& rows) {
    for (const RowTruth& row : rows) {
      if (row.truth == Truth::kTrue) return row.row;
    }
    return RuleTable::kNoRow;
  }

  SeededRandom random_{kSeed};
  Schema schema_;
  Facts facts_;
  std::vector<Expression> rows_;
};

TEST_P(ShapeTest, AgreesWithTheNaiveEvaluator) {
  int sure = 0;
  for (std::size_t count : {1, 7, 60, 400}) {
    MakeRows(count);
    const RuleTable table = RuleTable::Build(rows_, schema_, {}).value();
    std::vector<std::vector<std::int64_t>> numbers(table.columns().size());
    std::vector<std::vector<Symbol>> words(numbers.size());
    std::vector<std::vector<Truth>> truths(numbers.size());
    std::vector<std::int32_t> expected;
    for (int i = 0; i < 200; ++i) {
      const bool exact = i % 4 != 0;
      MakeFacts(exact);
      const std::vector<RowTruth> all = Naive();
      std::vector<RowTruth> rows;
      table.All(World{schema_, facts_, {}}, &rows);
      EXPECT_EQ(rows, all);
      EXPECT_EQ(table.First(World{schema_, facts_, {}}), FirstSure(all));
      sure += FirstSure(all) >= 0;
      if (!exact) continue;
      std::vector<std::int64_t> values;
      for (std::size_t c = 0; c < numbers.size(); ++c) {
        const auto fact = static_cast<std::size_t>(table.columns()[c]);
        const Value& value = facts_.values[fact];
        const FactType type = schema_.facts()[fact].type;
        values.push_back(type == FactType::kNumber   ? value.number.low->micros()
                         : type == FactType::kSymbol ? std::int64_t{*value.symbol}
                                                     : value.truth == Truth::kTrue);
        numbers[c].push_back(values.back());
        words[c].push_back(*value.symbol);
        truths[c].push_back(value.truth);
      }
      expected.push_back(FirstSure(all));
      EXPECT_EQ(table.First({values}), expected.back());
    }
    std::vector<TableColumn> columns(numbers.size());
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const FactType type = schema_.facts()[static_cast<std::size_t>(table.columns()[c])].type;
      if (type == FactType::kNumber) columns[c].numbers = numbers[c].data();
      if (type == FactType::kSymbol) columns[c].words = words[c].data();
      if (type == FactType::kBool) columns[c].truths = truths[c].data();
    }
    std::vector<std::int32_t> rows(expected.size());
    table.FirstOfEach(columns, rows);
    EXPECT_EQ(rows, expected);
  }
  EXPECT_GT(sure, 100);
}

// Both ways down the tree end at the same leaf, alone and in blocks, and the
// leaf knows the boxes around the point.
TEST_P(ShapeTest, AllWalksEndAtTheSameLeaf) {
  MakeRows(300);
  const BoxTable table = MakeBoxes(rows_, schema_, {});
  const BoxTree tree(table, BoxTree::Goal::kAll);
  ASSERT_EQ(tree.root() & kAtLeaf, 0U) << "a tree of one leaf shows nothing";
  const std::size_t axes = (tree.axes() + kAxesAtOnce - 1) / kAxesAtOnce * kAxesAtOnce;
  std::vector<std::int64_t> numbers(PointBlock::kPoints * 2 * axes);
  std::vector<char> lanes(PointBlock::kPoints * tree.lane_bytes());
  std::vector<std::uint64_t> needed(PointBlock::kPoints * tree.mask_words());
  const PointBlock block{numbers.data(),
                         numbers.data() + PointBlock::kPoints * axes,
                         lanes.data(),
                         needed.data(),
                         axes,
                         tree.lane_bytes(),
                         tree.mask_words()};
  tree.Prepare(block);
  std::vector<std::vector<Key>> keys(tree.axes(), std::vector<Key>(PointBlock::kPoints));
  for (std::size_t axis = 0; axis < keys.size(); ++axis) {
    for (Key& key : keys[axis]) key = static_cast<Key>(NumberBelow(table.axes[axis].max() + 1));
    tree.PutAll<false>(axis, keys[axis], block);
  }
  TreePlaces places;
  WalkAll(tree, block, PointBlock::kPoints, &places);
  for (std::size_t i = 0; i < PointBlock::kPoints; ++i) {
    PointBuffer buffer;
    const Point point = buffer.point();
    tree.Clear<false>(point);
    for (std::size_t axis = 0; axis < keys.size(); ++axis) {
      tree.Put<false>(axis, keys[axis][i], point);
    }
    const TreePlace leaf = internal::WalkInThrees(tree, point);
    EXPECT_EQ(Walk(tree, point), leaf);
    EXPECT_EQ(places[i], leaf);
    if (WalksInSevens() && tree.axes() <= kAxesAtOnce) {
      EXPECT_EQ(internal::WalkInSevens(tree, point), leaf);
    }
    std::vector<int> expected;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (const Box& box : table.rows[row].boxes) {
        const bool around = std::all_of(box.sides.begin(), box.sides.end(), [&](const auto& side) {
          const Key key = keys[static_cast<std::size_t>(side.axis)][i];
          return std::any_of(side.runs.begin(), side.runs.end(), [key](const KeyRange& run) {
            return run.low <= key && key <= run.last;
          });
        });
        if (around) expected.push_back(static_cast<int>(row));
      }
    }
    std::vector<int> found;
    tree.ForEach(leaf, point, [&](BoxTree::Entry entry) {
      if (entry.exact()) found.push_back(entry.row());
    });
    // With very many runs an entry is a hull that is still to be evaluated.
    const bool hulls = GetParam().words > kMaskKeys;
    EXPECT_TRUE(hulls || found == expected) << "point " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Tables, ShapeTest, ::testing::ValuesIn(kShapes), [](const auto& shape) {
  std::string name = shape.param.name;
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
});

// Rows that only differ on facts of their own would need a leaf for each pair.
TEST(BoxTreeTest, CopiesAreBounded) {
  const Schema schema = WideSchema();
  std::vector<Expression> rows;
  constexpr int kRows = 1'000;
  for (int i = 0; i < kRows; ++i) {
    const std::string fact = i % 2 == 0 ? "n0" : "n1";
    rows.push_back(Expression::Compile(fact + " >= " + std::to_string(i) + " && " + fact + " < " +
                                           std::to_string(i + 2),
                                       schema, {})
                       .value());
  }
  const BoxTable boxes = MakeBoxes(rows, schema, {});
  const BoxTree tree(boxes, BoxTree::Goal::kFirst);
  EXPECT_LT(tree.memory_bytes(), std::size_t{kRows} * 24 * 64);
  const RuleTable table = RuleTable::Build(rows, schema, {}).value();
  for (int i = 0; i < kRows; i += 7) {
    for (int k = 0; k < kRows; k += 11) {
      const std::vector<std::int64_t> values = {i * Decimal::kScale, k * Decimal::kScale};
      ASSERT_EQ(table.columns()[0], schema.Find("n0"));
      const int odd = k == 0 ? kRows : (k - 1) / 2 * 2 + 1;
      EXPECT_EQ(table.First({values}), std::min(i / 2 * 2, odd));
    }
  }
}

}  // namespace
}  // namespace licet
