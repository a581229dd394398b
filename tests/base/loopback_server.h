// An HTTP server on this machine for one test: answers each request with what the
// test gives it, on a port of the system's choice, and ends with its object.

#ifndef LICET_TESTS_BASE_LOOPBACK_SERVER_H_
#define LICET_TESTS_BASE_LOOPBACK_SERVER_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace licet {

class LoopbackServer {
 public:
  // Gives all bytes of the answer to a request, which is its line and headers.
  using Handler = std::function<std::string(const std::string& request)>;

  explicit LoopbackServer(Handler handler) : handler_(std::move(handler)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    if (listener_ < 0 ||
        bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0 ||
        listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
      std::abort();
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { Serve(stop); });
  }
  ~LoopbackServer() {
    thread_.request_stop();
    thread_.join();
    close(listener_);
  }
  LoopbackServer(const LoopbackServer&) = delete;
  LoopbackServer& operator=(const LoopbackServer&) = delete;

  std::string Url(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(port_) + path;
  }
  std::vector<std::string> requests() {
    const std::lock_guard lock(mutex_);
    return requests_;
  }

  static std::string Answer(const std::string& status, const std::string& headers,
                            const std::string& body) {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           headers + "Connection: close\r\n\r\n" + body;
  }

 private:
  static bool Readable(int number, int milliseconds) {
    pollfd wish{number, POLLIN, 0};
    return poll(&wish, 1, milliseconds) > 0;
  }

  void Serve(const std::stop_token& stop) {
    constexpr int kLookMs = 20;
    while (!stop.stop_requested()) {
      if (!Readable(listener_, kLookMs)) continue;
      const int peer = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (peer < 0) continue;
      std::string request;
      while (request.find("\r\n\r\n") == std::string::npos && !stop.stop_requested()) {
        char buffer[4096];
        if (!Readable(peer, kLookMs)) continue;
        const ssize_t count = recv(peer, buffer, sizeof(buffer), 0);
        if (count <= 0) break;
        request.append(buffer, static_cast<std::size_t>(count));
      }
      {
        const std::lock_guard lock(mutex_);
        requests_.push_back(request);
      }
      const std::string answer = handler_(request);
      for (std::size_t at = 0; at < answer.size();) {
        const ssize_t count = send(peer, answer.data() + at, answer.size() - at, MSG_NOSIGNAL);
        if (count <= 0) break;
        at += static_cast<std::size_t>(count);
      }
      // No answer at all: the other side gives up first, or the test ends.
      char rest[1];
      while (answer.empty() && !stop.stop_requested()) {
        if (Readable(peer, kLookMs) && recv(peer, rest, sizeof(rest), 0) <= 0) break;
      }
      close(peer);
    }
  }

  Handler handler_;
  int listener_ = -1;
  int port_ = 0;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::jthread thread_;
};

}  // namespace licet

#endif  // LICET_TESTS_BASE_LOOPBACK_SERVER_H_
