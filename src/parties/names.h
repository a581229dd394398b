// Names of firms in a form that can be compared.
//
// Thread safety: pure functions.

#ifndef LICET_PARTIES_NAMES_H_
#define LICET_PARTIES_NAMES_H_

#include <string>
#include <string_view>

namespace licet {

// Lower case (ASCII), punctuation and blanks as single blanks, full stops and
// apostrophes gone, legal forms at the end dropped: "Huawei Technologies Co.,
// Ltd." becomes "huawei technologies". A name that is nothing but legal forms
// keeps its first word.
std::string NormalisedName(std::string_view name);

}  // namespace licet

#endif  // LICET_PARTIES_NAMES_H_
