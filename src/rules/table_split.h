// How a region of a BoxTree is best cut in two along one axis: so that few of
// the boxes are left on either side, and few go into both.
//
// Thread safety: pure functions.

#ifndef LICET_RULES_TABLE_SPLIT_H_
#define LICET_RULES_TABLE_SPLIT_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "table_boxes.h"

namespace licet {

struct Split {
  int axis = -1;
  Key cut = 0;         // where the second side begins
  KeyMask second = 0;  // or what belongs to it
  std::size_t copies = 0;
  // What is won, per box, in 1/256 bits: the logarithm of the boxes that need not
  // be looked at any more, less the price of copies. No split: 0.
  std::int64_t gain = 0;
};

// What a box asks for in the region, a run or a mask. Boxes are in order; words
// without a mask may have several runs a box.
struct SplitRun {
  KeyRange range;
  std::uint32_t box = 0;
  // Where it covers a side, no later box counts there: the box asks for nothing
  // on other axes, and only the first box is looked for.
  bool hides = false;
};
struct SplitMask {
  KeyMask mask = 0;
  bool hides = false;
};

// A copy of every box costs `price` / 256 bits.
Split SplitRuns(std::vector<SplitRun> runs, const KeyRange& region, std::int64_t price);
Split SplitMasks(const std::vector<SplitMask>& masks, KeyMask region, std::int64_t price);

}  // namespace licet

#endif  // LICET_RULES_TABLE_SPLIT_H_
