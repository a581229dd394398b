// Loads any bytes as a regime, or as an overlay or a patch over one. What is refused
// must name a file and a line of it; what is accepted must give an answer on any day,
// and a sure outcome must stand when the facts become known. A patch changes no day
// before its own, and nothing as known before it was announced.

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

// What overlays and patches are laid over.
const std::map<std::string, std::string>& Law() {
  static const std::map<std::string, std::string> kLaw = {
      {"pack.yaml", std::string(licet::kHeader) + "stages: {review: {hit: first}}\n"},
      {"sets.yaml",
       "sets:\n- {set: far, of: country, members: [{list: [CN, HK]}], except: [{list: [AE]}]}\n"},
      {"rules.yaml",
       "provisions:\n" + licet::Rule("top", "classify", "item.tpp >= 4800", "code: X") +
           licet::Rule("mid", "classify", "item.tpp >= 1600 && item.tpp < 4800", "code: Y",
                       {"unless: [t.top]"}) +
           licet::Rule("need", "require", "a", "requirement: t.need", {"unless: [t.free]"}) +
           licet::Rule("free", "require", "b", "") +
           licet::Rule("far", "restrict", "to in group(\"far\")",
                       "restriction: far, outcome: prohibited") +
           licet::Rule("one", "review", "a", "review: denial") +
           licet::Rule("two", "review", "b", "review: case-by-case") +
           licet::Rule("fee", "charge", "true", "charge: fee, rate: 0.25, base: revenue")}};
  return kLaw;
}

void CheckError(const licet::Error& error, const std::map<std::string, std::string>& files,
                const std::string& text) {
  const licet::Place& place = error.place();
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  Check(files.contains(place.file) && place.line >= 0 && place.line <= lines + 1);
  Check(!error.sentence().empty());
  Check(!licet::FindInvalidUtf8(error.ToString()));
}

void CheckNoEarlierDay(const Pack& with, const licet::Patch& patch, const Schema& schema) {
  const auto without = Pack::Parse(Law(), schema);
  Check(without.has_value());
  const auto before = [](Date day) { return Date::FromDays(day.days() - 1); };
  for (licet::Reading reading : {licet::Reading::kEnforced, licet::Reading::kCodified}) {
    const auto same = [&](Date day, Date known) {
      return FirstDifference(TakeSnapshot(with, day, known, reading),
                             TakeSnapshot(*without, day, known, reading))
          .empty();
    };
    if (patch.effective() != Date::Min()) Check(same(before(patch.effective()), Date::Max()));
    if (patch.announced() == Date::Min()) continue;
    for (const char* day : {"2020-01-01", "2024-01-01", "2030-01-01"}) {
      Check(same(licet::Day(day), before(patch.announced())));
    }
  }
}

void LayOver(const std::string& text) {
  const Schema& schema = TheSchema();
  const std::map<std::string, std::string> files = {{"over.yaml", text}};
  const auto document = licet::Yaml::Parse(text, "over.yaml");
  if (!document) return CheckError(document.error(), files, text);
  const auto overlay = licet::Overlay::Parse(*document, schema);
  if (!overlay) return CheckError(overlay.error(), files, text);
  const auto pack = Pack::Parse(Law(), schema, {*overlay});
  if (!pack) {
    // A circle may be told where the law stands that closes it.
    if (pack.error().code() != licet::ErrorCode::kCycle) CheckError(pack.error(), files, text);
    return;
  }
  for (const char* day : {"2019-12-31", "2021-06-01", "2026-01-01"}) {
    CheckSnapshot(licet::On(*pack, day), schema);
  }
  if (overlay->patch()) CheckNoEarlierDay(*pack, *overlay->patch(), schema);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (text.starts_with("patch:") || text.starts_with("overlay:")) {
    LayOver(text);
    return 0;
  }
  const Schema& schema = TheSchema();
  std::map<std::string, std::string> files = {{"rules.yaml", text}};
  if (!text.starts_with("regime:")) files["pack.yaml"] = licet::kHeader;
  const auto pack = Pack::Parse(files, schema);
  if (!pack) {
    CheckError(pack.error(), files, text);
    return 0;
  }
  for (const char* day : {"2019-12-31", "2022-10-07", "2023-11-17", "2026-01-01"}) {
    for (licet::Reading reading : {licet::Reading::kEnforced, licet::Reading::kCodified}) {
      CheckSnapshot(licet::On(*pack, day, reading), schema);
    }
  }
  return 0;
}
