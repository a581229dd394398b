// How names of Arabic are put together, in Arabic script and in Latin: the article,
// "father of", and "servant of" with a name of God behind it.
//
// Thread safety: pure functions.

#ifndef LICET_SCREENING_ARABIC_H_
#define LICET_SCREENING_ARABIC_H_

#include <string>
#include <string_view>
#include <vector>

#include "romanise.h"
#include "words.h"

namespace licet {

// The quick answer: whether the next one may find more than one word.
inline bool MayBeArabicWords(const ScriptRun& run) {
  if (run.script == ScriptRun::Script::kArabic) return true;
  constexpr std::size_t kShortest = 9;
  return run.script == ScriptRun::Script::kLatin && run.ascii.size() >= kShortest &&
         (run.ascii[0] == 'b' || run.ascii[0] == 'i' || run.ascii[0] == 'a');
}

// The words of a run of Arabic script, where prepositions, the article and "father
// of" are written together with what follows; of Latin, "Binalshibh" is bin al-Shibh.
// They point into `run`.
std::vector<std::string_view> ArabicWordsOf(const ScriptRun& run, const Words::Impl& words);

// Parts of names that are one name with what follows ("Abd al") or stands before
// ("al-Din").
bool IsServant(std::string_view word, bool vowelless);
bool IsArticle(std::string_view word);
bool IsFaith(std::string_view word, bool vowelless);

// What a name such as Abd al-Rahman begins with, however it is written: "abd".
inline constexpr std::string_view kServant = "abd";
// Abdulrahman, Abdel Rahman and Abdurrahman are one word with one beginning.
std::string ServantAsOne(std::string text);

// Whether "servant of" may be left out before the name: it may before a name of God
// (Karim for Abd al-Karim), not before a man's, for Abd al-Hassan is not Hassan.
bool IsNameOfGod(std::string_view skeleton);

}  // namespace licet

#endif  // LICET_SCREENING_ARABIC_H_
