// A folder of lists, a file each, in a documented form of our own (JSON Lines:
// a header, then an entry a line, sorted by id); docs/formats.md has its grammar.
//
// Thread safety: pure functions; one writer of a folder at a time.

#ifndef LICET_SCREENING_LIST_STORE_H_
#define LICET_SCREENING_LIST_STORE_H_

#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"

namespace licet {

// The list as it is stored. Reading it gives the same list again, but for the
// places, which are then those of the stored file.
std::string StoredText(const RestrictedList& list);

// The file of that list in the folder: "us-entity-list.jsonl".
std::string StoredPath(const std::string& folder, const RestrictedList& list);

// Each list replaces the one of its id; none does before all are on the disk. Two
// lists of one id, a list without an entry, a missing folder and a full disk are
// errors; then no list is replaced.
Status SaveLists(Disk& disk, const std::string& folder, const std::vector<RestrictedList>& lists);

// An error when another file of the folder, such as a publisher's own, holds one
// of these lists or cannot be read: SaveLists would leave a folder that LoadLists
// refuses.
Status CheckBeside(Disk& disk, const std::string& folder, const std::vector<RestrictedList>& lists,
                   const CountryNames& countries);

// All lists of a folder, stored by us or in any form of ReadLists, in the order
// of their ids. Files whose names do not end in .csv, .json, .jsonl, .xml, or
// these with .gz, are not looked at, nor are cleared.csv and thresholds.csv, which
// are the user's own terms. A file that cannot be read, a list that two files hold,
// and a folder without lists are errors: a list must not be missing unseen.
// `folder` may also be one file.
Result<std::vector<RestrictedList>> LoadLists(Disk& disk, const std::string& folder,
                                              const CountryNames& countries);

// Whether the folder is there and holds a file that LoadLists would read.
bool HoldsLists(Disk& disk, const std::string& folder);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_STORE_H_
