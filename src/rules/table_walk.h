// Walks down the tests of a BoxTree, for one point or for many in turn. Where
// the processor has AVX-512 the seven tests of a node are made at once; the
// other way makes three of them, one after the other, to the same end.
//
// Thread safety: pure functions.

#ifndef LICET_RULES_TABLE_WALK_H_
#define LICET_RULES_TABLE_WALK_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "table_tree.h"

namespace licet {

// The leaf of the point.
TreePlace Walk(const BoxTree& tree, const Point& point);

// The leaves of the first `count` points of a block, which has room for
// kAxesAtOnce axes a point at least.
using TreePlaces = std::array<TreePlace, PointBlock::kPoints>;
void WalkAll(const BoxTree& tree, const PointBlock& points, std::size_t count, TreePlaces* places);

// Trees with more axes go the other way.
constexpr std::size_t kAxesAtOnce = 8;
// Whether this processor can make seven tests at once.
bool WalksInSevens();

namespace internal {
// Both ways, for tests.
TreePlace WalkInThrees(const BoxTree& tree, const Point& point);
TreePlace WalkInSevens(const BoxTree& tree, const Point& point);
}  // namespace internal

}  // namespace licet

#endif  // LICET_RULES_TABLE_WALK_H_
