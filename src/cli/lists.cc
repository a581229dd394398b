// licet lists status: which lists are on file, of what day, and what is odd.

#include "lists.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/cleared.h"
#include "licet/screening/fetch_state.h"
#include "licet/screening/list_store.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

constexpr std::size_t kNotesShown = 5;  // of a list, in the table

using Lists = std::vector<RestrictedList>;

// An old issue that its publisher has confirmed since lacks nobody.
bool IsStale(const Console& console, const RestrictedList& list, const FetchedSource* source) {
  std::optional<int> age = AgeOf(console, list.published);
  if (source != nullptr) {
    const int seen = *AgeOf(console, source->seen);
    age = age ? std::min(*age, seen) : seen;
  }
  return !age || *age > kAgeDaysMax;
}

// What fits a column; the whole name is in the other formats.
std::string ShortPublisher(const std::string& publisher) {
  static const std::map<std::string, std::string, std::less<>> kShort = {
      {"US Bureau of Industry and Security", "US BIS"},
      {"US Office of Foreign Assets Control", "US OFAC"},
      {"US Department of State", "US State"},
      {"US Department of War", "US War"},
      {"US Department of Homeland Security", "US DHS"},
      {"US Federal Communications Commission", "US FCC"},
      {"Ministry of Economy, Trade and Industry of Japan", "METI"},
      {"Ministry of Commerce of China", "MOFCOM"},
      {"United Nations", "UN"},
      {"", "-"}};
  const auto found = kShort.find(publisher);
  return found == kShort.end() ? publisher : found->second;
}

std::string ShortNotePlace(const Place& place) {
  const std::size_t slash = place.file.rfind('/');
  std::string text = slash == std::string::npos ? place.file : place.file.substr(slash + 1);
  if (place.line > 0) text += fmt::format(":{}", place.line);
  return text;
}

void PrintNotes(Console& console, const RestrictedList& list) {
  if (list.notes.empty()) return;
  console.out << "\n"
              << Paint(console, Colour::kBold, list.id) << ": " << list.notes.size()
              << (list.notes.size() == 1 ? " note\n" : " notes\n");
  for (std::size_t i = 0; i < list.notes.size() && i < kNotesShown; ++i) {
    const ListNote& note = list.notes[i];
    console.out << "  " << Wrap(ShortNotePlace(note.place) + ": " + note.what, console.width - 2, 4)
                << "\n";
  }
  if (list.notes.size() > kNotesShown) {
    console.out << fmt::format("  ... and {} more; --format json has all\n",
                               list.notes.size() - kNotesShown);
  }
}

void PrintTable(Console& console, const Lists& lists, const FetchState& state) {
  const bool fetched = !state.sources.empty();
  // The day that counts, if lists were fetched, is the one their publisher confirmed.
  Table table({"List", "Publisher", "Published", "Records", fetched ? "Seen" : "Age", "Notes"},
              {3, 4, 5});
  std::size_t stale = 0;
  for (const RestrictedList& list : lists) {
    const FetchedSource* source = state.OfList(list.id);
    const bool old = IsStale(console, list, source);
    if (old) ++stale;
    std::string day = AgeText(AgeOf(console, list.published));
    if (fetched) day = source == nullptr ? "-" : source->seen.ToString();
    table.Add({{list.id},
               {ShortPublisher(list.publisher)},
               {DayText(list.published)},
               {std::to_string(list.entries.size())},
               {day, old ? Colour::kYellow : Colour::kPlain},
               {list.notes.empty() ? "-" : std::to_string(list.notes.size())}});
  }
  table.Print(console);
  for (const RestrictedList& list : lists) PrintNotes(console, list);
  if (stale == 0) return;
  console.out << "\n"
              << Wrap(fmt::format("{} {} older than {} days or of an unknown day: whom the "
                                  "publisher has added since is not on it. Take it with licet "
                                  "lists fetch, or give its file to licet lists import.",
                                  stale, stale == 1 ? "list is" : "lists are", kAgeDaysMax),
                      console.width)
              << "\n";
}

void PrintJson(Console& console, const Lists& lists, const FetchState& state) {
  OrderedJson json = OrderedJson::array();
  for (const RestrictedList& list : lists) {
    const std::optional<int> age = AgeOf(console, list.published);
    OrderedJson notes = OrderedJson::array();
    for (const ListNote& note : list.notes) {
      notes.push_back({{"what", note.what},
                       {"file", note.place.file},
                       {"line", note.place.line},
                       {"column", note.place.column}});
    }
    OrderedJson one = {{"list", list.id}, {"title", list.title}, {"publisher", list.publisher}};
    one["published"] = list.published ? OrderedJson(list.published->ToString()) : nullptr;
    one["records"] = list.entries.size();
    one["age_days"] = age ? OrderedJson(*age) : nullptr;
    const FetchedSource* source = state.OfList(list.id);
    one["stale"] = IsStale(console, list, source);
    one["notes"] = std::move(notes);
    one["source"] = source != nullptr ? OrderedJson(source->id) : nullptr;
    one["fetched"] = source != nullptr ? OrderedJson(source->changed.ToString()) : nullptr;
    one["seen"] = source != nullptr ? OrderedJson(source->seen.ToString()) : nullptr;
    json.push_back(std::move(one));
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const Lists& lists, const FetchState& state) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"list", "title", "publisher", "published", "records", "age_days", "stale", "notes",
                "source", "fetched", "seen"});
  for (const RestrictedList& list : lists) {
    const std::optional<int> age = AgeOf(console, list.published);
    const FetchedSource* source = state.OfList(list.id);
    writer.Write(
        {list.id, list.title, list.publisher, list.published ? list.published->ToString() : "",
         std::to_string(list.entries.size()), age ? std::to_string(*age) : "",
         IsStale(console, list, source) ? "yes" : "no", std::to_string(list.notes.size()),
         source != nullptr ? source->id : "", source != nullptr ? source->changed.ToString() : "",
         source != nullptr ? source->seen.ToString() : ""});
  }
  console.out << csv;
}

}  // namespace

Result<CountryNames> LoadCountryNames(Console& console) {
  return CountryNames::Load(console.disk, console.home + "/data/countries.csv",
                            console.home + "/data/country-names.csv");
}

std::string ListsFolder(const Console& console, const ListsOptions& options) {
  return options.lists.empty() ? console.home + "/data/lists" : options.lists;
}

std::string ListsToRead(Console& console, const ListsOptions& options) {
  const std::string folder = ListsFolder(console, options);
  if (!options.lists.empty() || HoldsLists(console.disk, folder)) return folder;
  return console.home + "/data/sample-lists";
}

std::string ClearedPath(const std::string& folder, const std::string& option) {
  return option.empty() ? folder + "/" + std::string(kClearedFile) : option;
}

Result<std::string> CountryOf(const CountryNames& countries, const std::string& text,
                              const Place& place) {
  if (Trim(text).empty()) return std::string();
  const std::string code = countries.CodeOf(text);
  if (code.empty()) {
    return Fail(
        ErrorCode::kUnknownName,
        fmt::format("{} is no country; give a code such as CN, or leave it out", Quoted(text)),
        place);
  }
  return code == CountryNames::kNowhere ? std::string() : code;
}

std::string DayText(const std::optional<Date>& day) { return day ? day->ToString() : "unknown"; }

std::string AgeText(const std::optional<int>& age) {
  if (!age) return "unknown";
  return fmt::format("{} {}", *age, *age == 1 ? "day" : "days");
}

Status CheckListsFolder(Console& console, const std::string& folder) {
  if (console.disk.IsFolder(folder)) return {};
  return Fail(ErrorCode::kIo,
              "there is no such folder for lists; create it, or name another with --lists",
              {folder, 0, 0});
}

std::optional<int> AgeOf(const Console& console, const std::optional<Date>& published) {
  if (!published) return std::nullopt;
  return console.clock.Today().days() - published->days();
}

int RunListsStatus(Console& console, const ListsOptions& options) {
  auto countries = LoadCountryNames(console);
  if (!countries) return Report(console, countries.error());
  const std::string folder = ListsToRead(console, options);
  auto lists = LoadLists(console.disk, folder, *countries);
  if (!lists) return Report(console, lists.error());
  auto state = LoadFetchState(console.disk, folder);
  if (!state) {  // the lists are good without it
    console.err << "licet: note: " << state.error().ToString() << "\n";
    state = FetchState();
  }
  *state = StillOnFile(console.disk, folder, std::move(*state));
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, *lists, *state);
      break;
    case OutputFormat::kJson:
      PrintJson(console, *lists, *state);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, *lists, *state);
      break;
  }
  return kExitOk;
}

}  // namespace licet
