// How many decisions a second one core takes on decision tables of 6, 300 and
// 10,000 rows: on columns, one at a time, with its citation, with the full
// explanation. Prints JSON lines (docs/building.md).
//
//   rules_bench [FOLDER [PEERS]]
//
// FOLDER (build/bench) holds table-N.json, inputs-N.csv and expected-N.csv for each
// number of rows: six inputs, rows of intervals [low, high), lists of codes and
// truths, and the row that each input hits first. PEERS has the JSON lines of
// other engines on the same files. Every answer is compared with the expected row
// before anything is timed.

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "licet/base/seams.h"
#include "licet/base/text.h"
#include "licet/rules/table.h"

namespace {

using Json = nlohmann::json;
using Clock = std::chrono::steady_clock;
using licet::RuleTable;
using licet::Symbol;
using licet::TableRecord;
using licet::Truth;

constexpr std::size_t kFileMax = std::size_t{1} << 28;
constexpr auto kWindow = std::chrono::milliseconds(20);
constexpr int kWindows = 50;

[[noreturn]] void Die(const std::string& sentence) {
  fmt::print(stderr, "rules_bench: {}\n", sentence);
  std::exit(2);
}

template <typename T>
T OrDie(licet::Result<T> result) {
  if (!result) Die(result.error().ToString());
  return std::move(*result);
}

std::string ReadFile(licet::Disk& disk, const std::string& path) {
  return OrDie(disk.ReadAll(path, kFileMax));
}

// ------------------------------------------------------------------ the race

// The table as the product knows it, and the inputs in both of its forms.
struct Race {
  std::string rows_text;  // "300"
  std::unique_ptr<licet::Schema> schema;
  std::vector<licet::Expression> rows;
  std::vector<std::string> citations;
  std::vector<std::string> names;                 // of the inputs, as in the file
  std::vector<std::vector<std::int64_t>> inputs;  // by name
  std::vector<int> expected;

  // In the order of the table's columns.
  std::vector<std::int64_t> records;
  std::vector<std::vector<std::int64_t>> numbers;
  std::vector<std::vector<Symbol>> words;
  std::vector<std::vector<Truth>> truths;
  std::vector<licet::TableColumn> columns;
};

std::unique_ptr<licet::Schema> MakeSchema(const Json& inputs) {
  std::string text =
      "schema: 1\nunits: {unit: \"any\"}\n"
      "party: {entity: {type: symbol, means: \"key\"}}\nfacts:\n";
  for (const Json& input : inputs) {
    const std::string name = input["name"];
    if (input["type"] == "integer") {
      text += fmt::format("  {}: {{type: number, unit: unit, means: \"input\"}}\n", name);
    } else if (input["type"] == "bool") {
      text += fmt::format("  {}: {{type: bool, means: \"input\"}}\n", name);
    } else {
      std::vector<std::string> values;
      for (const Json& value : input["values"]) values.push_back("\"" + std::string(value) + "\"");
      text += fmt::format("  {}: {{type: symbol, values: [{}], means: \"input\"}}\n", name,
                          licet::Join(values, ", "));
    }
  }
  const licet::Yaml document = OrDie(licet::Yaml::Parse(text, "schema"));
  return std::make_unique<licet::Schema>(OrDie(licet::Schema::Parse(document, {})));
}

// {"tpp": [4800, null], "destination": ["CN"]} as a condition.
std::string ConditionOf(const Json& when) {
  std::vector<std::string> parts;
  for (const auto& [name, want] : when.items()) {
    if (want.is_boolean()) {
      parts.push_back((want.get<bool>() ? "" : "!") + name);
    } else if (want[0].is_string()) {
      parts.push_back(fmt::format("{} in {}", name, want.dump()));
    } else {
      if (!want[0].is_null()) parts.push_back(fmt::format("{} >= {}", name, want[0].dump()));
      if (!want[1].is_null()) parts.push_back(fmt::format("{} < {}", name, want[1].dump()));
    }
  }
  return parts.empty() ? "true" : licet::Join(parts, " && ");
}

std::vector<std::vector<std::string>> ReadCsv(licet::Disk& disk, const std::string& path) {
  std::vector<std::vector<std::string>> lines;
  const std::string text = ReadFile(disk, path);
  for (std::string_view line : licet::Split(text, '\n')) {
    if (line.empty()) continue;
    std::vector<std::string>& fields = lines.emplace_back();
    for (std::string_view field : licet::Split(line, ',')) fields.emplace_back(field);
  }
  return lines;
}

std::int64_t NumberOf(const licet::Schema& schema, const std::string& name,
                      const std::string& text) {
  const auto fact = static_cast<std::size_t>(schema.Find(name));
  const licet::FactDecl& decl = schema.facts()[fact];
  const licet::Value value = OrDie(licet::ParseValue(decl, text, schema.symbols()));
  if (decl.type == licet::FactType::kBool) return value.truth == Truth::kTrue;
  if (decl.type == licet::FactType::kSymbol) return *value.symbol;
  return value.number.low->micros();
}

Race ReadRace(licet::Disk& disk, const std::string& folder, const std::string& rows_text) {
  Race race;
  race.rows_text = rows_text;
  const Json table = Json::parse(ReadFile(disk, fmt::format("{}/table-{}.json", folder, rows_text)),
                                 nullptr, false);
  if (table.is_discarded()) Die("the table is not JSON; write it again with make_table.mjs");
  race.schema = MakeSchema(table["inputs"]);
  for (const Json& row : table["rows"]) {
    race.rows.push_back(
        OrDie(licet::Expression::Compile(ConditionOf(row["when"]), *race.schema, {})));
    race.citations.push_back(row["cite"]);
  }
  for (const Json& input : table["inputs"]) race.names.push_back(input["name"]);
  auto lines = ReadCsv(disk, fmt::format("{}/inputs-{}.csv", folder, rows_text));
  if (lines.empty() || lines[0] != race.names) Die("the inputs have other columns than the table");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    auto& values = race.inputs.emplace_back();
    for (std::size_t c = 0; c < race.names.size(); ++c) {
      values.push_back(NumberOf(*race.schema, race.names[c], lines[i][c]));
    }
  }
  const auto expected = ReadCsv(disk, fmt::format("{}/expected-{}.csv", folder, rows_text));
  for (std::size_t i = 1; i < expected.size(); ++i) {
    race.expected.push_back(std::atoi(expected[i][0].c_str()) - 1);
  }
  if (race.expected.size() != race.inputs.size()) Die("inputs and expected rows differ in number");
  return race;
}

void LayOut(const RuleTable& table, Race* race) {
  const std::size_t width = table.columns().size();
  race->numbers.resize(width);
  race->words.resize(width);
  race->truths.resize(width);
  std::vector<std::size_t> places;
  for (int fact : table.columns()) {
    const std::string& name = race->schema->facts()[static_cast<std::size_t>(fact)].name;
    places.push_back(static_cast<std::size_t>(
        std::find(race->names.begin(), race->names.end(), name) - race->names.begin()));
  }
  for (const auto& values : race->inputs) {
    for (std::size_t c = 0; c < width; ++c) {
      const std::int64_t value = values[places[c]];
      race->records.push_back(value);
      race->numbers[c].push_back(value);
      race->words[c].push_back(static_cast<Symbol>(value));
      race->truths[c].push_back(licet::ToTruth(value != 0));
    }
  }
  race->columns.resize(width);
  for (std::size_t c = 0; c < width; ++c) {
    const auto fact = static_cast<std::size_t>(table.columns()[c]);
    const licet::FactType type = race->schema->facts()[fact].type;
    licet::TableColumn& column = race->columns[c];
    if (type == licet::FactType::kBool) column.truths = race->truths[c].data();
    if (type == licet::FactType::kSymbol) column.words = race->words[c].data();
    if (type == licet::FactType::kNumber) column.numbers = race->numbers[c].data();
  }
}

TableRecord RecordOf(const Race& race, std::size_t i) {
  const std::size_t width = race.columns.size();
  return {std::span(race.records).subspan(i * width, width)};
}

// ------------------------------------------------------------- verification

void Verify(const RuleTable& table, const Race& race) {
  std::vector<std::int32_t> rows(race.inputs.size());
  std::vector<const std::string*> citations(rows.size());
  table.FirstOfEach(race.columns, rows, citations.data());
  std::string text;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const int expected = race.expected[i];
    const auto row = static_cast<std::size_t>(expected);
    const auto record = RecordOf(race, i);
    text.clear();
    const RuleTable::Decision decision = table.Decide(record);
    const int explained = table.ExplainInto(record, &text);
    const Json json = Json::parse(text, nullptr, false);
    const bool right = rows[i] == expected && table.First(record) == expected &&
                       decision.row == expected && *decision.citation == race.citations[row] &&
                       *citations[i] == race.citations[row] && explained == expected &&
                       !json.is_discarded() && json["row"] == expected &&
                       json["cite"] == race.citations[row];
    if (!right) {
      Die(fmt::format("input {} of {} rows should hit row {}, but hits {}, {}, {}", i + 1,
                      race.rows_text, expected + 1, rows[i] + 1, decision.row + 1, text));
    }
  }
}

// ------------------------------------------------------------------- timing

double Seconds(Clock::duration duration) { return std::chrono::duration<double>(duration).count(); }

struct Rate {
  double per_second = 0;
  std::size_t count = 0;
};

// `round` decides `size` inputs. The best of many short windows: whatever else
// the machine does can only slow one down.
template <typename Round>
Rate Time(std::size_t size, Round round) {
  Rate best;
  for (int window = 0; window < kWindows; ++window) {
    const auto start = Clock::now();
    std::size_t count = 0;
    Clock::duration passed{};
    do {
      round();
      count += size;
      passed = Clock::now() - start;
    } while (passed < kWindow);
    const double rate = static_cast<double>(count) / Seconds(passed);
    if (rate > best.per_second) best = {rate, count};
  }
  return best;
}

// Nanoseconds of single decisions, the clock's own time included.
std::vector<std::int64_t> Latencies(const RuleTable& table, const Race& race) {
  std::vector<std::int64_t> times;
  for (int pass = 0; pass < 11; ++pass) {
    for (std::size_t i = 0; i < race.inputs.size(); ++i) {
      const auto record = RecordOf(race, i);
      const auto start = Clock::now();
      benchmark::DoNotOptimize(table.First(record));
      const auto passed = Clock::now() - start;
      if (pass > 0) times.push_back(std::chrono::nanoseconds(passed).count());
    }
  }
  std::sort(times.begin(), times.end());
  return times;
}

// What reading the clock adds to a latency.
double ClockNanoseconds() {
  constexpr int kReadings = 1'000'000;
  const auto start = Clock::now();
  for (int i = 0; i < kReadings; ++i) benchmark::DoNotOptimize(Clock::now());
  return Seconds(Clock::now() - start) * 1e9 / kReadings;
}

// ------------------------------------------------------------------- output

constexpr double kPeerFactor = 5;

class Reporter {
 public:
  // The best figure of any peer by name; a lower one is better in nanoseconds.
  void ReadPeers(const std::string& text) {
    for (std::string_view line : licet::Split(text, '\n')) {
      const Json json = Json::parse(line, nullptr, false);
      if (json.is_discarded() || !json.contains("peer") || !json["value"].is_number()) continue;
      std::string name = json["name"];
      if (name == "rules/clock") continue;
      // Against a peer's best way, be it one by one or many at a time.
      if (name.ends_with("/batch")) name.resize(name.size() - 6);
      const Peer peer{json["peer"], json["value"].get<double>()};
      const bool lower = json["unit"] == "ns" || json["unit"] == "ms";
      const auto [at, fresh] = peers_.emplace(name, peer);
      if (!fresh && (lower ? peer.value < at->second.value : peer.value > at->second.value)) {
        at->second = peer;
      }
    }
  }

  // A rate is also asked to be kPeerFactor times that of the best peer.
  void Print(const std::string& name, double value, const char* unit, std::size_t n,
             std::optional<double> target = {}) const {
    const bool lower = std::string_view(unit) == "ns" || std::string_view(unit) == "ms";
    const auto peer =
        peers_.find(name.ends_with("/batch") ? name.substr(0, name.size() - 6) : name);
    if (peer != peers_.end() && !lower) {
      target = std::max(target.value_or(0), kPeerFactor * peer->second.value);
    }
    fmt::print("{{\"name\":\"{}\",\"value\":{:.1f},\"unit\":\"{}\",\"n\":{}", name, value, unit, n);
    if (target) {
      fmt::print(",\"target\":{:.0f},\"ok\":{}", *target,
                 lower ? value < *target : value >= *target);
    }
    if (peer != peers_.end()) {
      fmt::print(",\"peer\":{},\"peer_value\":{:.1f},\"ratio\":{:.2f}",
                 Json(peer->second.name).dump(), peer->second.value,
                 lower ? peer->second.value / value : value / peer->second.value);
    }
    fmt::print("}}\n");
    std::fflush(stdout);
  }

 private:
  struct Peer {
    std::string name;
    double value = 0;
  };
  std::map<std::string, Peer> peers_;
};

constexpr double kColumnsTarget = 15e6;
constexpr double kExplainedTarget = 1e6;
constexpr double kMedianTarget = 180;

void TimeModes(const RuleTable& table, const Race& race, const Reporter& reporter) {
  const std::string name = "rules/" + race.rows_text;
  const std::size_t size = race.inputs.size();
  std::vector<std::int32_t> rows(size);
  std::vector<const std::string*> citations(size);
  std::string text;
  const auto print = [&](const std::string& mode, Rate rate, std::optional<double> target = {}) {
    reporter.Print(name + mode, rate.per_second, "decisions/s", rate.count, target);
  };
  const auto each = [&](auto decide) {
    return Time(size, [&] {
      for (std::size_t i = 0; i < size; ++i) decide(RecordOf(race, i));
    });
  };
  print("/decision/batch",
        Time(size,
             [&] {
               table.FirstOfEach(race.columns, rows);
               benchmark::ClobberMemory();
             }),
        kColumnsTarget);
  print("/decision", each([&](auto record) { benchmark::DoNotOptimize(table.First(record)); }));
  const auto times = Latencies(table, race);
  const auto median = static_cast<double>(times[times.size() / 2]);
  reporter.Print(name + "/decision/p50", median, "ns", times.size(), kMedianTarget);
  reporter.Print(name + "/decision/p99", static_cast<double>(times[times.size() * 99 / 100]), "ns",
                 times.size());
  print("/citation/batch",
        Time(size,
             [&] {
               table.FirstOfEach(race.columns, rows, citations.data());
               benchmark::ClobberMemory();
             }),
        kColumnsTarget);
  print("/citation", each([&](auto record) { benchmark::DoNotOptimize(table.Decide(record)); }));
  print("/explanation", each([&](auto record) {
          text.clear();
          benchmark::DoNotOptimize(table.ExplainInto(record, &text));
        }),
        kExplainedTarget);
}

}  // namespace

int main(int argc, char** argv) {
  const std::string folder = argc > 1 ? argv[1] : LICET_SOURCE_DIR "/build/bench";
  const auto disk = licet::RealDisk();
  Reporter reporter;
  if (argc > 2) reporter.ReadPeers(ReadFile(*disk, argv[2]));
  reporter.Print("rules/clock", ClockNanoseconds(), "ns", 1'000'000);
  for (const char* rows : {"6", "300", "10000"}) {
    const std::string path = fmt::format("{}/table-{}.json", folder, rows);
    if (!disk->IsFile(path)) {
      Die(fmt::format("{} is not there; write it with 'node bench/peers/make_table.mjs {} 1 {}'",
                      path, rows, folder));
    }
    Race race = ReadRace(*disk, folder, rows);
    const auto start = Clock::now();
    const RuleTable table =
        OrDie(RuleTable::Build(race.rows, *race.schema, {}, {race.citations, {}}));
    const double built = Seconds(Clock::now() - start);
    LayOut(table, &race);
    Verify(table, race);
    reporter.Print(fmt::format("rules/{}/load", rows), built * 1e3, "ms", 1);
    reporter.Print(fmt::format("rules/{}/memory", rows), static_cast<double>(table.memory_bytes()),
                   "bytes", 1);
    TimeModes(table, race, reporter);
  }
  return 0;
}
