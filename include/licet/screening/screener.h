// Whether a party stands on a list: the listed names nearest to a name, with what
// country and day say of them.
//
// Thread safety: a ScreeningIndex is immutable once made; a Screener belongs to one
// thread.

#ifndef LICET_SCREENING_SCREENER_H_
#define LICET_SCREENING_SCREENER_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/screening/entry.h"
#include "licet/screening/name_index.h"

namespace licet {

// From these scores on, in ten-thousandths, a name is taken for the listed one, or
// is near enough to be shown (docs/screening.md says what they find and miss).
inline constexpr int kMatchScore = 7'500;
inline constexpr int kNearScore = 6'500;
// Taken off when both countries are known and none agrees.
inline constexpr int kOtherCountry = 400;

// Lists with their names ready to be searched.
class ScreeningIndex {
 public:
  // `words` must outlive it. Names that cannot be read become notes.
  ScreeningIndex(std::vector<RestrictedList> lists, const Words& words);
  ScreeningIndex(const ScreeningIndex&) = delete;
  ScreeningIndex& operator=(const ScreeningIndex&) = delete;

  const std::vector<RestrictedList>& lists() const { return lists_; }
  const RestrictedList& ListOf(std::uint32_t entry) const { return lists_[places_[entry].first]; }
  const ListEntry& entry(std::uint32_t number) const {
    const auto& [list, at] = places_[number];
    return lists_[list].entries[at];
  }
  std::size_t entries() const { return places_.size(); }
  const NameIndex& names() const { return names_; }
  const Words& words() const { return words_; }
  const std::vector<ListNote>& notes() const { return notes_; }

 private:
  const Words& words_;
  std::vector<RestrictedList> lists_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;  // by entry: list, entry of it
  NameIndex names_;
  std::vector<ListNote> notes_;
};

struct ScreenQuery {
  std::string_view name;
  std::string_view country;   // ISO 3166-1 alpha-2; "" unknown
  std::optional<Date> as_of;  // the lists of that day; nothing: all entries
};

struct ScreenHit {
  std::uint32_t entry = 0;
  std::uint32_t name = 0;  // among the entry's
  int score = 0;
  bool other_country = false;

  bool match() const { return score >= kMatchScore; }
};

struct Screening {
  std::vector<ScreenHit> hits;  // best first
  bool look_alikes = false;     // of the name asked for, as in Name
  bool hidden = false;
};

class Screener {
 public:
  // `index` must outlive the screener.
  explicit Screener(const ScreeningIndex& index);

  // The `most` best entries that reach `score_min`: the same as a scan of all.
  // Errors as NameReader::Read.
  Result<Screening> Screen(const ScreenQuery& query, std::size_t most, int score_min = kNearScore);
  // Why a hit has its score.
  NameExplanation Explain(const ScreenQuery& query, const ScreenHit& hit);
  // Two names by themselves. A name that cannot be read agrees with none.
  int Score(std::string_view query, std::string_view listed);

 private:
  std::optional<ScreenHit> Judge(const ScreenQuery& query, const NameHit& hit, int score_min) const;

  const ScreeningIndex& index_;
  NameReader reader_;
  NameSearch search_;
};

}  // namespace licet

#endif  // LICET_SCREENING_SCREENER_H_
