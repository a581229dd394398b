// Loads any bytes as a regime. What is refused must name a file and a line of
// it; what is accepted must give an answer on any day, and a sure outcome must
// stand when the facts become known.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "../tests/regime/test_pack.h"
#include "licet/base/text.h"

namespace {

using licet::Date;
using licet::Determination;
using licet::Facts;
using licet::Outcome;
using licet::Pack;
using licet::Schema;
using licet::Snapshot;
using licet::Truth;

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

Facts Settled(const Schema& schema, const Facts& unknown, std::uint64_t seed) {
  Facts facts = unknown;
  for (const licet::FactDecl& decl : schema.facts()) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t bits = seed >> 33;
    licet::Value value;
    value.truth = licet::ToTruth(bits & 1);
    value.number = licet::Range::Exactly(licet::Decimal::FromInt(static_cast<int>(bits % 9) * 600));
    value.symbol = decl.values.empty()
                       ? schema.AnotherWord()
                       : schema.symbols().Intern(decl.values[bits % decl.values.size()]);
    value.set = licet::KleeneSet::Of({});
    Check(SetFact(schema, decl.name, value, &facts).has_value());
  }
  return facts;
}

void CheckAnswer(const Determination& d, const Pack& pack) {
  Check(d.pack == &pack && d.fires.size() == pack.provisions.size());
  if (!d.governing.empty()) Check(!d.codes.empty() && d.codes[0] == d.governing);
  Check((d.outcome == Outcome::kException) == !d.exception.empty());
  Check(d.outcome == Outcome::kUnknown || d.open.empty());
  for (const licet::ConditionState& state : d.conditions) {
    Check(d.fires[static_cast<std::size_t>(state.provision)] != Truth::kFalse);
  }
}

void CheckSnapshot(const Snapshot& snapshot, const Schema& schema) {
  const Pack& pack = *snapshot.pack;
  Check(std::is_sorted(snapshot.in_force.begin(), snapshot.in_force.end()));
  Check(snapshot.sets.size() == pack.sets.size());
  for (const auto& words : snapshot.sets) Check(std::is_sorted(words.begin(), words.end()));
  Facts unknown(schema);
  for (const char* role : {"seller", "buyer"}) {
    unknown.parties.emplace_back(schema.party_fields().size());
    unknown.party_roles.emplace_back(role);
  }
  Facts facts = unknown;
  const Determination open = Determine(snapshot, schema, &facts);
  CheckAnswer(open, pack);
  for (const std::string& name : SmallestSettlingSet(snapshot, schema, unknown, open)) {
    Check(open.missing.facts.contains(name));
  }
  for (std::uint64_t seed : {1u, 2u}) {
    Facts settled = Settled(schema, unknown, seed);
    const Determination d = Determine(snapshot, schema, &settled);
    CheckAnswer(d, pack);
    if (open.outcome == Outcome::kUnknown) continue;
    Check(d.outcome == open.outcome && d.exception == open.exception);
    if (!open.governing.empty()) Check(d.governing == open.governing);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const Schema& schema = TheSchema();
  std::map<std::string, std::string> files = {{"rules.yaml", text}};
  if (!text.starts_with("regime:")) files["pack.yaml"] = licet::kHeader;
  const auto pack = Pack::Parse(files, schema);
  if (!pack) {
    const licet::Place& place = pack.error().place();
    const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
    Check(files.contains(place.file) && place.line >= 0 && place.line <= lines + 1);
    Check(!pack.error().sentence().empty());
    Check(!licet::FindInvalidUtf8(pack.error().ToString()));
    return 0;
  }
  for (const char* day : {"2019-12-31", "2022-10-07", "2023-11-17", "2026-01-01"}) {
    for (licet::Reading reading : {licet::Reading::kEnforced, licet::Reading::kCodified}) {
      CheckSnapshot(licet::On(*pack, day, reading), schema);
    }
  }
  return 0;
}
