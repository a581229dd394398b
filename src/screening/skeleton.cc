#include "skeleton.h"

#include <array>

namespace licet {

namespace {

// Two letters for one sound, as romanisations write it.
constexpr std::array<std::pair<std::string_view, char>, 11> kPairs = {{{"kh", 'x'},
                                                                       {"gh", 'g'},
                                                                       {"sh", 's'},
                                                                       {"ch", 's'},
                                                                       {"th", 't'},
                                                                       {"dh", 'd'},
                                                                       {"ph", 'f'},
                                                                       {"zh", 'd'},
                                                                       {"ts", 's'},
                                                                       {"dj", 'j'},
                                                                       {"ck", 'k'}}};

// Letters that romanisations of one sound take turns with; '\0' is left out.
char SoundOf(char c, bool first) {
  switch (c) {
    case 'a':
    case 'e':
    case 'i':
    case 'o':
    case 'u':
      return '\0';
    case 'w':
    case 'y':
      return first ? c : '\0';
    case 'q':
    case 'c':
      return 'k';
    case 'p':
      return 'b';
    case 'g':
      return 'j';
    case 'z':
      return 'd';
    case 'v':
      return first ? 'w' : 'f';
    default:
      return c;
  }
}

}  // namespace

std::string SkeletonOf(std::string_view word) {
  std::string skeleton;
  for (std::size_t at = 0; at < word.size();) {
    char sound = '\0';
    std::size_t length = 1;
    for (const auto& [pair, one] : kPairs) {
      if (word.substr(at).starts_with(pair)) {
        sound = one;
        length = 2;
      }
    }
    if (length == 1) sound = SoundOf(word[at], at == 0);
    // A final h is as good as a vowel.
    const bool silent = length == 1 && word[at] == 'h' && at + 1 == word.size() && at > 1;
    if (sound != '\0' && !silent && (skeleton.empty() || skeleton.back() != sound)) {
      skeleton += sound;
    }
    at += length;
  }
  // The article after "servant of" is written or not: Abdulrahman, Abdurrahman.
  constexpr std::string_view kServantOf = "bdl";
  constexpr std::size_t kLongerThanAbdullah = 4;
  if (skeleton.starts_with(kServantOf) && skeleton.size() > kLongerThanAbdullah) {
    skeleton.erase(kServantOf.size() - 1, 1);
  }
  return skeleton;
}

}  // namespace licet
