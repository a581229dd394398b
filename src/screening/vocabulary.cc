#include "vocabulary.h"

#include <algorithm>
#include <bit>

#include "arabic.h"
#include "distance.h"
#include "korean.h"
#include "licet/base/hash.h"

namespace licet {

namespace {

// How much of its rarity a kind of word may weigh, of 100.
int PartOf(WordClass word_class) {
  switch (word_class) {
    case WordClass::kName:
      return 100;
    case WordClass::kPatronymic:
      return 25;
    case WordClass::kNumber:
      return 60;
    case WordClass::kInitial:
      return 15;
    case WordClass::kAcronym:
      return 20;
    case WordClass::kBusiness:
      return 22;
    case WordClass::kInstitution:
      return 30;
    case WordClass::kPlace:
      return 35;
    case WordClass::kTitle:
      return 5;
    case WordClass::kFunction:
      return 4;
    case WordClass::kLegal:
      return 3;
  }
  return 100;
}

// Sixteenths of the binary logarithm, between whole ones by the next four bits.
int Log2(std::uint64_t value) {
  const int whole = static_cast<int>(std::bit_width(value)) - 1;
  const std::uint64_t rest =
      whole >= 4 ? (value >> (whole - 4)) & 15U : (value << (4 - whole)) & 15U;
  return 16 * whole + static_cast<int>(rest);
}

bool MayServe(std::string_view text) {
  return text.starts_with(kServant) && text.size() >= kServant.size() + kServedMin;
}

std::string Sorted(std::string text) {
  std::sort(text.begin(), text.end());
  return text;
}

// So many names at least are thought of, or the words of a short list would all
// seem common.
constexpr std::size_t kNamesMin = 20'000;

}  // namespace

std::uint64_t Vocabulary::KeyOf(const NameToken& token) {
  std::uint64_t key = MixHash(HashOf(token.text),
                              (static_cast<std::uint64_t>(token.word_class) << 2) |
                                  (token.vowelless ? 1U : 0U) | (token.sound.empty() ? 0U : 2U));
  for (const char32_t c : token.han) key = MixHash(key, c);
  // A text has one sound, or another one in a Korean name.
  return IsKoreanSound(token.sound) ? MixHash(key, HashOf(token.sound)) : key;
}

std::uint32_t Vocabulary::Add(const NameToken& token) {
  const auto [found, added] =
      numbers_.try_emplace(KeyOf(token), static_cast<std::uint32_t>(tokens_.size()));
  if (added) {
    tokens_.push_back(token);
    tokens_.back().shown.clear();
    tokens_.back().shown.shrink_to_fit();
    counts_.push_back(0);
  }
  return found->second;
}

void Vocabulary::Count(std::uint32_t word) { ++counts_[word]; }

void Vocabulary::Build(std::size_t names) {
  names_ = std::max(names, kNamesMin);
  for (std::uint32_t word = 0; word < tokens_.size(); ++word) {
    const NameToken& token = tokens_[word];
    texts_.Add(token.text, word);
    AddConsonants(word);
    if (!token.group.empty()) groups_.Add(token.group, word);
    if (!token.sound.empty()) sounds_.Add(token.sound, word);
    AddServedAndShuffled(word);
    misspelt_.Add(token.text, MisspellingsOf(token.text.size()), word);
    if (IsPlural(token)) {
      const std::string_view singular = SingularOf(token.text);
      misspelt_.Add(singular, MisspellingsOf(singular.size()), word);
    }
    sorted_.push_back(word);
    spelt_.push_back({LettersOf(token.text), static_cast<std::uint32_t>(texts_of_all_.size()),
                      static_cast<std::uint16_t>(token.text.size()), IsPlural(token)});
    texts_of_all_ += token.text;
  }
  misspelt_.Build();
  near_skeletons_.Build();
  near_vowelless_.Build();
  std::sort(sorted_.begin(), sorted_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return tokens_[a].text != tokens_[b].text ? tokens_[a].text < tokens_[b].text : a < b;
  });
  for (const std::uint32_t word : sorted_) beginnings_.push_back(BeginningOf(tokens_[word].text));
  for (const NameToken& token : tokens_) {
    const bool has_initial = token.word_class == WordClass::kName && token.text.size() > 1;
    name_letters_ += has_initial ? token.text[0] : '\0';
    weights_.push_back(WeightOf(token));
    weight_max_ = std::max(weight_max_, weights_.back());
  }
}

void Vocabulary::AddConsonants(std::uint32_t word) {
  const NameToken& token = tokens_[word];
  if (token.skeleton.empty()) return;
  skeletons_.Add(WithoutGlide(token.skeleton), word);
  if (token.vowelless) vowelless_.Add(WithoutGlide(token.skeleton), word);
  if (token.skeleton.size() < kConsonantsMin) return;
  if (!token.vowelless) consonants_.Add(ConsonantsOf(token), word);
  near_skeletons_.Add(token.skeleton, 1, word);
  if (token.vowelless) near_vowelless_.Add(token.skeleton, 1, word);
}

void Vocabulary::AddServedAndShuffled(std::uint32_t word) {
  const NameToken& token = tokens_[word];
  if (MayServe(token.text)) served_.Add(token.text.substr(kServant.size()), word);
  if (MayBeShuffled(token)) shuffled_.Add(Sorted(token.text), word);
}

void Vocabulary::FindServedAndShuffled(const NameToken& token,
                                       std::vector<std::uint32_t>* words) const {
  auto take = [words](std::uint32_t word) { words->push_back(word); };
  served_.ForEach(token.text, take);
  if (MayServe(token.text)) {
    texts_.ForEach(std::string_view(token.text).substr(kServant.size()), take);
  }
  if (MayBeShuffled(token)) shuffled_.ForEach(Sorted(token.text), take);
}

std::string Vocabulary::ConsonantsOf(const NameToken& token) {
  return token.text[0] + token.skeleton;
}

// As MatchTokens compares them: words without vowels with all, others with those
// that begin alike.
void Vocabulary::FindConsonants(const NameToken& token, std::vector<std::uint32_t>* words) const {
  if (token.skeleton.empty()) return;
  auto take = [words](std::uint32_t word) { words->push_back(word); };
  (token.vowelless ? skeletons_ : vowelless_).ForEach(WithoutGlide(token.skeleton), take);
  if (token.skeleton.size() < kConsonantsMin) return;
  if (!token.vowelless) consonants_.ForEach(ConsonantsOf(token), take);
  (token.vowelless ? near_skeletons_ : near_vowelless_).Find(token.skeleton, 1, words);
}

std::uint32_t Vocabulary::CountOf(std::string_view text) const {
  std::uint32_t count = 0;
  texts_.ForEach(text, [&](std::uint32_t word) {
    if (tokens_[word].text == text) count += counts_[word];
  });
  return count;
}

// A word without vowels is as common as all that it may stand for.
int Vocabulary::WeightOf(const NameToken& token) const {
  std::uint32_t count = CountOf(token.text);
  if (token.vowelless) {
    skeletons_.ForEach(WithoutGlide(token.skeleton), [&](std::uint32_t word) {
      if (tokens_[word].skeleton == token.skeleton) count += counts_[word];
    });
  }
  return WeightOf(token.word_class, count);
}

int Vocabulary::WeightOf(WordClass word_class, std::uint32_t names_with_it) const {
  const int rarity = Log2(names_ + 1) - Log2(names_with_it + std::uint64_t{1});
  return std::max(1, std::max(rarity, 16) * PartOf(word_class) / 100);
}

void Vocabulary::FindText(std::string_view text, std::vector<std::uint32_t>* words) const {
  texts_.ForEach(text, [&](std::uint32_t word) {
    if (tokens_[word].text == text) words->push_back(word);
  });
}

// Of the words that share what is left of them, those that are near enough. Their
// texts stand close together, so that the many others cost little.
void Vocabulary::FindMisspelt(std::string_view text, std::vector<std::uint32_t>* words) const {
  const std::size_t begin = words->size();
  const std::uint64_t letters = LettersOf(text);
  misspelt_.Find(text, MisspellingsOf(text.size()), words);
  for (std::size_t i = begin; i < words->size(); ++i) __builtin_prefetch(&spelt_[(*words)[i]]);
  auto is_far = [&](std::uint32_t word) {
    const Spelt& spelt = spelt_[word];
    const std::string_view listed = TextOf(spelt);
    // It may be meant without its plural s.
    const int limit = MisspellingsOf(std::min(text.size(), listed.size())) + (spelt.plural ? 1 : 0);
    return !MayBeMisspelt(letters, spelt.letters, limit) || Distance(text, listed, limit) > limit;
  };
  words->erase(
      std::remove_if(words->begin() + static_cast<std::ptrdiff_t>(begin), words->end(), is_far),
      words->end());
}

// Four letters, so that whole numbers compare as texts do.
std::uint32_t Vocabulary::BeginningOf(std::string_view text) {
  std::uint32_t letters = 0;
  for (std::size_t i = 0; i < kCutOffMin; ++i) {
    letters = letters << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  }
  return letters;
}

void Vocabulary::FindLonger(std::string_view text, std::vector<std::uint32_t>* words) const {
  static_assert(kCutOffMin == sizeof(std::uint32_t));
  const auto [first, last] =
      std::equal_range(beginnings_.begin(), beginnings_.end(), BeginningOf(text));
  for (auto at = first; at != last; ++at) {
    const std::uint32_t word = sorted_[static_cast<std::size_t>(at - beginnings_.begin())];
    if (TextOf(spelt_[word]).starts_with(text)) words->push_back(word);
  }
}

void Vocabulary::Find(const NameToken& token, std::vector<WordHit>* hits) const {
  std::vector<std::uint32_t> words;
  const std::string_view text = token.text;
  auto take = [&words](std::uint32_t word) { words.push_back(word); };
  texts_.ForEach(text, take);
  if (token.word_class != WordClass::kInitial) texts_.ForEach(text.substr(0, 1), take);
  if (token.word_class != WordClass::kInitial && token.word_class != WordClass::kNumber) {
    FindMisspelt(text, &words);
    if (IsPlural(token)) FindMisspelt(SingularOf(text), &words);
    if (!token.group.empty()) groups_.ForEach(token.group, take);
    if (!token.sound.empty()) sounds_.ForEach(token.sound, take);
    FindConsonants(token, &words);
    FindServedAndShuffled(token, &words);
    for (std::size_t length = kCutOffMin; length < text.size(); ++length) {
      texts_.ForEach(text.substr(0, length), take);
    }
    if (text.size() >= kCutOffMin) FindLonger(text, &words);
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (std::uint32_t word : words) {
    __builtin_prefetch(&tokens_[word].text);
    __builtin_prefetch(&tokens_[word].skeleton);
  }
  for (std::uint32_t word : words) {
    const TokenMatch match = MatchTokens(token, tokens_[word]);
    if (match.similarity > 0) hits->push_back({word, match});
  }
}

std::size_t Vocabulary::bytes() const {
  constexpr std::size_t kEntryBytes = 32;  // of a hash table
  std::size_t bytes = misspelt_.bytes() + near_skeletons_.bytes();
  bytes += texts_.bytes() + skeletons_.bytes() + vowelless_.bytes() + consonants_.bytes();
  bytes += groups_.bytes() + sounds_.bytes() + served_.bytes() + shuffled_.bytes();
  bytes += tokens_.size() * (sizeof(NameToken) + 3 * sizeof(std::uint32_t) + sizeof(int) + 1);
  bytes += numbers_.size() * kEntryBytes + spelt_.size() * sizeof(Spelt);
  return bytes;
}

}  // namespace licet
