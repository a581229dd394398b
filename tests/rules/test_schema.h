// A small schema for the tests of the condition language, and a printed form of
// compiled conditions that shows exactly what the front end understood.

#ifndef LICET_TESTS_RULES_TEST_SCHEMA_H_
#define LICET_TESTS_RULES_TEST_SCHEMA_H_

#include <string>
#include <string_view>

#include "licet/rules/expression.h"
#include "licet/rules/schema.h"

namespace licet {

inline constexpr const char* kTestSchema = R"(schema: 1
units: {TPP: power, mm2: area, TPP/mm2: density, percent: hundredths}
party:
  entity:       {type: symbol, means: "key"}
  headquarters: {type: symbol, domain: country, means: "seat"}
  flags:        {type: set, means: "marks"}
  trusted:      {type: bool, means: "trusted"}
  share:        {type: number, unit: percent, means: "share"}
facts:
  item.type:        {type: symbol, values: [ic, memory, assembly], means: "type"}
  item.kind:        {type: symbol, means: "any word"}
  item.tpp:         {type: number, unit: TPP, means: "tpp"}
  item.total_tpp:   {type: number, unit: TPP, means: "total"}
  item.area:        {type: number, unit: mm2, means: "area"}
  item.density:     {type: ratio, of: item.tpp, per: item.area, unit: TPP/mm2, means: "density"}
  item.datacenter:  {type: bool, means: "marketed for datacenters"}
  item.marks:       {type: set, means: "marks"}
  deal.destination: {type: symbol, domain: country, means: "to"}
  deal.origin:      {type: symbol, domain: country, means: "from"}
  exporter:         {type: party, means: "who sells"}
  end_user:         {type: party, means: "who uses"}
  parties:          {type: parties, means: "all"}
results:
  result.codes:     {stage: classify, means: "codes"}
)";

inline Schema TestSchema() {
  const Result<Yaml> document = Yaml::Parse(kTestSchema, "schema.yaml");
  return Schema::Parse(document.value(), {"CN", "HK", "US", "AE"}).value();
}

inline SetNames TestSets() { return {{{"A:5", 1}, {"D:5", 0}}}; }

inline std::string NameOf(const Schema& schema, FactRef ref) {
  const auto number = static_cast<std::size_t>(ref.fact);
  return ref.of_party ? "." + schema.party_fields()[number].name : schema.facts()[number].name;
}

// "(and (>= item.tpp 4800) (in deal.destination CN HK))"
inline std::string Dump(const Expression& expression, const Schema& schema, const Node& node) {
  auto words = [&] {
    if (node.set >= 0) return " set" + std::to_string(node.set);
    std::string out;
    for (Symbol word : node.words) out += " " + schema.symbols().Text(word);
    return out;
  };
  auto call = [&](std::string name) {
    for (int child : node.children) name += " " + Dump(expression, schema, expression.node(child));
    return "(" + name + ")";
  };
  switch (node.op) {
    case Op::kConstant:
      return std::string(ToString(node.truth));
    case Op::kOpenPoint:
      return "(unknown '" + node.message + "')";
    case Op::kBoolFact:
      return NameOf(schema, node.ref);
    case Op::kNot:
      return call("not");
    case Op::kAnd:
      return call("and");
    case Op::kOr:
      return call("or");
    case Op::kCompare:
    case Op::kCompareRatio: {
      std::string sum;
      for (const Term& term : node.terms) {
        const std::string factor = term.coefficient.ToString();
        sum += " " + (factor == "1" ? "" : factor + "*") + NameOf(schema, term.ref);
      }
      return (node.op == Op::kCompare ? "(" : "(ratio") + std::string(ToString(node.relation)) +
             sum + " " + node.constant.ToString() + ")";
    }
    case Op::kSymbolIn:
      return "(in " + NameOf(schema, node.ref) + words() + ")";
    case Op::kSameSymbol:
      return "(same " + NameOf(schema, node.ref) + " " + NameOf(schema, node.other) + ")";
    case Op::kSetHas:
      return "(has " + NameOf(schema, node.ref) + words() + ")";
    case Op::kSetMeets:
      return "(meets " + NameOf(schema, node.ref) + words() + ")";
    case Op::kExists:
      return call("exists");
    case Op::kAll:
      return call("all");
  }
  return "?";
}

}  // namespace licet

#endif  // LICET_TESTS_RULES_TEST_SCHEMA_H_
