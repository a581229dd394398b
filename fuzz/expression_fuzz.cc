// Compiles any bytes as a condition. What is refused must be refused with a
// place inside the text; what is accepted must say the same however it is asked,
// and must not change its mind when a fact becomes known.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "../tests/rules/test_schema.h"
#include "licet/base/text.h"
#include "licet/rules/evaluate.h"
#include "licet/rules/explain.h"

namespace {

using licet::Expression;
using licet::Facts;
using licet::Result;
using licet::Schema;
using licet::Truth;
using licet::Value;
using licet::World;

void Check(bool good) {
  if (!good) std::abort();
}

// Words stay in the interner, so it is renewed now and then.
const Schema& TheSchema() {
  static auto schema = std::make_unique<Schema>(licet::TestSchema());
  if (schema->symbols().size() > 100'000) {
    schema = std::make_unique<Schema>(licet::TestSchema());
  }
  return *schema;
}

// One way for a fact to be known, drawn from the bits.
Value Settled(const licet::FactDecl& decl, const Schema& schema, std::uint64_t bits) {
  Value value;
  value.truth = licet::ToTruth(bits & 1);
  value.number = licet::Range::Exactly(licet::Decimal::FromInt(static_cast<int>(bits % 7) * 800));
  value.symbol = decl.values.empty()
                     ? schema.AnotherWord()
                     : schema.symbols().Intern(decl.values[bits % decl.values.size()]);
  value.set = licet::KleeneSet::Of({});
  return value;
}

Facts SettledFacts(const Schema& schema, const Facts& unknown, std::uint64_t bits) {
  Facts facts = unknown;
  auto next = [&bits] { return bits = bits * 6364136223846793005u + 1442695040888963407u; };
  for (std::size_t i = 0; i < facts.values.size(); ++i) {
    facts.values[i] = Settled(schema.facts()[i], schema, next() >> 33);
  }
  for (auto& party : facts.parties) {
    for (std::size_t i = 0; i < party.size(); ++i) {
      party[i] = Settled(schema.party_fields()[i], schema, next() >> 33);
    }
  }
  return facts;
}

void CheckNodes(const Expression& expression, std::size_t size) {
  const auto& nodes = expression.nodes();
  Check(!nodes.empty() && nodes.size() <= 1024);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    Check(nodes[i].begin >= 0 && nodes[i].begin <= nodes[i].end);
    Check(static_cast<std::size_t>(nodes[i].end) <= size);
    for (int child : nodes[i].children) Check(child >= 0 && static_cast<std::size_t>(child) < i);
  }
}

Truth CheckWorld(const Expression& expression, const World& world) {
  const Truth truth = Evaluate(expression, world);
  const licet::Trace trace = Explain(expression, world, {"D:5", "A:5"});
  Check(trace.truth == truth);
  licet::DecisiveObservations(trace);
  licet::Missing missing;
  CollectMissing(expression, world, &missing);
  if (truth != Truth::kUnknown) Check(missing.facts.empty() && missing.open_points.empty());
  return truth;
}

void CheckAccepted(const Expression& expression, const Schema& schema, std::size_t size) {
  CheckNodes(expression, size);
  expression.FactsRead(schema);
  Facts unknown(schema);
  for (const char* role : {"exporter", "end_user"}) {
    unknown.parties.emplace_back(schema.party_fields().size());
    unknown.party_roles.emplace_back(role);
  }
  const licet::SetMembers sets = {{schema.symbols().Intern("CN")}, {}};
  const Truth before = CheckWorld(expression, {schema, unknown, sets});
  for (std::uint64_t seed : {1u, 2u, 3u}) {
    const Facts facts = SettledFacts(schema, unknown, seed);
    const Truth after = CheckWorld(expression, {schema, facts, sets});
    Check(before == Truth::kUnknown || before == after);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Schema& schema = TheSchema();
  const licet::Place place{"pack.yaml", 3, 9};
  const auto line = Expression::Compile(text, schema, licet::TestSets(), place, true);
  const auto lines = Expression::Compile(text, schema, licet::TestSets(), place, false);
  Check(line.has_value() == lines.has_value());
  if (line) {
    Check(Dump(*line, schema, line->root()) == Dump(*lines, schema, lines->root()));
    CheckAccepted(*line, schema, size);
    return 0;
  }
  Check(line.error().code() == lines.error().code());
  Check(!licet::FindInvalidUtf8(line.error().ToString()));
  Check(!licet::FindInvalidUtf8(lines.error().ToString()));
  Check(line.error().place().column >= 9);
  Check(line.error().place().column <= 9 + static_cast<int>(size));
  Check(lines.error().place().column == 9);
  return 0;
}
