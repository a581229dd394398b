// OpenSSL 3.0 calls these functions deprecated, in favour of EVP; that allocates
// and looks its algorithm up for each message, which costs more than hashing the
// 65 bytes of a tree's node.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "licet/base/sha256.h"

#include <fmt/format.h>
#include <openssl/sha.h>

#include <iterator>

namespace licet {

Sha256Digest Sha256(std::initializer_list<std::string_view> pieces) {
  SHA256_CTX context;
  SHA256_Init(&context);
  for (const std::string_view piece : pieces) {
    SHA256_Update(&context, piece.data(), piece.size());
  }
  Sha256Digest digest;
  SHA256_Final(digest.data(), &context);
  return digest;
}

std::string Sha256Hex(std::string_view bytes) {
  std::string hex;
  for (const std::uint8_t byte : Sha256({bytes})) {
    fmt::format_to(std::back_inserter(hex), "{:02x}", byte);
  }
  return hex;
}

}  // namespace licet
