// A number that is known only to lie between two bounds (both included; either
// may be missing). A published figure is a range of one point; an unpublished
// one is unbounded; a disputed one has two bounds.
//
// Thread safety: value type.

#ifndef LICET_BASE_RANGE_H_
#define LICET_BASE_RANGE_H_

#include <optional>
#include <string>
#include <string_view>

#include "licet/base/decimal.h"

namespace licet {

struct Range {
  std::optional<Decimal> low;   // missing: no lower bound known
  std::optional<Decimal> high;  // missing: no upper bound known

  static constexpr Range Unknown() { return {}; }
  static constexpr Range Exactly(Decimal value) { return {value, value}; }
  static constexpr Range Between(Decimal low, Decimal high) { return {low, high}; }

  // "2368", "2900..5505", "2368..", "..700", "" (unknown). Error when low > high.
  static Result<Range> Parse(std::string_view text);
  std::string ToString() const;         // the same grammar; "" prints as "unknown"
  std::string ToGroupedString() const;  // for people: "2,900..5,505"

  bool IsExact() const { return low && high && *low == *high; }
  bool IsUnknown() const { return !low && !high; }
  friend constexpr bool operator==(const Range&, const Range&) = default;
};

// Interval arithmetic, exact; missing bounds stay missing.
Result<Range> Add(const Range& a, const Range& b);
Result<Range> Scale(const Range& a, Decimal factor);                // factor >= 0
Result<Range> MultiplyNonNegative(const Range& a, const Range& b);  // bounds >= 0
Range Max(const Range& a, const Range& b);                          // pointwise maximum
Range Hull(const Range& a, const Range& b);                         // smallest range holding both

}  // namespace licet

#endif  // LICET_BASE_RANGE_H_
