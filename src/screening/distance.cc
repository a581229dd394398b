#include "distance.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace licet {

namespace {
constexpr std::size_t kLettersMax = 64;
using Row = std::array<unsigned char, kLettersMax + 1>;
}  // namespace

int Distance(std::string_view a, std::string_view b, int limit) {
  if (a.size() > b.size()) std::swap(a, b);
  const auto band = static_cast<std::size_t>(limit);
  if (b.size() - a.size() > band) return limit + 1;
  while (!a.empty() && !b.empty() && a.front() == b.front()) {
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
  while (!a.empty() && !b.empty() && a.back() == b.back()) {
    a.remove_suffix(1);
    b.remove_suffix(1);
  }
  if (a.empty() || b.empty()) {
    return static_cast<int>(
        std::min<std::size_t>(a.size() + b.size(), static_cast<std::size_t>(limit) + 1));
  }
  // What most words that are compared come down to: one slip.
  if (b.size() == 1) return std::min(1, limit + 1);
  if (limit == 1) return b.size() == 2 && a.size() == 2 && a[0] == b[1] && a[1] == b[0] ? 1 : 2;
  if (b.size() > kLettersMax) return limit + 1;
  const auto far = static_cast<unsigned char>(limit + 1);
  std::array<Row, 3> rows;
  unsigned char* before_last = rows[0].data();
  unsigned char* last = rows[1].data();
  unsigned char* row = rows[2].data();
  for (std::size_t j = 0; j <= b.size(); ++j)
    last[j] = static_cast<unsigned char>(std::min<std::size_t>(j, far));
  for (std::size_t i = 1; i <= a.size(); ++i) {
    // Outside the band around the diagonal every cell is beyond the limit.
    const std::size_t from = i > band ? i - band : 1;
    const std::size_t to = std::min(b.size(), i + band);
    row[from - 1] = static_cast<unsigned char>(from == 1 ? std::min<std::size_t>(i, far) : far);
    unsigned char best = row[from - 1];
    for (std::size_t j = from; j <= to; ++j) {
      const bool same = a[i - 1] == b[j - 1];
      int cell = last[j - 1] + (same ? 0 : 1);
      cell = std::min(cell, row[j - 1] + 1);
      if (j < i + band) cell = std::min(cell, last[j] + 1);
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && j - 2 + band + 2 >= i) {
        cell = std::min(cell, before_last[j - 2] + 1);
      }
      row[j] = static_cast<unsigned char>(std::min<int>(cell, far));
      best = std::min(best, row[j]);
    }
    if (to < b.size()) row[to + 1] = far;
    if (best >= far) return limit + 1;
    unsigned char* const free = before_last;
    before_last = last;
    last = row;
    row = free;
  }
  return last[b.size()];
}

}  // namespace licet
