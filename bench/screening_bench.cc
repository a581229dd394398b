// How many names a second one core screens, how long one takes, and what the index
// costs. Answers are compared with a scan of all names first. Prints JSON lines
// (docs/building.md).
//
//   screening_bench [FOLDER]
//
// With a folder it also writes there what race_trigrams.py gives another program to
// do: names.tsv, queries.tsv, and in own.json and missed.tsv how this one did.

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
constexpr std::size_t kRaced = 300;  // the other program takes its time

struct Query {
  std::string text;
  std::uint32_t entry = 0;  // whose name it was
  bool slip = false;
};

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
std::vector<Query> Queries(const licet::ScreeningIndex& index) {
  licet::SeededRandom random(7);
  std::vector<Query> queries;
  while (queries.size() < kQueries) {
    Query query;
    query.entry = static_cast<std::uint32_t>(random.Next() % index.entries());
    const auto& entry = index.entry(query.entry);
    std::string& text = query.text;
    text = entry.names[random.Next() % entry.names.size()].text;
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<signed char>(c) > 0; });
    if (ascii && queries.size() % 3 != 0 && text.size() > 4) {
      query.slip = true;
      const std::size_t at = 1 + random.Next() % (text.size() - 1);
      if (queries.size() % 3 == 1) {
        text.erase(at, 1);
      } else {
        // In the case of the letter it replaces, as a typist would.
        const char first = text[at] >= 'A' && text[at] <= 'Z' ? 'A' : 'a';
        text[at] = static_cast<char>(first + random.Next() % 26);
      }
    }
    queries.push_back(std::move(query));
  }
  return queries;
}

// ---- For the race ----

// One line, one field.
std::string Field(std::string text) {
  for (char& c : text) {
    if (c == '\t' || c == '\n' || c == '\r' || c == '\\') c = ' ';
  }
  return text;
}

void WriteOrStop(licet::Disk& disk, const std::string& path, const std::string& content) {
  const auto written = disk.WriteAtomically(path, content);
  if (written) return;
  fmt::print(stderr, "{}\n", written.error().ToString());
  std::exit(2);
}

std::vector<Query> Raced(const std::vector<Query>& queries) {
  std::vector<Query> raced;
  for (const Query& query : queries) {
    if (query.slip && raced.size() < kRaced) raced.push_back(query);
  }
  return raced;
}

// {"seconds", "right"}: how long all take, and how many find their entry. The others
// are added to *missed.
std::string Race(licet::Screener& screener, const std::vector<Query>& queries, int score_min,
                 std::string* missed) {
  std::size_t right = 0;
  const auto begin = Clock::now();
  for (const Query& query : queries) {
    const auto found = screener.Screen({query.text, "", {}}, kTop, score_min);
    const bool there =
        found && std::any_of(found->hits.begin(), found->hits.end(),
                             [&](const auto& hit) { return hit.entry == query.entry; });
    right += there ? 1 : 0;
    if (!there) *missed += fmt::format("{}\t{}\n", query.entry, Field(query.text));
  }
  return fmt::format("{{\"seconds\":{:.6f},\"right\":{}}}", Seconds(Clock::now() - begin), right);
}

void WriteRace(licet::Disk& disk, const std::string& folder, const licet::ScreeningIndex& index,
               const std::vector<Query>& queries) {
  std::string names;
  for (std::uint32_t entry = 0; entry < index.entries(); ++entry) {
    for (const licet::ListedName& name : index.entry(entry).names) {
      names += fmt::format("{}\t{}\n", entry, Field(name.text));
    }
  }
  std::string lines;
  for (const Query& query : queries) {
    lines += fmt::format("{}\t{}\n", query.entry, Field(query.text));
  }
  licet::Screener screener(index);
  constexpr int kAnyScore = 1;
  std::string missed;
  Race(screener, queries, kAnyScore, &missed);  // as the other program, which is asked twice
  WriteOrStop(disk, folder + "/missed.tsv", missed);
  WriteOrStop(disk, folder + "/names.tsv", names);
  WriteOrStop(disk, folder + "/queries.tsv", lines);
  WriteOrStop(
      disk, folder + "/own.json",
      fmt::format("{{\"ranked\":{},\"shown\":{}}}\n", Race(screener, queries, kAnyScore, &missed),
                  Race(screener, queries, licet::kNearScore, &missed)));
}

}  // namespace

int main(int argc, char** argv) {
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

  const std::vector<Query> queries = Queries(index);
  licet::NameReader reader(*words);
  licet::NameSearch search(index.names());
  for (std::size_t i = 0; i < queries.size(); i += queries.size() / kCompared) {
    const auto name = reader.Read(queries[i].text);
    if (name &&
        search.Top(*name, kTop, licet::kNearScore) != search.Scan(*name, kTop, licet::kNearScore)) {
      fmt::print(stderr, "another answer than the scan for {}\n", queries[i].text);
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
  for (const Query& query : queries) {
    const auto one = Clock::now();
    const auto found = screener.Screen({query.text, "", {}}, kTop);
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
    if (auto name = reader.Read(queries[i].text)) read.push_back(std::move(*name));
  }
  long sum = 0;
  const auto pairs = Clock::now();
  constexpr std::size_t kPairs = 400'000;
  for (std::size_t i = 0; i < kPairs; ++i) {
    sum += search.Score(read[i % read.size()], read[(i * 7 + i / read.size()) % read.size()]);
  }
  Print("pair", Seconds(Clock::now() - pairs) * 1e6 / kPairs, "us", kPairs, 2, false);
  if (argc > 1) WriteRace(*disk, argv[1], index, Raced(queries));
  fmt::print(stderr, "{} entries, {} names, {} hits, sum {}\n", index.entries(), names, hits, sum);
  return 0;
}
