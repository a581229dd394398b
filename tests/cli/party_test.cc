// The party commands: exit codes, both kinds of files of owners, wrong use.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

const std::string kGolden = std::string(LICET_SOURCE_DIR) + "/tests/cli/golden/";
const std::string kParties = kGolden + "party-parties.csv";

Ran Party(std::vector<std::string> words, const std::string& owners = "party-owners.csv") {
  words.insert(words.begin(), "party");
  words.insert(words.end(), {"--parties", kParties, "--owners", kGolden + owners});
  return Licet(words);
}

TEST(Party, ExitCodeSaysWhetherSomeIsRestrictedOrUnknown) {
  EXPECT_EQ(Party({"restricted", "clear"}).code, kExitOk);
  EXPECT_EQ(Party({"restricted", "clear", "delta"}).code, kExitNo);  // unknown
  EXPECT_EQ(Party({"restricted", "xenon"}).code, kExitNo);           // listed itself
  EXPECT_EQ(Party({"tree", "delta"}).code, kExitOk);
  EXPECT_EQ(Party({"owners", "delta"}).code, kExitOk);
}

TEST(Party, DayBeforeAndDayOf) {
  EXPECT_EQ(Party({"restricted", "lion", "--as-of", "2025-12-31"}).code, kExitNo);
  EXPECT_EQ(Party({"restricted", "lion", "--as-of", "2026-01-01"}).code, kExitOk);
}

TEST(Party, OwnersFromStatements) {
  const Ran ran = Party({"restricted", "lion", "--format", "json"}, "party-bods.json");
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.err.find("licet: note: "), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("votingRights"), std::string::npos) << ran.err;
  const auto answer = nlohmann::json::parse(ran.out, nullptr, false);
  ASSERT_EQ(answer.size(), 1U) << ran.out;
  EXPECT_EQ(answer[0]["restricted"], "unknown");
  ASSERT_EQ(answer[0]["settle"].size(), 1U);
  EXPECT_EQ(answer[0]["settle"][0]["owner"], "xenon");
  EXPECT_EQ(answer[0]["settle"][0]["owned"], "kestrel");
  EXPECT_EQ(answer[0]["settle"][0]["share"], "25..50");
}

TEST(Party, CheckTakesStatementsToo) {
  const TempFolder folder;
  const std::string orders = folder.Write(
      "orders.csv",
      "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
      "origin,destination,place_of_use,end_use,evidence\n"
      "1,2025-10-01,export,H20,8,,clear,harbour,harbour,harbour,US,SG,SG,,\n");
  const auto facts = [&](const std::string& owners) {
    const Ran ran =
        Licet({"check", orders, "--parties", kParties, "--owners", owners, "--format", "json"});
    EXPECT_EQ(ran.code, kExitNo) << ran.err;
    return ran.out;
  };
  const std::string sixty =
      R"({"recordId": "r", "recordType": "relationship", "recordDetails": {"subject": "harbour",)"
      R"("interestedParty": "xenon", "interests": [)"
      R"({"type": "shareholding", "share": {"exact": 60}}]}})";
  EXPECT_EQ(facts(folder.Write("bods.json", "[" + sixty + "]")),
            facts(folder.Write("owners.csv", "owner,owned,share,from,to\nxenon,harbour,60,,\n")));
  EXPECT_NE(facts(folder.Write("bods.json", "[" + sixty + "]")),
            facts(folder.Write("owners.csv", "owner,owned,share,from,to\nclear,harbour,60,,\n")));
}

TEST(Party, ScreenedNamesCountAndMayBeAskedAbout) {
  const TempFolder folder;
  const std::string lists = folder.Write("lists.csv",
                                         "name,list,country\n"
                                         "Xenolith Quantum Works,us-entity-list,CN\n");
  const std::string parties = folder.Write("parties.csv",
                                           "party,name,country\n"
                                           "same,Xenolith Quantum Works,CN\n"
                                           "like,Xenolith Quantum Optics,CN\n"
                                           "half,Quiet Rivers,DE\nmaybe,Still Ponds,DE\n");
  const std::string owners = folder.Write("owners.csv",
                                          "owner,owned,share,from,to\n"
                                          "same,half,50,,\nlike,maybe,50,,\n");
  const auto answer = [&](const char* party) {
    const Ran ran = Licet({"party", "restricted", party, "--parties", parties, "--owners", owners,
                           "--lists", lists, "--format", "json"});
    EXPECT_EQ(ran.code, kExitNo) << ran.err;
    return nlohmann::json::parse(ran.out, nullptr, false)[0];
  };
  EXPECT_EQ(answer("same")["listed"][0], "entity-list");
  EXPECT_EQ(answer("half")["restricted"], "true");
  EXPECT_EQ(answer("like")["restricted"], "unknown");
  EXPECT_EQ(answer("like")["listed_perhaps"][0], "entity-list");
  EXPECT_EQ(answer("maybe")["restricted"], "unknown");
  EXPECT_EQ(answer("maybe")["settle_names"][0], "like");
  const Ran owns = Licet({"party", "owners", "maybe", "--parties", parties, "--owners", owners,
                          "--lists", lists, "--format", "json"});
  EXPECT_NE(owns.out.find("\"counts_as_listed\": \"unknown\""), std::string::npos) << owns.out;
}

TEST(Party, WrongUse) {
  const auto error = [](const Ran& ran) {
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(LinesOf(ran.err).size(), 1U) << ran.err;
    return ran.err;
  };
  EXPECT_NE(error(Party({"tree", "lino"})).find("'lion'"), std::string::npos);
  EXPECT_NE(error(Party({"tree"})).find("party"), std::string::npos);
  EXPECT_NE(error(Party({"owners", "lion", "clear"})).find("received 2"), std::string::npos);
  EXPECT_NE(error(Party({"restricted", "--listed", "entity-lst"})).find("'entity-list'"),
            std::string::npos);
  EXPECT_NE(error(Party({"restricted", "--listed", ","})).find("--listed"), std::string::npos);
  EXPECT_NE(error(Party({"restricted", "--as-of", "yesterday"})).find("--as-of"),
            std::string::npos);
  EXPECT_NE(error(Licet({"party", "restricted"})).find("--parties"), std::string::npos);
  EXPECT_NE(error(Licet({"party", "tree", "a", "--parties", "nowhere.csv"})).find("nowhere.csv"),
            std::string::npos);
  const TempFolder folder;
  const std::string bad = folder.Write("bods.json", "[\n{\"recordType\": 1}]");
  EXPECT_NE(error(Licet({"party", "restricted", "--parties", kParties, "--owners", bad}))
                .find("bods.json:2:16: recordType is a number"),
            std::string::npos);
}

TEST(Party, DrawingStaysWithinTheTerminal) {
  for (const int width : {40, 80, 120}) {
    RunOptions options;
    options.width = width;
    const Ran ran = Licet(
        {"party", "tree", "delta", "--parties", kParties, "--owners", kGolden + "party-owners.csv"},
        options);
    for (const std::string& line : LinesOf(ran.out)) {
      EXPECT_LE(line.size(), static_cast<std::size_t>(width)) << line;
    }
  }
}

}  // namespace
}  // namespace licet
