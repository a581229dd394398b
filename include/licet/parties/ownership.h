// What ownership makes of a party on a day: who stands above and below it, and
// whether the shares of listed parties restrict it.
//
// Thread safety: pure functions of an immutable book.

#ifndef LICET_PARTIES_OWNERSHIP_H_
#define LICET_PARTIES_OWNERSHIP_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/truth.h"
#include "licet/parties/party.h"

namespace licet {

// A direct stake in the party of which the owner counts, or may count, as listed.
struct ListedOwner {
  OwnerShare share;
  Truth counts = Truth::kTrue;     // never kFalse
  std::vector<std::string> roots;  // the flagged parties that make it count; itself perhaps
};

enum class RedFlagKind {
  kMinority,          // a listed owner holds more than nothing and less than half
  kIndirectMinority,  // it holds a part through owners that the rule does not count
  kUnknownShare,      // how much a listed owner holds is not known enough to say
  kUnknownOwner,      // who holds a share is not known
  kHolderNotParent,   // more than half is held by a party that is not on the record of parents
};
std::string_view ToString(RedFlagKind kind);  // "minority-stake"

struct RedFlag {
  RedFlagKind kind;
  std::string owner;  // "?" for an owner not known
  std::string owned;  // of which the share is
  Range share;        // percent; multiplied along the chains for kIndirectMinority
};

struct OwnershipFinding {
  std::vector<std::string> listed;          // listed flags that the party bears itself
  std::vector<std::string> listed_perhaps;  // those it bears if a like name is its own

  // At least half owned by listed parties (15 CFR 744.11 as in 90 FR 47201),
  // whatever the party bears itself.
  Truth by_ownership = Truth::kFalse;
  Range aggregate;  // percent, as PartyBook::ListedOwnership
  std::vector<ListedOwner> owners;

  // The most restrictive flag of the parties that certainly hold a part: the
  // first one in the caller's list; "" for none. And one that comes before it and
  // would apply if owners that may count do.
  std::string terms;
  std::string terms_perhaps;

  // Parties that own one another in a circle, among those above the party.
  std::vector<std::vector<std::string>> cycles;
  std::vector<RedFlag> red_flags;

  // Where by_ownership is unknown and the party bears no flag: the fewest shares
  // that, once known, settle it whatever they turn out to be. Where `fewest` is
  // false they settle it, but fewer might (a circle, or too many to try).
  std::vector<OwnerShare> settle;
  bool fewest = true;
  // Parties of which it must be known as well whether a like name is theirs.
  std::vector<std::string> settle_names;

  Truth Restricted() const {
    if (!listed.empty()) return Truth::kTrue;
    return listed_perhaps.empty() ? by_ownership : Or(by_ownership, Truth::kUnknown);
  }
};

// `listed_flags`: which parties count as listed, the most restrictive first.
OwnershipFinding AnalyseOwnership(const PartyBook& book, const Party& party, Date day,
                                  const std::vector<std::string>& listed_flags);

// One share on the way up to the owners or down to the holdings.
struct ChainLink {
  OwnerShare share;
  int depth = 1;  // 1: the party's own
  // What the chain's shares come to when multiplied: percent of the party (of the
  // holding, on the way down). Nothing when several chains lead there, for then
  // one of them says little. Bounds are rounded outwards at six places.
  std::optional<Range> multiplied;
  bool told_before = false;  // what lies beyond stands higher up in the list
};

// In the order of a drawn tree: each link before those beyond it.
std::vector<ChainLink> OwnerChains(const PartyBook& book, const Party& party, Date day);
std::vector<ChainLink> HoldingChains(const PartyBook& book, const Party& party, Date day);

}  // namespace licet

#endif  // LICET_PARTIES_OWNERSHIP_H_
