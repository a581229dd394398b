#include "parties/names.h"

#include <algorithm>
#include <vector>

#include "licet/base/text.h"

namespace licet {
namespace {

constexpr std::string_view kLegalForms[] = {
    "ab",       "ag",   "as",           "asa",  "berhad", "bhd",     "bv",    "co",
    "company",  "corp", "corporation",  "fze",  "fzco",   "gmbh",    "group", "holding",
    "holdings", "inc",  "incorporated", "kg",   "kk",     "limited", "llc",   "llp",
    "lp",       "ltd",  "nv",           "oy",   "pbc",    "pjsc",    "plc",   "pte",
    "pty",      "pvt",  "sa",           "sarl", "sdn",    "spa"};

bool IsLegalForm(const std::string& word) {
  return std::ranges::find(kLegalForms, word) != std::ranges::end(kLegalForms);
}

bool IsDropped(char c) { return c == '.' || c == '\'' || c == '`'; }

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

}  // namespace

std::string NormalisedName(std::string_view name) {
  std::string spaced;
  for (const char c : AsciiLower(name)) {
    if (!IsDropped(c)) spaced += IsWordByte(c) ? c : ' ';
  }
  std::vector<std::string> words;
  for (const std::string_view word : Split(spaced, ' ')) {
    if (!word.empty()) words.emplace_back(word);
  }
  while (words.size() > 1 && IsLegalForm(words.back())) words.pop_back();
  return Join(words, " ");
}

}  // namespace licet
