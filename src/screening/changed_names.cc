#include "changed_names.h"

#include <algorithm>

#include "licet/base/hash.h"

namespace licet {

// The word compared with itself agrees, and its pair weighs both sides.
int WordWeights::Of(const NameToken& token) {
  const auto [found, added] = known_.try_emplace(Vocabulary::KeyOf(token), 0);
  if (added) {
    Name one;
    one.tokens.push_back(token);
    const NameExplanation why = search_->Explain(one, one);
    found->second = why.aligned.empty() ? 0 : why.aligned.front().weight / 2;
  }
  return found->second;
}

std::uint64_t WordWeights::HashOf(std::string_view text, const Name& name) {
  std::uint64_t hash = licet::HashOf(text);
  for (const NameToken& token : name.tokens) {
    hash = MixHash(hash, static_cast<std::uint64_t>(Of(token)));
  }
  return hash;
}

ChangedNames::ChangedNames(const ScreeningIndex& index, const std::vector<std::uint32_t>& entries,
                           NameSearch* search, WordWeights* weights)
    : search_(search), weights_(weights) {
  NameReader reader(index.words());
  for (const std::uint32_t entry : entries) {
    const std::vector<ListedName>& names = index.entry(entry).names;
    for (std::uint32_t i = 0; i < names.size(); ++i) {
      if (auto read = reader.Read(names[i].text)) Add(entry, i, std::move(*read));
    }
  }
  vocabulary_.Build(names_.size());
  for (std::uint32_t word = 0; word < vocabulary_.size(); ++word) {
    word_weights_.push_back(weights_->Of(vocabulary_.token(word)));
  }
  sums_.assign(names_.size(), 0);
  sure_.assign(names_.size(), 0);
  credits_.assign(vocabulary_.size(), 0);
}

void ChangedNames::Add(std::uint32_t entry, std::uint32_t number, Name read) {
  const auto name = static_cast<std::uint32_t>(names_.size());
  int total = 0;
  const std::size_t words = std::min(read.tokens.size(), kWordsMax);
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t word = vocabulary_.Add(read.tokens[i]);
    postings_.resize(std::max<std::size_t>(postings_.size(), word + std::size_t{1}));
    postings_[word].push_back(name);
    total += weights_->Of(read.tokens[i]);
    if (i > 0) joined_[read.tokens[i - 1].text + read.tokens[i].text].push_back(name);
  }
  squeezed_[read.squeezed].push_back(name);
  names_.push_back({entry, number, total, std::move(read)});
}

const std::vector<WordHit>& ChangedNames::WordsLike(const NameToken& token) {
  const auto [found, added] = known_.try_emplace(Vocabulary::KeyOf(token));
  if (added) vocabulary_.Find(token, &found->second);
  return found->second;
}

void ChangedNames::TakeSurely(std::uint32_t name) {
  if (sums_[name] == 0 && sure_[name] == 0) candidates_.push_back(name);
  sure_[name] = 1;
}

// A score above 0 needs a word that agrees, words that are one when joined, or the
// same letters throughout. First letters alone never make one, so that an initial
// of the query needs no list of the words it may stand for.
void ChangedNames::Gather(const Name& query) {
  const std::size_t words = std::min(query.tokens.size(), kWordsMax);
  for (std::size_t i = 0; i < words; ++i) {
    const int weight = weights_->Of(query.tokens[i]);
    for (const WordHit& hit : WordsLike(query.tokens[i])) {
      if (credits_[hit.word] == 0) touched_.push_back(hit.word);
      credits_[hit.word] = std::max(
          credits_[hit.word], CreditOf(hit.match.similarity, weight, word_weights_[hit.word]));
    }
  }
  for (const std::uint32_t word : touched_) {
    for (const std::uint32_t name : postings_[word]) {
      if (sums_[name] == 0) candidates_.push_back(name);
      sums_[name] += credits_[word];
    }
    credits_[word] = 0;
  }
  touched_.clear();
  for (std::size_t i = 0; i < words; ++i) {
    const std::string& text = query.tokens[i].text;
    if (const auto two = joined_.find(text); two != joined_.end()) {
      for (const std::uint32_t name : two->second) TakeSurely(name);
    }
    if (i + 1 == words) continue;
    std::vector<std::uint32_t> one;
    vocabulary_.FindText(text + query.tokens[i + 1].text, &one);
    for (const std::uint32_t word : one) {
      for (const std::uint32_t name : postings_[word]) TakeSurely(name);
    }
  }
  if (const auto same = squeezed_.find(query.squeezed); same != squeezed_.end()) {
    for (const std::uint32_t name : same->second) TakeSurely(name);
  }
  if (query.squeezed.size() < kCutOffLettersMin) return;
  for (std::uint32_t name = 0; name < names_.size(); ++name) {
    if (names_[name].read.squeezed.starts_with(query.squeezed)) TakeSurely(name);
  }
}

std::vector<NameHit> ChangedNames::Find(const Name& query, int floor) {
  candidates_.clear();
  Gather(query);
  int total = 0;
  bool initials = false;
  for (std::size_t i = 0; i < std::min(query.tokens.size(), kWordsMax); ++i) {
    total += weights_->Of(query.tokens[i]);
    initials = initials || query.tokens[i].word_class == WordClass::kInitial;
  }
  std::ranges::sort(candidates_);
  std::vector<NameHit> hits;
  for (const std::uint32_t name : candidates_) {
    const Listed& listed = names_[name];
    // Each pair takes a listed word and brings no more than that word's best; a
    // person may be given a little more.
    const bool may =
        sure_[name] != 0 || initials ||
        sums_[name] * kScoreMax >= FullCredit(total, listed.total) * (floor - kWholeQueryInPerson);
    sums_[name] = 0;
    sure_[name] = 0;
    if (!may) continue;
    const int score = search_->Score(query, listed.read);
    if (score < floor) continue;
    if (!hits.empty() && hits.back().entry == listed.entry) {
      if (score > hits.back().score) hits.back() = {listed.entry, listed.name, score};
    } else {
      hits.push_back({listed.entry, listed.name, score});
    }
  }
  return hits;
}

}  // namespace licet
