#include "catalog/metrics.h"

#include <algorithm>
#include <string>

namespace licet {
namespace {

constexpr Range Bits(int bits) { return Range::Exactly(Decimal::FromInt(bits)); }

// TF32 has 19 significant bits kept in 32. The technical note says "bit length
// of the inputs" and leaves open which of the two that is.
constexpr Range kTf32Bits = Range::Between(Decimal::FromInt(19), Decimal::FromInt(32));

constexpr Range kZero = Range::Exactly(Decimal());

struct FormatInfo {
  Format format;
  const char* name;
  Range bits;
};

constexpr FormatInfo kFormatInfo[kFormats] = {
    {Format::kFp64, "fp64", Bits(64)},
    {Format::kTf32OrFp32Tensor, "fp32-tensor", Bits(32)},
    {Format::kFp16OrBf16, "fp16", Bits(16)},
    {Format::kFp8, "fp8", Bits(8)},
    {Format::kInt8, "int8", Bits(8)},
    {Format::kFp6, "fp6", Bits(6)},
    {Format::kFp4, "fp4", Bits(4)},
    {Format::kInt4, "int4", Bits(4)},
    {Format::kFp32Vector, "fp32-vector", Bits(32)},
    {Format::kFp16Vector, "fp16-vector", Bits(16)},
};

Result<RateUse> UseOf(const FormatInfo& info, const Range& rate, bool tensor32_is_tf32) {
  RateUse use{.format = info.format, .name = info.name, .rate = rate, .bits = info.bits, .tpp = {}};
  if (info.format == Format::kTf32OrFp32Tensor && tensor32_is_tf32) {
    use.name = "tf32";
    use.bits = kTf32Bits;
  }
  LICET_ASSIGN_OR_RETURN(use.tpp, MultiplyNonNegative(rate, use.bits));
  return use;
}

// True when `a` can be larger than `b`; no upper bound is the largest.
bool LargerAbove(const Range& a, const Range& b) {
  if (!a.high || !b.high) return !a.high && b.high;
  return *a.high > *b.high || (*a.high == *b.high && a.low > b.low);
}

// The applicable die area. Whether planar dies are among those measured is not
// known where the process is not, so the area may be anything down to zero.
Range LogicArea(const Range& area, Truth non_planar) {
  if (non_planar == Truth::kFalse) return kZero;
  const bool may_be_none = non_planar == Truth::kUnknown || !area.low;
  return {may_be_none ? Decimal() : area.low, area.high};
}

// Whether a part with `tpp` can be the one with the largest TPP.
bool CanBeLargest(const Range& tpp, const Range& largest) {
  return !tpp.high || !largest.low || *tpp.high >= *largest.low;
}

}  // namespace

Result<Metrics> ChipMetrics(const PublishedChip& chip) {
  Metrics metrics;
  for (const FormatInfo& info : kFormatInfo) {
    const Range& rate = chip.rates[static_cast<std::size_t>(info.format)];
    if (rate.IsUnknown()) continue;  // technical note 2: the maker's claims are the measure
    LICET_ASSIGN_OR_RETURN(RateUse use, UseOf(info, rate, chip.tensor32_is_tf32));
    const bool first = metrics.rates.empty();
    metrics.tpp = first ? use.tpp : Max(metrics.tpp, use.tpp);
    metrics.peak_tops = first ? rate : Max(metrics.peak_tops, rate);
    metrics.rates.push_back(std::move(use));
  }
  std::ranges::stable_sort(metrics.rates, LargerAbove, &RateUse::tpp);
  metrics.total_tpp = metrics.tpp;
  metrics.logic_area = LogicArea(chip.die_area, chip.non_planar);
  // The rules ask for DRAM; a chip that computes from SRAM has none.
  metrics.memory_bandwidth = chip.memory_is_sram ? kZero : chip.memory_bandwidth;
  metrics.memory_capacity = chip.memory_is_sram ? kZero : chip.memory_capacity;
  metrics.interconnect = chip.interconnect;
  return metrics;
}

Result<Metrics> StackMetrics(const PublishedStack& stack) {
  Metrics metrics;
  // A stack has no digital processing units.
  metrics.tpp = metrics.total_tpp = metrics.peak_tops = metrics.logic_area = kZero;
  metrics.memory_area = stack.area;
  metrics.memory_capacity = stack.capacity;
  metrics.memory_bandwidth = stack.bandwidth;
  if (stack.bandwidth.IsUnknown() && !stack.pin_speed.IsUnknown() && !stack.bus_width.IsUnknown()) {
    constexpr Decimal kBytesPerBit = Decimal::FromMicros(125'000);  // 1/8, exactly
    LICET_ASSIGN_OR_RETURN(const Range bits, MultiplyNonNegative(stack.pin_speed, stack.bus_width));
    LICET_ASSIGN_OR_RETURN(metrics.memory_bandwidth, Scale(bits, kBytesPerBit));
  }
  return metrics;
}

Result<Metrics> AssemblyMetrics(const std::vector<AssemblyPart>& parts) {
  const Metrics& first = *parts.front().metrics;
  Metrics all = first;
  all.total_tpp = kZero;
  all.memory_area = Range::Unknown();
  for (const AssemblyPart& part : parts) {
    const Metrics& one = *part.metrics;
    Range tpp = one.tpp;
    if (!tpp.low) tpp.low = Decimal();  // so that one unknown part leaves the others' sum sure
    LICET_ASSIGN_OR_RETURN(const Range sum, Scale(tpp, Decimal::FromInt(part.count)));
    LICET_ASSIGN_OR_RETURN(all.total_tpp, Add(all.total_tpp, sum));
    if (LargerAbove(one.tpp, all.tpp)) all.rates = one.rates;
    all.tpp = Max(all.tpp, one.tpp);
    all.peak_tops = Max(all.peak_tops, one.peak_tops);
    all.memory_bandwidth = Max(all.memory_bandwidth, one.memory_bandwidth);
    all.memory_capacity = Max(all.memory_capacity, one.memory_capacity);
    all.interconnect = Max(all.interconnect, one.interconnect);
  }
  // The area divides the TPP, so the largest area of another circuit would be
  // too lenient: only the areas of circuits that can be the largest count.
  bool found = false;
  for (const AssemblyPart& part : parts) {
    if (!CanBeLargest(part.metrics->tpp, all.tpp)) continue;
    const Range& area = part.metrics->logic_area;
    all.logic_area = found ? Hull(all.logic_area, area) : area;
    found = true;
  }
  return all;
}

}  // namespace licet
