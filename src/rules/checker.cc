// Type-checks a syntax tree against the schema and lowers it to nodes.

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"
#include "licet/rules/expression.h"
#include "parser.h"

namespace licet {

namespace {

using Lowered = std::expected<int, TextError>;

const std::map<std::string, Relation, std::less<>> kRelations = {
    {"<", Relation::kLess},          {"<=", Relation::kLessEqual}, {">", Relation::kGreater},
    {">=", Relation::kGreaterEqual}, {"==", Relation::kEqual},     {"!=", Relation::kNotEqual}};

std::unexpected<TextError> Bad(ErrorCode code, const Syntax& at, std::string sentence) {
  return std::unexpected(TextError{code, at.begin, std::move(sentence)});
}

// "a < b" is "b > a".
Relation Flipped(Relation relation) {
  switch (relation) {
    case Relation::kLess:
      return Relation::kGreater;
    case Relation::kLessEqual:
      return Relation::kGreaterEqual;
    case Relation::kGreater:
      return Relation::kLess;
    case Relation::kGreaterEqual:
      return Relation::kLessEqual;
    default:
      return relation;
  }
}

}  // namespace

std::string_view ToString(Relation relation) {
  for (const auto& [sign, value] : kRelations) {
    if (value == relation) return sign;
  }
  return "?";
}

std::vector<std::string> SetNames::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, number] : numbers) names.push_back(name);
  return names;
}

class Checker {
 public:
  Checker(const Schema& schema, const SetNames& sets, Expression* out)
      : schema_(schema), sets_(sets), out_(out) {}

  Lowered Condition(const Syntax& s) {
    switch (s.kind) {
      case SyntaxKind::kTruth: {
        Node node = At(s, Op::kConstant);
        node.truth = ToTruth(s.text == "true");
        return Emit(std::move(node));
      }
      case SyntaxKind::kPath:
        return BoolFact(s);
      case SyntaxKind::kUnary:
        return Negation(s, *s.parts[0]);
      case SyntaxKind::kBinary:
        if (s.text == "&&" || s.text == "||") return Junction(s);
        if (s.text == "in") return Membership(s);
        if (s.text == "+" || s.text == "-" || s.text == "*") break;
        return Comparison(s);
      case SyntaxKind::kCall:
        return Call(s);
      case SyntaxKind::kMacro:
        return Quantifier(s);
      case SyntaxKind::kNumber:
      case SyntaxKind::kString:
      case SyntaxKind::kList:
        break;
    }
    return Bad(ErrorCode::kType, s, "this is a value, not a condition; compare it with something");
  }

 private:
  struct Linear {
    std::vector<Term> terms;
    std::vector<const Syntax*> places;  // of the terms
    Decimal constant;
  };
  using Status = std::expected<void, TextError>;
  using Ref = std::expected<FactRef, TextError>;

  static Node At(const Syntax& s, Op op) {
    Node node;
    node.op = op;
    node.begin = s.begin;
    node.end = s.end;
    return node;
  }

  int Emit(Node node) {
    out_->nodes_.push_back(std::move(node));
    return static_cast<int>(out_->nodes_.size()) - 1;
  }

  const FactDecl& Decl(FactRef ref) const {
    const auto number = static_cast<std::size_t>(ref.fact);
    return ref.of_party ? schema_.party_fields()[number] : schema_.facts()[number];
  }

  Ref Resolve(const Syntax& s) const {
    if (s.kind != SyntaxKind::kPath) return Bad(ErrorCode::kType, s, "a fact should stand here");
    if (!variable_.empty() && s.text.starts_with(variable_ + ".")) {
      const std::string field = s.text.substr(variable_.size() + 1);
      const int number = schema_.FindPartyField(field);
      if (number >= 0) return FactRef{number, true};
      return Bad(ErrorCode::kUnknownName, s,
                 fmt::format("a party has no field {}{}", Quoted(field),
                             DidYouMean(field, schema_.PartyFieldNames())));
    }
    const int number = schema_.Find(s.text);
    if (number >= 0) return FactRef{number, false};
    return Bad(ErrorCode::kUnknownName, s,
               fmt::format("no fact is called {}{}", Quoted(s.text),
                           DidYouMean(s.text, schema_.FactNames())));
  }

  Ref ResolveAs(const Syntax& s, FactType type) const {
    Ref ref = Resolve(s);
    if (ref && Decl(*ref).type != type) {
      return Bad(ErrorCode::kType, s,
                 fmt::format("{} is a {}, but a {} is needed here", s.text,
                             ToString(Decl(*ref).type), ToString(type)));
    }
    return ref;
  }

  Lowered BoolFact(const Syntax& s) {
    Ref ref = ResolveAs(s, FactType::kBool);
    if (!ref) return std::unexpected(ref.error());
    Node node = At(s, Op::kBoolFact);
    node.ref = *ref;
    return Emit(std::move(node));
  }

  Lowered Negation(const Syntax& s, const Syntax& inner) {
    Lowered child = Condition(inner);
    if (!child) return child;
    return Negate(s, *child);
  }

  int Negate(const Syntax& s, int child) {
    Node node = At(s, Op::kNot);
    node.children = {child};
    return Emit(std::move(node));
  }

  // a && b && c becomes one node with three children.
  Status Gather(const Syntax& s, const std::string& sign, std::vector<int>* children) {
    if (s.kind == SyntaxKind::kBinary && s.text == sign) {
      for (const auto& part : s.parts) {
        if (Status status = Gather(*part, sign, children); !status) return status;
      }
      return {};
    }
    Lowered child = Condition(s);
    if (!child) return std::unexpected(child.error());
    children->push_back(*child);
    return {};
  }

  Lowered Junction(const Syntax& s) {
    Node node = At(s, s.text == "&&" ? Op::kAnd : Op::kOr);
    if (Status status = Gather(s, s.text, &node.children); !status) {
      return std::unexpected(status.error());
    }
    return Emit(std::move(node));
  }

  std::expected<Symbol, TextError> Word(const FactDecl& decl, const Syntax& s) const {
    if (s.kind != SyntaxKind::kString) {
      return Bad(ErrorCode::kType, s, "a word in quotes should stand here");
    }
    if (!decl.values.empty() &&
        std::find(decl.values.begin(), decl.values.end(), s.text) == decl.values.end()) {
      return Bad(ErrorCode::kUnknownName, s,
                 fmt::format("{} is not a value of {}{}", Quoted(s.text), decl.name,
                             DidYouMean(s.text, decl.values)));
    }
    return schema_.symbols().Intern(s.text);
  }

  // ["a", "b"] or group("name")
  Status WordsOrGroup(const FactDecl& decl, const Syntax& s, Node* node) const {
    if (s.kind == SyntaxKind::kList) {
      for (const auto& part : s.parts) {
        auto word = Word(decl, *part);
        if (!word) return std::unexpected(word.error());
        node->words.push_back(*word);
      }
      return {};
    }
    if (s.kind == SyntaxKind::kCall && s.text == "group") {
      if (s.parts.size() != 1 || s.parts[0]->kind != SyntaxKind::kString) {
        return Bad(ErrorCode::kType, s, "group takes one name in quotes, as in group(\"D:5\")");
      }
      auto found = sets_.numbers.find(s.parts[0]->text);
      if (found == sets_.numbers.end()) {
        return Bad(ErrorCode::kUnknownName, *s.parts[0],
                   fmt::format("no set is called {}{}", Quoted(s.parts[0]->text),
                               DidYouMean(s.parts[0]->text, sets_.Names())));
      }
      node->set = found->second;
      return {};
    }
    return Bad(ErrorCode::kType, s, "a list of words or group(\"name\") should stand here");
  }

  Lowered Membership(const Syntax& s) {
    const Syntax& left = *s.parts[0];
    const Syntax& right = *s.parts[1];
    if (left.kind == SyntaxKind::kString) {
      Ref ref = ResolveAs(right, FactType::kSet);
      if (!ref) return std::unexpected(ref.error());
      auto word = Word(Decl(*ref), left);
      if (!word) return std::unexpected(word.error());
      Node node = At(s, Op::kSetHas);
      node.ref = *ref;
      node.words = {*word};
      return Emit(std::move(node));
    }
    Ref ref = ResolveAs(left, FactType::kSymbol);
    if (!ref) return std::unexpected(ref.error());
    Node node = At(s, Op::kSymbolIn);
    node.ref = *ref;
    if (Status status = WordsOrGroup(Decl(*ref), right, &node); !status) {
      return std::unexpected(status.error());
    }
    return Emit(std::move(node));
  }

  Lowered Comparison(const Syntax& s) {
    const Syntax& left = *s.parts[0];
    const Syntax& right = *s.parts[1];
    const bool equality = s.text == "==" || s.text == "!=";
    if (right.kind == SyntaxKind::kString) return SymbolEquality(s, left, right);
    if (left.kind == SyntaxKind::kString) return SymbolEquality(s, right, left);
    if (equality && right.kind == SyntaxKind::kTruth) {
      Lowered fact = Condition(left);
      if (!fact || (right.text == "true") == (s.text == "==")) return fact;
      return Negate(s, *fact);
    }
    if (equality && left.kind == SyntaxKind::kPath && right.kind == SyntaxKind::kPath) {
      Ref a = Resolve(left);
      if (!a) return std::unexpected(a.error());
      if (Decl(*a).type == FactType::kSymbol) return SameSymbol(s, *a, right);
    }
    return NumberComparison(s, left, right);
  }

  Lowered SymbolEquality(const Syntax& s, const Syntax& fact, const Syntax& word) {
    if (s.text != "==" && s.text != "!=") {
      return Bad(ErrorCode::kType, s, "words have no order; use '==', '!=' or 'in'");
    }
    Ref ref = ResolveAs(fact, FactType::kSymbol);
    if (!ref) return std::unexpected(ref.error());
    auto symbol = Word(Decl(*ref), word);
    if (!symbol) return std::unexpected(symbol.error());
    Node node = At(s, Op::kSymbolIn);
    node.ref = *ref;
    node.words = {*symbol};
    const int equal = Emit(std::move(node));
    return s.text == "==" ? equal : Negate(s, equal);
  }

  Lowered SameSymbol(const Syntax& s, FactRef a, const Syntax& right) {
    Ref b = ResolveAs(right, FactType::kSymbol);
    if (!b) return std::unexpected(b.error());
    Node node = At(s, Op::kSameSymbol);
    node.ref = a;
    node.other = *b;
    const int equal = Emit(std::move(node));
    return s.text == "==" ? equal : Negate(s, equal);
  }

  // Adds factor * s to *sum.
  Status Collect(const Syntax& s, Decimal factor, Linear* sum) const {
    auto overflow = [&s](const Error& error) {
      return Bad(error.code(), s, "this constant leaves the exact range; use a smaller one");
    };
    if (s.kind == SyntaxKind::kNumber) {
      auto number = Decimal::Parse(s.text);
      if (!number) return Bad(number.error().code(), s, number.error().sentence());
      auto product = Multiply(*number, factor);
      if (!product) return overflow(product.error());
      auto total = Add(sum->constant, *product);
      if (!total) return overflow(total.error());
      sum->constant = *total;
      return {};
    }
    if (s.kind == SyntaxKind::kBinary && (s.text == "+" || s.text == "-")) {
      if (Status status = Collect(*s.parts[0], factor, sum); !status) return status;
      const Decimal sign = s.text == "+" ? factor : Decimal::FromMicros(-factor.micros());
      return Collect(*s.parts[1], sign, sum);
    }
    if (s.kind == SyntaxKind::kBinary && s.text == "*") {
      const bool number_left = s.parts[0]->kind == SyntaxKind::kNumber;
      const Syntax& number = *s.parts[number_left ? 0 : 1];
      if (number.kind != SyntaxKind::kNumber) {
        return Bad(ErrorCode::kType, s, "only a number may multiply a fact (linear arithmetic)");
      }
      auto value = Decimal::Parse(number.text);
      if (!value) return Bad(value.error().code(), number, value.error().sentence());
      auto product = Multiply(*value, factor);
      if (!product) return overflow(product.error());
      return Collect(*s.parts[number_left ? 1 : 0], *product, sum);
    }
    return CollectFact(s, factor, sum);
  }

  Status CollectFact(const Syntax& s, Decimal factor, Linear* sum) const {
    constexpr Decimal kCoefficientMax = Decimal::FromInt(1'000'000);
    Ref ref = Resolve(s);
    if (!ref) return std::unexpected(ref.error());
    const FactDecl& decl = Decl(*ref);
    if (decl.type != FactType::kNumber && decl.type != FactType::kRatio) {
      return Bad(ErrorCode::kType, s,
                 fmt::format("{} is a {} and cannot be compared as a number", s.text,
                             ToString(decl.type)));
    }
    if (!sum->terms.empty()) {
      const FactDecl& first = Decl(sum->terms[0].ref);
      if (first.unit != decl.unit) {
        return Bad(ErrorCode::kUnit, s,
                   fmt::format("{} is in {} but {} is in {}; only like units can be compared or "
                               "added",
                               s.text, decl.unit, first.name, first.unit));
      }
    }
    if (factor > kCoefficientMax || Decimal::FromMicros(-factor.micros()) > kCoefficientMax) {
      return Bad(ErrorCode::kOverflow, s, "a factor may be at most 1,000,000");
    }
    sum->terms.push_back({factor, *ref});
    sum->places.push_back(&s);
    return {};
  }

  Lowered NumberComparison(const Syntax& s, const Syntax& left, const Syntax& right) {
    Linear sum;
    if (Status status = Collect(left, Decimal::FromInt(1), &sum); !status) {
      return std::unexpected(status.error());
    }
    if (Status status = Collect(right, Decimal::FromInt(-1), &sum); !status) {
      return std::unexpected(status.error());
    }
    if (sum.terms.empty()) return Bad(ErrorCode::kType, s, "this compares two constants");
    Node node = At(s, Op::kCompare);
    node.relation = kRelations.find(s.text)->second;
    node.terms = std::move(sum.terms);
    node.constant = Decimal::FromMicros(-sum.constant.micros());
    const Decimal first = node.terms[0].coefficient;
    if (node.terms.size() == 1 && first < Decimal()) {  // "4800 <= tpp" reads "tpp >= 4800"
      node.terms[0].coefficient = Decimal::FromMicros(-first.micros());
      node.constant = Decimal::FromMicros(-node.constant.micros());
      node.relation = Flipped(node.relation);
    }
    for (std::size_t i = 0; i < node.terms.size(); ++i) {
      if (Decl(node.terms[i].ref).type != FactType::kRatio) continue;
      if (node.terms.size() > 1 || node.terms[0].coefficient != Decimal::FromInt(1)) {
        return Bad(
            ErrorCode::kType, *sum.places[i],
            fmt::format("the density {} can only be compared with a number", sum.places[i]->text));
      }
      if (node.constant < Decimal() || node.constant > Decimal::FromInt(1'000'000)) {
        return Bad(ErrorCode::kOverflow, s, "a density is compared with 0 to 1,000,000");
      }
      node.op = Op::kCompareRatio;
    }
    return Emit(std::move(node));
  }

  Lowered Call(const Syntax& s) {
    if (s.text == "unknown") {
      if (s.parts.size() != 1 || s.parts[0]->kind != SyntaxKind::kString) {
        return Bad(ErrorCode::kType, s, "unknown takes one sentence in quotes: the open point");
      }
      Node node = At(s, Op::kOpenPoint);
      node.message = s.parts[0]->text;
      return Emit(std::move(node));
    }
    if (s.text == "sets.intersects") {
      if (s.parts.size() != 2) {
        return Bad(ErrorCode::kType, s, "sets.intersects takes a set fact and a set");
      }
      Ref ref = ResolveAs(*s.parts[0], FactType::kSet);
      if (!ref) return std::unexpected(ref.error());
      Node node = At(s, Op::kSetMeets);
      node.ref = *ref;
      if (Status status = WordsOrGroup(Decl(*ref), *s.parts[1], &node); !status) {
        return std::unexpected(status.error());
      }
      return Emit(std::move(node));
    }
    if (s.text == "group") {
      return Bad(ErrorCode::kType, s, "group(...) stands on the right of 'in'");
    }
    return Bad(ErrorCode::kUnknownName, s,
               fmt::format("no function is called {}{}", Quoted(s.text),
                           DidYouMean(s.text, {"group", "unknown", "sets.intersects"})));
  }

  Lowered Quantifier(const Syntax& s) {
    if (!variable_.empty()) {
      return Bad(ErrorCode::kType, s, "exists and all cannot stand inside one another");
    }
    Ref list = ResolveAs(*s.parts[0], FactType::kParties);
    if (!list) return std::unexpected(list.error());
    if (schema_.Find(s.variable) >= 0) {
      return Bad(ErrorCode::kDuplicate, s, "choose another name than that of a fact");
    }
    variable_ = s.variable;
    Lowered body = Condition(*s.parts[1]);
    variable_.clear();
    if (!body) return body;
    Node node = At(s, s.text == "exists" ? Op::kExists : Op::kAll);
    node.children = {*body};
    node.ref = *list;
    return Emit(std::move(node));
  }

  const Schema& schema_;
  const SetNames& sets_;
  Expression* out_;
  std::string variable_;
};

Result<Expression> Expression::Compile(std::string_view text, const Schema& schema,
                                       const SetNames& sets, const Place& place, bool one_line) {
  Expression expression;
  expression.text_ = std::string(text);
  auto fail = [&](const TextError& error) -> std::unexpected<Error> {
    if (one_line) {
      Place at = place;
      if (at.column > 0) at.column += error.offset;
      return Fail(error.code, error.sentence, at);
    }
    const auto offset = std::min(static_cast<std::size_t>(error.offset), text.size());
    return Fail(error.code,
                fmt::format("{} (at character {} of the condition, before {})", error.sentence,
                            offset + 1, Quoted(text.substr(offset), 30)),
                place);
  };
  auto tree = ParseSyntax(text);
  if (!tree) return fail(tree.error());
  Checker checker(schema, sets, &expression);
  auto root = checker.Condition(**tree);
  if (!root) return fail(root.error());
  return expression;
}

Expression Expression::Constant(Truth truth) {
  Expression expression;
  expression.text_ = std::string(licet::ToString(truth));
  Node node;
  node.truth = truth;
  node.end = static_cast<int>(expression.text_.size());
  expression.nodes_.push_back(std::move(node));
  return expression;
}

std::string_view Expression::TextOf(const Node& node) const {
  return std::string_view(text_).substr(static_cast<std::size_t>(node.begin),
                                        static_cast<std::size_t>(node.end - node.begin));
}

std::vector<FactRef> Expression::FactsRead(const Schema& schema) const {
  std::vector<FactRef> refs;
  auto add = [&](FactRef ref) {
    if (ref.fact < 0) return;
    const bool ratio = !ref.of_party &&
                       schema.facts()[static_cast<std::size_t>(ref.fact)].type == FactType::kRatio;
    if (ratio) {
      const FactDecl& decl = schema.facts()[static_cast<std::size_t>(ref.fact)];
      refs.push_back({decl.of, false});
      refs.push_back({decl.per, false});
    } else {
      refs.push_back(ref);
    }
  };
  for (const Node& node : nodes_) {
    add(node.ref);
    add(node.other);
    for (const Term& term : node.terms) add(term.ref);
  }
  std::sort(refs.begin(), refs.end());
  refs.erase(std::unique(refs.begin(), refs.end()), refs.end());
  return refs;
}

}  // namespace licet
