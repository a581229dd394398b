// Scripts of South-East Asia and Sri Lanka that ICU does not read, or reads letter
// by letter: how a name in them sounds, as far as names are told apart by it.
//
// Thread safety: pure functions.

#ifndef LICET_SCREENING_ABUGIDA_H_
#define LICET_SCREENING_ABUGIDA_H_

#include <string>
#include <string_view>

namespace licet {

// Thai as it is spoken, near to the Royal Thai General System: a vowel that is
// written before its consonant is read behind it, silenced letters are left out.
std::string ReadThai(std::u32string_view word);

// The consonants of a word in Khmer, Lao or Sinhala; their vowels change with the
// consonant that carries them, and romanisations do not agree on them.
std::string ReadConsonants(std::u32string_view word);

}  // namespace licet

#endif  // LICET_SCREENING_ABUGIDA_H_
