// Korean personal names: their syllables are romanised in several ways (Jong Un,
// Chong-un, Jeong-eun), and other languages write them by ear (Kim Chen Yn, Kim
// Dzsongun). One sound for all of them.
//
// Thread safety: pure functions.

#ifndef LICET_SCREENING_KOREAN_H_
#define LICET_SCREENING_KOREAN_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace licet {

enum class KoreanScript { kLatin, kCyrillic, kThai, kHangul };

struct KoreanWord {
  std::string_view text;
  KoreanScript script = KoreanScript::kLatin;
};

struct KoreanPart {
  std::size_t word = 0;  // of which word it is a syllable, or all
  std::string text;
  std::string sound;    // begins with a capital K, so that no other sound is like it
  bool by_ear = false;  // spelt after its sound in another language: vowels are guesses
};

// A KoreanPart's, of all sounds that words have.
inline bool IsKoreanSound(std::string_view sound) { return sound.starts_with('K'); }

// The quick answer for most words: a bit for each script in which the word may be a
// surname.
unsigned KoreanSurnameIn(std::string_view text);
constexpr unsigned KoreanScriptBit(KoreanScript script) {
  return 1U << static_cast<unsigned>(script);
}

// A surname and a given name of two syllables; empty when the words are
// anything else, or might as well be Chinese.
std::vector<KoreanPart> ReadKorean(const std::vector<KoreanWord>& words);

}  // namespace licet

#endif  // LICET_SCREENING_KOREAN_H_
