#include "delete_index.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "licet/base/hash.h"

namespace licet {

namespace {

// Two misspellings of a word shift its letters by two at most: whatever they are,
// beginnings of this length agree after as many letters are taken out of each.
constexpr std::size_t kBeginning = 7;
// The beginning itself, without one letter, and without two.
constexpr std::size_t kRestsMax = 1 + kBeginning + kBeginning * (kBeginning - 1) / 2;

std::uint32_t HashOfRest(std::string_view text) {
  std::uint64_t word = text.size();
  for (const char c : text) word = word << 8 | static_cast<unsigned char>(c);
  return static_cast<std::uint32_t>(MixHash(word, 0x51));
}

template <typename Take>
void ForEachRest(std::string_view word, int letters, Take take) {
  const std::string_view text = word.substr(0, kBeginning);
  take(HashOfRest(text));
  if (letters < 1) return;
  char one[kBeginning];
  char two[kBeginning];
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::size_t length = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
      if (at != i) one[length++] = text[at];
    }
    take(HashOfRest({one, length}));
    if (letters < 2) continue;
    for (std::size_t j = i; j < length; ++j) {
      std::size_t rest = 0;
      for (std::size_t at = 0; at < length; ++at) {
        if (at != j) two[rest++] = one[at];
      }
      take(HashOfRest({two, rest}));
    }
  }
}

}  // namespace

void DeleteIndex::Add(std::string_view word, int letters, std::uint32_t id) {
  ForEachRest(word, letters, [&](std::uint32_t hash) { slots_.push_back({hash, id}); });
}

void DeleteIndex::Build() {
  auto before = [](const Slot& a, const Slot& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.id < b.id;
  };
  std::sort(slots_.begin(), slots_.end(), before);
  slots_.erase(
      std::unique(slots_.begin(), slots_.end(),
                  [](const Slot& a, const Slot& b) { return a.hash == b.hash && a.id == b.id; }),
      slots_.end());
  slots_.shrink_to_fit();
  starts_.assign((1U << kBucketBits) + 1, 0);
  for (const Slot& slot : slots_) ++starts_[(slot.hash >> (32 - kBucketBits)) + 1];
  for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
}

// All rests first: where they stand is far apart, and is fetched ahead.
void DeleteIndex::Find(std::string_view word, int letters, std::vector<std::uint32_t>* ids) const {
  if (starts_.empty()) return;
  std::array<std::uint32_t, kRestsMax> hashes;
  std::size_t count = 0;
  ForEachRest(word, letters, [&](std::uint32_t hash) {
    __builtin_prefetch(&starts_[hash >> (32 - kBucketBits)]);
    hashes[count++] = hash;
  });
  for (std::size_t i = 0; i < count; ++i) {
    __builtin_prefetch(slots_.data() + starts_[hashes[i] >> (32 - kBucketBits)]);
  }
  // The nearer a word is, the more rests they share: most of the repeats are left out.
  constexpr std::uint32_t kNone = 0xFFFFFFFF;
  std::array<std::uint32_t, 64> taken;
  taken.fill(kNone);
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t bucket = hashes[i] >> (32 - kBucketBits);
    for (std::uint32_t at = starts_[bucket]; at < starts_[bucket + 1]; ++at) {
      if (slots_[at].hash != hashes[i]) continue;
      const std::uint32_t id = slots_[at].id;
      if (std::exchange(taken[id % taken.size()], id) != id) ids->push_back(id);
    }
  }
}

std::size_t DeleteIndex::bytes() const {
  return slots_.capacity() * sizeof(Slot) + starts_.capacity() * sizeof(std::uint32_t);
}

}  // namespace licet
