#include "licet/journal/journal.h"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <cstdlib>

#include "licet/journal/sqlite_store.h"
#include "licet/journal/tiles.h"
#include "temp_folder.h"
#include "writers.h"

namespace licet {
namespace {

SignerKey KeyOf(const std::string& name, std::uint8_t first = 7) {
  SignerKey::Seed seed{};
  seed[0] = first;
  return *SignerKey::Make(name, seed);
}

class JournalTest : public testing::Test {
 protected:
  JournalTest() : store_(*OpenSqliteStore(path(), StoreMode::kCreate)) {}

  std::string path() const { return folder_.Path("journal.db"); }
  void Add(std::uint64_t count) {
    const std::uint64_t size = store_->Head()->size;
    const auto added = writer_.Add(*store_, Numbered(size, count));
    ASSERT_TRUE(added) << added.error().ToString();
  }
  std::string Sign() {
    const auto note = MakeCheckpoint(*store_, key_);
    EXPECT_TRUE(note) << (note ? "" : note.error().ToString());
    return note ? *note : "";
  }
  // As somebody would who has the file and SQLite's shell.
  void Tamper(const std::string& sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
    char* message = nullptr;
    const int code = sqlite3_exec(database,
                                  ("DROP TRIGGER IF EXISTS journal_record_kept;"
                                   "DROP TRIGGER IF EXISTS journal_record_fixed;" +
                                   sql)
                                      .c_str(),
                                  nullptr, nullptr, &message);
    EXPECT_EQ(code, SQLITE_OK) << message;
    sqlite3_free(message);
    sqlite3_close(database);
  }
  std::vector<std::string> Findings() {
    const auto verdict = VerifyJournal(*store_, key_.verifier());
    EXPECT_TRUE(verdict) << (verdict ? "" : verdict.error().ToString());
    return verdict ? verdict->findings : std::vector<std::string>{"no verdict"};
  }

  TempFolder folder_;
  std::unique_ptr<JournalStore> store_;
  TestWriter writer_;
  SignerKey key_ = KeyOf("example.com/licences");
};

TEST_F(JournalTest, AnUntouchedJournalHolds) {
  EXPECT_TRUE(Findings().empty());
  Sign();
  Add(3);
  Sign();
  Add(700);
  Sign();
  Add(70'000);
  Sign();
  const auto verdict = VerifyJournal(*store_, key_.verifier());
  ASSERT_TRUE(verdict);
  EXPECT_EQ(verdict->findings, std::vector<std::string>{});
  EXPECT_EQ(verdict->records, 70'703U);
  EXPECT_EQ(verdict->tiles, 70'703U / 256 + 1);
  EXPECT_EQ(verdict->checkpoints, 4U);
  EXPECT_EQ(verdict->root, writer_.tree().Root());
  EXPECT_TRUE(VerifyJournal(*store_, std::nullopt)->Holds());
}

// Each of these is one change; the finding names what was found.
TEST_F(JournalTest, EveryChangeIsFound) {
  const std::vector<std::pair<std::string, std::string>> changes = {
      {"UPDATE journal_record SET bytes = x'58' WHERE sequence = 300", "tile 1 of level 0"},
      {"UPDATE journal_record SET bytes = x'58' WHERE sequence = 799", "head"},
      {"DELETE FROM journal_record WHERE sequence = 5", "where record 5 should be is record 6"},
      {"DELETE FROM journal_record WHERE sequence = 799", "only 799 are there"},
      {"DELETE FROM journal_record WHERE sequence = 799;"
       "UPDATE journal_head SET size = 799, frontier = substr(frontier, 1, 32 * 6)",
       "signed over"},
      {"UPDATE journal_head SET frontier = zeroblob(96)", "head has another root"},
      {"DELETE FROM journal_tile WHERE number = 2", "tile 2 of level 0 is missing"},
      {"UPDATE journal_tile SET hashes = zeroblob(8192) WHERE number = 0", "tile 0 of level 0"},
      {"INSERT INTO journal_tile VALUES (1, 0, zeroblob(8192))", "no records for it"},
      {"UPDATE journal_checkpoint SET note = replace(note, '800', '700')", "checkpoint"},
      {"UPDATE journal_checkpoint SET note = 'x'", "checkpoint"},
  };
  Add(800);
  Sign();
  ASSERT_TRUE(Findings().empty());
  store_.reset();
  const std::string good = ReadFile(path());
  for (const auto& [sql, words] : changes) {
    std::filesystem::remove(path() + "-wal");
    std::filesystem::remove(path() + "-shm");
    WriteFile(path(), good);
    Tamper(sql + ";");
    store_ = *OpenSqliteStore(path(), StoreMode::kReadOnly);
    const auto findings = Findings();
    ASSERT_FALSE(findings.empty()) << sql;
    bool named = false;
    for (const std::string& finding : findings) named |= finding.find(words) != std::string::npos;
    EXPECT_TRUE(named) << sql << ": " << findings.front();
    store_.reset();
  }
}

TEST_F(JournalTest, RecordsAfterTheHead) {
  Add(800);
  store_.reset();
  Tamper("UPDATE journal_head SET size = 799, frontier = substr(frontier, 1, 32 * 6);");
  store_ = *OpenSqliteStore(path(), StoreMode::kReadOnly);
  const auto verdict = VerifyJournal(*store_, std::nullopt);
  ASSERT_FALSE(verdict);
  EXPECT_NE(verdict.error().ToString().find("counts 799 records, and 800 are there"),
            std::string::npos);
}

// Somebody who rewrites everything, but has no key.
TEST_F(JournalTest, ARewrittenJournalDoesNotExplainItsCheckpoint) {
  Add(10);
  const std::string note = Sign();
  const std::string elsewhere = folder_.Path("other.db");
  const auto other = *OpenSqliteStore(elsewhere, StoreMode::kCreate);
  TestWriter forger;
  std::vector<JournalEntry> entries = Numbered(0, 10);
  entries[4].bytes = "record 4, but better";
  ASSERT_TRUE(forger.Add(*other, entries));
  EXPECT_TRUE(VerifyJournal(*other, std::nullopt)->Holds());
  ASSERT_TRUE(other->PutCheckpoint(10, note));
  EXPECT_FALSE(VerifyJournal(*other, std::nullopt)->Holds());
  // Whoever has the key does not sign it by mistake.
  ASSERT_TRUE(forger.Add(*other, Numbered(10, 5)));
  const auto refused = MakeCheckpoint(*other, key_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(other->Checkpoints()->size(), 1U);
}

TEST_F(JournalTest, ACheckpointIsTheHead) {
  Add(5);
  const auto checkpoint = OpenCheckpoint(Sign(), key_.verifier());
  ASSERT_TRUE(checkpoint);
  EXPECT_EQ(checkpoint->origin, "example.com/licences");
  EXPECT_EQ(checkpoint->size, 5U);
  EXPECT_EQ(checkpoint->root, writer_.tree().Root());
  EXPECT_EQ(store_->Checkpoints()->size(), 1U);
  // Nothing happened since: the same again.
  EXPECT_EQ(Sign(), store_->Checkpoints()->front());
  EXPECT_EQ(store_->Checkpoints()->size(), 1U);
}

TEST_F(JournalTest, TheTreeIsLoadedFromTheStore) {
  for (const std::uint64_t more : {0, 1, 255, 300, 66'000}) {
    Add(more);
    auto tree = LoadTree(*store_);
    ASSERT_TRUE(tree) << tree.error().ToString();
    EXPECT_EQ(tree->Root(), writer_.tree().Root());
    std::vector<JournalTile> tiles;
    for (std::uint64_t i = tree->size() % 256; i < 256; ++i) tree->Append(LeafHash("x"), &tiles);
    EXPECT_FALSE(tiles.empty());
  }
}

// ---- Proofs ----

TEST_F(JournalTest, EveryRecordIsProven) {
  Add(300);
  const std::string note = Sign();
  Add(100);
  for (const std::uint64_t sequence : {0, 1, 255, 256, 298, 299}) {
    const auto proof = ProveRecord(*store_, sequence, *CheckpointOver(*store_, sequence));
    ASSERT_TRUE(proof) << proof.error().ToString();
    EXPECT_EQ(proof->record, "record " + std::to_string(sequence));
    const auto read = ParseRecordProof(proof->ToString());
    ASSERT_TRUE(read) << read.error().ToString();
    EXPECT_EQ(read->ToString(), proof->ToString());
    const auto checked = CheckRecordProof(*read, key_.verifier());
    ASSERT_TRUE(checked) << checked.error().ToString();
    EXPECT_EQ(checked->size, 300U);
    EXPECT_FALSE(CheckRecordProof(*read, KeyOf("example.com/licences", 8).verifier()));
  }
  EXPECT_FALSE(CheckpointOver(*store_, 300)) << "no checkpoint covers it yet";
  EXPECT_FALSE(ProveRecord(*store_, 300, note));
  EXPECT_FALSE(ProveRecord(*store_, 400, note));
}

TEST_F(JournalTest, NoChangedByteOfAProofHolds) {
  Add(11);
  Sign();
  const std::string text = ProveRecord(*store_, 6, *CheckpointOver(*store_, 6))->ToString();
  for (std::size_t i = 0; i < text.size(); ++i) {
    for (const int flip : {1, 2, 32}) {
      std::string changed = text;
      changed[i] = static_cast<char>(changed[i] ^ flip);
      const auto proof = ParseRecordProof(changed);
      EXPECT_FALSE(proof && CheckRecordProof(*proof, key_.verifier())) << i;
    }
  }
  for (std::size_t length = 0; length < text.size(); ++length) {
    const auto proof = ParseRecordProof(text.substr(0, length));
    EXPECT_FALSE(proof && CheckRecordProof(*proof, key_.verifier())) << length;
  }
}

TEST_F(JournalTest, ProofsSayWhereTheyAreWrong) {
  Add(4);
  Sign();
  const std::string good = ProveRecord(*store_, 1, *CheckpointOver(*store_, 1))->ToString();
  const auto line_of = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    const auto proof = ParseRecordProof(text);
    return proof ? 0 : proof.error().place().line;
  };
  EXPECT_EQ(line_of("tlog-proof", "tlog-poof"), 1);
  EXPECT_EQ(line_of("extra ", "more "), 2);
  EXPECT_EQ(line_of("index 1", "index 01"), 3);
  EXPECT_EQ(line_of("\n\n", "\nAAAA\n\n"), 6);
  EXPECT_EQ(line_of("\n4\n", "\nfour\n"), 8);
  EXPECT_EQ(line_of("\xE2\x80\x94 ", "-- "), 11);
}

TEST_F(JournalTest, ADamagedRecordIsNotProven) {
  Add(300);
  const std::string note = Sign();
  Tamper("UPDATE journal_record SET bytes = x'58' WHERE sequence = 7;");
  const auto proof = ProveRecord(*store_, 7, note);
  ASSERT_FALSE(proof);
  EXPECT_EQ(proof.error().code(), ErrorCode::kIo);
  EXPECT_TRUE(ProveRecord(*store_, 8, note)) << "others still are, from the tiles";
}

TEST_F(JournalTest, GrowthIsProven) {
  std::vector<std::string> notes = {Sign()};
  for (const std::uint64_t more : {1, 2, 5, 300, 256}) {
    Add(more);
    notes.push_back(Sign());
  }
  for (std::size_t i = 0; i < notes.size(); ++i) {
    for (std::size_t j = i; j < notes.size(); ++j) {
      const auto proof = ProveGrowth(*store_, notes[i], notes[j]);
      ASSERT_TRUE(proof) << proof.error().ToString();
      const auto read = ParseGrowthProof(proof->ToString());
      ASSERT_TRUE(read) << read.error().ToString();
      EXPECT_EQ(read->ToString(), proof->ToString());
      EXPECT_TRUE(CheckGrowthProof(*read, key_.verifier()));
      if (i == j) continue;
      EXPECT_FALSE(ProveGrowth(*store_, notes[j], notes[i]));
      const GrowthProof reversed{read->hashes, read->after, read->before};
      EXPECT_FALSE(CheckGrowthProof(reversed, key_.verifier()));
    }
  }
  const std::string text = ProveGrowth(*store_, notes[2], notes[4])->ToString();
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string changed = text;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    const auto proof = ParseGrowthProof(changed);
    EXPECT_FALSE(proof && CheckGrowthProof(*proof, key_.verifier())) << i;
  }
}

TEST_F(JournalTest, NoGrowthFromAnotherJournal) {
  Add(5);
  const std::string mine = Sign();
  const auto other = *OpenSqliteStore(folder_.Path("other.db"), StoreMode::kCreate);
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*other, {{"", "something else"}}));
  const std::string theirs = *MakeCheckpoint(*other, key_);
  EXPECT_FALSE(ProveGrowth(*store_, theirs, mine));
  EXPECT_FALSE(ProveGrowth(*other, theirs, mine));
}

// ---- Export ----

// What the files say by themselves: hash the records of the bundles.
void ExpectServes(Disk& disk, const std::string& folder, const VerifierKey& key) {
  const auto note = disk.ReadAll(folder + "/checkpoint", 10'000);
  ASSERT_TRUE(note);
  const auto checkpoint = OpenCheckpoint(*note, key);
  ASSERT_TRUE(checkpoint);
  GrowingTree tree;
  for (std::uint64_t at = 0; at < checkpoint->size; at += kTileWidth) {
    const std::uint64_t width = std::min(kTileWidth, checkpoint->size - at);
    const auto bundle = disk.ReadAll(folder + "/" + BundlePath(at / kTileWidth, width), 1 << 20);
    ASSERT_TRUE(bundle) << bundle.error().ToString();
    const auto tile = disk.ReadAll(folder + "/" + TilePath(0, at / kTileWidth, width), 1 << 20);
    ASSERT_TRUE(tile) << tile.error().ToString();
    const auto records = ParseBundle(*bundle);
    ASSERT_TRUE(records);
    ASSERT_EQ(records->size(), width);
    for (std::size_t i = 0; i < width; ++i) {
      ASSERT_EQ(HashAt(*tile, i), LeafHash((*records)[i]));
      tree.Append(LeafHash((*records)[i]));
    }
  }
  EXPECT_EQ(tree.Root(), checkpoint->root);
}

TEST_F(JournalTest, IsExportedAsFiles) {
  MemoryDisk disk;
  Add(600);
  const auto first = ExportJournal(*store_, Sign(), disk, "public");
  ASSERT_TRUE(first) << first.error().ToString();
  EXPECT_EQ(*first, 3U + 3 + 1 + 1);
  ExpectServes(disk, "public", key_.verifier());
  EXPECT_EQ(disk.SizeOf("public/tile/1/000.p/2").value_or(0), 2 * kHashBytes);
  // Only what changed is written again.
  Add(10);
  EXPECT_EQ(*ExportJournal(*store_, Sign(), disk, "public"), 1U + 1 + 1 + 1);
  ExpectServes(disk, "public", key_.verifier());
}

TEST_F(JournalTest, ExportsToTheRealDisk) {
  Add(3);
  const auto disk = RealDisk();
  ASSERT_TRUE(ExportJournal(*store_, Sign(), *disk, folder_.Path("a/b")));
  ExpectServes(*disk, folder_.Path("a/b"), key_.verifier());
}

// ---- The worked example of docs/formats.md ----

TEST(JournalDocs, TheExampleIsComputedAnew) {
  const TempFolder folder;
  const auto store = *OpenSqliteStore(folder.Path("db"), StoreMode::kCreate);
  const SignerKey key = *SignerKey::Make("example.com/licences", {});
  TestWriter writer;
  ASSERT_TRUE(writer.Add(*store, {{"", "first"}, {"", "second"}}));
  const std::string before = *MakeCheckpoint(*store, key);
  ASSERT_TRUE(writer.Add(*store, {{"", "third"}}));
  const std::string after = *MakeCheckpoint(*store, key);
  const std::string page = ReadFile(std::string(LICET_SOURCE_DIR) + "/docs/formats.md");
  for (const std::string& text : {key.ToString() + "\n" + key.verifier().ToString() + "\n", after,
                                  ProveRecord(*store, 1, after)->ToString(),
                                  ProveGrowth(*store, before, after)->ToString()}) {
    EXPECT_NE(page.find("```\n" + text + "```\n"), std::string::npos) << text;
  }
}

// ---- A second checker, by other hands ----

int CheckedBySecond(const std::string& proof, const VerifierKey& key) {
  const std::string script = std::string(LICET_SOURCE_DIR) + "/tests/journal/check_proof.py";
  const std::string command =
      "python3 -B '" + script + "' '" + proof + "' '" + key.ToString() + "' >/dev/null 2>&1";
  return WEXITSTATUS(std::system(command.c_str()));
}

TEST_F(JournalTest, TheSecondCheckerAgrees) {
  Add(7);
  const std::string before = Sign();
  Add(293);
  const std::string after = Sign();
  const std::string file = folder_.Path("proof");
  const auto expect = [&](const std::string& text, int code, const std::string& what) {
    WriteFile(file, text);
    EXPECT_EQ(CheckedBySecond(file, key_.verifier()), code) << what;
  };
  for (const std::uint64_t sequence : {0, 6, 255, 299}) {
    expect(ProveRecord(*store_, sequence, after)->ToString(), 0, std::to_string(sequence));
  }
  const std::string growth = ProveGrowth(*store_, before, after)->ToString();
  expect(growth, 0, "growth");

  const std::string record = ProveRecord(*store_, 6, before)->ToString();
  expect(record, 0, "a last record");
  EXPECT_EQ(CheckedBySecond(file, KeyOf("example.com/licences", 9).verifier()), 1);
  const auto changed = [](std::string text, std::size_t at) {
    text[at] = text[at] == 'A' ? 'B' : 'A';
    return text;
  };
  expect(changed(record, record.find("extra ") + 7), 1, "another record");
  expect(changed(record, record.find("index ") + 10), 1, "another hash");
  expect(changed(record, record.size() - 20), 1, "another signature");
  std::string moved = record;
  moved.replace(moved.find("index 6"), 7, "index 5");
  expect(moved, 1, "another index");
  std::string larger = record;
  larger.replace(larger.find("\n7\n"), 3, "\n8\n");
  expect(larger, 1, "another size");
  expect(changed(growth, growth.find('\n') + 5), 1, "another hash");
  expect(changed(growth, growth.size() - 20), 1, "another signature");
  expect("", 1, "nothing");
}

}  // namespace
}  // namespace licet
