#include "licet/base/truth.h"

namespace licet {

// The operators lean on the order false < unknown < true.
static_assert(Truth::kFalse < Truth::kUnknown && Truth::kUnknown < Truth::kTrue);
static_assert(Not(Truth::kUnknown) == Truth::kUnknown);
static_assert(And(Truth::kFalse, Truth::kUnknown) == Truth::kFalse);
static_assert(Or(Truth::kTrue, Truth::kUnknown) == Truth::kTrue);

}  // namespace licet
