#include "licet/gate/judge.h"

#include <fmt/format.h>

#include <algorithm>

#include "build_facts.h"
#include "licet/base/text.h"
#include "next_steps.h"

namespace licet {

namespace {

// What an assembly holds is classified by the same regime first.
void FillContents(Engine& engine, const Snapshot& snapshot, const Item& item, Facts* facts) {
  KleeneSet& codes = (*facts)[engine.schema().Find("item.contains_codes")].set;
  for (const Content& content : item.contents) {
    auto inner = engine.catalog().Find(content.item);
    if (!inner) {  // the catalogue checks contents; without one nothing is sure
      codes.open = true;
      continue;
    }
    Facts inner_facts(engine.schema());
    FillItem(engine.schema(), **inner, &inner_facts);
    const Determination found = Classify(snapshot, engine.schema(), &inner_facts);
    Interner& symbols = engine.schema().symbols();
    for (const std::string& code : found.codes) codes.Add(symbols.Intern(code), Truth::kTrue);
    for (const std::string& code : found.possible) codes.Add(symbols.Intern(code), Truth::kUnknown);
  }
}

void SetMissing(Engine& engine, GateAnswer* answer, bool classify_only) {
  const Missing& missing = answer->determination.missing;
  answer->open_points.assign(missing.open_points.begin(), missing.open_points.end());
  const bool unknown = answer->determination.outcome == Outcome::kUnknown;
  if (classify_only || unknown) {
    answer->missing = SmallestSettlingSet(answer->snapshot, engine.schema(), answer->facts,
                                          answer->determination, classify_only);
  } else {
    answer->missing.assign(missing.facts.begin(), missing.facts.end());
  }
}

void SetCharges(const Schema& schema, GateAnswer* answer) {
  const Range& value = answer->facts[schema.Find("transaction.value")].number;
  for (int number : answer->determination.charges) {
    Charge charge{number, answer->determination.fires[static_cast<std::size_t>(number)], {}};
    const Provision& p = answer->determination.pack->provisions[static_cast<std::size_t>(number)];
    if (value.IsExact()) {
      // Rates have few places and values are in cents: the product is exact.
      if (auto amount = Multiply(*value.low, p.gives->rate)) charge.amount = *amount;
    }
    answer->charges.push_back(charge);
  }
}

bool ConditionsMet(const Determination& d) {
  return std::all_of(d.conditions.begin(), d.conditions.end(),
                     [](const ConditionState& c) { return c.met == Truth::kTrue; });
}

// "bis-licence=none" says that there is none; it must not count as a number.
bool SaysNone(std::string_view number) {
  const std::string word = AsciiLower(number);
  return word == "none" || word == "no" || word == "false" || word == "unknown";
}

void SetSatisfied(const Schema& schema, GateAnswer* answer) {
  const Determination& d = answer->determination;
  if (d.pack->authorisation >= 0) {
    const std::optional<Symbol>& number = answer->facts[d.pack->authorisation].symbol;
    if (number && !SaysNone(schema.symbols().Text(*number))) {
      answer->authorisation = schema.symbols().Text(*number);
    }
  }
  switch (d.outcome) {
    case Outcome::kNoLicenceRequired:
      answer->satisfied = true;
      break;
    case Outcome::kException:
      answer->satisfied = ConditionsMet(d);
      break;
    case Outcome::kLicenceRequired:
      answer->satisfied = answer->authorisation && ConditionsMet(d);
      break;
    default:
      answer->satisfied = false;
  }
}

// Places that every gate permits, out of all countries.
void JoinPlaces(const Schema& schema, Decision* decision) {
  bool any_rule = false;
  std::vector<std::string> permitted;
  for (const GateAnswer& gate : decision->gates) {
    any_rule = any_rule || !gate.determination.places.any();
    const auto& place = gate.facts[schema.Find("transaction.place_of_use")].symbol;
    decision->place_permitted =
        And(decision->place_permitted, gate.determination.places.Permits(place));
  }
  if (!any_rule) return;
  for (const std::string& country : schema.countries()) {
    const Symbol word = schema.symbols().Intern(country);
    const bool everywhere =
        std::all_of(decision->gates.begin(), decision->gates.end(), [&](const GateAnswer& gate) {
          return gate.determination.places.Permits(word) == Truth::kTrue;
        });
    if (everywhere) permitted.push_back(country);
  }
  decision->deadlock = permitted.empty();
  decision->places = std::move(permitted);
}

void SetVerdict(Decision* decision) {
  bool all = true;
  for (const GateAnswer& gate : decision->gates) {
    const Determination& d = gate.determination;
    if (d.outcome == Outcome::kProhibited && d.confidence == Confidence::kPrimary) {
      decision->verdict = Verdict::kBlock;
      return;
    }
    all = all && gate.satisfied;
  }
  const bool placed = decision->place_permitted == Truth::kTrue && !decision->deadlock;
  decision->verdict = all && placed ? Verdict::kRelease : Verdict::kHold;
}

void SayWhatIsAssumed(Decision* decision) {
  for (const GateAnswer& gate : decision->gates) {
    if (!gate.authorisation || gate.determination.outcome != Outcome::kLicenceRequired) continue;
    decision->assumptions.push_back(
        fmt::format("{} '{}' is taken from the order's evidence; its scope and balance were not "
                    "checked against a ledger",
                    gate.determination.pack->authorisation_called, *gate.authorisation));
  }
  for (const GateAnswer& gate : decision->gates) {
    if (!gate.snapshot.in_force.empty()) continue;
    decision->assumptions.push_back(
        fmt::format("no provision of {} on file is in force on {}; what the law of that day asked "
                    "beyond the file is not known here",
                    gate.determination.pack->regime, decision->as_of.ToString()));
  }
  if (decision->gates.empty()) {
    decision->assumptions.push_back("no regime on file governs this transaction");
  }
  decision->assumptions.push_back(
      "names were not screened against restricted-party lists; only the flags on file counted");
}

GateAnswer Ask(Engine& engine, const Pack& pack, Facts facts, const Item* item, Date as_of,
               const Clocks& clocks) {
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  if (item != nullptr) FillContents(engine, snapshot, *item, &facts);
  GateAnswer answer{{}, snapshot, std::move(facts), {}, {}, {}, {}, false};
  answer.determination = Determine(snapshot, engine.schema(), &answer.facts);
  if (answer.determination.outcome == Outcome::kNotOnRoute) return answer;
  SetMissing(engine, &answer, false);
  SetCharges(engine.schema(), &answer);
  SetSatisfied(engine.schema(), &answer);
  return answer;
}

}  // namespace

std::string_view ToString(Verdict verdict) {
  return verdict == Verdict::kRelease ? "release" : verdict == Verdict::kHold ? "hold" : "block";
}

GateAnswer AskGate(Engine& engine, const Pack& pack, const Facts& facts, Date as_of,
                   const Clocks& clocks) {
  return Ask(engine, pack, facts, nullptr, as_of, clocks);
}

Result<Decision> Judge(Engine& engine, const Order& order, const Clocks& clocks,
                       const Overrides& overrides) {
  Decision decision;
  decision.order = order;
  decision.as_of = clocks.as_of.value_or(order.date);
  decision.known_at = order.known_at.value_or(clocks.known_at);
  decision.reading = clocks.reading;
  auto item = engine.catalog().Find(order.item);
  if (!item) {
    return Fail(item.error().code(), "column 'item': " + item.error().sentence(),
                order.PlaceOf("item"));
  }
  decision.item = *item;
  Facts facts(engine.schema());
  FillItem(engine.schema(), **item, &facts);
  LICET_RETURN_IF_ERROR(
      FillOrder(engine.schema(), engine.parties(), order, **item, &facts, &decision.assumptions));
  for (const auto& [name, value] : overrides) {
    LICET_RETURN_IF_ERROR(SetFact(engine.schema(), name, value, &facts));
  }
  const Range& value = facts[engine.schema().Find("transaction.value")].number;
  if (value.IsExact()) decision.value = *value.low;

  Clocks known = clocks;
  known.known_at = decision.known_at;
  for (const Pack& pack : engine.packs()) {
    GateAnswer answer = Ask(engine, pack, facts, *item, decision.as_of, known);
    if (answer.determination.outcome != Outcome::kNotOnRoute) {
      decision.gates.push_back(std::move(answer));
    }
  }
  JoinPlaces(engine.schema(), &decision);
  SetVerdict(&decision);
  SayWhatIsAssumed(&decision);
  AddNextSteps(engine.schema(), &decision);
  return decision;
}

GateAnswer ClassifyFacts(Engine& engine, const Pack& pack, const Facts& facts, Date as_of,
                         const Clocks& clocks) {
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  GateAnswer answer{{}, snapshot, facts, {}, {}, {}, {}, false};
  answer.determination = Classify(snapshot, engine.schema(), &answer.facts);
  SetMissing(engine, &answer, true);
  return answer;
}

Classification ClassifyItem(Engine& engine, const Pack& pack, const Item& item, Date as_of,
                            const Clocks& clocks) {
  Facts facts(engine.schema());
  FillItem(engine.schema(), item, &facts);
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  FillContents(engine, snapshot, item, &facts);
  return {&item, ClassifyFacts(engine, pack, facts, as_of, clocks)};
}

}  // namespace licet
