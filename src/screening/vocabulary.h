// The words of all listed names, how much each weighs, and which of them agree
// with a word.
//
// Thread safety: immutable once built.

#ifndef LICET_SCREENING_VOCABULARY_H_
#define LICET_SCREENING_VOCABULARY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "delete_index.h"
#include "licet/screening/name.h"
#include "token_match.h"
#include "words.h"

namespace licet {

struct WordHit {
  std::uint32_t word = 0;
  TokenMatch match;
};

class Vocabulary {
 public:
  // All that tells words apart.
  static std::string KeyOf(const NameToken& token);

  // The number of the word, which the next name may share.
  std::uint32_t Add(const NameToken& token);
  // Once for each name that has it.
  void Count(std::uint32_t word);
  void Build(std::size_t names);

  const NameToken& token(std::uint32_t word) const { return tokens_[word]; }
  int weight(std::uint32_t word) const { return weights_[word]; }
  int WeightOf(const NameToken& token) const;
  int weight_max() const { return weight_max_; }
  std::size_t size() const { return tokens_.size(); }
  std::size_t bytes() const;

  // All words that agree with it by MatchTokens, but for the names whose initial
  // it is: those are too many.
  void Find(const NameToken& token, std::vector<WordHit>* hits) const;
  // The words that are written so.
  void FindText(std::string_view text, std::vector<std::uint32_t>* words) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  // Words that share a key stand in a chain.
  struct Chain {
    TextMap<std::uint32_t> first;
    std::vector<std::uint32_t> next;  // by word
    void Add(const std::string& key, std::uint32_t word);
    void Find(std::string_view key, std::vector<std::uint32_t>* words) const;
  };
  int WeightOf(WordClass word_class, std::uint32_t names_with_it) const;
  std::uint32_t CountOf(std::string_view text) const;

  std::vector<NameToken> tokens_;
  std::vector<std::uint32_t> counts_;
  std::vector<int> weights_;
  TextMap<std::uint32_t> numbers_;  // by KeyOf
  Chain texts_;
  Chain skeletons_;
  Chain groups_;
  Chain sounds_;
  std::vector<std::uint32_t> sorted_;  // by text, for beginnings
  DeleteIndex misspelt_;
  DeleteIndex near_skeletons_;
  DeleteIndex near_vowelless_;  // only of words without vowels
  std::size_t names_ = 0;
  int weight_max_ = 0;
};

}  // namespace licet

#endif  // LICET_SCREENING_VOCABULARY_H_
