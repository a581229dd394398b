// Pairs of a name and a listed entry that a person has looked at and found to be
// two parties. A hit on such a pair is still shown; it only no longer counts.
//
// Thread safety: immutable once loaded, safe to share.

#ifndef LICET_SCREENING_CLEARED_H_
#define LICET_SCREENING_CLEARED_H_

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/screening/country_names.h"
#include "licet/screening/entry.h"
#include "licet/screening/name.h"

namespace licet {

struct ClearedPair {
  std::string name;     // of the party, as written
  std::string country;  // alpha-2; "" wherever it is
  std::string list;
  std::string entry;        // its id when it was cleared
  std::string entry_name;   // likewise, for the reader
  std::string fingerprint;  // FingerprintOf it
  std::string who;
  Date when;
  std::string why;
  std::optional<Date> until;  // first day no longer cleared; nothing: while the entry stays
  Place place;
};

// How a pair stands on a day, against the lists of that day.
struct Clearance {
  enum class State {
    kInForce,
    kEnded,         // its day has come
    kEntryChanged,  // the entry is no longer the one that was looked at
    kEntryGone,     // of the list as a whole; never of a hit
  };
  const ClearedPair* pair = nullptr;
  State state = State::kInForce;
};
std::string_view ToString(Clearance::State state);

// Sixteen hexadecimal digits of all by which a person tells a party: names,
// countries, addresses and identifiers, in any order, without case and
// punctuation. Not of the id, nor of what the law says of the entry.
std::string FingerprintOf(const ListEntry& entry);

// Name and country of a party, as cleared.csv compares them: word by word after
// normalisation (docs/screening.md), never by likeness. A name with letters that
// only look Latin, or with hidden characters, is another one.
std::string ClearedKeyOf(const Name& name);

class ClearedPairs {
 public:
  // Errors, with their place: missing columns or cells, days that are none, an
  // `until` not after `when`, an unknown country, a name that cannot be read.
  static Result<ClearedPairs> Load(Disk& disk, const std::string& path,
                                   const CountryNames& countries, const Words& words);

  const std::vector<ClearedPair>& pairs() const { return pairs_; }
  // What is known of this party and that entry; of several the one in force, then
  // the last. Nothing when nobody cleared them.
  std::optional<Clearance> Find(const Name& name, std::string_view country, const ListEntry& entry,
                                Date today) const;
  // The same by a key that was made before.
  std::optional<Clearance> FindKey(std::string_view key, std::string_view country,
                                   const ListEntry& entry, Date today) const;
  // How a row stands against all lists.
  Clearance StateOf(const ClearedPair& pair, const std::vector<RestrictedList>& lists,
                    Date today) const;

 private:
  std::vector<ClearedPair> pairs_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_key_;  // in pairs_
};

// Writes the file anew with one more row. An error, and nothing written, when the
// file cannot be read or the pair is cleared already and in force.
Status AppendCleared(Disk& disk, const std::string& path, const ClearedPair& pair,
                     const ListEntry& entry, const CountryNames& countries, const Words& words,
                     Date today);

// The file of a folder of lists.
inline constexpr std::string_view kClearedFile = "cleared.csv";

}  // namespace licet

#endif  // LICET_SCREENING_CLEARED_H_
