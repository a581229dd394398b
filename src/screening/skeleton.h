// What of a word is left when vowels are taken out: Arabic and Persian are
// written without them, and romanised in many ways.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_SKELETON_H_
#define LICET_SCREENING_SKELETON_H_

#include <string>
#include <string_view>

namespace licet {

// Of a word in a to z; "" for one without consonants.
std::string SkeletonOf(std::string_view word);

}  // namespace licet

#endif  // LICET_SCREENING_SKELETON_H_
