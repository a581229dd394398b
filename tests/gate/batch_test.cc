// The judge of blocks against the judge of single orders.

#include "licet/gate/batch.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "../../bench/order_book.h"
#include "licet/gate/grounds.h"
#include "licet/gate/json.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

// Everything of a decision that orders of one kind share, as one text.
std::string TextOf(Verdict verdict, const std::string& reason,
                   const std::vector<std::string>& next_steps) {
  std::string text = std::string(ToString(verdict)) + "\n" + reason + "\n";
  for (const std::string& step : next_steps) text += step + "\n";
  return text;
}

std::string TextOf(const Schema& schema, const Decision& d) {
  std::string text = TextOf(d.verdict, d.reason, d.next_steps);
  for (const GateAnswer& gate : d.gates) {
    for (int number : FiredOf(schema, gate)) {
      text += gate.determination.pack->provisions[static_cast<std::size_t>(number)].id + ";";
    }
    for (const std::string& name : gate.missing) text += name + "?";
    for (const std::string& point : gate.open_points) text += point + "\n";
  }
  return text;
}

std::string TextOf(const BatchJudge& judge, std::size_t i) {
  const DecisionKind& kind = judge.kind(i);
  std::string reason;
  for (const char c : kind.reason) {
    const auto regime = static_cast<std::size_t>(c - DecisionKind::kNumberMark);
    if (regime < judge.authorisations(i).size()) {
      reason += judge.authorisations(i)[regime];
    } else {
      reason += c;
    }
  }
  std::string text = TextOf(kind.verdict, reason, kind.next_steps);
  for (const GateKind* gate : kind.gates) {
    for (int number : gate->fired) {
      text +=
          gate->answer.determination.pack->provisions[static_cast<std::size_t>(number)].id + ";";
    }
    for (const std::string& name : gate->answer.missing) text += name + "?";
    for (const std::string& point : gate->answer.open_points) text += point + "\n";
  }
  return text;
}

void ExpectSame(Engine& engine, BatchJudge& judge, const Clocks& clocks) {
  for (std::size_t i = 0; i < judge.size(); ++i) {
    const Result<Decision> single = Judge(engine, judge.order(i), clocks);
    ASSERT_TRUE(single) << single.error().ToString();
    ASSERT_EQ(TextOf(judge, i), TextOf(engine.schema(), *single))
        << "order " << judge.order(i).id << " of " << judge.order(i).date.ToString();
    const std::string json = DecisionJson(engine, *single);
    ASSERT_EQ(DecisionJson(engine, judge.Full(i)), json);
    // Once as it is first met and once from what is kept.
    for (int round = 0; round < 2; ++round) {
      std::string text = "before";
      judge.AppendJson(i, &text);
      ASSERT_EQ(text, "before" + json);
    }
  }
}

Engine LoadEngine(Disk& disk, const std::string& parties, const std::string& owners) {
  auto engine = Engine::Load(disk, {kHome, "", parties, owners});
  if (!engine) ADD_FAILURE() << engine.error().ToString();
  return std::move(*engine);
}

TEST(Batch, EqualsTheSingleJudgeOnThePublicRecord) {
  const auto disk = RealDisk();
  const std::string orders = kHome + "/data/orders/";
  Engine engine = LoadEngine(*disk, orders + "parties.csv", orders + "owners.csv");
  for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
    for (const std::optional<Date> day : {std::optional<Date>(), {Date::FromDays(20000)}}) {
      Clocks clocks;
      clocks.as_of = day;
      clocks.reading = reading;
      BatchJudge judge(engine, clocks);
      auto reader = OrderReader::Open(*disk, orders + "public-record.csv");
      ASSERT_TRUE(reader);
      while (reader->Next(judge.Next()).value()) ASSERT_TRUE(judge.Take());
      judge.Run();
      EXPECT_GE(judge.size(), 100U);
      ExpectSame(engine, judge, clocks);
    }
  }
}

// LICET_RANDOM_ORDERS sets how many (default 3,000).
TEST(Batch, EqualsTheSingleJudgeOnARandomBook) {
  const char* wish = std::getenv("LICET_RANDOM_ORDERS");
  const std::uint64_t count = wish == nullptr ? 3000 : std::strtoull(wish, nullptr, 10);
  constexpr std::uint64_t kSeed = 5;
  const auto disk = RealDisk();
  const std::string folder = ::testing::TempDir();
  const std::string data = kHome + "/data/";
  const auto catalog = Catalog::Load(
      *disk, {data + "chips.csv", data + "hbm.csv", data + "assemblies.csv", data + "aliases.csv"});
  ASSERT_TRUE(catalog);
  OrderBook book(*catalog, 200, kSeed);
  ASSERT_TRUE(disk->WriteAtomically(folder + "/book-parties.csv", book.Parties()));
  std::string text = OrderBook::Header();
  for (std::uint64_t i = 0; i < count; ++i) book.AppendOrder(i, &text);
  ASSERT_TRUE(disk->WriteAtomically(folder + "/book-orders.csv", text));

  Engine engine = LoadEngine(*disk, folder + "/book-parties.csv", "");
  BatchJudge judge(engine, {});
  auto reader = OrderReader::Open(*disk, folder + "/book-orders.csv");
  ASSERT_TRUE(reader);
  bool more = true;
  while (more) {
    more = reader->Next(judge.Next()).value();
    if (more) {
      ASSERT_TRUE(judge.Take());
    }
    if (more && judge.size() < 1024) continue;
    judge.Run();
    ExpectSame(engine, judge, {});
    if (HasFatalFailure()) break;
    judge.Clear();
  }
  RecordProperty("seed", std::to_string(kSeed));
}

// The review of a licence turns on a firm whose owners are not all on file, now
// in this role, now in that: the same provisions, yet another fact to find out.
TEST(Batch, AsksAboutTheRoleThatIsInDoubt) {
  const auto disk = RealDisk();
  const std::string parties = ::testing::TempDir() + "/role-parties.csv";
  ASSERT_TRUE(disk->WriteAtomically(parties,
                                    "party,name,country,headquarters,parent,tier,flags\n"
                                    "seller,Seller,IL,IL,,,\n"
                                    "owner,Owner,BR,BR,,,meu-list\n"
                                    "open,Open,BR,BR,owner,,\n"
                                    "known,Known,DE,DE,,,\n"));
  Engine engine = LoadEngine(*disk, parties, "");
  BatchJudge judge(engine, {});
  for (const int roles : {1, 2, 4, 3, 6, 5, 7}) {
    Order& order = *judge.Next();
    order.id = std::to_string(roles);
    order.date = *Date::Parse("2025-10-19");
    order.activity = "export";
    order.item = "MTIA 450";
    order.quantity = Decimal::FromInt(2098);
    order.exporter = "seller";
    order.purchaser = (roles & 1) != 0 ? "open" : "known";
    order.consignee = (roles & 2) != 0 ? "open" : "known";
    order.end_user = (roles & 4) != 0 ? "open" : "known";
    order.origin = "US";
    order.destination = order.place_of_use = "CN";
    order.end_use = "datacenter";
    ASSERT_TRUE(judge.Take());
  }
  judge.Run();
  ExpectSame(engine, judge, {});
}

// An embargo bars every exception, so that it is all the same which of them
// would fire; neither order may be explained by the other's.
TEST(Batch, DoesNotExplainByAnotherOrdersExceptions) {
  const auto disk = RealDisk();
  const std::string orders = kHome + "/data/orders/";
  Engine engine = LoadEngine(*disk, orders + "parties.csv", orders + "owners.csv");
  BatchJudge judge(engine, {});
  for (const char* activity : {"reexport", "in-country-transfer", "export"}) {
    Order& order = *judge.Next();
    order.id = activity;
    order.date = *Date::Parse("2025-03-05");
    order.activity = activity;
    order.item = "A40";
    order.quantity = Decimal::FromInt(100);
    order.exporter = "nvidia";
    order.purchaser = order.consignee = order.end_user = "alibaba";
    order.origin = "US";
    order.destination = order.place_of_use = "RU";
    order.end_use = "enterprise";
    ASSERT_TRUE(judge.Take());
  }
  judge.Run();
  EXPECT_LT(judge.kinds(), judge.size());
  ExpectSame(engine, judge, {});
}

// A rule that asks for a licence's number must not make one order speak of
// another's.
TEST(Batch, KeepsEachOrdersNumberWhereARuleReadsIt) {
  const auto disk = RealDisk();
  const std::string overlay = ::testing::TempDir() + "/number-overlay.yaml";
  ASSERT_TRUE(disk->WriteAtomically(overlay,
                                    "overlay: numbers\n"
                                    "title: A rule for one licence\n"
                                    "regimes:\n"
                                    "  us-ear:\n"
                                    "    provisions:\n"
                                    "    - id: numbers.withdrawn\n"
                                    "      stage: restrict\n"
                                    "      cite: {ref: \"a letter\"}\n"
                                    "      announced: 2023-01-01\n"
                                    "      effective: 2023-01-01\n"
                                    "      confidence: primary\n"
                                    "      when: evidence.bis_licence == \"D-3\"\n"
                                    "      gives: {restriction: gone, outcome: prohibited}\n"));
  const std::string orders = kHome + "/data/orders/";
  auto engine =
      Engine::Load(*disk, {kHome, "", orders + "parties.csv", orders + "owners.csv", {overlay}});
  ASSERT_TRUE(engine) << engine.error().ToString();
  BatchJudge judge(*engine, {});
  for (const char* number : {"D-1", "D-2", "D-3", "D-1", "none"}) {
    Order& order = *judge.Next();
    order.id = number;
    order.date = *Date::Parse("2025-01-02");
    order.activity = "export";
    order.item = "H100 SXM5 80GB";
    order.quantity = Decimal::FromInt(8);
    order.exporter = "nvidia";
    order.purchaser = order.consignee = order.end_user = "alibaba";
    order.origin = "US";
    order.destination = order.place_of_use = "CN";
    order.end_use = "ai-training";
    order.evidence = {{"bis-licence", number}};
    ASSERT_TRUE(judge.Take());
  }
  judge.Run();
  EXPECT_EQ(judge.kind(2).verdict, Verdict::kBlock);
  EXPECT_NE(judge.kind(0).verdict, Verdict::kBlock);
  ExpectSame(*engine, judge, {});
}

// Two blocks of one length: the second must not be judged by the first one's
// quantities, prices and roles.
TEST(Batch, ForgetsTheBlockBefore) {
  const auto disk = RealDisk();
  const std::string orders = kHome + "/data/orders/";
  Engine engine = LoadEngine(*disk, orders + "parties.csv", orders + "owners.csv");
  auto reader = OrderReader::Open(*disk, orders + "public-record.csv");
  ASSERT_TRUE(reader);
  std::vector<Order> all;
  for (Order order; reader->Next(&order).value();) all.push_back(order);
  BatchJudge judge(engine, {});
  // The second round meets no new law, so that nothing else makes it look anew.
  for (int round = 0; round < 2; ++round) {
    for (const Order& order : all) {
      for (const std::int64_t quantity : {1, 900'000}) {
        judge.Clear();
        *judge.Next() = order;
        judge.Next()->quantity = Decimal::FromInt(quantity);
        judge.Next()->purchaser = quantity == 1 ? order.purchaser : order.exporter;
        ASSERT_TRUE(judge.Take());
        judge.Run();
        ExpectSame(engine, judge, {});
      }
    }
  }
}

TEST(Batch, GivesTheErrorOfTheSingleJudge) {
  const auto disk = RealDisk();
  const std::string orders = kHome + "/data/orders/";
  Engine engine = LoadEngine(*disk, orders + "parties.csv", orders + "owners.csv");
  BatchJudge judge(engine, {});
  Order order;
  order.id = "X";
  order.item = "H20 96GB";
  order.quantity = Decimal::FromInt(1);
  order.date = Date::FromDays(20000);
  order.purchaser = "nobody-of-that-name";
  *judge.Next() = order;
  const Status status = judge.Take();
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().ToString(), Judge(engine, order, {}).error().ToString());
  EXPECT_EQ(judge.size(), 0U);
  order.purchaser = "alibaba";
  order.destination = "Atlantis";
  *judge.Next() = order;
  ASSERT_FALSE(judge.Take());
  order.destination = "CN";
  *judge.Next() = order;
  EXPECT_TRUE(judge.Take());
}

}  // namespace
}  // namespace licet
