#include "ask.h"

#include <algorithm>

#include "build_facts.h"
#include "licet/base/text.h"

namespace licet {

void SetMissing(const Schema& schema, GateAnswer* answer, bool classify_only,
                SettleOracle* oracle) {
  const Missing& missing = answer->determination.missing;
  answer->open_points.assign(missing.open_points.begin(), missing.open_points.end());
  const bool unknown = answer->determination.outcome == Outcome::kUnknown;
  if (oracle != nullptr && unknown) {
    answer->missing = SmallestSettlingSet(*answer->snapshot, schema, answer->facts,
                                          answer->determination, oracle);
  } else if (classify_only || unknown) {
    answer->missing = SmallestSettlingSet(*answer->snapshot, schema, answer->facts,
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

namespace {

bool ConditionsMet(const Determination& d) {
  return std::all_of(d.conditions.begin(), d.conditions.end(),
                     [](const ConditionState& c) { return c.met == Truth::kTrue; });
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

}  // namespace

// "bis-licence=none" says that there is none; it must not count as a number.
bool SaysNone(std::string_view number) {
  const std::string word = AsciiLower(number);
  return word == "none" || word == "no" || word == "false" || word == "unknown";
}

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
    FillNoFoundry(engine.schema(), &inner_facts);
    const Determination found = Classify(snapshot, engine.schema(), &inner_facts);
    Interner& symbols = engine.schema().symbols();
    for (const std::string& code : found.codes) codes.Add(symbols.Intern(code), Truth::kTrue);
    for (const std::string& code : found.possible) codes.Add(symbols.Intern(code), Truth::kUnknown);
  }
}

GateAnswer Ask(Engine& engine, const Pack& pack, Facts facts, const Item* item, Date as_of,
               const Clocks& clocks) {
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  if (item != nullptr) FillContents(engine, snapshot, *item, &facts);
  return AskSnapshot(engine.schema(), snapshot, std::move(facts));
}

GateAnswer AskSnapshot(const Schema& schema, const Snapshot& snapshot, Facts facts,
                       SettleOracle* oracle, bool settle) {
  GateAnswer answer{{}, &snapshot, std::move(facts), {}, {}, {}, {}, false};
  answer.determination = Determine(snapshot, schema, &answer.facts);
  if (answer.determination.outcome == Outcome::kNotOnRoute) return answer;
  if (settle) SetMissing(schema, &answer, false, oracle);
  SetCharges(schema, &answer);
  SetSatisfied(schema, &answer);
  return answer;
}

}  // namespace licet
