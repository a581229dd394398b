// A 64-bit hash for tables and for noticing that a file changed. Not
// cryptographic: nothing that must resist an adversary uses it.
//
// Thread safety: pure function; a StreamHash belongs to one thread.

#ifndef LICET_BASE_HASH_H_
#define LICET_BASE_HASH_H_

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace licet {

// Multiply and fold (the mixing step of wyhash, github.com/wangyi-fudan/wyhash).
constexpr std::uint64_t MixHash(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a ^ 0x9E3779B97F4A7C15) * (b ^ 0xD6E8FEB86659FD93);
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Hash of all bytes so far, wherever they were cut.
class StreamHash {
 public:
  void Update(std::string_view bytes);
  std::uint64_t Value() const { return MixHash(state_ ^ pending_, length_); }

 private:
  std::uint64_t state_ = 0;
  std::uint64_t pending_ = 0;  // the last length_ % 8 bytes
  std::uint64_t length_ = 0;
};

inline std::uint64_t HashOf(std::string_view bytes) {
  StreamHash hash;
  hash.Update(bytes);
  return hash.Value();
}

}  // namespace licet

#endif  // LICET_BASE_HASH_H_
