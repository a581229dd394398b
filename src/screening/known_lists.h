// The lists that publishers give out, and the names they go by in files.

#ifndef LICET_SCREENING_KNOWN_LISTS_H_
#define LICET_SCREENING_KNOWN_LISTS_H_

#include <string>
#include <string_view>

namespace licet {

struct ListIdentity {
  std::string id;         // "us-entity-list"
  std::string title;      // "Entity List"
  std::string publisher;  // "US Bureau of Industry and Security"
};

// The list that a file calls `name`: an id of its own, or the long name of the
// Consolidated Screening List with the abbreviation in brackets. An unknown one
// keeps its name as title and becomes an id by SlugOf.
ListIdentity IdentityOf(std::string_view name);

inline constexpr std::string_view kEntityList = "us-entity-list";

}  // namespace licet

#endif  // LICET_SCREENING_KNOWN_LISTS_H_
