#include "decision_text.h"

#include <algorithm>

#include "ask.h"
#include "licet/base/hash.h"
#include "licet/gate/json.h"

namespace licet {

namespace {

constexpr std::size_t kEntryBytes = 128;  // of the tables around a text

// Holes: gates and grounds are counted from 0, the rest stand above them.
constexpr std::uint32_t kFirstAmount = 1'000'000;
constexpr std::uint32_t kAssumptions = 2'000'000;
constexpr std::uint32_t kAuthorisation = 3'000'000;
constexpr std::uint32_t kScreening = 3'000'001;
constexpr std::uint32_t kFirstShared = 4'000'000;

// Stands in a string for the day that the order is judged by; the numbers of
// authorisations have marks below it.
constexpr char kDayMark = '\x1f';

// Inside a JSON string.
void AppendMarked(const DecidedOrder& decided, std::uint32_t mark, std::string* out) {
  if (mark == kDayMark) {
    decided.clocks.as_of.AppendTo(out);
    return;
  }
  const std::size_t begin = out->size();
  AppendJsonString(decided.numbers[mark - DecisionKind::kNumberMark], out);
  out->pop_back();  // the quotes
  out->erase(begin, 1);
}

}  // namespace

DecisionTexts::DecisionTexts(const Engine& engine, InstanceValues* values)
    : engine_(engine), values_(values), conditions_(engine.schema()), orders_(engine) {
  for (std::size_t i = 0; i < engine.packs().size(); ++i) {
    number_marks_ |= std::uint32_t{1} << (static_cast<std::size_t>(DecisionKind::kNumberMark) + i);
  }
}

void DecisionTexts::Append(const DecidedOrder& decided, std::string* out) {
  conditions_.Begin(decided.order, decided.item, decided.same_roles);
  conditions_.classes().Begin(decided.instances, values_);
  orders_.Begin(decided.order, decided.instances + kGroupExporter);
  orders_.AppendHead(decided.order, decided.item, decided.clocks, out);
  auto mark = [&](std::uint32_t which) { AppendMarked(decided, which, out); };
  TextOf(decided).Append(
      [&](std::uint32_t hole) {
        if (hole >= kFirstShared) {
          *out += shared_[hole - kFirstShared];
        } else if (hole == kScreening) {
          orders_.AppendScreening(out);
        } else if (hole != kAssumptions) {
          AppendGate(decided, hole, out);
        } else {
          *out += '[';
          orders_.AppendAssumptions(decided.order, out);
          AssumedOfGates(decided).Append([](std::uint32_t) {}, mark, out);
          *out += ']';
        }
      },
      mark, out);
}

void DecisionTexts::AppendGate(const DecidedOrder& decided, std::size_t gate, std::string* out) {
  const GateKind& kind = *decided.kind.gates[gate];
  const DecidedOrder::Gate& own = decided.gates[gate];
  const GateText& text = TextOf(kind, *own.snapshot->pack, decided);
  conditions_.BeginGate(*own.snapshot);
  conditions_.classes().BeginGate(own.contents, kind, text.results);
  auto none = [](std::uint32_t) {};
  auto facts = [&](std::uint32_t provision) {
    *out += '[';
    conditions_.AppendFacts(static_cast<int>(provision), out);
    *out += ']';
  };
  text.text.Append(
      [&](std::uint32_t hole) {
        if (hole >= kFirstShared) {
          *out += shared_[hole - kFirstShared];
        } else if (hole == kAuthorisation) {
          AppendJsonString(decided.numbers[text.regime], out);
        } else if (hole >= kFirstAmount) {
          AppendAmount(decided, text.rates[hole - kFirstAmount], out);
        } else {
          grounds_[text.grounds[hole]].Append(facts, none, out);
        }
      },
      none, out);
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

const TextTemplate& DecisionTexts::TextOf(const DecidedOrder& decided) {
  const DecisionKind& kind = decided.kind;
  const auto found = kinds_.find(&kind);
  if (found != kinds_.end()) return found->second;
  Decision decision;
  decision.verdict = kind.verdict;
  decision.reason = kind.reason;
  decision.next_steps = kind.next_steps;
  Json gates = Json::array();
  for (const GateKind* gate : kind.gates) {
    decision.gates.push_back(gate->answer);
    gates.push_back(TextTemplate::Hole(static_cast<std::uint32_t>(gates.size())));
  }
  const std::string& place = decided.order.place_of_use;
  if (!place.empty()) decision.place = engine_.schema().symbols().Intern(place);
  JoinPlaces(engine_.schema(), &decision);
  Json json;
  AddOutcome(decision, std::move(gates), TextTemplate::Hole(kScreening), &json);
  for (Json& step : json["next_steps"]) Share(&step);
  Share(&json["places"]);
  json["assumptions"] = TextTemplate::Hole(kAssumptions);
  TextTemplate text(json, number_marks_);
  text.Open();
  bytes_ += text.bytes() + kEntryBytes;
  return kinds_.emplace(&kind, std::move(text)).first->second;
}

// What JoinGates assumes. Within a kind it differs by whether anything is in
// force; between kinds it is mostly the same.
const TextTemplate& DecisionTexts::AssumedOfGates(const DecidedOrder& decided) {
  key_.clear();
  for (std::size_t i = 0; i < decided.gates.size(); ++i) {
    const GateAnswer& answer = decided.kind.gates[i]->answer;
    key_.push_back(reinterpret_cast<std::uintptr_t>(decided.gates[i].snapshot->pack));
    key_.push_back((decided.gates[i].snapshot->in_force.empty() ? 1U : 0U) |
                   (answer.determination.outcome == Outcome::kLicenceRequired ? 2U : 0U));
    key_.push_back(answer.authorisation ? HashOf(*answer.authorisation) : 0);
  }
  const auto [number, added] = assumed_keys_.Number(key_);
  if (added) {
    std::vector<Assuming> gates;
    for (std::size_t i = 0; i < decided.gates.size(); ++i) {
      gates.push_back({&decided.kind.gates[i]->answer, decided.gates[i].snapshot});
    }
    TextTemplate text(Json(JoinedAssumptions(engine_, gates, {&kDayMark, 1})),
                      number_marks_ | std::uint32_t{1} << kDayMark);
    text.Unwrap();
    bytes_ += text.bytes() + kEntryBytes;
    assumed_.push_back(std::move(text));
  }
  return assumed_[number];
}

// The kind may point into the packs of another engine; `pack` is this one's.
const DecisionTexts::GateText& DecisionTexts::TextOf(const GateKind& kind, const Pack& pack,
                                                     const DecidedOrder& decided) {
  const auto found = gates_.find(&kind);
  if (found != gates_.end()) return found->second;
  GateText text;
  while (&engine_.packs()[text.regime] != &pack) ++text.regime;
  Json because = Json::array();
  for (const Ground& ground : kind.grounds) {
    because.push_back(TextTemplate::Hole(static_cast<std::uint32_t>(text.grounds.size())));
    text.grounds.push_back(GroundText(pack, ground));
  }
  Json json = GateJson(engine_, kind.answer, std::move(because));
  for (const char* list : {"conditions", "clocks", "missing", "open_points", "places"}) {
    Share(&json[list]);
  }
  if (!decided.numbers[text.regime].empty() && kind.answer.authorisation) {
    json["authorisation"] = TextTemplate::Hole(kAuthorisation);
  }
  for (const Charge& charge : kind.answer.charges) {
    const auto at = static_cast<std::uint32_t>(text.rates.size());
    json["charges"][at]["amount_usd"] = TextTemplate::Hole(kFirstAmount + at);
    text.rates.push_back(pack.provisions[static_cast<std::size_t>(charge.provision)].gives->rate);
  }
  text.text = TextTemplate(json);
  text.results = conditions_.classes().ClassesOf(kind);
  bytes_ += text.text.bytes() + kEntryBytes +
            (text.grounds.size() + text.results.size()) * sizeof(text.grounds[0]);
  return gates_.emplace(&kind, std::move(text)).first->second;
}

// Gates share the texts of their grounds.
std::uint32_t DecisionTexts::GroundText(const Pack& pack, const Ground& ground) {
  key_.assign({reinterpret_cast<std::uintptr_t>(&pack),
               static_cast<std::uint64_t>(ground.provision),
               static_cast<std::uint64_t>(ground.fires)});
  for (const std::string& id : ground.defeats) key_.push_back(HashOf(id));
  const auto [number, added] = ground_keys_.Number(key_);
  if (added) {
    Json json = GroundJson(pack, ground);
    json["facts"] = TextTemplate::Hole(static_cast<std::uint32_t>(ground.provision));
    grounds_.emplace_back(json);
    bytes_ += grounds_.back().bytes() + kEntryBytes;
  }
  return number;
}

// Many kinds say the same here: it is kept once, which spares the cache.
void DecisionTexts::Share(Json* json) {
  std::string text = Dump(*json);
  auto found = shared_numbers_.find(text);
  if (found == shared_numbers_.end()) {
    bytes_ += text.size() + kEntryBytes;
    shared_.push_back(std::move(text));
    const auto number = static_cast<std::uint32_t>(shared_.size() - 1);
    found = shared_numbers_.emplace(shared_.back(), number).first;
  }
  *json = TextTemplate::Hole(kFirstShared + found->second);
}

void DecisionTexts::EndBlock(std::size_t most_bytes) {
  conditions_.classes().EndBlock();
  if (bytes_ + conditions_.bytes() + orders_.bytes() > most_bytes) Clear();
}

void DecisionTexts::Clear() {
  conditions_.Clear();
  orders_.Clear();
  kinds_.clear();
  gates_.clear();
  ground_keys_.Clear();
  grounds_.clear();
  shared_numbers_.clear();
  shared_.clear();
  assumed_keys_.Clear();
  assumed_.clear();
  bytes_ = 0;
}

}  // namespace licet
