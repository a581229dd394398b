#include "licet/screening/name.h"

#include <algorithm>
#include <array>
#include <optional>

#include "arabic.h"
#include "distance.h"
#include "korean.h"
#include "legal_form.h"
#include "licet/base/text.h"
#include "patronymic.h"
#include "raw_word.h"
#include "romanise.h"
#include "skeleton.h"
#include "sound.h"
#include "syllables.h"
#include "token_match.h"
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

// "Ntwrk", not "CNPC".
bool IsWrittenWithoutVowels(std::string_view text) {
  constexpr std::size_t kLongerThanAcronyms = 5;
  return text.size() >= kLongerThanAcronyms && text.find_first_of("aeiouy0123456789") == text.npos;
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
    case WordClass::kPatronymic:
      return "patronymic";
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
  explicit Impl(const Words::Impl& words) : words_(words), forms_(words) {}

  Result<Name> Read(std::string_view text) {
    if (text.size() > kNameBytesMax) {
      return Fail(ErrorCode::kLimit, "a name is longer than 4,096 bytes; give the name alone");
    }
    if (FindInvalidUtf8(text)) {
      return Fail(ErrorCode::kParse, "a name is not UTF-8; save the file as UTF-8 text");
    }
    ForgetTooMany();
    Romanised romanised = romaniser_.Read(text);
    name_ = {};
    name_.look_alikes = romanised.look_alikes;
    name_.hidden = romanised.hidden;
    raw_.clear();
    transcribed_ = romanised.transcribed;
    raw_.reserve(romanised.runs.size());
    for (ScriptRun& run : romanised.runs) TakeRun(std::move(run));
    SplitPersonInHan();
    LookUp();
    SplitPersonInHangul(words_, &romaniser_, &raw_);
    LookUp();
    FindKorean(words_, &raw_);
    LookUp();
    CorrectWords();
    JoinServantOf();
    if (raw_.empty() && name_.dropped.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "a name has no letter and no digit in it");
    }
    // "Ju" and "Co" are syllables in a Korean name.
    const bool korean = !raw_.empty() && !raw_.back().korean.empty();
    korean ? KeepAll() : DropLegalForms();
    if (kept_.empty()) {
      KeepAll();
      name_.dropped.clear();
    }
    name_.tokens.reserve(kept_.size());
    for (const auto& [raw, legal] : kept_) AddTokens(*raw, legal);
    JoinNumbers();
    MarkPatronymic();
    MarkAcronyms();
    return std::move(name_);
  }

 private:
  // Letters by which a legal form is told from a part of a name.
  static constexpr std::size_t kSureLength = 3;

  using Raw = RawWord;
  struct Kept {
    const Raw* raw;
    bool legal;  // a short legal form amid the name
  };

  void TakeRun(ScriptRun run) {
    if (run.script == ScriptRun::Script::kHan) return TakeHan(run);
    name_.squeezed += run.ascii;
    AddWordLength(run.ascii.size());
    if (MayBeArabicWords(run)) {
      for (std::string_view text : ArabicWordsOf(run, words_)) {
        raw_.push_back({std::string(text), run.shown, run.script, run.vowelless()});
      }
      return;
    }
    raw_.push_back({std::move(run.ascii), std::move(run.shown), run.script, run.vowelless()});
    if (run.script == ScriptRun::Script::kGreek) SpellGreekName(&raw_.back().text);
  }

  // Greek writes the b, d and g of foreign names with two letters, which in names of
  // its own are two sounds.
  void SpellGreekName(std::string* text) const {
    constexpr std::array<std::pair<std::string_view, char>, 3> kPairs = {
        {{"nt", 'd'}, {"mp", 'b'}, {"gk", 'g'}}};
    if (words_.nicknames.contains(*text)) return;
    for (const auto& [pair, letter] : kPairs) {
      const std::size_t at = text->find(pair);
      if (at == text->npos) continue;
      std::string foreign = *text;
      foreign.replace(at, pair.size(), 1, letter);
      if (!words_.nicknames.contains(foreign)) continue;
      *text = std::move(foreign);
      return;
    }
  }

  void AddWordLength(std::size_t letters) {
    constexpr std::size_t kMost = 255;
    name_.word_lengths += static_cast<char>(std::min(letters, kMost));
  }

  // The longest words that the dictionary knows; what lies between them is a name.
  void TakeHan(const ScriptRun& run) {
    std::u32string unknown;
    for (const char32_t c : run.han) {
      const std::string& pinyin = romaniser_.Pinyin(c);
      name_.squeezed += pinyin;
      AddWordLength(pinyin.size());
    }
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
          raw_.push_back(
              {std::string(word), ToUtf8(text), ScriptRun::Script::kHan, false, text, true});
        }
      }
      at += length;
    }
    TakeUnknownHan(&unknown);
  }

  std::size_t KnownLength(const std::u32string& text, std::size_t at) const {
    if (transcribed_) return 0;
    for (std::size_t length = std::min(words_.foreign_length_max, text.size() - at); length > 0;
         --length) {
      if (words_.foreign.contains(text.substr(at, length))) return length;
    }
    return 0;
  }

  // What a syllable stands for in foreign names.
  static std::string ForeignSound(const std::string& pinyin) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kInitials = {
        {{"x", "sh"}, {"q", "ch"}, {"zh", "j"}, {"c", "ts"}}};
    if (pinyin == "er") return "r";
    std::string sound = pinyin;
    for (const auto& [initial, foreign] : kInitials) {
      if (!pinyin.starts_with(initial) || pinyin.starts_with("ch")) continue;
      sound = std::string(foreign) + pinyin.substr(initial.size());
      break;
    }
    if (sound.ends_with("ng")) sound.pop_back();
    return sound;
  }

  void TakeUnknownHan(std::u32string* text) {
    if (text->empty()) return;
    std::string pinyin;
    for (const char32_t c : *text) {
      pinyin += transcribed_ ? ForeignSound(romaniser_.Pinyin(c)) : romaniser_.Pinyin(c);
    }
    if (!pinyin.empty()) {
      raw_.push_back({pinyin, ToUtf8(*text), ScriptRun::Script::kHan, transcribed_, *text});
    }
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

  void LookUp() {
    for (Raw& raw : raw_) {
      if (raw.seen == nullptr) raw.seen = &Seen(raw);
    }
  }

  // "Technolgoy" is a word that says little, however it is spelt.
  void CorrectWords() {
    bool pinyin = false;
    for (Raw& raw : raw_) {
      if (raw.vowelless || !raw.han.empty() || !raw.korean.empty()) continue;
      pinyin = pinyin || raw.seen->begins_pinyin;
      if (raw.seen->corrected.empty()) continue;
      raw.text = raw.seen->corrected;
      raw.seen = &Seen(raw);
    }
    if (!pinyin || raw_.size() < 2) return;
    JoinPinyin(words_, &raw_);
    LookUp();
  }

  // Before a name: the words of one stay where they are.
  void ForgetTooMany() {
    constexpr std::size_t kKeptMax = 50'000;
    if (seen_.size() > kKeptMax) seen_.clear();
  }

  SeenWord& Seen(const Raw& raw) {
    // All that is asked of a word.
    std::string key = raw.text;
    key += static_cast<char>(1 + (raw.vowelless ? 1 : 0) + (raw.translated ? 2 : 0) +
                             (raw.han.empty() ? 0 : 4) +
                             (raw.script == ScriptRun::Script::kArabic ? 8 : 0));
    key += raw.korean;
    const auto [found, added] = seen_.try_emplace(std::move(key));
    if (!added) return found->second;
    const std::string& text = raw.text;
    found->second.known = words_.classes.contains(text) || words_.means.contains(text) ||
                          words_.legal_word_numbers.contains(text) ||
                          words_.nicknames.contains(text);
    found->second.begins_pinyin = words_.pinyin_beginnings.contains(text);
    found->second.joins = IsServant(text, raw.vowelless) || IsFaith(text, raw.vowelless);
    found->second.korean = KoreanSurnameIn(text);
    // In pinyin every letter tells words apart: changxin is no slip of chuangxin.
    if (!found->second.known && MisspellingsIn(text) > 0 && !IsPinyin(text)) {
      found->second.corrected = CorrectedOf(text);
    }
    return found->second;
  }

  std::string CorrectedOf(const std::string& text) const {
    constexpr int kMost = 2;
    std::string corrected;
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
      corrected = word;
    }
    return corrected;
  }

  // Names such as Abd al-Rahman are one, in however many words they are written.
  void JoinServantOf() {
    const bool any =
        std::any_of(raw_.begin(), raw_.end(), [](const Raw& raw) { return raw.seen->joins; });
    if (!any) return;
    std::vector<Raw> joined;
    for (std::size_t at = 0; at < raw_.size(); ++at) {
      // Najib Allah and Salah al-Din, likewise.
      if (IsFaith(raw_[at].text, raw_[at].vowelless) && !joined.empty()) {
        if (IsArticle(joined.back().text) && joined.size() > 1) joined.pop_back();
        joined.back().text += raw_[at].text;
        joined.back().shown += " " + raw_[at].shown;
        joined.back().seen = nullptr;
        continue;
      }
      joined.push_back(raw_[at]);
      if (!IsServant(raw_[at].text, raw_[at].vowelless)) continue;
      std::size_t next = at + 1;
      if (next + 1 < raw_.size() && IsArticle(raw_[next].text)) ++next;
      if (next >= raw_.size() || raw_[next].text.size() < 3) continue;
      joined.back().text = (raw_[at].vowelless ? "bd" : "abd") + raw_[next].text;
      joined.back().shown += " " + raw_[next].shown;
      joined.back().seen = nullptr;
      at = next;
    }
    raw_ = std::move(joined);
    LookUp();
  }

  // "Forty 4" is 44.
  void JoinNumbers() {
    std::vector<NameToken>& tokens = name_.tokens;
    for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
      NameToken& tens = tokens[i];
      const NameToken& ones = tokens[i + 1];
      const bool tens_in_words = tens.word_class == WordClass::kNumber && tens.text.size() == 2 &&
                                 tens.text[0] > '1' && tens.text[1] == '0' &&
                                 !AllDigits(WithoutOrdinal(tens.shown));
      if (!tens_in_words || ones.word_class != WordClass::kNumber || ones.text.size() != 1)
        continue;
      tens.text[1] = ones.text[0];
      tens.letters = LettersOf(tens.text);
      tens.shown += " " + ones.shown;
      tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
  }

  // Of three own words or more, the one that says who the father is: it is often
  // left out, and follows the father's name from language to language.
  void MarkPatronymic() {
    constexpr std::size_t kOwnMin = 3;
    std::size_t own = 0;
    for (const NameToken& token : name_.tokens) own += token.word_class == WordClass::kName ? 1 : 0;
    if (own < kOwnMin || own < name_.tokens.size()) return;
    for (std::size_t i = 1; i < name_.tokens.size(); ++i) {
      NameToken& token = name_.tokens[i];
      const std::string_view father = FatherInPatronymic(token.text);
      if (father.empty()) continue;
      token.word_class = WordClass::kPatronymic;
      for (const char* end : {"", "y", "i", "a", "o", "iy", "ey", "ay", "ai"}) {
        const std::string name = std::string(father) + end;
        const auto group = words_.nicknames.find(name);
        const auto like = words_.nickname_sounds.find(SoundOf(name));
        if (group == words_.nicknames.end() && like == words_.nickname_sounds.end()) continue;
        token.group = (group == words_.nicknames.end() ? like : group)->second + "#";
        break;
      }
      return;
    }
  }

  // "(CASC)" beside the words that it is made of says nothing new.
  void MarkAcronyms() {
    constexpr std::size_t kShortest = 3;
    constexpr std::size_t kLongest = 7;
    for (NameToken& token : name_.tokens) {
      const std::string& text = token.text;
      const bool fits = token.word_class == WordClass::kName && text.size() >= kShortest &&
                        text.size() <= kLongest;
      if (!fits) continue;
      if (IsAcronymOf(raw_, text)) token.word_class = WordClass::kAcronym;
    }
  }

  // CASC, of first letters in their order; HQN, whose letters between the first
  // and the last stand inside the first word.
  static bool IsAcronymOf(const std::vector<Raw>& all, std::string_view acronym) {
    constexpr std::size_t kLooseMax = 4;
    std::size_t firsts = 0;
    for (const Raw& raw : all) {
      if (raw.text != acronym && firsts < acronym.size() && raw.text[0] == acronym[firsts]) {
        ++firsts;
      }
    }
    if (firsts == acronym.size()) return true;
    const bool vowels = acronym.find_first_of("aeiou") != acronym.npos;
    if (vowels || acronym.size() > kLooseMax) return false;
    std::size_t found = 0;
    for (const Raw& raw : all) {
      if (raw.text == acronym) continue;
      if (found + 1 == acronym.size() && raw.text[0] == acronym.back()) return true;
      if (raw.text[0] != acronym[0]) continue;
      found = 0;
      for (const char c : raw.text) {
        if (found + 1 < acronym.size() && c == acronym[found]) ++found;
      }
    }
    return false;
  }

  LegalFormFinder::Word WordInForm(const Raw& raw) const {
    const bool known = raw.seen->known || raw.translated || !raw.han.empty();
    const std::string letters = LettersForDigits(raw.text);
    const bool scanned = letters.size() >= kSureLength && letters != raw.text &&
                         words_.legal_word_numbers.contains(letters);
    return forms_.WordOf(scanned ? letters : raw.text, raw.vowelless, !known);
  }

  void KeepAll() {
    kept_.clear();
    for (const Raw& raw : raw_) kept_.push_back({&raw, false});
  }

  // Short forms may be a part of a name: between other words they stay, and weigh
  // next to nothing.
  void DropLegalForms() {
    forms_.Clear();
    for (const Raw& raw : raw_) {
      if (!raw.seen->in_form) raw.seen->in_form = WordInForm(raw);
      forms_.Add(*raw.seen->in_form);
    }
    const std::size_t end = AddressBegin();
    bool address = false;
    kept_.clear();
    for (std::size_t at = 0; at < raw_.size();) {
      const auto [length, means] = forms_.At(at);
      if (length == 0) {
        kept_.push_back({&raw_[at], address && at >= end});
        ++at;
        continue;
      }
      std::size_t letters = 0;
      for (std::size_t i = at; i < at + length; ++i) letters += raw_[i].text.size();
      const bool at_end = (at == 0 && length == 1) || at + length == raw_.size() ||
                          at + length == end || forms_.At(at + length).words > 0;
      address = address || at + length == end;
      if (letters >= kSureLength || at_end) {
        name_.dropped.push_back(means);
      } else {
        for (std::size_t i = at; i < at + length; ++i) kept_.push_back({&raw_[i], true});
      }
      at += length;
    }
  }

  // "No. 8 Bldg" behind a legal form is where a firm is and not who it is. The place
  // of the first such word; the number of words when the name has no such end.
  std::size_t AddressBegin() const {
    constexpr std::array<std::string_view, 21> kWords = {
        "no",   "nr", "number", "bldg", "building", "block", "blk", "floor",  "fl",    "flr", "f",
        "room", "rm", "unit",   "ste",  "suite",    "road",  "rd",  "street", "tower", "apt"};
    std::size_t from = raw_.size();
    bool word = false;
    while (from > 0) {
      const std::string& text = raw_[from - 1].text;
      const bool known = std::find(kWords.begin(), kWords.end(), text) != kWords.end();
      if (!known && !AllDigits(WithoutOrdinal(text))) break;
      word = word || (known && text.size() > 2);
      --from;
    }
    return word ? from : raw_.size();
  }

  void AddTokens(const Raw& raw, bool legal) {
    const std::size_t first = name_.tokens.size();
    if (legal) {
      MakeTokens(raw, true, &name_.tokens);
    } else {
      SeenWord& seen = *raw.seen;
      if (!seen.made) MakeTokens(raw, false, &seen.tokens);
      seen.made = true;
      name_.tokens.insert(name_.tokens.end(), seen.tokens.begin(), seen.tokens.end());
    }
    for (std::size_t i = first; i < name_.tokens.size(); ++i) {
      name_.tokens[i].shown = raw.shown;
      name_.tokens[i].han = raw.han;
    }
  }

  // Appends them, without `shown` and `han`. What it reads of `raw` is in Seen's key.
  void MakeTokens(const Raw& raw, bool legal, std::vector<NameToken>* tokens) const {
    if (!raw.korean.empty()) {
      tokens->push_back(MakeToken(raw, legal, raw.text));
      return;
    }
    std::string text(WithoutOrdinal(raw.text));
    if (!AllDigits(text)) text = LettersForDigits(text);
    if (!raw.vowelless && raw.han.empty()) text = ServantAsOne(std::move(text));
    const auto& dictionary = raw.vowelless ? words_.vowelless_means : words_.means;
    const auto means = raw.translated ? dictionary.end() : dictionary.find(text);
    if (means == dictionary.end()) {
      tokens->push_back(MakeToken(raw, legal, std::move(text)));
      return;
    }
    const std::size_t first = tokens->size();
    for (std::string_view word : Split(means->second, ' ')) {
      tokens->push_back(MakeToken(raw, legal, std::string(word)));
    }
    if (!raw.vowelless) return;
    // It may as well have been written as it sounds.
    (*tokens)[first].vowelless = true;
    const bool article = raw.script == ScriptRun::Script::kArabic && text.starts_with("al");
    (*tokens)[first].skeleton = SkeletonOf(article ? text.substr(2) : text);
  }

  NameToken MakeToken(const Raw& raw, bool legal, std::string text) const {
    NameToken token;
    token.word_class = legal ? WordClass::kLegal : ClassOf(&text, raw.vowelless);
    token.vowelless = raw.vowelless && text == raw.text;
    token.skeleton = SkeletonOf(text);
    if (IsWrittenWithoutVowels(text)) token.vowelless = true;
    if (!token.vowelless && token.word_class == WordClass::kName) {
      token.sound = SoundOf(text);
      token.pinyin = !token.sound.empty() && IsPinyin(text);
    }
    if (token.word_class == WordClass::kName) {
      const auto& nicknames = raw.vowelless ? words_.vowelless_nicknames : words_.nicknames;
      const auto group = nicknames.find(text);
      if (group != nicknames.end()) {
        token.group = group->second;
      } else if (!token.sound.empty()) {
        const auto like = words_.nickname_sounds.find(token.sound);
        if (like != words_.nickname_sounds.end()) token.group = like->second;
      }
    }
    if (!raw.korean.empty()) {
      token.word_class = WordClass::kName;
      token.sound = raw.korean;
      token.pinyin = false;
    }
    token.letters = LettersOf(text);
    token.text = std::move(text);
    return token;
  }

  // Plurals of words that say little are those words.
  WordClass ClassOf(std::string* text, bool vowelless) const {
    if (AllDigits(*text)) return WordClass::kNumber;
    if (vowelless) {
      const auto found = words_.vowelless_classes.find(*text);
      if (found != words_.vowelless_classes.end()) return found->second;
    }
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
  LegalFormFinder forms_;
  Romaniser romaniser_;
  TextMap<SeenWord> seen_;
  Name name_;
  std::vector<Raw> raw_;
  bool transcribed_ = false;
  std::vector<Kept> kept_;  // of raw_: all but the legal forms
};

NameReader::NameReader(const Words& words) : impl_(std::make_unique<Impl>(*words.impl_)) {}
NameReader::~NameReader() = default;
NameReader::NameReader(NameReader&&) noexcept = default;
Result<Name> NameReader::Read(std::string_view text) { return impl_->Read(text); }

void WarmNames() { (void)Romaniser().Pinyin(U'\u4E2D'); }

}  // namespace licet
