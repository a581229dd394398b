#include "key_table.h"

#include <algorithm>

#include "licet/base/hash.h"

namespace licet {

namespace {

constexpr std::size_t kFirstSlots = 1024;

std::uint64_t HashOfKey(std::span<const std::uint64_t> key) {
  std::uint64_t hash = key.size();
  for (std::uint64_t word : key) hash = MixHash(hash, word);
  return hash;
}

}  // namespace

std::pair<std::uint32_t, bool> KeyTable::Number(std::span<const std::uint64_t> key) {
  if (entries_.size() * 2 >= slots_.size()) Grow();
  const std::uint64_t hash = HashOfKey(key);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    if (slots_[at] == 0) {
      entries_.push_back({hash, words_.size(), key.size()});
      words_.insert(words_.end(), key.begin(), key.end());
      slots_[at] = static_cast<std::uint32_t>(entries_.size());
      return {slots_[at] - 1, true};
    }
    const Entry& entry = entries_[slots_[at] - 1];
    if (entry.hash == hash && entry.length == key.size() &&
        std::equal(key.begin(), key.end(),
                   words_.begin() + static_cast<std::ptrdiff_t>(entry.begin))) {
      return {slots_[at] - 1, false};
    }
  }
}

void KeyTable::Clear() {
  words_.clear();
  entries_.clear();
  std::fill(slots_.begin(), slots_.end(), 0);
}

void KeyTable::Grow() {
  slots_.assign(std::max(kFirstSlots, slots_.size() * 2), 0);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t at = entries_[i].hash & mask;
    while (slots_[at] != 0) at = (at + 1) & mask;
    slots_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

}  // namespace licet
