// Reads what a provision gives, stage by stage (docs/packs.md).

#include <fmt/format.h>

#include "licet/base/text.h"
#include "read.h"

namespace licet {

namespace {

Status ReadRestriction(const Yaml& node, Gives* gives) {
  LICET_ASSIGN_OR_RETURN(const Yaml* outcome, node.Require("outcome"));
  LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*outcome, {"prohibited", "licence-required"}));
  gives->prohibits = which == 0;
  if (const Yaml* bars = node.Find("bars")) {
    LICET_ASSIGN_OR_RETURN(int what, ReadChoice(*bars, {"exceptions"}));
    gives->bars_exceptions = what == 0;
  }
  return {};
}

Status ReadConditionDuty(const PackNames& names, const Yaml& node, Gives* gives) {
  LICET_ASSIGN_OR_RETURN(const Yaml* test, node.Require("test"));
  LICET_ASSIGN_OR_RETURN(Expression expression, ReadCondition(names, *test));
  gives->test = std::move(expression);
  LICET_ASSIGN_OR_RETURN(const Yaml* duty, node.Require("duty"));
  LICET_ASSIGN_OR_RETURN(gives->duty, duty->Text());
  LICET_ASSIGN_OR_RETURN(const Yaml* route, node.Require("for"));
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> words, route->Words());
  if (words.size() != 1) return route->Bad(ErrorCode::kParse, "one route: licence or exception X");
  if (words[0] == "licence") return {};
  if (!words[0].starts_with("exception ")) {
    return route->Bad(ErrorCode::kParse, "write 'for: licence' or 'for: [exception NAME]'");
  }
  gives->for_exception = words[0].substr(10);
  return {};
}

Status ReadPlaces(const PackNames& names, const Yaml& node, Gives* gives) {
  const Yaml* permit = node.Find("permit");
  const Yaml* bar = node.Find("bar");
  if ((permit == nullptr) == (bar == nullptr)) {
    return node.Bad(ErrorCode::kParse, "a place provision has either 'permit' or 'bar'");
  }
  gives->bars_places = bar != nullptr;
  const Yaml& places = permit != nullptr ? *permit : *bar;
  if (places.kind() == Yaml::Kind::kScalar && places.text().starts_with("group(")) {
    std::string name = places.text().substr(6);
    while (!name.empty() && (name.back() == ')' || name.back() == '"')) name.pop_back();
    if (!name.empty() && name.front() == '"') name.erase(0, 1);
    auto found = names.sets.numbers.find(name);
    if (found == names.sets.numbers.end()) {
      return places.Bad(ErrorCode::kUnknownName, fmt::format("no set is called {}{}", Quoted(name),
                                                             DidYouMean(name, names.sets.Names())));
    }
    gives->place_set = found->second;
    return {};
  }
  LICET_ASSIGN_OR_RETURN(gives->places, ReadSymbols(names.schema, places, true));
  return {};
}

Status ReadCharge(const Yaml& node, Gives* gives) {
  LICET_ASSIGN_OR_RETURN(const Yaml* rate, node.Require("rate"));
  LICET_ASSIGN_OR_RETURN(gives->rate, rate->AsDecimal());
  if (gives->rate < Decimal() || gives->rate > Decimal::FromInt(10)) {
    return rate->Bad(ErrorCode::kInvalidArgument, "a rate is a share such as 0.25");
  }
  LICET_ASSIGN_OR_RETURN(const Yaml* base, node.Require("base"));
  LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*base, {"customs-value", "revenue"}));
  gives->base = which == 0 ? "customs-value" : "revenue";
  return {};
}

Status ReadClock(const Yaml& node, Gives* gives) {
  constexpr int kDaysMax = 3650;
  static const std::vector<std::string> kStarts = {"registration", "decision", "notification"};
  LICET_ASSIGN_OR_RETURN(const Yaml* days, node.Require("days"));
  LICET_ASSIGN_OR_RETURN(Decimal number, days->AsDecimal());
  const std::int64_t whole = number.micros() / Decimal::kScale;
  if (number != Decimal::FromInt(whole) || whole < 1 || whole > kDaysMax) {
    return days->Bad(ErrorCode::kInvalidArgument, "'days' is a whole number from 1 to 3650");
  }
  gives->days = static_cast<int>(whole);
  LICET_ASSIGN_OR_RETURN(const Yaml* from, node.Require("from"));
  LICET_ASSIGN_OR_RETURN(int which, ReadChoice(*from, kStarts));
  gives->from = kStarts[static_cast<std::size_t>(which)];
  return {};
}

}  // namespace

Result<Gives> ReadGives(const PackNames& names, const Yaml& node, Stage stage) {
  static const std::vector<std::string> kKeys[kStageCount] = {{"code"},
                                                              {"requirement"},
                                                              {"restriction", "outcome", "bars"},
                                                              {"exception"},
                                                              {"review"},
                                                              {"condition", "test", "duty", "for"},
                                                              {"permit", "bar"},
                                                              {"charge", "rate", "base"},
                                                              {"clock", "days", "from"}};
  const auto& keys = kKeys[static_cast<std::size_t>(stage)];
  LICET_RETURN_IF_ERROR(node.ExpectMap(keys));
  Gives gives;
  if (stage != Stage::kPlace) {
    LICET_ASSIGN_OR_RETURN(const Yaml* name, node.Require(keys[0]));
    LICET_ASSIGN_OR_RETURN(gives.name, name->Text());
    gives.word = names.schema.symbols().Intern(gives.name);
  }
  switch (stage) {
    case Stage::kRestrict:
      LICET_RETURN_IF_ERROR(ReadRestriction(node, &gives));
      break;
    case Stage::kCondition:
      LICET_RETURN_IF_ERROR(ReadConditionDuty(names, node, &gives));
      break;
    case Stage::kPlace:
      LICET_RETURN_IF_ERROR(ReadPlaces(names, node, &gives));
      break;
    case Stage::kCharge:
      LICET_RETURN_IF_ERROR(ReadCharge(node, &gives));
      break;
    case Stage::kClock:
      LICET_RETURN_IF_ERROR(ReadClock(node, &gives));
      break;
    default:
      break;
  }
  return gives;
}

}  // namespace licet
