// licet journal, from a key to a proof that somebody else checks.

#include "licet/journal/journal.h"

#include <sys/stat.h>

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using Json = nlohmann::json;

// Adds records after whatever is there.
class Appender : public JournalWriter {
 public:
  explicit Appender(std::uint64_t count, std::string record = "")
      : count_(count), record_(std::move(record)) {}
  std::uint64_t Known() const override { return tree_.size(); }
  Status Follow(std::uint64_t, std::string_view bytes) override {
    tree_.Append(LeafHash(bytes), &ignored_);
    return {};
  }
  Result<JournalAddition> Decide(const JournalHead& head) override {
    JournalAddition addition;
    for (std::uint64_t i = head.size; i < head.size + count_; ++i) {
      const std::string numbered = R"({"n":)" + std::to_string(i) + "}";
      addition.entries.push_back(
          {"hold-" + std::to_string(i), record_.empty() ? numbered : record_});
      tree_.Append(LeafHash(addition.entries.back().bytes), &addition.tiles);
    }
    addition.head = tree_.Head();
    return addition;
  }

 private:
  std::uint64_t count_;
  std::string record_;  // "" for one with its number
  GrowingTree tree_;
  std::vector<JournalTile> ignored_;
};

class JournalCommands : public testing::Test {
 protected:
  JournalCommands() {
    Add(10);
    const Ran made = Licet({"journal", "keygen", "example.com/log", "--out", key_});
    EXPECT_EQ(made.code, kExitOk) << made.err;
    public_ = made.out.substr(0, made.out.size() - 1);
  }

  void Add(std::uint64_t count) {
    Appender appender(count);
    const auto store = OpenJournalStore(db_, StoreMode::kCreate);
    ASSERT_TRUE(store) << store.error().ToString();
    ASSERT_TRUE((*store)->Write(appender));
  }
  Ran Journal(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "journal");
    return Licet(arguments);
  }
  void Sign(const std::string& file = "") {
    std::vector<std::string> arguments = {"checkpoint", "--db", db_, "--key", key_};
    if (!file.empty()) arguments.insert(arguments.end(), {"--out", file});
    const Ran ran = Journal(arguments);
    ASSERT_EQ(ran.code, kExitOk) << ran.err;
  }
  void ExpectRefused(const std::vector<std::string>& arguments, const std::string& words) {
    const Ran ran = Journal(arguments);
    EXPECT_EQ(ran.code, kExitBadInput) << words;
    EXPECT_EQ(ran.out, "");
    EXPECT_EQ(LinesOf(ran.err).size(), 1U) << ran.err;
    EXPECT_NE(ran.err.find(words), std::string::npos) << ran.err;
  }

  TempFolder folder_;
  std::string db_ = folder_.Path("licences.db");
  std::string key_ = folder_.Path("journal.key");
  std::string public_;
};

TEST_F(JournalCommands, AKeyIsTheOwnersAlone) {
  struct stat info{};
  ASSERT_EQ(stat(key_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777U, 0600U);
  const std::string secret = ReadFile(key_);
  EXPECT_TRUE(secret.starts_with("PRIVATE+KEY+example.com/log+"));
  EXPECT_TRUE(public_.starts_with("example.com/log+"));
  ExpectRefused({"keygen", "another", "--out", key_}, "is there already");
  EXPECT_EQ(ReadFile(key_), secret);
  ExpectRefused({"keygen", "two words", "--out", folder_.Path("k")}, "cannot name a key");
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("k")));
}

TEST_F(JournalCommands, FromACheckpointToAProof) {
  Sign();
  const std::string proof = folder_.Path("7.tlog-proof");
  const Ran proved = Journal({"prove", "7", "--db", db_, "--out", proof});
  ASSERT_EQ(proved.code, kExitOk) << proved.err;
  EXPECT_TRUE(ReadFile(proof).starts_with("c2sp.org/tlog-proof@v1\nextra "));

  // By somebody who has no database.
  std::filesystem::remove(db_);
  const Ran checked = Journal({"check", proof, "--key", public_, "--format", "json"});
  EXPECT_EQ(checked.code, kExitOk) << checked.err;
  const Json answer = Json::parse(checked.out);
  EXPECT_EQ(answer["holds"], true);
  EXPECT_EQ(answer["index"], 7);
  EXPECT_EQ(answer["size"], 10);
  EXPECT_EQ(answer["record"], "{\"n\":7}");
  EXPECT_EQ(answer["origin"], "example.com/log");
  const std::string file = folder_.Write("journal.pub", public_ + "\n");
  EXPECT_EQ(Journal({"check", proof, "--key", file}).code, kExitOk);
}

TEST_F(JournalCommands, AChangedProofIsNo) {
  Sign();
  const std::string text = Journal({"prove", "--id", "hold-3", "--db", db_}).out;
  std::string other = text;
  other.replace(other.find("index 3"), 7, "index 4");
  const std::string file = folder_.Write("proof", other);
  const Ran checked = Journal({"check", file, "--key", public_});
  EXPECT_EQ(checked.code, kExitNo);
  EXPECT_EQ(checked.err, "");
  EXPECT_NE(checked.out.find("holds"), std::string::npos);
  EXPECT_NE(checked.out.find("does not lead to the root"), std::string::npos) << checked.out;
  // Another key of the same name.
  const Ran made = Journal({"keygen", "example.com/log", "--out", folder_.Path("other.key")});
  const std::string stranger = made.out.substr(0, made.out.size() - 1);
  EXPECT_EQ(Journal({"check", folder_.Write("good", text), "--key", stranger}).code, kExitNo);
  EXPECT_EQ(Journal({"check", folder_.Path("good"), "--key", public_}).code, kExitOk);
}

// A record from a stranger does not reach the terminal as it is.
TEST_F(JournalCommands, ARecordCannotCommandTheTerminal) {
  const std::string file = folder_.Path("strange.db");
  {
    const auto store = *OpenJournalStore(file, StoreMode::kCreate);
    Appender appender(1, "\x1b[2Jgone");
    ASSERT_TRUE(store->Write(appender));
  }
  const std::string proof = folder_.Path("strange.tlog-proof");
  ASSERT_EQ(Journal({"checkpoint", "--db", file, "--key", key_}).code, kExitOk);
  ASSERT_EQ(Journal({"prove", "0", "--db", file, "--out", proof}).code, kExitOk);
  const Ran checked = Journal({"check", proof, "--key", public_});
  EXPECT_EQ(checked.code, kExitOk);
  EXPECT_EQ(checked.out.find('\x1b'), std::string::npos);
  EXPECT_NE(checked.out.find("gone"), std::string::npos);
}

TEST_F(JournalCommands, VerifySaysWhatWasFound) {
  Sign();
  const Ran good = Journal({"verify", "--db", db_, "--key", public_, "--format", "json"});
  EXPECT_EQ(good.code, kExitOk) << good.out << good.err;
  EXPECT_EQ(Json::parse(good.out)["records"], 10);
  EXPECT_EQ(Json::parse(good.out)["findings"], Json::array());
  // A checkpoint that somebody put there.
  {
    const auto store = OpenJournalStore(db_, StoreMode::kReadWrite);
    const std::string note = (*store)->Checkpoints()->front();
    std::string other = note;
    other.replace(other.find("\n10\n"), 4, "\n9\n");
    ASSERT_TRUE((*store)->PutCheckpoint(9, other));
  }
  const Ran bad = Journal({"verify", "--db", db_, "--format", "csv"});
  EXPECT_EQ(bad.code, kExitNo);
  ASSERT_EQ(LinesOf(bad.out).size(), 2U);
  EXPECT_NE(bad.out.find("another root"), std::string::npos) << bad.out;
  EXPECT_EQ(Journal({"verify", "--db", db_}).code, kExitNo);
}

TEST_F(JournalCommands, ConsistencyOfTwoCheckpoints) {
  const std::string may = folder_.Path("may.txt");
  const std::string june = folder_.Path("june.txt");
  const std::string grew = folder_.Path("grew.txt");
  Sign(may);
  Add(15);
  Sign(june);
  EXPECT_EQ(Journal({"consistency", may, june, "--db", db_, "--out", grew}).code, kExitOk);
  const Ran checked = Journal({"check", grew, "--key", public_, "--format", "json"});
  EXPECT_EQ(checked.code, kExitOk) << checked.err;
  EXPECT_EQ(Json::parse(checked.out)["from"], 10);
  EXPECT_EQ(Json::parse(checked.out)["size"], 25);
  EXPECT_EQ(Journal({"consistency", june, may, "--db", db_}).code, kExitNo);
  ExpectRefused({"consistency", may, db_, "--db", db_}, "licences.db");
}

TEST_F(JournalCommands, ExportsFiles) {
  ExpectRefused({"export", folder_.Path("public"), "--db", db_}, "has no checkpoint");
  Sign();
  const Ran ran = Journal({"export", folder_.Path("public"), "--db", db_, "--format", "json"});
  EXPECT_EQ(ran.code, kExitOk) << ran.err;
  EXPECT_EQ(Json::parse(ran.out)["files"], 3);
  EXPECT_TRUE(std::filesystem::exists(folder_.Path("public/tile/entries/000.p/10")));
  EXPECT_TRUE(std::filesystem::exists(folder_.Path("public/checkpoint")));
}

TEST_F(JournalCommands, AllThreeFormats) {
  for (const std::string format : {"table", "json", "csv"}) {
    const Ran signed_now = Journal({"checkpoint", "--db", db_, "--key", key_, "--format", format});
    EXPECT_EQ(signed_now.code, kExitOk) << signed_now.err;
    EXPECT_NE(signed_now.out.find("example.com/log"), std::string::npos);
    const Ran proved = Journal({"prove", "0", "--db", db_, "--format", format});
    EXPECT_EQ(proved.code, kExitOk) << proved.err;
    if (format == "json") {
      EXPECT_EQ(Json::parse(proved.out)["index"], 0);
    }
    if (format == "csv") {
      EXPECT_TRUE(proved.out.starts_with("index,origin,size,"));
    }
  }
}

TEST_F(JournalCommands, SaysWhatIsWrong) {
  const std::string none = folder_.Path("none.db");
  ExpectRefused({"verify", "--db", none}, "no such file");
  ExpectRefused({"checkpoint", "--db", none, "--key", key_}, "no such file");
  ExpectRefused({"prove", "0", "--db", db_}, "no checkpoint covers record 0");
  Sign();
  ExpectRefused({"prove", "10", "--db", db_}, "there is no record 10");
  ExpectRefused({"prove", "-1", "--db", db_}, "-1");
  ExpectRefused({"prove", "first", "--db", db_}, "no record's number");
  ExpectRefused({"prove", "--db", db_}, "name one record");
  ExpectRefused({"prove", "1", "--id", "hold-1", "--db", db_}, "name one record");
  ExpectRefused({"prove", "--id", "hold-99", "--db", db_}, "no record has the id");
  ExpectRefused({"checkpoint", "--db", db_, "--key", db_}, "licences.db");
  const std::string pub = folder_.Write("journal.pub", public_);
  ExpectRefused({"checkpoint", "--db", db_, "--key", pub}, "no private key");
  ExpectRefused({"check", db_, "--key", public_}, "licences.db");
  ExpectRefused({"check", pub, "--key", public_}, "journal.pub:1:1: this is no proof");
  ExpectRefused({"check", pub, "--key", ReadFile(key_).substr(0, 60)}, "private key");
  ExpectRefused({"check", pub, "--key", "a+b+c"}, "no key of a checkpoint");
  ExpectRefused({"verify", "--db", key_}, "no SQLite database");
}

}  // namespace
}  // namespace licet
