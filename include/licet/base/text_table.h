// Numbers texts in the order in which they are first seen; flat, for many of them.
//
// Thread safety: none.

#ifndef LICET_BASE_TEXT_TABLE_H_
#define LICET_BASE_TEXT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/plain_vector.h"

namespace licet {

class TextTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  // A text with its hash, for whoever asks more than once.
  struct Key {
    explicit Key(std::string_view text);
    std::string_view text;
    std::uint64_t hash;
  };

  // The text's number, or kNone.
  std::uint32_t Find(const Key& key) const;
  std::uint32_t Find(std::string_view text) const { return Find(Key(text)); }
  // Fetches into the cache what Find of this text will look at first: with many
  // texts, waiting for memory is most of a Find.
  void Prefetch(std::string_view text) const;
  // The same as Find, and whether it is new.
  std::pair<std::uint32_t, bool> Number(const Key& key);
  std::pair<std::uint32_t, bool> Number(std::string_view text) { return Number(Key(text)); }
  // Room for so many texts, without growing on the way.
  void Reserve(std::size_t count);
  // REQUIRES: the number was given by this table. Lasts until the next Number().
  std::string_view Text(std::uint32_t number) const {
    const std::size_t begin = BeginOf(number);
    return {bytes_.data() + begin, entries_[number].end - begin};
  }
  std::size_t size() const { return entries_.size(); }
  void Clear();

 private:
  struct Entry {
    std::uint64_t hash;
    std::size_t end;  // in bytes_; it begins where the one before ends
  };
  struct Slot {
    std::uint32_t tag = 0;    // upper half of the hash
    std::uint32_t entry = 0;  // number + 1; 0 is free
  };
  std::size_t BeginOf(std::uint32_t number) const {
    return number == 0 ? 0 : entries_[number - 1].end;
  }
  // Where the text stands or would stand.
  std::size_t Place(const Key& key) const;
  void GrowTo(std::size_t slots);

  PlainVector<char> bytes_;
  PlainVector<Entry> entries_;
  std::vector<Slot> slots_;
};

}  // namespace licet

#endif  // LICET_BASE_TEXT_TABLE_H_
