// What the commands that ask a solver share: which law, which condition, and how a
// transaction that was found is written.

#ifndef LICET_CLI_ANALYSIS_TEXT_H_
#define LICET_CLI_ANALYSIS_TEXT_H_

#include <array>
#include <exception>
#include <string>
#include <vector>

#include "commands.h"
#include "licet/analysis/reasoner.h"
#include "licet/gate/replay.h"

namespace licet {

// "us-ear@2026-11-21,codified": a regime on one day.
Result<ReplaySetting> ReadLaw(Console& console, const std::string& text);
// An engine with no parties, its facts in the domains that the user stated.
Result<Engine> LoadLaw(Console& console, const CommonOptions& options);
// The same with the law's overlays.
Result<Engine> LoadLaw(Console& console, const CommonOptions& options,
                       const ReplaySetting& setting);

// ", item.tpp=0..20000 and item.has_hbm=false": an answer holds in these domains only.
std::string DomainsText(const CommonOptions& options);

// The condition of an option, which may name facts and the regime's sets.
Result<Expression> ConditionOf(const std::string& text, const std::string& option,
                               const Engine& engine, const Pack& pack);

// Of a condition that no transaction meets, anything would be proved: an error that names
// the option.
Status ExpectSome(Reasoner* reasoner, const Expression& condition, const SetMembers& sets,
                  const std::string& option);

// The solver throws when it runs out of memory or into a defect of its own.
template <typename T, typename F>
T Guarded(const F& ask) {
  try {
    return ask();
  } catch (const std::exception& error) {
    return Fail(ErrorCode::kLimit, std::string("the solver gave up: ") + error.what());
  }
}

using WitnessRow = std::array<std::string, 3>;  // fact, value, meaning
std::vector<WitnessRow> RowsOfWitness(const Engine& engine, const Witness& witness);

}  // namespace licet

#endif  // LICET_CLI_ANALYSIS_TEXT_H_
