#include "licet/base/decimal.h"

#include <gtest/gtest.h>

#include "licet/base/seams.h"

namespace licet {
namespace {

constexpr std::int64_t kMost = INT64_MAX;

Decimal D(std::string_view text) { return Decimal::Parse(text).value(); }

ErrorCode CodeOf(const Result<Decimal>& result) { return result.error().code(); }

TEST(DecimalTest, ParsesTheGrammar) {
  EXPECT_EQ(D("0").micros(), 0);
  EXPECT_EQ(D("-0").micros(), 0);
  EXPECT_EQ(D("4800").micros(), 4'800'000'000);
  EXPECT_EQ(D("5.92").micros(), 5'920'000);
  EXPECT_EQ(D("-0.5").micros(), -500'000);
  EXPECT_EQ(D("0.000001").micros(), 1);
  EXPECT_EQ(D("007.10").micros(), 7'100'000);
  EXPECT_EQ(D("1.2345670000000000000000000000000").micros(), 1'234'567);
}

TEST(DecimalTest, RefusesWhatIsNotADecimal) {
  for (const std::string_view text :
       {"",     "-",     ".",     "+1",  "1e5",  "1E5",  ".5",    "5.",
        "-.5",  "1,000", "1 000", " 1",  "1 ",   "--1",  "1-",    "1.2.3",
        "1..2", "0x10",  "inf",   "nan", "1.2a", "1.-2", "1_000", "\xEF\xBC\x91"}) {
    const Result<Decimal> result = Decimal::Parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(CodeOf(result), ErrorCode::kParse) << text;
  }
  EXPECT_FALSE(Decimal::Parse(std::string_view("1\0", 2)));
}

TEST(DecimalTest, RefusesMoreThanSixSignificantPlaces) {
  const Result<Decimal> result = Decimal::Parse("1.2345671");
  ASSERT_FALSE(result);
  EXPECT_EQ(CodeOf(result), ErrorCode::kParse);
  EXPECT_NE(result.error().sentence().find("six decimal places"), std::string::npos);
  EXPECT_FALSE(Decimal::Parse("0.0000001"));
}

TEST(DecimalTest, LimitsAreExactAndSymmetric) {
  EXPECT_EQ(D("9223372036854.775807").micros(), kMost);
  EXPECT_EQ(D("-9223372036854.775807").micros(), -kMost);
  EXPECT_EQ(D("00000000000000000000000000000000000000001").micros(), 1'000'000);
  for (const std::string_view text :
       {"9223372036854.775808", "-9223372036854.775808", "9223372036855", "9999999999999999999",
        "340282366920938463463374607431768211456", "-10000000000000"}) {
    const Result<Decimal> result = Decimal::Parse(text);
    ASSERT_FALSE(result) << text;
    EXPECT_EQ(CodeOf(result), ErrorCode::kOverflow) << text;
  }
  EXPECT_EQ(CodeOf(Decimal::Parse(std::string(100'000, '9'))), ErrorCode::kOverflow);
}

TEST(DecimalTest, PrintsTheShortestExactText) {
  EXPECT_EQ(D("4800").ToString(), "4800");
  EXPECT_EQ(D("5.920000").ToString(), "5.92");
  EXPECT_EQ(D("-0.5").ToString(), "-0.5");
  EXPECT_EQ(D("-0").ToString(), "0");
  EXPECT_EQ(D("0.000001").ToString(), "0.000001");
  EXPECT_EQ(D("100").ToString(), "100");  // no zero of the whole part is lost
  EXPECT_EQ(Decimal::FromMicros(kMost).ToString(), "9223372036854.775807");
  EXPECT_EQ(Decimal::FromMicros(INT64_MIN).ToString(), "-9223372036854.775808");
}

TEST(DecimalTest, PrintsGroups) {
  EXPECT_EQ(D("15831.2").ToGroupedString(), "15,831.2");
  EXPECT_EQ(D("999").ToGroupedString(), "999");
  EXPECT_EQ(D("1000").ToGroupedString(), "1,000");
  EXPECT_EQ(D("-100000").ToGroupedString(), "-100,000");
  EXPECT_EQ(D("0.123456").ToGroupedString(), "0.123456");
  EXPECT_EQ(Decimal::FromMicros(kMost).ToGroupedString(), "9,223,372,036,854.775807");
}

TEST(DecimalTest, PrintAndParseRoundTrip) {
  SeededRandom random(1);
  for (int i = 0; i < 100'000; ++i) {
    // Shifts give numbers of every length, not only the largest.
    const auto micros = static_cast<std::int64_t>(random.Next() >> (1 + random.Next() % 63));
    for (const Decimal value : {Decimal::FromMicros(micros), Decimal::FromMicros(-micros)}) {
      const Result<Decimal> read = Decimal::Parse(value.ToString());
      ASSERT_TRUE(read) << value.ToString();
      ASSERT_EQ(*read, value) << value.ToString();
    }
  }
}

TEST(DecimalTest, OrdersByValue) {
  EXPECT_LT(D("-1"), D("-0.999999"));
  EXPECT_LT(D("4799.999999"), D("4800"));
  EXPECT_EQ(D("1.0"), D("1"));
  EXPECT_EQ(Decimal::FromInt(-3), D("-3"));
  EXPECT_EQ(Decimal::FromInt(9'223'372'036'854), D("9223372036854"));
}

TEST(DecimalTest, AddsAndSubtractsUpToTheBorder) {
  const Decimal most = Decimal::FromMicros(kMost);
  const Decimal least = Decimal::FromMicros(-kMost);
  const Decimal step = Decimal::FromMicros(1);
  EXPECT_EQ(Add(D("1.5"), D("-0.25")).value(), D("1.25"));
  EXPECT_EQ(Subtract(D("1.5"), D("-0.25")).value(), D("1.75"));
  EXPECT_EQ(Add(most, Decimal()).value(), most);
  EXPECT_EQ(Add(most, least).value(), Decimal());
  EXPECT_EQ(CodeOf(Add(most, step)), ErrorCode::kOverflow);
  EXPECT_EQ(CodeOf(Subtract(least, step)), ErrorCode::kOverflow);
  EXPECT_EQ(CodeOf(Subtract(least, most)), ErrorCode::kOverflow);
}

TEST(DecimalTest, MultipliesExactlyOrNotAtAll) {
  EXPECT_EQ(Multiply(D("1979"), D("8")).value(), D("15832"));
  EXPECT_EQ(Multiply(D("5.92"), D("-814.5")).value(), D("-4821.84"));
  EXPECT_EQ(Multiply(D("0.001"), D("0.001")).value(), D("0.000001"));
  EXPECT_EQ(Multiply(D("0.000002"), D("0.5")).value(), D("0.000001"));
  EXPECT_FALSE(Multiply(D("0.000001"), D("0.5")));
  EXPECT_FALSE(Multiply(D("0.0001"), D("-0.001")));
  EXPECT_EQ(Multiply(D("9223372036854.775807"), D("-1")).value(), D("-9223372036854.775807"));
  EXPECT_EQ(Multiply(D("3037000.499"), D("3037000")).value(), D("9223370515463"));
  EXPECT_EQ(CodeOf(Multiply(D("3037001"), D("3037001"))), ErrorCode::kOverflow);
  EXPECT_EQ(CodeOf(Multiply(D("9223372036854.775807"), D("2"))), ErrorCode::kOverflow);
}

TEST(DecimalTest, MultiplicationAgreesWithTheExactProduct) {
  SeededRandom random(2);
  int exact = 0;
  for (int i = 0; i < 100'000; ++i) {
    const auto draw = [&random] {
      const auto places = static_cast<std::int64_t>(random.Next() % 4'000'000);
      return Decimal::FromMicros((places - 2'000'000) * (random.Next() % 2 == 0 ? 1 : 1000));
    };
    const Decimal a = draw();
    const Decimal b = draw();
    const Int128 product = ExactProduct(a, b);
    const Result<Decimal> result = Multiply(a, b);
    ASSERT_EQ(result.has_value(), product % Decimal::kScale == 0);
    if (!result) continue;
    ++exact;
    ASSERT_TRUE(static_cast<Int128>(result->micros()) * Decimal::kScale == product);
  }
  EXPECT_GT(exact, 1000);
}

TEST(DecimalTest, ExactProductHoldsTheLargestFactors) {
  const Decimal most = Decimal::FromMicros(kMost);
  EXPECT_TRUE(ExactProduct(most, most) / kMost == kMost);
}

TEST(DecimalTest, DividesForDisplayHalfAwayFromZero) {
  const auto divide = [](std::string_view a, std::string_view b, int places) {
    return DivideForDisplay(D(a), D(b), places).value().ToString();
  };
  EXPECT_EQ(divide("15832", "814", 2), "19.45");
  EXPECT_EQ(divide("1", "3", 6), "0.333333");
  EXPECT_EQ(divide("2", "3", 6), "0.666667");
  EXPECT_EQ(divide("1", "2", 0), "1");
  EXPECT_EQ(divide("-1", "2", 0), "-1");
  EXPECT_EQ(divide("1", "-2", 0), "-1");
  EXPECT_EQ(divide("-1", "-2", 0), "1");
  EXPECT_EQ(divide("0.4999", "1", 0), "0");
  EXPECT_EQ(divide("9223372036854.775807", "1", 6), "9223372036854.775807");
}

TEST(DecimalTest, RefusesBadDivisions) {
  EXPECT_EQ(CodeOf(DivideForDisplay(D("1"), D("0"), 2)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(DivideForDisplay(D("1"), D("2"), 7)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(DivideForDisplay(D("1"), D("2"), -1)), ErrorCode::kInvalidArgument);
  EXPECT_EQ(CodeOf(DivideForDisplay(D("9223372036854"), D("0.000001"), 6)), ErrorCode::kOverflow);
  // Rounding up passes the border here.
  EXPECT_EQ(CodeOf(DivideForDisplay(D("9223372036854.775807"), D("1"), 0)), ErrorCode::kOverflow);
}

}  // namespace
}  // namespace licet
