// A number for everything besides the orders that decides what `licet check`
// writes: law, catalogue, parties, options.

#ifndef LICET_CLI_FINGERPRINT_H_
#define LICET_CLI_FINGERPRINT_H_

#include <cstdint>

#include "commands.h"

namespace licet {

Result<std::uint64_t> Fingerprint(Console& console, const CheckOptions& options);

}  // namespace licet

#endif  // LICET_CLI_FINGERPRINT_H_
