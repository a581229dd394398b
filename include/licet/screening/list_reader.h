// Reads lists of restricted parties in the forms that publishers give them out:
// the US Consolidated Screening List (CSV, JSON), single US lists as JSON, OFAC's
// sets of delimited files, the UN's XML, METI and MOFCOM as JSON, FollowTheMoney
// entities, a user's own CSV, and our own stored form. What a file is shows from
// its content, whatever it is called; it may be gzip.
//
// Thread safety: pure functions.

#ifndef LICET_SCREENING_LIST_READER_H_
#define LICET_SCREENING_LIST_READER_H_

#include <string>
#include <vector>

#include "licet/base/seams.h"
#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"

namespace licet {

// All lists of the files; a file may hold several, and the files of an OFAC set
// become one. The same list in two files comes twice. Errors, with their place:
// no known form, text that is not UTF-8, damaged or cut-off files, missing
// columns, names over 4,000 bytes, a file without entries, an OFAC set without
// its primary file. What a person should look at but the list survives (unknown
// countries, ids that come again, dates that cannot be read) is a note.
Result<std::vector<RestrictedList>> ReadLists(Disk& disk, const std::vector<std::string>& paths,
                                              const CountryNames& countries);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_READER_H_
