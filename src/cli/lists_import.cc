// licet lists import: files as publishers give them out, into a folder of lists.

#include <fmt/format.h>

#include <utility>

#include "licet/base/csv.h"
#include "licet/screening/list_reader.h"
#include "licet/screening/list_store.h"
#include "lists.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

// The issue that is replaced.
struct Former {
  bool there = false;
  bool readable = false;
  std::optional<Date> published;
  std::size_t records = 0;
};

struct Imported {
  const RestrictedList* list;
  Former former;
};

Former FormerOf(Console& console, const std::string& folder, const RestrictedList& list,
                const CountryNames& countries) {
  Former former;
  const std::string path = StoredPath(folder, list);
  former.there = console.disk.IsFile(path);
  if (!former.there) return former;
  // One that cannot be read is a reason to import, not to stop.
  const auto read = ReadLists(console.disk, {path}, countries);
  former.readable = read && read->size() == 1;
  if (former.readable) {
    former.published = read->front().published;
    former.records = read->front().entries.size();
  }
  return former;
}

// What may be a mistake of the person who imports; "" when nothing is.
std::string DoubtOf(const Imported& one) {
  const Former& former = one.former;
  const std::size_t records = one.list->entries.size();
  if (!former.readable) return "";
  if (former.published && one.list->published && *one.list->published < *former.published) {
    return fmt::format("{} is of {}, older than the issue of {} that it replaced", one.list->id,
                       one.list->published->ToString(), former.published->ToString());
  }
  if (2 * records < former.records) {
    return fmt::format("{} has {} records, less than half of the {} that it replaced", one.list->id,
                       records, former.records);
  }
  return "";
}

std::string FormerText(const Former& former) {
  if (!former.there) return "-";
  if (!former.readable) return "unreadable";
  return fmt::format("{} of {}", former.records, DayText(former.published));
}

// A stored note names the publisher's file; the folder it lay in is nobody's
// business later.
void ForgetFolders(std::vector<RestrictedList>* lists) {
  for (RestrictedList& list : *lists) {
    for (ListNote& note : list.notes) {
      note.place.file.erase(0, note.place.file.rfind('/') + 1);
    }
  }
}

void PrintTable(Console& console, const std::vector<Imported>& all, const std::string& folder) {
  Table table({"List", "Published", "Records", "Replaces", "Notes"}, {2, 4});
  for (const Imported& one : all) {
    table.Add({{one.list->id},
               {DayText(one.list->published)},
               {std::to_string(one.list->entries.size())},
               {FormerText(one.former)},
               {one.list->notes.empty() ? "-" : std::to_string(one.list->notes.size())}});
  }
  table.Print(console);
  console.out << "\n" << Wrap("Stored in " + folder + ".", console.width) << "\n";
}

void PrintJson(Console& console, const std::vector<Imported>& all, const std::string& folder) {
  OrderedJson json = OrderedJson::array();
  for (const Imported& one : all) {
    OrderedJson row = {{"list", one.list->id}, {"file", StoredPath(folder, *one.list)}};
    row["published"] = one.list->published ? OrderedJson(one.list->published->ToString()) : nullptr;
    row["records"] = one.list->entries.size();
    row["replaced_records"] = one.former.there ? OrderedJson(one.former.records) : nullptr;
    row["notes"] = one.list->notes.size();
    json.push_back(std::move(row));
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const std::vector<Imported>& all, const std::string& folder) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"list", "file", "published", "records", "replaced_records", "notes"});
  for (const Imported& one : all) {
    writer.Write({one.list->id, StoredPath(folder, *one.list),
                  one.list->published ? one.list->published->ToString() : "",
                  std::to_string(one.list->entries.size()),
                  one.former.there ? std::to_string(one.former.records) : "",
                  std::to_string(one.list->notes.size())});
  }
  console.out << csv;
}

}  // namespace

int RunListsImport(Console& console, const ListsOptions& options) {
  const std::string folder = ListsFolder(console, options);
  auto countries = LoadCountryNames(console);
  if (!countries) return Report(console, countries.error());
  if (auto there = CheckListsFolder(console, folder); !there) {
    return Report(console, there.error());
  }
  auto lists = ReadLists(console.disk, options.files, *countries);
  if (!lists) return Report(console, lists.error());
  if (!options.published.empty()) {
    const auto day = ReadDay(options.published, "--published", Date());
    if (!day) return Report(console, day.error());
    for (RestrictedList& list : *lists) {
      if (!list.published) list.published = *day;
    }
  }
  ForgetFolders(&*lists);
  if (auto beside = CheckBeside(console.disk, folder, *lists, *countries); !beside) {
    return Report(console, beside.error());
  }
  std::vector<Imported> all;
  for (const RestrictedList& list : *lists) {
    all.push_back({&list, FormerOf(console, folder, list, *countries)});
  }
  if (auto saved = SaveLists(console.disk, folder, *lists); !saved) {
    return Report(console, saved.error());
  }
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, all, folder);
      break;
    case OutputFormat::kJson:
      PrintJson(console, all, folder);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, all, folder);
      break;
  }
  for (const Imported& one : all) {
    const std::string doubt = DoubtOf(one);
    if (!doubt.empty()) console.err << "licet: note: " << doubt << "\n";
  }
  return kExitOk;
}

}  // namespace licet
