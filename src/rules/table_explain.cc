#include "table_explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <cstring>
#include <utility>

#include "licet/base/text.h"

namespace licet {

namespace {

// Texts are copied in blocks of this size, so that whatever is copied from or
// to has as many bytes to spare.
constexpr std::size_t kBlock = 16;
// Signs of a value, its distance, and what stands around them.
constexpr std::size_t kValueMost = 96;

void AppendJsonText(std::string_view text, std::string* out) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) {
      *out += fmt::format("\\u{:04x}", static_cast<int>(c));
      continue;
    }
    if (c == '"' || c == '\\') *out += '\\';
    *out += c;
  }
}

bool Holds(Relation relation, std::strong_ordering order) {
  switch (relation) {
    case Relation::kLess:
      return order < 0;
    case Relation::kLessEqual:
      return order <= 0;
    case Relation::kGreater:
      return order > 0;
    case Relation::kGreaterEqual:
      return order >= 0;
    case Relation::kEqual:
      return order == 0;
    case Relation::kNotEqual:
      return order != 0;
  }
  return false;
}

std::string JsonText(std::string_view text) {
  std::string out;
  AppendJsonText(text, &out);
  return out;
}

}  // namespace

// Writes into memory that is large enough.
class RowTexts::Writer {
 public:
  explicit Writer(char* at) : at_(at) {}

  char* at() const { return at_; }

  void Put(const char* text, std::size_t size) {
    for (std::size_t done = 0; done < size; done += kBlock) {
      std::memcpy(at_ + done, text + done, kBlock);
    }
    at_ += size;
  }
  void Put(const std::string& texts, Text text) { Put(texts.data() + text.begin, text.size); }
  template <std::size_t kSize>
  void PutLiteral(const char (&text)[kSize]) {
    std::memcpy(at_, text, kSize - 1);
    at_ += kSize - 1;
  }
  void PutTruth(Truth truth) {
    if (truth == Truth::kTrue) {
      PutLiteral("true");
    } else if (truth == Truth::kFalse) {
      PutLiteral("false");
    } else {
      PutLiteral("unknown");
    }
  }

  // What Decimal::ToString() gives.
  void PutMicros(std::int64_t micros) {
    std::uint64_t rest = static_cast<std::uint64_t>(micros);
    if (micros < 0) {
      *at_++ = '-';
      rest = 0 - rest;
    }
    const std::uint64_t whole = rest / Decimal::kScale;
    auto places = static_cast<std::uint32_t>(rest % Decimal::kScale);
    PutWhole(whole);
    if (places == 0) return;
    *at_ = '.';
    int digits = Decimal::kPlaces;
    for (; places % 10 == 0; places /= 10) --digits;
    for (int i = digits; i > 0; --i, places /= 10) at_[i] = static_cast<char>('0' + places % 10);
    at_ += digits + 1;
  }

  void PutHolds(Truth truth) {
    PutTruth(truth);
    PutLiteral("\",\"distance\":null},");
  }
  void PutHolds(Truth truth, std::int64_t distance) {
    PutTruth(truth);
    PutLiteral("\",\"distance\":\"");
    if (distance > 0) *at_++ = '+';
    PutMicros(distance);
    PutLiteral("\"},");
  }
  // Ends a list; what is written so far ends in a comma when it has a member.
  void Close() {
    if (at_[-1] == ',') --at_;
    PutLiteral("]}");
  }

 private:
  void PutWhole(std::uint64_t whole) {
    char digits[20];
    char* at = digits + sizeof(digits);
    // Most numbers have less than ten digits, and 32 bits divide faster.
    while (whole > UINT32_MAX) {
      *--at = static_cast<char>('0' + whole % 10);
      whole /= 10;
    }
    auto small = static_cast<std::uint32_t>(whole);
    do {
      *--at = static_cast<char>('0' + small % 10);
      small /= 10;
    } while (small != 0);
    const auto size = static_cast<std::size_t>(digits + sizeof(digits) - at);
    std::memcpy(at_, at, size);
    at_ += size;
  }

  char* at_;
};

class RowTextMaker {
 public:
  RowTextMaker(const SetMembers& sets, const std::vector<int>& column_of, RowTexts* texts)
      : sets_(sets), column_of_(column_of), texts_(*texts) {}

  void Run(std::span<const Expression> rows) {
    AddWords();
    for (const Expression& row : rows) Add(row);
    texts_.texts_.append(kBlock, '\0');
    texts_.before_texts_.append(kBlock, '\0');
    texts_.all_word_texts_.append(kBlock, '\0');
  }

 private:
  using Step = RowTexts::Step;

  const FactDecl& Decl(int fact) const {
    return texts_.schema_.facts()[static_cast<std::size_t>(fact)];
  }
  std::uint16_t ColumnOf(int fact) const {
    return static_cast<std::uint16_t>(column_of_[static_cast<std::size_t>(fact)]);
  }

  void AddWords() {
    const Interner& symbols = texts_.schema_.symbols();
    for (Symbol word = 0; word < symbols.size(); ++word) {
      const std::string text = JsonText(symbols.Text(word));
      texts_.word_texts_.push_back({static_cast<std::uint32_t>(texts_.all_word_texts_.size()),
                                    static_cast<std::uint32_t>(text.size())});
      texts_.all_word_texts_ += text;
      longest_word_ = std::max(longest_word_, text.size());
    }
  }

  void Add(const Expression& expression) {
    const std::size_t number = texts_.rows_.size();
    RowTexts::Row row;
    row.first_step = static_cast<std::uint32_t>(texts_.steps_.size());
    row.text = texts_.texts_.size();
    const std::string head = fmt::format("{{\"row\":{},\"cite\":\"{}\",\"facts\":[", number,
                                         JsonText(texts_.labels_.citations[number]));
    row.head_size = static_cast<std::uint32_t>(head.size());
    texts_.texts_ += head;
    most_ = 2 * kBlock + head.size();
    prepared_ = true;
    Collect(expression, expression.root());
    row.steps = static_cast<std::uint32_t>(texts_.steps_.size()) - row.first_step;
    row.text_size = static_cast<std::uint32_t>(texts_.texts_.size() - row.text);
    row.most = prepared_ ? static_cast<std::uint32_t>(most_) : 0;
    texts_.rows_.push_back(row);
  }

  void Collect(const Expression& expression, const Node& node) {
    switch (node.op) {
      case Op::kNot:
      case Op::kAnd:
      case Op::kOr:
        for (int child : node.children) Collect(expression, expression.node(child));
        return;
      case Op::kConstant:
        return;
      case Op::kSetHas:
      case Op::kSetMeets:
      case Op::kExists:
      case Op::kAll:
        prepared_ = false;
        return;
      case Op::kOpenPoint:
        return AddOpenPoint(node);
      case Op::kBoolFact:
        return AddStep(MakeStep(node, node.ref.fact), node.ref.fact, "is true");
      case Op::kSymbolIn:
        return AddWordStep(node);
      case Op::kSameSymbol:
        return AddSameSymbol(node);
      case Op::kCompare:
      case Op::kCompareRatio:
        return AddComparison(node);
    }
  }

  Step MakeStep(const Node& node, int fact) const {
    Step step;
    step.op = static_cast<std::uint8_t>(node.op);
    step.relation = static_cast<std::uint8_t>(node.relation);
    step.constant = node.constant.micros();
    step.column = ColumnOf(fact);
    return step;
  }

  std::uint32_t BeforeOf(const std::string& text) {
    const auto [at, fresh] =
        befores_.emplace(text, static_cast<std::uint32_t>(texts_.befores_.size()));
    if (fresh) {
      texts_.befores_.push_back({static_cast<std::uint32_t>(texts_.before_texts_.size()),
                                 static_cast<std::uint32_t>(text.size())});
      texts_.before_texts_ += text;
    }
    return at->second;
  }

  void AddStep(Step step, int fact, const std::string& line) {
    const FactDecl& decl = Decl(fact);
    const std::string before = fmt::format("{{\"fact\":\"{}\",\"value\":\"", JsonText(decl.name));
    const std::string after = fmt::format("\",\"unit\":\"{}\",\"line\":\"{}\",\"holds\":\"",
                                          JsonText(decl.unit), JsonText(line));
    step.before = BeforeOf(before);
    Finish(step, before.size(), after);
  }

  void Finish(Step step, std::size_t before_size, const std::string& after) {
    step.after_size = static_cast<std::uint32_t>(after.size());
    texts_.texts_ += after;
    texts_.steps_.push_back(step);
    most_ += before_size + after.size() + kValueMost + longest_word_;
  }

  void AddOpenPoint(const Node& node) {
    const std::string before = "{\"fact\":\"the law\",\"value\":\"open";
    const std::string after =
        fmt::format("\",\"unit\":\"\",\"line\":\"{}\",\"holds\":\"", JsonText(node.message));
    Step step;
    step.op = static_cast<std::uint8_t>(node.op);
    step.before = BeforeOf(before);
    Finish(step, before.size(), after);
  }

  void AddWordStep(const Node& node) {
    std::vector<Symbol> words =
        node.set < 0 ? node.words : sets_[static_cast<std::size_t>(node.set)];
    std::string line = "is ";
    if (node.set >= 0) {
      line = "in " + texts_.labels_.set_names[static_cast<std::size_t>(node.set)];
    } else if (words.size() == 1) {
      line += texts_.schema_.symbols().Text(words[0]);
    } else {
      std::vector<std::string> list;
      for (Symbol word : words) list.push_back(texts_.schema_.symbols().Text(word));
      line = "in [" + Join(list, ", ") + "]";
    }
    std::sort(words.begin(), words.end());
    Step step = MakeStep(node, node.ref.fact);
    step.constant = static_cast<std::int64_t>(texts_.words_.size());
    step.factor = static_cast<std::int64_t>(words.size());
    texts_.words_.insert(texts_.words_.end(), words.begin(), words.end());
    AddStep(step, node.ref.fact, line);
  }

  void AddSameSymbol(const Node& node) {
    Step step = MakeStep(node, node.ref.fact);
    step.other = ColumnOf(node.other.fact);
    AddStep(step, node.ref.fact, "is " + Decl(node.other.fact).name);
    std::swap(step.column, step.other);
    AddStep(step, node.other.fact, "is " + Decl(node.ref.fact).name);
  }

  void AddComparison(const Node& node) {
    const std::string line =
        fmt::format("{} {}", ToString(node.relation), node.constant.ToString());
    const bool ratio = node.op == Op::kCompareRatio;
    auto terms = static_cast<std::uint16_t>(node.terms.size());
    for (const Term& term : node.terms) {
      const FactDecl& decl = Decl(term.ref.fact);
      Step step = MakeStep(node, ratio ? decl.of : term.ref.fact);
      step.factor = term.coefficient.micros();
      step.terms = std::exchange(terms, std::uint16_t{0});
      if (ratio) {
        const std::string undefined =
            fmt::format("undefined ({} is 0)", JsonText(Decl(decl.per).name));
        step.other = ColumnOf(decl.per);
        step.factor = BeforeOf(undefined);
        most_ += undefined.size();
      }
      AddStep(step, term.ref.fact, line);
    }
  }

  const SetMembers& sets_;
  const std::vector<int>& column_of_;
  RowTexts& texts_;
  std::map<std::string, std::uint32_t> befores_;
  std::size_t longest_word_ = 0;
  std::size_t most_ = 0;
  bool prepared_ = true;
};

RowTexts::RowTexts(std::span<const Expression> rows, const Schema& schema, const SetMembers& sets,
                   const std::vector<int>& column_of, RuleTable::Labels labels)
    : schema_(schema), labels_(std::move(labels)) {
  labels_.citations.resize(rows.size());
  for (std::size_t i = labels_.set_names.size(); i < sets.size(); ++i) {
    labels_.set_names.push_back(fmt::format("set {}", i));
  }
  RowTextMaker(sets, column_of, this).Run(rows);
}

// One observation after the other, of exact values.
class RowTexts::Speaker {
 public:
  Speaker(const RowTexts& texts, std::span<const std::int64_t> values, char* at)
      : texts_(texts), values_(values), out_(at) {}

  // Where the text ends, or null.
  char* Run(const Row& row) {
    text_ = texts_.texts_.data() + row.text;
    out_.Put(text_, row.head_size);
    text_ += row.head_size;
    const Step* steps = texts_.steps_.data() + row.first_step;
    for (std::uint32_t i = 0; i < row.steps; ++i) {
      if (!Say(steps + i)) return nullptr;
    }
    out_.Close();
    return out_.at();
  }

 private:
  bool Say(const Step* step) {
    const std::int64_t value = values_[step->column];
    if (value == TableRecord::kUnknown) return false;
    out_.Put(texts_.before_texts_, texts_.befores_[step->before]);
    switch (static_cast<Op>(step->op)) {
      case Op::kOpenPoint:
        PutAfter(*step);
        out_.PutHolds(Truth::kUnknown);
        return true;
      case Op::kBoolFact:
        out_.PutTruth(ToTruth(value != 0));
        PutAfter(*step);
        out_.PutHolds(ToTruth(value != 0));
        return true;
      case Op::kCompare:
        SaySum(step, value);
        return true;
      case Op::kCompareRatio:
        return SayRatio(*step, value);
      default:
        return SayWord(*step, value);
    }
  }

  void PutAfter(const Step& step) {
    out_.Put(text_, step.after_size);
    text_ += step.after_size;
  }

  bool SayWord(const Step& step, std::int64_t word) {
    if (static_cast<std::uint64_t>(word) >= texts_.word_texts_.size()) return false;
    bool holds = false;
    if (static_cast<Op>(step.op) == Op::kSameSymbol) {
      if (values_[step.other] == TableRecord::kUnknown) return false;
      holds = word == values_[step.other];
    } else {
      const Symbol* words = texts_.words_.data() + step.constant;
      holds = std::binary_search(words, words + step.factor, static_cast<Symbol>(word));
    }
    out_.Put(texts_.all_word_texts_, texts_.word_texts_[static_cast<std::size_t>(word)]);
    PutAfter(step);
    out_.PutHolds(ToTruth(holds));
    return true;
  }

  void SaySum(const Step* step, std::int64_t value) {
    if (step->terms == 0) {  // the truth of the whole sum, said before
      out_.PutMicros(value);
      PutAfter(*step);
      out_.PutHolds(sum_truth_);
      return;
    }
    std::int64_t distance = 0;
    if (step->terms == 1 && step->factor == Decimal::kScale) {
      sum_truth_ = ToTruth(Holds(static_cast<Relation>(step->relation), value <=> step->constant));
      distance = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) -
                                           static_cast<std::uint64_t>(step->constant));
    } else {
      Int128 rest = -static_cast<Int128>(step->constant) * Decimal::kScale;
      for (std::uint16_t i = 0; i < step->terms; ++i) {
        rest += static_cast<Int128>(step[i].factor) * values_[step[i].column];
      }
      sum_truth_ = ToTruth(Holds(static_cast<Relation>(step->relation), rest <=> Int128{0}));
      distance = static_cast<std::int64_t>(rest / Decimal::kScale);
    }
    out_.PutMicros(value);
    PutAfter(*step);
    out_.PutHolds(sum_truth_, distance);
  }

  // For people the density is shown rounded to four places, as Explain() does.
  bool SayRatio(const Step& step, std::int64_t value) {
    if (values_[step.other] == TableRecord::kUnknown) return false;
    const auto of = Decimal::FromMicros(value);
    const auto per = Decimal::FromMicros(values_[step.other]);
    const auto line = Decimal::FromMicros(step.constant);
    const bool defined = per > Decimal();
    const Int128 rest = ExactProduct(of, Decimal::FromInt(1)) - ExactProduct(line, per);
    const Truth truth =
        ToTruth(defined && Holds(static_cast<Relation>(step.relation), rest <=> Int128{0}));
    const Result<Decimal> density =
        defined ? DivideForDisplay(of, per, 4) : Fail(ErrorCode::kInvalidArgument, "");
    if (density) {
      out_.PutMicros(density->micros());
    } else if (per == Decimal()) {
      out_.Put(texts_.before_texts_, texts_.befores_[static_cast<std::size_t>(step.factor)]);
    } else {
      out_.PutTruth(Truth::kUnknown);
    }
    PutAfter(step);
    const Result<Decimal> distance = density ? Subtract(*density, line) : density;
    if (distance) {
      out_.PutHolds(truth, distance->micros());
    } else {
      out_.PutHolds(truth);
    }
    return true;
  }

  const RowTexts& texts_;
  const std::span<const std::int64_t> values_;
  Writer out_;
  const char* text_ = nullptr;
  Truth sum_truth_ = Truth::kUnknown;
};

bool RowTexts::TryAppend(int number, const TableRecord& record, std::string* out) const {
  const Row& row = rows_[static_cast<std::size_t>(number)];
  if (row.most == 0 || !record.highs.empty()) return false;
  // The texts of many rows do not stay in the cache; ask for all of it at once.
  const char* text = texts_.data() + row.text;
  for (std::uint32_t at = 0; at < row.text_size; at += 64) __builtin_prefetch(text + at);
  const auto* steps = reinterpret_cast<const char*>(steps_.data() + row.first_step);
  for (std::uint32_t at = 0; at < row.steps * sizeof(Step); at += 64)
    __builtin_prefetch(steps + at);
  const std::size_t old = out->size();
  out->resize_and_overwrite(old + row.most, [&](char* data, std::size_t) {
    const char* end = Speaker(*this, record.values, data + old).Run(row);
    return end == nullptr ? old : static_cast<std::size_t>(end - data);
  });
  return out->size() > old;
}

namespace {

void AppendObservations(const Trace& trace, std::string* out) {
  for (const Observation& seen : trace.observations) {
    *out += fmt::format(
        "{{\"fact\":\"{}\",\"value\":\"{}\",\"unit\":\"{}\",\"line\":\"{}\",\"holds\":\"{}\","
        "\"distance\":",
        JsonText(seen.fact), JsonText(seen.value), JsonText(seen.unit), JsonText(seen.line),
        ToString(seen.holds));
    *out += seen.distance.empty() ? "null}," : fmt::format("\"{}\"}},", JsonText(seen.distance));
  }
  for (const Trace& child : trace.children) AppendObservations(child, out);
}

}  // namespace

void RowTexts::Append(int number, const Expression& expression, const World& world,
                      std::string* out) const {
  const Row& row = rows_[static_cast<std::size_t>(number)];
  out->append(texts_, row.text, row.head_size);
  AppendObservations(Explain(expression, world, labels_.set_names), out);
  if (out->back() == ',') out->pop_back();
  *out += "]}";
}

void RowTexts::AppendNone(std::string* out) { *out += "{\"row\":null,\"cite\":null,\"facts\":[]}"; }

}  // namespace licet
