// An entry, or the header of a list, as one line of JSON and back.

#ifndef LICET_SCREENING_LIST_LINE_H_
#define LICET_SCREENING_LIST_LINE_H_

#include <cstddef>
#include <string>

#include "json_records.h"
#include "licet/screening/entry.h"

namespace licet {

inline constexpr int kStoreVersion = 1;

struct ListHeader {
  RestrictedList list;  // without entries
  std::size_t records = 0;
  std::string hash;  // of the entry lines, 16 hexadecimal digits
};

std::string HeaderLine(const ListHeader& header);
std::string EntryLine(const ListEntry& entry);

// Errors stand at `place`; so does the entry.
Result<ListHeader> ParseHeader(const Json& line, const Place& place);
Result<ListEntry> ParseEntry(const Json& line, const Place& place);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_LINE_H_
