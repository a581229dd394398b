// A word of a name as it stands in the name, before it is weighed, and what the
// dictionaries say of it.
//
// Thread safety: none.

#ifndef LICET_SCREENING_RAW_WORD_H_
#define LICET_SCREENING_RAW_WORD_H_

#include <optional>
#include <string>
#include <vector>

#include "legal_form.h"
#include "licet/screening/name.h"
#include "romanise.h"

namespace licet {

// Names repeat words, so it is kept.
struct SeenWord {
  bool known = false;
  bool begins_pinyin = false;  // of a word that the dictionary has in Han
  bool joins = false;          // "servant of" or "faith", which is one name with its neighbour
  unsigned korean = 0;         // KoreanSurnameIn
  std::string corrected;       // "" for as it is
  std::optional<LegalFormFinder::Word> in_form;
  bool made = false;
  std::vector<NameToken> tokens;  // once `made`; `shown` and `han` are the name's own
};

struct RawWord {
  std::string text;
  std::string shown;
  ScriptRun::Script script = ScriptRun::Script::kLatin;
  bool vowelless = false;
  std::u32string han = {};
  bool translated = false;
  std::string korean = {};  // how a syllable of a Korean name sounds
  // What is known of the word; null when the word became another one since.
  SeenWord* seen = nullptr;
};

}  // namespace licet

#endif  // LICET_SCREENING_RAW_WORD_H_
