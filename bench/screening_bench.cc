// How many names a second one core screens, how long one takes, and what the index
// costs. Answers are compared with a scan of all names first. Prints JSON lines
// (docs/building.md).

#include <fmt/format.h>

#include <chrono>
#include <vector>

#include "licet/screening/screener.h"
#include "listed_names.h"

namespace {

using licet::NameHit;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kQueries = 20'000;
constexpr std::size_t kCompared = 60;
constexpr std::size_t kTop = 10;

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

void Print(const char* name, double value, const char* unit, std::size_t n, double target,
           bool at_least) {
  const bool ok = at_least ? value >= target : value <= target;
  fmt::print(
      "{{\"name\":\"screening/{}\",\"value\":{:.2f},\"unit\":\"{}\",\"n\":{},\"target\":{},"
      "\"ok\":{}}}\n",
      name, value, unit, n, target, ok);
  std::fflush(stdout);
}

// Listed names as people write them: two of three with a slip.
std::vector<std::string> Queries(const licet::ScreeningIndex& index) {
  licet::SeededRandom random(7);
  std::vector<std::string> queries;
  while (queries.size() < kQueries) {
    const auto& entry = index.entry(static_cast<std::uint32_t>(random.Next() % index.entries()));
    std::string text = entry.names[random.Next() % entry.names.size()].text;
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<signed char>(c) > 0; });
    if (ascii && queries.size() % 3 != 0 && text.size() > 4) {
      const std::size_t at = 1 + random.Next() % (text.size() - 1);
      if (queries.size() % 3 == 1) {
        text.erase(at, 1);
      } else {
        text[at] = static_cast<char>('a' + random.Next() % 26);
      }
    }
    queries.push_back(std::move(text));
  }
  return queries;
}

}  // namespace

int main() {
  const std::string home = LICET_SOURCE_DIR;
  const auto disk = licet::RealDisk();
  const auto words = licet::Words::Load(*disk, home + "/data/names");
  if (!words) {
    fmt::print(stderr, "{}\n", words.error().ToString());
    return 2;
  }
  std::vector<licet::RestrictedList> lists = licet::ListedNames(home).Load();
  const auto start = Clock::now();
  const licet::ScreeningIndex index(std::move(lists), *words);
  const double build = Seconds(Clock::now() - start);

  const std::vector<std::string> queries = Queries(index);
  licet::NameReader reader(*words);
  licet::NameSearch search(index.names());
  for (std::size_t i = 0; i < queries.size(); i += queries.size() / kCompared) {
    const auto name = reader.Read(queries[i]);
    if (name &&
        search.Top(*name, kTop, licet::kNearScore) != search.Scan(*name, kTop, licet::kNearScore)) {
      fmt::print(stderr, "another answer than the scan for {}\n", queries[i]);
      return 1;
    }
  }
  const std::size_t names = index.names().names();
  Print("build", build, "s", names, 1, false);
  Print("memory", static_cast<double>(index.names().bytes()) / (1 << 20), "MiB", names, 200, false);

  licet::Screener screener(index);
  std::vector<double> times;
  std::size_t hits = 0;
  const auto begin = Clock::now();
  for (const std::string& query : queries) {
    const auto one = Clock::now();
    const auto found = screener.Screen({query, "", {}}, kTop);
    times.push_back(Seconds(Clock::now() - one) * 1e6);
    hits += found ? found->hits.size() : 0;
  }
  const double batch = Seconds(Clock::now() - begin);
  std::sort(times.begin(), times.end());
  Print("batch", static_cast<double>(kQueries) / batch, "names/s", kQueries, 20'000, true);
  Print("single/p50", times[times.size() / 2], "us", kQueries, 100, false);
  Print("single/p99", times[times.size() * 99 / 100], "us", kQueries, 1000, false);

  std::vector<licet::Name> read;
  for (std::size_t i = 0; i < 2000; ++i) {
    if (auto name = reader.Read(queries[i])) read.push_back(std::move(*name));
  }
  long sum = 0;
  const auto pairs = Clock::now();
  constexpr std::size_t kPairs = 400'000;
  for (std::size_t i = 0; i < kPairs; ++i) {
    sum += search.Score(read[i % read.size()], read[(i * 7 + i / read.size()) % read.size()]);
  }
  Print("pair", Seconds(Clock::now() - pairs) * 1e6 / kPairs, "us", kPairs, 2, false);
  fmt::print(stderr, "{} entries, {} names, {} hits, sum {}\n", index.entries(), names, hits, sum);
  return 0;
}
