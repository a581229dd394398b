#include "licet/base/text_table.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "licet/base/hash.h"

namespace licet {

namespace {

constexpr std::size_t kFirstSlots = 64;

// Fewer than eight bytes as a number, read in two steps that may overlap.
std::uint64_t ShortWord(std::string_view text) {
  if (text.size() >= sizeof(std::uint32_t)) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, text.data(), sizeof(first));
    std::memcpy(&last, text.data() + text.size() - sizeof(last), sizeof(last));
    return std::uint64_t{first} << 32 | last;
  }
  std::uint64_t word = 0;
  for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
  return word;
}

constexpr std::uint64_t kTagBits = 0xFFFFFFFF00000000;

std::uint64_t HashOfBytes(std::string_view text) {
  std::uint64_t hash = text.size();
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof(word));
    hash = MixHash(hash, word);
    text.remove_prefix(sizeof(word));
  }
  return MixHash(hash, ShortWord(text));
}

// The upper half, which is the tag, tells all texts apart. The lower half is the place:
// texts that differ in their last byte alone, such as ids that count, are neighbours
// within a line of the cache, so that one fetch brings several that come one after
// the other.
std::uint64_t HashOfText(std::string_view text) {
  if (text.empty()) return 0;
  constexpr std::uint64_t kNeighbours = 7;  // and itself: slots in a line
  const auto last = static_cast<unsigned char>(text.back());
  const std::uint64_t group = HashOfBytes(text.substr(0, text.size() - 1));
  const std::uint64_t tag = MixHash(group, last);
  return (tag & kTagBits) | (group & ~kTagBits & ~kNeighbours) | (last & kNeighbours);
}

// Texts are short: a call would take longer than the loop.
bool IsSame(const char* a, const char* b, std::size_t length) {
  for (; length >= sizeof(std::uint64_t); length -= sizeof(std::uint64_t)) {
    if (std::memcmp(a, b, sizeof(std::uint64_t)) != 0) return false;
    a += sizeof(std::uint64_t);
    b += sizeof(std::uint64_t);
  }
  return ShortWord({a, length}) == ShortWord({b, length});
}

std::uint32_t TagOf(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

TextTable::Key::Key(std::string_view of) : text(of), hash(HashOfText(of)) {}

std::size_t TextTable::Place(const Key& key) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = key.hash & mask;
  for (; slots_[at].entry != 0; at = (at + 1) & mask) {
    if (slots_[at].tag != TagOf(key.hash)) continue;
    const std::string_view known = Text(slots_[at].entry - 1);
    if (known.size() == key.text.size() && IsSame(known.data(), key.text.data(), known.size())) {
      break;
    }
  }
  return at;
}

std::uint32_t TextTable::Find(const Key& key) const {
  if (slots_.empty()) return kNone;
  return slots_[Place(key)].entry - 1;  // 0 - 1 is kNone
}

void TextTable::Prefetch(std::string_view text) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[HashOfText(text) & (slots_.size() - 1)]);
}

std::pair<std::uint32_t, bool> TextTable::Number(const Key& key) {
  if (entries_.size() * 2 >= slots_.size()) GrowTo(std::max(kFirstSlots, slots_.size() * 2));
  Slot& slot = slots_[Place(key)];
  const bool added = slot.entry == 0;
  if (added) {
    bytes_.Append(key.text.data(), key.text.size());
    entries_.push_back({key.hash, bytes_.size()});
    slot = {TagOf(key.hash), static_cast<std::uint32_t>(entries_.size())};
  }
  return {slot.entry - 1, added};
}

void TextTable::Reserve(std::size_t count) {
  entries_.reserve(count);
  const std::size_t slots = std::bit_ceil(std::max(kFirstSlots, count * 2));
  if (slots > slots_.size()) GrowTo(slots);
}

void TextTable::Clear() {
  bytes_.clear();
  entries_.clear();
  slots_.clear();
}

void TextTable::GrowTo(std::size_t slots) {
  slots_.assign(slots, {});
  const std::size_t mask = slots_.size() - 1;
  constexpr std::size_t kAhead = 16;  // waiting for memory would be most of it
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i + kAhead < entries_.size()) {
      __builtin_prefetch(&slots_[entries_[i + kAhead].hash & mask], 1);
    }
    std::size_t at = entries_[i].hash & mask;
    while (slots_[at].entry != 0) at = (at + 1) & mask;
    slots_[at] = {TagOf(entries_[i].hash), static_cast<std::uint32_t>(i + 1)};
  }
}

}  // namespace licet
