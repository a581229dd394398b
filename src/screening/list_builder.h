// Gathers the entries of a file into lists: what every publisher's form has in
// common, such as countries to codes, limits, ids, and notes on what is odd.

#ifndef LICET_SCREENING_LIST_BUILDER_H_
#define LICET_SCREENING_LIST_BUILDER_H_

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"

namespace licet {

class ListBuilder {
 public:
  // `countries` must outlive the builder.
  ListBuilder(const CountryNames& countries, std::string path)
      : countries_(countries), path_(std::move(path)) {}

  const CountryNames& countries() const { return countries_; }
  // Later entries belong to the list of that name; see IdentityOf.
  void Choose(std::string_view list_name);
  const std::string& list_id() const { return Current().list.id; }
  void SetTitle(std::string title) { Current().list.title = std::move(title); }
  // The latest day wins.
  void SetPublished(std::optional<Date> day);
  // Said once for each `subject`, with the number of times.
  void Note(const std::string& what, const std::string& subject, const Place& place);

  // These read one field of an entry; empty text adds nothing.
  Status AddName(ListEntry* entry, std::string_view text, ListedName::Kind kind);
  void AddCountry(ListEntry* entry, std::string_view name);
  // Several addresses stand between ';'. `country` as published; "" for the one
  // that each address ends with.
  void AddAddresses(ListEntry* entry, std::string_view text, std::string_view country);
  void AddAddress(ListEntry* entry, std::string_view text, std::string_view country);
  void AddIdentifier(ListEntry* entry, std::string_view kind, std::string_view number);
  void AddProgrammes(ListEntry* entry, std::string_view text, char separator);
  std::optional<Date> ReadDay(std::string_view text, std::string_view field, const Place& place);
  // Licence requirement, with the footnotes it tells when this is the Entity List.
  void SetLicenceRequirement(ListEntry* entry, std::string_view text);

  // Takes the finished entry. One without a name is left out, with a note.
  Status Add(ListEntry entry);

  // The lists in the order they were chosen, without those that got no entry;
  // an error when none got one.
  Result<std::vector<RestrictedList>> Take();

 private:
  struct Building {
    RestrictedList list;
    std::set<std::string, std::less<>> ids;
    std::map<std::string, int, std::less<>> next_copy;  // of an id that comes again
    std::map<std::string, std::size_t> notes_at;        // subject -> index of note
    std::vector<int> note_counts;
    std::size_t notes_left_out = 0;
  };

  Building& Current();
  const Building& Current() const;
  std::string UniqueId(const std::string& id, bool made, const Place& place);

  const CountryNames& countries_;
  std::string path_;
  std::vector<Building> lists_;
  std::map<std::string, std::size_t, std::less<>> by_name_;
  std::size_t current_ = 0;
};

}  // namespace licet

#endif  // LICET_SCREENING_LIST_BUILDER_H_
