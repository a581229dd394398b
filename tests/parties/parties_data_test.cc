// The countries and entities that are shipped.

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "licet/parties/party.h"
#include "parties/entities.h"

namespace licet {
namespace {

std::string Data(const char* file) { return std::string(LICET_SOURCE_DIR) + "/data/" + file; }

TEST(PartiesData, AllCountriesOfIso3166) {
  const Result<std::vector<Country>> countries = LoadCountries(*RealDisk(), Data("countries.csv"));
  ASSERT_TRUE(countries) << countries.error().ToString();
  EXPECT_EQ(countries->size(), 249U);
  for (const char* code : {"US", "CN", "HK", "MO", "TW", "AE", "SA", "GB"}) {
    EXPECT_NE(std::ranges::find(*countries, code, &Country::code), countries->end()) << code;
  }
  for (const Country& country : *countries) EXPECT_FALSE(country.name.empty()) << country.code;
}

TEST(PartiesData, FirmsThatRulesNameAreFoundByTheirUsualNames) {
  const Result<EntityNames> names = EntityNames::Load(*RealDisk(), Data("entities.csv"));
  ASSERT_TRUE(names) << names.error().ToString();
  const std::pair<const char*, const char*> kExpected[] = {
      {"NVIDIA Corporation", "nvidia"},
      {"Advanced Micro Devices, Inc.", "amd"},
      {"G42 Cloud", "g42"},
      {"Core42", "core42"},
      {"OpenAI Group PBC", "openai"},
      {"X.AI", "xai"},
      {"Microsoft Corporation", "microsoft"},
      {"Beijing ByteDance Technology Co., Ltd.", "bytedance"},
      {"Alibaba Group Holding Limited", "alibaba"},
      {"Huawei Technologies Co., Ltd.", "huawei"},
      {"China Mobile Communications Group Co., Ltd.", "china-mobile"},
      {"SK hynix Inc.", "sk-hynix"}};
  for (const auto& [name, key] : kExpected) {
    EXPECT_EQ(names->Resolve("p1", name).value(), key);
    EXPECT_EQ(names->Resolve(key, "Some Firm").value(), key);
  }
  EXPECT_EQ(names->Resolve("p1", "Some Firm").value(), "");
}

TEST(PartiesData, RefusesWrongCountryFiles) {
  const auto code_of = [](const char* text) {
    MemoryDisk disk;
    EXPECT_TRUE(disk.WriteAtomically("c.csv", text));
    const Result<std::vector<Country>> countries = LoadCountries(disk, "c.csv");
    return countries ? "loaded" : countries.error().ToString().substr(0, 9);
  };
  EXPECT_EQ(code_of("code,name\nCN,China\n"), "loaded");
  EXPECT_EQ(code_of("code,name\ncn,China\n"), "c.csv:2:1");
  EXPECT_EQ(code_of("code,name\nCHN,China\n"), "c.csv:2:1");
  EXPECT_EQ(code_of("code,name\nCN,China\nCN,China\n"), "c.csv:3:1");
}

}  // namespace
}  // namespace licet
