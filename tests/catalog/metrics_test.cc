#include "catalog/metrics.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

Range R(const char* text) { return Range::Parse(text).value(); }

PublishedChip WithRate(Format format, const char* rate) {
  PublishedChip chip;
  chip.rates[static_cast<std::size_t>(format)] = R(rate);
  return chip;
}

Metrics Of(const PublishedChip& chip) { return ChipMetrics(chip).value(); }

TEST(Metrics, WorkedExamplesOfTechnicalNote2) {
  EXPECT_EQ(Of(WithRate(Format::kInt8, "600")).tpp, R("4800"));
  EXPECT_EQ(Of(WithRate(Format::kFp16OrBf16, "300")).tpp, R("4800"));
}

TEST(Metrics, BitLengthOfEachFormat) {
  const std::pair<Format, const char*> kExpected[] = {
      {Format::kFp64, "64"},       {Format::kTf32OrFp32Tensor, "32"},
      {Format::kFp16OrBf16, "16"}, {Format::kFp8, "8"},
      {Format::kInt8, "8"},        {Format::kFp6, "6"},
      {Format::kFp4, "4"},         {Format::kInt4, "4"},
      {Format::kFp32Vector, "32"}, {Format::kFp16Vector, "16"}};
  for (const auto& [format, tpp] : kExpected) {
    EXPECT_EQ(Of(WithRate(format, "1")).tpp, R(tpp)) << tpp;
  }
}

TEST(Metrics, Tf32IsCountedFrom19To32Bits) {
  PublishedChip chip = WithRate(Format::kTf32OrFp32Tensor, "100");
  chip.tensor32_is_tf32 = true;
  const Metrics metrics = Of(chip);
  EXPECT_EQ(metrics.tpp, R("1900..3200"));
  EXPECT_EQ(metrics.rates[0].name, "tf32");
  EXPECT_EQ(metrics.rates[0].bits, R("19..32"));
}

TEST(Metrics, NoRateIsUnknownAndNotZero) {
  const Metrics metrics = Of(PublishedChip{});
  EXPECT_TRUE(metrics.tpp.IsUnknown());
  EXPECT_TRUE(metrics.total_tpp.IsUnknown());
  EXPECT_TRUE(metrics.peak_tops.IsUnknown());
  EXPECT_TRUE(metrics.rates.empty());
}

TEST(Metrics, PeakHasNoBitLength) {
  PublishedChip chip = WithRate(Format::kFp16OrBf16, "312");
  chip.rates[static_cast<std::size_t>(Format::kInt4)] = R("1248");
  EXPECT_EQ(Of(chip).peak_tops, R("1248"));
}

TEST(Metrics, RatesAreListedLargestFirst) {
  PublishedChip chip = WithRate(Format::kFp16OrBf16, "100");        // 1600
  chip.rates[static_cast<std::size_t>(Format::kFp8)] = R("150..");  // 1200..
  chip.rates[static_cast<std::size_t>(Format::kInt8)] = R("250");   // 2000
  const Metrics metrics = Of(chip);
  ASSERT_EQ(metrics.rates.size(), 3U);
  EXPECT_EQ(metrics.rates[0].name, "fp8");
  EXPECT_EQ(metrics.rates[1].name, "int8");
  EXPECT_EQ(metrics.rates[2].name, "fp16");
  EXPECT_EQ(metrics.tpp, R("2000.."));
}

TEST(Metrics, LogicAreaByProcess) {
  PublishedChip chip;
  chip.die_area = R("814");
  chip.non_planar = Truth::kTrue;
  EXPECT_EQ(Of(chip).logic_area, R("814"));
  chip.non_planar = Truth::kUnknown;
  EXPECT_EQ(Of(chip).logic_area, R("0..814"));
  chip.non_planar = Truth::kFalse;
  EXPECT_EQ(Of(chip).logic_area, R("0"));

  chip.die_area = Range::Unknown();
  EXPECT_EQ(Of(chip).logic_area, R("0"));
  chip.non_planar = Truth::kTrue;
  EXPECT_EQ(Of(chip).logic_area, R("0.."));
}

TEST(Metrics, OnChipSramIsNoDram) {
  PublishedChip chip;
  chip.memory_bandwidth = R("80000");
  chip.memory_capacity = R("0.23");
  EXPECT_EQ(Of(chip).memory_bandwidth, R("80000"));
  chip.memory_is_sram = true;
  EXPECT_EQ(Of(chip).memory_bandwidth, R("0"));
  EXPECT_EQ(Of(chip).memory_capacity, R("0"));
}

TEST(Metrics, StackBandwidthComesFromThePinsWhenNotPublished) {
  PublishedStack stack;
  stack.pin_speed = R("6.4");
  stack.bus_width = R("1024");
  EXPECT_EQ(StackMetrics(stack)->memory_bandwidth, R("819.2"));
  stack.bandwidth = R("819");
  EXPECT_EQ(StackMetrics(stack)->memory_bandwidth, R("819"));
  EXPECT_EQ(StackMetrics(stack)->tpp, R("0"));
  EXPECT_EQ(StackMetrics(stack)->logic_area, R("0"));
  EXPECT_TRUE(StackMetrics(PublishedStack{})->memory_bandwidth.IsUnknown());
}

Metrics Circuit(const char* tpp, const char* area) {
  Metrics metrics;
  metrics.tpp = R(tpp);
  metrics.logic_area = R(area);
  return metrics;
}

TEST(Metrics, AssemblySumsOnlyTheTotal) {
  Metrics chip = Circuit("2368", "814");
  chip.memory_bandwidth = R("4000");
  const Metrics all = AssemblyMetrics({{&chip, 8}}).value();
  EXPECT_EQ(all.tpp, R("2368"));
  EXPECT_EQ(all.total_tpp, R("18944"));
  EXPECT_EQ(all.memory_bandwidth, R("4000"));
  EXPECT_EQ(all.logic_area, R("814"));
}

TEST(Metrics, MixedAssemblyTakesTheAreaOfItsLargestCircuit) {
  const Metrics large = Circuit("16000", "800");
  const Metrics small = Circuit("500", "20000");
  EXPECT_EQ(AssemblyMetrics({{&large, 1}, {&small, 2}})->logic_area, R("800"));
  EXPECT_EQ(AssemblyMetrics({{&small, 2}, {&large, 1}})->logic_area, R("800"));
  EXPECT_EQ(AssemblyMetrics({{&small, 2}, {&large, 1}})->total_tpp, R("17000"));
}

TEST(Metrics, UnknownCircuitLeavesALowerBound) {
  const Metrics known = Circuit("16000", "800");
  const Metrics unknown = Circuit("", "700");
  const Metrics all = AssemblyMetrics({{&known, 2}, {&unknown, 1}}).value();
  EXPECT_EQ(all.tpp, R("16000.."));
  EXPECT_EQ(all.total_tpp, R("32000.."));
  EXPECT_EQ(all.logic_area, R("700..800"));
}

}  // namespace
}  // namespace licet
