// Legal forms among the words of a name, misspelt ones and ones in another order
// included.
//
// Thread safety: none.

#ifndef LICET_SCREENING_LEGAL_FORM_H_
#define LICET_SCREENING_LEGAL_FORM_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "words.h"

namespace licet {

struct LegalForm {
  std::size_t words = 0;  // 0: none
  std::string means;
};

class LegalFormFinder {
 public:
  // `words` must outlive it.
  explicit LegalFormFinder(const Words::Impl& words) : words_(words) {}

  // What a word may be in a legal form.
  struct Word {
    // The word of a legal form that it may be a slip of.
    struct Guess {
      std::string word;  // "" none
      int slips = 0;
      int forms = 0;
    };
    std::string text;  // with the mark of scripts without vowels
    Guess guess;
    bool legal = false;  // stands in a legal form
  };
  Word WordOf(std::string_view text, bool vowelless, bool may_be_misspelt) const;

  // The words of a name, which At reads; they must stay where they are.
  void Clear() { name_.clear(); }
  void Add(const Word& word) { name_.push_back(&word); }

  // The longest form that begins at a word.
  LegalForm At(std::size_t at) const;

 private:
  Word::Guess GuessOf(std::string_view text) const;
  LegalForm Misspelt(std::size_t at, std::size_t length) const;
  LegalForm InAnotherOrder(std::vector<std::string> words) const;
  bool IsSure(std::size_t at, std::size_t length) const;

  const Words::Impl& words_;
  std::vector<const Word*> name_;
};

}  // namespace licet

#endif  // LICET_SCREENING_LEGAL_FORM_H_
