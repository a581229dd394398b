// How many letters two words differ by.
//
// Thread safety: pure function.

#ifndef LICET_SCREENING_DISTANCE_H_
#define LICET_SCREENING_DISTANCE_H_

#include <string_view>

namespace licet {

// Letters to insert, delete, replace or swap with their neighbour (optimal string
// alignment), or `limit` + 1 when there are more than `limit`, at most 3. Words
// longer than 64 letters differ by more than any limit unless they are equal.
int Distance(std::string_view a, std::string_view b, int limit);

}  // namespace licet

#endif  // LICET_SCREENING_DISTANCE_H_
