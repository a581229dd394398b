// Random conditions under the real schema on random facts. Where the evaluator
// is sure, every way the facts may turn out must give that answer; those ways
// are drawn at random and judged by a two-valued evaluator written here.

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/parties/party.h"
#include "licet/rules/evaluate.h"
#include "licet/rules/explain.h"

namespace licet {
namespace {

enum class Kind {
  kConstant,
  kOpen,
  kBool,
  kSum,
  kRatio,
  kWord,
  kGroup,
  kSame,
  kHas,
  kMeets,
  kNot,
  kAnd,
  kOr,
  kExists,
  kAll
};

struct Tree {
  Kind kind = Kind::kConstant;
  std::string text;
  bool truth = false;
  std::size_t open = 0;  // which open point
  FactRef ref;
  FactRef other;
  std::vector<std::pair<int, FactRef>> terms;  // factor in halves
  Relation relation = Relation::kLess;
  int constant = 0;  // in halves
  std::vector<Symbol> words;
  int group = -1;
  std::vector<std::unique_ptr<Tree>> parts;
};

using Branch = std::unique_ptr<Tree>;

class RandomTest : public ::testing::Test {
 protected:
  RandomTest() : random_(kSeed) {
    const std::string home = LICET_SOURCE_DIR;
    const auto disk = RealDisk();
    std::vector<std::string> codes;
    const auto countries = LoadCountries(*disk, home + "/data/countries.csv").value();
    for (const Country& country : countries) codes.push_back(country.code);
    schema_ =
        std::make_unique<Schema>(Schema::Load(*disk, home + "/regimes/schema.yaml", codes).value());
    Interner& symbols = schema_->symbols();
    for (const char* word : {"w0", "w1", "w2", "w3"}) words_.push_back(symbols.Intern(word));
    sets_ = {{symbols.Intern("CN"), symbols.Intern("HK"), words_[0]},
             {symbols.Intern("AE"), words_[1], words_[2]},
             {}};
    for (auto& set : sets_) std::sort(set.begin(), set.end());
    Sort(schema_->facts(), false);
    Sort(schema_->party_fields(), true);
  }

  static constexpr std::uint64_t kSeed = 48001600;
  static constexpr std::size_t Slot(int number) { return static_cast<std::size_t>(number); }

  void Sort(const std::vector<FactDecl>& decls, bool of_party) {
    for (std::size_t i = 0; i < decls.size(); ++i) {
      by_type_[of_party][static_cast<int>(decls[i].type)].push_back(
          {static_cast<int>(i), of_party});
    }
  }

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }
  bool OneIn(std::uint64_t count) { return Below(count) == 0; }
  template <typename List>
  auto& OneOf(List& list) {
    return list[Below(list.size())];
  }

  const FactDecl& Decl(FactRef ref) const {
    return ref.of_party ? schema_->party_fields()[Slot(ref.fact)]
                        : schema_->facts()[Slot(ref.fact)];
  }
  std::string Name(FactRef ref) const { return (ref.of_party ? "p." : "") + Decl(ref).name; }

  // A fact of the type; inside a quantifier mostly a field of the party.
  FactRef Fact(FactType type, bool inside) {
    auto& own = by_type_[1][static_cast<int>(type)];
    if (inside && !own.empty() && !OneIn(4)) return OneOf(own);
    const FactRef ref = OneOf(by_type_[0][static_cast<int>(type)]);
    used_.insert(ref.fact);
    return ref;
  }

  Symbol Word(const FactDecl& decl) {
    if (decl.values.empty()) return OneOf(words_);
    return schema_->symbols().Intern(decl.values[Below(
        std::min<std::size_t>(decl.values.size(), OneIn(2) ? 4 : decl.values.size()))]);
  }
  std::string Quote(Symbol word) const { return "\"" + schema_->symbols().Text(word) + "\""; }
  std::string List(const std::vector<Symbol>& words) const {
    std::string text;
    for (Symbol word : words) text += (text.empty() ? "" : ", ") + Quote(word);
    return "[" + text + "]";
  }
  static std::string Halves(int halves) {
    return Decimal::FromMicros(halves * std::int64_t{500'000}).ToString();
  }

  // ------------------------------------------------------------- programs
  Branch Make(Kind kind) {
    auto tree = std::make_unique<Tree>();
    tree->kind = kind;
    return tree;
  }

  Branch Program(int depth, bool inside) {
    if (depth == 0 || OneIn(5)) return Leaf(inside);
    const std::uint64_t choice = Below(inside ? 7 : 9);
    if (choice >= 7) {
      Branch tree = Make(choice == 7 ? Kind::kExists : Kind::kAll);
      tree->parts.push_back(Program(depth - 1, true));
      tree->text = std::string("parties.") + (choice == 7 ? "exists" : "all") + "(p, " +
                   tree->parts[0]->text + ")";
      return tree;
    }
    if (choice == 0) {
      Branch tree = Make(Kind::kNot);
      tree->parts.push_back(Program(depth - 1, inside));
      tree->text = "!(" + tree->parts[0]->text + ")";
      return tree;
    }
    Branch tree = Make(choice % 2 ? Kind::kAnd : Kind::kOr);
    for (std::uint64_t i = 0; i < 2 + Below(2); ++i) {
      tree->parts.push_back(Program(depth - 1, inside));
      if (i > 0) tree->text += choice % 2 ? " && " : " || ";
      tree->text += "(" + tree->parts.back()->text + ")";
    }
    return tree;
  }

  Branch Leaf(bool inside) {
    switch (Below(12)) {
      case 0:
        return Constant();
      case 1:
        return Bool();
      case 2:
      case 3:
      case 4:
        return Sum(inside);
      case 5:
        return Ratio();
      case 6:
      case 7:
        return Words(inside);
      case 8:
        return Group(inside);
      case 9:
        return Same(inside);
      case 10:
        return Has(inside);
      default:
        return Meets(inside);
    }
  }

  Branch Constant() {
    Branch tree = Make(OneIn(2) ? Kind::kOpen : Kind::kConstant);
    if (tree->kind == Kind::kOpen) {
      tree->open = open_points_++;
      tree->text = "unknown(\"point " + std::to_string(tree->open) + "\")";
    } else {
      tree->truth = OneIn(2);
      tree->text = tree->truth ? "true" : "false";
    }
    return tree;
  }

  Branch Bool() {
    Branch tree = Make(Kind::kBool);
    tree->ref = Fact(FactType::kBool, false);
    tree->text = Name(tree->ref);
    return tree;
  }

  Branch Sum(bool inside) {
    Branch tree = Make(Kind::kSum);
    const FactRef first = Fact(FactType::kNumber, inside);
    const std::uint64_t count = 1 + (OneIn(3) ? Below(3) : 0);
    std::string left;
    for (std::uint64_t i = 0; i < count; ++i) {
      FactRef ref = first;
      for (int tries = 0; i > 0 && tries < 8; ++tries) {
        ref = Fact(FactType::kNumber, inside);
        if (Decl(ref).unit == Decl(first).unit) break;
      }
      if (Decl(ref).unit != Decl(first).unit) ref = first;
      const int factor = OneIn(3) ? static_cast<int>(Below(13)) - 6 : 2;
      tree->terms.emplace_back(factor, ref);
      left += (left.empty() ? "" : " + ") + (factor == 2 ? "" : Halves(factor) + " * ") + Name(ref);
    }
    return Compared(std::move(tree), left);
  }

  Branch Ratio() {
    Branch tree = Make(Kind::kRatio);
    tree->ref = Fact(FactType::kRatio, false);
    used_.insert(Decl(tree->ref).of);
    used_.insert(Decl(tree->ref).per);
    return Compared(std::move(tree), Name(tree->ref));
  }

  Branch Compared(Branch tree, const std::string& left) {
    tree->relation = static_cast<Relation>(Below(6));
    tree->constant = static_cast<int>(Below(9));
    const std::string line = Halves(tree->constant);
    static const char* const kFlipped[] = {">", ">=", "<", "<=", "==", "!="};
    tree->text = OneIn(4) ? line + " " + kFlipped[static_cast<int>(tree->relation)] + " " + left
                          : left + " " + std::string(ToString(tree->relation)) + " " + line;
    return tree;
  }

  Branch Words(bool inside) {
    Branch tree = Make(Kind::kWord);
    tree->ref = Fact(FactType::kSymbol, inside);
    for (std::uint64_t i = 0; i < 1 + Below(3); ++i) tree->words.push_back(Word(Decl(tree->ref)));
    if (OneIn(2)) tree->words.resize(1);
    tree->text = tree->words.size() == 1 ? Name(tree->ref) + " == " + Quote(tree->words[0])
                                         : Name(tree->ref) + " in " + List(tree->words);
    return tree;
  }

  Branch Group(bool inside) {
    const bool set = OneIn(2);
    Branch tree = Make(set ? Kind::kMeets : Kind::kGroup);
    tree->ref = Fact(set ? FactType::kSet : FactType::kSymbol, inside);
    tree->group = static_cast<int>(Below(sets_.size()));
    tree->words = sets_[Slot(tree->group)];
    const std::string group = "group(\"g" + std::to_string(tree->group) + "\")";
    tree->text = set ? "sets.intersects(" + Name(tree->ref) + ", " + group + ")"
                     : Name(tree->ref) + " in " + group;
    return tree;
  }

  Branch Same(bool inside) {
    Branch tree = Make(Kind::kSame);
    tree->ref = Fact(FactType::kSymbol, inside);
    tree->other = Fact(FactType::kSymbol, inside);
    tree->text = Name(tree->ref) + " == " + Name(tree->other);
    return tree;
  }

  Branch Has(bool inside) {
    Branch tree = Make(Kind::kHas);
    tree->ref = Fact(FactType::kSet, inside);
    tree->words = {OneOf(words_)};
    tree->text = Quote(tree->words[0]) + " in " + Name(tree->ref);
    return tree;
  }

  Branch Meets(bool inside) {
    Branch tree = Make(Kind::kMeets);
    tree->ref = Fact(FactType::kSet, inside);
    for (std::uint64_t i = 0; i < Below(4); ++i) tree->words.push_back(OneOf(words_));
    tree->text = "sets.intersects(" + Name(tree->ref) + ", " + List(tree->words) + ")";
    return tree;
  }

  // ---------------------------------------------------------------- facts
  Value Known(const FactDecl& decl) {
    Value value;
    switch (decl.type) {
      case FactType::kBool:
        value.truth = static_cast<Truth>(Below(3));
        break;
      case FactType::kNumber: {
        auto low = Decimal::FromMicros(static_cast<std::int64_t>(Below(9)) * 500'000);
        auto high = Decimal::FromMicros(static_cast<std::int64_t>(Below(9)) * 500'000);
        if (OneIn(2)) high = low;
        if (low > high) std::swap(low, high);
        if (!OneIn(5)) value.number.low = low;
        if (!OneIn(5)) value.number.high = high;
        break;
      }
      case FactType::kSymbol:
        if (!OneIn(3)) value.symbol = Word(decl);
        break;
      case FactType::kSet:
        value.set.open = OneIn(4);
        for (Symbol word : AllWords()) {
          value.set.Add(word, OneIn(3) ? static_cast<Truth>(Below(3)) : Truth::kFalse);
        }
        break;
      case FactType::kRatio:
      case FactType::kParties:
        break;
    }
    return value;
  }

  std::vector<Symbol> AllWords() const {
    std::vector<Symbol> words = words_;
    for (const auto& set : sets_) words.insert(words.end(), set.begin(), set.end());
    return words;
  }

  // One way that what is known may turn out.
  Value Settled(const FactDecl& decl, const Value& known) {
    Value value = known;
    switch (decl.type) {
      case FactType::kBool:
        if (known.truth == Truth::kUnknown) value.truth = ToTruth(OneIn(2));
        break;
      case FactType::kNumber: {
        const std::int64_t low = known.number.low.value_or(Decimal()).micros();
        const std::int64_t high = std::max(
            low, known.number.high.value_or(Decimal::FromMicros(low + 20'000'000)).micros());
        const auto span = static_cast<std::uint64_t>(high - low);
        const std::int64_t picks[] = {
            low, high, low + (high - low) / 2, low + static_cast<std::int64_t>(Below(span + 1)),
            low + static_cast<std::int64_t>(Below(span / 500'000 + 1)) * 500'000};
        value.number = Range::Exactly(Decimal::FromMicros(picks[Below(5)]));
        break;
      }
      case FactType::kSymbol:
        if (!known.symbol) value.symbol = OneIn(8) ? schema_->AnotherWord() : Word(decl);
        break;
      case FactType::kSet:
        value.set.open = false;
        value.set.maybe.clear();
        for (Symbol word : AllWords()) {
          if (known.set.Has(word) == Truth::kUnknown) value.set.Add(word, ToTruth(OneIn(2)));
        }
        break;
      case FactType::kRatio:
      case FactType::kParties:
        break;
    }
    return value;
  }

  // Sets the facts that the program names, and some parties.
  template <typename Fill>
  Facts Filled(const Facts& from, Fill fill) {
    Facts facts = from;
    for (int fact : used_) facts[fact] = fill(schema_->facts()[Slot(fact)], from[fact]);
    for (auto& party : facts.parties) {
      for (std::size_t i = 0; i < party.size(); ++i) {
        party[i] = fill(schema_->party_fields()[i], party[i]);
      }
    }
    return facts;
  }

  // ------------------------------------------------ the two-valued evaluator
  static bool Holds(Relation relation, Int128 left, Int128 right) {
    switch (relation) {
      case Relation::kLess:
        return left < right;
      case Relation::kLessEqual:
        return left <= right;
      case Relation::kGreater:
        return left > right;
      case Relation::kGreaterEqual:
        return left >= right;
      case Relation::kEqual:
        return left == right;
      case Relation::kNotEqual:
        return left != right;
    }
    return false;
  }

  const Value& At(const Facts& facts, FactRef ref, std::size_t party) const {
    return ref.of_party ? facts.parties[party][Slot(ref.fact)] : facts[ref.fact];
  }
  static bool In(const std::vector<Symbol>& words, Symbol word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  }

  bool Holds(const Tree& tree, const Facts& facts, const std::vector<bool>& points,
             std::size_t party) const {
    auto part = [&](std::size_t i, std::size_t one) {
      return Holds(*tree.parts[i], facts, points, one);
    };
    auto micros = [&](FactRef ref) -> Int128 { return At(facts, ref, party).number.low->micros(); };
    switch (tree.kind) {
      case Kind::kConstant:
        return tree.truth;
      case Kind::kOpen:
        return points[tree.open];
      case Kind::kBool:
        return At(facts, tree.ref, party).truth == Truth::kTrue;
      case Kind::kSum: {
        Int128 sum = 0;
        for (const auto& [factor, ref] : tree.terms) sum += factor * micros(ref);
        return Holds(tree.relation, sum, Int128{tree.constant} * Decimal::kScale);
      }
      case Kind::kRatio: {
        const Int128 of = micros({Decl(tree.ref).of, false});
        const Int128 per = micros({Decl(tree.ref).per, false});
        return per > 0 && Holds(tree.relation, 2 * of, tree.constant * per);
      }
      case Kind::kWord:
      case Kind::kGroup:
        return In(tree.words, *At(facts, tree.ref, party).symbol);
      case Kind::kSame:
        return *At(facts, tree.ref, party).symbol == *At(facts, tree.other, party).symbol;
      case Kind::kHas:
      case Kind::kMeets: {
        const auto& in = At(facts, tree.ref, party).set.in;
        return std::any_of(tree.words.begin(), tree.words.end(),
                           [&](Symbol word) { return In(in, word); });
      }
      case Kind::kNot:
        return !part(0, party);
      case Kind::kAnd:
      case Kind::kOr:
        for (std::size_t i = 0; i < tree.parts.size(); ++i) {
          if (part(i, party) == (tree.kind == Kind::kOr)) return tree.kind == Kind::kOr;
        }
        return tree.kind == Kind::kAnd;
      case Kind::kExists:
      case Kind::kAll:
        for (std::size_t i = 0; i < facts.parties.size(); ++i) {
          if (part(0, i) == (tree.kind == Kind::kExists)) return tree.kind == Kind::kExists;
        }
        return tree.kind == Kind::kAll;
    }
    return false;
  }

  void CheckExplanation(const Expression& expression, const World& world, Truth truth) {
    const std::vector<std::string> names = {"g0", "g1", "g2"};
    EXPECT_EQ(Explain(expression, world, names).truth, truth) << expression.text();
    Missing missing;
    CollectMissing(expression, world, &missing);
    // A result is not asked for by its own name, so it may be all that lacks.
    const bool lacks = !missing.facts.empty() || !missing.open_points.empty();
    EXPECT_TRUE(truth == Truth::kUnknown || !lacks) << expression.text();
  }

  SeededRandom random_;
  std::unique_ptr<Schema> schema_;
  std::vector<Symbol> words_;
  SetMembers sets_;
  std::vector<FactRef> by_type_[2][6];
  std::set<int> used_;
  std::size_t open_points_ = 0;
};

TEST_F(RandomTest, SureAnswersStandHoweverTheFactsTurnOut) {
  constexpr int kPrograms = 200'000;
  constexpr int kWays = 6;
  const SetNames names{{{"g0", 0}, {"g1", 1}, {"g2", 2}}};
  std::printf("seed %llu\n", static_cast<unsigned long long>(kSeed));
  int sure = 0;
  for (int i = 0; i < kPrograms && !HasFailure(); ++i) {
    used_.clear();
    open_points_ = 0;
    const Branch tree = Program(static_cast<int>(Below(5)), false);
    const auto compiled = Expression::Compile(tree->text, *schema_, names);
    if (!compiled && compiled.error().code() == ErrorCode::kLimit) continue;
    ASSERT_TRUE(compiled) << tree->text << "\n" << compiled.error().ToString();
    Facts start(*schema_);
    for (std::uint64_t party = Below(3); party > 0; --party) {
      start.parties.emplace_back(schema_->party_fields().size());
      start.party_roles.push_back("party" + std::to_string(party));
    }
    const Facts known =
        Filled(start, [this](const FactDecl& decl, const Value&) { return Known(decl); });
    const World world{*schema_, known, sets_};
    const Truth truth = Evaluate(*compiled, world);
    if (i % 20 == 0) CheckExplanation(*compiled, world, truth);
    if (truth == Truth::kUnknown) continue;
    ++sure;
    for (int way = 0; way < kWays; ++way) {
      const Facts settled = Filled(
          known, [this](const FactDecl& decl, const Value& value) { return Settled(decl, value); });
      std::vector<bool> points;
      while (points.size() < open_points_) points.push_back(OneIn(2));
      EXPECT_EQ(Holds(*tree, settled, points, 0), truth == Truth::kTrue)
          << "program " << i << ": " << tree->text;
    }
  }
  std::printf("%d programs, %d sure answers x %d ways\n", kPrograms, sure, kWays);
  EXPECT_GT(sure, kPrograms / 4);
}

}  // namespace
}  // namespace licet
