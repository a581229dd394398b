#include "lexer.h"

#include <fmt/format.h>

#include <array>

#include "licet/base/text.h"

namespace licet {

namespace {

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Longest first.
constexpr std::array<std::string_view, 18> kSigns = {
    "&&", "||", "<=", ">=", "==", "!=", "<", ">", "!", "+", "-", "*", "(", ")", "[", "]", ",", "."};

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::expected<std::vector<Token>, TextError> Run() {
    std::vector<Token> tokens;
    while (true) {
      SkipBlanks();
      const std::size_t begin = at_;
      if (at_ == text_.size()) {
        tokens.push_back({TokenKind::kEnd, "", Offset(begin), Offset(begin)});
        return tokens;
      }
      auto token = Next();
      if (!token) return std::unexpected(token.error());
      token->begin = Offset(begin);
      token->end = Offset(at_);
      tokens.push_back(std::move(*token));
    }
  }

 private:
  static int Offset(std::size_t at) { return static_cast<int>(at); }

  void SkipBlanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  std::expected<Token, TextError> Next() {
    const char c = text_[at_];
    if (IsLetter(c))
      return Take(TokenKind::kName, [](char x) { return IsLetter(x) || IsDigit(x); });
    if (IsDigit(c)) return Number();
    if (c == '"' || c == '\'') return String(c);
    for (std::string_view sign : kSigns) {
      if (text_.substr(at_).starts_with(sign)) {
        at_ += sign.size();
        return Token{TokenKind::kSign, std::string(sign), 0, 0};
      }
    }
    std::string hint;
    if (c == '=') hint = "; equality is '=='";
    if (c == '&' || c == '|') hint = "; and/or are '&&' and '||'";
    if (c == '/' || c == '%') hint = "; there is no division, multiply the other side";
    if (c == '?' || c == ':') hint = "; there is no '?:', write two provisions";
    return std::unexpected(
        TextError{ErrorCode::kParse, Offset(at_),
                  fmt::format("unexpected character {}{}", Quoted(text_.substr(at_, 1)), hint)});
  }

  template <typename Inside>
  Token Take(TokenKind kind, Inside inside) {
    const std::size_t begin = at_;
    while (at_ < text_.size() && inside(text_[at_])) ++at_;
    return {kind, std::string(text_.substr(begin, at_ - begin)), 0, 0};
  }

  std::expected<Token, TextError> Number() {
    Token token = Take(TokenKind::kNumber, IsDigit);
    if (at_ + 1 < text_.size() && text_[at_] == '.' && IsDigit(text_[at_ + 1])) {
      ++at_;
      token.text += "." + Take(TokenKind::kNumber, IsDigit).text;
    }
    if (at_ < text_.size() && IsLetter(text_[at_])) {
      return std::unexpected(TextError{
          ErrorCode::kUnit, Offset(at_),
          "a number carries no unit or exponent here; it takes the unit of the fact beside it"});
    }
    return token;
  }

  std::expected<Token, TextError> String(char quote) {
    const std::size_t begin = at_++;
    Token token{TokenKind::kString, "", 0, 0};
    while (at_ < text_.size() && text_[at_] != quote) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      token.text += text_[at_++];
    }
    if (at_ == text_.size()) {
      return std::unexpected(
          TextError{ErrorCode::kParse, Offset(begin), "this text is not closed; add the quote"});
    }
    ++at_;
    return token;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::expected<std::vector<Token>, TextError> Lex(std::string_view text) {
  return Scanner(text).Run();
}

}  // namespace licet
