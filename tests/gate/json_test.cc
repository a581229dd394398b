// What outside tools rely on: the keys of a decision and of a classification,
// decimals as strings, the unknown as null.

#include "licet/gate/json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "small_world.h"

namespace licet {
namespace {

using Json = nlohmann::json;

class JsonTest : public testing::Test {
 protected:
  Json Of(const Order& order) {
    const auto decision = Judge(engine_, order, {});
    if (!decision) {
      ADD_FAILURE() << decision.error().ToString();
      return {};
    }
    return Parsed(DecisionJson(engine_, *decision));
  }

  Json OfItem(const std::string& name) {
    const auto item = engine_.catalog().Find(name);
    const Date day = *Date::Parse("2026-04-01");
    const Classification c = ClassifyItem(engine_, engine_.packs()[0], **item, day, {});
    return Parsed(ClassificationJson(engine_, c, day, Reading::kEnforced));
  }

  static Json Parsed(const std::string& text) {
    EXPECT_EQ(text.find('\n'), std::string::npos) << "one object, one line";
    Json json = Json::parse(text, nullptr, false);
    EXPECT_FALSE(json.is_discarded()) << text;
    return json;
  }

  static void ExpectKeys(const Json& json, std::initializer_list<const char*> keys) {
    for (const char* key : keys) EXPECT_TRUE(json.contains(key)) << key << " in " << json.dump();
  }

  // No number may come as a binary fraction; counts are the only numbers.
  static void ExpectNoFloats(const Json& json) {
    EXPECT_FALSE(json.is_number_float()) << json.dump();
    if (json.is_structured()) {
      for (const Json& inner : json) ExpectNoFloats(inner);
    }
  }

  SmallWorld world_;
  Engine engine_ = world_.Loaded();
};

TEST_F(JsonTest, ADecisionHasTheKeysOfTheContract) {
  const Json json = Of(GoodOrder());
  ExpectKeys(json, {"order", "outcome", "gates", "screening", "places", "next_steps"});
  EXPECT_EQ(json["order"], "order-1");
  EXPECT_EQ(json["outcome"], "release");
  ASSERT_EQ(json["gates"].size(), 2U);
  for (const Json& gate : json["gates"]) {
    ExpectKeys(gate, {"gate", "outcome", "review", "codes", "exception", "authorisation",
                      "conditions", "charges", "because", "missing"});
  }
  const Json leave = json["gates"][0];
  EXPECT_EQ(leave["gate"], "leave");
  EXPECT_EQ(leave["outcome"], "licence-required");
  EXPECT_EQ(leave["review"], "case-by-case");
  EXPECT_EQ(leave["codes"], Json::array({"BIG"}));
  EXPECT_TRUE(leave["exception"].is_null());
  EXPECT_EQ(leave["authorisation"], "L-1");
  ASSERT_EQ(leave["conditions"].size(), 1U);
  EXPECT_EQ(leave["conditions"][0]["id"], "purchase-order");
  EXPECT_EQ(leave["conditions"][0]["state"], "met");
}

TEST_F(JsonTest, EachReasonNamesItsProvisionCitationAndFacts) {
  const Json because = Of(GoodOrder())["gates"][0]["because"];
  ASSERT_FALSE(because.empty());
  for (const Json& entry : because) ExpectKeys(entry, {"provision", "cite", "facts"});
  EXPECT_EQ(because[0]["provision"], "leave.big");
  EXPECT_EQ(
      because[0]["cite"],
      Json({{"ref", "Leave Act 1"}, {"doc", "Gazette 1"}, {"url", "https://example.org/leave/1"}}));
  bool tpp = false;
  for (const Json& fact : because[0]["facts"]) {
    if (fact["fact"] != "item.tpp") continue;
    tpp = true;
    EXPECT_EQ(fact["value"], "6400");
    EXPECT_EQ(fact["unit"], "TPP");
    EXPECT_EQ(fact["line"], ">= 4800");
    EXPECT_EQ(fact["distance"], "+1600");
  }
  EXPECT_TRUE(tpp) << because[0].dump();
}

TEST_F(JsonTest, DecimalsAreStrings) {
  Order order = GoodOrder();
  order.unit_price = *Decimal::Parse("1000.10");
  const Json json = Of(order);
  ExpectNoFloats(json);
  EXPECT_EQ(json["quantity"], "10");
  EXPECT_EQ(json["unit_price_usd"], "1000.1");
  EXPECT_EQ(json["value_usd"], "10001");
  EXPECT_EQ(json["total_tpp"], "64000");
  EXPECT_EQ(json["gates"][0]["charges"][0]["rate"], "0.25");
  EXPECT_EQ(json["gates"][0]["charges"][0]["amount_usd"], "2500.25");
}

TEST_F(JsonTest, TheUnknownIsNull) {
  Order order = GoodOrder();
  order.unit_price.reset();
  order.end_user = order.place_of_use = order.end_use = "";
  order.evidence.clear();
  const Json json = Of(order);
  for (const char* key : {"unit_price_usd", "value_usd", "end_user", "end_user_name",
                          "place_of_use", "end_use", "known_at"}) {
    EXPECT_TRUE(json[key].is_null()) << key << " " << json[key].dump();
  }
  EXPECT_TRUE(json["gates"][0]["authorisation"].is_null());
  EXPECT_TRUE(json["gates"][0]["charges"][0]["amount_usd"].is_null());
}

TEST_F(JsonTest, OutcomesInTheWordsOfTheContract) {
  Order order = GoodOrder();
  order.end_use = "testing";
  const Json exception = Of(order)["gates"][0];
  EXPECT_EQ(exception["outcome"], "exception SAMPLE");
  EXPECT_EQ(exception["exception"], "SAMPLE");
  order.end_use = "military";
  EXPECT_EQ(Of(order)["outcome"], "block");
  EXPECT_EQ(Of(order)["gates"][0]["outcome"], "prohibited");
  order = GoodOrder();
  order.item = "Vague 1";
  const Json unknown = Of(order)["gates"][0];
  EXPECT_EQ(unknown["outcome"], "unknown");
  EXPECT_EQ(unknown["missing"], Json::array({"item.tpp"}));
  EXPECT_EQ(unknown["possible"], Json::array({"BIG", "SMALL"}));
  EXPECT_TRUE(unknown["governing"].is_null());
}

TEST_F(JsonTest, ConditionsInTheWordsOfTheContract) {
  Order order = GoodOrder();
  order.destination = order.place_of_use = "HK";
  order.evidence = ParseEvidence("site-built=29");
  const Json conditions = Of(order)["gates"][0]["conditions"];
  std::string states;
  for (const Json& condition : conditions) {
    states += std::string(condition["id"]) + "=" + std::string(condition["state"]) + " ";
    EXPECT_FALSE(condition["duty"].empty());
  }
  EXPECT_EQ(states, "purchase-order=open site=failed ");
}

TEST_F(JsonTest, PlacesAndScreening) {
  Order order = GoodOrder();
  EXPECT_EQ(Of(order)["places"]["permitted"], "any");
  order.item = "Apart 1";
  const Json json = Of(order);
  EXPECT_EQ(json["places"]["permitted"], Json::array({"MY"}));
  EXPECT_EQ(json["places"]["deadlock"], false);
  EXPECT_EQ(json["places"]["place_of_use_permitted"], "false");
  EXPECT_EQ(json["gates"][0]["places"], Json::array({"CN", "MY"}));
  EXPECT_EQ(json["screening"]["state"], "not-run");
  order.date = *Date::Parse("2027-01-01");
  EXPECT_EQ(Of(order)["places"]["deadlock"], true);
  EXPECT_EQ(Of(order)["places"]["permitted"], Json::array());
}

TEST_F(JsonTest, AClassificationHasTheKeysOfTheContract) {
  const Json json = OfItem("Huge 1");
  ExpectKeys(json,
             {"item", "as_of", "reading", "metrics", "codes", "governing", "because", "missing"});
  ExpectKeys(json["metrics"],
             {"tpp", "performance_density", "memory_bandwidth", "memory_bandwidth_density"});
  EXPECT_EQ(json["item"], "Huge 1");
  EXPECT_EQ(json["as_of"], "2026-04-01");
  EXPECT_EQ(json["reading"], "enforced");
  EXPECT_EQ(json["metrics"]["tpp"], "6400");
  EXPECT_EQ(json["metrics"]["performance_density"], "8");
  EXPECT_TRUE(json["metrics"]["memory_bandwidth"].is_null());
  EXPECT_EQ(json["codes"], Json::array({"BIG"}));
  EXPECT_EQ(json["governing"], "BIG");
  EXPECT_EQ(json["because"][0]["provision"], "leave.big");
  EXPECT_EQ(json["missing"], Json::array());
  ExpectNoFloats(json);
}

TEST_F(JsonTest, AnItemInNoEntryHasTheDefaultCode) {
  const Json json = OfItem("Apart 1");
  EXPECT_EQ(json["codes"], Json::array({"PLAIN"}));
  EXPECT_EQ(json["governing"], "PLAIN");
}

TEST_F(JsonTest, AnOpenClassificationSaysWhatIsMissing) {
  const Json json = OfItem("Vague 1");
  EXPECT_EQ(json["metrics"]["tpp"], "4000..5600");
  EXPECT_EQ(json["codes"], Json::array());
  EXPECT_EQ(json["possible"], Json::array({"BIG", "SMALL"}));
  EXPECT_TRUE(json["governing"].is_null());
  EXPECT_EQ(json["missing"], Json::array({"item.tpp"}));
}

TEST_F(JsonTest, AnyTextOfAnOrderComesBackAsItWas) {
  Order order = GoodOrder();
  order.id = "quote \" back \\ tab \t end </script> \xE8\x8A\xAF\xE7\x89\x87";
  order.note = "line\nbreak \x01";
  order.source = "https://example.org/?a=b&c=<d>";
  const Json json = Of(order);
  EXPECT_EQ(json["order"], order.id);
  EXPECT_EQ(json["note"], order.note);
  EXPECT_EQ(json["source"], order.source);
}

TEST_F(JsonTest, BytesThatAreNoTextDoNotStopIt) {
  Order order = GoodOrder();
  order.id = "bad \xFF byte";
  EXPECT_FALSE(Of(order)["order"].empty());
}

TEST_F(JsonTest, StringsAreQuoted) {
  EXPECT_EQ(JsonString("a\"b\n"), "\"a\\\"b\\n\"");
  EXPECT_EQ(JsonString(""), "\"\"");
}

TEST_F(JsonTest, AnItemShowsItsFiguresAndContents) {
  const Json huge = Parsed(ItemJson(**engine_.catalog().Find("Huge 1")));
  EXPECT_EQ(huge["rates"][0]["tera_ops"], "400");
  EXPECT_EQ(huge["rates"][0]["bits"], "16");
  EXPECT_EQ(huge["rates"][0]["tpp"], "6400");
  ExpectNoFloats(huge);
  const Json board = Parsed(ItemJson(**engine_.catalog().Find("Modest board")));
  EXPECT_EQ(board["contents"][0]["item"], "Modest 1");
  EXPECT_EQ(board["contents"][0]["count"], 8);
  EXPECT_EQ(board["metrics"]["tpp"], "700");
  EXPECT_EQ(board["metrics"]["total_tpp"], "5600");
}

TEST_F(JsonTest, AReportHoldsTheRegimesTheFactsAndTheDecisions) {
  const auto decision = Judge(engine_, GoodOrder(), {});
  ASSERT_TRUE(decision);
  const std::string one = DecisionJson(engine_, *decision);
  const ReportHeader header{"orders.csv", *Date::Parse("2026-11-21"), Date::Max(), {}};
  const Json json = Parsed(ReportJson(engine_, header, {one, one}));
  EXPECT_EQ(json["title"], "orders.csv");
  EXPECT_EQ(json["generated_on"], "2026-11-21");
  EXPECT_EQ(json["decisions"].size(), 2U);
  EXPECT_EQ(json["decisions"][1]["order"], "order-1");
  ASSERT_EQ(json["regimes"].size(), 2U);
  EXPECT_EQ(json["regimes"][0]["provisions"][0]["id"], "leave.big");
  EXPECT_EQ(json["regimes"][0]["provisions"][0]["effective"], "2020-01-01");
  EXPECT_TRUE(json["regimes"][0]["provisions"][0]["ends"].is_null());
  EXPECT_FALSE(json["facts"]["item.tpp"].empty());
  EXPECT_EQ(Parsed(ReportJson(engine_, header, {}))["decisions"].size(), 0U);
}

}  // namespace
}  // namespace licet
