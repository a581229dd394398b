// A primary that dies for good while many write, and a replica that takes over.

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "licet/journal/postgres_store.h"
#include "postgres_server.h"
#include "writers.h"

namespace licet {
namespace {

// Writes one record after the other; what may have been written before the
// connection broke is looked up, as a program would do. Ids that were
// acknowledged are kept.
void WriteThrough(const std::string& url, const std::string& name, const std::atomic<bool>& stop,
                  std::vector<std::string>* acknowledged) {
  std::unique_ptr<JournalStore> store;
  TestWriter writer;
  for (int n = 0; !stop;) {
    if (!store) {
      auto opened = OpenPostgresStore(url, StoreMode::kReadWrite);
      if (!opened) {
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
        continue;
      }
      store = std::move(*opened);
    }
    const std::string id = name + "/" + std::to_string(n);
    const auto there = store->SequenceOf(id);
    if (there && *there) {
      acknowledged->push_back(id);
      ++n;
    } else if (there && writer.Add(*store, {{id, id}})) {
      acknowledged->push_back(id);
      ++n;
    } else {
      store = nullptr;
    }
  }
}

bool Says(const Error& error, std::string_view words) {
  return error.sentence().find(words) != std::string::npos;
}

TEST(PostgresReplicaTest, APromotedReplicaLosesNothingAcknowledged) {
  PostgresServer primary(
      {"wal_level=replica", "max_wal_senders=4", "synchronous_standby_names=replica"});
  ASSERT_EQ(primary.error(), "");
  PostgresServer replica(primary, "replica");
  ASSERT_EQ(replica.error(), "");
  const std::string database = primary.NewDatabase();
  const std::string both =
      "postgresql:///" + database + "?user=licet&host=" + primary.folder() + "," + replica.folder();
  {
    // The replica follows, and takes no writes.
    const auto store = OpenPostgresStore(both, StoreMode::kCreate);
    ASSERT_TRUE(store) << store.error().ToString();
    TestWriter writer;
    ASSERT_TRUE(writer.Add(**store, {{"first", "first"}}));
    // What was acknowledged is on the replica's disk; applied it is a little later.
    constexpr int kTries = 300;
    auto refused = OpenPostgresStore(replica.Url(database), StoreMode::kReadWrite);
    for (int i = 0; i < kTries && !refused && !Says(refused.error(), "takes no writes"); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      refused = OpenPostgresStore(replica.Url(database), StoreMode::kReadWrite);
    }
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().sentence().find("takes no writes"), std::string::npos)
        << refused.error().sentence();
  }

  constexpr std::size_t kWriters = 4;
  std::atomic<bool> stop = false;
  std::vector<std::vector<std::string>> acknowledged(kWriters);
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] { WriteThrough(both, std::to_string(i), stop, &acknowledged[i]); });
  }
  const auto written = [](const PostgresServer& server, const std::string& name) {
    const std::string size = server.Sql(name, "SELECT size FROM journal_head");
    return size.starts_with("error") ? std::uint64_t{0} : std::stoull(size);
  };
  const auto wait_for = [&](const PostgresServer& server, std::uint64_t size) {
    for (int i = 0; i < 1200 && written(server, database) < size; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return written(server, database) >= size;
  };
  EXPECT_TRUE(wait_for(primary, 200));
  primary.Stop(SIGKILL);
  EXPECT_EQ(replica.Sql("postgres", "SELECT pg_promote(true, 60)"), "t");
  const std::uint64_t taken_over = written(replica, database);
  EXPECT_TRUE(wait_for(replica, taken_over + 200));
  stop = true;
  for (std::thread& thread : threads) thread.join();

  const auto store = OpenPostgresStore(both, StoreMode::kReadWrite);
  ASSERT_TRUE(store) << store.error().ToString();
  TestWriter checker;
  ASSERT_TRUE(checker.Add(**store, {})) << "the head does not follow from the records";
  std::size_t told = 1;
  for (const auto& ids : acknowledged) {
    told += ids.size();
    for (const std::string& id : ids) {
      const auto at = (*store)->SequenceOf(id);
      ASSERT_TRUE(at && *at) << id << " was acknowledged and is lost";
      EXPECT_EQ(checker.records()[**at], id);
    }
  }
  EXPECT_GE(checker.records().size(), told);
  EXPECT_LE(checker.records().size(), told + kWriters);
  EXPECT_GT(told, 400U);
}

}  // namespace
}  // namespace licet
