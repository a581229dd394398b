// licet round, funnel and places, as a user runs them.

#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "run.h"

namespace licet {
namespace {

const std::string kRound = LICET_SOURCE_DIR "/data/rounds/example.yaml";
const std::string kRecord = LICET_SOURCE_DIR "/data/funnel/h200.csv";

class LedgerFile {
 public:
  LedgerFile() {
    char name[] = "/tmp/licet_ledger_XXXXXX";
    folder_ = mkdtemp(name);
  }
  ~LedgerFile() { std::filesystem::remove_all(folder_); }
  std::string db() const { return folder_ + "/ledger.db"; }

 private:
  std::string folder_;
};

TEST(RoundCommandTest, AllocatesWithoutALedger) {
  const Ran ran = Licet({"round", "allocate", kRound, "--format", "csv"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("cn-2026-01,H200,alibaba,200000,150000,2,"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("telco,50000,0,,tier state-backed is not admitted"), std::string::npos);
}

TEST(RoundCommandTest, RecordedOnceHoweverOftenItIsAsked) {
  const LedgerFile file;
  const std::vector<std::string> record = {"round",   "allocate", kRound, "--db",
                                           file.db(), "--record", "--by", "ann"};
  const Ran first = Licet(record);
  EXPECT_EQ(first.code, 0) << first.err;
  EXPECT_EQ(first.err, "licet: recorded as 'round/cn-2026-01' (record 0)\n");
  EXPECT_EQ(Licet(record).err, "licet: was on file as 'round/cn-2026-01' (record 0)\n");
  const Ran shown = Licet({"round", "show", "cn-2026-01", "--db", file.db()});
  EXPECT_EQ(shown.out, first.out);
  const Ran wrong = Licet({"round", "show", "cn-2026-02", "--db", file.db()});
  EXPECT_EQ(wrong.code, 2);
  EXPECT_EQ(wrong.err, "licet: no round 'cn-2026-02' is on file; did you mean 'cn-2026-01'?\n");
}

TEST(FunnelCommandTest, TheRecordAsAChart) {
  const Ran ran = Licet({"funnel", "--record", kRecord, "--as-of", "2026-08-31"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("~750,000..1,000,000"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("entered: 1.0 % of wished 231 days later"), std::string::npos) << ran.out;
  const Ran nothing = Licet({"funnel"});
  EXPECT_EQ(nothing.code, 2);
  EXPECT_EQ(nothing.err,
            "licet: there is nothing to show; give --record FILE, or --db FILE for a ledger\n");
}

TEST(FunnelCommandTest, ImportedTwiceItIsThereOnce) {
  const LedgerFile file;
  const std::vector<std::string> import = {"funnel",  "import", kRecord, "--db",
                                           file.db(), "--by",   "ann"};
  EXPECT_EQ(Licet(import).out, "24 events recorded, 0 were there, 0 refused.\n");
  EXPECT_EQ(Licet(import).out, "0 events recorded, 24 were there, 0 refused.\n");
  const std::vector<std::string> show = {"--format", "csv", "--as-of", "2026-08-31"};
  std::vector<std::string> from_file = {"funnel", "--record", kRecord};
  std::vector<std::string> from_ledger = {"funnel", "--db", file.db()};
  from_file.insert(from_file.end(), show.begin(), show.end());
  from_ledger.insert(from_ledger.end(), show.begin(), show.end());
  EXPECT_EQ(Licet(from_ledger).out, Licet(from_file).out);
}

TEST(FunnelCommandTest, WritesAPage) {
  const TempFolder folder;
  const std::string page = folder.Path("funnel.html");
  const Ran ran = Licet({"funnel", "--record", kRecord, "--as-of", "2026-08-19", "--report", page});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_NE(ran.out.find("Report: " + page), std::string::npos) << ran.out;
  const std::string text = ReadFile(page);
  const std::string begin = "id=\"licet-data\">";
  const std::size_t from = text.find(begin) + begin.size();
  const auto data = nlohmann::json::parse(text.substr(from, text.find("</script>", from) - from));
  EXPECT_EQ(data["funnel"], 1);
  EXPECT_EQ(data["record"], "h200.csv");
  ASSERT_EQ(data["accounts"].size(), 1U);
  const auto& lines = data["accounts"][0]["lines"];
  EXPECT_EQ(lines[0]["text"], ">2,000,000");
  EXPECT_EQ(lines.back()["stage"], "entered");
  EXPECT_EQ(lines.back()["conversions"][0]["percent"]["low"], "1.0");
  // Statements with their sources, those without a figure too; none of a later day.
  EXPECT_EQ(data["statements"].front()["units"], ">2,000,000");
  EXPECT_EQ(data["statements"].front()["text"],
            "Chinese buyers want more than two million units "
            "for 2026");
  EXPECT_TRUE(data["statements"][1]["units"].is_null());
  EXPECT_EQ(data["statements"][1]["day"], "2026-01-07");
  for (const auto& one : data["statements"]) EXPECT_LE(one["day"], "2026-08-19");
  EXPECT_EQ(data["statements"].back()["day"], "2026-08-19");
  const Ran json = Licet({"funnel", "--record", kRecord, "--format", "json", "--report", page});
  EXPECT_EQ(json.out.find("Report:"), std::string::npos);
  const Ran nowhere =
      Licet({"funnel", "--record", kRecord, "--report", folder.Path("none/page.html")});
  EXPECT_EQ(nowhere.code, 2);
  EXPECT_NE(nowhere.err.find("page.html"), std::string::npos) << nowhere.err;
  EXPECT_EQ(nowhere.out, "");
}

TEST(PlacesCommandTest, WrongUse) {
  const LedgerFile file;
  ASSERT_EQ(Licet({"funnel", "import", kRecord, "--db", file.db(), "--by", "ann"}).code, 0);
  EXPECT_EQ(Licet({"places", "--db", file.db()}).err,
            "licet: name authorisations, or an order that some serve with --order\n");
  EXPECT_EQ(Licet({"places", "us-1", "--db", file.db()}).err,
            "licet: no authorisation 'us-1' is on file\n");
}

}  // namespace
}  // namespace licet
