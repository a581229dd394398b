// Patronymics of the East Slavic languages, as romanisations write them.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_PATRONYMIC_H_
#define LICET_SCREENING_PATRONYMIC_H_

#include <string_view>

namespace licet {

// The beginning of the father's name in "nikolayevich" ("nikola"); "" for a word
// that is none.
std::string_view FatherInPatronymic(std::string_view word);

}  // namespace licet

#endif  // LICET_SCREENING_PATRONYMIC_H_
