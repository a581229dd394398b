#include "licet/analysis/respec.h"

#include <algorithm>
#include <bit>

namespace licet {
namespace {

constexpr unsigned kMostChanges = 3;

// One thing that may change, and the facts that go with it.
struct Knob {
  int fact = -1;
  bool grows = false;  // the change is upwards
  bool flag = false;
};

class Planner {
 public:
  Planner(Reasoner* reasoner, const Schema& schema, std::vector<Requirement> requirements,
          const std::set<int>& free, Formula where)
      : reasoner_(reasoner), schema_(schema), item_(requirements.front().deal), where_(where) {
    AddKnob("item.tpp", false);
    AddKnob("item.interconnect", false);
    AddKnob("item.memory_bandwidth", false);
    AddKnob("item.logic_area", true);
    AddFlag("item.designed_for_datacenter");
    std::erase_if(knobs_, [&](const Knob& knob) { return free.contains(knob.fact); });
    std::set<int> all = free;
    for (const Knob& knob : knobs_) all.insert(knob.fact);
    for (const char* linked : {"item.total_tpp", "transaction.total_tpp", "item.peak_tops"}) {
      all.insert(schema.Find(linked));
    }
    designer_.emplace(reasoner, schema, std::move(requirements), std::move(all));
  }

  Respec Run() {
    Respec respec;
    respec.search = designer_->Any(Inside(0));
    respec.already = respec.search == Search::kFound;
    if (respec.search != Search::kNone) return respec;
    std::vector<unsigned> enough;
    for (unsigned size = 1; size <= kMostChanges; ++size) {
      for (unsigned set = 1; set < 1U << knobs_.size(); ++set) {
        if (std::popcount(set) != static_cast<int>(size)) continue;
        if (std::ranges::any_of(enough, [&](unsigned less) { return (set & less) == less; })) {
          continue;
        }
        const Search any = designer_->Any(Inside(set));
        if (any == Search::kUndecided) return {};
        if (any == Search::kNone) continue;
        enough.push_back(set);
        if (!AddPlans(set, &respec)) return {};
      }
    }
    respec.search = respec.plans.empty() ? Search::kNone : Search::kFound;
    respec.agreed = agreed_;
    return respec;
  }

 private:
  void AddKnob(const char* name, bool grows) {
    const int fact = schema_.Find(name);
    if (item_[fact].number.low != Decimal()) knobs_.push_back({fact, grows, false});
  }
  void AddFlag(const char* name) {
    const int fact = schema_.Find(name);
    if (item_[fact].truth == Truth::kTrue) knobs_.push_back({fact, false, true});
  }
  Decimal Had(const Knob& knob) const { return *item_[knob.fact].number.low; }

  Literal Compare(int fact, Relation relation, Decimal value) const {
    Literal literal;
    literal.atom.op = Op::kCompare;
    literal.atom.terms = {{Decimal::FromInt(1), {fact, false}}};
    literal.atom.relation = relation;
    literal.atom.constant = value;
    return literal;
  }
  Literal Flag(int fact, bool holds) const {
    Literal literal;
    literal.atom.op = Op::kBoolFact;
    literal.atom.ref = {fact, false};
    literal.holds = holds;
    return literal;
  }
  // One circuit computes in all what it computes.
  Literal IsOwn(const char* total) const {
    Literal literal = Compare(schema_.Find(total), Relation::kEqual, Decimal());
    literal.atom.terms.push_back({Decimal::FromInt(-1), {schema_.Find("item.tpp"), false}});
    return literal;
  }

  // Parts in which the knobs of the set may be worse, and all others are as they were. The
  // rate falls with the power only; where it is not known nothing is said of it.
  Formula Inside(unsigned set) const {
    std::vector<Literal> literals = {IsOwn("item.total_tpp"), IsOwn("transaction.total_tpp")};
    const int rate = schema_.Find("item.peak_tops");
    const int tpp = schema_.Find("item.tpp");
    bool power = true;  // a figure that is free anyway
    for (std::size_t i = 0; i < knobs_.size(); ++i) {
      if (knobs_[i].fact == tpp) power = (set >> i & 1U) != 0;
    }
    if (const Decimal had = *item_[rate].number.low; had != Decimal()) {
      literals.push_back(Compare(rate, power ? Relation::kLessEqual : Relation::kEqual, had));
    }
    for (std::size_t i = 0; i < knobs_.size(); ++i) {
      const Knob& knob = knobs_[i];
      const bool may = (set >> i & 1U) != 0;
      if (knob.flag) {
        literals.push_back(Flag(knob.fact, !may));
      } else {
        literals.push_back(Compare(knob.fact,
                                   !may         ? Relation::kEqual
                                   : knob.grows ? Relation::kGreaterEqual
                                                : Relation::kLessEqual,
                                   Had(knob)));
      }
    }
    return reasoner_->And(where_, reasoner_->AllOf(literals));
  }

  // One plan for each figure of the set put first.
  bool AddPlans(unsigned set, Respec* respec) {
    std::vector<Knob> figures;
    std::vector<Change> flags;
    for (std::size_t i = 0; i < knobs_.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      if (knobs_[i].flag) {
        flags.push_back({knobs_[i].fact, {}, {}, true, {}});
      } else {
        figures.push_back(knobs_[i]);
      }
    }
    for (std::size_t first = 0; first == 0 || first < figures.size(); ++first) {
      std::vector<Change> plan = flags;
      std::optional<Witness> part;
      if (!Improve(figures, Inside(set), &plan, &part)) return false;
      if (!part) part = designer_->Example(Inside(set));
      if (!part) return false;
      agreed_ = agreed_ && designer_->IsMetByAll(part->facts);
      const bool known = std::ranges::any_of(respec->plans, [&](const std::vector<Change>& other) {
        return std::ranges::is_permutation(other, plan, [](const Change& a, const Change& b) {
          return a.fact == b.fact && a.to == b.to;
        });
      });
      if (!known) {
        respec->plans.push_back(std::move(plan));
        respec->parts.push_back(*std::move(part));
      }
      if (!figures.empty()) std::ranges::rotate(figures, figures.begin() + 1);
    }
    return true;
  }

  // Each figure as good as it may be, what came before staying as good as it is.
  bool Improve(const std::vector<Knob>& figures, Formula inside, std::vector<Change>* plan,
               std::optional<Witness>* part) {
    for (const Knob& knob : figures) {
      Optimum best = designer_->Best(knob.fact, !knob.grows, inside);
      if (best.search != Search::kFound || !best.witness) return false;
      agreed_ = agreed_ && best.agreed;
      plan->push_back({knob.fact, Had(knob), best.value, false, std::move(best.turns)});
      inside = reasoner_->And(inside,
                              reasoner_->AllOf({Compare(knob.fact, Relation::kEqual, best.value)}));
      *part = std::move(best.witness);
    }
    return true;
  }

  Reasoner* reasoner_;
  const Schema& schema_;
  const Facts item_;
  Formula where_;
  std::vector<Knob> knobs_;
  std::optional<Designer> designer_;
  bool agreed_ = true;
};

}  // namespace

Respec RespecOf(Reasoner* reasoner, const Schema& schema, std::vector<Requirement> requirements,
                std::set<int> free, Formula where) {
  return Planner(reasoner, schema, std::move(requirements), free, where).Run();
}

}  // namespace licet
