// What the commands print, word for word, against the files of golden/.
//
// After a change of the law, the data or the wording that is meant:
//
//   LICET_UPDATE_GOLDEN=1 build/cli_test --gtest_filter='Golden.*'
//
// rewrites the files; read the difference before committing it.

#include <cstdlib>
#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kGolden = kHome + "/tests/cli/golden/";
const std::string kParties = kHome + "/data/orders/parties.csv";

// Golden files hold no path of the machine that wrote them.
std::string WithoutHome(std::string text) {
  for (std::size_t at = 0; (at = text.find(kHome, at)) != std::string::npos;) {
    text.replace(at, kHome.size(), "HOME");
  }
  return text;
}

void ExpectGolden(const std::string& name, const std::string& output) {
  const std::string path = kGolden + name;
  const std::string found = WithoutHome(output);
  if (std::getenv("LICET_UPDATE_GOLDEN") != nullptr) {
    ASSERT_TRUE(RealDisk()->WriteAtomically(path, found)) << path;
    return;
  }
  ASSERT_TRUE(std::filesystem::exists(path)) << path << " is missing; see above how it is made";
  const std::vector<std::string> expected = LinesOf(ReadFile(path));
  const std::vector<std::string> lines = LinesOf(found);
  for (std::size_t i = 0; i < std::min(expected.size(), lines.size()); ++i) {
    ASSERT_EQ(lines[i], expected[i]) << name << ":" << i + 1;
  }
  EXPECT_EQ(lines.size(), expected.size()) << name;
}

// The command succeeds with `code`, says nothing on stderr and prints that file.
void Golden(const std::string& name, const std::vector<std::string>& arguments,
            int code = kExitOk) {
  const Ran ran = Licet(arguments);
  EXPECT_EQ(ran.code, code) << name;
  EXPECT_EQ(ran.err, "") << name;
  ExpectGolden(name, ran.out);
}

std::vector<std::string> With(std::vector<std::string> arguments,
                              const std::vector<std::string>& more) {
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

const std::vector<std::vector<std::string>>& Commands() {
  static const std::vector<std::vector<std::string>> kCommands = {{},
                                                                  {"check"},
                                                                  {"replay"},
                                                                  {"classify"},
                                                                  {"explain"},
                                                                  {"item"},
                                                                  {"item", "show"},
                                                                  {"item", "compare"},
                                                                  {"item", "rank"},
                                                                  {"party"},
                                                                  {"party", "tree"},
                                                                  {"party", "owners"},
                                                                  {"party", "restricted"},
                                                                  {"regime"},
                                                                  {"regime", "test"},
                                                                  {"regime", "list"},
                                                                  {"regime", "show"},
                                                                  {"regime", "timeline"},
                                                                  {"regime", "lint"},
                                                                  {"regime", "calendar"},
                                                                  {"screen"},
                                                                  {"lists"},
                                                                  {"lists", "fetch"},
                                                                  {"lists", "import"},
                                                                  {"lists", "status"},
                                                                  {"lists", "delta"},
                                                                  {"lists", "clear"},
                                                                  {"lists", "cleared"},
                                                                  {"journal"},
                                                                  {"journal", "keygen"},
                                                                  {"journal", "checkpoint"},
                                                                  {"journal", "prove"},
                                                                  {"journal", "check"},
                                                                  {"journal", "verify"},
                                                                  {"journal", "consistency"},
                                                                  {"journal", "export"},
                                                                  {"completion"}};
  return kCommands;
}

std::string TitleOf(std::vector<std::string> command) {
  std::string title = "licet";
  for (const std::string& word : command) title += " " + word;
  return title;
}

TEST(Golden, Help) {
  std::string all;
  for (std::vector<std::string> command : Commands()) {
    const std::string title = TitleOf(command);
    command.push_back("--help");
    const Ran ran = Licet(command);
    EXPECT_EQ(ran.code, kExitOk) << title;
    EXPECT_EQ(ran.err, "") << title;
    EXPECT_NE(ran.out.find("Example"), std::string::npos) << title;
    all += "==== " + title + " --help\n" + ran.out;
  }
  ExpectGolden("help.txt", all);
}

TEST(Golden, Screen) {
  const std::string names = kGolden + "names.csv";
  Golden("screen.txt", {"screen", names, "--top", "3"}, kExitNo);
  Golden("screen.json", {"screen", names, "--top", "2", "--format", "json"}, kExitNo);
  Golden("screen.csv", {"screen", names, "--format", "csv"}, kExitNo);
  Golden("screen-pairs.txt", {"screen", "--pairs", kGolden + "pairs.csv"}, kExitNo);
}

// The carried sample, in place of the file that the publisher gives out today.
class SampleNetwork : public Network {
 public:
  Result<FetchAnswer> Fetch(const FetchRequest& request) override {
    FetchAnswer answer;
    answer.unchanged = !request.etag.empty();
    answer.etag = "\"sample\"";
    answer.last_modified = "Wed, 18 Nov 2026 10:00:00 GMT";
    answer.url = request.url;
    if (!answer.unchanged) answer.body = ReadFile(kHome + "/data/sample-lists/ai-chips.csv");
    return answer;
  }
};

TEST(Golden, ListsFetch) {
  const TempFolder folder;
  SampleNetwork network;
  RunOptions options;
  options.network = &network;
  const std::vector<std::string> command = {"lists", "fetch", "us-csl", "--lists", folder.Path("")};
  for (const char* name : {"lists-fetch.txt", "lists-fetch-again.txt"}) {
    const Ran ran = Licet(command, options);
    EXPECT_EQ(ran.code, kExitOk) << name;
    EXPECT_EQ(ran.err, "") << name;
    ExpectGolden(name, ran.out);
  }
  ExpectGolden("lists-fetch.json", Licet(With(command, {"--format", "json"}), options).out);
  ExpectGolden("lists-fetch.csv", Licet(With(command, {"--format", "csv"}), options).out);
  ExpectGolden("lists-status-fetched.txt",
               Licet({"lists", "status", "--lists", folder.Path("")}).out);
}

TEST(Golden, NoCommandShowsTheHelp) {
  EXPECT_EQ(Licet({}).code, kExitOk);
  EXPECT_EQ(Licet({}).out, Licet({"--help"}).out);
}

TEST(Golden, Version) {
  const Ran ran = Licet({"--version"});
  EXPECT_EQ(ran.code, kExitOk);
  EXPECT_EQ(ran.out.substr(0, 6), "licet ");
  EXPECT_EQ(LinesOf(ran.out).size(), 1U);
}

std::vector<std::string> Classify(const std::string& day) {
  std::vector<std::string> arguments = {"classify", "--as-of", day};
  for (const char* item : {"H20 96GB", "H200 SXM", "A800 SXM4 80GB", "Instinct MI308X",
                           "DGX A100 640GB", "GeForce RTX 4090"}) {
    arguments.insert(arguments.end(), {"--item", item});
  }
  return arguments;
}

TEST(Golden, ClassifyBeforeTheRuleOf2023) {
  Golden("classify-2023-11-16.txt", Classify("2023-11-16"));
}
TEST(Golden, ClassifyUnderTheRuleOf2023) {
  Golden("classify-2023-11-17.txt", Classify("2023-11-17"));
}
TEST(Golden, ClassifyNow) { Golden("classify-2026-11-21.txt", Classify("2026-11-21")); }
TEST(Golden, ClassifyJson) {
  Golden("classify.json", With(Classify("2026-11-21"), {"--format", "json"}));
}
TEST(Golden, ClassifyCsv) {
  Golden("classify.csv", With(Classify("2026-11-21"), {"--format", "csv"}));
}

TEST(Golden, ItemShow) { Golden("item-show.txt", {"item", "show", "H20 96GB", "DGX A100 640GB"}); }
TEST(Golden, ItemShowJson) {
  Golden("item-show.json", {"item", "show", "H20 96GB", "--format", "json"});
}
TEST(Golden, ItemShowCsv) {
  Golden("item-show.csv", {"item", "show", "H20 96GB", "--format", "csv"});
}
TEST(Golden, ItemCompare) { Golden("item-compare.txt", {"item", "compare", "H200", "H20 96GB"}); }
TEST(Golden, ItemCompareJson) {
  Golden("item-compare.json", {"item", "compare", "H200", "H20 96GB", "--format", "json"});
}
TEST(Golden, ItemCompareCsv) {
  Golden("item-compare.csv", {"item", "compare", "H200", "H20 96GB", "--format", "csv"});
}
TEST(Golden, ItemRank) {
  Golden("item-rank.txt", {"item", "rank", "--vendor", "Nvidia", "--as-of", "2025-07-24"});
}
TEST(Golden, ItemRankCsv) {
  Golden("item-rank.csv",
         {"item", "rank", "--vendor", "amd", "--as-of", "2025-07-24", "--format", "csv"});
}

TEST(Golden, ExplainAnOrderUnderALetter) { Golden("explain-PR-003.txt", {"explain", "PR-003"}); }
TEST(Golden, ExplainAnOrderUnderBothSides) { Golden("explain-PR-138.txt", {"explain", "PR-138"}); }
TEST(Golden, ExplainAnItemOnADay) {
  Golden("explain-h20.txt", {"explain", "H20 96GB", "--as-of", "2023-11-17"});
}
TEST(Golden, ExplainAnItemNow) { Golden("explain-mi308x.txt", {"explain", "Instinct MI308X"}); }

const std::vector<std::string> kCheck = {"check", kGolden + "orders.csv", "--parties", kParties};

TEST(Golden, Check) { Golden("check.txt", kCheck, kExitNo); }
TEST(Golden, CheckCsv) { Golden("check.csv", With(kCheck, {"--format", "csv"}), kExitNo); }
TEST(Golden, CheckJson) { Golden("check.json", With(kCheck, {"--format", "json"}), kExitNo); }

const std::vector<std::string> kReplay = {"replay",  kGolden + "orders.csv", "--parties", kParties,
                                          "--under", "us-ear@2023-11-17"};

TEST(Golden, Replay) {
  Golden("replay.txt", kReplay);
  Golden("replay.json", With(kReplay, {"--format", "json", "--top", "2"}));
  Golden("replay.csv", With(kReplay, {"--format", "csv"}));
}
TEST(Golden, ReplayUnderSeveral) {
  Golden("replay-several.txt",
         With(kReplay, {"--under", "us-ear@own,codified", "--under", "us-ear@own", "--under",
                        "cn-import@2026-08-19", "--against", "us-ear@2026-07-10"}));
}

const std::vector<std::string> kThen = {"--as-of", "2023-11-17", "--known-at", "2023-11-17"};

TEST(Golden, RegimeList) {
  Golden("regime-list.txt", {"regime", "list"});
  Golden("regime-list.json", With({"regime", "list", "--format", "json"}, kThen));
  Golden("regime-list.csv", With({"regime", "list", "--format", "csv"}, kThen));
}
TEST(Golden, RegimeShow) {
  Golden("regime-show.txt", With({"regime", "show", "us-ear"}, kThen));
  Golden("regime-show-provision.txt", {"regime", "show", "us-ear.744.11.affiliates"});
  Golden("regime-show-provision.csv",
         {"regime", "show", "us-ear.744.11.affiliates", "--format", "csv"});
  Golden("regime-show-set.txt", {"regime", "show", "D:5", "--as-of", "2025-11-07"});
  Golden("regime-show-set.json", {"regime", "show", "supp-8-c", "--format", "json"});
}
TEST(Golden, RegimeTimeline) {
  Golden("regime-timeline.txt", {"regime", "timeline", "us-ear"});
  Golden("regime-timeline.csv", With({"regime", "timeline", "us-ear", "--format", "csv"}, kThen));
}
TEST(Golden, RegimeCalendar) {
  const std::vector<std::string> command = {"regime",     "calendar", "--from",
                                            "2025-11-01", "--to",     "2025-12-31"};
  Golden("regime-calendar.txt", command);
  Golden("regime-calendar.csv", With(command, {"--format", "csv"}));
  Golden("regime-calendar.json", With(command, {"--format", "json"}));
}
TEST(Golden, RegimeCoverage) {
  Golden("regime-coverage.csv",
         {"regime", "test", "--coverage", "--regime", "cn-import", "--format", "csv"});
}
TEST(Golden, RegimeLint) { Golden("regime-lint.txt", {"regime", "lint", "cn-import"}); }

std::vector<std::string> Party(const std::vector<std::string>& words,
                               const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"party"};
  arguments.insert(arguments.end(), words.begin(), words.end());
  return With(With(arguments, {"--parties", kGolden + "party-parties.csv", "--owners",
                               kGolden + "party-owners.csv"}),
              more);
}

TEST(Golden, PartyTree) {
  Golden("party-tree.txt", Party({"tree", "lion"}, {"--as-of", "2025-10-01"}));
  Golden("party-tree-delta.txt", Party({"tree", "delta"}));
  Golden("party-tree.json", Party({"tree", "kestrel"}, {"--format", "json"}));
  Golden("party-tree.csv", Party({"tree", "kestrel"}, {"--format", "csv"}));
}
TEST(Golden, PartyOwners) {
  Golden("party-owners.txt", Party({"owners", "harbour"}, {"--as-of", "2025-12-31"}));
  Golden("party-owners.json", Party({"owners", "orbit"}, {"--format", "json"}));
  Golden("party-owners-table.csv", Party({"owners", "harbour"}, {"--format", "csv"}));
}
TEST(Golden, PartyRestricted) {
  Golden("party-restricted-2025-12-31.txt", Party({"restricted"}, {"--as-of", "2025-12-31"}),
         kExitNo);
  Golden("party-restricted.txt", Party({"restricted"}), kExitNo);
  Golden("party-restricted.json", Party({"restricted", "delta", "lion"}, {"--format", "json"}),
         kExitNo);
  Golden("party-restricted.csv",
         Party({"restricted"}, {"--format", "csv", "--listed", "sdn,entity-list"}), kExitNo);
}

TEST(Golden, CompletionScripts) {
  for (const std::string shell : {"bash", "zsh", "fish"}) {
    Golden("completion." + shell, {"completion", shell});
  }
}

// The three formats of one run agree, and JSON can be read back.
TEST(Output, JsonAndCsvSayTheSame) {
  const Ran json = Licet(With(kCheck, {"--format", "json"}));
  const Ran csv = Licet(With(kCheck, {"--format", "csv"}));
  const auto parsed = nlohmann::json::parse(json.out, nullptr, false);
  ASSERT_TRUE(parsed.is_array());
  ASSERT_EQ(parsed.size(), 6U);
  const std::vector<std::string> lines = LinesOf(csv.out);
  ASSERT_EQ(lines.size(), 7U);
  for (std::size_t i = 0; i < 6; ++i) {
    const std::string id = parsed[i]["order"];
    const std::string outcome = parsed[i]["outcome"];
    EXPECT_EQ(lines[i + 1].substr(0, id.size() + 1), id + ",");
    EXPECT_NE(lines[i + 1].find("," + outcome + ","), std::string::npos) << lines[i + 1];
  }
}

}  // namespace
}  // namespace licet
