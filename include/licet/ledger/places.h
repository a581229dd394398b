// Where goods may be used under several authorisations at once: what their scopes and
// their conditions allow, intersected. An empty intersection is a deadlock.
//
// Thread safety: value types and pure functions.

#ifndef LICET_LEDGER_PLACES_H_
#define LICET_LEDGER_PLACES_H_

#include <span>
#include <string>
#include <vector>

namespace licet {

struct Authorisation;

// What names places: a scope or a condition.
struct PlaceClause {
  std::string authorisation = {};
  std::string regime = {};
  std::string clause = {};  // "scope", or the condition's id
  std::string text = {};    // verbatim, of a condition
  std::string cite = {};
  bool draft = false;
  std::vector<std::string> places = {};  // ISO 3166-1 alpha-2, sorted; Hong Kong is HK, Macau MO

  // "condition 'end-place' of 'cn-7'", "the scope of 'us-1'".
  std::string Called() const;
};

struct CommonPlaces {
  bool any = false;                       // no clause names a place
  std::vector<std::string> places = {};   // sorted; empty with !any is a deadlock
  std::vector<PlaceClause> clauses = {};  // all that name places, in the order given
  // A smallest set of clauses that no place satisfies together: two where two suffice.
  std::vector<PlaceClause> conflict = {};

  bool Deadlock() const { return !any && places.empty(); }
};

CommonPlaces PlacesOf(std::span<const Authorisation* const> authorisations);

}  // namespace licet

#endif  // LICET_LEDGER_PLACES_H_
