// What a journal on a server does when writers, connections and servers die.

#include <fcntl.h>
#include <gtest/gtest.h>

#include <future>
#include <map>

#include "licet/journal/postgres_store.h"
#include "postgres_server.h"
#include "writers.h"

namespace licet {
namespace {

std::unique_ptr<JournalStore> OpenOrFail(const std::string& url, StoreMode mode) {
  auto store = OpenPostgresStore(url, mode);
  EXPECT_TRUE(store) << (store ? "" : store.error().ToString());
  return store ? std::move(*store) : nullptr;
}

// Dense, with ids that are there once, and a head that follows from the records.
void ExpectSound(const PostgresServer& server, const std::string& database) {
  const auto store = OpenOrFail(server.Url(database), StoreMode::kReadWrite);
  ASSERT_NE(store, nullptr);
  TestWriter checker;
  const auto followed = checker.Add(*store, {});
  EXPECT_TRUE(followed) << followed.error().ToString();
  EXPECT_EQ(server.Sql(database,
                       "SELECT count(*) = (SELECT size FROM journal_head) AND"
                       " max(sequence) + 1 = count(*) FROM journal_record"),
            "t");
}

class PostgresFaultsTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(server_.error(), "");
    database_ = server_.NewDatabase();
    store_ = OpenOrFail(server_.Url(database_), StoreMode::kCreate);
    ASSERT_NE(store_, nullptr);
  }
  std::string Sql(const std::string& sql) { return server_.Sql(database_, sql); }

  // Ends every connection of stores, as an administrator may.
  void EndConnections() {
    EXPECT_NE(Sql("SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity"
                  " WHERE application_name = 'licet' AND datname = current_database()"),
              "0");
  }
  // A trigger at the commit of the head's move, which runs a piece of PL/pgSQL.
  void AtCommit(const std::string& code) {
    Sql("CREATE SEQUENCE commits");
    ASSERT_EQ(Sql("CREATE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " +
                  code + " RETURN NULL; END $$"),
              "");
    ASSERT_EQ(Sql("CREATE CONSTRAINT TRIGGER at_commit AFTER UPDATE ON journal_head"
                  " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION at_commit()"),
              "");
  }

  PostgresServer& server_ = PostgresServer::Shared();
  std::string database_;
  std::unique_ptr<JournalStore> store_;
};

TEST_F(PostgresFaultsTest, AConnectionThatEndsBetweenWritesIsMadeAgain) {
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store_, Numbered(0, 2)));
  EndConnections();
  ASSERT_TRUE(writer.Add(*store_, Numbered(2, 2)));
  EndConnections();
  EXPECT_EQ(AllRecords(*store_), writer.records());
  EndConnections();
  EXPECT_TRUE(store_->PutCheckpoint(4, "note"));
  EXPECT_EQ(store_->Checkpoints()->size(), 1U);
  ExpectSound(server_, database_);
}

TEST_F(PostgresFaultsTest, AConnectionThatEndsBeforeTheCommitIsTriedAgain) {
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store_, Numbered(0, 2)));
  const int before = writer.decided();
  TestWriter other;
  const auto written = writer.Add(*store_, Numbered(2, 3), {}, [&](JournalAddition*) -> Status {
    if (writer.decided() > before + 1) return {};
    EndConnections();
    // The lock is gone with the connection, so that another writer comes first.
    const auto second = OpenOrFail(server_.Url(database_), StoreMode::kReadWrite);
    return other.Add(*second, {{"other", "other"}});
  });
  ASSERT_TRUE(written) << written.error().ToString();
  EXPECT_EQ(writer.decided(), before + 2);
  const std::vector<std::string> expected = {"record 0", "record 1", "other",
                                             "record 2", "record 3", "record 4"};
  EXPECT_EQ(writer.records(), expected);
  EXPECT_EQ(AllRecords(*store_), expected);
  ExpectSound(server_, database_);
}

// It cannot be asked a second time: it takes what it decided for written.
class HastyWriter : public TestWriter {
 public:
  std::uint64_t Known() const override {
    return TestWriter::Known() + static_cast<std::uint64_t>(decided());
  }
};

TEST_F(PostgresFaultsTest, AWriterThatRunsAheadIsNotAskedAgain) {
  HastyWriter writer;
  const auto refused = writer.Add(*store_, Numbered(0, 1), {}, [&](JournalAddition*) -> Status {
    EndConnections();
    return {};
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kIo);
  EXPECT_EQ(writer.decided(), 1);
  EXPECT_TRUE(AllRecords(*store_).empty());
}

TEST_F(PostgresFaultsTest, ReadingGoesOnWhereTheConnectionEnded) {
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store_, Numbered(0, 5000)));
  std::vector<std::string> records;
  const auto read = store_->Read(0, 5000, [&](std::uint64_t sequence, std::string_view bytes) {
    if (sequence == 700 || sequence == 3000) EndConnections();
    records.emplace_back(bytes);
    return Status();
  });
  ASSERT_TRUE(read) << read.error().ToString();
  EXPECT_EQ(records, writer.records());
}

TEST_F(PostgresFaultsTest, ConflictsAreTriedAgain) {
  AtCommit(
      "IF nextval('commits') = 1 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END IF;"
      "IF currval('commits') = 2 THEN RAISE EXCEPTION 'x' USING ERRCODE = '40P01'; END IF;");
  TestWriter writer;
  const auto written = writer.Add(*store_, Numbered(0, 3));
  ASSERT_TRUE(written) << written.error().ToString();
  EXPECT_EQ(writer.decided(), 3);
  EXPECT_EQ(AllRecords(*store_), writer.records());
  ExpectSound(server_, database_);
}

TEST_F(PostgresFaultsTest, ConflictsAreNotTriedForEver) {
  AtCommit("RAISE EXCEPTION 'in the way' USING ERRCODE = '40001';");
  TestWriter writer;
  const auto refused = writer.Add(*store_, Numbered(0, 3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kIo);
  EXPECT_NE(refused.error().sentence().find("again and again (in the way)"), std::string::npos)
      << refused.error().sentence();
  EXPECT_GT(writer.decided(), 3);
  EXPECT_TRUE(AllRecords(*store_).empty());
}

TEST_F(PostgresFaultsTest, OtherRefusalsAtTheCommitAreNotTriedAgain) {
  AtCommit("RAISE EXCEPTION 'no room' USING ERRCODE = '53100';");
  TestWriter writer;
  const auto refused = writer.Add(*store_, Numbered(0, 3));
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().sentence().find("disk is full (no room)"), std::string::npos)
      << refused.error().sentence();
  EXPECT_EQ(writer.decided(), 1);
  EXPECT_TRUE(AllRecords(*store_).empty());
}

// Nobody here can know whether a commit under way was made: it is not repeated.
TEST_F(PostgresFaultsTest, AConnectionThatEndsDuringTheCommitIsTold) {
  AtCommit("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10);");
  TestWriter writer;
  const auto refused = writer.Add(*store_, Numbered(0, 3));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kIo);
  EXPECT_NE(refused.error().sentence().find("whether the last write was made is not known"),
            std::string::npos)
      << refused.error().sentence();
  EXPECT_EQ(writer.decided(), 1);
  // The store goes on.
  Sql("DROP TRIGGER at_commit ON journal_head");
  EXPECT_FALSE(*store_->SequenceOf("id-0"));
  EXPECT_TRUE(writer.Add(*store_, Numbered(0, 3)));
  ExpectSound(server_, database_);
}

// A process of its own that runs `body` with a pipe to write to.
struct Child {
  pid_t process = 0;
  int pipe = -1;
};

Child Fork(const std::function<void(int)>& body) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  const pid_t process = fork();
  if (process == 0) {
    close(ends[0]);
    body(ends[1]);
    _exit(0);
  }
  close(ends[1]);
  return {process, ends[0]};
}

void Tell(int pipe) {
  if (write(pipe, "x", 1) != 1) _exit(1);
}

// How many times the child told, until it ended or had told `most` times.
int Hear(const Child& child, int most) {
  int heard = 0;
  char byte = 0;
  while (heard < most && read(child.pipe, &byte, 1) == 1) ++heard;
  return heard;
}

void Kill(const Child& child) {
  kill(child.process, SIGKILL);
  waitpid(child.process, nullptr, 0);
}

TEST_F(PostgresFaultsTest, AWriterThatIsKilledLeavesNothingAndNoLock) {
  const Child child = Fork([&](int pipe) {
    const auto store = OpenPostgresStore(server_.Url(database_), StoreMode::kReadWrite);
    TestWriter writer;
    if (!store) return;
    (void)writer.Add(**store, Numbered(0, 1));
    (void)writer.Add(**store, Numbered(1, 1), {}, [&](JournalAddition*) -> Status {
      Tell(pipe);
      pause();
      return {};
    });
  });
  ASSERT_EQ(Hear(child, 1), 1);
  EXPECT_EQ(AllRecords(*store_), std::vector<std::string>{"record 0"});  // readers do not wait
  Kill(child);
  TestWriter writer;
  const auto written = writer.Add(*store_, Numbered(7, 1));
  ASSERT_TRUE(written) << written.error().ToString();
  EXPECT_EQ(AllRecords(*store_), (std::vector<std::string>{"record 0", "record 7"}));
  close(child.pipe);
}

// Eight processes write; four of them are killed wherever they are. What was
// acknowledged is there, what each wrote is in its order, and nothing is twice.
TEST_F(PostgresFaultsTest, ProcessesThatAreKilledLoseNothingAcknowledged) {
  constexpr int kProcesses = 8;
  constexpr int kWrites = 60;
  std::vector<Child> children;
  for (int i = 0; i < kProcesses; ++i) {
    children.push_back(Fork([&, i](int pipe) {
      const auto store = OpenPostgresStore(server_.Url(database_), StoreMode::kReadWrite);
      if (!store) return;
      TestWriter writer;
      for (int n = 0; n < kWrites; ++n) {
        const std::string id = std::to_string(i) + "/" + std::to_string(n);
        const auto done = writer.AddMade(**store, [&](const std::vector<std::string>& records) {
          return std::vector<JournalEntry>{{id, id + " after " + std::to_string(records.size())}};
        });
        if (!done) _exit(1);
        Tell(pipe);
      }
    }));
  }
  std::vector<int> acknowledged(kProcesses);
  for (int i = 0; i < kProcesses; i += 2) {
    acknowledged[static_cast<std::size_t>(i)] = Hear(children[static_cast<std::size_t>(i)], 5 + i);
    Kill(children[static_cast<std::size_t>(i)]);
  }
  for (std::size_t i = 0; i < kProcesses; ++i) {
    acknowledged[i] += Hear(children[i], kWrites);
    if (i % 2 != 0) {
      waitpid(children[i].process, nullptr, 0);
      EXPECT_EQ(acknowledged[i], kWrites);
    }
    close(children[i].pipe);
  }
  std::map<std::string, int> written;
  const std::vector<std::string> records = AllRecords(*store_);
  for (std::size_t at = 0; at < records.size(); ++at) {
    const std::string process = records[at].substr(0, records[at].find('/'));
    EXPECT_EQ(records[at],
              process + "/" + std::to_string(written[process]++) + " after " + std::to_string(at));
  }
  for (std::size_t i = 0; i < kProcesses; ++i) {
    const int there = written[std::to_string(i)];
    // One more may have been written and not told any more.
    EXPECT_GE(there, acknowledged[i]);
    EXPECT_LE(there, acknowledged[i] + 1);
  }
  ExpectSound(server_, database_);
}

// The whole server dies and comes back.
TEST(PostgresRestartTest, AServerThatRestartsIsWaitedFor) {
  PostgresServer server;
  ASSERT_EQ(server.error(), "");
  const std::string database = server.NewDatabase();
  const auto store = OpenOrFail(server.Url(database), StoreMode::kCreate);
  ASSERT_NE(store, nullptr);
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 3)));
  std::promise<void> decides;
  std::promise<void> stopped;
  // Not the other way round: the server ends with the thread that started it.
  auto written = std::async(std::launch::async, [&] {
    return writer.Add(*store, Numbered(3, 1), {}, [&](JournalAddition*) -> Status {
      if (writer.decided() > 2) return {};
      decides.set_value();
      stopped.get_future().wait();
      return {};
    });
  });
  decides.get_future().wait();
  server.Stop(SIGINT);
  stopped.set_value();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  server.Start({});
  const Status done = written.get();
  ASSERT_TRUE(done) << done.error().ToString();
  EXPECT_EQ(writer.decided(), 3);
  EXPECT_EQ(AllRecords(*store), writer.records());
  EXPECT_EQ(writer.records().size(), 4U);
  ExpectSound(server, database);
}

}  // namespace
}  // namespace licet
