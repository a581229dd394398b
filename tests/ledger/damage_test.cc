// Files that are damaged, foreign, newer, full or read-only: the ledger says so in
// one sentence and makes nothing worse.

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>

#include "../journal/temp_folder.h"
#include "licet/base/seams.h"
#include "licet/journal/sqlite_store.h"
#include "licet/ledger/book.h"
#include "simulated_disk.h"

namespace licet {
namespace {

const FixedClock kClock(Date::FromDays(20'500));

Command Seen(int i) {
  return {fmt::format("c{}", i), "clerk", "", Date::FromDays(20'500),
          Observe{.stage = "shipped", .units = i, .text = std::string(200, 'x')}};
}

Result<Book> OpenBook(const std::string& where, StoreMode mode, const SqliteOptions& options = {}) {
  LICET_ASSIGN_OR_RETURN(auto store, OpenSqliteStore(where, mode, options));
  return Book::Open(std::move(store), kClock);
}

// Closed in order, so that all of it is in the one file.
void MakeBook(const std::string& where, int records, const SqliteOptions& options = {}) {
  auto book = OpenBook(where, StoreMode::kCreate, options);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  for (int i = 0; i < records; ++i) {
    ASSERT_TRUE(book->Submit(Seen(i)).has_value());
  }
}

std::string ErrorOf(const std::string& where, StoreMode mode = StoreMode::kReadWrite) {
  const auto book = OpenBook(where, mode);
  return book ? "" : book.error().ToString();
}

// The error, when the file is still what it was.
std::string ErrorThatChangesNothing(const std::string& where) {
  const std::string before = ReadFile(where);
  std::string error = ErrorOf(where);
  EXPECT_EQ(ReadFile(where), before) << "opening changed the file";
  return error;
}

void Execute(const std::string& where, const std::string& sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(where.c_str(), &database), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
      << sqlite3_errmsg(database);
  sqlite3_close(database);
}

// Whether the sentence says what is wrong and where.
void ExpectSays(const std::string& error, std::string_view what) {
  EXPECT_NE(error.find(what), std::string::npos) << "it said: '" << error << "'";
}

class Damage : public testing::Test {
 protected:
  void SetUp() override { MakeBook(where_, 300); }
  const TempFolder folder_;
  const std::string where_ = folder_.Path("book.db");
};

TEST_F(Damage, TruncatedFile) {
  const std::string whole = ReadFile(where_);
  for (const std::size_t part : {whole.size() / 2, whole.size() - 4096, std::size_t{4096}}) {
    WriteFile(where_, whole.substr(0, part));
    ExpectSays(ErrorThatChangesNothing(where_), "restore");
  }
  for (const std::size_t part : {std::size_t{50}, std::size_t{1}}) {
    WriteFile(where_, whole.substr(0, part));
    EXPECT_NE(ErrorThatChangesNothing(where_), "") << part;
  }
  WriteFile(where_, "");
  ExpectSays(ErrorThatChangesNothing(where_), "empty");
}

TEST_F(Damage, OverwrittenPages) {
  const std::string whole = ReadFile(where_);
  int noticed = 0;
  for (std::size_t at = 4096; at + 4096 <= whole.size(); at += 4096) {
    std::string damaged = whole;
    damaged.replace(at, 4096, std::string(4096, '\xa5'));
    WriteFile(where_, damaged);
    const std::string error = ErrorThatChangesNothing(where_);
    // Pages of indexes that opening does not read are found by VerifyJournal.
    if (error.empty()) continue;
    ++noticed;
    EXPECT_TRUE(error.find("restore") != std::string::npos ||
                error.find("not a journal") != std::string::npos)
        << "page at " << at << ": " << error;
  }
  EXPECT_GT(noticed, 10);
}

TEST_F(Damage, ChangedRecord) {
  std::string changed = ReadFile(where_);
  const std::size_t at = changed.find("\"stage\":\"shipped\"");
  ASSERT_NE(at, std::string::npos);
  changed.replace(at, 17, "\"stage\":\"shippex\"");
  WriteFile(where_, changed);
  ExpectSays(ErrorThatChangesNothing(where_), "do not hash to its head");
}

TEST_F(Damage, RecordsThatAreGone) {
  Execute(where_,
          "DROP TRIGGER journal_record_kept; DELETE FROM journal_record WHERE sequence = 7");
  ExpectSays(ErrorThatChangesNothing(where_), "damaged");
  Execute(where_, "DELETE FROM journal_record WHERE sequence > 6");
  EXPECT_NE(ErrorThatChangesNothing(where_), "");
  Execute(where_, "DELETE FROM journal_head");
  ExpectSays(ErrorThatChangesNothing(where_), "no head");
}

TEST_F(Damage, HeadBeforeTheRecords) {
  Execute(where_, "UPDATE journal_head SET size = 0, frontier = x''");
  ExpectSays(ErrorThatChangesNothing(where_), "its head counts 0 records");
}

TEST_F(Damage, RecordsAreKeptFromDeletionAndChange) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(where_.c_str(), &database), SQLITE_OK);
  for (const char* sql :
       {"DELETE FROM journal_record", "UPDATE journal_record SET bytes = x'00'"}) {
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
  }
  sqlite3_close(database);
  EXPECT_EQ(ErrorOf(where_), "");
}

TEST_F(Damage, NewerSchema) {
  Execute(where_, "PRAGMA user_version = 99");
  ExpectSays(ErrorThatChangesNothing(where_), "use a newer licet");
}

TEST_F(Damage, WrongFile) {
  const std::string text = folder_.Path("orders.csv");
  WriteFile(text, std::string(5000, 'a'));
  ExpectSays(ErrorThatChangesNothing(text), "not a journal");
  const std::string other = folder_.Path("other.db");
  Execute(other, "CREATE TABLE t(x); PRAGMA application_id = 7");
  ExpectSays(ErrorThatChangesNothing(other), "not a journal");
  ExpectSays(ErrorOf(folder_.Path("missing.db")), "missing.db");
  ExpectSays(ErrorOf(folder_.Path("")), "folder");
  ExpectSays(ErrorOf(""), "empty path");
}

// A database of somebody else is not made into a journal, even where one may be made.
TEST_F(Damage, CreateDoesNotTakeAnotherFile) {
  const std::string other = folder_.Path("other.db");
  Execute(other, "CREATE TABLE t(x)");
  const std::string before = ReadFile(other);
  ExpectSays(ErrorOf(other, StoreMode::kCreate), "not a journal");
  EXPECT_EQ(ReadFile(other), before);
}

TEST_F(Damage, ReadOnlyFile) {
  const std::string before = ReadFile(where_);
  auto book = OpenBook(where_, StoreMode::kReadOnly);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  const std::string description = Describe(book->state());
  const auto reply = book->Submit(Seen(1000));
  ASSERT_FALSE(reply.has_value());
  ExpectSays(reply.error().ToString(), "permission");
  ASSERT_TRUE(book->Refresh().has_value());
  EXPECT_EQ(Describe(book->state()), description);
  book = std::unexpected(Error(ErrorCode::kIo, "closed", {}));
  EXPECT_EQ(ReadFile(where_), before);
  if (geteuid() == 0) return;  // who may do everything is never refused
  std::filesystem::permissions(where_, std::filesystem::perms::owner_read);
  ExpectSays(ErrorThatChangesNothing(where_), "permission");
}

// ---- On a disk that fails

TEST(DiskFaults, FullDiskRefusesAndGoesOnWhenThereIsRoom) {
  SimulatedDisk disk(1);
  const SqliteOptions options = {.vfs = disk.name(), .exclusive = true, .busy_ms = 0};
  MakeBook("book.db", 5, options);
  auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  disk.SetFull(true);
  const auto full = book->Submit(Seen(5));
  ASSERT_FALSE(full.has_value());
  ExpectSays(full.error().ToString(), "the disk is full");
  disk.SetFull(false);
  const auto reply = book->Submit(Seen(5));
  ASSERT_TRUE(reply.has_value()) << reply.error().ToString();
  EXPECT_EQ(reply->sequence, 5U);
  EXPECT_FALSE(reply->repeated);
  EXPECT_EQ(book->state().records, 6U);
}

TEST(DiskFaults, FailingSyncIsNoAnswer) {
  SimulatedDisk disk(2);
  const SqliteOptions options = {.vfs = disk.name(), .exclusive = true, .busy_ms = 0};
  MakeBook("book.db", 5, options);
  auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
  ASSERT_TRUE(book.has_value()) << book.error().ToString();
  disk.FailSyncs(1);
  EXPECT_FALSE(book->Submit(Seen(5)).has_value());
  const auto again = book->Submit(Seen(5));
  ASSERT_TRUE(again.has_value()) << again.error().ToString();
  EXPECT_EQ(again->sequence, 5U);
}

// The file is made with a rollback journal; once records are acknowledged, that one's
// name must not come back and undo the making.
TEST(DiskFaults, AFileThatWasMadeStaysMade) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    SimulatedDisk disk(seed);
    const SqliteOptions options = {.vfs = disk.name(), .exclusive = true, .busy_ms = 0};
    MakeBook("book.db", 5, options);
    disk.Restart(SimulatedDisk::Loss::kPower);
    const auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
    ASSERT_TRUE(book.has_value()) << "seed " << seed << ": " << book.error().ToString();
    EXPECT_EQ(book->state().records, 5U);
  }
}

// A process that was killed before its sync: who finds what it wrote must make it
// safe before saying that it is there.
TEST(DiskFaults, WhatAKilledProcessLeftIsSyncedBeforeItCounts) {
  int found = 0;
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SimulatedDisk disk(seed);
    const SqliteOptions options = {.vfs = disk.name(), .exclusive = true, .busy_ms = 0};
    MakeBook("book.db", 5, options);
    {
      auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
      ASSERT_TRUE(book.has_value()) << book.error().ToString();
      disk.DieAfter(1 + seed % 12);
      (void)book->Submit(Seen(5));
    }
    disk.Restart(SimulatedDisk::Loss::kNone);
    std::uint64_t records = 0;
    {
      auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
      ASSERT_TRUE(book.has_value()) << book.error().ToString();
      records = book->state().records;
      // The power fails before this one ends in order.
      disk.DieAfter(1);
      (void)book->Submit(Seen(6));
    }
    disk.Restart(SimulatedDisk::Loss::kPower);
    auto book = OpenBook("book.db", StoreMode::kReadWrite, options);
    ASSERT_TRUE(book.has_value()) << book.error().ToString();
    EXPECT_GE(book->state().records, records) << "seed " << seed;
    found += records == 6 ? 1 : 0;
  }
  EXPECT_GT(found, 0);
}

}  // namespace
}  // namespace licet
