#include "licet/screening/entry.h"

namespace licet {

std::string_view ToString(ListedName::Kind kind) {
  switch (kind) {
    case ListedName::Kind::kName:
      return "name";
    case ListedName::Kind::kAlias:
      return "alias";
    case ListedName::Kind::kWeakAlias:
      return "weak-alias";
    case ListedName::Kind::kOriginal:
      return "original-script";
  }
  return "?";
}

std::string_view ToString(EntryType type) {
  switch (type) {
    case EntryType::kUnknown:
      return "unknown";
    case EntryType::kPerson:
      return "person";
    case EntryType::kOrganisation:
      return "organisation";
    case EntryType::kVessel:
      return "vessel";
    case EntryType::kAircraft:
      return "aircraft";
  }
  return "?";
}

}  // namespace licet
