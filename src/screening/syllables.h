// Names that are written syllable by syllable: Korean ones get one sound for all
// romanisations, pinyin is joined to the words that the dictionary knows.
//
// Thread safety: none.

#ifndef LICET_SCREENING_SYLLABLES_H_
#define LICET_SCREENING_SYLLABLES_H_

#include <vector>

#include "raw_word.h"
#include "romanise.h"
#include "words.h"

namespace licet {

// All of them read `seen`, and leave it null where they change a word.

// A Korean alone: a surname of one syllable and a given name of two.
void SplitPersonInHangul(const Words::Impl& words, Romaniser* romaniser, std::vector<RawWord>* raw);
// The words of a Korean name get the sound that they have in every romanisation.
void FindKorean(const Words::Impl& words, std::vector<RawWord>* raw);
// Pinyin that is written syllable by syllable, or word by word, is cut at the
// longest words that the dictionary knows, as Han is.
void JoinPinyin(const Words::Impl& words, std::vector<RawWord>* raw);

}  // namespace licet

#endif  // LICET_SCREENING_SYLLABLES_H_
