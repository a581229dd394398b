// What the commands share that hold names against the lists.

#ifndef LICET_CLI_SCREENING_H_
#define LICET_CLI_SCREENING_H_

#include <memory>
#include <string>

#include "commands.h"
#include "licet/screening/country_names.h"
#include "licet/screening/screener.h"

namespace licet {

// The lists of a folder, ready to be searched.
class LoadedLists {
 public:
  // `folder`: "" means data/lists of the home folder, or the carried
  // sample while that holds none. A folder without an entry
  // is an error: it would clear everybody.
  static Result<LoadedLists> Load(Console& console, const std::string& folder);

  const ScreeningIndex& index() const { return *index_; }
  const CountryNames& countries() const { return *countries_; }
  const std::string& folder() const { return folder_; }
  // Whether it is the sample that the program carries.
  bool sample() const { return sample_; }

 private:
  std::string folder_;
  bool sample_ = false;
  std::unique_ptr<CountryNames> countries_;
  std::unique_ptr<Words> words_;
  std::unique_ptr<ScreeningIndex> index_;
};

// Screens the engine's parties, once for all engines that get the same `files`.
Status ScreenParties(Console& console, const OrderFilesOptions& files, Engine* engine);

}  // namespace licet

#endif  // LICET_CLI_SCREENING_H_
