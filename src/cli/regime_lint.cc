// licet regime lint: mistakes that a pack can load with.

#include <fmt/format.h>

#include <algorithm>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "commands.h"
#include "licet/analysis/reach.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/regime/lint.h"
#include "progress.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

void PrintTable(Console& console, const std::vector<LintFinding>& findings,
                const std::vector<const Pack*>& packs) {
  for (const LintFinding& one : findings) {
    console.out << fmt::format("{}:{}: {} [{}]\n  {}\n", one.place.file, one.place.line,
                               Paint(console, Colour::kBold, one.subject), one.check,
                               Wrap(one.sentence, console.width, 2));
  }
  std::size_t provisions = 0;
  std::size_t sets = 0;
  for (const Pack* pack : packs) {
    provisions += pack->provisions.size();
    sets += pack->sets.size();
  }
  console.out << fmt::format("{} provisions and {} sets: {} {}.\n", provisions, sets,
                             findings.empty() ? "no" : std::to_string(findings.size()),
                             findings.size() == 1 ? "finding" : "findings");
}

void PrintJson(Console& console, const std::vector<LintFinding>& findings) {
  OrderedJson list = OrderedJson::array();
  for (const LintFinding& one : findings) {
    list.push_back({{"file", one.place.file},
                    {"line", one.place.line},
                    {"check", one.check},
                    {"subject", one.subject},
                    {"finding", one.sentence}});
  }
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<LintFinding>& findings) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"file", "line", "check", "subject", "finding"});
  for (const LintFinding& one : findings) {
    writer.Write(
        {one.place.file, std::to_string(one.place.line), one.check, one.subject, one.sentence});
  }
  console.out << csv;
}

// Where a finding is seen stands in its sentence.
Status AskSolver(Console& console, const Engine& engine, const Pack& pack,
                 const RegimeOptions& options, std::vector<LintFinding>* findings) {
  constexpr std::size_t kWhole = 1000;
  Progress progress(console, "laws of " + pack.regime, 0, kWhole, 0);
  ReachOptions reach;
  reach.limit = std::chrono::seconds(options.seconds);
  reach.progress = [&](std::size_t done, std::size_t laws) {
    progress.Show(done * kWhole / std::max<std::size_t>(laws, 1), done);
  };
  for (ReachFinding& one : Reach(pack, engine.schema(), reach)) {
    if (one.witness) {
      std::vector<std::string> facts;
      for (const WitnessRow& row : RowsOfWitness(engine, *one.witness)) {
        facts.push_back(fmt::format("{} {}", row[0], row[1]));
      }
      one.finding.sentence += "; such as: " + Join(facts, "; ");
    }
    findings->push_back(std::move(one.finding));
  }
  return {};
}

}  // namespace

void AddLintOptions(CLI::App* lint, RegimeOptions* options) {
  lint->add_flag("--solver", options->solver,
                 "also what only a solver sees, on every day on\nwhich the law is another");
  lint->add_option("--time-limit", options->seconds,
                   "seconds for each of its questions (default: 10)")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
  lint->footer(
      "Exit code 1 when something is found.\n"
      "Examples: licet regime lint us-ear\n"
      "          licet regime lint us-ear --solver --overlay draft.yaml");
}

int RunRegimeLint(Console& console, const RegimeOptions& options) {
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto packs = ChosenPacks(*engine, options.names);
  if (!packs) return Report(console, packs.error());
  std::vector<LintFinding> findings;
  for (const Pack* pack : *packs) {
    for (LintFinding& one : Lint(*pack, engine->schema())) findings.push_back(std::move(one));
    if (!options.solver) continue;
    const Status looked =
        Guarded<Status>([&] { return AskSolver(console, *engine, *pack, options, &findings); });
    if (!looked) return Report(console, looked.error());
  }
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, findings, *packs);
      break;
    case OutputFormat::kJson:
      PrintJson(console, findings);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, findings);
      break;
  }
  return findings.empty() ? kExitOk : kExitNo;
}

}  // namespace licet
