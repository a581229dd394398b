// licet lists clear and cleared: parties that a person found not to be the listed
// ones.

#include <fmt/format.h>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/cleared.h"
#include "licet/screening/list_store.h"
#include "lists.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

// What both commands read first.
struct Files {
  std::string path;  // of the cleared pairs
  CountryNames countries;
  Words words;
  std::vector<RestrictedList> lists;
};

Result<Files> LoadFiles(Console& console, const ListsOptions& options) {
  const std::string folder = ListsFolder(console, options);
  LICET_ASSIGN_OR_RETURN(auto countries, LoadCountryNames(console));
  LICET_ASSIGN_OR_RETURN(auto words, Words::Load(console.disk, console.home + "/data/names"));
  LICET_ASSIGN_OR_RETURN(auto lists,
                         LoadLists(console.disk, ListsToRead(console, options), countries));
  return Files{ClearedPath(folder, options.cleared), std::move(countries), std::move(words),
               std::move(lists)};
}

// The entry that "LIST:ID" names.
Result<const ListEntry*> EntryOf(const std::vector<RestrictedList>& lists,
                                 const std::string& text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("{} names no entry; write LIST:ID, as licet screen --format csv shows "
                            "them",
                            Quoted(text)));
  }
  const std::string list_id = text.substr(0, colon);
  const std::string id = text.substr(colon + 1);
  std::vector<std::string> list_ids;
  for (const RestrictedList& list : lists) {
    list_ids.push_back(list.id);
    if (list.id != list_id) continue;
    std::vector<std::string> ids;
    for (const ListEntry& entry : list.entries) {
      if (entry.id == id) return &entry;
      ids.push_back(entry.id);
    }
    return Fail(ErrorCode::kUnknownName,
                fmt::format("{} has no entry {}{}", list_id, Quoted(id), DidYouMean(id, ids)));
  }
  return Fail(ErrorCode::kUnknownName, fmt::format("there is no list {}; the lists on file are {}",
                                                   Quoted(list_id), Join(list_ids, ", ")));
}

Result<ClearedPair> PairOf(Console& console, const ListsOptions& options, const Files& files,
                           const ListEntry& entry) {
  ClearedPair pair;
  pair.name = Trim(options.name);
  LICET_ASSIGN_OR_RETURN(pair.country, CountryOf(files.countries, options.country, {}));
  pair.list = entry.list;
  pair.entry = entry.id;
  pair.entry_name = entry.names.front().text;
  pair.fingerprint = FingerprintOf(entry);
  pair.who = Trim(options.who);
  pair.when = console.clock.Today();
  pair.why = Trim(options.why);
  if (pair.who.empty() || pair.why.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "--who and --why must say something; they are the record of the decision");
  }
  if (!options.until.empty()) {
    LICET_ASSIGN_OR_RETURN(pair.until, ReadDay(options.until, "--until", Date()));
    if (*pair.until <= pair.when) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("--until is {}, which is not after today {}; give a later day",
                              pair.until->ToString(), pair.when.ToString()));
    }
  }
  return pair;
}

Status Clear(Console& console, const ListsOptions& options, std::vector<Clearance>* shown,
             ClearedPair* pair, std::string* path) {
  LICET_ASSIGN_OR_RETURN(const Files files, LoadFiles(console, options));
  LICET_ASSIGN_OR_RETURN(const ListEntry* entry, EntryOf(files.lists, options.entry));
  LICET_ASSIGN_OR_RETURN(*pair, PairOf(console, options, files, *entry));
  *path = files.path;
  shown->push_back({pair, Clearance::State::kInForce});
  return AppendCleared(console.disk, files.path, *pair, *entry, files.countries, files.words,
                       pair->when);
}

std::string UntilText(const ClearedPair& pair) { return pair.until ? pair.until->ToString() : ""; }

void PrintTable(Console& console, const std::vector<Clearance>& all) {
  Table table({"Party", "In", "Is not", "Of list", "Who", "When", "Until", "State"});
  for (const Clearance& one : all) {
    const ClearedPair& pair = *one.pair;
    const bool stands = one.state == Clearance::State::kInForce;
    table.Add({{pair.name},
               {pair.country.empty() ? "-" : pair.country},
               {pair.entry_name.empty() ? pair.entry : pair.entry_name},
               {pair.list},
               {pair.who},
               {pair.when.ToString()},
               {pair.until ? pair.until->ToString() : "-"},
               {std::string(ToString(one.state)), stands ? Colour::kGreen : Colour::kYellow}});
  }
  table.Print(console);
}

void PrintJson(Console& console, const std::vector<Clearance>& all) {
  OrderedJson json = OrderedJson::array();
  for (const Clearance& one : all) {
    const ClearedPair& pair = *one.pair;
    OrderedJson row = {
        {"name", pair.name},   {"country", pair.country},       {"list", pair.list},
        {"entry", pair.entry}, {"entry_name", pair.entry_name}, {"fingerprint", pair.fingerprint},
        {"who", pair.who},     {"when", pair.when.ToString()},  {"why", pair.why}};
    row["until"] = pair.until ? OrderedJson(pair.until->ToString()) : nullptr;
    row["state"] = ToString(one.state);
    json.push_back(std::move(row));
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const std::vector<Clearance>& all) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"name", "country", "list", "entry", "entry_name", "fingerprint", "who", "when",
                "why", "until", "state"});
  for (const Clearance& one : all) {
    const ClearedPair& pair = *one.pair;
    writer.Write({pair.name, pair.country, pair.list, pair.entry, pair.entry_name, pair.fingerprint,
                  pair.who, pair.when.ToString(), pair.why, UntilText(pair),
                  std::string(ToString(one.state))});
  }
  console.out << csv;
}

void Print(Console& console, OutputFormat format, const std::vector<Clearance>& all) {
  switch (format) {
    case OutputFormat::kTable:
      return PrintTable(console, all);
    case OutputFormat::kJson:
      return PrintJson(console, all);
    case OutputFormat::kCsv:
      return PrintCsv(console, all);
  }
}

}  // namespace

int RunListsClear(Console& console, const ListsOptions& options) {
  std::vector<Clearance> all;
  ClearedPair pair;
  std::string path;
  if (auto done = Clear(console, options, &all, &pair, &path); !done) {
    return Report(console, done.error());
  }
  Print(console, options.common.format, all);
  if (options.common.format == OutputFormat::kTable) {
    console.out << "\n" << Wrap("Written to " + path + ".", console.width) << "\n";
  }
  return kExitOk;
}

int RunListsCleared(Console& console, const ListsOptions& options) {
  auto files = LoadFiles(console, options);
  if (!files) return Report(console, files.error());
  auto cleared = ClearedPairs::Load(console.disk, files->path, files->countries, files->words);
  if (!cleared) return Report(console, cleared.error());
  std::vector<Clearance> all;
  for (const ClearedPair& pair : cleared->pairs()) {
    all.push_back(cleared->StateOf(pair, files->lists, console.clock.Today()));
  }
  Print(console, options.common.format, all);
  return kExitOk;
}

}  // namespace licet
