// What a user may get wrong. Each time: exit 2, one line on stderr that begins
// with "licet: ", says what is wrong and where, nothing on stdout, no file
// written and none changed.

#include <cstdlib>
#include <functional>
#include <set>

#include "run.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

// The real disk, where some files hold other text, may not be read, or are
// endless.
class OverlayDisk : public Disk {
 public:
  void Replace(const std::string& path, const std::string& text) { texts_[path] = text; }
  void Forbid(const std::string& path) { forbidden_.insert(path); }
  void MakeLong(const std::string& path, std::size_t bytes) { long_[path] = bytes; }
  int writes() const { return writes_; }

  Result<std::unique_ptr<ByteSource>> OpenForReading(const std::string& path) override {
    if (forbidden_.contains(path)) {
      return Fail(ErrorCode::kIo, "no permission to read this file", {path, 0, 0});
    }
    if (auto found = long_.find(path); found != long_.end()) {
      return std::make_unique<LongLine>(found->second);
    }
    if (auto found = texts_.find(path); found != texts_.end()) return StringSource(found->second);
    return real_->OpenForReading(path);
  }
  Status WriteAtomically(const std::string&, std::string_view) override {
    ++writes_;
    return {};
  }
  Result<std::unique_ptr<ByteSink>> OpenForAppending(const std::string& path,
                                                     std::uint64_t) override {
    ++writes_;
    return Fail(ErrorCode::kIo, "nothing may be written here", {path, 0, 0});
  }
  Status WritePrivately(const std::string&, std::string_view) override {
    ++writes_;
    return {};
  }
  Status MakeFolder(const std::string&) override { return {}; }
  Status Rename(const std::string& from, const std::string&) override {
    ++writes_;
    return Fail(ErrorCode::kIo, "nothing may be renamed here", {from, 0, 0});
  }
  Status Remove(const std::string& path) override {
    ++writes_;
    return Fail(ErrorCode::kIo, "nothing may be removed here", {path, 0, 0});
  }
  Result<std::uint64_t> SizeOf(const std::string& path) override { return real_->SizeOf(path); }
  bool IsFile(const std::string& path) override {
    return texts_.contains(path) || long_.contains(path) || real_->IsFile(path);
  }
  bool IsFolder(const std::string& path) override { return real_->IsFolder(path); }
  Result<std::vector<std::string>> ListFiles(const std::string& folder) override {
    return real_->ListFiles(folder);
  }
  Result<std::vector<std::string>> ListFolders(const std::string& folder) override {
    return real_->ListFolders(folder);
  }

 private:
  class LongLine : public ByteSource {
   public:
    explicit LongLine(std::size_t bytes) : left_(bytes) {}
    Result<std::size_t> Read(std::span<char> buffer) override {
      const std::size_t count = std::min(left_, buffer.size());
      std::fill_n(buffer.begin(), count, 'x');
      left_ -= count;
      return count;
    }

   private:
    std::size_t left_;
  };

  std::unique_ptr<Disk> real_ = RealDisk();
  std::map<std::string, std::string> texts_;
  std::map<std::string, std::size_t> long_;
  std::set<std::string> forbidden_;
  int writes_ = 0;
};

void ExpectRefused(const Ran& ran, const std::vector<std::string>& words) {
  EXPECT_EQ(ran.code, kExitBadInput) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.substr(0, 7), "licet: ") << ran.err;
  EXPECT_EQ(std::count(ran.err.begin(), ran.err.end(), '\n'), 1) << ran.err;
  EXPECT_TRUE(ran.err.ends_with("\n")) << ran.err;
  EXPECT_LT(ran.err.size(), 2000U) << ran.err;
  for (const std::string& word : words) {
    EXPECT_NE(ran.err.find(word), std::string::npos) << "no '" << word << "' in: " << ran.err;
  }
}

constexpr const char* kHeader =
    "order,date,activity,item,quantity,unit_price_usd,exporter,purchaser,consignee,end_user,"
    "origin,destination,place_of_use,end_use,evidence\n";
constexpr const char* kGood =
    "A,2026-10-01,export,H200 SXM,1,1000,nvidia,alibaba,alibaba,alibaba,US,CN,CN,ai-training,"
    "purchase-order\n";

// ---- bad orders --------------------------------------------------------------

class BadOrders : public testing::Test {
 protected:
  // Checks that text with an old report and a new one beside it.
  void ExpectBad(const std::string& text, const std::vector<std::string>& words) {
    const std::string orders = folder_.Write("orders.csv", text);
    const std::string old_report = folder_.Write("old.html", "the old report");
    const std::string new_report = folder_.Path("new.html");
    std::vector<std::string> all = words;
    all.push_back(orders);
    for (const std::string& report : {old_report, new_report}) {
      for (const std::string format : {"table", "json", "csv"}) {
        ExpectRefused(Licet({"check", orders, "--parties", kHome + "/data/orders/parties.csv",
                             "--report", report, "--format", format}),
                      all);
      }
    }
    EXPECT_EQ(ReadFile(old_report), "the old report");
    EXPECT_FALSE(std::filesystem::exists(new_report));
    for (const auto& entry : std::filesystem::directory_iterator(folder_.Path(""))) {
      const std::string name = entry.path().filename();
      EXPECT_TRUE(name == "orders.csv" || name == "old.html") << name << " was left behind";
    }
  }

  static std::string Changed(const std::string& from, const std::string& to) {
    std::string row = kGood;
    const std::size_t at = row.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return kHeader + std::string(kGood) + "B" + row.replace(at, from.size(), to).substr(1);
  }

  TempFolder folder_;
};

TEST_F(BadOrders, TheGoodRowIsGood) {
  const std::string orders = folder_.Write("orders.csv", std::string(kHeader) + kGood);
  const std::string report = folder_.Path("new.html");
  const Ran ran =
      Licet({"check", orders, "--parties", kHome + "/data/orders/parties.csv", "--report", report});
  EXPECT_EQ(ran.code, kExitNo) << ran.err;
  EXPECT_TRUE(std::filesystem::exists(report));
}

TEST_F(BadOrders, MalformedCsv) {
  const std::string good = std::string(kHeader) + kGood;
  ExpectBad(good + "\"B,2026-10-01\n", {":3:1: "});
  ExpectBad(good + "B,2026-10-01\n", {":3"});
  ExpectBad(good + "B,2026\"-10,01\n", {":3:"});
  ExpectBad("\xEF\xBB\xBF", {});
}

TEST_F(BadOrders, NothingInIt) {
  ExpectBad("", {});
  ExpectBad("\n\n", {});
  ExpectBad(kHeader, {":1: ", "no order"});
}

TEST_F(BadOrders, BytesThatAreNoText) {
  ExpectBad(kHeader + std::string("A\xC3\x28,\n"), {":2:2: ", "UTF-8"});
  ExpectBad(kHeader + std::string("A\0,\n", 4), {":2:2: "});
  ExpectBad(std::string(1000, '\0'), {":1:1: "});
}

TEST_F(BadOrders, BadNumbers) {
  ExpectBad(Changed(",1,1000,", ",-1,1000,"), {":3:", "'quantity'", "'-1'"});
  ExpectBad(Changed(",1,1000,", ",0,1000,"), {":3:", "'quantity'"});
  ExpectBad(Changed(",1,1000,", ",99999999999999999999,1000,"), {":3:", "'quantity'"});
  ExpectBad(Changed(",1,1000,", ",1,-5,"), {":3:", "'unit_price_usd'"});
  ExpectBad(Changed(",1,1000,", ",1000000000,1000000000,"), {":3:", "'quantity'"});
}

TEST_F(BadOrders, BadNamesAndDates) {
  ExpectBad(Changed("2026-10-01", "2026-10-32"), {":3:", "'date'"});
  ExpectBad(Changed(",US,", ",USA,"), {":3:", "'origin'", "'USA'"});
  ExpectBad(Changed("nvidia", "nvida"), {":3:", "'exporter'", "did you mean 'nvidia'"});
  ExpectBad(Changed("H200 SXM", "H200 SMX"), {":3:", "'item'", "did you mean 'H200 SXM'"});
  ExpectBad(Changed(",export,", ",smuggle,"), {":3:", "'activity'"});
}

TEST_F(BadOrders, OneIdTwice) {
  ExpectBad(std::string(kHeader) + kGood + kGood, {":3:", "'A'", "id"});
}

TEST_F(BadOrders, ColumnsMissingOrUnknown) {
  std::string header = kHeader;
  header.replace(header.find("quantity"), 8, "quantty");
  ExpectBad(header + kGood, {":1:", "'quantity'"});
}

// ---- bad files of every kind ---------------------------------------------------

class BadFiles : public testing::Test {
 protected:
  Ran With(const std::string& path, const std::string& text,
           const std::vector<std::string>& arguments) {
    OverlayDisk disk;
    disk.Replace(path, text);
    const Ran ran = Licet(arguments, {.disk = &disk});
    EXPECT_EQ(disk.writes(), 0);
    return ran;
  }
  // A file of the user's chips.
  void Chips(const std::string& rows, const std::vector<std::string>& words) {
    const std::string text = "vendor,model,fp16_bf16_tensor_tflops,die_area_mm2\n" + rows;
    std::vector<std::string> all = words;
    all.push_back("/mine.csv:");
    ExpectRefused(With("/mine.csv", text, {"classify", "--chips", "/mine.csv"}), all);
  }
  // A file of the law.
  void Law(const std::string& file, const std::string& text,
           const std::vector<std::string>& words) {
    const std::string path = kHome + "/regimes/" + file;
    for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
             {"classify"}, {"explain", "PR-003"}, {"regime", "test"}, {"check", kRecord}}) {
      ExpectRefused(With(path, text, arguments), words);
    }
  }
  // A good provision, and one whose text is `more`, both in clocks.yaml.
  void Provision(const std::string& more, const std::vector<std::string>& words) {
    std::vector<std::string> all = words;
    all.push_back("clocks.yaml:");
    Law("us-ear/clocks.yaml", "provisions:\n" + Text("us-ear.t.one", "") + more, all);
  }
  static std::string Text(const std::string& id, const std::string& extra,
                          const std::string& when = "item.tpp >= 1") {
    return "- id: " + id +
           "\n  stage: review\n  cite: {ref: test}\n  announced: 2026-01-01\n"
           "  effective: 2026-01-01\n  confidence: press\n  when: " +
           when + "\n" + extra + "  gives: {review: denial}\n";
  }

  const std::string kRecord = kHome + "/data/orders/public-record.csv";
};

TEST_F(BadFiles, BadNumbersInChips) {
  Chips("V,M,-1,800\n", {":2:5:", "fp16_bf16_tensor_tflops"});
  Chips("V,M,1,-800\n", {":2:7:", "die_area_mm2"});
  Chips("V,M,99999999999,800\n", {":2:5:"});
  Chips("V,M,many,800\n", {":2:5:"});
  Chips("V,M,9..1,800\n", {":2:5:"});
  Chips("V,M,1e5,800\n", {":2:5:"});
  Chips("V,,1,1\n", {":2:"});
  Chips("V,M,1,1\nV,M,1,1\n", {":3:", "'M'"});
  Chips("V,M,1\n", {":2"});
}

TEST_F(BadFiles, BadParties) {
  const std::string header = "party,name,country,headquarters,parent,tier,flags\n";
  const std::string orders = kHome + "/tests/cli/golden/orders.csv";
  auto bad = [&](const std::string& rows, const std::vector<std::string>& words) {
    std::vector<std::string> all = words;
    all.push_back("/mine.csv:");
    ExpectRefused(With("/mine.csv", header + rows, {"check", orders, "--parties", "/mine.csv"}),
                  all);
  };
  bad("a,A,XX,US,,,\n", {":2:5:", "'XX'"});
  bad("a,A,US,US,b,,\n", {":2:", "'b'"});
  bad("a,A,US,US,b,,\nb,B,US,US,a,,\n", {":3:", "a -> b -> a"});
  bad("a,A,US,US,,T9,\n", {":2:", "T9"});
  bad("a,A,US,US,,,\na,B,US,US,,,\n", {":3:1:", "'a'"});
  ExpectRefused(With("/mine.csv", header, {"check", orders, "--parties", "/mine.csv"}), {"nvidia"});
}

TEST_F(BadFiles, MalformedYaml) {
  Provision("- id: [unclosed\n", {});
  Provision("\t- id: tab\n", {});
  Provision("- \"\\\n\\\x01\"\n", {});
  Provision("- &anchor {id: x}\n- *anchor\n", {});
  Law("schema.yaml", "schema: 1\nfacts: [\n", {"schema.yaml"});
  Law("us-ear/pack.yaml", "regime: us-ear\nregime: twice\n", {"pack.yaml:2:"});
}

TEST_F(BadFiles, AProvisionThatNamesAMissingOne) {
  Provision(Text("us-ear.t.two", "  unless: [us-ear.t.onee]\n"),
            {"'us-ear.t.onee'", "did you mean 'us-ear.t.one'"});
}

TEST_F(BadFiles, TwoProvisionsWithOneId) {
  Provision(Text("us-ear.t.one", ""), {"'us-ear.t.one'", "taken already"});
}

TEST_F(BadFiles, DefeatersInACircle) {
  Provision(Text("us-ear.t.two", "  unless: [us-ear.t.three]\n") +
                Text("us-ear.t.three", "  unless: [us-ear.t.two]\n"),
            {"circle", "us-ear.t.two -> us-ear.t.three -> us-ear.t.two"});
  Provision(Text("us-ear.t.two", "  unless: [us-ear.t.two]\n"), {"circle"});
}

TEST_F(BadFiles, UnitsFactsCountriesAndDates) {
  Provision(Text("us-ear.t.two", "", "item.tpp + item.interconnect >= 1"), {"TPP", "GB/s"});
  Provision(Text("us-ear.t.two", "", "item.tpq >= 1"), {"'item.tpq'", "did you mean 'item.tpp'"});
  Provision(Text("us-ear.t.two", "", "transaction.destination == \"XX\""), {"XX"});
  Provision(Text("us-ear.t.two", "", "transaction.destination in group(\"D:55\")"), {"'D:55'"});
  Provision(Text("us-ear.t.two", "", "item.tpp >= "), {});
  std::string dated = Text("us-ear.t.two", "");
  dated.replace(dated.find("2026-01-01"), 10, "2026-02-30");
  Provision(dated, {"2026-02-30"});
}

TEST_F(BadFiles, AFolderWhereAFileShouldBe) {
  ExpectRefused(Licet({"check", kHome}), {kHome, "folder"});
  ExpectRefused(Licet({"classify", "--chips", kHome}), {kHome, "folder"});
  ExpectRefused(Licet({"check", kRecord, "--parties", kHome}), {kHome, "folder"});
  ExpectRefused(Licet({"explain", "A", "--orders", kHome}), {kHome, "folder"});
}

TEST_F(BadFiles, AFileWithoutPermission) {
  OverlayDisk disk;
  disk.Forbid(kRecord);
  disk.Forbid(kHome + "/data/chips.csv");
  disk.Forbid("/mine.csv");
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"check", kRecord}, {"classify"}}) {
    ExpectRefused(Licet(arguments, {.disk = &disk}), {"no permission to read", ".csv"});
  }
}

TEST_F(BadFiles, AHundredMegabytesOnOneLine) {
  constexpr std::size_t kBytes = 100'000'000;
  OverlayDisk disk;
  disk.MakeLong("/long.csv", kBytes);
  disk.MakeLong(kHome + "/cases/long.yaml", kBytes);
  ExpectRefused(Licet({"check", "/long.csv"}, {.disk = &disk}), {"/long.csv:1"});
  ExpectRefused(Licet({"classify", "--chips", "/long.csv"}, {.disk = &disk}), {"/long.csv"});
  ExpectRefused(Licet({"check", kRecord, "--parties", "/long.csv"}, {.disk = &disk}),
                {"/long.csv:1"});
  OverlayDisk law;
  law.MakeLong(kHome + "/regimes/schema.yaml", kBytes);
  ExpectRefused(Licet({"classify"}, {.disk = &law}), {"schema.yaml"});
}

TEST_F(BadFiles, AMissingFileWithNearNames) {
  ExpectRefused(Licet({"check", kHome + "/data/orders/public-recrd.csv"}),
                {"public-recrd.csv", "did you mean 'public-record.csv'"});
  ExpectRefused(Licet({"check", kRecord, "--parties", kHome + "/data/orders/partys.csv"}),
                {"did you mean 'parties.csv'"});
  ExpectRefused(Licet({"classify", "--chips", "/no/such/chips.csv"}), {"/no/such/chips.csv"});
  ExpectRefused(Licet({"regime", "test", "--cases", "/no/such"}), {"/no/such"});
  ExpectRefused(Licet({"classify"}, {.home = "/no/such"}), {"/no/such", "LICET_HOME"});
}

TEST_F(BadFiles, OrdersWithoutParties) {
  const TempFolder folder;
  const std::string orders = folder.Write("orders.csv", std::string(kHeader) + kGood);
  ExpectRefused(Licet({"check", orders}), {"--parties"});
  ExpectRefused(Licet({"explain", "A", "--orders", orders}), {"--parties"});
}

TEST_F(BadFiles, NamesOfFilesCannotDriveTheTerminal) {
  ExpectRefused(Licet({"check", "a\nb\x1b[31m.csv"}), {"a\\nb"});
}

TEST_F(BadFiles, CasesThatCannotBeRead) {
  const TempFolder folder;
  ExpectRefused(Licet({"regime", "test", "--cases", folder.Path("")}), {"no case"});
  folder.Write("c.yaml", "topic: T\ncases:\n- case: a\n");
  ExpectRefused(Licet({"regime", "test", "--cases", folder.Path("")}), {"c.yaml:3:"});
}

// ---- bad usage -------------------------------------------------------------------

TEST(BadUsage, UnknownOptionsAndCommands) {
  ExpectRefused(Licet({"check", "o.csv", "--formt", "json"}),
                {"'--formt'", "did you mean '--format'"});
  ExpectRefused(Licet({"classify", "--asof=2026-01-01"}), {"'--asof'", "did you mean '--as-of'"});
  ExpectRefused(Licet({"check", "-x"}), {"'-x'", "licet check --help"});
  ExpectRefused(Licet({"chek"}), {"'chek'", "did you mean 'check'"});
  ExpectRefused(Licet({"item", "shwo", "H200"}), {"'shwo'", "did you mean 'show'"});
  ExpectRefused(Licet({"zzzzzz"}), {"check, replay, classify, explain"});
  ExpectRefused(Licet({"classify", "H200"}), {"'H200'", "licet classify --help"});
  ExpectRefused(Licet({"check", "a\nb", "--x\ny"}), {"licet check --help"});
}

TEST(BadUsage, MissingArguments) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"check"},
                                             {"explain"},
                                             {"item"},
                                             {"item", "show"},
                                             {"item", "compare", "H200"},
                                             {"item", "compare", "H200", "H20 96GB", "A30"},
                                             {"item", "rank"},
                                             {"regime"},
                                             {"completion"},
                                             {"classify", "--item"},
                                             {"check", "o.csv", "--parties"},
                                             {"check", "o.csv", "--report"}}) {
    ExpectRefused(Licet(arguments), {"see licet " + arguments.front(), "--help"});
  }
}

TEST(BadUsage, NonsenseDates) {
  const std::string record = kHome + "/data/orders/public-record.csv";
  for (const std::string text : {"tomorrow", "2026-02-30", "2026", "-1", " "}) {
    for (const std::string option : {"--as-of", "--known-at"}) {
      ExpectRefused(Licet({"classify", option + "=" + text}), {option});
      ExpectRefused(Licet({"check", record, option + "=" + text}), {option});
      ExpectRefused(Licet({"explain", "PR-003", option + "=" + text}), {option});
    }
  }
  ExpectRefused(Licet({"item", "rank", "--vendor", "amd", "--as-of", "x"}), {"--as-of"});
}

TEST(BadUsage, NonsenseWords) {
  ExpectRefused(Licet({"classify", "--reading", "guessed"}), {"--reading", "enforced"});
  ExpectRefused(Licet({"classify", "--format", "xml"}), {"--format", "json"});
  ExpectRefused(Licet({"classify", "--regime", "us-eer"}), {"did you mean 'us-ear'"});
  ExpectRefused(Licet({"explain", "PR-9999"}), {"'PR-9999'"});
  ExpectRefused(Licet({"item", "rank", "--vendor", "Nvidea"}), {"did you mean 'Nvidia'"});
  ExpectRefused(Licet({"item", "show", "H200 SMX"}), {"did you mean 'H200 SXM'"});
}

TEST(BadUsage, AReportThatCannotBeWritten) {
  const TempFolder folder;
  const std::string orders = kHome + "/tests/cli/golden/orders.csv";
  const std::string parties = kHome + "/data/orders/parties.csv";
  ExpectRefused(
      Licet({"check", orders, "--parties", parties, "--report", folder.Path("none/r.html")}),
      {folder.Path("none"), "r.html"});
  EXPECT_FALSE(std::filesystem::exists(folder.Path("none")));
  ExpectRefused(Licet({"check", orders, "--parties", parties, "--report", folder.Path("")}),
                {folder.Path("")});
}

// ---- the program itself ------------------------------------------------------------

int ExitOf(const std::string& command) {
  const int status = std::system(command.c_str());
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(Program, AFullDiskIsNoSuccess) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "there is no /dev/full here";
  const TempFolder folder;
  for (const std::string arguments : {"classify", "explain PR-003", "--help", "item show H200"}) {
    const std::string command = "LICET_HOME='" + kHome + "' '" LICET_PROGRAM "' " + arguments +
                                " >/dev/full 2>'" + folder.Path("err") + "'";
    EXPECT_EQ(ExitOf(command), kExitBadInput) << arguments;
    EXPECT_EQ(ReadFile(folder.Path("err")),
              "licet: the output could not be written; is the disk full?\n");
  }
}

TEST(Program, FindsTheLawByLicetHome) {
  const TempFolder folder;
  const std::string out = folder.Path("out");
  EXPECT_EQ(
      ExitOf("LICET_HOME='" + kHome + "' '" LICET_PROGRAM "' classify --item H200 >'" + out + "'"),
      kExitOk);
  EXPECT_EQ(ReadFile(out).find('\x1b'), std::string::npos) << "a file is no terminal";
  EXPECT_NE(ReadFile(out).find("H200 SXM"), std::string::npos);
  EXPECT_EQ(ExitOf("LICET_HOME=/no/such '" LICET_PROGRAM "' classify 2>/dev/null"), kExitBadInput);
}

TEST(Program, AFileThatTheSystemForbids) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read every file, so nothing can be forbidden here";
  const TempFolder folder;
  const std::string orders = folder.Write("orders.csv", kHeader);
  std::filesystem::permissions(orders, std::filesystem::perms::none);
  ExpectRefused(Licet({"check", orders}), {orders, "permission"});
}

}  // namespace
}  // namespace licet
