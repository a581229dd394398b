#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "licet/catalog/item.h"

namespace licet {
namespace {

constexpr const char* kChips =
    "vendor,model,kind,tf32_fp32_tensor_tflops,tf32_fp32_kind,int8_tops,die_area_mm2,non_planar,"
    "designed_for_datacenter,announced_date\n"
    "Acme,A1 Pro,gpu,,,600,500,yes,yes,2024-01\n"
    "Acme,A1 Mini,gpu,,,100,100,yes,no,2024-01-31\n"
    "Bolt,B7 (card),gpu,,,,,,,2024\n";
constexpr const char* kStacks =
    "vendor,generation,product,pin_speed_gbps,bus_width_bits,bandwidth_gbps,package_area_mm2\n"
    "JEDEC (nominal),HBM3E,nominal,9.6,1024,,121\n"
    "Acme,HBM2,,2.4,1024,307,91.99\n";
constexpr const char* kAssemblyHeader =
    "assembly,vendor,kind,designed_for_datacenter,item,count,source_url,notes\n";

void Put(MemoryDisk* disk, const std::string& path, std::string_view text) {
  ASSERT_TRUE(disk->WriteAtomically(path, text));
}

Result<Catalog> Load(const std::string& chips, const std::string& hbm = "",
                     const std::string& assemblies = "", const std::string& aliases = "") {
  MemoryDisk disk;
  CatalogFiles files;
  const auto put = [&disk](const std::string& text, const char* path, std::string* file) {
    if (text.empty()) return;
    Put(&disk, path, text);
    *file = path;
  };
  put(chips, "chips.csv", &files.chips);
  put(hbm, "hbm.csv", &files.hbm);
  put(assemblies, "assemblies.csv", &files.assemblies);
  put(aliases, "aliases.csv", &files.aliases);
  return Catalog::Load(disk, files);
}

// "code file:line:column" of the error, or "loaded".
std::string Fault(const Result<Catalog>& result) {
  if (result) return "loaded";
  const Error& error = result.error();
  return std::string(ErrorCodeName(error.code())) + " " + error.place().file + ":" +
         std::to_string(error.place().line) + ":" + std::to_string(error.place().column);
}

std::string ModelOf(const Catalog& catalog, std::string_view name) {
  const Result<const Item*> item = catalog.Find(name);
  return item ? (*item)->model : std::string(ErrorCodeName(item.error().code()));
}

TEST(Catalog, LoadsNothingFromNoFiles) {
  const Result<Catalog> catalog = Load("");
  ASSERT_TRUE(catalog);
  EXPECT_TRUE(catalog->items().empty());
  EXPECT_EQ(ModelOf(*catalog, "H100"), "unknown-name");
}

TEST(Catalog, ReadsTheColumnsOfAChip) {
  const Result<Catalog> catalog = Load(kChips);
  ASSERT_TRUE(catalog) << catalog.error().ToString();
  const Item& item = catalog->items()[0];
  EXPECT_EQ(item.type, ItemType::kIc);
  EXPECT_EQ(item.vendor, "Acme");
  EXPECT_EQ(item.kind, "gpu");
  EXPECT_EQ(item.designed_for_datacenter, Truth::kTrue);
  EXPECT_EQ(item.announced, "2024-01");
  EXPECT_EQ(item.metrics.tpp.ToString(), "4800");
  EXPECT_EQ(item.place.line, 2);
  EXPECT_EQ(catalog->items()[2].designed_for_datacenter, Truth::kUnknown);
  EXPECT_TRUE(catalog->items()[2].metrics.tpp.IsUnknown());
}

TEST(Catalog, HeaderDecidesThatAFileHoldsStacks) {
  const Result<Catalog> catalog = Load(kStacks);  // passed as chips
  ASSERT_TRUE(catalog) << catalog.error().ToString();
  const Item& item = catalog->items()[0];
  EXPECT_EQ(item.type, ItemType::kMemory);
  EXPECT_EQ(item.kind, "hbm");
  EXPECT_EQ(item.model, "JEDEC HBM3E nominal");
  EXPECT_EQ(item.metrics.memory_bandwidth.ToString(), "1228.8");
  EXPECT_EQ(catalog->items()[1].model, "Acme HBM2");
}

TEST(Catalog, FindsByModelVendorAliasAndPrefix) {
  const Result<Catalog> catalog =
      Load(kChips, kStacks, "", "alias,item,why\nBee,B7 (card),short\n");
  ASSERT_TRUE(catalog) << catalog.error().ToString();
  EXPECT_EQ(ModelOf(*catalog, "A1 Pro"), "A1 Pro");
  EXPECT_EQ(ModelOf(*catalog, "  a1   PRO "), "A1 Pro");
  EXPECT_EQ(ModelOf(*catalog, "acme a1 mini"), "A1 Mini");
  EXPECT_EQ(ModelOf(*catalog, "BEE"), "B7 (card)");
  EXPECT_EQ(ModelOf(*catalog, "b7"), "B7 (card)");
  EXPECT_EQ(ModelOf(*catalog, "Bolt B7"), "B7 (card)");
  EXPECT_EQ(ModelOf(*catalog, "JEDEC HBM3E"), "JEDEC HBM3E nominal");
}

TEST(Catalog, PrefixNeedsWholeWords) {
  const Result<Catalog> catalog = Load(kChips);
  ASSERT_TRUE(catalog);
  EXPECT_EQ(ModelOf(*catalog, "A1 Min"), "unknown-name");
  EXPECT_EQ(ModelOf(*catalog, "B"), "unknown-name");
  EXPECT_EQ(ModelOf(*catalog, ""), "unknown-name");
}

TEST(Catalog, NameThatFitsSeveralItemsListsThem) {
  const Result<Catalog> catalog = Load(kChips);
  ASSERT_TRUE(catalog);
  const Result<const Item*> item = catalog->Find("A1");
  ASSERT_FALSE(item);
  EXPECT_EQ(item.error().code(), ErrorCode::kAmbiguousName);
  EXPECT_NE(item.error().sentence().find("'A1 Pro', 'A1 Mini'"), std::string::npos);
}

TEST(Catalog, UnknownNameSuggestsTheNearest) {
  const Result<Catalog> catalog = Load(kChips);
  ASSERT_TRUE(catalog);
  const Result<const Item*> item = catalog->Find("A1 Prp");
  ASSERT_FALSE(item);
  EXPECT_NE(item.error().sentence().find("'A1 Pro'"), std::string::npos);
}

TEST(Catalog, RefusesFiguresThatCannotBe) {
  const std::string head = "vendor,model,int8_tops,die_area_mm2,memory_bandwidth_gbps\n";
  EXPECT_EQ(Fault(Load(head + "A,x,-1,,\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,..-1,,\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,10000001,,\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,10000000,,\n")), "loaded");
  EXPECT_EQ(Fault(Load(head + "A,x,,1000001,\n")), "invalid-argument chips.csv:2:6");
  EXPECT_EQ(Fault(Load(head + "A,x,,1..1000001,\n")), "invalid-argument chips.csv:2:6");
  EXPECT_EQ(Fault(Load(head + "A,x,,,1000000001\n")), "invalid-argument chips.csv:2:7");
  EXPECT_EQ(Fault(Load(head + "A,x,1e3,,\n")), "parse chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,ok,1,,\nA,x,5..4,,\n")), "invalid-argument chips.csv:3:5");
}

TEST(Catalog, RefusesWordsThatAreNeitherYesNorNo) {
  const std::string head = "vendor,model,non_planar\n";
  EXPECT_EQ(Fault(Load(head + "A,x,maybe\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,Yes\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,\n")), "loaded");
}

TEST(Catalog, TensorRateNeedsItsKind) {
  const std::string head = "vendor,model,tf32_fp32_tensor_tflops,tf32_fp32_kind\n";
  EXPECT_EQ(Fault(Load(head + "A,x,10,\n")), "invalid-argument chips.csv:2:8");
  EXPECT_EQ(Fault(Load(head + "A,x,10,tf23\n")), "invalid-argument chips.csv:2:8");
  EXPECT_EQ(Fault(Load(head + "A,x,10,fp32\n")), "loaded");
}

TEST(Catalog, RefusesDatesThatDoNotExist) {
  const std::string head = "vendor,model,announced_date\n";
  EXPECT_EQ(Fault(Load(head + "A,x,2024-13\n")), "invalid-argument chips.csv:2:5");
  EXPECT_EQ(Fault(Load(head + "A,x,2023-02-29\n")), "invalid-argument chips.csv:2:5");
}

TEST(Catalog, RefusesUnknownAndMissingColumns) {
  const Result<Catalog> typo = Load("vendor,model,int8_top\nA,x,1\n");
  ASSERT_FALSE(typo);
  EXPECT_EQ(typo.error().place().line, 1);
  EXPECT_NE(typo.error().sentence().find("int8_tops"), std::string::npos);
  EXPECT_FALSE(Load("vendor,int8_tops\nA,1\n"));
}

TEST(Catalog, RefusesDuplicatesAndEmptyNames) {
  EXPECT_EQ(Fault(Load("vendor,model\nA,x\nB,X\n")), "duplicate chips.csv:3:3");
  EXPECT_EQ(Fault(Load("vendor,model\nA,\n")), "invalid-argument chips.csv:2:3");
  EXPECT_EQ(Fault(Load(kStacks, kStacks)), "duplicate hbm.csv:2:17");
}

TEST(Catalog, DensityOfAStackIsNeverRead) {
  EXPECT_EQ(Fault(Load("vendor,generation,bandwidth_density_gbps_per_mm2\nA,HBM3,6.8\n")),
            "invalid-argument chips.csv:2:8");
}

TEST(Catalog, MissingFileIsAnError) {
  MemoryDisk disk;
  CatalogFiles files;
  files.chips = "none.csv";
  const Result<Catalog> catalog = Catalog::Load(disk, files);
  ASSERT_FALSE(catalog);
  EXPECT_EQ(catalog.error().code(), ErrorCode::kIo);
}

TEST(Catalog, AssemblyOfSeveralCircuits) {
  const Result<Catalog> catalog =
      Load(kChips, "",
           std::string(kAssemblyHeader) + "Box,Acme,server,yes,A1 Pro,8,,\n" +
               "Box,Acme,server,yes,a1 mini,2,,\n");
  ASSERT_TRUE(catalog) << catalog.error().ToString();
  const Item& box = *catalog->Find("Acme Box").value();
  EXPECT_EQ(box.type, ItemType::kAssembly);
  ASSERT_EQ(box.contents.size(), 2U);
  EXPECT_EQ(box.contents[1].item, "A1 Mini");
  EXPECT_EQ(box.contents[1].count, 2);
  EXPECT_EQ(box.metrics.tpp.ToString(), "4800");
  EXPECT_EQ(box.metrics.total_tpp.ToString(), "40000");
  EXPECT_EQ(box.metrics.logic_area.ToString(), "500");
}

TEST(Catalog, RefusesWrongAssemblies) {
  const auto fault = [](const std::string& rows) {
    return Fault(Load(kChips, kStacks, kAssemblyHeader + rows));
  };
  EXPECT_EQ(fault("Box,Acme,server,yes,A2 Pro,8,,\n"), "unknown-name assemblies.csv:2:21");
  EXPECT_EQ(fault("Box,Acme,server,yes,Acme HBM2,8,,\n"), "invalid-argument assemblies.csv:2:21");
  EXPECT_EQ(fault("Box,Acme,server,yes,A1 Pro,0,,\n"), "invalid-argument assemblies.csv:2:28");
  EXPECT_EQ(fault("Box,Acme,server,yes,A1 Pro,1.5,,\n"), "invalid-argument assemblies.csv:2:28");
  EXPECT_EQ(fault("Box,Acme,server,yes,A1 Pro,,,\n"), "invalid-argument assemblies.csv:2:28");
  EXPECT_EQ(fault("Box,Acme,server,yes,A1 Pro,1,,\nBox,Acme,server,yes,A1 Pro,1,,\n"),
            "duplicate assemblies.csv:3:21");
  EXPECT_EQ(fault("Box,Acme,server,yes,A1 Pro,1,,\nBox,Acme,server,no,A1 Mini,1,,\n"),
            "invalid-argument assemblies.csv:3:1");
  EXPECT_EQ(fault("A1 Pro,Acme,server,yes,A1 Pro,1,,\n"), "duplicate assemblies.csv:2:1");
}

TEST(Catalog, RefusesWrongAliases) {
  const auto fault = [](const std::string& rows) {
    return Fault(Load(kChips, "", "", "alias,item,why\n" + rows));
  };
  EXPECT_EQ(fault("A9,A9 Pro,x\n"), "unknown-name aliases.csv:2:4");
  EXPECT_EQ(fault("a1 pro,A1 Mini,x\n"), "duplicate aliases.csv:2:1");
  EXPECT_EQ(fault("A9,A1 Mini,x\na9,A1 Pro,x\n"), "duplicate aliases.csv:3:1");
  EXPECT_EQ(fault(",A1 Mini,x\n"), "invalid-argument aliases.csv:2:1");
}

TEST(Catalog, TypesHaveNames) {
  EXPECT_EQ(ToString(ItemType::kIc), "ic");
  EXPECT_EQ(ToString(ItemType::kMemory), "memory");
  EXPECT_EQ(ToString(ItemType::kAssembly), "assembly");
}

}  // namespace
}  // namespace licet
