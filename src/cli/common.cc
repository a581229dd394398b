#include <algorithm>
#include <thread>

#include "commands.h"
#include "licet/base/text.h"
#include "screening.h"

namespace licet {

namespace {

Result<Date> ReadDate(const std::string& text, const std::string& option) {
  auto date = Date::Parse(text);
  if (!date) return Fail(date.error().code(), option + ": " + date.error().sentence());
  return date;
}

}  // namespace

Result<Clocks> ReadClocks(const Console& console, const CommonOptions& options) {
  Clocks clocks;
  clocks.reading = options.reading == "codified" ? Reading::kCodified : Reading::kEnforced;
  clocks.known_at = console.clock.Today();
  if (!options.as_of.empty()) {
    LICET_ASSIGN_OR_RETURN(clocks.as_of, ReadDate(options.as_of, "--as-of"));
  }
  if (!options.known_at.empty()) {
    LICET_ASSIGN_OR_RETURN(clocks.known_at, ReadDate(options.known_at, "--known-at"));
  }
  return clocks;
}

Result<Date> ReadAsOf(const Console& console, const CommonOptions& options) {
  if (options.as_of.empty()) return console.clock.Today();
  return ReadDate(options.as_of, "--as-of");
}

Result<Date> ReadDay(const std::string& text, const std::string& option, Date fallback) {
  if (text.empty()) return fallback;
  return ReadDate(text, option);
}

Result<std::vector<const Pack*>> ChosenPacks(const Engine& engine,
                                             const std::vector<std::string>& names) {
  for (const std::string& name : names) LICET_RETURN_IF_ERROR(engine.FindPack(name));
  std::vector<const Pack*> packs;
  for (const Pack& pack : engine.packs()) {
    if (names.empty() || std::find(names.begin(), names.end(), pack.regime) != names.end()) {
      packs.push_back(&pack);
    }
  }
  return packs;
}

Status ExpectClassifies(const Pack& pack) {
  for (const Provision& p : pack.provisions) {
    if (p.stage == Stage::kClassify) return {};
  }
  return Fail(ErrorCode::kInvalidArgument,
              "the regime " + pack.regime +
                  " has no entries to classify items by; name another with --regime, such as "
                  "us-ear");
}

std::string OrCompanion(Disk& disk, const std::string& file, const std::string& name) {
  const std::size_t slash = file.rfind('/');
  const std::string path = (slash == std::string::npos ? "" : file.substr(0, slash + 1)) + name;
  return disk.IsFile(path) ? path : "";
}

Result<Engine> LoadEngine(Console& console, const CommonOptions& options,
                          const OrderFilesOptions& files) {
  if (!console.disk.IsFolder(console.home + "/regimes")) {
    return Fail(ErrorCode::kIo,
                "there is no law here: the folder has no regimes/; name the right one in the "
                "environment variable LICET_HOME",
                {console.home, 0, 0});
  }
  // Two things that take long, side by side: the law, and what names need.
  std::jthread warming;
  if (WillScreen(files)) warming = std::jthread(WarmNames);
  EngineFiles engine_files;
  engine_files.home = console.home;
  engine_files.chips = options.chips;
  engine_files.parties = files.parties;
  engine_files.owners = files.owners;
  engine_files.overlays = options.overlays;
  engine_files.domains = options.domains;
  if (engine_files.parties.empty() && !files.orders.empty()) {
    engine_files.parties = OrCompanion(console.disk, files.orders, "parties.csv");
    if (engine_files.parties.empty()) {
      return Fail(ErrorCode::kInvalidArgument,
                  "no file of parties; name it with --parties FILE (columns party,name,country,"
                  "headquarters,parent,tier,flags)");
    }
  }
  // An ownership file that lies beside the parties must not be overlooked:
  // without it a listed owner would count as none.
  if (engine_files.owners.empty() && !engine_files.parties.empty()) {
    engine_files.owners = OrCompanion(console.disk, engine_files.parties, "owners.csv");
  }
  LICET_ASSIGN_OR_RETURN(Engine engine, Engine::Load(console.disk, engine_files));
  for (const std::string& note : engine.parties().notes()) {
    console.err << "licet: note: " << note << "\n";
  }
  LICET_RETURN_IF_ERROR(ScreenParties(console, files, &engine));
  return engine;
}

}  // namespace licet
