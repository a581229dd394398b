// Reads any bytes as orders, as parties, as chips and as memory stacks; the
// header decides which of them it is. What is accepted is judged: orders under
// the whole law on file, the others under a small one. Run from the root of the
// repository.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>

#include "licet/base/text.h"
#include "licet/gate/json.h"
#include "licet/gate/judge.h"

namespace {

using licet::Decision;
using licet::Engine;
using licet::Error;
using licet::MemoryDisk;
using licet::Order;
using licet::Result;

constexpr int kOrdersMax = 8;  // of one input; more would only take time
constexpr std::size_t kItemsMax = 8;

constexpr const char* kPack = R"(
regime: us-ear
title: A small regime
gate: export
applies: transaction.activity != "import"
default_code: EAR99
authorisation: {evidence: evidence.bis_licence, called: licence, apply: Apply.}
stages: {classify: {hit: priority, order: [A, B]}, except: {hit: first}}
provisions:
- id: us-ear.a
  stage: classify
  cite: {ref: a}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: >-
    item.type == "ic" && (item.tpp >= 4800 || item.performance_density >= 5.92)
    || item.memory_bandwidth_density > 2
  gives: {code: A}
- id: us-ear.b
  stage: classify
  cite: {ref: b}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: item.peak_tops >= 8 || item.memory_bandwidth + item.interconnect >= 1700
  unless: [us-ear.a]
  gives: {code: B}
- id: us-ear.need
  stage: require
  cite: {ref: c}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: >-
    "A" in result.codes && parties.exists(p, p.parent_headquarters == "CN" || p.tier == "T4"
    || "entity-list" in p.flags || p.listed_ownership >= 50)
  gives: {requirement: us-ear.permission}
)";

void Check(bool good, const char* what, const std::string& text) {
  if (good) return;
  std::fprintf(stderr, "%s: %s\n", what, text.c_str());
  std::abort();
}

void CheckError(const Error& error) {
  const std::string& sentence = error.sentence();
  Check(!sentence.empty() && sentence.find('\n') == std::string::npos, "not one line", sentence);
  Check(!licet::FindInvalidUtf8(sentence), "not UTF-8", sentence);
  Check(!error.place().file.empty(), "no place", sentence);
  Check(error.code() != licet::ErrorCode::kInternal, "a defect", sentence);
}

void CheckDecision(const Engine& engine, const Decision& decision) {
  const std::string text = DecisionJson(engine, decision);
  Check(!nlohmann::json::parse(text, nullptr, false).is_discarded(), "no JSON", text);
  bool all = true;
  bool prohibited = false;
  for (const licet::GateAnswer& gate : decision.gates) {
    all = all && gate.satisfied;
    prohibited = prohibited || gate.determination.outcome == licet::Outcome::kProhibited;
  }
  const bool released = decision.verdict == licet::Verdict::kRelease;
  Check(!released || (all && !decision.deadlock), "released too much", text);
  Check(decision.verdict != licet::Verdict::kBlock || prohibited, "blocked without reason", text);
  Check(released || !decision.reason.empty(), "no reason", text);
}

void JudgeAll(Engine& engine, MemoryDisk& disk) {
  auto reader = licet::OrderReader::Open(disk, "/orders.csv");
  if (!reader) return CheckError(reader.error());
  Order order;
  for (int i = 0; i < kOrdersMax; ++i) {
    const Result<bool> more = reader->Next(&order);
    if (!more) return CheckError(more.error());
    if (!*more) return;
    const Result<Decision> decision = Judge(engine, order, {});
    if (!decision) {
      CheckError(decision.error());
    } else {
      CheckDecision(engine, *decision);
    }
  }
}

std::string Real(const std::string& path) {
  constexpr std::size_t kMost = 4 << 20;
  const Result<std::string> text = licet::RealDisk()->ReadAll(path, kMost);
  Check(text.has_value(), "start it from the root of the repository", path);
  return *text;
}

void Put(MemoryDisk* disk, const std::string& path, const std::string& text) {
  Check(disk->WriteAtomically(path, text).has_value(), "cannot write", path);
}

MemoryDisk SmallHome() {
  MemoryDisk disk;
  Put(&disk, "/w/data/countries.csv", Real("data/countries.csv"));
  Put(&disk, "/w/data/entities.csv", Real("data/entities.csv"));
  Put(&disk, "/w/regimes/schema.yaml", Real("regimes/schema.yaml"));
  Put(&disk, "/w/regimes/us-ear/pack.yaml", kPack);
  Put(&disk, "/w/data/chips.csv", "vendor,model,fp16_bf16_tensor_tflops\nV,M,400\n");
  Put(&disk, "/w/data/hbm.csv", "vendor,generation\nV,HBM\n");
  Put(&disk, "/w/data/assemblies.csv",
      "assembly,vendor,kind,designed_for_datacenter,item,count,"
      "source_url,notes\n");
  Put(&disk, "/w/data/aliases.csv", "alias,item,why\n");
  return disk;
}

Engine LoadReal() {
  const auto disk = licet::RealDisk();
  Result<Engine> engine =
      Engine::Load(*disk, {".", "", "data/orders/parties.csv", "data/orders/owners.csv"});
  Check(engine.has_value(), "start it from the root of the repository",
        engine ? "" : engine.error().ToString());
  return std::move(*engine);
}

// An order between each two neighbours of the parties.
void TryParties(MemoryDisk& disk, const std::vector<std::string>& countries) {
  const auto book =
      licet::PartyBook::Load(disk, {"/parties.csv", "", "/w/data/entities.csv"}, countries);
  if (!book) return CheckError(book.error());
  Result<Engine> engine = Engine::Load(disk, {"/w", "", "/parties.csv", ""});
  if (!engine) return CheckError(engine.error());
  Order order;
  order.id = "1";
  order.activity = "export";
  order.item = "M";
  order.quantity = licet::Decimal::FromInt(1);
  order.place.file = "order";
  const auto& parties = engine->parties().parties();
  for (std::size_t i = 0; i + 1 < std::min(parties.size(), kItemsMax); ++i) {
    order.exporter = parties[i].id;
    order.purchaser = order.consignee = order.end_user = parties[i + 1].id;
    const auto decision = Judge(*engine, order, {});
    if (!decision) return CheckError(decision.error());
    CheckDecision(*engine, *decision);
  }
}

void TryChips(MemoryDisk& disk) {
  const auto catalog = licet::Catalog::Load(disk, {"/chips.csv", "", "", ""});
  if (!catalog) return CheckError(catalog.error());
  Result<Engine> engine = Engine::Load(disk, {"/w", "/chips.csv", "", ""});
  if (!engine) return CheckError(engine.error());
  const auto& items = engine->catalog().items();
  for (std::size_t i = 0; i < std::min(items.size(), kItemsMax); ++i) {
    const licet::Date day = *licet::Date::Parse("2026-01-01");
    const auto found = ClassifyItem(*engine, engine->packs()[0], items[i], day, {});
    const std::string text = ClassificationJson(*engine, found, day, {}) + ItemJson(items[i]);
    Check(!licet::FindInvalidUtf8(text), "not UTF-8", text);
    const licet::Determination& d = found.answer.determination;
    Check(!d.codes.empty() || !d.possible.empty(), "no code at all", text);
    Check(d.governing.empty() || !d.codes.empty(), "governed by nothing", text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Engine real = LoadReal();
  static const MemoryDisk home = SmallHome();
  const std::string text(reinterpret_cast<const char*>(data), size);
  MemoryDisk disk = home;
  for (const char* path : {"/orders.csv", "/parties.csv", "/chips.csv"}) Put(&disk, path, text);
  JudgeAll(real, disk);
  TryParties(disk, real.schema().countries());
  TryChips(disk);
  return 0;
}
