// A user's own terms for screening: from which score on a name of which list is
// taken for a match, and which pairs a person has looked at and cleared.
//
// Thread safety: immutable once made, safe to share.

#ifndef LICET_SCREENING_POLICY_H_
#define LICET_SCREENING_POLICY_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/screening/entry.h"

namespace licet {

class ClearedPairs;

// From these scores on, in ten-thousandths, a name is taken for the listed one, or
// is near enough to be shown (docs/screening.md says what they find and miss).
inline constexpr int kMatchScore = 7'300;
inline constexpr int kNearScore = 6'500;

// 0.73 -> 7300.
Result<int> ParseScore(std::string_view text);
// 7300 -> "0.7300", as exact as a score is.
std::string ScoreText(int score);

struct ScreeningLines {
  int match = kMatchScore;
  int near = kNearScore;

  friend bool operator==(const ScreeningLines&, const ScreeningLines&) = default;
};

class ScreeningPolicy {
 public:
  // Lines of a list; a `near` above `match` is taken as `match`.
  void Set(const std::string& list, ScreeningLines lines);
  // All lists of thresholds.csv (columns list, match, near; an empty cell is the
  // default). An unknown list, a list that comes again, no score and a near above
  // match are errors.
  Status Load(Disk& disk, const std::string& path, const std::vector<RestrictedList>& lists);
  // LIST=SCORE; it goes before the file's. An unknown list is an error.
  Status Parse(std::string_view text, const std::vector<RestrictedList>& lists);
  // Shows from this score on, whatever the list.
  void ShowFrom(int score) { shown_from_ = score; }
  // What was cleared, as it stands on that day. `pairs` must outlive the policy.
  void UseCleared(const ClearedPairs* pairs, Date today) {
    cleared_ = pairs;
    today_ = today;
  }

  ScreeningLines LinesOf(std::string_view list) const;
  const ClearedPairs* cleared() const { return cleared_; }
  Date today() const { return today_; }

 private:
  std::map<std::string, ScreeningLines, std::less<>> lines_;
  std::optional<int> shown_from_;
  const ClearedPairs* cleared_ = nullptr;
  Date today_;
};

// The file of a folder of lists.
inline constexpr std::string_view kThresholdsFile = "thresholds.csv";

}  // namespace licet

#endif  // LICET_SCREENING_POLICY_H_
