#include "licet/base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>

#include "licet/base/seams.h"

namespace licet {
namespace {

using Names = std::vector<std::string>;

// The encoding by its definition, for code points that are no surrogates.
std::string Encode(std::uint32_t code) {
  const auto byte = [](std::uint32_t bits) { return static_cast<char>(bits); };
  if (code < 0x80) return {byte(code)};
  if (code < 0x800) return {byte(0xC0 | code >> 6), byte(0x80 | (code & 0x3F))};
  if (code < 0x10000) {
    return {byte(0xE0 | code >> 12), byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
  }
  return {byte(0xF0 | code >> 18), byte(0x80 | (code >> 12 & 0x3F)),
          byte(0x80 | (code >> 6 & 0x3F)), byte(0x80 | (code & 0x3F))};
}

TEST(Utf8Test, AcceptsEveryCodePointAndRefusesSurrogates) {
  for (std::uint32_t code = 0; code <= 0x110010; ++code) {
    const bool good = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    const std::string text = "ab" + Encode(code);
    ASSERT_EQ(FindInvalidUtf8(text), good ? std::nullopt : std::optional<std::size_t>(2)) << code;
  }
}

TEST(Utf8Test, FindsTheFirstBadByteAtEveryOffset) {
  // Overlong forms, a lone continuation, cut sequences and bytes never used.
  for (const std::string_view bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80", "\xFE", "\xFF", "\xC3", "\xE4\xB8", "\xF0\x9F\x98", "\xC3("}) {
    for (std::size_t before = 0; before < 20; ++before) {
      const std::string text = std::string(before, 'x') + std::string(bad);
      EXPECT_EQ(FindInvalidUtf8(text), before) << before;
      EXPECT_EQ(FindInvalidUtf8(text + "yyyyyyyyyyyyyyyyyyyy"), before) << before;
    }
  }
  EXPECT_EQ(FindInvalidUtf8(""), std::nullopt);
  EXPECT_EQ(FindInvalidUtf8("\xE5\x8D\x8E\xE4\xB8\xBA"), std::nullopt);
}

TEST(DisplayWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth(""), 0);
  EXPECT_EQ(DisplayWidth("H100"), 4);
  EXPECT_EQ(DisplayWidth("\xE5\x8D\x8E\xE4\xB8\xBA"), 4);  // two Chinese characters
  EXPECT_EQ(DisplayWidth("\xED\x99\x94\xEC\x9B\xA8"), 4);  // two Hangul syllables
  EXPECT_EQ(DisplayWidth("\xEF\xBC\xA1"), 2);              // fullwidth A
  EXPECT_EQ(DisplayWidth("\xC3\xA9"), 1);                  // e acute, one character
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1);                 // e and a combining acute
  EXPECT_EQ(DisplayWidth("\xD0\x9C\xD0\xB8\xD0\xBA"), 3);  // Cyrillic
  EXPECT_EQ(DisplayWidth("\xF0\x9F\x98\x80"), 2);          // an emoji
  EXPECT_EQ(DisplayWidth("\xE2\x80\x93"), 1);              // en dash
  EXPECT_EQ(DisplayWidth("a\xFF"
                         "b"),
            3);  // a byte that is no text
}

TEST(TrimTest, RemovesAsciiBlanks) {
  EXPECT_EQ(Trim(" \t\r\n a b \n"), "a b");
  EXPECT_EQ(Trim("a"), "a");
  EXPECT_EQ(Trim(" \t "), "");
  EXPECT_EQ(Trim(""), "");
}

TEST(SplitTest, KeepsEmptyParts) {
  using Parts = std::vector<std::string_view>;
  EXPECT_EQ(Split("a;b", ';'), (Parts{"a", "b"}));
  EXPECT_EQ(Split(";a;;", ';'), (Parts{"", "a", "", ""}));
  EXPECT_EQ(Split("", ';'), (Parts{""}));
  EXPECT_EQ(Split("abc", ';'), (Parts{"abc"}));
}

TEST(JoinTest, UndoesSplit) {
  EXPECT_EQ(Join({}, ", "), "");
  EXPECT_EQ(Join({"a"}, ", "), "a");
  EXPECT_EQ(Join({"a", "", "b"}, ", "), "a, , b");
}

TEST(AsciiLowerTest, LeavesOtherBytesAlone) {
  EXPECT_EQ(AsciiLower("AZaz09[@`{"), "azaz09[@`{");
  EXPECT_EQ(AsciiLower("\xC3\x89"), "\xC3\x89");
}

TEST(NearestNamesTest, FindsSlipsOfTheKeyboard) {
  const Names names = {"quantity", "item", "country", "headquarters"};
  EXPECT_EQ(NearestNames("quantitiy", names), Names{"quantity"});
  EXPECT_EQ(NearestNames("QUANTITY", names), Names{"quantity"});
  EXPECT_EQ(NearestNames("itme", names), Names{"item"});  // a swap is one step, not two
  EXPECT_EQ(NearestNames("headquartesr", names), Names{"headquarters"});
  EXPECT_EQ(NearestNames("price", names), Names{});
}

TEST(NearestNamesTest, StopsAtAThirdOfTheLongerName) {
  EXPECT_EQ(NearestNames("abcdefxyz", {"abcdef123"}), Names{"abcdef123"});  // 3 of 9
  EXPECT_EQ(NearestNames("abcdewxyz", {"abcde1234"}), Names{});             // 4 of 9
  EXPECT_EQ(NearestNames("ab", {"ac"}), Names{});                           // 1 of 2
  EXPECT_EQ(NearestNames("abc", {"abd"}), Names{"abd"});                    // 1 of 3
}

TEST(NearestNamesTest, OffersNamesThatHoldTheOther) {
  EXPECT_EQ(NearestNames("h100", {"NVIDIA H100 SXM5 80GB", "MI300X"}),
            Names{"NVIDIA H100 SXM5 80GB"});
  EXPECT_EQ(NearestNames("NVIDIA H100 SXM5 80GB", {"H100"}), Names{"H100"});
  EXPECT_EQ(NearestNames("", {"a", ""}), Names{});
}

TEST(NearestNamesTest, PutsTheBestFirstAndKeepsTiesInOrder) {
  const Names names = {"H800", "H200", "H20", "A100", "H100", "H10"};
  EXPECT_EQ(NearestNames("h100", names, 10), (Names{"H100", "H800", "H200", "A100", "H10"}));
  EXPECT_EQ(NearestNames("h100", names), (Names{"H100", "H800", "H200"}));
  EXPECT_EQ(NearestNames("h100", names, 0), Names{});
}

TEST(NearestNamesTest, CutsLongNames) {
  const std::string longer(1'000'000, 'a');
  // Beyond the first 200 bytes nothing counts.
  EXPECT_EQ(NearestNames(longer + "b", {longer + "c"}), Names{longer + "c"});
}

// The textbook table, with no shortcut: optimal string alignment.
std::size_t Distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

TEST(NearestNamesTest, AgreesWithTheTextbookDistance) {
  SeededRandom random(3);
  const auto draw = [&random] {
    std::string text;
    for (std::uint64_t length = 1 + random.Next() % 9; length > 0; --length) {
      text += static_cast<char>('a' + random.Next() % 3);
    }
    return text;
  };
  int near = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string a = draw();
    const std::string b = draw();
    const bool part = a.find(b) != std::string::npos || b.find(a) != std::string::npos;
    const bool expected = part || Distance(a, b) <= std::max(a.size(), b.size()) / 3;
    ASSERT_EQ(NearestNames(a, {b}).size(), expected ? 1u : 0u) << a << " " << b;
    near += expected ? 1 : 0;
  }
  EXPECT_GT(near, 1000);
}

TEST(DidYouMeanTest, WritesOneClause) {
  EXPECT_EQ(DidYouMean("h101", {"H100"}), "; did you mean 'H100'?");
  EXPECT_EQ(DidYouMean("h101", {"H100", "H200", "H102"}), "; did you mean 'H100' or 'H102'?");
  EXPECT_EQ(DidYouMean("h100", {"H101", "H102", "H103", "H104"}),
            "; did you mean 'H101', 'H102' or 'H103'?");
  EXPECT_EQ(DidYouMean("zzz", {"H100"}), "");
  EXPECT_EQ(DidYouMean("zzz", {}), "");
}

TEST(QuotedTest, IsOneSafeLine) {
  EXPECT_EQ(Quoted("XX"), "'XX'");
  EXPECT_EQ(Quoted(""), "''");
  EXPECT_EQ(Quoted("a\nb\tc\r"), "'a\\nb\\tc\\r'");
  EXPECT_EQ(Quoted(std::string_view("\x1b[31m\0\x7f", 7)), "'\\x1b[31m\\x00\\x7f'");
  EXPECT_EQ(Quoted("\xC2\x9B"), "'\\u009b'");      // C1 control
  EXPECT_EQ(Quoted("\xE2\x80\xAE"), "'\\u202e'");  // turns the writing direction
  EXPECT_EQ(Quoted("\xFFz"), "'\\xffz'");          // not UTF-8
  EXPECT_EQ(Quoted("\xE5\x8D\x8E"), "'\xE5\x8D\x8E'");
}

TEST(QuotedTest, CutsAtACharacter) {
  EXPECT_EQ(Quoted("abcdef", 6), "'abcdef'");
  EXPECT_EQ(Quoted("abcdefg", 6), "'abcdef...'");
  EXPECT_EQ(Quoted("ab\xE5\x8D\x8E", 4), "'ab...'");
  EXPECT_EQ(Quoted("ab\xE5\x8D\x8E", 5), "'ab\xE5\x8D\x8E'");
  EXPECT_EQ(Quoted("abc", 0), "'...'");
  EXPECT_EQ(Quoted(std::string(1000, 'x')), "'" + std::string(60, 'x') + "...'");
}

}  // namespace
}  // namespace licet
