// The judge of many settings at once against the judge of single orders.

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "../../bench/order_book.h"
#include "licet/gate/batch.h"
#include "licet/gate/grounds.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

Engine LoadEngine(Disk& disk, const std::string& parties, const std::string& owners) {
  auto engine = Engine::Load(disk, {kHome, "", parties, owners});
  if (!engine) ADD_FAILURE() << engine.error().ToString();
  return std::move(*engine);
}

Clocks On(const char* day, Reading reading = Reading::kEnforced) {
  Clocks clocks;
  if (*day != 0) clocks.as_of = *Date::Parse(day);
  clocks.reading = reading;
  return clocks;
}

// Own dates, days of one law and of another, one regime moved and the other not.
std::vector<std::vector<Clocks>> Settings() {
  Clocks over = On("2025-01-20", Reading::kCodified);
  over.known_at = *Date::Parse("2025-03-01");
  over.over_orders = true;
  return {{On(""), On("")},
          {On("2023-11-17"), On("2023-11-17")},
          {On("2023-11-18"), On("")},
          {On("2025-05-13"), On("")},
          {On(""), On("2026-01-13")},
          {On("2025-05-13", Reading::kCodified), On("", Reading::kCodified)},
          {over, On("")}};
}

// Clocks of a setting differ by regime; the single judge takes one for all.
Decision JudgeUnder(Engine& engine, const Order& order, const std::vector<Clocks>& setting) {
  Decision decision = Judge(engine, order, setting[0]).value();
  for (std::size_t pack = 1; pack < setting.size(); ++pack) {
    const Decision other = Judge(engine, order, setting[pack]).value();
    std::erase_if(decision.gates, [&](const GateAnswer& gate) {
      return gate.determination.pack == &engine.packs()[pack];
    });
    for (const GateAnswer& gate : other.gates) {
      if (gate.determination.pack == &engine.packs()[pack]) decision.gates.push_back(gate);
    }
  }
  return decision;
}

void ExpectSame(Engine& engine, const std::vector<Order>& orders, const StoryJudge& judge) {
  const auto settings = Settings();
  for (std::size_t i = 0; i < judge.size(); ++i) {
    for (std::size_t s = 0; s < settings.size(); ++s) {
      const Decision single = JudgeUnder(engine, orders[i], settings[s]);
      const DecisionKind& kind = *judge.story(i).kinds[s];
      const std::string where = orders[i].id + " under " + std::to_string(s);
      if (settings[s][0] == settings[s][1]) {
        ASSERT_EQ(kind.verdict, single.verdict) << where;
      }
      ASSERT_EQ(kind.gates.size(), single.gates.size()) << where;
      for (std::size_t g = 0; g < kind.gates.size(); ++g) {
        const Determination& a = kind.gates[g]->answer.determination;
        const Determination& b = single.gates[g].determination;
        ASSERT_EQ(a.pack, b.pack) << where;
        ASSERT_EQ(a.outcome, b.outcome) << where;
        ASSERT_EQ(a.exception + a.review + a.governing, b.exception + b.review + b.governing);
        ASSERT_EQ(kind.gates[g]->fired, FiredOf(engine.schema(), single.gates[g])) << where;
      }
    }
  }
}

// In blocks of `block`, so that new snapshots turn up between them.
void ExpectSameInBlocks(Engine& engine, const std::vector<Order>& orders, std::size_t block) {
  StoryJudge judge(engine, Settings());
  for (std::size_t begin = 0; begin < orders.size(); begin += block) {
    const std::vector<Order> some(
        orders.begin() + static_cast<std::ptrdiff_t>(begin),
        orders.begin() + static_cast<std::ptrdiff_t>(std::min(begin + block, orders.size())));
    for (const Order& order : some) {
      *judge.Next() = order;
      ASSERT_TRUE(judge.Take());
    }
    judge.Run();
    ASSERT_EQ(judge.size(), some.size());
    ExpectSame(engine, some, judge);
    judge.Clear();
  }
}

std::vector<Order> ReadOrders(Disk& disk, const std::string& path) {
  auto reader = OrderReader::Open(disk, path);
  std::vector<Order> orders;
  for (Order order; reader->Next(&order).value();) orders.push_back(order);
  return orders;
}

TEST(Stories, EqualTheSingleJudgeOnThePublicRecord) {
  const auto disk = RealDisk();
  const std::string folder = kHome + "/data/orders/";
  Engine engine = LoadEngine(*disk, folder + "parties.csv", folder + "owners.csv");
  ASSERT_EQ(engine.packs().size(), 2U);
  std::vector<Order> orders = ReadOrders(*disk, folder + "public-record.csv");
  // Some say themselves by what was known.
  for (std::size_t i = 0; i < orders.size(); i += 5) orders[i].known_at = orders[i].date;
  for (const std::size_t block : {std::size_t{1}, std::size_t{30}, orders.size()}) {
    ExpectSameInBlocks(engine, orders, block);
  }
}

// LICET_RANDOM_STORIES sets how many (default 500).
TEST(Stories, EqualTheSingleJudgeOnARandomBook) {
  const char* wish = std::getenv("LICET_RANDOM_STORIES");
  const std::uint64_t count = wish == nullptr ? 500 : std::strtoull(wish, nullptr, 10);
  constexpr std::uint64_t kSeed = 7;
  const auto disk = RealDisk();
  const std::string folder = ::testing::TempDir();
  const std::string data = kHome + "/data/";
  const auto catalog = Catalog::Load(
      *disk, {data + "chips.csv", data + "hbm.csv", data + "assemblies.csv", data + "aliases.csv"});
  ASSERT_TRUE(catalog);
  OrderBook book(*catalog, 200, kSeed);
  ASSERT_TRUE(disk->WriteAtomically(folder + "/story-parties.csv", book.Parties()));
  std::string text = OrderBook::Header();
  for (std::uint64_t i = 0; i < count; ++i) book.AppendOrder(i, &text);
  ASSERT_TRUE(disk->WriteAtomically(folder + "/story-orders.csv", text));
  Engine engine = LoadEngine(*disk, folder + "/story-parties.csv", "");
  ExpectSameInBlocks(engine, ReadOrders(*disk, folder + "/story-orders.csv"), 400);
  RecordProperty("seed", std::to_string(kSeed));
}

}  // namespace
}  // namespace licet
