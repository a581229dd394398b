#include "stopwatch.h"

namespace licet {
namespace {

using Timer = std::chrono::steady_clock;
constexpr std::chrono::milliseconds kLook{20};

}  // namespace

Stopwatch::Stopwatch(z3::context* context)
    : context_(context), watcher_([this](const std::stop_token& stop) { Watch(stop); }) {}

z3::check_result Stopwatch::Check(z3::solver* solver, Time end, z3::expr_vector* assumed) {
  if (Timer::now() >= end) return z3::unknown;
  Set(end);
  try {
    const z3::check_result result = assumed != nullptr ? solver->check(*assumed) : solver->check();
    Set(std::nullopt);
    // An interruption that came too late for the answer would fall on what is done with it.
    return Timer::now() >= end ? z3::unknown : result;
  } catch (...) {
    Set(std::nullopt);
    throw;
  }
}

// The watcher is not woken: it looks often enough.
void Stopwatch::Set(std::optional<Time> end) {
  const std::scoped_lock lock(mutex_);
  end_ = end;
}

// An interruption that comes before the solver has begun, or after it has ended, is lost;
// the next look repeats it.
void Stopwatch::Watch(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    look_.wait_for(lock, stop, kLook, [] { return false; });
    if (end_ && Timer::now() >= *end_) context_->interrupt();
  }
}

}  // namespace licet
