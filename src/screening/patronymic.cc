#include "patronymic.h"

#include <array>
#include <cstddef>

namespace licet {

namespace {

// Of sons and daughters: Russian, Ukrainian, Belarusian; in English, German, French
// and scholarly spelling. Surnames in -owicz and -ovic are left alone where the
// spelling tells them apart.
constexpr std::array<std::string_view, 28> kEndings = {
    "ovich",  "evich",   "ovych",   "evych",   "avich",   "ovitch", "evitch",
    "avitch", "owitsch", "ewitsch", "ovitsch", "evitsch", "ovyc",   "evyc",
    "ovic",   "evic",    "ovici",   "evici",   "ovna",    "evna",   "ivna",
    "yvna",   "owna",    "ewna",    "ichna",   "inichna", "auna",   "ouna"};
constexpr std::size_t kFatherMin = 3;

}  // namespace

std::string_view FatherInPatronymic(std::string_view word) {
  constexpr std::string_view kLastLetters = "hcai";
  if (word.empty() || kLastLetters.find(word.back()) == kLastLetters.npos) return {};
  for (const std::string_view ending : kEndings) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kFatherMin) continue;
    word.remove_suffix(ending.size());
    // The glide before it: Nikola-yevich, Mykola-iovych, Jur-jevic.
    const char last = word.back();
    if (word.size() > kFatherMin && (last == 'y' || last == 'i' || last == 'j')) {
      word.remove_suffix(1);
    }
    return word;
  }
  return {};
}

}  // namespace licet
