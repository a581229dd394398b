// Names of several scripts as words.

#include "licet/screening/name.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

const Words& TheWords() {
  static const auto disk = RealDisk();
  static const auto words = Words::Load(*disk, std::string(LICET_SOURCE_DIR) + "/data/names");
  EXPECT_TRUE(words) << (words ? "" : words.error().ToString());
  return *words;
}

std::string WordsOf(std::string_view text) {
  NameReader reader(TheWords());
  const auto name = reader.Read(text);
  if (!name) return name.error().sentence();
  std::string words;
  for (const NameToken& token : name->tokens) words += (words.empty() ? "" : " ") + token.text;
  return words;
}

TEST(Name, LegalFormsAreTakenOff) {
  EXPECT_EQ(WordsOf("Huawei Technologies Co., Ltd."), "huawei technology");
  EXPECT_EQ(WordsOf("OOO Rapart Services"), "rapart service");
  EXPECT_EQ(WordsOf("Luminor Oy"), "luminor");
  // A name that is nothing else keeps it.
  EXPECT_EQ(WordsOf("Limited"), "limited");
}

TEST(Name, OtherScriptsBecomeLatinWords) {
  EXPECT_EQ(WordsOf("\u5317\u4EAC\u534E\u4E3A\u6570\u5B57\u6280\u672F\u6709\u9650\u516C\u53F8"),
            "beijing huawei digital technology");
  EXPECT_EQ(WordsOf("\u83EF\u70BA\u6280\u8853\u6709\u9650\u516C\u53F8"), "huawei technology");
  EXPECT_EQ(WordsOf("\u041F\u0443\u0442\u0438\u043D"), "putin");
  EXPECT_EQ(WordsOf("\u00C5kersstr\u00F6m \u00D1and\u00FA"), "akersstrom nandu");
}

TEST(Name, ThePiecesOfAGivenNameAreOne) {
  EXPECT_EQ(WordsOf("Abd al-Rahman Khadem"), "abdrahman khadem");
  EXPECT_EQ(WordsOf("Najib Allah Haqqani"), "najiballah haqqani");
}

TEST(Name, DigitsAmongLettersAreLetters) {
  EXPECT_EQ(WordsOf("Ig0r"), "igor");
  EXPECT_EQ(WordsOf("A100"), "a100");
  EXPECT_EQ(WordsOf("7th Academy"), "7 academy");
}

TEST(Name, LettersThatOnlyLookLatinAreFoldedAndSaid) {
  NameReader reader(TheWords());
  const auto name = reader.Read("Hu\u0430wei");  // the first a is Cyrillic
  ASSERT_TRUE(name);
  EXPECT_EQ(name->tokens[0].text, "huawei");
  EXPECT_TRUE(name->look_alikes);
  EXPECT_FALSE(reader.Read("\u041F\u0443\u0442\u0438\u043D")->look_alikes);
}

TEST(Name, HiddenCharactersAreTakenOutAndSaid) {
  NameReader reader(TheWords());
  const auto name = reader.Read("Hua\xE2\x80\x8Bwei \xE2\x80\xAEX");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->tokens[0].text, "huawei");
  EXPECT_TRUE(name->hidden);
}

TEST(Name, WhatIsNoNameIsRefused) {
  EXPECT_EQ(WordsOf("  ... "), "a name has no letter and no digit in it");
  EXPECT_EQ(WordsOf(""), "a name has no letter and no digit in it");
  EXPECT_EQ(WordsOf("\xFFHuawei"), "a name is not UTF-8; save the file as UTF-8 text");
  EXPECT_EQ(WordsOf(std::string(10 << 20, 'x')),
            "a name is longer than 4,096 bytes; give the name alone");
}

}  // namespace
}  // namespace licet
