#include "licet/base/network.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <string_view>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr std::size_t kUrlBytesMax = 4096;

struct UrlParts {
  std::string scheme;
  std::string host;
  bool has_user = false;
};

std::string PartOf(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK) return "";
  std::string copy = text;
  curl_free(text);
  return copy;
}

// False for what is no address at all.
bool ParseUrl(const std::string& text, UrlParts* parts) {
  const std::unique_ptr<CURLU, void (*)(CURLU*)> url(curl_url(), curl_url_cleanup);
  if (!url || text.size() > kUrlBytesMax) return false;
  if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK) {
    return false;
  }
  parts->scheme = AsciiLower(PartOf(url.get(), CURLUPART_SCHEME));
  parts->host = AsciiLower(PartOf(url.get(), CURLUPART_HOST));
  parts->has_user =
      !PartOf(url.get(), CURLUPART_USER).empty() || !PartOf(url.get(), CURLUPART_PASSWORD).empty();
  return true;
}

// By the address as it is written: a name may be made to mean anything.
bool IsThisMachine(std::string_view host) {
  if (host == "localhost" || host == "[::1]") return true;
  if (!host.starts_with("127.")) return false;
  return host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool IsLocalUrl(const std::string& url) {
  UrlParts parts;
  return ParseUrl(url, &parts) && IsThisMachine(parts.host);
}

std::unexpected<Error> Unreached(const std::string& url, std::string sentence) {
  return Fail(ErrorCode::kIo, std::move(sentence), {url, 0, 0});
}

std::string_view MeaningOf(long status) {
  switch (status) {
    case 401:
    case 403:
      return "not allowed";
    case 404:
    case 410:
      return "not there";
    case 429:
      return "too many requests";
    default:
      return status >= 500 ? "an error of its own" : "nothing that helps";
  }
}

std::string StatusSentence(long status) {
  const bool later = status == 429 || status >= 500;
  return fmt::format(
      "the server answered {} ({}); {}", status, MeaningOf(status),
      later ? "try again later" : "if the publisher moved the file, give its new address");
}

// What a transfer collects.
struct Transfer {
  const FetchRequest* request = nullptr;
  std::uint64_t bytes_max = 0;
  bool too_long = false;
  FetchAnswer answer;
};

std::size_t TakeBody(char* data, std::size_t size, std::size_t count, void* to) {
  auto* transfer = static_cast<Transfer*>(to);
  const std::size_t bytes = size * count;
  if (transfer->answer.body.size() + bytes > transfer->bytes_max) {
    transfer->too_long = true;
    return 0;
  }
  transfer->answer.body.append(data, bytes);
  return bytes;
}

std::size_t TakeHeader(char* data, std::size_t size, std::size_t count, void* to) {
  auto* transfer = static_cast<Transfer*>(to);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {  // those before were of a proxy or of a promise
    transfer->answer.etag.clear();
    transfer->answer.last_modified.clear();
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return size * count;
  const std::string name = AsciiLower(line.substr(0, colon));
  const std::string_view value = Trim(line.substr(colon + 1));
  if (name == "etag") transfer->answer.etag = value;
  if (name == "last-modified") transfer->answer.last_modified = value;
  return size * count;
}

int TakeProgress(void* to, curl_off_t whole, curl_off_t now, curl_off_t, curl_off_t) {
  const auto* transfer = static_cast<const Transfer*>(to);
  if (transfer->request->progress && now > 0) {
    transfer->request->progress(static_cast<std::uint64_t>(now), static_cast<std::uint64_t>(whole));
  }
  return 0;
}

class HeaderList {
 public:
  HeaderList() = default;
  HeaderList(const HeaderList&) = delete;
  HeaderList& operator=(const HeaderList&) = delete;
  ~HeaderList() { curl_slist_free_all(list_); }

  // A value that could end the line and start another header is left out.
  void Add(std::string_view name, const std::string& value) {
    if (value.empty() || value.find_first_of("\r\n") != std::string::npos) return;
    list_ = curl_slist_append(list_, fmt::format("{}: {}", name, value).c_str());
  }
  curl_slist* get() const { return list_; }

 private:
  curl_slist* list_ = nullptr;
};

class CurlNetwork : public Network {
 public:
  CurlNetwork(std::string agent, const NetworkLimits& limits)
      : agent_(std::move(agent)), limits_(limits), handle_(curl_easy_init(), curl_easy_cleanup) {}

  Result<FetchAnswer> Fetch(const FetchRequest& request) override {
    if (!handle_) return Fail(ErrorCode::kInternal, "libcurl cannot start");
    LICET_RETURN_IF_ERROR(CheckFetchUrl(request.url));
    std::string url = request.url;
    for (int redirects = 0; redirects <= limits_.redirects_max; ++redirects) {
      std::string next;
      LICET_ASSIGN_OR_RETURN(FetchAnswer answer, FetchOnce(request, url, &next));
      if (next.empty()) {
        answer.url = url;
        return answer;
      }
      LICET_RETURN_IF_ERROR(CheckRedirect(url, next));
      url = next;
    }
    return Unreached(request.url,
                     fmt::format("the server redirects more than {} times; give the address of "
                                 "the file itself",
                                 limits_.redirects_max));
  }

 private:
  // Followed by hand, because each step must be allowed.
  static Status CheckRedirect(const std::string& from, const std::string& to) {
    UrlParts before;
    UrlParts after;
    const bool secure_before = ParseUrl(from, &before) && before.scheme == "https";
    const bool secure_after = ParseUrl(to, &after) && after.scheme == "https";
    if (CheckFetchUrl(to) && (secure_after || !secure_before)) return {};
    return Unreached(from, fmt::format("the server redirects to {}, which is not followed; give "
                                       "the address of the file itself, with https",
                                       Quoted(to)));
  }

  template <typename T>
  void Set(CURLoption option, T value) {
    curl_easy_setopt(handle_.get(), option, value);
  }

  void SetUp(const std::string& url, const HeaderList& headers, Transfer* transfer) {
    curl_easy_reset(handle_.get());
    Set(CURLOPT_URL, url.c_str());
    Set(CURLOPT_PROTOCOLS_STR, "https,http");
    Set(CURLOPT_FOLLOWLOCATION, 0L);
    Set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    Set(CURLOPT_USERAGENT, agent_.c_str());
    Set(CURLOPT_HTTPHEADER, headers.get());
    Set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    Set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect_ms));
    Set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.whole_ms));
    Set(CURLOPT_LOW_SPEED_LIMIT, 1L);
    Set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(limits_.stall_s));
    Set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits_.bytes_max));
    Set(CURLOPT_NOSIGNAL, 1L);
    if (IsLocalUrl(url)) Set(CURLOPT_PROXY, "");  // a proxy has another loopback
    Set(CURLOPT_WRITEFUNCTION, &TakeBody);
    Set(CURLOPT_WRITEDATA, transfer);
    Set(CURLOPT_HEADERFUNCTION, &TakeHeader);
    Set(CURLOPT_HEADERDATA, transfer);
    Set(CURLOPT_NOPROGRESS, 0L);
    Set(CURLOPT_XFERINFOFUNCTION, &TakeProgress);
    Set(CURLOPT_XFERINFODATA, transfer);
  }

  // *next is the address that the server redirects to, if it does.
  Result<FetchAnswer> FetchOnce(const FetchRequest& request, const std::string& url,
                                std::string* next) {
    HeaderList headers;
    headers.Add("If-None-Match", request.etag);
    headers.Add("If-Modified-Since", request.last_modified);
    Transfer transfer;
    transfer.request = &request;
    transfer.bytes_max = limits_.bytes_max;
    SetUp(url, headers, &transfer);
    const CURLcode code = curl_easy_perform(handle_.get());
    if (code != CURLE_OK) return Broken(code, url, transfer);
    long status = 0;
    curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
    const char* redirect = nullptr;
    curl_easy_getinfo(handle_.get(), CURLINFO_REDIRECT_URL, &redirect);
    if (redirect != nullptr && *redirect != '\0') {
      *next = redirect;
      return FetchAnswer();
    }
    // To somebody who has nothing this is no answer.
    if (status == 304 && headers.get() != nullptr) {
      transfer.answer.body.clear();
      transfer.answer.unchanged = true;
      return std::move(transfer.answer);
    }
    if (status != 200) return Unreached(url, StatusSentence(status));
    return std::move(transfer.answer);
  }

  std::unexpected<Error> Broken(CURLcode code, const std::string& url,
                                const Transfer& transfer) const {
    if (transfer.too_long || code == CURLE_FILESIZE_EXCEEDED) {
      return Fail(ErrorCode::kLimit,
                  fmt::format("the file is longer than {} bytes and is no list that is known here; "
                              "check the address",
                              limits_.bytes_max),
                  {url, 0, 0});
    }
    switch (code) {
      case CURLE_COULDNT_RESOLVE_HOST:
      case CURLE_COULDNT_RESOLVE_PROXY:
        return Unreached(url,
                         "the name of the server is not known; check the address and the network");
      case CURLE_COULDNT_CONNECT:
        return Unreached(url, "the server cannot be reached; check the network, or try later");
      case CURLE_OPERATION_TIMEDOUT:
        return Unreached(url, "the server was too slow; try again later");
      case CURLE_PARTIAL_FILE:
        return Unreached(url, "the file was cut off on its way; fetch it again");
      case CURLE_PEER_FAILED_VERIFICATION:
        return Unreached(url,
                         "the certificate of the server cannot be trusted; check the machine's "
                         "certificates and clock");
      default:
        return Unreached(url, fmt::format("the transfer failed ({}); try again later",
                                          curl_easy_strerror(code)));
    }
  }

  const std::string agent_;
  const NetworkLimits limits_;
  const std::unique_ptr<CURL, void (*)(CURL*)> handle_;
};

}  // namespace

Status CheckFetchUrl(const std::string& url) {
  UrlParts parts;
  if (!ParseUrl(url, &parts)) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is no address; give one such as https://example.org/list.csv",
                            Quoted(url)));
  }
  if (parts.has_user) {
    return Fail(ErrorCode::kInvalidArgument,
                "the address holds a user's name or password, which would be kept; give one "
                "without");
  }
  if (parts.scheme == "https") return {};
  if (parts.scheme == "http" && IsThisMachine(parts.host)) return {};
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("{} is not https, so that anybody on the way could change it; give an "
                          "address that starts with https://",
                          Quoted(url)));
}

std::unique_ptr<Network> RealNetwork(const std::string& agent, const NetworkLimits& limits) {
  // Once for the process, and before its first thread uses it.
  static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(started);
  return std::make_unique<CurlNetwork>(agent, limits);
}

}  // namespace licet
