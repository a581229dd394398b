// The words of all listed names, how much each weighs, and which of them agree
// with a word.
//
// Thread safety: immutable once built.

#ifndef LICET_SCREENING_VOCABULARY_H_
#define LICET_SCREENING_VOCABULARY_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "delete_index.h"
#include "licet/screening/name.h"
#include "token_match.h"
#include "word_chains.h"

namespace licet {

struct WordHit {
  std::uint32_t word = 0;
  TokenMatch match;
};

class Vocabulary {
 public:
  // A hash of all that tells words apart.
  static std::uint64_t KeyOf(const NameToken& token);

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
  int WeightOf(WordClass word_class, std::uint32_t names_with_it) const;
  std::uint32_t CountOf(std::string_view text) const;
  std::string_view TextOf(std::uint32_t word) const {
    return std::string_view(texts_of_all_)
        .substr(text_starts_[word], text_starts_[word + 1] - text_starts_[word]);
  }
  void AddConsonants(std::uint32_t word);
  static std::string ConsonantsOf(const NameToken& token);
  void FindConsonants(const NameToken& token, std::vector<std::uint32_t>* words) const;
  void FindMisspelt(std::string_view text, std::vector<std::uint32_t>* words) const;

  std::vector<NameToken> tokens_;
  std::vector<std::uint32_t> counts_;
  std::vector<int> weights_;
  std::vector<std::uint64_t> letters_;                        // by word
  std::vector<char> plural_;                                  // by word
  std::string texts_of_all_;                                  // one after another, close together
  std::vector<std::uint32_t> text_starts_;                    // by word: in texts_of_all_
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  // by KeyOf
  WordChains texts_;
  WordChains skeletons_;   // without a glide
  WordChains vowelless_;   // likewise, of words without vowels
  WordChains consonants_;  // enough of them, with the first letter of the text
  WordChains groups_;
  WordChains sounds_;
  std::vector<std::uint32_t> sorted_;  // by text, for beginnings
  DeleteIndex misspelt_;
  DeleteIndex near_skeletons_;
  DeleteIndex near_vowelless_;  // only of words without vowels
  std::size_t names_ = 0;
  int weight_max_ = 0;
};

}  // namespace licet

#endif  // LICET_SCREENING_VOCABULARY_H_
