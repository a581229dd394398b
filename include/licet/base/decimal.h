// Exact decimal numbers: a signed 64-bit count of millionths. No binary
// floating point anywhere. Range +-9,223,372,036,854.775807; what does not fit,
// or needs more than six decimal places, is an error, never a rounding.
//
// Thread safety: a value type.

#ifndef LICET_BASE_DECIMAL_H_
#define LICET_BASE_DECIMAL_H_

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "licet/base/error.h"

namespace licet {

__extension__ typedef __int128 Int128;

class Decimal {
 public:
  static constexpr int kPlaces = 6;
  static constexpr std::int64_t kScale = 1'000'000;

  constexpr Decimal() = default;
  static constexpr Decimal FromMicros(std::int64_t micros) { return Decimal(micros); }
  // REQUIRES: |whole| <= 9,223,372,036,854 (checked by assert).
  static constexpr Decimal FromInt(std::int64_t whole) { return Decimal(whole * kScale); }

  // Grammar: -?digits(.digits{1,6})? with optional trailing zeros beyond six
  // places. No exponent, no thousands separator, no leading '+' or '.'.
  static Result<Decimal> Parse(std::string_view text);

  constexpr std::int64_t micros() const { return micros_; }
  // Shortest exact text: "4800", "5.92", "-0.5".
  std::string ToString() const;
  // With grouping for people: "15,831.2".
  std::string ToGroupedString() const;

  friend constexpr auto operator<=>(Decimal, Decimal) = default;

 private:
  constexpr explicit Decimal(std::int64_t micros) : micros_(micros) {}
  std::int64_t micros_ = 0;
};

Result<Decimal> Add(Decimal a, Decimal b);
Result<Decimal> Subtract(Decimal a, Decimal b);
// Exact, or an error when the product needs more than six places or overflows.
Result<Decimal> Multiply(Decimal a, Decimal b);

// Exact product in units of 10^-12; cannot overflow.
constexpr Int128 ExactProduct(Decimal a, Decimal b) {
  return static_cast<Int128>(a.micros()) * b.micros();
}

// For display only, never for a decision: a / b rounded half away from zero to
// `places` (0..6). Error when b is zero or the quotient does not fit.
Result<Decimal> DivideForDisplay(Decimal a, Decimal b, int places);

}  // namespace licet

#endif  // LICET_BASE_DECIMAL_H_
