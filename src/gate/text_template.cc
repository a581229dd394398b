#include "text_template.h"

#include <algorithm>
#include <charconv>

#include "licet/gate/batch.h"

namespace licet {

namespace {

// No decision bears a number of this size outside a string.
constexpr std::uint64_t kFirstHole = 18'446'744'000'000'000'000ULL;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

Json TextTemplate::Hole(std::uint32_t which) { return kFirstHole + which; }

TextTemplate::TextTemplate(const Json& json, std::size_t regimes) {
  const std::string dumped = Dump(json);
  bool quoted = false;
  for (std::size_t i = 0; i < dumped.size();) {
    const char c = dumped[i];
    if (quoted && c == '\\') {
      i += Escape(std::string_view(dumped).substr(i), regimes);
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
std::size_t TextTemplate::Escape(std::string_view text, std::size_t regimes) {
  std::size_t length = 2;
  char control = text[1] == 'b' ? '\b' : '\0';
  if (text[1] == 'u') {
    length = 6;
    int code = 0;
    std::from_chars(text.data() + 2, text.data() + length, code, 16);
    control = static_cast<char>(code);
  }
  const int regime = control - DecisionKind::kNumberMark;
  if (regime >= 0 && static_cast<std::size_t>(regime) < regimes && control < '\t') {
    gaps_.push_back({text_.size(), true, static_cast<std::uint32_t>(regime)});
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
