// What is known of the fetched lists of a folder: where they came from, and when
// their publisher last said that they are current. A small JSON file beside them
// (docs/formats.md).
//
// Thread safety: value types; one writer of a folder at a time.

#ifndef LICET_SCREENING_FETCH_STATE_H_
#define LICET_SCREENING_FETCH_STATE_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/seams.h"

namespace licet {

// No name of a list: LoadLists leaves it alone.
inline constexpr std::string_view kFetchStateFile = "fetched.state";

struct FetchedFile {
  std::string name;
  std::string url;
  std::string etag;
  std::string last_modified;
  std::string sha256;  // of what was received
  std::uint64_t bytes = 0;
};

struct FetchedSource {
  std::string id;
  std::string reader;  // who turned the files into lists: another may do it otherwise
  Date changed;        // the day its files last differed
  Date seen;           // the day its publisher last gave or confirmed them
  std::vector<FetchedFile> files;
  std::map<std::string, std::string> lists;  // id, SHA-256 of the stored file
};

struct FetchState {
  std::vector<FetchedSource> sources;

  FetchedSource* Find(std::string_view source);
  // The source that a list on file came from, or null.
  const FetchedSource* OfList(const std::string& list) const;
};

// Empty when the folder has none.
Result<FetchState> LoadFetchState(Disk& disk, const std::string& folder);
// Without the lists that were replaced or removed since: an imported one is not what
// its publisher has confirmed.
FetchState StillOnFile(Disk& disk, const std::string& folder, FetchState state);
Status SaveFetchState(Disk& disk, const std::string& folder, const FetchState& state);

}  // namespace licet

#endif  // LICET_SCREENING_FETCH_STATE_H_
