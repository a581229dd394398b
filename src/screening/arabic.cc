#include "arabic.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "skeleton.h"

namespace licet {

namespace {

constexpr std::size_t kWordMin = 3;
constexpr std::string_view kArticle = "\xD8\xA7\xD9\x84";  // alef, lam
constexpr std::string_view kAnd = "\xD9\x88";
constexpr std::string_view kIn = "\xD8\xA8";

bool IsOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "And the", "in the", "for the": a letter before the article, which loses its first
// behind the l. "For" and "and" alone only before a word that is known, for names
// begin with these letters too. How many letters of the romanised text.
std::size_t PrefixOf(const ScriptRun& run, const Words::Impl& words) {
  const std::string_view text = run.ascii;
  if (text.size() < 1 + kWordMin) return 0;
  for (const std::string_view letter : {kAnd, kIn}) {
    if (text.size() >= 3 + kWordMin && run.shown.starts_with(letter) &&
        std::string_view(run.shown).substr(letter.size()).starts_with(kArticle)) {
      return 1;
    }
  }
  if (text.starts_with("ll") && text.size() >= 2 + kWordMin) return 2;
  const bool known =
      (text[0] == 'l' || text[0] == 'w') && words.vowelless_means.contains(text.substr(1));
  return known ? 1 : 0;
}

std::vector<std::string_view> WordsOfArabic(const ScriptRun& run, const Words::Impl& words) {
  constexpr std::string_view kFatherOf = "abw";
  constexpr std::string_view kServantOf = "bd";
  std::vector<std::string_view> all;
  std::string_view text = run.ascii;
  if (words.vowelless_means.contains(text)) return {text};
  bool article = run.shown.starts_with(kArticle);
  if (const std::size_t prefix = PrefixOf(run, words); prefix > 0) {
    if (text[0] == 'w') all.push_back(text.substr(0, 1));
    text.remove_prefix(prefix);
    article = text.starts_with("al");
    if (words.vowelless_means.contains(text)) {
      all.push_back(text);
      return all;
    }
  }
  if (text.starts_with(kFatherOf) && text.size() >= kFatherOf.size() + kWordMin) {
    all.push_back(text.substr(0, kFatherOf.size()));
    text.remove_prefix(kFatherOf.size());
    article = text.starts_with("al");
  }
  if (article && text.starts_with("al") && text.size() >= 2 + kWordMin) text.remove_prefix(2);
  // A name is at times written together with the "servant of" that follows.
  if (text.ends_with(kServantOf) && text.size() >= kServantOf.size() + kWordMin + 1) {
    all.push_back(text.substr(0, text.size() - kServantOf.size()));
    text.remove_prefix(text.size() - kServantOf.size());
  }
  all.push_back(text);
  return all;
}

std::vector<std::string_view> WordsOfLatin(std::string_view text) {
  constexpr std::array<std::string_view, 10> kBeginnings = {
      "binal", "benal", "binel", "benel", "ibnal", "abual", "abuel", "aboual", "abouel", "bintal"};
  constexpr std::size_t kArticleLetters = 2;
  constexpr std::size_t kNameMin = 4;
  for (const std::string_view beginning : kBeginnings) {
    if (!text.starts_with(beginning) || text.size() < beginning.size() + kNameMin) continue;
    const std::size_t first = beginning.size() - kArticleLetters;
    return {text.substr(0, first), text.substr(first, kArticleLetters),
            text.substr(beginning.size())};
  }
  return {text};
}

}  // namespace

std::vector<std::string_view> ArabicWordsOf(const ScriptRun& run, const Words::Impl& words) {
  if (run.script == ScriptRun::Script::kArabic) return WordsOfArabic(run, words);
  return WordsOfLatin(run.ascii);
}

bool IsServant(std::string_view word, bool vowelless) {
  if (vowelless) return word == "bd";
  return IsOneOf(word, {"abd", "abdul", "abdel", "abdal", "abdol", "abdu", "abdur", "abdoul"});
}

bool IsArticle(std::string_view word) { return IsOneOf(word, {"al", "el", "ul", "ur"}); }

bool IsFaith(std::string_view word, bool vowelless) {
  if (vowelless) return IsOneOf(word, {"llh", "allh", "dyn"});
  return IsOneOf(word, {"allah", "ullah", "llah", "din", "deen", "uddin", "eddin", "eddine"});
}

std::string ServantAsOne(std::string text) {
  constexpr std::size_t kBareMin = 4;
  constexpr std::array<std::string_view, 8> kServants = {"abdoul", "abdul", "abdel", "abdal",
                                                         "abdol",  "abdur", "abdus", "abdu"};
  if (!text.starts_with(kServant)) return text;
  for (const std::string_view servant : kServants) {
    if (!text.starts_with(servant)) continue;
    if (text.size() < servant.size() + kBareMin) return text;
    return std::string(kServant) + text.substr(servant.size());
  }
  return text;
}

bool IsNameOfGod(std::string_view skeleton) {
  static const std::unordered_set<std::string> kSkeletons = [] {
    std::unordered_set<std::string> skeletons;
    for (const std::string_view name :
         {"rahman",  "rahim",  "malik",  "quddus", "salam", "aziz",   "jabbar", "khaliq",
          "ghaffar", "qahhar", "wahhab", "razzaq", "razak", "fattah", "alim",   "basit",
          "rafi",    "muizz",  "samie",  "basir",  "hakam", "latif",  "khabir", "halim",
          "azim",    "ghafur", "shakur", "kabir",  "hafiz", "muqit",  "hasib",  "jalil",
          "karim",   "raqib",  "mujib",  "wasie",  "hakim", "wadud",  "majid",  "baith",
          "shahid",  "haqq",   "wakil",  "qawi",   "matin", "hamid",  "muhsi",  "muid",
          "qayyum",  "wajid",  "wahid",  "ahad",   "samad", "qadir",  "zahir",  "batin",
          "tawwab",  "rauf",   "ghani",  "mughni", "nafie", "nur",    "hadi",   "baqi",
          "warith",  "rashid", "sabur",  "mannan", "nasir", "sattar", "hannan", "subhan"}) {
      skeletons.insert(SkeletonOf(name));
    }
    return skeletons;
  }();
  return kSkeletons.contains(std::string(skeleton));
}

}  // namespace licet
