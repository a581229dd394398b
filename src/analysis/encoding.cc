#include "encoding.h"

#include <algorithm>

namespace licet {

Encoding::Encoding(z3::context* context, const Schema& schema)
    : context_(*context), schema_(schema) {
  StatedDomains();
  if (schema_.domains().empty()) return;
  // What is assumed of these together is part of what the domains leave.
  for (const char* linked : {"item.tpp", "item.total_tpp", "item.peak_tops"}) {
    if (const int fact = schema_.Find(linked); fact >= 0) Number(fact);
  }
}

z3::expr Encoding::Number(int fact) {
  numbers_.try_emplace(fact);
  return context_.int_const(Decl(fact).name.c_str());
}

z3::expr Encoding::Word(int fact) {
  symbols_.try_emplace(fact);
  return context_.int_const(Decl(fact).name.c_str());
}

z3::expr Encoding::Bool(int fact) {
  bools_.insert(fact);
  return context_.bool_const(Decl(fact).name.c_str());
}

z3::expr Encoding::InSet(int fact, Symbol word) {
  sets_[fact].insert(word);
  return context_.bool_const((Decl(fact).name + " has " + schema_.symbols().Text(word)).c_str());
}

z3::expr Encoding::Compare(const z3::expr& a, Relation relation, const z3::expr& b) const {
  switch (relation) {
    case Relation::kLess:
      return a < b;
    case Relation::kLessEqual:
      return a <= b;
    case Relation::kGreater:
      return a > b;
    case Relation::kGreaterEqual:
      return a >= b;
    case Relation::kEqual:
      return a == b;
    case Relation::kNotEqual:
      return a != b;
  }
  return context_.bool_val(false);
}

// Both sides in units of 10^-12: micros of the coefficient times micros of the fact.
z3::expr Encoding::Sum(const Node& node) {
  z3::expr sum = Int(0);
  for (const Term& term : node.terms) {
    sum = sum + Int(term.coefficient.micros()) * Number(term.ref.fact);
  }
  if (node.terms.size() == 1 && node.terms[0].coefficient == Decimal::FromInt(1)) {
    numbers_[node.terms[0].ref.fact].insert(node.constant.micros());
    return Compare(Number(node.terms[0].ref.fact), node.relation, Int(node.constant.micros()));
  }
  return Compare(sum, node.relation, Int(node.constant.micros()) * Int(Decimal::kScale));
}

// Multiplied out as in rules/evaluate.cc; of a denominator of zero nothing holds.
z3::expr Encoding::Ratio(const Node& node) {
  const FactDecl& decl = Decl(node.terms[0].ref.fact);
  const z3::expr above = Int(Decimal::kScale) * Number(decl.of);
  const z3::expr below = Int(node.constant.micros()) * Number(decl.per);
  return Number(decl.per) > 0 && Compare(above, node.relation, below);
}

z3::expr Encoding::FormulaOf(const Atom& atom) {
  const Node& node = atom.node;
  z3::expr_vector any(context_);
  switch (node.op) {
    case Op::kBoolFact:
      return Bool(node.ref.fact);
    case Op::kCompare:
      return Sum(node);
    case Op::kCompareRatio:
      return Ratio(node);
    case Op::kSymbolIn:
      for (const Symbol word : node.words) {
        any.push_back(Word(node.ref.fact) == Int(word));
        symbols_[node.ref.fact].insert(word);
      }
      return z3::mk_or(any);
    case Op::kSameSymbol:
      compared_[node.ref.fact].insert(node.other.fact);
      compared_[node.other.fact].insert(node.ref.fact);
      return Word(node.ref.fact) == Word(node.other.fact);
    case Op::kSetHas:
    case Op::kSetMeets:
      for (const Symbol word : node.words) any.push_back(InSet(node.ref.fact, word));
      return z3::mk_or(any);
    default:
      return context_.bool_val(false);  // no atom is one of the others
  }
}

// Those of its domain, else of the schema; none: any.
std::set<Symbol> Encoding::AllowedWords(int fact) const {
  const auto stated = schema_.domains().find(fact);
  if (stated != schema_.domains().end()) return stated->second.words;
  std::set<Symbol> words;
  for (const std::string& word : Decl(fact).values) words.insert(schema_.symbols().Intern(word));
  return words;
}

// Facts may have the same word or different ones, so that those which are compared, with
// one another or through others, share their words, and each may have one that no formula
// names.
std::set<Symbol> Encoding::WordsOf(int fact) {
  std::vector<int> alike = {fact};
  for (std::size_t i = 0; i < alike.size(); ++i) {
    for (const int other : compared_[alike[i]]) {
      if (std::ranges::find(alike, other) == alike.end()) alike.push_back(other);
    }
  }
  std::set<Symbol> words;
  for (const int one : alike) {
    words.insert(symbols_[one].begin(), symbols_[one].end());
    const auto stated = schema_.domains().find(one);
    if (stated == schema_.domains().end()) continue;
    words.insert(stated->second.words.begin(), stated->second.words.end());
  }
  const std::set<Symbol> allowed = AllowedWords(fact);
  std::size_t others = alike.size();
  if (allowed.empty()) {  // any word
    words.insert(schema_.AnotherWord());
    for (std::size_t i = 2; i <= others; ++i) {
      words.insert(schema_.symbols().Intern("(another " + std::to_string(i) + ")"));
    }
  } else {
    std::erase_if(words, [&](Symbol word) { return !allowed.contains(word); });
    for (const Symbol word : allowed) {
      if (others > 0 && words.insert(word).second) --others;
    }
  }
  return words;
}

Symbol Encoding::PlainWord(int fact) {
  const std::set<Symbol> words = WordsOf(fact);
  const auto unnamed =
      std::ranges::find_if(words, [&](Symbol word) { return !symbols_[fact].contains(word); });
  return unnamed == words.end() ? *words.begin() : *unnamed;
}

// What an overlay sets; what it leaves open stays open.
void Encoding::AssumeValue(int fact, const Value& value, z3::expr_vector* all) {
  if (bools_.contains(fact) && value.truth != Truth::kUnknown) {
    all->push_back(Bool(fact) == context_.bool_val(value.truth == Truth::kTrue));
  }
  if (symbols_.contains(fact) && value.symbol) all->push_back(Word(fact) == Int(*value.symbol));
  if (!numbers_.contains(fact)) return;
  if (value.number.low) all->push_back(Number(fact) >= Int(value.number.low->micros()));
  if (value.number.high) all->push_back(Number(fact) <= Int(value.number.high->micros()));
}

std::size_t Encoding::size() const {
  std::size_t size = numbers_.size() + symbols_.size() + bools_.size() + sets_.size();
  for (const auto& [fact, lines] : numbers_) size += lines.size();
  for (const auto& [fact, words] : symbols_) size += words.size();
  for (const auto& [fact, words] : sets_) size += words.size();
  for (const auto& [fact, others] : compared_) size += others.size();
  return size;
}

z3::expr Encoding::NumberIsIn(int fact, const FactDomain& domain) {
  return Number(fact) >= Int(domain.least.micros()) && Number(fact) <= Int(domain.most.micros());
}

z3::expr Encoding::WordIsIn(int fact, const std::set<Symbol>& words) {
  z3::expr_vector any(context_);
  for (const Symbol word : words) any.push_back(Word(fact) == Int(word));
  return z3::mk_or(any);
}

// Other solvers know no "and" of nothing.
z3::expr Encoding::All(const z3::expr_vector& all) {
  return all.empty() ? context_.bool_val(true) : z3::mk_and(all);
}

// Of a set: the words read so far that it may not have are not in it.
z3::expr Encoding::HasOnly(int fact, const std::set<Symbol>& words) {
  z3::expr_vector all(context_);
  for (const Symbol word : sets_[fact]) {
    if (!words.contains(word)) all.push_back(!InSet(fact, word));
  }
  return All(all);
}

z3::expr Encoding::StatedDomains() {
  z3::expr_vector all(context_);
  for (const auto& [fact, domain] : schema_.domains()) {
    switch (Decl(fact).type) {
      case FactType::kNumber:
        all.push_back(NumberIsIn(fact, domain));
        break;
      case FactType::kBool:
        all.push_back(Bool(fact) == context_.bool_val(domain.truth));
        break;
      case FactType::kSymbol:
        all.push_back(WordIsIn(fact, domain.words));
        break;
      case FactType::kSet:
        all.push_back(HasOnly(fact, domain.words));
        break;
      default:
        break;  // these have none
    }
  }
  return All(all);
}

z3::expr_vector Encoding::Assumptions() {
  z3::expr_vector all(context_);
  const auto& set_by_overlays = schema_.defaults();
  for (const auto& [fact, lines] : numbers_) {
    // What an overlay sets may be as large as it likes.
    const FactDomain any;
    const bool set = set_by_overlays.contains(fact);
    all.push_back(NumberIsIn(fact, set ? any : schema_.NumbersOf(fact)));
  }
  for (const auto& [fact, words] : symbols_) all.push_back(WordIsIn(fact, WordsOf(fact)));
  all.push_back(StatedDomains());
  for (const auto& [fact, value] : set_by_overlays) AssumeValue(fact, *value, &all);
  const int tpp = schema_.Find("item.tpp");
  const int total = schema_.Find("item.total_tpp");
  if (numbers_.contains(tpp) && numbers_.contains(total)) {
    all.push_back(Number(total) >= Number(tpp));
  }
  // TPP is a rate times its bit length, of which 64 is the longest.
  const int rate = schema_.Find("item.peak_tops");
  if (numbers_.contains(tpp) && numbers_.contains(rate)) {
    all.push_back(Number(tpp) <= Int(64) * Number(rate));
  }
  return all;
}

std::vector<Encoding::Variable> Encoding::Variables() {
  std::vector<Variable> variables;
  for (const auto& [fact, lines] : numbers_) {
    const z3::expr number = Number(fact);
    Variable one{fact, 0, number, {number == 0}};
    const Decimal least = schema_.NumbersOf(fact).least;
    if (least > Decimal()) one.plain.push_back(number == Int(least.micros()));
    for (const std::int64_t line : lines) one.plain.push_back(number == Int(line));
    variables.push_back(std::move(one));
  }
  for (const auto& [fact, words] : symbols_) {
    variables.push_back({fact, 0, Word(fact), {Word(fact) == Int(PlainWord(fact))}});
  }
  for (const int fact : bools_) variables.push_back({fact, 0, Bool(fact), {!Bool(fact)}});
  for (const auto& [fact, words] : sets_) {
    for (const Symbol word : words) {
      variables.push_back({fact, word, InSet(fact, word), {!InSet(fact, word)}});
    }
  }
  return variables;
}

z3::expr Encoding::ValueOf(const Variable& variable, const Facts& facts) {
  const Value& value = facts[variable.fact];
  switch (Decl(variable.fact).type) {
    case FactType::kNumber:
      return Int(value.number.low->micros());
    case FactType::kSymbol:
      return Int(*value.symbol);
    case FactType::kSet:
      return context_.bool_val(value.set.Has(variable.word) == Truth::kTrue);
    default:
      return context_.bool_val(value.truth == Truth::kTrue);
  }
}

Facts Encoding::FactsOf(const z3::model& model, const std::vector<int>& party_roles) {
  Facts facts(schema_);
  const auto integer = [&](const z3::expr& variable) {
    std::int64_t value = 0;
    model.eval(variable, true).is_numeral_i64(value);
    return value;
  };
  for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
    const int fact = static_cast<int>(i);
    Value& value = facts.values[i];
    switch (Decl(fact).type) {
      case FactType::kBool:
        value.truth = ToTruth(bools_.contains(fact) && model.eval(Bool(fact), true).is_true());
        break;
      case FactType::kNumber:
        value.number =
            Range::Exactly(numbers_.contains(fact) ? Decimal::FromMicros(integer(Number(fact)))
                                                   : schema_.NumbersOf(fact).least);
        break;
      case FactType::kSymbol:
        value.symbol = symbols_.contains(fact) ? static_cast<Symbol>(integer(Word(fact)))
                                               : schema_.AnotherWord();
        break;
      case FactType::kSet:
        value.set = KleeneSet::Of({});
        if (!sets_.contains(fact)) break;
        for (const Symbol word : sets_[fact]) {
          if (model.eval(InSet(fact, word), true).is_true()) value.set.Add(word, Truth::kTrue);
        }
        break;
      default:
        break;
    }
  }
  const auto fields = static_cast<std::ptrdiff_t>(schema_.party_fields().size());
  for (const int role : party_roles) {
    const auto from = facts.values.begin() + role;
    facts.parties.emplace_back(from, from + fields);
    const std::string& name = Decl(role).name;
    facts.party_roles.push_back(name.substr(0, name.find('.')));
  }
  return facts;
}

}  // namespace licet
