// Turns tokens into a syntax tree; knows the grammar of expression.h and
// nothing of facts or types.

#ifndef LICET_RULES_PARSER_H_
#define LICET_RULES_PARSER_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lexer.h"

namespace licet {

enum class SyntaxKind { kNumber, kString, kTruth, kPath, kList, kCall, kMacro, kUnary, kBinary };

struct Syntax {
  SyntaxKind kind = SyntaxKind::kTruth;
  // number, string; path with dots; function name; exists/all; operator sign
  std::string text;
  std::string variable;                        // kMacro
  std::vector<std::unique_ptr<Syntax>> parts;  // operands, arguments, list members
  int begin = 0;
  int end = 0;
};

std::expected<std::unique_ptr<Syntax>, TextError> ParseSyntax(std::string_view text);

}  // namespace licet

#endif  // LICET_RULES_PARSER_H_
