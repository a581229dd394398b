// Which provisions the cases try, and from which side: for each one, whether
// some case makes it fire and whether some case makes it just not fire.
//
// A provision just does not fire in a case when it certainly does not and
//   - it is in force, and one part of its condition, or one defeater, would have
//     to come out the other way (FlipsToHold); or
//   - it is not in force, the day is the one before it begins to bind, the one on
//     which it ends, or the one before its announcement for the known time, and
//     its condition holds there or it fires on the neighbouring day.
//
// Thread safety: pure functions, but for those that take an Engine.

#ifndef LICET_GATE_COVERAGE_H_
#define LICET_GATE_COVERAGE_H_

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "licet/gate/cases.h"
#include "licet/gate/judge.h"

namespace licet {

// What one case showed of the provisions, by id.
struct Shown {
  std::set<std::string> fired;
  std::set<std::string> just_not;
};

// The gate's answer on another day, for the same facts; only its determination,
// snapshot and facts are looked at.
using AnswerOn = std::function<GateAnswer(const Clocks& clocks)>;

// Adds what the answer shows. `clocks` are those it was given under, with as_of.
void NoteShown(const Schema& schema, const GateAnswer& answer, const Clocks& clocks,
               const AnswerOn& answer_on, Shown* shown);

struct ProvisionCoverage {
  const Pack* pack = nullptr;
  int provision = -1;
  int fires = 0;  // cases
  int just_not = 0;
  const CaseResult* fires_example = nullptr;  // the first ones
  const CaseResult* just_not_example = nullptr;

  bool lacking() const { return fires == 0 || just_not == 0; }
};

// By pack, then in the packs' order. Points into `results`.
std::vector<ProvisionCoverage> CoverageOf(const Engine& engine,
                                          const std::vector<CaseResult>& results);

}  // namespace licet

#endif  // LICET_GATE_COVERAGE_H_
