// The forms that lists come in, one reader a form. Each reader turns a whole
// file into lists and never drops a record in silence.

#ifndef LICET_SCREENING_LIST_FORMS_H_
#define LICET_SCREENING_LIST_FORMS_H_

#include <string_view>
#include <vector>

#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"
#include "source_text.h"

namespace licet {

enum class ListForm {
  kStore,         // our own
  kCslCsv,        // Consolidated Screening List, 29 columns
  kCslJson,       // the same as {"results": [...]}
  kUsJson,        // one US list, {"list_id", "entities": [{"name", "federal_register", ...}]}
  kCslCamelJson,  // one list taken out of the CSL, {"entities": [{"alternateNames", ...}]}
  kRegistryJson,  // METI and MOFCOM, [{"entity_name", "list_id", ...}]
  kUnXml,
  kFollowTheMoney,
  kPlainCsv,  // a user's own
  kOfacPrimary,
  kOfacAliases,
  kOfacAddresses,
  kOfacComments,
};

// From the content. An error says what was found when no form fits.
Result<ListForm> RecogniseForm(const SourceText& source);

using Lists = std::vector<RestrictedList>;
Result<Lists> ReadStoredList(const SourceText& source);
Result<Lists> ReadCslCsv(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadCslJson(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadUsJson(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadCslCamelJson(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadRegistryJson(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadUnXml(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadFollowTheMoney(const SourceText& source, const CountryNames& countries);
Result<Lists> ReadPlainCsv(const SourceText& source, const CountryNames& countries);

// OFAC gives one list as several files that share a number. Every file of
// aliases, addresses or comments joins the primary file that has its numbers; one
// that has none to join is an error.
struct OfacFile {
  ListForm form;
  SourceText source;
};
Result<Lists> ReadOfacFiles(const std::vector<OfacFile>& files, const CountryNames& countries);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_FORMS_H_
