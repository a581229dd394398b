#include "licet/ledger/funnel.h"

#include <gtest/gtest.h>

#include <map>

#include "licet/base/seams.h"
#include "small_world.h"

namespace licet {
namespace {

const std::vector<std::string> kColumns = {"id",    "day",   "stage",      "buyer",  "item",
                                           "units", "bound", "confidence", "source", "text"};

Result<std::vector<RecordedEvent>> ReadText(const std::string& text) {
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(StringSource(text), "record.csv"), kColumns, {}));
  return ReadMarketRecord(std::move(table));
}

std::vector<RecordedEvent> TheRecord() {
  const auto disk = RealDisk();
  auto text = disk->ReadAll(LICET_SOURCE_DIR "/data/funnel/h200.csv", 1 << 20);
  EXPECT_TRUE(text);
  auto events = ReadText(*text);
  EXPECT_TRUE(events) << events.error().ToString();
  return *std::move(events);
}

std::string Row(const FunnelLine& line) {
  return fmt::format("{} {} {} {}", line.stage, line.units.ToString(), line.first.ToString(),
                     line.last.ToString());
}

TEST(MarketRecordTest, TheFunnelOfTheH200) {
  const auto lines = FunnelOfRecord(TheRecord(), FunnelBy::kAll, D("2026-08-31"));
  const struct {
    std::string_view row;
    std::string_view of_wish;
  } expected[] = {
      {"wished >2,000,000 2025-12-31 2025-12-31", ""},
      {"stock ~700,000 2026-01-09 2026-01-09", "35.0"},
      {"approved:cn-import >400,000 2026-01-28 2026-01-28", "20.0"},
      {"approved:us-ear ~750,000..1,000,000 2026-05-17 2026-05-17", "37.5..50.0"},
      {"reserved ~500,000 2026-08-19 2026-08-19", "25.0"},
      {"entered ~20,000 2026-08-19 2026-08-19", "1.0"},
  };
  ASSERT_EQ(lines.size(), std::size(expected));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    EXPECT_EQ(Row(lines[i]), expected[i].row);
    EXPECT_TRUE(lines[i].record);
    const auto conversions = ConversionsOf(lines, i);
    EXPECT_EQ(i == 0 ? "" : conversions.front().share.ToString(), expected[i].of_wish);
  }
  // Of round 1, 203 days later; of the US ceiling.
  const auto delivered = ConversionsOf(lines, 5);
  EXPECT_EQ(delivered[2].of, "approved:cn-import");
  EXPECT_EQ(delivered[2].share.ToString(), "5.0");
  EXPECT_EQ(delivered[2].days, 203);
  EXPECT_EQ(delivered[3].share.ToString(), "2.0..2.7");
}

TEST(MarketRecordTest, EachReceiverAgainstItsAllowance) {
  const auto lines = FunnelOfRecord(TheRecord(), FunnelBy::kBuyer, D("2026-08-31"));
  std::map<std::string, std::string> shares;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].stage != "entered" || lines[i].group.empty()) continue;
    for (const FunnelConversion& one : ConversionsOf(lines, i)) {
      if (one.of == "approved:us-ear") shares[lines[i].group] = one.share.ToString();
    }
  }
  EXPECT_EQ(shares, (std::map<std::string, std::string>{{"bytedance", "10.0..13.3"},
                                                        {"tencent", "10.0..13.3"}}));
}

TEST(MarketRecordTest, AsOfMayNothingHadArrived) {
  const auto lines = FunnelOfRecord(TheRecord(), FunnelBy::kAll, D("2026-05-31"));
  ASSERT_EQ(lines.back().stage, "entered");
  EXPECT_EQ(lines.back().units.ToString(), "0");
  EXPECT_EQ(lines.back().entries, 2);
}

TEST(MarketRecordTest, EveryEventHasASourceAndIdsThatStay) {
  std::vector<RecordedEvent> record = TheRecord();
  ASSERT_GT(record.size(), 20U);
  for (const RecordedEvent& seen : record) {
    EXPECT_TRUE(seen.what.source.starts_with("https://")) << seen.what.text;
    EXPECT_FALSE(seen.what.confidence.empty()) << seen.what.text;
  }
}

TEST(MarketRecordTest, ErrorsSayWhere) {
  const std::string head = "id,day,stage,buyer,item,units,bound,confidence,source,text\n";
  const struct {
    std::string_view line;
    std::string_view error;
  } cases[] = {
      {"e,2026-01-01,wished,,H200,,,,,",
       "record.csv:2:27: units are missing; an event without a "
       "figure is of the stage 'note'"},
      {"e,2026-01-01,note,,H200,4,,,,",
       "record.csv:2:25: a note has no units; name the stage that "
       "they are of"},
      {"e,2026-01-01,wished,,H200,1.5,,,,",
       "record.csv:2:27: '1.5' is no number of units; write a whole number"},
      {"e,2026-01-01,wished,,H200,15,nearly,,,",
       "record.csv:2:30: no figure is 'nearly'; take more-than, about or nothing"},
      {"e,2026-01-01,wished,,H200,1,,,,\ne,2026-01-01,wished,,H200,1,,,,",
       "record.csv:3:1: event 'e' stands twice"},
      {",2026-01-01,wished,,H200,1,,,,",
       "record.csv:2:1: an event needs an id of 1 to 128 bytes without '#'"},
  };
  for (const auto& one : cases) {
    const auto events = ReadText(head + std::string(one.line) + "\n");
    ASSERT_FALSE(events) << one.line;
    std::string error = events.error().ToString();
    std::erase(error, '\n');
    EXPECT_EQ(error, one.error);
  }
}

RecordedEvent Seen(std::string_view day, std::string stage, std::string buyer, std::int64_t units) {
  Observe what;
  what.stage = std::move(stage);
  what.buyer = std::move(buyer);
  what.item = "H200";
  what.units = units;
  return {"", D(day), what};
}

TEST(FunnelOfRecordTest, GrowingStagesTakeTheLatestAndOthersTheRange) {
  const std::vector<RecordedEvent> record = {
      Seen("2026-03-01", "shipped", "", 50), Seen("2026-02-01", "shipped", "", 10),
      Seen("2026-03-01", "shipped", "", 40), Seen("2026-02-01", "wished", "", 10),
      Seen("2026-03-01", "wished", "", 30)};
  const auto lines = FunnelOfRecord(record, FunnelBy::kAll, D("2026-12-31"));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(Row(lines[0]), "wished 10..30 2026-02-01 2026-03-01");
  EXPECT_EQ(Row(lines[1]), "shipped 40..50 2026-02-01 2026-03-01");
}

TEST(FunnelOfRecordTest, BuyersAreAddedUpOnlyWhereNobodySpokeOfTheMarket) {
  std::vector<RecordedEvent> record = {Seen("2026-02-01", "ordered", "a", 10),
                                       Seen("2026-02-02", "ordered", "b", 5)};
  EXPECT_EQ(FunnelOfRecord(record, FunnelBy::kAll, D("2026-12-31"))[0].units.ToString(), "15");
  record.push_back(Seen("2026-02-03", "ordered", "", 40));
  EXPECT_EQ(FunnelOfRecord(record, FunnelBy::kAll, D("2026-12-31"))[0].units.ToString(), "40");
  EXPECT_EQ(FunnelOfRecord(record, FunnelBy::kBuyer, D("2026-12-31")).size(), 3U);
}

TEST(ShareTest, HalfUpAndNeverOfNothing) {
  EXPECT_EQ(ShareOf({1, 1}, {2000, 2000}).ToString(), "0.1");
  EXPECT_EQ(ShareOf({1, 1}, {2001, 2001}).ToString(), "0.0");
  EXPECT_EQ(ShareOf({1, 1}, {0, 0}).ToString(), "0.0");
  EXPECT_EQ(ShareOf({2, 4}, {4, 8}).ToString(), "25.0..100.0");
}

TEST(FunnelOfTest, ThePartsOfThisLedger) {
  SmallWorld world;
  world.today = D("2026-01-28");
  LimitTerms pool{.limit = "pool", .cap = 400};
  Scope alibaba{.purchasers = {"alibaba"}};
  Scope tencent{.purchasers = {"tencent"}};
  world.Licence("cn-a", {pool}, alibaba, {}, "cn-import");
  world.Licence("cn-t", {pool}, tencent, {}, "cn-import");
  world.Licence("us-a", {{.limit = "us-a", .cap = 75}}, alibaba);
  world.today = D("2026-08-01");
  PlaceOrder order = SmallWorld::Order("o1", 50, {"us-ear", "cn-import"});
  order.purchaser = "alibaba";
  ASSERT_EQ(world.Do(order), "") << world.sentence;
  world.today = D("2026-08-10");
  ASSERT_EQ(world.Do(Ship{.order = "o1", .shipment = "s1", .units = 30}), "");
  ASSERT_EQ(world.Do(Reverse{.shipment = "s1", .units = 5}), "") << world.sentence;
  world.today = D("2026-08-19");
  ASSERT_EQ(world.Do(Arrive{.shipment = "s1", .stage = Arrival::kEntered, .units = 20}), "");
  const auto lines = FunnelOf(world.state, FunnelBy::kAll, D("2026-08-31"));
  std::vector<std::string> rows;
  for (const FunnelLine& line : lines) rows.push_back(Row(line));
  EXPECT_EQ(rows,
            (std::vector<std::string>{
                "approved:cn-import 400 2026-01-28 2026-01-28",
                "approved:us-ear 75 2026-01-28 2026-01-28", "ordered 50 2026-08-01 2026-08-01",
                "shipped 25 2026-08-10 2026-08-10", "entered 20 2026-08-19 2026-08-19"}));
  EXPECT_EQ(ConversionsOf(lines, 4)[0].share.ToString(), "5.0");
  EXPECT_EQ(ConversionsOf(lines, 4)[0].days, 203);
  // A pool belongs to nobody alone.
  const auto by_buyer = FunnelOf(world.state, FunnelBy::kBuyer, D("2026-08-31"));
  EXPECT_EQ(by_buyer[0].group, "");
  EXPECT_EQ(by_buyer[0].units.ToString(), "400");
  EXPECT_EQ(by_buyer[1].group, "alibaba");
  EXPECT_EQ(FunnelOf(world.state, FunnelBy::kAll, D("2026-08-05")).back().stage, "ordered");
}

}  // namespace
}  // namespace licet
