// What the lists commands share.

#ifndef LICET_CLI_LISTS_H_
#define LICET_CLI_LISTS_H_

#include <string>
#include <vector>

#include "commands.h"
#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"

namespace licet {

Result<CountryNames> LoadCountryNames(Console& console);
// Where lists are put: --lists, or data/lists of the home folder.
std::string ListsFolder(const Console& console, const ListsOptions& options);
// Where they are read: the same, or the carried sample while data/lists holds none.
std::string ListsToRead(Console& console, const ListsOptions& options);
// --cleared, or cleared.csv in the folder of lists.
std::string ClearedPath(const std::string& folder, const std::string& option);
// The code of a country; "" for none. An error when there is no such country.
Result<std::string> CountryOf(const CountryNames& countries, const std::string& text,
                              const Place& place);
std::string DayText(const std::optional<Date>& day);  // "unknown" when it is
// Days since that day; nothing when it is unknown.
std::optional<int> AgeOf(const Console& console, const std::optional<Date>& published);
// "5 days"; "unknown" when it is.
std::string AgeText(const std::optional<int>& age);
Status CheckListsFolder(Console& console, const std::string& folder);
// An issue older than this may lack whom its publisher has added since.
constexpr int kAgeDaysMax = 30;

}  // namespace licet

#endif  // LICET_CLI_LISTS_H_
