// One spelling for the many in which romanisations and languages write a name:
// Yermakov, Jermakow and Iermakov are one, so are Basir and Baseer.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_SOUND_H_
#define LICET_SCREENING_SOUND_H_

#include <string>
#include <string_view>

namespace licet {

// Of a word in a to z; "" for a short one and one with digits.
std::string SoundOf(std::string_view word);

// Whether a word can be cut into syllables of Mandarin as pinyin writes them.
bool IsPinyin(std::string_view word);

}  // namespace licet

#endif  // LICET_SCREENING_SOUND_H_
