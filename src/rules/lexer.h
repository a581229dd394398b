// Splits a condition into tokens. Positions are byte offsets into the text.

#ifndef LICET_RULES_LEXER_H_
#define LICET_RULES_LEXER_H_

#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

enum class TokenKind { kName, kNumber, kString, kSign, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;  // names with dots kept apart; strings without quotes
  int begin = 0;
  int end = 0;
};

// An error of lexing, parsing or checking: where in the text, and what.
struct TextError {
  ErrorCode code = ErrorCode::kParse;
  int offset = 0;
  std::string sentence;
};

std::expected<std::vector<Token>, TextError> Lex(std::string_view text);

}  // namespace licet

#endif  // LICET_RULES_LEXER_H_
