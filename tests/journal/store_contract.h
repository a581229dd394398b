// What every JournalStore must do, as tests that each kind of store instantiates:
//
//   INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, StoreContract, SqlitePlace);
//
// A place is default-constructible and stands for one journal that is not there
// yet; Result<std::unique_ptr<JournalStore>> Open(StoreMode) gives a connection
// more each time.

#ifndef LICET_TESTS_JOURNAL_STORE_CONTRACT_H_
#define LICET_TESTS_JOURNAL_STORE_CONTRACT_H_

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <limits>
#include <set>
#include <thread>

#include "writers.h"

namespace licet {

template <typename Place>
class StoreContract : public testing::Test {
 protected:
  std::unique_ptr<JournalStore> Open(StoreMode mode = StoreMode::kCreate) {
    auto store = place_.Open(mode);
    EXPECT_TRUE(store) << (store ? "" : store.error().ToString());
    return store ? std::move(*store) : nullptr;
  }
  // What a second connection sees is what was written.
  void ExpectRecords(const std::vector<std::string>& records) {
    const auto store = Open(StoreMode::kReadOnly);
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(AllRecords(*store), records);
    EXPECT_EQ(store->Head()->size, records.size());
  }

  Place place_;
};
TYPED_TEST_SUITE_P(StoreContract);

TYPED_TEST_P(StoreContract, ANewJournalIsEmpty) {
  const auto store = this->Open();
  ASSERT_NE(store, nullptr);
  const auto head = store->Head();
  ASSERT_TRUE(head) << head.error().ToString();
  EXPECT_EQ(head->size, 0U);
  EXPECT_EQ(head->frontier, "");
  EXPECT_TRUE(AllRecords(*store).empty());
  EXPECT_TRUE(store->Tiles(0, 0, 10)->empty());
  EXPECT_TRUE(store->Checkpoints()->empty());
  EXPECT_TRUE(store->Figures()->empty());
  EXPECT_FALSE(*store->SequenceOf("id-0"));
}

TYPED_TEST_P(StoreContract, OpensOnlyWhatIsThere) {
  EXPECT_FALSE(this->place_.Open(StoreMode::kReadOnly));
  EXPECT_FALSE(this->place_.Open(StoreMode::kReadWrite));
  ASSERT_NE(this->Open(), nullptr);
  EXPECT_NE(this->Open(StoreMode::kReadOnly), nullptr);
  EXPECT_NE(this->Open(StoreMode::kReadWrite), nullptr);
}

TYPED_TEST_P(StoreContract, WhatIsWrittenStaysWritten) {
  TestWriter writer;
  {
    const auto store = this->Open();
    ASSERT_TRUE(writer.Add(*store, Numbered(0, 3)));
    ASSERT_TRUE(writer.Add(*store, Numbered(3, 1)));
    EXPECT_EQ(AllRecords(*store), writer.records());
  }
  const std::vector<std::string> expected = {"record 0", "record 1", "record 2", "record 3"};
  this->ExpectRecords(expected);
  // To create what is there opens it.
  const auto again = this->Open(StoreMode::kCreate);
  EXPECT_EQ(AllRecords(*again), expected);
  EXPECT_EQ(again->Head()->frontier, writer.tree().Head().frontier);
}

TYPED_TEST_P(StoreContract, ReadsRanges) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 10)));
  using Records = std::vector<std::string>;
  EXPECT_EQ(AllRecords(*store, 3, 5), (Records{"record 3", "record 4"}));
  EXPECT_EQ(AllRecords(*store, 9, 10), Records{"record 9"});
  EXPECT_EQ(AllRecords(*store, 9, 1000), Records{"record 9"});
  EXPECT_EQ(AllRecords(*store, 3, 3), Records{});
  EXPECT_EQ(AllRecords(*store, 5, 3), Records{});
  EXPECT_EQ(AllRecords(*store, 10, 20), Records{});
}

TYPED_TEST_P(StoreContract, AVisitorMayStop) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 10)));
  int seen = 0;
  const auto status = store->Read(0, 10, [&seen](std::uint64_t, std::string_view) -> Status {
    if (++seen == 4) return Fail(ErrorCode::kUnknownName, "enough");
    return {};
  });
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code(), ErrorCode::kUnknownName);
  EXPECT_EQ(status.error().sentence(), "enough");
  EXPECT_EQ(seen, 4);
  EXPECT_EQ(AllRecords(*store).size(), 10U);
}

TYPED_TEST_P(StoreContract, BytesComeBackAsTheyWere) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  const std::vector<std::string> records = {
      "", all, std::string(5, '\0'), "\\x41", "'quoted'", std::string(kMaxRecordBytes, '\xFF')};
  std::vector<JournalEntry> entries;
  for (const std::string& record : records) entries.push_back({"", record});
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, entries));
  this->ExpectRecords(records);
}

TYPED_TEST_P(StoreContract, RecordsAreFoundById) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(
      writer.Add(*store, {{"first", "a"}, {"", "b"}, {"", "c"}, {"\xE8\xAE\xB8'\"\\", "d"}}));
  EXPECT_EQ(*store->SequenceOf("first"), std::optional<std::uint64_t>(0));
  EXPECT_EQ(*store->SequenceOf("\xE8\xAE\xB8'\"\\"), std::optional<std::uint64_t>(3));
  EXPECT_EQ(*store->SequenceOf("second"), std::nullopt);
  EXPECT_EQ(*store->SequenceOf("FIRST"), std::nullopt);
  EXPECT_EQ(*store->SequenceOf(""), std::nullopt);
}

TYPED_TEST_P(StoreContract, AnIdIsUsedOnce) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, {{"one", "a"}}));
  const auto again = writer.Add(*store, {{"two", "b"}, {"one", "c"}});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code(), ErrorCode::kInternal);
  // Nothing of it is there, and the store goes on.
  this->ExpectRecords({"a"});
  EXPECT_EQ(*store->SequenceOf("two"), std::nullopt);
  ASSERT_TRUE(writer.Add(*store, {{"two", "b"}}));
  this->ExpectRecords({"a", "b"});
}

// Wherever in a long write the id is that was used before.
TYPED_TEST_P(StoreContract, AnIdIsUsedOnceInALongWrite) {
  constexpr int kCount = 40;
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, {{"one", "a"}}));
  std::vector<JournalEntry> entries;
  std::vector<std::string> records = {"a"};
  for (int i = 0; i < kCount; ++i) {
    entries.push_back({i % 7 == 0 ? "" : std::to_string(i), fmt::format("record {}", i)});
    records.push_back(entries.back().bytes);
  }
  for (const std::size_t at : {0, 15, 16, 31, kCount - 1}) {
    auto wrong = entries;
    wrong[at].id = "one";
    const auto refused = writer.Add(*store, wrong);
    ASSERT_FALSE(refused) << at;
    EXPECT_EQ(refused.error().code(), ErrorCode::kInternal);
    this->ExpectRecords({"a"});
  }
  ASSERT_TRUE(writer.Add(*store, entries));
  this->ExpectRecords(records);
  EXPECT_EQ(*store->SequenceOf("39"), std::optional<std::uint64_t>(kCount));
}

TYPED_TEST_P(StoreContract, FiguresAreKept) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 1), {{"b", 5, 10}, {"a'", 0, 0}}));
  ASSERT_TRUE(writer.Add(*store, Numbered(1, 1), {{"b", 10, 10}, {"Z", kMost, kMost}}));
  const auto figures = store->Figures();
  ASSERT_TRUE(figures) << figures.error().ToString();
  ASSERT_EQ(figures->size(), 3U);
  EXPECT_EQ((*figures)[0].account, "Z");
  EXPECT_EQ((*figures)[0].cap, kMost);
  EXPECT_EQ((*figures)[1].account, "a'");
  EXPECT_EQ((*figures)[2].account, "b");
  EXPECT_EQ((*figures)[2].used, 10);
}

TYPED_TEST_P(StoreContract, NoFigurePassesItsCap) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 1), {{"licence", 9, 10}}));
  const std::vector<JournalFigure> wrong = {
      {"licence", 11, 10}, {"licence", -1, 10}, {"licence", 9, 8}, {"new", 1, 0}};
  for (const JournalFigure& figure : wrong) {
    const auto refused = writer.Add(*store, Numbered(1, 1), {{"other", 1, 1}, figure});
    ASSERT_FALSE(refused) << figure.account << " " << figure.used << " of " << figure.cap;
    EXPECT_EQ(refused.error().code(), ErrorCode::kInternal);
  }
  this->ExpectRecords({"record 0"});
  ASSERT_EQ(store->Figures()->size(), 1U);
  EXPECT_EQ(store->Figures()->front().used, 9);
}

TYPED_TEST_P(StoreContract, TilesAreKept) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 300)));
  ASSERT_TRUE(writer.Add(*store, Numbered(300, 300)));
  EXPECT_EQ(store->Tiles(0, 0, 10)->size(), 2U);
  EXPECT_EQ(store->Tiles(0, 1, 2)->size(), 1U);
  EXPECT_TRUE(store->Tiles(0, 2, 3)->empty());
  EXPECT_TRUE(store->Tiles(1, 0, 10)->empty());
  const auto tiles = store->Tiles(0, 0, 2);
  for (std::size_t i = 0; i < 512; ++i) {
    const JournalTile& tile = (*tiles)[i / 256];
    EXPECT_EQ(tile.level, 0);
    EXPECT_EQ(tile.index, i / 256);
    EXPECT_EQ(HashAt(tile.hashes, i % 256), LeafHash(writer.records()[i]));
  }
}

TYPED_TEST_P(StoreContract, NothingIsWrittenWithoutEntries) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 1)));
  ASSERT_TRUE(writer.Add(*store, {}, {{"licence", 1, 1}}));
  EXPECT_EQ(writer.decided(), 2);
  EXPECT_TRUE(store->Figures()->empty());
  this->ExpectRecords({"record 0"});
}

TYPED_TEST_P(StoreContract, AWriterThatRefusesWritesNothing) {
  const auto store = this->Open();
  TestWriter writer;
  const auto refused = writer.Add(*store, Numbered(0, 1), {}, [](JournalAddition*) -> Status {
    return Fail(ErrorCode::kUnknownName, "no such licence");
  });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kUnknownName);
  EXPECT_EQ(refused.error().sentence(), "no such licence");
  this->ExpectRecords({});
  // The lock is gone.
  const auto other = this->Open();
  ASSERT_TRUE(writer.Add(*other, Numbered(0, 1)));
}

TYPED_TEST_P(StoreContract, RefusesWhatDoesNotFit) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 1)));
  const auto code = [&](const TestWriter::Change& change) {
    const auto done = writer.Add(*store, Numbered(1, 2), {}, change);
    return done ? "written" : std::string(ErrorCodeName(done.error().code()));
  };
  EXPECT_EQ(code([](JournalAddition* addition) -> Status {
              addition->entries[0].bytes.assign(kMaxRecordBytes + 1, 'x');
              return {};
            }),
            "limit");
  EXPECT_EQ(code([](JournalAddition* addition) -> Status {
              ++addition->head.size;
              return {};
            }),
            "internal");
  EXPECT_EQ(code([](JournalAddition* addition) -> Status {
              addition->tiles.push_back({0, 0, "short"});
              return {};
            }),
            "internal");
  this->ExpectRecords({"record 0"});
}

TYPED_TEST_P(StoreContract, AWriterSeesWhatOthersWrote) {
  const auto one = this->Open();
  const auto two = this->Open();
  TestWriter first;
  TestWriter second;
  ASSERT_TRUE(first.Add(*one, Numbered(0, 2)));
  ASSERT_TRUE(second.Add(*two, Numbered(2, 3)));
  ASSERT_TRUE(first.Add(*one, {}));
  EXPECT_EQ(first.records(), second.records());
  EXPECT_EQ(first.tree().Root(), second.tree().Root());
  // One who comes late, and has more to catch up with than one sitting.
  for (std::uint64_t at = 5; at < 3005; at += 600) {
    ASSERT_TRUE(second.Add(*two, Numbered(at, 600)));
  }
  ASSERT_TRUE(first.Add(*one, Numbered(3005, 1)));
  ASSERT_TRUE(second.Add(*two, {}));
  EXPECT_EQ(first.records(), second.records());
  EXPECT_EQ(first.records().size(), 3006U);
}

TYPED_TEST_P(StoreContract, RefusesAWriterFromAnotherJournal) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 5)));
  TypeParam elsewhere;
  auto other = elsewhere.Open(StoreMode::kCreate);
  ASSERT_TRUE(other);
  const int decided = writer.decided();
  const auto refused = writer.Add(**other, Numbered(5, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kInternal);
  EXPECT_EQ(writer.decided(), decided);
}

TYPED_TEST_P(StoreContract, ReadOnlyWritesNothing) {
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*this->Open(), Numbered(0, 1)));
  const auto store = this->Open(StoreMode::kReadOnly);
  const auto refused = writer.Add(*store, Numbered(1, 1));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), ErrorCode::kIo);
  EXPECT_FALSE(store->PutCheckpoint(1, "note"));
  EXPECT_TRUE(store->Checkpoints()->empty());
  this->ExpectRecords({"record 0"});
}

TYPED_TEST_P(StoreContract, CheckpointsAreKeptBySize) {
  const auto store = this->Open();
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, Numbered(0, 3)));
  const std::string note = "origin\n3\n\xE2\x80\x94 name A'\\=\n";
  ASSERT_TRUE(store->PutCheckpoint(3, "first of three"));
  ASSERT_TRUE(store->PutCheckpoint(0, "of none"));
  ASSERT_TRUE(store->PutCheckpoint(3, note));
  const auto other = this->Open(StoreMode::kReadOnly);
  EXPECT_EQ(*other->Checkpoints(), (std::vector<std::string>{"of none", note}));
}

// Each adds one to the last record: if two had decided on the same, a number
// would be there twice.
TYPED_TEST_P(StoreContract, WritersQueue) {
  constexpr std::size_t kThreads = 8;
  constexpr std::size_t kWrites = 25;
  ASSERT_NE(this->Open(), nullptr);
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([this, i, &failures] {
      const auto opened = this->place_.Open(StoreMode::kReadWrite);
      if (!opened) {
        ++failures;
        return;
      }
      TestWriter writer;
      for (std::size_t n = 0; n < kWrites; ++n) {
        const std::string id = std::to_string(i) + "/" + std::to_string(n);
        const auto done = writer.AddMade(**opened, [&id](const std::vector<std::string>& records) {
          return std::vector<JournalEntry>{{id, std::to_string(records.size())}};
        });
        if (!done) ++failures;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
  std::vector<std::string> expected;
  for (std::size_t i = 0; i < kThreads * kWrites; ++i) expected.push_back(std::to_string(i));
  this->ExpectRecords(expected);
  const auto store = this->Open();
  std::set<std::uint64_t> sequences;
  for (std::size_t i = 0; i < kThreads; ++i) {
    for (std::size_t n = 0; n < kWrites; ++n) {
      const auto at = store->SequenceOf(std::to_string(i) + "/" + std::to_string(n));
      ASSERT_TRUE(at && *at);
      sequences.insert(**at);
    }
  }
  EXPECT_EQ(sequences.size(), kThreads * kWrites);
  TestWriter checker;
  EXPECT_TRUE(checker.Add(*store, {})) << "the head does not follow from the records";
}

TYPED_TEST_P(StoreContract, SeveralMayCreateAtOnce) {
  std::atomic<int> opened = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([this, i, &opened] {
      auto store = this->place_.Open(StoreMode::kCreate);
      TestWriter writer;
      if (store && writer.Add(**store, {{std::to_string(i), "x"}})) ++opened;
      if (!store) ADD_FAILURE() << store.error().ToString();
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(opened, 4);
  this->ExpectRecords({"x", "x", "x", "x"});
}

REGISTER_TYPED_TEST_SUITE_P(StoreContract, ANewJournalIsEmpty, OpensOnlyWhatIsThere,
                            WhatIsWrittenStaysWritten, ReadsRanges, AVisitorMayStop,
                            BytesComeBackAsTheyWere, RecordsAreFoundById, AnIdIsUsedOnce,
                            AnIdIsUsedOnceInALongWrite, FiguresAreKept, NoFigurePassesItsCap,
                            TilesAreKept, NothingIsWrittenWithoutEntries,
                            AWriterThatRefusesWritesNothing, RefusesWhatDoesNotFit,
                            AWriterSeesWhatOthersWrote, RefusesAWriterFromAnotherJournal,
                            ReadOnlyWritesNothing, CheckpointsAreKeptBySize, WritersQueue,
                            SeveralMayCreateAtOnce);

}  // namespace licet

#endif  // LICET_TESTS_JOURNAL_STORE_CONTRACT_H_
