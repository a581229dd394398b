#include "entry_fields.h"

#include <algorithm>

#include "licet/screening/screener.h"

namespace licet {

namespace {

constexpr std::size_t kNumberLettersMin = 5;
// In ten-thousandths: what shared words of an address bring.
constexpr int kPostcode = 150;
constexpr int kRareWord = 100;
constexpr int kBuildingNumber = 50;
constexpr std::size_t kPostcodeLetters = 5;
constexpr std::size_t kWordLettersMin = 3;
// A word is rare when one in so many addresses has it, or fewer than these do.
constexpr std::uint32_t kRareOneIn = 100;
constexpr std::uint32_t kRareMin = 3;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// The list readers' word for a number whose kind the publisher does not say.
bool StatesKind(const Identifier& one) { return !one.kind.empty() && one.kind != "number"; }

// Many people share a day; it is no number of one.
bool Tells(const Identifier& one) {
  return one.kind != "date-of-birth" && NumberKeyOf(one.number).size() >= kNumberLettersMin;
}

bool Agree(const Identifier& a, const Identifier& b) {
  if (!Tells(a) || !Tells(b)) return false;
  if (StatesKind(a) && StatesKind(b) && a.kind != b.kind) return false;
  return NumberKeyOf(a.number) == NumberKeyOf(b.number);
}

}  // namespace

std::string NumberKeyOf(std::string_view number) {
  std::string key;
  for (const char c : number) {
    if (!IsLetter(c)) continue;
    key += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return key;
}

AddressWords AddressWordsOf(std::string_view address) {
  AddressWords result;
  std::string word;
  auto end = [&] {
    if (!word.empty()) result.words.push_back(std::move(word));
    word.clear();
  };
  for (const char c : address) {
    if (IsLetter(c)) {
      word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else {
      end();
    }
  }
  end();
  std::ranges::sort(result.words);
  const auto [first, last] = std::ranges::unique(result.words);
  result.words.erase(first, last);
  return result;
}

void EntryFields::Add(std::uint32_t number, const ListEntry& entry) {
  for (const Identifier& one : entry.identifiers) {
    if (!Tells(one)) continue;
    std::vector<std::uint32_t>& bearers = by_number_[NumberKeyOf(one.number)];
    if (bearers.empty() || bearers.back() != number) bearers.push_back(number);
  }
  std::vector<std::string> words;
  for (const ListedAddress& address : entry.addresses) {
    AddressWords some = AddressWordsOf(address.text);
    words.insert(words.end(), std::make_move_iterator(some.words.begin()),
                 std::make_move_iterator(some.words.end()));
  }
  if (words.empty()) return;
  ++with_address_;
  std::ranges::sort(words);
  const auto [first, last] = std::ranges::unique(words);
  words.erase(first, last);
  for (std::string& word : words) ++address_words_[std::move(word)];
}

std::vector<std::uint32_t> EntryFields::Bearing(std::span<const Identifier> identifiers) const {
  std::vector<std::uint32_t> entries;
  for (const Identifier& one : identifiers) {
    if (!Tells(one)) continue;
    const auto found = by_number_.find(NumberKeyOf(one.number));
    if (found == by_number_.end()) continue;
    entries.insert(entries.end(), found->second.begin(), found->second.end());
  }
  std::ranges::sort(entries);
  const auto [first, last] = std::ranges::unique(entries);
  entries.erase(first, last);
  return entries;
}

bool EntryFields::IsRare(std::string_view word) const {
  const auto found = address_words_.find(word);
  const std::uint32_t count = found == address_words_.end() ? 0 : found->second;
  return count <= std::max(kRareMin, with_address_ / kRareOneIn);
}

// A number of a house says something only in a street or a district.
int EntryFields::AddressAgreement(const AddressWords& words, std::string_view country,
                                  const ListEntry& entry) const {
  int best = 0;
  for (const ListedAddress& address : entry.addresses) {
    if (!country.empty() && !address.country.empty() && address.country != country) continue;
    int sum = 0;
    bool building = false;
    for (const std::string& word : AddressWordsOf(address.text).words) {
      if (!std::ranges::binary_search(words.words, word)) continue;
      const bool digits = std::ranges::any_of(word, IsDigit);
      if (digits && word.size() < kPostcodeLetters) {
        building = true;
      } else if (digits && IsRare(word)) {
        sum += kPostcode;
      } else if (!digits && word.size() >= kWordLettersMin && IsRare(word)) {
        sum += kRareWord;
      }
    }
    if (building && sum > 0) sum += kBuildingNumber;
    best = std::max(best, sum);
  }
  return std::min(best, kAddressMost);
}

const Identifier* SharedIdentifier(std::span<const Identifier> query, const ListEntry& entry) {
  for (const Identifier& asked : query) {
    for (const Identifier& listed : entry.identifiers) {
      if (Agree(asked, listed)) return &asked;
    }
  }
  return nullptr;
}

bool HasOtherIdentifier(std::span<const Identifier> query, const ListEntry& entry) {
  for (const Identifier& asked : query) {
    if (!StatesKind(asked)) continue;
    for (const Identifier& listed : entry.identifiers) {
      if (listed.kind == asked.kind && NumberKeyOf(listed.number) != NumberKeyOf(asked.number)) {
        return SharedIdentifier(query, entry) == nullptr;
      }
    }
  }
  return false;
}

}  // namespace licet
