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
#include "licet/base/truth.h"

namespace licet {

// A flag that a screening of names put on a party: as long as the entry is on its
// list, and only perhaps when the name is like a listed one and not the same.
struct ScreenedFlag {
  std::string flag;
  Interval valid;
  Truth truth = Truth::kTrue;  // never kFalse

  friend bool operator==(const ScreenedFlag&, const ScreenedFlag&) = default;
};

struct Party {
  std::string id;
  std::string name;
  std::string country;               // ISO 3166-1 alpha-2 of the address; "" unknown
  std::string headquarters;          // country of its own headquarters; "" unknown
  std::string parent;                // party id; "" none on record; "?" known to be unknown
  std::string tier;                  // T1 T1b T2 T3 T4 T5; "" unknown
  std::vector<std::string> flags;    // on file
  std::vector<std::string> aliases;  // other names it goes by, in any script
  std::string address;
  std::vector<std::string> identifiers;  // "uscc:9111...", "imo:..." or a bare number
  std::string entity;       // canonical key of a firm that rules name ("nvidia"), or the id
  std::string entity_tier;  // of that firm; "" unknown
  std::vector<ScreenedFlag> screened;
  Place place;
};

// Whether a party bears a flag on a day, on file or by screening.
Truth BearsFlag(const Party& party, std::string_view flag, Date day);

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

// Which tier of the Chinese import side a party counts as, and why.
struct TierFinding {
  enum class From { kNowhere, kOwnRow, kEntity, kOwners };
  std::string tier;  // "" unknown
  From from = From::kNowhere;
};

struct PartyFiles {
  std::string parties;   // party,name,country,headquarters,parent,tier,flags,aliases,address,
                         // identifiers
  std::string owners;    // owner,owned,share,from,to, or BODS 0.4 as JSON; may be ""
  std::string entities;  // data/entities.csv: entity,alias,why,tier; may be ""
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
  // several listed owners add up (15 CFR 744.11 as in 90 FR 47201). An owner that
  // bears one only perhaps counts from nothing to its share.
  Range ListedOwnership(const Party& party, Date day,
                        const std::vector<std::string>& listed_flags) const;

  // Its own row's; else that of the firm that it is; else T4, state-backed, when
  // parties of T4 or T5 certainly own at least half of it.
  TierFinding TierOf(const Party& party, Date day) const;

  // What a screening found, by the parties' place in parties(); in place of
  // what an earlier one found.
  void SetScreened(const std::vector<std::vector<ScreenedFlag>>& flags);

  // Shares in `party`, and shares that `party` holds, on a day. "?" holds none
  // that could be told apart.
  std::vector<const OwnerShare*> OwnersOf(std::string_view party, Date day) const;
  std::vector<const OwnerShare*> HoldingsOf(std::string_view party, Date day) const;

  // Days on which some share or screened flag begins or ends; between two of them
  // flags, tiers and every ListedOwnership stay the same. Sorted.
  std::vector<Date> ChangeDays() const;

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
