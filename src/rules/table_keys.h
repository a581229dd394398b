// Keys: small whole numbers that stand for values on one axis of a RuleTable.
// A value's key says everything about it that any row can ask, and keys keep
// the order of values, so that all comparisons become comparisons of 32 bits.
//
// Thread safety: immutable once built.

#ifndef LICET_RULES_TABLE_KEYS_H_
#define LICET_RULES_TABLE_KEYS_H_

#include <cstdint>
#include <vector>

#include "licet/base/decimal.h"
#include "licet/base/intern.h"

namespace licet {

using Key = std::int32_t;

// Keys of numbers whose cuts all lie on a grid: how many steps of the grid a
// value is above the place below the first cut, found without a search. "Above
// 4800" is a cut one millionth above the grid; with such cuts, what lies between
// two steps has keys of its own.
struct GridKeys {
  std::uint64_t step = 0;
  bool between = false;
  std::int64_t below = 0;   // values up to this one are alike
  std::int64_t last = 0;    // and those from this one on
  std::uint64_t magic = 0;  // ceil(2^(63 + shift) / step)
  int shift = 0;

  Key Of(std::int64_t value) const {
    const auto clamped = static_cast<std::uint64_t>(value > last ? last : value);
    // Arithmetic, because no branch on where a value lies could be foretold.
    const std::uint64_t offset =
        (clamped - static_cast<std::uint64_t>(below)) & (0 - std::uint64_t{value > below});
    __extension__ typedef unsigned __int128 Wide;
    const std::uint64_t steps =
        static_cast<std::uint64_t>((static_cast<Wide>(offset << 1) * magic) >> 64) >> shift;
    return static_cast<Key>(between ? 2 * steps + (offset != steps * step) : steps);
  }
};

// Numbers in micros: key(v) >= key(c) exactly where v >= c, for every cut c.
class NumberKeys {
 public:
  NumberKeys() = default;
  explicit NumberKeys(std::vector<std::int64_t> cuts);

  Key Of(std::int64_t value) const { return has_grid() ? grid_.Of(value) : Search(value); }
  Key max() const { return max_; }

  bool has_grid() const { return grid_.step != 0; }
  const GridKeys& grid() const { return grid_; }

 private:
  bool TryGrid(bool between);
  Key Search(std::int64_t value) const;

  GridKeys grid_;
  Key max_ = 0;
  std::vector<std::int64_t> cuts_;  // else the key is the number of cuts that are reached
};

// Ratios, never divided. A cut 2k stands for "at least k", 2k + 1 for "above
// k", -1 for "defined"; the key is the number of cuts that are reached. (k in
// micros.)
class RatioKeys {
 public:
  static constexpr std::int64_t kDefined = -1;

  RatioKeys() = default;
  explicit RatioKeys(std::vector<std::int64_t> cuts);

  Key Of(std::int64_t numerator, std::int64_t denominator) const;
  // The key of the first value that reaches the cut. REQUIRES: it is a cut.
  Key OfCut(std::int64_t cut) const;
  Key max() const { return static_cast<Key>(cuts_.size()); }

 private:
  std::vector<std::int64_t> cuts_;
};

// Words: those that stand in the same lists of all rows share a key. Key 0 is
// every word that no row names.
class WordKeys {
 public:
  WordKeys() = default;
  // Each list sorted, without repetition.
  explicit WordKeys(const std::vector<std::vector<Symbol>>& lists);

  Key Of(std::int64_t word) const {
    const auto at = static_cast<std::uint64_t>(word);
    return at < keys_.size() ? keys_[at] : 0;
  }
  Key max() const { return max_; }

 private:
  std::vector<Key> keys_;  // by symbol
  Key max_ = 0;
};

}  // namespace licet

#endif  // LICET_RULES_TABLE_KEYS_H_
