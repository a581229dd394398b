// The search against a scan of all names, the lookup of misspelt words against a
// comparison with all of them, and what scores are made of.

#include "licet/screening/name_index.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "licet/base/seams.h"
#include "screening/delete_index.h"
#include "screening/distance.h"
#include "screening/hashed_names.h"
#include "screening/token_match.h"
#include "screening/vocabulary.h"
#include "screening/words.h"

namespace licet {
namespace {

const Words& TheWords() {
  static const auto disk = RealDisk();
  static const auto words = Words::Load(*disk, std::string(LICET_SOURCE_DIR) + "/data/names");
  EXPECT_TRUE(words) << (words ? "" : words.error().ToString());
  return *words;
}

// Optimal string alignment by its definition.
int Plain(std::string_view a, std::string_view b) {
  std::vector<std::vector<int>> d(a.size() + 1, std::vector<int>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = static_cast<int>(i + j);
        continue;
      }
      d[i][j] = std::min(
          {d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

std::string RandomWord(SeededRandom* random, std::size_t longest) {
  std::string word;
  const std::size_t length = 1 + random->Next() % longest;
  for (std::size_t i = 0; i < length; ++i) word += static_cast<char>('a' + random->Next() % 3);
  return word;
}

TEST(Distance, EqualsItsDefinition) {
  SeededRandom random(1);
  for (int round = 0; round < 20'000; ++round) {
    const std::string a = RandomWord(&random, 12);
    const std::string b = RandomWord(&random, 12);
    for (int limit = 1; limit <= 3; ++limit) {
      ASSERT_EQ(Distance(a, b, limit), std::min(Plain(a, b), limit + 1)) << a << " " << b;
    }
  }
}

TEST(DeleteIndex, FindsEveryWordWithinReach) {
  SeededRandom random(2);
  std::vector<std::string> words;
  for (int i = 0; i < 400; ++i) words.push_back(RandomWord(&random, 14));
  DeleteIndex index;
  for (std::uint32_t i = 0; i < words.size(); ++i) index.Add(words[i], 2, i);
  index.Build();
  int within = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string word = RandomWord(&random, 14);
    for (int letters = 1; letters <= 2; ++letters) {
      std::vector<std::uint32_t> found;
      index.Find(word, letters, &found);
      for (std::uint32_t i = 0; i < words.size(); ++i) {
        if (Plain(word, words[i]) > letters) continue;
        ++within;
        ASSERT_NE(std::find(found.begin(), found.end(), i), found.end()) << word << " " << words[i];
      }
    }
  }
  EXPECT_GT(within, 300);
}

TEST(Dictionary, HasWhatWasPutInAndNothingElse) {
  // More texts than bits, so that bits are shared.
  constexpr int kTexts = 40'000;
  Dictionary<int> dictionary;
  EXPECT_FALSE(dictionary.contains(""));
  for (int i = 0; i < kTexts; ++i) dictionary.try_emplace("word" + std::to_string(i), i);
  EXPECT_FALSE(dictionary.try_emplace("word7", 8).second);
  for (int i = 0; i < kTexts; ++i) {
    const auto found = dictionary.find("word" + std::to_string(i));
    ASSERT_NE(found, dictionary.end()) << i;
    ASSERT_EQ(found->second, i);
    ASSERT_FALSE(dictionary.contains("other" + std::to_string(i))) << i;
  }
  dictionary.erase("word7");
  EXPECT_FALSE(dictionary.contains("word7"));
}

TEST(HashedNames, GivesTheNamesOfAHashAndOfNoOther) {
  SeededRandom random(5);
  std::vector<std::uint64_t> hashes;
  for (int i = 0; i < 500; ++i) hashes.push_back(random.Next());
  hashes.push_back(0);
  hashes.push_back(~std::uint64_t{0});
  HashedNames names;
  for (std::uint32_t name = 0; name < 2 * hashes.size(); ++name) {
    names.Add(hashes[name % hashes.size()], name);
  }
  names.Build();
  for (std::uint32_t i = 0; i < hashes.size(); ++i) {
    std::vector<std::uint32_t> found;
    names.ForEach(hashes[i], [&](std::uint32_t name) { found.push_back(name); });
    EXPECT_EQ(found,
              (std::vector<std::uint32_t>{i, i + static_cast<std::uint32_t>(hashes.size())}));
  }
  names.ForEach(1, [](std::uint32_t name) { ADD_FAILURE() << name; });
}

TEST(HashedNames, MayBeEmpty) {
  HashedNames names;
  names.Build();
  names.ForEach(~std::uint64_t{0}, [](std::uint32_t name) { ADD_FAILURE() << name; });
}

// What MatchTokens may bring together in all its ways: misspelt, cut off, in several
// romanisations, without vowels, as patronymics and plurals, as initials.
const char* const kWords[] = {"huawei",
                              "networks",
                              "network",
                              "netqotks",
                              "ntwlrk",
                              "technologies",
                              "technolgies",
                              "tech",
                              "sensetime",
                              "yermakov",
                              "jermakov",
                              "ermakow",
                              "iermakov",
                              "basir",
                              "baseer",
                              "basher",
                              "nikolayevich",
                              "mykolaiovych",
                              "nikolai",
                              "mykola",
                              "ivanovich",
                              "ivanov",
                              "iwanow",
                              "deng",
                              "ding",
                              "leiming",
                              "liming",
                              "muhammad",
                              "mohamed",
                              "mahmud",
                              "hamid",
                              "ahmad",
                              "laden",
                              "ladin",
                              "a",
                              "h",
                              "m",
                              "ny",
                              "13",
                              "14",
                              "beijing",
                              "peking",
                              "haiguang",
                              "haigong",
                              "\u0645\u062D\u0645\u062F",
                              "\u0645\u062D\u0645\u0648\u062F",
                              "\u062D\u0627\u0645\u062F",
                              "\u0648\u0644\u064A\u062F",
                              "\u0639\u0648\u0636",
                              "\u0639\u064A\u0627\u0634\u064A",
                              "ewaz",
                              "walid",
                              "ayashi",
                              "\u4F55",
                              "\u8D3A",
                              "\u05D5\u05DC\u05D3\u05D9\u05DE\u05D9\u05E8",
                              "vladimir",
                              "volodymyr",
                              "abdrahman",
                              "rahman",
                              "namhar",
                              "abdhasan",
                              "hasan"};

TEST(Vocabulary, FindsEveryWordThatAgrees) {
  NameReader reader(TheWords());
  SeededRandom random(4);
  std::vector<NameToken> tokens;
  auto add = [&](const std::string& text) {
    const auto name = reader.Read(text);
    if (!name) return;
    tokens.insert(tokens.end(), name->tokens.begin(), name->tokens.end());
  };
  for (const char* korean : {"Kim Jong-un", "Kim Chong-un", "Kim Dzsongun", "Han Jong-un"}) {
    add(korean);
  }
  for (const std::string word : kWords) {
    add(word);
    add("Petr " + word + " Sidorov");
    if (word[0] < 'a' || word.size() < 3) continue;
    for (int i = 0; i < 6; ++i) {
      std::string slip = word;
      for (int slips = 0; slips < 1 + i % 3; ++slips) {
        const std::size_t at = random.Next() % slip.size();
        if (i % 2 == 0) slip[at] = static_cast<char>('a' + random.Next() % 26);
        if (i % 2 == 1) slip.erase(at, 1);
      }
      add(slip);
    }
  }
  Vocabulary vocabulary;
  for (const NameToken& token : tokens) vocabulary.Count(vocabulary.Add(token));
  vocabulary.Build(tokens.size());
  std::set<WordMatch> reasons;
  for (const NameToken& token : tokens) {
    std::vector<WordHit> hits;
    vocabulary.Find(token, &hits);
    std::map<std::uint32_t, int> found;
    for (const WordHit& hit : hits) found[hit.word] = hit.match.similarity;
    for (std::uint32_t word = 0; word < vocabulary.size(); ++word) {
      const TokenMatch match = MatchTokens(token, vocabulary.token(word));
      // The names whose initial it is are left to the search.
      if (match.why == WordMatch::kInitial && token.word_class == WordClass::kInitial) continue;
      ASSERT_EQ(found[word], match.similarity) << token.text << " " << vocabulary.token(word).text;
      reasons.insert(match.why);
    }
  }
  for (const WordMatch why :
       {WordMatch::kSame, WordMatch::kSameReading, WordMatch::kSameGivenName, WordMatch::kSameSound,
        WordMatch::kMisspelt, WordMatch::kCutOff, WordMatch::kSameConsonants, WordMatch::kInitial,
        WordMatch::kServantOf, WordMatch::kSameLetters}) {
    EXPECT_TRUE(reasons.contains(why)) << ToString(why);
  }
}

TEST(MatchTokens, APluralIsMisspeltLikeItsSingular) {
  NameReader reader(TheWords());
  const auto token = [&](std::string_view text) { return reader.Read(text).value().tokens.at(0); };
  EXPECT_EQ(MatchTokens(token("netqotks"), token("networks")).why, WordMatch::kMisspelt);
  EXPECT_EQ(MatchTokens(token("networks"), token("netqotks")).why, WordMatch::kMisspelt);
}

TEST(MatchTokens, SpellingsOfOneSoundAgreeButNotInPinyin) {
  NameReader reader(TheWords());
  const auto match = [&](std::string_view a, std::string_view b) {
    return MatchTokens(reader.Read(a).value().tokens.at(0), reader.Read(b).value().tokens.at(0));
  };
  EXPECT_EQ(match("Yermakov", "Jermakow").why, WordMatch::kSameSound);
  EXPECT_EQ(match("Zakharchenko", "Sakharchenko").why, WordMatch::kMisspelt);
  EXPECT_LT(match("Dengfeng", "Dingfeng").similarity, match("Yermakov", "Jermakow").similarity);
}

TEST(MatchTokens, ServantOfMayBeLeftOutBeforeANameOfGod) {
  NameReader reader(TheWords());
  const auto match = [&](std::string_view a, std::string_view b) {
    return MatchTokens(reader.Read(a).value().tokens.at(0), reader.Read(b).value().tokens.at(0));
  };
  EXPECT_EQ(match("Abdul Ghaffar", "Ghaffar").why, WordMatch::kServantOf);
  EXPECT_EQ(match("Ghaffar", "Abdelghaffar").why, WordMatch::kServantOf);
  EXPECT_EQ(match("Abdolhassan", "Hassan").why, WordMatch::kNone);
}

TEST(MatchTokens, LettersInAnotherOrderAgreeButNotInPinyin) {
  NameReader reader(TheWords());
  const auto match = [&](std::string_view a, std::string_view b) {
    return MatchTokens(reader.Read(a).value().tokens.at(0), reader.Read(b).value().tokens.at(0));
  };
  EXPECT_EQ(match("Rotlaus", "Sualtor").why, WordMatch::kSameLetters);
  EXPECT_EQ(match("Solt", "Tlos").why, WordMatch::kNone);
  EXPECT_NE(match("Nanshang", "Shannang").why, WordMatch::kSameLetters);
}

// Names made of few words, so that many agree in part, and queries that are some
// of them mangled.
class RandomNames {
 public:
  std::string Next() {
    static const char* const kParts[] = {"huawei",
                                         "technologies",
                                         "beijing",
                                         "sense",
                                         "time",
                                         "sensetime",
                                         "institute",
                                         "of",
                                         "no",
                                         "13",
                                         "14",
                                         "ivanov",
                                         "aleksandr",
                                         "alexander",
                                         "muhammad",
                                         "mohamed",
                                         "abd",
                                         "al",
                                         "rahman",
                                         "a",
                                         "trading",
                                         "shenzhen",
                                         "haiguang",
                                         "hai",
                                         "guang",
                                         "ltd",
                                         "co",
                                         "kai",
                                         "chang",
                                         "changxin",
                                         "electronics",
                                         "yermakov",
                                         "jermakow",
                                         "basir",
                                         "baseer",
                                         "petrovich",
                                         "bin",
                                         "laden",
                                         "ladin",
                                         "networks",
                                         "b",
                                         "\u0645\u062D\u0645\u062F",
                                         "\u062D\u0627\u0645\u062F",
                                         "haji"};
    std::string name;
    const std::size_t count = 1 + random_.Next() % 6;
    for (std::size_t i = 0; i < count; ++i) {
      name += (i > 0 ? " " : "") + std::string(kParts[random_.Next() % std::size(kParts)]);
    }
    return name;
  }
  std::string Mangled() {
    std::string name = Next();
    constexpr std::size_t kCutOff = 28;
    if (random_.Next() % 4 == 0 && name.size() > kCutOff) name.resize(kCutOff);
    if (random_.Next() % 2 == 0) name[random_.Next() % name.size()] = 'x';
    if (random_.Next() % 3 == 0) name.erase(random_.Next() % name.size(), 1);
    return name;
  }

 private:
  SeededRandom random_{3};
};

TEST(NameSearch, FindsWhatAScanFinds) {
  NameReader reader(TheWords());
  RandomNames names;
  NameIndex index;
  for (std::uint32_t entry = 0; entry < 700; ++entry) {
    for (std::uint32_t name = 0; name < 1 + entry % 3; ++name) {
      if (const auto read = reader.Read(names.Next())) index.Add(entry, name, *read);
    }
  }
  index.Build();
  NameSearch search(index);
  std::size_t hits = 0;
  for (int round = 0; round < 300; ++round) {
    const std::string text = names.Mangled();
    const auto query = reader.Read(text);
    if (!query) continue;
    for (const std::size_t most : {1U, 10U, 1000U}) {
      for (const int score_min : {3000, 6500}) {
        const auto top = search.Top(*query, most, score_min);
        ASSERT_EQ(top, search.Scan(*query, most, score_min)) << text << " " << most;
        hits += top.size();
      }
    }
  }
  EXPECT_GT(hits, 1000U);
}

int ScoreOf(std::string_view a, std::string_view b) {
  NameReader reader(TheWords());
  NameIndex index;
  index.Build();
  NameSearch search(index);
  return search.Score(reader.Read(a).value(), reader.Read(b).value());
}

TEST(NameSearch, ScoresAreGradedInsideTheTopBand) {
  const int same = ScoreOf("Huawei Technologies Co., Ltd.", "Huawei Technologies Co., Ltd.");
  const int other_form = ScoreOf("Huawei Technologies JSC", "Huawei Technologies Co., Ltd.");
  const int order = ScoreOf("Technologies Huawei Co., Ltd.", "Huawei Technologies Co., Ltd.");
  EXPECT_EQ(same, kScoreMax);
  EXPECT_LT(other_form, same);
  EXPECT_LT(order, same);
  EXPECT_GT(order, 9'900);
}

TEST(NameSearch, NumbersAndOwnWordsThatDifferSpeakAgainst) {
  EXPECT_LT(ScoreOf("CETC No. 13 Research Institute", "CETC No. 14 Research Institute"),
            ScoreOf("CETC No. 13 Research Institute", "CETC No. 13 Research Instiute") - 2'000);
  EXPECT_LT(ScoreOf("Haoyu General Trading", "Zurmat General Trading"), 5'000);
}

TEST(NameSearch, FindsANameByItsFirstLetters) {
  NameReader reader(TheWords());
  NameIndex index;
  index.Add(0, 0, reader.Read("Semiconductor Manufacturing International (Shenzhen)").value());
  index.Add(1, 0, reader.Read("Shenzhen Semiconductor Manufacturing").value());
  index.Build();
  NameSearch search(index);
  const auto hits =
      search.Top(reader.Read("Semiconductor Manufacturing Interna").value(), 10, 7'500);
  ASSERT_EQ(hits.size(), 1U);
  EXPECT_EQ(hits[0].entry, 0U);
  // Whole words may be another, shorter name.
  EXPECT_LT(ScoreOf("China Electronics Technology Group Corporation",
                    "China Electronics Technology Group Corporation No. 14 Research Institute"),
            6'500);
}

TEST(NameSearch, PatronymicsInitialsAndFathersThatDifferSpeakAgainst) {
  EXPECT_GT(ScoreOf("Ermakov Valeriy Nikolaevich", "Iermakov Valerii Mykolaiovych"), 9'000);
  EXPECT_LT(ScoreOf("Ermakov Valeriy Petrovich", "Iermakov Valerii Mykolaiovych"), 7'500);
  EXPECT_GT(ScoreOf("Ermakov Valeriy", "Iermakov Valerii Mykolaiovych"), 7'500);
  EXPECT_LT(ScoreOf("Ahmad bin Hasan al-Ubaidi", "Hasan bin Ahmad al-Ubaidi"), 7'500);
  EXPECT_LT(ScoreOf("Hans O Friedrich", "Hans Joachim Friedrich"), 7'500);
  EXPECT_GT(ScoreOf("Hans J Friedrich", "Hans Joachim Friedrich"), 9'000);
}

TEST(NameSearch, APersonIsFoundByTwoOfManyNames) {
  const int person = ScoreOf("Boris Johnson", "Alexandre Boris de Pfeffel Johnson");
  EXPECT_GT(person, 7'500);
  EXPECT_LT(ScoreOf("Boris Johnson", "Alexandre Boris de Pfeffel Johnson Trading"), person - 800);
}

TEST(NameSearch, AWordThatIsTwoOnTheOtherSideIsTwo) {
  // Else one own word agrees, and general words that differ speak against it.
  const int joined = ScoreOf("Luxenon Storage", "Lu Xenon Memory");
  EXPECT_GT(joined, ScoreOf("Xenon Storage", "Xenon Memory"));
  EXPECT_GT(joined, 8'000);
}

TEST(NameSearch, KoreanRomanisationsAreOneAndSyllablesAreTold) {
  EXPECT_GT(ScoreOf("Park Jeong-eun", "PAK Chong Un"), 9'000);
  EXPECT_GT(ScoreOf("Pak Dzsongun", "PAK Jong Un"), 9'000);
  EXPECT_LT(ScoreOf("Pak Jong-in", "PAK Jong Un"), 6'500);
}

TEST(NameSearch, FirmsThatShareOneWordAreTold) {
  EXPECT_LT(ScoreOf("Bowne Systems", "Bowne Industries"),
            ScoreOf("Bowne Systems", "Bowne") - 1'000);
}

TEST(NameSearch, ExplainsItsSum) {
  NameReader reader(TheWords());
  NameIndex index;
  index.Build();
  NameSearch search(index);
  const auto why = search.Explain(reader.Read("Sense Time Grp").value(),
                                  reader.Read("SenseTime Group Inc.").value());
  int sum = why.base;
  for (const ScoreDeduction& deduction : why.deductions) sum += deduction.amount;
  EXPECT_EQ(sum, why.score);
  ASSERT_EQ(why.aligned.size(), 3U);
  EXPECT_EQ(why.listed_dropped, std::vector<std::string>{"inc"});
  EXPECT_TRUE(why.query_left.empty());
}

}  // namespace
}  // namespace licet
