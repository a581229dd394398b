// Takes one source of lists from its publisher into a folder. What comes must be
// whole, be a list, and not have lost half of its entries; otherwise what is on
// file stays as it is, byte for byte.
//
// Thread safety: pure functions over the seams; one writer of a folder at a time.

#ifndef LICET_SCREENING_LIST_FETCH_H_
#define LICET_SCREENING_LIST_FETCH_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/network.h"
#include "licet/screening/country_names.h"
#include "licet/screening/list_sources.h"

namespace licet {

struct ListFetchOptions {
  std::string folder;
  Date today;
  std::string reader;          // "licet/0.1.0", for the state
  bool accept_shrunk = false;  // fewer than half of the entries on file
  // Of a file: its name, bytes so far, bytes of the whole (0 while unknown).
  std::function<void(const std::string&, std::uint64_t, std::uint64_t)> progress;
};

struct FetchedList {
  enum class Outcome { kNew, kChanged, kUnchanged };
  std::string id;
  Outcome outcome = Outcome::kUnchanged;
  std::size_t added = 0;  // entries, of kChanged
  std::size_t changed = 0;
  std::size_t removed = 0;
  std::size_t entries = 0;
  std::size_t notes = 0;
  std::optional<Date> published;
};
std::string_view ToString(FetchedList::Outcome outcome);

struct ListFetch {
  std::vector<FetchedList> lists;  // by id
  std::uint64_t bytes = 0;         // received; 0 when the server says that nothing changed
  std::vector<std::string> notes;  // sentences for the user
};

Result<ListFetch> FetchLists(Network& network, Disk& disk, const CountryNames& countries,
                             const ListSource& source, const ListFetchOptions& options);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_FETCH_H_
