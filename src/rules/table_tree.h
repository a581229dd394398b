// The discrimination tree of a RuleTable. Each test cuts its region in two
// along one axis, at a key of a number or into two groups of words, and a box
// goes to every side that it touches. A leaf holds the boxes that are left, in
// order of rows, to be compared one by one. Copies are bounded: where boxes
// overlap too much, leaves stay long.
//
// Thread safety: immutable once built.

#ifndef LICET_RULES_TABLE_TREE_H_
#define LICET_RULES_TABLE_TREE_H_

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "table_boxes.h"

namespace licet {

// What a walk asks of a point: its keys in the forms that tests want.
struct Point {
  std::int64_t* minus;    // by axis, see TestNode
  std::int64_t* shift;    // by axis
  char* lanes;            // see BoxTree::Contains()
  std::uint64_t* needed;  // by mask word: the bits that must be there
};

// Many points, each as far behind the one before it as its sizes say.
struct PointBlock {
  static constexpr std::size_t kPoints = 64;

  std::int64_t* minus = nullptr;
  std::int64_t* shift = nullptr;
  char* lanes = nullptr;
  std::uint64_t* needed = nullptr;
  std::size_t axes = 0;
  std::size_t lane_bytes = 0;
  std::size_t mask_words = 0;
};

// Where a walk stands: at a node or, with the top bit set, at a leaf.
using TreePlace = std::uint32_t;
constexpr TreePlace kAtLeaf = TreePlace{1} << 31;

// Three levels of tests, so that a step down waits for memory once; and all
// seven tests can be made at once, see table_walk.h. The tests are a heap: those
// after test i are 2 i + 1, if it does not hold, and 2 i + 2.
//
// A test is the same for both kinds of axes, so that no branch tells them
// apart: bit `shift` of operand - minus. Of numbers that is the sign, which says
// whether the key is above the operand; of words, whether their bit is there.
struct alignas(64) TestNode {
  static constexpr std::size_t kTests = 7;

  std::array<std::int64_t, kTests + 1> operand{};
  std::array<TreePlace, kTests + 1> next{};
  std::array<std::uint8_t, kTests + 1> axis{};

  std::uint64_t Holds(std::size_t test, const Point& point) const {
    const std::size_t at = axis[test];
    const auto rest = static_cast<std::uint64_t>(operand[test] - point.minus[at]);
    return (rest >> point.shift[at]) & 1;
  }
};

class BoxTree {
 public:
  // kFirst leaves out what can never be the first sure row of a region.
  enum class Goal { kFirst, kAll };

  BoxTree(const BoxTable& table, Goal goal);

  TreePlace root() const { return root_; }
  const TestNode* nodes() const { return nodes_.data(); }
  std::size_t axes() const { return ranged_ + places_.size(); }

  // What is known of a box that a point lies in.
  struct Entry {
    std::uint32_t bits;  // row * 4 + sure * 2 + exact

    static Entry None() { return {~std::uint32_t{0}}; }
    bool is_none() const { return bits == None().bits; }
    int row() const { return static_cast<int>(bits >> 2); }
    Truth ceiling() const { return (bits & 2) != 0 ? Truth::kTrue : Truth::kUnknown; }
    bool exact() const { return (bits & 1) != 0; }  // else the row is to be evaluated
  };

  // Whether the functions below may be used with kSmall, which are faster.
  bool is_small() const { return small_; }
  // Room that a point needs, besides that of its axes.
  std::size_t lane_bytes() const { return vectors_ * kVector; }
  std::size_t mask_words() const { return mask_words_; }

  // Makes a point: Clear(), then the key of every axis. Axes without a mask
  // come first.
  template <bool kSmall>
  void Clear(Point point) const {
    std::memset(point.lanes, 0, kSmall ? kVector : lane_bytes());
    std::fill_n(point.needed, kSmall ? 1 : mask_words_, 0);
  }
  template <bool kSmall>
  void PutRanged(std::size_t axis, Key key, Point point) const {
    point.minus[axis] = key;
    point.shift[axis] = 63;
    if (kSmall || narrow_) {
      const std::size_t half = (kSmall ? kVector : lane_bytes()) / sizeof(std::int16_t) / 2;
      PutLanes<std::int16_t>(axis, half, {key, key}, point.lanes);
    } else {
      const std::size_t half = lane_bytes() / sizeof(std::int32_t) / 2;
      PutLanes<std::int32_t>(axis, half, {key, key}, point.lanes);
    }
  }
  void PutMasked(std::size_t axis, Key key, Point point) const {
    const MaskPlace& place = places_[axis - ranged_];
    point.minus[axis] = 0;
    point.shift[axis] = place.bit + key;
    point.needed[place.word] |= std::uint64_t{1} << (place.bit + key);
  }
  template <bool kSmall>
  void Put(std::size_t axis, Key key, Point point) const {
    if (axis < ranged_) {
      PutRanged<kSmall>(axis, key, point);
    } else {
      PutMasked(axis, key, point);
    }
  }

  // The same for many points. Prepare() once, then PutAll() for every axis, as
  // often as there are points: each overwrites what the last one wrote.
  void Prepare(const PointBlock& points) const;
  template <bool kSmall>
  static Point At(const PointBlock& points, std::size_t i) {
    if (kSmall) {
      return {points.minus + i * kSmallAxes, points.shift + i * kSmallAxes,
              points.lanes + i * kVector, points.needed + i};
    }
    return {points.minus + i * points.axes, points.shift + i * points.axes,
            points.lanes + i * points.lane_bytes, points.needed + i * points.mask_words};
  }
  template <bool kSmall>
  void PutAll(std::size_t axis, std::span<const Key> keys, const PointBlock& points) const;

  // The first of the leaf's boxes that the point is in.
  template <bool kSmall>
  Entry First(TreePlace leaf, const Point& point) const;
  // Calls visit(entry) for each of them, in order of rows.
  template <typename Visit>
  void ForEach(TreePlace leaf, const Point& point, Visit visit) const;
  void Prefetch(TreePlace place) const {
    const auto* leaf = reinterpret_cast<const char*>(leaves_.data() + (place & ~kAtLeaf));
    const auto* node = reinterpret_cast<const char*>(nodes_.data() + place);
    const char* line = (place & kAtLeaf) != 0 ? leaf : node;
    __builtin_prefetch(line);
    __builtin_prefetch(line + 64);
    __builtin_prefetch(line + 128);
  }

  // Adds the rows of every leaf that the ranges (by axis) touch, repeated and
  // in no order; stops with false when there are more than `most`.
  bool Touched(const std::vector<KeyRange>& ranges, std::size_t most, std::vector<int>* rows) const;

  std::size_t memory_bytes() const {
    return nodes_.size() * sizeof(TestNode) + leaves_.size() * sizeof(std::uint32_t);
  }

 private:
  friend class TreeBuilder;

  // Where the bits of an axis with a mask are among those of all masks.
  struct MaskPlace {
    std::size_t word = 0;
    Key bit = 0;
  };

  static constexpr std::size_t kVector = 16;
  static constexpr std::size_t kSmallAxes = 8;
  static constexpr std::size_t kSmallStride =
      (kVector + sizeof(KeyMask) + sizeof(Entry)) / sizeof(std::uint32_t);

  // A lane for the lower bound of each axis and, `half` the lanes further on and
  // turned round, one for the upper.
  template <typename Lane>
  static void PutLanes(std::size_t axis, std::size_t half, KeyRange range, void* lanes) {
    const auto put = [lanes](std::size_t at, Key key) {
      const auto lane = static_cast<Lane>(key);
      std::memcpy(static_cast<char*>(lanes) + at * sizeof(Lane), &lane, sizeof(Lane));
    };
    put(axis, range.low);
    put(half + axis, ~range.last);
  }

  // Whether some lower bound is above its key: one step for a vector of lanes
  // on every x86-64 and ARMv8.
  template <typename Lane>
  static std::uint64_t OutsideOf(const std::uint32_t* entry, const char* lanes,
                                 std::size_t vectors) {
    typedef Lane Lanes __attribute__((vector_size(kVector)));
    typedef std::uint64_t Halves __attribute__((vector_size(kVector)));
    Halves outside = {};
    for (std::size_t i = 0; i < vectors; ++i) {
      Lanes bound;
      Lanes key;
      std::memcpy(&bound, entry + i * kVector / sizeof(*entry), kVector);
      std::memcpy(&key, lanes + i * kVector, kVector);
      outside |= reinterpret_cast<Halves>(bound > key);
    }
#if defined(__SSE2__)
    return static_cast<std::uint64_t>(_mm_movemask_epi8(reinterpret_cast<__m128i>(outside)));
#else
    return outside[0] | outside[1];
#endif
  }

  // Most tables need no more than one vector and one mask word; with kSmall
  // that is known here, and no loop is left.
  template <bool kSmall>
  bool Contains(const std::uint32_t* entry, const Point& point) const {
    const std::size_t vectors = kSmall ? 1 : vectors_;
    const std::size_t mask_words = kSmall ? 1 : mask_words_;
    std::uint64_t missing = kSmall || narrow_
                                ? OutsideOf<std::int16_t>(entry, point.lanes, vectors)
                                : OutsideOf<std::int32_t>(entry, point.lanes, vectors);
    const std::uint32_t* masks = entry + vectors * kVector / sizeof(*entry);
    for (std::size_t i = 0; i < mask_words; ++i) {
      KeyMask mask;
      std::memcpy(&mask, masks + 2 * i, sizeof(mask));
      missing |= point.needed[i] & ~mask;
    }
    return missing == 0;
  }

  // One bit for each of the next kAtOnce entries.
  template <bool kSmall>
  std::uint32_t InsideOf(const std::uint32_t* entry, std::size_t stride, const Point& point) const {
    std::uint32_t inside = 0;
#pragma GCC unroll 8
    for (std::uint32_t i = 0; i < kAtOnce; ++i) {
      inside |= std::uint32_t{Contains<kSmall>(entry + i * stride, point)} << i;
    }
    return inside;
  }

  std::size_t ranged_ = 0;         // axes without a mask
  std::vector<MaskPlace> places_;  // of the others
  bool small_ = false;
  bool narrow_ = true;       // all keys fit lanes of 16 bits
  std::size_t vectors_ = 0;  // of lanes
  std::size_t mask_words_ = 0;
  std::size_t stride_ = 0;  // words from one entry of a leaf to the next
  TreePlace root_ = kAtLeaf;
  std::vector<TestNode> nodes_;
  // A leaf is, in words of 32 bits: how many entries it has and a bit for each of
  // the first kAtOnce; the box behind them that holds everywhere in it; and the
  // entries. An entry is its lanes, its masks and its Entry.
  static constexpr std::size_t kLeafHead = 2;
  static constexpr std::uint32_t kAtOnce = 8;
  static constexpr int kCountBits = 24;
  static constexpr std::uint32_t kCountMask = (1U << kCountBits) - 1;
  static std::uint32_t BitsOf(std::uint32_t count) { return (1U << std::min(kAtOnce, count)) - 1; }
  std::vector<std::uint32_t> leaves_;
};

// Room for one point.
class PointBuffer {
 public:
  PointBuffer() = default;
  PointBuffer(const PointBuffer&) = delete;
  PointBuffer& operator=(const PointBuffer&) = delete;

  Point point() { return {minus_, shift_, lanes_, needed_}; }

 private:
  alignas(64) std::int64_t minus_[kAxesMax];
  alignas(64) std::int64_t shift_[kAxesMax];
  alignas(16) char lanes_[kAxesMax * 2 * sizeof(Key)];
  std::uint64_t needed_[kAxesMax];
};

template <bool kSmall>
void BoxTree::PutAll(std::size_t axis, std::span<const Key> keys, const PointBlock& points) const {
  const PointBlock block = points;  // a copy that no store below can change
  if (axis >= ranged_) {
    const MaskPlace place = places_[axis - ranged_];
    // The first axis of a mask word clears those of the points before.
    const std::uint64_t keep = place.bit == 0 ? 0 : ~std::uint64_t{0};
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const Point point = At<kSmall>(block, i);
      const Key bit = place.bit + keys[i];
      point.shift[axis] = bit;
      std::uint64_t& needed = point.needed[kSmall ? 0 : place.word];
      needed = (needed & keep) | std::uint64_t{1} << bit;
    }
    return;
  }
  const bool narrow = kSmall || narrow_;
  const std::size_t half = (kSmall ? kVector : block.lane_bytes) / (narrow ? 2 : 4) / 2;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const Point point = At<kSmall>(block, i);
    const Key key = keys[i];
    point.minus[axis] = key;
    if (narrow) {
      PutLanes<std::int16_t>(axis, half, {key, key}, point.lanes);
    } else {
      PutLanes<std::int32_t>(axis, half, {key, key}, point.lanes);
    }
  }
}

template <bool kSmall>
BoxTree::Entry BoxTree::First(TreePlace leaf, const Point& point) const {
  const std::uint32_t* const head = leaves_.data() + (leaf & ~kAtLeaf);
  const std::size_t stride = kSmall ? kSmallStride : stride_;
  // Several at a time, so that no branch depends on which of them it is.
  std::size_t at = kLeafHead;
  std::uint32_t inside = InsideOf<kSmall>(head + at, stride, point) & head[0] >> kCountBits;
  for (std::uint32_t left = head[0] & kCountMask; inside == 0 && left > kAtOnce;) [[unlikely]] {
    left -= kAtOnce;
    at += kAtOnce * stride;
    inside = InsideOf<kSmall>(head + at, stride, point) & BitsOf(left);
  }
  // The last word of that entry, or the second one of the leaf.
  const auto k = static_cast<std::size_t>(std::countr_zero(inside | 1U << kAtOnce));
  const std::size_t found = at + (k + 1) * stride - 2;
  return {head[1 + (found & (0 - std::size_t{inside != 0}))]};
}

template <typename Visit>
void BoxTree::ForEach(TreePlace leaf, const Point& point, Visit visit) const {
  const std::uint32_t* head = leaves_.data() + (leaf & ~kAtLeaf);
  const std::uint32_t* entry = head + kLeafHead;
  for (std::uint32_t i = 0; i < (head[0] & kCountMask); ++i, entry += stride_) {
    if (Contains<false>(entry, point)) visit(Entry{entry[stride_ - 1]});
  }
  if (!Entry{head[1]}.is_none()) visit(Entry{head[1]});
}

}  // namespace licet

#endif  // LICET_RULES_TABLE_TREE_H_
