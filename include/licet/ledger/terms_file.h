// Terms of an authorisation, and limits, as people write them: YAML (docs/formats.md).
//
// Thread safety: pure functions.

#ifndef LICET_LEDGER_TERMS_FILE_H_
#define LICET_LEDGER_TERMS_FILE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/yaml.h"
#include "licet/ledger/command.h"

namespace licet {

// A file with number, from, until, items ..., conditions and limits. What the file
// does not say stays at its default.
Result<Approve> ReadTerms(const Yaml& document);

// One limit: {limit, measure, cap, tolerance, per, of, group, share-of, ratio: [1, 2], cite}.
Result<LimitTerms> ReadLimit(const Yaml& node);

// Amounts as people write them: units whole, values in dollars ("1250000.50"), TPP with
// up to three places. Errors: not such a number, or outside 0 to kMaxAmount.
Result<std::int64_t> ParseAmount(std::string_view text, Measure measure);
// "1,250,000.50".
std::string AmountText(std::int64_t amount, Measure measure);

// The value that a name stands for. Errors: nobody has that name.
template <typename E>
Result<E> ParseName(std::string_view word);

}  // namespace licet

#endif  // LICET_LEDGER_TERMS_FILE_H_
