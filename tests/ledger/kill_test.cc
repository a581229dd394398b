// Real processes, really killed: what was acknowledged is there, no limit was
// passed, and the journal holds. LICET_KILL_ROUNDS says how often (20).

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "../journal/postgres_server.h"
#include "../journal/temp_folder.h"
#include "licet/base/seams.h"
#include "licet/journal/journal.h"
#include "licet/ledger/book.h"
#include "record_model.h"

namespace licet {
namespace {

constexpr std::int64_t kCap = 600;  // of the hot licence, drained in some rounds
constexpr int kRoundsALedger = 5;

// A writer and what it said so far.
class Writer {
 public:
  Writer(const std::string& where, const std::string& name) {
    int ends[2];
    EXPECT_EQ(pipe2(ends, O_CLOEXEC), 0);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = LICET_KILL_WRITER;
    std::string where_word = where;
    std::string name_word = name;
    char* words[] = {program.data(), where_word.data(), name_word.data(), nullptr};
    EXPECT_EQ(posix_spawn(&process_, program.c_str(), &actions, nullptr, words, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    output_ = ends[0];
  }
  ~Writer() {
    Kill();
    close(output_);
  }
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Until it says something, or ends.
  void AwaitWord() {
    pollfd wait = {output_, POLLIN, 0};
    poll(&wait, 1, 30'000);
  }
  // Gives its exit code; 0 when it was killed.
  int Kill() {
    if (process_ == 0) return 0;
    kill(process_, SIGKILL);
    int status = 0;
    waitpid(process_, &status, 0);
    process_ = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 0;
  }
  // Everything that it said; REQUIRES that it ended.
  std::string Said() {
    char buffer[4096];
    for (ssize_t got = 0; (got = read(output_, buffer, sizeof buffer)) > 0;) {
      said_.append(buffer, static_cast<std::size_t>(got));
    }
    return said_;
  }

 private:
  pid_t process_ = 0;
  int output_ = -1;
  std::string said_;
};

Command Make(const std::string& id, Action action) {
  return {id, "clerk", "", Date::FromDays(20'500), std::move(action)};
}

// One hot licence, and the other gate's.
void MakeLedger(const std::string& where) {
  const auto clock = RealClock();
  auto store = OpenJournalStore(where, StoreMode::kCreate);
  ASSERT_TRUE(store.has_value()) << store.error().ToString();
  auto book = Book::Open(*std::move(store), *clock);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  const std::vector<Command> commands = {
      Make("s1", ApplyFor{.authorisation = "us", .regime = "us-ear"}),
      Make("s2", ApplyFor{.authorisation = "cn", .regime = "cn-import"}),
      Make("s3", Approve{.authorisation = "us",
                         .number = "D1",
                         .terms = {.limits = {"u"}},
                         .limits = {{.limit = "u", .cap = kCap}}}),
      Make("s4", Approve{.authorisation = "cn",
                         .number = "M1",
                         .terms = {.limits = {"c"}},
                         .limits = {{.limit = "c", .cap = kCap}}})};
  const auto replies = book->Submit(commands);
  ASSERT_TRUE(replies.has_value()) << replies.error().ToString();
  for (const Reply& reply : *replies) ASSERT_TRUE(reply.accepted()) << reply.refusal->sentence;
}

using Acknowledged = std::map<std::string, std::uint64_t>;

// A last line without its end was not said.
void Collect(const std::string& said, Acknowledged* acknowledged) {
  std::istringstream lines(said.substr(0, said.rfind('\n') + 1));
  std::string id;
  std::uint64_t sequence = 0;
  while (lines >> id >> sequence) acknowledged->emplace(id, sequence);
}

void CheckLedger(const std::string& where, const Acknowledged& acknowledged) {
  const auto clock = RealClock();
  auto store = OpenJournalStore(where, StoreMode::kReadWrite);
  ASSERT_TRUE(store.has_value()) << store.error().ToString();
  auto book = Book::Open(*std::move(store), *clock);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  RecordModel model;
  std::vector<std::string> ids;
  // A server may still be at the last commit of one who was killed.
  const std::uint64_t end = book->state().records;
  const auto read =
      book->store().Read(0, end, [&](std::uint64_t, std::string_view bytes) -> Status {
        EXPECT_EQ(model.Take(bytes), "") << ids.size();
        ids.push_back(DecodeRecord(bytes).value().command.id);
        return {};
      });
  ASSERT_TRUE(read.has_value()) << read.error().ToString();
  for (const auto& [id, sequence] : acknowledged) {
    ASSERT_LT(sequence, ids.size()) << id << " was acknowledged and is lost";
    ASSERT_EQ(ids[sequence], id) << "was acknowledged and is lost";
  }
  EXPECT_EQ(model.Compare(book->state()), "");
  EXPECT_TRUE(Audit(book->state()).has_value());
  EXPECT_LE(model.HeldOn("u") + model.PostedOn("u"), kCap);
  EXPECT_EQ(model.HeldOn("u"), model.HeldOn("c"));
  const auto verdict = VerifyJournal(book->store(), std::nullopt);
  ASSERT_TRUE(verdict.has_value()) << verdict.error().ToString();
  EXPECT_TRUE(verdict->Holds()) << verdict->findings.front();
}

// Starts writers, kills half of them at a random moment and the rest at another.
void KillRound(const std::string& where, int round, int count, Random& random,
               Acknowledged* acknowledged) {
  const auto below = [&](std::uint64_t n) { return random.Next() % n; };
  std::vector<std::unique_ptr<Writer>> writers;
  for (int i = 0; i < count; ++i) {
    const char* kind = (round + i) % 3 == 0 ? "p" : "r";  // kill_writer.cc
    writers.push_back(std::make_unique<Writer>(where, fmt::format("{}{}w{}", kind, round, i)));
  }
  // In some rounds before anyone is ready.
  if (below(5) != 0) writers[below(writers.size())]->AwaitWord();
  for (int i = 0; i < count; ++i) {
    if (i == 0 || i == count / 2) {
      std::this_thread::sleep_for(std::chrono::microseconds(below(15'000)));
    }
    EXPECT_NE(writers[static_cast<std::size_t>(i)]->Kill(), 3);
  }
  for (const auto& writer : writers) Collect(writer->Said(), acknowledged);
}

int Rounds() {
  const char* text = getenv("LICET_KILL_ROUNDS");
  int rounds = 20;
  if (text != nullptr) std::from_chars(text, text + strlen(text), rounds);
  return rounds;
}

// `address` makes the address of a store that is not there yet.
void KillMany(int count, const std::function<std::string()>& address) {
  SeededRandom random(static_cast<std::uint64_t>(count));
  std::string where;
  Acknowledged acknowledged;
  std::size_t seen = 0;
  for (int round = 0; round < Rounds(); ++round) {
    if (round % kRoundsALedger == 0) {
      where = address();
      MakeLedger(where);
      acknowledged.clear();
    }
    if (testing::Test::HasFatalFailure()) return;
    const std::size_t before = acknowledged.size();
    KillRound(where, round, count, random, &acknowledged);
    seen += acknowledged.size() - before;
    CheckLedger(where, acknowledged);
    if (testing::Test::HasFailure()) {
      FAIL() << "round " << round << " of " << count << " writers";
    }
  }
  EXPECT_GT(seen, static_cast<std::size_t>(Rounds() / 3)) << "hardly anybody was acknowledged";
}

std::function<std::string()> FilesIn(const TempFolder& folder) {
  return [&folder, made = 0]() mutable { return folder.Path(fmt::format("{}.db", made++)); };
}

TEST(Kill, OneWriterOnSqlite) {
  const TempFolder folder;
  KillMany(1, FilesIn(folder));
}

TEST(Kill, EightWritersOnOneHotLicenceOnSqlite) {
  const TempFolder folder;
  KillMany(8, FilesIn(folder));
}

std::string NewDatabase() {
  PostgresServer& server = PostgresServer::Shared();
  EXPECT_EQ(server.error(), "");
  return server.Url(server.NewDatabase());
}

TEST(KillPostgres, OneWriter) { KillMany(1, NewDatabase); }

TEST(KillPostgres, EightWritersOnOneHotLicence) { KillMany(8, NewDatabase); }

}  // namespace
}  // namespace licet
