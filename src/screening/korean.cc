#include "korean.h"

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

namespace licet {

namespace {

struct Spelling {
  std::string_view written;
  std::string_view sound;
};

// The longest first.
constexpr std::array<Spelling, 23> kLatinInitials = {{
    {"ch", "c"}, {"jj", "c"}, {"kk", "k"}, {"gg", "k"}, {"tt", "t"}, {"dd", "t"},
    {"pp", "p"}, {"bb", "p"}, {"ss", "s"}, {"sh", "s"}, {"j", "c"},  {"k", "k"},
    {"g", "k"},  {"t", "t"},  {"d", "t"},  {"p", "p"},  {"b", "p"},  {"s", "s"},
    {"h", "h"},  {"l", "r"},  {"r", "r"},  {"m", "m"},  {"n", "n"},
}};
// How other languages of Latin script write the Korean j: Hungarian, German,
// Scandinavian, Polish, Turkish and Baltic ones.
constexpr std::array<Spelling, 12> kByEarInitials = {{
    {"dzs", "c"},
    {"dzh", "c"},
    {"dsch", "c"},
    {"tsch", "c"},
    {"dsj", "c"},
    {"tsj", "c"},
    {"dz", "c"},
    {"dj", "c"},
    {"tj", "c"},
    {"cz", "c"},
    {"cs", "c"},
    {"c", "c"},
}};
// Of the Russian transcription, as the alphabet is romanised.
constexpr std::array<Spelling, 21> kCyrillicInitials = {{
    {"chkh", "ch"}, {"chzh", "c"}, {"kkh", "k"}, {"tkh", "t"}, {"pkh", "p"}, {"dzh", "c"},
    {"kh", "h"},    {"ch", "c"},   {"ts", "c"},  {"sh", "s"},  {"zh", "c"},  {"k", "k"},
    {"g", "k"},     {"t", "t"},    {"d", "t"},   {"p", "p"},   {"b", "p"},   {"s", "s"},
    {"l", "r"},     {"r", "r"},    {"m", "m"},
}};
constexpr std::array<Spelling, 13> kThaiInitials = {{
    {"kh", "k"},
    {"ch", "c"},
    {"th", "t"},
    {"ph", "p"},
    {"k", "k"},
    {"t", "t"},
    {"d", "t"},
    {"p", "p"},
    {"b", "p"},
    {"s", "s"},
    {"h", "h"},
    {"r", "r"},
    {"m", "m"},
}};

constexpr std::array<Spelling, 27> kLatinVowels = {{
    {"yeo", "yo"}, {"you", "yo"}, {"yoo", "yu"}, {"yae", "ye"}, {"wae", "oe"}, {"weo", "wo"},
    {"woo", "u"},  {"eui", "ui"}, {"ae", "e"},   {"ya", "ya"},  {"ye", "ye"},  {"eo", "o"},
    {"yo", "yo"},  {"yu", "yu"},  {"wa", "wa"},  {"oe", "oe"},  {"oi", "oe"},  {"we", "oe"},
    {"wo", "wo"},  {"wi", "wi"},  {"ui", "ui"},  {"eu", "u"},   {"oo", "u"},   {"ee", "i"},
    {"a", "a"},    {"o", "o"},    {"e", "e"},
}};
constexpr std::array<Spelling, 2> kShortVowels = {{{"u", "u"}, {"i", "i"}}};
constexpr std::array<Spelling, 14> kCyrillicVowels = {{
    {"ya", "ya"},
    {"ye", "yo"},
    {"yo", "yo"},
    {"yu", "yu"},
    {"ve", "oe"},
    {"va", "wa"},
    {"vo", "wo"},
    {"vi", "wi"},
    {"oy", "oe"},
    {"y", "u"},
    {"a", "a"},
    {"e", "o"},
    {"o", "o"},
    {"ui", "ui"},
}};
constexpr std::array<Spelling, 9> kLatinFinals = {{
    {"ng", "ng"},
    {"n", "n"},
    {"k", "k"},
    {"l", "l"},
    {"m", "m"},
    {"p", "p"},
    {"t", "t"},
    {"b", "p"},
    {"g", "k"},
}};

// The spellings of common surnames that are no pinyin of a Chinese one, and one for
// all of them.
struct Surname {
  std::string_view written;
  std::string_view is;
};
constexpr std::array<Surname, 44> kSurnames = {{
    {"kim", "kim"},    {"gim", "kim"},   {"ghim", "kim"},   {"pak", "pak"},     {"bak", "pak"},
    {"park", "pak"},   {"choe", "choe"}, {"choi", "choe"},  {"choy", "choe"},   {"chwe", "choe"},
    {"kwon", "kwon"},  {"gwon", "kwon"}, {"kweon", "kwon"}, {"hwang", "hwang"}, {"paek", "paek"},
    {"baek", "paek"},  {"baik", "paek"}, {"paik", "paek"},  {"yoon", "yun"},    {"youn", "yun"},
    {"ri", "ri"},      {"rhee", "ri"},   {"ryu", "ryu"},    {"ryoo", "ryu"},    {"ryang", "ryang"},
    {"ryom", "yom"},   {"yom", "yom"},   {"yeom", "yom"},   {"jeong", "jong"},  {"jong", "jong"},
    {"chong", "jong"}, {"jeon", "jon"},  {"jon", "jon"},    {"chon", "jon"},    {"kwak", "kwak"},
    {"gwak", "kwak"},  {"rim", "rim"},   {"ro", "ro"},      {"roh", "ro"},      {"noh", "ro"},
    {"kye", "kye"},    {"sok", "sok"},   {"heo", "ho"},     {"seo", "so"},
}};
constexpr std::array<Surname, 12> kCyrillicSurnames = {{
    {"kim", "kim"},
    {"pak", "pak"},
    {"choy", "choe"},
    {"tsoy", "choe"},
    {"chkhve", "choe"},
    {"kvon", "kwon"},
    {"khvan", "hwang"},
    {"pek", "paek"},
    {"kvak", "kwak"},
    {"ryu", "ryu"},
    {"ri", "ri"},
    {"yum", "yom"},
}};
constexpr std::array<Surname, 6> kThaiSurnames = {{
    {"khim", "kim"},
    {"kim", "kim"},
    {"phak", "pak"},
    {"pak", "pak"},
    {"ri", "ri"},
    {"chwe", "choe"},
}};
// In Hangul, where nothing but a Korean word is written, also the others.
constexpr std::array<Surname, 35> kHangulSurnames = {{
    {"bag", "pak"},   {"baeg", "paek"}, {"gwag", "kwak"},  {"i", "ri"},      {"bak", "pak"},
    {"gim", "kim"},   {"choe", "choe"}, {"jeong", "jong"}, {"gang", "kang"}, {"jo", "jo"},
    {"yun", "yun"},   {"jang", "jang"}, {"im", "rim"},     {"han", "han"},   {"o", "o"},
    {"seo", "so"},    {"sin", "sin"},   {"gwon", "kwon"},  {"an", "an"},     {"hwang", "hwang"},
    {"song", "song"}, {"ryu", "ryu"},   {"jeon", "jon"},   {"hong", "hong"}, {"go", "ko"},
    {"mun", "mun"},   {"yang", "yang"}, {"son", "son"},    {"bae", "pae"},   {"baek", "paek"},
    {"heo", "ho"},    {"nam", "nam"},   {"no", "ro"},      {"ri", "ri"},     {"rim", "rim"},
}};

template <std::size_t kSize>
std::string_view SurnameIn(const std::array<Surname, kSize>& surnames, std::string_view word) {
  for (const Surname& one : surnames) {
    if (one.written == word) return one.is;
  }
  return {};
}

std::string_view SurnameOf(const KoreanWord& word) {
  switch (word.script) {
    case KoreanScript::kLatin:
      return SurnameIn(kSurnames, word.text);
    case KoreanScript::kCyrillic:
      return SurnameIn(kCyrillicSurnames, word.text);
    case KoreanScript::kThai:
      return SurnameIn(kThaiSurnames, word.text);
    case KoreanScript::kHangul:
      return SurnameIn(kHangulSurnames, word.text);
  }
  return {};
}

template <std::size_t kSize>
const Spelling* SpellingAt(const std::array<Spelling, kSize>& spellings, std::string_view rest) {
  for (const Spelling& one : spellings) {
    if (rest.starts_with(one.written)) return &one;
  }
  return nullptr;
}

struct Syllable {
  std::string_view initial;
  std::string_view vowel;
  std::string_view final;
  std::size_t length = 0;  // in letters as written
  bool by_ear = false;

  std::string sound() const {
    return std::string(initial == "ch" ? "c" : initial) + std::string(vowel) + std::string(final);
  }
};

const Spelling* InitialAt(KoreanScript script, std::string_view rest, bool* by_ear) {
  switch (script) {
    case KoreanScript::kCyrillic:
      if (rest[0] == 'n') break;
      return SpellingAt(kCyrillicInitials, rest);
    case KoreanScript::kThai:
      if (rest[0] == 'n' || rest[0] == 'l') break;
      return SpellingAt(kThaiInitials, rest);
    case KoreanScript::kLatin:
    case KoreanScript::kHangul:
      break;
  }
  const Spelling* plain = SpellingAt(kLatinInitials, rest);
  const bool other = script == KoreanScript::kLatin && SpellingAt(kByEarInitials, rest) != nullptr;
  if (!other || rest.starts_with("ch")) return plain;
  *by_ear = true;
  return SpellingAt(kByEarInitials, rest);
}

const Spelling* VowelAt(KoreanScript script, std::string_view initial, std::string_view rest) {
  static constexpr Spelling kGlide = {"e", "yo"};
  if (script == KoreanScript::kCyrillic) {
    // Men is myong, chen is jong.
    const bool glide =
        !initial.empty() && initial != "c" && initial != "ch" && initial != "s" && initial != "t";
    if (glide && rest.starts_with("e")) return &kGlide;
    if (const Spelling* vowel = SpellingAt(kCyrillicVowels, rest)) return vowel;
  } else if (const Spelling* vowel = SpellingAt(kLatinVowels, rest)) {
    return vowel;
  }
  return SpellingAt(kShortVowels, rest);
}

// The final that belongs to the syllable: one consonant between vowels begins the
// next, but ng cannot, and no name has a syllable such as nin or nun.
const Spelling* FinalAt(std::string_view rest) {
  const Spelling* final = SpellingAt(kLatinFinals, rest);
  if (final == nullptr) return nullptr;
  const std::string_view behind = rest.substr(final->written.size());
  const bool vowel = !behind.empty() && behind.find_first_of("aeiouwy") == 0;
  if (!vowel || final->sound == "ng") return final;
  const bool begins_none =
      final->sound == "n" && (behind == "in" || behind == "un" || behind == "il" || behind == "ok");
  return begins_none ? final : nullptr;
}

// Of transcriptions that have one letter for n and ng.
bool EndsInNg(std::string_view syllable) {
  constexpr std::array<std::string_view, 24> kSyllables = {
      "con", "son", "yon", "ton", "pon",  "kyon", "myon", "hyon", "pyon", "ryon", "hon", "kwan",
      "san", "yan", "kan", "can", "hwan", "cun",  "sun",  "chon", "nyon", "chun", "han", "chan"};
  return std::find(kSyllables.begin(), kSyllables.end(), syllable) != kSyllables.end();
}

std::optional<Syllable> SyllableAt(KoreanScript script, std::string_view rest) {
  Syllable syllable;
  if (rest.empty()) return std::nullopt;
  const std::string_view whole = rest;
  if (const Spelling* initial = InitialAt(script, rest, &syllable.by_ear)) {
    syllable.initial = initial->sound;
    rest.remove_prefix(initial->written.size());
  }
  if (rest.empty()) return std::nullopt;
  const Spelling* vowel = VowelAt(script, syllable.initial, rest);
  if (vowel == nullptr) return std::nullopt;
  syllable.vowel = vowel->sound;
  rest.remove_prefix(vowel->written.size());
  if (const Spelling* final = rest.empty() ? nullptr : FinalAt(rest)) {
    syllable.final = final->sound;
    rest.remove_prefix(final->written.size());
  } else if (script == KoreanScript::kCyrillic && rest == "r") {
    syllable.final = "l";
    rest = {};
  }
  const bool one_letter = script == KoreanScript::kCyrillic || syllable.by_ear;
  if (one_letter && syllable.final == "n" && EndsInNg(syllable.sound())) syllable.final = "ng";
  syllable.length = whole.size() - rest.size();
  return syllable;
}

// As the north spells it: the spelling of most names on lists.
std::string TextOf(const Syllable& syllable) {
  std::string text(syllable.initial == "c" ? "j" : syllable.initial);
  text += syllable.vowel == "e" ? "ae" : syllable.vowel;
  return text + std::string(syllable.final);
}

// One or two syllables; none when the word is no Korean one.
std::vector<Syllable> SyllablesOf(const KoreanWord& word, std::string_view text) {
  constexpr std::size_t kMost = 2;
  std::vector<Syllable> syllables;
  while (!text.empty()) {
    const std::optional<Syllable> next = SyllableAt(word.script, text);
    if (!next || syllables.size() == kMost) return {};
    syllables.push_back(*next);
    text.remove_prefix(next->length);
  }
  return syllables;
}

// Latvian puts an s behind every name of a man.
std::vector<KoreanWord> WithoutEndings(const std::vector<KoreanWord>& words) {
  std::vector<KoreanWord> bare = words;
  for (KoreanWord& word : bare) {
    if (word.script != KoreanScript::kLatin || word.text.size() < 3 || word.text.back() != 's') {
      return {};
    }
    word.text.remove_suffix(1);
  }
  return bare;
}

std::vector<KoreanPart> ReadGiven(const std::vector<KoreanWord>& words, std::size_t surname,
                                  bool by_ear) {
  // One alone may be a legal form: Kim AG.
  constexpr std::size_t kSyllables = 2;
  std::vector<std::vector<Syllable>> given(words.size());
  std::size_t count = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == surname) continue;
    given[i] = SyllablesOf(words[i], words[i].text);
    if (given[i].empty()) return {};
    count += given[i].size();
    by_ear = by_ear || words[i].script == KoreanScript::kCyrillic ||
             words[i].script == KoreanScript::kThai;
    for (const Syllable& one : given[i]) by_ear = by_ear || one.by_ear;
  }
  if (count != kSyllables) return {};
  std::vector<KoreanPart> parts;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i == surname) {
      const std::string is(SurnameOf(words[i]));
      const bool keeps = words[i].script == KoreanScript::kLatin;
      parts.push_back({i, keeps ? std::string(words[i].text) : is, "K" + is, false});
    } else if (!by_ear && words[i].script == KoreanScript::kLatin) {
      std::string sound = "K";
      for (const Syllable& one : given[i]) sound += one.sound();
      parts.push_back({i, std::string(words[i].text), std::move(sound), false});
    } else {
      for (const Syllable& one : given[i]) {
        parts.push_back({i, TextOf(one), "K" + one.sound(), by_ear});
      }
    }
  }
  return parts;
}

}  // namespace

unsigned KoreanSurnameIn(std::string_view text) {
  constexpr std::size_t kLongest = 7;
  static const std::unordered_map<std::string_view, unsigned> kAll = [] {
    std::unordered_map<std::string_view, unsigned> all;
    auto add = [&all](const auto& surnames, KoreanScript script) {
      for (const Surname& one : surnames) all[one.written] |= KoreanScriptBit(script);
    };
    add(kSurnames, KoreanScript::kLatin);
    add(kCyrillicSurnames, KoreanScript::kCyrillic);
    add(kThaiSurnames, KoreanScript::kThai);
    add(kHangulSurnames, KoreanScript::kHangul);
    return all;
  }();
  if (text.size() > kLongest) return 0;
  const auto whole = kAll.find(text);
  unsigned scripts = whole == kAll.end() ? 0 : whole->second;
  if (text.ends_with('s')) {
    const auto bare = kAll.find(text.substr(0, text.size() - 1));
    if (bare != kAll.end()) scripts |= bare->second & KoreanScriptBit(KoreanScript::kLatin);
  }
  return scripts;
}

std::vector<KoreanPart> ReadKorean(const std::vector<KoreanWord>& words) {
  constexpr std::size_t kWordsMin = 2;
  constexpr std::size_t kWordsMost = 3;
  if (words.size() < kWordsMin || words.size() > kWordsMost) return {};
  const std::size_t last = words.size() - 1;
  if (!SurnameOf(words[0]).empty()) return ReadGiven(words, 0, false);
  if (!SurnameOf(words[last]).empty()) return ReadGiven(words, last, false);
  const std::vector<KoreanWord> bare = WithoutEndings(words);
  if (bare.empty() || SurnameOf(bare[0]).empty()) return {};
  return ReadGiven(bare, 0, true);
}

}  // namespace licet
