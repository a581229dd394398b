// The fifteen invariants of the public Ledger Conformance Kit
// (https://github.com/technomorphcorporation/ledger-conformance-kit), as checks of
// our own. Each is asked of the real ledger, which keeps it, and of a mutant that
// has one defect, which does not: so each check can fail.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "../journal/postgres_server.h"
#include "../journal/temp_folder.h"
#include "conformance_mutants.h"
#include "ledger_under_test.h"
#include "record_model.h"

namespace licet {
namespace {

constexpr std::int64_t kCap = 100;
constexpr std::int64_t kMuch = 1'000'000;

Command Make(const std::string& id, Action action) {
  return {id, "clerk", "", Date::FromDays(20'500), std::move(action)};
}

// Two licences, one a regime: "us" has the limits "u" (units) and "v" (value), "cn"
// has "c" (units).
void SetUp(LedgerUnderTest& ledger, std::int64_t cap) {
  const auto submit = [&](const char* id, Action action) {
    const Reply reply = ledger.Submit(Make(id, std::move(action)));
    ASSERT_TRUE(reply.accepted()) << id << ": " << reply.refusal->sentence;
  };
  submit("s1", ApplyFor{.authorisation = "us", .regime = "us-ear"});
  submit("s2", ApplyFor{.authorisation = "cn", .regime = "cn-import"});
  submit("s3", Approve{.authorisation = "us",
                       .number = "D1",
                       .terms = {.limits = {"u", "v"}},
                       .limits = {{.limit = "u", .cap = cap},
                                  {.limit = "v", .measure = Measure::kValue}}});
  submit("s4", Approve{.authorisation = "cn",
                       .number = "M1",
                       .terms = {.limits = {"c"}},
                       .limits = {{.limit = "c", .cap = cap}}});
}

Command Order(const std::string& id, std::int64_t units, std::int64_t price = 10) {
  return Make(
      id,
      PlaceOrder{
          .order = "o-" + id, .units = units, .price = price, .regimes = {"us-ear", "cn-import"}});
}
Command ShipOf(const std::string& id, std::int64_t units) {
  return Make(id + "-ship", Ship{.order = "o-" + id, .shipment = "p-" + id, .units = units});
}

// Every thread runs it with its number.
void InThreads(const std::function<void(int)>& run) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(run, i);
}

// Orders, shipments, cancellations and returns by several threads.
void BeBusy(LedgerUnderTest& ledger) {
  InThreads([&](int thread) {
    for (int i = 0; i < 12; ++i) {
      const std::string id = fmt::format("{}-{}", thread, i);
      ledger.Submit(Order(id, 4));
      if (i % 2 == 0) ledger.Submit(ShipOf(id, 3));
      if (i % 3 == 0) ledger.Submit(Make(id + "-c", Cancel{.order = "o-" + id, .units = 1}));
      if (i % 4 == 0) ledger.Submit(Make(id + "-r", Reverse{.shipment = "p-" + id, .units = 2}));
    }
  });
}

// What the records add up to; *wrong when they break a promise.
RecordModel ModelOf(LedgerUnderTest& ledger, std::string* wrong) {
  RecordModel model;
  for (const std::string& bytes : ledger.Journal()) {
    if (wrong->empty()) *wrong = model.Take(bytes);
  }
  return model;
}

// ---- The checks: "" when the invariant holds, else what broke it.

std::string Balanced(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  BeBusy(ledger);
  std::string wrong;
  ModelOf(ledger, &wrong);
  return wrong;
}

std::string AppendOnly(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  for (const char* id : {"a", "b"}) ledger.Submit(Order(id, 1));
  const auto before = ledger.Journal();
  BeBusy(ledger);
  const auto after = ledger.Journal();
  if (after.size() <= before.size()) return "the journal did not grow";
  return std::equal(before.begin(), before.end(), after.begin()) ? "" : "an old record changed";
}

std::string HashesIntact(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  BeBusy(ledger);
  GrowingTree tree;
  for (const std::string& bytes : ledger.Journal()) tree.Append(LeafHash(bytes));
  return tree.Root() == ledger.Root() ? "" : "the records do not hash to the head";
}

std::string RepeatIsNothing(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  const Reply first = ledger.Submit(Order("a", 7));
  const auto records = ledger.Journal().size();
  const auto balances = ledger.Balances();
  for (int i = 0; i < 3; ++i) {
    const Reply again = ledger.Submit(Order("a", 7));
    if (!again.accepted() || !again.repeated) return "a repeat was not known as one";
    if (again.sequence != first.sequence || again.outcome != first.outcome) {
      return "a repeat was answered otherwise";
    }
  }
  if (ledger.Submit(Order("a", 8)).accepted()) return "an id served two actions";
  return ledger.Journal().size() == records && ledger.Balances() == balances
             ? ""
             : "a repeat changed something";
}

std::string ConcurrentRepeatsAreOne(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  std::atomic<int> fresh = 0;
  std::atomic<int> refused = 0;
  for (int round = 0; round < 5; ++round) {
    InThreads([&](int) {
      const Reply reply = ledger.Submit(Order(fmt::format("a{}", round), 1));
      fresh += reply.accepted() && !reply.repeated ? 1 : 0;
      refused += reply.accepted() ? 0 : 1;
    });
  }
  if (refused > 0) return "a repeat was refused";
  return fresh == 5 && ledger.Balances()["u"].held == 5 ? "" : "one order was held more than once";
}

std::string NoLostUpdates(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  InThreads([&](int thread) {
    for (int i = 0; i < 25; ++i) ledger.Submit(Order(fmt::format("{}-{}", thread, i), 1));
  });
  const std::int64_t held = ledger.Balances()["u"].held;
  return held == kThreads * 25 ? ""
                               : fmt::format("{} orders of one unit hold {}", kThreads * 25, held);
}

// What moves at one gate moves at the other, after every record.
std::string Conserved(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  BeBusy(ledger);
  RecordModel model;
  for (const std::string& bytes : ledger.Journal()) {
    if (auto wrong = model.Take(bytes); !wrong.empty()) return wrong;
    if (model.HeldOn("u") != model.HeldOn("c") || model.PostedOn("u") != model.PostedOn("c")) {
      return "the two gates hold different amounts";
    }
  }
  return "";
}

std::string BalancesAreTheJournal(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  BeBusy(ledger);
  std::string wrong;
  const RecordModel model = ModelOf(ledger, &wrong);
  for (const auto& [account, balance] : ledger.Balances()) {
    if (balance == Balance{model.HeldOn(account), model.PostedOn(account)}) continue;
    return fmt::format("'{}' holds {} and the journal says {}", account, balance.held,
                       model.HeldOn(account));
  }
  return wrong;
}

std::string NeverOverdrawn(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  std::atomic<std::int64_t> sold = 0;
  InThreads([&](int thread) {
    for (int i = 0; i < 20; ++i) {
      const Reply reply = ledger.Submit(Order(fmt::format("{}-{}", thread, i), 3));
      sold += reply.accepted() ? 3 : 0;
    }
  });
  const std::int64_t held = ledger.Balances()["u"].held;
  if (held > kCap || sold > kCap) return fmt::format("{} of {} were sold", sold.load(), kCap);
  return sold == 99 && held == 99 ? "" : "what was there could not be sold";
}

std::string NoDrift(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  std::int64_t cents = 0;
  for (int i = 0; i < 400; ++i) {
    if (!ledger.Submit(Order(fmt::format("{}", i), 1, 10 + i % 7)).accepted()) return "refused";
    cents += 10 + i % 7;
  }
  const std::int64_t held = ledger.Balances()["v"].held;
  return held == cents ? "" : fmt::format("{} cents were held as {}", cents, held);
}

std::string MeasuresStayApart(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  const auto accepted = [&](const char* id, LimitTerms terms) {
    return ledger.Submit(Make(id, DefineLimit{std::move(terms)})).accepted();
  };
  if (accepted("m1", {.limit = "u", .measure = Measure::kTpp, .cap = kMuch})) {
    return "a limit in units became one in TPP";
  }
  if (accepted("m2",
               {.limit = "w", .measure = Measure::kValue, .share_of = "u", .num = 1, .den = 2})) {
    return "a limit in cents is a share of one in units";
  }
  if (ledger.Submit(Order("a", 1, -1)).accepted()) return "a unit without a price has a value";
  return "";
}

std::string ReturnsCompensate(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  ledger.Submit(Order("a", 5));
  ledger.Submit(ShipOf("a", 5));
  const auto before = ledger.Journal();
  ledger.Submit(Make("r", Reverse{.shipment = "p-a", .units = 2}));
  const auto after = ledger.Journal();
  if (after.size() != before.size() + 1) return "a return is no record of its own";
  if (!std::equal(before.begin(), before.end(), after.begin())) return "an old record is gone";
  return ledger.Balances()["u"] == Balance{0, 3} ? "" : "a return did not give back";
}

std::string RebuildsExactly(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  BeBusy(ledger);
  State state;
  for (const std::string& bytes : ledger.Journal()) {
    const auto record = DecodeRecord(bytes);
    if (!record) return record.error().ToString();
    if (auto status = Enact(&state, *record); !status) return status.error().ToString();
  }
  return Describe(state) == ledger.Description() ? "" : "replay gives another state";
}

std::string OrderIsKept(LedgerUnderTest& ledger) {
  SetUp(ledger, kMuch);
  std::mutex mutex;
  std::map<std::string, std::uint64_t> sequences;
  std::string wrong;
  InThreads([&](int thread) {
    std::uint64_t last = 0;
    for (int i = 0; i < 15; ++i) {
      const Command command = Order(fmt::format("{}-{}", thread, i), 1);
      const Reply reply = ledger.Submit(command);
      const std::scoped_lock lock(mutex);
      if (reply.sequence <= last) wrong = "a later command has an earlier number";
      last = sequences[command.id] = reply.sequence;
    }
  });
  const auto journal = ledger.Journal();
  for (const auto& [id, sequence] : sequences) {
    const bool there =
        sequence < journal.size() && DecodeRecord(journal[sequence]).value().command.id == id;
    if (!there) return fmt::format("record {} is not that of '{}'", sequence, id);
  }
  std::int64_t at = 0;
  for (const std::string& bytes : journal) {
    const std::int64_t next = DecodeRecord(bytes).value().at;
    if (next < at) return "an instant goes back";
    at = next;
  }
  return wrong;
}

std::string RefusalsStayRefusals(LedgerUnderTest& ledger) {
  SetUp(ledger, kCap);
  const auto records = ledger.Journal().size();
  for (int i = 0; i < 3; ++i) {
    const Reply reply = ledger.Submit(Order("a", kCap + 1));
    if (reply.accepted() || reply.repeated) return "a refused order came back as applied";
  }
  return ledger.Journal().size() == records ? "" : "a refusal left a record";
}

// ---- Each of them, asked of the real one and of a mutant

using Check = std::string (*)(LedgerUnderTest&);
struct Invariant {
  const char* name;
  Check check;
  std::unique_ptr<LedgerUnderTest> (*mutant)(std::string where);
};

template <typename T>
std::unique_ptr<LedgerUnderTest> New(std::string where) {
  return std::make_unique<T>(std::move(where));
}

const Invariant kInvariants[] = {
    {"Inv01EveryRecordIsBalanced", Balanced, New<DropsALeg>},
    {"Inv02JournalOnlyGrows", AppendOnly, New<RewritesHistory>},
    {"Inv03HashesAreIntact", HashesIntact, New<EditsUnderTheHash>},
    {"Inv04RepeatIsNothing", RepeatIsNothing, New<ForgetsIds>},
    {"Inv05ConcurrentRepeatsAreOne", ConcurrentRepeatsAreOne, New<ChecksIdsThenActs>},
    {"Inv06NoLostUpdates", NoLostUpdates, New<LosesUpdates>},
    {"Inv07ValueIsConserved", Conserved, New<HoldsOneAfterTheOther>},
    {"Inv08BalancesAreTheJournal", BalancesAreTheJournal, New<CachesBalances>},
    {"Inv09NeverOverdrawn", NeverOverdrawn, New<ChecksLimitsThenActs>},
    {"Inv10NoDrift", NoDrift, New<CountsInFloats>},
    {"Inv11MeasuresStayApart", MeasuresStayApart, New<MixesMeasures>},
    {"Inv12ReturnsCompensate", ReturnsCompensate, New<DeletesWhatCameBack>},
    {"Inv13RebuildsExactly", RebuildsExactly, New<ChangesWithoutARecord>},
    {"Inv14OrderIsKept", OrderIsKept, New<ReordersRecords>},
    {"Inv15RefusalsStayRefusals", RefusalsStayRefusals, New<TakesARefusalForDone>},
};

class Conformance : public testing::TestWithParam<Invariant> {};

TEST_P(Conformance, HoldsOnSqlite) {
  const TempFolder folder;
  RealLedger ledger(folder.Path("ledger.db"));
  EXPECT_EQ(GetParam().check(ledger), "");
}

TEST_P(Conformance, HoldsThroughOneWriter) {
  const TempFolder folder;
  GroupedLedger ledger(folder.Path("ledger.db"));
  EXPECT_EQ(GetParam().check(ledger), "");
}

TEST_P(Conformance, FailsOnItsMutant) {
  const TempFolder folder;
  const auto mutant = GetParam().mutant(folder.Path("ledger.db"));
  EXPECT_NE(GetParam().check(*mutant), "");
}

class ConformancePostgres : public Conformance {};

TEST_P(ConformancePostgres, Holds) {
  PostgresServer& server = PostgresServer::Shared();
  ASSERT_EQ(server.error(), "");
  RealLedger ledger(server.Url(server.NewDatabase()));
  EXPECT_EQ(GetParam().check(ledger), "");
}

INSTANTIATE_TEST_SUITE_P(Kit, ConformancePostgres, testing::ValuesIn(kInvariants),
                         [](const auto& invariant) { return std::string(invariant.param.name); });
INSTANTIATE_TEST_SUITE_P(Kit, Conformance, testing::ValuesIn(kInvariants),
                         [](const auto& invariant) { return std::string(invariant.param.name); });

}  // namespace
}  // namespace licet
