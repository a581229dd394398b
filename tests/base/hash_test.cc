#include "licet/base/hash.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace licet {
namespace {

TEST(Hash, DoesNotDependOnWhereTheBytesAreCut) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += static_cast<char>('a' + i % 26);
  const std::uint64_t whole = HashOf(text);
  for (std::size_t a = 0; a <= 40; ++a) {
    for (std::size_t b = a; b <= 60; ++b) {
      StreamHash hash;
      hash.Update(std::string_view(text).substr(0, a));
      hash.Update(std::string_view(text).substr(a, b - a));
      hash.Update(std::string_view(text).substr(b));
      ASSERT_EQ(hash.Value(), whole) << a << "," << b;
    }
  }
}

TEST(Hash, TellsShortTextsApart) {
  std::set<std::uint64_t> seen;
  for (int i = 0; i < 100'000; ++i) seen.insert(HashOf("PR-" + std::to_string(i)));
  EXPECT_EQ(seen.size(), 100'000U);
  EXPECT_NE(HashOf(""), HashOf(std::string(1, '\0')));
  EXPECT_NE(HashOf("a"), HashOf(std::string("a\0", 2)));
}

}  // namespace
}  // namespace licet
