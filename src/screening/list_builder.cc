#include "list_builder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "known_lists.h"
#include "licet/base/text.h"
#include "list_text.h"

namespace licet {
namespace {

constexpr std::size_t kNameBytesMax = 4000;
constexpr std::size_t kNamesMax = 2000;
constexpr std::size_t kNotesMax = 100;

}  // namespace

ListBuilder::Building& ListBuilder::Current() {
  assert(!lists_.empty());
  return lists_[current_];
}

const ListBuilder::Building& ListBuilder::Current() const {
  assert(!lists_.empty());
  return lists_[current_];
}

void ListBuilder::Choose(std::string_view list_name) {
  const auto found = by_name_.find(list_name);
  if (found != by_name_.end()) {
    current_ = found->second;
    return;
  }
  ListIdentity identity = IdentityOf(list_name);
  const auto same =
      std::ranges::find_if(lists_, [&](const Building& one) { return one.list.id == identity.id; });
  current_ = static_cast<std::size_t>(same - lists_.begin());
  by_name_.emplace(list_name, current_);
  if (same != lists_.end()) return;
  Building fresh;
  fresh.list.id = std::move(identity.id);
  fresh.list.title = std::move(identity.title);
  fresh.list.publisher = std::move(identity.publisher);
  lists_.push_back(std::move(fresh));
}

void ListBuilder::SetPublished(std::optional<Date> day) {
  std::optional<Date>& published = Current().list.published;
  if (day && (!published || *published < *day)) published = day;
}

void ListBuilder::Note(const std::string& what, const std::string& subject, const Place& place) {
  Building& current = Current();
  const auto [at, fresh] = current.notes_at.emplace(subject, current.list.notes.size());
  if (!fresh) {
    if (at->second < current.note_counts.size()) ++current.note_counts[at->second];
    return;
  }
  if (current.list.notes.size() >= kNotesMax) {
    ++current.notes_left_out;
    at->second = kNotesMax;
    return;
  }
  current.list.notes.push_back({what, place});
  current.note_counts.push_back(1);
}

Status ListBuilder::AddName(ListEntry* entry, std::string_view text, ListedName::Kind kind) {
  std::string name = CleanLine(text);
  if (name.empty()) return {};
  if (name.size() > kNameBytesMax) {
    return Fail(ErrorCode::kLimit,
                fmt::format("a name is {} bytes long and {} is the limit; the file is damaged or "
                            "is no list",
                            name.size(), kNameBytesMax),
                entry->place);
  }
  if (entry->names.size() >= kNamesMax) {
    return Fail(ErrorCode::kLimit,
                fmt::format("an entry has more than {} names; the file is damaged or is no list",
                            kNamesMax),
                entry->place);
  }
  for (const ListedName& known : entry->names) {
    if (known.text == name) return {};
  }
  entry->names.push_back({std::move(name), kind});
  return {};
}

void ListBuilder::AddCountry(ListEntry* entry, std::string_view name) {
  const std::string clean = CleanLine(name);
  if (clean.empty()) return;
  const std::string code = countries_.CodeOf(clean);
  if (code == CountryNames::kNowhere) return;
  if (code.empty()) {
    Note(fmt::format("country {} is not known; a row in data/country-names.csv makes it so",
                     Quoted(clean)),
         "country " + clean, entry->place);
    return;
  }
  if (std::ranges::find(entry->countries, code) == entry->countries.end()) {
    entry->countries.push_back(code);
  }
}

void ListBuilder::AddAddresses(ListEntry* entry, std::string_view text, std::string_view country) {
  for (std::string part : SplitClean(text, ';')) {
    if (part.starts_with("and ")) part.erase(0, 4);
    AddAddress(entry, part, country);
  }
}

void ListBuilder::AddAddress(ListEntry* entry, std::string_view text, std::string_view country) {
  ListedAddress address{.text = CleanLine(text), .country = ""};
  const std::string published = CleanLine(country);
  if (address.text.empty() && published.empty()) return;
  AddCountry(entry, published);
  address.country = countries_.CodeOf(published);
  if (published.empty()) {
    address.country = countries_.CodeAtEndOf(address.text);
    AddCountry(entry, address.country);
  }
  if (address.country == CountryNames::kNowhere) address.country.clear();
  if (address.text.empty()) return;  // a country alone is in `countries`
  if (std::ranges::find(entry->addresses, address) == entry->addresses.end()) {
    entry->addresses.push_back(std::move(address));
  }
}

void ListBuilder::AddIdentifier(ListEntry* entry, std::string_view kind, std::string_view number) {
  Identifier identifier{.kind = SlugOf(kind), .number = CleanLine(number)};
  if (identifier.number.empty()) return;
  if (identifier.kind.empty()) identifier.kind = "number";
  if (std::ranges::find(entry->identifiers, identifier) == entry->identifiers.end()) {
    entry->identifiers.push_back(std::move(identifier));
  }
}

void ListBuilder::AddProgrammes(ListEntry* entry, std::string_view text, char separator) {
  for (std::string& one : SplitClean(text, separator)) {
    if (std::ranges::find(entry->programmes, one) == entry->programmes.end()) {
      entry->programmes.push_back(std::move(one));
    }
  }
}

std::optional<Date> ListBuilder::ReadDay(std::string_view text, std::string_view field,
                                         const Place& place) {
  if (Trim(text).empty()) return std::nullopt;
  const std::optional<Date> day = ReadListDate(text);
  if (!day) {
    Note(fmt::format("{} {} is no day that can be read; it counts as unknown", field, Quoted(text)),
         fmt::format("{} {}", field, text), place);
  }
  return day;
}

void ListBuilder::SetLicenceRequirement(ListEntry* entry, std::string_view text) {
  entry->licence_requirement = CleanLine(text);
  if (list_id() != kEntityList) return;
  bool doubtful = false;
  entry->footnotes = FootnotesIn(entry->licence_requirement, &doubtful);
  if (doubtful) {
    Note(
        "the licence requirement cites 734.9(e) without saying which of its parts; the footnote "
        "is not known",
        "footnote", entry->place);
  }
}

// A publisher that gives one id twice, or two entries of one name and country
// without ids, are both kept.
std::string ListBuilder::UniqueId(const std::string& id, bool made, const Place& place) {
  Building& current = Current();
  if (current.ids.insert(id).second) return id;
  int& copy = current.next_copy.try_emplace(id, 2).first->second;
  std::string other = fmt::format("{}#{}", id, copy++);
  while (!current.ids.insert(other).second) other = fmt::format("{}#{}", id, copy++);
  if (made) {
    Note("entries have the same name and country; each is kept, the later ones as #2, #3 ...",
         "same name", place);
  } else {
    Note(fmt::format("id {} is there again; the later entry is kept as {}", Quoted(id), other),
         "id " + other, place);
  }
  return other;
}

Status ListBuilder::Add(ListEntry entry) {
  if (entry.names.empty()) {
    Note("a record without a name was left out", "no name", entry.place);
    return {};
  }
  Building& current = Current();
  entry.list = current.list.id;
  const bool made = CleanLine(entry.id).empty();
  std::string id = CleanLine(entry.id);
  if (made) {
    id = SlugOf(entry.names.front().text);
    if (id.empty()) id = "entry";
    if (!entry.countries.empty()) id += "-" + AsciiLower(entry.countries.front());
  } else if (id.size() > kNameBytesMax) {
    return Fail(ErrorCode::kLimit,
                fmt::format("an id is {} bytes long and {} is the limit; the file is damaged",
                            id.size(), kNameBytesMax),
                entry.place);
  }
  entry.id = UniqueId(id, made, entry.place);
  current.list.entries.push_back(std::move(entry));
  return {};
}

Result<std::vector<RestrictedList>> ListBuilder::Take() {
  std::vector<RestrictedList> lists;
  for (Building& one : lists_) {
    if (one.list.entries.empty()) continue;
    for (std::size_t i = 0; i < one.list.notes.size(); ++i) {
      if (one.note_counts[i] > 1) {
        one.list.notes[i].what += fmt::format(" ({} times)", one.note_counts[i]);
      }
    }
    if (one.notes_left_out > 0) {
      one.list.notes.push_back(
          {fmt::format("{} more notes were left out", one.notes_left_out), {path_, 0, 0}});
    }
    lists.push_back(std::move(one.list));
  }
  lists_.clear();
  by_name_.clear();
  if (lists.empty()) {
    return Fail(ErrorCode::kInvalidArgument,
                "this list has no entry, and an empty list would clear everybody; fetch it again",
                {path_, 0, 0});
  }
  return lists;
}

}  // namespace licet
