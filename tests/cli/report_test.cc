// The report as one file: the data is in it, and nothing in the data can end
// the element that carries it. Whether it draws itself is the matter of
// report_browser_test.sh.

#include "cli/report.h"

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

// The text of the element that carries the data.
std::string DataOf(const std::string& page) {
  const std::string open = "<script type=\"application/json\" id=\"licet-data\">";
  const std::size_t begin = page.find(open);
  EXPECT_NE(begin, std::string::npos);
  const std::size_t end = page.find("</script>", begin);
  EXPECT_NE(end, std::string::npos);
  return page.substr(begin + open.size(), end - begin - open.size());
}

std::size_t Count(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++count;
  }
  return count;
}

TEST(Report, HoldsTheData) {
  const auto data = nlohmann::json::parse(DataOf(RenderReport("{\"title\":\"a & b\"}")));
  EXPECT_EQ(data["title"], "a & b");
}

TEST(Report, NothingInTheDataEndsItsElement) {
  const std::string nasty = "</script><script>alert(1)</script><!-- <SCRIPT \\u003c ]]>";
  const std::string json = nlohmann::json({{"title", nasty}}).dump();
  const std::string page = RenderReport(json);
  const std::string plain = RenderReport("{}");
  for (const std::string part : {"<script", "</script", "<!--", "<SCRIPT"}) {
    EXPECT_EQ(Count(page, part), Count(plain, part)) << part;
  }
  EXPECT_EQ(DataOf(page).find('<'), std::string::npos);
  EXPECT_EQ(nlohmann::json::parse(DataOf(page))["title"], nasty) << "it reads back as it was";
}

TEST(Report, TheMarkerInTheDataIsOnlyText) {
  const std::string json = "{\"title\":\"/*LICET-DATA*/\"}";
  EXPECT_EQ(DataOf(RenderReport(json)), json);
}

TEST(Report, NoMarkerIsLeft) {
  const std::string page = RenderReport("{}");
  EXPECT_EQ(page.find("/*LICET-"), std::string::npos);
}

TEST(Report, NeedsNoNetwork) {
  const std::string page = RenderReport("{}");
  for (const std::string part : {"<script src", "<link ", "@import", "url(http"}) {
    EXPECT_EQ(page.find(part), std::string::npos) << part;
  }
}

TEST(Report, CheckWritesItWithEveryOrder) {
  const TempFolder folder;
  const std::string report = folder.Path("r.html");
  const std::string record = kHome + "/data/orders/public-record.csv";
  const Ran ran = Licet({"check", record, "--report", report});
  EXPECT_EQ(ran.code, kExitNo) << ran.err;
  EXPECT_NE(ran.out.find("Report: " + report), std::string::npos);
  const auto data = nlohmann::json::parse(DataOf(ReadFile(report)), nullptr, false);
  ASSERT_FALSE(data.is_discarded());
  EXPECT_EQ(data["title"], "public-record.csv");
  EXPECT_EQ(data["generated_on"], "2026-11-21");
  const Ran json = Licet({"check", record, "--format", "json"});
  const auto decisions = nlohmann::json::parse(json.out, nullptr, false);
  EXPECT_EQ(data["decisions"], decisions) << "the report holds what --format json prints";
  EXPECT_GE(decisions.size(), 100U);
}

TEST(Report, TakesTheColumnsOfAnOrderAsText) {
  const TempFolder folder;
  const std::string orders = folder.Write(
      "orders.csv",
      "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
      "origin,destination,place_of_use,end_use,evidence,note\n"
      "\"</script><b>X\",2026-10-01,export,H200 SXM,1,,nvidia,oracle-sg,oracle-sg,oracle-sg,US,SG,"
      "SG,cloud-service,,<img src=x onerror=alert(1)>\n");
  const std::string report = folder.Path("r.html");
  EXPECT_EQ(
      Licet({"check", orders, "--parties", kHome + "/data/orders/parties.csv", "--report", report})
          .code,
      kExitOk);
  const auto data = nlohmann::json::parse(DataOf(ReadFile(report)), nullptr, false);
  ASSERT_FALSE(data.is_discarded());
  EXPECT_EQ(data["decisions"][0]["order"], "</script><b>X");
  EXPECT_EQ(data["decisions"][0]["note"], "<img src=x onerror=alert(1)>");
}

}  // namespace
}  // namespace licet
