// What the commands share that hold names against the lists.

#ifndef LICET_CLI_SCREENING_H_
#define LICET_CLI_SCREENING_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands.h"
#include "licet/screening/cleared.h"
#include "licet/screening/country_names.h"
#include "licet/screening/screener.h"

namespace licet {

// The lists of a folder, ready to be searched, with the user's own terms.
class LoadedLists {
 public:
  struct Terms {
    std::string lists;                  // folder; "" means data/lists of the home folder, or
                                        // the carried sample while that holds none
    std::string cleared;                // "" means cleared.csv in the folder, if it is there
    std::vector<std::string> match_at;  // LIST=SCORE
  };

  // A folder without an entry is an error: it would clear everybody.
  static Result<std::unique_ptr<LoadedLists>> Load(Console& console, const Terms& terms);

  const ScreeningIndex& index() const { return *index_; }
  const ScreeningPolicy& policy() const { return policy_; }
  const CountryNames& countries() const { return *countries_; }
  // Whether it is the sample that the program carries.
  bool sample() const { return sample_; }

 private:
  Status LoadPolicy(Console& console, const Terms& terms, const std::string& folder);

  bool sample_ = false;
  std::optional<CountryNames> countries_;
  std::optional<Words> words_;
  std::optional<ScreeningIndex> index_;
  std::optional<ClearedPairs> cleared_;
  ScreeningPolicy policy_;
};

// Whether ScreenParties has names to look up.
bool WillScreen(const OrderFilesOptions& files);
// Screens the engine's parties, once for all engines that get the same `files`.
Status ScreenParties(Console& console, const OrderFilesOptions& files, Engine* engine);

}  // namespace licet

#endif  // LICET_CLI_SCREENING_H_
