// licet lists fetch as a user runs it, from a server on this machine.

#include <nlohmann/json.hpp>

#include "../base/loopback_server.h"
#include "licet/base/sha256.h"
#include "run.h"

namespace licet {
namespace {

using nlohmann::json;

constexpr const char* kFirms = "name,country\nDragon Chips,CN\nTiger Boards,HK\n";

class ListsFetch : public testing::Test {
 protected:
  ListsFetch() : server_([this](const std::string& request) { return AnswerTo(request); }) {
    std::filesystem::create_directory(lists_);
    sources_ = folder_.Write("sources.csv",
                             "id,lists,file,url,fetch\nfirms,own-list,firms.csv," +
                                 server_.Url("/firms.csv") + ",always\nother,list-b,b.csv," +
                                 server_.Url("/b.csv") + ",always\nset,us-sdn,sdn.csv," +
                                 server_.Url("/sdn.csv") + ",named\nset,us-sdn,alt.csv," +
                                 server_.Url("/alt.csv") + ",named\n");
  }

  std::string AnswerTo(const std::string& request) {
    const std::lock_guard lock(mutex_);
    if (request.starts_with("GET /b.csv ")) {
      return LoopbackServer::Answer("200 OK", "", "name,list\nB,list-b\n");
    }
    if (!request.starts_with("GET /firms.csv ")) {
      return LoopbackServer::Answer("404 Not Found", "", "");
    }
    if (request.find("If-None-Match: \"1\"") != std::string::npos) {
      return "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n";
    }
    return firms_;
  }
  void Serve(const std::string& answer) {
    const std::lock_guard lock(mutex_);
    firms_ = answer;
  }
  Ran Fetch(const std::vector<std::string>& more = {}, const RunOptions& options = {}) {
    std::vector<std::string> all = {"lists", "fetch", "--lists", lists_, "--sources", sources_};
    all.insert(all.end(), more.begin(), more.end());
    return Licet(all, options);
  }
  void ExpectBad(const std::vector<std::string>& more, const std::string& part) {
    const Ran ran = Fetch(more);
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_NE(ran.err.find(part), std::string::npos) << ran.err;
  }

  TempFolder folder_;
  std::string lists_ = folder_.Path("lists");
  std::string sources_;
  std::mutex mutex_;
  std::string firms_ = LoopbackServer::Answer("200 OK", "ETag: \"1\"\r\n", kFirms);
  LoopbackServer server_;
};

TEST_F(ListsFetch, TakesWhatIsNewAndOnlyThat) {
  const Ran first = Fetch();
  EXPECT_EQ(first.code, kExitOk);
  EXPECT_EQ(first.err, "");
  EXPECT_EQ(LinesOf(first.out)[1], "own-list  new           2     45  unknown  firms");
  EXPECT_EQ(LinesOf(first.out)[2], "list-b    new           1     19  unknown  other");
  EXPECT_EQ(LinesOf(Fetch({"firms"}).out)[1],
            "own-list  unchanged        2      0  unknown  firms");
  const json status =
      json::parse(Licet({"lists", "status", "--lists", lists_, "--format", "json"}).out);
  EXPECT_EQ(status[1]["list"], "own-list");
  EXPECT_EQ(status[1]["source"], "firms");
  EXPECT_EQ(status[1]["seen"], "2026-11-21");
  EXPECT_EQ(status[1]["stale"], false);  // of an unknown day, but current today
  EXPECT_EQ(Licet({"screen", "--name", "Dragon Chips", "--lists", lists_}).code, kExitNo);
}

TEST_F(ListsFetch, OneThatFailsLeavesItsListAndTakesTheOthers) {
  ASSERT_EQ(Fetch({"firms"}).code, kExitOk);
  const std::string before = ReadFile(lists_ + "/own-list.jsonl");
  std::filesystem::remove(lists_ + "/fetched.state");
  for (const std::string& answer :
       {LoopbackServer::Answer("500 Oops", "", ""), LoopbackServer::Answer("200 OK", "", ""),
        LoopbackServer::Answer("200 OK", "", "<html>maintenance</html>"),
        LoopbackServer::Answer("302 Found", "Location: file:///etc/passwd\r\n", ""),
        "HTTP/1.1 200 OK\r\nContent-Length: 900\r\nConnection: close\r\n\r\n" +
            std::string(kFirms)}) {
    Serve(answer);
    const Ran ran = Fetch();
    EXPECT_EQ(ran.code, kExitBadInput);
    EXPECT_EQ(ReadFile(lists_ + "/own-list.jsonl"), before);
    EXPECT_NE(ran.out.find("\nfirms   failed"), std::string::npos) << ran.out;
    EXPECT_NE(ran.err.find("licet: firms: http://127.0.0.1:"), std::string::npos) << ran.err;
    EXPECT_NE(ran.err.find("1 of 2 sources failed; the other one was taken"), std::string::npos);
    EXPECT_EQ(LinesOf(ran.err).size(), 2U) << ran.err;
  }
  EXPECT_TRUE(std::filesystem::exists(lists_ + "/list-b.jsonl"));
  const json rows = json::parse(Fetch({"--format", "json"}).out);
  EXPECT_EQ(rows[0]["result"], "failed");
  EXPECT_NE(rows[0]["reason"].get<std::string>().find("cut off"), std::string::npos);
  EXPECT_EQ(rows[1]["result"], "unchanged");
}

TEST_F(ListsFetch, ShowsAChangeAndTakesAShrunkListOnlyWhenAsked) {
  ASSERT_EQ(Fetch({"firms"}).code, kExitOk);
  Serve(LoopbackServer::Answer("200 OK", "", std::string(kFirms) + "Lion Labs,CN\nBear,CN\n"));
  std::filesystem::remove(lists_ + "/fetched.state");
  EXPECT_EQ(LinesOf(Fetch({"firms", "--format", "csv"}).out)[1],
            "firms,own-list,changed,2,0,0,4,66,unknown,,0,");
  Serve(LoopbackServer::Answer("200 OK", "", "name,country\nDragon Chips,CN\n"));
  ExpectBad({"firms"}, "has 1 entries, fewer than half of the 4 on file");
  EXPECT_EQ(Fetch({"firms", "--accept-shrunk"}).code, kExitOk);
}

TEST_F(ListsFetch, TakesAnotherAddressAndAPin) {
  EXPECT_EQ(Fetch({"other", "--from", server_.Url("/b.csv")}).code, kExitOk);
  EXPECT_EQ(Fetch({"own-list", "--from", server_.Url("/")}).code, kExitOk);
  ExpectBad({"--from", server_.Url("/b.csv")}, "--from is the address of one list");
  ExpectBad({"set", "--from", server_.Url("/b.csv")}, "set is 2 files; give --from an address");
  ExpectBad({"firms", "--from", "http://example.org/firms.csv"}, "is not https");
  const std::string hex = Sha256Hex(kFirms);
  EXPECT_EQ(Fetch({"firms", "--sha256", "firms=" + hex}).code, kExitOk);
  EXPECT_EQ(Fetch({"firms", "--sha256", "own-list=" + hex}).code, kExitOk);
  ExpectBad({"firms", "--sha256", "firms=" + Sha256Hex("other")}, "and not the pinned");
  ExpectBad({"firms", "--sha256", "firms=12"}, "is not LIST=HEX with 64 hexadecimal digits");
  ExpectBad({"firms", "--sha256", "set/sdn.csv=" + hex}, "nothing that is fetched now");
}

TEST_F(ListsFetch, NeedsAFolderAndAKnownName) {
  ExpectBad({"frims"}, "no source and no list is called 'frims'; did you mean 'firms'?");
  const Ran nowhere = Licet({"lists", "fetch", "--lists", folder_.Path("none")});
  EXPECT_EQ(nowhere.code, kExitBadInput);
  EXPECT_NE(nowhere.err.find("there is no such folder for lists; create it"), std::string::npos);
  const Ran page = Licet({"lists", "fetch", "us-uflpa", "--lists", lists_});
  EXPECT_NE(page.err.find("us-uflpa is given out as a page"), std::string::npos) << page.err;
}

TEST_F(ListsFetch, ABarOnATerminalOnly) {
  RunOptions terminal;
  terminal.progress = true;
  EXPECT_NE(Fetch({"firms"}, terminal).err.find("bytes of firms/firms.csv"), std::string::npos);
}

}  // namespace
}  // namespace licet
