// Kleene's strong three-valued logic. Unknown is not false: it means that the
// facts at hand allow both answers.
//
// Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
// Thread safety: value type.

#ifndef LICET_BASE_TRUTH_H_
#define LICET_BASE_TRUTH_H_

#include <algorithm>
#include <cstdint>
#include <string_view>

namespace licet {

enum class Truth : std::uint8_t { kFalse = 0, kUnknown = 1, kTrue = 2 };

constexpr Truth And(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth Or(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth Not(Truth a) { return static_cast<Truth>(2 - static_cast<int>(a)); }
constexpr Truth ToTruth(bool b) { return b ? Truth::kTrue : Truth::kFalse; }

constexpr std::string_view ToString(Truth t) {
  return t == Truth::kTrue ? "true" : t == Truth::kFalse ? "false" : "unknown";
}

}  // namespace licet

#endif  // LICET_BASE_TRUTH_H_
