#include "licet/rules/domain.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {
namespace {

class DomainReader {
 public:
  DomainReader(const std::string& text, Schema* schema) : text_(text), schema_(*schema) {}

  Status Read() {
    const std::size_t equals = text_.find('=');
    if (equals == std::string::npos) {
      return Bad(ErrorCode::kParse, "names no values; write it as in item.tpp=0..20000");
    }
    LICET_ASSIGN_OR_RETURN(const int fact, FactOf(std::string(Trim(text_.substr(0, equals)))));
    decl_ = &schema_.facts()[static_cast<std::size_t>(fact)];
    values_ = Trim(std::string_view(text_).substr(equals + 1));
    if (schema_.domains().contains(fact)) {
      return Bad(ErrorCode::kDuplicate, fmt::format("is the second of {}; state one", decl_->name));
    }
    if (schema_.defaults().contains(fact)) {
      return Bad(ErrorCode::kInvalidArgument,
                 fmt::format("is of a fact that an overlay sets; leave out one of the two"));
    }
    FactDomain domain;
    LICET_RETURN_IF_ERROR(ReadValues(fact, &domain));
    schema_.SetDomain(fact, std::move(domain));
    return {};
  }

 private:
  std::unexpected<Error> Bad(ErrorCode code, std::string_view why) const {
    return Fail(code, fmt::format("the domain {} {}", Quoted(text_), why));
  }

  Result<int> FactOf(const std::string& name) const {
    const int fact = schema_.Find(name);
    if (fact < 0) {
      return Bad(ErrorCode::kUnknownName,
                 fmt::format("is of no fact: there is no {}{}", Quoted(name),
                             DidYouMean(name, schema_.FactNames())));
    }
    if (schema_.facts()[static_cast<std::size_t>(fact)].stage.empty()) return fact;
    return Bad(ErrorCode::kInvalidArgument,
               fmt::format("is of a result: {} is what the law finds, no fact; state facts", name));
  }

  Status ReadValues(int fact, FactDomain* domain) const {
    switch (decl_->type) {
      case FactType::kNumber:
        return ReadNumbers(fact, domain);
      case FactType::kBool:
        if (values_ != "true" && values_ != "false") {
          return Bad(ErrorCode::kParse,
                     fmt::format("is of a fact that is true or false; write {0}=true or {0}=false",
                                 decl_->name));
        }
        domain->truth = values_ == "true";
        return {};
      case FactType::kSymbol:
      case FactType::kSet:
        return ReadWords(domain);
      case FactType::kRatio:
        return Bad(ErrorCode::kType, fmt::format("is of a ratio; state those of {} and {}",
                                                 NameOf(decl_->of), NameOf(decl_->per)));
      case FactType::kParties:
        break;
    }
    return Bad(ErrorCode::kType,
               "is of several parties; state those of one, as in end_user.headquarters=CN");
  }

  const std::string& NameOf(int fact) const {
    return schema_.facts()[static_cast<std::size_t>(fact)].name;
  }

  // An end that is left out is the schema's.
  Status ReadNumbers(int fact, FactDomain* domain) const {
    const std::size_t dots = values_.find("..");
    const std::string_view from = Trim(values_.substr(0, dots));
    const std::string_view to =
        dots == std::string_view::npos ? "" : Trim(values_.substr(dots + 2));
    if (dots == std::string_view::npos || (from.empty() && to.empty())) {
      return Bad(ErrorCode::kParse,
                 fmt::format("has no ends; write {0}=0..100, {0}=..100 or {0}=100..", decl_->name));
    }
    *domain = schema_.NumbersOf(fact);
    LICET_RETURN_IF_ERROR(ReadEnd(from, &domain->least));
    LICET_RETURN_IF_ERROR(ReadEnd(to, &domain->most));
    if (domain->least <= domain->most) return {};
    const bool half = from.empty() || to.empty();
    return Bad(ErrorCode::kInvalidArgument,
               fmt::format("is empty: {} is above {}{}", domain->least.ToGroupedString(),
                           domain->most.ToGroupedString(),
                           half ? ", the schema's own end; write both ends"
                                : "; write the smaller end first"));
  }

  Status ReadEnd(std::string_view text, Decimal* end) const {
    if (text.empty()) return {};
    const auto number = Decimal::Parse(text);
    if (!number) {
      return Bad(ErrorCode::kParse,
                 fmt::format("has an end that is no number: {}; write plain digits, they are {}",
                             Quoted(text), decl_->unit));
    }
    if (*number < Decimal() || *number > kMostNumber) {
      return Bad(ErrorCode::kInvalidArgument,
                 fmt::format("goes too far; stay between 0 and {}", kMostNumber.ToGroupedString()));
    }
    *end = *number;
    return {};
  }

  Status ReadWords(FactDomain* domain) const {
    for (const std::string_view part : Split(values_, ',')) {
      const std::string word(Trim(part));
      if (word.empty()) {
        return Bad(ErrorCode::kParse,
                   fmt::format("lacks a word; write {}=one,another", decl_->name));
      }
      LICET_RETURN_IF_ERROR(CheckWord(word));
      domain->words.insert(schema_.symbols().Intern(word));
    }
    return {};
  }

  // A misspelt word would leave out what it meant, and something false would be proved.
  Status CheckWord(const std::string& word) const {
    const std::vector<std::string>& allowed = decl_->values;
    if (!allowed.empty()) {
      if (std::ranges::find(allowed, word) != allowed.end()) return {};
      return Bad(ErrorCode::kUnknownName, fmt::format("has {}, which {} cannot be{}", Quoted(word),
                                                      decl_->name, DidYouMean(word, allowed)));
    }
    const Interner& known = schema_.symbols();
    if (known.Find(word)) return {};
    std::vector<std::string> words;
    for (Symbol symbol = 0; symbol < known.size(); ++symbol) words.push_back(known.Text(symbol));
    return Bad(ErrorCode::kUnknownName,
               fmt::format("has {}, which no rule names{}", Quoted(word), DidYouMean(word, words)));
  }

  const std::string& text_;
  Schema& schema_;
  const FactDecl* decl_ = nullptr;
  std::string_view values_;
};

}  // namespace

Status StateDomain(const std::string& text, Schema* schema) {
  return DomainReader(text, schema).Read();
}

}  // namespace licet
