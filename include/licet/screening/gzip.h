// Reads gzip (RFC 1952) where a file may or may not be compressed.
//
// Thread safety: none; a source belongs to one thread.

#ifndef LICET_SCREENING_GZIP_H_
#define LICET_SCREENING_GZIP_H_

#include <cstdint>
#include <memory>
#include <string>

#include "licet/base/seams.h"

namespace licet {

// The bytes of `source`, inflated when they begin as gzip does. Reading fails
// with kParse when the compressed data is damaged or cut off, and with kLimit
// past `limit` bytes of text: a small file may inflate to a very large one.
// `name` is the file name that errors show.
std::unique_ptr<ByteSource> InflatingSource(std::unique_ptr<ByteSource> source, std::string name,
                                            std::uint64_t limit);

}  // namespace licet

#endif  // LICET_SCREENING_GZIP_H_
