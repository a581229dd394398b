#include "licet/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <compare>
#include <cstdint>
#include <cstring>

namespace licet {
namespace {

constexpr std::size_t kNameBytesMax = 200;

unsigned char ByteAt(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

// Length of the well-formed UTF-8 sequence at `at`, 0 when there is none
// (Unicode 15, table 3-7: no overlong forms, no surrogates, nothing above
// U+10FFFF).
std::size_t SequenceLength(std::string_view text, std::size_t at) {
  const unsigned char lead = ByteAt(text, at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  if (text.size() - at < length) return 0;
  const unsigned char second = ByteAt(text, at + 1);
  const unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (second < low || second > high) return 0;
  for (std::size_t i = 2; i < length; ++i) {
    if ((ByteAt(text, at + i) & 0xC0) != 0x80) return 0;
  }
  return length;
}

// REQUIRES: length == SequenceLength(text, at) > 0.
std::uint32_t CodePoint(std::string_view text, std::size_t at, std::size_t length) {
  if (length == 1) return ByteAt(text, at);
  std::uint32_t code = ByteAt(text, at) & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) code = code << 6 | (ByteAt(text, at + i) & 0x3Fu);
  return code;
}

struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

template <std::size_t kSize>
bool InTable(const CodeRange (&table)[kSize], std::uint32_t code) {
  return std::ranges::any_of(
      table, [code](const CodeRange& range) { return range.first <= code && code <= range.last; });
}

// Blocks whose characters are wide or fullwidth (Unicode 15, EastAsianWidth.txt),
// joined over unassigned gaps.
constexpr CodeRange kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF},
    {0x1F300, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F3A0, 0x1F3CA},
    {0x1F3E0, 0x1F3F0}, {0x1F400, 0x1F43E}, {0x1F442, 0x1F4FC}, {0x1F5FB, 0x1F64F},
    {0x1F680, 0x1F6C5}, {0x1F90C, 0x1F9FF}, {0x20000, 0x3FFFD},
};

// Control characters, combining marks of the common scripts and invisible
// characters take no column of their own.
constexpr CodeRange kZeroWidth[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},
    {0x05BF, 0x05BF}, {0x05C1, 0x05C2}, {0x0610, 0x061A}, {0x064B, 0x065F}, {0x0670, 0x0670},
    {0x06D6, 0x06DC}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x0E47, 0x0E4E}, {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x2069}, {0x20D0, 0x20F0},
    {0x302A, 0x302D}, {0x3099, 0x309A}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF},
};

// Characters that move the cursor, break the line or turn the writing
// direction: C0 and C1 controls, U+2028 to U+202E, U+2066 to U+2069.
bool IsUnsafeToShow(std::uint32_t code) {
  return code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0x2028 && code <= 0x202E) ||
         (code >= 0x2066 && code <= 0x2069);
}

std::string Escaped(std::uint32_t code) {
  switch (code) {
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      return code < 0x80 ? fmt::format("\\x{:02x}", code) : fmt::format("\\u{:04x}", code);
  }
}

// Optimal string alignment: insert, delete, replace, or swap two neighbours.
// Source: L. Boytsov, Indexing methods for approximate dictionary searching,
// ACM JEA 16 (2011), section 2.2.
std::size_t AlignmentDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before_last.swap(last);
    last.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
  }
  return row[b.size()];
}

std::string Folded(std::string_view name) { return AsciiLower(name.substr(0, kNameBytesMax)); }

// How far apart two folded names are, or nothing when they are not near. A
// name that holds the other counts as one step away, whatever its length.
std::optional<std::size_t> Nearness(std::string_view a, std::string_view b) {
  const auto [shorter, longer] = std::minmax({a.size(), b.size()});
  if (shorter == 0) return std::nullopt;
  const bool part = a.find(b) != std::string_view::npos || b.find(a) != std::string_view::npos;
  if (part) return longer == shorter ? 0 : 1;
  const std::size_t most = longer / 3;
  if (longer - shorter > most) return std::nullopt;  // spares the quadratic work
  const std::size_t distance = AlignmentDistance(a, b);
  if (distance > most) return std::nullopt;
  return distance;
}

}  // namespace

std::optional<std::size_t> FindInvalidUtf8(std::string_view text) {
  constexpr std::uint64_t kHighBits = 0x8080808080808080u;
  std::size_t at = 0;
  while (at < text.size()) {
    std::uint64_t block = 0;
    while (text.size() - at >= sizeof(block)) {  // most text is plain ASCII
      std::memcpy(&block, text.data() + at, sizeof(block));
      if ((block & kHighBits) != 0) break;
      at += sizeof(block);
    }
    while (at < text.size() && ByteAt(text, at) < 0x80) ++at;
    if (at == text.size()) break;
    const std::size_t length = SequenceLength(text, at);
    if (length == 0) return at;
    at += length;
  }
  return std::nullopt;
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = SequenceLength(text, at);
    if (length == 0) {  // shown as one replacement character
      ++width;
      ++at;
      continue;
    }
    const std::uint32_t code = CodePoint(text, at, length);
    if (!InTable(kZeroWidth, code)) width += InTable(kWide, code) ? 2 : 1;
    at += length;
  }
  return width;
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n\v\f";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  std::size_t start = 0;
  for (std::size_t end = text.find(separator); end != std::string_view::npos;
       end = text.find(separator, start)) {
    parts.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  parts.push_back(text.substr(start));
  return parts;
}

std::string Join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string out;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) out += separator;
    out += parts[i];
  }
  return out;
}

std::string AsciiLower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

std::vector<std::string> NearestNames(std::string_view name,
                                      const std::vector<std::string>& candidates,
                                      std::size_t most) {
  struct Hit {
    std::size_t distance;
    std::size_t index;
    auto operator<=>(const Hit&) const = default;
  };
  const std::string wanted = Folded(name);
  std::vector<Hit> hits;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    const std::optional<std::size_t> distance = Nearness(wanted, Folded(candidates[i]));
    if (distance) hits.push_back({*distance, i});
  }
  std::ranges::sort(hits);  // by distance, then by input order
  std::vector<std::string> names;
  for (std::size_t i = 0; i < std::min(most, hits.size()); ++i) {
    names.push_back(candidates[hits[i].index]);
  }
  return names;
}

std::string Unhyphenated(std::string_view words) {
  std::string text(words);
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

std::string OfferNames(const std::vector<std::string>& names) {
  if (names.empty()) return "";
  std::string out = "; did you mean ";
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += Quoted(names[i]);
  }
  return out + "?";
}

std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates) {
  return OfferNames(NearestNames(name, candidates));
}

std::string Quoted(std::string_view text, std::size_t most) {
  std::string out = "'";
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = SequenceLength(text, at);
    if (at + std::max<std::size_t>(length, 1) > most) break;
    if (length == 0) {
      out += fmt::format("\\x{:02x}", ByteAt(text, at));
      ++at;
      continue;
    }
    const std::uint32_t code = CodePoint(text, at, length);
    if (IsUnsafeToShow(code)) {
      out += Escaped(code);
    } else {
      out += text.substr(at, length);
    }
    at += length;
  }
  if (at < text.size()) out += "...";
  return out + "'";
}

}  // namespace licet
