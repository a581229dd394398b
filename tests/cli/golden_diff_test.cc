// What each day of the law changed, as `regime diff` tells it; a person read these files.
// LICET_UPDATE_GOLDEN=1 writes them anew.

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "licet/base/seams.h"
#include "licet/parties/party.h"
#include "licet/regime/vintages.h"
#include "run.h"

namespace licet {
namespace {

class GoldenDiff : public ::testing::TestWithParam<std::string> {
 protected:
  // The day of each law but the first.
  std::vector<Date> Days() const {
    const std::string home = LICET_SOURCE_DIR;
    const auto disk = RealDisk();
    std::vector<std::string> codes;
    const auto countries = LoadCountries(*disk, home + "/data/countries.csv").value();
    for (const Country& country : countries) codes.push_back(country.code);
    const Schema schema = Schema::Load(*disk, home + "/regimes/schema.yaml", codes).value();
    const Pack pack = Pack::Load(*disk, home + "/regimes/" + GetParam(), schema).value();
    std::vector<Date> days;
    const Date today = Date::Parse("2026-11-21").value();  // of these runs
    for (const Snapshot& law : VintagesOf(pack, today, Reading::kEnforced)) {
      days.push_back(law.as_of);
    }
    days.erase(days.begin());
    return days;
  }
};

TEST_P(GoldenDiff, EachDayChangedWhatItIsSaidToHaveChanged) {
  const std::filesystem::path folder =
      std::string(LICET_SOURCE_DIR) + "/tests/cli/golden/diff/" + GetParam();
  std::set<std::string> expected;
  for (const Date day : Days()) {
    const std::string name = day.ToString() + ".txt";
    expected.insert(name);
    const Ran ran =
        Licet({"regime", "diff", GetParam() + "@" + Date::FromDays(day.days() - 1).ToString(),
               GetParam() + "@" + day.ToString(), "--time-limit", "600"});
    EXPECT_EQ(ran.err, "");
    EXPECT_NE(ran.out.find("Proved: "), std::string::npos) << day.ToString();
    if (std::getenv("LICET_UPDATE_GOLDEN") != nullptr) {
      std::filesystem::create_directories(folder);
      ASSERT_TRUE(RealDisk()->WriteAtomically(folder / name, ran.out));
    } else {
      EXPECT_EQ(ran.out, ReadFile(folder / name)) << name;
    }
  }
  std::set<std::string> there;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    there.insert(file.path().filename());
  }
  EXPECT_EQ(there, expected);
}

INSTANTIATE_TEST_SUITE_P(, GoldenDiff, ::testing::Values("us-ear", "cn-import"),
                         [](const auto& of) {
                           return of.param == "us-ear" ? "UsEar" : "CnImport";
                         });

}  // namespace
}  // namespace licet
