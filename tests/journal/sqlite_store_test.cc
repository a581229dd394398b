#include "licet/journal/sqlite_store.h"

#include <sqlite3.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "store_contract.h"
#include "temp_folder.h"

namespace licet {
namespace {

class SqlitePlace {
 public:
  Result<std::unique_ptr<JournalStore>> Open(StoreMode mode) {
    return OpenJournalStore(folder_.Path("journal.db"), mode);
  }

 private:
  TempFolder folder_;
};
INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqlitePlace);

// ---- What only SQLite can do wrong ----

void Sql(const std::string& path, const std::string& statements) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, statements.c_str(), nullptr, nullptr, &message), SQLITE_OK)
      << message;
  sqlite3_free(message);
  sqlite3_close(database);
}

class SqliteStoreTest : public testing::Test {
 protected:
  std::string path() const { return folder_.Path("journal.db"); }

  void Make(std::uint64_t records) {
    TestWriter writer;
    const auto store = OpenSqliteStore(path(), StoreMode::kCreate);
    ASSERT_TRUE(store) << store.error().ToString();
    ASSERT_TRUE(writer.Add(**store, Numbered(0, records)));
  }
  // The sentence of what goes wrong at opening, reading or writing.
  std::string Sentence(StoreMode mode = StoreMode::kReadWrite) {
    const auto store = OpenSqliteStore(path(), mode, {"", false, 50});
    if (!store) {
      EXPECT_EQ(store.error().place().file, path());
      return store.error().sentence();
    }
    const Status read =
        (*store)->Read(0, UINT64_MAX, [](std::uint64_t, std::string_view) { return Status(); });
    if (!read) return read.error().sentence();
    TestWriter writer;
    const auto added = writer.Add(**store, {{"more", "more"}});
    return added ? "" : added.error().sentence();
  }

  TempFolder folder_;
};

void ExpectSays(const std::string& sentence, const std::string& words) {
  EXPECT_NE(sentence.find(words), std::string::npos) << "it says: " << sentence;
}

TEST_F(SqliteStoreTest, SaysWhatIsWrongWithThePath) {
  ExpectSays(Sentence(), "no such file");
  ExpectSays(OpenSqliteStore("", StoreMode::kCreate).error().sentence(), "names no journal");
  ExpectSays(OpenSqliteStore(folder_.Path("."), StoreMode::kCreate).error().sentence(), "a folder");
  ExpectSays(OpenSqliteStore(folder_.Path("no/db"), StoreMode::kCreate).error().sentence(),
             "no folder");
  EXPECT_FALSE(OpenSqliteStore(path(), StoreMode::kCreate, {"no-such-vfs", false, 0}));
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(SqliteStoreTest, RefusesWhatIsNoJournal) {
  WriteFile(path(), "order,date,activity\nPR-001,2026-01-01,export\n");
  const std::string before = ReadFile(path());
  ExpectSays(Sentence(), "no SQLite database");
  ExpectSays(Sentence(StoreMode::kCreate), "no SQLite database");
  EXPECT_EQ(ReadFile(path()), before);

  WriteFile(path(), "");
  ExpectSays(Sentence(), "empty");
  std::filesystem::remove(path());
  Sql(path(), "CREATE TABLE notes (text); INSERT INTO notes VALUES ('mine')");
  const std::string theirs = ReadFile(path());
  ExpectSays(Sentence(), "another program");
  ExpectSays(Sentence(StoreMode::kCreate), "another program");
  EXPECT_EQ(ReadFile(path()), theirs) << "another program's database was changed";
}

TEST_F(SqliteStoreTest, AnEmptyFileBecomesAJournal) {
  WriteFile(path(), "");
  EXPECT_EQ(Sentence(StoreMode::kCreate), "");
  EXPECT_EQ(ReadFile(path()).substr(68, 4), "Lict");
}

TEST_F(SqliteStoreTest, RefusesANewerSchema) {
  Make(1);
  Sql(path(), "PRAGMA user_version = 2");
  ExpectSays(Sentence(), "tables of version 2");
  ExpectSays(Sentence(StoreMode::kReadOnly), "use a newer licet");
  Sql(path(), "PRAGMA user_version = 0");
  ExpectSays(Sentence(), "damaged");
}

TEST_F(SqliteStoreTest, SaysWhenItIsDamaged) {
  Make(2000);
  const std::string good = ReadFile(path());
  // Shorter than its header says.
  WriteFile(path(), good.substr(0, good.size() / 2));
  ExpectSays(Sentence(), "damaged");
  WriteFile(path(), good.substr(0, 60));
  EXPECT_NE(Sentence(), "");
  // Without its header.
  std::string other = good;
  other[3] = 'X';
  WriteFile(path(), other);
  ExpectSays(Sentence(), "no SQLite database");
  // A page of another kind in the middle.
  other = good;
  for (std::size_t page = 4096; page + 4096 <= other.size(); page += 4096) {
    other.replace(page, 16, 16, '\x7F');
  }
  WriteFile(path(), other);
  ExpectSays(Sentence(), "damaged");
  WriteFile(path(), good);
  EXPECT_EQ(Sentence(), "") << "the test broke it, not the damage";
}

// Takes the rights of the superuser away, who may read and write everything.
class WithoutPrivilege {
 public:
  WithoutPrivilege() : user_(geteuid()) {
    if (user_ == 0 && seteuid(65534) != 0) std::abort();
  }
  WithoutPrivilege(const WithoutPrivilege&) = delete;
  WithoutPrivilege& operator=(const WithoutPrivilege&) = delete;
  ~WithoutPrivilege() {
    if (user_ == 0 && seteuid(user_) != 0) std::abort();
  }

 private:
  uid_t user_;
};

TEST_F(SqliteStoreTest, SaysWhenItMayNot) {
  Make(1);
  const std::filesystem::path file = path();
  std::filesystem::permissions(file.parent_path(), std::filesystem::perms::all);
  using std::filesystem::perms;
  std::filesystem::permissions(file, perms::owner_read | perms::group_read | perms::others_read);
  {
    const WithoutPrivilege user;
    ExpectSays(Sentence(), "no permission to write");
    ExpectSays(Sentence(StoreMode::kCreate), "no permission to write");
    const auto reader = OpenSqliteStore(path(), StoreMode::kReadOnly);
    ASSERT_TRUE(reader) << reader.error().ToString();
    EXPECT_EQ(AllRecords(**reader), std::vector<std::string>{"record 0"});
  }
  std::filesystem::permissions(file, perms::none);
  const WithoutPrivilege user;
  ExpectSays(Sentence(StoreMode::kReadOnly), "no permission to read");
}

TEST_F(SqliteStoreTest, WaitsForAnotherWriterAndSaysSo) {
  Make(1);
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  ExpectSays(Sentence(), "another process holds this journal");
  sqlite3_close(other);
  EXPECT_EQ(Sentence(), "");
}

// A file may not grow further, as on a full disk.
class FileLimit {
 public:
  explicit FileLimit(rlim_t bytes) {
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit limit{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
    signal_ = std::signal(SIGXFSZ, SIG_IGN);
  }
  FileLimit(const FileLimit&) = delete;
  FileLimit& operator=(const FileLimit&) = delete;
  ~FileLimit() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, signal_);
  }

 private:
  rlimit before_{};
  void (*signal_)(int) = nullptr;
};

TEST_F(SqliteStoreTest, AFullDiskLosesNothing) {
  Make(1);
  const auto store = OpenSqliteStore(path(), StoreMode::kReadWrite);
  TestWriter writer;
  std::uint64_t size = 1;
  {
    const FileLimit limit(300'000);
    Status added;
    while (added && size < 10'000) {
      added = writer.Add(**store, Numbered(size, 50));
      if (added) size += 50;
    }
    ASSERT_FALSE(added) << "the disk never became full";
    EXPECT_EQ(added.error().code(), ErrorCode::kIo);
    EXPECT_EQ((*store)->Head()->size, size);
  }
  ASSERT_GT(size, 1U);
  EXPECT_TRUE(writer.Add(**store, Numbered(size, 50))) << "and it goes on when there is room";
  TestWriter checker;
  EXPECT_TRUE(checker.Add(**OpenSqliteStore(path(), StoreMode::kReadWrite), {}));
  EXPECT_EQ(checker.records().size(), size + 50);
}

// As docs/journal.md says, while a writer has it open.
TEST_F(SqliteStoreTest, ABackupIsRestored) {
  const std::string backup = folder_.Path("backup.db");
  TestWriter writer;
  const auto store = OpenSqliteStore(path(), StoreMode::kCreate);
  ASSERT_TRUE(writer.Add(**store, Numbered(0, 300), {{"licence", 3, 5}}));
  ASSERT_TRUE((*store)->PutCheckpoint(300, "note"));
  Sql(path(), "VACUUM INTO '" + backup + "'");
  ASSERT_TRUE(writer.Add(**store, Numbered(300, 1)));  // acknowledged after the backup

  const auto restored = OpenSqliteStore(backup, StoreMode::kReadWrite);
  ASSERT_TRUE(restored) << restored.error().ToString();
  EXPECT_EQ(AllRecords(**restored), AllRecords(**store, 0, 300));
  EXPECT_EQ((*restored)->Tiles(0, 0, 9)->size(), 1U);
  EXPECT_EQ((*restored)->Figures()->size(), 1U);
  EXPECT_EQ((*restored)->Checkpoints()->size(), 1U);
  // A program that knows more than the backup holds does not go on; others do.
  EXPECT_FALSE(writer.Add(**restored, Numbered(301, 1)));
  TestWriter other;
  EXPECT_TRUE(other.Add(**restored, Numbered(300, 1)));
  EXPECT_EQ(AllRecords(**restored).size(), 301U);
}

TEST_F(SqliteStoreTest, RecordsAreNeitherChangedNorDeleted) {
  Make(3);
  for (const std::string sql : {"UPDATE journal_record SET bytes = x'00'",
                                "DELETE FROM journal_record WHERE sequence = 2"}) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_CONSTRAINT);
    sqlite3_close(database);
  }
  const auto store = OpenSqliteStore(path(), StoreMode::kReadOnly);
  EXPECT_EQ(AllRecords(**store).size(), 3U);
}

TEST_F(SqliteStoreTest, AMissingRecordIsNoticed) {
  Make(10);
  Sql(path(),
      "DROP TRIGGER journal_record_kept; DELETE FROM journal_record WHERE sequence IN (0, 4)");
  const auto store = OpenSqliteStore(path(), StoreMode::kReadWrite);
  ExpectSays(AllRecords(**store).front(), "where record 0 should be is record 1");
  ExpectSays(AllRecords(**store, 2).front(), "where record 4 should be is record 5");
  EXPECT_EQ(AllRecords(**store, 5).size(), 5U);
  Sql(path(), "DELETE FROM journal_record WHERE sequence = 9");
  TestWriter writer;
  EXPECT_FALSE(writer.Add(**store, Numbered(10, 1))) << "nothing is built on a damaged journal";
  EXPECT_EQ(writer.decided(), 0);
}

TEST_F(SqliteStoreTest, AloneItNeedsNoSharedMemory) {
  const SqliteOptions alone{"", true, 50};
  auto store = OpenSqliteStore(path(), StoreMode::kCreate, alone);
  ASSERT_TRUE(store) << store.error().ToString();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(**store, Numbered(0, 5)));
  EXPECT_TRUE(std::filesystem::exists(path() + "-wal"));
  EXPECT_FALSE(std::filesystem::exists(path() + "-shm"));
  ExpectSays(Sentence(), "another process holds");
  store->reset();
  EXPECT_EQ(Sentence(), "");
}

TEST_F(SqliteStoreTest, ItsOwnVfsMayBePutBeneath) {
  sqlite3_vfs simulated = *sqlite3_vfs_find(nullptr);
  static int opened = 0;
  static int (*real_open)(sqlite3_vfs*, sqlite3_filename, sqlite3_file*, int, int*) = nullptr;
  real_open = simulated.xOpen;
  simulated.zName = "licet-test";
  simulated.xOpen = [](sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags,
                       int* out) {
    ++opened;
    return real_open(vfs, name, file, flags, out);
  };
  ASSERT_EQ(sqlite3_vfs_register(&simulated, 0), SQLITE_OK);
  {
    const auto store = OpenSqliteStore(path(), StoreMode::kCreate, {"licet-test", true, 0});
    ASSERT_TRUE(store) << store.error().ToString();
    TestWriter writer;
    EXPECT_TRUE(writer.Add(**store, Numbered(0, 5)));
  }
  sqlite3_vfs_unregister(&simulated);
  EXPECT_GE(opened, 2) << "the database and its log";
}

TEST_F(SqliteStoreTest, ANameWithAColonIsAFile) {
  const auto here = std::filesystem::current_path();
  std::filesystem::current_path(folder_.Path("."));
  const auto store = OpenSqliteStore(":memory:", StoreMode::kCreate);
  std::filesystem::current_path(here);
  ASSERT_TRUE(store);
  EXPECT_TRUE(std::filesystem::exists(folder_.Path(":memory:")));
}

}  // namespace
}  // namespace licet
