#include "romanise.h"

#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "abugida.h"

namespace licet {

namespace {

using icu::Transliterator;
using icu::UnicodeString;

bool IsAsciiAlnum(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

// Letters that look Latin: what a forger or a careless keyboard puts between
// Latin ones (a part of Unicode's confusables.txt, the letters of names).
char LookAlike(char32_t c) {
  static const std::unordered_map<char32_t, char> kLetters = {
      {U'\u0430', 'a'}, {U'\u0432', 'b'}, {U'\u0435', 'e'}, {U'\u0455', 's'}, {U'\u0456', 'i'},
      {U'\u0458', 'j'}, {U'\u043A', 'k'}, {U'\u043C', 'm'}, {U'\u043D', 'h'}, {U'\u043E', 'o'},
      {U'\u0440', 'p'}, {U'\u0441', 'c'}, {U'\u0442', 't'}, {U'\u0443', 'y'}, {U'\u0445', 'x'},
      {U'\u04BB', 'h'}, {U'\u0501', 'd'}, {U'\u051B', 'q'}, {U'\u051D', 'w'}, {U'\u04CF', 'l'},
      {U'\u0261', 'g'}, {U'\u03B1', 'a'}, {U'\u03B5', 'e'}, {U'\u03B7', 'n'}, {U'\u03B9', 'i'},
      {U'\u03BA', 'k'}, {U'\u03BD', 'v'}, {U'\u03BF', 'o'}, {U'\u03C1', 'p'}, {U'\u03C4', 't'},
      {U'\u03C5', 'u'}, {U'\u03C7', 'x'}, {U'\u1D0F', 'o'}, {U'\u0578', 'n'}, {U'\u057D', 'u'},
      {U'\u0585', 'o'}, {U'\u0581', 'g'}, {U'\u03F2', 'c'}, {U'\u03F3', 'j'}, {U'\u03B2', 'b'},
      {U'\u03B3', 'y'}, {U'\u03BC', 'u'}, {U'\u0410', 'a'}, {U'\u0412', 'b'}, {U'\u0415', 'e'},
      {U'\u0405', 's'}, {U'\u0406', 'i'}, {U'\u0408', 'j'}, {U'\u041A', 'k'}, {U'\u041C', 'm'},
      {U'\u041D', 'h'}, {U'\u041E', 'o'}, {U'\u0420', 'p'}, {U'\u0421', 'c'}, {U'\u0422', 't'},
      {U'\u0423', 'y'}, {U'\u0425', 'x'}, {U'\u0391', 'a'}, {U'\u0392', 'b'}, {U'\u0395', 'e'},
      {U'\u0396', 'z'}, {U'\u0397', 'h'}, {U'\u0399', 'i'}, {U'\u039A', 'k'}, {U'\u039C', 'm'},
      {U'\u039D', 'n'}, {U'\u039F', 'o'}, {U'\u03A1', 'p'}, {U'\u03A4', 't'}, {U'\u03A5', 'y'},
      {U'\u03A7', 'x'}};
  const auto found = kLetters.find(c);
  return found == kLetters.end() ? '\0' : found->second;
}

// The alphabets that are romanised each in its way.
enum class Alphabet {
  kLatin,
  kCyrillic,
  kArabic,
  kHebrew,
  kGreek,
  kHan,
  kHangul,
  kThai,
  kConsonants,
  kOther
};

Alphabet AlphabetOf(char32_t c) {
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &status)) {
    case USCRIPT_LATIN:
    case USCRIPT_COMMON:  // digits
      return Alphabet::kLatin;
    case USCRIPT_CYRILLIC:
      return Alphabet::kCyrillic;
    case USCRIPT_ARABIC:
      return Alphabet::kArabic;
    case USCRIPT_HEBREW:
      return Alphabet::kHebrew;
    case USCRIPT_GREEK:
      return Alphabet::kGreek;
    case USCRIPT_HAN:
      return Alphabet::kHan;
    case USCRIPT_HANGUL:
      return Alphabet::kHangul;
    case USCRIPT_THAI:
      return Alphabet::kThai;
    case USCRIPT_KHMER:
    case USCRIPT_LAO:
    case USCRIPT_SINHALA:
      return Alphabet::kConsonants;
    default:
      return Alphabet::kOther;
  }
}

}  // namespace

std::string ToUtf8(const std::u32string& text) {
  std::string out;
  UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                           static_cast<std::int32_t>(text.size()))
      .toUTF8String(out);
  return out;
}

namespace {

// A transform of ICU, made when it is first asked for. Building one from its rules
// takes some 30 ms, so each is built once and copied, which shares the rules.
class Transform {
 public:
  explicit Transform(const char* id) : id_(id) {}
  const Transliterator& operator*() const {
    if (made_ == nullptr) made_ = Copy(id_);
    return *made_;
  }
  const Transliterator* operator->() const { return &**this; }

 private:
  static std::unique_ptr<Transliterator> Copy(const char* id) {
    static std::mutex mutex;
    static std::map<std::string, std::unique_ptr<Transliterator>> built;
    const std::lock_guard lock(mutex);
    std::unique_ptr<Transliterator>& first = built[id];
    if (first == nullptr) {
      UErrorCode status = U_ZERO_ERROR;
      first.reset(
          Transliterator::createInstance(UnicodeString::fromUTF8(id), UTRANS_FORWARD, status));
      assert(U_SUCCESS(status) && first != nullptr);
    }
    return std::unique_ptr<Transliterator>(first->clone());
  }

  const char* id_;
  mutable std::unique_ptr<Transliterator> made_;
};

}  // namespace

class Romaniser::Impl {
 public:
  Impl()
      : latin_("NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        cyrillic_("NFC; Russian-Latin/BGN; Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        serbian_("NFC; Serbian-Latin/BGN; Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        arabic_("Arabic-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        han_("Han-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        greek_("Greek-Latin/UNGEGN; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        other_("Any-Latin; NFD; [:Mn:] Remove; Latin-ASCII; Lower"),
        simplify_("Hant-Hans") {
    UErrorCode status = U_ZERO_ERROR;
    fold_ = icu::Normalizer2::getNFKCInstance(status);
    assert(U_SUCCESS(status));
  }

  Romanised Read(std::string_view text) {
    out_ = {};
    run_.clear();
    bool ascii = true;
    for (const char c : text) ascii = ascii && static_cast<signed char>(c) >= 0x20 && c != 0x7F;
    if (ascii) {
      ReadAscii(text);
    } else {
      ReadAny(text);
    }
    return std::move(out_);
  }

  const std::string& Pinyin(char32_t character) {
    auto [found, added] = pinyin_.try_emplace(character);
    if (!added) return found->second;
    // Characters that ICU reads as they are seldom read in names.
    static const std::unordered_map<char32_t, const char*> kInNames = {
        {U'\u957F', "chang"}, {U'\u90FD', "du"},    {U'\u53A6', "xia"}, {U'\u6C88', "shen"},
        {U'\u66FE', "zeng"},  {U'\u533A', "qu"},    {U'\u5355', "dan"}, {U'\u884C', "hang"},
        {U'\u4E50', "le"},    {U'\u91CD', "zhong"}, {U'\u77F3', "shi"}, {U'\u5B81', "ning"},
        {U'\u5927', "da"},    {U'\u671D', "chao"},  {U'\u534E', "hua"}};
    const auto special = kInNames.find(character);
    found->second =
        special != kInNames.end() ? special->second : Apply(*han_, std::u32string(1, character));
    return found->second;
  }

  std::u32string Simplify(const std::u32string& text) {
    UnicodeString string = FromUtf32(text);
    simplify_->transliterate(string);
    return ToUtf32(string);
  }

 private:
  static UnicodeString FromUtf32(const std::u32string& text) {
    return UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                    static_cast<std::int32_t>(text.size()));
  }
  static std::u32string ToUtf32(const UnicodeString& string) {
    std::u32string text;
    for (std::int32_t i = 0; i < string.length(); i = string.moveIndex32(i, 1)) {
      text += static_cast<char32_t>(string.char32At(i));
    }
    return text;
  }
  // What is no letter or digit after all is left out.
  static std::string Apply(const Transliterator& transliterator, const std::u32string& text) {
    UnicodeString string = FromUtf32(text);
    transliterator.transliterate(string);
    std::string utf8;
    string.toUTF8String(utf8);
    std::string ascii;
    for (const char c : utf8) {
      if (IsAsciiAlnum(c)) ascii += Lower(c);
    }
    return ascii;
  }

  // None, one or more.
  static std::size_t LettersBehind(std::string_view text, std::size_t at) {
    std::size_t n = 0;
    while (n < 2 && at + n + 1 < text.size() && IsAsciiAlnum(text[at + n + 1])) ++n;
    return n;
  }

  // Apostrophes and dots inside a word do not part it; other marks do.
  void ReadAscii(std::string_view text) {
    bool joined = false;
    std::string word;
    std::string shown;
    auto end = [&] {
      if (!word.empty()) {
        out_.runs.push_back(
            {ScriptRun::Script::kLatin, std::move(shown), std::move(word), {}, joined});
      }
      word.clear();
      shown.clear();
      joined = false;
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const char c = text[i];
      const bool before = i > 0 && IsAsciiAlnum(text[i - 1]);
      if (IsAsciiAlnum(c)) {
        const bool upper = c >= 'A' && c <= 'Z';
        const bool small_before = before && text[i - 1] >= 'a' && text[i - 1] <= 'z';
        if (upper && small_before &&
            Parts(CapitalsOf(shown), shown.size(), LettersBehind(text, i))) {
          end();
          joined = true;
        }
        word += Lower(c);
        shown += c;
        continue;
      }
      const bool after = i + 1 < text.size() && IsAsciiAlnum(text[i + 1]);
      if ((c == '\'' || c == '`') && before && after) continue;
      // "L.L.C", "S.A": letters that stand alone between dots are one word.
      if (c == '.' && before && after && (i < 2 || !IsAsciiAlnum(text[i - 2])) &&
          (i + 2 >= text.size() || !IsAsciiAlnum(text[i + 2]))) {
        continue;
      }
      end();
      if (c == '&') out_.runs.push_back({ScriptRun::Script::kLatin, "&", "and", {}, false});
    }
    end();
  }

  void ReadAny(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const UnicodeString folded =
        fold_->normalize(UnicodeString::fromUTF8(
                             icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()))),
                         status);
    const std::u32string all = ToUtf32(folded);
    std::u32string kept;
    for (const char32_t c : all) {
      const auto type = u_charType(static_cast<UChar32>(c));
      const bool blank = c == U'\t' || c == U'\n' || c == U'\r';
      constexpr char32_t kTatweel = U'\u0640';  // only makes an Arabic word longer
      if (c == kTatweel) continue;
      if (blank || type == U_SPACE_SEPARATOR) {
        kept += U' ';
      } else if (type == U_CONTROL_CHAR || type == U_FORMAT_CHAR ||
                 u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
        out_.hidden = true;
      } else {
        kept += c;
      }
    }
    SplitWords(kept);
  }

  // Words first, then each word by its alphabets.
  void SplitWords(const std::u32string& text) {
    latin_name_ = IsLatinName(text);
    serbian_name_ = IsSerbianName(text);
    out_.transcribed = IsTranscribed(text);
    std::u32string word;
    auto is_letter = [](char32_t c) {
      const auto type = u_charType(static_cast<UChar32>(c));
      return u_isalnum(static_cast<UChar32>(c)) || type == U_NON_SPACING_MARK ||
             type == U_COMBINING_SPACING_MARK;
    };
    for (std::size_t i = 0; i <= text.size(); ++i) {
      const char32_t c = i < text.size() ? text[i] : U' ';
      if (is_letter(c)) {
        word += c;
        continue;
      }
      const bool inside = !word.empty() && i + 1 < text.size() && is_letter(text[i + 1]);
      const bool apostrophe = c == U'\'' || c == U'`' || c == U'\u2019' || c == U'\u2018' ||
                              c == U'\u02BC' || c == U'\u02BB' || c == U'\u02BF' || c == U'\u02BE';
      if (apostrophe && inside) continue;
      if (c == U'.' && inside && word.size() == 1 &&
          (i + 2 >= text.size() || !is_letter(text[i + 2]))) {
        continue;
      }
      if (!word.empty()) TakeWord(word);
      word.clear();
      if (c == U'&') out_.runs.push_back({ScriptRun::Script::kLatin, "&", "and", {}, false});
    }
  }

  void TakeWord(const std::u32string& word) {
    std::u32string plain = Unmask(word);
    std::size_t begin = 0;
    bool joined = false;
    char32_t last = plain.empty() ? U' ' : plain[0];  // no mark
    for (std::size_t i = 1; i <= plain.size(); ++i) {
      const bool same = i < plain.size() &&
                        (SameRun(last, plain[i]) || StaysWhole(plain.substr(begin, i - begin),
                                                               plain[i], plain.size() - i - 1));
      if (i < plain.size() && !IsMark(plain[i])) last = plain[i];
      if (same) continue;
      TakeRun(plain.substr(begin, i - begin), joined);
      begin = i;
      joined = true;
    }
  }

  static bool IsMark(char32_t c) {
    const auto type = u_charType(static_cast<UChar32>(c));
    return type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
  }

  // Whether a capital behind a small letter begins a word: in "SenseTime" it does,
  // not in "iFlytek", "GmbH" and, which are slips, "TAWAyUK" and "itPon". `letters`
  // stand before it, `capitals` of them, and `behind` after it.
  static bool Parts(std::size_t capitals, std::size_t letters, std::size_t behind) {
    const bool slip = (capitals >= 2 && capitals + 1 == letters) || (capitals == 0 && behind == 1);
    return letters > 1 && behind > 0 && !slip;
  }
  static std::size_t CapitalsOf(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }));
  }
  // The same of any alphabet with capitals.
  static bool StaysWhole(const std::u32string& before, char32_t next, std::size_t behind) {
    if (AlphabetOf(before.back()) != AlphabetOf(next) || !u_isupper(static_cast<UChar32>(next))) {
      return false;
    }
    const auto capitals = std::count_if(before.begin(), before.end(), [](char32_t c) {
      return u_isupper(static_cast<UChar32>(c));
    });
    const auto marks = std::count_if(before.begin(), before.end(), IsMark);
    return !Parts(static_cast<std::size_t>(capitals),
                  before.size() - static_cast<std::size_t>(marks), behind);
  }

  static bool SameRun(char32_t a, char32_t b) {
    if (IsMark(b)) return true;
    const Alphabet of_a = AlphabetOf(a);
    const Alphabet of_b = AlphabetOf(b);
    if (of_a != of_b) return false;
    if (of_a == Alphabet::kHan) return true;
    return !(u_islower(static_cast<UChar32>(a)) && u_isupper(static_cast<UChar32>(b)));
  }

  // Serbian has letters of its own, and romanises those that it shares with Russian
  // in its own way.
  static bool IsSerbianName(const std::u32string& text) {
    constexpr std::u32string_view kLetters =
        U"\u0402\u0408\u0409\u040A\u040B\u040F\u0452\u0458\u0459\u045A\u045B\u045F";
    return text.find_first_of(kLetters) != text.npos;
  }

  static bool IsTranscribed(const std::u32string& text) {
    constexpr std::u32string_view kDots = U"\u00B7\u2022\u2027";
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
      if (kDots.find(text[i]) != kDots.npos && AlphabetOf(text[i - 1]) == Alphabet::kHan &&
          AlphabetOf(text[i + 1]) == Alphabet::kHan) {
        return true;
      }
    }
    return false;
  }

  // Whether all letters are Latin or look Latin, and most are Latin.
  static bool IsLatinName(const std::u32string& text) {
    std::size_t latin = 0;
    std::size_t alike = 0;
    for (const char32_t c : text) {
      if (u_isalpha(static_cast<UChar32>(c)) == 0) continue;
      if (AlphabetOf(c) == Alphabet::kLatin) {
        ++latin;
      } else if (LookAlike(c) != '\0') {
        ++alike;
      } else {
        return false;
      }
    }
    return latin > alike;
  }

  // In a word or a name with Latin letters, those that only look Latin are meant as
  // such. A word made of look-alikes alone, among others of its alphabet, is read as
  // what it is.
  std::u32string Unmask(const std::u32string& word) {
    bool latin = false;
    bool other = false;
    bool all_alike = true;
    for (const char32_t c : word) {
      const Alphabet alphabet = AlphabetOf(c);
      if (alphabet == Alphabet::kLatin) latin = latin || u_isalpha(static_cast<UChar32>(c)) != 0;
      const bool alike = alphabet == Alphabet::kCyrillic || alphabet == Alphabet::kGreek ||
                         alphabet == Alphabet::kOther;
      if (!alike) continue;
      if (IsMark(c)) continue;
      other = true;
      all_alike = all_alike && LookAlike(c) != '\0';
    }
    if (!other || !all_alike || !(latin || latin_name_)) return word;
    std::u32string plain;
    for (const char32_t c : word) {
      const char alike = LookAlike(c);
      plain += alike == '\0' ? c : static_cast<char32_t>(alike);
    }
    out_.look_alikes = true;
    return plain;
  }

  void TakeRun(const std::u32string& run, bool joined) {
    const std::string shown = ToUtf8(run);
    switch (AlphabetOf(run[0])) {
      case Alphabet::kHan:
        out_.runs.push_back({ScriptRun::Script::kHan, shown, {}, Simplify(run), joined});
        return;
      case Alphabet::kArabic:
        Add(ScriptRun::Script::kArabic, shown, Apply(*arabic_, SpellArabic(run)), joined);
        return;
      case Alphabet::kHebrew:
        Add(ScriptRun::Script::kHebrew, shown, Apply(*other_, run), joined);
        return;
      case Alphabet::kGreek:
        Add(ScriptRun::Script::kGreek, shown, Apply(*greek_, SpellGreek(run)), joined);
        return;
      case Alphabet::kCyrillic:
        Add(ScriptRun::Script::kCyrillic, shown, Apply(serbian_name_ ? *serbian_ : *cyrillic_, run),
            joined);
        return;
      case Alphabet::kHangul:
        Add(ScriptRun::Script::kHangul, shown, Apply(*other_, run), joined);
        return;
      case Alphabet::kThai:
        Add(ScriptRun::Script::kThai, shown, ReadThai(run), joined);
        return;
      case Alphabet::kConsonants:
        Add(ScriptRun::Script::kConsonants, shown, ReadConsonants(run), joined);
        return;
      case Alphabet::kLatin:
        Add(ScriptRun::Script::kLatin, shown, Apply(*latin_, run), joined);
        return;
      case Alphabet::kOther:
        Add(ScriptRun::Script::kOther, shown, Apply(*other_, run), joined);
    }
  }

  // Letters of Persian, Urdu and Pashto that ICU does not romanise, by their nearest.
  static char32_t ArabicLetter(char32_t c) {
    static const std::unordered_map<char32_t, char32_t> kLetters = {
        {U'\u0679', U'\u062A'}, {U'\u067C', U'\u062A'}, {U'\u0688', U'\u062F'},
        {U'\u0689', U'\u062F'}, {U'\u0691', U'\u0631'}, {U'\u0693', U'\u0631'},
        {U'\u06BA', U'\u0646'}, {U'\u06BC', U'\u0646'}, {U'\u06BE', U'\u0647'},
        {U'\u06C1', U'\u0647'}, {U'\u06C3', U'\u0647'}, {U'\u06D2', U'\u064A'},
        {U'\u06CC', U'\u064A'}, {U'\u06CD', U'\u064A'}, {U'\u06D0', U'\u064A'},
        {U'\u06A9', U'\u0643'}, {U'\u06AB', U'\u06AF'}, {U'\u0681', U'\u062C'},
        {U'\u0685', U'\u062C'}, {U'\u0696', U'\u0698'}, {U'\u069A', U'\u0634'}};
    const auto found = kLetters.find(c);
    return found == kLetters.end() ? c : found->second;
  }

  // As it sounds and is romanised: the final t of the feminine is silent, marks of
  // short vowels are seldom written, and s and h that meet are not sh.
  static std::u32string SpellArabic(const std::u32string& run) {
    constexpr std::u32string_view kBeforeH = U"\u0633\u0635\u062A\u062F\u0643\u06A9\u06AF";
    constexpr std::u32string_view kH = U"\u0647\u062D";
    constexpr char32_t kTaMarbuta = U'\u0629';
    constexpr char32_t kHa = U'\u0647';
    constexpr char32_t kFatha = U'\u064E';
    std::u32string plain;
    for (const char32_t c : run) {
      if (IsMark(c)) continue;
      const bool meet =
          !plain.empty() && kBeforeH.find(plain.back()) != kBeforeH.npos && kH.find(c) != kH.npos;
      if (meet) plain += kFatha;
      plain += c == kTaMarbuta ? kHa : ArabicLetter(c);
    }
    return plain;
  }

  // Greek has two letters for b, d and g at the beginning of foreign names.
  static std::u32string SpellGreek(const std::u32string& run) {
    static const std::pair<std::u32string_view, char32_t> kPairs[] = {
        {U"\u03BD\u03C4", U'd'}, {U"\u03BC\u03C0", U'b'}, {U"\u03B3\u03BA", U'g'}};
    std::u32string lower;
    for (const char32_t c : run) {
      lower += static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
    }
    for (const auto& [pair, letter] : kPairs) {
      if (lower.starts_with(pair)) lower = letter + lower.substr(pair.size());
    }
    return lower;
  }

  void Add(ScriptRun::Script script, const std::string& shown, const std::string& ascii,
           bool joined) {
    if (!ascii.empty()) out_.runs.push_back({script, shown, ascii, {}, joined});
  }

  const Transform latin_;
  const Transform cyrillic_;
  const Transform serbian_;
  const Transform arabic_;
  const Transform han_;
  const Transform greek_;
  const Transform other_;
  const Transform simplify_;
  const icu::Normalizer2* fold_ = nullptr;
  std::unordered_map<char32_t, std::string> pinyin_;
  Romanised out_;
  bool latin_name_ = false;
  bool serbian_name_ = false;
  std::u32string run_;
};

Romaniser::Romaniser() : impl_(std::make_unique<Impl>()) {}
Romaniser::~Romaniser() = default;
Romanised Romaniser::Read(std::string_view text) { return impl_->Read(text); }
const std::string& Romaniser::Pinyin(char32_t character) { return impl_->Pinyin(character); }
std::u32string Romaniser::Simplify(const std::u32string& text) { return impl_->Simplify(text); }

}  // namespace licet
