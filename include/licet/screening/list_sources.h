// Where publishers give out their lists: data/list-sources.csv, or a file of the
// user's own in the same form (docs/formats.md).
//
// Thread safety: value types.

#ifndef LICET_SCREENING_LIST_SOURCES_H_
#define LICET_SCREENING_LIST_SOURCES_H_

#include <string>
#include <vector>

#include "licet/base/seams.h"

namespace licet {

struct SourceFile {
  std::string name;  // "sdn.csv"; what notes on the list call it
  std::string url;
  std::string sha256;  // 64 hexadecimal digits that it must have; "" for any
};

struct ListSource {
  enum class Use {
    kAlways,  // fetched unless others are named
    kNamed,   // only when named: another source has its entries too
    kNever,   // a page for people to read; nothing to take in
  };
  std::string id;  // "us-csl"
  std::string publisher;
  std::string title;
  std::vector<std::string> lists;  // ids that it holds
  std::vector<SourceFile> files;   // all of them together are one issue
  std::string form;
  std::string changes;   // how often
  std::string answered;  // the day the address was seen to answer, or "never"
  Use use = Use::kAlways;
  std::string note;
  Place place;
};

// One row a file; the rows of a source follow one another.
Result<std::vector<ListSource>> ReadListSources(Disk& disk, const std::string& path);

// The sources to fetch: those named, by their id or by that of a list that they
// hold (of several the one that holds fewest), or without a name all that are
// always fetched. Errors: a name that none has, a source that is a page.
Result<std::vector<ListSource>> ChosenSources(const std::vector<ListSource>& all,
                                              const std::vector<std::string>& names);

}  // namespace licet

#endif  // LICET_SCREENING_LIST_SOURCES_H_
