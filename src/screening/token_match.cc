#include "token_match.h"

#include <algorithm>

#include "arabic.h"
#include "distance.h"
#include "skeleton.h"

namespace licet {

namespace {

constexpr int kSimilaritySameReading = 700;
constexpr int kSimilaritySameGivenName = 950;
constexpr int kSimilaritySameSound = 930;
constexpr int kSimilarityServantOf = 850;
constexpr int kSimilaritySameLetters = 800;
constexpr int kSimilarityCutOff = 820;
constexpr int kSimilarityConsonantsOfVowelless = 900;
constexpr int kSimilarityOneConsonant = 780;
constexpr int kSimilarityConsonants = 760;

bool IsGeneral(const NameToken& token) {
  return token.word_class == WordClass::kBusiness || token.word_class == WordClass::kInstitution;
}

// Words whose every letter counts, and those that stand for more than letters.
bool IsExact(WordClass word_class) {
  return word_class == WordClass::kNumber || word_class == WordClass::kInitial;
}

TokenMatch Misspelt(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  const std::size_t longer = std::max(a.size(), b.size());
  const int limit = MisspellingsOf(shorter);
  if (limit == 0 || longer - shorter > static_cast<std::size_t>(limit)) return {};
  const int distance = Distance(a, b, limit);
  if (distance > limit) return {};
  // Two letters that changed places are hardly two. A slip in a short word weighs
  // less than its share of letters, or few would be left.
  const bool turned =
      distance == 1 && shorter == longer && std::is_permutation(a.begin(), a.end(), b.begin());
  const int slips = turned ? kSimilarityMax * 3 / 4 : kSimilarityMax * distance;
  return {kSimilarityMax - slips / static_cast<int>(longer + 1), WordMatch::kMisspelt};
}

TokenMatch CutOff(const NameToken& a, const NameToken& b) {
  const bool a_shorter = a.text.size() < b.text.size();
  const NameToken& shorter = a_shorter ? a : b;
  const NameToken& longer = a_shorter ? b : a;
  if (shorter.text.size() < kCutOffMin || !longer.text.starts_with(shorter.text)) return {};
  return {kSimilarityCutOff, WordMatch::kCutOff};
}

// Whether the longer is the shorter with "servant of" before it.
bool IsServantOf(const NameToken& longer, const NameToken& shorter) {
  return longer.text.size() == shorter.text.size() + kServant.size() &&
         shorter.text.size() >= kServedMin && longer.text.starts_with(kServant) &&
         longer.text.ends_with(shorter.text) && IsNameOfGod(SkeletonOf(shorter.text));
}

// A text that was written from the right, or torn apart and put together again.
bool IsShuffled(const NameToken& a, const NameToken& b) {
  return a.letters == b.letters && a.text.size() == b.text.size() && MayBeShuffled(a) &&
         MayBeShuffled(b) && !(a.pinyin && b.pinyin) &&
         std::is_permutation(a.text.begin(), a.text.end(), b.text.begin());
}

// Consonants that differ in one: the more there are, the surer it is the same word.
int NearConsonants(std::size_t shorter) { return shorter < 4 ? 670 : shorter == 4 ? 740 : 780; }

TokenMatch SameConsonants(const NameToken& a, const NameToken& b) {
  if (a.skeleton.empty() || b.skeleton.empty()) return {};
  if (a.vowelless || b.vowelless) {
    if (a.skeleton == b.skeleton) {
      return {kSimilarityConsonantsOfVowelless, WordMatch::kSameConsonants};
    }
    const std::string_view bare = WithoutGlide(a.skeleton);
    if (bare == WithoutGlide(b.skeleton)) {
      return {bare.size() > 1 ? kSimilarityConsonantsOfVowelless : kSimilarityOneConsonant,
              WordMatch::kSameConsonants};
    }
    const std::size_t shorter = std::min(a.skeleton.size(), b.skeleton.size());
    const bool near = shorter >= kConsonantsMin && Distance(a.skeleton, b.skeleton, 1) <= 1;
    return near ? TokenMatch{NearConsonants(shorter), WordMatch::kSameConsonants} : TokenMatch{};
  }
  const bool same =
      a.skeleton.size() >= kConsonantsMin && a.skeleton == b.skeleton && a.text[0] == b.text[0];
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
    case WordMatch::kServantOf:
      return "without servant of";
    case WordMatch::kSameLetters:
      return "same letters";
    case WordMatch::kSameSound:
      return "same sound";
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

std::string_view WithoutGlide(std::string_view skeleton) {
  const bool glide = skeleton.size() > 1 && (skeleton[0] == 'w' || skeleton[0] == 'y');
  return glide ? skeleton.substr(1) : skeleton;
}

std::uint64_t LettersOf(std::string_view text) {
  std::uint64_t letters = 0;
  for (const char c : text) {
    const int bit = c >= '0' && c <= '9' ? 26 + (c - '0') : c >= 'a' && c <= 'z' ? c - 'a' : 36;
    letters |= std::uint64_t{1} << bit;
  }
  return letters;
}

bool IsPlural(const NameToken& token) {
  constexpr std::size_t kSureLength = 7;
  return token.word_class == WordClass::kName && token.text.size() >= kSureLength &&
         token.text.ends_with('s');
}

bool MayBeShuffled(const NameToken& token) {
  return token.word_class == WordClass::kName && token.text.size() >= kShuffledMin;
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
  // In pinyin every letter tells names apart.
  if (!a.sound.empty() && a.sound == b.sound && !(a.pinyin && b.pinyin)) {
    best = Better(best, {kSimilaritySameSound, WordMatch::kSameSound});
  }
  // Most words differ in more letters than any of these.
  static_assert(kServant.size() <= 2 * kMisspellingsMax);
  if (MayBeMisspelt(a.letters, b.letters, kMisspellingsMax)) {
    best = Better(best, Misspelt(a.text, b.text));
    if (IsServantOf(a, b) || IsServantOf(b, a)) {
      best = Better(best, {kSimilarityServantOf, WordMatch::kServantOf});
    }
    if (IsShuffled(a, b)) best = Better(best, {kSimilaritySameLetters, WordMatch::kSameLetters});
  }
  if (IsPlural(a) && IsGeneral(b)) best = Better(best, Misspelt(SingularOf(a.text), b.text));
  if (IsPlural(b) && IsGeneral(a)) best = Better(best, Misspelt(a.text, SingularOf(b.text)));
  // A son is not his father: Arkadyevich is not Arkady.
  if ((a.word_class == WordClass::kPatronymic) != (b.word_class == WordClass::kPatronymic)) {
    return best;
  }
  best = Better(best, CutOff(a, b));
  return Better(best, SameConsonants(a, b));
}

}  // namespace licet
