#include "licet/base/decimal.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr Int128 kMicrosMax = INT64_MAX;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view TakeDigits(std::string_view* text) {
  std::size_t length = 0;
  while (length < text->size() && IsDigit((*text)[length])) ++length;
  const std::string_view digits = text->substr(0, length);
  text->remove_prefix(length);
  return digits;
}

std::unexpected<Error> NotADecimal(std::string_view text) {
  if (text.empty()) {
    return Fail(ErrorCode::kParse, "a number is missing here; write one such as 4800 or 5.92");
  }
  return Fail(ErrorCode::kParse,
              fmt::format("{} is not a decimal number; write digits and at most one point, such as "
                          "4800 or -5.92, without '+', exponent or thousands separators",
                          Quoted(text)));
}

std::unexpected<Error> OutOfRange(std::string_view what) {
  return Fail(ErrorCode::kOverflow,
              fmt::format("{} is outside the exact range of +-9223372036854.775807; use a "
                          "smaller number or a larger unit",
                          what));
}

// The range is symmetric: INT64_MIN has no negative and is not used.
Result<Decimal> FromExact(Int128 micros, std::string_view what) {
  if (micros > kMicrosMax || micros < -kMicrosMax) return OutOfRange(what);
  return Decimal::FromMicros(static_cast<std::int64_t>(micros));
}

std::uint64_t Magnitude(std::int64_t micros) {
  const auto bits = static_cast<std::uint64_t>(micros);
  return micros < 0 ? 0 - bits : bits;
}

std::string Print(std::int64_t micros, bool grouped) {
  const std::uint64_t magnitude = Magnitude(micros);
  std::string whole = fmt::to_string(magnitude / Decimal::kScale);
  if (grouped) {
    for (std::size_t at = whole.size(); at > 3; at -= 3) whole.insert(at - 3, 1, ',');
  }
  std::string out = micros < 0 ? "-" + whole : whole;
  const std::uint64_t places = magnitude % Decimal::kScale;
  if (places == 0) return out;
  out += fmt::format(".{:06}", places);
  out.erase(out.find_last_not_of('0') + 1);
  return out;
}

std::int64_t PowerOfTen(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

Result<Decimal> Decimal::Parse(std::string_view text) {
  std::string_view rest = text;
  const bool negative = rest.starts_with('-');
  if (negative) rest.remove_prefix(1);
  const std::string_view whole = TakeDigits(&rest);
  if (whole.empty()) return NotADecimal(text);
  std::string_view places;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    places = TakeDigits(&rest);
    if (places.empty()) return NotADecimal(text);
  }
  if (!rest.empty()) return NotADecimal(text);
  while (places.ends_with('0')) places.remove_suffix(1);
  if (places.size() > kPlaces) {
    return Fail(ErrorCode::kParse,
                fmt::format("{} has more than six decimal places; give at most six, or use a "
                            "smaller unit",
                            Quoted(text)));
  }
  Int128 micros = 0;
  for (const char c : whole) {
    micros = micros * 10 + (c - '0');
    if (micros > kMicrosMax) return OutOfRange(Quoted(text));  // stop long before 128 bits end
  }
  for (int i = 0; i < kPlaces; ++i) {
    const auto at = static_cast<std::size_t>(i);
    micros = micros * 10 + (at < places.size() ? places[at] - '0' : 0);
  }
  if (micros > kMicrosMax) return OutOfRange(Quoted(text));
  const auto value = static_cast<std::int64_t>(micros);
  return Decimal(negative ? -value : value);
}

std::string Decimal::ToString() const { return Print(micros_, false); }

std::string Decimal::ToGroupedString() const { return Print(micros_, true); }

Result<Decimal> Add(Decimal a, Decimal b) {
  return FromExact(static_cast<Int128>(a.micros()) + b.micros(), "a sum");
}

Result<Decimal> Subtract(Decimal a, Decimal b) {
  return FromExact(static_cast<Int128>(a.micros()) - b.micros(), "a difference");
}

Result<Decimal> Multiply(Decimal a, Decimal b) {
  // A whole number times anything, the usual case, needs no division.
  if (a.micros() % Decimal::kScale == 0) {
    return FromExact(static_cast<Int128>(a.micros() / Decimal::kScale) * b.micros(), "a product");
  }
  const Int128 product = ExactProduct(a, b);
  if (product % Decimal::kScale != 0) {
    return Fail(ErrorCode::kOverflow,
                fmt::format("the product of {} and {} needs more than six decimal places; give "
                            "figures with fewer places",
                            a.ToString(), b.ToString()));
  }
  return FromExact(product / Decimal::kScale, "a product");
}

Result<Decimal> DivideForDisplay(Decimal a, Decimal b, int places) {
  if (places < 0 || places > Decimal::kPlaces) {
    return Fail(
        ErrorCode::kInvalidArgument,
        fmt::format("a quotient cannot be shown with {} decimal places; ask for 0 to 6", places));
  }
  if (b.micros() == 0) {
    return Fail(ErrorCode::kInvalidArgument,
                "a division by zero is undefined; give a divisor other than zero");
  }
  const Int128 numerator = static_cast<Int128>(a.micros()) * PowerOfTen(places);
  const Int128 divisor = b.micros();
  Int128 quotient = numerator / divisor;
  const Int128 remainder = numerator % divisor;
  const Int128 twice = 2 * (remainder < 0 ? -remainder : remainder);
  if (twice >= (divisor < 0 ? -divisor : divisor)) {
    quotient += (numerator < 0) == (divisor < 0) ? 1 : -1;
  }
  return FromExact(quotient * PowerOfTen(Decimal::kPlaces - places), "a quotient");
}

}  // namespace licet
