#include "licet/screening/list_fetch.h"

#include "licet/base/sha256.h"
#include "licet/screening/fetch_state.h"
#include "licet/screening/list_store.h"
#include "lists.h"

namespace licet {
namespace {

// Answers from memory. What is asked for with the ETag it has is unchanged.
class FakeNetwork : public Network {
 public:
  struct File {
    std::string body;
    std::string etag;
    std::string last_modified;
  };

  Result<FetchAnswer> Fetch(const FetchRequest& request) override {
    asked.push_back(request.url);
    const auto found = files.find(request.url);
    if (found == files.end()) {
      return Fail(ErrorCode::kIo, "the server answered 404", {request.url, 0, 0});
    }
    const File& file = found->second;
    FetchAnswer answer;
    answer.etag = file.etag;
    answer.last_modified = file.last_modified;
    answer.url = request.url;
    answer.unchanged = !file.etag.empty() && file.etag == request.etag;
    if (!answer.unchanged) answer.body = file.body;
    if (request.progress) request.progress(answer.body.size(), answer.body.size());
    return answer;
  }

  std::map<std::string, File> files;
  std::vector<std::string> asked;
};

// Fails to write some file.
class FullDisk : public MemoryDisk {
 public:
  Status WriteAtomically(const std::string& path, std::string_view content) override {
    if (!refused.empty() && path.find(refused) != std::string::npos) {
      return Fail(ErrorCode::kIo, "the disk is full", {path, 0, 0});
    }
    writes.push_back(path);
    return MemoryDisk::WriteAtomically(path, content);
  }
  std::string refused;
  std::vector<std::string> writes;
};

constexpr const char* kUrl = "https://example.org/list.csv";
constexpr const char* kStored = "lists/own-list.jsonl";

std::string Firms(int count) {
  std::string rows = "name,country\n";
  for (int i = 0; i < count; ++i) rows += "Firm " + std::to_string(i) + ",CN\n";
  return rows;
}

class FetchTest : public testing::Test {
 protected:
  FetchTest() {
    source_.id = "own";
    source_.lists = {"own-list"};
    source_.files = {{"list.csv", kUrl, ""}};
    options_.folder = "lists";
    options_.today = *Date::Parse("2026-11-21");
    options_.reader = "licet/test";
    EXPECT_TRUE(disk_.WriteAtomically("lists/readme.txt", "a folder of lists"));
    Serve(Firms(10), "\"1\"");
  }

  void Serve(const std::string& body, const std::string& etag = "") {
    network_.files[kUrl] = {body, etag, ""};
  }
  Result<ListFetch> Fetch() {
    disk_.writes.clear();
    network_.asked.clear();
    return FetchLists(network_, disk_, Countries(), source_, options_);
  }
  ListFetch Fetched() {
    auto fetch = Fetch();
    if (fetch) return std::move(*fetch);
    ADD_FAILURE() << fetch.error().ToString();
    return {};
  }
  FetchedList Only() {
    ListFetch fetch = Fetched();
    EXPECT_EQ(fetch.lists.size(), 1U);
    return fetch.lists.empty() ? FetchedList{} : fetch.lists.front();
  }
  std::string Stored(const std::string& path = kStored) {
    return disk_.IsFile(path) ? *disk_.ReadAll(path, 1 << 20) : "none";
  }
  FetchedSource State() { return LoadFetchState(disk_, "lists")->sources.at(0); }
  // The sentence of a fetch that fails and leaves the list and the state alone.
  std::string Refused() {
    const std::string list = Stored();
    const std::string state = Stored("lists/fetched.state");
    auto fetch = Fetch();
    EXPECT_EQ(Stored(), list);
    EXPECT_EQ(Stored("lists/fetched.state"), state);
    return fetch ? "no error" : fetch.error().ToString();
  }
  void Expect(const std::string& sentence, const std::string& part) {
    EXPECT_NE(sentence.find(part), std::string::npos) << sentence;
  }

  FakeNetwork network_;
  FullDisk disk_;
  ListSource source_;
  ListFetchOptions options_;
};

TEST_F(FetchTest, TakesAListAndRemembersIt) {
  std::string progress;
  options_.progress = [&](const std::string& file, std::uint64_t done, std::uint64_t whole) {
    progress = file + " " + std::to_string(done) + "/" + std::to_string(whole);
  };
  const ListFetch fetch = Fetched();
  EXPECT_EQ(fetch.lists.at(0).outcome, FetchedList::Outcome::kNew);
  EXPECT_EQ(fetch.lists[0].entries, 10U);
  EXPECT_EQ(fetch.bytes, Firms(10).size());
  EXPECT_EQ(progress, "list.csv 113/113");
  const FetchedSource state = State();
  EXPECT_EQ(state.id, "own");
  EXPECT_EQ(state.files.at(0).etag, "\"1\"");
  EXPECT_EQ(state.files[0].sha256, Sha256Hex(Firms(10)));
  EXPECT_EQ(state.lists.at("own-list"), Sha256Hex(Stored()));
  // The state is no list.
  EXPECT_EQ(LoadLists(disk_, "lists", Countries())->size(), 1U);
}

TEST_F(FetchTest, WhatHasNotChangedIsSeenAndNotWritten) {
  Fetched();
  options_.today = *Date::Parse("2026-11-25");
  const ListFetch again = Fetched();
  EXPECT_EQ(again.lists.at(0).outcome, FetchedList::Outcome::kUnchanged);
  EXPECT_EQ(again.lists[0].entries, 10U);
  EXPECT_EQ(again.bytes, 0U);
  EXPECT_EQ(disk_.writes, (std::vector<std::string>{"lists/fetched.state"}));
  EXPECT_EQ(State().changed.ToString(), "2026-11-21");
  EXPECT_EQ(State().seen.ToString(), "2026-11-25");
  // The same bytes from a server that knows no ETag are the same list.
  Serve(Firms(10), "\"2\"");
  EXPECT_EQ(Only().outcome, FetchedList::Outcome::kUnchanged);
  EXPECT_EQ(disk_.writes, (std::vector<std::string>{"lists/fetched.state"}));
  EXPECT_EQ(State().files.at(0).etag, "\"2\"");
}

TEST_F(FetchTest, CountsWhatChanged) {
  Fetched();
  std::string rows = Firms(12);
  rows.replace(rows.find("Firm 3,CN"), 9, "Firma 3,CN");
  Serve(rows, "\"2\"");
  const FetchedList list = Only();
  EXPECT_EQ(list.outcome, FetchedList::Outcome::kChanged);
  EXPECT_EQ(list.added, 3U);
  EXPECT_EQ(list.removed, 1U);
  EXPECT_EQ(list.changed, 0U);
}

// "Not changed since" is asked only about what this source gave.
TEST_F(FetchTest, FetchesAnewWhatIsNoLongerAsItWasFetched) {
  Fetched();
  const std::string whole = Stored();
  ASSERT_TRUE(disk_.Remove(kStored));
  EXPECT_EQ(Only().outcome, FetchedList::Outcome::kNew);
  EXPECT_EQ(Stored(), whole);

  ASSERT_TRUE(disk_.WriteAtomically(kStored, whole.substr(0, whole.size() - 20)));
  EXPECT_EQ(Only().outcome, FetchedList::Outcome::kNew);  // what was there cannot be read
  EXPECT_EQ(Stored(), whole);

  options_.reader = "licet/next";
  EXPECT_GT(Fetched().bytes, 0U);
  source_.files[0].url = "https://mirror.example/list.csv";
  network_.files[source_.files[0].url] = network_.files[kUrl];
  EXPECT_GT(Fetched().bytes, 0U);
  EXPECT_EQ(Fetched().bytes, 0U);
}

TEST_F(FetchTest, AnImportedListIsNotWhatThePublisherConfirmed) {
  Fetched();
  const auto imported = *ReadFiles({{"other.csv", Firms(9)}});
  ASSERT_TRUE(SaveLists(disk_, "lists", imported));
  const FetchState still = StillOnFile(disk_, "lists", *LoadFetchState(disk_, "lists"));
  EXPECT_EQ(still.OfList("own-list"), nullptr);
  EXPECT_EQ(Only().added, 1U);
}

TEST_F(FetchTest, RefusesWhatIsNoList) {
  Fetched();
  Serve("<html><body>Sorry</body></html>");
  Expect(Refused(), "what came cannot be read (list.csv:1:1: this is a web page and no list");
  Serve("name,country\n");
  Expect(Refused(), "what came cannot be read");
  Serve("");
  Expect(Refused(), "the server sent an empty file, and an empty list would clear everybody");
  Serve("\xff\xfe garbage");
  Expect(Refused(), "what came cannot be read");
  Serve("name,list\nFirm,other-list\n");
  Expect(Refused(), "the file holds the list other-list, which is none of own-list");
  network_.files.clear();
  Expect(Refused(), "https://example.org/list.csv: the server answered 404");
}

TEST_F(FetchTest, RefusesAListThatLostHalfOfItsEntries) {
  Fetched();
  Serve(Firms(4));
  Expect(Refused(),
         "the list own-list has 4 entries, fewer than half of the 10 on file; if that is right "
         "give --accept-shrunk; what is on file stays");
  Serve(Firms(5));
  EXPECT_EQ(Only().removed, 5U);
  Serve(Firms(1));
  options_.accept_shrunk = true;
  EXPECT_EQ(Only().removed, 4U);
}

TEST_F(FetchTest, RefusesAnotherFileThanThePinnedOne) {
  source_.files[0].sha256 = Sha256Hex(Firms(10));
  Fetched();
  Serve(Firms(11), "\"2\"");
  Expect(Refused(), "and not the pinned " + Sha256Hex(Firms(10)));
  source_.files[0].sha256 = Sha256Hex(Firms(11));
  EXPECT_EQ(Only().added, 1U);
}

TEST_F(FetchTest, AFullDiskLeavesTheOldList) {
  Fetched();
  Serve(Firms(11));
  disk_.refused = "own-list";
  Expect(Refused(), "the disk is full");
  // Without the state the list is good, and only fetched once more.
  disk_.refused = "fetched.state";
  const ListFetch fetch = Fetched();
  EXPECT_EQ(fetch.lists.at(0).added, 1U);
  Expect(fetch.notes.at(0), "not when they were fetched");
  disk_.refused.clear();
  EXPECT_GT(Fetched().bytes, 0U);
}

TEST_F(FetchTest, ADamagedStateIsSaid) {
  for (const char* text : {"", "{}", "[1]", R"({"licet_fetched":1,"sources":[{}]})",
                           R"({"licet_fetched":2,"sources":[]})"}) {
    ASSERT_TRUE(disk_.WriteAtomically("lists/fetched.state", text));
    Expect(Refused(), "lists/fetched.state: this file is not as licet lists fetch wrote it");
  }
}

TEST_F(FetchTest, ALikeListBesideIsFoundBeforeAnythingIsFetched) {
  ASSERT_TRUE(disk_.WriteAtomically("lists/mine.csv", Firms(2)));
  Expect(Refused(), "lists/mine.csv: this file already holds the list own-list");
  EXPECT_TRUE(network_.asked.empty());
}

// ---- Several lists in a file, several files in a list ----

constexpr const char* kTwo = "name,list\nA,list-a\nB,list-b\n";

TEST_F(FetchTest, AllListsOfAFileOrNone) {
  source_.lists.clear();
  Serve("name,list\nOld A,list-a\nOld B,list-b\n");
  Fetched();
  const std::string a = Stored("lists/list-a.jsonl");
  Serve(kTwo);
  disk_.refused = "list-b";
  EXPECT_FALSE(Fetch());
  EXPECT_EQ(Stored("lists/list-a.jsonl"), a);
  disk_.refused.clear();
  EXPECT_EQ(Fetched().lists.size(), 2U);
  EXPECT_EQ(disk_.ListFiles("lists")->size(), 4U);  // with the state and the text
}

TEST_F(FetchTest, AListThatVanishedFromItsFileIsNotForgotten) {
  source_.lists = {"list-a", "list-b"};
  Serve(kTwo);
  Fetched();
  Serve("name,list\nA,list-a\n");
  EXPECT_NE(Fetch().error().sentence().find("no longer holds the list list-b"), std::string::npos);
  options_.accept_shrunk = true;
  Expect(Fetched().notes.at(0), "list-b is no longer in the file of own");
  EXPECT_NE(Stored("lists/list-b.jsonl"), "none");
}

TEST_F(FetchTest, AListFromItsOwnPublisherIsNotReplacedByACollection) {
  source_.lists = {"list-a", "list-b"};
  Serve(kTwo);
  Fetched();
  ListSource closer = source_;
  closer.id = "closer";
  closer.lists = {"list-a"};
  closer.files = {{"a.csv", "https://example.org/a.csv", ""}};
  network_.files["https://example.org/a.csv"] = {"name,list\nA,list-a\nA2,list-a\n", "", ""};
  ASSERT_TRUE(FetchLists(network_, disk_, Countries(), closer, options_));
  const std::string own = Stored("lists/list-a.jsonl");
  Serve("name,list\nA3,list-a\nB3,list-b\n");
  const ListFetch fetch = Fetched();
  ASSERT_EQ(fetch.lists.size(), 1U);
  EXPECT_EQ(fetch.lists[0].id, "list-b");
  Expect(fetch.notes.at(0), "list-a stays as it was fetched from closer");
  EXPECT_EQ(Stored("lists/list-a.jsonl"), own);
}

class OfacFetchTest : public FetchTest {
 protected:
  OfacFetchTest() {
    source_.id = "us-ofac-sdn";
    source_.lists = {"us-sdn"};
    source_.files = {{"sdn.csv", "https://example.org/sdn", ""},
                     {"alt.csv", "https://example.org/alt", ""}};
    network_.files["https://example.org/sdn"] = {
        "36,\"AEROCARIBBEAN\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n", "\"s1\"",
        "Wed, 21 Oct 2026 07:28:00 GMT"};
    network_.files["https://example.org/alt"] = {"36,12,\"aka\",\"AERO-CARIBBEAN\",-0- \n",
                                                 "\"a1\"", ""};
  }
};

TEST_F(OfacFetchTest, TheFilesOfASetAreOneIssue) {
  const FetchedList list = Only();
  EXPECT_EQ(list.id, "us-sdn");
  EXPECT_EQ(list.published->ToString(), "2026-10-21");  // as the server says
  const std::string old = Stored("lists/us-sdn.jsonl");
  EXPECT_EQ(Fetched().bytes, 0U);
  EXPECT_EQ(network_.asked.size(), 2U);

  // One file is new: the other is asked for again, for both are needed.
  network_.files["https://example.org/alt"] = {"36,12,\"aka\",\"AERO CARIBE\",-0- \n", "\"a2\"",
                                               ""};
  EXPECT_EQ(Only().changed, 1U);
  EXPECT_EQ(network_.asked.size(), 3U);
  EXPECT_NE(Stored("lists/us-sdn.jsonl"), old);
}

TEST_F(OfacFetchTest, OneFileThatFailsStopsTheSet) {
  Fetched();
  const std::string old = Stored("lists/us-sdn.jsonl");
  network_.files["https://example.org/sdn"].etag = "\"s2\"";
  network_.files["https://example.org/sdn"].body +=
      "37,\"OTHER\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n";
  network_.files.erase("https://example.org/alt");
  EXPECT_FALSE(Fetch());
  EXPECT_EQ(Stored("lists/us-sdn.jsonl"), old);
}

// ---- Sources ----

Result<std::vector<ListSource>> Sources(const std::string& rows) {
  MemoryDisk disk;
  EXPECT_TRUE(disk.WriteAtomically("sources.csv", "id,lists,file,url,fetch,sha256\n" + rows));
  return ReadListSources(disk, "sources.csv");
}

std::string SourcesError(const std::string& rows) {
  const auto sources = Sources(rows);
  return sources ? "no error" : sources.error().ToString();
}

TEST(ListSources, TheCarriedOnesAreReadAndNoneIsClaimedToHaveAnswered) {
  const auto all = ReadListSources(*RealDisk(), LICET_SOURCE_DIR "/data/list-sources.csv");
  ASSERT_TRUE(all) << all.error().ToString();
  for (const ListSource& source : *all) {
    EXPECT_EQ(source.answered, "never") << source.id;
    EXPECT_FALSE(source.publisher.empty() || source.title.empty() || source.changes.empty());
    EXPECT_EQ(source.form == "page", source.use == ListSource::Use::kNever) << source.id;
  }
  std::string always;
  const auto chosen = ChosenSources(*all, {});
  for (const ListSource& source : *chosen) always += source.id + " ";
  EXPECT_EQ(always, "us-csl un-consolidated ");
  EXPECT_EQ(ChosenSources(*all, {"us-sdn"})->at(0).files.size(), 4U);
  EXPECT_EQ(ChosenSources(*all, {"us-entity-list", "us-csl"})->size(), 1U);
  EXPECT_NE(ChosenSources(*all, {"us-uflpa"}).error().sentence().find("given out as a page"),
            std::string::npos);
  EXPECT_NE(ChosenSources(*all, {"us-sdm"}).error().sentence().find("did you mean 'us-sdn'"),
            std::string::npos);
}

TEST(ListSources, WrongRowsAreSaidWithTheirPlace) {
  const std::string row = "a,list-a,a.csv,https://example.org/a.csv,always,\n";
  EXPECT_TRUE(Sources(row));
  EXPECT_EQ(Sources(row + "a,,b.csv,https://example.org/b.csv,always,\n")->at(0).files.size(), 2U);
  EXPECT_NE(SourcesError("").find("names no source"), std::string::npos);
  EXPECT_NE(SourcesError(row + row).find("sources.csv:3:10: the file 'a.csv' is there twice"),
            std::string::npos)
      << SourcesError(row + row);
  EXPECT_NE(SourcesError(row + "b,,b.csv,https://example.org/b,always,\n" + row)
                .find("do not follow one another"),
            std::string::npos);
  for (const char* wrong :
       {"a,,a.csv,http://example.org/a.csv,always,\n", "a,,,https://example.org/a.csv,always,\n",
        "a,,../a.csv,https://example.org/a.csv,always,\n", "a,,a.csv,https://example.org/,often,\n",
        "a,,a.csv,https://example.org/,always,12ab\n", ",,a.csv,https://example.org/,always,\n",
        "A b,,a.csv,https://example.org/,always,\n"}) {
    EXPECT_NE(SourcesError(wrong).find("sources.csv:2:"), std::string::npos) << wrong;
  }
}

}  // namespace
}  // namespace licet
