// What a BODS relationship says of shares: its interests, and what several of
// them for one pair come to.
//
// Thread safety: functions without state of their own.

#ifndef LICET_PARTIES_BODS_INTEREST_H_
#define LICET_PARTIES_BODS_INTEREST_H_

#include <vector>

#include "licet/base/error.h"
#include "licet/base/range.h"
#include "parties/bods_statement.h"
#include "parties/owners.h"

namespace licet {

struct BodsInterest {
  Range share;  // percent, both bounds set
  Interval valid;
  Place place;
};

// The interests that are or may be ownership. One that is something else, such as
// votes, leaves a note.
Result<std::vector<BodsInterest>> ReadBodsInterests(const BodsStatement& relationship,
                                                    const BodsReader& read, BodsNotes* notes);

// One share for each stretch of days in which the same interests hold. Where two
// hold at once they may be the same shares told twice or different ones: at least
// the larger, at most both together.
std::vector<PlacedShare> CombinedShares(const std::string& owner, const std::string& owned,
                                        const std::vector<BodsInterest>& interests);

}  // namespace licet

#endif  // LICET_PARTIES_BODS_INTEREST_H_
