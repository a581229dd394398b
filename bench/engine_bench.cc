// How long the engine takes to load, and how many orders a second one core
// judges with the naive evaluator. Prints JSON lines (docs/building.md).

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "licet/gate/batch.h"
#include "licet/gate/engine.h"
#include "licet/gate/json.h"
#include "licet/gate/judge.h"

namespace {

const std::string kHome = LICET_SOURCE_DIR;

licet::Engine LoadEngine(licet::Disk& disk) {
  const std::string orders = kHome + "/data/orders/";
  auto engine =
      licet::Engine::Load(disk, {kHome, "", orders + "parties.csv", orders + "owners.csv"});
  if (!engine) {
    fmt::print(stderr, "{}\n", engine.error().ToString());
    std::exit(2);
  }
  return std::move(*engine);
}

std::vector<licet::Order> LoadOrders(licet::Disk& disk) {
  std::vector<licet::Order> orders;
  auto reader = licet::OrderReader::Open(disk, kHome + "/data/orders/public-record.csv");
  licet::Order order;
  while (reader && reader->Next(&order).value_or(false)) orders.push_back(order);
  return orders;
}

// From cold to an engine whose regimes of the day are compiled.
void BM_LoadAndCompile(benchmark::State& state) {
  const auto disk = licet::RealDisk();
  const std::vector<licet::Order> orders = LoadOrders(*disk);
  for (auto _ : state) {
    licet::Engine engine = LoadEngine(*disk);
    licet::BatchJudge judge(engine, {});
    *judge.Next() = orders.back();
    if (!judge.Take()) std::exit(2);
    judge.Run();
    benchmark::DoNotOptimize(judge.kinds());
  }
}
BENCHMARK(BM_LoadAndCompile)->Unit(benchmark::kMillisecond);

void BM_LoadEverything(benchmark::State& state) {
  const auto disk = licet::RealDisk();
  for (auto _ : state) benchmark::DoNotOptimize(LoadEngine(*disk));
}
BENCHMARK(BM_LoadEverything)->Unit(benchmark::kMillisecond);

// One pass over the order book; `explained` also builds the JSON with all
// reasons.
void JudgeAll(benchmark::State& state, bool explained) {
  const auto disk = licet::RealDisk();
  licet::Engine engine = LoadEngine(*disk);
  const std::vector<licet::Order> orders = LoadOrders(*disk);
  std::int64_t judged = 0;
  for (auto _ : state) {
    for (const licet::Order& order : orders) {
      auto decision = licet::Judge(engine, order, {});
      if (explained) benchmark::DoNotOptimize(licet::DecisionJson(engine, *decision));
      benchmark::DoNotOptimize(decision);
    }
    judged += static_cast<std::int64_t>(orders.size());
  }
  state.SetItemsProcessed(judged);
}
void BM_Judge(benchmark::State& state) { JudgeAll(state, false); }
void BM_JudgeAndExplain(benchmark::State& state) { JudgeAll(state, true); }
BENCHMARK(BM_Judge)->Unit(benchmark::kMillisecond);
BENCHMARK(BM_JudgeAndExplain)->Unit(benchmark::kMillisecond);

// One JSON line a benchmark: orders per second where there are any, else the
// time of one round.
class JsonLines : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      const auto rate = run.counters.find("items_per_second");
      const bool counted = rate != run.counters.end();
      const double value = counted ? static_cast<double>(rate->second) : run.GetAdjustedRealTime();
      fmt::print("{{\"name\":\"{}\",\"value\":{:.3f},\"unit\":\"{}\",\"n\":{}",
                 run.benchmark_name(), value, counted ? "orders/s" : "ms", run.iterations);
      if (run.benchmark_name() == "BM_LoadAndCompile") {
        constexpr double kTarget = 100;
        fmt::print(",\"target\":{},\"ok\":{}", kTarget, value <= kTarget);
      }
      fmt::print("}}\n");
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  JsonLines reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
