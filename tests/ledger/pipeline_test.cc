// Batches in flight: nothing is answered before it is on the disk, in order, and what
// rested on a write that failed is decided again.

#include "licet/ledger/pipeline.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <chrono>
#include <deque>
#include <filesystem>
#include <functional>
#include <latch>
#include <utility>

#include "small_world.h"

namespace licet {
namespace {

using Answers = std::future<Result<std::vector<Reply>>>;
using OneWrite = std::function<Status(JournalStore& store, JournalWriter& writer)>;

// A store of which single writes go as the test wants them to.
class ScriptedStore : public JournalStore {
 public:
  ScriptedStore(std::unique_ptr<JournalStore> store, std::deque<OneWrite> script)
      : store_(std::move(store)), script_(std::move(script)) {}

  Result<JournalHead> Head() override { return store_->Head(); }
  Status Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) override {
    return store_->Read(from, to, visit);
  }
  Result<std::vector<JournalTile>> Tiles(int level, std::uint64_t from, std::uint64_t to) override {
    return store_->Tiles(level, from, to);
  }
  Result<std::optional<std::uint64_t>> SequenceOf(std::string_view id) override {
    return store_->SequenceOf(id);
  }
  Result<std::vector<JournalFigure>> Figures() override { return store_->Figures(); }
  Status Write(JournalWriter& writer) override {
    if (script_.empty()) return store_->Write(writer);
    const OneWrite write = std::move(script_.front());
    script_.pop_front();
    return write(*store_, writer);
  }
  Status PutCheckpoint(std::uint64_t size, std::string_view note) override {
    return store_->PutCheckpoint(size, note);
  }
  Result<std::vector<std::string>> Checkpoints() override { return store_->Checkpoints(); }

 private:
  std::unique_ptr<JournalStore> store_;
  std::deque<OneWrite> script_;
};

class PipelineTest : public testing::Test {
 protected:
  // With a licence for ten units.
  PipelineTest() : clock_(RealClock()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "licet-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
    Approve approve{.authorisation = "D1", .number = "N1"};
    approve.terms.limits = {"u"};
    approve.limits = {{.limit = "u", .cap = 10}};
    Book book = Open({});
    EXPECT_TRUE(book.Submit(C("apply", ApplyFor{.authorisation = "D1", .regime = "us-ear"})));
    EXPECT_TRUE(book.Submit(C("approve", approve)));
  }
  ~PipelineTest() override { std::filesystem::remove_all(folder_); }

  Book Open(std::deque<OneWrite> script) {
    auto store = OpenJournalStore(folder_ + "/book.db", StoreMode::kCreate);
    auto book = Book::Open(
        std::make_unique<ScriptedStore>(std::move(store).value(), std::move(script)), *clock_);
    EXPECT_TRUE(book) << book.error().sentence();
    return *std::move(book);
  }
  static Command C(const std::string& id, Action action) {
    return {id, "ann", "", D("2026-08-19"), std::move(action)};
  }
  static std::vector<Command> Order(const std::string& id, std::int64_t units) {
    return {C(id, SmallWorld::Order(id, units))};
  }
  static Reply One(Answers& answers) {
    auto replies = answers.get();
    EXPECT_TRUE(replies) << replies.error().sentence();
    return replies ? replies->at(0) : Reply{};
  }
  std::int64_t Held() { return Open({}).state().FindLimit("u")->held; }

  std::unique_ptr<Clock> clock_;
  std::string folder_;
};

bool IsReady(const Answers& answers) {
  return answers.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
}

TEST_F(PipelineTest, AnswersAreThoseOfTheJournal) {
  std::vector<Answers> answers;
  {
    Pipeline pipeline(Open({}));
    for (int i = 0; i < 12; ++i) {
      answers.push_back(pipeline.Submit(Order(fmt::format("PO-{}", i), 1)));
    }
  }
  for (std::uint64_t i = 0; i < 12; ++i) {
    const Reply reply = One(answers[i]);
    EXPECT_EQ(reply.accepted(), i < 10) << "ten fit";
    if (reply.accepted()) {
      EXPECT_EQ(reply.sequence, i + 2);
    }
  }
  EXPECT_EQ(Held(), 10);
  EXPECT_TRUE(Audit(Open({}).state()));
}

TEST_F(PipelineTest, NothingIsAnsweredBeforeItIsWritten) {
  std::latch go(1);
  Pipeline pipeline(Open({[&](JournalStore& store, JournalWriter& writer) {
    go.wait();
    return store.Write(writer);
  }}));
  Answers first = pipeline.Submit(Order("A", 6));
  // Refused at once on a state that is not written; and not answered.
  Answers second = pipeline.Submit(Order("B", 6));
  EXPECT_FALSE(IsReady(first));
  EXPECT_FALSE(IsReady(second));
  go.count_down();
  EXPECT_FALSE(One(second).accepted());
  EXPECT_TRUE(IsReady(first)) << "answers come in order";
  EXPECT_TRUE(One(first).accepted());
}

// The batch behind was refused because of one that never was.
TEST_F(PipelineTest, WhatRestedOnAFailedWriteIsDecidedAgain) {
  std::latch go(1);
  Pipeline pipeline(Open({[&](JournalStore&, JournalWriter& writer) -> Status {
    go.wait();
    EXPECT_EQ(writer.Known(), 2U);
    return Fail(ErrorCode::kIo, "the disk is full");
  }}));
  Answers first = pipeline.Submit(Order("A", 6));
  Answers second = pipeline.Submit(Order("B", 6));
  go.count_down();
  const auto failed = first.get();
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().sentence(), "the disk is full");
  EXPECT_TRUE(One(second).accepted());
  Answers third = pipeline.Submit(Order("C", 4));
  EXPECT_EQ(One(third).sequence, 3U);
  EXPECT_EQ(Held(), 10);
}

TEST_F(PipelineTest, AWriteThatFailedAndIsThereAllTheSameCounts) {
  std::latch go(1);
  Pipeline pipeline(Open({[&](JournalStore& store, JournalWriter& writer) -> Status {
    EXPECT_TRUE(store.Write(writer));
    go.wait();
    return Fail(ErrorCode::kIo, "the connection was lost");
  }}));
  Answers first = pipeline.Submit(Order("A", 6));
  Answers second = pipeline.Submit(Order("B", 5));
  go.count_down();
  EXPECT_FALSE(first.get());
  EXPECT_FALSE(One(second).accepted());
  Answers again = pipeline.Submit(Order("A", 6));
  const Reply reply = One(again);
  EXPECT_TRUE(reply.repeated);
  EXPECT_EQ(reply.sequence, 2U);
  EXPECT_EQ(Held(), 6);
}

// Another process writes after the batches were decided and before they are written.
TEST_F(PipelineTest, WhatWasOvertakenIsDecidedAgain) {
  std::latch go(1);
  Pipeline pipeline(Open({[&](JournalStore& store, JournalWriter& writer) {
    go.wait();
    return store.Write(writer);
  }}));
  Answers first = pipeline.Submit(Order("A", 6));
  Answers second = pipeline.Submit(Order("B", 3));
  EXPECT_TRUE(Open({}).Submit(Order("other", 5).front())->accepted());
  go.count_down();
  EXPECT_FALSE(One(first).accepted());
  EXPECT_EQ(One(second).sequence, 3U);
  Answers third = pipeline.Submit(Order("C", 2));
  EXPECT_TRUE(One(third).accepted()) << "and so on, whoever writes";
  EXPECT_EQ(Held(), 10);
}

// A conflict that the store tries again asks the writer a second time.
TEST_F(PipelineTest, AStoreThatAsksTwiceGetsNoEmptyAnswer) {
  Pipeline pipeline(Open({[](JournalStore& store, JournalWriter& writer) {
    EXPECT_TRUE(writer.Decide(store.Head().value()));
    return store.Write(writer);
  }}));
  Answers first = pipeline.Submit(Order("A", 6));
  EXPECT_TRUE(One(first).accepted());
  EXPECT_EQ(Held(), 6);
}

TEST_F(PipelineTest, AnIdInTwoBatchesIsDoneOnce) {
  Pipeline pipeline(Open({}));
  Answers first = pipeline.Submit(Order("A", 6));
  Answers same = pipeline.Submit(Order("A", 6));
  Answers other = pipeline.Submit(Order("A", 5));
  const Reply was = One(first);
  const Reply is = One(same);
  EXPECT_TRUE(is.repeated);
  EXPECT_EQ(is.sequence, was.sequence);
  EXPECT_EQ(is.outcome, was.outcome);
  EXPECT_EQ(CodeName(One(other).refusal->code), "id-reused");
}

TEST_F(PipelineTest, WritesWhatIsInFlightBeforeItEnds) {
  std::latch go(1);
  Answers first;
  Answers second;
  {
    Pipeline pipeline(Open({[&](JournalStore& store, JournalWriter& writer) {
      go.wait();
      return store.Write(writer);
    }}));
    first = pipeline.Submit(Order("A", 6));
    second = pipeline.Submit(Order("B", 4));
    go.count_down();
  }
  EXPECT_TRUE(IsReady(first) && IsReady(second));
  EXPECT_EQ(Held(), 10);
}

}  // namespace
}  // namespace licet
