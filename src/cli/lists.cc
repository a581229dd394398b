// licet lists status: which lists are on file, of what day, and what is odd.

#include "lists.h"

#include <fmt/format.h>

#include <functional>
#include <map>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/screening/cleared.h"
#include "licet/screening/list_store.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

constexpr std::size_t kNotesShown = 5;  // of a list, in the table

bool IsStale(const std::optional<int>& age) { return !age || *age > kAgeDaysMax; }

std::string AgeText(const std::optional<int>& age) {
  if (!age) return "unknown";
  return fmt::format("{} {}", *age, *age == 1 ? "day" : "days");
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

void PrintTable(Console& console, const std::vector<RestrictedList>& lists) {
  Table table({"List", "Publisher", "Published", "Records", "Age", "Notes"}, {3, 4, 5});
  std::size_t stale = 0;
  for (const RestrictedList& list : lists) {
    const std::optional<int> age = AgeOf(console, list.published);
    if (IsStale(age)) ++stale;
    table.Add({{list.id},
               {ShortPublisher(list.publisher)},
               {DayText(list.published)},
               {std::to_string(list.entries.size())},
               {AgeText(age), IsStale(age) ? Colour::kYellow : Colour::kPlain},
               {list.notes.empty() ? "-" : std::to_string(list.notes.size())}});
  }
  table.Print(console);
  for (const RestrictedList& list : lists) PrintNotes(console, list);
  if (stale == 0) return;
  console.out << "\n"
              << Wrap(fmt::format("{} {} older than {} days or of an unknown day: whom the "
                                  "publisher has added since is not on it. Fetch it again and "
                                  "give it to licet lists import.",
                                  stale, stale == 1 ? "list is" : "lists are", kAgeDaysMax),
                      console.width)
              << "\n";
}

void PrintJson(Console& console, const std::vector<RestrictedList>& lists) {
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
    one["stale"] = IsStale(age);
    one["notes"] = std::move(notes);
    json.push_back(std::move(one));
  }
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const std::vector<RestrictedList>& lists) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write(
      {"list", "title", "publisher", "published", "records", "age_days", "stale", "notes"});
  for (const RestrictedList& list : lists) {
    const std::optional<int> age = AgeOf(console, list.published);
    writer.Write({list.id, list.title, list.publisher,
                  list.published ? list.published->ToString() : "",
                  std::to_string(list.entries.size()), age ? std::to_string(*age) : "",
                  IsStale(age) ? "yes" : "no", std::to_string(list.notes.size())});
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

std::optional<int> AgeOf(const Console& console, const std::optional<Date>& published) {
  if (!published) return std::nullopt;
  return console.clock.Today().days() - published->days();
}

int RunListsStatus(Console& console, const ListsOptions& options) {
  auto countries = LoadCountryNames(console);
  if (!countries) return Report(console, countries.error());
  auto lists = LoadLists(console.disk, ListsFolder(console, options), *countries);
  if (!lists) return Report(console, lists.error());
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, *lists);
      break;
    case OutputFormat::kJson:
      PrintJson(console, *lists);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, *lists);
      break;
  }
  return kExitOk;
}

}  // namespace licet
