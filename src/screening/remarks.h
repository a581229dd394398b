// What US publishers put into free text, fragment by fragment between ';':
// "Passport A123 (Iran)", "nationality Russia", "a.k.a. 'RUSAG'", "USCC: 91...".

#ifndef LICET_SCREENING_REMARKS_H_
#define LICET_SCREENING_REMARKS_H_

#include <string_view>

#include "list_builder.h"

namespace licet {

// Sets the entry's remarks and what can be told from them: weak aliases,
// identifiers, countries of nationality, programmes.
Status AddRemarks(ListBuilder* builder, ListEntry* entry, std::string_view text);

// "individual", "Entity", "organization", "vessel" ...; kUnknown for other words.
EntryType EntryTypeOf(std::string_view word);

}  // namespace licet

#endif  // LICET_SCREENING_REMARKS_H_
