// Listed names, and the ones nearest to a name. The search is exact: it gives
// what a scan of all names with the same score gives.
//
// A score is a sum one can read, in ten-thousandths. Every word has a weight by
// its kind and by how few listed names have it. Words of the two names that agree
// bring their weight times how well they agree; the sum is divided by the weight
// of all words, and deductions follow. Whole numbers throughout.
//
// Thread safety: an index is immutable once built; a NameSearch, which keeps what
// it has looked up, belongs to one thread.

#ifndef LICET_SCREENING_NAME_INDEX_H_
#define LICET_SCREENING_NAME_INDEX_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "licet/screening/name.h"

namespace licet {

inline constexpr int kScoreMax = 10'000;

struct NameHit {
  std::uint32_t entry = 0;
  std::uint32_t name = 0;  // among the entry's, as given to Add
  int score = 0;

  friend bool operator==(const NameHit&, const NameHit&) = default;
};

// Words that agree. Several words of one side may be one of the other.
struct AlignedWords {
  std::vector<std::string> query;  // as written
  std::vector<std::string> listed;
  std::string why;  // "same", "misspelt", "joined" ...
  int similarity;   // in thousandths
  int weight;       // of both sides together
};

struct ScoreDeduction {
  std::string why;
  int amount;
};

struct NameExplanation {
  int score = 0;
  int base = 0;  // before the deductions
  std::vector<AlignedWords> aligned;
  std::vector<std::string> query_left;  // words without a counterpart
  std::vector<std::string> listed_left;
  std::vector<std::string> query_dropped;  // legal forms
  std::vector<std::string> listed_dropped;
  std::vector<ScoreDeduction> deductions;
};

class NameIndex {
 public:
  NameIndex();
  ~NameIndex();
  NameIndex(NameIndex&&) noexcept;
  NameIndex& operator=(NameIndex&&) noexcept;

  // First all names, by rising entry and name, then Build.
  void Add(std::uint32_t entry, std::uint32_t name, const Name& tokens);
  void Build();

  std::size_t names() const;
  std::size_t words() const;
  std::size_t bytes() const;  // about

  class Impl;

 private:
  friend class NameSearch;
  std::unique_ptr<Impl> impl_;
};

class NameSearch {
 public:
  // `index` must outlive the search and be built.
  explicit NameSearch(const NameIndex& index);
  ~NameSearch();

  // The best name of each of the `most` best entries that reach `score_min`, best
  // first; of equals the one that was added first.
  std::vector<NameHit> Top(const Name& query, std::size_t most, int score_min);
  // The same by looking at every name.
  std::vector<NameHit> Scan(const Name& query, std::size_t most, int score_min);
  // The score of two names, weighed by the words of the index.
  int Score(const Name& query, const Name& listed);
  NameExplanation Explain(const Name& query, const Name& listed);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace licet

#endif  // LICET_SCREENING_NAME_INDEX_H_
