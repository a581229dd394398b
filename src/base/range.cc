#include "licet/base/range.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {
namespace {

using Bound = std::optional<Decimal>;

Result<Bound> ParseBound(std::string_view text) {
  if (text.empty()) return Bound();
  LICET_ASSIGN_OR_RETURN(const Decimal value, Decimal::Parse(text));
  return Bound(value);
}

// Works on both bounds with one operation; a bound that either side lacks is
// missing in the result.
template <typename Operation>
Result<Bound> Combine(const Bound& a, const Bound& b, Operation operation) {
  if (!a || !b) return Bound();
  LICET_ASSIGN_OR_RETURN(const Decimal value, operation(*a, *b));
  return Bound(value);
}

bool HasNegativeBound(const Range& range) {
  return (range.low && *range.low < Decimal()) || (range.high && *range.high < Decimal());
}

template <typename PrintDecimal>
std::string Print(const Range& range, PrintDecimal print) {
  if (range.IsUnknown()) return "unknown";
  if (range.IsExact()) return print(*range.low);
  return (range.low ? print(*range.low) : "") + ".." + (range.high ? print(*range.high) : "");
}

}  // namespace

Result<Range> Range::Parse(std::string_view text) {
  if (text.empty()) return Unknown();
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    LICET_ASSIGN_OR_RETURN(const Decimal value, Decimal::Parse(text));
    return Exactly(value);
  }
  if (text.size() == 2) {
    return Fail(ErrorCode::kParse,
                "'..' is a range without bounds; give one, or leave the figure empty when it is "
                "not known");
  }
  Range range;
  LICET_ASSIGN_OR_RETURN(range.low, ParseBound(text.substr(0, dots)));
  LICET_ASSIGN_OR_RETURN(range.high, ParseBound(text.substr(dots + 2)));
  if (range.low && range.high && *range.low > *range.high) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the range {} starts above its end; write the smaller number first",
                            Quoted(text)));
  }
  return range;
}

std::string Range::ToString() const {
  return Print(*this, [](Decimal value) { return value.ToString(); });
}

std::string Range::ToGroupedString() const {
  return Print(*this, [](Decimal value) { return value.ToGroupedString(); });
}

Result<Range> Add(const Range& a, const Range& b) {
  const auto add = [](Decimal x, Decimal y) { return Add(x, y); };
  Range sum;
  LICET_ASSIGN_OR_RETURN(sum.low, Combine(a.low, b.low, add));
  LICET_ASSIGN_OR_RETURN(sum.high, Combine(a.high, b.high, add));
  return sum;
}

Result<Range> Scale(const Range& a, Decimal factor) {
  if (factor < Decimal()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("a range cannot be scaled by {}; the factor must not be negative",
                            factor.ToString()));
  }
  const auto multiply = [](Decimal x, Decimal y) { return Multiply(x, y); };
  Range scaled;
  LICET_ASSIGN_OR_RETURN(scaled.low, Combine(a.low, factor, multiply));
  LICET_ASSIGN_OR_RETURN(scaled.high, Combine(a.high, factor, multiply));
  return scaled;
}

Result<Range> MultiplyNonNegative(const Range& a, const Range& b) {
  for (const Range* range : {&a, &b}) {
    if (HasNegativeBound(*range)) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("the range {} holds negative numbers; only ranges from zero up can "
                              "be multiplied",
                              range->ToString()));
    }
  }
  const auto multiply = [](Decimal x, Decimal y) { return Multiply(x, y); };
  Range product;
  LICET_ASSIGN_OR_RETURN(product.low, Combine(a.low, b.low, multiply));
  LICET_ASSIGN_OR_RETURN(product.high, Combine(a.high, b.high, multiply));
  return product;
}

Range Max(const Range& a, const Range& b) {
  Range result;
  // A maximum is at least each of its parts, so one lower bound is enough.
  // std::optional orders a missing value before every other.
  result.low = std::max(a.low, b.low);
  if (a.high && b.high) result.high = std::max(*a.high, *b.high);
  return result;
}

Range Hull(const Range& a, const Range& b) {
  Range result;
  result.low = std::min(a.low, b.low);  // a missing one is the smallest
  if (a.high && b.high) result.high = std::max(*a.high, *b.high);
  return result;
}

}  // namespace licet
