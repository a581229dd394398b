// How well two words agree, and why.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_TOKEN_MATCH_H_
#define LICET_SCREENING_TOKEN_MATCH_H_

#include <bit>
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
  kSameSound,
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

// Which letters and digits a text has.
std::uint64_t LettersOf(std::string_view text);
// Whether texts with these letters may be so few misspellings apart: each changes
// two letters at most.
constexpr bool MayBeMisspelt(std::uint64_t a, std::uint64_t b, int misspellings) {
  return a == 0 || b == 0 || std::popcount(a ^ b) <= 2 * misspellings;
}

bool IsPlural(const NameToken& token);
inline std::string_view SingularOf(std::string_view text) {
  return text.substr(0, text.size() - 1);
}

}  // namespace licet

#endif  // LICET_SCREENING_TOKEN_MATCH_H_
