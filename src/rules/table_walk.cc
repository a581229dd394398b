#include "table_walk.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace licet {

namespace {

TreePlace StepInThrees(const TestNode& node, const Point& point) {
  std::size_t test = 1 + node.Holds(0, point);
  test = 2 * test + 1 + node.Holds(test, point);
  test = 2 * test + 1 + node.Holds(test, point);
  return node.next[test - TestNode::kTests];
}

// The points of a block that have not reached a leaf, and where they are. All go
// down by one node in turn, from one list into another, so that they wait for
// memory together; those that arrive drop out without a branch.
struct Open {
  std::array<std::uint32_t, PointBlock::kPoints> points;
  std::array<TreePlace, PointBlock::kPoints> places;
};

// How many are open.
std::size_t Start(TreePlace root, std::size_t count, Open* open, TreePlaces* places) {
  places->fill(root);
  open->places.fill(root);
  for (std::size_t i = 0; i < count; ++i) open->points[i] = static_cast<std::uint32_t>(i);
  return (root & kAtLeaf) != 0 ? 0 : count;
}

#if defined(__x86_64__)

// Which of a node's eight ways the outcomes of its tests lead to.
constexpr std::array<std::uint8_t, 256> kWays = [] {
  std::array<std::uint8_t, 256> ways{};
  for (std::size_t bits = 0; bits < ways.size(); ++bits) {
    std::size_t test = 0;
    while (test < TestNode::kTests) test = 2 * test + 1 + (bits >> test & 1);
    ways[bits] = static_cast<std::uint8_t>(test - TestNode::kTests);
  }
  return ways;
}();

__attribute__((target("avx512f"), always_inline)) inline TreePlace StepInSevens(
    const TestNode& node, __m512i minus, __m512i shift) {
  // The plain forms of these make g++ 12 warn of a register that they leave
  // unset on purpose.
  constexpr __mmask8 kAll = 0xff;
  const __m512i axis = _mm512_maskz_cvtepu8_epi64(
      kAll, _mm_loadl_epi64(reinterpret_cast<const __m128i*>(node.axis.data())));
  const __m512i operand = _mm512_load_si512(node.operand.data());
  const __m512i rest = _mm512_sub_epi64(operand, _mm512_maskz_permutexvar_epi64(kAll, axis, minus));
  const __m512i bit =
      _mm512_maskz_srlv_epi64(kAll, rest, _mm512_maskz_permutexvar_epi64(kAll, axis, shift));
  return node.next[kWays[_mm512_test_epi64_mask(bit, _mm512_set1_epi64(1))]];
}

__attribute__((target("avx512f"))) TreePlace Sevens(const BoxTree& tree, const Point& point) {
  const __m512i minus = _mm512_loadu_si512(point.minus);
  const __m512i shift = _mm512_loadu_si512(point.shift);
  const TestNode* nodes = tree.nodes();
  TreePlace at = tree.root();
  while ((at & kAtLeaf) == 0) at = StepInSevens(nodes[at], minus, shift);
  return at;
}

__attribute__((target("avx512f"))) void AllInSevens(const BoxTree& tree, const PointBlock& points,
                                                    std::size_t count, TreePlaces* places) {
  const TestNode* nodes = tree.nodes();
  Open lists[2];
  std::size_t left = Start(tree.root(), count, &lists[0], places);
  for (std::size_t round = 0; left > 0; ++round) {
    const Open& from = lists[round % 2];
    Open& to = lists[(round + 1) % 2];
    std::size_t still = 0;
    for (std::size_t k = 0; k < left; ++k) {
      const std::uint32_t i = from.points[k];
      const __m512i minus = _mm512_loadu_si512(points.minus + i * kAxesAtOnce);
      const __m512i shift = _mm512_loadu_si512(points.shift + i * kAxesAtOnce);
      const TreePlace at = StepInSevens(nodes[from.places[k]], minus, shift);
      tree.Prefetch(at);
      (*places)[i] = at;
      to.points[still] = i;
      to.places[still] = at;
      still += (at & kAtLeaf) == 0;
    }
    left = still;
  }
}

const bool kHasSevens = __builtin_cpu_supports("avx512f") != 0;

#else

TreePlace Sevens(const BoxTree& tree, const Point& point) {
  return internal::WalkInThrees(tree, point);
}
void AllInSevens(const BoxTree&, const PointBlock&, std::size_t, TreePlaces*) {}
constexpr bool kHasSevens = false;

#endif

}  // namespace

bool WalksInSevens() { return kHasSevens; }

TreePlace internal::WalkInThrees(const BoxTree& tree, const Point& point) {
  TreePlace at = tree.root();
  while ((at & kAtLeaf) == 0) at = StepInThrees(tree.nodes()[at], point);
  return at;
}

TreePlace internal::WalkInSevens(const BoxTree& tree, const Point& point) {
  return Sevens(tree, point);
}

TreePlace Walk(const BoxTree& tree, const Point& point) {
  return kHasSevens && tree.axes() <= kAxesAtOnce ? Sevens(tree, point)
                                                  : internal::WalkInThrees(tree, point);
}

void WalkAll(const BoxTree& tree, const PointBlock& points, std::size_t count, TreePlaces* places) {
  if (kHasSevens && tree.axes() <= kAxesAtOnce) return AllInSevens(tree, points, count, places);
  const TestNode* nodes = tree.nodes();
  Open lists[2];
  std::size_t left = Start(tree.root(), count, &lists[0], places);
  for (std::size_t round = 0; left > 0; ++round) {
    const Open& from = lists[round % 2];
    Open& to = lists[(round + 1) % 2];
    std::size_t still = 0;
    for (std::size_t k = 0; k < left; ++k) {
      const std::uint32_t i = from.points[k];
      const Point point = BoxTree::At<false>(points, i);
      const TreePlace at = StepInThrees(nodes[from.places[k]], point);
      tree.Prefetch(at);
      (*places)[i] = at;
      to.points[still] = i;
      to.places[still] = at;
      still += (at & kAtLeaf) == 0;
    }
    left = still;
  }
}

}  // namespace licet
