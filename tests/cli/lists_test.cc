// licet lists: import, status and delta, as a user runs them.

#include <nlohmann/json.hpp>

#include "run.h"

namespace licet {
namespace {

using nlohmann::json;

constexpr const char* kEntityList =
    R"({"list_id":"bis-entity-list","extracted":"2026-07-09","count":2,"entities":[
{"name":"Dragon Chips","aliases":["Longxin"],"country":"China","address":null,
 "effective_date":null,"federal_register":"90 FR 1","notes":"See 734.9(g),3 of the EAR"},
{"name":"Tiger Boards","aliases":[],"country":"Atlantis","address":null,
 "effective_date":null,"federal_register":"90 FR 1","notes":null}]})";

class ListsCommand : public testing::Test {
 protected:
  ListsCommand() { std::filesystem::create_directory(lists_); }

  Ran Import(const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"lists", "import", "--lists", lists_};
    all.insert(all.end(), arguments.begin(), arguments.end());
    return Licet(all);
  }
  Ran Status(const std::string& format) {
    return Licet({"lists", "status", "--lists", lists_, "--format", format});
  }

  TempFolder folder_;
  std::string lists_ = folder_.Path("lists");
};

TEST_F(ListsCommand, ImportStoresAListAndSaysWhatItReplaced) {
  const std::string file = folder_.Write("el.json", kEntityList);
  const Ran first = Import({file});
  EXPECT_EQ(first.code, kExitOk);
  EXPECT_EQ(first.err, "");
  EXPECT_EQ(LinesOf(first.out)[1], "us-entity-list  2026-07-09        2  -             1");
  EXPECT_TRUE(std::filesystem::exists(lists_ + "/us-entity-list.jsonl"));
  EXPECT_EQ(LinesOf(Import({file}).out)[1],
            "us-entity-list  2026-07-09        2  2 of 2026-07-09      1");
  const json rows = json::parse(Import({file, "--format", "json"}).out);
  EXPECT_EQ(rows[0]["list"], "us-entity-list");
  EXPECT_EQ(rows[0]["records"], 2);
  EXPECT_EQ(rows[0]["replaced_records"], 2);
  EXPECT_EQ(LinesOf(Import({file, "--format", "csv"}).out)[0],
            "list,file,published,records,replaced_records,notes");
}

TEST_F(ListsCommand, ImportThatFailsChangesNothing) {
  const std::string good = folder_.Write("el.json", kEntityList);
  ASSERT_EQ(Import({good}).code, kExitOk);
  const std::string before = ReadFile(lists_ + "/us-entity-list.jsonl");
  const std::string bad = folder_.Write("bad.json", std::string(kEntityList).substr(0, 200));
  const Ran ran = Import({good, bad});
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("bad.json:"), std::string::npos) << ran.err;
  EXPECT_EQ(ReadFile(lists_ + "/us-entity-list.jsonl"), before);
  EXPECT_EQ(Import({good, good}).code, kExitBadInput);  // the same list twice
}

TEST_F(ListsCommand, ImportDoubtsAnOlderAndAShorterIssue) {
  std::string rows = "name\n";
  for (int i = 0; i < 10; ++i) rows += "Firm " + std::to_string(i) + "\n";
  ASSERT_EQ(Import({folder_.Write("a.csv", rows), "--published", "2026-07-01"}).code, kExitOk);
  const Ran shorter = Import({folder_.Write("b.csv", "name\nFirm\n"), "--published", "2026-07-02"});
  EXPECT_EQ(shorter.code, kExitOk);
  EXPECT_EQ(shorter.err,
            "licet: note: own-list has 1 records, less than half of the 10 that it replaced\n");
  const Ran older = Import({folder_.Write("c.csv", "name\nFirm\n"), "--published", "2026-06-01"});
  EXPECT_EQ(older.err,
            "licet: note: own-list is of 2026-06-01, older than the issue of 2026-07-02 that it "
            "replaced\n");
}

TEST_F(ListsCommand, ImportNeedsItsFolderAndARealDay) {
  const std::string file = folder_.Write("a.csv", "name\nFirm\n");
  const Ran nowhere = Licet({"lists", "import", file, "--lists", folder_.Path("none")});
  EXPECT_EQ(nowhere.code, kExitBadInput);
  EXPECT_NE(nowhere.err.find("there is no such folder for lists; create it"), std::string::npos);
  const Ran day = Import({file, "--published", "yesterday"});
  EXPECT_EQ(day.code, kExitBadInput);
  EXPECT_NE(day.err.find("--published: "), std::string::npos) << day.err;
  EXPECT_TRUE(std::filesystem::is_empty(lists_));
}

TEST_F(ListsCommand, ImportKeepsAListFromStandingTwice) {
  const TempFolder other;
  ASSERT_EQ(Import({folder_.Write("a.csv", "name\nFirm\n")}).code, kExitOk);
  folder_.Write("lists/el.json", kEntityList);
  const Ran ran = Import({folder_.Write("el.json", kEntityList)});
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_NE(ran.err.find("lists/el.json: this file already holds the list us-entity-list"),
            std::string::npos)
      << ran.err;
}

TEST_F(ListsCommand, StatusShowsAgeAndNotes) {
  ASSERT_EQ(Import({folder_.Write("el.json", kEntityList)}).code, kExitOk);
  ASSERT_EQ(Import({folder_.Write("b.csv", "name\nFirm\n"), "--published", "2026-11-20"}).code,
            kExitOk);
  const Ran table = Status("table");
  EXPECT_EQ(table.code, kExitOk);
  const std::vector<std::string> lines = LinesOf(table.out);
  EXPECT_EQ(lines[1], "own-list        -          2026-11-20        1     1 day      -");
  EXPECT_EQ(lines[2], "us-entity-list  US BIS     2026-07-09        2  135 days      1");
  EXPECT_NE(table.out.find("el.json:4: country 'Atlantis' is not known"), std::string::npos);
  EXPECT_NE(table.out.find("1 list is older than 30 days"), std::string::npos);
  for (const std::string& line : lines) EXPECT_LE(line.size(), 80U) << line;
  const json rows = json::parse(Status("json").out);
  EXPECT_EQ(rows[0]["stale"], false);
  EXPECT_EQ(rows[1]["age_days"], 135);
  EXPECT_EQ(rows[1]["stale"], true);
  EXPECT_EQ(rows[1]["publisher"], "US Bureau of Industry and Security");
  EXPECT_EQ(rows[1]["notes"][0]["line"], 4);
  EXPECT_EQ(
      LinesOf(Status("csv").out)[2],
      "us-entity-list,Entity List,US Bureau of Industry and Security,2026-07-09,2,135,yes,1,,,");
}

TEST_F(ListsCommand, StatusOfNoListsSaysHowToGetThem) {
  const Ran ran = Status("table");
  EXPECT_EQ(ran.code, kExitBadInput);
  EXPECT_NE(ran.err.find("this folder has no list; put one in with licet lists import"),
            std::string::npos);
}

TEST_F(ListsCommand, DeltaShowsWhatChangedAndExitsOne) {
  const std::string before =
      folder_.Write("old.csv", "id,name,country,footnotes\n1,A,CN,\n2,B,HK,\n");
  const std::string after =
      folder_.Write("new.csv", "id,name,country,footnotes\n1,A,CN,4\n3,C,CN,\n");
  const Ran table = Licet({"lists", "delta", before, after});
  EXPECT_EQ(table.code, kExitNo);
  EXPECT_NE(table.out.find("own-list      1        1        1"), std::string::npos) << table.out;
  EXPECT_NE(table.out.find("changed  A      CN  footnotes"), std::string::npos) << table.out;
  const json rows = json::parse(Licet({"lists", "delta", before, after, "--format", "json"}).out);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0]["change"], "added");
  EXPECT_EQ(rows[1]["change"], "removed");
  EXPECT_EQ(rows[2]["fields"][0]["field"], "footnotes");
  EXPECT_EQ(rows[2]["fields"][0]["after"], "4");
  EXPECT_EQ(LinesOf(Licet({"lists", "delta", before, after, "--format", "csv"}).out)[3],
            "own-list,changed,1,A,CN,footnotes,,4");
  const Ran same = Licet({"lists", "delta", before, before});
  EXPECT_EQ(same.code, kExitOk);
  EXPECT_EQ(same.out, "No entry was added, removed or changed.\n");
}

TEST_F(ListsCommand, DeltaShowsNoMoreRowsThanAsked) {
  std::string rows = "name\n";
  for (int i = 0; i < 10; ++i) rows += "Firm " + std::to_string(i) + "\n";
  const std::string before = folder_.Write("old.csv", "name\nFirm 0\n");
  const Ran ran = Licet({"lists", "delta", before, folder_.Write("new.csv", rows), "--top", "4"});
  EXPECT_NE(ran.out.find("... and 5 more; --top N shows more"), std::string::npos) << ran.out;
}

}  // namespace
}  // namespace licet
