// Names and contents of the files that serve a journal to anybody who asks
// (https://c2sp.org/tlog-tiles): tiles of hashes and bundles of records.
//
// Thread safety: pure functions.

#ifndef LICET_JOURNAL_TILES_H_
#define LICET_JOURNAL_TILES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

// "tile/0/x001/067", or "tile/1/000.p/8" for a tile of 8 hashes. REQUIRES 0 <
// width <= 256.
std::string TilePath(int level, std::uint64_t index, std::uint64_t width);
// "tile/entries/x001/067"
std::string BundlePath(std::uint64_t index, std::uint64_t width);

// Each record behind its length in two bytes, big-endian. REQUIRES that it has at
// most kMaxRecordBytes.
void AppendToBundle(std::string_view record, std::string* bundle);
// Errors: kParse for a bundle that ends within a record.
Result<std::vector<std::string>> ParseBundle(std::string_view bundle);

}  // namespace licet

#endif  // LICET_JOURNAL_TILES_H_
