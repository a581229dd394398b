#include "list_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "licet/base/hash.h"
#include "licet/base/text.h"

namespace licet {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsAlnum(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
}

// 0 for text that is no number.
int NumberOf(std::string_view text) {
  int number = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
  return code == std::errc() && end == text.data() + text.size() ? number : 0;
}

// 1 to 12 of "June" or "Jun"; 0 for another word.
int MonthOf(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kMonths = {
      "january", "february", "march",     "april",   "may",      "june",
      "july",    "august",   "september", "october", "november", "december"};
  const std::string lower = AsciiLower(word);
  if (lower.size() < 3) return 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (kMonths[i].starts_with(lower)) return static_cast<int>(i) + 1;
  }
  return 0;
}

std::optional<Date> Civil(int year, int month, int day) {
  if (year < 1900 || year > 2999) return std::nullopt;
  const auto date = Date::FromCivil(year, month, day);
  return date ? std::optional<Date>(*date) : std::nullopt;
}

// The digit that closes "... EAR 4" or "... EAR)4."; 0 for none.
int ClosingMark(std::string_view text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.remove_suffix(1);
  if (text.empty() || !IsDigit(text.back())) return 0;
  const int digit = text.back() - '0';
  text.remove_suffix(1);
  while (!text.empty() && (text.back() == '.' || text.back() == ' ' || text.back() == ')')) {
    text.remove_suffix(1);
  }
  return text.ends_with("EAR") ? digit : 0;
}

// The footnote that "734.9" followed by `rest` names; 0 none, -1 unclear.
int FootnoteAfter(std::string_view rest, std::string_view whole) {
  std::string packed;  // without blanks, as far as needed
  std::string_view seen = rest.substr(0, 12);
  for (const char c : seen) {
    if (c != ' ') packed += c;
  }
  if (packed.starts_with("(g)")) return 3;
  if (!packed.starts_with("(e)")) return 0;
  const std::string_view part = std::string_view(packed).substr(3);
  char digit = '\0';
  if (part.size() >= 3 && part[0] == '(' && part[2] == ')') digit = part[1];
  if (!part.empty() && IsDigit(part[0]) && (part.size() == 1 || !IsDigit(part[1]))) digit = part[0];
  switch (digit) {
    case '1':
      return 1;
    case '2':
      return 4;
    case '3':
      return 5;
    default:
      break;
  }
  const int mark = ClosingMark(whole);
  return mark == 1 || mark == 4 || mark == 5 ? mark : -1;
}

}  // namespace

std::string CleanLine(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    const bool no_break = c == 0xC2 && i + 1 < text.size() && text[i + 1] == '\xA0';
    if (no_break) ++i;
    if (c <= 0x20 || c == 0x7F || no_break) {
      if (!line.empty() && line.back() != ' ') line += ' ';
    } else {
      line += text[i];
    }
  }
  if (line.ends_with(' ')) line.pop_back();
  return line;
}

std::optional<Date> ReadListDate(std::string_view text) {
  text = Trim(text);
  if (text.size() > 40) return std::nullopt;
  std::vector<std::string> words;  // runs of digits or of letters
  for (std::size_t i = 0; i < text.size() && words.size() < 3;) {
    std::size_t end = i;
    while (end < text.size() && IsAlnum(text[end]) && IsDigit(text[end]) == IsDigit(text[i])) ++end;
    if (end > i) words.emplace_back(text.substr(i, end - i));
    i = std::max(end, i + 1);
  }
  if (words.size() < 3) return std::nullopt;
  if (words[0].size() == 4 && IsDigit(words[0][0]))
    return Civil(NumberOf(words[0]), NumberOf(words[1]), NumberOf(words[2]));
  const int year = words[2].size() == 4 ? NumberOf(words[2]) : 0;
  if (const int month = MonthOf(words[0])) return Civil(year, month, NumberOf(words[1]));
  if (const int month = MonthOf(words[1])) return Civil(year, month, NumberOf(words[0]));
  // The publishers that write numbers only are American: month first.
  return Civil(year, NumberOf(words[0]), NumberOf(words[1]));
}

std::vector<int> FootnotesIn(std::string_view licence_requirement, bool* doubtful) {
  constexpr std::string_view kSection = "734.9";
  std::vector<int> footnotes;
  *doubtful = false;
  for (std::size_t at = licence_requirement.find(kSection); at != std::string_view::npos;
       at = licence_requirement.find(kSection, at + 1)) {
    const int found =
        FootnoteAfter(licence_requirement.substr(at + kSection.size()), licence_requirement);
    if (found < 0) *doubtful = true;
    if (found > 0) footnotes.push_back(found);
  }
  std::ranges::sort(footnotes);
  const auto [first, last] = std::ranges::unique(footnotes);
  footnotes.erase(first, last);
  return footnotes;
}

std::string SlugOf(std::string_view text) {
  constexpr std::size_t kBytesMax = 80;
  std::string slug;
  for (const char c : text) {
    if (IsAlnum(c)) {
      slug += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  if (slug.ends_with('-')) slug.pop_back();
  if (slug.size() <= kBytesMax) return slug;
  std::size_t cut = kBytesMax;
  while (cut > 0 && (slug[cut] & 0xC0) == 0x80) --cut;  // not inside a character
  return fmt::format("{}-{:08x}", slug.substr(0, cut), HashOf(slug) & 0xFFFFFFFF);
}

std::vector<std::string> SplitClean(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (const std::string_view part : Split(text, separator)) {
    std::string clean = CleanLine(part);
    if (!clean.empty()) parts.push_back(std::move(clean));
  }
  return parts;
}

}  // namespace licet
