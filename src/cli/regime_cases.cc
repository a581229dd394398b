// licet regime test: the readable cases, and what they cover.

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/coverage.h"
#include "table.h"

namespace licet {

namespace {

using Json = nlohmann::ordered_json;

std::string PlaceText(const CaseResult& result) {
  return fmt::format("{}:{}", result.place.file.substr(result.place.file.rfind('/') + 1),
                     result.place.line);
}

// The cases that do not hold, as text, and in the other formats all of them.
class CasesPrinter {
 public:
  CasesPrinter(Console& console, const std::vector<CaseResult>& results)
      : console_(console), results_(results) {
    for (const CaseResult& result : results) failed_ += result.failures.empty() ? 0 : 1;
  }

  int failed() const { return failed_; }

  void Text() const {
    for (const CaseResult& result : results_) {
      if (result.failures.empty()) continue;
      console_.out << fmt::format("{}:{}: {}\n", result.place.file, result.place.line,
                                  Paint(console_, Colour::kBold, result.title));
      for (const std::string& failure : result.failures) {
        console_.out << "  " << Wrap(failure, console_.width, 4) << "\n";
      }
    }
  }
  std::string Summary() const {
    return fmt::format("{} cases hold, {} do not.",
                       results_.size() - static_cast<std::size_t>(failed_), failed_);
  }

  void Print(OutputFormat format) const {
    if (format == OutputFormat::kTable) {
      Text();
      console_.out << Summary() << "\n";
    } else if (format == OutputFormat::kJson) {
      Json list = Json::array();
      for (const CaseResult& r : results_) {
        list.push_back({{"file", r.place.file},
                        {"line", r.place.line},
                        {"topic", r.topic},
                        {"case", r.title},
                        {"cite", r.cite},
                        {"holds", r.failures.empty()},
                        {"failures", r.failures}});
      }
      console_.out << list.dump(1) << "\n";
    } else {
      std::string csv;
      CsvWriter writer(&csv);
      writer.Write({"file", "line", "case", "cite", "holds", "failures"});
      for (const CaseResult& r : results_) {
        writer.Write({r.place.file, std::to_string(r.place.line), r.title, r.cite,
                      r.failures.empty() ? "yes" : "no", Join(r.failures, " | ")});
      }
      console_.out << csv;
    }
  }

 private:
  Console& console_;
  const std::vector<CaseResult>& results_;
  int failed_ = 0;
};

std::string Lacks(const ProvisionCoverage& one) {
  if (one.fires == 0 && one.just_not == 0) return "both";
  return one.fires == 0 ? "fires" : one.just_not == 0 ? "just not" : "";
}

const Provision& ProvisionOf(const ProvisionCoverage& one) {
  return one.pack->provisions[static_cast<std::size_t>(one.provision)];
}

void PrintCoverageTable(Console& console, const std::vector<ProvisionCoverage>& rows) {
  Table table({"Provision", "Fires", "Just not", "Lacks", "Example"}, {1, 2});
  for (const ProvisionCoverage& one : rows) {
    // The other side's example is in the other formats; here the id needs the room.
    const Colour colour = one.lacking() ? Colour::kYellow : Colour::kPlain;
    table.Add({{ProvisionOf(one).id, colour},
               {std::to_string(one.fires)},
               {std::to_string(one.just_not)},
               {Lacks(one), colour},
               {one.fires_example == nullptr ? "" : PlaceText(*one.fires_example), Colour::kDim}});
  }
  if (!rows.empty()) table.Print(console);
}

Json ExampleJson(const CaseResult* example) {
  if (example == nullptr) return nullptr;
  return {{"file", example->place.file}, {"line", example->place.line}, {"case", example->title}};
}

void PrintCoverageJson(Console& console, const std::vector<ProvisionCoverage>& rows) {
  Json list = Json::array();
  for (const ProvisionCoverage& one : rows) {
    const Provision& p = ProvisionOf(one);
    list.push_back({{"regime", one.pack->regime},
                    {"provision", p.id},
                    {"file", p.place.file},
                    {"line", p.place.line},
                    {"fires", one.fires},
                    {"just_not", one.just_not},
                    {"lacks", Lacks(one)},
                    {"fires_example", ExampleJson(one.fires_example)},
                    {"just_not_example", ExampleJson(one.just_not_example)}});
  }
  console.out << list.dump(1) << "\n";
}

void PrintCoverageCsv(Console& console, const std::vector<ProvisionCoverage>& rows) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"regime", "provision", "fires", "just_not", "lacks", "fires_in", "just_not_in"});
  for (const ProvisionCoverage& one : rows) {
    writer.Write({one.pack->regime, ProvisionOf(one).id, std::to_string(one.fires),
                  std::to_string(one.just_not), Lacks(one),
                  one.fires_example == nullptr ? "" : PlaceText(*one.fires_example),
                  one.just_not_example == nullptr ? "" : PlaceText(*one.just_not_example)});
  }
  console.out << csv;
}

// Gives the number of provisions that lack a case.
std::size_t PrintCoverage(Console& console, const RegimeTestOptions& options,
                          std::vector<ProvisionCoverage> rows, const CasesPrinter& cases) {
  if (!options.regime.empty()) {
    std::erase_if(rows, [&](const auto& one) { return one.pack->regime != options.regime; });
  }
  const std::size_t total = rows.size();
  std::size_t fires = 0;
  std::size_t just_not = 0;
  std::size_t lacking = 0;
  for (const ProvisionCoverage& one : rows) {
    fires += one.fires > 0 ? 1 : 0;
    just_not += one.just_not > 0 ? 1 : 0;
    lacking += one.lacking() ? 1 : 0;
  }
  if (options.lacking) std::erase_if(rows, [](const auto& one) { return !one.lacking(); });
  switch (options.common.format) {
    case OutputFormat::kTable:
      cases.Text();
      PrintCoverageTable(console, rows);
      console.out << Wrap(fmt::format("{} Of {} provisions, {} fire in some case, {} just do not "
                                      "in some case; {} lack one or the other.",
                                      cases.Summary(), total, fires, just_not, lacking),
                          console.width)
                  << "\n";
      break;
    case OutputFormat::kJson:
      PrintCoverageJson(console, rows);
      break;
    case OutputFormat::kCsv:
      PrintCoverageCsv(console, rows);
      break;
  }
  return lacking;
}

}  // namespace

Result<Engine> LoadEngineForCases(Console& console, const CommonOptions& options) {
  OrderFilesOptions parties;
  parties.parties = console.home + "/data/orders/parties.csv";
  parties.owners = console.home + "/data/orders/owners.csv";
  // Cases state the flags of their parties.
  parties.no_screening = true;
  return LoadEngine(console, options, parties);
}

Result<std::vector<CaseResult>> RunCaseFolder(Console& console, Engine& engine,
                                              const std::string& folder) {
  std::vector<CaseResult> all;
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> names, console.disk.ListFiles(folder));
  for (const std::string& name : names) {
    if (!name.ends_with(".yaml")) continue;
    LICET_ASSIGN_OR_RETURN(Yaml document, Yaml::Load(console.disk, folder + "/" + name));
    LICET_ASSIGN_OR_RETURN(std::vector<CaseResult> results, RunCases(engine, document));
    std::move(results.begin(), results.end(), std::back_inserter(all));
  }
  if (all.empty()) return Fail(ErrorCode::kIo, "this folder holds no case", {folder, 0, 0});
  return all;
}

int RunRegimeTest(Console& console, const RegimeTestOptions& options) {
  const std::string folder = options.cases.empty() ? console.home + "/cases" : options.cases;
  auto engine = LoadEngineForCases(console, options.common);
  if (!engine) return Report(console, engine.error());
  if (!options.regime.empty()) {
    if (auto pack = engine->FindPack(options.regime); !pack) return Report(console, pack.error());
  }
  auto results = RunCaseFolder(console, *engine, folder);
  if (!results) return Report(console, results.error());
  const CasesPrinter cases(console, *results);
  std::size_t lacking = 0;
  if (options.coverage) {
    lacking = PrintCoverage(console, options, CoverageOf(*engine, *results), cases);
  } else {
    cases.Print(options.common.format);
  }
  return cases.failed() == 0 && lacking == 0 ? kExitOk : kExitNo;
}

}  // namespace licet
