#include "licet/analysis/design.h"

#include <algorithm>

namespace licet {
namespace {

constexpr std::int64_t kMost = kMostNumber.micros();

void RefillParties(const Schema& schema, Facts* facts) {
  facts->parties.clear();
  facts->party_roles.clear();
  const auto fields = static_cast<std::ptrdiff_t>(schema.party_fields().size());
  for (const char* role : {"purchaser", "consignee", "end_user"}) {
    const int start = schema.RoleStart(role);
    if (start < 0) continue;
    const auto from = facts->values.begin() + start;
    facts->parties.emplace_back(from, from + fields);
    facts->party_roles.emplace_back(role);
  }
}

// It fires, and where the stage takes the first, nothing before it that says something else
// may fire.
Formula Counts(const Requirement& requirement, int number, Reasoner* reasoner) {
  const Pack& pack = *requirement.snapshot->pack;
  const auto at = [&](int n) -> const Provision& {
    return pack.provisions[static_cast<std::size_t>(n)];
  };
  Formula counts = reasoner->Fires(requirement.law, number);
  const Stage stage = at(number).stage;
  if (pack.hit[static_cast<std::size_t>(stage)] != Hit::kFirst) return counts;
  for (const int earlier : requirement.snapshot->in_force) {
    if (earlier == number) break;
    const Provision& other = at(earlier);
    if (other.stage != stage || !other.gives || other.gives->name == requirement.gives) continue;
    counts = reasoner->And(counts, reasoner->Not(reasoner->MayFire(requirement.law, earlier)));
  }
  return counts;
}

Formula FormulaOf(const Requirement& requirement, Reasoner* reasoner) {
  if (requirement.outcome) return reasoner->OutcomeIs(requirement.law, *requirement.outcome);
  Formula any = reasoner->Not(reasoner->Always());
  for (const int number : requirement.snapshot->in_force) {
    const Provision& provision =
        requirement.snapshot->pack->provisions[static_cast<std::size_t>(number)];
    if (!provision.gives || provision.gives->name != requirement.gives) continue;
    any = reasoner->Or(any, Counts(requirement, number, reasoner));
  }
  return any;
}

// The nearest numerator of a density that is a millionth past `value`, above it or below.
std::optional<std::int64_t> NumeratorPast(std::int64_t value, bool above, Decimal denominator) {
  const Int128 product = static_cast<Int128>(value + (above ? 1 : -1)) * denominator.micros();
  const Int128 past = (product + (above ? Decimal::kScale - 1 : 0)) / Decimal::kScale;
  if (past < 0 || past > kMost) return std::nullopt;
  return static_cast<std::int64_t>(past);
}

}  // namespace

Facts PlainDeal(const Schema& schema, Symbol origin, Symbol destination) {
  Facts facts(schema);
  for (std::size_t i = 0; i < schema.facts().size(); ++i) {
    Value& value = facts.values[i];
    if (value.truth == Truth::kUnknown) value.truth = Truth::kFalse;
    if (!value.number.IsExact())
      value.number = Range::Exactly(value.number.low.value_or(Decimal()));
    if (!value.symbol) value.symbol = schema.AnotherWord();
    value.set.maybe.clear();
    value.set.open = false;
  }
  const auto say = [&](const char* fact, Symbol word) {
    if (const int number = schema.Find(fact); number >= 0) facts[number].symbol = word;
  };
  if (const int quantity = schema.Find("transaction.quantity"); quantity >= 0) {
    facts[quantity].number = Range::Exactly(Decimal::FromInt(1));
  }
  say("item.type", schema.symbols().Intern("ic"));
  say("transaction.activity", schema.symbols().Intern("export"));
  say("transaction.end_use", schema.symbols().Intern("commercial"));
  say("transaction.origin", origin);
  say("transaction.destination", destination);
  say("transaction.place_of_use", destination);
  for (const std::string& role : schema.party_roles()) {
    for (const char* field : {"country", "headquarters", "parent_headquarters"}) {
      const bool buys = role == "purchaser" || role == "consignee" || role == "end_user";
      say((role + "." + field).c_str(), buys ? destination : origin);
    }
  }
  RefillParties(schema, &facts);
  return facts;
}

bool IsMet(const Requirement& requirement, const Schema& schema, Facts facts) {
  const Determination found = Determine(*requirement.snapshot, schema, &facts);
  if (requirement.outcome) return found.outcome == *requirement.outcome;
  if (found.review == requirement.gives) return true;
  return std::ranges::any_of(requirement.snapshot->in_force, [&](int number) {
    const Provision& provision = found.pack->provisions[static_cast<std::size_t>(number)];
    return provision.gives && provision.gives->name == requirement.gives &&
           provision.stage <= Stage::kRestrict &&
           found.fires[static_cast<std::size_t>(number)] == Truth::kTrue;
  });
}

Designer::Designer(Reasoner* reasoner, const Schema& schema, std::vector<Requirement> requirements,
                   std::set<int> free)
    : reasoner_(reasoner),
      schema_(schema),
      requirements_(std::move(requirements)),
      free_(std::move(free)),
      permitted_(reasoner->Always()) {
  for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
    if (!free_.contains(i)) fixed_.insert(i);
  }
  for (const Requirement& requirement : requirements_) {
    permitted_ = reasoner->And(
        permitted_, reasoner->Given(FormulaOf(requirement, reasoner), requirement.deal, fixed_));
  }
}

// What is asked of fixed facts is asked of every deal, by a domain too.
Formula Designer::InDeals(Formula envelope) {
  const Formula asked = reasoner_->And(envelope, reasoner_->InStatedDomains());
  Formula all = reasoner_->Always();
  for (const Requirement& requirement : requirements_) {
    all = reasoner_->And(all, reasoner_->Given(asked, requirement.deal, fixed_));
  }
  return all;
}

Search Designer::Any(Formula envelope) {
  return reasoner_->Ask(reasoner_->And(permitted_, InDeals(envelope)));
}

bool Designer::IsMetByAll(const Facts& item) const {
  return std::ranges::all_of(requirements_, [&](const Requirement& requirement) {
    return IsMet(requirement, schema_, FactsOf(requirement, item));
  });
}

std::optional<Witness> Designer::Example(Formula envelope) {
  std::optional<Witness> witness;
  reasoner_->Find(reasoner_->And(permitted_, InDeals(envelope)), &witness);
  if (witness) witness->facts = FactsOf(requirements_.front(), witness->facts);
  return witness;
}

Formula Designer::Reaches(int metric, bool largest, std::int64_t micros) {
  const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(metric)];
  Literal literal;
  literal.atom.op = decl.type == FactType::kRatio ? Op::kCompareRatio : Op::kCompare;
  literal.atom.terms = {{Decimal::FromInt(1), {metric, false}}};
  literal.atom.relation = largest ? Relation::kGreaterEqual : Relation::kLessEqual;
  literal.atom.constant = Decimal::FromMicros(micros);
  return reasoner_->AllOf({literal});
}

// Something permitted reaches `reached`, nothing reaches `missed`.
std::optional<std::int64_t> Designer::Furthest(int metric, bool largest, Formula inside,
                                               Search* search) {
  std::int64_t reached = largest ? 0 : kMost;
  std::int64_t missed = largest ? kMost : 0;
  const auto reaches = [&](std::int64_t micros) {
    return reasoner_->Ask(reasoner_->And(inside, Reaches(metric, largest, micros)));
  };
  *search = reaches(reached);
  if (*search != Search::kFound) return std::nullopt;
  *search = reaches(missed);
  if (*search == Search::kFound) return missed;
  while (*search != Search::kUndecided &&
         std::max(reached, missed) - std::min(reached, missed) > 1) {
    const std::int64_t middle = reached + (missed - reached) / 2;
    *search = reaches(middle);
    (*search == Search::kFound ? reached : missed) = middle;
  }
  if (*search == Search::kUndecided) return std::nullopt;
  *search = Search::kFound;
  return reached;
}

Optimum Designer::Best(int metric, bool largest, Formula envelope) {
  Optimum best;
  const Formula built = InDeals(envelope);
  const Formula inside = reasoner_->And(permitted_, built);
  const std::optional<std::int64_t> furthest = Furthest(metric, largest, inside, &best.search);
  if (!furthest) {
    const bool ratio = schema_.facts()[static_cast<std::size_t>(metric)].type == FactType::kRatio;
    best.undefined =
        ratio && best.search == Search::kNone && reasoner_->Ask(inside) == Search::kFound;
    return best;
  }
  best.value = Decimal::FromMicros(*furthest);
  best.search =
      reasoner_->Find(reasoner_->And(inside, Reaches(metric, largest, *furthest)), &best.witness);
  if (!best.witness) return best;
  best.witness->facts = FactsOf(requirements_.front(), best.witness->facts);
  best.agreed = IsMetByAll(best.witness->facts);
  best.turns = TurnsPast(metric, largest, best);
  const std::int64_t past = *furthest + (largest ? 1 : -1);
  best.envelope_ends = past < 0 || reasoner_->Ask(reasoner_->And(
                                       built, Reaches(metric, largest, past))) == Search::kNone;
  return best;
}

// The deal with what was chosen for the item.
Facts Designer::FactsOf(const Requirement& requirement, const Facts& item) const {
  Facts facts = requirement.deal;
  for (const int fact : free_) facts[fact] = item[fact];
  RefillParties(schema_, &facts);
  return facts;
}

std::vector<Turn> Designer::TurnsPast(int metric, bool largest, const Optimum& best) const {
  const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(metric)];
  Facts item = best.witness->facts;
  int moved = metric;
  std::optional<std::int64_t> past = best.value.micros() + (largest ? 1 : -1);
  if (decl.type == FactType::kRatio) {
    moved = decl.of;
    past = NumeratorPast(best.value.micros(), largest, *item[decl.per].number.low);
  }
  if (!past || *past < 0) return {};
  item[moved].number = Range::Exactly(Decimal::FromMicros(*past));
  // One circuit computes in all what it computes.
  for (const char* name : {"item.total_tpp", "transaction.total_tpp"}) {
    const int total = schema_.Find(name);
    if (moved == schema_.Find("item.tpp") && free_.contains(total)) item[total] = item[moved];
  }
  std::vector<Turn> turns;
  for (std::size_t r = 0; r < requirements_.size(); ++r) {
    const Requirement& requirement = requirements_[r];
    Facts before = FactsOf(requirement, best.witness->facts);
    Facts after = FactsOf(requirement, item);
    if (IsMet(requirement, schema_, after)) continue;
    const Determination one = Determine(*requirement.snapshot, schema_, &before);
    const Determination other = Determine(*requirement.snapshot, schema_, &after);
    for (const int number : requirement.snapshot->in_force) {
      const Truth was = one.fires[static_cast<std::size_t>(number)];
      const Truth is = other.fires[static_cast<std::size_t>(number)];
      if (was != is) turns.push_back({r, number, was == Truth::kFalse});
    }
  }
  return turns;
}

}  // namespace licet
