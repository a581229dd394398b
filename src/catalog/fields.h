// Single cells of the catalogue's files, checked.
//
// Thread safety: functions without state of their own.

#ifndef LICET_CATALOG_FIELDS_H_
#define LICET_CATALOG_FIELDS_H_

#include <string>
#include <string_view>

#include "licet/base/csv.h"
#include "licet/base/error.h"
#include "licet/base/range.h"
#include "licet/base/truth.h"

namespace licet {

// A figure or a range of figures from 0 to `most`; empty is unknown. A missing
// lower bound becomes 0, for no figure of a chip is negative.
Result<Range> ReadFigure(const CsvTable& table, std::string_view column, std::int64_t most);

// "yes", "no" or empty.
Result<Truth> ReadYesNo(const CsvTable& table, std::string_view column);

// ISO date that may stop at the year or the month; may be empty.
Result<std::string> ReadPartialDate(const CsvTable& table, std::string_view column);

// Trimmed text that must not be empty.
Result<std::string> ReadName(const CsvTable& table, std::string_view column);

// Trimmed text, may be empty.
std::string ReadText(const CsvTable& table, std::string_view column);

// A whole number from 1 to `most`.
Result<int> ReadCount(const CsvTable& table, std::string_view column, int most);

}  // namespace licet

#endif  // LICET_CATALOG_FIELDS_H_
