#include "regions.h"

#include <algorithm>
#include <functional>

namespace licet {

Regions::Regions(const Snapshot& snapshot, const Schema& schema, const Facts& facts,
                 const Determination& open)
    : schema_(schema) {
  const World world{schema, facts, snapshot.sets};
  Scan(snapshot.pack->applies, world);
  for (int number : snapshot.in_force) {
    const Provision& p = snapshot.pack->provisions[static_cast<std::size_t>(number)];
    const bool unsure = open.fires[static_cast<std::size_t>(number)] == Truth::kUnknown;
    if (unsure && p.stage <= Stage::kExcept) Scan(p.when, world);
  }
}

std::string Regions::KeyOf(FactRef ref) const {
  const auto number = static_cast<std::size_t>(ref.fact);
  return ref.of_party ? schema_.party_fields()[number].name : FieldOf(schema_.facts()[number].name);
}

std::string Regions::FieldOf(const std::string& name) const {
  const std::size_t dot = name.find('.');
  return dot != std::string::npos && schema_.RoleStart(name.substr(0, dot)) >= 0
             ? name.substr(dot + 1)
             : name;
}

const FactDecl& Regions::DeclOf(const std::string& name) const {
  return schema_.facts()[static_cast<std::size_t>(schema_.Find(name))];
}

void Regions::Scan(const Expression& expression, const World& world) {
  for (int number : UnknownLeaves(expression, world)) {
    const Node& node = expression.node(number);
    if (node.op == Op::kCompare) NoteSum({node.terms, node.constant});
    if (node.op == Op::kCompareRatio) {
      const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(node.terms[0].ref.fact)];
      const Decimal minus = Decimal::FromMicros(-node.constant.micros());
      NoteSum({{{Decimal::FromInt(1), {decl.of, false}}, {minus, {decl.per, false}}}, Decimal()});
    }
    if (node.op == Op::kSameSymbol) same_.emplace_back(node.ref, node.other);
    if (node.ref.fact < 0) continue;
    Words& words = words_[KeyOf(node.ref)];
    if (node.words.size() == 1) words.single.insert(node.words[0]);
    if (node.words.size() > 1) words.sets.insert(node.words);
    if (node.set >= 0) words.sets.insert(world.sets[static_cast<std::size_t>(node.set)]);
  }
}

void Regions::NoteSum(Sum sum) {
  sums_.push_back(std::move(sum));
  const Sum& kept = sums_.back();
  std::set<std::string> keys;
  for (const Term& term : kept.terms) keys.insert(KeyOf(term.ref));
  for (const std::string& key : keys) sums_of_[key].push_back(&kept);
  // A sum of one fact has the same line whatever is known of the others.
  if (keys.size() == 1) AddLines(kept, *keys.begin(), Facts(schema_), &own_lines_[*keys.begin()]);
}

std::vector<Value> Regions::Samples(const std::string& name, const Facts& facts) const {
  switch (DeclOf(name).type) {
    case FactType::kBool: {
      std::vector<Value> values(2);
      values[0].truth = Truth::kTrue;
      values[1].truth = Truth::kFalse;
      return values;
    }
    case FactType::kNumber:
      return Numbers(name, facts);
    case FactType::kSymbol:
      return Symbols(name, facts);
    case FactType::kSet:
      return Sets(name, facts);
    case FactType::kRatio:
    case FactType::kParties:
      break;
  }
  return {};
}

// The lines themselves, and a point between each two and beyond the last.
std::vector<Value> Regions::Numbers(const std::string& name, const Facts& facts) const {
  const std::string key = FieldOf(name);
  const Range& range = facts[schema_.Find(name)].number;
  const Decimal low = std::max(range.low.value_or(Decimal()), Decimal());
  std::set<Decimal> lines = {low};
  if (range.high) lines.insert(*range.high);
  if (auto sums = sums_of_.find(key); sums != sums_of_.end()) {
    for (const Sum* sum : sums->second) AddLines(*sum, key, facts, &lines);
  }
  std::vector<Value> values;
  auto add = [&values](Decimal point) {
    values.emplace_back();
    values.back().number = Range::Exactly(point);
  };
  std::optional<Decimal> last;
  for (Decimal line : lines) {
    if (line < low || (range.high && line > *range.high)) continue;
    if (last && line.micros() - last->micros() > 1) {
      add(Decimal::FromMicros(last->micros() + (line.micros() - last->micros()) / 2));
    }
    add(line);
    last = line;
  }
  if (!range.high) {
    if (auto beyond = Add(*last, Decimal::FromInt(1))) add(*beyond);
  }
  return values;
}

// Where the sum meets its constant along the fact, for every value that the
// other facts of the sum are known, or held, to have.
void Regions::AddLines(const Sum& sum, const std::string& key, const Facts& facts,
                       std::set<Decimal>* lines) const {
  constexpr int kCombinationsMax = 256;
  Int128 factor = 0;
  std::vector<const Term*> others;
  for (const Term& term : sum.terms) {
    if (KeyOf(term.ref) == key) {
      factor += term.coefficient.micros();
    } else {
      others.push_back(&term);
    }
  }
  if (factor == 0) return;
  int combinations = 0;
  std::function<void(std::size_t, Int128)> solve = [&](std::size_t at, Int128 left) {
    if (at < others.size()) {
      for (Decimal value : Candidates(others[at]->ref, facts)) {
        if (++combinations > kCombinationsMax) return;
        solve(at + 1, left - ExactProduct(others[at]->coefficient, value));
      }
      return;
    }
    const Int128 line = left / factor;
    if (line < 0 || line >= INT64_MAX) return;
    lines->insert(Decimal::FromMicros(static_cast<std::int64_t>(line)));
    if (left % factor != 0) lines->insert(Decimal::FromMicros(static_cast<std::int64_t>(line) + 1));
  };
  solve(0, ExactProduct(sum.constant, Decimal::FromInt(1)));
}

std::set<Decimal> Regions::Candidates(FactRef ref, const Facts& facts) const {
  std::set<Decimal> values;
  if (!ref.of_party) {
    const Range& range = facts[ref.fact].number;
    if (range.IsExact()) return {*range.low};
    if (range.low) values.insert(*range.low);
    if (range.high) values.insert(*range.high);
  }
  values.insert(Decimal());
  if (auto own = own_lines_.find(KeyOf(ref)); own != own_lines_.end()) {
    values.insert(own->second.begin(), own->second.end());
  }
  return values;
}

Regions::Words Regions::WordsFor(const std::string& name, const Facts& facts) const {
  Words words;
  if (auto found = words_.find(FieldOf(name)); found != words_.end()) words = found->second;
  for (const auto& [a, b] : same_) {
    for (const auto& [mine, other] : {std::pair(a, b), std::pair(b, a)}) {
      if (KeyOf(mine) != FieldOf(name)) continue;
      if (!other.of_party && facts[other.fact].symbol) {
        words.single.insert(*facts[other.fact].symbol);
      } else if (auto theirs = words_.find(KeyOf(other)); theirs != words_.end()) {
        words.single.insert(theirs->second.single.begin(), theirs->second.single.end());
      }
    }
  }
  return words;
}

// Words with different memberships, and one that no rule names if there is one.
std::vector<Symbol> Regions::DistinctWords(const FactDecl& decl, const Words& words) const {
  std::set<Symbol> named = words.single;
  for (const auto& set : words.sets) named.insert(set.begin(), set.end());
  std::set<Symbol> allowed;
  for (const std::string& value : decl.values) {
    if (auto symbol = schema_.symbols().Find(value)) allowed.insert(*symbol);
  }
  std::map<std::vector<bool>, Symbol> by_signature;
  for (Symbol word : named) {
    if (!decl.values.empty() && !allowed.contains(word)) continue;
    std::vector<bool> signature;
    for (const auto& set : words.sets) {
      signature.push_back(std::find(set.begin(), set.end(), word) != set.end());
    }
    for (Symbol other : words.single) signature.push_back(other == word);
    by_signature.emplace(std::move(signature), word);
  }
  std::vector<Symbol> distinct;
  for (const auto& [signature, word] : by_signature) distinct.push_back(word);
  const bool more = std::any_of(decl.values.begin(), decl.values.end(), [&](const auto& value) {
    const auto symbol = schema_.symbols().Find(value);
    return !symbol || !named.contains(*symbol);
  });
  if (decl.values.empty() || more) distinct.push_back(schema_.AnotherWord());
  return distinct;
}

std::vector<Value> Regions::Symbols(const std::string& name, const Facts& facts) const {
  std::vector<Value> values;
  for (Symbol word : DistinctWords(DeclOf(name), WordsFor(name, facts))) {
    values.emplace_back();
    values.back().symbol = word;
  }
  return values;
}

// What is surely in it, with any of the words that may be.
std::vector<Value> Regions::Sets(const std::string& name, const Facts& facts) const {
  constexpr std::size_t kEveryChoiceMax = 4;
  const KleeneSet& known = facts[schema_.Find(name)].set;
  std::vector<Symbol> doubtful = known.maybe;
  if (known.open) {
    for (Symbol word : DistinctWords(DeclOf(name), WordsFor(name, facts))) {
      const bool settled = known.Has(word) == Truth::kTrue || word == schema_.AnotherWord();
      if (!settled) doubtful.push_back(word);
    }
    std::sort(doubtful.begin(), doubtful.end());
    doubtful.erase(std::unique(doubtful.begin(), doubtful.end()), doubtful.end());
  }
  std::vector<Value> values;
  auto add = [&](auto&& takes) {
    values.emplace_back();
    values.back().set = KleeneSet::Of(known.in);
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
      if (takes(i)) values.back().set.Add(doubtful[i], Truth::kTrue);
    }
  };
  if (doubtful.size() <= kEveryChoiceMax) {
    for (std::size_t bits = 0; bits < std::size_t{1} << doubtful.size(); ++bits) {
      add([bits](std::size_t i) { return (bits >> i & 1) != 0; });
    }
    return values;
  }
  add([](std::size_t) { return false; });
  add([](std::size_t) { return true; });
  for (std::size_t one = 0; one < doubtful.size(); ++one) {
    add([one](std::size_t i) { return i == one; });
  }
  return values;
}

}  // namespace licet
