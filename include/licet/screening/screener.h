// Whether a party stands on a list: the listed names nearest to a name, with what
// country, day, numbers and address say of them.
//
// Thread safety: a ScreeningIndex and a ScreeningPolicy are immutable once made; a
// Screener belongs to one thread.

#ifndef LICET_SCREENING_SCREENER_H_
#define LICET_SCREENING_SCREENER_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/screening/cleared.h"
#include "licet/screening/entry.h"
#include "licet/screening/name_index.h"
#include "licet/screening/policy.h"

namespace licet {

class EntryFields;

// In ten-thousandths. Taken off when both countries are known and none agrees, and
// when both state a number of one kind and none is shared.
inline constexpr int kOtherCountry = 400;
inline constexpr int kOtherIdentifier = 200;
// The most that an address adds, and from where on it is said to agree.
inline constexpr int kAddressMost = 300;
inline constexpr int kAddressAgrees = 150;

// Lists with their names ready to be searched.
class ScreeningIndex {
 public:
  // `words` must outlive it. Names that cannot be read become notes.
  ScreeningIndex(std::vector<RestrictedList> lists, const Words& words);
  ~ScreeningIndex();
  ScreeningIndex(const ScreeningIndex&) = delete;
  ScreeningIndex& operator=(const ScreeningIndex&) = delete;

  const std::vector<RestrictedList>& lists() const { return lists_; }
  const RestrictedList& ListOf(std::uint32_t entry) const { return lists_[places_[entry].first]; }
  std::size_t ListNumberOf(std::uint32_t entry) const { return places_[entry].first; }
  std::size_t PlaceInList(std::uint32_t entry) const { return places_[entry].second; }
  const ListEntry& entry(std::uint32_t number) const {
    const auto& [list, at] = places_[number];
    return lists_[list].entries[at];
  }
  std::size_t entries() const { return places_.size(); }
  const NameIndex& names() const { return names_; }
  const EntryFields& fields() const { return *fields_; }
  const Words& words() const { return words_; }
  const std::vector<ListNote>& notes() const { return notes_; }

 private:
  const Words& words_;
  std::vector<RestrictedList> lists_;
  std::vector<std::pair<std::size_t, std::size_t>> places_;  // by entry: list, entry of it
  NameIndex names_;
  std::unique_ptr<EntryFields> fields_;
  std::vector<ListNote> notes_;
};

struct ScreenQuery {
  std::string_view name;
  std::string_view country;                      // ISO 3166-1 alpha-2; "" unknown
  std::optional<Date> as_of;                     // the lists of that day; nothing: all entries
  std::string_view address = {};                 // "" unknown
  std::span<const Identifier> identifiers = {};  // a `kind` may be ""
};

// What agrees, the surest first; it orders hits of one score.
enum class HitRank : std::uint8_t {
  kAll = 1,             // the same name; country, address and a number agree
  kIdentifier,          // a number agrees
  kNameCountryAddress,  // the same name; country and address agree
  kNameCountry,         // the same name and country
  kName,                // the same name
  kWords,               // the same words, written otherwise (another script, a short form)
  kLike,                // words spelt otherwise, or only some of them
};
std::string_view ToString(HitRank rank);

struct ScreenHit {
  std::uint32_t entry = 0;
  std::uint32_t name = 0;  // among the entry's
  int score = 0;
  bool other_country = false;
  int name_score = 0;                             // of the names alone
  bool other_identifier = false;                  // of the same kind
  int address = 0;                                // what the address added
  const Identifier* shared_identifier = nullptr;  // of the query
  HitRank rank = HitRank::kLike;
  ScreeningLines lines;                // of the entry's list
  std::optional<Clearance> clearance;  // when a person looked at the pair

  bool cleared() const { return clearance && clearance->state == Clearance::State::kInForce; }
  // At or above the line of its list, cleared or not.
  bool above() const { return score >= lines.match; }
  // One that counts.
  bool match() const { return above() && !cleared(); }
};

struct Screening {
  std::vector<ScreenHit> hits;  // best first
  bool look_alikes = false;     // of the name asked for, as in Name
  bool hidden = false;

  bool match() const;  // whether some hit is one
  bool near() const;   // no match, but a hit that is not cleared
};

// "uscc:91110000X" or a number without its kind, which is then "". An error when it
// has fewer than five letters and digits.
Result<Identifier> ParseIdentifier(std::string_view text);

// The listed names like a name, by name alone.
struct FoundNames {
  Name name;
  std::vector<NameHit> hits;  // the best name of each entry
  bool all = false;           // all that reach the floor
};

class Screener {
 public:
  // `index` and `policy` must outlive the screener.
  explicit Screener(const ScreeningIndex& index);
  Screener(const ScreeningIndex& index, const ScreeningPolicy& policy);

  // Entries that reach the line of their list: matches before near ones, then by
  // score, then by rank, then as the lists stand, down to the `most`-th that is not
  // cleared. The same as a scan of all. With a `score_min` that is every list's
  // line to be shown. Errors as NameReader::Read.
  Result<Screening> Screen(const ScreenQuery& query, std::size_t most,
                           std::optional<int> score_min = {});
  // The same from names that were found before; REQUIRES found.all, from
  // FloorOf(score_min) or lower.
  Screening Judge(const ScreenQuery& query, const FoundNames& found, std::size_t most,
                  std::optional<int> score_min = {});
  // The lowest line of all lists.
  int FloorOf(std::optional<int> score_min) const;

  // Why a hit has its score.
  NameExplanation Explain(const ScreenQuery& query, const ScreenHit& hit);
  // Two names by themselves. A name that cannot be read agrees with none.
  int Score(std::string_view query, std::string_view listed);

 private:
  // A query, read once.
  struct Asked;
  Asked Prepare(const ScreenQuery& query, Name name);
  NameHit BestNameOf(const Asked& asked, std::uint32_t entry);
  Screening JudgeAll(const Asked& asked, std::span<const NameHit> found,
                     std::optional<int> score_min) const;
  std::optional<ScreenHit> JudgeOne(const Asked& asked, const NameHit& hit,
                                    std::optional<int> score_min) const;
  // Whether a name of at most that score, which was not found yet, may stand among
  // the first `most`.
  bool MayFollow(const Screening& screening, std::size_t most, int score,
                 std::optional<int> score_min) const;

  const ScreeningIndex& index_;
  const ScreeningPolicy& policy_;
  std::vector<ScreeningLines> lines_;  // by list
  NameReader reader_;
  NameSearch search_;
};

}  // namespace licet

#endif  // LICET_SCREENING_SCREENER_H_
