// Names of any script as tokens that can be compared: folded to lower-case ASCII,
// legal forms taken off, abbreviations and business words of other languages
// resolved by dictionary, each token with what kind of word it is.
//
// Thread safety: Words is immutable once loaded; a NameReader belongs to one
// thread.

#ifndef LICET_SCREENING_NAME_H_
#define LICET_SCREENING_NAME_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

// How much a word says about who somebody is.
enum class WordClass : std::uint8_t {
  kName,        // all that no dictionary knows
  kPatronymic,  // "son of", as a word beside two others of a person
  kNumber,
  kInitial,
  kAcronym,  // the first letters of the words beside it
  kBusiness,
  kInstitution,
  kPlace,
  kTitle,
  kFunction,
  kLegal,  // a legal form that stands where it may also be a name
};
std::string_view ToString(WordClass word_class);

// What tells most words apart stands first: the search reads many that are far apart.
struct NameToken {
  std::string text;           // a to z and 0 to 9
  std::uint64_t letters = 0;  // which of them, a bit each; 0 not looked up
  WordClass word_class = WordClass::kName;
  bool vowelless = false;  // from a script that leaves vowels out
  bool pinyin = false;     // syllables of Mandarin, or written as if it were
  std::string sound;       // one for all romanisations; "" unless kName with vowels
  std::string skeleton;    // its consonants, as far as scripts without vowels keep them
  std::string group;       // which given name it is a spelling of; "" none known
  std::u32string han;      // simplified; "" unless it was written in Han
  std::string shown;       // as written
};

struct Name {
  std::vector<NameToken> tokens;
  std::vector<std::string> dropped;  // legal forms, as the dictionary calls them
  std::string squeezed;              // all letters, legal forms included, nothing translated
  std::string word_lengths;          // of squeezed: how many letters each word has, a byte each
  bool look_alikes = false;          // letters of another script that look Latin were folded
  bool hidden = false;               // control, bidi or zero-width characters were removed
};

// The dictionaries of data/names/ (docs/screening.md).
class Words {
 public:
  static Result<Words> Load(Disk& disk, const std::string& folder);
  ~Words();
  Words(Words&&) noexcept;

  class Impl;

 private:
  Words();
  friend class NameReader;
  std::unique_ptr<Impl> impl_;
};

class NameReader {
 public:
  // `words` must outlive the reader.
  explicit NameReader(const Words& words);
  ~NameReader();
  NameReader(NameReader&&) noexcept;

  // Longer names are refused.
  static constexpr std::size_t kNameBytesMax = 4096;

  // Errors: not UTF-8, longer than kNameBytesMax, no letter and no digit in it.
  Result<Name> Read(std::string_view text);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Builds what names in Han need, which takes some 100 ms, so that the first reader
// finds it there. May run beside anything.
void WarmNames();

}  // namespace licet

#endif  // LICET_SCREENING_NAME_H_
