// licet screen, as a user runs it.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using nlohmann::json;

class ScreenCommand : public testing::Test {
 protected:
  Ran Names(const std::string& text, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"screen", folder_.Write("names.csv", text)});
    return Licet(more);
  }

  TempFolder folder_;
};

TEST_F(ScreenCommand, AnswersWithItsExitCode) {
  EXPECT_EQ(Licet({"screen", "--name", "Huawei Technologies"}).code, kExitNo);
  const Ran clear = Licet({"screen", "--name", "Bakery of the Quiet Village"});
  EXPECT_EQ(clear.code, kExitOk);
  EXPECT_NE(clear.out.find("no hit"), std::string::npos);
}

TEST_F(ScreenCommand, GivesScoreEntryAndReasons) {
  const json rows =
      json::parse(Names("name,country\nBiren Tech Ltd,CN\n", {"--format", "json"}).out);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0]["match"], true);
  const json& hit = rows[0]["hits"][0];
  EXPECT_EQ(hit["list"], "us-entity-list");
  EXPECT_GE(hit["score"].get<double>(), 0.99);
  EXPECT_NE(hit["citation"], "");
  EXPECT_EQ(hit["reasons"]["aligned"][0]["why"], "same");
}

TEST_F(ScreenCommand, AnyNumberOfThreadsSaysTheSame) {
  std::string text = "name\n";
  for (int i = 0; i < 200; ++i) text += "Huawei Device " + std::to_string(i) + "\nSugon Works\n";
  const Ran one = Names(text, {"--jobs", "1", "--format", "csv"});
  const Ran four = Names(text, {"--jobs", "4", "--format", "csv"});
  EXPECT_EQ(one.out, four.out);
  EXPECT_GT(LinesOf(one.out).size(), 400U);
}

TEST_F(ScreenCommand, OnlyTheListsOfTheDay) {
  const std::vector<std::string> ask = {"screen", "--name", "Biren Technology", "--min", "0.95"};
  auto on = [&](const char* day) {
    std::vector<std::string> all = ask;
    all.insert(all.end(), {"--as-of", day});
    return Licet(all).code;
  };
  EXPECT_EQ(on("2023-10-18"), kExitOk);
  EXPECT_EQ(on("2023-10-19"), kExitNo);
}

TEST_F(ScreenCommand, PairsMayHaveOtherColumns) {
  const std::string pairs =
      folder_.Write("pairs.csv", "pair_id,query,list_name\n7,Hua Wei,Huawei\n8,Apple,Huawei\n");
  const json rows = json::parse(Licet({"screen", "--pairs", pairs, "--format", "json"}).out);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0]["match"], true);
  EXPECT_EQ(rows[1]["match"], false);
  EXPECT_EQ(rows[1]["score"], 0.0);
}

TEST_F(ScreenCommand, BadInputSaysWhere) {
  auto error = [&](const Ran& ran) {
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ran.out, "");
    return ran.err.substr(ran.err.find("csv:") == std::string::npos ? 0 : ran.err.find("csv:"));
  };
  EXPECT_EQ(error(Names("name,country\nHuawei,Atlantis\n")),
            "csv:2:8: 'Atlantis' is no country; give a code such as CN, or leave it out\n");
  EXPECT_EQ(error(Names("name\n...\n")), "csv:2:1: a name has no letter and no digit in it\n");
  EXPECT_EQ(error(Names("name\n")), "csv:1: the file has a header but no name\n");
  EXPECT_NE(error(Names("firm\nHuawei\n")).find("name"), std::string::npos);
  EXPECT_EQ(error(Licet({"screen", "--name", "x", "--min", "75"})),
            "licet: '75' is no score; give 0 to 1, such as 0.75\n");
  EXPECT_NE(error(Licet({"screen"})).find("--name"), std::string::npos);
}

}  // namespace
}  // namespace licet
