// An entry of a list of restricted parties, with what export control asks of it
// besides its names, and a list as one publisher gave it out on one day.
//
// Thread safety: value types.

#ifndef LICET_SCREENING_ENTRY_H_
#define LICET_SCREENING_ENTRY_H_

#include <optional>
#include <string>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"

namespace licet {

struct ListedName {
  enum class Kind {
    kName,       // the entry's own
    kAlias,      // also known as, formerly known as
    kWeakAlias,  // the publisher calls it of low quality
    kOriginal,   // the name in its own script
  };
  std::string text;  // UTF-8, as published
  Kind kind = Kind::kName;

  friend bool operator==(const ListedName&, const ListedName&) = default;
};
std::string_view ToString(ListedName::Kind kind);

struct ListedAddress {
  std::string text;     // as published
  std::string country;  // ISO 3166-1 alpha-2; "" unknown

  friend bool operator==(const ListedAddress&, const ListedAddress&) = default;
};

// "passport", "uscc", "imo" ...; the number as published.
struct Identifier {
  std::string kind;
  std::string number;

  friend bool operator==(const Identifier&, const Identifier&) = default;
};

enum class EntryType { kUnknown, kPerson, kOrganisation, kVessel, kAircraft };
std::string_view ToString(EntryType type);

struct ListEntry {
  std::string list;  // id of the list: "us-entity-list"
  std::string id;    // the publisher's, or one made from name and country; unique in the list
  EntryType type = EntryType::kUnknown;
  std::vector<ListedName> names;  // the entry's own first
  std::vector<ListedAddress> addresses;
  std::vector<std::string> countries;  // alpha-2, of addresses, nationality and the list's heading
  std::vector<Identifier> identifiers;
  std::vector<int> footnotes;  // of the Entity List: 1, 3, 4, 5
  std::string licence_requirement;
  std::string review_policy;
  std::string citation;                 // Federal Register, or the act of another publisher
  std::vector<std::string> programmes;  // "NPWMD", "CMIC-EO13959"
  std::optional<Date> listed;           // first day on the list
  std::optional<Date> removed;          // first day no longer on it
  std::string remarks;
  std::string url;
  Place place;  // where it was read

  // On the list on that day; an unknown day of listing counts as long ago.
  bool OnListAt(Date day) const {
    return (!listed || *listed <= day) && (!removed || day < *removed);
  }
};

// Something read that a person should look at; the record was kept, unless the
// note says that it was left out (it had no name, or is no party).
struct ListNote {
  std::string what;  // one sentence
  Place place;
};

struct RestrictedList {
  std::string id;                 // "us-entity-list"
  std::string title;              // "Entity List"
  std::string publisher;          // "US Bureau of Industry and Security"
  std::optional<Date> published;  // the publisher's own date of this issue
  std::vector<ListEntry> entries;
  std::vector<ListNote> notes;
};

}  // namespace licet

#endif  // LICET_SCREENING_ENTRY_H_
