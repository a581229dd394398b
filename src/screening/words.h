// What the dictionaries of names hold, in the form that the reader asks for.
//
// Thread safety: immutable once loaded.

#ifndef LICET_SCREENING_WORDS_H_
#define LICET_SCREENING_WORDS_H_

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "delete_index.h"
#include "licet/base/hash.h"
#include "licet/screening/name.h"

namespace licet {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>()(text);
  }
};
template <typename T>
using TextMap = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

// Texts that a dictionary has. Most that are asked for stand in none: bits that stay
// near say so for all but a few.
template <typename T>
class Dictionary : private TextMap<T> {
  using Map = TextMap<T>;

 public:
  using Map::begin;
  using Map::end;
  using Map::erase;

  template <typename... Args>
  auto try_emplace(const std::string& text, Args&&... args) {
    bits_.set(BitOf(text));
    return Map::try_emplace(text, std::forward<Args>(args)...);
  }
  typename Map::const_iterator find(std::string_view text) const {
    return bits_[BitOf(text)] ? Map::find(text) : Map::end();
  }
  bool contains(std::string_view text) const { return find(text) != Map::end(); }

 private:
  static constexpr std::size_t kBits = 1U << 15;
  static std::size_t BitOf(std::string_view text) { return HashOf(text) % kBits; }

  std::bitset<kBits> bits_;
};

class Words::Impl {
 public:
  // A word in other words: "jishu" is technology, "tech" is technology.
  Dictionary<std::string> means;
  Dictionary<WordClass> classes;
  // The same of scripts that leave vowels out.
  Dictionary<std::string> vowelless_means;
  Dictionary<WordClass> vowelless_classes;
  Dictionary<std::string> vowelless_nicknames;
  // Legal forms, words separated by a space, and what they are called. The words
  // of scripts that leave vowels out begin with a mark.
  static constexpr char kVowelless = '~';
  TextMap<std::string> legal_forms;
  // Those of three words and more, by their words in alphabetical order.
  TextMap<std::string> legal_forms_sorted;
  std::size_t legal_words_max = 1;
  // Words of legal forms, and in how many forms each stands.
  struct LegalWord {
    std::string word;
    int forms = 0;
  };
  std::vector<LegalWord> legal_words;
  Dictionary<std::uint32_t> legal_word_numbers;
  DeleteIndex legal_misspelt;  // numbers in `legal_words`
  // Long words that say little, which are known even when they are misspelt.
  struct Correct {
    std::string word;
    int misspellings;
  };
  std::vector<Correct> correct;
  DeleteIndex misspelt;  // numbers in `correct`
  // Spellings of one given name, by the group's name.
  Dictionary<std::string> nicknames;
  // The same by how the name sounds, where that leaves one group.
  Dictionary<std::string> nickname_sounds;
  // Han and other scripts written without spaces, in simplified characters:
  // English words, or a legal form when `legal`.
  struct Foreign {
    std::string means;
    bool legal = false;
  };
  std::unordered_map<std::u32string, Foreign> foreign;
  std::size_t foreign_length_max = 0;
  // The pinyin of those, which may be written in several words, and of their
  // beginnings.
  std::unordered_set<std::string> pinyin_words;
  std::unordered_set<std::string> pinyin_beginnings;
};

// Letters by which a word that says little may be misspelt and is still known. Only
// long ones: names resemble the short.
constexpr int MisspellingsIn(std::string_view word) {
  return word.size() < 8 ? 0 : word.size() < 10 ? 1 : 2;
}
// The same of a word of a legal form, which is known by the words beside it.
constexpr int LegalMisspellingsIn(std::string_view word) {
  return word.size() < 2 ? 0 : word.size() < 6 ? 1 : 2;
}

}  // namespace licet

#endif  // LICET_SCREENING_WORDS_H_
