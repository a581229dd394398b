#include "licet/screening/name.h"

#include <algorithm>

#include "distance.h"
#include "licet/base/text.h"
#include "romanise.h"
#include "skeleton.h"
#include "words.h"

namespace licet {

namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

// "7th" is 7.
std::string_view WithoutOrdinal(std::string_view text) {
  if (text.size() < 3 || !AllDigits(text.substr(0, text.size() - 2))) return text;
  const std::string_view end = text.substr(text.size() - 2);
  const bool ordinal = end == "st" || end == "nd" || end == "rd" || end == "th";
  return ordinal ? text.substr(0, text.size() - 2) : text;
}

// A digit among letters is what a scanner or a hasty hand made of a letter. At
// the ends only those that are hardly ever meant.
std::string LettersForDigits(const std::string& text) {
  constexpr std::string_view kInside = "oizeasgbbg";  // for 0 to 9
  std::size_t digits = 0;
  for (const char c : text) digits += IsDigit(c) ? 1 : 0;
  if (digits == 0 || digits * 2 > text.size()) return text;
  std::string letters = text;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!IsDigit(text[i])) continue;
    const bool inside =
        i > 0 && i + 1 < text.size() && !IsDigit(text[i - 1]) && !IsDigit(text[i + 1]);
    const bool likely = text[i] == '0' || text[i] == '1' || text[i] == '5';
    if (!inside && (!likely || digits > 1)) return text;
    letters[i] = kInside[static_cast<std::size_t>(text[i] - '0')];
  }
  return letters;
}

}  // namespace

std::string_view ToString(WordClass word_class) {
  switch (word_class) {
    case WordClass::kName:
      return "name";
    case WordClass::kNumber:
      return "number";
    case WordClass::kInitial:
      return "initial";
    case WordClass::kAcronym:
      return "acronym";
    case WordClass::kBusiness:
      return "business";
    case WordClass::kInstitution:
      return "institution";
    case WordClass::kPlace:
      return "place";
    case WordClass::kTitle:
      return "title";
    case WordClass::kFunction:
      return "function";
    case WordClass::kLegal:
      return "legal form";
  }
  return "?";
}

class NameReader::Impl {
 public:
  explicit Impl(const Words::Impl& words) : words_(words) {}

  Result<Name> Read(std::string_view text) {
    if (text.size() > kNameBytesMax) {
      return Fail(ErrorCode::kLimit, "a name is longer than 4,096 bytes; give the name alone");
    }
    if (FindInvalidUtf8(text)) {
      return Fail(ErrorCode::kParse, "a name is not UTF-8; save the file as UTF-8 text");
    }
    const Romanised romanised = romaniser_.Read(text);
    name_ = {};
    name_.look_alikes = romanised.look_alikes;
    name_.hidden = romanised.hidden;
    raw_.clear();
    for (const ScriptRun& run : romanised.runs) TakeRun(run);
    SplitPersonInHan();
    CorrectWords();
    JoinServantOf();
    if (raw_.empty() && name_.dropped.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "a name has no letter and no digit in it");
    }
    const std::vector<Raw> all = raw_;
    DropLegalForms();
    if (raw_.empty()) {
      raw_ = all;
      name_.dropped.clear();
    }
    for (const Raw& raw : raw_) AddTokens(raw);
    MarkAcronyms(all);
    return std::move(name_);
  }

 private:
  struct Raw {
    std::string text;
    std::string shown;
    std::u32string han;
    bool vowelless = false;
    bool translated = false;
    bool legal = false;  // a short legal form amid the name
  };

  void TakeRun(const ScriptRun& run) {
    if (run.script == ScriptRun::Script::kHan) return TakeHan(run);
    name_.squeezed += run.ascii;
    Raw raw{run.ascii, run.shown, {}, run.script == ScriptRun::Script::kArabic, false, false};
    // The Arabic article is written together with its word.
    constexpr std::size_t kWithArticleMin = 5;
    if (raw.vowelless && raw.text.starts_with("al") && raw.text.size() >= kWithArticleMin &&
        !words_.vowelless_means.contains(raw.text)) {
      raw.text.erase(0, 2);
    }
    raw_.push_back(std::move(raw));
  }

  // The longest words that the dictionary knows; what lies between them is a name.
  void TakeHan(const ScriptRun& run) {
    std::u32string unknown;
    for (const char32_t c : run.han) name_.squeezed += romaniser_.Pinyin(c);
    for (std::size_t at = 0; at < run.han.size();) {
      const std::size_t length = KnownLength(run.han, at);
      if (length == 0) {
        unknown += run.han[at++];
        continue;
      }
      TakeUnknownHan(&unknown);
      const std::u32string text = run.han.substr(at, length);
      const Words::Impl::Foreign& foreign = words_.foreign.find(text)->second;
      if (foreign.legal) {
        name_.dropped.push_back(foreign.means);
      } else {
        for (std::string_view word : Split(foreign.means, ' ')) {
          raw_.push_back({std::string(word), ToUtf8(text), text, false, true, false});
        }
      }
      at += length;
    }
    TakeUnknownHan(&unknown);
  }

  std::size_t KnownLength(const std::u32string& text, std::size_t at) const {
    for (std::size_t length = std::min(words_.foreign_length_max, text.size() - at); length > 0;
         --length) {
      if (words_.foreign.contains(text.substr(at, length))) return length;
    }
    return 0;
  }

  void TakeUnknownHan(std::u32string* text) {
    if (text->empty()) return;
    std::string pinyin;
    for (const char32_t c : *text) pinyin += romaniser_.Pinyin(c);
    if (!pinyin.empty()) raw_.push_back({pinyin, ToUtf8(*text), *text, false, false, false});
    text->clear();
  }

  // Two to four characters that no dictionary knows, alone: most likely a person,
  // whose surname is the first of them.
  void SplitPersonInHan() {
    constexpr std::size_t kPersonMax = 4;
    if (raw_.size() != 1 || !name_.dropped.empty()) return;
    const std::u32string han = raw_[0].han;
    if (raw_[0].translated || han.size() < 2 || han.size() > kPersonMax) return;
    raw_.clear();
    for (std::u32string part : {han.substr(0, 1), han.substr(1)}) TakeUnknownHan(&part);
  }

  // "Limtied" is a legal form and "Corporaiton" a word that says little, however
  // they are spelt.
  void CorrectWords() {
    for (Raw& raw : raw_) {
      if (raw.vowelless || !raw.han.empty()) continue;
      const std::string& known = KnownWordOf(raw.text);
      if (!known.empty()) raw.text = known;
    }
  }

  const std::string& KnownWordOf(const std::string& text) {
    constexpr std::size_t kKeptMax = 50'000;
    static const std::string kNone;
    constexpr int kMost = 2;
    if (MisspellingsIn(text, true) == 0 || IsKnown(text)) return kNone;
    if (corrected_.size() > kKeptMax) corrected_.clear();
    const auto [found, added] = corrected_.try_emplace(text);
    if (!added) return found->second;
    std::vector<std::uint32_t> candidates;
    words_.misspelt.Find(text, kMost, &candidates);
    int best = kMost + 1;
    for (std::uint32_t number : candidates) {
      const auto& [word, misspellings] = words_.correct[number];
      const int limit = std::min(misspellings, best - 1);
      const int distance = Distance(text, word, limit);
      // A slip seldom hits the first letter; another first letter is another name.
      if (distance > limit || word[0] != text[0]) continue;
      best = distance;
      found->second = word;
    }
    return found->second;
  }

  bool IsKnown(const std::string& text) const {
    return words_.classes.contains(text) || words_.means.contains(text) ||
           words_.legal_forms.contains(text) || words_.nicknames.contains(text);
  }

  // Names such as Abd al-Rahman are one, in however many words they are written.
  void JoinServantOf() {
    auto is_servant = [](const Raw& raw) {
      return raw.vowelless ? raw.text == "bd"
                           : raw.text == "abd" || raw.text == "abdul" || raw.text == "abdel" ||
                                 raw.text == "abdal" || raw.text == "abdol" || raw.text == "abdu" ||
                                 raw.text == "abdur" || raw.text == "abdoul";
    };
    auto is_article = [](const Raw& raw) {
      return raw.text == "al" || raw.text == "el" || raw.text == "ul" || raw.text == "ur";
    };
    auto is_faith = [](const Raw& raw) {
      return raw.vowelless ? raw.text == "llh" || raw.text == "allh" || raw.text == "dyn"
                           : raw.text == "allah" || raw.text == "ullah" || raw.text == "llah" ||
                                 raw.text == "din" || raw.text == "deen" || raw.text == "uddin" ||
                                 raw.text == "eddin" || raw.text == "eddine";
    };
    std::vector<Raw> joined;
    for (std::size_t at = 0; at < raw_.size(); ++at) {
      // Najib Allah and Salah al-Din, likewise.
      if (is_faith(raw_[at]) && !joined.empty()) {
        if (is_article(joined.back()) && joined.size() > 1) joined.pop_back();
        joined.back().text += raw_[at].text;
        joined.back().shown += " " + raw_[at].shown;
        continue;
      }
      joined.push_back(raw_[at]);
      if (!is_servant(raw_[at])) continue;
      std::size_t next = at + 1;
      if (next + 1 < raw_.size() && is_article(raw_[next])) ++next;
      if (next >= raw_.size() || raw_[next].text.size() < 3) continue;
      joined.back().text += raw_[next].text;
      joined.back().shown += " " + raw_[next].shown;
      at = next;
    }
    raw_ = std::move(joined);
  }

  // "(CASC)" beside the words that it is made of says nothing new.
  void MarkAcronyms(const std::vector<Raw>& all) {
    constexpr std::size_t kShortest = 3;
    constexpr std::size_t kLongest = 7;
    for (NameToken& token : name_.tokens) {
      const std::string& text = token.text;
      const bool fits = token.word_class == WordClass::kName && text.size() >= kShortest &&
                        text.size() <= kLongest;
      if (!fits) continue;
      std::size_t found = 0;
      for (const Raw& raw : all) {
        if (raw.text != text && found < text.size() && raw.text[0] == text[found]) ++found;
      }
      if (found == text.size()) token.word_class = WordClass::kAcronym;
    }
  }

  // Short forms may be a part of a name: between other words they stay, and weigh
  // next to nothing.
  void DropLegalForms() {
    constexpr std::size_t kSureLength = 3;
    std::vector<Raw> kept;
    for (std::size_t at = 0; at < raw_.size();) {
      const auto [length, means] = LegalForm(at);
      if (length == 0) {
        kept.push_back(raw_[at++]);
        continue;
      }
      std::size_t letters = 0;
      for (std::size_t i = at; i < at + length; ++i) letters += raw_[i].text.size();
      const bool at_end = (at == 0 && length == 1) || at + length == raw_.size() ||
                          LegalForm(at + length).first > 0;
      if (letters >= kSureLength || at_end) {
        name_.dropped.push_back(means);
      } else {
        for (std::size_t i = at; i < at + length; ++i) {
          kept.push_back(raw_[i]);
          kept.back().legal = true;
        }
      }
      at += length;
    }
    raw_ = std::move(kept);
  }

  // How many words from `at` on are a legal form, and which.
  std::pair<std::size_t, std::string> LegalForm(std::size_t at) const {
    if (at >= raw_.size()) return {0, ""};
    for (std::size_t length = std::min(words_.legal_words_max, raw_.size() - at); length > 0;
         --length) {
      std::string form;
      for (std::size_t i = at; i < at + length; ++i) {
        if (i > at) form += ' ';
        if (raw_[i].vowelless) form += Words::Impl::kVowelless;
        form += raw_[i].text;
      }
      const auto found = words_.legal_forms.find(form);
      if (found != words_.legal_forms.end()) return {length, found->second};
    }
    return {0, ""};
  }

  void AddTokens(const Raw& raw) {
    std::string text(WithoutOrdinal(raw.text));
    if (!AllDigits(text)) text = LettersForDigits(text);
    const auto& dictionary = raw.vowelless ? words_.vowelless_means : words_.means;
    const auto means = raw.translated ? dictionary.end() : dictionary.find(text);
    if (means == dictionary.end()) return AddToken(raw, text);
    const std::size_t first = name_.tokens.size();
    for (std::string_view word : Split(means->second, ' ')) AddToken(raw, std::string(word));
    if (!raw.vowelless) return;
    // It may as well have been written as it sounds.
    name_.tokens[first].vowelless = true;
    name_.tokens[first].skeleton = SkeletonOf(text);
  }

  void AddToken(const Raw& raw, std::string text) {
    NameToken token;
    token.word_class = raw.legal ? WordClass::kLegal : ClassOf(&text);
    token.shown = raw.shown;
    token.han = raw.han;
    token.vowelless = raw.vowelless && text == raw.text;
    token.skeleton = SkeletonOf(text);
    if (token.vowelless && words_.particles.contains(token.skeleton)) {
      token.word_class = WordClass::kFunction;
    }
    if (token.word_class == WordClass::kName) {
      const auto group = words_.nicknames.find(text);
      if (group != words_.nicknames.end()) token.group = group->second;
    }
    token.text = std::move(text);
    name_.tokens.push_back(std::move(token));
  }

  // Plurals of words that say little are those words.
  WordClass ClassOf(std::string* text) const {
    if (AllDigits(*text)) return WordClass::kNumber;
    if (text->size() == 1) return WordClass::kInitial;
    auto of = [this](const std::string& word) {
      const auto found = words_.classes.find(word);
      return found == words_.classes.end() ? WordClass::kName : found->second;
    };
    std::string singular;
    if (text->ends_with("ies")) {
      singular = text->substr(0, text->size() - 3) + "y";
    } else if (text->ends_with('s')) {
      singular = text->substr(0, text->size() - 1);
    }
    if (const WordClass found = of(singular);
        found == WordClass::kBusiness || found == WordClass::kInstitution) {
      *text = singular;
      return found;
    }
    return of(*text);
  }

  const Words::Impl& words_;
  Romaniser romaniser_;
  std::unordered_map<std::string, std::string> corrected_;  // "" for no known word
  Name name_;
  std::vector<Raw> raw_;
};

NameReader::NameReader(const Words& words) : impl_(std::make_unique<Impl>(*words.impl_)) {}
NameReader::~NameReader() = default;
NameReader::NameReader(NameReader&&) noexcept = default;
Result<Name> NameReader::Read(std::string_view text) { return impl_->Read(text); }

}  // namespace licet
