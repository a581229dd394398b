// ledger_simulate [COMMANDS [FIRST_SEED [COMMANDS_A_LIFE]]]: lives of a ledger on
// every core, one seed each, until so many commands were answered. Prints figures
// as JSON lines; exits 1 with the seed when a promise was broken.

#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <string_view>
#include <thread>
#include <vector>

#include "simulator.h"

namespace licet {
namespace {

class Lives {
 public:
  Lives(std::uint64_t commands, std::uint64_t first_seed, std::uint64_t each)
      : wanted_(commands), each_(each), next_seed_(first_seed) {}

  void Run() {
    std::vector<std::jthread> threads;
    const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
    for (unsigned i = 0; i < cores; ++i) threads.emplace_back([this] { Work(); });
  }
  const SimulationReport& total() const { return total_; }
  std::uint64_t lives() const { return lives_; }

 private:
  void Work() {
    while (!done_) {
      const auto report = Simulate({.seed = next_seed_++, .commands = each_});
      const std::scoped_lock lock(mutex_);
      total_.Add(report);
      ++lives_;
      if (!report.failure.empty()) {
        fmt::print(stderr, "seed {}: {}\n", report.seed, report.failure);
      }
      if (!report.failure.empty() || total_.commands >= wanted_) done_ = true;
    }
  }

  const std::uint64_t wanted_;
  const std::uint64_t each_;
  std::atomic<std::uint64_t> next_seed_;
  std::atomic<bool> done_ = false;
  std::mutex mutex_;
  SimulationReport total_;
  std::uint64_t lives_ = 0;
};

void Print(std::string_view name, double value, std::string_view unit) {
  fmt::print("{{\"name\":\"simulate {}\",\"value\":{:.0f},\"unit\":\"{}\",\"n\":1}}\n", name, value,
             unit);
}

void PrintReport(const SimulationReport& total, std::uint64_t lives, double seconds) {
  Print("commands", static_cast<double>(total.commands), "commands");
  Print("speed", static_cast<double>(total.commands) / seconds, "commands/s");
  const std::pair<std::string_view, std::uint64_t> counts[] = {
      {"lives", lives},
      {"batches", total.batches},
      {"accepted", total.accepted},
      {"repeats answered the same", total.repeated},
      {"power failures", total.power_failures},
      {"kills", total.kills},
      {"interrupted batches that were there", total.unfinished},
      {"errors of the disk", total.faults},
      {"bits turned", total.flips},
      {"bits turned and noticed", total.flips_noticed},
      {"bits turned that mean nothing", total.flips_harmless},
      {"bits turned that end the log", total.flips_in_log},
      {"syncs", total.syncs}};
  for (const auto& [name, count] : counts) Print(name, static_cast<double>(count), "times");
  for (std::size_t i = 0; i < total.refused.size(); ++i) {
    Print(fmt::format("refused {}", NamesOf<RefusalCode>::kNames[i]),
          static_cast<double>(total.refused[i]), "commands");
  }
}

int Main(int argc, char** argv) {
  std::uint64_t numbers[] = {100'000'000, 1, 3000};
  for (int i = 1; i < argc; ++i) {
    const std::string_view text = argv[i];
    std::uint64_t* number = i <= 3 ? &numbers[i - 1] : nullptr;
    const char* end = text.data() + text.size();
    if (number == nullptr || std::from_chars(text.data(), end, *number).ptr != end ||
        *number == 0) {
      fmt::print(stderr,
                 "ledger_simulate: '{}' is no number above 0; "
                 "ledger_simulate [COMMANDS [FIRST_SEED [COMMANDS_A_LIFE]]]\n",
                 text);
      return 2;
    }
  }
  Lives lives(numbers[0], numbers[1], numbers[2]);
  const auto start = std::chrono::steady_clock::now();
  lives.Run();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  PrintReport(lives.total(), lives.lives(), took.count());
  if (lives.total().failure.empty()) return 0;
  fmt::print(stderr, "a promise was broken; find it again with: ledger_simulate 1 {} {}\n",
             lives.total().seed, numbers[2]);
  return 1;
}

}  // namespace
}  // namespace licet

int main(int argc, char** argv) { return licet::Main(argc, argv); }
