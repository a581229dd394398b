// Base 64 (RFC 4648 section 4), strictly: one text for each string of bytes, so
// that no proof has two forms.

#ifndef LICET_JOURNAL_BASE64_H_
#define LICET_JOURNAL_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace licet {

std::string ToBase64(std::string_view bytes);
// Nothing for text that ToBase64 does not write.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace licet

#endif  // LICET_JOURNAL_BASE64_H_
