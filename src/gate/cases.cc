#include "licet/gate/cases.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ask.h"
#include "build_facts.h"
#include "circuit_check.h"
#include "licet/base/text.h"
#include "licet/gate/coverage.h"
#include "licet/gate/judge.h"

namespace licet {

namespace {

std::string ListOf(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  return "[" + Join(words, ", ") + "]";
}

// What a case is about, read from its node.
struct Case {
  Date on;
  Clocks clocks;
  Overrides given;
  std::optional<Order> sale;
  const Yaml* then = nullptr;
};

Result<std::string> ListText(const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, node.Words());
  return Join(words, ",");
}

class CaseReader {
 public:
  CaseReader(const Engine& engine, const Yaml& node) : schema_(engine.schema()), node_(node) {}

  Result<Case> Read() {
    LICET_RETURN_IF_ERROR(
        node_.ExpectMap({"case", "cite", "on", "known", "reading", "given", "sale", "then"}));
    Case c;
    LICET_ASSIGN_OR_RETURN(const Yaml* on, node_.Require("on"));
    LICET_ASSIGN_OR_RETURN(c.on, on->AsDate());
    if (const Yaml* known = node_.Find("known")) {
      LICET_ASSIGN_OR_RETURN(c.clocks.known_at, known->AsDate());
    }
    if (const Yaml* reading = node_.Find("reading")) {
      if (reading->text() != "enforced" && reading->text() != "codified") {
        return reading->Bad(ErrorCode::kUnknownName, "a reading is enforced or codified");
      }
      c.clocks.reading = reading->text() == "enforced" ? Reading::kEnforced : Reading::kCodified;
    }
    if (const Yaml* given = node_.Find("given")) LICET_RETURN_IF_ERROR(ReadGiven(*given, &c));
    if (const Yaml* sale = node_.Find("sale")) LICET_RETURN_IF_ERROR(ReadSale(*sale, &c));
    LICET_ASSIGN_OR_RETURN(c.then, node_.Require("then"));
    return c;
  }

 private:
  Status ReadGiven(const Yaml& node, Case* c) const {
    if (node.kind() != Yaml::Kind::kMap) return node.Bad(ErrorCode::kParse, "expected facts");
    for (const Yaml::Entry& entry : node.map()) {
      const int number = schema_.Find(entry.key);
      if (number < 0) {
        return Fail(ErrorCode::kUnknownName,
                    fmt::format("no fact is called {}{}", Quoted(entry.key),
                                DidYouMean(entry.key, schema_.FactNames())),
                    entry.place);
      }
      LICET_ASSIGN_OR_RETURN(std::string text, ListText(entry.value));
      auto value =
          ParseValue(schema_.facts()[static_cast<std::size_t>(number)], text, schema_.symbols());
      if (!value) return std::unexpected(value.error().At(entry.value.place()));
      c->given.emplace_back(entry.key, *value);
    }
    return {};
  }

  Status ReadSale(const Yaml& node, Case* c) const {
    LICET_RETURN_IF_ERROR(
        node.ExpectMap({"item", "exporter", "buyer", "purchaser", "consignee", "end_user", "from",
                        "to", "place", "activity", "quantity", "price", "end_use", "evidence"}));
    auto text = [&](std::string_view key, const std::string& fallback = "") {
      const Yaml* found = node.Find(key);
      return found == nullptr || found->kind() == Yaml::Kind::kNull ? fallback : found->text();
    };
    Order order;
    order.id = "case";
    order.date = c->on;
    order.place = node.place();
    order.item = text("item");
    order.exporter = text("exporter");
    order.purchaser = text("purchaser", text("buyer"));
    order.consignee = text("consignee", text("buyer"));
    order.end_user = text("end_user", text("buyer"));
    order.activity = text("activity", "export");
    order.origin = text("from");
    order.destination = text("to");
    order.place_of_use = text("place", text("to"));
    order.end_use = text("end_use");
    order.evidence = ParseEvidence(text("evidence"));
    auto quantity = Decimal::Parse(text("quantity", "1"));
    if (!quantity) return std::unexpected(quantity.error().At(node.place()));
    order.quantity = *quantity;
    if (node.Find("price") != nullptr) {
      auto price = Decimal::Parse(text("price"));
      if (!price) return std::unexpected(price.error().At(node.place()));
      order.unit_price = *price;
    }
    c->sale = std::move(order);
    return {};
  }

  const Schema& schema_;
  const Yaml& node_;
};

// Holds what a case expects against what came out.
class Verifier {
 public:
  Verifier(Engine& engine, CircuitCheck* circuit, CaseResult* result)
      : engine_(engine), circuit_(*circuit), result_(*result) {}

  Status Run(const Case& c) {
    std::optional<Decision> decision;
    if (c.sale) {
      LICET_ASSIGN_OR_RETURN(decision, Judge(engine_, *c.sale, c.clocks, c.given));
      for (const GateAnswer& gate : decision->gates) Note(c, gate, decision->item);
    }
    std::vector<std::string> keys = {"decision", "places", "deadlock"};
    for (const Pack& pack : engine_.packs()) keys.push_back(pack.regime);
    LICET_RETURN_IF_ERROR(ExpectSomething(*c.then, keys));
    for (const Yaml::Entry& entry : c.then->map()) {
      if (entry.key == "decision" || entry.key == "places" || entry.key == "deadlock") {
        if (!decision) return entry.value.Bad(ErrorCode::kParse, "this needs a 'sale'");
        LICET_RETURN_IF_ERROR(Joint(entry, *decision));
        continue;
      }
      LICET_ASSIGN_OR_RETURN(const Pack* pack, engine_.FindPack(entry.key));
      if (!decision) {
        LICET_ASSIGN_OR_RETURN(GateAnswer answer, FromFacts(c, *pack));
        LICET_RETURN_IF_ERROR(Gate(entry.value, &answer));
        Note(c, answer, nullptr);
      } else {
        LICET_RETURN_IF_ERROR(Gate(entry.value, FindGate(*decision, *pack)));
      }
    }
    return {};
  }

 private:
  // A case that expects nothing would hold whatever the law says.
  static Status ExpectSomething(const Yaml& node, const std::vector<std::string>& keys) {
    LICET_RETURN_IF_ERROR(node.ExpectMap(keys));
    if (!node.map().empty()) return {};
    return node.Bad(ErrorCode::kParse, "nothing is expected here; say what must come out");
  }

  Result<GateAnswer> FromFacts(const Case& c, const Pack& pack) {
    Facts facts(engine_.schema());
    FillUnknownBuyer(engine_.schema(), &facts);
    for (const auto& [name, value] : c.given) {
      LICET_RETURN_IF_ERROR(SetFact(engine_.schema(), name, value, &facts));
    }
    return AskGate(engine_, pack, facts, c.on, c.clocks);
  }

  static const GateAnswer* FindGate(const Decision& decision, const Pack& pack) {
    for (const GateAnswer& gate : decision.gates) {
      if (gate.determination.pack == &pack) return &gate;
    }
    return nullptr;
  }

  // What the case shows of the provisions, asking the days beside it where a
  // provision begins or ends. `item` is null when only facts are given.
  void Note(const Case& c, const GateAnswer& answer, const Item* item) {
    // Every case holds for the compiled engine too.
    if (std::string said = circuit_.Compare(answer); !said.empty()) {
      result_.failures.push_back(std::move(said));
    }
    auto answer_on = [&](const Clocks& clocks) {
      const Pack& pack = *answer.snapshot->pack;
      const Snapshot& there =
          engine_.SnapshotOf(pack, *clocks.as_of, clocks.known_at, clocks.reading);
      GateAnswer other{{}, &there, answer.facts, {}, {}, {}, {}, false};
      if (item != nullptr && !item->contents.empty()) {
        other.facts[engine_.schema().Find("item.contains_codes")].set = KleeneSet::Of({});
        FillContents(engine_, there, *item, &other.facts);
      }
      other.determination = Determine(there, engine_.schema(), &other.facts);
      return other;
    };
    Clocks clocks = c.clocks;
    clocks.as_of = c.on;
    Shown shown;
    NoteShown(engine_.schema(), answer, clocks, answer_on, &shown);
    result_.fired.merge(shown.fired);
    result_.just_not.merge(shown.just_not);
  }

  void Expect(std::string_view what, const std::string& expected, const std::string& found) {
    if (expected != found) {
      result_.failures.push_back(
          fmt::format("{} is {}, expected {}", what, found.empty() ? "nothing" : found, expected));
    }
  }

  Status ExpectWords(std::string_view what, const Yaml& expected,
                     const std::vector<std::string>& found) {
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, expected.Words());
    Expect(what, ListOf(words), ListOf(found));
    return {};
  }

  Status Joint(const Yaml::Entry& entry, const Decision& decision) {
    if (entry.key == "decision") {
      Expect("the decision", entry.value.text(), fmt::format("{}", ToString(decision.verdict)));
      if (!result_.failures.empty() && entry.value.text() != ToString(decision.verdict)) {
        result_.failures.back() += " (" + decision.reason + ")";
      }
    } else if (entry.key == "deadlock") {
      Expect("deadlock", entry.value.text(), decision.deadlock ? "true" : "false");
    } else if (entry.value.text() == "any") {
      Expect("the places", "any", decision.places ? ListOf(*decision.places) : "any");
    } else {
      return ExpectWords("the places", entry.value,
                         decision.places.value_or(std::vector<std::string>{"any"}));
    }
    return {};
  }

  Status Gate(const Yaml& then, const GateAnswer* answer) {
    LICET_RETURN_IF_ERROR(ExpectSomething(
        then,
        {"applies", "outcome", "codes", "possible", "governing", "review", "exception", "because",
         "not", "unknown", "missing", "conditions", "charges", "clocks", "places"}));
    const bool applies = answer != nullptr && answer->determination.outcome != Outcome::kNotOnRoute;
    if (const Yaml* expected = then.Find("applies")) {
      Expect("on the route", expected->text(), applies ? "true" : "false");
    }
    for (const Yaml::Entry& entry : then.map()) {
      if (entry.key == "applies") continue;
      if (!applies) {
        result_.failures.push_back("the gate is not on the route");
        return {};
      }
      LICET_RETURN_IF_ERROR(One(entry, *answer));
    }
    return {};
  }

  Status One(const Yaml::Entry& entry, const GateAnswer& answer) {
    const Determination& d = answer.determination;
    const Yaml& expected = entry.value;
    if (entry.key == "outcome") {
      std::string found(ToString(d.outcome));
      if (d.outcome == Outcome::kUnknown) {
        found += " for want of " + ListOf(answer.missing) + ListOf(answer.open_points);
      }
      const bool same = expected.text() == ToString(d.outcome);
      Expect("the outcome", expected.text(), same ? expected.text() : found);
    }
    if (entry.key == "governing") Expect("the governing code", expected.text(), d.governing);
    if (entry.key == "review") {
      const std::string found = d.review.empty() && !d.possible_reviews.empty()
                                    ? "one of " + ListOf(d.possible_reviews)
                                    : d.review;
      Expect("the review policy", expected.text(), found);
    }
    if (entry.key == "exception") Expect("the exception", expected.text(), d.exception);
    if (entry.key == "codes") return ExpectWords("the codes", expected, d.codes);
    if (entry.key == "possible") return ExpectWords("the possible codes", expected, d.possible);
    if (entry.key == "missing") return ExpectWords("what is missing", expected, answer.missing);
    if (entry.key == "because") return ExpectFires(expected, answer, Truth::kTrue);
    if (entry.key == "not") return ExpectFires(expected, answer, Truth::kFalse);
    if (entry.key == "unknown") return ExpectFires(expected, answer, Truth::kUnknown);
    if (entry.key == "conditions") return ExpectConditions(expected, d);
    if (entry.key == "charges") return ExpectCharges(expected, answer);
    if (entry.key == "clocks") return ExpectClocks(expected, d);
    if (entry.key == "places") return ExpectPlaces(expected, d);
    return {};
  }

  Status ExpectFires(const Yaml& expected, const GateAnswer& answer, Truth truth) {
    LICET_ASSIGN_OR_RETURN(std::vector<std::string> ids, expected.Words());
    for (const std::string& id : ids) {
      const int number = answer.determination.pack->Find(id);
      if (number < 0) {
        return expected.Bad(ErrorCode::kUnknownName,
                            fmt::format("no provision is called {}", Quoted(id)));
      }
      Expect(fmt::format("{} fires:", id), std::string(ToString(truth)),
             std::string(ToString(answer.determination.fires[static_cast<std::size_t>(number)])));
    }
    return {};
  }

  Status ExpectConditions(const Yaml& expected, const Determination& d) {
    if (expected.kind() != Yaml::Kind::kMap) {
      return expected.Bad(ErrorCode::kParse, "expected a map such as {purchase-order: met}");
    }
    for (const Yaml::Entry& entry : expected.map()) {
      std::string found = "not a condition here";
      for (const ConditionState& condition : d.conditions) {
        const Provision& p = d.pack->provisions[static_cast<std::size_t>(condition.provision)];
        if (p.gives->name == entry.key) found = std::string(ConditionWord(condition.met));
      }
      Expect(fmt::format("the condition {}", entry.key), entry.value.text(), found);
    }
    return {};
  }

  Status ExpectCharges(const Yaml& expected, const GateAnswer& answer) {
    std::vector<std::string> found;
    for (const Charge& charge : answer.charges) {
      if (charge.applies != Truth::kTrue) continue;
      const Pack& pack = *answer.determination.pack;
      found.push_back(pack.provisions[static_cast<std::size_t>(charge.provision)].gives->name);
    }
    return ExpectWords("the charges", expected, found);
  }

  Status ExpectClocks(const Yaml& expected, const Determination& d) {
    std::vector<std::string> found;
    for (int number : d.clocks) {
      if (d.fires[static_cast<std::size_t>(number)] != Truth::kTrue) continue;
      found.push_back(d.pack->provisions[static_cast<std::size_t>(number)].gives->name);
    }
    return ExpectWords("the clocks", expected, found);
  }

  Status ExpectPlaces(const Yaml& expected, const Determination& d) {
    if (expected.kind() == Yaml::Kind::kScalar && expected.text() == "any") {
      Expect("the places", "any", d.places.any() ? "any" : "restricted");
      return {};
    }
    std::vector<std::string> found;
    for (const std::string& country : engine_.schema().countries()) {
      if (d.places.Permits(engine_.schema().symbols().Intern(country)) == Truth::kTrue) {
        found.push_back(country);
      }
    }
    if (d.places.any()) found = {"any"};
    return ExpectWords("the places", expected, found);
  }

  Engine& engine_;
  CircuitCheck& circuit_;
  CaseResult& result_;
};

}  // namespace

Result<std::vector<CaseResult>> RunCases(Engine& engine, const Yaml& document) {
  LICET_RETURN_IF_ERROR(document.ExpectMap({"topic", "cases"}));
  LICET_ASSIGN_OR_RETURN(const Yaml* topic, document.Require("topic"));
  LICET_ASSIGN_OR_RETURN(const Yaml* cases, document.Require("cases"));
  LICET_RETURN_IF_ERROR(cases->ExpectList());
  std::vector<CaseResult> results;
  CircuitCheck circuit(engine.schema());
  for (const Yaml& node : cases->list()) {
    CaseResult result;
    result.topic = topic->text();
    result.place = node.place();
    LICET_ASSIGN_OR_RETURN(const Yaml* title, node.Require("case"));
    LICET_ASSIGN_OR_RETURN(result.title, title->Text());
    LICET_ASSIGN_OR_RETURN(const Yaml* cite, node.Require("cite"));
    LICET_ASSIGN_OR_RETURN(result.cite, cite->Text());
    LICET_ASSIGN_OR_RETURN(Case c, CaseReader(engine, node).Read());
    if (auto status = Verifier(engine, &circuit, &result).Run(c); !status) {
      return std::unexpected(status.error().At(node.place()));
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace licet
