// Which missing facts would settle an unknown outcome.

#include <algorithm>
#include <map>
#include <set>

#include "licet/regime/determine.h"

namespace licet {

namespace {

// Enough for three facts with a dozen regions each; keeps one answer far under
// a tenth of a second.
constexpr int kDeterminationsMax = 1500;
constexpr std::size_t kFactsMax = 10;

// The constants and words that the rules in force hold each fact against.
struct Lines {
  std::set<Decimal> numbers;
  std::set<Symbol> words;              // one of each kind suffices
  std::set<std::vector<Symbol>> sets;  // membership in each tells words apart
};

class Settler {
 public:
  Settler(const Snapshot& snapshot, const Schema& schema, const Facts& facts, bool classify_only)
      : snapshot_(snapshot), schema_(schema), facts_(facts), classify_only_(classify_only) {
    Scan(snapshot.pack->applies);
    for (int number : snapshot.in_force) {
      const Provision& p = snapshot.pack->provisions[static_cast<std::size_t>(number)];
      Scan(p.when);
      if (p.gives && p.gives->test) Scan(*p.gives->test);
    }
  }

  std::vector<std::string> Run(const std::set<std::string>& missing) {
    const std::vector<std::string> names(missing.begin(), missing.end());
    if (names.size() > kFactsMax) return names;
    for (std::size_t size = 1; size < names.size(); ++size) {
      std::vector<std::string> chosen;
      if (Choose(names, 0, size, &chosen)) return chosen;
      if (budget_ <= 0) break;
    }
    return names;
  }

 private:
  // Facts of the same party field share their lines, whatever the role.
  std::string KeyOf(FactRef ref) const {
    const auto number = static_cast<std::size_t>(ref.fact);
    return ref.of_party ? schema_.party_fields()[number].name
                        : FieldOf(schema_.facts()[number].name);
  }
  std::string FieldOf(const std::string& name) const {
    const std::size_t dot = name.find('.');
    return dot != std::string::npos && schema_.RoleStart(name.substr(0, dot)) >= 0
               ? name.substr(dot + 1)
               : name;
  }

  void Scan(const Expression& expression) {
    for (const Node& node : expression.nodes()) {
      for (const Term& term : node.terms) NoteNumber(node, term);
      if (node.ref.fact < 0) continue;
      Lines& lines = lines_[KeyOf(node.ref)];
      lines.words.insert(node.words.begin(), node.words.end());
      if (node.set >= 0) lines.sets.insert(snapshot_.sets[static_cast<std::size_t>(node.set)]);
      if (node.words.size() > 1) lines.sets.insert(node.words);
    }
  }

  void NoteNumber(const Node& node, const Term& term) {
    const FactDecl& decl = term.ref.of_party
                               ? schema_.party_fields()[static_cast<std::size_t>(term.ref.fact)]
                               : schema_.facts()[static_cast<std::size_t>(term.ref.fact)];
    if (decl.type != FactType::kRatio) {
      lines_[KeyOf(term.ref)].numbers.insert(node.constant);
      return;
    }
    // A density's line moves with the other part; the known one fixes it.
    for (auto [part, other] : {std::pair(decl.of, decl.per), std::pair(decl.per, decl.of)}) {
      const Range& known = facts_[other].number;
      if (!known.IsExact()) continue;
      auto line = part == decl.of ? Multiply(*known.low, node.constant)
                                  : DivideForDisplay(*known.low, node.constant, 6);
      if (line) lines_[schema_.facts()[static_cast<std::size_t>(part)].name].numbers.insert(*line);
    }
  }

  const FactDecl& Decl(const std::string& name) const {
    return schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
  }

  // One value from each region that the rules can tell apart.
  std::vector<Value> Samples(const std::string& name) {
    const FactDecl& decl = Decl(name);
    const Lines& lines = lines_[FieldOf(name)];
    std::vector<Value> samples;
    auto add = [&](auto&& fill) {
      Value value;
      fill(value);
      samples.push_back(value);
    };
    switch (decl.type) {
      case FactType::kBool:
        for (Truth truth : {Truth::kTrue, Truth::kFalse}) add([&](Value& v) { v.truth = truth; });
        break;
      case FactType::kNumber:
        return NumberSamples(facts_[schema_.Find(name)].number, lines);
      case FactType::kSymbol:
        for (Symbol word : WordSamples(lines)) add([&](Value& v) { v.symbol = word; });
        break;
      case FactType::kSet:
        add([](Value& v) { v.set = KleeneSet::Of({}); });
        for (Symbol word : WordSamples(lines)) {
          add([&](Value& v) { v.set = KleeneSet::Of({word}); });
        }
        break;
      case FactType::kRatio:
      case FactType::kParties:
        break;
    }
    return samples;
  }

  static std::vector<Value> NumberSamples(const Range& range, const Lines& lines) {
    std::set<Decimal> points = lines.numbers;
    if (range.low) points.insert(*range.low);
    if (range.high) points.insert(*range.high);
    points.insert(Decimal());
    std::set<Decimal> spread;
    for (Decimal point : points) {
      for (std::int64_t step : {-1, 0, 1}) {
        spread.insert(Decimal::FromMicros(point.micros() + step));
      }
    }
    std::vector<Value> samples;
    for (Decimal point : spread) {
      if (point < range.low.value_or(Decimal()) || (range.high && point > *range.high)) continue;
      Value value;
      value.number = Range::Exactly(point);
      samples.push_back(value);
    }
    return samples;
  }

  // Words with different memberships, and one that no rule names.
  std::vector<Symbol> WordSamples(const Lines& lines) const {
    std::map<std::vector<bool>, Symbol> by_signature;
    auto note = [&](Symbol word, bool named) {
      std::vector<bool> signature;
      for (const auto& set : lines.sets) {
        signature.push_back(std::find(set.begin(), set.end(), word) != set.end());
      }
      for (Symbol other : lines.words) signature.push_back(named && other == word);
      by_signature.emplace(signature, word);
    };
    for (Symbol word : lines.words) note(word, true);
    for (const auto& set : lines.sets) {
      for (Symbol word : set) note(word, lines.words.contains(word));
    }
    note(schema_.AnotherWord(), false);
    std::vector<Symbol> words;
    for (const auto& [signature, word] : by_signature) words.push_back(word);
    return words;
  }

  bool Choose(const std::vector<std::string>& names, std::size_t from, std::size_t size,
              std::vector<std::string>* chosen) {
    if (chosen->size() == size) {
      Facts facts = facts_;
      return SettlesAll(*chosen, 0, &facts);
    }
    for (std::size_t i = from; i < names.size() && budget_ > 0; ++i) {
      chosen->push_back(names[i]);
      if (Choose(names, i + 1, size, chosen)) return true;
      chosen->pop_back();
    }
    return false;
  }

  bool SettlesAll(const std::vector<std::string>& chosen, std::size_t at, Facts* facts) {
    if (at == chosen.size()) {
      if (--budget_ < 0) return false;
      Facts copy = *facts;
      if (classify_only_) return Classify(snapshot_, schema_, &copy).possible.empty();
      return Determine(snapshot_, schema_, &copy).outcome != Outcome::kUnknown;
    }
    for (const Value& value : Samples(chosen[at])) {
      if (!SetFact(schema_, chosen[at], value, facts)) return false;
      if (!SettlesAll(chosen, at + 1, facts)) return false;
    }
    return true;
  }

  const Snapshot& snapshot_;
  const Schema& schema_;
  const Facts& facts_;
  const bool classify_only_;
  std::map<std::string, Lines> lines_;
  int budget_ = kDeterminationsMax;
};

}  // namespace

std::vector<std::string> SmallestSettlingSet(const Snapshot& snapshot, const Schema& schema,
                                             const Facts& facts, const Determination& unknown,
                                             bool classify_only) {
  if (unknown.missing.facts.empty()) return {};
  return Settler(snapshot, schema, facts, classify_only).Run(unknown.missing.facts);
}

}  // namespace licet
