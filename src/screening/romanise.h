// Text of any script as runs of lower-case ASCII: what ICU knows of
// transliteration, kept ready for many names.
//
// Thread safety: none.

#ifndef LICET_SCREENING_ROMANISE_H_
#define LICET_SCREENING_ROMANISE_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace licet {

// A stretch of letters and digits of one script, without a break in it.
struct ScriptRun {
  // kConsonants: others of which only the consonants are read.
  enum class Script {
    kLatin,
    kHan,
    kArabic,
    kHebrew,
    kCyrillic,
    kGreek,
    kThai,
    kHangul,
    kConsonants,
    kOther
  };
  Script script = Script::kLatin;
  std::string shown;    // as written
  std::string ascii;    // a to z, 0 to 9; Han: "" (see Romaniser::Pinyin)
  std::u32string han;   // simplified
  bool joined = false;  // no space, only a change of case or script, stands before it

  // Whether its script leaves vowels out, all or some.
  bool vowelless() const {
    return script == Script::kArabic || script == Script::kHebrew || script == Script::kThai ||
           script == Script::kConsonants;
  }
};

struct Romanised {
  std::vector<ScriptRun> runs;
  bool look_alikes = false;
  bool hidden = false;
  bool transcribed = false;  // Han that spells a foreign name: a dot stands between its words
};

std::string ToUtf8(const std::u32string& text);

class Romaniser {
 public:
  Romaniser();
  ~Romaniser();

  // `text` must be UTF-8.
  Romanised Read(std::string_view text);
  // The usual reading of one character, without tones.
  const std::string& Pinyin(char32_t character);
  // Simplified characters for traditional ones.
  std::u32string Simplify(const std::u32string& text);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet

#endif  // LICET_SCREENING_ROMANISE_H_
