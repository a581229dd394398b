#include "licet/journal/postgres_store.h"

#include "postgres_server.h"
#include "store_contract.h"
#include "temp_folder.h"

namespace licet {
namespace {

class PostgresPlace {
 public:
  Result<std::unique_ptr<JournalStore>> Open(StoreMode mode) {
    PostgresServer& server = PostgresServer::Shared();
    if (!server.error().empty()) return Fail(ErrorCode::kIo, server.error());
    return OpenJournalStore(server.Url(database_), mode);
  }

 private:
  const std::string database_ = PostgresServer::Shared().NewDatabase();
};
INSTANTIATE_TYPED_TEST_SUITE_P(Postgres, StoreContract, PostgresPlace);

class PostgresStoreTest : public testing::Test {
 protected:
  void SetUp() override {
    ASSERT_EQ(server_.error(), "");
    database_ = server_.NewDatabase();
  }
  std::string Sql(const std::string& sql) { return server_.Sql(database_, sql); }
  Result<std::unique_ptr<JournalStore>> Open(StoreMode mode, const std::string& user = "licet") {
    return OpenPostgresStore(server_.Url(database_, user), mode);
  }
  std::unique_ptr<JournalStore> Made() {
    auto store = Open(StoreMode::kCreate);
    EXPECT_TRUE(store) << (store ? "" : store.error().ToString());
    return store ? std::move(*store) : nullptr;
  }
  // The sentence that opening gives.
  std::string Refusal(const std::string& url, StoreMode mode = StoreMode::kReadWrite) {
    const auto store = OpenPostgresStore(url, mode);
    if (store) return "opened";
    EXPECT_EQ(store.error().code(), ErrorCode::kIo);
    return store.error().ToString();
  }

  PostgresServer& server_ = PostgresServer::Shared();
  std::string database_;
};

void ExpectSays(const std::string& sentence, const std::string& words) {
  EXPECT_NE(sentence.find(words), std::string::npos) << sentence;
  EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
}

TEST_F(PostgresStoreTest, SaysWhatKeepsItOut) {
  const std::string socket = "?host=" + server_.folder();
  ExpectSays(Refusal("postgresql://127.0.0.1:1/" + database_),
             "postgresql://127.0.0.1:1/" + database_ + ": no server answers (connection to server");
  ExpectSays(Refusal("postgres:///" + database_ + "?host=/nowhere/at/all"), "no server answers");
  ExpectSays(Refusal(server_.Url("elsewhere")),
             "the database is not on the server (connection to server on socket");
  ExpectSays(Refusal(server_.Url(database_, "nobody")), "the server does not let user 'nobody' in");
  Sql("CREATE ROLE with_password LOGIN PASSWORD 'right'");
  const std::string wrong = Refusal("postgresql://with_password:wr0ng@/" + database_ + socket);
  ExpectSays(wrong, "the server does not let user 'with_password' in");
  ExpectSays(wrong, "password authentication failed");
  EXPECT_EQ(wrong.find("wr0ng"), std::string::npos) << wrong;
  ExpectSays(Refusal("postgresql://with_password@/" + database_ + socket),
             "the server does not let user 'with_password' in");
}

TEST_F(PostgresStoreTest, RefusesWhatIsNoUrl) {
  for (const std::string url : {"postgresql://user:s3cret@host:notaport/db?nonsense=1",
                                "postgresql://[::1/db", "postgresql://user:s3cret@%zz/db"}) {
    const auto store = OpenPostgresStore(url, StoreMode::kReadWrite);
    ASSERT_FALSE(store) << url;
    EXPECT_EQ(store.error().code(), ErrorCode::kInvalidArgument) << url;
    EXPECT_EQ(store.error().ToString().find("s3cret"), std::string::npos);
  }
}

TEST_F(PostgresStoreTest, LeavesOtherTablesAlone) {
  Sql("CREATE TABLE journal (x INTEGER)");
  ExpectSays(Refusal(server_.Url(database_)), "there is no journal in the database");
  ExpectSays(Refusal(server_.Url(database_), StoreMode::kReadOnly),
             "there is no journal in the database");
  ASSERT_NE(Made(), nullptr);
  EXPECT_EQ(Sql("SELECT count(*) FROM journal"), "0");
  // Tables that are not ours are not taken for ours.
  database_ = server_.NewDatabase();
  Sql("CREATE TABLE journal_record (x INTEGER)");
  EXPECT_FALSE(Open(StoreMode::kCreate));
  EXPECT_EQ(Sql("SELECT count(*) FROM pg_tables WHERE tablename LIKE 'journal_%'"), "1");
}

TEST_F(PostgresStoreTest, RefusesTablesOfANewerProgram) {
  ASSERT_NE(Made(), nullptr);
  Sql("UPDATE journal_schema SET version = 2");
  for (const StoreMode mode : {StoreMode::kReadOnly, StoreMode::kReadWrite, StoreMode::kCreate}) {
    ExpectSays(Refusal(server_.Url(database_), mode),
               "the journal's tables are of version 2 and this program knows those up to 1");
  }
  EXPECT_EQ(Sql("SELECT version FROM journal_schema"), "2");
}

TEST_F(PostgresStoreTest, BringsOlderTablesUpToDate) {
  Sql("CREATE TABLE journal_schema (only_row BIGINT PRIMARY KEY, version BIGINT NOT NULL)");
  Sql("INSERT INTO journal_schema VALUES (1, 0)");
  ExpectSays(Refusal(server_.Url(database_), StoreMode::kReadOnly),
             "the journal's tables are of version 0, older than 1");
  const auto store = Open(StoreMode::kReadWrite);
  ASSERT_TRUE(store) << store.error().ToString();
  EXPECT_EQ(Sql("SELECT version FROM journal_schema"), "1");
  TestWriter writer;
  EXPECT_TRUE(writer.Add(**store, Numbered(0, 1)));
}

TEST_F(PostgresStoreTest, AReadOnlyServerIsReadOnly) {
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*Made(), Numbered(0, 1)));
  Sql("ALTER DATABASE " + database_ + " SET default_transaction_read_only = on");
  ExpectSays(Refusal(server_.Url(database_)), "the server takes no writes, as a replica does");
  const auto store = Open(StoreMode::kReadOnly);
  ASSERT_TRUE(store);
  EXPECT_EQ(AllRecords(**store), writer.records());
}

// The statements in the documentation are those that are tested.
std::string DocumentedGrants() {
  const std::string page = ReadFile(LICET_SOURCE_DIR "/docs/journal.md");
  const std::size_t grants = page.find("GRANT ");
  const std::size_t begin = page.rfind("```sql\n", grants) + 7;
  if (grants == std::string::npos) return "no grants in docs/journal.md";
  return page.substr(begin, page.find("```", begin) - begin);
}

TEST_F(PostgresStoreTest, RolesMayDoWhatTheyAreFor) {
  ASSERT_NE(Made(), nullptr);
  Sql("CREATE ROLE stranger LOGIN");
  ASSERT_EQ(Sql(DocumentedGrants()), "");
  ExpectSays(Refusal(server_.Url(database_, "stranger")),
             "user 'stranger' may not do this (permission denied for table journal_schema)");

  auto store = Open(StoreMode::kCreate, "licet_writer");
  ASSERT_TRUE(store) << store.error().ToString();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(**store, Numbered(0, 300), {{"licence", 1, 2}}));
  ASSERT_TRUE(writer.Add(**store, Numbered(300, 1), {{"licence", 2, 2}}));
  ASSERT_TRUE((*store)->PutCheckpoint(301, "note"));
  ASSERT_TRUE((*store)->PutCheckpoint(301, "another"));
  for (const std::string forbidden :
       {"UPDATE journal_record SET bytes = ''", "DELETE FROM journal_record",
        "TRUNCATE journal_record", "DROP TABLE journal_record", "DELETE FROM journal_head",
        "UPDATE journal_tile SET level = 9", "DELETE FROM journal_figure",
        "DELETE FROM journal_checkpoint", "UPDATE journal_schema SET version = 2"}) {
    ExpectSays(
        server_.Sql(database_, "SET client_min_messages = error; " + forbidden, "licet_writer")
            .substr(0, 6),
        "error:");
  }

  const auto reader = Open(StoreMode::kReadOnly, "licet_reader");
  ASSERT_TRUE(reader) << reader.error().ToString();
  EXPECT_EQ(AllRecords(**reader), writer.records());
  EXPECT_EQ((*reader)->Tiles(0, 0, 9)->size(), 1U);
  EXPECT_EQ((*reader)->Figures()->size(), 1U);
  EXPECT_EQ(*(*reader)->Checkpoints(), std::vector<std::string>{"another"});
  // Opened for writing, which it may not.
  const auto wrong = Open(StoreMode::kReadWrite, "licet_reader");
  ASSERT_TRUE(wrong) << wrong.error().ToString();
  TestWriter other;
  const auto refused = other.Add(**wrong, Numbered(301, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kIo);
  ExpectSays(refused.error().ToString(),
             "user 'licet_reader' may not do this (permission denied for table journal_head)");
  EXPECT_EQ(AllRecords(**reader), writer.records());
}

TEST_F(PostgresStoreTest, ADamagedJournalIsNotWrittenOn) {
  auto store = Made();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 3000)));
  Sql("DELETE FROM journal_record WHERE sequence = 1500");
  EXPECT_EQ(AllRecords(*store, 0, 1500).size(), 1500U);
  for (const std::uint64_t from : {std::uint64_t{0}, std::uint64_t{1500}}) {
    const auto read = store->Read(from, 3000, [](auto, auto) { return Status(); });
    ASSERT_FALSE(read) << from;
    EXPECT_EQ(read.error().code(), ErrorCode::kIo);
    ExpectSays(read.error().ToString(), "the journal is damaged: record 1500 is missing");
  }
  TestWriter late;
  EXPECT_FALSE(late.Add(*store, Numbered(3000, 1)));
  Sql("DELETE FROM journal_record WHERE sequence >= 2990");
  const auto read = store->Read(2000, 4000, [](auto, auto) { return Status(); });
  ASSERT_FALSE(read);
  ExpectSays(read.error().ToString(), "record 2990 is missing");
  Sql("DELETE FROM journal_head");
  EXPECT_FALSE(writer.Add(*store, Numbered(3000, 1)));
  const auto head = store->Head();
  ASSERT_FALSE(head);
  ExpectSays(head.error().ToString(), "it has no head");
}

// Behind the program's own checks, that a sequence number is used once.
TEST_F(PostgresStoreTest, ASequenceNumberIsUsedOnce) {
  auto store = Made();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 2)));
  Sql("INSERT INTO journal_record VALUES (2, NULL, 'from nowhere')");
  const auto refused = writer.Add(*store, Numbered(2, 2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kInternal);
  ExpectSays(refused.error().ToString(), "the database refused what the program had allowed");
  EXPECT_EQ(Sql("SELECT size FROM journal_head"), "2");
}

TEST_F(PostgresStoreTest, AnIdIsText) {
  auto store = Made();
  TestWriter writer;
  for (const std::string& id : {std::string("a\0b", 3), std::string("\xFF\xFE")}) {
    const auto refused = writer.Add(*store, {{id, "record"}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), ErrorCode::kInternal);
  }
  EXPECT_TRUE(AllRecords(*store).empty());
  EXPECT_TRUE(writer.Add(*store, {{"ab", "record"}}));
}

TEST_F(PostgresStoreTest, CommitsAreDurableWhateverTheServersDefault) {
  ASSERT_NE(Made(), nullptr);
  Sql("CREATE FUNCTION durable() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
      " IF current_setting('synchronous_commit') <> 'on' THEN RAISE EXCEPTION 'not durable';"
      " END IF; RETURN NEW; END $$");
  Sql("CREATE TRIGGER durable BEFORE INSERT ON journal_record EXECUTE FUNCTION durable()");
  for (const std::string value : {"off", "local", "on"}) {
    Sql("ALTER DATABASE " + database_ + " SET synchronous_commit = " + value);
    EXPECT_EQ(Sql("SHOW synchronous_commit"), value);
    auto store = Open(StoreMode::kReadWrite);
    ASSERT_TRUE(store);
    TestWriter writer;
    const auto written = writer.Add(**store, {{value, "record"}});
    EXPECT_TRUE(written) << written.error().ToString();
  }
}

// As docs/journal.md says.
TEST_F(PostgresStoreTest, ABackupIsRestored) {
  auto store = Made();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 300), {{"licence", 3, 5}}));
  ASSERT_TRUE(store->PutCheckpoint(300, "note"));
  const std::string dump = server_.folder() + "/journal.dump";
  ASSERT_TRUE(server_.Run({"pg_dump", "--format=custom", "--file=" + dump, server_.Url(database_)}))
      << server_.Log();
  ASSERT_TRUE(writer.Add(*store, Numbered(300, 1)));  // acknowledged after the backup

  database_ = server_.NewDatabase();
  ASSERT_TRUE(
      server_.Run({"pg_restore", "--dbname=" + server_.Url(database_), "--exit-on-error", dump}))
      << server_.Log();
  auto restored = Open(StoreMode::kReadWrite);
  ASSERT_TRUE(restored) << restored.error().ToString();
  EXPECT_EQ(AllRecords(**restored), AllRecords(*store, 0, 300));
  EXPECT_EQ((*restored)->Tiles(0, 0, 9)->size(), 1U);
  EXPECT_EQ((*restored)->Figures()->size(), 1U);
  EXPECT_EQ((*restored)->Checkpoints()->size(), 1U);
  // A program that knows more than the backup holds does not go on.
  EXPECT_FALSE(writer.Add(**restored, Numbered(301, 1)));
  EXPECT_EQ(AllRecords(**restored).size(), 300U);
  // The walls came along.
  TestWriter other;
  EXPECT_FALSE(other.Add(**restored, Numbered(300, 1), {{"licence", 6, 5}}));
  EXPECT_FALSE(other.Add(**restored, Numbered(299, 1)));
  EXPECT_TRUE(other.Add(**restored, Numbered(300, 1)));
}

// The insert is cut into several, and the reading too.
TEST_F(PostgresStoreTest, WritesAndReadsMuch) {
  std::vector<JournalEntry> entries;
  for (int i = 0; i < 700; ++i) {
    entries.push_back({"", std::string(kMaxRecordBytes, static_cast<char>('a' + i % 26))});
  }
  auto store = Made();
  TestWriter writer;
  const auto much = writer.Add(*store, entries);
  ASSERT_TRUE(much) << much.error().ToString();
  const auto records = AllRecords(*store);
  ASSERT_EQ(records.size(), entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) EXPECT_EQ(records[i], entries[i].bytes);
  ASSERT_TRUE(writer.Add(*store, Numbered(700, 100'000)));
  EXPECT_EQ(AllRecords(*store, 700).size(), 100'000U);
  TestWriter late;
  ASSERT_TRUE(late.Add(*store, {}));
  EXPECT_EQ(late.tree().Root(), writer.tree().Root());
}

}  // namespace
}  // namespace licet
