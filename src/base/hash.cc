#include "licet/base/hash.h"

#include <algorithm>
#include <cstring>

namespace licet {

void StreamHash::Update(std::string_view bytes) {
  while (!bytes.empty()) {
    const std::size_t filled = length_ % 8;
    if (filled == 0 && bytes.size() >= 8) {
      const std::size_t whole = bytes.size() / 8 * 8;
      for (std::size_t at = 0; at < whole; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data() + at, 8);
        state_ = MixHash(state_, word);
      }
      length_ += whole;
      bytes.remove_prefix(whole);
      continue;
    }
    const std::size_t count = std::min(8 - filled, bytes.size());
    std::memcpy(reinterpret_cast<char*>(&pending_) + filled, bytes.data(), count);
    length_ += count;
    bytes.remove_prefix(count);
    if (length_ % 8 == 0) {
      state_ = MixHash(state_, pending_);
      pending_ = 0;
    }
  }
}

}  // namespace licet
