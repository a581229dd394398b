// Random transactions over the real schema, drawn from what the packs ask for:
// their words, and numbers at, just under and just over their lines.

#ifndef LICET_TESTS_REGIME_RANDOM_FACTS_H_
#define LICET_TESTS_REGIME_RANDOM_FACTS_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/regime/pack.h"
#include "licet/rules/facts.h"

namespace licet {

class RandomFacts {
 public:
  RandomFacts(const Schema& schema, const std::vector<const Pack*>& packs, std::uint64_t seed)
      : schema_(schema), random_(seed) {
    for (const Pack* pack : packs) {
      Scan(pack->applies, *pack);
      for (const Provision& p : pack->provisions) {
        Scan(p.when, *pack);
        if (p.gives && p.gives->test) Scan(*p.gives->test, *pack);
        if (p.gives) NoteWords("transaction.place_of_use", p.gives->places);
      }
    }
  }

  std::uint64_t Below(std::uint64_t limit) { return random_.Next() % limit; }

  // Roles of the parties, without the exporter; sometimes one firm in two roles.
  Facts Draw() {
    Facts facts(schema_);
    unknown_ = Below(4) * 10;  // percent of facts that stay unknown
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      const FactDecl& decl = schema_.facts()[i];
      if (decl.stage.empty()) facts.values[i] = ValueOf(decl);
    }
    const std::vector<std::string> roles = {"purchaser", "consignee", "end_user"};
    const auto fields = static_cast<std::ptrdiff_t>(schema_.party_fields().size());
    for (std::size_t i = 0; i < roles.size(); ++i) {
      const auto from = facts.values.begin() + schema_.RoleStart(roles[i]);
      if (i + 1 < roles.size() && Below(3) == 0) {
        const auto same = facts.values.begin() + schema_.RoleStart(roles.back());
        std::copy(same, same + fields, from);
        continue;  // stands once, under its last role
      }
      facts.parties.emplace_back(from, from + fields);
      facts.party_roles.push_back(roles[i]);
    }
    return facts;
  }

 private:
  struct Seen {
    std::vector<Symbol> words;
    std::vector<Decimal> numbers;
  };

  // Facts of the same party field share what is known of them.
  std::string KeyOf(FactRef ref) const {
    if (ref.of_party) return schema_.party_fields()[static_cast<std::size_t>(ref.fact)].name;
    return KeyOf(schema_.facts()[static_cast<std::size_t>(ref.fact)].name);
  }
  std::string KeyOf(const std::string& name) const {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos || schema_.RoleStart(name.substr(0, dot)) < 0) return name;
    return name.substr(dot + 1);
  }

  void NoteWords(const std::string& key, const std::vector<Symbol>& words) {
    auto& known = seen_[key].words;
    known.insert(known.end(), words.begin(), words.end());
  }

  void Scan(const Expression& expression, const Pack& pack) {
    for (const Node& node : expression.nodes()) {
      if (node.ref.fact >= 0) {
        NoteWords(KeyOf(node.ref), node.words);
        if (node.set >= 0) {
          for (const SetMember& member : pack.sets[static_cast<std::size_t>(node.set)].members) {
            NoteWords(KeyOf(node.ref), member.words);
          }
        }
      }
      for (const Term& term : node.terms) {
        const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(term.ref.fact)];
        if (decl.type == FactType::kNumber) seen_[KeyOf(term.ref)].numbers.push_back(node.constant);
      }
    }
  }

  Value ValueOf(const FactDecl& decl) {
    Value value;
    if (Below(100) < unknown_) return value;
    const Seen& seen = seen_[KeyOf(decl.name)];
    switch (decl.type) {
      case FactType::kBool:
        value.truth = static_cast<Truth>(Below(3));
        break;
      case FactType::kNumber:
        value.number = RangeOf(seen);
        break;
      case FactType::kSymbol:
        value.symbol = WordOf(seen);
        break;
      case FactType::kSet:
        value.set = KleeneSet::Of({});
        for (std::uint64_t i = Below(4); i > 0; --i) {
          value.set.Add(WordOf(seen), Below(4) == 0 ? Truth::kUnknown : Truth::kTrue);
        }
        value.set.open = Below(8) == 0;
        break;
      default:
        break;
    }
    return value;
  }

  Symbol WordOf(const Seen& seen) {
    if (seen.words.empty() || Below(6) == 0) return schema_.AnotherWord();
    return seen.words[Below(seen.words.size())];
  }

  Decimal NumberOf(const Seen& seen) {
    constexpr std::int64_t kStep = 100'000;
    if (seen.numbers.empty()) return Decimal::FromInt(static_cast<std::int64_t>(Below(3000)));
    const std::int64_t line = seen.numbers[Below(seen.numbers.size())].micros();
    const std::int64_t shift = (static_cast<std::int64_t>(Below(3)) - 1) * kStep;
    return Decimal::FromMicros(std::max<std::int64_t>(0, line + shift));
  }

  Range RangeOf(const Seen& seen) {
    const Decimal a = NumberOf(seen);
    if (Below(5) != 0) return Range::Exactly(a);
    const Decimal b = NumberOf(seen);
    Range range = Range::Between(std::min(a, b), std::max(a, b));
    if (Below(4) == 0) range.low.reset();
    if (Below(4) == 0) range.high.reset();
    return range;
  }

  const Schema& schema_;
  SeededRandom random_;
  std::map<std::string, Seen> seen_;
  std::uint64_t unknown_ = 0;
};

}  // namespace licet

#endif  // LICET_TESTS_REGIME_RANDOM_FACTS_H_
