// A constant of the law that is another one is another law, and the solver finds where.
// Only what moves outcomes is asked: reviews, conditions, places and charges do not.

#include <cctype>

#include "law_test.h"

namespace licet {
namespace {

class MutantTest : public LawTest {
 protected:
  // Where numbers begin in a condition, outside of words and strings, with their lengths.
  static std::vector<std::pair<std::size_t, std::size_t>> NumbersIn(const std::string& text) {
    std::vector<std::pair<std::size_t, std::size_t>> numbers;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '"') quoted = !quoted;
      const bool digit = std::isdigit(static_cast<unsigned char>(text[i])) != 0;
      const char before = i == 0 ? ' ' : text[i - 1];
      const bool word =
          std::isalnum(static_cast<unsigned char>(before)) != 0 || before == '_' || before == '.';
      if (quoted || !digit || word) continue;
      std::size_t end = i;
      while (end < text.size() &&
             (std::isdigit(static_cast<unsigned char>(text[end])) != 0 || text[end] == '.')) {
        ++end;
      }
      numbers.emplace_back(i, end - i);
      i = end;
    }
    return numbers;
  }

  SetNames NamesOf(const Pack& pack) const {
    SetNames names;
    for (std::size_t i = 0; i < pack.sets.size(); ++i) {
      names.numbers.emplace(pack.sets[i].name, static_cast<int>(i));
    }
    return names;
  }

  // Whether some transaction has another outcome under the mutant, on the first day of the
  // provision that the pack speaks for.
  Search Differs(const Pack& pack, std::size_t provision, const Expression& mutated) const {
    Pack mutant = pack;
    mutant.provisions[provision].when = mutated;
    const Date day = std::max(pack.provisions[provision].validity.effective, pack.covers);
    const Snapshot one = TakeSnapshot(pack, day, D("2026-11-22"), Reading::kEnforced);
    const Snapshot other = TakeSnapshot(mutant, day, D("2026-11-22"), Reading::kEnforced);
    Reasoner reasoner(*schema_, kLong);
    const std::size_t a = reasoner.AddLaw(one);
    const std::size_t b = reasoner.AddLaw(other);
    Formula differs = reasoner.Not(reasoner.Always());
    for (const Outcome outcome : kOutcomes) {
      differs = reasoner.Or(differs, reasoner.And(reasoner.OutcomeIs(a, outcome),
                                                  reasoner.Not(reasoner.OutcomeIs(b, outcome))));
    }
    return reasoner.Ask(differs);
  }
};

TEST_F(MutantTest, EveryConstantThatMovesAnOutcomeIsSeen) {
  int seen = 0;
  std::vector<std::string> unseen;
  for (const Pack& pack : packs_) {
    const SetNames names = NamesOf(pack);
    for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
      const Provision& provision = pack.provisions[i];
      if (provision.stage > Stage::kExcept || !provision.validity.enforced) continue;
      const std::string& text = provision.when.text();
      for (const auto& [at, length] : NumbersIn(text)) {
        const std::string number = text.substr(at, length);
        // A little more: 4800.5, 5.925.
        std::string changed = text;
        changed.insert(at + length, number.find('.') == std::string::npos ? ".5" : "5");
        auto mutated = Expression::Compile(changed, *schema_, names);
        ASSERT_TRUE(mutated) << provision.id << ": " << mutated.error().ToString();
        if (Differs(pack, i, *mutated) == Search::kFound) {
          ++seen;
        } else {
          unseen.push_back(provision.id + " " + number);
        }
      }
    }
  }
  // In 4A994.b or in no entry, outcomes are the same; the second was moved before it came to
  // count, another letter stands behind the third, and the lane's edges move the review.
  const std::vector<std::string> expected = {
      "us-ear.4A994.b 0.0128", "us-ear.3A090.note-1.a.authorised-2-first-date 180",
      "us-ear.letter.2025-04-09.nvidia-lower-line 4000", "us-ear.742.6.b.10.outside-lane 21000",
      "us-ear.742.6.b.10.outside-lane 6500"};
  EXPECT_EQ(unseen, expected);
  EXPECT_GT(seen, 50);
}

}  // namespace
}  // namespace licet
