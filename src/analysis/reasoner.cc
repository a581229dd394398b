#include "licet/analysis/reasoner.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>

#include "encoding.h"
#include "licet/regime/compile.h"
#include "stopwatch.h"

namespace licet {
namespace {

using Timer = std::chrono::steady_clock;

// The parties that `parties` speaks of, as an order has them.
AtomLayout LayoutOf(const Schema& schema) {
  AtomLayout layout;
  layout.group_of.assign(schema.facts().size(), 0);
  layout.groups = 1;
  for (const std::string_view role : {"purchaser", "consignee", "end_user"}) {
    const int start = schema.RoleStart(role);
    if (start >= 0) layout.party_roles.push_back(start);
  }
  return layout;
}

}  // namespace

class Reasoner::Impl {
 public:
  Impl(const Schema& schema, std::chrono::milliseconds limit)
      : schema_(schema),
        limit_(limit),
        atoms_(schema, LayoutOf(schema)),
        encoding_(&context_, schema) {}

  std::size_t AddLaw(const Snapshot& snapshot, PatternDetail detail) {
    const CompiledSnapshot compiled = CompileSnapshot(
        snapshot, schema_, schema_.Find("transaction.place_of_use"), &atoms_, detail);
    const std::vector<z3::expr> planes = FormulasOf(compiled.circuit);
    fires_.emplace_back();
    may_fire_.emplace_back();
    for (const CompiledSnapshot::Mark& mark : compiled.marks) {
      if (mark.says == CompiledSnapshot::Says::kMayFire) {
        // Two planes: 10 fires for sure.
        fires_.back().try_emplace(mark.provision, planes[mark.plane] && !planes[mark.plane + 1]);
        may_fire_.back().try_emplace(mark.provision, planes[mark.plane]);
      } else if (mark.says == CompiledSnapshot::Says::kFired) {
        fires_.back().try_emplace(mark.provision, planes[mark.plane]);
      }
    }
    snapshots_.push_back(&snapshot);
    // By name, so that the solver takes the law in once and formulas stay small.
    Heads heads;
    for (int i = 0; i <= CompiledSnapshot::kUnknown; ++i) {
      const std::string name = fmt::format("law {} outcome {}", laws_.size(), i);
      names_.push_back(context_.bool_const(name.c_str()));
      meanings_.push_back(planes[static_cast<std::size_t>(i)]);
      heads.push_back(Keep({names_.back(), true}));
    }
    laws_.push_back(std::move(heads));
    return laws_.size() - 1;
  }

  Formula OutcomeIs(std::size_t law, Outcome outcome) {
    const Heads& heads = laws_[law];
    switch (outcome) {
      case Outcome::kNoLicenceRequired:
        return heads[CompiledSnapshot::kNoLicenceRequired];
      case Outcome::kException:
        return heads[CompiledSnapshot::kException];
      case Outcome::kLicenceRequired:
        return heads[CompiledSnapshot::kLicenceRequired];
      case Outcome::kProhibited:
        return heads[CompiledSnapshot::kProhibited];
      case Outcome::kUnknown:
        return heads[CompiledSnapshot::kUnknown];
      case Outcome::kNotOnRoute:
        break;
    }
    z3::expr_vector any(context_);
    for (const Formula head : heads) any.push_back(At(head));
    return Keep({!z3::mk_or(any), true});
  }

  Formula Fires(std::size_t law, int provision) { return Mark(fires_[law], provision); }
  Formula MayFire(std::size_t law, int provision) { return Mark(may_fire_[law], provision); }
  Formula Mark(const std::map<int, z3::expr>& marks, int provision) {
    const auto found = marks.find(provision);
    return Keep({found == marks.end() ? context_.bool_val(false) : found->second});
  }

  const Snapshot& SnapshotOf(std::size_t law) const { return *snapshots_[law]; }

  Formula Given(Formula formula, const Facts& facts, const std::set<int>& fixed) {
    z3::expr_vector from(context_);
    z3::expr_vector to(context_);
    for (const Encoding::Variable& variable : Variables()) {
      if (!fixed.contains(variable.fact)) continue;
      from.push_back(variable.expr);
      to.push_back(encoding_.ValueOf(variable, facts));
    }
    z3::expr plain = SpeltOut(At(formula));
    return Keep({plain.substitute(from, to).simplify()});
  }

  z3::expr Copy(int fact, int copy) {
    const std::string& name = schema_.facts()[static_cast<std::size_t>(fact)].name;
    if (copy == 0) return context_.int_const(name.c_str());
    return context_.int_const(fmt::format("{} copy {}", name, copy).c_str());
  }
  Formula AtCopy(Formula formula, int fact, int copy) {
    z3::expr_vector from(context_);
    z3::expr_vector to(context_);
    from.push_back(Copy(fact, 0));
    to.push_back(Copy(fact, copy));
    z3::expr plain = SpeltOut(At(formula));
    return Keep({plain.substitute(from, to)});
  }
  Formula Below(int fact, int copy, int other) {
    const z3::expr number = Copy(fact, copy);
    const FactDomain domain = schema_.NumbersOf(fact);
    const auto bound = [&](const Decimal& line) { return context_.int_val(line.micros()); };
    return Keep({number >= bound(domain.least) && number < Copy(fact, other) &&
                 Copy(fact, other) <= bound(domain.most)});
  }

  Formula Holds(const Expression& condition, const SetMembers& sets) {
    CircuitBuilder builder;
    const KleeneWire wire = atoms_.Compile(
        condition, sets,
        [](int, const std::vector<Symbol>&) { return CircuitBuilder::Constant(Truth::kUnknown); },
        &builder);
    builder.Output(wire.yes);
    return Keep({FormulasOf(builder.Build()).front()});
  }

  struct Kept {
    z3::expr formula;
    bool names_laws = false;  // by the names of their outcomes
  };
  Formula Keep(Kept formula) {
    formulas_.push_back(std::move(formula));
    return {formulas_.size() - 1};
  }
  Formula Both(Formula a, Formula b) {
    return Keep({At(a) && At(b), NamesLaws(a) || NamesLaws(b)});
  }
  Formula Either(Formula a, Formula b) {
    return Keep({At(a) || At(b), NamesLaws(a) || NamesLaws(b)});
  }
  Formula Negated(Formula a) { return Keep({!At(a), NamesLaws(a)}); }
  const z3::expr& At(Formula formula) const { return formulas_[formula.number].formula; }
  bool NamesLaws(Formula formula) const { return formulas_[formula.number].names_laws; }
  z3::context& context() { return context_; }
  Encoding& encoding() { return encoding_; }

  Search Find(Formula formula, std::optional<Witness>* witness) {
    const Timer::time_point end = Timer::now() + limit_;
    const Asked asked(SolverOf(formula), At(formula));
    const z3::check_result result = stopwatch_.Check(asked.solver, end);
    if (result == z3::unsat) return Search::kNone;
    if (result == z3::unknown) return Search::kUndecided;
    *witness = Plainest(asked.solver, end);
    return Search::kFound;
  }

  Search Ask(Formula formula) {
    const Asked asked(SolverOf(formula), At(formula));
    const z3::check_result result = stopwatch_.Check(asked.solver, Timer::now() + limit_);
    return result == z3::unsat ? Search::kNone
           : result == z3::sat ? Search::kFound
                               : Search::kUndecided;
  }

  // The atoms that the law reads decide a formula, so that those of the witness cannot stand
  // beside its negation; the solver says which of them are to blame, and each of these is
  // left out if the rest is enough.
  std::optional<std::vector<Literal>> ReasonsFor(Formula formula, const Witness& witness) {
    const Timer::time_point end = Timer::now() + limit_;
    const Asked asked(Solver(), !At(formula));
    z3::solver& solver = *asked.solver;
    for (const Encoding::Variable& variable : Variables()) {
      if (IsOfDeal(variable.fact)) continue;
      solver.add(variable.expr == encoding_.ValueOf(variable, witness.facts));
    }
    std::vector<std::uint32_t> blamed;
    for (const std::uint32_t atom : atoms_of_law_) {
      if (std::ranges::any_of(atoms_.FactsOf(atom), [&](int f) { return IsOfDeal(f); })) {
        blamed.push_back(atom);
        const z3::expr& truth = AtomFormula(atom);
        solver.add(z3::implies(WishOf(atom), HoldsIn(atom, witness.facts) ? truth : !truth));
      }
    }
    if (!Shrink(&solver, end, &blamed)) return std::nullopt;
    // What is hard to read goes first: words of sets, then flags.
    std::ranges::stable_sort(blamed, std::greater<>(), [&](std::uint32_t atom) {
      const Op op = atoms_.atom(atom).node.op;
      return op == Op::kSetHas || op == Op::kSetMeets ? 2 : op == Op::kBoolFact ? 1 : 0;
    });
    for (std::size_t i = 0; i < blamed.size();) {
      std::vector<std::uint32_t> rest = blamed;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
      if (Shrink(&solver, end, &rest)) {
        // Those before i could not be left out of more, so that they stand in the rest.
        blamed = std::move(rest);
      } else {
        ++i;
      }
    }
    std::vector<Literal> literals;
    for (const std::uint32_t atom : blamed) {
      literals.push_back({atoms_.atom(atom).node, HoldsIn(atom, witness.facts)});
    }
    return literals;
  }

  Formula AllOf(const std::vector<Literal>& literals) {
    z3::expr_vector all(context_);
    for (const Literal& literal : literals) {
      const z3::expr truth = encoding_.FormulaOf(Atom{literal.atom, 0, {}});
      all.push_back(literal.holds ? truth : !truth);
    }
    return Keep({z3::mk_and(all)});
  }

  std::vector<bool> TruthsOf(const std::vector<Formula>& formulas, const Facts& facts) {
    z3::expr_vector from(context_);
    z3::expr_vector to(context_);
    for (const Encoding::Variable& variable : Variables()) {
      from.push_back(variable.expr);
      to.push_back(encoding_.ValueOf(variable, facts));
    }
    std::vector<bool> truths;
    for (const Formula formula : formulas) {
      z3::expr truth = SpeltOut(At(formula));
      truths.push_back(truth.substitute(from, to).simplify().is_true());
    }
    return truths;
  }

  std::string SmtLib(Formula formula) {
    const Asked asked(Solver(), At(formula));
    return "(set-logic ALL)\n" + asked.solver->to_smt2();
  }

 private:
  using Heads = std::vector<Formula>;

  // What a deal is about: the item, the route and the use, not who deals or what is on file.
  bool IsOfDeal(int fact) const {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(fact)];
    return decl.type != FactType::kSet &&
           (decl.name.starts_with("item.") || decl.name.starts_with("transaction."));
  }

  bool HoldsIn(std::uint32_t atom, const Facts& facts) const {
    return atoms_.Evaluate(atom, {schema_, facts, no_sets_}) == Truth::kTrue;
  }

  // Stands for "the atom is as in the witness".
  z3::expr WishOf(std::uint32_t atom) {
    return context_.bool_const(("as is " + std::to_string(atom)).c_str());
  }

  // Whether these wishes contradict what the solver holds; then only the atoms to blame
  // are left, in their order.
  bool Shrink(z3::solver* solver, Timer::time_point end, std::vector<std::uint32_t>* atoms) {
    z3::expr_vector wishes(context_);
    for (const std::uint32_t atom : *atoms) wishes.push_back(WishOf(atom));
    if (stopwatch_.Check(solver, end, &wishes) != z3::unsat) return false;
    std::set<unsigned> blamed;
    for (const z3::expr& wish : solver->unsat_core()) blamed.insert(wish.id());
    std::erase_if(*atoms, [&](std::uint32_t atom) { return !blamed.contains(WishOf(atom).id()); });
    return true;
  }

  // Facts are known, so that an atom surely fails where it does not surely hold.
  std::vector<z3::expr> FormulasOf(const Circuit& circuit) {
    return circuit.Fold<z3::expr>(
        context_.bool_val(false),
        [&](std::uint32_t plane) {
          if (std::ranges::find(atoms_of_law_, plane / 2) == atoms_of_law_.end()) {
            atoms_of_law_.push_back(plane / 2);
          }
          const z3::expr& truth = AtomFormula(plane / 2);
          return plane % 2 == 0 ? truth : !truth;
        },
        [](const z3::expr& a, const z3::expr& b) { return a && b; },
        [](const z3::expr& a) { return !a; });
  }

  const z3::expr& AtomFormula(std::uint32_t atom) {
    while (atom_formulas_.size() <= atom) {
      const auto next = static_cast<std::uint32_t>(atom_formulas_.size());
      atom_formulas_.push_back(encoding_.FormulaOf(atoms_.atom(next)));
    }
    return atom_formulas_[atom];
  }

  // A question put to the solver, and taken back.
  struct Asked {
    Asked(z3::solver* taken, const z3::expr& formula) : solver(taken) {
      solver->push();
      solver->add(formula);
    }
    ~Asked() { solver->pop(); }
    Asked(const Asked&) = delete;
    Asked& operator=(const Asked&) = delete;
    z3::solver* solver;
  };

  // Made anew when a formula read something new: they are many.
  const std::vector<Encoding::Variable>& Variables() {
    if (variables_of_ != encoding_.size()) {
      variables_ = encoding_.Variables();
      variables_of_ = encoding_.size();
    }
    return variables_;
  }

  // Without the names of outcomes.
  z3::expr SpeltOut(z3::expr formula) {
    z3::expr_vector names(context_);
    z3::expr_vector meanings(context_);
    for (std::size_t i = 0; i < names_.size(); ++i) {
      names.push_back(names_[i]);
      meanings.push_back(meanings_[i]);
    }
    return formula.substitute(names, meanings);
  }

  // A formula that names no law is asked of a solver that knows none: it answers sooner.
  z3::solver* SolverOf(Formula formula) {
    if (NamesLaws(formula)) return Solver();
    if (!small_solver_ || small_solver_knows_ != encoding_.size()) {
      small_solver_.emplace(context_);
      Prepare(&*small_solver_);
      small_solver_->add(encoding_.Assumptions());
      small_solver_knows_ = encoding_.size();
    }
    return &*small_solver_;
  }

  // What is not asked for is false.
  static void Prepare(z3::solver* solver) {
    solver->set("auto_config", false);
    solver->set("phase_selection", 0U);
  }

  // Knows all laws and what is assumed of the facts that were read so far.
  z3::solver* Solver() {
    const std::pair known(names_.size(), encoding_.size());
    if (solver_ && known == solver_knows_) return &*solver_;
    solver_.emplace(context_);
    Prepare(&*solver_);
    for (std::size_t i = 0; i < names_.size(); ++i) solver_->add(names_[i] == meanings_[i]);
    solver_->add(encoding_.Assumptions());
    solver_knows_ = {names_.size(), encoding_.size()};
    return &*solver_;
  }

  // From the model found, each unknown is brought to a plainer value where one still does,
  // as long as there is time. What is plain already is asked for at once.
  Witness Plainest(z3::solver* solver, Timer::time_point end) {
    z3::model model = solver->get_model();
    std::vector<int> told;
    std::vector<Encoding::Variable> others;
    for (const Encoding::Variable& variable : Variables()) {
      if (model.eval(variable.plain.front(), true).is_true()) {
        solver->add(variable.plain.front());
      } else {
        others.push_back(variable);
      }
    }
    for (const Encoding::Variable& variable : others) {
      if (!Plainer(solver, variable, end, &model)) told.push_back(variable.fact);
    }
    std::ranges::sort(told);
    told.erase(std::unique(told.begin(), told.end()), told.end());
    return {encoding_.FactsOf(model, atoms_.layout().party_roles), std::move(told)};
  }

  // Whether it came to its plainest value; if not, to the next that does.
  bool Plainer(z3::solver* solver, const Encoding::Variable& variable, Timer::time_point end,
               z3::model* model) {
    for (const z3::expr& wish : variable.plain) {
      if (!model->eval(wish, true).is_true()) {
        solver->push();
        solver->add(wish);
        const bool may = stopwatch_.Check(solver, end) == z3::sat;
        if (may) *model = solver->get_model();
        solver->pop();
        if (!may) continue;
      }
      solver->add(wish);
      return &wish == variable.plain.data();
    }
    solver->add(variable.expr == model->eval(variable.expr, true));
    return false;
  }

  const Schema& schema_;
  const std::chrono::milliseconds limit_;
  z3::context context_;
  Stopwatch stopwatch_{&context_};
  AtomTable atoms_;
  Encoding encoding_;
  std::deque<z3::expr> atom_formulas_;
  std::deque<Kept> formulas_;
  std::vector<Heads> laws_;
  std::vector<const Snapshot*> snapshots_;      // by law
  std::vector<std::map<int, z3::expr>> fires_;  // by law, then by provision
  std::vector<std::map<int, z3::expr>> may_fire_;
  std::deque<z3::expr> names_;  // of the outcomes of laws
  std::deque<z3::expr> meanings_;
  std::optional<z3::solver> solver_;
  std::pair<std::size_t, std::size_t> solver_knows_;  // sizes of what it was made of
  std::vector<Encoding::Variable> variables_;
  std::size_t variables_of_ = ~std::size_t{0};  // size of the encoding that they are of
  std::optional<z3::solver> small_solver_;
  std::size_t small_solver_knows_ = 0;
  std::vector<std::uint32_t> atoms_of_law_;  // that circuits read
  const SetMembers no_sets_;
};

Reasoner::Reasoner(const Schema& schema, std::chrono::milliseconds limit)
    : impl_(std::make_unique<Impl>(schema, limit)) {}
Reasoner::~Reasoner() = default;

std::size_t Reasoner::AddLaw(const Snapshot& snapshot, PatternDetail detail) {
  return impl_->AddLaw(snapshot, detail);
}
Formula Reasoner::Always() { return impl_->Keep({impl_->context().bool_val(true)}); }
Formula Reasoner::OutcomeIs(std::size_t law, Outcome outcome) {
  return impl_->OutcomeIs(law, outcome);
}
Formula Reasoner::Fires(std::size_t law, int provision) { return impl_->Fires(law, provision); }
Formula Reasoner::MayFire(std::size_t law, int provision) { return impl_->MayFire(law, provision); }
const Snapshot& Reasoner::SnapshotOf(std::size_t law) const { return impl_->SnapshotOf(law); }
Formula Reasoner::Holds(const Expression& condition, const SetMembers& sets) {
  return impl_->Holds(condition, sets);
}
Formula Reasoner::InStatedDomains() { return impl_->Keep({impl_->encoding().StatedDomains()}); }
Formula Reasoner::Not(Formula a) { return impl_->Negated(a); }
Formula Reasoner::And(Formula a, Formula b) { return impl_->Both(a, b); }
Formula Reasoner::Or(Formula a, Formula b) { return impl_->Either(a, b); }
Formula Reasoner::Given(Formula formula, const Facts& facts, const std::set<int>& fixed) {
  return impl_->Given(formula, facts, fixed);
}
Formula Reasoner::AtCopy(Formula formula, int fact, int copy) {
  return impl_->AtCopy(formula, fact, copy);
}
Formula Reasoner::Below(int fact, int copy, int other) { return impl_->Below(fact, copy, other); }
Search Reasoner::Find(Formula formula, std::optional<Witness>* witness) {
  return impl_->Find(formula, witness);
}
Search Reasoner::Ask(Formula formula) { return impl_->Ask(formula); }
std::optional<std::vector<Literal>> Reasoner::ReasonsFor(Formula formula, const Witness& witness) {
  return impl_->ReasonsFor(formula, witness);
}
Formula Reasoner::AllOf(const std::vector<Literal>& literals) { return impl_->AllOf(literals); }
std::vector<bool> Reasoner::TruthsOf(const std::vector<Formula>& formulas, const Facts& facts) {
  return impl_->TruthsOf(formulas, facts);
}
std::string Reasoner::SmtLib(Formula formula) { return impl_->SmtLib(formula); }

}  // namespace licet
