// The parties on file against the lists: each party once, whatever the number of
// orders, with the flags that rules read.
//
// Thread safety: immutable once made.

#ifndef LICET_GATE_PARTY_SCREENING_H_
#define LICET_GATE_PARTY_SCREENING_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/seams.h"
#include "licet/parties/party.h"
#include "licet/screening/screener.h"

namespace licet {

// What an entry of a list says to the rules: data/list-flags.csv.
class ListFlags {
 public:
  // File: list,field,contains,flag,relaxes,means (docs/screening.md).
  static Result<ListFlags> Load(Disk& disk, const std::string& path);

  struct Flag {
    std::string flag;
    // It narrows what the entry asks: holds only where every entry of the list
    // that may be the party says the same.
    bool relaxes = false;
  };
  // None where no rule reads the list.
  std::vector<Flag> Of(const ListEntry& entry) const;

 private:
  struct Row {
    std::string list;
    std::string field;
    std::vector<std::string> contains;  // all of them, lower case; none: always
    Flag flag;                          // "" gives nothing
  };
  std::vector<Row> rows_;
};

// How sure it is that a party is an entry.
enum class HitState {
  kSame,     // a number agrees, or the name but for spelling: its flags are the party's
  kMatch,    // the party has its flags perhaps, until a person has looked
  kNear,     // told, with flags of its own ("near:entity-list") that an overlay may read
  kCleared,  // told; a person found that it is another party
};
std::string_view ToString(HitState state);

// From this score on, in ten-thousandths, a name is the listed one.
inline constexpr int kSameScore = 9'500;

// An entry whose name is a party's, or like it.
struct PartyHit {
  std::string name;  // of the party: the one that hit
  std::string list;
  std::string list_title;
  std::string entry;       // its id
  std::string entry_name;  // its own name
  std::string alias;       // the name of it that hit
  int score = 0;           // in ten-thousandths
  HitState state = HitState::kNear;
  bool other_country = false;
  std::string cleared;  // who, when and why; "" nobody
  Interval on_list;
  std::string citation;
  std::vector<std::string> flags;  // what rules read; none: no rule reads the list
};

struct ScreenedList {
  std::string id;
  std::string title;
  std::optional<Date> published;
  std::size_t entries = 0;
};

class PartyScreening {
 public:
  // Parties are screened by their names, country, address and identifiers, under
  // the user's own lines and clearances. Errors: a name without letters, an
  // identifier that is too short.
  static Result<PartyScreening> Run(const PartyBook& book, const ScreeningIndex& index,
                                    const ScreeningPolicy& policy, const ListFlags& flags,
                                    std::size_t jobs);

  // By the parties' place in the book; best first.
  const std::vector<std::vector<PartyHit>>& hits() const { return hits_; }
  const std::vector<std::vector<ScreenedFlag>>& flags() const { return flags_; }
  const std::vector<ScreenedList>& lists() const { return lists_; }
  bool any() const { return any_; }  // hit at all

  // What a decision takes for granted about it: one sentence.
  const std::string& assumption() const { return assumption_; }
  void set_assumption(std::string text) { assumption_ = std::move(text); }

 private:
  std::vector<std::vector<PartyHit>> hits_;
  std::vector<std::vector<ScreenedFlag>> flags_;
  std::vector<ScreenedList> lists_;
  std::string assumption_;
  bool any_ = false;
};

}  // namespace licet

#endif  // LICET_GATE_PARTY_SCREENING_H_
