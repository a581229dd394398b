// What of a regime can come true: mistakes that only a solver sees, looked for on every day
// on which the law is another, under each reading.
//
// Thread safety: no other call with the same schema may run beside Reach.

#ifndef LICET_ANALYSIS_REACH_H_
#define LICET_ANALYSIS_REACH_H_

#include <functional>
#include <optional>
#include <vector>

#include "licet/analysis/reasoner.h"
#include "licet/regime/lint.h"

namespace licet {

struct ReachFinding {
  LintFinding finding;
  // Where it is seen; none where nothing is.
  std::optional<Witness> witness;
};

struct ReachOptions {
  Date known_at = Date::Max();
  std::chrono::milliseconds limit{10'000};  // of each question
  // Days done, of how many.
  std::function<void(std::size_t, std::size_t)> progress = [](std::size_t, std::size_t) {};
};

// The checks that LintChecks() marks as a solver's, by place. What the time did not
// suffice for is a finding too.
std::vector<ReachFinding> Reach(const Pack& pack, const Schema& schema,
                                const ReachOptions& options);

}  // namespace licet

#endif  // LICET_ANALYSIS_REACH_H_
