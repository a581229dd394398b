// The machine's own network against a server on this machine.

#include "licet/base/network.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "loopback_server.h"

namespace licet {
namespace {

constexpr std::size_t kBytesMax = 100'000;

NetworkLimits ShortLimits() {
  NetworkLimits limits;
  limits.bytes_max = kBytesMax;
  limits.connect_ms = 500;
  limits.whole_ms = 500;
  return limits;
}

Result<FetchAnswer> Fetch(const FetchRequest& request) {
  return RealNetwork("licet/test", ShortLimits())->Fetch(request);
}
Result<FetchAnswer> Fetch(const std::string& url) { return Fetch(FetchRequest{url, "", "", {}}); }

std::string ErrorOf(const Result<FetchAnswer>& answer) {
  return answer ? "no error" : answer.error().ToString();
}

LoopbackServer::Handler Always(const std::string& answer) {
  return [answer](const std::string&) { return answer; };
}

// What the server says in place of a file.
std::string FailureOf(const std::string& answer) {
  LoopbackServer server(Always(answer));
  return ErrorOf(Fetch(server.Url("/list.csv")));
}

std::string Gzipped(const std::string& text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(text.size() + 1000, '\0');
  std::string in = text;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

TEST(Network, GivesTheFileAndWhatTheServerSaysOfIt) {
  LoopbackServer server(Always(LoopbackServer::Answer(
      "200 OK", "ETag: \"7\"\r\nLast-Modified: Wed, 21 Oct 2026 07:28:00 GMT\r\n", "name\nA\n")));
  const auto answer = Fetch(server.Url("/list.csv"));
  ASSERT_TRUE(answer) << ErrorOf(answer);
  EXPECT_FALSE(answer->unchanged);
  EXPECT_EQ(answer->body, "name\nA\n");
  EXPECT_EQ(answer->etag, "\"7\"");
  EXPECT_EQ(answer->last_modified, "Wed, 21 Oct 2026 07:28:00 GMT");
  EXPECT_EQ(answer->url, server.Url("/list.csv"));
  const std::string request = server.requests().at(0);
  EXPECT_TRUE(request.starts_with("GET /list.csv HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("User-Agent: licet/test\r\n"), std::string::npos) << request;
  EXPECT_EQ(request.find("If-None-Match"), std::string::npos) << request;
}

TEST(Network, AsksWhetherItChanged) {
  LoopbackServer server(Always("HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n"));
  const auto answer = Fetch({server.Url("/"), "\"7\"", "Wed, 21 Oct 2026 07:28:00 GMT", {}});
  ASSERT_TRUE(answer) << ErrorOf(answer);
  EXPECT_TRUE(answer->unchanged);
  EXPECT_EQ(answer->body, "");
  const std::string request = server.requests().at(0);
  EXPECT_NE(request.find("If-None-Match: \"7\"\r\n"), std::string::npos) << request;
  EXPECT_NE(request.find("If-Modified-Since: Wed, 21 Oct 2026 07:28:00 GMT\r\n"),
            std::string::npos);
  // "Not changed" to somebody who has nothing is no answer.
  EXPECT_NE(ErrorOf(Fetch(server.Url("/"))).find("the server answered 304"), std::string::npos);
  // Nor may a stored value add a header.
  EXPECT_FALSE(Fetch({server.Url("/"), "a\r\nX-Other: 1", "", {}}));
  EXPECT_EQ(server.requests().at(2).find("X-Other"), std::string::npos);
}

TEST(Network, SaysWhatTheServerAnswered) {
  EXPECT_NE(FailureOf(LoopbackServer::Answer("404 Not Found", "", "<html>"))
                .find("/list.csv: the server answered 404 (not there); if the publisher moved"),
            std::string::npos);
  EXPECT_NE(FailureOf(LoopbackServer::Answer("500 Oops", "", ""))
                .find("the server answered 500 (an error of its own); try again later"),
            std::string::npos);
  EXPECT_NE(FailureOf(LoopbackServer::Answer("206 Partial Content", "", "name\n"))
                .find("the server answered 206"),
            std::string::npos);
  EXPECT_NE(FailureOf(LoopbackServer::Answer("403 No", "", "")).find("(not allowed)"),
            std::string::npos);
  EXPECT_NE(FailureOf("no HTTP at all\r\n\r\n").find("the transfer failed"), std::string::npos);
}

TEST(Network, RefusesAFileThatIsCutOff) {
  EXPECT_NE(
      FailureOf("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nname\nA\n")
          .find("the file was cut off on its way"),
      std::string::npos);
  EXPECT_NE(FailureOf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nname\n\r\n"),
            "no error");
}

TEST(Network, RefusesAFileThatIsTooLong) {
  const std::string kTooLong = "the file is longer than 100000 bytes";
  const std::string body(kBytesMax + 1, 'x');
  EXPECT_NE(FailureOf(LoopbackServer::Answer("200 OK", "", body)).find(kTooLong),
            std::string::npos);
  EXPECT_NE(FailureOf("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body).find(kTooLong),
            std::string::npos);
  // A small file that becomes a large one.
  EXPECT_NE(FailureOf(LoopbackServer::Answer("200 OK", "Content-Encoding: gzip\r\n", Gzipped(body)))
                .find(kTooLong),
            std::string::npos);
  LoopbackServer server(Always(LoopbackServer::Answer("200 OK", "", body.substr(1))));
  EXPECT_TRUE(Fetch(server.Url("/")));
}

TEST(Network, UndoesTheCodingOfTheTransfer) {
  const std::string coded = Gzipped("name\nA\n");
  LoopbackServer server(
      Always(LoopbackServer::Answer("200 OK", "Content-Encoding: gzip\r\n", coded)));
  const auto answer = Fetch(server.Url("/"));
  ASSERT_TRUE(answer) << ErrorOf(answer);
  EXPECT_EQ(answer->body, "name\nA\n");
  // A file that is gzip itself stays as it is.
  LoopbackServer plain(Always(LoopbackServer::Answer("200 OK", "", coded)));
  EXPECT_EQ(Fetch(plain.Url("/"))->body, coded);
}

TEST(Network, FollowsAFewRedirects) {
  LoopbackServer server([](const std::string& request) {
    if (request.starts_with("GET /new.csv")) {
      return LoopbackServer::Answer("200 OK", "", "name\nA\n");
    }
    return LoopbackServer::Answer("302 Found", "Location: /new.csv\r\nETag: \"old\"\r\n", "moved");
  });
  const auto answer = Fetch(server.Url("/old.csv"));
  ASSERT_TRUE(answer) << ErrorOf(answer);
  EXPECT_EQ(answer->body, "name\nA\n");
  EXPECT_EQ(answer->url, server.Url("/new.csv"));
  EXPECT_EQ(answer->etag, "");

  LoopbackServer endless(Always(LoopbackServer::Answer("301 Moved", "Location: /again\r\n", "")));
  EXPECT_NE(ErrorOf(Fetch(endless.Url("/"))).find("redirects more than 5 times"),
            std::string::npos);
  EXPECT_EQ(endless.requests().size(), 6U);
}

TEST(Network, FollowsNoRedirectToWhatMayNotBeAsked) {
  for (const char* to : {"file:///etc/passwd", "http://example.org/list.csv", "ftp://127.0.0.1/a",
                         "http://127.0.0.1.example.org/"}) {
    const std::string error =
        FailureOf(LoopbackServer::Answer("302 Found", "Location: " + std::string(to) + "\r\n", ""));
    EXPECT_NE(error.find("redirects to"), std::string::npos) << error;
    EXPECT_NE(error.find("not followed"), std::string::npos) << error;
  }
}

TEST(Network, GivesUpOnASlowServer) {
  EXPECT_NE(FailureOf("").find("the server was too slow; try again later"), std::string::npos);
}

TEST(Network, SaysThatNobodyListens) {
  std::string url;
  {
    const LoopbackServer server(Always(""));
    url = server.Url("/");
  }
  EXPECT_NE(ErrorOf(Fetch(url)).find("the server cannot be reached"), std::string::npos);
}

TEST(Network, AsksOnlyByHttps) {
  for (const char* url : {"https://example.org/a.csv", "http://127.0.0.1:80/", "http://localhost/a",
                          "http://[::1]/a", "HTTPS://EXAMPLE.ORG/"}) {
    EXPECT_TRUE(CheckFetchUrl(url)) << url;
  }
  for (const char* url :
       {"http://example.org/a.csv", "file:///etc/passwd", "ftp://example.org/", "", "list.csv",
        "http://127.0.0.1.example.org/", "http://localhost.example.org/",
        "https://me:x@example.org/", "gopher://127.0.0.1/", "https://"}) {
    EXPECT_FALSE(CheckFetchUrl(url)) << url;
  }
  EXPECT_NE(CheckFetchUrl("http://example.org/").error().sentence().find("is not https"),
            std::string::npos);
  EXPECT_FALSE(Fetch("file:///etc/hostname"));
}

}  // namespace
}  // namespace licet
