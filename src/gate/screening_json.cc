#include "screening_json.h"

#include <algorithm>
#include <set>

#include "build_facts.h"
#include "licet/parties/ownership.h"

namespace licet {

namespace {

constexpr std::size_t kHitsShown = 10;  // of one party

Json HitJson(const PartyHit& hit) {
  Json json;
  json["state"] = ToString(hit.state);
  json["score"] = ScoreText(hit.score);
  json["asked"] = hit.name;
  json["alias"] = hit.alias;
  json["list"] = hit.list;
  json["list_title"] = hit.list_title;
  json["entry"] = hit.entry;
  json["entry_name"] = hit.entry_name;
  json["other_country"] = hit.other_country;
  if (!hit.cleared.empty()) json["cleared"] = hit.cleared;
  json["listed"] = hit.on_list.from == Date::Min() ? Json() : Json(hit.on_list.from.ToString());
  json["citation"] = hit.citation.empty() ? Json() : Json(hit.citation);
  json["flags"] = hit.flags;
  return json;
}

// Those whose entry was on its list that day; null for none.
Json HitsJson(const Engine& engine, const Party& party, Date day) {
  const std::vector<PartyHit>* hits = engine.HitsOf(party);
  if (hits == nullptr) return {};
  Json list = Json::array();
  std::size_t more = 0;
  for (const PartyHit& hit : *hits) {
    if (!hit.on_list.Contains(day)) continue;
    if (list.size() < kHitsShown) {
      list.push_back(HitJson(hit));
    } else {
      ++more;
    }
  }
  if (more > 0) list.push_back({{"more", more}});
  return list.empty() ? Json() : list;
}

Json OwnersJson(const Engine& engine, const Party& party, Date day) {
  Json list = Json::array();
  std::set<std::string> told;
  for (const ChainLink& link : OwnerChains(engine.parties(), party, day)) {
    const auto owner = engine.parties().Find(link.share.owner);
    if (!owner || !told.insert(link.share.owner).second) continue;
    Json hits = HitsJson(engine, **owner, day);
    if (hits.is_null()) continue;
    list.push_back({{"party", (*owner)->id},
                    {"name", (*owner)->name},
                    {"owns", link.share.owned},
                    {"share", link.share.share.ToString()},
                    {"hits", std::move(hits)}});
  }
  return list.empty() ? Json() : list;
}

// Null where no listed owner holds or may hold anything.
Json OwnershipJson(const Engine& engine, const Party& party, Date day) {
  const Schema& schema = engine.schema();
  const FactDecl& shares =
      schema.party_fields()[static_cast<std::size_t>(schema.FindPartyField("listed_ownership"))];
  const OwnershipFinding found = AnalyseOwnership(engine.parties(), party, day, shares.owners_with);
  if (found.owners.empty()) return {};
  Json json;
  json["listed_owners_hold"] = found.aggregate.ToString();
  json["half_or_more"] = ToString(found.by_ownership);
  json["terms"] = found.terms.empty() ? Json() : Json(found.terms);
  json["owners"] = Json::array();
  for (const ListedOwner& owner : found.owners) {
    json["owners"].push_back({{"owner", owner.share.owner},
                              {"share", owner.share.share.ToString()},
                              {"counts", ToString(owner.counts)},
                              {"because_of", owner.roots}});
  }
  json["settle"] = Json::array();
  for (const OwnerShare& share : found.settle) {
    json["settle"].push_back({{"owner", share.owner}, {"owned", share.owned}});
  }
  return json;
}

}  // namespace

std::string ScreeningHead(const Engine& engine) {
  Json json;
  const PartyScreening* screening = engine.screening().get();
  json["state"] = screening == nullptr ? "not-run" : "run";
  if (screening == nullptr) {
    json["note"] = "names were not screened; only the flags on file counted";
    return Dump(json);
  }
  json["lists"] = Json::array();
  for (const ScreenedList& list : screening->lists()) {
    json["lists"].push_back(
        {{"list", list.id},
         {"published", list.published ? Json(list.published->ToString()) : Json()}});
  }
  json["parties"] = Json::array();
  std::string text = Dump(json);
  text.resize(text.size() - 2);  // "]}"
  return text;
}

std::string ScreenedPartyLine(const Engine& engine, const Party& party, Date day) {
  const std::vector<PartyHit>* hits = engine.HitsOf(party);
  std::string line;
  std::set<std::string> told;
  for (std::size_t i = 0; hits != nullptr && i < hits->size(); ++i) {
    const PartyHit& hit = (*hits)[i];
    if (!hit.on_list.Contains(day) || !told.insert(hit.list).second) continue;
    if (!line.empty()) line += ';';
    line += party.id + "=" + hit.list + ":" + hit.entry + ":" + ScoreText(hit.score) + ":" +
            std::string(ToString(hit.state));
  }
  return line;
}

Json ScreenedPartyJson(const Engine& engine, const Party& party, Date day) {
  if (engine.screening() == nullptr) return {};
  Json hits = HitsJson(engine, party, day);
  Json owners = OwnersJson(engine, party, day);
  Json ownership = OwnershipJson(engine, party, day);
  if (hits.is_null() && owners.is_null() && ownership.is_null()) return {};
  Json json = {{"party", party.id}, {"name", party.name}};
  if (!hits.is_null()) json["hits"] = std::move(hits);
  if (!owners.is_null()) json["owners"] = std::move(owners);
  if (!ownership.is_null()) json["ownership"] = std::move(ownership);
  return json;
}

Json ScreeningJson(const Engine& engine, const Order& order) {
  const std::string head = ScreeningHead(engine);
  if (engine.screening() == nullptr) return Json::parse(head);
  Json json = Json::parse(head + "]}");
  const std::string* ids[] = {&order.exporter, &order.purchaser, &order.consignee, &order.end_user};
  for (std::size_t role = 0; role < std::size(ids); ++role) {
    if (ids[role]->empty() ||
        std::any_of(ids, ids + role, [&](const std::string* id) { return *id == *ids[role]; })) {
      continue;
    }
    const auto party = engine.parties().Find(*ids[role]);
    Json found = party ? ScreenedPartyJson(engine, **party, order.date) : Json();
    if (found.is_null()) continue;
    Json one = {{"roles", Json::array()}};
    for (std::size_t other = role; other < std::size(ids); ++other) {
      if (*ids[other] == *ids[role]) one["roles"].push_back(OrderRoles()[other]);
    }
    one.update(found);
    json["parties"].push_back(std::move(one));
  }
  return json;
}

}  // namespace licet
