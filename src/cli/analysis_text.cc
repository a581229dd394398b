#include "analysis_text.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {

Result<ReplaySetting> ReadLaw(Console& console, const std::string& text) {
  LICET_ASSIGN_OR_RETURN(const auto regimes, console.disk.ListFolders(console.home + "/regimes"));
  LICET_ASSIGN_OR_RETURN(ReplaySetting setting,
                         ParseReplaySetting(text, "REGIME@DATE", regimes, console.clock.Today()));
  if (setting.clocks.as_of) return setting;
  return Fail(ErrorCode::kInvalidArgument,
              "a solver looks at one day; write it, as in us-ear@2026-11-21");
}

Result<Engine> LoadLaw(Console& console, const CommonOptions& options,
                       const ReplaySetting& setting) {
  CommonOptions common = options;
  common.overlays = setting.overlays;
  OrderFilesOptions no_orders;
  no_orders.no_screening = true;
  return LoadEngine(console, common, no_orders);
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
