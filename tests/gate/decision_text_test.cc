// Explanations from kept text against those of single decisions.

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gate/condition_text.h"
#include "gate/json_parts.h"
#include "gate/text_template.h"
#include "licet/gate/batch.h"
#include "licet/gate/json.h"
#include "small_world.h"

namespace licet {
namespace {

// Judges the orders as one block, and each by itself.
void ExpectSameText(Engine& engine, BatchJudge& judge, const Clocks& clocks,
                    const std::vector<Order>& orders) {
  for (const Order& order : orders) {
    *judge.Next() = order;
    const Status taken = judge.Take();
    ASSERT_TRUE(taken) << taken.error().ToString();
  }
  judge.Run();
  for (std::size_t i = 0; i < orders.size(); ++i) {
    const Result<Decision> single = Judge(engine, orders[i], clocks);
    ASSERT_TRUE(single) << single.error().ToString();
    std::string text;
    judge.AppendJson(i, &text);
    ASSERT_EQ(text, DecisionJson(engine, *single));
  }
  judge.Clear();
}

void ExpectSameText(Engine& engine, const std::vector<Order>& orders, const Clocks& clocks = {}) {
  BatchJudge judge(engine, clocks);
  ExpectSameText(engine, judge, clocks, orders);
}

TEST(DecisionText, WritesTheNumbersOfAuthorisations) {
  SmallWorld world;
  Engine engine = world.Loaded();
  std::vector<Order> orders;
  for (const std::string number :
       {"L-1", "a \"quote\"", "back\\slash\\", "\\u0001", "\x01", "\x1f", "tab\tand\nline",
        "\xE8\xAE\xB8\xE5\x8F\xAF", "bad \xFF byte", "none", "18446744000000000001", ""}) {
    for (const char* id : {"bis-licence", "bis_licence", "ndrc-release"}) {
      Order order = GoodOrder();
      order.evidence = {{"purchase-order", ""}};
      if (!number.empty()) order.evidence.emplace_back(id, number);
      orders.push_back(order);
      // The side where goods arrive asks for its own.
      order.purchaser = "site";
      if (!number.empty() && *id == 'b') order.evidence.emplace_back("ndrc-release", "N" + number);
      orders.push_back(order);
    }
  }
  ExpectSameText(engine, orders);
}

TEST(DecisionText, WritesTheOrdersOwnFields) {
  SmallWorld world;
  Engine engine = world.Loaded();
  std::vector<Order> orders(1, GoodOrder());
  auto add = [&](auto change) {
    orders.push_back(GoodOrder());
    change(&orders.back());
  };
  add([](Order* o) { o->id = "\"quoted\"\x7f\x80"; });
  add([](Order* o) { o->note = "18446744000000000000 \x01 \x1f"; });
  add([](Order* o) { o->source = "a\\b"; });
  add([](Order* o) { o->known_at = *Date::Parse("2026-02-15"); });
  add([](Order* o) { o->unit_price.reset(); });
  add([](Order* o) { o->unit_price = Decimal::FromMicros(1'500'001); });
  add([](Order* o) { o->item = "Vague 1"; });
  add([](Order* o) { o->item = "Huge board"; });
  add([](Order* o) { o->item = "Apart 1"; });
  add([](Order* o) { o->date = *Date::Parse("2019-01-01"); });
  add([](Order* o) { o->activity = "import"; });
  add([](Order* o) { o->destination = o->place_of_use = ""; });
  add([](Order* o) { o->exporter = o->purchaser = o->consignee = o->end_user = ""; });
  ExpectSameText(engine, orders);
  Clocks clocks;
  clocks.as_of = *Date::Parse("2027-06-01");
  clocks.known_at = *Date::Parse("2026-06-15");
  clocks.reading = Reading::kCodified;
  ExpectSameText(engine, orders, clocks);
}

TEST(DecisionText, SaysWhatIsAssumed) {
  SmallWorld world;
  world.Put("parties.csv", std::string(kSmallParties) +
                               "odd,\"Odd \"\"O\"\" Ltd.\",CN,CN,,T5,\n"
                               "hidden,Hidden Ltd.,CN,CN,?,T5,\n");
  // Rules that know one tier less.
  std::string schema = *world.disk.ReadAll("/w/regimes/schema.yaml", 1 << 20);
  const std::size_t tier = schema.find(", T5]");
  ASSERT_NE(tier, std::string::npos);
  world.Put("regimes/schema.yaml", schema.erase(tier, 4));
  Engine engine = world.Loaded();
  std::vector<Order> orders;
  const std::string firms[] = {"odd", "hidden", "loner", ""};
  for (const std::string& exporter : firms) {
    for (const std::string& purchaser : firms) {
      for (const std::string& consignee : firms) {
        for (const std::string& end_user : firms) {
          Order order = GoodOrder();
          order.exporter = exporter;
          order.purchaser = purchaser;
          order.consignee = consignee;
          order.end_user = end_user;
          orders.push_back(order);
        }
      }
    }
  }
  for (const std::string end_use : {"ai training", "AI-Training", "say \"what\"", ""}) {
    Order order = GoodOrder();
    order.end_use = end_use;
    order.evidence =
        ParseEvidence("purchase-ordr;moon-licence=1;purchase-order;nac-notice=2026-02-01");
    orders.push_back(order);
  }
  ExpectSameText(engine, orders);
}

TEST(DecisionText, FollowsPrivateRules) {
  const std::string home = LICET_SOURCE_DIR;
  const std::string record = home + "/data/orders/";
  const auto disk = RealDisk();
  auto engine = Engine::Load(
      *disk, {home,
              "",
              record + "parties.csv",
              record + "owners.csv",
              {home + "/docs/overlays/acme.yaml", home + "/docs/overlays/bundling.yaml"}});
  ASSERT_TRUE(engine) << engine.error().ToString();
  auto reader = OrderReader::Open(*disk, record + "public-record.csv");
  ASSERT_TRUE(reader);
  std::vector<Order> orders;
  for (Order order; reader->Next(&order).value();) orders.push_back(order);
  for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    Clocks clocks;
    clocks.reading = reading;
    ExpectSameText(*engine, orders, clocks);
  }
}

TEST(DecisionText, IsTheSameOnceItWasDropped) {
  SmallWorld world;
  Engine engine = world.Loaded();
  BatchJudge judge(engine, {});
  judge.KeepText(0);
  Order other = GoodOrder();
  other.destination = "MY";
  other.purchaser = "loner";
  other.evidence = ParseEvidence("nac-notice=2026-02-01");
  other.end_use = "testing";
  for (int block = 0; block < 3; ++block) {
    ExpectSameText(engine, judge, {}, {GoodOrder(), other});
    // Evidence gets its numbers anew with each block.
    other.evidence = ParseEvidence("nac-notice=2026-03-1" + std::to_string(block));
    ExpectSameText(engine, judge, {}, {other, GoodOrder()});
  }
}

// Past so many different texts evidence is forgotten and numbered anew.
TEST(DecisionText, DoesNotTakeOneEvidenceForAnother) {
  constexpr std::int64_t kForgotten = 200'000;
  SmallWorld world;
  world.Put("regimes/leave/law.yaml", std::string(kLeaveLaw) + R"(
- id: leave.built
  stage: restrict
  cite: {ref: "Leave Act 12"}
  announced: 2020-01-01
  effective: 2020-01-01
  confidence: primary
  when: evidence.site_built < 99
  gives: {restriction: built, outcome: prohibited}
)");
  Engine engine = world.Loaded();
  BatchJudge judge(engine, {});
  auto with = [](std::int64_t micros) {
    Order order = GoodOrder();
    order.end_use = "testing";
    order.destination = "HK";
    order.evidence = {{"site-built", Decimal::FromMicros(micros).ToString()}};
    return order;
  };
  ExpectSameText(engine, judge, {}, {with(1), with(50'000'000)});
  for (std::int64_t i = 0; i <= kForgotten; ++i) {
    *judge.Next() = with(i);
    ASSERT_TRUE(judge.Take());
    if (judge.size() == BatchJudge::kBlock) judge.Clear();
  }
  judge.Clear();
  ExpectSameText(engine, judge, {}, {with(50'000'000), with(1), with(2)});
}

TEST(DecisionText, AnObservationIsWrittenAsItsJson) {
  for (const char* distance : {"", "+3"}) {
    const Observation seen{"item.tpp", "a\"b", "TPP", ">= 4800", distance, Truth::kUnknown};
    std::string text;
    AppendObservation(seen, &text);
    EXPECT_EQ(text, Dump(ObservationJson(seen)));
  }
}

TEST(DecisionText, StringsAreAppendedAsNlohmannDumpsThem) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string one = std::string("a") + static_cast<char>(byte) + "z";
    std::string text = "[";
    AppendJsonString(one, &text);
    EXPECT_EQ(text, "[" + JsonString(one)) << byte;
  }
}

// The pieces of a template with its holes as <n> and its marks as {n}.
std::string Pieces(const TextTemplate& text) {
  std::string out;
  text.Append([&](std::uint32_t hole) { out += "<" + std::to_string(hole) + ">"; },
              [&](std::uint32_t mark) { out += "{" + std::to_string(mark) + "}"; }, &out);
  return out;
}

TEST(TextTemplate, HolesStandOutsideStringsOnly) {
  Json json;
  json["days"] = 90;
  json["a"] = TextTemplate::Hole(0);
  json["b"] = Json::array({TextTemplate::Hole(7), "\"18446744000000000007", true});
  json["c \\"] = TextTemplate::Hole(4'000'001);
  EXPECT_EQ(Pieces(TextTemplate(json)),
            R"({"days":90,"a":<0>,"b":[<7>,"\"18446744000000000007",true],"c \\":<4000001>})");
}

TEST(TextTemplate, MarksAreThoseAskedFor) {
  const Json json = "\x01 \x02 \x1f \\u0001 \b \t\n";
  EXPECT_EQ(Pieces(TextTemplate(json, 1U << 1 | 1U << 31)), R"("{1} \u0002 {31} \\u0001 \b \t\n")");
  EXPECT_EQ(Pieces(TextTemplate(json, 1U << '\b')), R"("\u0001 \u0002 \u001f \\u0001 {8} \t\n")");
  EXPECT_EQ(Pieces(TextTemplate(json)), Dump(json));
}

TEST(TextTemplate, BracketsComeOff) {
  TextTemplate list(Json::array({TextTemplate::Hole(1), "\x01"}), 1U << 1);
  list.Unwrap();
  EXPECT_EQ(Pieces(list), R"(<1>,"{1}")");
  TextTemplate object(Json{{"a", TextTemplate::Hole(2)}});
  object.Open();
  EXPECT_EQ(Pieces(object), R"("a":<2>})");
}

}  // namespace
}  // namespace licet
