#include "decision_text.h"

#include <algorithm>

#include "ask.h"
#include "licet/base/hash.h"
#include "licet/gate/json.h"

namespace licet {

namespace {

// What is kept for one judge; with two of them at work, a tenth of what `check`
// may take.
constexpr std::size_t kMostBytes = 24 << 20;

// Holes: gates and grounds are counted from 0, the rest stand above them.
constexpr std::uint32_t kFirstAmount = 1'000'000;
constexpr std::uint32_t kAssumptions = 2'000'000;

// What stands between the quotes of a JSON string.
void AppendInside(std::string_view text, std::string* out) {
  const std::size_t begin = out->size();
  AppendJsonString(text, out);
  out->pop_back();
  out->erase(begin, 1);
}

}  // namespace

DecisionTexts::DecisionTexts(const Engine& engine, InstanceValues* values)
    : engine_(engine), values_(values), conditions_(engine.schema()), orders_(engine) {}

void DecisionTexts::Append(const DecidedOrder& decided, std::string* out) {
  conditions_.Begin(decided.order, decided.item, decided.same_roles);
  conditions_.classes().Begin(decided.instances, values_);
  orders_.AppendHead(decided.order, decided.item, decided.clocks, out);
  auto number = [&](std::uint32_t regime) { AppendInside(decided.numbers[regime], out); };
  TextOf(decided).Append(
      [&](std::uint32_t hole) {
        if (hole != kAssumptions) {
          AppendGate(decided, hole, out);
          return;
        }
        *out += '[';
        orders_.AppendAssumptions(decided.order, out);
        AssumedAfter(decided).Append([](std::uint32_t) {}, number, out);
        *out += ']';
      },
      number, out);
}

void DecisionTexts::AppendGate(const DecidedOrder& decided, std::size_t gate, std::string* out) {
  const GateKind& kind = *decided.kind.gates[gate];
  GateText& text = TextOf(kind);
  const DecidedOrder::Gate& own = decided.gates[gate];
  conditions_.BeginGate(*own.snapshot);
  conditions_.classes().BeginGate(own.contents, kind, text.results);
  text.text.Append(
      [&](std::uint32_t hole) {
        if (hole >= kFirstAmount) {
          AppendAmount(decided, text.rates[hole - kFirstAmount], out);
          return;
        }
        text.grounds[hole]->Append(
            [&](std::uint32_t provision) {
              *out += '[';
              conditions_.AppendFacts(static_cast<int>(provision), out);
              *out += ']';
            },
            [](std::uint32_t) {}, out);
      },
      [&](std::uint32_t regime) { AppendInside(decided.numbers[regime], out); }, out);
}

// As SetCharges.
void DecisionTexts::AppendAmount(const DecidedOrder& decided, Decimal rate,
                                 std::string* out) const {
  if (decided.order.unit_price) {
    if (const auto value = Multiply(decided.order.quantity, *decided.order.unit_price)) {
      if (const auto amount = Multiply(*value, rate)) {
        *out += '"';
        *out += amount->ToString();
        *out += '"';
        return;
      }
    }
  }
  *out += "null";
}

// ---- made once -------------------------------------------------------------

// The gates' answers joined, with marks for the numbers and without what the
// order itself adds.
Decision DecisionTexts::Joined(const DecidedOrder& decided) const {
  Decision decision;
  decision.order = decided.order;
  decision.item = &decided.item;
  decision.as_of = decided.clocks.as_of;
  for (std::size_t i = 0; i < decided.kind.gates.size(); ++i) {
    decision.gates.push_back(decided.kind.gates[i]->answer);
    decision.gates.back().snapshot = decided.gates[i].snapshot;
  }
  const std::string& place = decided.order.place_of_use;
  if (!place.empty()) decision.place = engine_.schema().symbols().Intern(place);
  JoinGates(engine_.schema(), &decision);
  return decision;
}

const TextTemplate& DecisionTexts::TextOf(const DecidedOrder& decided) {
  const auto found = kinds_.find(&decided.kind);
  if (found != kinds_.end()) return found->second;
  Json gates = Json::array();
  for (std::size_t i = 0; i < decided.kind.gates.size(); ++i) {
    gates.push_back(TextTemplate::Hole(static_cast<std::uint32_t>(i)));
  }
  Json json;
  AddOutcome(Joined(decided), std::move(gates), &json);
  json["assumptions"] = TextTemplate::Hole(kAssumptions);
  TextTemplate text(json, engine_.packs().size());
  text.Open();
  bytes_ += text.bytes();
  return kinds_.emplace(&decided.kind, std::move(text)).first->second;
}

// The assumptions that JoinGates adds: they differ within a kind by whether
// anything is in force, and on which day nothing is.
const TextTemplate& DecisionTexts::AssumedAfter(const DecidedOrder& decided) {
  key_.assign(1, reinterpret_cast<std::uintptr_t>(&decided.kind));
  for (std::size_t i = 0; i < decided.gates.size(); ++i) {
    if (!decided.gates[i].snapshot->in_force.empty()) continue;
    key_.push_back(i);
    key_.push_back(static_cast<std::uint32_t>(decided.clocks.as_of.days()));
  }
  const auto [number, added] = assumed_keys_.Number(key_);
  if (added) {
    TextTemplate text(Json(Joined(decided).assumptions), engine_.packs().size());
    text.Unwrap();
    bytes_ += text.bytes() + key_.size() * sizeof(key_[0]);
    assumed_.push_back(std::move(text));
  }
  return assumed_[number];
}

DecisionTexts::GateText& DecisionTexts::TextOf(const GateKind& kind) {
  const auto found = gates_.find(&kind);
  if (found != gates_.end()) return found->second;
  GateText text;
  const Pack& pack = *kind.answer.determination.pack;
  Json because = Json::array();
  for (std::size_t i = 0; i < kind.grounds.size(); ++i) {
    because.push_back(TextTemplate::Hole(static_cast<std::uint32_t>(i)));
    text.grounds.push_back(&GroundText(pack, kind.grounds[i]));
  }
  Json json = GateJson(engine_, kind.answer, std::move(because));
  for (std::size_t i = 0; i < kind.answer.charges.size(); ++i) {
    json["charges"][i]["amount_usd"] =
        TextTemplate::Hole(kFirstAmount + static_cast<std::uint32_t>(i));
    const auto provision = static_cast<std::size_t>(kind.answer.charges[i].provision);
    text.rates.push_back(pack.provisions[provision].gives->rate);
  }
  text.text = TextTemplate(json, engine_.packs().size());
  text.results = conditions_.classes().ClassesOf(kind);
  bytes_ += text.text.bytes() + sizeof(text) + text.grounds.size() * sizeof(text.grounds[0]) +
            text.results.size() * sizeof(text.results[0]);
  return gates_.emplace(&kind, std::move(text)).first->second;
}

// Gates share the texts of their grounds.
const TextTemplate& DecisionTexts::GroundText(const Pack& pack, const Ground& ground) {
  key_.assign({reinterpret_cast<std::uintptr_t>(&pack), static_cast<std::uint64_t>(ground.provision),
               static_cast<std::uint64_t>(ground.fires)});
  for (const std::string& id : ground.defeats) key_.push_back(HashOf(id));
  const auto [number, added] = ground_keys_.Number(key_);
  if (added) {
    Json json = GroundJson(pack, ground);
    json["facts"] = TextTemplate::Hole(static_cast<std::uint32_t>(ground.provision));
    grounds_.emplace_back(json, 0);
    bytes_ += grounds_.back().bytes() + key_.size() * sizeof(key_[0]);
  }
  return grounds_[number];
}

void DecisionTexts::EndBlock() {
  conditions_.classes().EndBlock();
  if (bytes_ + conditions_.bytes() + orders_.bytes() < kMostBytes) return;
  conditions_.Clear();
  orders_.Clear();
  kinds_.clear();
  gates_.clear();
  ground_keys_.Clear();
  grounds_.clear();
  assumed_keys_.Clear();
  assumed_.clear();
  bytes_ = 0;
}

}  // namespace licet
