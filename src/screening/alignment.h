// The words of two names brought together, and the score that follows.
//
// Thread safety: none.

#ifndef LICET_SCREENING_ALIGNMENT_H_
#define LICET_SCREENING_ALIGNMENT_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/screening/name.h"
#include "licet/screening/name_index.h"
#include "token_match.h"

namespace licet {

// A name's words with their weights. The search knows the legal forms by number.
struct WeighedName {
  std::vector<const NameToken*> tokens;
  std::vector<int> weights;
  int total = 0;
  std::span<const std::string> dropped;
  std::string_view squeezed;
  std::string_view word_lengths;
  bool like_person = false;  // all words may be a person's
};

// Words of the query and of the listed name that may be brought together.
struct WordPair {
  std::uint8_t query = 0;
  std::uint8_t listed = 0;
  std::uint8_t query_count = 1;  // 2: it and the next, joined
  std::uint8_t listed_count = 1;
  WordMatch why = WordMatch::kNone;
  int similarity = 0;
  std::int64_t credit = 0;  // similarity times weight, see CreditOf
};

// More words than this are not looked at.
inline constexpr std::size_t kWordsMax = 24;

// Names that begin with all letters of the query, which are so many at least and end
// inside a word of theirs, agree with it: forms and messages cut names off (SWIFT's
// lines have 35 letters).
inline constexpr std::size_t kCutOffLettersMin = 25;

// What words left over count: those of the query three parts, of the listed name
// two. A query may leave words of the list out, but what it adds makes it another.
inline constexpr int kQueryParts = 3;
inline constexpr int kListedParts = 2;
constexpr std::int64_t CreditOf(int similarity, int query_weight, int listed_weight) {
  return std::int64_t{similarity} * (kQueryParts * query_weight + kListedParts * listed_weight);
}
constexpr std::int64_t FullCredit(int query_total, int listed_total) {
  return CreditOf(kSimilarityMax, query_total, listed_total);
}

// What a listed person who has all words of the query is given beyond the sum, up to
// a score, in ten-thousandths.
inline constexpr int kWholeQueryInPerson = 800;
inline constexpr int kWholeQueryMost = 9'000;

// Whether all words may be a person's.
bool IsLikePerson(const WeighedName& name);

class Aligner {
 public:
  // Pairs that MatchTokens and joined words give.
  void FindPairs(const WeighedName& query, const WeighedName& listed);
  // Those the caller has found: the same ones in any order.
  std::vector<WordPair>& pairs() { return pairs_; }

  // Takes the best of the pairs one after another and adds up: the score before
  // deductions, of names whose words weigh so much together.
  int Base(int query_total, int listed_total);
  // The score, behind Base for the same names. Below `floor` any number below it
  // will do.
  int Score(const WeighedName& query, const WeighedName& listed, int base, int floor = 0,
            NameExplanation* why = nullptr);

 private:
  void Choose();
  bool InitialsDiffer(const WeighedName& query, const WeighedName& listed) const;
  bool WholeQueryInPerson(const WeighedName& query, const WeighedName& listed) const;
  int OwnPairs(const WeighedName& query) const;
  bool FatherIsSon(const WeighedName& query, const WeighedName& listed) const;
  int Deductions(const WeighedName& query, const WeighedName& listed, NameExplanation* why) const;
  void Explain(const WeighedName& query, const WeighedName& listed, NameExplanation* why) const;

  std::vector<WordPair> pairs_;
  std::vector<WordPair> chosen_;
  std::uint32_t query_taken_ = 0;  // bits
  std::uint32_t listed_taken_ = 0;
};

// Whether two words written as one are the other.
bool IsJoined(const NameToken& first, const NameToken& second, const NameToken& one);

}  // namespace licet

#endif  // LICET_SCREENING_ALIGNMENT_H_
