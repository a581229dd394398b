#include "requirement_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "analysis_text.h"
#include "licet/base/text.h"
#include "licet/rules/evaluate.h"
#include "regime_text.h"

namespace licet {
namespace {

constexpr std::string_view kForm = "write it as in 'us-ear: no-licence-required to CN'";

constexpr const char* kSpecification[] = {"item.tpp", "item.logic_area", "item.interconnect",
                                          "item.memory_bandwidth"};
// What the requirement and --from say.
constexpr const char* kRoute[] = {"transaction.origin", "transaction.destination"};
constexpr const char* kDatacentre = "item.designed_for_datacenter";

struct Parts {
  std::string regime;
  std::string word;
  std::string destination;
};

Result<Parts> Split(const std::string& text) {
  const auto bad = [&](std::string_view why) {
    return Fail(ErrorCode::kParse,
                fmt::format("the requirement {} {}; {}", Quoted(text), why, kForm));
  };
  const std::size_t colon = text.find(": ");
  if (colon == std::string::npos) return bad("names no regime");
  const std::string rest = text.substr(colon + 2);
  const std::size_t to = rest.rfind(" to ");
  if (to == std::string::npos) return bad("names no country");
  Parts parts{text.substr(0, colon), std::string(Trim(rest.substr(0, to))),
              std::string(Trim(rest.substr(to + 4)))};
  if (parts.word.empty()) return bad("does not say what the law shall answer");
  return parts;
}

constexpr Outcome kOutcomes[] = {Outcome::kNoLicenceRequired, Outcome::kException,
                                 Outcome::kLicenceRequired, Outcome::kProhibited,
                                 Outcome::kUnknown};

// An outcome, or a word that some provision gives.
Status ReadWord(const std::string& word, Requirement* requirement) {
  std::vector<std::string> names;
  for (const Outcome outcome : kOutcomes) {
    if (word == ToString(outcome)) {
      requirement->outcome = outcome;
      return {};
    }
    names.emplace_back(ToString(outcome));
  }
  for (const Provision& provision : requirement->snapshot->pack->provisions) {
    const bool answers = provision.stage <= Stage::kRestrict || provision.stage == Stage::kReview;
    if (provision.gives && answers) names.push_back(provision.gives->name);
  }
  if (std::ranges::find(names, word) != names.end()) {
    requirement->gives = word;
    return {};
  }
  return Fail(
      ErrorCode::kUnknownName,
      fmt::format("{} is neither an outcome nor a code, requirement or review of {}{}; outcomes "
                  "are no-licence-required, exception, licence-required, prohibited",
                  Quoted(word), requirement->snapshot->pack->regime, DidYouMean(word, names)));
}

Result<Symbol> CountryOf(const Engine& engine, const std::string& code) {
  const std::vector<std::string>& all = engine.schema().countries();
  if (std::ranges::find(all, code) == all.end()) {
    return Fail(ErrorCode::kUnknownName,
                fmt::format("there is no country {}{}", Quoted(code), DidYouMean(code, all)));
  }
  return engine.schema().symbols().Intern(code);
}

}  // namespace

Result<Requirements> ReadRequirements(Engine& engine, const RequirementOptions& options, Date as_of,
                                      const Clocks& clocks) {
  Requirements read;
  read.reasoner =
      std::make_unique<Reasoner>(engine.schema(), std::chrono::seconds(options.seconds));
  LICET_ASSIGN_OR_RETURN(const Symbol origin, CountryOf(engine, options.origin));
  for (const std::string& text : options.texts) {
    LICET_ASSIGN_OR_RETURN(const Parts parts, Split(text));
    LICET_ASSIGN_OR_RETURN(const Pack* pack, engine.FindPack(parts.regime));
    LICET_ASSIGN_OR_RETURN(const Symbol destination, CountryOf(engine, parts.destination));
    Requirement requirement{0, nullptr, std::nullopt, "",
                            PlainDeal(engine.schema(), origin, destination)};
    requirement.snapshot = &engine.SnapshotOf(*pack, as_of, clocks.known_at, clocks.reading);
    LICET_RETURN_IF_ERROR(ReadWord(parts.word, &requirement));
    requirement.law = read.reasoner->AddLaw(
        *requirement.snapshot, requirement.outcome ? PatternDetail::kVerdict : PatternDetail::kAll);
    read.all.push_back(std::move(requirement));
    std::string under = parts.regime;
    for (const std::string& overlay : pack->overlays) under += " with " + overlay;
    read.texts.push_back(fmt::format("{} to {} under {}", parts.word, parts.destination, under));
    read.overlays = pack->overlays;
    if (read.pack == nullptr) read.pack = pack;
  }
  return read;
}

Result<Expression> WhereOf(const Requirements& requirements, const std::string& text,
                           const Engine& engine) {
  LICET_ASSIGN_OR_RETURN(Expression where,
                         ConditionOf(text, "--where", engine, *requirements.pack));
  for (const char* name : kRoute) {
    if (!FactsOf(engine.schema(), where).contains(engine.schema().Find(name))) continue;
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("--where asks for {}; the requirement and --from say it", name));
  }
  return where;
}

bool HoldsOf(const Expression& where, const Requirements& requirements, const Schema& schema,
             const Facts& facts) {
  return Evaluate(where, {schema, facts, requirements.all.front().snapshot->sets}) == Truth::kTrue;
}

std::set<int> FactsOf(const Schema& schema, const Expression& condition) {
  std::set<int> facts;
  for (const FactRef& ref : condition.FactsRead(schema)) {
    if (!ref.of_party) facts.insert(ref.fact);
  }
  return facts;
}

Result<std::set<int>> FreeFacts(const Schema& schema, const Expression& where) {
  std::set<int> free = FactsOf(schema, where);
  for (const auto& [fact, domain] : schema.domains()) free.insert(fact);
  for (const char* name : kRoute) {
    if (!schema.domains().contains(schema.Find(name))) continue;
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("--domain is of {}; the requirement and --from say it", name));
  }
  return free;
}

Result<std::string> EnvelopeOf(const Schema& schema, const Item& item, const Facts& facts,
                               const std::set<int>& stated) {
  std::vector<std::string> terms;
  const auto unknown = [&](const char* name) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the catalogue does not know {} of {}; say what it is with --where",
                            name, item.model));
  };
  for (const char* name : kSpecification) {
    const int fact = schema.Find(name);
    const Range& range = facts[fact].number;
    if (!range.high && stated.contains(fact)) continue;
    if (!range.high) return unknown(name);
    terms.push_back(fmt::format("{} <= {}", name, range.high->ToString()));
  }
  const int fact = schema.Find(kDatacentre);
  if (facts[fact].truth == Truth::kUnknown) {
    if (!stated.contains(fact)) return unknown(kDatacentre);
  } else {
    terms.push_back((facts[fact].truth == Truth::kTrue ? "" : "!") + std::string(kDatacentre));
  }
  return Join(terms, " && ");
}

std::string LimitText(Decimal value, bool largest, const std::string& unit) {
  const Decimal past = Decimal::FromMicros(value.micros() + (largest ? 1 : -1));
  // A line of the law has few decimals; what is met a millionth before it is met "under" it.
  const bool line = past.micros() % 1'000 == 0 && value.micros() % 1'000 != 0;
  const char* sign = line ? (largest ? "<" : ">") : (largest ? "<=" : ">=");
  return fmt::format("{} {} {}", sign, (line ? past : value).ToGroupedString(), unit);
}

std::vector<TurnText> TextsOf(const Engine& engine, const Requirements& requirements,
                              const std::vector<Turn>& turns) {
  std::vector<TurnText> texts;
  for (const Turn& turn : turns) {
    const Pack& pack = *requirements.all[turn.requirement].snapshot->pack;
    const Provision& provision = pack.provisions[static_cast<std::size_t>(turn.provision)];
    const bool asks = provision.stage == Stage::kClassify || provision.stage == Stage::kRequire ||
                      provision.stage == Stage::kRestrict || provision.stage == Stage::kExcept;
    const bool reviews =
        provision.stage == Stage::kReview && !requirements.all[turn.requirement].outcome;
    if (!provision.gives || (!asks && !reviews)) continue;
    const std::string gives = GivesText(engine.schema(), pack, provision);
    texts.push_back(
        {provision.id, turn.begins ? gives : "no longer " + gives, CiteText(provision.cite)});
  }
  return texts;
}

}  // namespace licet
