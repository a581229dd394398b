#include "licet/ledger/terms_file.h"

#include <fmt/format.h>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "rules.h"

namespace licet {

template <typename E>
Result<E> ParseName(std::string_view word) {
  const auto& names = NamesOf<E>::kNames;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) return static_cast<E>(i);
  }
  const std::vector<std::string> all(names.begin(), names.end());
  return Fail(ErrorCode::kUnknownName, fmt::format("{} is none of {}{}", Quoted(word),
                                                   Join(all, ", "), DidYouMean(word, all)));
}
template Result<Measure> ParseName<Measure>(std::string_view);
template Result<Role> ParseName<Role>(std::string_view);
template Result<ConditionStage> ParseName<ConditionStage>(std::string_view);
template Result<Fulfilment> ParseName<Fulfilment>(std::string_view);
template Result<AuthorisationType> ParseName<AuthorisationType>(std::string_view);
template Result<Savings> ParseName<Savings>(std::string_view);
template Result<Arrival> ParseName<Arrival>(std::string_view);
template Result<Preference> ParseName<Preference>(std::string_view);

namespace {

constexpr std::int64_t kScales[] = {1, 100, 1000};

std::int64_t ScaleOf(Measure measure) { return kScales[static_cast<std::size_t>(measure)]; }

Result<std::string> TextOf(const Yaml& node) { return node.Text(); }
Result<Date> DayOf(const Yaml& node) { return node.AsDate(); }
Result<std::vector<std::string>> WordsOf(const Yaml& node) { return node.Words(); }
Result<bool> FlagOf(const Yaml& node) { return node.Bool(); }

template <typename E>
Result<E> NamedBy(const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(const std::string word, node.Text());
  auto named = ParseName<E>(word);
  if (!named) return node.Bad(named.error().code(), named.error().sentence());
  return *named;
}

Result<std::int64_t> WholeOf(const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(const Decimal number, node.AsDecimal());
  if (number.micros() < 0 || number.micros() % Decimal::kScale != 0) {
    return node.Bad(ErrorCode::kInvalidArgument, "this must be a whole number, not below 0");
  }
  return number.micros() / Decimal::kScale;
}

Result<std::int64_t> AmountOf(const Yaml& node, Measure measure) {
  LICET_ASSIGN_OR_RETURN(const std::string text, node.Text());
  auto amount = ParseAmount(text, measure);
  if (!amount) return node.Bad(amount.error().code(), amount.error().sentence());
  return *amount;
}

// "10 %" or a share of ten thousand is easily mixed up, so it is per cent.
Result<std::int64_t> ToleranceOf(const Yaml& node) {
  LICET_ASSIGN_OR_RETURN(const Decimal percent, node.AsDecimal());
  constexpr std::int64_t kStep = Decimal::kScale / 100;
  if (percent.micros() < 0 || percent.micros() > 100 * Decimal::kScale ||
      percent.micros() % kStep != 0) {
    return node.Bad(ErrorCode::kInvalidArgument,
                    "a tolerance is per cent of the cap, 0 to 100, with at most two places");
  }
  return percent.micros() / kStep;
}

Status ReadRatio(const Yaml& node, LimitTerms* limit) {
  LICET_RETURN_IF_ERROR(node.ExpectList());
  if (node.list().size() != 2) {
    return node.Bad(ErrorCode::kInvalidArgument, "a ratio is two numbers, as [1, 2] for a half");
  }
  LICET_ASSIGN_OR_RETURN(limit->num, WholeOf(node.list()[0]));
  LICET_ASSIGN_OR_RETURN(limit->den, WholeOf(node.list()[1]));
  return {};
}

Result<Condition> ReadCondition(const Yaml& node) {
  LICET_RETURN_IF_ERROR(node.ExpectMap(
      {"id", "text", "cite", "stage", "draft", "places", "due", "every-days", "after-days"}));
  Condition condition;
  LICET_ASSIGN_OR_RETURN(const Yaml* id, node.Require("id"));
  LICET_ASSIGN_OR_RETURN(condition.condition, id->Text());
  LICET_ASSIGN_OR_RETURN(const Yaml* text, node.Require("text"));
  LICET_ASSIGN_OR_RETURN(condition.text, text->Text());
  LICET_ASSIGN_OR_RETURN(condition.cite, Optional<std::string>(node, "cite", "", TextOf));
  LICET_ASSIGN_OR_RETURN(
      condition.stage,
      Optional<ConditionStage>(node, "stage", ConditionStage::kOrder, NamedBy<ConditionStage>));
  LICET_ASSIGN_OR_RETURN(condition.draft, Optional<bool>(node, "draft", false, FlagOf));
  LICET_ASSIGN_OR_RETURN(condition.places,
                         Optional<std::vector<std::string>>(node, "places", {}, WordsOf));
  LICET_ASSIGN_OR_RETURN(condition.due, Optional<Date>(node, "due", kNoDay, DayOf));
  LICET_ASSIGN_OR_RETURN(condition.every_days,
                         Optional<std::int64_t>(node, "every-days", 0, WholeOf));
  LICET_ASSIGN_OR_RETURN(condition.after_days,
                         Optional<std::int64_t>(node, "after-days", 0, WholeOf));
  return condition;
}

struct ScopeKey {
  const char* key;
  std::vector<std::string> Scope::* list;
};
constexpr ScopeKey kScopeKeys[] = {
    {"items", &Scope::items},           {"purchasers", &Scope::purchasers},
    {"consignees", &Scope::consignees}, {"end-users", &Scope::end_users},
    {"origins", &Scope::origins},       {"destinations", &Scope::destinations},
    {"places", &Scope::places},         {"uses", &Scope::uses},
};

// A limit is a word when it is on file already, else what it is.
Status ReadLimits(const Yaml& node, Approve* approve) {
  LICET_RETURN_IF_ERROR(node.ExpectList());
  for (const Yaml& one : node.list()) {
    if (one.kind() == Yaml::Kind::kScalar) {
      approve->terms.limits.push_back(one.text());
      continue;
    }
    LICET_ASSIGN_OR_RETURN(LimitTerms limit, ReadLimit(one));
    approve->terms.limits.push_back(limit.limit);
    approve->limits.push_back(std::move(limit));
  }
  return {};
}

}  // namespace

Result<std::int64_t> ParseAmount(std::string_view text, Measure measure) {
  LICET_ASSIGN_OR_RETURN(const Decimal number, Decimal::Parse(text));
  const std::int64_t step = Decimal::kScale / ScaleOf(measure);
  if (number.micros() < 0 || number.micros() % step != 0) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} is no amount of {}; write {}", Quoted(text), NameOf(measure),
                            measure == Measure::kUnits   ? "a whole number"
                            : measure == Measure::kValue ? "dollars with at most two places"
                                                         : "a number with at most three places"));
  }
  return number.micros() / step;
}

std::string AmountText(std::int64_t amount, Measure measure) {
  const std::int64_t scale = ScaleOf(measure);
  const std::string whole = fmt::format("{}", amount / scale);
  std::string text = amount < 0 && amount > -scale ? "-" : "";
  const std::size_t sign = whole[0] == '-' ? 1 : 0;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (i > sign && (whole.size() - i) % 3 == 0) text += ',';
    text += whole[i];
  }
  const std::int64_t rest = amount < 0 ? -(amount % scale) : amount % scale;
  if (rest == 0) return text;
  return fmt::format("{}.{:0{}}", text, rest, measure == Measure::kValue ? 2 : 3);
}

Result<LimitTerms> ReadLimit(const Yaml& node) {
  LICET_RETURN_IF_ERROR(node.ExpectMap(
      {"limit", "measure", "cap", "tolerance", "per", "of", "group", "share-of", "ratio", "cite"}));
  LimitTerms limit;
  LICET_ASSIGN_OR_RETURN(const Yaml* id, node.Require("limit"));
  LICET_ASSIGN_OR_RETURN(limit.limit, id->Text());
  LICET_ASSIGN_OR_RETURN(limit.measure,
                         Optional<Measure>(node, "measure", Measure::kUnits, NamedBy<Measure>));
  const auto amount = [&](const Yaml& cap) { return AmountOf(cap, limit.measure); };
  LICET_ASSIGN_OR_RETURN(limit.cap, Optional<std::int64_t>(node, "cap", kNoCap, amount));
  LICET_ASSIGN_OR_RETURN(limit.tolerance,
                         Optional<std::int64_t>(node, "tolerance", 0, ToleranceOf));
  LICET_ASSIGN_OR_RETURN(limit.per, Optional<Role>(node, "per", Role::kNone, NamedBy<Role>));
  LICET_ASSIGN_OR_RETURN(limit.of, Optional<Role>(node, "of", Role::kNone, NamedBy<Role>));
  LICET_ASSIGN_OR_RETURN(limit.group,
                         Optional<std::vector<std::string>>(node, "group", {}, WordsOf));
  LICET_ASSIGN_OR_RETURN(limit.share_of, Optional<std::string>(node, "share-of", "", TextOf));
  LICET_ASSIGN_OR_RETURN(limit.cite, Optional<std::string>(node, "cite", "", TextOf));
  if (const Yaml* ratio = node.Find("ratio")) LICET_RETURN_IF_ERROR(ReadRatio(*ratio, &limit));
  return limit;
}

Result<Approve> ReadTerms(const Yaml& document) {
  std::vector<std::string> keys = {"number", "document", "from", "until", "conditions", "limits"};
  for (const ScopeKey& scope : kScopeKeys) keys.emplace_back(scope.key);
  LICET_RETURN_IF_ERROR(document.ExpectMap(keys));
  Approve approve;
  Terms& terms = approve.terms;
  LICET_ASSIGN_OR_RETURN(approve.number, Optional<std::string>(document, "number", "", TextOf));
  LICET_ASSIGN_OR_RETURN(approve.document, Optional<std::string>(document, "document", "", TextOf));
  LICET_ASSIGN_OR_RETURN(terms.from, Optional<Date>(document, "from", kNoDay, DayOf));
  LICET_ASSIGN_OR_RETURN(terms.until, Optional<Date>(document, "until", kOpenDay, DayOf));
  for (const ScopeKey& scope : kScopeKeys) {
    LICET_ASSIGN_OR_RETURN(terms.scope.*scope.list,
                           Optional<std::vector<std::string>>(document, scope.key, {}, WordsOf));
  }
  if (const Yaml* conditions = document.Find("conditions")) {
    LICET_RETURN_IF_ERROR(conditions->ExpectList());
    for (const Yaml& one : conditions->list()) {
      LICET_ASSIGN_OR_RETURN(Condition condition, ReadCondition(one));
      terms.conditions.push_back(std::move(condition));
    }
  }
  if (const Yaml* limits = document.Find("limits")) {
    LICET_RETURN_IF_ERROR(ReadLimits(*limits, &approve));
  }
  return approve;
}

}  // namespace licet
