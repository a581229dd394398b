// Mistakes that a pack can load with: what no fact can show and no case finds.
// What is meant all the same is allowed where it stands, with its reason:
// 'lint: {gap: "no rule was in force between the two"}'.
//
// What makes a pack unreadable (ends before effective, undefined sets, unknown
// defeaters ...) is refused at loading and never comes here.
//
// Thread safety: pure functions.

#ifndef LICET_REGIME_LINT_H_
#define LICET_REGIME_LINT_H_

#include <string>
#include <vector>

#include "licet/regime/pack.h"

namespace licet {

struct LintFinding {
  Place place;
  std::string check;    // one of LintChecks()
  std::string subject;  // id of the provision, name of the set
  std::string sentence;
};

struct LintCheck {
  std::string name;
  std::string means;
  bool by_solver = false;  // found by Reach (analysis/reach.h), not by Lint
};
const std::vector<LintCheck>& LintChecks();

// Of an allowance that allows nothing.
std::string UnneededSentence(const std::string& check);

// By place.
std::vector<LintFinding> Lint(const Pack& pack, const Schema& schema);

}  // namespace licet

#endif  // LICET_REGIME_LINT_H_
