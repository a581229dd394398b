#include "parser.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {

namespace {

constexpr int kDepthMax = 32;
constexpr int kNodesMax = 512;
constexpr std::size_t kBytesMax = 4096;

using Tree = std::expected<std::unique_ptr<Syntax>, TextError>;

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Tree Run() {
    Tree tree = Or();
    if (tree && Peek().kind != TokenKind::kEnd) {
      return Unexpected("the end of the condition");
    }
    return tree;
  }

 private:
  const Token& Peek() const { return tokens_[at_]; }
  bool Sees(std::string_view sign) const {
    return Peek().kind == TokenKind::kSign && Peek().text == sign;
  }
  bool SeesName(std::string_view name) const {
    return Peek().kind == TokenKind::kName && Peek().text == name;
  }
  bool Accept(std::string_view sign) {
    if (!Sees(sign)) return false;
    ++at_;
    return true;
  }

  std::unexpected<TextError> Unexpected(std::string_view wanted) const {
    const Token& token = Peek();
    const std::string found =
        token.kind == TokenKind::kEnd ? "the condition ends" : "found " + Quoted(token.text);
    return std::unexpected(TextError{ErrorCode::kParse, token.begin,
                                     fmt::format("{} where {} should stand", found, wanted)});
  }

  std::unexpected<TextError> TooLarge() const {
    return std::unexpected(
        TextError{ErrorCode::kLimit, Peek().begin,
                  "the condition is larger than 512 nodes or 32 levels; split it into provisions"});
  }

  Tree Make(SyntaxKind kind, std::string text, int begin) {
    if (++nodes_ > kNodesMax) return TooLarge();
    auto node = std::make_unique<Syntax>();
    node->kind = kind;
    node->text = std::move(text);
    node->begin = begin;
    node->end = at_ == 0 ? begin : tokens_[at_ - 1].end;
    return node;
  }

  Tree Binary(std::string sign, std::unique_ptr<Syntax> left, std::unique_ptr<Syntax> right) {
    const int begin = left->begin;
    const int end = right->end;
    Tree node = Make(SyntaxKind::kBinary, std::move(sign), begin);
    if (!node) return node;
    (*node)->end = end;
    (*node)->parts.push_back(std::move(left));
    (*node)->parts.push_back(std::move(right));
    return node;
  }

  // One left-associative level: operand { sign operand }.
  template <typename Operand>
  Tree Chain(std::initializer_list<std::string_view> signs, Operand operand) {
    Tree left = operand();
    while (left) {
      std::string sign;
      for (std::string_view candidate : signs) {
        if (Sees(candidate)) sign = candidate;
      }
      if (sign.empty()) return left;
      ++at_;
      Tree right = operand();
      if (!right) return right;
      left = Binary(sign, std::move(*left), std::move(*right));
    }
    return left;
  }

  Tree Or() {
    if (++depth_ > kDepthMax) return TooLarge();
    Tree tree = Chain({"||"}, [this] { return And(); });
    --depth_;
    return tree;
  }
  Tree And() {
    return Chain({"&&"}, [this] { return NotOrRelation(); });
  }

  Tree NotOrRelation() {
    if (!Sees("!")) return RelationOf();
    if (++depth_ > kDepthMax) return TooLarge();
    const int begin = Peek().begin;
    ++at_;
    Tree inner = NotOrRelation();
    --depth_;
    if (!inner) return inner;
    Tree node = Make(SyntaxKind::kUnary, "!", begin);
    if (node) (*node)->parts.push_back(std::move(*inner));
    return node;
  }

  Tree RelationOf() {
    Tree left = Sum();
    if (!left) return left;
    for (std::string_view sign : {"<=", ">=", "==", "!=", "<", ">"}) {
      if (Accept(sign)) return Related(std::string(sign), std::move(*left));
    }
    if (SeesName("in")) {
      ++at_;
      return Related("in", std::move(*left));
    }
    return left;
  }

  Tree Related(std::string sign, std::unique_ptr<Syntax> left) {
    Tree right = Sum();
    if (!right) return right;
    return Binary(std::move(sign), std::move(left), std::move(*right));
  }

  Tree Sum() {
    return Chain({"+", "-"}, [this] { return Product(); });
  }
  Tree Product() {
    return Chain({"*"}, [this] { return Factor(); });
  }

  Tree Factor() {
    const Token token = Peek();
    if (token.kind == TokenKind::kNumber || token.kind == TokenKind::kString) {
      ++at_;
      return Make(token.kind == TokenKind::kNumber ? SyntaxKind::kNumber : SyntaxKind::kString,
                  token.text, token.begin);
    }
    if (token.kind == TokenKind::kName) return Name();
    if (Accept("-")) {
      if (Peek().kind != TokenKind::kNumber) return Unexpected("a number after '-'");
      const std::string text = "-" + Peek().text;
      ++at_;
      return Make(SyntaxKind::kNumber, text, token.begin);
    }
    if (Accept("(")) {
      Tree inner = Or();
      if (!inner) return inner;
      if (!Accept(")")) return Unexpected("')'");
      return inner;
    }
    if (Accept("[")) return Arguments(SyntaxKind::kList, "", "]", token.begin);
    return Unexpected("a fact, a number, a word in quotes or '('");
  }

  // Members up to the closing sign, which is consumed.
  Tree Arguments(SyntaxKind kind, std::string text, std::string_view close, int begin) {
    std::vector<std::unique_ptr<Syntax>> members;
    while (!Accept(close)) {
      if (!members.empty() && !Accept(",")) return Unexpected(fmt::format("',' or '{}'", close));
      Tree member = Or();
      if (!member) return member;
      members.push_back(std::move(*member));
    }
    Tree node = Make(kind, std::move(text), begin);
    if (node) (*node)->parts = std::move(members);
    return node;
  }

  Tree Name() {
    const int begin = Peek().begin;
    std::string path = Peek().text;
    ++at_;
    if (path == "true" || path == "false") return Make(SyntaxKind::kTruth, path, begin);
    while (Accept(".")) {
      if (Peek().kind != TokenKind::kName) return Unexpected("a name after '.'");
      const std::string part = Peek().text;
      ++at_;
      if ((part == "exists" || part == "all") && Sees("(")) return Macro(path, part, begin);
      path += "." + part;
    }
    if (Accept("(")) return Arguments(SyntaxKind::kCall, path, ")", begin);
    return Make(SyntaxKind::kPath, path, begin);
  }

  // list.exists(name, condition)
  Tree Macro(const std::string& list, const std::string& macro, int begin) {
    ++at_;  // "("
    Tree source = Make(SyntaxKind::kPath, list, begin);
    if (!source) return source;
    if (Peek().kind != TokenKind::kName) return Unexpected("a name for one party");
    const std::string variable = Peek().text;
    ++at_;
    if (!Accept(",")) return Unexpected("','");
    Tree body = Or();
    if (!body) return body;
    if (!Accept(")")) return Unexpected("')'");
    Tree node = Make(SyntaxKind::kMacro, macro, begin);
    if (!node) return node;
    (*node)->variable = variable;
    (*node)->parts.push_back(std::move(*source));
    (*node)->parts.push_back(std::move(*body));
    return node;
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  int nodes_ = 0;
};

}  // namespace

std::expected<std::unique_ptr<Syntax>, TextError> ParseSyntax(std::string_view text) {
  if (text.size() > kBytesMax) {
    return std::unexpected(
        TextError{ErrorCode::kLimit, 0, "the condition is longer than 4,096 bytes; split it"});
  }
  auto tokens = Lex(text);
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(std::move(*tokens)).Run();
}

}  // namespace licet
