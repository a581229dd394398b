// How well two words agree, and why.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_TOKEN_MATCH_H_
#define LICET_SCREENING_TOKEN_MATCH_H_

#include <cstdint>
#include <string_view>

#include "licet/screening/name.h"

namespace licet {

// In thousandths.
inline constexpr int kSimilarityMax = 1000;
inline constexpr int kSimilarityJoined = 970;  // "sense time" and "sensetime"
inline constexpr int kSimilarityInitial = 880;

enum class WordMatch {
  kNone,
  kSame,
  kSameHan,
  kSameReading,  // other characters of the same sound
  kSameGivenName,
  kServantOf,  // Abd al-Rahman, called Rahman
  kSameSound,
  kSameLetters,  // in another order
  kMisspelt,
  kCutOff,  // one begins with the other
  kSameConsonants,
  kInitial,
  kJoined,
};
std::string_view ToString(WordMatch match);

struct TokenMatch {
  int similarity = 0;  // in thousandths; 0: they do not agree
  WordMatch why = WordMatch::kNone;
};

TokenMatch MatchTokens(const NameToken& a, const NameToken& b);

// What MatchTokens can find: letters by which a word of so many may be misspelt,
// and the shortest word that counts as another's beginning.
constexpr int MisspellingsOf(std::size_t length) { return length < 3 ? 0 : length < 7 ? 1 : 2; }
inline constexpr int kMisspellingsMax = 2;
inline constexpr std::size_t kCutOffMin = 4;
// Words that say little are kept in the singular: a misspelt plural of theirs, which
// no dictionary knows, is compared without its s too.
// A first w or y may stand for a vowel.
std::string_view WithoutGlide(std::string_view skeleton);
// Fewer consonants are too few to tell words with vowels apart by, or to differ in one.
inline constexpr std::size_t kConsonantsMin = 3;

// Letters of the name that agrees with "servant of" and itself.
inline constexpr std::size_t kServedMin = 4;
// Letters of words that agree when only the order of their letters differs.
inline constexpr std::size_t kShuffledMin = 5;
bool MayBeShuffled(const NameToken& token);

// Which letters and digits a text has.
std::uint64_t LettersOf(std::string_view text);
// Whether texts with these letters may be so few misspellings apart: each changes
// two letters at most.
constexpr bool MayBeMisspelt(std::uint64_t a, std::uint64_t b, int misspellings) {
  if (a == 0 || b == 0) return true;
  // Counting stops early; without an instruction for it, which not all processors
  // have, a count of all bits is a call.
  std::uint64_t differ = a ^ b;
  for (int i = 0; i < 2 * misspellings; ++i) differ &= differ - 1;
  return differ == 0;
}

bool IsPlural(const NameToken& token);
inline std::string_view SingularOf(std::string_view text) {
  return text.substr(0, text.size() - 1);
}

}  // namespace licet

#endif  // LICET_SCREENING_TOKEN_MATCH_H_
