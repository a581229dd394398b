// What tells a party besides its name: its numbers and its addresses, ready to be
// compared with those of a query.
//
// Thread safety: immutable once all entries are added.

#ifndef LICET_SCREENING_ENTRY_FIELDS_H_
#define LICET_SCREENING_ENTRY_FIELDS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/screening/entry.h"
#include "words.h"

namespace licet {

// Letters and digits in upper case: "91-1101" is "911101".
std::string NumberKeyOf(std::string_view number);

// A word of an address, folded.
struct AddressWords {
  std::vector<std::string> words;  // sorted, each once
};
AddressWords AddressWordsOf(std::string_view address);

class EntryFields {
 public:
  void Add(std::uint32_t number, const ListEntry& entry);

  // Entries that bear one of the identifiers, rising. A number of fewer than five
  // letters and digits, or a day of birth, says nothing; kinds must not differ
  // where both sides state one.
  std::vector<std::uint32_t> Bearing(std::span<const Identifier> identifiers) const;

  // How much an address agrees with the best of the entry's, up to kAddressMost;
  // addresses of another country agree with none.
  int AddressAgreement(const AddressWords& words, std::string_view country,
                       const ListEntry& entry) const;

 private:
  // By how many entries' addresses a word is told from a rare one.
  bool IsRare(std::string_view word) const;

  TextMap<std::vector<std::uint32_t>> by_number_;
  TextMap<std::uint32_t> address_words_;  // entries that have the word in an address
  std::uint32_t with_address_ = 0;
};

// The identifier of the query that the entry bears; nullptr for none.
const Identifier* SharedIdentifier(std::span<const Identifier> query, const ListEntry& entry);
// Whether both state a number of one kind and none of that kind is shared.
bool HasOtherIdentifier(std::span<const Identifier> query, const ListEntry& entry);

}  // namespace licet

#endif  // LICET_SCREENING_ENTRY_FIELDS_H_
