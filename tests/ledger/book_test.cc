// A book in a file of SQLite: what it answers is what the journal holds.

#include "licet/ledger/book.h"

#include <sqlite3.h>
#include <stdlib.h>

#include <filesystem>

#include "licet/ledger/group_commit.h"
#include "small_world.h"

namespace licet {
namespace {

class TickingClock : public Clock {
 public:
  Date Today() const override { return D("2026-08-19"); }
  std::int64_t Now() const override { return now; }
  std::int64_t now = 1'787'133'600'000;
};

class BookTest : public testing::Test {
 protected:
  BookTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "licet-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~BookTest() override { std::filesystem::remove_all(folder_); }

  std::string File() const { return folder_ + "/book.db"; }
  Book Open() {
    auto book = Book::Open(OpenJournalStore(File(), StoreMode::kCreate).value(), clock);
    EXPECT_TRUE(book) << book.error().sentence();
    return *std::move(book);
  }
  static Command C(const std::string& id, Action action) {
    return {id, "ann", "", D("2026-08-19"), std::move(action)};
  }
  // A licence for ten units.
  static std::vector<Command> Ten() {
    Approve approve{.authorisation = "D1", .number = "N1"};
    approve.terms.limits = {"u"};
    approve.limits = {{.limit = "u", .cap = 10}};
    return {C("apply", ApplyFor{.authorisation = "D1", .regime = "us-ear"}), C("approve", approve)};
  }
  static Command Order(const std::string& id, std::int64_t units) {
    return C(id, SmallWorld::Order(id, units));
  }

  TickingClock clock;
  std::string folder_;
};

TEST_F(BookTest, ABatchIsDecidedInOrder) {
  Book book = Open();
  ASSERT_TRUE(book.Submit(Ten()));
  const std::vector<Command> batch = {Order("A", 6), Order("B", 6), Order("C", 4)};
  const auto replies = book.Submit(batch);
  ASSERT_TRUE(replies) << replies.error().sentence();
  EXPECT_TRUE((*replies)[0].accepted());
  ASSERT_FALSE((*replies)[1].accepted());
  EXPECT_EQ(CodeName((*replies)[1].refusal->code), "limit");
  EXPECT_TRUE((*replies)[2].accepted());
  EXPECT_EQ((*replies)[2].sequence, 3U);
}

TEST_F(BookTest, OpensAsItWas) {
  std::string before;
  {
    Book book = Open();
    ASSERT_TRUE(book.Submit(Ten()));
    ASSERT_TRUE(book.Submit(Order("A", 6)));
    before = Describe(book.state());
  }
  EXPECT_EQ(Describe(Open().state()), before);
}

// Long enough for several threads; one record in the middle is another one's copy.
TEST_F(BookTest, OpensALongJournalAndNoDamagedOne) {
  constexpr int kRecords = 6000;
  std::string before;
  {
    Book book = Open();
    ASSERT_TRUE(book.Submit(Ten()));
    std::vector<Command> batch;
    for (int i = 0; i < kRecords; ++i) {
      batch.push_back(C(fmt::format("seen-{}", i), Observe{.stage = "wished", .units = i}));
    }
    ASSERT_TRUE(book.Submit(batch));
    ASSERT_TRUE(book.Submit(Order("A", 6)));
    before = Describe(book.state());
  }
  EXPECT_EQ(Describe(Open().state()), before);
  sqlite3* file = nullptr;
  ASSERT_EQ(sqlite3_open(File().c_str(), &file), SQLITE_OK);
  const char* const harm =
      "DROP TRIGGER journal_record_fixed; UPDATE journal_record SET bytes ="
      " (SELECT bytes FROM journal_record WHERE sequence = 3000) WHERE sequence = 4000";
  ASSERT_EQ(sqlite3_exec(file, harm, nullptr, nullptr, nullptr), SQLITE_OK);
  sqlite3_close(file);
  const auto book = Book::Open(OpenJournalStore(File(), StoreMode::kReadOnly).value(), clock);
  ASSERT_FALSE(book);
  EXPECT_NE(book.error().sentence().find("record 4000 of the journal is damaged"),
            std::string::npos)
      << book.error().sentence();
}

TEST_F(BookTest, TheSameIdAnswersTheSame) {
  Book book = Open();
  ASSERT_TRUE(book.Submit(Ten()));
  const Reply first = book.Submit(Order("A", 6)).value();
  const Reply again = book.Submit(Order("A", 6)).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.sequence, first.sequence);
  EXPECT_EQ(again.outcome, first.outcome);
  const Reply other = book.Submit(Order("A", 5)).value();
  ASSERT_FALSE(other.accepted());
  EXPECT_EQ(CodeName(other.refusal->code), "id-reused");
  EXPECT_EQ(book.state().records, 3U);
}

TEST_F(BookTest, ADuplicateInOneBatchIsDoneOnce) {
  Book book = Open();
  ASSERT_TRUE(book.Submit(Ten()));
  const std::vector<Command> batch = {Order("A", 6), Order("A", 6)};
  const auto replies = book.Submit(batch).value();
  EXPECT_TRUE(replies[1].repeated);
  EXPECT_EQ(book.state().FindLimit("u")->held, 6);
}

// Nothing of a refused command stays, so that asking again is asking anew.
TEST_F(BookTest, ARefusalIsNotKept) {
  Book book = Open();
  ASSERT_TRUE(book.Submit(Ten()));
  EXPECT_FALSE(book.Submit(Order("A", 11))->accepted());
  EXPECT_FALSE(book.Submit(Order("A", 11))->accepted());
  EXPECT_EQ(book.state().records, 2U);
  EXPECT_TRUE(book.Submit(Order("A", 10))->accepted());
}

TEST_F(BookTest, TwoBooksOnOneFileSeeEachOther) {
  Book one = Open();
  ASSERT_TRUE(one.Submit(Ten()));
  Book two = Open();
  ASSERT_TRUE(one.Submit(Order("A", 6)));
  const Reply reply = two.Submit(Order("B", 6)).value();
  ASSERT_FALSE(reply.accepted()) << "the other one's hold counts";
  EXPECT_TRUE(two.Submit(Order("C", 4))->accepted());
  ASSERT_TRUE(one.Refresh());
  EXPECT_EQ(Describe(one.state()), Describe(two.state()));
}

TEST_F(BookTest, AClockThatGoesBackDoesNotTakeTheRecordsAlong) {
  Book book = Open();
  ASSERT_TRUE(book.Submit(Ten()));
  const std::int64_t before = book.state().at;
  clock.now -= 3'600'000;
  ASSERT_TRUE(book.Submit(Order("A", 1)));
  EXPECT_EQ(book.state().at, before);
}

TEST_F(BookTest, GroupCommitServesManyThreads) {
  constexpr int kThreads = 8;
  constexpr int kEach = 25;
  {
    Book book = Open();
    ASSERT_TRUE(book.Submit(Ten()));
    GroupCommit commit(std::move(book));
    std::vector<std::thread> threads;
    for (int t = 0; t < kThreads; ++t) {
      threads.emplace_back([&commit, t] {
        for (int i = 0; i < kEach; ++i) {
          const auto reply = commit.Submit(Order(fmt::format("{}-{}", t, i), 1)).get();
          ASSERT_TRUE(reply) << reply.error().sentence();
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  const Book book = Open();
  EXPECT_EQ(book.state().FindLimit("u")->held, 10) << "ten of two hundred fit, not one more";
  EXPECT_EQ(book.state().records, 12U);
}

}  // namespace
}  // namespace licet
