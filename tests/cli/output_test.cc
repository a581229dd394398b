// How output looks and how commands end: width, colours, exit codes.

#include <nlohmann/json.hpp>

#include "licet/base/text.h"
#include "licet/gate/order.h"
#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kRecord = kHome + "/data/orders/public-record.csv";

void ExpectNarrow(const Ran& ran, int width, const std::string& what) {
  EXPECT_EQ(ran.err, "") << what;
  EXPECT_NE(ran.code, kExitBadInput) << what;
  for (const std::string& line : LinesOf(ran.out)) {
    EXPECT_LE(DisplayWidth(line), width) << what << ": " << line;
    EXPECT_TRUE(line.empty() || line.back() != ' ') << what << ": blank at the end of: " << line;
  }
}

std::vector<std::string> OrdersOfTheRecord() {
  std::vector<std::string> ids;
  const auto disk = RealDisk();
  auto reader = OrderReader::Open(*disk, kRecord);
  EXPECT_TRUE(reader);
  Order order;
  while (*reader->Next(&order)) ids.push_back(order.id);
  return ids;
}

TEST(Width, CheckOfThePublicRecord) {
  for (int width : {80, 60, 132}) {
    ExpectNarrow(Licet({"check", kRecord}, {.width = width}), width, "check");
  }
}

TEST(Width, ClassifyTheWholeCatalogue) {
  for (const char* day : {"2022-10-06", "2023-11-17", "2026-11-21"}) {
    ExpectNarrow(Licet({"classify", "--as-of", day}), 80, std::string("classify ") + day);
  }
}

TEST(Width, ExplainEveryOrderOfThePublicRecord) {
  const std::vector<std::string> ids = OrdersOfTheRecord();
  ASSERT_GE(ids.size(), 100U);
  for (const std::string& id : ids) ExpectNarrow(Licet({"explain", id}), 80, "explain " + id);
}

TEST(Width, ExplainWithAllProvisions) {
  ExpectNarrow(Licet({"explain", "PR-138", "--all"}), 80, "explain --all");
  ExpectNarrow(Licet({"explain", "H20 96GB"}), 80, "explain an item");
}

TEST(Width, Items) {
  ExpectNarrow(Licet({"item", "show", "H20 96GB", "DGX A100 640GB"}), 80, "item show");
  ExpectNarrow(Licet({"item", "compare", "H200", "B300 (HGX/DGX, per GPU)"}), 80, "item compare");
  ExpectNarrow(Licet({"item", "rank", "--vendor", "Nvidia"}), 80, "item rank");
}

TEST(Width, Regimes) {
  ExpectNarrow(Licet({"regime", "list"}), 80, "regime list");
  ExpectNarrow(Licet({"regime", "show", "us-ear"}), 80, "regime show");
  ExpectNarrow(Licet({"regime", "calendar", "--from", "2022-01-01"}), 80, "regime calendar");
  ExpectNarrow(Licet({"regime", "timeline"}), 80, "regime timeline");
  ExpectNarrow(Licet({"regime", "test", "--coverage"}), 80, "regime test --coverage");
}

TEST(Width, HelpAndVersion) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"--help"},
                                             {"check", "--help"},
                                             {"classify", "--help"},
                                             {"explain", "--help"},
                                             {"item", "--help"},
                                             {"item", "show", "--help"},
                                             {"item", "compare", "--help"},
                                             {"item", "rank", "--help"},
                                             {"regime", "test", "--help"},
                                             {"regime", "list", "--help"},
                                             {"regime", "show", "--help"},
                                             {"regime", "timeline", "--help"},
                                             {"regime", "lint", "--help"},
                                             {"regime", "calendar", "--help"},
                                             {"regime", "prove", "--help"},
                                             {"regime", "diff", "--help"},
                                             {"regime", "design", "--help"},
                                             {"regime", "frontier", "--help"},
                                             {"item", "respec", "--help"},
                                             {"completion", "--help"}}) {
    for (const std::string& line : LinesOf(Licet(command).out)) {
      EXPECT_LE(DisplayWidth(line), 80) << command.front() << ": " << line;
    }
  }
}

std::vector<std::vector<std::string>> EveryView() {
  return {{"check", kHome + "/tests/cli/golden/orders.csv", "--parties",
           kHome + "/data/orders/parties.csv"},
          {"classify", "--item", "H200"},
          {"explain", "PR-138"},
          {"explain", "H20 96GB"},
          {"item", "show", "H20 96GB"},
          {"item", "compare", "H200", "H20 96GB"},
          {"item", "rank", "--vendor", "amd"},
          {"regime", "list"},
          {"regime", "show", "us-ear.744.11.affiliates"},
          {"regime", "show", "D:5"},
          {"regime", "timeline", "us-ear"},
          {"regime", "calendar", "--from", "2026-01-01"}};
}

TEST(Colours, OnlyWhereTheyAreWanted) {
  for (const std::vector<std::string>& command : EveryView()) {
    const Ran plain = Licet(command);
    const Ran painted = Licet(command, {.colour = true});
    EXPECT_EQ(plain.out.find('\x1b'), std::string::npos) << command.front();
    EXPECT_NE(painted.out.find('\x1b'), std::string::npos) << command.front();
    EXPECT_EQ(plain.code, painted.code);
    // The same text underneath.
    std::string stripped;
    for (std::size_t i = 0; i < painted.out.size(); ++i) {
      if (painted.out[i] == '\x1b') {
        i = painted.out.find('m', i);
      } else {
        stripped += painted.out[i];
      }
    }
    const auto plain_lines = LinesOf(plain.out);
    const auto painted_lines = LinesOf(stripped);
    ASSERT_EQ(plain_lines.size(), painted_lines.size()) << command.front();
    for (std::size_t i = 0; i < plain_lines.size(); ++i) {
      std::string line = painted_lines[i];
      while (!line.empty() && line.back() == ' ') line.pop_back();
      EXPECT_EQ(line, plain_lines[i]) << command.front();
    }
  }
}

TEST(Colours, NeverInJsonOrCsv) {
  for (const std::string format : {"json", "csv"}) {
    for (std::vector<std::string> command : EveryView()) {
      if (command.front() == "explain" && format == "csv") continue;
      command.insert(command.end(), {"--format", format});
      const Ran ran = Licet(command, {.colour = true});
      EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << command.front();
      EXPECT_EQ(ran.err, "") << command.front();
      if (format == "json") {
        EXPECT_FALSE(nlohmann::json::parse(ran.out, nullptr, false).is_discarded())
            << command.front();
      }
    }
  }
}

TEST(ExitCodes, OneOnlyWhenACheckSaysNo) {
  const std::string header =
      "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
      "origin,destination,place_of_use,end_use,evidence\n";
  const std::string released =
      "A,2026-10-01,export,H200 SXM,1,,nvidia,oracle-sg,oracle-sg,oracle-sg,US,SG,SG,"
      "cloud-service,\n";
  const std::string held =
      "B,2026-10-01,export,H200 SXM,1,,nvidia,deepseek,deepseek,deepseek,US,CN,CN,"
      "ai-training,\n";
  const TempFolder folder;
  const std::string parties = kHome + "/data/orders/parties.csv";
  auto code = [&](const std::string& rows) {
    const std::string orders = folder.Write("orders.csv", header + rows);
    return Licet({"check", orders, "--parties", parties}).code;
  };
  EXPECT_EQ(code(released), kExitOk);
  EXPECT_EQ(code(held), kExitNo);
  EXPECT_EQ(code(released + held), kExitNo);
  EXPECT_EQ(code(released + released), kExitBadInput) << "one id twice";
  EXPECT_EQ(Licet({"explain", "PR-138"}).code, kExitOk) << "explaining is no check";
  EXPECT_EQ(Licet({"classify", "--item", "H200"}).code, kExitOk);
}

TEST(ExitCodes, CasesThatDoNotHoldGiveOne) {
  EXPECT_EQ(Licet({"regime", "test"}).code, kExitOk);
  const TempFolder folder;
  folder.Write("c.yaml",
               "topic: T\ncases:\n- case: A wrong one\n  cite: c\n  on: 2026-01-01\n"
               "  given: {item.type: ic, item.tpp: 1}\n  then: {us-ear: {codes: [3A090.a]}}\n");
  const Ran ran = Licet({"regime", "test", "--cases", folder.Path("")});
  EXPECT_EQ(ran.code, kExitNo);
  EXPECT_NE(ran.out.find("c.yaml:3: A wrong one"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("0 cases hold, 1 do not."), std::string::npos) << ran.out;
}

TEST(Progress, GoesToStderrAndIsWipedAway) {
  std::string rows =
      "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
      "origin,destination,place_of_use,end_use,evidence\n";
  for (int i = 0; i < 600; ++i) {
    rows += "A-" + std::to_string(i) +
            ",2026-10-01,export,H20 96GB,1,,nvidia,oracle-sg,oracle-sg,oracle-sg,US,SG,SG,"
            "cloud-service,\n";
  }
  const TempFolder folder;
  const std::string orders = folder.Write("orders.csv", rows);
  const std::vector<std::string> command = {
      "check", orders, "--parties", kHome + "/data/orders/parties.csv", "--format", "csv"};
  const Ran quiet = Licet(command);
  const Ran shown = Licet(command, {.progress = true});
  EXPECT_EQ(quiet.err, "");
  EXPECT_NE(shown.err.find("600 orders"), std::string::npos) << shown.err;
  EXPECT_NE(shown.err.find("100 %"), std::string::npos) << shown.err;
  EXPECT_EQ(shown.err.substr(shown.err.size() - 4), "\r\x1b[K") << "the line is left clean";
  EXPECT_EQ(quiet.out, shown.out);
}

TEST(Clocks, TodayIsTheConsolesDay) {
  EXPECT_NE(Licet({"classify", "--item", "H200"}).out.find("2026-11-21"), std::string::npos);
  EXPECT_EQ(Licet({"classify", "--item", "H200"}).out,
            Licet({"classify", "--item", "H200", "--as-of", "2026-11-21"}).out);
}

}  // namespace
}  // namespace licet
