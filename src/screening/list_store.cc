#include "licet/screening/list_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include "json_records.h"
#include "licet/base/hash.h"
#include "licet/base/text.h"
#include "licet/screening/cleared.h"
#include "licet/screening/list_reader.h"
#include "licet/screening/policy.h"
#include "list_forms.h"
#include "list_line.h"
#include "list_text.h"

namespace licet {
namespace {

std::string HexOf(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

bool IsListFile(std::string_view name) {
  constexpr std::array<std::string_view, 4> kEnds = {".csv", ".json", ".jsonl", ".xml"};
  if (name.ends_with(".gz")) name.remove_suffix(3);
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return name.ends_with(end); });
}

Result<std::vector<std::string>> ListPaths(Disk& disk, const std::string& folder) {
  std::vector<std::string> paths;
  LICET_ASSIGN_OR_RETURN(const std::vector<std::string> names, disk.ListFiles(folder));
  for (const std::string& name : names) {
    if (name == kClearedFile || name == kThresholdsFile) continue;
    if (IsListFile(name)) paths.push_back(folder + "/" + name);
  }
  return paths;
}

// A list that stands in two files would answer twice, or by an old issue.
Status CheckIds(const Lists& lists, const std::string& where) {
  std::map<std::string_view, const RestrictedList*> seen;
  for (const RestrictedList& list : lists) {
    const auto [at, fresh] = seen.emplace(list.id, &list);
    if (fresh) continue;
    const auto file_of = [](const RestrictedList& one) {
      return one.entries.empty() ? std::string() : one.entries.front().place.file;
    };
    return Fail(ErrorCode::kDuplicate,
                fmt::format("the list {} is there twice, in {} and in {}; leave one out", list.id,
                            Quoted(file_of(*at->second)), Quoted(file_of(list))),
                {where, 0, 0});
  }
  return {};
}

// What may fail is the writing, so all is written before any list is replaced.
Status SaveTogether(Disk& disk, const std::string& folder, const Lists& lists) {
  constexpr std::string_view kFresh = ".new";  // no list to LoadLists
  std::vector<std::string> written;
  for (const RestrictedList& list : lists) {
    std::string path = StoredPath(folder, list) + std::string(kFresh);
    auto status = disk.WriteAtomically(path, StoredText(list));
    if (!status) {
      for (const std::string& one : written) static_cast<void>(disk.Remove(one));
      return status;
    }
    written.push_back(std::move(path));
  }
  for (const std::string& path : written) {
    LICET_RETURN_IF_ERROR(disk.Rename(path, path.substr(0, path.size() - kFresh.size())));
  }
  return {};
}

}  // namespace

std::string StoredText(const RestrictedList& list) {
  std::vector<const ListEntry*> sorted;
  for (const ListEntry& entry : list.entries) sorted.push_back(&entry);
  std::ranges::stable_sort(sorted,
                           [](const ListEntry* a, const ListEntry* b) { return a->id < b->id; });
  std::string lines;
  for (const ListEntry* entry : sorted) lines += EntryLine(*entry);
  ListHeader header;
  header.list.id = list.id;
  header.list.title = list.title;
  header.list.publisher = list.publisher;
  header.list.published = list.published;
  header.list.notes = list.notes;
  header.records = sorted.size();
  header.hash = HexOf(HashOf(lines));
  return HeaderLine(header) + lines;
}

std::string StoredPath(const std::string& folder, const RestrictedList& list) {
  return folder + "/" + SlugOf(list.id) + ".jsonl";
}

Status SaveLists(Disk& disk, const std::string& folder, const std::vector<RestrictedList>& lists) {
  LICET_RETURN_IF_ERROR(CheckIds(lists, folder));
  for (const RestrictedList& list : lists) {
    if (list.entries.empty() || SlugOf(list.id).empty()) {
      return Fail(
          ErrorCode::kInvalidArgument,
          fmt::format("the list {} has no entry or no id; import a whole one", Quoted(list.id)),
          {folder, 0, 0});
    }
  }
  if (lists.size() == 1) {
    return disk.WriteAtomically(StoredPath(folder, lists.front()), StoredText(lists.front()));
  }
  return SaveTogether(disk, folder, lists);
}

Status CheckBeside(Disk& disk, const std::string& folder, const std::vector<RestrictedList>& lists,
                   const CountryNames& countries) {
  std::set<std::string> replaced;
  for (const RestrictedList& list : lists) replaced.insert(StoredPath(folder, list));
  LICET_ASSIGN_OR_RETURN(std::vector<std::string> paths, ListPaths(disk, folder));
  std::erase_if(paths, [&](const std::string& path) { return replaced.contains(path); });
  LICET_ASSIGN_OR_RETURN(const Lists others, ReadLists(disk, paths, countries));
  for (const RestrictedList& other : others) {
    for (const RestrictedList& list : lists) {
      if (other.id != list.id) continue;
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("this file already holds the list {}; remove it first, or import "
                              "into another folder",
                              list.id),
                  {other.entries.front().place.file, 0, 0});
    }
  }
  return {};
}

Result<Lists> ReadStoredList(const SourceText& source) {
  const std::vector<JsonSpan> lines = FindJsonLines(source);
  LICET_ASSIGN_OR_RETURN(const Json first, ParseJsonRecord(source, lines.front()));
  LICET_ASSIGN_OR_RETURN(ListHeader header,
                         ParseHeader(first, source.PlaceAt(lines.front().begin)));
  const std::string_view rest =
      lines.size() > 1 ? source.text().substr(lines[1].begin) : std::string_view();
  if (lines.size() - 1 != header.records || HexOf(HashOf(rest)) != header.hash) {
    return Fail(ErrorCode::kParse,
                fmt::format("this stored list is not as it was written ({} entries, {} expected, "
                            "or changed text); import it again",
                            lines.size() - 1, header.records),
                source.PlaceAt(0));
  }
  std::set<std::string> ids;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const Place place = source.PlaceAt(lines[i].begin);
    LICET_ASSIGN_OR_RETURN(const Json line, ParseJsonRecord(source, lines[i]));
    LICET_ASSIGN_OR_RETURN(ListEntry entry, ParseEntry(line, place));
    entry.list = header.list.id;
    if (!ids.insert(entry.id).second) {
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("id {} is there twice; import the list again", Quoted(entry.id)),
                  place);
    }
    header.list.entries.push_back(std::move(entry));
  }
  if (header.list.entries.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "this list has no entry, and an empty list would clear everybody; import it again",
                source.PlaceAt(0));
  }
  Lists lists;
  lists.push_back(std::move(header.list));
  return lists;
}

Result<std::vector<RestrictedList>> LoadLists(Disk& disk, const std::string& folder,
                                              const CountryNames& countries) {
  std::vector<std::string> paths;
  if (disk.IsFile(folder)) {
    paths.push_back(folder);
  } else {
    LICET_ASSIGN_OR_RETURN(paths, ListPaths(disk, folder));
  }
  if (paths.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "this folder has no list; put one in with licet lists import FILE --lists FOLDER",
                {folder, 0, 0});
  }
  LICET_ASSIGN_OR_RETURN(Lists lists, ReadLists(disk, paths, countries));
  LICET_RETURN_IF_ERROR(CheckIds(lists, folder));
  std::ranges::sort(lists, {}, &RestrictedList::id);
  return lists;
}

bool HoldsLists(Disk& disk, const std::string& folder) {
  if (!disk.IsFolder(folder)) return false;
  const auto paths = ListPaths(disk, folder);
  return paths && !paths->empty();
}

}  // namespace licet
