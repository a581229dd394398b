#include "abugida.h"

#include <array>
#include <unordered_map>

namespace licet {

namespace {

constexpr char32_t kThaiFirst = U'\u0E01';
constexpr char32_t kThaiLastConsonant = U'\u0E2E';
constexpr char32_t kThaiO = U'\u0E2D';  // carries a vowel, or is one
constexpr char32_t kThaiSilencer = U'\u0E4C';

// From U+0E01 on, in the order of the alphabet.
constexpr std::array<std::string_view, 46> kThaiConsonants = {
    "k",  "kh", "kh", "kh",  "kh", "kh",  "ng", "ch", "ch", "ch", "s", "ch", "y", "d",  "t", "th",
    "th", "th", "n",  "d",   "t",  "th",  "th", "th", "n",  "b",  "p", "ph", "f", "ph", "f", "ph",
    "m",  "y",  "r",  "rue", "l",  "lue", "w",  "s",  "s",  "s",  "h", "l",  "",  "h"};

bool IsThaiConsonant(char32_t c) { return c >= kThaiFirst && c <= kThaiLastConsonant; }
bool IsBeforeItsConsonant(char32_t c) { return c >= U'\u0E40' && c <= U'\u0E44'; }

std::string_view ThaiVowel(char32_t c) {
  switch (c) {
    case U'\u0E30':
    case U'\u0E31':
    case U'\u0E32':
      return "a";
    case U'\u0E33':
      return "am";
    case U'\u0E34':
    case U'\u0E35':
      return "i";
    case U'\u0E36':
    case U'\u0E37':
    case U'\u0E38':
    case U'\u0E39':
      return "u";
    case U'\u0E40':
      return "e";
    case U'\u0E41':
      return "ae";
    case U'\u0E42':
      return "o";
    case U'\u0E43':
    case U'\u0E44':
      return "ai";
    default:
      return "";  // marks of tone and length
  }
}

// Whether the letter at a place carries a vowel of its own.
bool ThaiVowelFollows(std::u32string_view word, std::size_t at) {
  return at + 1 < word.size() && !IsBeforeItsConsonant(word[at + 1]) &&
         !ThaiVowel(word[at + 1]).empty();
}

// At the end of a word s and ch are spoken as t. (So are r and l as n, but names
// of other languages keep them.)
std::string WithThaiFinal(std::string text) {
  for (const std::string_view written : {"ch", "s"}) {
    if (!text.ends_with(written)) continue;
    return text.substr(0, text.size() - written.size()) + "t";
  }
  return text;
}

const std::unordered_map<char32_t, std::string_view>& Consonants() {
  static const std::unordered_map<char32_t, std::string_view> kLetters = {// Khmer
                                                                          {U'\u1780', "k"},
                                                                          {U'\u1781', "kh"},
                                                                          {U'\u1782', "k"},
                                                                          {U'\u1783', "kh"},
                                                                          {U'\u1784', "ng"},
                                                                          {U'\u1785', "ch"},
                                                                          {U'\u1786', "ch"},
                                                                          {U'\u1787', "ch"},
                                                                          {U'\u1788', "ch"},
                                                                          {U'\u1789', "nh"},
                                                                          {U'\u178A', "d"},
                                                                          {U'\u178B', "th"},
                                                                          {U'\u178C', "d"},
                                                                          {U'\u178D', "th"},
                                                                          {U'\u178E', "n"},
                                                                          {U'\u178F', "t"},
                                                                          {U'\u1790', "th"},
                                                                          {U'\u1791', "t"},
                                                                          {U'\u1792', "th"},
                                                                          {U'\u1793', "n"},
                                                                          {U'\u1794', "b"},
                                                                          {U'\u1795', "ph"},
                                                                          {U'\u1796', "p"},
                                                                          {U'\u1797', "ph"},
                                                                          {U'\u1798', "m"},
                                                                          {U'\u1799', "y"},
                                                                          {U'\u179A', "r"},
                                                                          {U'\u179B', "l"},
                                                                          {U'\u179C', "v"},
                                                                          {U'\u179F', "s"},
                                                                          {U'\u17A0', "h"},
                                                                          {U'\u17A1', "l"},
                                                                          // Lao
                                                                          {U'\u0E81', "k"},
                                                                          {U'\u0E82', "kh"},
                                                                          {U'\u0E84', "kh"},
                                                                          {U'\u0E87', "ng"},
                                                                          {U'\u0E88', "ch"},
                                                                          {U'\u0E8A', "s"},
                                                                          {U'\u0E8D', "nh"},
                                                                          {U'\u0E94', "d"},
                                                                          {U'\u0E95', "t"},
                                                                          {U'\u0E96', "th"},
                                                                          {U'\u0E97', "th"},
                                                                          {U'\u0E99', "n"},
                                                                          {U'\u0E9A', "b"},
                                                                          {U'\u0E9B', "p"},
                                                                          {U'\u0E9C', "ph"},
                                                                          {U'\u0E9D', "f"},
                                                                          {U'\u0E9E', "ph"},
                                                                          {U'\u0E9F', "f"},
                                                                          {U'\u0EA1', "m"},
                                                                          {U'\u0EA2', "y"},
                                                                          {U'\u0EA3', "r"},
                                                                          {U'\u0EA5', "l"},
                                                                          {U'\u0EA7', "v"},
                                                                          {U'\u0EAA', "s"},
                                                                          {U'\u0EAB', "h"},
                                                                          {U'\u0EAE', "h"},
                                                                          {U'\u0EDC', "n"},
                                                                          {U'\u0EDD', "m"},
                                                                          {U'\u0EBC', "l"},
                                                                          // Sinhala
                                                                          {U'\u0D9A', "k"},
                                                                          {U'\u0D9B', "kh"},
                                                                          {U'\u0D9C', "g"},
                                                                          {U'\u0D9D', "gh"},
                                                                          {U'\u0D9E', "ng"},
                                                                          {U'\u0D9F', "ng"},
                                                                          {U'\u0DA0', "ch"},
                                                                          {U'\u0DA1', "ch"},
                                                                          {U'\u0DA2', "j"},
                                                                          {U'\u0DA3', "j"},
                                                                          {U'\u0DA4', "ny"},
                                                                          {U'\u0DA5', "gn"},
                                                                          {U'\u0DA6', "nj"},
                                                                          {U'\u0DA7', "t"},
                                                                          {U'\u0DA8', "th"},
                                                                          {U'\u0DA9', "d"},
                                                                          {U'\u0DAA', "dh"},
                                                                          {U'\u0DAB', "n"},
                                                                          {U'\u0DAC', "nd"},
                                                                          {U'\u0DAD', "th"},
                                                                          {U'\u0DAE', "th"},
                                                                          {U'\u0DAF', "d"},
                                                                          {U'\u0DB0', "dh"},
                                                                          {U'\u0DB1', "n"},
                                                                          {U'\u0DB3', "nd"},
                                                                          {U'\u0DB4', "p"},
                                                                          {U'\u0DB5', "ph"},
                                                                          {U'\u0DB6', "b"},
                                                                          {U'\u0DB7', "bh"},
                                                                          {U'\u0DB8', "m"},
                                                                          {U'\u0DB9', "mb"},
                                                                          {U'\u0DBA', "y"},
                                                                          {U'\u0DBB', "r"},
                                                                          {U'\u0DBD', "l"},
                                                                          {U'\u0DC0', "w"},
                                                                          {U'\u0DC1', "sh"},
                                                                          {U'\u0DC2', "sh"},
                                                                          {U'\u0DC3', "s"},
                                                                          {U'\u0DC4', "h"},
                                                                          {U'\u0DC5', "l"},
                                                                          {U'\u0DC6', "f"},
                                                                          {U'\u0D82', "n"}};
  return kLetters;
}

}  // namespace

std::string ReadThai(std::u32string_view word) {
  std::string out;
  std::string_view before;  // a vowel that waits for its consonant
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char32_t c = word[i];
    if (IsBeforeItsConsonant(c)) {
      out += before;
      before = ThaiVowel(c);
      continue;
    }
    if (!IsThaiConsonant(c)) {
      if (c >= U'\u0E50' && c <= U'\u0E59') {
        out += static_cast<char>('0' + (c - U'\u0E50'));
      } else if (c < 0x80) {
        out += static_cast<char>(c);
      }
      out += ThaiVowel(c);
      continue;
    }
    // The mark that silences a letter stands behind it, at times behind its vowel.
    const bool silent =
        (i + 1 < word.size() && word[i + 1] == kThaiSilencer) ||
        (i + 2 < word.size() && word[i + 2] == kThaiSilencer && !IsThaiConsonant(word[i + 1]));
    if (silent) {
      i += word[i + 1] == kThaiSilencer ? 1 : 2;
      continue;
    }
    const bool vowel = c == kThaiO && before.empty() && i > 0 && !ThaiVowelFollows(word, i);
    out += vowel ? "o" : kThaiConsonants[c - kThaiFirst];
    out += before;
    before = {};
  }
  out += before;
  return WithThaiFinal(std::move(out));
}

std::string ReadConsonants(std::u32string_view word) {
  std::string out;
  for (const char32_t c : word) {
    const auto found = Consonants().find(c);
    if (found != Consonants().end()) out += found->second;
  }
  return out;
}

}  // namespace licet
