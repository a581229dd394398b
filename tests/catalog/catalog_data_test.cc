// The catalogue that is shipped, against figures that are published elsewhere.

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "licet/base/decimal.h"
#include "licet/catalog/item.h"

namespace licet {
namespace {

const Catalog& Shipped() {
  static const Catalog* const catalog = [] {
    const std::string data = std::string(LICET_SOURCE_DIR) + "/data/";
    Result<Catalog> loaded = Catalog::Load(*RealDisk(), {.chips = data + "chips.csv",
                                                         .hbm = data + "hbm.csv",
                                                         .assemblies = data + "assemblies.csv",
                                                         .aliases = data + "aliases.csv"});
    if (!loaded) {
      ADD_FAILURE() << loaded.error().ToString();
      return new Catalog();
    }
    return new Catalog(std::move(*loaded));
  }();
  return *catalog;
}

const Metrics& Of(const char* name) {
  static const Metrics kNone;
  const Result<const Item*> item = Shipped().Find(name);
  if (item) return (*item)->metrics;
  ADD_FAILURE() << item.error().ToString();
  return kNone;
}

Range R(const char* text) { return Range::Parse(text).value(); }

std::size_t CountOf(ItemType type) {
  std::size_t count = 0;
  for (const Item& item : Shipped().items()) count += item.type == type ? 1U : 0U;
  return count;
}

TEST(CatalogData, EveryRowLoads) {
  EXPECT_EQ(CountOf(ItemType::kIc), 165U);
  EXPECT_EQ(CountOf(ItemType::kMemory), 26U);
  EXPECT_GE(CountOf(ItemType::kAssembly), 25U);
}

TEST(CatalogData, TppOfKnownChips) {
  const std::map<const char*, const char*> kTpp = {
      {"A100", "4992"},         {"A800", "4992"},
      {"H100", "15831.2"},      {"H200", "15831.2"},
      {"H20", "2368"},          {"L40S", "5864"},
      {"RTX 4090", "5284.8"},   {"RTX 4090 D", "4707.2"},
      {"RTX 5090 D", "4750"},   {"MI300X", "20919.2"},
      {"MI325X", "20919.2"},    {"B200", "36000"},
      {"B300", "50400..60000"}, {"Trainium2", "12673..21344"},
      {"MI308X", "2900..5505"}, {"MI355X", "60397.8"},
      {"Maia 100", "18000"},    {"TPU v1", "736"}};
  for (const auto& [name, tpp] : kTpp) EXPECT_EQ(Of(name).tpp, R(tpp)) << name;
}

TEST(CatalogData, Tf32ChangesNothingForH100AndMuchForTrainium) {
  EXPECT_EQ(Of("H100").rates.front().name, "fp8");
  EXPECT_EQ(Of("Trainium2").rates.front().name, "tf32");
}

TEST(CatalogData, RatiosOfH200AndH20) {
  const Metrics& h200 = Of("H200");
  const Metrics& h20 = Of("H20");
  EXPECT_EQ(DivideForDisplay(*h200.tpp.low, *h20.tpp.low, 2)->ToString(), "6.69");
  EXPECT_EQ(DivideForDisplay(*h200.memory_bandwidth.low, *h20.memory_bandwidth.low, 2)->ToString(),
            "1.2");
}

TEST(CatalogData, Mi308xLiesOnBothSidesOf4800) {
  const Range tpp = Of("MI308X").tpp;
  const Decimal line = Decimal::FromInt(4800);
  ASSERT_TRUE(tpp.low && tpp.high);
  EXPECT_LT(*tpp.low, line);
  EXPECT_GT(*tpp.high, line);
}

TEST(CatalogData, PlanarChipHasNoLogicArea) {
  EXPECT_EQ(Of("TPU v1").logic_area, R("0"));
  EXPECT_EQ(Of("TPU v5e").logic_area, R("0..325"));  // process not published
  EXPECT_EQ(Of("H100").logic_area, R("814"));
}

TEST(CatalogData, UnpublishedMatrixRateLeavesNoUpperBound) {
  EXPECT_EQ(Of("Max 1100").tpp, R("1420.8.."));
  EXPECT_TRUE(Of("RTX Pro 6000D").tpp.IsUnknown());
}

TEST(CatalogData, SramChipsHaveNoDram) { EXPECT_EQ(Of("WSE-3").memory_bandwidth, R("0")); }

// The rule on the bit length of six-bit formats is as open as that of TF32. It
// does not matter at 4800: no chip has its figures on the two sides. At 21000
// it does, for Maia 100 (18000 at six bits, 24000 at eight).
TEST(CatalogData, SixBitFormatsCrossNo4800) {
  const Decimal line = Decimal::FromInt(4800);
  std::set<std::string> crossing_21000;
  for (const Item& item : Shipped().items()) {
    for (const RateUse& use : item.metrics.rates) {
      if (use.format != Format::kFp6) continue;
      const Range as_8 = MultiplyNonNegative(use.rate, R("8")).value();
      const Range other = Max(item.metrics.tpp, as_8);
      ASSERT_TRUE(item.metrics.tpp.low && other.low) << item.model;
      EXPECT_EQ(*item.metrics.tpp.low >= line, *other.low >= line) << item.model;
      const Decimal high_line = Decimal::FromInt(21000);
      if ((*item.metrics.tpp.low >= high_line) != (*other.low >= high_line)) {
        crossing_21000.insert(item.model);
      }
    }
  }
  EXPECT_EQ(crossing_21000, std::set<std::string>({"Maia 100"}));
}

TEST(CatalogData, EveryContentIsACircuitOfTheCatalogue) {
  for (const Item& item : Shipped().items()) {
    EXPECT_EQ(item.type == ItemType::kAssembly, !item.contents.empty()) << item.model;
    for (const Content& content : item.contents) {
      const Result<const Item*> part = Shipped().Find(content.item);
      ASSERT_TRUE(part) << item.model;
      EXPECT_EQ((*part)->model, content.item);
      EXPECT_EQ((*part)->type, ItemType::kIc);
      EXPECT_GT(content.count, 0);
    }
  }
}

TEST(CatalogData, BoardsKeepTheFiguresOfOneChip) {
  EXPECT_EQ(Of("HGX H20 8-GPU").tpp, R("2368"));
  EXPECT_EQ(Of("HGX H20 8-GPU").total_tpp, R("18944"));
  EXPECT_EQ(Of("CloudMatrix 384").total_tpp, R("4620288..4915200"));
}

TEST(CatalogData, StacksAroundTheLineOf3Point3) {
  const Metrics& aquabolt = Of("Samsung HBM2 Aquabolt");
  EXPECT_EQ(aquabolt.memory_bandwidth, R("256..307"));
  EXPECT_EQ(aquabolt.memory_area, R("91.99"));
  EXPECT_EQ(aquabolt.tpp, R("0"));
  EXPECT_EQ(Of("HBM3E").memory_capacity, R("48"));
}

TEST(CatalogData, EveryPressNameOfTheRulesIsKnown) {
  for (const char* name :
       {"H100", "H200", "A100", "A800", "H800", "H20", "MI325X", "MI308X", "MI308", "B200", "B300",
        "RTX 4090", "RTX Pro 6000D", "HBM2E", "HBM3", "HBM3E", "Ascend 910B", "Ascend 910C"}) {
    EXPECT_TRUE(Shipped().Find(name)) << name;
  }
}

TEST(CatalogData, EveryRowNamesItsSource) {
  for (const Item& item : Shipped().items()) EXPECT_FALSE(item.sources.empty()) << item.model;
}

}  // namespace
}  // namespace licet
