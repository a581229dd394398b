#include "table_boxes.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

namespace licet {

namespace {

// A row with more boxes than this keeps one box around each wide "or" instead.
constexpr std::size_t kBoxesMax = 16;

constexpr std::int64_t kNone = INT64_MIN;  // no lower bound
constexpr std::int64_t kEnd = INT64_MAX;   // no upper bound

// What a draft asks of a fact, in values: from `low` to below `high`, or (not)
// one of `words`. For a ratio the bounds are cuts of RatioKeys.
struct DraftSide {
  std::int64_t low = kNone;
  std::int64_t high = kEnd;
  bool of_words = false;
  bool outside = false;
  std::vector<Symbol> words;  // sorted
};

struct Draft {
  std::map<int, DraftSide> sides;  // by fact
  Truth ceiling = Truth::kTrue;
  bool exact = true;
};

using Drafts = std::vector<Draft>;  // an "or"; none is false

std::vector<Symbol> Sorted(std::vector<Symbol> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

template <typename Operation>
std::vector<Symbol> Merge(const std::vector<Symbol>& a, const std::vector<Symbol>& b,
                          Operation operation) {
  std::vector<Symbol> out;
  operation(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(out));
  return out;
}
constexpr auto kUnion = [](auto... at) { std::set_union(at...); };
constexpr auto kIntersection = [](auto... at) { std::set_intersection(at...); };
constexpr auto kDifference = [](auto... at) { std::set_difference(at...); };

DraftSide Both(const DraftSide& a, const DraftSide& b) {
  DraftSide out = a;
  if (!a.of_words) {
    out.low = std::max(a.low, b.low);
    out.high = std::min(a.high, b.high);
  } else if (a.outside && b.outside) {
    out.words = Merge(a.words, b.words, kUnion);
  } else if (!a.outside && !b.outside) {
    out.words = Merge(a.words, b.words, kIntersection);
  } else {
    out.outside = false;
    out.words =
        a.outside ? Merge(b.words, a.words, kDifference) : Merge(a.words, b.words, kDifference);
  }
  return out;
}

DraftSide Hull(const DraftSide& a, const DraftSide& b) {
  DraftSide out = a;
  if (!a.of_words) {
    out.low = std::min(a.low, b.low);
    out.high = std::max(a.high, b.high);
  } else if (a.outside && b.outside) {
    out.words = Merge(a.words, b.words, kIntersection);
  } else if (!a.outside && !b.outside) {
    out.words = Merge(a.words, b.words, kUnion);
  } else {
    out.outside = true;
    out.words =
        a.outside ? Merge(a.words, b.words, kDifference) : Merge(b.words, a.words, kDifference);
  }
  return out;
}

Drafts Single(int fact, DraftSide side) {
  Drafts out(1);
  out[0].sides.emplace(fact, std::move(side));
  return out;
}

Drafts Interval(int fact, std::int64_t low, std::int64_t high) {
  DraftSide side;
  side.low = low;
  side.high = high;
  return Single(fact, side);
}

Drafts Either(Drafts a, Drafts b) {
  std::move(b.begin(), b.end(), std::back_inserter(a));
  return a;
}

// Known to the boxes only by what it is beside: evaluated with the whole row.
Drafts Opaque() {
  Drafts out(1);
  out[0].exact = false;
  return out;
}

// One box around all: true wherever one of them is, and more.
Drafts Around(const Drafts& drafts) {
  Draft out = drafts.front();
  for (const Draft& draft : drafts) {
    for (auto side = out.sides.begin(); side != out.sides.end();) {
      const auto other = draft.sides.find(side->first);
      if (other == draft.sides.end()) {
        side = out.sides.erase(side);
      } else {
        side->second = Hull(side->second, other->second);
        ++side;
      }
    }
  }
  out.ceiling = Truth::kTrue;
  out.exact = false;
  return {out};
}

Drafts Product(const Drafts& a, const Drafts& b) {
  Drafts out;
  for (const Draft& x : a) {
    for (const Draft& y : b) {
      Draft both = x;
      for (const auto& [fact, side] : y.sides) {
        const auto [at, fresh] = both.sides.emplace(fact, side);
        if (!fresh) at->second = Both(at->second, side);
      }
      both.ceiling = And(x.ceiling, y.ceiling);
      both.exact = x.exact && y.exact;
      out.push_back(std::move(both));
    }
  }
  return out;
}

Relation Opposite(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return Relation::kGreaterEqual;
    case Relation::kLessEqual:
      return Relation::kGreater;
    case Relation::kGreater:
      return Relation::kLessEqual;
    case Relation::kGreaterEqual:
      return Relation::kLess;
    case Relation::kEqual:
      return Relation::kNotEqual;
    case Relation::kNotEqual:
      return Relation::kEqual;
  }
  return relation;
}

// `at` is the first value that is at least the constant, `above` the first that
// is more; `bottom` stands before all values.
Drafts Compared(int fact, Relation relation, std::int64_t bottom, std::int64_t at,
                std::int64_t above) {
  switch (relation) {
    case Relation::kLess:
      return Interval(fact, bottom, at);
    case Relation::kLessEqual:
      return Interval(fact, bottom, above);
    case Relation::kGreater:
      return Interval(fact, above, kEnd);
    case Relation::kGreaterEqual:
      return Interval(fact, at, kEnd);
    case Relation::kEqual:
      return Interval(fact, at, above);
    case Relation::kNotEqual:
      return Either(Interval(fact, bottom, at), Interval(fact, above, kEnd));
  }
  return Opaque();
}

class Drafter {
 public:
  Drafter(const Expression& expression, const SetMembers& sets)
      : expression_(expression), sets_(sets) {}

  Drafts Run(const Node& node, bool negated) const {
    switch (node.op) {
      case Op::kConstant:
        return OfTruth(negated ? Not(node.truth) : node.truth);
      case Op::kOpenPoint:
        return OfTruth(Truth::kUnknown);
      case Op::kBoolFact:
        if (node.ref.of_party) return Opaque();
        return negated ? Interval(node.ref.fact, kNone, 1) : Interval(node.ref.fact, 1, kEnd);
      case Op::kNot:
        return Run(expression_.node(node.children[0]), !negated);
      case Op::kAnd:
        return negated ? Any(node, true) : Every(node, false);
      case Op::kOr:
        return negated ? Every(node, true) : Any(node, false);
      case Op::kCompare:
        return Number(node, negated);
      case Op::kCompareRatio:
        return Ratio(node, negated);
      case Op::kSymbolIn:
        return Words(node, negated);
      case Op::kSameSymbol:
      case Op::kSetHas:
      case Op::kSetMeets:
      case Op::kExists:
      case Op::kAll:
        return Opaque();
    }
    return Opaque();
  }

 private:
  static Drafts OfTruth(Truth truth) {
    if (truth == Truth::kFalse) return {};
    Drafts out(1);
    out[0].ceiling = truth;
    return out;
  }

  Drafts Any(const Node& node, bool negated) const {
    Drafts out;
    for (int child : node.children) {
      out = Either(std::move(out), Run(expression_.node(child), negated));
    }
    return out.size() > kBoxesMax ? Around(out) : out;
  }

  Drafts Every(const Node& node, bool negated) const {
    Drafts out(1);
    for (int child : node.children) {
      Drafts part = Run(expression_.node(child), negated);
      if (part.size() * out.size() > kBoxesMax) part = Around(part);
      if (part.size() * out.size() > kBoxesMax) out = Around(out);
      out = Product(out, part);
    }
    return out;
  }

  // a x rel c, for one fact: x is a whole number of micros, so the line is
  // moved to the first of them on its other side.
  static Drafts Number(const Node& node, bool negated) {
    const Term& term = node.terms[0];
    const std::int64_t factor = term.coefficient.micros();
    if (node.terms.size() != 1 || term.ref.of_party || factor <= 0) return Opaque();
    const Int128 constant = ExactProduct(node.constant, Decimal::FromInt(1));
    Int128 floor = constant / factor;
    const bool whole = floor * factor == constant;
    if (!whole && constant < 0) --floor;
    // Near the ends of the range a bound could not be told from no bound.
    constexpr Int128 kFar = INT64_MAX - 2;
    if (floor > kFar || floor < -kFar) return Opaque();
    const auto above = static_cast<std::int64_t>(floor + 1);
    return Compared(term.ref.fact, negated ? Opposite(node.relation) : node.relation, kNone,
                    whole ? above - 1 : above, above);
  }

  // No comparison holds for a density that is undefined, so each negated one
  // does.
  static Drafts Ratio(const Node& node, bool negated) {
    const int fact = node.terms[0].ref.fact;
    const std::int64_t at = 2 * node.constant.micros();
    const Relation relation = negated ? Opposite(node.relation) : node.relation;
    Drafts out = Compared(fact, relation, RatioKeys::kDefined, at, at + 1);
    return negated ? Either(std::move(out), Interval(fact, kNone, RatioKeys::kDefined)) : out;
  }

  Drafts Words(const Node& node, bool negated) const {
    if (node.ref.of_party) return Opaque();
    DraftSide side;
    side.of_words = true;
    side.outside = negated;
    side.words = Sorted(node.set < 0 ? node.words : sets_[static_cast<std::size_t>(node.set)]);
    if (side.words.empty()) return OfTruth(ToTruth(negated));
    return Single(node.ref.fact, std::move(side));
  }

  const Expression& expression_;
  const SetMembers& sets_;
};

class Maker {
 public:
  explicit Maker(const Schema& schema) : schema_(schema) {}

  BoxTable Run(std::span<const Expression> rows, const SetMembers& sets) {
    table_.column_of.assign(schema_.facts().size(), -1);
    std::vector<Drafts> drafts;
    for (const Expression& row : rows) {
      AddColumns(row);
      drafts.push_back(Drafter(row, sets).Run(row.root(), false));
    }
    AddAxes(drafts);
    for (const Drafts& row : drafts) table_.rows.push_back(ToBoxes(row));
    return std::move(table_);
  }

 private:
  const FactDecl& Decl(int fact) const { return schema_.facts()[static_cast<std::size_t>(fact)]; }

  void AddColumns(const Expression& row) {
    for (FactRef ref : row.FactsRead(schema_)) {
      if (ref.of_party) continue;
      const FactType type = Decl(ref.fact).type;
      if (type == FactType::kSet || type == FactType::kParties) continue;
      int& column = table_.column_of[static_cast<std::size_t>(ref.fact)];
      if (column >= 0) continue;
      column = static_cast<int>(table_.columns.size());
      table_.columns.push_back(ref.fact);
    }
  }

  int ColumnOf(int fact) const { return table_.column_of[static_cast<std::size_t>(fact)]; }

  void AddAxes(const std::vector<Drafts>& rows) {
    std::map<int, std::vector<const DraftSide*>> asked;
    for (const Drafts& drafts : rows) {
      for (const Draft& draft : drafts) {
        for (const auto& [fact, side] : draft.sides) asked[fact].push_back(&side);
      }
    }
    std::vector<std::pair<std::size_t, int>> order;
    for (const auto& [fact, sides] : asked) order.emplace_back(sides.size(), fact);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return std::pair(b.first, a.second) < std::pair(a.first, b.second);
    });
    if (order.size() > kAxesMax) order.resize(kAxesMax);
    std::vector<std::pair<int, Axis>> axes;
    for (const auto& [count, fact] : order) axes.emplace_back(fact, MakeAxis(fact, asked[fact]));
    const auto masked = std::stable_partition(
        axes.begin(), axes.end(), [](const auto& axis) { return !axis.second.is_masked(); });
    table_.ranged = static_cast<int>(masked - axes.begin());
    for (auto& [fact, axis] : axes) {
      axis_of_[fact] = static_cast<int>(table_.axes.size());
      table_.axes.push_back(std::move(axis));
    }
  }

  Axis MakeAxis(int fact, const std::vector<const DraftSide*>& sides) const {
    Axis axis;
    const FactDecl& decl = Decl(fact);
    if (decl.type == FactType::kSymbol) {
      axis.kind = Axis::Kind::kWord;
      axis.column = ColumnOf(fact);
      axis.words = WordKeys(ListsByUse(sides));
      return axis;
    }
    if (decl.type == FactType::kBool) {
      axis.kind = Axis::Kind::kBool;
      axis.column = ColumnOf(fact);
      return axis;
    }
    std::vector<std::int64_t> cuts;
    for (const DraftSide* side : sides) {
      if (side->low != kNone) cuts.push_back(side->low);
      if (side->high != kEnd) cuts.push_back(side->high);
    }
    if (decl.type == FactType::kRatio) {
      axis.kind = Axis::Kind::kRatio;
      axis.column = ColumnOf(decl.of);
      axis.per = ColumnOf(decl.per);
      axis.ratios = RatioKeys(std::move(cuts));
    } else {
      axis.column = ColumnOf(fact);
      axis.numbers = NumberKeys(std::move(cuts));
    }
    return axis;
  }

  static std::vector<std::vector<Symbol>> ListsByUse(const std::vector<const DraftSide*>& sides) {
    std::map<std::vector<Symbol>, std::size_t> uses;
    for (const DraftSide* side : sides) ++uses[side->words];
    std::vector<std::pair<std::size_t, std::vector<Symbol>>> order;
    for (const auto& [words, count] : uses) order.emplace_back(count * words.size(), words);
    std::stable_sort(order.begin(), order.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::vector<std::vector<Symbol>> lists;
    for (auto& [weight, words] : order) lists.push_back(std::move(words));
    return lists;
  }

  BoxRow ToBoxes(const Drafts& drafts) const {
    BoxRow row;
    for (const Draft& draft : drafts) {
      Box box;
      box.ceiling = draft.ceiling;
      box.exact = draft.exact;
      for (const auto& [fact, side] : draft.sides) {
        const auto axis = axis_of_.find(fact);
        if (axis == axis_of_.end()) {
          box.exact = false;
        } else {
          box.sides.push_back({axis->second, RunsOf(side, axis->second)});
        }
        // A range of ratios is no range of keys: its ends are not both met by
        // the same facts.
        if (Decl(fact).type == FactType::kRatio) row.exact = false;
      }
      std::sort(box.sides.begin(), box.sides.end(),
                [](const BoxSide& a, const BoxSide& b) { return a.axis < b.axis; });
      for (const BoxSide& side : box.sides) {
        if (side.runs.empty() || side.runs[0].low > side.runs[0].last) box.reachable = false;
      }
      row.exact = row.exact && box.exact;
      row.boxes.push_back(std::move(box));
    }
    return row;
  }

  std::vector<KeyRange> RunsOf(const DraftSide& side, int number) const {
    const Axis& axis = table_.axes[static_cast<std::size_t>(number)];
    if (axis.kind == Axis::Kind::kWord) return WordRuns(side, axis.words);
    // A truth is its own key.
    if (axis.kind == Axis::Kind::kBool) {
      return {{side.low == kNone ? 0 : 1, side.high == kEnd ? 1 : 0}};
    }
    const auto key = [&axis](std::int64_t cut) {
      return axis.kind == Axis::Kind::kRatio ? axis.ratios.OfCut(cut) : axis.numbers.Of(cut);
    };
    return {{side.low == kNone ? 0 : key(side.low),
             side.high == kEnd ? axis.max() : key(side.high) - 1}};
  }

  static std::vector<KeyRange> WordRuns(const DraftSide& side, const WordKeys& words) {
    std::vector<Key> keys;
    for (Symbol word : side.words) keys.push_back(words.Of(word));
    std::sort(keys.begin(), keys.end());
    std::vector<KeyRange> runs;
    for (Key key : keys) {
      if (!runs.empty() && runs.back().last >= key - 1) {
        runs.back().last = key;
      } else {
        runs.push_back({key, key});
      }
    }
    if (!side.outside) return runs;
    std::vector<KeyRange> gaps;
    Key next = 0;
    for (const KeyRange& run : runs) {
      if (run.low > next) gaps.push_back({next, run.low - 1});
      next = run.last + 1;
    }
    if (next <= words.max()) gaps.push_back({next, words.max()});
    return gaps;
  }

  const Schema& schema_;
  BoxTable table_;
  std::map<int, int> axis_of_;
};

}  // namespace

Key Axis::max() const {
  switch (kind) {
    case Kind::kNumber:
      return numbers.max();
    case Kind::kRatio:
      return ratios.max();
    case Kind::kWord:
      return words.max();
    case Kind::kBool:
      return 1;
  }
  return 0;
}

BoxTable MakeBoxes(std::span<const Expression> rows, const Schema& schema, const SetMembers& sets) {
  return Maker(schema).Run(rows, sets);
}

}  // namespace licet
