#include "parties/names.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

TEST(NormalisedName, DropsCasePunctuationAndLegalForms) {
  EXPECT_EQ(NormalisedName("Huawei Technologies Co., Ltd."), "huawei technologies");
  EXPECT_EQ(NormalisedName("NVIDIA Corporation"), "nvidia");
  EXPECT_EQ(NormalisedName("Alibaba Group Holding Limited"), "alibaba");
  EXPECT_EQ(NormalisedName("ASML Holding N.V."), "asml");
  EXPECT_EQ(NormalisedName("X.AI"), "xai");
  EXPECT_EQ(NormalisedName("china-mobile"), "china mobile");
  EXPECT_EQ(NormalisedName("  SK   hynix,  Inc "), "sk hynix");
}

TEST(NormalisedName, DropsLegalFormsOnlyAtTheEnd) {
  EXPECT_EQ(NormalisedName("Group 42 Holding"), "group 42");
  EXPECT_EQ(NormalisedName("Limited Run Chips"), "limited run chips");
}

TEST(NormalisedName, KeepsOneWordAndOtherScripts) {
  EXPECT_EQ(NormalisedName("Group Ltd"), "group");
  EXPECT_EQ(NormalisedName("\xE5\x8D\x8E\xE4\xB8\xBA"), "\xE5\x8D\x8E\xE4\xB8\xBA");
  EXPECT_EQ(NormalisedName(" .,- "), "");
}

}  // namespace
}  // namespace licet
