#include "analysis_text.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {
namespace {

// Where no transaction is left, anything would be proved.
Status ExpectTransactions(const Schema& schema) {
  if (schema.domains().empty()) return {};
  constexpr std::chrono::seconds kLimit{10};
  Reasoner reasoner(schema, kLimit);
  if (reasoner.Ask(reasoner.Always()) != Search::kNone) return {};
  return Fail(ErrorCode::kInvalidArgument,
              "the domains leave no transaction: an assembly computes no less than its largest "
              "circuit (item.total_tpp, item.tpp), and TPP is at most 64 times item.peak_tops; "
              "widen one of them");
}

}  // namespace

Result<ReplaySetting> ReadLaw(Console& console, const std::string& text) {
  LICET_ASSIGN_OR_RETURN(const auto regimes, console.disk.ListFolders(console.home + "/regimes"));
  LICET_ASSIGN_OR_RETURN(ReplaySetting setting,
                         ParseReplaySetting(text, "REGIME@DATE", regimes, console.clock.Today()));
  if (setting.clocks.as_of) return setting;
  return Fail(ErrorCode::kInvalidArgument,
              "a solver looks at one day; write it, as in us-ear@2026-11-21");
}

Result<Engine> LoadLaw(Console& console, const CommonOptions& options) {
  OrderFilesOptions no_orders;
  no_orders.no_screening = true;
  LICET_ASSIGN_OR_RETURN(Engine engine, LoadEngine(console, options, no_orders));
  LICET_RETURN_IF_ERROR(Guarded<Status>([&] { return ExpectTransactions(engine.schema()); }));
  return engine;
}

Result<Engine> LoadLaw(Console& console, const CommonOptions& options,
                       const ReplaySetting& setting) {
  CommonOptions common = options;
  common.overlays = setting.overlays;
  return LoadLaw(console, common);
}

Status ExpectSome(Reasoner* reasoner, const Expression& condition, const SetMembers& sets,
                  const std::string& option) {
  if (reasoner->Ask(reasoner->Holds(condition, sets)) != Search::kNone) return {};
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("no transaction meets {}, so that anything is true of them: {}; look at "
                          "its figures and at the bounds of regimes/schema.yaml, which --domain "
                          "changes",
                          option, condition.text()));
}

std::string DomainsText(const CommonOptions& options) {
  return options.domains.empty() ? "" : ", " + Join(options.domains, " and ");
}

// The condition of an option, which may name facts and the regime's sets.
Result<Expression> ConditionOf(const std::string& text, const std::string& option,
                               const Engine& engine, const Pack& pack) {
  SetNames sets;
  for (std::size_t i = 0; i < pack.sets.size(); ++i) {
    sets.numbers.emplace(pack.sets[i].name, static_cast<int>(i));
  }
  LICET_ASSIGN_OR_RETURN(Expression condition,
                         Expression::Compile(text, engine.schema(), sets, {option, 0, 0}, false));
  for (const FactRef& ref : condition.FactsRead(engine.schema())) {
    if (ref.of_party) continue;
    const FactDecl& fact = engine.schema().facts()[static_cast<std::size_t>(ref.fact)];
    if (fact.stage.empty()) continue;
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} asks for {}, which is a result and no fact; claim an outcome with "
                            "--always or --never instead",
                            option, Quoted(fact.name)));
  }
  return condition;
}

std::vector<WitnessRow> RowsOfWitness(const Engine& engine, const Witness& witness) {
  std::vector<WitnessRow> rows;
  for (const int number : witness.told) {
    const FactDecl& fact = engine.schema().facts()[static_cast<std::size_t>(number)];
    rows.push_back({fact.name, FormatValue(fact, witness.facts[number], engine.schema().symbols()),
                    fact.means});
  }
  return rows;
}

}  // namespace licet
