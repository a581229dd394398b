// "item.tpp=0..20000": what a user says that a fact may be where a solver looks for
// transactions. It takes the place of the schema's own bounds, narrower or wider;
// orders are judged without it.
//
// Thread safety: as for the schema.

#ifndef LICET_RULES_DOMAIN_H_
#define LICET_RULES_DOMAIN_H_

#include <string>

#include "licet/rules/schema.h"

namespace licet {

// FACT=VALUES: a number from..to (one end may be left out), a bool true or false, words of
// a symbol, the words that a set may have. The schema has seen all rules: of a set, words
// are refused that nobody ever named.
Status StateDomain(const std::string& text, Schema* schema);

}  // namespace licet

#endif  // LICET_RULES_DOMAIN_H_
