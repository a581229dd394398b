// The file of owners, checked.
//
// Thread safety: functions without state of their own.

#ifndef LICET_PARTIES_OWNERS_H_
#define LICET_PARTIES_OWNERS_H_

#include <map>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/parties/party.h"

namespace licet {

// Stands for a parent or owner that is known to exist, but not who it is.
inline constexpr const char* kUnknownParty = "?";

// Shares sorted by the party owned. Errors: names that are no parties, shares
// outside 0..100 each or, on any day, in sum, and two rows of one owner for one
// party on the same day.
Result<std::vector<OwnerShare>> ReadOwners(
    Disk& disk, const std::string& path,
    const std::map<std::string, std::size_t, std::less<>>& by_id);

// Adds to sorted shares one of unknown size for each parent on record without
// any: a parent owns something, and nothing must not count as no share.
void AddParentShares(const std::vector<Party>& parties, std::vector<OwnerShare>* shares);

}  // namespace licet

#endif  // LICET_PARTIES_OWNERS_H_
