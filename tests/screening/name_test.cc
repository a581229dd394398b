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

TEST(Name, PinyinIsNotCorrected) {
  EXPECT_EQ(WordsOf("Chuangxin Dianzi"), WordsOf("innovation electronics"));
  EXPECT_EQ(WordsOf("Changxin Xenon"), "changxin xenon");
}

TEST(Name, CapitalsPartWordsButNotFormsAndSlips) {
  EXPECT_EQ(WordsOf("SenseTime"), "sense time");
  EXPECT_EQ(WordsOf("iFlytek"), "iflytek");
  EXPECT_EQ(WordsOf("Xenon GmbH"), "xenon");
  EXPECT_EQ(WordsOf("M\u00FCxenon GmbH"), "muxenon");
  EXPECT_EQ(WordsOf("XENOLiTH"), "xenolith");
  EXPECT_EQ(WordsOf("XEN\u00D6LiTH"), "xenolith");
  EXPECT_EQ(WordsOf("OFrCHINA"), "ofrchina");
}

TEST(Name, LegalFormsAreKnownWhenMisspeltOrInAnotherOrder) {
  EXPECT_EQ(WordsOf("Plaz Limitted Liaability Company"), "plaz");
  EXPECT_EQ(WordsOf("Company Liability Limited Eluent"), "eluent");
  EXPECT_EQ(WordsOf("Gazprom Open Joit Stock Conpny"), "gazprom");
  EXPECT_EQ(WordsOf("Tongfang Coo., Lts."), "tongfang");
  EXPECT_EQ(WordsOf("Marakish Lcl"), "marakish");
  // Short words are only at the end of a name, and only slips of common forms.
  EXPECT_EQ(WordsOf("Tim Cook"), "tim cook");
  EXPECT_EQ(WordsOf("Lcl Marakish"), "lcl marakish");
  EXPECT_EQ(WordsOf("Ibrahim Omari"), "ibrahim omari");
}

TEST(Name, AnAddressBehindALegalFormSaysLittle) {
  NameReader reader(TheWords());
  const auto name = reader.Read("Luminor Oy No.8 Bldg");
  ASSERT_TRUE(name);
  EXPECT_EQ(name->dropped, std::vector<std::string>{"oy"});
  for (std::size_t i = 1; i < name->tokens.size(); ++i) {
    EXPECT_EQ(name->tokens[i].word_class, WordClass::kLegal) << i;
  }
  EXPECT_EQ(reader.Read("Tower 42 Building")->tokens[1].word_class, WordClass::kNumber);
}

TEST(Name, NumbersInWordsAreOne) {
  EXPECT_EQ(WordsOf("Brigade Forty 4"), "brigade 44");
  EXPECT_EQ(WordsOf("Brigade 40 4"), "brigade 40 4");
}

TEST(Name, PatronymicsBesideTwoNames) {
  NameReader reader(TheWords());
  const auto class_of = [&](std::string_view text, std::size_t at) {
    return reader.Read(text).value().tokens.at(at).word_class;
  };
  EXPECT_EQ(class_of("Ermakov Valery Nikolaevich", 2), WordClass::kPatronymic);
  EXPECT_EQ(class_of("Anna Sergeyevna Petrova", 1), WordClass::kPatronymic);
  EXPECT_EQ(class_of("Aleksandr Lukashevich", 1), WordClass::kName);
  EXPECT_EQ(class_of("Nikolaevich Trading Valery Ermakov", 0), WordClass::kName);
}

TEST(Name, ArabicAndHebrewAreReadAsTheyAreWritten) {
  // Ayn, lam is no article; alef, lam is one.
  EXPECT_EQ(WordsOf("\u0639\u0627\u0644\u06CC\u0632\u06CC"), "alyzy");
  EXPECT_EQ(WordsOf("\u0627\u0644\u0635\u064A\u062F"), "syd");
  // "Father of" and "servant of" that are written together with their word.
  EXPECT_EQ(WordsOf("\u0623\u0628\u0648\u063A\u064A\u062B"), "abw ghyth");
  EXPECT_EQ(
      WordsOf("\u0645\u062D\u0645\u062F\u0639\u0628\u062F \u0627\u0644\u0628\u0635\u064A\u0631"),
      "mhmd bdbsyr");
  // Marks of vowels do not part a word.
  EXPECT_EQ(WordsOf("\u0643\u064F\u0644"), "kl");
  NameReader reader(TheWords());
  EXPECT_TRUE(reader.Read("\u05E4\u05D5\u05D8\u05D9\u05DF")->tokens[0].vowelless);
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
  // A word of look-alikes alone among Latin ones: the last is Cyrillic.
  EXPECT_EQ(WordsOf("Piotech \u0421\u043E Ltd"), "piotech");
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
