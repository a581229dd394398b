#include "licet/base/plain_vector.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace licet {
namespace {

TEST(PlainVector, GrowsAsAVectorDoes) {
  PlainVector<std::uint32_t> plain;
  std::vector<std::uint32_t> model;
  EXPECT_TRUE(plain.empty());
  for (std::uint32_t i = 0; i < 1000; ++i) {
    plain.push_back(i * 7);
    model.push_back(i * 7);
  }
  ASSERT_EQ(plain.size(), model.size());
  EXPECT_TRUE(std::equal(plain.begin(), plain.end(), model.begin()));
  plain.Append(model.data(), model.size());
  EXPECT_EQ(plain.size(), 2000U);
  EXPECT_EQ(plain[1001], 7U);
  plain.Truncate(3);
  EXPECT_EQ(plain.back(), 14U);
  plain.clear();
  EXPECT_TRUE(plain.empty());
}

TEST(PlainVector, ValuesOfItsOwn) {
  PlainVector<int> plain;
  plain.push_back(42);
  for (int i = 0; i < 100; ++i) plain.push_back(plain[0]);
  EXPECT_EQ(plain.back(), 42);
}

TEST(PlainVector, CopiesAreApart) {
  PlainVector<int> one;
  one.push_back(1);
  PlainVector<int> copy = one;
  copy[0] = 2;
  EXPECT_EQ(one[0], 1);
  one = std::move(copy);
  EXPECT_EQ(one[0], 2);
  EXPECT_EQ(PlainVector<int>(PlainVector<int>()).size(), 0U);
}

}  // namespace
}  // namespace licet
