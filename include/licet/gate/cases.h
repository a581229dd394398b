// Runs the readable decisions under cases/ (format: docs/cases.md) and says
// which of their expectations do not hold.
//
// Thread safety: as Engine.

#ifndef LICET_GATE_CASES_H_
#define LICET_GATE_CASES_H_

#include <set>
#include <string>
#include <vector>

#include "licet/gate/engine.h"

namespace licet {

struct CaseResult {
  std::string topic;
  std::string title;
  std::string cite;
  Place place;
  std::vector<std::string> failures;  // empty: the case holds
  std::set<std::string> fired;        // provisions that fired (see coverage.h)
  std::set<std::string> just_not;     // provisions that just did not fire
};

// One file. A case that cannot be read (unknown fact, item, party ...) is an
// error of the whole file, with its place.
Result<std::vector<CaseResult>> RunCases(Engine& engine, const Yaml& document);

}  // namespace licet

#endif  // LICET_GATE_CASES_H_
