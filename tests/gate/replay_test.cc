// Replays against a plain loop over the judge of single orders.

#include "licet/gate/replay.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "../../bench/order_book.h"
#include "gate/ask.h"
#include "licet/gate/grounds.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;
const std::string kOrders = kHome + "/data/orders/";
const std::string kRecord = kOrders + "public-record.csv";
const std::vector<std::string> kRegimes = {"cn-import", "us-ear"};

Date Day(const std::string& text) { return *Date::Parse(text); }
const Date kToday = *Date::Parse("2026-11-21");

ReplaySetting Setting(const std::string& text) {
  auto setting = ParseReplaySetting(text, "--under", kRegimes, kToday);
  if (!setting) ADD_FAILURE() << setting.error().ToString();
  return *setting;
}
ReplaySetting Own() {
  ReplaySetting own{"own", "", {}};
  own.clocks.known_at = kToday;
  return own;
}

Engine Load(const std::vector<std::string>& overlays) {
  const auto disk = RealDisk();
  auto engine =
      Engine::Load(*disk, {kHome, "", kOrders + "parties.csv", kOrders + "owners.csv", overlays});
  if (!engine) ADD_FAILURE() << engine.error().ToString();
  return std::move(*engine);
}

struct Replayed {
  ReplayTotals totals;
  std::string rows;
};

Status Replay(const std::string& orders, const std::vector<ReplaySetting>& settings, int jobs,
              const LoadOverlaid& load, Replayed* out) {
  const auto disk = RealDisk();
  BulkOptions bulk;
  bulk.orders = orders;
  bulk.workers = jobs;
  return RunBulk(
      *disk, bulk, [&] { return MakeReplayWorker(settings, kToday, load, true, &out->totals); },
      [out](PartOutcome& part) {
        out->rows += static_cast<ReplayedPart&>(part).rows;
        return Status();
      });
}

LoadOverlaid Loader() {
  return [](const std::vector<std::string>& overlays) -> Result<Engine> { return Load(overlays); };
}

// ---- the plain loop ----------------------------------------------------------

struct Said {
  Verdict verdict = Verdict::kHold;
  std::string headline;
  std::string gates;
  std::set<std::string> fired;
};

// Each regime's gate is taken from a decision under that regime's own clocks.
Said JudgePlainly(Engine& engine, const Order& order, const ReplaySetting& setting) {
  Decision joined;
  for (const Pack& pack : engine.packs()) {
    const Clocks clocks = pack.regime == setting.regime ? setting.clocks : Own().clocks;
    auto decision = Judge(engine, order, clocks);
    if (!decision) {
      ADD_FAILURE() << decision.error().ToString();
      return {};
    }
    std::vector<GateAnswer> gates = std::move(joined.gates);
    for (GateAnswer& gate : decision->gates) {
      if (gate.determination.pack == &pack) gates.push_back(std::move(gate));
    }
    joined = std::move(*decision);
    joined.gates = std::move(gates);
  }
  joined.place_permitted = Truth::kTrue;
  joined.deadlock = false;
  joined.places.reset();
  JoinGates(engine, &joined);
  Said said;
  said.verdict = joined.verdict;
  said.headline = std::string(ToString(joined.verdict));
  for (const GateAnswer& gate : joined.gates) {
    const Determination& d = gate.determination;
    std::string text = d.pack->regime + "=" + std::string(ToString(d.outcome));
    for (const std::string& word : {d.exception, d.governing, d.review}) {
      if (!word.empty()) text += " " + word;
    }
    said.gates += (said.gates.empty() ? "" : ";") + text;
    for (int number : FiredOf(engine.schema(), gate)) {
      said.fired.insert(d.pack->provisions[static_cast<std::size_t>(number)].id);
    }
  }
  said.headline += said.gates;
  return said;
}

std::vector<Order> ReadOrders(const std::string& path) {
  const auto disk = RealDisk();
  auto reader = OrderReader::Open(*disk, path);
  std::vector<Order> orders;
  for (Order order; reader->Next(&order).value();) orders.push_back(order);
  return orders;
}

Amounts AmountsOf(const Engine& engine, const Order& order) {
  const Item& item = **engine.catalog().Find(order.item);
  Amounts one;
  one.orders = 1;
  one.units = order.quantity.micros() / Decimal::kScale;
  one.unpriced = order.unit_price ? 0 : 1;
  if (order.unit_price) one.value = Multiply(order.quantity, *order.unit_price)->micros();
  const Range tpp = *Scale(item.metrics.total_tpp, order.quantity);
  one.unmeasured = tpp.high ? 0 : 1;
  if (tpp.low) one.tpp_low = tpp.low->micros();
  if (tpp.high) one.tpp_high = tpp.high->micros();
  return one;
}

ReplayResult Plainly(const std::vector<Order>& orders, const ReplaySetting& base,
                     const ReplaySetting& setting) {
  Engine before = Load(base.overlays);
  Engine after = Load(setting.overlays);
  ReplayResult result;
  for (const Order& order : orders) {
    const Said a = JudgePlainly(before, order, base);
    const Said b = JudgePlainly(after, order, setting);
    if (a.headline == b.headline) continue;
    ReplayChange change{a.verdict, b.verdict, a.gates, b.gates, {}, {}};
    std::set_difference(b.fired.begin(), b.fired.end(), a.fired.begin(), a.fired.end(),
                        std::back_inserter(change.gained));
    std::set_difference(a.fired.begin(), a.fired.end(), b.fired.begin(), b.fired.end(),
                        std::back_inserter(change.lost));
    const Amounts one = AmountsOf(before, order);
    result.changed += one;
    result.changes[change] += one;
    result.buyers[order.end_user.empty() ? order.purchaser : order.end_user] += one;
    result.items[(*before.catalog().Find(order.item))->model] += one;
    result.months[order.date.ToString().substr(0, 7)] += one;
  }
  return result;
}

void ExpectSame(const ReplayResult& found, const ReplayResult& expected, const std::string& what) {
  EXPECT_EQ(found.changed, expected.changed) << what;
  EXPECT_EQ(found.changes, expected.changes) << what;
  EXPECT_EQ(found.buyers, expected.buyers) << what;
  EXPECT_EQ(found.items, expected.items) << what;
  EXPECT_EQ(found.months, expected.months) << what;
}

TEST(Replay, EqualsAPlainLoopOnThePublicRecord) {
  const std::vector<Order> orders = ReadOrders(kRecord);
  const std::vector<ReplaySetting> settings = {
      Own(),
      Setting("us-ear@2023-11-17"),
      Setting("us-ear@2025-05-13,known=2025-05-12"),
      Setting("us-ear@own,codified"),
      Setting("cn-import@2026-08-19"),
      Setting("us-ear@own,overlay=" + kHome + "/docs/overlays/acme.yaml")};
  Replayed replayed;
  ASSERT_TRUE(Replay(kRecord, settings, 1, Loader(), &replayed));
  ASSERT_EQ(replayed.totals.results.size(), settings.size() - 1);
  EXPECT_EQ(replayed.totals.all.orders, static_cast<std::int64_t>(orders.size()));
  std::int64_t changed = 0;
  for (std::size_t s = 1; s < settings.size(); ++s) {
    const ReplayResult expected = Plainly(orders, settings[0], settings[s]);
    ExpectSame(replayed.totals.results[s - 1], expected, settings[s].name);
    changed += expected.changed.orders;
  }
  EXPECT_GT(replayed.totals.results[0].changed.orders, 20);
  // A row for each changed order and setting.
  EXPECT_EQ(std::count(replayed.rows.begin(), replayed.rows.end(), '\n'), changed);
}

TEST(Replay, ComparesWithAnotherBaseline) {
  const std::vector<Order> orders = ReadOrders(kRecord);
  const std::vector<ReplaySetting> settings = {Setting("us-ear@2025-01-13"),
                                               Setting("us-ear@2022-10-21")};
  Replayed replayed;
  ASSERT_TRUE(Replay(kRecord, settings, 2, Loader(), &replayed));
  ExpectSame(replayed.totals.results[0], Plainly(orders, settings[0], settings[1]), "baseline");
  EXPECT_GT(replayed.totals.results[0].changed.orders, 0);
}

TEST(Replay, TheSameLawChangesNothing) {
  Replayed replayed;
  ASSERT_TRUE(Replay(kRecord, {Own(), Setting("us-ear@own"), Setting("cn-import@own,enforced")}, 2,
                     Loader(), &replayed));
  for (const ReplayResult& result : replayed.totals.results) {
    EXPECT_EQ(result.changed, Amounts());
    EXPECT_TRUE(result.changes.empty());
    EXPECT_TRUE(result.buyers.empty());
  }
  EXPECT_EQ(replayed.rows, "");
}

class Book : public ::testing::Test {
 protected:
  void SetUp() override {
    // A process of its own for each test: they may run at the same time.
    folder_ = ::testing::TempDir() + "licet-replay-" + std::to_string(::getpid());
    std::filesystem::create_directories(folder_);
    const auto disk = RealDisk();
    const std::string data = kHome + "/data/";
    const auto catalog = Catalog::Load(*disk, {data + "chips.csv", data + "hbm.csv",
                                               data + "assemblies.csv", data + "aliases.csv"});
    ASSERT_TRUE(catalog);
    OrderBook book(*catalog, 300, 11);
    ASSERT_TRUE(disk->WriteAtomically(folder_ + "/parties.csv", book.Parties()));
    std::string text = OrderBook::Header();
    // Three parts, and blocks that are full.
    for (std::uint64_t i = 0; i < 25'000; ++i) book.AppendOrder(i, &text);
    ASSERT_TRUE(disk->WriteAtomically(folder_ + "/orders.csv", text));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_;
};

TEST_F(Book, TheNumberOfThreadsChangesNothing) {
  const std::vector<ReplaySetting> settings = {Own(), Setting("us-ear@2023-11-17"),
                                               Setting("us-ear@2026-07-10"),
                                               Setting("us-ear@own,codified")};
  const LoadOverlaid load = [this](const std::vector<std::string>&) {
    const auto disk = RealDisk();
    return Engine::Load(*disk, {kHome, "", folder_ + "/parties.csv", ""});
  };
  Replayed one;
  ASSERT_TRUE(Replay(folder_ + "/orders.csv", settings, 1, load, &one));
  EXPECT_EQ(one.totals.all.orders, 25'000);
  EXPECT_GT(one.totals.results[0].changed.orders, 1000);
  for (const int jobs : {2, 3}) {
    Replayed more;
    ASSERT_TRUE(Replay(folder_ + "/orders.csv", settings, jobs, load, &more));
    EXPECT_TRUE(one.rows == more.rows) << jobs << " threads";
    EXPECT_EQ(one.totals.all, more.totals.all);
    for (std::size_t i = 0; i < one.totals.results.size(); ++i) {
      ExpectSame(more.totals.results[i], one.totals.results[i], settings[i + 1].name);
    }
  }
}

// A rule that starts in the future leaves the days before it as they are.
TEST(Replay, AReformChangesNothingBeforeItsDay) {
  const auto disk = RealDisk();
  const std::string path =
      ::testing::TempDir() + "licet-reform-" + std::to_string(::getpid()) + ".yaml";
  ASSERT_TRUE(
      disk->WriteAtomically(path,
                            "overlay: reform\n"
                            "title: A made-up reform\n"
                            "regimes:\n"
                            "  us-ear:\n"
                            "    provisions:\n"
                            "    - id: reform.stop\n"
                            "      stage: restrict\n"
                            "      cite: {ref: \"a draft\"}\n"
                            "      announced: 2025-12-01\n"
                            "      effective: 2026-01-15\n"
                            "      confidence: primary\n"
                            "      when: true\n"
                            "      gives: {restriction: reform-stop, outcome: prohibited}\n"));
  Replayed replayed;
  ASSERT_TRUE(
      Replay(kRecord, {Own(), Setting("us-ear@own,overlay=" + path)}, 1, Loader(), &replayed));
  std::filesystem::remove(path);
  const ReplayResult& result = replayed.totals.results[0];
  EXPECT_GT(result.changed.orders, 0);
  std::istringstream rows(replayed.rows);
  for (std::string row; std::getline(rows, row);) {
    const std::size_t date = row.find(',') + 1;
    EXPECT_GE(row.substr(date, 10), "2026-01-15") << row;
  }
  for (const auto& [change, amounts] : result.changes) {
    EXPECT_EQ(change.after, Verdict::kBlock);
    EXPECT_TRUE(std::find(change.gained.begin(), change.gained.end(), "reform.stop") !=
                change.gained.end());
  }
}

// An order's own known_at says what was known when it was decided, not what is
// known of the law of another day.
TEST(Replay, TheLawOfADayIsTakenAsKnownNow) {
  const ReplaySetting setting = Setting("us-ear@2023-11-17");
  Order order;
  order.known_at = Day("2022-08-28");
  EXPECT_EQ(setting.clocks.KnownFor(order), kToday);
  EXPECT_EQ(Setting("us-ear@own").clocks.KnownFor(order), Day("2022-08-28"));
  EXPECT_EQ(Setting("us-ear@own,known=2024-01-01").clocks.KnownFor(order), Day("2024-01-01"));
}

TEST(ReplaySetting, ReadsAllWords) {
  const ReplaySetting s =
      Setting("us-ear@2025-05-13,reading=codified,known=2025-06-01,overlay=a b");
  EXPECT_EQ(s.regime, "us-ear");
  EXPECT_EQ(s.clocks.as_of, Day("2025-05-13"));
  EXPECT_EQ(s.clocks.known_at, Day("2025-06-01"));
  EXPECT_EQ(s.clocks.reading, Reading::kCodified);
  EXPECT_EQ(s.overlays, std::vector<std::string>{"a b"});
  EXPECT_EQ(Setting("us-ear@own,codified").clocks.reading, Reading::kCodified);
  EXPECT_EQ(Setting("us-ear@own,codified").clocks.as_of, std::nullopt);
  EXPECT_EQ(Setting("us-ear@own").clocks.known_at, kToday);
}

TEST(ReplaySetting, PointsAtWhatIsWrong) {
  const std::vector<std::pair<std::string, int>> wrong = {
      {"us-ear", 7},
      {"", 1},
      {"us-er@own", 1},
      {"us-ear@2025-02-30", 8},
      {"us-ear@", 8},
      {"us-ear@own,codifid", 12},
      {"us-ear@own,reading=codifid", 20},
      {"us-ear@own,known=soon", 18},
      {"us-ear@own,overlay=", 12},
      {"us-ear@own,overlay", 12},
      {"us-ear@own,", 12},
      {"us-ear@own,codified,knwn=2025-01-01", 21}};
  for (const auto& [text, column] : wrong) {
    const auto setting = ParseReplaySetting(text, "--under", kRegimes, kToday);
    ASSERT_FALSE(setting) << text;
    EXPECT_EQ(setting.error().place().column, column) << setting.error().ToString();
    EXPECT_TRUE(setting.error().ToString().starts_with("--under")) << setting.error().ToString();
  }
}

TEST(Amounts, AreExactBeyond64Bits) {
  Amounts sum;
  Amounts one;
  one.value = INT64_MAX;
  for (int i = 0; i < 4; ++i) sum += one;
  EXPECT_EQ(MicrosText(sum.value), "36893488147419.103228");
  EXPECT_EQ(MicrosText(0), "0");
  EXPECT_EQ(MicrosText(-1'500'000), "-1.5");
  EXPECT_EQ(MicrosText(12'000'001), "12.000001");
}

}  // namespace
}  // namespace licet
