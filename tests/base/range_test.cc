#include "licet/base/range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace licet {
namespace {

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }
Range R(std::string_view text) { return Range::Parse(text).value(); }

TEST(RangeTest, ParsesTheGrammar) {
  EXPECT_EQ(R("2368"), Range::Exactly(D("2368")));
  EXPECT_EQ(R("2900..5505"), Range::Between(D("2900"), D("5505")));
  EXPECT_EQ(R("2368.."), (Range{D("2368"), std::nullopt}));
  EXPECT_EQ(R("..700"), (Range{std::nullopt, D("700")}));
  EXPECT_EQ(R(""), Range::Unknown());
  EXPECT_EQ(R("-2.5..-1"), Range::Between(D("-2.5"), D("-1")));
  EXPECT_EQ(R("5..5"), Range::Exactly(D("5")));
}

TEST(RangeTest, RefusesWhatIsNotARange) {
  for (const std::string_view text : {"..", "...", "1...2", "1.2.3", "1..2..3", "a", "1..b", "a..1",
                                      "1 .. 2", "1-2", "~5", "unknown", "1.", ".5..1", " "}) {
    const Result<Range> result = Range::Parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(result.error().code(), ErrorCode::kParse) << text;
  }
  EXPECT_EQ(Range::Parse("2..1").error().code(), ErrorCode::kInvalidArgument);
  EXPECT_EQ(Range::Parse("1..99999999999999").error().code(), ErrorCode::kOverflow);
}

TEST(RangeTest, PrintsWhatItParses) {
  for (const std::string_view text : {"2368", "2900..5505", "2368..", "..700", "-2.5..0"}) {
    EXPECT_EQ(R(text).ToString(), text);
  }
  EXPECT_EQ(R("5..5").ToString(), "5");
  EXPECT_EQ(R("").ToString(), "unknown");
  EXPECT_EQ(R("2900..5505.5").ToGroupedString(), "2,900..5,505.5");
  EXPECT_EQ(R("..12000").ToGroupedString(), "..12,000");
  EXPECT_EQ(R("").ToGroupedString(), "unknown");
}

TEST(RangeTest, KnowsWhatItIs) {
  EXPECT_TRUE(R("5").IsExact());
  EXPECT_FALSE(R("5..").IsExact());
  EXPECT_FALSE(R("5..6").IsExact());
  EXPECT_TRUE(R("").IsUnknown());
  EXPECT_FALSE(R("..6").IsUnknown());
}

// Brute force: numbers stand in a window of small integers; a missing bound
// reaches to the window's edge, where the checks stop.
constexpr int kWindow = 4;

std::vector<Range> AllRanges(int least) {
  std::vector<Range> ranges = {Range::Unknown()};
  for (int low = least; low <= kWindow; ++low) {
    ranges.push_back({Decimal::FromInt(low), std::nullopt});
    ranges.push_back({std::nullopt, Decimal::FromInt(low)});
    for (int high = low; high <= kWindow; ++high) {
      ranges.push_back(Range::Between(Decimal::FromInt(low), Decimal::FromInt(high)));
    }
  }
  return ranges;
}

bool Holds(const Range& range, int value) {
  const Decimal d = Decimal::FromInt(value);
  return (!range.low || *range.low <= d) && (!range.high || d <= *range.high);
}

// Every result must hold every point; where all bounds are there, each bound
// must also be reached by some point.
template <typename PointOperation>
void CheckAgainstPoints(const Range& a, const Range& b, const Range& result, int least,
                        PointOperation operation) {
  bool low_reached = false;
  bool high_reached = false;
  for (int x = least; x <= kWindow; ++x) {
    for (int y = least; y <= kWindow; ++y) {
      if (!Holds(a, x) || !Holds(b, y)) continue;
      const int value = operation(x, y);
      ASSERT_TRUE(Holds(result, value))
          << a.ToString() << " with " << b.ToString() << " gives " << result.ToString();
      low_reached |= result.low == Decimal::FromInt(value);
      high_reached |= result.high == Decimal::FromInt(value);
    }
  }
  if (a.low && a.high && b.low && b.high) {
    ASSERT_TRUE(low_reached && high_reached)
        << a.ToString() << " with " << b.ToString() << " gives " << result.ToString();
  }
}

TEST(RangeArithmeticTest, AddHoldsAllSums) {
  for (const Range& a : AllRanges(-kWindow)) {
    for (const Range& b : AllRanges(-kWindow)) {
      const Range sum = Add(a, b).value();
      CheckAgainstPoints(a, b, sum, -kWindow, [](int x, int y) { return x + y; });
      EXPECT_EQ(sum.low.has_value(), a.low && b.low);
      EXPECT_EQ(sum.high.has_value(), a.high && b.high);
    }
  }
}

TEST(RangeArithmeticTest, MaxHoldsAllMaxima) {
  for (const Range& a : AllRanges(-kWindow)) {
    for (const Range& b : AllRanges(-kWindow)) {
      const Range most = Max(a, b);
      CheckAgainstPoints(a, b, most, -kWindow, [](int x, int y) { return std::max(x, y); });
      EXPECT_EQ(most.low.has_value(), a.low || b.low);  // one floor is enough
      EXPECT_EQ(most.high.has_value(), a.high && b.high);
    }
  }
}

TEST(RangeArithmeticTest, ProductHoldsAllProducts) {
  for (const Range& a : AllRanges(0)) {
    for (const Range& b : AllRanges(0)) {
      const Range product = MultiplyNonNegative(a, b).value();
      CheckAgainstPoints(a, b, product, 0, [](int x, int y) { return x * y; });
      EXPECT_EQ(product.low.has_value(), a.low && b.low);
      EXPECT_EQ(product.high.has_value(), a.high && b.high);
    }
  }
}

TEST(RangeArithmeticTest, ScaleHoldsAllMultiples) {
  for (const Range& a : AllRanges(-kWindow)) {
    for (int factor = 0; factor <= kWindow; ++factor) {
      const Range scaled = Scale(a, Decimal::FromInt(factor)).value();
      const Range point = Range::Exactly(Decimal::FromInt(factor));
      CheckAgainstPoints(a, point, scaled, -kWindow, [](int x, int y) { return x * y; });
      EXPECT_EQ(scaled.low.has_value(), a.low.has_value());
      EXPECT_EQ(scaled.high.has_value(), a.high.has_value());
    }
  }
}

TEST(RangeArithmeticTest, HullHoldsBothAndNoMore) {
  for (const Range& a : AllRanges(-kWindow)) {
    for (const Range& b : AllRanges(-kWindow)) {
      const Range hull = Hull(a, b);
      for (int x = -kWindow; x <= kWindow; ++x) {
        if (Holds(a, x) || Holds(b, x)) {
          ASSERT_TRUE(Holds(hull, x)) << a.ToString() << " and " << b.ToString();
        }
      }
      EXPECT_TRUE(hull.low == a.low || hull.low == b.low);
      EXPECT_TRUE(hull.high == a.high || hull.high == b.high);
      EXPECT_EQ(hull.low.has_value(), a.low && b.low);
      EXPECT_EQ(hull.high.has_value(), a.high && b.high);
    }
  }
}

TEST(RangeArithmeticTest, RefusesNegativesWhereTheyHaveNoMeaning) {
  EXPECT_EQ(Scale(R("1..2"), D("-1")).error().code(), ErrorCode::kInvalidArgument);
  for (const std::string_view bad : {"-1", "-1..2", "..-1", "-3.."}) {
    EXPECT_EQ(MultiplyNonNegative(R(bad), R("2")).error().code(), ErrorCode::kInvalidArgument);
    EXPECT_EQ(MultiplyNonNegative(R("2"), R(bad)).error().code(), ErrorCode::kInvalidArgument);
  }
}

TEST(RangeArithmeticTest, RefusesInexactAndTooLargeResults) {
  EXPECT_EQ(Add(R("1..9000000000000"), R("1..9000000000000")).error().code(), ErrorCode::kOverflow);
  EXPECT_FALSE(Scale(R("0.000001"), D("0.5")));
  EXPECT_EQ(MultiplyNonNegative(R("1..9000000000000"), R("2")).error().code(),
            ErrorCode::kOverflow);
  EXPECT_EQ(MultiplyNonNegative(R("1979.5"), R("8")).value(), R("15836"));
}

}  // namespace
}  // namespace licet
