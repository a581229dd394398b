// licet regime lint: mistakes that a pack can load with.

#include <fmt/format.h>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/regime/lint.h"
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

}  // namespace

int RunRegimeLint(Console& console, const RegimeOptions& options) {
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto packs = ChosenPacks(*engine, options.names);
  if (!packs) return Report(console, packs.error());
  std::vector<LintFinding> findings;
  for (const Pack* pack : *packs) {
    for (LintFinding& one : Lint(*pack, engine->schema())) findings.push_back(std::move(one));
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
