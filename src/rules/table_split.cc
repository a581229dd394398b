#include "table_split.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace licet {

namespace {

// log2(n) * 256, roughly.
std::int64_t Log2(std::int64_t n) {
  if (n <= 1) return 0;
  const auto bits = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(n))) - 1;
  const std::int64_t mantissa = bits > 8 ? n >> (bits - 8) : n << (8 - bits);
  return bits * std::int64_t{256} + mantissa - 256;
}

// Of `count` boxes so many are left on either side; those on both count half.
std::int64_t Gain(std::int64_t count, std::int64_t first, std::int64_t second, std::int64_t price) {
  const std::int64_t both = std::max<std::int64_t>(first + second - count, 0);
  const std::int64_t rest = (2 * first - both) * Log2(first) + (2 * second - both) * Log2(second);
  return (2 * count * Log2(count) - rest - 2 * price * both) / (2 * count);
}

// Words that no box tells apart go together; then those that most boxes have
// in common, until no two groups share a box. The groups of each state on that
// way are dealt out to two sides, and the best of these splits wins.
class Grouper {
 public:
  Grouper(const std::vector<SplitMask>& boxes, KeyMask region, std::int64_t price)
      : boxes_(boxes),
        region_(region),
        price_(price),
        count_(static_cast<std::int64_t>(boxes.size())) {
    std::vector<KeyMask> here;
    for (const SplitMask& box : boxes) {
      some_hide_ = some_hide_ || box.hides;
      if ((box.mask & region) != region) here.push_back(box.mask & region);
    }
    everywhere_ = count_ - static_cast<std::int64_t>(here.size());
    std::sort(here.begin(), here.end());
    for (KeyMask mask : here) {
      if (asked_.empty() || asked_.back().first != mask) asked_.emplace_back(mask, 0);
      ++asked_.back().second;
    }
    Partition();
  }

  Split Run() {
    if (groups_.size() < 2) return best_;
    Consider();
    for (const auto& [a, b] : Ties()) {
      if (Join(a, b)) Consider();
    }
    return best_;
  }

 private:
  void Partition() {
    std::array<std::uint64_t, kMaskKeys> signatures{};
    std::uint64_t number = 0;
    for (const auto& [mask, count] : asked_) {
      // Any spread of bits will do: two kinds of words taken for one only leave
      // more to the leaf.
      number += 0x9e37'79b9'7f4a'7c15;
      const std::uint64_t spread = (number ^ (number >> 29)) * 0xbf58'476d'1ce4'e5b9;
      for (KeyMask rest = mask; rest != 0; rest &= rest - 1) {
        signatures[static_cast<std::size_t>(std::countr_zero(rest))] += spread;
      }
    }
    std::vector<std::pair<std::uint64_t, KeyMask>> kinds;
    for (KeyMask rest = region_; rest != 0; rest &= rest - 1) {
      const std::uint64_t signature = signatures[static_cast<std::size_t>(std::countr_zero(rest))];
      const auto kind = std::find_if(kinds.begin(), kinds.end(), [signature](const auto& one) {
        return one.first == signature;
      });
      if (kind == kinds.end()) {
        kinds.emplace_back(signature, rest & -rest);
      } else {
        kind->second |= rest & -rest;
      }
    }
    for (const auto& [signature, mask] : kinds) groups_.push_back(mask);
  }

  // Pairs of groups by how many boxes have words of both, most first.
  std::vector<std::pair<KeyMask, KeyMask>> Ties() const {
    const std::size_t size = groups_.size();
    std::vector<std::int64_t> shared(size * size, 0);
    std::vector<std::size_t> touched;
    for (const auto& [mask, count] : asked_) {
      touched.clear();
      for (std::size_t i = 0; i < size; ++i) {
        if ((groups_[i] & mask) != 0) touched.push_back(i);
      }
      for (std::size_t a = 0; a < touched.size(); ++a) {
        for (std::size_t b = a + 1; b < touched.size(); ++b) {
          shared[touched[a] * size + touched[b]] += count;
        }
      }
    }
    std::vector<std::pair<std::int64_t, std::size_t>> order;
    for (std::size_t at = 0; at < shared.size(); ++at) {
      if (shared[at] > 0) order.emplace_back(-shared[at], at);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::pair<KeyMask, KeyMask>> ties;
    for (const auto& [count, at] : order) ties.emplace_back(groups_[at / size], groups_[at % size]);
    return ties;
  }

  // False when the two are in one group already.
  bool Join(KeyMask a, KeyMask b) {
    const auto with = [this](KeyMask part) {
      return std::find_if(groups_.begin(), groups_.end(),
                          [part](KeyMask group) { return (group & part) != 0; });
    };
    const auto first = with(a);
    const auto second = with(b);
    if (first == second) return false;
    *first |= *second;
    groups_.erase(second);
    return true;
  }

  // Boxes that are left where only these keys are.
  std::int64_t Touching(KeyMask keys) const {
    std::int64_t boxes = 0;
    if (some_hide_) {
      for (const SplitMask& box : boxes_) {
        if ((box.mask & keys) != 0) ++boxes;
        if (box.hides && (keys & ~box.mask) == 0) break;
      }
      return boxes;
    }
    boxes = everywhere_;
    for (const auto& [mask, count] : asked_) boxes += (mask & keys) != 0 ? count : 0;
    return boxes;
  }

  void Consider() {
    if (groups_.size() < 2) return;
    std::vector<std::pair<std::int64_t, KeyMask>> heaviest;
    for (KeyMask group : groups_) heaviest.emplace_back(-Touching(group), group);
    std::sort(heaviest.begin(), heaviest.end());
    KeyMask sides[2] = {0, 0};
    std::int64_t weights[2] = {0, 0};
    for (const auto& [weight, group] : heaviest) {
      const int lighter = weights[0] <= weights[1] ? 0 : 1;
      sides[lighter] |= group;
      weights[lighter] -= weight;
    }
    const std::int64_t first = Touching(sides[0]);
    const std::int64_t second = Touching(sides[1]);
    const std::int64_t gain = Gain(count_, first, second, price_);
    if (gain > best_.gain) {
      best_ = {-1, 0, sides[1], static_cast<std::size_t>(first + second), gain};
    }
  }

  const std::vector<SplitMask>& boxes_;
  const KeyMask region_;
  const std::int64_t price_;
  const std::int64_t count_;
  bool some_hide_ = false;
  std::int64_t everywhere_ = 0;                          // boxes that take every word
  std::vector<std::pair<KeyMask, std::int64_t>> asked_;  // the others, by what they take here
  std::vector<KeyMask> groups_;
  Split best_;
};

// Counts of numbers by their size, changed and asked in logarithmic time (P. M.
// Fenwick, "A new data structure for cumulative frequency tables", 1994).
class Counts {
 public:
  explicit Counts(std::size_t size) : sums_(size + 1, 0) {}

  void Add(std::size_t number, std::int64_t count) {
    for (++number; number < sums_.size(); number += number & -number) sums_[number] += count;
  }
  std::int64_t UpTo(std::size_t number) const {
    std::int64_t sum = 0;
    for (++number; number > 0; number -= number & -number) sum += sums_[number];
    return sum;
  }

 private:
  std::vector<std::int64_t> sums_;
};

// For every cut, the runs that are left on either side.
class RunCounter {
 public:
  RunCounter(std::vector<SplitRun> runs, const KeyRange& region, std::int64_t price)
      : runs_(std::move(runs)), region_(region), price_(price) {
    for (const SplitRun& run : runs_) {
      if (run.range.low > region.low) cuts_.push_back(run.range.low);
      if (run.range.last < region.last) cuts_.push_back(run.range.last + 1);
      boxes_ = std::max<std::size_t>(boxes_, run.box + std::size_t{1});
    }
    std::sort(cuts_.begin(), cuts_.end());
    cuts_.erase(std::unique(cuts_.begin(), cuts_.end()), cuts_.end());
  }

  Split Run() {
    const std::vector<std::int64_t> first = LeftBefore();
    const std::vector<std::int64_t> second = LeftFrom();
    const auto count = static_cast<std::int64_t>(runs_.size());
    Split best;
    for (std::size_t i = 0; i < cuts_.size(); ++i) {
      const std::int64_t gain = Gain(count, first[i], second[i], price_);
      if (gain <= best.gain) continue;
      best = {-1, cuts_[i], 0, static_cast<std::size_t>(first[i] + second[i]), gain};
    }
    return best;
  }

 private:
  // By cut, from the last to the first: a side loses the runs that begin behind
  // it, and more and more of those that hide others cover it.
  std::vector<std::int64_t> LeftBefore() {
    std::sort(runs_.begin(), runs_.end(),
              [](const SplitRun& a, const SplitRun& b) { return a.range.low > b.range.low; });
    std::vector<SplitRun> hiding;
    for (const SplitRun& run : runs_) {
      if (run.hides && run.range.low <= region_.low) hiding.push_back(run);
    }
    std::sort(hiding.begin(), hiding.end(),
              [](const SplitRun& a, const SplitRun& b) { return a.range.last > b.range.last; });
    Counts counts = All();
    std::vector<std::int64_t> left(cuts_.size());
    std::size_t behind = 0;
    std::size_t covering = 0;
    std::size_t end = boxes_ - 1;
    for (std::size_t i = cuts_.size(); i-- > 0;) {
      for (; behind < runs_.size() && runs_[behind].range.low >= cuts_[i]; ++behind) {
        counts.Add(runs_[behind].box, -1);
      }
      for (; covering < hiding.size() && hiding[covering].range.last >= cuts_[i] - 1; ++covering) {
        end = std::min<std::size_t>(end, hiding[covering].box);
      }
      left[i] = counts.UpTo(end);
    }
    return left;
  }

  // The same from the first cut to the last.
  std::vector<std::int64_t> LeftFrom() {
    std::sort(runs_.begin(), runs_.end(),
              [](const SplitRun& a, const SplitRun& b) { return a.range.last < b.range.last; });
    std::vector<SplitRun> hiding;
    for (const SplitRun& run : runs_) {
      if (run.hides && run.range.last >= region_.last) hiding.push_back(run);
    }
    std::sort(hiding.begin(), hiding.end(),
              [](const SplitRun& a, const SplitRun& b) { return a.range.low < b.range.low; });
    Counts counts = All();
    std::vector<std::int64_t> left(cuts_.size());
    std::size_t behind = 0;
    std::size_t covering = 0;
    std::size_t end = boxes_ - 1;
    for (std::size_t i = 0; i < cuts_.size(); ++i) {
      for (; behind < runs_.size() && runs_[behind].range.last < cuts_[i]; ++behind) {
        counts.Add(runs_[behind].box, -1);
      }
      for (; covering < hiding.size() && hiding[covering].range.low <= cuts_[i]; ++covering) {
        end = std::min<std::size_t>(end, hiding[covering].box);
      }
      left[i] = counts.UpTo(end);
    }
    return left;
  }

  Counts All() const {
    Counts counts(boxes_);
    for (const SplitRun& run : runs_) counts.Add(run.box, 1);
    return counts;
  }

  std::vector<SplitRun> runs_;
  const KeyRange region_;
  const std::int64_t price_;
  std::vector<Key> cuts_;
  std::size_t boxes_ = 1;
};

// The same where no run hides another, which is quick.
Split SplitPlainRuns(const std::vector<SplitRun>& runs, const KeyRange& region,
                     std::int64_t price) {
  std::vector<Key> lows;
  std::vector<Key> nexts;  // where runs have ended
  for (const SplitRun& run : runs) {
    if (run.range.low > region.low) lows.push_back(run.range.low);
    if (run.range.last < region.last) nexts.push_back(run.range.last + 1);
  }
  std::sort(lows.begin(), lows.end());
  std::sort(nexts.begin(), nexts.end());
  const auto count = static_cast<std::int64_t>(runs.size());
  std::int64_t begun = count - static_cast<std::int64_t>(lows.size());
  std::int64_t ended = 0;
  Split best;
  for (auto low = lows.begin(), next = nexts.begin(); low != lows.end() || next != nexts.end();) {
    Key cut = INT32_MAX;
    if (low != lows.end()) cut = *low;
    if (next != nexts.end()) cut = std::min(cut, *next);
    for (; next != nexts.end() && *next == cut; ++next) ++ended;
    const std::int64_t gain = Gain(count, begun, count - ended, price);
    if (gain > best.gain) {
      best = {-1, cut, 0, static_cast<std::size_t>(begun + count - ended), gain};
    }
    for (; low != lows.end() && *low == cut; ++low) ++begun;
  }
  return best;
}

}  // namespace

Split SplitRuns(std::vector<SplitRun> runs, const KeyRange& region, std::int64_t price) {
  const bool some_hide =
      std::any_of(runs.begin(), runs.end(), [](const SplitRun& run) { return run.hides; });
  return some_hide ? RunCounter(std::move(runs), region, price).Run()
                   : SplitPlainRuns(runs, region, price);
}

Split SplitMasks(const std::vector<SplitMask>& masks, KeyMask region, std::int64_t price) {
  return Grouper(masks, region, price).Run();
}

}  // namespace licet
