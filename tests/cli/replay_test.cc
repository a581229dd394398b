// licet replay as a user runs it.

#include <nlohmann/json.hpp>

#include "cli/replay_output.h"
#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kRecord = kHome + "/data/orders/public-record.csv";

TEST(Replay, SaysWhenNothingChanges) {
  const Ran table = Licet({"replay", kRecord, "--under", "us-ear@own"});
  EXPECT_EQ(table.code, kExitOk);
  EXPECT_NE(table.out.find("No order is decided otherwise."), std::string::npos) << table.out;
  const Ran csv = Licet({"replay", kRecord, "--under", "us-ear@own", "--format", "csv"});
  EXPECT_EQ(csv.code, kExitOk);
  EXPECT_EQ(csv.out, ReplayCsvHeader());
  EXPECT_EQ(csv.err, "licet: no order is decided otherwise\n");
}

TEST(Replay, TheListAndTheSumsAgree) {
  const TempFolder folder;
  const std::string list = folder.Path("changed.csv");
  const Ran json = Licet({"replay", kRecord, "--under", "us-ear@2023-11-17", "--under",
                          "us-ear@2025-05-13", "--format", "json", "--list", list});
  ASSERT_EQ(json.code, kExitOk) << json.err;
  const auto parsed = nlohmann::json::parse(json.out, nullptr, false);
  ASSERT_TRUE(parsed.is_object());
  std::int64_t changed = 0;
  for (const auto& result : parsed["results"]) {
    changed += result["changed"]["orders"].get<std::int64_t>();
    std::int64_t months = 0;
    for (const auto& month : result["months"]) months += month["orders"].get<std::int64_t>();
    EXPECT_EQ(months, result["changed"]["orders"]);
    std::int64_t all = 0;
    for (const auto& flow : result["verdicts"]) {
      all += flow["orders"].get<std::int64_t>() + flow.value("orders_as_before", 0);
    }
    EXPECT_EQ(all, parsed["all"]["orders"]);
  }
  EXPECT_GT(changed, 0);
  EXPECT_EQ(LinesOf(ReadFile(list)).size(), static_cast<std::size_t>(changed) + 1);
  EXPECT_FALSE(std::filesystem::exists(list + ".part"));
  const Ran csv = Licet({"replay", kRecord, "--under", "us-ear@2023-11-17", "--under",
                         "us-ear@2025-05-13", "--format", "csv", "--jobs", "3"});
  EXPECT_EQ(csv.out, ReadFile(list));
}

TEST(Replay, FitsTheTerminal) {
  const Ran ran = Licet({"replay", kRecord, "--under", "us-ear@2023-11-17"});
  for (const std::string& line : LinesOf(ran.out)) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Replay, WritesAPage) {
  const TempFolder folder;
  const std::string page = folder.Path("replay.html");
  const Ran ran = Licet({"replay", kRecord, "--under", "us-ear@2023-11-17", "--report", page});
  ASSERT_EQ(ran.code, kExitOk) << ran.err;
  EXPECT_NE(ReadFile(page).find("\"replay\":1"), std::string::npos);
  EXPECT_NE(ran.out.find("Report: " + page), std::string::npos);
}

TEST(Replay, RefusesWhatItCannotRead) {
  const TempFolder folder;
  const std::string empty = folder.Write("empty.csv", LinesOf(ReadFile(kRecord)).front() + "\n");
  const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
      {{kRecord}, "--under is required"},
      {{kRecord, "--under", "us-eer@own"},
       "--under us-eer@own:1:1: there is no regime 'us-eer'; "
       "did you mean 'us-ear'?"},
      {{kRecord, "--under", "us-ear@2025-13-01"}, "--under us-ear@2025-13-01:1:8: "},
      {{kRecord, "--under", "us-ear@own", "--against", "us-ear@own,codifid"},
       "--against us-ear@own,codifid:1:12: there is no option 'codifid'; did you mean"},
      {{kRecord, "--under", "us-ear@own,overlay=no-such.yaml"}, "no-such.yaml"},
      {{"no-such.csv", "--under", "us-ear@own"}, "no-such.csv"},
      {{empty, "--under", "us-ear@own", "--parties", kHome + "/data/orders/parties.csv"},
       "no order"},
      {{kRecord, "--under", "us-ear@own", "--top", "0"}, "--top"}};
  for (const auto& [arguments, said] : wrong) {
    std::vector<std::string> command = {"replay"};
    command.insert(command.end(), arguments.begin(), arguments.end());
    const Ran ran = Licet(command);
    EXPECT_EQ(ran.code, kExitBadInput) << said;
    EXPECT_EQ(ran.out, "") << said;
    EXPECT_NE(ran.err.find(said), std::string::npos) << ran.err;
    EXPECT_EQ(LinesOf(ran.err).size(), 1U) << ran.err;
  }
}

TEST(Replay, RoughFiguresHaveThreeDigits) {
  constexpr Int128 kOne = Decimal::kScale;
  EXPECT_EQ(RoughText(0), "0");
  EXPECT_EQ(RoughText(kOne * 999), "999");
  EXPECT_EQ(RoughText(kOne * 1000), "1 k");
  EXPECT_EQ(RoughText(kOne * 1234), "1.23 k");
  EXPECT_EQ(RoughText(kOne * 12'345), "12.3 k");
  EXPECT_EQ(RoughText(kOne * 99'960), "100 k");
  EXPECT_EQ(RoughText(kOne * 999'999), "1 m");
  EXPECT_EQ(RoughText(kOne * 1'500'000'000), "1.5 bn");
  EXPECT_EQ(RoughText(kOne * 7'000'000'000'000'000), "7000 tn");
}

}  // namespace
}  // namespace licet
