#include "table_tree.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "table_split.h"

namespace licet {

namespace {

// Every box may stand in this many leaves on average.
constexpr std::size_t kCopiesPerBox = 24;
constexpr std::size_t kCopiesAtLeast = 4096;
// A leaf of so many boxes is not worth another test: they are compared at once.
constexpr std::size_t kLeafBoxes = 8;
// In 1/256 bits of choice that a copy of every box must win: copies are copied
// again on the way down. Where that leaves a long leaf, they are worth more.
constexpr std::int64_t kCopyPrice = 160;
constexpr std::int64_t kLowPrice = 40;
constexpr std::size_t kLongLeaf = 32;
// A box whose words are more runs than this in a leaf is compared with one run
// around them and then evaluated.
constexpr std::size_t kRunsPerEntry = 8;

bool Touches(const std::vector<KeyRange>& runs, const KeyRange& range) {
  return std::any_of(runs.begin(), runs.end(), [&](const KeyRange& run) {
    return run.low <= range.last && range.low <= run.last;
  });
}

bool Covers(const std::vector<KeyRange>& runs, const KeyRange& range) {
  return std::any_of(runs.begin(), runs.end(), [&](const KeyRange& run) {
    return run.low <= range.low && range.last <= run.last;
  });
}

// The lowest bits, as many as there are keys.
KeyMask AllKeys(Key max) { return ~KeyMask{0} >> (kMaskKeys - 1 - max); }

KeyMask MaskOf(const std::vector<KeyRange>& runs) {
  KeyMask mask = 0;
  for (const KeyRange& run : runs) mask |= AllKeys(run.last - run.low) << run.low;
  return mask;
}

// The keys that lead to a node: a range or a mask an axis.
struct Region {
  std::vector<KeyRange> ranges;
  std::vector<KeyMask> masks;
};

}  // namespace

class TreeBuilder {
 public:
  TreeBuilder(const BoxTable& table, BoxTree::Goal goal, BoxTree* tree)
      : table_(table), goal_(goal), tree_(*tree), ranged_(static_cast<std::size_t>(table.ranged)) {}

  void Run() {
    LayOut();
    Part root;
    for (std::size_t i = 0; i < table_.axes.size(); ++i) {
      const Key max = table_.axes[i].max();
      if (i < ranged_) {
        root.region.ranges.push_back({0, max});
      } else {
        root.region.masks.push_back(AllKeys(max));
      }
    }
    AddSources();
    for (std::uint32_t i = 0; i < sources_.size() && !root.covered; ++i) Add(i, &root);
    copies_ = root.boxes.size();
    copies_max_ = std::max(kCopiesAtLeast, copies_ * kCopiesPerBox);
    tests_.resize(1);
    Grow(std::move(root));
    Pack();
    // First() looks past the end of a leaf.
    tree_.leaves_.resize(tree_.leaves_.size() + BoxTree::kAtOnce * tree_.stride_, 0);
  }

 private:
  struct Source {
    std::uint32_t row;
    const Box* box;
    std::vector<const BoxSide*> sides;  // by axis; null where it asks nothing
    std::vector<KeyMask> masks;         // by axis with a mask
  };
  struct Part {
    std::size_t test = 0;
    Region region;
    std::vector<std::uint32_t> boxes;  // numbers of sources, in order of rows
    bool covered = false;              // the last box holds everywhere here
  };
  struct Test {
    TreePlace leaf = 0;  // not 0: no test but a leaf
    std::uint8_t axis = 0;
    std::int64_t operand = 0;
    std::size_t sides = 0;  // the first child, where the test does not hold; the other follows
  };

  void LayOut() {
    tree_.ranged_ = ranged_;
    for (std::size_t i = 0; i < ranged_; ++i) {
      tree_.narrow_ = tree_.narrow_ && table_.axes[i].max() <= INT16_MAX;
    }
    const std::size_t lanes = 2 * ranged_ * (tree_.narrow_ ? sizeof(std::int16_t) : sizeof(Key));
    tree_.vectors_ = (lanes + BoxTree::kVector - 1) / BoxTree::kVector;
    std::vector<Key> used;  // bits of each mask word
    for (std::size_t i = ranged_; i < table_.axes.size(); ++i) {
      const Key keys = table_.axes[i].max() + 1;
      std::size_t word = 0;
      while (word < used.size() && used[word] + keys > kMaskKeys) ++word;
      if (word == used.size()) used.push_back(0);
      tree_.places_.push_back({word, used[word]});
      used[word] += keys;
    }
    tree_.small_ = tree_.narrow_ && tree_.vectors_ <= 1 && used.size() <= 1 &&
                   table_.axes.size() <= BoxTree::kSmallAxes;
    if (tree_.small_) {
      tree_.vectors_ = 1;
      used.resize(1);
    }
    tree_.mask_words_ = used.size();
    tree_.stride_ = (tree_.lane_bytes() + used.size() * sizeof(KeyMask) + sizeof(BoxTree::Entry)) /
                    sizeof(std::uint32_t);
  }

  void AddSources() {
    for (std::size_t row = 0; row < table_.rows.size(); ++row) {
      for (const Box& box : table_.rows[row].boxes) {
        if (!box.reachable) continue;
        if (goal_ == BoxTree::Goal::kFirst && box.ceiling != Truth::kTrue) continue;
        Source source{static_cast<std::uint32_t>(row), &box, {}, {}};
        source.sides.resize(table_.axes.size(), nullptr);
        for (const BoxSide& side : box.sides) {
          source.sides[static_cast<std::size_t>(side.axis)] = &side;
        }
        for (std::size_t axis = ranged_; axis < table_.axes.size(); ++axis) {
          const BoxSide* side = source.sides[axis];
          source.masks.push_back(side ? MaskOf(side->runs) : AllKeys(table_.axes[axis].max()));
        }
        sources_.push_back(std::move(source));
      }
    }
  }

  const BoxTree::MaskPlace& PlaceOf(std::size_t axis) const {
    return tree_.places_[axis - ranged_];
  }
  bool IsMasked(std::size_t axis) const { return axis >= ranged_; }

  bool TouchesOn(const Source& source, std::size_t axis, const Region& region) const {
    if (source.sides[axis] == nullptr) return true;
    if (!IsMasked(axis)) return Touches(source.sides[axis]->runs, region.ranges[axis]);
    return (source.masks[axis - ranged_] & region.masks[axis - ranged_]) != 0;
  }

  bool CoversOn(const Source& source, std::size_t axis, const Region& region) const {
    if (source.sides[axis] == nullptr) return true;
    if (!IsMasked(axis)) return Covers(source.sides[axis]->runs, region.ranges[axis]);
    return (region.masks[axis - ranged_] & ~source.masks[axis - ranged_]) == 0;
  }

  void Add(std::uint32_t number, Part* part) const {
    part->boxes.push_back(number);
    const Source& source = sources_[number];
    if (goal_ != BoxTree::Goal::kFirst || !source.box->exact) return;
    // No later box can be the first one here.
    part->covered = true;
    for (const BoxSide& side : source.box->sides) {
      part->covered =
          part->covered && CoversOn(source, static_cast<std::size_t>(side.axis), part->region);
    }
  }

  // Always the fullest part first, so that the bound on copies, when it is
  // reached, leaves no single leaf much longer than the others.
  void Grow(Part root) {
    const auto fuller = [](const Part& a, const Part& b) {
      return a.boxes.size() < b.boxes.size();
    };
    std::vector<Part> heap;
    heap.push_back(std::move(root));
    while (!heap.empty()) {
      std::pop_heap(heap.begin(), heap.end(), fuller);
      Part part = std::move(heap.back());
      heap.pop_back();
      const std::optional<Split> split = Choose(part);
      if (!split) {
        Finish(part);
        continue;
      }
      for (Part& side : Divide(part, *split)) {
        heap.push_back(std::move(side));
        std::push_heap(heap.begin(), heap.end(), fuller);
      }
    }
  }

  std::optional<Split> Choose(const Part& part) const {
    const std::size_t count = part.boxes.size();
    if (count - (part.covered ? 1 : 0) <= kLeafBoxes) return std::nullopt;
    std::optional<Split> best = ChooseAt(kCopyPrice, part);
    if (!best && count > kLongLeaf) best = ChooseAt(kLowPrice, part);
    return best;
  }

  std::optional<Split> ChooseAt(std::int64_t price, const Part& part) const {
    const std::vector<int> only = OnlyAxes(part);
    std::optional<Split> best;
    for (std::size_t axis = 0; axis < table_.axes.size(); ++axis) {
      Split split =
          IsMasked(axis) ? MaskSplit(part, axis, only, price) : RunSplit(part, axis, only, price);
      split.axis = static_cast<int>(axis);
      if (split.gain <= 0) continue;
      if (copies_ - part.boxes.size() + split.copies > copies_max_) continue;
      if (!best || split.gain > best->gain) best = split;
    }
    return best;
  }

  // For each box the one axis on which it does not hold in all of the region;
  // kNoAxis where there are more, or where it could not hide others anyway.
  static constexpr int kNoAxis = -1;
  std::vector<int> OnlyAxes(const Part& part) const {
    std::vector<int> only(part.boxes.size(), kNoAxis);
    for (std::size_t i = 0; i < only.size() && goal_ == BoxTree::Goal::kFirst; ++i) {
      const Source& source = sources_[part.boxes[i]];
      int asking = 0;
      for (const BoxSide& side : source.box->sides) {
        if (CoversOn(source, static_cast<std::size_t>(side.axis), part.region)) continue;
        only[i] = side.axis;
        ++asking;
      }
      if (asking != 1 || !source.box->exact) only[i] = kNoAxis;
    }
    return only;
  }

  Split MaskSplit(const Part& part, std::size_t axis, const std::vector<int>& only,
                  std::int64_t price) const {
    std::vector<SplitMask> masks;
    for (std::size_t i = 0; i < part.boxes.size(); ++i) {
      masks.push_back(
          {sources_[part.boxes[i]].masks[axis - ranged_], only[i] == static_cast<int>(axis)});
    }
    return SplitMasks(masks, part.region.masks[axis - ranged_], price);
  }

  Split RunSplit(const Part& part, std::size_t axis, const std::vector<int>& only,
                 std::int64_t price) const {
    const KeyRange& region = part.region.ranges[axis];
    std::vector<SplitRun> runs;
    for (std::size_t i = 0; i < part.boxes.size(); ++i) {
      const auto box = static_cast<std::uint32_t>(i);
      const BoxSide* side = sources_[part.boxes[i]].sides[axis];
      if (side == nullptr) {
        runs.push_back({region, box, false});
        continue;
      }
      for (const KeyRange& run : side->runs) {
        if (run.low > region.last || region.low > run.last) continue;
        runs.push_back({run, box, only[i] == static_cast<int>(axis)});
      }
    }
    return SplitRuns(std::move(runs), region, price);
  }

  std::array<Part, 2> Divide(const Part& part, const Split& split) {
    const auto axis = static_cast<std::size_t>(split.axis);
    Test& test = tests_[part.test];
    test.axis = static_cast<std::uint8_t>(axis);
    test.sides = tests_.size();
    test.operand = IsMasked(axis) ? static_cast<std::int64_t>(split.second << PlaceOf(axis).bit)
                                  : split.cut - 1;
    std::array<Part, 2> sides;
    for (std::size_t i = 0; i < 2; ++i) {
      Part& side = sides[i];
      side.test = tests_.size() + i;
      side.region = part.region;
      if (IsMasked(axis)) {
        KeyMask& mask = side.region.masks[axis - ranged_];
        mask &= i == 0 ? ~split.second : split.second;
      } else if (i == 0) {
        side.region.ranges[axis].last = split.cut - 1;
      } else {
        side.region.ranges[axis].low = split.cut;
      }
      for (std::uint32_t number : part.boxes) {
        if (side.covered) break;
        if (TouchesOn(sources_[number], axis, side.region)) Add(number, &side);
      }
    }
    copies_ += sides[0].boxes.size() + sides[1].boxes.size() - part.boxes.size();
    tests_.resize(tests_.size() + 2);
    return sides;
  }

  void Finish(const Part& part) {
    tests_[part.test].leaf = kAtLeaf | static_cast<std::uint32_t>(tree_.leaves_.size());
    const std::size_t header = tree_.leaves_.size();
    tree_.leaves_.resize(header + BoxTree::kLeafHead);
    std::uint32_t otherwise = ~std::uint32_t{0};
    std::uint32_t count = 0;
    for (std::uint32_t number : part.boxes) {
      if (part.covered && number == part.boxes.back()) {
        otherwise = sources_[number].row * 4 + 3;
      } else {
        count += AddEntries(sources_[number], part.region);
      }
    }
    tree_.leaves_[header] = count | BoxTree::BitsOf(count) << BoxTree::kCountBits;
    tree_.leaves_[header + 1] = otherwise;
  }

  // One entry a combination of runs; what the region says already is not asked
  // again.
  std::uint32_t AddEntries(const Source& source, const Region& region) {
    std::vector<std::vector<std::pair<std::size_t, KeyRange>>> entries(1);
    bool exact = source.box->exact;
    for (std::size_t axis = 0; axis < ranged_; ++axis) {
      if (CoversOn(source, axis, region)) continue;
      std::vector<KeyRange> here;
      for (const KeyRange& run : source.sides[axis]->runs) {
        const KeyRange& range = region.ranges[axis];
        if (run.low <= range.last && range.low <= run.last) here.push_back(run);
      }
      if (here.size() * entries.size() > kRunsPerEntry) {
        here = {{here.front().low, here.back().last}};
        exact = false;
      }
      const auto before = std::move(entries);
      entries.clear();
      for (const auto& entry : before) {
        for (const KeyRange& run : here) {
          entries.push_back(entry);
          entries.back().emplace_back(axis, run);
        }
      }
    }
    const bool sure = source.box->ceiling == Truth::kTrue;
    const std::uint32_t bits = source.row * 4 + (sure ? 2U : 0U) + (exact ? 1U : 0U);
    for (const auto& entry : entries) AddEntry(source, region, entry, bits);
    return static_cast<std::uint32_t>(entries.size());
  }

  void AddEntry(const Source& source, const Region& region,
                const std::vector<std::pair<std::size_t, KeyRange>>& sides, std::uint32_t bits) {
    const std::size_t at = tree_.leaves_.size();
    tree_.leaves_.resize(at + tree_.stride_, 0);
    std::uint32_t* entry = tree_.leaves_.data() + at;
    for (std::size_t axis = 0; axis < ranged_; ++axis) PutBounds(axis, {0, INT32_MAX}, entry);
    for (const auto& [axis, run] : sides) PutBounds(axis, run, entry);
    std::vector<KeyMask> masks(tree_.mask_words_, 0);
    for (std::size_t axis = ranged_; axis < table_.axes.size(); ++axis) {
      const KeyMask mask = CoversOn(source, axis, region) ? AllKeys(table_.axes[axis].max())
                                                          : source.masks[axis - ranged_];
      masks[PlaceOf(axis).word] |= mask << PlaceOf(axis).bit;
    }
    for (std::size_t i = 0; i < masks.size(); ++i) {
      std::memcpy(entry + tree_.lane_bytes() / sizeof(*entry) + 2 * i, &masks[i], sizeof(KeyMask));
    }
    entry[tree_.stride_ - 1] = bits;
  }

  void PutBounds(std::size_t axis, const KeyRange& range, std::uint32_t* entry) const {
    const std::size_t lanes = tree_.lane_bytes() / (tree_.narrow_ ? 2 : 4);
    if (tree_.narrow_) {
      const Key last = std::min<Key>(range.last, INT16_MAX);
      BoxTree::PutLanes<std::int16_t>(axis, lanes / 2, {range.low, last}, entry);
    } else {
      BoxTree::PutLanes<std::int32_t>(axis, lanes / 2, range, entry);
    }
  }

  // Puts three levels of tests into a node.
  void Pack() {
    tree_.root_ = tests_[0].leaf;
    if (tree_.root_ != 0) return;
    std::vector<std::size_t> tops = {0};  // of the nodes, by their first test
    for (std::size_t node = 0; node < tops.size(); ++node) {
      tree_.nodes_.emplace_back();
      std::array<std::size_t, 2 * TestNode::kTests + 1> heap{};
      heap[0] = tops[node];
      for (std::size_t i = 0; i < TestNode::kTests; ++i) {
        const Test& test = tests_[heap[i]];
        tree_.nodes_[node].axis[i] = test.axis;
        tree_.nodes_[node].operand[i] = test.operand;
        // Below a leaf all ways lead to it.
        heap[2 * i + 1] = test.leaf != 0 ? heap[i] : test.sides;
        heap[2 * i + 2] = test.leaf != 0 ? heap[i] : test.sides + 1;
      }
      for (std::size_t i = 0; i <= TestNode::kTests; ++i) {
        const std::size_t below = heap[TestNode::kTests + i];
        TreePlace& next = tree_.nodes_[node].next[i];
        next = tests_[below].leaf;
        if (next != 0) continue;
        next = static_cast<TreePlace>(tops.size());
        tops.push_back(below);
      }
    }
  }

  const BoxTable& table_;
  const BoxTree::Goal goal_;
  BoxTree& tree_;
  const std::size_t ranged_;
  std::vector<Source> sources_;
  std::vector<Test> tests_;
  std::size_t copies_ = 0;
  std::size_t copies_max_ = 0;
};

BoxTree::BoxTree(const BoxTable& table, Goal goal) { TreeBuilder(table, goal, this).Run(); }

void BoxTree::Prepare(const PointBlock& points) const {
  std::fill_n(points.minus, PointBlock::kPoints * points.axes, 0);
  std::fill_n(points.shift, PointBlock::kPoints * points.axes, 63);
  std::fill_n(points.lanes, PointBlock::kPoints * points.lane_bytes, char{0});
  std::fill_n(points.needed, PointBlock::kPoints * points.mask_words, 0);
}

bool BoxTree::Touched(const std::vector<KeyRange>& ranges, std::size_t most,
                      std::vector<int>* rows) const {
  PointBuffer low;
  PointBuffer last;
  Clear<false>(low.point());
  Clear<false>(last.point());
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    Put<false>(i, ranges[i].low, low.point());
    Put<false>(i, ranges[i].last, last.point());
  }
  // The outcomes that a test may have: no (1), yes (2), either (3).
  const auto outcomes = [&](const TestNode& node, std::size_t test) -> unsigned {
    const std::size_t axis = node.axis[test];
    if (axis >= ranged_ && ranges[axis].low != ranges[axis].last) return 3;
    return (1U << node.Holds(test, low.point())) | (1U << node.Holds(test, last.point()));
  };
  std::vector<TreePlace> open = {root_};
  while (!open.empty()) {
    const TreePlace at = open.back();
    open.pop_back();
    if ((at & kAtLeaf) != 0) {
      const std::uint32_t* leaf = leaves_.data() + (at & ~kAtLeaf);
      const std::uint32_t count = leaf[0] & kCountMask;
      if (rows->size() + count > most) return false;
      for (std::uint32_t i = 1; i <= count; ++i) {
        rows->push_back(Entry{leaf[kLeafHead + i * stride_ - 1]}.row());
      }
      continue;
    }
    const TestNode& node = nodes_[at];
    std::uint32_t reached = 1;  // one bit a place in the heap
    for (std::size_t test = 0; test < TestNode::kTests; ++test) {
      if ((reached >> test & 1) != 0) reached |= outcomes(node, test) << (2 * test + 1);
    }
    TreePlace before = at;
    for (std::size_t i = 0; i < node.next.size(); ++i) {
      if ((reached >> (TestNode::kTests + i) & 1) == 0 || node.next[i] == before) continue;
      before = node.next[i];
      open.push_back(before);
    }
  }
  return true;
}

}  // namespace licet
