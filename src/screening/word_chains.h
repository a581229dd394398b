// Words by what they share with others: a text, a sound, a skeleton. A table of
// hashes; two texts with one hash of 64 bits would share a chain, so what is found
// is a candidate.
//
// Thread safety: immutable once filled.

#ifndef LICET_SCREENING_WORD_CHAINS_H_
#define LICET_SCREENING_WORD_CHAINS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "licet/base/hash.h"

namespace licet {

class WordChains {
 public:
  void Add(std::string_view key, std::uint32_t word) {
    if ((used_ + 1) * 2 > slots_.size()) Grow();
    Slot& slot = slots_[PlaceOf(HashOf(key))];
    if (slot.first == kNone) {
      slot.hash = HashOf(key);
      ++used_;
    }
    if (next_.size() <= word) next_.resize(word + std::size_t{1}, kNone);
    next_[word] = slot.first;
    slot.first = word;
  }

  template <typename Take>
  void ForEach(std::string_view key, Take take) const {
    if (slots_.empty()) return;
    const Slot& slot = slots_[PlaceOf(HashOf(key))];
    for (std::uint32_t word = slot.first; word != kNone; word = next_[word]) take(word);
  }

  std::size_t bytes() const {
    return slots_.capacity() * sizeof(Slot) + next_.capacity() * sizeof(next_[0]);
  }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t first = kNone;  // the word added last
  };

  // Where the hash stands, or where it would.
  std::size_t PlaceOf(std::uint64_t hash) const {
    std::size_t at = hash & (slots_.size() - 1);
    while (slots_[at].first != kNone && slots_[at].hash != hash)
      at = (at + 1) & (slots_.size() - 1);
    return at;
  }

  void Grow() {
    std::vector<Slot> old(slots_.empty() ? 1024 : slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.first != kNone) slots_[PlaceOf(slot.hash)] = slot;
    }
  }

  std::vector<Slot> slots_;  // a power of two
  std::vector<std::uint32_t> next_;
  std::size_t used_ = 0;
};

}  // namespace licet

#endif  // LICET_SCREENING_WORD_CHAINS_H_
