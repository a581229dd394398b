#include "licet/screening/country_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/parties/party.h"

namespace licet {
namespace {

constexpr std::size_t kNameBytesMax = 120;  // no spelling of a country is longer

// Lower case, letters and digits only, words joined by one blank, no "the".
// Bytes beyond ASCII stay.
std::string Squeezed(std::string_view name) {
  std::string out;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty() && word != "the") out += (out.empty() ? "" : " ") + word;
    word.clear();
  };
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter) {
      word += c;
    } else if (c >= 'A' && c <= 'Z') {
      word += static_cast<char>(c - 'A' + 'a');
    } else if (c != '\'' && c != '.') {  // "d'Ivoire", "U.S."
      end_word();
    }
  }
  end_word();
  return out;
}

bool IsCapitals(std::string_view text) {
  return text.size() == 2 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool HasDigit(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Without "(See alternate addresses under Pakistan)", which names another one.
std::string_view WithoutPointer(std::string_view address) {
  const std::size_t open = address.rfind('(');
  if (open == std::string_view::npos) return address;
  const std::string word = AsciiLower(address.substr(open + 1, 4));
  return word == "see " || word == "for " ? address.substr(0, open) : address;
}

std::string_view WithoutEnd(std::string_view text) {
  text = Trim(text);
  while (!text.empty() && (text.back() == '.' || text.back() == ')' || text.back() == ',')) {
    text = Trim(text.substr(0, text.size() - 1));
  }
  return text;
}

}  // namespace

Result<CountryNames> CountryNames::Load(Disk& disk, const std::string& countries,
                                        const std::string& names) {
  CountryNames result;
  LICET_ASSIGN_OR_RETURN(const std::vector<Country> known, LoadCountries(disk, countries));
  std::set<std::string, std::less<>> codes;
  for (const Country& country : known) {
    codes.insert(country.code);
    result.codes_[Squeezed(country.name)] = country.code;
  }
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(names));
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), names), {"name", "code"}, {}));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) break;
    const std::string code(Trim(table.Get("code")));
    if (code != kNowhere && !codes.contains(code)) {
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("{} is no code of {}; write one of its codes, or - for a name that "
                              "means no country",
                              Quoted(code), countries),
                  table.PlaceOf("code"));
    }
    const auto [at, fresh] = result.codes_.emplace(Squeezed(table.Get("name")), code);
    if (!fresh && at->second != code) {
      return Fail(
          ErrorCode::kDuplicate,
          fmt::format("{} already means {}; remove one", Quoted(table.Get("name")), at->second),
          table.PlaceOf("name"));
    }
  }
  // Codes come last, for a name wins over a code in the wrong case ("Ma" ...).
  for (const std::string& code : codes) result.codes_.emplace(AsciiLower(code), code);
  return result;
}

std::string CountryNames::CodeOf(std::string_view name) const {
  if (name.size() > kNameBytesMax) return "";
  const auto found = codes_.find(Squeezed(name));
  return found == codes_.end() ? "" : found->second;
}

std::string CountryNames::CodeAtEndOf(std::string_view address) const {
  std::string_view rest = WithoutEnd(WithoutPointer(address));
  for (int part = 0; part < 2 && !rest.empty(); ++part) {
    const std::size_t comma = rest.rfind(',');
    const std::string_view last =
        WithoutEnd(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    const std::string code = CodeAtEndOfPart(last);
    if (!code.empty()) return code == kNowhere ? "" : code;
    if (comma == std::string_view::npos || !HasDigit(last)) return "";
    rest = WithoutEnd(rest.substr(0, comma));  // what was cut off was a postcode
  }
  return "";
}

// "Russia 115583", "Beijing 100081 China", "FR".
std::string CountryNames::CodeAtEndOfPart(std::string_view part) const {
  constexpr std::size_t kWordsMax = 7;
  if (part.size() == 2) return IsCapitals(part) ? CodeOf(part) : "";  // else it is a word
  while (HasDigit(part.substr(part.rfind(' ') + 1)) && part.find(' ') != std::string_view::npos) {
    part = WithoutEnd(part.substr(0, part.rfind(' ')));
  }
  std::string code;
  std::size_t begin = part.size();
  for (std::size_t words = 0; words < kWordsMax && begin > 0; ++words) {
    const std::size_t blank = part.rfind(' ', begin - 1);
    begin = blank == std::string_view::npos ? 0 : blank + 1;
    const std::string_view end = part.substr(begin);
    const std::string found = end.size() > 2 ? CodeOf(end) : "";
    if (!found.empty()) code = found;  // more words know better: "Papua New Guinea"
    // "New Mexico", "New Jersey": states, unless the whole is a country.
    if (end.starts_with("New ") && found.empty()) code.clear();
    begin = blank == std::string_view::npos ? 0 : blank;
  }
  return code;
}

std::string CountryNames::CodeAtStartOf(std::string_view text, std::string_view* rest) const {
  std::string best;
  for (std::size_t end = 1; end <= text.size() && end <= kNameBytesMax; ++end) {
    const char before = text[end - 1];
    const char next = end < text.size() ? text[end] : ' ';
    const bool inside = (next & 0xC0) == 0x80;  // of a character
    const bool words = next == ' ' || next == ',' || (before & 0x80) != 0;
    if (inside || !words || before == ' ') continue;
    const std::string_view start = text.substr(0, end);
    const std::string code = start.size() > 2 ? CodeOf(start) : "";
    if (code.empty() || code == kNowhere) continue;
    best = code;
    *rest = Trim(text.substr(end));
  }
  return best;
}

}  // namespace licet
