#include "licet/gate/judge.h"

#include "ask.h"
#include "build_facts.h"

namespace licet {

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
  decision.known_at = clocks.KnownFor(order);
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

  decision.place = facts[engine.schema().Find("transaction.place_of_use")].symbol;

  Clocks known = clocks;
  known.known_at = decision.known_at;
  for (const Pack& pack : engine.packs()) {
    GateAnswer answer = Ask(engine, pack, facts, *item, decision.as_of, known);
    if (answer.determination.outcome != Outcome::kNotOnRoute) {
      decision.gates.push_back(std::move(answer));
    }
  }
  JoinGates(engine, &decision);
  return decision;
}

GateAnswer ClassifyFacts(Engine& engine, const Pack& pack, const Facts& facts, Date as_of,
                         const Clocks& clocks) {
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  GateAnswer answer{{}, &snapshot, facts, {}, {}, {}, {}, false};
  answer.determination = Classify(snapshot, engine.schema(), &answer.facts);
  SetMissing(engine.schema(), &answer, true);
  return answer;
}

Classification ClassifyItem(Engine& engine, const Pack& pack, const Item& item, Date as_of,
                            const Clocks& clocks) {
  Facts facts(engine.schema());
  FillItem(engine.schema(), item, &facts);
  FillNoFoundry(engine.schema(), &facts);
  const Snapshot& snapshot = engine.SnapshotOf(pack, as_of, clocks.known_at, clocks.reading);
  FillContents(engine, snapshot, item, &facts);
  return {&item, ClassifyFacts(engine, pack, facts, as_of, clocks)};
}

}  // namespace licet
