#include "licet/screening/list_sources.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/network.h"
#include "licet/base/text.h"
#include "list_text.h"

namespace licet {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

std::unexpected<Error> Wrong(const CsvTable& table, std::string_view column, std::string what) {
  return Fail(ErrorCode::kInvalidArgument, std::move(what), table.PlaceOf(column));
}

Result<ListSource::Use> UseOf(const CsvTable& table) {
  static const std::map<std::string, ListSource::Use, std::less<>> kUses = {
      {"always", ListSource::Use::kAlways},
      {"named", ListSource::Use::kNamed},
      {"never", ListSource::Use::kNever}};
  const auto found = kUses.find(table.Get("fetch"));
  if (found != kUses.end()) return found->second;
  return Wrong(table, "fetch",
               fmt::format("{} is not known here; write always, named or never",
                           Quoted(table.Get("fetch"))));
}

Result<SourceFile> FileOf(const CsvTable& table, ListSource::Use use) {
  SourceFile file{table.Get("file"), table.Get("url"), AsciiLower(table.Get("sha256"))};
  if (!file.sha256.empty() && (file.sha256.size() != 64 ||
                               file.sha256.find_first_not_of(kHexDigits) != std::string::npos)) {
    return Wrong(table, "sha256", "a SHA-256 has 64 hexadecimal digits; correct or remove it");
  }
  if (use == ListSource::Use::kNever) return file;
  if (file.name.empty() || file.name.find('/') != std::string::npos) {
    return Wrong(table, "file", "a source needs the name of its file, without a folder");
  }
  if (auto allowed = CheckFetchUrl(file.url); !allowed) {
    return std::unexpected(allowed.error().At(table.PlaceOf("url")));
  }
  return file;
}

Result<ListSource> SourceOf(const CsvTable& table) {
  ListSource source;
  source.id = table.Get("id");
  source.place = table.PlaceOf("id");
  if (source.id.empty() || SlugOf(source.id) != source.id) {
    return Wrong(table, "id",
                 fmt::format("{} is no id of a source; write small letters, digits and hyphens",
                             Quoted(source.id)));
  }
  source.publisher = table.Get("publisher");
  source.title = table.Get("title");
  source.lists = SplitClean(table.Get("lists"), ';');
  source.form = table.Get("form");
  source.changes = table.Get("changes");
  source.answered = table.Get("answered");
  source.note = table.Get("note");
  LICET_ASSIGN_OR_RETURN(source.use, UseOf(table));
  return source;
}

}  // namespace

Result<std::vector<ListSource>> ReadListSources(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(auto stream, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(CsvReader(std::move(stream), path),
                                                        {"id", "file", "url", "fetch"},
                                                        {"publisher", "title", "lists", "form",
                                                         "changes", "answered", "sha256", "note"}));
  std::vector<ListSource> sources;
  std::set<std::string> ids;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) break;
    LICET_ASSIGN_OR_RETURN(ListSource source, SourceOf(table));
    const bool goes_on = !sources.empty() && sources.back().id == source.id;
    if (!goes_on && !ids.insert(source.id).second) {
      return Wrong(table, "id",
                   fmt::format("the rows of {} do not follow one another; put them together",
                               Quoted(source.id)));
    }
    LICET_ASSIGN_OR_RETURN(SourceFile file, FileOf(table, source.use));
    if (!goes_on) sources.push_back(std::move(source));
    std::vector<SourceFile>& files = sources.back().files;
    if (std::ranges::find(files, file.name, &SourceFile::name) != files.end()) {
      return Wrong(table, "file",
                   fmt::format("the file {} is there twice; leave one out", Quoted(file.name)));
    }
    files.push_back(std::move(file));
  }
  if (sources.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "this file names no source; add one", {path, 1, 0});
  }
  return sources;
}

Result<std::vector<ListSource>> ChosenSources(const std::vector<ListSource>& all,
                                              const std::vector<std::string>& names) {
  std::vector<ListSource> chosen;
  if (names.empty()) {
    std::ranges::copy_if(all, std::back_inserter(chosen), [](const ListSource& source) {
      return source.use == ListSource::Use::kAlways;
    });
  }
  for (const std::string& name : names) {
    const ListSource* best = nullptr;
    std::vector<std::string> known;
    for (const ListSource& source : all) {
      known.push_back(source.id);
      known.insert(known.end(), source.lists.begin(), source.lists.end());
      const bool holds = std::ranges::find(source.lists, name) != source.lists.end();
      if (source.id != name && !holds) continue;
      if (best == nullptr || source.id == name ||
          (best->id != name && source.lists.size() < best->lists.size())) {
        best = &source;
      }
    }
    if (best == nullptr) {
      std::string hint = DidYouMean(name, known);
      if (hint.empty()) hint = "; data/list-sources.csv has them all";
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("no source and no list is called {}{}", Quoted(name), hint));
    }
    if (best->use == ListSource::Use::kNever) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} is given out as a page, not as a file that can be read; see {}",
                              best->id, best->files.front().url));
    }
    const bool again = std::ranges::find(chosen, best->id, &ListSource::id) != chosen.end();
    if (!again) chosen.push_back(*best);
  }
  return chosen;
}

}  // namespace licet
