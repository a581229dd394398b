#include "licet/gate/json.h"

#include <algorithm>

#include "json_parts.h"
#include "screening_json.h"

namespace licet {

// Text from outside is UTF-8 checked on reading; should a byte slip through,
// it is replaced rather than thrown about.
std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

namespace {

Json OrNull(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json RangeJson(const Range& range) { return range.IsUnknown() ? Json() : Json(range.ToString()); }

Json DensityJson(const Range& of, const Range& per) {
  const std::string text = DensityText(of, per);
  return text == "unknown" ? Json() : Json(text);
}

Json MetricsJson(const Metrics& m) {
  Json json;
  json["tpp"] = RangeJson(m.tpp);
  json["performance_density"] = DensityJson(m.tpp, m.logic_area);
  json["memory_bandwidth"] = RangeJson(m.memory_bandwidth);
  json["memory_bandwidth_density"] = DensityJson(m.memory_bandwidth, m.memory_area);
  json["interconnect"] = RangeJson(m.interconnect);
  json["memory_capacity"] = RangeJson(m.memory_capacity);
  json["logic_area"] = RangeJson(m.logic_area);
  json["memory_area"] = RangeJson(m.memory_area);
  json["peak_tops"] = RangeJson(m.peak_tops);
  json["total_tpp"] = RangeJson(m.total_tpp);
  return json;
}

Json CiteJson(const Cite& cite) {
  return {{"ref", cite.ref}, {"doc", cite.doc}, {"url", cite.url}};
}

Json BecauseJson(const Engine& engine, const GateAnswer& answer) {
  Json list = Json::array();
  for (const Ground& ground : GroundsOf(engine.schema(), answer)) {
    list.push_back(GroundJson(*answer.snapshot->pack, ground));
  }
  return list;
}

Json PlacesJson(const Engine& engine, const GateAnswer& answer) {
  const Places& places = answer.determination.places;
  if (places.any()) return "any";
  Json list = Json::array();
  for (const std::string& country : engine.schema().countries()) {
    if (places.Permits(engine.schema().symbols().Find(country)) == Truth::kTrue) {
      list.push_back(country);
    }
  }
  return list;
}

Json ConditionsJson(const GateAnswer& answer) {
  Json list = Json::array();
  for (const ConditionState& condition : answer.determination.conditions) {
    const Provision& p =
        answer.determination.pack->provisions[static_cast<std::size_t>(condition.provision)];
    list.push_back({{"id", p.gives->name},
                    {"state", ConditionWord(condition.met)},
                    {"duty", p.gives->duty},
                    {"provision", p.id},
                    {"cite", CiteJson(p.cite)},
                    {"confidence", ToString(p.confidence)}});
  }
  return list;
}

Json ChargesJson(const GateAnswer& answer) {
  Json list = Json::array();
  for (const Charge& charge : answer.charges) {
    const Provision& p =
        answer.determination.pack->provisions[static_cast<std::size_t>(charge.provision)];
    list.push_back({{"id", p.gives->name},
                    {"applies", ToString(charge.applies)},
                    {"rate", p.gives->rate.ToString()},
                    {"base", p.gives->base},
                    {"amount_usd", charge.amount ? Json(charge.amount->ToString()) : Json()},
                    {"cite", CiteJson(p.cite)},
                    {"confidence", ToString(p.confidence)}});
  }
  return list;
}

Json ClocksJson(const GateAnswer& answer) {
  const Determination& d = answer.determination;
  Json list = Json::array();
  for (int number : d.clocks) {
    const Provision& p = d.pack->provisions[static_cast<std::size_t>(number)];
    list.push_back({{"id", p.gives->name},
                    {"provision", p.id},
                    {"days", p.gives->days},
                    {"from", p.gives->from},
                    {"cite", CiteJson(p.cite)},
                    {"confidence", ToString(p.confidence)},
                    {"state", ToString(d.fires[static_cast<std::size_t>(number)])}});
  }
  return list;
}

}  // namespace

Json ObservationJson(const Observation& seen) {
  return {
      {"fact", seen.fact}, {"value", seen.value},           {"unit", seen.unit},
      {"line", seen.line}, {"holds", ToString(seen.holds)}, {"distance", OrNull(seen.distance)}};
}

Json GroundJson(const Pack& pack, const Ground& ground) {
  const Provision& p = pack.provisions[static_cast<std::size_t>(ground.provision)];
  Json facts = Json::array();
  for (const Observation& seen : ground.observations) facts.push_back(ObservationJson(seen));
  Json entry = {{"provision", p.id},
                {"stage", ToString(p.stage)},
                {"truth", ToString(ground.fires)},
                {"cite", CiteJson(p.cite)},
                {"confidence", ToString(p.confidence)},
                {"when", p.when.text()},
                {"facts", std::move(facts)}};
  if (!p.overlay.empty()) entry["overlay"] = p.overlay;
  if (!ground.defeats.empty()) entry["defeats"] = ground.defeats;
  if (!p.note.empty()) entry["note"] = p.note;
  return entry;
}

Json GateJson(const Engine& engine, const GateAnswer& answer, Json because) {
  const Determination& d = answer.determination;
  Json json;
  json["gate"] = d.pack->regime;
  json["title"] = d.pack->title;
  json["outcome"] = d.outcome == Outcome::kException ? "exception " + d.exception
                                                     : std::string(ToString(d.outcome));
  json["satisfied"] = answer.satisfied;
  json["confidence"] = ToString(d.confidence);
  json["review"] = OrNull(d.review);
  if (!d.possible_reviews.empty()) json["possible_reviews"] = d.possible_reviews;
  json["codes"] = d.codes;
  json["possible"] = d.possible;
  json["governing"] = OrNull(d.governing);
  json["exception"] = OrNull(d.exception);
  json["authorisation"] = answer.authorisation ? Json(*answer.authorisation) : Json();
  json["conditions"] = ConditionsJson(answer);
  json["charges"] = ChargesJson(answer);
  json["clocks"] = ClocksJson(answer);
  json["because"] = std::move(because);
  json["missing"] = answer.missing;
  json["open_points"] = answer.open_points;
  json["places"] = PlacesJson(engine, answer);
  return json;
}

Json OverlaysJson(const Engine& engine) {
  Json list = Json::array();
  for (const Overlay& overlay : engine.overlays()) list.push_back(overlay.name());
  return list;
}

void AddOutcome(const Decision& decision, Json gates, Json screening, Json* json) {
  (*json)["outcome"] = ToString(decision.verdict);
  (*json)["reason"] = decision.reason;
  (*json)["gates"] = std::move(gates);
  (*json)["screening"] = std::move(screening);
  (*json)["places"] = {{"permitted", decision.places ? Json(*decision.places) : Json("any")},
                       {"deadlock", decision.deadlock},
                       {"place_of_use_permitted", ToString(decision.place_permitted)}};
  (*json)["next_steps"] = decision.next_steps;
  (*json)["assumptions"] = decision.assumptions;
}

namespace {

std::string NameOf(const Engine& engine, const std::string& id) {
  auto party = id.empty() ? Result<const Party*>(nullptr) : engine.parties().Find(id);
  return party && *party != nullptr ? (*party)->name : "";
}

Json EvidenceJson(const Order& order) {
  Json list = Json::array();
  for (const auto& [id, value] : order.evidence) {
    list.push_back(value.empty() ? id : id + "=" + value);
  }
  return list;
}

}  // namespace

std::string JsonString(std::string_view text) { return Dump(Json(std::string(text))); }

void AppendJsonString(std::string_view text, std::string* out) {
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  });
  if (!plain) {
    *out += JsonString(text);
    return;
  }
  *out += '"';
  *out += text;
  *out += '"';
}

std::string DecisionJson(const Engine& engine, const Decision& decision) {
  const Order& order = decision.order;
  Json json;
  json["order"] = order.id;
  json["date"] = order.date.ToString();
  json["as_of"] = decision.as_of.ToString();
  json["known_at"] = decision.known_at == Date::Max() ? Json() : Json(decision.known_at.ToString());
  json["reading"] = ToString(decision.reading);
  json["overlays"] = OverlaysJson(engine);
  json["item"] = decision.item->model;
  json["vendor"] = decision.item->vendor;
  json["quantity"] = order.quantity.ToString();
  json["unit_price_usd"] = order.unit_price ? Json(order.unit_price->ToString()) : Json();
  json["value_usd"] = decision.value ? Json(decision.value->ToString()) : Json();
  auto total = Scale(decision.item->metrics.total_tpp, order.quantity);
  json["total_tpp"] = total ? RangeJson(*total) : Json();
  json["activity"] = OrNull(order.activity);
  for (const auto& [role, id] :
       {std::pair("exporter", &order.exporter), std::pair("purchaser", &order.purchaser),
        std::pair("consignee", &order.consignee), std::pair("end_user", &order.end_user)}) {
    json[role] = OrNull(*id);
    json[std::string(role) + "_name"] = OrNull(NameOf(engine, *id));
  }
  json["origin"] = OrNull(order.origin);
  json["destination"] = OrNull(order.destination);
  json["place_of_use"] = OrNull(order.place_of_use);
  json["end_use"] = OrNull(order.end_use);
  json["evidence"] = EvidenceJson(order);
  if (!order.source.empty()) json["source"] = order.source;
  if (!order.note.empty()) json["note"] = order.note;
  Json gates = Json::array();
  for (const GateAnswer& gate : decision.gates) {
    gates.push_back(GateJson(engine, gate, BecauseJson(engine, gate)));
  }
  AddOutcome(decision, std::move(gates), ScreeningJson(engine, order), &json);
  return Dump(json);
}

std::string ClassificationJson(const Engine& engine, const Classification& classification,
                               Date as_of, Reading reading) {
  const Determination& d = classification.answer.determination;
  Json json;
  json["item"] = classification.item->model;
  json["vendor"] = classification.item->vendor;
  json["as_of"] = as_of.ToString();
  json["reading"] = ToString(reading);
  json["overlays"] = OverlaysJson(engine);
  json["regime"] = d.pack->regime;
  json["metrics"] = MetricsJson(classification.item->metrics);
  json["codes"] = d.codes;
  json["possible"] = d.possible;
  json["governing"] = OrNull(d.governing);
  json["because"] = BecauseJson(engine, classification.answer);
  json["missing"] = classification.answer.missing;
  json["open_points"] = classification.answer.open_points;
  return Dump(json);
}

std::string ItemJson(const Item& item) {
  Json json;
  json["item"] = item.model;
  json["vendor"] = item.vendor;
  json["type"] = ToString(item.type);
  json["family"] = OrNull(item.family);
  json["kind"] = OrNull(item.kind);
  json["designed_for_datacenter"] = ToString(item.designed_for_datacenter);
  json["announced"] = OrNull(item.announced);
  json["metrics"] = MetricsJson(item.metrics);
  json["rates"] = Json::array();
  for (const RateUse& rate : item.metrics.rates) {
    json["rates"].push_back({{"format", rate.name},
                             {"tera_ops", rate.rate.ToString()},
                             {"bits", rate.bits.ToString()},
                             {"tpp", rate.tpp.ToString()}});
  }
  json["contents"] = Json::array();
  for (const Content& content : item.contents) {
    json["contents"].push_back({{"item", content.item}, {"count", content.count}});
  }
  json["confidence"] = OrNull(item.confidence);
  json["sources"] = OrNull(item.sources);
  json["notes"] = OrNull(item.notes);
  return Dump(json);
}

std::string ReportJson(const Engine& engine, const ReportHeader& header,
                       const std::vector<std::string>& decisions) {
  Json json;
  json["report"] = 1;
  json["title"] = header.title;
  json["generated_on"] = header.generated_on.ToString();
  json["known_at"] = header.known_at == Date::Max() ? Json() : Json(header.known_at.ToString());
  json["reading"] = ToString(header.reading);
  json["regimes"] = Json::array();
  for (const Pack& pack : engine.packs()) {
    Json provisions = Json::array();
    for (const Provision& p : pack.provisions) {
      const Validity& v = p.validity;
      provisions.push_back({{"id", p.id},
                            {"stage", ToString(p.stage)},
                            {"ref", p.cite.ref},
                            {"doc", p.cite.doc},
                            {"url", p.cite.url},
                            {"announced", v.announced.ToString()},
                            {"effective", v.effective.ToString()},
                            {"ends", v.ends == Date::Max() ? Json() : Json(v.ends.ToString())},
                            {"reading", v.enforced && v.codified ? "both"
                                        : v.enforced             ? "enforced"
                                                                 : "codified"},
                            {"confidence", ToString(p.confidence)}});
    }
    json["regimes"].push_back({{"regime", pack.regime},
                               {"title", pack.title},
                               {"authority", pack.authority},
                               {"provisions", std::move(provisions)}});
  }
  Json facts = Json::object();
  for (const FactDecl& fact : engine.schema().facts()) facts[fact.name] = fact.means;
  json["facts"] = std::move(facts);
  std::string text = Dump(json);
  text.pop_back();  // "}"
  text += ",\"decisions\":[";
  for (std::size_t i = 0; i < decisions.size(); ++i) {
    if (i > 0) text += ",";
    text += decisions[i];
  }
  return text + "]}";
}

}  // namespace licet
