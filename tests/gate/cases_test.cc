// Runs every readable decision under cases/ against the real law.

#include "licet/gate/cases.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

struct AllCases {
  std::vector<CaseResult> results;
  std::string error;
};

// Run once for all tests of this file.
const AllCases& RunAll() {
  static const AllCases kAll = [] {
    AllCases all;
    const auto disk = RealDisk();
    const std::string orders = kHome + "/data/orders/";
    Result<Engine> engine =
        Engine::Load(*disk, {kHome, "", orders + "parties.csv", orders + "owners.csv"});
    if (!engine) return AllCases{{}, engine.error().ToString()};
    const auto files = disk->ListFiles(kHome + "/cases");
    if (!files) return AllCases{{}, files.error().ToString()};
    for (const std::string& file : *files) {
      const Result<Yaml> document = Yaml::Load(*disk, kHome + "/cases/" + file);
      if (!document) return AllCases{{}, document.error().ToString()};
      Result<std::vector<CaseResult>> results = RunCases(*engine, *document);
      if (!results) return AllCases{{}, results.error().ToString()};
      for (CaseResult& result : *results) all.results.push_back(std::move(result));
    }
    return all;
  }();
  return kAll;
}

std::string PlaceText(const CaseResult& result) {
  return result.place.file + ":" + std::to_string(result.place.line) + ": " + result.title;
}

TEST(Cases, AllCanBeRead) { EXPECT_EQ(RunAll().error, ""); }

TEST(Cases, AllHold) {
  for (const CaseResult& result : RunAll().results) {
    for (const std::string& failure : result.failures) {
      ADD_FAILURE() << PlaceText(result) << "\n  " << failure;
    }
  }
}

TEST(Cases, ThereAreAtLeastTwoHundred) { EXPECT_GE(RunAll().results.size(), 200U); }

TEST(Cases, EachNamesItsCitation) {
  for (const CaseResult& result : RunAll().results) {
    EXPECT_FALSE(result.cite.empty()) << PlaceText(result);
    EXPECT_FALSE(result.topic.empty()) << PlaceText(result);
  }
}

TEST(Cases, NoTwoOfATopicHaveOneTitle) {
  std::set<std::pair<std::string, std::string>> seen;
  for (const CaseResult& result : RunAll().results) {
    EXPECT_TRUE(seen.emplace(result.topic, result.title).second) << PlaceText(result);
  }
}

// Both sides are exercised, by provisions that fire and not by silence.
TEST(Cases, FireProvisionsOfBothRegimes) {
  std::set<std::string> fired;
  for (const CaseResult& result : RunAll().results) {
    fired.insert(result.fired.begin(), result.fired.end());
  }
  for (const std::string regime : {"us-ear.", "cn-import."}) {
    const auto count = std::count_if(fired.begin(), fired.end(),
                                     [&](const std::string& id) { return id.starts_with(regime); });
    EXPECT_GE(count, 30) << regime;
  }
}

}  // namespace
}  // namespace licet
