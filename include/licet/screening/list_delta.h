// What changed between two issues of lists, so that only the parties it touches
// need to be screened again.
//
// Thread safety: pure functions.

#ifndef LICET_SCREENING_LIST_DELTA_H_
#define LICET_SCREENING_LIST_DELTA_H_

#include <string>
#include <vector>

#include "licet/screening/entry.h"

namespace licet {

struct FieldChange {
  std::string field;  // "names"
  std::string before;
  std::string after;
};

struct EntryDelta {
  enum class Kind { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string list;
  std::string id;    // in the newer issue, if it is there
  std::string name;  // the entry's own, likewise
  std::vector<std::string> countries;
  std::vector<FieldChange> changes;  // of kChanged only
};
std::string_view ToString(EntryDelta::Kind kind);

// Entries are the same by id; those left over, whose publisher gives ids that
// change with the text or none, by their own name and countries, then by their
// name alone where it stands once on each side. By list, then added, removed,
// changed, then by id. A list that stands on one side only is added or removed as
// a whole.
std::vector<EntryDelta> DeltaOf(const std::vector<RestrictedList>& before,
                                const std::vector<RestrictedList>& after);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_DELTA_H_
