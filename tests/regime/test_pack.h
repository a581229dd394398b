// A small schema and packs written as text, for the tests of regimes.

#ifndef LICET_TESTS_REGIME_TEST_PACK_H_
#define LICET_TESTS_REGIME_TEST_PACK_H_

#include <fmt/format.h>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/regime/determine.h"
#include "licet/regime/pack.h"
#include "licet/rules/facts.h"
#include "licet/rules/schema.h"

namespace licet {

inline constexpr const char* kTestSchema = R"(schema: 1
units: {TPP: power, mm2: area, TPP/mm2: density}
party:
  headquarters: {type: symbol, domain: country, means: "seat"}
  flags:        {type: set, means: "marks"}
facts:
  item.tpp:     {type: number, unit: TPP, means: "tpp"}
  item.more:    {type: number, unit: TPP, means: "more of it"}
  item.area:    {type: number, unit: mm2, means: "area"}
  item.density: {type: ratio, of: item.tpp, per: item.area, unit: TPP/mm2, means: "density"}
  item.kind:    {type: symbol, values: [ic, memory, assembly], means: "kind"}
  a:            {type: bool, means: "a"}
  b:            {type: bool, means: "b"}
  c:            {type: bool, means: "c"}
  to:           {type: symbol, domain: country, means: "where to"}
  from:         {type: symbol, domain: country, means: "where from"}
  use:          {type: symbol, means: "what for"}
  paper:        {type: symbol, means: "a licence"}
  seller:       {type: party, means: "who sells"}
  buyer:        {type: party, means: "who buys"}
  parties:      {type: parties, means: "all of them"}
results:
  result.codes:        {stage: classify, means: "codes"}
  result.requirements: {stage: require, means: "requirements"}
  result.restrictions: {stage: restrict, means: "restrictions"}
  result.exceptions:   {stage: except, means: "exceptions"}
  result.reviews:      {stage: review, means: "reviews"}
)";

inline constexpr const char* kHeader = "regime: t\ntitle: Test\ngate: export\n";

inline Schema TestSchema() {
  const Result<Yaml> document = Yaml::Parse(kTestSchema, "schema.yaml");
  return Schema::Parse(document.value(), {"AE", "CN", "HK", "SG", "US"}).value();
}

// One provision in force since 2020; `more` are further lines of it.
inline std::string Rule(std::string_view id, std::string_view stage, std::string_view when,
                        std::string_view gives, const std::vector<std::string>& more = {}) {
  std::string text = fmt::format("- id: t.{}\n  stage: {}\n  cite: {{ref: law}}\n", id, stage);
  bool dated = false;
  bool trusted = false;
  for (const std::string& line : more) {
    text += "  " + line + "\n";
    dated = dated || line.starts_with("announced:");
    trusted = trusted || line.starts_with("confidence:");
  }
  if (!dated) text += "  announced: 2020-01-01\n  effective: 2020-01-01\n";
  if (!trusted) text += "  confidence: primary\n";
  text += fmt::format("  when: {}\n", when);
  if (!gives.empty()) text += fmt::format("  gives: {{{}}}\n", gives);
  return text;
}

inline Pack MakePack(const Schema& schema, const std::string& provisions,
                     const std::string& header_more = "", const std::string& sets = "") {
  std::map<std::string, std::string> files;
  files["pack.yaml"] = kHeader + header_more;
  if (!provisions.empty()) files["rules.yaml"] = "provisions:\n" + provisions;
  if (!sets.empty()) files["sets.yaml"] = "sets:\n" + sets;
  auto pack = Pack::Parse(files, schema);
  if (!pack) throw std::runtime_error(pack.error().ToString());
  return std::move(*pack);
}

inline Date Day(const char* text) { return Date::Parse(text).value(); }

// Everything that is announced is known.
inline Snapshot On(const Pack& pack, const char* day, Reading reading = Reading::kEnforced) {
  return TakeSnapshot(pack, Day(day), Date::Max(), reading);
}

// Facts by name and text, as a case writes them.
inline Facts Given(const Schema& schema, const std::map<std::string, std::string>& given) {
  Facts facts(schema);
  for (const auto& [name, text] : given) {
    const FactDecl& decl = schema.facts()[static_cast<std::size_t>(schema.Find(name))];
    const Value value = ParseValue(decl, text, schema.symbols()).value();
    SetFact(schema, name, value, &facts).value();
  }
  return facts;
}

inline Determination Judge(const Schema& schema, const Pack& pack,
                           const std::map<std::string, std::string>& given,
                           const char* day = "2024-01-01") {
  Facts facts = Given(schema, given);
  const Snapshot snapshot = On(pack, day);
  return Determine(snapshot, schema, &facts);
}

// The ids in force without their "t.".
inline std::vector<std::string> InForce(const Snapshot& snapshot) {
  std::vector<std::string> ids;
  for (int number : snapshot.in_force) {
    ids.push_back(snapshot.pack->provisions[static_cast<std::size_t>(number)].id.substr(2));
  }
  return ids;
}

}  // namespace licet

#endif  // LICET_TESTS_REGIME_TEST_PACK_H_
