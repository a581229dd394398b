#include "licet/screening/country_names.h"

#include "lists.h"

namespace licet {
namespace {

TEST(CountryNames, KnowsCodesAndSpellings) {
  const std::vector<std::pair<std::string, std::string>> known = {
      {"CN", "CN"},
      {"cn", "CN"},
      {"China", "CN"},
      {"CHINA", "CN"},
      {"PRC", "CN"},
      {"People\xE2\x80\x99s Republic of China", "CN"},
      {"Korea, North", "KP"},
      {"North Korea (DPRK)", "KP"},
      {"Korea, Republic of", "KR"},
      {"South Korea", "KR"},
      {"The Gambia", "GM"},
      {"Iran (Islamic Republic of)", "IR"},
      {"Crimea Region of Ukraine", "UA"},
      {"Burma", "MM"},
      {"Turkey", "TR"},
      {"T\xC3\xBCrkiye", "TR"},
      {"U.S.A.", "US"},
      {"United States", "US"},
      {"Virgin Islands, British", "VG"},
      {"Congo, Democratic Republic of the", "CD"},
      {"Cote d Ivoire", "CI"},
      {"undetermined", "-"},
      {"Atlantis", ""},
      {"", ""},
      {std::string(1000, 'a'), ""}};
  for (const auto& [name, code] : known) EXPECT_EQ(Countries().CodeOf(name), code) << name;
}

TEST(CountryNames, FindsTheCountryAtTheEndOfAnAddress) {
  EXPECT_EQ(Countries().CodeAtEndOf("Golaye Park, Kabul, Afghanistan."), "AF");
  EXPECT_EQ(Countries().CodeAtEndOf("3A Vatutina St., St. Petersburg, 195009, RU"), "RU");
  EXPECT_EQ(Countries().CodeAtEndOf("37 RUE DE LA QUINTINIE, PARIS, FR, 75015"), "FR");
  EXPECT_EQ(Countries().CodeAtEndOf("Hong Kong"), "HK");
  EXPECT_EQ(Countries().CodeAtEndOf("Proezd 4806, Zelenograd, Russia 124460."), "RU");
  EXPECT_EQ(Countries().CodeAtEndOf("A-2 North Xisanhuan Road, Beijing 100081 China."), "CN");
  EXPECT_EQ(Countries().CodeAtEndOf("1 Scotts Road, Singapore 228208"), "SG");
  EXPECT_EQ(Countries().CodeAtEndOf("Dubai U.A.E."), "AE");
  EXPECT_EQ(Countries().CodeAtEndOf("Port Moresby Papua New Guinea"), "PG");
  EXPECT_EQ(
      Countries().CodeAtEndOf("Tehran, Iran. (See alternate addresses under China and the UAE.)"),
      "IR");
  EXPECT_EQ(Countries().CodeAtEndOf("Santa Fe New Mexico"), "");
  EXPECT_EQ(Countries().CodeAtEndOf("Nashville TN"), "");
  EXPECT_EQ(Countries().CodeAtEndOf("P.O. Box 16048"), "");
  EXPECT_EQ(Countries().CodeAtEndOf("7 8 9"), "");
  // A word of two letters is no code, and a street is no country.
  EXPECT_EQ(Countries().CodeAtEndOf("Main Street, in"), "");
  EXPECT_EQ(Countries().CodeAtEndOf("China Road 5, Pudong"), "");
  EXPECT_EQ(Countries().CodeAtEndOf(""), "");
}

TEST(CountryNames, FindsTheCountryAtTheStartOfAText) {
  std::string_view rest;
  EXPECT_EQ(Countries().CodeAtStartOf("People's Republic of China Abascience Tech", &rest), "CN");
  EXPECT_EQ(rest, "Abascience Tech");
  EXPECT_EQ(Countries().CodeAtStartOf("\xE6\x97\xA5\xE6\x9C\xAC\xE4\xB8\x9C\xE4\xBA\xAC", &rest),
            "JP");
  rest = "as before";
  EXPECT_EQ(Countries().CodeAtStartOf("Chinatown Alley", &rest), "");
  EXPECT_EQ(rest, "as before");
}

TEST(CountryNames, RefusesWrongData) {
  MemoryDisk disk;
  ASSERT_TRUE(disk.WriteAtomically("c.csv", "code,name\nCN,China\nTW,Taiwan\n"));
  ASSERT_TRUE(disk.WriteAtomically("unknown.csv", "name,code\nMars,MA\n"));
  ASSERT_TRUE(disk.WriteAtomically("twice.csv", "name,code\nchina,TW\n"));
  EXPECT_EQ(CountryNames::Load(disk, "c.csv", "unknown.csv").error().ToString(),
            "unknown.csv:2:6: 'MA' is no code of c.csv; write one of its codes, or - for a name "
            "that means no country");
  EXPECT_EQ(CountryNames::Load(disk, "c.csv", "twice.csv").error().ToString(),
            "twice.csv:2:1: 'china' already means CN; remove one");
}

}  // namespace
}  // namespace licet
