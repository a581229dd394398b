#include "legal_form.h"

#include <algorithm>

#include "distance.h"
#include "licet/base/text.h"

namespace licet {

namespace {

constexpr std::size_t kGuessMin = 3;    // shorter words are too like each other
constexpr std::size_t kAloneMin = 6;    // a form of one word, wherever it stands
constexpr std::size_t kOrderedMin = 3;  // words of a form in another order
constexpr std::size_t kLong = 9;
constexpr int kCommonForms = 4;  // a word in so many forms is common
constexpr int kVeryCommonForms = 16;

}  // namespace

LegalFormFinder::Word LegalFormFinder::WordOf(std::string_view text, bool vowelless,
                                              bool may_be_misspelt) const {
  Word word;
  if (vowelless) word.text = Words::Impl::kVowelless;
  word.text += text;
  word.legal = words_.legal_word_numbers.contains(word.text);
  if (may_be_misspelt && !vowelless && !word.legal) word.guess = GuessOf(text);
  return word;
}

LegalFormFinder::Word::Guess LegalFormFinder::GuessOf(std::string_view text) const {
  Word::Guess best;
  if (text.size() < kGuessMin) return best;
  const int limit = LegalMisspellingsIn(text);
  std::vector<std::uint32_t> candidates;
  words_.legal_misspelt.Find(text, limit, &candidates);
  best.slips = limit + 1;
  for (const std::uint32_t number : candidates) {
    const auto& [word, forms] = words_.legal_words[number];
    const bool common = forms >= kCommonForms || word.size() >= kLong;
    if (word.size() < 2 || !common) continue;
    const int slips = Distance(text, word, limit);
    // Of equals the one whose first letter agrees, then the commonest.
    const bool first = word[0] == text[0];
    const bool best_first = !best.word.empty() && best.word[0] == text[0];
    const bool better = slips != best.slips   ? slips < best.slips
                        : first != best_first ? first
                        : forms != best.forms ? forms > best.forms
                                              : word < best.word;
    if (slips <= limit && better) best = {word, slips, forms};
  }
  return best;
}

LegalForm LegalFormFinder::At(std::size_t at) const {
  // Only words that may stand in a form, one after another.
  std::size_t most = 0;
  while (at + most < name_.size() && most < words_.legal_words_max &&
         (name_[at + most]->legal || !name_[at + most]->guess.word.empty())) {
    ++most;
  }
  for (std::size_t length = most; length > 0; --length) {
    std::vector<std::string> words;
    bool guessed = false;
    for (std::size_t i = at; i < at + length; ++i) {
      guessed = guessed || !name_[i]->legal;
      words.push_back(name_[i]->text);
    }
    LegalForm form;
    if (guessed) {
      form = Misspelt(at, length);
    } else if (const auto found = words_.legal_forms.find(Join(words, " "));
               found != words_.legal_forms.end()) {
      form = {length, found->second};
    } else {
      form = InAnotherOrder(std::move(words));
    }
    if (form.words > 0) return form;
  }
  return {};
}

LegalForm LegalFormFinder::InAnotherOrder(std::vector<std::string> words) const {
  if (words.size() < kOrderedMin) return {};
  std::sort(words.begin(), words.end());
  const auto found = words_.legal_forms_sorted.find(Join(words, " "));
  if (found == words_.legal_forms_sorted.end()) return {};
  return {words.size(), found->second};
}

LegalForm LegalFormFinder::Misspelt(std::size_t at, std::size_t length) const {
  if (!IsSure(at, length)) return {};
  std::vector<std::string> words;
  for (std::size_t i = at; i < at + length; ++i) {
    words.push_back(name_[i]->legal ? name_[i]->text : name_[i]->guess.word);
  }
  const auto found = words_.legal_forms.find(Join(words, " "));
  if (found != words_.legal_forms.end()) return {length, found->second};
  return InAnotherOrder(std::move(words));
}

// Slips are believed when words beside them are right, when they are in a long word,
// or at the end of a name.
bool LegalFormFinder::IsSure(std::size_t at, std::size_t length) const {
  std::size_t slips = 0;
  bool first_letters = true;
  bool small = true;
  for (std::size_t i = at; i < at + length; ++i) {
    const auto& [text, guess, legal] = *name_[i];
    if (legal) continue;
    ++slips;
    first_letters = first_letters && text[0] == guess.word[0];
    small = small && (guess.slips == 1 || text.size() >= kLong);
  }
  if (length >= kOrderedMin) {
    if (slips == 1 || slips + 2 <= length) return true;
    return small && first_letters && slips < length;
  }
  if (!first_letters || !small) return false;
  if (length == 2 && slips == 1) return true;
  if (length == 1 && name_[at]->text.size() >= kAloneMin) return true;
  if (at == 0 || at + length < name_.size()) return false;
  const Word::Guess& last = name_.back()->guess;
  return last.word.size() >= kGuessMin && last.forms >= kVeryCommonForms;
}

}  // namespace licet
