#include "licet/base/intern.h"

#include <gtest/gtest.h>

#include <utility>

namespace licet {
namespace {

TEST(InternerTest, GivesEqualTextsOneSymbol) {
  Interner interner;
  const Symbol cn = interner.Intern("CN");
  const Symbol us = interner.Intern("US");
  EXPECT_NE(cn, us);
  EXPECT_EQ(interner.Intern(std::string("C") + "N"), cn);
  EXPECT_EQ(interner.Find("US"), us);
  EXPECT_EQ(interner.Find("us"), std::nullopt);
  EXPECT_EQ(interner.Find(""), std::nullopt);
  EXPECT_EQ(interner.Text(cn), "CN");
  EXPECT_EQ(interner.size(), 2u);
}

TEST(InternerTest, KeepsItsTextsWhileItGrows) {
  Interner interner;
  for (int i = 0; i < 10'000; ++i) {
    // Short texts live inside the string object, so a moved one would dangle.
    ASSERT_EQ(interner.Intern(std::to_string(i)), static_cast<Symbol>(i));
  }
  const Interner moved = std::move(interner);
  for (int i = 0; i < 10'000; ++i) {
    ASSERT_EQ(moved.Find(std::to_string(i)), static_cast<Symbol>(i));
    ASSERT_EQ(moved.Text(static_cast<Symbol>(i)), std::to_string(i));
  }
}

TEST(InternerTest, TakesAnyBytes) {
  Interner interner;
  const Symbol empty = interner.Intern("");
  const Symbol nul = interner.Intern(std::string_view("\0", 1));
  EXPECT_NE(empty, nul);
  EXPECT_EQ(interner.Text(nul).size(), 1u);
}

}  // namespace
}  // namespace licet
