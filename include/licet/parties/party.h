// Parties of a transaction, who their parents are, and how much of them the
// listed parties own.
//
// Thread safety: a PartyBook is immutable once loaded.

#ifndef LICET_PARTIES_PARTY_H_
#define LICET_PARTIES_PARTY_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/base/range.h"
#include "licet/base/seams.h"

namespace licet {

struct Party {
  std::string id;
  std::string name;
  std::string country;       // ISO 3166-1 alpha-2 of the address; "" unknown
  std::string headquarters;  // country of its own headquarters; "" unknown
  std::string parent;        // party id; "" none on record; "?" known to be unknown
  std::string tier;          // T1 T1b T2 T3 T4 T5; "" unknown
  std::vector<std::string> flags;
  std::string entity;  // canonical key of a firm that rules name ("nvidia"), or the id
  Place place;
};

// Stands for a parent or owner that is known to exist, but not who it is.
inline constexpr const char* kUnknownParty = "?";

struct OwnerShare {
  std::string owner;
  std::string owned;
  Range share;  // percent, 0..100
  Interval valid;
};

// What the regimes ask of one party on one day.
struct Lineage {
  std::vector<std::string> entities;  // own key, then the parents' up to the ultimate one
  std::string ultimate_parent;        // party id; own id when there is no parent
  std::optional<std::string> ultimate_headquarters;  // nothing: not known
  bool parent_unknown = false;                       // some link of the chain is "?"
};

struct PartyFiles {
  std::string parties;   // party,name,country,headquarters,parent,tier,flags
  std::string owners;    // owner,owned,share,from,to, or BODS 0.4 as JSON; may be ""
  std::string entities;  // data/entities.csv: entity,alias,why; may be ""
};

class PartyBook {
 public:
  // Errors: duplicate id, unknown country code, parent or owner that is not a
  // party, a parent chain that returns to its start, shares outside 0..100.
  // `countries` are the valid ISO codes.
  static Result<PartyBook> Load(Disk& disk, const PartyFiles& files,
                                const std::vector<std::string>& countries);

  // kUnknownName with the nearest ids and names when absent.
  Result<const Party*> Find(std::string_view id) const;
  Lineage LineageOf(const Party& party) const;

  // Percent of `party` owned on `day`, directly or through parties themselves
  // owned at least half, by parties that bear one of `listed_flags`. Shares of
  // several listed owners add up (15 CFR 744.11 as in 90 FR 47201).
  Range ListedOwnership(const Party& party, Date day,
                        const std::vector<std::string>& listed_flags) const;

  // Shares in `party`, and shares that `party` holds, on a day. "?" holds none
  // that could be told apart.
  std::vector<const OwnerShare*> OwnersOf(std::string_view party, Date day) const;
  std::vector<const OwnerShare*> HoldingsOf(std::string_view party, Date day) const;

  // Days on which some share begins or ends; between two of them every
  // ListedOwnership stays the same. Sorted.
  std::vector<Date> OwnershipDays() const;

  const std::vector<Party>& parties() const { return parties_; }

  // What a file held and the book could not use, one sentence each.
  const std::vector<std::string>& notes() const { return notes_; }

 private:
  void IndexHoldings();

  std::vector<Party> parties_;
  std::map<std::string, std::size_t, std::less<>> by_id_;
  std::vector<OwnerShare> shares_;     // sorted by owned, owner, first day
  std::vector<std::size_t> by_owner_;  // shares_ sorted by owner, owned, first day
  std::vector<std::string> notes_;
};

// ISO 3166-1 alpha-2 codes from data/countries.csv (code,name).
struct Country {
  std::string code;
  std::string name;
};
Result<std::vector<Country>> LoadCountries(Disk& disk, const std::string& path);

}  // namespace licet

#endif  // LICET_PARTIES_PARTY_H_
