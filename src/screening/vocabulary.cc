#include "vocabulary.h"

#include <algorithm>
#include <bit>

#include "distance.h"
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

// So many names at least are thought of, or the words of a short list would all
// seem common.
constexpr std::size_t kNamesMin = 20'000;

}  // namespace

std::uint64_t Vocabulary::KeyOf(const NameToken& token) {
  std::uint64_t key =
      MixHash(HashOf(token.text),
              (static_cast<std::uint64_t>(token.word_class) << 1) | (token.vowelless ? 1U : 0U));
  for (const char32_t c : token.han) key = MixHash(key, c);
  return key;
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
    misspelt_.Add(token.text, MisspellingsOf(token.text.size()), word);
    if (IsPlural(token)) {
      const std::string_view singular = SingularOf(token.text);
      misspelt_.Add(singular, MisspellingsOf(singular.size()), word);
    }
    sorted_.push_back(word);
    letters_.push_back(LettersOf(token.text));
    plural_.push_back(IsPlural(token) ? 1 : 0);
    text_starts_.push_back(static_cast<std::uint32_t>(texts_of_all_.size()));
    texts_of_all_ += token.text;
  }
  text_starts_.push_back(static_cast<std::uint32_t>(texts_of_all_.size()));
  misspelt_.Build();
  near_skeletons_.Build();
  near_vowelless_.Build();
  std::sort(sorted_.begin(), sorted_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return tokens_[a].text != tokens_[b].text ? tokens_[a].text < tokens_[b].text : a < b;
  });
  for (const NameToken& token : tokens_) {
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
  auto is_far = [&](std::uint32_t word) {
    const std::string_view listed = TextOf(word);
    // It may be meant without its plural s.
    const int limit =
        MisspellingsOf(std::min(text.size(), listed.size())) + (plural_[word] != 0 ? 1 : 0);
    return !MayBeMisspelt(letters, letters_[word], limit) || Distance(text, listed, limit) > limit;
  };
  words->erase(
      std::remove_if(words->begin() + static_cast<std::ptrdiff_t>(begin), words->end(), is_far),
      words->end());
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
    for (std::size_t length = kCutOffMin; length < text.size(); ++length) {
      texts_.ForEach(text.substr(0, length), take);
    }
    if (text.size() >= kCutOffMin) {
      auto at = std::lower_bound(sorted_.begin(), sorted_.end(), text,
                                 [this](std::uint32_t word, std::string_view other) {
                                   return tokens_[word].text < other;
                                 });
      for (; at != sorted_.end() && tokens_[*at].text.starts_with(text); ++at) words.push_back(*at);
    }
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  for (std::uint32_t word : words) {
    const TokenMatch match = MatchTokens(token, tokens_[word]);
    if (match.similarity > 0) hits->push_back({word, match});
  }
}

std::size_t Vocabulary::bytes() const {
  constexpr std::size_t kEntryBytes = 32;  // of a hash table
  std::size_t bytes = misspelt_.bytes() + near_skeletons_.bytes();
  bytes += texts_.bytes() + skeletons_.bytes() + vowelless_.bytes() + consonants_.bytes();
  bytes += groups_.bytes() + sounds_.bytes();
  bytes += tokens_.size() * (sizeof(NameToken) + 3 * sizeof(std::uint32_t) + sizeof(int));
  bytes += numbers_.size() * kEntryBytes + letters_.size() * sizeof(letters_[0]);
  return bytes;
}

}  // namespace licet
