#include "licet/base/text_table.h"

#include <algorithm>
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

std::uint64_t HashOfText(std::string_view text) {
  std::uint64_t hash = text.size();
  while (text.size() >= sizeof(std::uint64_t)) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof(word));
    hash = MixHash(hash, word);
    text.remove_prefix(sizeof(word));
  }
  return MixHash(hash, ShortWord(text));
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

std::size_t TextTable::Place(std::string_view text, std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].entry != 0; at = (at + 1) & mask) {
    if (slots_[at].tag != TagOf(hash)) continue;
    const Entry& entry = entries_[slots_[at].entry - 1];
    if (entry.length == text.size() &&
        IsSame(bytes_.data() + entry.begin, text.data(), text.size())) {
      break;
    }
  }
  return at;
}

std::uint32_t TextTable::Find(std::string_view text) const {
  if (slots_.empty()) return kNone;
  return slots_[Place(text, HashOfText(text))].entry - 1;  // 0 - 1 is kNone
}

void TextTable::Prefetch(std::string_view text) const {
  if (!slots_.empty()) __builtin_prefetch(&slots_[HashOfText(text) & (slots_.size() - 1)]);
}

std::pair<std::uint32_t, bool> TextTable::Number(std::string_view text) {
  if (entries_.size() * 2 >= slots_.size()) Grow();
  const std::uint64_t hash = HashOfText(text);
  Slot& slot = slots_[Place(text, hash)];
  const bool added = slot.entry == 0;
  if (added) {
    entries_.push_back({hash, bytes_.size(), text.size()});
    bytes_ += text;
    slot = {TagOf(hash), static_cast<std::uint32_t>(entries_.size())};
  }
  return {slot.entry - 1, added};
}

void TextTable::Clear() {
  bytes_.clear();
  entries_.clear();
  slots_.clear();
}

void TextTable::Grow() {
  slots_.assign(std::max(kFirstSlots, slots_.size() * 2), {});
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t at = entries_[i].hash & mask;
    while (slots_[at].entry != 0) at = (at + 1) & mask;
    slots_[at] = {TagOf(entries_[i].hash), static_cast<std::uint32_t>(i + 1)};
  }
}

}  // namespace licet
