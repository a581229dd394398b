#include "regime_text.h"

#include <fmt/format.h>

#include "licet/base/text.h"
#include "licet/regime/timeline.h"

namespace licet {

std::string Dumped(const OrderedJson& json, int indent) {
  return json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string ReadingOf(const Validity& validity) {
  if (validity.enforced && validity.codified) return "both";
  return validity.enforced ? "enforced" : "codified";
}

OrderedJson DayJson(Date day) {
  if (day == Date::Min() || day == Date::Max()) return nullptr;
  return day.ToString();
}

OrderedJson CiteJson(const Cite& cite) {
  return {{"ref", cite.ref}, {"doc", cite.doc}, {"url", cite.url}};
}

OrderedJson ClocksJson(Date as_of, const Clocks& clocks) {
  return {{"as_of", as_of.ToString()},
          {"known_at", DayJson(clocks.known_at)},
          {"reading", ToString(clocks.reading)}};
}

OrderedJson ProvisionJson(const Pack& pack, const Provision& p) {
  const Validity& v = p.validity;
  OrderedJson json = {
      {"regime", pack.regime},
      {"provision", p.id},
      {"topic", TopicOf(p)},
      {"stage", ToString(p.stage)},
      {"gives", p.gives ? OrderedJson(p.gives->name) : OrderedJson()},
      {"cite", CiteJson(p.cite)},
      {"announced", DayJson(v.announced)},
      {"effective", DayJson(v.effective)},
      {"compliance", DayJson(v.compliance)},
      {"ends", DayJson(v.ends)},
      {"ends_announced", v.ends == Date::Max() ? OrderedJson() : DayJson(v.ends_announced)},
      {"reading", ReadingOf(v)},
      {"confidence", ToString(p.confidence)}};
  if (!p.overlay.empty()) json["overlay"] = p.overlay;
  return json;
}

std::string CiteText(const Cite& cite) {
  return cite.ref + (cite.doc.empty() ? "" : " [" + cite.doc + "]");
}

std::string ShortPlace(const Place& place) {
  return fmt::format("{}:{}", place.file.substr(place.file.rfind('/') + 1), place.line);
}

std::string GivesText(const Schema& schema, const Pack& pack, const Provision& p) {
  if (!p.gives) return "";
  const Gives& g = *p.gives;
  switch (p.stage) {
    case Stage::kRestrict:
      return fmt::format("-> {} ({})", g.name, g.prohibits ? "prohibited" : "licence required");
    case Stage::kPlace: {
      std::vector<std::string> places;
      if (g.place_set >= 0) places = {pack.sets[static_cast<std::size_t>(g.place_set)].name};
      for (Symbol place : g.places) places.push_back(schema.symbols().Text(place));
      return (g.bars_places ? "-> bars " : "-> permits ") + Join(places, ", ");
    }
    case Stage::kCharge:
      return fmt::format("-> {}, {} of {}", g.name, g.rate.ToString(), Unhyphenated(g.base));
    case Stage::kClock:
      return fmt::format("-> {}, {} days from {}", g.name, g.days, g.from);
    default:
      return "-> " + g.name;
  }
}

std::string ClocksText(Date as_of, const Clocks& clocks) {
  return fmt::format("as of {}, known {}, {} reading", as_of.ToString(), clocks.known_at.ToString(),
                     ToString(clocks.reading));
}

}  // namespace licet
