// The figures that the law computes, from the figures that makers publish.
//
// Source of the formulas: 15 CFR 774 Supp. 1, 3A090 technical notes 1 to 4.
// Thread safety: pure functions.

#ifndef LICET_CATALOG_METRICS_H_
#define LICET_CATALOG_METRICS_H_

#include <array>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/range.h"
#include "licet/base/truth.h"
#include "licet/catalog/item.h"

namespace licet {

inline constexpr std::size_t kFormats = 10;

// What one row of a chips file says about one integrated circuit.
struct PublishedChip {
  std::array<Range, kFormats> rates;  // indexed by Format; unknown: not published
  bool tensor32_is_tf32 = false;      // else the 32-bit matrix rate is true FP32
  Range die_area;                     // all logic dies
  Truth non_planar = Truth::kUnknown;
  bool memory_is_sram = false;
  Range memory_bandwidth;
  Range memory_capacity;
  Range interconnect;
};

Result<Metrics> ChipMetrics(const PublishedChip& chip);

struct PublishedStack {
  Range bandwidth;
  Range pin_speed;  // Gb/s
  Range bus_width;  // bits
  Range area;
  Range capacity;
};

Result<Metrics> StackMetrics(const PublishedStack& stack);

struct AssemblyPart {
  const Metrics* metrics;
  int count;
};

// REQUIRES: parts is not empty.
Result<Metrics> AssemblyMetrics(const std::vector<AssemblyPart>& parts);

}  // namespace licet

#endif  // LICET_CATALOG_METRICS_H_
