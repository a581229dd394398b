#include "table_keys.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <map>
#include <numeric>

namespace licet {

namespace {

// Keys must leave room for one more on either side.
constexpr std::uint64_t kStepsMax = std::uint64_t{1} << 29;

template <typename T>
void SortUnique(std::vector<T>* list) {
  std::sort(list->begin(), list->end());
  list->erase(std::unique(list->begin(), list->end()), list->end());
}

// The grid point that the cut belongs to: strict cuts lie a millionth above.
std::int64_t Anchor(std::int64_t cut, bool between) {
  return between && cut % 10 == 1 ? cut - 1 : cut;
}

}  // namespace

NumberKeys::NumberKeys(std::vector<std::int64_t> cuts) : cuts_(std::move(cuts)) {
  SortUnique(&cuts_);
  if (TryGrid(false) || TryGrid(true)) return;
  grid_ = {};
  max_ = static_cast<Key>(cuts_.size());
}

bool NumberKeys::TryGrid(bool between) {
  if (cuts_.empty()) return false;
  const std::int64_t first = Anchor(cuts_.front(), between);
  std::uint64_t step = 0;
  for (std::int64_t cut : cuts_) {
    step = std::gcd(
        step, static_cast<std::uint64_t>(Anchor(cut, between)) - static_cast<std::uint64_t>(first));
  }
  if (step == 0) step = 2;
  const std::uint64_t span =
      static_cast<std::uint64_t>(cuts_.back()) - static_cast<std::uint64_t>(first);
  constexpr std::int64_t kFar = std::int64_t{1} << 60;
  if (span / step > kStepsMax || first < -kFar || cuts_.back() > kFar || step > kFar) return false;
  // Granlund and Montgomery, "Division by invariant integers using
  // multiplication" (PLDI 1994): exact for every offset below 2^63.
  grid_.step = step;
  grid_.between = between;
  grid_.below = first - static_cast<std::int64_t>(step);
  grid_.last = cuts_.back();
  grid_.shift = static_cast<int>(std::bit_width(step - 1));
  const Int128 power = Int128{1} << (63 + grid_.shift);
  grid_.magic = static_cast<std::uint64_t>((power + static_cast<Int128>(step) - 1) /
                                           static_cast<Int128>(step));
  max_ = grid_.Of(grid_.last);
  return std::all_of(cuts_.begin(), cuts_.end(),
                     [this](std::int64_t cut) { return grid_.Of(cut) > grid_.Of(cut - 1); });
}

Key NumberKeys::Search(std::int64_t value) const {
  const std::int64_t* at = cuts_.data();
  // Without a branch on what is found, which no processor could foretell.
  for (std::size_t count = cuts_.size(); count > 0;) {
    const std::size_t half = (count + 1) / 2;
    at += at[half - 1] <= value ? half : 0;
    count -= half;
  }
  return static_cast<Key>(at - cuts_.data());
}

RatioKeys::RatioKeys(std::vector<std::int64_t> cuts) : cuts_(std::move(cuts)) {
  cuts_.push_back(kDefined);
  SortUnique(&cuts_);
}

Key RatioKeys::Of(std::int64_t numerator, std::int64_t denominator) const {
  if (denominator <= 0) return 0;
  const auto reached = [&](std::int64_t cut) {
    if (cut == kDefined) return true;
    const Int128 rest = static_cast<Int128>(numerator) * Decimal::kScale -
                        static_cast<Int128>(cut / 2) * denominator;
    return cut % 2 == 0 ? rest >= 0 : rest > 0;
  };
  return static_cast<Key>(std::partition_point(cuts_.begin(), cuts_.end(), reached) -
                          cuts_.begin());
}

Key RatioKeys::OfCut(std::int64_t cut) const {
  const auto at = std::lower_bound(cuts_.begin(), cuts_.end(), cut);
  assert(at != cuts_.end() && *at == cut);
  return static_cast<Key>(at - cuts_.begin()) + 1;
}

WordKeys::WordKeys(const std::vector<std::vector<Symbol>>& lists) {
  // Lists that come first keep their words side by side, so that most sets are
  // few runs of keys.
  std::map<Symbol, std::vector<std::size_t>> lists_of;
  for (std::size_t i = 0; i < lists.size(); ++i) {
    for (Symbol word : lists[i]) lists_of[word].push_back(i);
  }
  std::vector<const std::vector<std::size_t>*> kinds;
  for (const auto& [word, of] : lists_of) kinds.push_back(&of);
  const auto less = [](const auto* a, const auto* b) { return *a < *b; };
  const auto same = [](const auto* a, const auto* b) { return *a == *b; };
  std::sort(kinds.begin(), kinds.end(), less);
  kinds.erase(std::unique(kinds.begin(), kinds.end(), same), kinds.end());
  if (!lists_of.empty()) keys_.resize(lists_of.rbegin()->first + std::size_t{1}, 0);
  for (const auto& [word, of] : lists_of) {
    const auto at = std::lower_bound(kinds.begin(), kinds.end(), &of, less);
    keys_[word] = static_cast<Key>(at - kinds.begin()) + 1;
  }
  max_ = static_cast<Key>(kinds.size());
}

}  // namespace licet
