// SHA-256 (FIPS 180-4): names the bytes of a file so that nobody can make others
// of the same name.
//
// Thread safety: pure function.

#ifndef LICET_BASE_SHA256_H_
#define LICET_BASE_SHA256_H_

#include <string>
#include <string_view>

namespace licet {

// 64 hexadecimal digits, lower case.
std::string Sha256Hex(std::string_view bytes);

}  // namespace licet

#endif  // LICET_BASE_SHA256_H_
