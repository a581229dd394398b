// Ownership as statements of the Beneficial Ownership Data Standard, version 0.4
// (https://standard.openownership.org/en/0.4.0/): who owns how much of whom, with
// parties that the parties file lacks.
//
// Thread safety: functions without state of their own.

#ifndef LICET_PARTIES_BODS_H_
#define LICET_PARTIES_BODS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/parties/party.h"

namespace licet {

struct BodsContent {
  std::vector<Party> parties;  // those that are not on file already
  std::vector<OwnerShare> shares;
  std::vector<std::string> notes;  // what was not read, or read as something else
};

// Whether a file that begins so is JSON and not CSV.
bool LooksLikeJson(std::string_view beginning);

// Errors: text that is not JSON, statements that do not follow the standard or
// follow another version of it, shares outside 0..100 each or in sum.
Result<BodsContent> ReadBods(std::string_view text, const std::string& path,
                             const std::vector<Party>& on_file,
                             const std::map<std::string, std::size_t, std::less<>>& by_id,
                             const std::vector<std::string>& countries);

}  // namespace licet

#endif  // LICET_PARTIES_BODS_H_
