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
  void Prefetch(std::uint32_t word) const { __builtin_prefetch(&tokens_[word]); }
  // The letter that an initial of the word would be; 0 when it has none.
  char NameLetter(std::uint32_t word) const { return name_letters_[word]; }
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
  // How a word is written: enough to tell most that are no slip of another.
  struct Spelt {
    std::uint64_t letters;
    std::uint32_t begin;  // in texts_of_all_
    std::uint16_t size;
    bool plural;
  };
  std::string_view TextOf(const Spelt& spelt) const {
    return std::string_view(texts_of_all_).substr(spelt.begin, spelt.size);
  }
  static std::uint32_t BeginningOf(std::string_view text);
  void AddConsonants(std::uint32_t word);
  void AddServedAndShuffled(std::uint32_t word);
  void FindServedAndShuffled(const NameToken& token, std::vector<std::uint32_t>* words) const;
  static std::string ConsonantsOf(const NameToken& token);
  void FindConsonants(const NameToken& token, std::vector<std::uint32_t>* words) const;
  void FindLonger(std::string_view text, std::vector<std::uint32_t>* words) const;
  void FindMisspelt(std::string_view text, std::vector<std::uint32_t>* words) const;

  std::vector<NameToken> tokens_;
  std::vector<std::uint32_t> counts_;
  std::vector<int> weights_;
  std::string name_letters_;                                  // by word
  std::vector<Spelt> spelt_;                                  // by word
  std::string texts_of_all_;                                  // one after another, close together
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;  // by KeyOf
  WordChains texts_;
  WordChains skeletons_;   // without a glide
  WordChains vowelless_;   // likewise, of words without vowels
  WordChains consonants_;  // enough of them, with the first letter of the text
  WordChains groups_;
  WordChains sounds_;
  WordChains served_;                      // of "servant of" and a name, by the name
  WordChains shuffled_;                    // by the letters in their order in the alphabet
  std::vector<std::uint32_t> sorted_;      // by text
  std::vector<std::uint32_t> beginnings_;  // in that order
  DeleteIndex misspelt_;
  DeleteIndex near_skeletons_;
  DeleteIndex near_vowelless_;  // only of words without vowels
  std::size_t names_ = 0;
  int weight_max_ = 0;
};

}  // namespace licet

#endif  // LICET_SCREENING_VOCABULARY_H_
