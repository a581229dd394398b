#include "alignment.h"

#include <algorithm>

namespace licet {

namespace {

// In ten-thousandths. Found on pairs of names that are and are not the same.
constexpr int kNumbersDiffer = 2500;
constexpr int kPlacesDiffer = 900;
constexpr int kNothingOwnAgrees = 1500;
constexpr int kOwnWordsDiffer = 8000;  // when they are all the weight
constexpr int kFormsDiffer = 12;
constexpr int kFormMissing = 4;
constexpr int kOrderDiffers = 20;
constexpr int kPatronymicsDiffer = 2500;
constexpr int kInitialsDiffer = 1000;
constexpr int kFatherAndSon = 3500;
constexpr int kGeneralWordsDiffer = 1000;
constexpr int kSameLetters = 9'700;
constexpr int kCutOffLetters = 7'800;
constexpr std::size_t kLettersMin = 5;

bool Bit(std::uint32_t bits, std::size_t at) { return ((bits >> at) & 1U) != 0; }

// Whether words of a class are left over.
bool LeftOver(const WeighedName& name, std::uint32_t taken, WordClass word_class) {
  for (std::size_t i = 0; i < name.tokens.size(); ++i) {
    if (!Bit(taken, i) && name.tokens[i]->word_class == word_class) return true;
  }
  return false;
}

bool GeneralLeft(const WeighedName& name, std::uint32_t taken) {
  return LeftOver(name, taken, WordClass::kBusiness) ||
         LeftOver(name, taken, WordClass::kInstitution);
}

// Of own words left over.
int LeftWeight(const WeighedName& name, std::uint32_t taken) {
  int weight = 0;
  for (std::size_t i = 0; i < name.tokens.size(); ++i) {
    const bool own = name.tokens[i]->word_class == WordClass::kName;
    if (!Bit(taken, i) && own) weight += name.weights[i];
  }
  return weight;
}

bool IsSonOf(const NameToken& token) {
  if (token.vowelless) return token.text == "bn" || token.text == "abn";
  return token.text == "bin" || token.text == "ben" || token.text == "ibn" || token.text == "bint";
}

std::vector<std::string> LeftWords(const WeighedName& name, std::uint32_t taken) {
  std::vector<std::string> words;
  for (std::size_t i = 0; i < name.tokens.size(); ++i) {
    if (!Bit(taken, i)) words.push_back(name.tokens[i]->shown);
  }
  return words;
}

// What two names score at least by their letters alone, however they are cut into
// words.
std::pair<int, const char*> LeastByLetters(std::string_view query, const WeighedName& listed) {
  if (query.size() >= kLettersMin && query == listed.squeezed) {
    return {kSameLetters, "all letters are the same"};
  }
  if (query.size() < kCutOffLettersMin || !listed.squeezed.starts_with(query)) return {0, ""};
  std::size_t end = 0;
  for (const char length : listed.word_lengths) {
    end += static_cast<unsigned char>(length);
    if (end == query.size()) return {0, ""};  // whole words: perhaps another, shorter name
    if (end > query.size()) break;
  }
  return {kCutOffLetters, "the listed name begins with all letters of it"};
}

int Weight(const WeighedName& name, std::size_t at, std::size_t count) {
  int weight = 0;
  for (std::size_t i = at; i < at + count; ++i) weight += name.weights[i];
  return weight;
}

}  // namespace

bool IsJoined(const NameToken& first, const NameToken& second, const NameToken& one) {
  return one.text.size() == first.text.size() + second.text.size() &&
         one.text.starts_with(first.text) && one.text.ends_with(second.text);
}

bool IsLikePerson(const WeighedName& name) {
  return name.dropped.empty() &&
         std::all_of(name.tokens.begin(), name.tokens.end(), [](const NameToken* token) {
           return token->word_class == WordClass::kName ||
                  token->word_class == WordClass::kPatronymic ||
                  token->word_class == WordClass::kInitial ||
                  token->word_class == WordClass::kTitle ||
                  token->word_class == WordClass::kFunction;
         });
}

void Aligner::FindPairs(const WeighedName& query, const WeighedName& listed) {
  pairs_.clear();
  auto add = [&](std::size_t i, int i_count, std::size_t j, int j_count, TokenMatch match) {
    const auto query_count = static_cast<std::uint8_t>(i_count);
    const auto listed_count = static_cast<std::uint8_t>(j_count);
    pairs_.push_back({static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(j), query_count,
                      listed_count, match.why, match.similarity,
                      CreditOf(match.similarity, Weight(query, i, query_count),
                               Weight(listed, j, listed_count))});
  };
  constexpr TokenMatch kJoined = {kSimilarityJoined, WordMatch::kJoined};
  for (std::size_t i = 0; i < query.tokens.size(); ++i) {
    for (std::size_t j = 0; j < listed.tokens.size(); ++j) {
      const TokenMatch match = MatchTokens(*query.tokens[i], *listed.tokens[j]);
      if (match.similarity > 0) add(i, 1, j, 1, match);
      if (i + 1 < query.tokens.size() &&
          IsJoined(*query.tokens[i], *query.tokens[i + 1], *listed.tokens[j])) {
        add(i, 2, j, 1, kJoined);
      }
      if (j + 1 < listed.tokens.size() &&
          IsJoined(*listed.tokens[j], *listed.tokens[j + 1], *query.tokens[i])) {
        add(i, 1, j, 2, kJoined);
      }
    }
  }
}

// Of equals the one that stands first, so that the order of finding is no matter.
void Aligner::Choose() {
  auto place = [](const WordPair& pair) {
    return std::uint32_t{pair.query} << 24 | std::uint32_t{pair.listed} << 16 |
           std::uint32_t{pair.query_count} << 8 | pair.listed_count;
  };
  std::sort(pairs_.begin(), pairs_.end(), [&](const WordPair& a, const WordPair& b) {
    return a.credit != b.credit ? a.credit > b.credit : place(a) < place(b);
  });
  chosen_.clear();
  query_taken_ = 0;
  listed_taken_ = 0;
  for (const WordPair& pair : pairs_) {
    const std::uint32_t query = ((1U << pair.query_count) - 1) << pair.query;
    const std::uint32_t listed = ((1U << pair.listed_count) - 1) << pair.listed;
    if ((query_taken_ & query) != 0 || (listed_taken_ & listed) != 0) continue;
    query_taken_ |= query;
    listed_taken_ |= listed;
    chosen_.push_back(pair);
  }
  // First letters alone say nothing.
  const bool more = std::any_of(chosen_.begin(), chosen_.end(), [](const WordPair& pair) {
    return pair.why != WordMatch::kInitial;
  });
  if (more) return;
  chosen_.clear();
  query_taken_ = 0;
  listed_taken_ = 0;
}

int Aligner::Base(int query_total, int listed_total) {
  Choose();
  std::int64_t credit = 0;
  for (const WordPair& pair : chosen_) credit += pair.credit;
  const std::int64_t full = std::max<std::int64_t>(FullCredit(query_total, listed_total), 1);
  return static_cast<int>(credit * kScoreMax / full);
}

int Aligner::Score(const WeighedName& query, const WeighedName& listed, int base, int floor,
                   NameExplanation* why) {
  const auto [least, reason] = LeastByLetters(query.squeezed, listed);
  const int bonus = query.like_person ? kWholeQueryInPerson : 0;
  if (base + bonus < floor && least < floor) return base;
  int score = std::max(base - Deductions(query, listed, why), 0);
  if (score < kWholeQueryMost && WholeQueryInPerson(query, listed)) {
    const int more = std::min(kWholeQueryInPerson, kWholeQueryMost - score);
    if (why != nullptr) why->deductions.push_back({"the listed person has all words of it", more});
    score += more;
  }
  if (score < least) {
    if (why != nullptr) why->deductions.push_back({reason, least - score});
    score = least;
  }
  if (why != nullptr) {
    why->score = score;
    why->base = base;
    Explain(query, listed, why);
  }
  return score;
}

// An initial that stands for none of the other side's words that are left.
bool Aligner::InitialsDiffer(const WeighedName& query, const WeighedName& listed) const {
  auto differ = [](const WeighedName& a, std::uint32_t a_taken, const WeighedName& b,
                   std::uint32_t b_taken) {
    return LeftOver(a, a_taken, WordClass::kInitial) &&
           (LeftOver(b, b_taken, WordClass::kName) || LeftOver(b, b_taken, WordClass::kPlace));
  };
  return differ(query, query_taken_, listed, listed_taken_) ||
         differ(listed, listed_taken_, query, query_taken_);
}

// Persons are listed with more names than they use. Two own words at least, and
// all of them as good as the same.
bool Aligner::WholeQueryInPerson(const WeighedName& query, const WeighedName& listed) const {
  constexpr int kSure = 850;
  constexpr int kWordsMin = 2;
  if (!query.like_person || !IsLikePerson(listed)) return false;
  if (LeftOver(query, query_taken_, WordClass::kName) ||
      LeftOver(query, query_taken_, WordClass::kPatronymic) ||
      LeftOver(query, query_taken_, WordClass::kInitial)) {
    return false;
  }
  int words = 0;
  for (const WordPair& pair : chosen_) {
    if (query.tokens[pair.query]->word_class != WordClass::kName) continue;
    if (pair.similarity < kSure) return false;
    words += pair.query_count;
  }
  return words >= kWordsMin;
}

int Aligner::OwnPairs(const WeighedName& query) const {
  int n = 0;
  for (const WordPair& pair : chosen_)
    n += query.tokens[pair.query]->word_class == WordClass::kName
             ? std::max(pair.query_count, pair.listed_count)
             : 0;
  return n;
}

// "Ahmad bin Hasan" is not "Hasan bin Ahmad".
bool Aligner::FatherIsSon(const WeighedName& query, const WeighedName& listed) const {
  auto son_of = [](const WeighedName& name, std::size_t son, std::size_t father) {
    return father == son + 2 && IsSonOf(*name.tokens[son + 1]);
  };
  for (const WordPair& a : chosen_) {
    for (const WordPair& b : chosen_) {
      if (son_of(query, a.query, b.query) && son_of(listed, b.listed, a.listed)) return true;
    }
  }
  return false;
}

int Aligner::Deductions(const WeighedName& query, const WeighedName& listed,
                        NameExplanation* why) const {
  int sum = 0;
  auto deduct = [&](int amount, const char* reason) {
    sum += amount;
    if (why != nullptr) why->deductions.push_back({reason, -amount});
  };
  if (LeftOver(query, query_taken_, WordClass::kNumber) &&
      LeftOver(listed, listed_taken_, WordClass::kNumber)) {
    deduct(kNumbersDiffer, "the numbers differ");
  }
  if (LeftOver(query, query_taken_, WordClass::kPatronymic) &&
      LeftOver(listed, listed_taken_, WordClass::kPatronymic)) {
    deduct(kPatronymicsDiffer, "the patronymics differ");
  }
  if (InitialsDiffer(query, listed)) deduct(kInitialsDiffer, "an initial differs");
  if (FatherIsSon(query, listed)) deduct(kFatherAndSon, "father and son change places");
  if (LeftOver(query, query_taken_, WordClass::kPlace) &&
      LeftOver(listed, listed_taken_, WordClass::kPlace)) {
    deduct(kPlacesDiffer, "the places differ");
  }
  auto is_own = [](const NameToken& token) { return token.word_class == WordClass::kName; };
  bool own = false;
  bool own_agrees = false;
  for (const NameToken* token : query.tokens) own = own || is_own(*token);
  for (const WordPair& pair : chosen_) {
    own_agrees =
        own_agrees || is_own(*query.tokens[pair.query]) || is_own(*listed.tokens[pair.listed]);
  }
  if (own && !own_agrees) deduct(kNothingOwnAgrees, "only general words agree");
  // Own words left on both sides speak against it, not only not for it.
  const std::int64_t left =
      std::min(LeftWeight(query, query_taken_), LeftWeight(listed, listed_taken_));
  if (left > 0) {
    const std::int64_t full = query.total + listed.total;
    deduct(static_cast<int>(left * kOwnWordsDiffer / full), "own words differ");
  }
  if (OwnPairs(query) < 2 && GeneralLeft(query, query_taken_) &&
      GeneralLeft(listed, listed_taken_)) {
    deduct(kGeneralWordsDiffer, "general words differ");
  }
  bool ordered = true;
  for (const WordPair& a : chosen_) {
    for (const WordPair& b : chosen_) {
      ordered = ordered && (a.query < b.query) == (a.listed < b.listed);
    }
  }
  if (!ordered) deduct(kOrderDiffers, "another order of words");
  if (query.dropped.empty() != listed.dropped.empty()) {
    deduct(kFormMissing, "only one has a legal form");
  } else if (!query.dropped.empty() &&
             std::find_first_of(query.dropped.begin(), query.dropped.end(), listed.dropped.begin(),
                                listed.dropped.end()) == query.dropped.end()) {
    deduct(kFormsDiffer, "another legal form");
  }
  return sum;
}

void Aligner::Explain(const WeighedName& query, const WeighedName& listed,
                      NameExplanation* why) const {
  std::vector<WordPair> in_order = chosen_;
  std::sort(in_order.begin(), in_order.end(),
            [](const WordPair& a, const WordPair& b) { return a.query < b.query; });
  for (const WordPair& pair : in_order) {
    AlignedWords& words = why->aligned.emplace_back();
    for (std::size_t i = 0; i < pair.query_count; ++i) {
      words.query.push_back(query.tokens[pair.query + i]->shown);
    }
    for (std::size_t i = 0; i < pair.listed_count; ++i) {
      words.listed.push_back(listed.tokens[pair.listed + i]->shown);
    }
    words.why = ToString(pair.why);
    words.similarity = pair.similarity;
    words.weight = Weight(query, pair.query, pair.query_count) +
                   Weight(listed, pair.listed, pair.listed_count);
  }
  why->query_left = LeftWords(query, query_taken_);
  why->listed_left = LeftWords(listed, listed_taken_);
  why->query_dropped.assign(query.dropped.begin(), query.dropped.end());
  why->listed_dropped.assign(listed.dropped.begin(), listed.dropped.end());
}

}  // namespace licet
