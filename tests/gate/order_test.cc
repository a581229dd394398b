// Reading orders: every kind of bad row is refused with its place.

#include "licet/gate/order.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "licet/gate/judge.h"
#include "small_world.h"

namespace licet {
namespace {

constexpr const char* kHeader =
    "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
    "origin,destination,place_of_use,end_use,evidence";

// The fields of a good row, with some replaced by name.
std::string Row(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> fields = {{"order", "A-1"},
                                               {"date", "2026-04-01"},
                                               {"activity", "export"},
                                               {"item", "Huge 1"},
                                               {"quantity", "10"},
                                               {"unit_price_usd", "1000"},
                                               {"exporter", "seller"},
                                               {"purchaser", "buyer"},
                                               {"consignee", "buyer"},
                                               {"end_user", "buyer"},
                                               {"origin", "US"},
                                               {"destination", "CN"},
                                               {"place_of_use", "CN"},
                                               {"end_use", "ai-training"},
                                               {"evidence", "purchase-order;bis-licence=L-1"}};
  for (const auto& [name, text] : changes) {
    EXPECT_TRUE(fields.contains(name)) << name;
    fields[name] = text;
  }
  std::string row;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    row += (i > 0 ? "," : "") + fields[OrderColumns()[i]];
  }
  return row + "\n";
}

class OrderTest : public testing::Test {
 protected:
  // Reads and judges the whole file; "ok" or the first error.
  std::string Try(const std::string& text) {
    world_.Put("orders.csv", text);
    auto reader = OrderReader::Open(world_.disk, "/w/orders.csv");
    if (!reader) return reader.error().ToString();
    Order order;
    while (true) {
      const auto more = reader->Next(&order);
      if (!more) return more.error().ToString();
      if (!*more) return "ok";
      const auto decision = Judge(engine_, order, {});
      if (!decision) return decision.error().ToString();
    }
  }

  // A good row in line 2, the changed one in line 3.
  std::string TryRow(const std::map<std::string, std::string>& changes) {
    return Try(std::string(kHeader) + "\n" + Row() + Row(changes));
  }

  // "/w/orders.csv:3:COLUMN: " of the n-th field (from 1) of the changed row.
  static std::string At(const std::map<std::string, std::string>& changes,
                        const std::string& column) {
    const std::string row = Row(changes);
    std::size_t at = 0;
    for (const std::string& name : OrderColumns()) {
      if (name == column) break;
      at = row.find(',', at) + 1;
    }
    return "/w/orders.csv:3:" + std::to_string(at + 1) + ": ";
  }

  // The error stands at that column's place and holds these words.
  void ExpectBad(const std::string& column, const std::string& text, const std::string& words) {
    const std::string error = TryRow({{column, text}});
    const std::string place = At({{column, text}}, column);
    EXPECT_EQ(error.substr(0, place.size()), place) << error;
    EXPECT_NE(error.find(words), std::string::npos) << column << "=" << text << ": " << error;
    EXPECT_NE(error.find("'" + column + "'"), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }

  SmallWorld world_;
  Engine engine_ = world_.Loaded();
};

TEST_F(OrderTest, AGoodFileIsRead) { EXPECT_EQ(TryRow({}), "ok"); }

TEST_F(OrderTest, ReadsEveryField) {
  world_.Put("orders.csv",
             std::string(kHeader) + ",known_at,source,note\n" +
                 "A-1,2026-04-01,reexport,Huge 1,10,0.5,seller,buyer,site,loner,US,CN,"
                 "MY,testing, purchase-order ; site-built = 25,2026-01-31,https://x,"
                 "\"a, b\"\n");
  auto reader = OrderReader::Open(world_.disk, "/w/orders.csv");
  ASSERT_TRUE(reader) << reader.error().ToString();
  Order order;
  ASSERT_TRUE(*reader->Next(&order));
  EXPECT_EQ(order.id, "A-1");
  EXPECT_EQ(order.date.ToString(), "2026-04-01");
  EXPECT_EQ(order.activity, "reexport");
  EXPECT_EQ(order.quantity.ToString(), "10");
  EXPECT_EQ(order.unit_price->ToString(), "0.5");
  EXPECT_EQ(order.consignee, "site");
  EXPECT_EQ(order.end_user, "loner");
  EXPECT_EQ(order.place_of_use, "MY");
  EXPECT_EQ(order.evidence, ParseEvidence("purchase-order;site-built=25"));
  EXPECT_EQ(order.known_at->ToString(), "2026-01-31");
  EXPECT_EQ(order.source, "https://x");
  EXPECT_EQ(order.note, "a, b");
  EXPECT_EQ(order.place.line, 2);
  EXPECT_EQ(order.PlaceOf("date").column, 5);
  EXPECT_FALSE(*reader->Next(&order));
}

TEST_F(OrderTest, ColumnsMayStandInAnyOrder) {
  world_.Put("orders.csv",
             "date,order,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,"
             "end_user,origin,destination,place_of_use,end_use,evidence\n"
             "2026-04-01,A-1,export,Huge 1,1,,,,,,,,,,\n");
  auto reader = OrderReader::Open(world_.disk, "/w/orders.csv");
  Order order;
  ASSERT_TRUE(*reader->Next(&order));
  EXPECT_EQ(order.id, "A-1");
  EXPECT_EQ(order.PlaceOf("order").column, 12);
  EXPECT_FALSE(order.unit_price);
}

TEST_F(OrderTest, BadDates) {
  for (const char* text : {"", "2026-13-01", "2026-02-29", "20260401", "01.04.2026", "2026-4-1",
                           "yesterday", "2026-04-01T00:00", "99999-01-01"}) {
    ExpectBad("date", text, "date");
  }
}

TEST_F(OrderTest, BadQuantities) {
  for (const char* text : {"-1", "0", "1.5", "1000000001", "0.000001"}) {
    ExpectBad("quantity", text, "give whole units, 1 to 1,000,000,000");
  }
  for (const char* text : {"", "ten", "1e3", "10 pcs", "99999999999999999999999999", "0x10"}) {
    ExpectBad("quantity", text, "");
  }
}

TEST_F(OrderTest, BadPrices) {
  for (const char* text : {"-1", "-0.01", "1000000001"}) {
    ExpectBad("unit_price_usd", text, "give 0 to 1,000,000,000 USD");
  }
  for (const char* text : {"$10", "cheap", "1e3", "NaN", "inf"}) {
    ExpectBad("unit_price_usd", text, "");
  }
}

TEST_F(OrderTest, AmountsOutsideTheExactRange) {
  const std::map<std::string, std::string> tpp = {{"item", "Huge board"},
                                                  {"quantity", "1000000000"}};
  EXPECT_EQ(TryRow(tpp).find(At(tpp, "quantity") + "column 'quantity': "), 0U) << TryRow(tpp);
  const std::map<std::string, std::string> price = {{"unit_price_usd", "1000000000"},
                                                    {"quantity", "1000000"}};
  EXPECT_EQ(TryRow(price).find(At(price, "unit_price_usd") + "column 'unit_price_usd': "), 0U)
      << TryRow(price);
}

TEST_F(OrderTest, BadCountriesInEachColumn) {
  for (const char* column : {"origin", "destination", "place_of_use"}) {
    ExpectBad(column, "XX", "'XX'");
    ExpectBad(column, "cn", "'cn'");
    ExpectBad(column, "China", "'China'");
  }
}

TEST_F(OrderTest, BadActivity) {
  ExpectBad("activity", "exports", "did you mean 'export'");
  ExpectBad("activity", "sale", "allowed are export, reexport, in-country-transfer, import");
}

TEST_F(OrderTest, UnknownPartiesInEachColumn) {
  for (const char* column : {"exporter", "purchaser", "consignee", "end_user"}) {
    ExpectBad(column, "buyr", "did you mean 'buyer'");
    ExpectBad(column, "zzzzzzzzzzzz", "zzzzzzzzzzzz");
  }
}

TEST_F(OrderTest, UnknownAndAmbiguousItems) {
  ExpectBad("item", "Hug 1", "did you mean 'Huge 1'");
  ExpectBad("item", "", "");
  ExpectBad("item", "Maker", "fits");
}

TEST_F(OrderTest, BadEvidence) {
  const std::pair<const char*, const char*> bad[] = {
      {"site-built", "give a value, as in 'site-built=25'"},
      {"site-built=", "give a value"},
      {"site-built=soon", "'site-built'"},
      {"purchase-order=maybe", "'purchase-order'"},
      {"bis-licence", "give a value"},
      {"necessity=sure", "'necessity'"},
      {"nac-notice", "give a value"},
      {"nac-notice=26", "'nac-notice'"},
      {"nac-notice=2026-02-30", "'nac-notice'"},
      {"purchase-order;purchase-order=false", "'purchase-order' is given twice"},
      {"site-built=1;site_built=2", "'site_built' is given twice"},
      {"nac-notice=2026-04-02", "the day lies after the order's date"},
      {"purchase-order;site-built=30;nac-notice=2027-01-01", "'nac-notice'"}};
  for (const auto& [text, words] : bad) ExpectBad("evidence", text, words);
  EXPECT_EQ(TryRow({{"evidence", "nac-notice=2026-04-01"}}), "ok") << "the same day is fine";
  EXPECT_EQ(TryRow({{"evidence", "never-heard-of"}}), "ok") << "said as an assumption";
  EXPECT_EQ(TryRow({{"evidence", ";; ;"}}), "ok");
}

TEST_F(OrderTest, AnEmptyId) { ExpectBad("order", "", "no id"); }

TEST_F(OrderTest, ABadKnownAt) {
  const std::string error =
      Try(std::string(kHeader) + ",known_at\n" + Row().substr(0, Row().size() - 1) + ",soon\n");
  EXPECT_EQ(error.substr(0, 16), "/w/orders.csv:2:") << error;
  EXPECT_NE(error.find("'known_at'"), std::string::npos) << error;
}

TEST_F(OrderTest, AMissingColumnIsNamedWithWhatMayBeMeant) {
  const std::string header(kHeader);
  for (const std::string& column : OrderColumns()) {
    const std::size_t at = ("," + header + ",").find("," + column + ",");
    if (at == std::string::npos) continue;  // an optional one
    std::string wrong = header;
    wrong.replace(at, column.size(), column + "x");
    const std::string error = Try(wrong + "\n" + Row());
    EXPECT_EQ(error.substr(0, 16), "/w/orders.csv:1:") << error;
    EXPECT_NE(error.find("'" + column + "'"), std::string::npos) << error;
    EXPECT_NE(error.find("'" + column + "x'"), std::string::npos) << error;
  }
}

TEST_F(OrderTest, BrokenFiles) {
  const std::string good = std::string(kHeader) + "\n" + Row();
  const std::pair<std::string, const char*> bad[] = {
      {"", "/w/orders.csv"},
      {good + "A-2,2026-04-01\n", "/w/orders.csv:3:"},
      {good + Row().substr(0, Row().size() - 1) + ",extra\n", "/w/orders.csv:3:"},
      {good + "\"A-2,2026-04-01\n", "/w/orders.csv:3:1:"},
      {good + "A-2\xFF,2026-04-01\n", "/w/orders.csv:3:4:"},
      {good + std::string("A-2\0,2026", 9) + "\n", "/w/orders.csv:3:4:"},
      {std::string(kHeader) + ",order\n" + Row(), "/w/orders.csv:1:"}};
  for (const auto& [text, place] : bad) {
    const std::string error = Try(text);
    EXPECT_EQ(error.substr(0, std::string(place).size()), place) << error;
  }
}

TEST_F(OrderTest, EvidenceIsSplit) {
  using Pairs = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(ParseEvidence(""), Pairs{});
  EXPECT_EQ(ParseEvidence("a"), (Pairs{{"a", ""}}));
  EXPECT_EQ(ParseEvidence(" a ;b= 1 ; ;c=x=y"), (Pairs{{"a", ""}, {"b", "1"}, {"c", "x=y"}}));
}

TEST_F(OrderTest, AnOrderThatNoFileHoldsHasItsOwnPlace) {
  Order order = GoodOrder();
  order.place = {"typed", 7, 3};
  order.destination = "XX";
  const auto decision = Judge(engine_, order, {});
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error().ToString().substr(0, 11), "typed:7:3: ");
}

}  // namespace
}  // namespace licet
