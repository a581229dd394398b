// The laws that a pack has had, one after another.
//
// Thread safety: a pure function.

#ifndef LICET_REGIME_VINTAGES_H_
#define LICET_REGIME_VINTAGES_H_

#include <vector>

#include "licet/regime/determine.h"

namespace licet {

// A snapshot of the first day of each, from the pack's first day on: of two neighbours one
// has a provision in force or a word in a set that the other has not.
std::vector<Snapshot> VintagesOf(const Pack& pack, Date known_at, Reading reading);

// Whether the same provisions are in force and the sets have the same words.
bool IsSameLaw(const Snapshot& a, const Snapshot& b);

}  // namespace licet

#endif  // LICET_REGIME_VINTAGES_H_
