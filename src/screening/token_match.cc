#include "token_match.h"

#include <algorithm>

#include "distance.h"

namespace licet {

namespace {

constexpr int kSimilaritySameReading = 700;
constexpr int kSimilaritySameGivenName = 950;
constexpr int kSimilarityCutOff = 820;
constexpr int kSimilarityConsonantsOfVowelless = 900;
constexpr int kSimilarityNearConsonants = 730;
constexpr int kSimilarityConsonants = 760;

// Words whose every letter counts, and those that stand for more than letters.
bool IsExact(WordClass word_class) {
  return word_class == WordClass::kNumber || word_class == WordClass::kInitial;
}

TokenMatch Misspelt(const NameToken& a, const NameToken& b) {
  const std::size_t shorter = std::min(a.text.size(), b.text.size());
  const std::size_t longer = std::max(a.text.size(), b.text.size());
  const int limit = MisspellingsOf(shorter);
  if (limit == 0 || longer - shorter > static_cast<std::size_t>(limit)) return {};
  const int distance = Distance(a.text, b.text, limit);
  if (distance > limit) return {};
  return {kSimilarityMax - kSimilarityMax * distance / static_cast<int>(longer),
          WordMatch::kMisspelt};
}

TokenMatch CutOff(const NameToken& a, const NameToken& b) {
  const bool a_shorter = a.text.size() < b.text.size();
  const NameToken& shorter = a_shorter ? a : b;
  const NameToken& longer = a_shorter ? b : a;
  if (shorter.text.size() < kCutOffMin || !longer.text.starts_with(shorter.text)) return {};
  return {kSimilarityCutOff, WordMatch::kCutOff};
}

// A first w or y may stand for a vowel.
std::string_view WithoutGlide(std::string_view skeleton) {
  const bool glide = skeleton.size() > 2 && (skeleton[0] == 'w' || skeleton[0] == 'y');
  return glide ? skeleton.substr(1) : skeleton;
}

TokenMatch SameConsonants(const NameToken& a, const NameToken& b) {
  constexpr std::size_t kSureLength = 3;
  if (a.skeleton.empty() || b.skeleton.empty()) return {};
  if (a.vowelless || b.vowelless) {
    if (WithoutGlide(a.skeleton) == WithoutGlide(b.skeleton)) {
      return {kSimilarityConsonantsOfVowelless, WordMatch::kSameConsonants};
    }
    const bool near = std::min(a.skeleton.size(), b.skeleton.size()) >= kSureLength &&
                      Distance(a.skeleton, b.skeleton, 1) <= 1;
    return near ? TokenMatch{kSimilarityNearConsonants, WordMatch::kSameConsonants} : TokenMatch{};
  }
  const bool same =
      a.skeleton.size() >= kSureLength && a.skeleton == b.skeleton && a.text[0] == b.text[0];
  return same ? TokenMatch{kSimilarityConsonants, WordMatch::kSameConsonants} : TokenMatch{};
}

TokenMatch Better(TokenMatch a, TokenMatch b) { return a.similarity >= b.similarity ? a : b; }

}  // namespace

std::string_view ToString(WordMatch match) {
  switch (match) {
    case WordMatch::kNone:
      return "none";
    case WordMatch::kSame:
      return "same";
    case WordMatch::kSameHan:
      return "same characters";
    case WordMatch::kSameReading:
      return "same reading";
    case WordMatch::kSameGivenName:
      return "same given name";
    case WordMatch::kMisspelt:
      return "misspelt";
    case WordMatch::kCutOff:
      return "cut off";
    case WordMatch::kSameConsonants:
      return "same consonants";
    case WordMatch::kInitial:
      return "initial";
    case WordMatch::kJoined:
      return "joined";
  }
  return "?";
}

TokenMatch MatchTokens(const NameToken& a, const NameToken& b) {
  if (a.text == b.text) {
    if (a.han.empty() || b.han.empty()) return {kSimilarityMax, WordMatch::kSame};
    return a.han == b.han ? TokenMatch{kSimilarityMax, WordMatch::kSameHan}
                          : TokenMatch{kSimilaritySameReading, WordMatch::kSameReading};
  }
  if (a.word_class == WordClass::kInitial || b.word_class == WordClass::kInitial) {
    const bool name = a.word_class == WordClass::kName || b.word_class == WordClass::kName;
    return name && a.text[0] == b.text[0] ? TokenMatch{kSimilarityInitial, WordMatch::kInitial}
                                          : TokenMatch{};
  }
  if (IsExact(a.word_class) || IsExact(b.word_class)) return {};
  // Two words written in Han are as different as their characters are.
  if (!a.han.empty() && !b.han.empty()) return {};
  TokenMatch best;
  if (!a.group.empty() && a.group == b.group)
    best = {kSimilaritySameGivenName, WordMatch::kSameGivenName};
  best = Better(best, Misspelt(a, b));
  best = Better(best, CutOff(a, b));
  return Better(best, SameConsonants(a, b));
}

}  // namespace licet
