#include "key_table.h"

#include <algorithm>
#include <cassert>

#include "licet/base/hash.h"

namespace licet {

namespace {

constexpr std::size_t kFirstSlots = 256;

// Keys are short: a call would take longer than the loop.
bool IsSame(const std::uint64_t* kept, std::span<const std::uint64_t> key) {
  if (*kept != key.size()) return false;
  std::uint64_t differ = 0;
  for (std::size_t i = 0; i < key.size(); ++i) differ |= kept[i + 1] ^ key[i];
  return differ == 0;
}

}  // namespace

// Two chains, for one would wait for each multiplication.
std::uint64_t KeyTable::HashOf(std::span<const std::uint64_t> key) {
  std::uint64_t even = key.size();
  std::uint64_t odd = 0;
  std::size_t i = 0;
  for (; i + 1 < key.size(); i += 2) {
    even = MixHash(even, key[i]);
    odd = MixHash(odd, key[i + 1]);
  }
  if (i < key.size()) even = MixHash(even, key[i]);
  return MixHash(even, odd);
}

std::pair<std::uint32_t, bool> KeyTable::Number(std::span<const std::uint64_t> key,
                                                std::uint64_t hash) {
  if (std::size_t{size_} * 2 >= slots_.size()) Grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].number != 0; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash && IsSame(words_.data() + slot.begin, key)) {
      return {slot.number - 1, false};
    }
  }
  assert(words_.size() + key.size() < UINT32_MAX);
  slots_[at] = {hash, static_cast<std::uint32_t>(words_.size()), ++size_};
  words_.push_back(key.size());
  words_.insert(words_.end(), key.begin(), key.end());
  return {size_ - 1, true};
}

void KeyTable::Clear() {
  words_.clear();
  size_ = 0;
  std::fill(slots_.begin(), slots_.end(), Slot());
}

void KeyTable::Grow() {
  std::vector<Slot> old(std::max(kFirstSlots, slots_.size() * 2));
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].number != 0) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace licet
