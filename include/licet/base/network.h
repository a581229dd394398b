// The seam to the network: one file by its address. What is fetched decides who is
// stopped at a border, so an answer is whole and from the server that was asked
// for, or it is an error.
//
// Thread safety: an implementation states its own; the real one belongs to one
// thread.

#ifndef LICET_BASE_NETWORK_H_
#define LICET_BASE_NETWORK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "licet/base/error.h"

namespace licet {

struct FetchRequest {
  std::string url;
  // Of the copy that is there already; "" for none. With one of them the server may
  // answer that nothing changed.
  std::string etag;
  std::string last_modified;
  // Bytes so far and, 0 while unknown, of the whole; called now and then.
  std::function<void(std::uint64_t, std::uint64_t)> progress;
};

struct FetchAnswer {
  bool unchanged = false;  // the copy that is there is current; no body
  std::string body;        // with the coding of the transfer undone
  std::string etag;        // "" when the server gives none
  std::string last_modified;
  std::string url;  // where it was in the end, after redirects
};

class Network {
 public:
  virtual ~Network() = default;
  // Errors: kInvalidArgument for an address that must not be asked, kLimit for a
  // file that is too long, kIo for everything that a server or the way to it does.
  virtual Result<FetchAnswer> Fetch(const FetchRequest& request) = 0;
};

struct NetworkLimits {
  std::uint64_t bytes_max = std::uint64_t{200} << 20;
  int redirects_max = 5;
  std::int64_t connect_ms = 20'000;
  std::int64_t whole_ms = 900'000;  // of a file, redirects included one by one
  std::int64_t stall_s = 60;        // without a byte
};

// The machine's own. HTTPS, with the certificate checked; HTTP only to this machine.
// Never from HTTPS to HTTP by a redirect. Proxies as the environment names them
// (HTTPS_PROXY, NO_PROXY ...). `agent` is how it introduces itself.
std::unique_ptr<Network> RealNetwork(const std::string& agent, const NetworkLimits& limits = {});

// An error unless the address may be fetched from: https://..., or http:// to this
// machine; without a name and a password in it.
Status CheckFetchUrl(const std::string& url);

}  // namespace licet

#endif  // LICET_BASE_NETWORK_H_
