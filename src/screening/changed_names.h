// Names of a few entries, to be searched as if they were all: words weigh what they
// weigh in the whole index.
//
// Thread safety: none.

#ifndef LICET_SCREENING_CHANGED_NAMES_H_
#define LICET_SCREENING_CHANGED_NAMES_H_

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "alignment.h"
#include "licet/screening/screener.h"
#include "vocabulary.h"
#include "words.h"

namespace licet {

// What a word weighs in an index, asked of the search itself.
class WordWeights {
 public:
  explicit WordWeights(NameSearch* search) : search_(search) {}
  int Of(const NameToken& token);
  // Of all that a score takes from this side: the name as written and the weights
  // of its words.
  std::uint64_t HashOf(std::string_view text, const Name& name);

 private:
  NameSearch* search_;
  std::unordered_map<std::uint64_t, int> known_;
};

class ChangedNames {
 public:
  ChangedNames(const ScreeningIndex& index, const std::vector<std::uint32_t>& entries,
               NameSearch* search, WordWeights* weights);

  // The best name of each entry that reaches `floor`, by rising entry. REQUIRES:
  // floor > 0.
  std::vector<NameHit> Find(const Name& query, int floor);

 private:
  struct Listed {
    std::uint32_t entry = 0;
    std::uint32_t name = 0;
    int total = 0;  // weight
    Name read;
  };
  void Add(std::uint32_t entry, std::uint32_t number, Name read);
  const std::vector<WordHit>& WordsLike(const NameToken& token);
  // Fills sums_ and sure_.
  void Gather(const Name& query);
  void TakeSurely(std::uint32_t name);

  NameSearch* search_;
  WordWeights* weights_;
  Vocabulary vocabulary_;
  std::vector<Listed> names_;
  std::vector<int> word_weights_;                     // by word
  std::vector<std::vector<std::uint32_t>> postings_;  // by word: names, once for each time
  TextMap<std::vector<std::uint32_t>> squeezed_;
  TextMap<std::vector<std::uint32_t>> joined_;  // two neighbours written as one
  std::unordered_map<std::uint64_t, std::vector<WordHit>> known_;
  // Of one query.
  std::vector<std::int64_t> sums_;  // by name: the most its words bring
  std::vector<char> sure_;          // by name: to be compared whatever its sum
  std::vector<std::uint32_t> candidates_;
  std::vector<std::int64_t> credits_;   // by word
  std::vector<std::uint32_t> touched_;  // words
};

}  // namespace licet

#endif  // LICET_SCREENING_CHANGED_NAMES_H_
