// RuleTable answers exactly as Evaluate() does row by row.

#include "licet/rules/table.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/seams.h"
#include "licet/rules/explain.h"
#include "test_schema.h"

namespace licet {
namespace {

constexpr const char* kSetNames[] = {"D:5", "A:5"};

// A table with what the naive evaluator needs to answer in its place.
class TableTest : public ::testing::Test {
 protected:
  TableTest() : schema_(TestSchema()), facts_(schema_) {
    Interner& symbols = schema_.symbols();
    sets_ = {{symbols.Intern("CN"), symbols.Intern("HK")}, {symbols.Intern("AE")}};
    for (auto& set : sets_) std::sort(set.begin(), set.end());
  }

  Expression Compile(const std::string& text) const {
    auto expression = Expression::Compile(text, schema_, TestSets());
    EXPECT_TRUE(expression) << text << ": " << expression.error().ToString();
    return expression.value_or(Expression::Constant(Truth::kFalse));
  }

  RuleTable Build(const std::vector<std::string>& texts) {
    rows_.clear();
    std::vector<std::string> citations;
    for (const std::string& text : texts) {
      rows_.push_back(Compile(text));
      citations.push_back("\xc2\xa7 " + std::to_string(citations.size()) + " \"quoted\"");
    }
    citations_ = citations;
    auto table = RuleTable::Build(rows_, schema_, sets_,
                                  {std::move(citations), {kSetNames[0], kSetNames[1]}});
    EXPECT_TRUE(table);
    return std::move(table).value();
  }

  void Set(std::string_view name, std::string_view value) {
    const int fact = schema_.Find(name);
    ASSERT_GE(fact, 0) << name;
    facts_[fact] =
        ParseValue(schema_.facts()[static_cast<std::size_t>(fact)], value, schema_.symbols())
            .value();
  }

  World world() const { return {schema_, facts_, sets_}; }

  std::vector<RowTruth> NaiveAll() const {
    std::vector<RowTruth> out;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const Truth truth = Evaluate(rows_[i], world());
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

  // The low and high ends that a record of the facts has.
  struct Ends {
    std::vector<std::int64_t> lows;
    std::vector<std::int64_t> highs;
    bool exact_or_unknown = true;

    TableRecord ranges() const { return {lows, highs}; }
    TableRecord points() const { return {lows}; }
  };

  Ends EndsOf(const RuleTable& table) const {
    Ends ends;
    for (int fact : table.columns()) {
      const Value& value = facts_[fact];
      std::int64_t low = TableRecord::kUnknown;
      std::int64_t high = TableRecord::kNoHigh;
      switch (schema_.facts()[static_cast<std::size_t>(fact)].type) {
        case FactType::kBool:
          if (value.truth != Truth::kUnknown) low = high = value.truth == Truth::kTrue;
          break;
        case FactType::kSymbol:
          if (value.symbol) low = high = *value.symbol;
          break;
        default:
          if (value.number.low) low = value.number.low->micros();
          if (value.number.high) high = value.number.high->micros();
      }
      ends.lows.push_back(low);
      ends.highs.push_back(high);
      const bool unknown = low == TableRecord::kUnknown && high == TableRecord::kNoHigh;
      ends.exact_or_unknown = ends.exact_or_unknown && (low == high || unknown);
    }
    return ends;
  }

  // Every way to ask gives what the rows one by one give.
  void Check(const RuleTable& table) const {
    const std::vector<RowTruth> all = NaiveAll();
    std::vector<RowTruth> rows = {{-7, Truth::kTrue}};
    table.All(world(), &rows);
    EXPECT_EQ(rows, all);
    const int first = FirstSure(all);
    EXPECT_EQ(table.First(world()), first);
    std::string text;
    EXPECT_EQ(table.ExplainInto(world(), &text), first);
    EXPECT_EQ(text, Expected(first));
    if (table.needs_world()) return;
    const Ends ends = EndsOf(table);
    CheckRecord(table, ends.ranges(), all);
    if (ends.exact_or_unknown) CheckRecord(table, ends.points(), all);
  }

  void CheckRecord(const RuleTable& table, const TableRecord& record,
                   const std::vector<RowTruth>& all) const {
    std::vector<RowTruth> rows;
    table.All(record, &rows);
    EXPECT_EQ(rows, all);
    const int first = FirstSure(all);
    EXPECT_EQ(table.First(record), first);
    const RuleTable::Decision decision = table.Decide(record);
    EXPECT_EQ(decision.row, first);
    EXPECT_EQ(CitationOf(decision.citation), CitationOf(first));
    std::string text = "before";
    EXPECT_EQ(table.ExplainInto(record, &text), first);
    EXPECT_EQ(text, "before" + Expected(first));
  }

  std::string CitationOf(int row) const {
    return row < 0 ? "none" : citations_[static_cast<std::size_t>(row)];
  }
  static std::string CitationOf(const std::string* citation) {
    return citation == nullptr ? "none" : *citation;
  }

  // The JSON of a row, written from Explain().
  std::string Expected(int row) const {
    if (row < 0) return R"({"row":null,"cite":null,"facts":[]})";
    const auto at = static_cast<std::size_t>(row);
    std::string facts;
    Write(Explain(rows_[at], world(), {kSetNames[0], kSetNames[1]}), &facts);
    return "{\"row\":" + std::to_string(row) + ",\"cite\":" + Quote(citations_[at]) +
           ",\"facts\":[" + facts + "]}";
  }

  static std::string Quote(const std::string& text) {
    std::string out = "\"";
    for (char c : text) out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
  }

  static void Write(const Trace& trace, std::string* out) {
    for (const Observation& seen : trace.observations) {
      if (!out->empty()) *out += ",";
      *out += "{\"fact\":" + Quote(seen.fact) + ",\"value\":" + Quote(seen.value) +
              ",\"unit\":" + Quote(seen.unit) + ",\"line\":" + Quote(seen.line) + ",\"holds\":\"" +
              std::string(ToString(seen.holds)) +
              "\",\"distance\":" + (seen.distance.empty() ? "null" : Quote(seen.distance)) + "}";
    }
    for (const Trace& child : trace.children) Write(child, out);
  }

  Schema schema_;
  SetMembers sets_;
  Facts facts_;
  std::vector<Expression> rows_;
  std::vector<std::string> citations_;
};

TEST_F(TableTest, ThresholdsAtUnderAndOver) {
  const RuleTable table = Build({
      "item.tpp >= 4800 && deal.destination in group(\"D:5\")",
      "item.tpp > 2400 && item.tpp < 4800 && item.datacenter",
      "item.tpp <= 2400 && item.tpp > 1600.5",
      "item.tpp == 1600.5 || item.tpp != 300 && item.tpp < 301",
      "3 * item.tpp >= 1000 && !(item.kind == \"x\")",
      "item.density >= 5.92",
      "item.density < 1.6",
  });
  for (const char* tpp :
       {"4800", "4799.999999", "4800.000001", "2400", "2400.000001", "2399.999999", "1600.5",
        "1600.500001", "1600.499999", "300", "301", "300.999999", "299.999999", "333.333333",
        "333.333334", "0", "9223372036854"}) {
    for (const char* area : {"0", "100", "810.810810", "810.810811", "3000", "1", "50..60"}) {
      for (const char* place : {"CN", "US", "unknown"}) {
        Set("item.tpp", tpp);
        Set("item.area", area);
        Set("deal.destination", place);
        Set("item.datacenter", place[0] == 'C' ? "true" : place[0] == 'U' ? "false" : "unknown");
        Set("item.kind", area[0] == '1' ? "x" : "y");
        Check(table);
      }
    }
  }
}

TEST_F(TableTest, AnswersOfAKnownTable) {
  const RuleTable table = Build({"item.tpp >= 4800", "item.tpp >= 2400", "item.tpp >= 0"});
  Set("item.tpp", "4800");
  EXPECT_EQ(table.First(world()), 0);
  Set("item.tpp", "4799.999999");
  EXPECT_EQ(table.First(world()), 1);
  Set("item.tpp", "2000..5000");
  EXPECT_EQ(table.First(world()), 2);
  std::vector<RowTruth> rows;
  table.All(world(), &rows);
  EXPECT_EQ(rows,
            (std::vector<RowTruth>{{0, Truth::kUnknown}, {1, Truth::kUnknown}, {2, Truth::kTrue}}));
}

TEST_F(TableTest, EmptyTable) {
  const RuleTable table = Build({});
  EXPECT_EQ(table.size(), 0U);
  EXPECT_TRUE(table.columns().empty());
  Check(table);
}

TEST_F(TableTest, OneRow) {
  const RuleTable table = Build({"item.tpp >= 4800"});
  for (const char* tpp : {"4800", "4799", "unknown", "4000..5000", "4800.."}) {
    Set("item.tpp", tpp);
    Check(table);
  }
}

TEST_F(TableTest, DuplicateRowsAndRowsThatAskNothing) {
  std::vector<std::string> texts(40, "item.tpp >= 4800");
  texts.insert(texts.end(), 40, "true");
  texts.insert(texts.end(), 3, "unknown(\"reading A / reading B\")");
  texts.insert(texts.begin(), 2, "false");
  const RuleTable table = Build(texts);
  for (const char* tpp : {"4800", "4799", "unknown"}) {
    Set("item.tpp", tpp);
    Check(table);
  }
  const RuleTable any = Build(std::vector<std::string>(100, "true"));
  Check(any);
  EXPECT_EQ(any.First(world()), 0);
}

// Conditions that no exact value meets are unknown where a range leaves both
// parts open, as part by part they are.
TEST_F(TableTest, ContradictionsAreOpenForRanges) {
  const RuleTable table = Build({
      "item.tpp >= 10 && item.tpp < 5",
      "item.datacenter && !item.datacenter",
      "item.kind == \"x\" && item.kind == \"y\"",
      "item.kind in [\"x\", \"y\"] && !(item.kind in [\"x\", \"y\"])",
      "3 * item.tpp == 1",
      "item.density >= 3 && item.density < 2",
  });
  for (const char* tpp :
       {"0", "7", "12", "0..20", "6..7", "0..9", "unknown", "0.333333..0.333334"}) {
    for (const char* kind : {"x", "z", "unknown"}) {
      for (const char* area : {"unknown", "2", "1..3"}) {
        Set("item.tpp", tpp);
        Set("item.kind", kind);
        Set("item.area", area);
        Set("item.datacenter", kind[0] == 'u' ? "unknown" : "true");
        Check(table);
      }
    }
  }
}

TEST_F(TableTest, MoreFactsThanAxesAndMoreBoxesThanKept) {
  std::string wide = "item.tpp >= 1";
  std::string choices = "item.kind == \"x\"";
  for (int i = 0; i < 9; ++i) {
    wide +=
        " && (item.tpp < " + std::to_string(100 + i) + " || item.area > " + std::to_string(i) + ")";
    choices += " || item.tpp == " + std::to_string(10 * i);
    choices += " || item.area == " + std::to_string(10 * i) + " && item.datacenter";
  }
  const RuleTable table = Build({wide, choices, wide + " && (" + choices + ")"});
  for (const char* tpp : {"0", "1", "20", "50..60", "103", "unknown"}) {
    for (const char* area : {"0", "5", "30", "unknown"}) {
      for (const char* kind : {"x", "y", "unknown"}) {
        Set("item.tpp", tpp);
        Set("item.area", area);
        Set("item.kind", kind);
        Set("item.datacenter", kind[0] == 'x' ? "true" : "unknown");
        Check(table);
      }
    }
  }
}

TEST_F(TableTest, SetsAndPartiesNeedAWorld) {
  const RuleTable table = Build(
      {"parties.exists(p, p.headquarters == \"CN\")", "\"m\" in item.marks && item.tpp >= 1"});
  EXPECT_TRUE(table.needs_world());
  Set("item.tpp", "2");
  Check(table);
  facts_.parties.emplace_back(schema_.party_fields().size());
  facts_.party_roles.push_back("exporter");
  Check(table);
  const std::vector<std::int64_t> values(table.columns().size());
  EXPECT_DEATH(table.First({values}), "needs_world");
}

TEST_F(TableTest, AValueForEveryColumn) {
  const RuleTable table = Build({"item.tpp >= 1"});
  const std::vector<std::int64_t> values(2);
  EXPECT_DEATH(table.First({values}), "size");
}

TEST_F(TableTest, AColumnOfItsTypeForEveryFact) {
  const RuleTable table = Build({"item.tpp >= 1"});
  std::vector<TableColumn> columns(1);
  std::vector<std::int32_t> rows(3);
  EXPECT_DEATH(table.FirstOfEach(columns, rows), "numbers");
  const std::vector<std::int64_t> numbers = {999'999, 1'000'000, TableRecord::kUnknown};
  columns[0].numbers = numbers.data();
  table.FirstOfEach(columns, rows);
  EXPECT_EQ(rows, (std::vector<std::int32_t>{-1, 0, -1}));
  columns.resize(2);
  EXPECT_DEATH(table.FirstOfEach(columns, rows), "size");
}

TEST_F(TableTest, RefusesLabelsAndSetsThatDoNotFit) {
  const std::vector<Expression> rows = {Compile("deal.destination in group(\"A:5\")")};
  const auto citations = RuleTable::Build(rows, schema_, sets_, {{"a", "b"}, {}});
  ASSERT_FALSE(citations);
  EXPECT_EQ(citations.error().sentence(),
            "2 citations for 1 rows; give each row one, or none at all");
  const auto names = RuleTable::Build(rows, schema_, sets_, {{}, {"D:5"}});
  ASSERT_FALSE(names);
  EXPECT_EQ(names.error().code(), ErrorCode::kInvalidArgument);
  const auto sets = RuleTable::Build(rows, schema_, {sets_[0]});
  ASSERT_FALSE(sets);
  EXPECT_EQ(sets.error().code(), ErrorCode::kInvalidArgument);
}

// ---------------------------------------------------------------- at random

class RandomTableTest : public TableTest {
 protected:
  static constexpr std::uint64_t kSeed = 20'231'117;

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }
  bool OneIn(std::uint64_t count) { return Below(count) == 0; }
  std::string OneOf(const std::vector<std::string>& list) { return list[Below(list.size())]; }

  std::string Fact(const std::vector<std::string>& names) { return OneOf(names); }
  std::string Number() { return std::to_string(Below(span_)) + (OneIn(8) ? ".5" : ""); }

  std::string Words() {
    std::string list;
    for (std::uint64_t i = 0; i < 1 + Below(4); ++i) {
      list += (i > 0 ? ", \"" : "\"") + OneOf(kinds_) + "\"";
    }
    return "[" + list + "]";
  }

  // What rows of tables are made of.
  std::string Plain() {
    switch (Below(6)) {
      case 0:
      case 1: {
        const std::uint64_t low = Below(span_);
        const std::string fact = Fact(kNumbers);
        return fact + " >= " + std::to_string(low) + " && " + fact + " < " +
               std::to_string(low + Below(span_ / 4 + 1));
      }
      case 2:
        return Fact(kNumbers) + OneOf({" < ", " <= ", " > ", " >= "}) + Number();
      case 3:
        return "item.kind in " + Words();
      case 4:
        return "deal.destination in group(\"" + OneOf({"D:5", "A:5"}) + "\")";
      default:
        return (OneIn(2) ? "" : "!") + std::string("item.datacenter");
    }
  }

  std::string Odd() {
    switch (Below(wild_ ? 12 : 8)) {
      case 0:
        return "item.density " + OneOf(kRelations) + " " + std::to_string(Below(4));
      case 1:
        return "item.tpp" + OneOf({" + ", " - "}) + "item.total_tpp " + OneOf(kRelations) + " " +
               Number();
      case 2:
        return OneOf({"0.5", "3", "-2", "0"}) + " * item.tpp " + OneOf(kRelations) + " " + Number();
      case 3:
        return "deal.origin " + OneOf({"==", "!="}) + " deal.destination";
      case 4:
        return "item.tpp " + OneOf({"==", "!="}) + " " + Number();
      case 5:
        return "item.kind != \"" + OneOf(kinds_) + "\"";
      case 6:
        return OneOf({"true", "false", "unknown(\"open \\\"point\\\"\")"});
      case 7:
        return "item.type == \"" + OneOf({"ic", "memory"}) + "\"";
      case 8:
        return "\"" + OneOf(kinds_) + "\" in item.marks";
      case 9:
        return "sets.intersects(item.marks, " + Words() + ")";
      case 10:
        return "parties.exists(p, p.headquarters == \"CN\" || p.share >= " + Number() + ")";
      default:
        return "parties.all(p, p.trusted)";
    }
  }

  std::string Condition(int depth) {
    if (depth == 0) return OneIn(3) ? Odd() : Plain();
    std::string out;
    const std::string sign = OneIn(2) ? " && " : " || ";
    for (std::uint64_t i = 0; i < 2 + Below(2); ++i) {
      out += (i > 0 ? sign : "") + (OneIn(5) ? "!" : "") + "(" + Condition(depth - 1) + ")";
    }
    return out;
  }

  std::string Row() {
    std::string out;
    for (std::uint64_t i = 0; i < 1 + Below(4); ++i) out += (i > 0 ? " && " : "") + Plain();
    if (OneIn(plain_)) out += " && (" + Condition(static_cast<int>(Below(3))) + ")";
    return out;
  }

  RuleTable RandomTable() {
    wild_ = OneIn(3);
    plain_ = 1 + Below(5);
    span_ = OneIn(2) ? 12 : 300;
    kinds_.clear();
    for (std::uint64_t i = 0; i < 2 + Below(30); ++i) kinds_.push_back("k" + std::to_string(i));
    std::vector<std::string> texts;
    const std::uint64_t count = OneIn(10) ? 200 : Below(30);
    for (std::uint64_t i = 0; i < count; ++i) texts.push_back(Row());
    if (OneIn(2)) texts.push_back("true");
    return Build(texts);
  }

  Value RandomValue(const FactDecl& decl, bool exact) {
    Value value;
    switch (decl.type) {
      case FactType::kBool:
        value.truth = exact ? ToTruth(OneIn(2)) : static_cast<Truth>(Below(3));
        break;
      case FactType::kNumber:
        value.number = RandomRange(exact);
        break;
      case FactType::kSymbol:
        if (!exact && OneIn(3)) break;
        value.symbol = schema_.symbols().Intern(OneIn(9) ? "word" + std::to_string(Below(9))
                                                : decl.values.empty() ? OneOf(kinds_)
                                                                      : OneOf(decl.values));
        break;
      case FactType::kSet:
        value.set.open = OneIn(4);
        for (const std::string& kind : kinds_) {
          if (OneIn(3)) value.set.Add(schema_.symbols().Intern(kind), static_cast<Truth>(Below(3)));
        }
        break;
      case FactType::kRatio:
      case FactType::kParties:
        break;
    }
    return value;
  }

  Range RandomRange(bool exact) {
    const auto whole = static_cast<std::int64_t>(Below(span_ + 2)) - 1;
    const std::int64_t about[] = {0, 0, 1, -1, 500'000};
    const auto low = Decimal::FromMicros(whole * Decimal::kScale + about[Below(5)]);
    if (exact || OneIn(2)) return Range::Exactly(low);
    const auto more = static_cast<std::int64_t>(Below(span_ / 3 + 1)) * Decimal::kScale;
    Range range = Range::Between(low, Decimal::FromMicros(low.micros() + more));
    if (OneIn(4)) range.low.reset();
    if (OneIn(4)) range.high.reset();
    return range;
  }

  void RandomWorld(bool exact) {
    facts_ = Facts(schema_);
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      const FactDecl& decl = schema_.facts()[i];
      if (exact || !OneIn(6)) facts_.values[i] = RandomValue(decl, exact || OneIn(2));
    }
    for (std::uint64_t party = Below(3); party > 0; --party) {
      auto& fields = facts_.parties.emplace_back();
      facts_.party_roles.push_back("party" + std::to_string(party));
      for (const FactDecl& decl : schema_.party_fields()) {
        fields.push_back(RandomValue(decl, exact));
      }
    }
  }

  inline static const std::vector<std::string> kNumbers = {"item.tpp", "item.total_tpp",
                                                           "item.area"};
  inline static const std::vector<std::string> kRelations = {"<", "<=", ">", ">=", "==", "!="};

  SeededRandom random_{kSeed};
  bool wild_ = false;
  std::uint64_t plain_ = 1;
  std::uint64_t span_ = 12;
  std::vector<std::string> kinds_ = {"k0"};
};

TEST_F(RandomTableTest, AgreesWithTheNaiveEvaluator) {
  std::printf("seed %llu\n", static_cast<unsigned long long>(kSeed));
  int sure = 0;
  int open = 0;
  int tables = 0;
  for (; tables < 2'000 && !HasFailure(); ++tables) {
    const RuleTable table = RandomTable();
    for (int i = 0; i < 16 && !HasFailure(); ++i) {
      RandomWorld(i % 2 == 0);
      Check(table);
      const std::vector<RowTruth> all = NaiveAll();
      sure += FirstSure(all) >= 0;
      for (const RowTruth& row : all) open += row.truth == Truth::kUnknown;
    }
    if (HasFailure()) {
      for (const Expression& row : rows_) std::printf("  %s\n", row.text().c_str());
    }
  }
  std::printf("%d tables, %d sure hits, %d open rows\n", tables, sure, open);
  EXPECT_GT(sure, tables);
  EXPECT_GT(open, tables);
}

// The columns of many decisions at once give what each of them gives alone.
TEST_F(RandomTableTest, ColumnsAgreeWithSingleDecisions) {
  for (int round = 0; round < 60 && !HasFailure(); ++round) {
    RuleTable table = RandomTable();
    while (table.needs_world()) table = RandomTable();
    const std::size_t count = Below(300);
    const std::size_t width = table.columns().size();
    std::vector<std::vector<std::int64_t>> lows(width);
    std::vector<std::vector<std::int64_t>> highs(width);
    std::vector<std::vector<Symbol>> words(width);
    std::vector<std::vector<Truth>> truths(width);
    std::vector<int> expected;
    const bool exact = OneIn(2);
    for (std::size_t i = 0; i < count; ++i) {
      RandomWorld(exact || !OneIn(4));
      expected.push_back(FirstSure(NaiveAll()));
      const Ends ends = EndsOf(table);
      for (std::size_t c = 0; c < width; ++c) {
        const Value& value = facts_[table.columns()[c]];
        lows[c].push_back(ends.lows[c]);
        highs[c].push_back(ends.highs[c]);
        words[c].push_back(value.symbol.value_or(TableColumn::kUnknownWord));
        truths[c].push_back(value.truth);
      }
    }
    std::vector<TableColumn> columns(width);
    for (std::size_t c = 0; c < width; ++c) {
      const FactType type = schema_.facts()[static_cast<std::size_t>(table.columns()[c])].type;
      if (type == FactType::kSymbol) columns[c].words = words[c].data();
      if (type == FactType::kBool) columns[c].truths = truths[c].data();
      if (type != FactType::kNumber) continue;
      columns[c].numbers = lows[c].data();
      if (!exact || OneIn(2)) columns[c].highs = highs[c].data();
    }
    std::vector<std::int32_t> rows(count, -7);
    std::vector<const std::string*> citations(count);
    table.FirstOfEach(columns, rows, citations.data());
    EXPECT_EQ(rows, expected);
    for (std::size_t i = 0; i < count; ++i) {
      EXPECT_EQ(CitationOf(citations[i]), CitationOf(expected[i]));
    }
    table.FirstOfEach(columns, rows);
    EXPECT_EQ(rows, expected);
  }
}

}  // namespace
}  // namespace licet
