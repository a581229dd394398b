// licet screen on the user's own terms: cleared pairs, lines by list, numbers and
// addresses, and only what changed.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using nlohmann::json;

constexpr const char* kList =
    "name,id,list,country,addresses\n"
    "Xenon Works,x1,own-list,CN,\"17 Keyuan Road, Shenzhen 518057, CN\"\n"
    "Quiet Harbour Shipping,q1,own-list,RU,\n"
    "Zephyr Institute,z1,other-list,CN,\n";

class ScreenTerms : public testing::Test {
 protected:
  ScreenTerms() { Lists(kList); }

  void Lists(const std::string& text) {
    std::filesystem::create_directory(folder_.Path("lists"));
    folder_.Write("lists/own.csv", text);
  }
  Ran With(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--lists", folder_.Path("lists")});
    return Licet(arguments);
  }
  Ran Clear(const std::vector<std::string>& more = {}, const std::string& entry = "own-list:x1") {
    std::vector<std::string> arguments = {"lists",   "clear",       "--name", "Xenon Works Ltd",
                                          "--entry", entry,         "--who",  "A. Smith",
                                          "--why",   "another firm"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return With(arguments);
  }
  json Hit(std::vector<std::string> more) {
    more.insert(more.begin(), {"screen", "--format", "json"});
    const json rows = json::parse(With(more).out);
    return rows[0]["hits"].empty() ? json() : rows[0]["hits"][0];
  }
  std::string State() {
    return json::parse(With({"lists", "cleared", "--format", "json"}).out)[0]["state"];
  }

  TempFolder folder_;
};

TEST_F(ScreenTerms, AClearedHitIsShownAndDoesNotCount) {
  const std::vector<std::string> ask = {"screen", "--name", "xenon works Ltd", "--country", "DE"};
  EXPECT_EQ(With(ask).code, kExitNo);
  const Ran clear = Clear({"--country", "DE", "--until", "2027-01-01"});
  EXPECT_EQ(clear.code, kExitOk) << clear.err;
  const Ran ran = With(ask);
  EXPECT_EQ(ran.code, kExitOk);
  EXPECT_NE(ran.out.find("no hit, 1 cleared"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("cleared by A. Smith on 2026-11-21 until 2027-01-01: another firm"),
            std::string::npos);
  EXPECT_NE(ran.out.find("0 with a match, 0 near, 1 cleared."), std::string::npos);
  const json hit = Hit({"--name", "Xenon Works Ltd", "--country", "DE"});
  EXPECT_EQ(hit["level"], "cleared");
  EXPECT_EQ(hit["cleared"]["who"], "A. Smith");
  EXPECT_EQ(hit["cleared"]["until"], "2027-01-01");
  EXPECT_EQ(Hit({"--name", "Xenon Works Ltd", "--country", "AT"})["level"], "match");
  EXPECT_EQ(State(), "in force");
}

TEST_F(ScreenTerms, AClearedPairEndsWithItsEntry) {
  ASSERT_EQ(Clear().code, kExitOk);
  // A new issue: another id, another order, the same party.
  Lists(
      "name,id,list,country,addresses\n"
      "Quiet Harbour Shipping,q1,own-list,RU,\n"
      "Xenon Works,x9,own-list,CN,\"17 KEYUAN Road, Shenzhen, 518057, CN\"\n");
  EXPECT_EQ(Hit({"--name", "Xenon Works Ltd"})["level"], "cleared");
  Lists("name,id,list,country\nXenon Works,x1,own-list,CN;DE\n");
  const Ran ran = With({"screen", "--name", "Xenon Works Ltd"});
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.out.find("cleared before by A. Smith on 2026-11-21, entry has changed"),
            std::string::npos)
      << ran.out;
  EXPECT_EQ(State(), "entry changed");
  Lists("name,id,list,country\nAnother,x2,own-list,CN\n");
  EXPECT_EQ(State(), "entry gone");
}

TEST_F(ScreenTerms, WhatCannotBeClearedSaysWhy) {
  auto error = [](const Ran& ran) {
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ran.out, "");
    return ran.err;
  };
  EXPECT_EQ(error(Clear({}, "own-list:x2")), "licet: own-list has no entry 'x2'\n");
  EXPECT_EQ(error(Clear({}, "own:x1")),
            "licet: there is no list 'own'; the lists on file are other-list, own-list\n");
  EXPECT_NE(error(Clear({}, "x1")).find("write LIST:ID"), std::string::npos);
  EXPECT_NE(error(Clear({"--until", "2026-11-21"})).find("not after today"), std::string::npos);
  EXPECT_NE(error(Clear({"--why", " "})).find("--why"), std::string::npos);
  EXPECT_NE(error(Clear({"--country", "Atlantis"})).find("'Atlantis' is no country"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("lists/cleared.csv")));
  ASSERT_EQ(Clear().code, kExitOk);
  EXPECT_NE(error(Clear()).find("cleared.csv:2:1: this pair is cleared already"),
            std::string::npos);
  EXPECT_EQ(LinesOf(ReadFile(folder_.Path("lists/cleared.csv"))).size(), 2U);
  EXPECT_EQ(error(With({"screen", "--name", "x", "--cleared", folder_.Path("none.csv")})).empty(),
            false);
}

TEST_F(ScreenTerms, ALineIsOfItsList) {
  EXPECT_EQ(Hit({"--name", "Xenon Works"})["lines"]["match"], 0.73);
  const std::vector<std::string> ask = {"screen", "--name", "Xenom Works"};
  EXPECT_EQ(With(ask).code, kExitNo);
  std::vector<std::string> strict = ask;
  strict.insert(strict.end(), {"--match-at", "own-list=0.99", "--match-at", "other-list=0.5"});
  const Ran near = With(strict);
  EXPECT_EQ(near.code, kExitOk);
  EXPECT_NE(near.out.find("near"), std::string::npos);
  EXPECT_NE(near.out.find("a match from 0.9900"), std::string::npos) << near.out;
  folder_.Write("lists/thresholds.csv", "list,match\nown-list,0.98\n");
  EXPECT_EQ(With(ask).code, kExitOk);
  EXPECT_EQ(Hit({"--name", "Xenon Works"})["lines"]["match"], 0.98);
  EXPECT_EQ(Hit({"--name", "Xenon Works", "--match-at", "own-list=0.9"})["lines"]["match"], 0.9);
  EXPECT_EQ(With({"screen", "--name", "x", "--match-at", "own=0.9"}).err,
            "licet: there is no list 'own'; the lists on file are other-list, own-list\n");
}

TEST_F(ScreenTerms, NumbersAndAddressesCount) {
  const json hit = Hit(
      {"--name", "Xenon Works", "--country", "CN", "--address", "Keyuan Road 17, 518057 Shenzhen"});
  EXPECT_EQ(hit["agreement"], "same name, country and address");
  EXPECT_EQ(hit["agreement_rank"], 3);
  const std::string names =
      folder_.Write("n.csv", "name,identifiers,address\nXenon,imo:9187629;uscc:9111000,\n");
  EXPECT_EQ(json::parse(With({"screen", names, "--format", "json"}).out)[0]["identifiers"].size(),
            2U);
  const std::string bad = folder_.Write("b.csv", "name,identifiers\nXenon,12\n");
  EXPECT_NE(With({"screen", bad}).err.find("csv:2:7: '12' is too short for an identifier"),
            std::string::npos);
}

TEST_F(ScreenTerms, OnlyWhatChangedGivesTheSame) {
  std::string names = "name,country\n";
  for (int i = 0; i < 30; ++i) names += "Kestrel " + std::to_string(i) + ",\n";
  const std::string path = folder_.Write("n.csv", names + "Xenon Works,CN\nQuiet Harbour,\n");
  const std::string kept = folder_.Path("kept.json");
  std::string list = kList;
  for (int i = 0; i < 100; ++i) list += "Firm Zz" + std::to_string(i) + ",,own-list,,\n";
  Lists(list);
  const Ran first = With({"screen", path, "--keep", kept});
  EXPECT_EQ(first.out, With({"screen", path}).out);
  list.replace(list.find("q1,own-list,RU"), 14, "q1,own-list,CN");
  Lists(list + "Xenon Workshop,,own-list,CN,\n");
  for (const char* format : {"table", "json", "csv"}) {
    const Ran delta = With({"screen", path, "--delta", kept, "--format", format});
    const Ran full = With({"screen", path, "--format", format});
    EXPECT_EQ(delta.out, full.out);
    EXPECT_EQ(delta.code, full.code);
    // That a third name has Xenon in it changed what the word weighs.
    EXPECT_EQ(delta.err,
              "licet: note: 1 of 32 names were searched for in all lists, the others in the 2 of "
              "104 entries that changed\n");
  }
  folder_.Write("kept.json", "{}\n");
  EXPECT_EQ(With({"screen", path, "--delta", kept}).code, kExitBadInput);
  EXPECT_EQ(With({"screen", "--name", "x", "--keep", kept}).code, kExitBadInput);
}

}  // namespace
}  // namespace licet
