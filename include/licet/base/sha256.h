// SHA-256 (FIPS 180-4): names bytes so that nobody can make others of the same
// name.
//
// Thread safety: pure functions.

#ifndef LICET_BASE_SHA256_H_
#define LICET_BASE_SHA256_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace licet {

using Sha256Digest = std::array<std::uint8_t, 32>;

// Of the pieces as if they were one.
Sha256Digest Sha256(std::initializer_list<std::string_view> pieces);

// 64 hexadecimal digits, lower case.
std::string Sha256Hex(std::string_view bytes);

}  // namespace licet

#endif  // LICET_BASE_SHA256_H_
