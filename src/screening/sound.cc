#include "sound.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace licet {

namespace {

constexpr std::size_t kShortest = 4;

bool IsVowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }

struct Spelling {
  std::string_view written;
  std::string_view sound;
};

// Consonants, the longest first.
constexpr std::array<Spelling, 34> kConsonants = {{
    {"schtsch", "s"}, {"shtch", "s"}, {"tsch", "c"}, {"dsch", "j"}, {"shch", "s"}, {"stch", "s"},
    {"szcz", "s"},    {"sch", "s"},   {"tch", "c"},  {"dzh", "j"},  {"chr", "kr"}, {"dj", "j"},
    {"sh", "s"},      {"zh", "z"},    {"ch", "c"},   {"cz", "c"},   {"ts", "c"},   {"tz", "c"},
    {"kh", "h"},      {"gh", "g"},    {"ph", "f"},   {"th", "t"},   {"dh", "d"},   {"bh", "b"},
    {"ck", "k"},      {"qu", "k"},    {"ca", "ka"},  {"co", "ko"},  {"cu", "ku"},  {"cl", "kl"},
    {"cr", "kr"},     {"x", "ks"},    {"q", "k"},    {"w", "v"},
}};

// Vowels with the glides among them.
constexpr std::array<Spelling, 12> kVowels = {{
    {"ee", "i"},
    {"ii", "i"},
    {"oo", "u"},
    {"ou", "u"},
    {"uu", "u"},
    {"aa", "a"},
    {"ai", "i"},
    {"ei", "i"},
    {"e", "i"},
    {"o", "u"},
    {"a", "a"},
    {"u", "u"},
}};

// The syllables of Mandarin without tones, by their initials: finals that follow.
struct Initial {
  std::string_view initial;
  std::string_view finals;  // each between blanks
};
constexpr std::array<Initial, 24> kSyllables = {{
    {"", " a ai an ang ao e ei en eng er o ou "},
    {"b", " a ai an ang ao ei en eng i ian iao ie in ing o u "},
    {"c", " a ai an ang ao e en eng i ong ou u uan ui un uo "},
    {"ch", " a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo "},
    {"d", " a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo "},
    {"f", " a an ang ei en eng o ou u "},
    {"g", " a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo "},
    {"h", " a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo "},
    {"j", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"k", " a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo "},
    {"l", " a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan ue un uo "},
    {"m", " a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u "},
    {"n", " a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan ue uo "},
    {"p", " a ai an ang ao ei en eng i ian iao ie in ing o ou u "},
    {"q", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"r", " an ang ao e en eng i ong ou u uan ui un uo "},
    {"s", " a ai an ang ao e en eng i ong ou u uan ui un uo "},
    {"sh", " a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo "},
    {"t", " a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo "},
    {"w", " a ai an ang ei en eng o u "},
    {"x", " i ia ian iang iao ie in ing iong iu u uan ue un "},
    {"y", " a an ang ao e i in ing o ong ou u uan ue un "},
    {"z", " a ai an ang ao e ei en eng i ong ou u uan ui un uo "},
    {"zh", " a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo "},
}};

bool IsSyllable(std::string_view text) {
  std::size_t initial = 0;
  while (initial < text.size() && !IsVowel(text[initial])) ++initial;
  const std::string_view begins = text.substr(0, initial);
  const auto found = std::find_if(kSyllables.begin(), kSyllables.end(),
                                  [&](const Initial& one) { return one.initial == begins; });
  if (found == kSyllables.end() || initial == text.size()) return false;
  const std::string_view final = text.substr(initial);
  const std::string_view finals = found->finals;
  for (std::size_t at = finals.find(final); at != finals.npos; at = finals.find(final, at + 1)) {
    if (finals[at - 1] == ' ' && finals[at + final.size()] == ' ') return true;
  }
  return false;
}

// Consonants that meet as they never do in pinyin: the quick answer for most words.
bool HasForeignCluster(std::string_view word) {
  for (std::size_t at = 0; at < word.size(); ++at) {
    const char c = word[at];
    const bool last = at + 1 == word.size();
    if (IsVowel(c) || (!last && IsVowel(word[at + 1]))) continue;
    const char before = at > 0 ? word[at - 1] : ' ';
    const bool ends_syllable =
        c == 'n' || (c == 'g' && before == 'n') || (c == 'r' && before == 'e');
    const bool begins = !last && word[at + 1] == 'h' && (c == 'z' || c == 'c' || c == 's');
    if (!ends_syllable && !begins) return true;
  }
  return false;
}

// The spelling that stands at a place; nullptr for none.
template <std::size_t kSize>
const Spelling* SpellingAt(const std::array<Spelling, kSize>& spellings, std::string_view rest) {
  for (const Spelling& one : spellings) {
    if (one.written[0] == rest[0] && rest.starts_with(one.written)) return &one;
  }
  return nullptr;
}

// w is v but after an a at the end of a syllable (Fawzi), y and j are i but where
// no vowel stands beside.
std::string WithPlainGlides(std::string_view word) {
  std::string plain;
  for (std::size_t at = 0; at < word.size(); ++at) {
    const char c = word[at];
    const bool after = at > 0 && IsVowel(word[at - 1]);
    const bool before = at + 1 < word.size() && IsVowel(word[at + 1]);
    if (c == 'w' && at > 0 && word[at - 1] == 'a' && !before) {
      plain += 'u';
    } else if (c == 'y' || (c == 'j' && (after || !before))) {
      plain += 'i';
    } else if (c == 'j' &&
               (at == 0 ? word[1] == 'e' : word[at - 1] != 'd' && word[at - 1] != 'n')) {
      plain += 'i';  // Jermakov, Vjaceslav
    } else {
      plain += c;
    }
  }
  return plain;
}

}  // namespace

bool IsPinyin(std::string_view word) {
  constexpr std::size_t kSyllableMax = 6;
  constexpr std::size_t kWordMax = 40;
  if (word.empty() || word.size() > kWordMax || HasForeignCluster(word)) return false;
  std::array<bool, kWordMax + 1> reached = {true};
  for (std::size_t at = 0; at < word.size(); ++at) {
    if (!reached[at]) continue;
    for (std::size_t length = 1; length <= std::min(kSyllableMax, word.size() - at); ++length) {
      if (!reached[at + length] && IsSyllable(word.substr(at, length))) reached[at + length] = true;
    }
  }
  return reached[word.size()];
}

std::string SoundOf(std::string_view word) {
  if (word.size() < kShortest) return {};
  if (!std::all_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; })) {
    return {};
  }
  const std::string plain = WithPlainGlides(word);
  std::string sound;
  for (std::size_t at = 0; at < plain.size();) {
    const std::string_view rest = std::string_view(plain).substr(at);
    // Before a vowel an i is a glide: Yermakov, Vyacheslav, Nikolayevich.
    if (rest[0] == 'i' && rest.size() > 1 && IsVowel(rest[1]) && rest[1] != 'i') {
      ++at;
      continue;
    }
    const Spelling* spelling = SpellingAt(kVowels, rest);
    if (spelling == nullptr) spelling = SpellingAt(kConsonants, rest);
    const std::string_view out = spelling == nullptr ? rest.substr(0, 1) : spelling->sound;
    at += spelling == nullptr ? 1 : spelling->written.size();
    // A final h is as good as none.
    if (out == "h" && at == plain.size() && !sound.empty()) continue;
    for (const char c : out) {
      const char one = c == 'e' ? 'i' : c;
      if (sound.empty() || sound.back() != one) sound += one;
    }
  }
  return sound;
}

}  // namespace licet
