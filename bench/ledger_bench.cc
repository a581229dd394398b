// The ledger: holds a second in a file and on PostgreSQL, how long a journal takes to
// replay, and to check a proof. Prints JSON lines (docs/building.md).
//
// Usage: ledger_bench [RECORDS]: how many records to replay, 1,000,000 by default.

#include <fcntl.h>
#include <fmt/format.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <string>
#include <thread>
#include <vector>

#include "../tests/journal/postgres_server.h"
#include "licet/journal/merkle.h"
#include "licet/ledger/book.h"
#include "licet/ledger/pipeline.h"

namespace licet {
namespace {

using Timer = std::chrono::steady_clock;

double SecondsSince(Timer::time_point start) {
  return std::chrono::duration<double>(Timer::now() - start).count();
}

[[noreturn]] void Stop(const std::string& sentence) {
  fmt::print(stderr, "ledger_bench: {}\n", sentence);
  std::exit(2);
}

template <typename T>
T Must(Result<T> result) {
  if (!result) Stop(result.error().ToString());
  return *std::move(result);
}

void Print(const std::string& name, double value, const char* unit, std::uint64_t n,
           double target = 0, bool at_least = true, const std::string& more = "") {
  fmt::print("{{\"name\":\"{}\",\"value\":{:.6g},\"unit\":\"{}\",\"n\":{}", name, value, unit, n);
  if (target > 0) {
    fmt::print(",\"target\":{:.6g},\"ok\":{}", target,
               at_least ? value >= target : value <= target);
  }
  fmt::print("{}}}\n", more);
  std::fflush(stdout);
}

class Folder {
 public:
  Folder() {
    std::string pattern = std::filesystem::current_path() / "licet-bench-XXXXXX";
    path_ = mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  std::string path_;
};

const Date kDay = *Date::Parse("2026-08-19");

Command InEnvelope(std::string id, Action action) {
  return {std::move(id), "bench", "", kDay, std::move(action)};
}

// One hot licence, bound in units and value.
std::vector<Command> Licence() {
  Approve approve{.authorisation = "D1", .number = "D1234567"};
  approve.terms.limits = {"D1/units", "D1/value"};
  approve.limits = {{.limit = "D1/units", .cap = kMaxUnits},
                    {.limit = "D1/value", .measure = Measure::kValue, .cap = kMaxAmount}};
  return {InEnvelope("apply", ApplyFor{.authorisation = "D1", .regime = "us-ear"}),
          InEnvelope("approve", approve)};
}

Command Hold(const std::string& writer, std::uint64_t number) {
  PlaceOrder order;
  order.order = fmt::format("PO-{}-{:09}", writer, number);
  order.item = "H200";
  order.units = 1;
  order.price = 2'700'000;
  order.purchaser = order.consignee = order.end_user = "bytedance";
  order.destination = order.place_of_use = "HK";
  order.regimes = {"us-ear"};
  std::string id = "order/" + order.order;
  return InEnvelope(std::move(id), std::move(order));
}

Book OpenBook(const std::string& where, const Clock& clock) {
  return Must(Book::Open(Must(OpenJournalStore(where, StoreMode::kCreate)), clock));
}

void MustBeAccepted(const std::vector<Reply>& replies) {
  for (const Reply& reply : replies) {
    if (!reply.accepted()) Stop(reply.refusal->sentence);
  }
}

void MustSubmit(Book* book, const std::vector<Command>& commands) {
  MustBeAccepted(Must(book->Submit(commands)));
}

std::vector<std::vector<Command>> Holds(const std::string& writer, std::uint64_t count,
                                        std::uint64_t batch) {
  std::vector<std::vector<Command>> batches;
  for (std::uint64_t i = 0; i < count; i += batch) {
    auto& commands = batches.emplace_back();
    for (std::uint64_t j = i; j < std::min(count, i + batch); ++j) {
      commands.push_back(Hold(writer, j));
    }
  }
  return batches;
}

// Holds `count` units in batches, each answered before the next is sent; commands
// are made outside of the time that counts.
double HoldsPerSecond(Book* book, const std::string& writer, std::uint64_t count,
                      std::uint64_t batch) {
  const auto batches = Holds(writer, count, batch);
  const auto start = Timer::now();
  for (const auto& commands : batches) MustSubmit(book, commands);
  return static_cast<double>(count) / SecondsSince(start);
}

// The same with the next batch sent while the one before it is written.
double PipelinedHoldsPerSecond(Book book, const std::string& writer, std::uint64_t count,
                               std::uint64_t batch) {
  auto batches = Holds(writer, count, batch);
  Pipeline pipeline(std::move(book));
  std::deque<std::future<Result<std::vector<Reply>>>> answers;
  const auto start = Timer::now();
  for (auto& commands : batches) {
    answers.push_back(pipeline.Submit(std::move(commands)));
    if (answers.size() < Pipeline::kMostInFlight) continue;
    MustBeAccepted(Must(answers.front().get()));
    answers.pop_front();
  }
  for (auto& answer : answers) MustBeAccepted(Must(answer.get()));
  return static_cast<double>(count) / SecondsSince(start);
}

// How often a second the disk can write a block and say that it is there.
double SyncsPerSecond(const std::string& path) {
  constexpr int kSyncs = 4000;
  const std::string block(4096, 'x');
  const int file = open(path.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  if (file < 0) Stop("cannot write " + path);
  const auto start = Timer::now();
  for (int i = 0; i < kSyncs; ++i) {
    if (pwrite(file, block.data(), block.size(), i * 4096) != 4096 || fdatasync(file) != 0) {
      Stop("cannot write " + path);
    }
  }
  close(file);
  return kSyncs / SecondsSince(start);
}

void BenchFile(const Folder& folder, const Clock& clock) {
  constexpr std::uint64_t kBatched = 400'000;
  constexpr double kTarget = 100'000;
  constexpr double kShareOfSyncs = 0.75;
  {
    Book book = OpenBook(folder.File("batches.db"), clock);
    MustSubmit(&book, Licence());
    Print("ledger.holds.batch64.waiting", HoldsPerSecond(&book, "w", kBatched, 64), "holds/s",
          kBatched);
    Print("ledger.holds.batch64", PipelinedHoldsPerSecond(std::move(book), "p", kBatched, 64),
          "holds/s", kBatched, kTarget);
  }
  // Syncs before and after: the disk's speed varies.
  const double before = SyncsPerSecond(folder.File("syncs-1"));
  Book book = OpenBook(folder.File("single.db"), clock);
  MustSubmit(&book, Licence());
  constexpr std::uint64_t kSingle = 20'000;
  const double rate = HoldsPerSecond(&book, "w", kSingle, 1);
  const double syncs = (before + SyncsPerSecond(folder.File("syncs-2"))) / 2;
  Print("ledger.disk.fdatasync", syncs, "syncs/s", 8000);
  Print("ledger.holds.single", rate, "holds/s", kSingle, kShareOfSyncs * syncs);
}

// What several writers reach together.
double Together(int writers, const std::function<void(int)>& work, std::uint64_t count) {
  std::vector<std::thread> threads;
  const auto start = Timer::now();
  for (int i = 0; i < writers; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
  return static_cast<double>(count) / SecondsSince(start);
}

constexpr int kWriters = 8;

// The peer: one guarded UPDATE and an event, each in a transaction of its own.
double GuardedUpdates(PostgresServer& server, const std::string& database, std::uint64_t each) {
  server.Sql(database,
             "CREATE TABLE quota (id int PRIMARY KEY, cap bigint, used bigint, held bigint)");
  server.Sql(database,
             "CREATE TABLE event (id bigserial PRIMARY KEY, quota int, units bigint, word text)");
  server.Sql(database, "INSERT INTO quota VALUES (1, 1000000000, 0, 0)");
  const std::string url = server.Url(database);
  return Together(
      kWriters,
      [&](int) {
        PGconn* c = PQconnectdb(url.c_str());
        PGresult* prepared =
            PQprepare(c, "hold",
                      "WITH moved AS (UPDATE quota SET held = held + 1 WHERE id = 1 AND "
                      "used + held + 1 <= cap RETURNING id) INSERT INTO event (quota, units, word) "
                      "SELECT id, 1, $1 FROM moved",
                      1, nullptr);
        PQclear(prepared);
        for (std::uint64_t i = 0; i < each; ++i) {
          const std::string word = fmt::format("PO-{}", i);
          const char* values[] = {word.c_str()};
          PGresult* done = PQexecPrepared(c, "hold", 1, values, nullptr, nullptr, 0);
          if (PQresultStatus(done) != PGRES_COMMAND_OK) Stop(PQerrorMessage(c));
          PQclear(done);
        }
        PQfinish(c);
      },
      kWriters * each);
}

double StoreHolds(const std::string& url, const Clock& clock, const std::string& run,
                  std::uint64_t each, std::uint64_t batch) {
  return Together(
      kWriters,
      [&](int writer) {
        Book book = OpenBook(url, clock);
        HoldsPerSecond(&book, fmt::format("{}{}", run, writer), each, batch);
      },
      kWriters * each);
}

void BenchPostgres(const Clock& clock) {
  constexpr std::uint64_t kGuarded = 2000;
  constexpr std::uint64_t kBatched = 12'800;
  constexpr std::uint64_t kSingle = 500;
  constexpr double kTimes = 3;
  PostgresServer& server = PostgresServer::Shared();
  if (!server.error().empty()) Stop(server.error());
  const std::string database = server.NewDatabase();
  const std::string url = server.Url(database);
  {
    Book book = OpenBook(url, clock);
    MustSubmit(&book, Licence());
  }
  const double guarded = GuardedUpdates(server, database, kGuarded);
  const double batched = StoreHolds(url, clock, "b", kBatched, 64);
  const double single = StoreHolds(url, clock, "s", kSingle, 1);
  const auto peer = [&](double rate) {
    return fmt::format(",\"peer\":\"guarded UPDATE\",\"peer_value\":{:.6g},\"ratio\":{:.3g}",
                       guarded, rate / guarded);
  };
  Print("ledger.postgres.holds.batch64", batched, "holds/s", kWriters * kBatched, kTimes * guarded,
        true, peer(batched));
  Print("ledger.postgres.holds.single", single, "holds/s", kWriters * kSingle, 0, true,
        peer(single));
}

void BenchReplay(const Folder& folder, const Clock& clock, std::uint64_t records) {
  const std::string file = folder.File("replay.db");
  {
    Book book = OpenBook(file, clock);
    MustSubmit(&book, Licence());
    HoldsPerSecond(&book, "r", records / 2, 4096);
    std::vector<Command> commands;
    for (std::uint64_t i = 0; i < records / 2; ++i) {
      commands.push_back(
          InEnvelope(fmt::format("ship/{:09}", i), Ship{.order = fmt::format("PO-r-{:09}", i),
                                                        .shipment = fmt::format("S-{:09}", i),
                                                        .units = 1}));
      if (commands.size() < 4096 && i + 1 < records / 2) continue;
      MustSubmit(&book, commands);
      commands.clear();
    }
  }
  constexpr double kTarget = 10;
  constexpr double kTargetRecords = 10'000'000;
  // The first times find memory that the system has still to give back or to write out.
  constexpr std::size_t kTimes = 9;
  std::vector<double> seconds;
  std::uint64_t replayed = 0;
  for (std::size_t i = 0; i < kTimes; ++i) {
    const auto start = Timer::now();
    const Book book = OpenBook(file, clock);
    seconds.push_back(SecondsSince(start));
    replayed = book.state().records;
  }
  std::ranges::sort(seconds);
  Print("ledger.replay", seconds[kTimes / 2], "s", replayed,
        kTarget * static_cast<double>(records) / kTargetRecords, false,
        fmt::format(",\"best\":{:.3g},\"worst\":{:.3g},\"times\":{}", seconds.front(),
                    seconds.back(), kTimes));
}

void BenchProof() {
  constexpr std::uint64_t kLeaves = 1 << 20;
  std::vector<std::vector<TreeHash>> levels(1);
  for (std::uint64_t i = 0; i < kLeaves; ++i) levels[0].push_back(LeafHash(std::to_string(i)));
  while (levels.back().size() > 1) {
    std::vector<TreeHash> next;
    for (std::size_t i = 0; i < levels.back().size(); i += 2) {
      next.push_back(NodeHash(levels.back()[i], levels.back()[i + 1]));
    }
    levels.push_back(std::move(next));
  }
  constexpr std::uint64_t kIndex = 777'777;
  const auto read = [&](int level, std::uint64_t index) -> Result<TreeHash> {
    return levels[static_cast<std::size_t>(level)][index];
  };
  const auto proof = Must(InclusionProof(kIndex, kLeaves, read));
  constexpr int kChecks = 10'000;
  const std::string record = std::to_string(kIndex);
  const auto start = Timer::now();
  for (int i = 0; i < kChecks; ++i) {
    if (!CheckInclusion(LeafHash(record), kIndex, kLeaves, proof, levels.back()[0])) {
      Stop("a proof does not hold");
    }
  }
  Print("ledger.proof.check", SecondsSince(start) * 1000 / kChecks, "ms", kChecks, 1, false);
}

}  // namespace
}  // namespace licet

int main(int argc, char** argv) {
  const std::uint64_t records = argc > 1 ? std::stoull(argv[1]) : 1'000'000;
  const auto clock = licet::RealClock();
  const licet::Folder folder;
  licet::BenchFile(folder, *clock);
  licet::BenchReplay(folder, *clock, records);
  licet::BenchProof();
  licet::BenchPostgres(*clock);
}
