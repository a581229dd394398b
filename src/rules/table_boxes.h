// Conditions as boxes: a row of a RuleTable is an "or" of boxes, a box an "and"
// of intervals of keys, one an axis. In Kleene's logic "and" and "or" are
// minimum and maximum, which distribute over each other, so a condition and its
// boxes agree on unknowns and ranges too. What no interval can say is left out
// of the box, which is then only necessary (`exact` is false).
//
// Thread safety: immutable once built.

#ifndef LICET_RULES_TABLE_BOXES_H_
#define LICET_RULES_TABLE_BOXES_H_

#include <cstdint>
#include <span>
#include <vector>

#include "licet/rules/evaluate.h"
#include "table_keys.h"

namespace licet {

// The keys from `low` to `last`, both included. With low > last it is a demand
// that no exact value meets but a range leaves open: x >= 10 && x < 5.
struct KeyRange {
  Key low = 0;
  Key last = 0;
};

// A set of the keys 0 to 63.
using KeyMask = std::uint64_t;
constexpr Key kMaskKeys = 64;

// What a box asks of one axis.
struct BoxSide {
  int axis = 0;
  std::vector<KeyRange> runs;  // numbers: one; words: any number, sorted, apart
};

struct Box {
  std::vector<BoxSide> sides;    // by axis, each axis once
  Truth ceiling = Truth::kTrue;  // kUnknown under a point that the law leaves open
  bool exact = true;             // whether the sides say all
  bool reachable = true;         // whether some exact value meets every side
};

struct BoxRow {
  std::vector<Box> boxes;  // none: never holds
  bool exact = true;       // whether the boxes say all, for ranges too
};

// One line along which values are compared.
struct Axis {
  enum class Kind { kNumber, kRatio, kWord, kBool };

  Kind kind = Kind::kNumber;
  int column = 0;  // the ratio's numerator
  int per = -1;    // and denominator
  NumberKeys numbers;
  RatioKeys ratios;
  WordKeys words;

  Key max() const;
  // `denominator` is of ratios only.
  Key KeyOf(std::int64_t value, std::int64_t denominator) const {
    switch (kind) {
      case Kind::kNumber:
        return numbers.Of(value);
      case Kind::kWord:
        return words.Of(value);
      case Kind::kBool:
        return value != 0;
      case Kind::kRatio:
        break;
    }
    return ratios.Of(value, denominator);
  }
  // Keys without an order that matters, few enough for a mask.
  bool is_masked() const {
    return kind == Kind::kBool || (kind == Kind::kWord && words.max() < kMaskKeys);
  }
};

struct BoxTable {
  std::vector<int> columns;    // fact numbers
  std::vector<int> column_of;  // by fact number; -1
  std::vector<Axis> axes;      // those with masks last
  int ranged = 0;              // how many have none
  std::vector<BoxRow> rows;
};

// Facts that trees can cut on; the rows' other facts are evaluated at the end.
constexpr std::size_t kAxesMax = 64;

// REQUIRES: every set that a row names is in `sets`.
BoxTable MakeBoxes(std::span<const Expression> rows, const Schema& schema, const SetMembers& sets);

}  // namespace licet

#endif  // LICET_RULES_TABLE_BOXES_H_
