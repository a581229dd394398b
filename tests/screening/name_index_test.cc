// The search against a scan of all names, the lookup of misspelt words against a
// comparison with all of them, and what scores are made of.

#include "licet/screening/name_index.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "licet/base/seams.h"
#include "screening/delete_index.h"
#include "screening/distance.h"

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

// Names made of few words, so that many agree in part, and queries that are some
// of them mangled.
class RandomNames {
 public:
  std::string Next() {
    static const char* const kParts[] = {
        "huawei",   "technologies", "beijing",    "sense", "time",   "sensetime", "institute",
        "of",       "no",           "13",         "14",    "ivanov", "aleksandr", "alexander",
        "muhammad", "mohamed",      "abd",        "al",    "rahman", "a",         "trading",
        "shenzhen", "haiguang",     "hai",        "guang", "ltd",    "co",        "kai",
        "chang",    "changxin",     "electronics"};
    std::string name;
    const std::size_t count = 1 + random_.Next() % 5;
    for (std::size_t i = 0; i < count; ++i) {
      name += (i > 0 ? " " : "") + std::string(kParts[random_.Next() % std::size(kParts)]);
    }
    return name;
  }
  std::string Mangled() {
    std::string name = Next();
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
