// Gives every distinct string a small number, so that symbols (countries,
// tiers, parties) compare in one instruction.
//
// Thread safety: Intern() of a new text must not run beside any other call;
// Intern() of a known one and the const methods may run side by side.

#ifndef LICET_BASE_INTERN_H_
#define LICET_BASE_INTERN_H_

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace licet {

using Symbol = std::uint32_t;

class Interner {
 public:
  Symbol Intern(std::string_view text);
  std::optional<Symbol> Find(std::string_view text) const;
  // REQUIRES: symbol came from this interner.
  const std::string& Text(Symbol symbol) const { return texts_[symbol]; }
  std::size_t size() const { return texts_.size(); }

 private:
  std::deque<std::string> texts_;  // a deque keeps the views in map_ valid
  std::unordered_map<std::string_view, Symbol> map_;
};

}  // namespace licet

#endif  // LICET_BASE_INTERN_H_
