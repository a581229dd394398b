// Two small regimes, four items and five parties in memory, under the real
// schema: tests say what they need of the law themselves, so that they do not
// change when the real law does.

#ifndef LICET_TESTS_GATE_SMALL_WORLD_H_
#define LICET_TESTS_GATE_SMALL_WORLD_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "licet/gate/engine.h"
#include "licet/gate/judge.h"

namespace licet {

// The side that goods leave. Its folder comes last by name, its gate first.
constexpr const char* kLeavePack = R"(
regime: leave
title: The side that goods leave
gate: export
applies: transaction.activity != "import"
default_code: PLAIN
authorisation:
  evidence: evidence.bis_licence
  called: leave licence
  apply: Apply to the side that goods leave.
stages:
  classify: {hit: priority, order: [BIG, BOARD, SMALL]}
  except: {hit: first}
  review: {hit: first}
)";

constexpr const char* kLeaveLaw = R"(
sets:
- set: far
  of: country
  members:
  - {list: [CN, HK]}
  - {list: [MY], from: 2026-06-01, announced: 2026-05-01}
provisions:
- id: leave.big
  stage: classify
  cite: {ref: "Leave Act 1", doc: "Gazette 1", url: "https://example.org/leave/1"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: item.type == "ic" && item.tpp >= 4800
  unless: [leave.consumer]
  gives: {code: BIG}
- id: leave.consumer
  stage: classify
  cite: {ref: "Leave Act 1, note"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: '!item.designed_for_datacenter && item.model == "Gamer 1"'
- id: leave.small
  stage: classify
  cite: {ref: "Leave Act 2"}
  announced: 2026-02-01
  effective: 2026-03-01
  confidence: primary
  when: item.type == "ic" && item.tpp >= 600 && item.tpp < 4800
  gives: {code: SMALL}
- id: leave.board
  stage: classify
  cite: {ref: "Leave Act 3"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: item.type == "assembly" && (item.tpp >= 4800 || "BIG" in item.contains_codes)
  gives: {code: BOARD}
- id: leave.need
  stage: require
  cite: {ref: "Leave Act 4"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: sets.intersects(result.codes, ["BIG", "BOARD"]) && transaction.destination in group("far")
  gives: {requirement: leave.permission}
- id: leave.military
  stage: restrict
  cite: {ref: "Leave Act 5"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: transaction.end_use == "military"
  gives: {restriction: military, outcome: prohibited}
- id: leave.rumour
  stage: restrict
  cite: {ref: "a newspaper"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: press
  when: transaction.end_use == "wmd"
  gives: {restriction: rumour, outcome: prohibited}
- id: leave.sample
  stage: except
  cite: {ref: "Leave Act 6"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: transaction.end_use == "testing"
  gives: {exception: SAMPLE}
- id: leave.sample-notice
  stage: condition
  cite: {ref: "Leave Act 6, notice"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: true
  gives:
    condition: notice
    test: evidence.nac_notice >= 25
    duty: Give notice 25 days before.
    for: [exception SAMPLE]
- id: leave.review
  stage: review
  cite: {ref: "Leave Act 7"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: '"leave.permission" in result.requirements'
  gives: {review: case-by-case}
- id: leave.paper
  stage: condition
  cite: {ref: "Leave Act 8"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: true
  gives:
    condition: purchase-order
    test: evidence.purchase_order
    duty: Put the purchase order on file.
    for: licence
- id: leave.site
  stage: condition
  cite: {ref: "Leave Act 9"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: transaction.destination == "HK"
  gives:
    condition: site
    test: evidence.site_built >= 30
    duty: Build 30% of the site first.
    for: licence
- id: leave.place
  stage: place
  cite: {ref: "Leave Act 10"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: item.model == "Apart 1"
  gives: {permit: [CN, MY]}
- id: leave.share
  stage: charge
  cite: {ref: "Leave Act 11"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: transaction.destination == "CN"
  gives: {charge: share, rate: 0.25, base: revenue}
)";

// The side where goods arrive.
constexpr const char* kArrivePack = R"(
regime: arrive
title: The side where goods arrive
gate: import
applies: transaction.destination in ["CN", "MY"]
authorisation:
  evidence: evidence.ndrc_release
  called: arrive release
  apply: Apply to the side where goods arrive.
)";

constexpr const char* kArriveLaw = R"(
provisions:
- id: arrive.need
  stage: require
  cite: {ref: "Arrive Rule 1"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: press
  when: purchaser.tier == "T4"
  gives: {requirement: arrive.permission}
- id: arrive.place
  stage: place
  cite: {ref: "Arrive Rule 2"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: press
  when: item.model == "Apart 1"
  gives: {bar: [CN]}
- id: arrive.place-later
  stage: place
  cite: {ref: "Arrive Rule 3"}
  announced: 2020-01-01
  effective: 2027-01-01
  confidence: press
  when: item.model == "Apart 1"
  gives: {bar: [MY]}
)";

constexpr const char* kSmallChips =
    "vendor,model,kind,designed_for_datacenter,announced_date,fp16_bf16_tensor_tflops,"
    "die_area_mm2,process_nm,non_planar\n"
    "Maker,Huge 1,gpu,yes,2024-01-01,400,800,5,yes\n"      // 6,400 TPP
    "Maker,Modest 1,gpu,yes,2024-01-01,43.75,400,5,yes\n"  // 700 TPP
    "Maker,Apart 1,gpu,yes,2024-01-01,10,400,5,yes\n"
    "Maker,Gamer 1,gpu,no,2024-01-01,400,800,5,yes\n"
    "Maker,Vague 1,gpu,yes,2024-01-01,250..350,400,5,yes\n";  // 4,000 to 5,600 TPP

constexpr const char* kSmallAssemblies =
    "assembly,vendor,kind,designed_for_datacenter,item,count,source_url,notes\n"
    "Modest board,Maker,board,yes,Modest 1,8,https://example.org,\n"
    "Huge board,Maker,board,yes,Huge 1,8,https://example.org,\n";

constexpr const char* kSmallParties =
    "party,name,country,headquarters,parent,tier,flags\n"
    "seller,Seller Inc.,US,US,,,\n"
    "holding,Holding Ltd.,CN,CN,,T1,\n"
    "buyer,Buyer Ltd.,CN,CN,holding,T1,\n"
    "site,State site,CN,CN,holding,T4,\n"
    "loner,Loner Ltd.,MY,MY,,,\n";

struct SmallWorld {
  SmallWorld() {
    const std::string real(LICET_SOURCE_DIR);
    Copy(real, "data/countries.csv");
    Copy(real, "regimes/schema.yaml");
    Put("data/entities.csv", "entity,alias,why\n");
    Put("data/chips.csv", kSmallChips);
    Put("data/hbm.csv",
        "vendor,generation,product,capacity_gb,bandwidth_gbps,package_area_mm2\n"
        "Stacker,HBM9,Stack 1,24,819,121\n");
    Put("data/assemblies.csv", kSmallAssemblies);
    Put("data/aliases.csv", "alias,item,why\nHuge,Huge 1,short\n");
    Put("regimes/leave/pack.yaml", kLeavePack);
    Put("regimes/leave/law.yaml", kLeaveLaw);
    Put("regimes/arrive/pack.yaml", kArrivePack);
    Put("regimes/arrive/law.yaml", kArriveLaw);
    Put("parties.csv", kSmallParties);
  }

  void Put(const std::string& path, const std::string& text) {
    const Status written = disk.WriteAtomically("/w/" + path, text);
    EXPECT_TRUE(written) << path;
  }

  Result<Engine> Load() { return Engine::Load(disk, {"/w", "", "/w/parties.csv", ""}); }

  // For tests that need a world that loads.
  Engine Loaded() {
    Result<Engine> engine = Load();
    if (!engine) {
      ADD_FAILURE() << engine.error().ToString();
      std::abort();
    }
    return std::move(*engine);
  }

  MemoryDisk disk;

 private:
  void Copy(const std::string& home, const std::string& path) {
    constexpr std::size_t kMost = 1 << 20;
    const Result<std::string> text = RealDisk()->ReadAll(home + "/" + path, kMost);
    ASSERT_TRUE(text) << text.error().ToString();
    Put(path, *text);
  }
};

// 10 x Huge 1 from the seller to the buyer in China, with all that the law asks.
inline Order GoodOrder() {
  Order order;
  order.id = "order-1";
  order.date = *Date::Parse("2026-04-01");
  order.activity = "export";
  order.item = "Huge 1";
  order.quantity = Decimal::FromInt(10);
  order.unit_price = Decimal::FromInt(1000);
  order.exporter = "seller";
  order.purchaser = order.consignee = order.end_user = "buyer";
  order.origin = "US";
  order.destination = order.place_of_use = "CN";
  order.end_use = "ai-training";
  order.evidence = ParseEvidence("purchase-order;bis-licence=L-1");
  return order;
}

}  // namespace licet

#endif  // LICET_TESTS_GATE_SMALL_WORLD_H_
