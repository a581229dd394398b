// licet regime test: the readable cases.

#include <fmt/format.h>

#include "commands.h"
#include "licet/gate/cases.h"
#include "table.h"

namespace licet {

int RunRegimeTest(Console& console, const RegimeTestOptions& options) {
  const std::string folder = options.cases.empty() ? console.home + "/cases" : options.cases;
  OrderFilesOptions parties;
  parties.parties = console.home + "/data/orders/parties.csv";
  parties.owners = console.home + "/data/orders/owners.csv";
  auto engine = LoadEngine(console, options.common, parties);
  if (!engine) return Report(console, engine.error());
  auto names = console.disk.ListFiles(folder);
  if (!names) return Report(console, names.error());
  int cases = 0;
  int failed = 0;
  for (const std::string& name : *names) {
    if (!name.ends_with(".yaml")) continue;
    auto document = Yaml::Load(console.disk, folder + "/" + name);
    if (!document) return Report(console, document.error());
    auto results = RunCases(*engine, *document);
    if (!results) return Report(console, results.error());
    for (const CaseResult& result : *results) {
      ++cases;
      if (result.failures.empty()) continue;
      ++failed;
      console.out << fmt::format("{}:{}: {}\n", result.place.file, result.place.line,
                                 Paint(console, Colour::kBold, result.title));
      for (const std::string& failure : result.failures) {
        console.out << "  " << Wrap(failure, console.width, 4) << "\n";
      }
    }
  }
  if (cases == 0) {
    return Report(console, Error(ErrorCode::kIo, "this folder holds no case", {folder, 0, 0}));
  }
  console.out << fmt::format("{} cases hold, {} do not.\n", cases - failed, failed);
  return failed == 0 ? kExitOk : kExitNo;
}

}  // namespace licet
