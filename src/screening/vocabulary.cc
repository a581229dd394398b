#include "vocabulary.h"

#include <algorithm>
#include <bit>

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

void Vocabulary::Chain::Add(const std::string& key, std::uint32_t word) {
  next.resize(std::max<std::size_t>(next.size(), word + std::size_t{1}), kNone);
  const auto [found, added] = first.try_emplace(key, word);
  if (added) return;
  next[word] = found->second;
  found->second = word;
}

void Vocabulary::Chain::Find(std::string_view key, std::vector<std::uint32_t>* words) const {
  const auto found = first.find(key);
  if (found == first.end()) return;
  for (std::uint32_t word = found->second; word != kNone; word = next[word]) words->push_back(word);
}

std::string Vocabulary::KeyOf(const NameToken& token) {
  std::string key = token.text;
  key += static_cast<char>(token.vowelless ? 1 : 2);
  key += static_cast<char>(3 + static_cast<int>(token.word_class));
  for (const char32_t c : token.han) {
    for (int shift = 16; shift >= 0; shift -= 8) key += static_cast<char>((c >> shift) & 0xFF);
  }
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
    if (!token.skeleton.empty()) skeletons_.Add(token.skeleton, word);
    if (!token.group.empty()) groups_.Add(token.group, word);
    if (!token.sound.empty()) sounds_.Add(token.sound, word);
    misspelt_.Add(token.text, MisspellingsOf(token.text.size()), word);
    if (IsPlural(token)) {
      const std::string_view singular = SingularOf(token.text);
      misspelt_.Add(singular, MisspellingsOf(singular.size()), word);
    }
    near_skeletons_.Add(token.skeleton, 1, word);
    if (token.vowelless) near_vowelless_.Add(token.skeleton, 1, word);
    sorted_.push_back(word);
  }
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

std::uint32_t Vocabulary::CountOf(std::string_view text) const {
  std::uint32_t count = 0;
  const auto found = texts_.first.find(text);
  if (found == texts_.first.end()) return 0;
  for (std::uint32_t word = found->second; word != kNone; word = texts_.next[word]) {
    count += counts_[word];
  }
  return count;
}

// A word without vowels is as common as all that it may stand for.
int Vocabulary::WeightOf(const NameToken& token) const {
  std::uint32_t count = CountOf(token.text);
  if (token.vowelless) {
    std::vector<std::uint32_t> alike;
    skeletons_.Find(token.skeleton, &alike);
    for (std::uint32_t word : alike) count += counts_[word];
  }
  return WeightOf(token.word_class, count);
}

int Vocabulary::WeightOf(WordClass word_class, std::uint32_t names_with_it) const {
  const int rarity = Log2(names_ + 1) - Log2(names_with_it + std::uint64_t{1});
  return std::max(1, std::max(rarity, 16) * PartOf(word_class) / 100);
}

void Vocabulary::FindText(std::string_view text, std::vector<std::uint32_t>* words) const {
  texts_.Find(text, words);
}

void Vocabulary::Find(const NameToken& token, std::vector<WordHit>* hits) const {
  std::vector<std::uint32_t> words;
  const std::string_view text = token.text;
  texts_.Find(text, &words);
  if (token.word_class != WordClass::kInitial) texts_.Find(text.substr(0, 1), &words);
  if (token.word_class != WordClass::kInitial && token.word_class != WordClass::kNumber) {
    misspelt_.Find(text, MisspellingsOf(text.size()), &words);
    if (IsPlural(token)) {
      const std::string_view singular = SingularOf(text);
      misspelt_.Find(singular, MisspellingsOf(singular.size()), &words);
    }
    if (!token.group.empty()) groups_.Find(token.group, &words);
    if (!token.sound.empty()) sounds_.Find(token.sound, &words);
    if (!token.skeleton.empty()) skeletons_.Find(token.skeleton, &words);
    (token.vowelless ? near_skeletons_ : near_vowelless_).Find(token.skeleton, 1, &words);
    for (std::size_t length = kCutOffMin; length < text.size(); ++length) {
      texts_.Find(text.substr(0, length), &words);
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
  constexpr std::size_t kEntryBytes = 64;  // of a hash table, with its text
  std::size_t bytes = misspelt_.bytes() + near_skeletons_.bytes();
  bytes += tokens_.size() * (sizeof(NameToken) + 3 * sizeof(std::uint32_t) + sizeof(int));
  bytes +=
      (numbers_.size() + texts_.first.size() + skeletons_.first.size() + sounds_.first.size()) *
      kEntryBytes;
  return bytes;
}

}  // namespace licet
