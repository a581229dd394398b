// The CSV file of owners, and what must hold of shares from any file.
//
// Thread safety: functions without state of their own.

#ifndef LICET_PARTIES_OWNERS_H_
#define LICET_PARTIES_OWNERS_H_

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/parties/party.h"

namespace licet {

struct PlacedShare {
  OwnerShare share;
  Place place;
};

// Shares sorted by the party owned. Errors: names that are no parties, shares
// outside 0..100 each or, on any day, in sum, and two rows of one owner for one
// party on the same day.
Result<std::vector<OwnerShare>> ReadOwners(
    std::unique_ptr<ByteSource> source, const std::string& path,
    const std::map<std::string, std::size_t, std::less<>>& by_id);

// The same order and the same errors, for shares that some other file gave.
Result<std::vector<OwnerShare>> CheckedShares(std::vector<PlacedShare> rows);

// Adds to sorted shares one of unknown size for each parent on record without
// any: a parent owns something, and nothing must not count as no share.
void AddParentShares(const std::vector<Party>& parties, std::vector<OwnerShare>* shares);

}  // namespace licet

#endif  // LICET_PARTIES_OWNERS_H_
