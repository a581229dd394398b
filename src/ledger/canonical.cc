#include "canonical.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "licet/base/text.h"

namespace licet {
namespace {

// RFC 8785 section 3.2.2.2: two-character escapes where JSON has them, \u00xx for
// the other control characters, everything else as it is.
constexpr std::string_view kShortEscapes = "\bb\tt\nn\ff\rr\"\"\\\\";

constexpr std::uint64_t Everywhere(std::uint64_t byte) { return byte * 0x0101010101010101; }
constexpr std::uint64_t kHighBits = Everywhere(0x80);

// The high bit of each byte that is below `least` (at most 0x80), and perhaps of
// bytes above such a one; none when there is no such byte.
std::uint64_t Below(std::uint64_t word, std::uint64_t least) {
  return (word - Everywhere(least)) & ~word & kHighBits;
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

char ShortEscapeOf(char c) {
  for (std::size_t i = 0; i < kShortEscapes.size(); i += 2) {
    if (kShortEscapes[i] == c) return kShortEscapes[i + 1];
  }
  return 0;
}

// Marks bytes that need an escape: the first exactly, perhaps some after it.
std::uint64_t EscapesIn(std::uint64_t word) {
  return Below(word, 0x20) | Below(word ^ Everywhere('"'), 1) | Below(word ^ Everywhere('\\'), 1);
}

// The first eight bytes of more, the first of them lowest.
std::uint64_t FirstWord(std::string_view text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text.data(), sizeof word);
  return std::endian::native == std::endian::big ? std::byteswap(word) : word;
}

// Four to seven bytes, those in the middle twice.
std::uint64_t ShortWord(std::string_view text) {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::memcpy(&first, text.data(), sizeof first);
  std::memcpy(&last, text.data() + text.size() - sizeof last, sizeof last);
  return std::uint64_t{first} << 32 | last;
}

// How many bytes come before the first that needs an escape, and whether those
// were all ASCII.
std::size_t PlainBytes(std::string_view text, bool* ascii) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::uint64_t seen = 0;
  std::size_t i = 0;
  for (; i + kWord <= text.size(); i += kWord) {
    const std::uint64_t word = FirstWord(text.substr(i));
    const std::uint64_t escapes = EscapesIn(word);
    if (escapes != 0) {
      const int plain = std::countr_zero(escapes) / 8;
      if (plain > 0) seen |= word << (64 - 8 * plain);
      *ascii = (seen & kHighBits) == 0;
      return i + static_cast<std::size_t>(plain);
    }
    seen |= word;
  }
  // What is left as a word that may begin before it.
  if (i < text.size() && text.size() >= sizeof(std::uint32_t)) {
    const std::uint64_t word =
        text.size() >= kWord ? FirstWord(text.substr(text.size() - kWord)) : ShortWord(text);
    if (EscapesIn(word) == 0) {
      seen |= word;
      i = text.size();
    }
  }
  for (; i < text.size() && !NeedsEscape(text[i]); ++i) {
    seen |= static_cast<unsigned char>(text[i]);
  }
  *ascii = (seen & kHighBits) == 0;
  return i;
}

constexpr std::string_view kHex = "0123456789abcdef";

// What stands after a backslash; 0 bytes when the writer never writes it.
std::size_t ReadEscape(std::string_view at, char* c) {
  if (at.empty()) return 0;
  if (at[0] != 'u') {
    for (std::size_t i = 0; i < kShortEscapes.size(); i += 2) {
      if (kShortEscapes[i + 1] == at[0]) {
        *c = kShortEscapes[i];
        return 1;
      }
    }
    return 0;
  }
  if (at.size() < 5 || at.substr(1, 2) != "00") return 0;
  const std::size_t high = kHex.find(at[3]);
  const std::size_t low = kHex.find(at[4]);
  if (high > 1 || low == std::string_view::npos) return 0;
  *c = static_cast<char>(high * 16 + low);
  return ShortEscapeOf(*c) == 0 ? 5 : 0;
}

}  // namespace

void CanonicalWriter::Grow(std::size_t count) {
  constexpr std::size_t kSpare = 256;
  out_.resize(std::max(out_.capacity(), size_ + count + kSpare));
}

void CanonicalWriter::Value(std::string_view text) {
  Put('"');
  for (;;) {
    bool ascii = true;
    const std::size_t plain = PlainBytes(text, &ascii);
    std::memcpy(Room(plain), text.data(), plain);
    if (plain == text.size()) break;
    const char c = text[plain];
    text.remove_prefix(plain + 1);
    Put('\\');
    if (const char escape = ShortEscapeOf(c)) {
      Put(escape);
    } else {
      std::memcpy(Room(3), "u00", 3);
      Put(kHex[static_cast<unsigned char>(c) / 16]);
      Put(kHex[static_cast<unsigned char>(c) % 16]);
    }
  }
  Put('"');
}

bool IsWritable(Date day) {
  static const Date first = *Date::FromCivil(1900, 1, 1);
  static const Date last = *Date::FromCivil(2999, 12, 31);
  return first <= day && day <= last;
}

void CanonicalCheck::Value(const std::string& text) {
  bytes_ += text.size();
  bool ascii = true;
  if (PlainBytes(text, &ascii) < text.size()) {
    for (const char c : text) bytes_ += NeedsEscape(c) ? 5 : 0;
    ascii = false;
  }
  Expect(ascii || !FindInvalidUtf8(text));
}

std::string_view CanonicalReader::Word() {
  bool ascii = true;
  if (!Expect("\"")) return {};
  const std::string_view word = rest_.substr(0, PlainBytes(rest_, &ascii));
  rest_.remove_prefix(word.size());
  Expect("\"");
  return word;
}

void CanonicalReader::Value(std::string* text) {
  text->clear();
  if (!Expect("\"")) return;
  bool ascii = true;
  for (;;) {
    bool plain = true;
    const std::size_t count = PlainBytes(rest_, &plain);
    ascii = ascii && plain;
    text->append(rest_, 0, count);
    rest_.remove_prefix(count);
    if (rest_.empty() || static_cast<unsigned char>(rest_[0]) < 0x20) {
      ok_ = false;
      return;
    }
    const char stop = rest_[0];
    rest_.remove_prefix(1);
    if (stop == '"') break;
    char c = 0;
    const std::size_t used = ReadEscape(rest_, &c);
    if (used == 0) {
      ok_ = false;
      return;
    }
    *text += c;
    rest_.remove_prefix(used);
  }
  if (!ascii && FindInvalidUtf8(*text)) ok_ = false;
}

void CanonicalReader::Value(std::int64_t* number) {
  if (!ok_) return;
  const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), *number);
  const auto used = static_cast<std::size_t>(end - rest_.data());
  const std::string_view digits = rest_.substr(0, used);
  if (error != std::errc() || *number > kMaxAmount || *number < -kMaxAmount ||
      (digits.size() > 1 && digits[0] == '0') || digits.starts_with("-0")) {
    ok_ = false;
    return;
  }
  rest_.remove_prefix(used);
}

void CanonicalReader::Value(Date* day) {
  if (!Expect("\"") || rest_.size() < 11) {
    ok_ = false;
    return;
  }
  const auto parsed = Date::Parse(rest_.substr(0, 10));
  if (!parsed) {
    ok_ = false;
    return;
  }
  *day = *parsed;
  rest_.remove_prefix(10);
  Expect("\"");
}

}  // namespace licet
