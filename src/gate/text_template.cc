#include "text_template.h"

#include <algorithm>
#include <charconv>

namespace licet {

namespace {

// No decision bears a number of this size outside a string.
constexpr std::uint64_t kFirstHole = 18'446'744'000'000'000'000ULL;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Json TextTemplate::Hole(std::uint32_t which) { return kFirstHole + which; }

TextTemplate::TextTemplate(const Json& json, std::uint32_t marks) {
  const std::string dumped = Dump(json);
  bool quoted = false;
  for (std::size_t i = 0; i < dumped.size();) {
    const char c = dumped[i];
    if (quoted && c == '\\') {
      i += Escape(std::string_view(dumped).substr(i), marks);
      continue;
    }
    if (!quoted && IsDigit(c)) {
      std::size_t end = i;
      while (end < dumped.size() && IsDigit(dumped[end])) ++end;
      Digits(std::string_view(dumped).substr(i, end - i));
      i = end;
      continue;
    }
    if (c == '"') quoted = !quoted;
    text_ += c;
    ++i;
  }
  text_.shrink_to_fit();
}

void TextTemplate::Digits(std::string_view digits) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (read.ec == std::errc() && number >= kFirstHole) {
    gaps_.push_back({text_.size(), false, static_cast<std::uint32_t>(number - kFirstHole)});
  } else {
    text_ += digits;
  }
}

// Takes one escape; gives its length.
std::size_t TextTemplate::Escape(std::string_view text, std::uint32_t marks) {
  constexpr std::string_view kShort = "b\bt\tn\nf\fr\r";  // letter, what it stands for
  std::size_t length = 2;
  std::uint32_t code = 0;
  if (text[1] == 'u') {
    length = 6;
    std::from_chars(text.data() + 2, text.data() + length, code, 16);
  } else if (const std::size_t at = kShort.find(text[1]); at != std::string_view::npos) {
    code = static_cast<std::uint32_t>(kShort[at + 1]);
  }
  if (code != 0 && code < ' ' && ((marks >> code) & 1U) != 0) {
    gaps_.push_back({text_.size(), true, code});
  } else {
    text_ += text.substr(0, length);
  }
  return length;
}

void TextTemplate::Open() {
  text_.erase(0, 1);
  for (Gap& gap : gaps_) --gap.at;
}

void TextTemplate::Unwrap() {
  Open();
  text_.pop_back();
}

}  // namespace licet
