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
  EXPECT_EQ(WordsOf("nonexLu"), "nonexlu");
  EXPECT_EQ(WordsOf("luXenon"), "lu xenon");
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

TEST(Name, ArabicPrepositionsAndArticlesArePartedFromTheirWord) {
  // "And the Levant", "for the trade", "for the people of".
  EXPECT_EQ(WordsOf("\u0628\u063A\u062F\u0627\u062F \u0648\u0627\u0644\u0634\u0627\u0645"),
            "baghdad w levant");
  EXPECT_EQ(WordsOf("\u0627\u0644\u0646\u0648\u0631 \u0644\u0644\u062A\u0635\u062F\u064A\u0631"),
            "nwr export");
  EXPECT_EQ(WordsOf("\u0644\u0623\u0647\u0644 \u0627\u0644\u0628\u0635\u0631\u0629"),
            "people bsrh");
  // A name that begins with these letters is left alone.
  EXPECT_EQ(WordsOf("\u0644\u0637\u064A\u0641"), "ltyf");
  EXPECT_EQ(WordsOf("\u0648\u0644\u064A\u062F"), "wlyd");
  EXPECT_EQ(WordsOf("Binalhamdan"), "bin al hamdan");
  EXPECT_EQ(WordsOf("Benalla Binali"), "benalla binali");
}

TEST(Name, PinyinInSeveralWordsIsTranslatedLikeHan) {
  EXPECT_EQ(WordsOf("Chaoji Jisuan Zhongxin"), WordsOf("\u8D85\u7EA7\u8BA1\u7B97\u4E2D\u5FC3"));
  EXPECT_EQ(WordsOf("Xi Tong"), "system");
  EXPECT_EQ(WordsOf("Chaoji Luminor"), "chaoji luminor");
}

TEST(Name, HanWithADotSpellsAForeignName) {
  // No word of it is translated.
  NameReader reader(TheWords());
  const auto name = reader.Read("\u5361\u6D1B\u65AF\u00B7\u4E2D\u5FC3");
  ASSERT_TRUE(name);
  ASSERT_EQ(name->tokens.size(), 2U);
  EXPECT_EQ(name->tokens[0].text, "kaluosi");
  EXPECT_EQ(name->tokens[1].text, "jonshin");
  EXPECT_TRUE(name->tokens[0].vowelless);
  EXPECT_EQ(WordsOf("\u4E2D\u5FC3"), "center");
}

TEST(Name, KoreanNamesAreReadInEveryScript) {
  EXPECT_EQ(WordsOf("\uBC15\uB3D9\uD638"), "pak tong ho");
  EXPECT_EQ(WordsOf("\u041F\u0430\u043A \u0422\u043E\u043D \u0425\u043E"), "pak tong ho");
  EXPECT_EQ(WordsOf("Paks \u010Coniljs"), "paks coniljs");
  EXPECT_EQ(WordsOf("Kims \u010Conils"), "kim jong il");
  EXPECT_EQ(WordsOf("Kim Dzsongil"), "kim jong il");
  EXPECT_EQ(WordsOf("\u0E04\u0E34\u0E21 \u0E08\u0E47\u0E2D\u0E07-\u0E2D\u0E34\u0E25"),
            "kim jong il");
  // What is a legal form elsewhere is a syllable here.
  EXPECT_EQ(WordsOf("Pak Pong Ju"), "pak pong ju");
  EXPECT_EQ(WordsOf("Kim AG"), "kim");
  // As they stand in Latin; only the sound is told.
  EXPECT_EQ(WordsOf("Pak Tong-ho"), "pak tong ho");
  NameReader reader(TheWords());
  const auto sound = [&](std::string_view text, std::size_t at) {
    return reader.Read(text).value().tokens.at(at).sound;
  };
  EXPECT_EQ(sound("Pak Chong-un", 1), sound("Park Jeong-eun", 1));
  EXPECT_EQ(sound("Pak Chong-un", 2), sound("Park Jeong-eun", 2));
  EXPECT_NE(sound("Pak Chong-un", 2), sound("Pak Chong-in", 2));
}

// What a reader keeps of a word is not taken for the same letters read in another way.
TEST(Name, EarlierNamesDoNotChangeALaterOne) {
  const std::vector<std::string> names = {
      "Kim Jong-un",
      "Jong Un Electronics",
      "\u041A\u0438\u043C \u0427\u0435\u043D \u042B\u043D",  // the first one, in Russian
      "Un Jong Co Xenon",
      "Xenon Co",
      "\uAE40\uC815\uC740",  // in Korean
      "Dianzi Keji Xenon",
      "Dian Zi Ke Ji Xenon",
      "\u7535\u5B50 Xenon",  // "electronics"
      "Electronics Xenon",
      "\u0634\u0631\u0643\u0629 \u0632\u064A\u0646",  // "company" and a name
      "Shrk Zyn",
  };
  auto told = [](NameReader* reader, const std::string& text) {
    const auto name = reader->Read(text);
    std::string all;
    if (!name) return all;
    for (const NameToken& token : name->tokens) {
      all += token.text + "/" + token.sound + "/" + token.skeleton + "/" + token.shown + "/";
      all += std::string(ToString(token.word_class)) + (token.vowelless ? "/vowelless " : " ");
    }
    return all;
  };
  NameReader reader(TheWords());
  for (int round = 0; round < 2; ++round) {
    for (const std::string& name : names) {
      NameReader fresh(TheWords());
      EXPECT_EQ(told(&reader, name), told(&fresh, name)) << name;
    }
  }
}

TEST(Name, WhatIsNoKoreanNameIsLeftAlone) {
  EXPECT_EQ(WordsOf("\u041A\u0438\u043C \u0410\u043D\u0430\u0442\u043E\u043B\u0438\u0439"),
            "kim anatoliy");
  EXPECT_EQ(WordsOf("Kim Cong Trading"), "kim cong trading");
  EXPECT_EQ(WordsOf("\uC0BC\uC131"), "samseong");
  NameReader reader(TheWords());
  for (const char* text : {"Zhang Jun Min", "Kim Basinger", "Park Street Holdings"}) {
    const Name name = reader.Read(text).value();
    for (const NameToken& token : name.tokens) {
      EXPECT_FALSE(token.sound.starts_with('K')) << text;
    }
  }
}

TEST(Name, ScriptsOfSouthEastAsiaAreReadByTheirConsonants) {
  EXPECT_EQ(WordsOf("\u17A0\u17CA\u17BB\u1793"), "hn");
  EXPECT_EQ(WordsOf("\u0EA7\u0EBD\u0E87\u0E88\u0EB1\u0E99"), "vngchn");
  EXPECT_EQ(WordsOf("\u0DB8\u0DC4\u0DD2\u0DB1\u0DCA\u0DAF"), "mhnd");
  NameReader reader(TheWords());
  EXPECT_TRUE(reader.Read("\u17A0\u17CA\u17BB\u1793")->tokens[0].vowelless);
  // Thai: a vowel before its consonant, one that is silenced, a final s.
  EXPECT_EQ(WordsOf("\u0E40\u0E21\u0E18\u0E32"), "metha");
  EXPECT_EQ(WordsOf("\u0E2A\u0E27\u0E31\u0E2A\u0E14\u0E34\u0E4C"), "swat");
}

TEST(Name, SerbianIsRomanisedAsSerbian) {
  EXPECT_EQ(WordsOf("\u0427\u0435\u0434\u043E\u043C\u0438\u0440 \u0412\u0443\u0447\u0438\u045B"),
            "cedomir vucic");
  EXPECT_EQ(WordsOf("\u0427\u0435\u0434\u043E\u043C\u0438\u0440"), "chedomir");
}

TEST(Name, GreekWritesForeignLettersWithTwo) {
  EXPECT_EQ(WordsOf("\u0392\u03BB\u03B1\u03BD\u03C4\u03AF\u03BC\u03B9\u03C1"), "vladimir");
  EXPECT_EQ(WordsOf("\u039A\u03C9\u03BD\u03C3\u03C4\u03B1\u03BD\u03C4\u03AF\u03BD\u03BF\u03C2"),
            "konstantinos");
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
