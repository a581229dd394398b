#include "licet/base/intern.h"

namespace licet {

Symbol Interner::Intern(std::string_view text) {
  const auto found = map_.find(text);
  if (found != map_.end()) return found->second;
  const auto symbol = static_cast<Symbol>(texts_.size());
  map_.emplace(texts_.emplace_back(text), symbol);
  return symbol;
}

std::optional<Symbol> Interner::Find(std::string_view text) const {
  const auto found = map_.find(text);
  if (found == map_.end()) return std::nullopt;
  return found->second;
}

}  // namespace licet
