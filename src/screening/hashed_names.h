// Names by a hash of something they hold. Another hash may be taken for it: what is
// found is a candidate.
//
// Thread safety: immutable once built.

#ifndef LICET_SCREENING_HASHED_NAMES_H_
#define LICET_SCREENING_HASHED_NAMES_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <utility>
#include <vector>

namespace licet {

class HashedNames {
 public:
  // First all names, then Build.
  void Add(std::uint64_t hash, std::uint32_t name) { added_.emplace_back(hash, name); }

  void Build() {
    std::sort(added_.begin(), added_.end());
    shift_ = 63 - static_cast<int>(std::bit_width(added_.size()));  // about a name a bucket
    starts_.assign((~std::uint64_t{0} >> shift_) + 2, 0);
    for (const auto& [hash, name] : added_) {
      ++starts_[(hash >> shift_) + 1];
      slots_.push_back({static_cast<std::uint32_t>(hash), name});
    }
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    added_ = {};
  }

  template <typename Take>
  void ForEach(std::uint64_t hash, Take take) const {
    const std::size_t bucket = hash >> shift_;
    for (std::uint32_t at = starts_[bucket]; at < starts_[bucket + 1]; ++at) {
      if (slots_[at].hash == static_cast<std::uint32_t>(hash)) take(slots_[at].name);
    }
  }

  std::size_t bytes() const {
    return slots_.capacity() * sizeof(Slot) + starts_.capacity() * sizeof(starts_[0]);
  }

 private:
  struct Slot {
    std::uint32_t hash;  // the lower half: the upper bits are the bucket
    std::uint32_t name;
  };

  std::vector<std::pair<std::uint64_t, std::uint32_t>> added_;
  std::vector<Slot> slots_;            // by hash
  std::vector<std::uint32_t> starts_;  // by the hash's upper bits
  int shift_ = 63;
};

}  // namespace licet

#endif  // LICET_SCREENING_HASHED_NAMES_H_
