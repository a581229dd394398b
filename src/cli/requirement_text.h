// "us-ear: no-licence-required to CN": what a law shall say of an item that is sold.

#ifndef LICET_CLI_REQUIREMENT_TEXT_H_
#define LICET_CLI_REQUIREMENT_TEXT_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "licet/analysis/design.h"
#include "licet/gate/engine.h"
#include "licet/gate/judge.h"

namespace licet {

// Options that `regime design` and `item respec` share.
struct RequirementOptions {
  std::vector<std::string> texts;
  std::string where;          // condition of the user's, or ""
  std::string origin = "US";  // where the item is sold from
  int seconds = 10;
};

// Requirements on one day, with the solver that knows their laws.
struct Requirements {
  std::unique_ptr<Reasoner> reasoner;
  std::vector<Requirement> all;
  std::vector<std::string> texts;     // "no-licence-required to CN under us-ear", by requirement
  std::vector<std::string> overlays;  // laid over the law, by name
  const Pack* pack = nullptr;         // of the first; conditions may name its sets
};

Result<Requirements> ReadRequirements(Engine& engine, const RequirementOptions& options, Date as_of,
                                      const Clocks& clocks);

// One circuit is sold, and computes in all what it computes.
inline constexpr std::string_view kOneCircuit =
    "item.total_tpp == item.tpp && transaction.total_tpp == item.tpp";

// The condition of --where, which leaves the route to the requirements.
Result<Expression> WhereOf(const Requirements& requirements, const std::string& text,
                           const Engine& engine);
// Whether it surely holds, by the naive evaluator.
bool HoldsOf(const Expression& where, const Requirements& requirements, const Schema& schema,
             const Facts& facts);

// Facts that the plain deal leaves to the condition, or to a domain that was stated.
Result<std::set<int>> FreeFacts(const Schema& schema, const Expression& where);

// What an item of the catalogue can do at most, as a condition: a part cut from it. Facts that
// the catalogue gives as ranges count as their upper ends; an unknown one is an error unless
// `stated` (a condition's facts) has it.
Result<std::string> EnvelopeOf(const Schema& schema, const Item& item, const Facts& facts,
                               const std::set<int>& stated);
// Numbers of the facts that a condition reads.
std::set<int> FactsOf(const Schema& schema, const Expression& condition);

// The limit of a metric as people write lines: "< 4,800" for 4,799.999999 at most.
std::string LimitText(Decimal value, bool largest, const std::string& unit);

// The turns that say most: what is given or taken, each provision with its citation.
struct TurnText {
  std::string provision;
  std::string effect;  // "-> 3A090.a", "no longer -> ..."
  std::string cite;
};
std::vector<TurnText> TextsOf(const Engine& engine, const Requirements& requirements,
                              const std::vector<Turn>& turns);

}  // namespace licet

#endif  // LICET_CLI_REQUIREMENT_TEXT_H_
