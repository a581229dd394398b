// Questions to a solver that end when their time is over.
//
// A solver's own limit starts a timer for every question, which takes as long as many an
// answer: one thread that looks at the clock now and then serves them all.
//
// Thread safety: one Stopwatch, one thread.

#ifndef LICET_ANALYSIS_STOPWATCH_H_
#define LICET_ANALYSIS_STOPWATCH_H_

#include <z3++.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace licet {

class Stopwatch {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // Watches solvers of this context, which must outlive it.
  explicit Stopwatch(z3::context* context);

  // `unknown` when there was no answer by `end`, or soon after.
  z3::check_result Check(z3::solver* solver, Time end, z3::expr_vector* assumed = nullptr);

 private:
  void Watch(const std::stop_token& stop);
  void Set(std::optional<Time> end);

  z3::context* context_;
  std::mutex mutex_;
  std::condition_variable_any look_;
  std::optional<Time> end_;  // of the question that the solver is asked now
  std::jthread watcher_;     // ends before what it looks at
};

}  // namespace licet

#endif  // LICET_ANALYSIS_STOPWATCH_H_
