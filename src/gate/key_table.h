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
  std::pair<std::uint32_t, bool> Number(std::span<const std::uint64_t> key);
  std::size_t size() const { return entries_.size(); }
  void Clear();

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t begin;  // in words_
    std::size_t length;
  };
  void Grow();

  std::vector<std::uint64_t> words_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // entry number + 1; 0 is free
};

}  // namespace licet

#endif  // LICET_GATE_KEY_TABLE_H_
