// Numbers keys of 64-bit words in the order in which they are first seen; keys
// of different length are different keys. Open addressing over one arena.
//
// Thread safety: none.

#ifndef LICET_GATE_KEY_TABLE_H_
#define LICET_GATE_KEY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace licet {

class KeyTable {
 public:
  // The key's number, and whether it is new.
  std::pair<std::uint32_t, bool> Number(std::span<const std::uint64_t> key) {
    return Number(key, HashOf(key));
  }
  // The same in steps, for those who ask for many at a time: memory that was
  // asked for early is there when it is needed.
  static std::uint64_t HashOf(std::span<const std::uint64_t> key);
  void Prefetch(std::uint64_t hash) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]);
  }
  void PrefetchKey(std::uint64_t hash) const {
    if (slots_.empty()) return;
    const Slot& slot = slots_[hash & (slots_.size() - 1)];
    if (slot.number != 0) __builtin_prefetch(words_.data() + slot.begin);
  }
  std::pair<std::uint32_t, bool> Number(std::span<const std::uint64_t> key, std::uint64_t hash);
  std::size_t size() const { return size_; }
  void Clear();

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t begin = 0;   // in words_: the key's length, then the key
    std::uint32_t number = 0;  // plus one; 0 is free
  };
  void Grow();

  std::vector<std::uint64_t> words_;
  std::vector<Slot> slots_;
  std::uint32_t size_ = 0;
};

}  // namespace licet

#endif  // LICET_GATE_KEY_TABLE_H_
