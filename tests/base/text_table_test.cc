#include "licet/base/text_table.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet {
namespace {

TEST(TextTableTest, NumbersTextsInTheOrderInWhichTheyCome) {
  TextTable table;
  EXPECT_EQ(table.Find("a"), TextTable::kNone);
  EXPECT_EQ(table.Number("a"), std::pair(0U, true));
  EXPECT_EQ(table.Number(""), std::pair(1U, true));
  EXPECT_EQ(table.Number("a"), std::pair(0U, false));
  EXPECT_EQ(table.Find(""), 1U);
  EXPECT_EQ(table.Find("b"), TextTable::kNone);
  EXPECT_EQ(table.Text(0), "a");
  EXPECT_EQ(table.Text(1), "");
  EXPECT_EQ(table.size(), 2U);
}

TEST(TextTableTest, AKeyStandsForItsText) {
  TextTable table;
  const TextTable::Key key("order/PO-17");
  EXPECT_EQ(table.Find(key), TextTable::kNone);
  EXPECT_EQ(table.Number(key), std::pair(0U, true));
  EXPECT_EQ(table.Find("order/PO-17"), 0U);
  EXPECT_EQ(table.Number("order/PO-17"), std::pair(0U, false));
}

// Texts that count, that end alike, that differ in one byte of every place.
std::vector<std::string> ManyTexts() {
  std::vector<std::string> texts;
  for (int i = 0; i < 3000; ++i) {
    texts.push_back("order/" + std::to_string(i));
    texts.push_back(std::to_string(i) + " Trading Co., Ltd");
    texts.push_back(std::string(static_cast<std::size_t>(i % 40), 'x') + std::to_string(i));
  }
  for (int last = 0; last < 256; ++last) texts.push_back(std::string("end ") + char(last));
  return texts;
}

void ExpectAll(const TextTable& table, const std::vector<std::string>& texts) {
  ASSERT_EQ(table.size(), texts.size());
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    ASSERT_EQ(table.Find(texts[i]), i) << texts[i];
    ASSERT_EQ(table.Text(i), texts[i]);
    ASSERT_EQ(table.Find(texts[i] + "."), TextTable::kNone);
  }
}

TEST(TextTableTest, FindsEachOfMany) {
  const std::vector<std::string> texts = ManyTexts();
  TextTable table;
  for (const std::string& text : texts) ASSERT_TRUE(table.Number(text).second) << text;
  ExpectAll(table, texts);
}

TEST(TextTableTest, ReservingChangesNothingButTheRoom) {
  const std::vector<std::string> texts = ManyTexts();
  for (const std::size_t room : {std::size_t{0}, std::size_t{1}, texts.size() / 3, texts.size()}) {
    TextTable table;
    table.Reserve(room);
    EXPECT_EQ(table.Find(texts[0]), TextTable::kNone);
    for (std::size_t i = 0; i < texts.size() / 2; ++i) table.Number(texts[i]);
    table.Reserve(room * 2);
    for (const std::string& text : texts) table.Number(text);
    ExpectAll(table, texts);
  }
}

TEST(TextTableTest, IsEmptyAfterClear) {
  TextTable table;
  table.Number("a");
  table.Clear();
  EXPECT_EQ(table.Find("a"), TextTable::kNone);
  EXPECT_EQ(table.Number("b"), std::pair(0U, true));
}

}  // namespace
}  // namespace licet
