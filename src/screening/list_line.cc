#include "list_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

using OrderedJson = nlohmann::ordered_json;

// A byte that is not UTF-8 can come only from a caller's own entries.
std::string OneLine(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

void Put(OrderedJson* json, const char* member, const std::string& text) {
  if (!text.empty()) (*json)[member] = text;
}

void Put(OrderedJson* json, const char* member, const std::optional<Date>& day) {
  if (day) (*json)[member] = day->ToString();
}

OrderedJson PlaceJson(const Place& place) {
  OrderedJson json = OrderedJson::object();
  Put(&json, "file", place.file);
  if (place.line > 0) json["line"] = place.line;
  if (place.column > 0) json["column"] = place.column;
  return json;
}

// Reads members and remembers the first thing that was wrong.
class Members {
 public:
  Members(const Json& json, const Place& place) : json_(json), place_(place) {}

  // Members that nobody reads may change what an entry means.
  void Expect(std::initializer_list<std::string_view> known) {
    for (const auto& [name, value] : json_.items()) {
      if (std::ranges::find(known, name) == known.end()) {
        Wrong(fmt::format("has a member {} that this version does not know", Quoted(name)));
      }
    }
  }

  std::string Text(const char* member) {
    const auto found = json_.find(member);
    if (found == json_.end()) return "";
    if (found->is_string()) return found->get<std::string>();
    Wrong(fmt::format("has a {} that is no text", member));
    return "";
  }

  std::optional<Date> Day(const char* member) {
    const std::string text = Text(member);
    if (text.empty()) return std::nullopt;
    auto day = Date::Parse(text);
    if (day) return *day;
    Wrong(fmt::format("has a {} that is no day", member));
    return std::nullopt;
  }

  int Number(const char* member) {
    const auto found = json_.find(member);
    return found == json_.end() ? 0 : NumberOf(*found, member);
  }

  std::vector<std::string> Texts(const char* member) {
    std::vector<std::string> texts;
    ForEach(member, [&](const Json& value) {
      if (value.is_string()) {
        texts.push_back(value.get<std::string>());
      } else {
        Wrong(fmt::format("has {} that are no texts", member));
      }
    });
    return texts;
  }

  std::vector<int> Numbers(const char* member) {
    std::vector<int> numbers;
    ForEach(member, [&](const Json& value) { numbers.push_back(NumberOf(value, member)); });
    return numbers;
  }

  // Calls with the members of each object of an array.
  template <typename F>
  void Objects(const char* member, F each) {
    ForEach(member, [&](const Json& value) {
      if (!value.is_object()) return Wrong(fmt::format("has {} that are no objects", member));
      Members inner(value, place_);
      each(inner);
      if (!inner.wrong_.empty()) Wrong(inner.wrong_);
    });
  }

  void Wrong(std::string what) {
    if (wrong_.empty()) wrong_ = std::move(what);
  }
  Status Done() const {
    if (wrong_.empty()) return {};
    return Fail(ErrorCode::kParse,
                fmt::format("this line of a stored list {}; import the list again", wrong_),
                place_);
  }

 private:
  template <typename F>
  void ForEach(const char* member, F each) {
    const auto found = json_.find(member);
    if (found == json_.end()) return;
    if (!found->is_array()) return Wrong(fmt::format("has {} that are no array", member));
    for (const Json& value : *found) each(value);
  }

  int NumberOf(const Json& value, const char* member) {
    if (value.is_number_integer() && value >= 0 && value <= 2'000'000'000) return value.get<int>();
    Wrong(fmt::format("has {} that are no whole numbers", member));
    return 0;
  }

  const Json& json_;
  const Place& place_;
  std::string wrong_;
};

ListedName::Kind KindOf(const std::string& word, Members* members) {
  using Kind = ListedName::Kind;
  for (const Kind kind : {Kind::kName, Kind::kAlias, Kind::kWeakAlias, Kind::kOriginal}) {
    if (word == ToString(kind)) return kind;
  }
  members->Wrong(fmt::format("has a name of kind {}", Quoted(word)));
  return Kind::kName;
}

EntryType TypeOf(const std::string& word, Members* members) {
  for (const EntryType type :
       {EntryType::kPerson, EntryType::kOrganisation, EntryType::kVessel, EntryType::kAircraft}) {
    if (word == ToString(type)) return type;
  }
  if (!word.empty()) members->Wrong(fmt::format("has a type {}", Quoted(word)));
  return EntryType::kUnknown;
}

void ReadGroups(Members* members, ListEntry* entry) {
  members->Objects("names", [&](Members& one) {
    one.Expect({"kind", "text"});
    entry->names.push_back({one.Text("text"), KindOf(one.Text("kind"), &one)});
  });
  members->Objects("addresses", [&](Members& one) {
    one.Expect({"text", "country"});
    entry->addresses.push_back({one.Text("text"), one.Text("country")});
  });
  members->Objects("identifiers", [&](Members& one) {
    one.Expect({"kind", "number"});
    entry->identifiers.push_back({one.Text("kind"), one.Text("number")});
  });
}

}  // namespace

std::string HeaderLine(const ListHeader& header) {
  const RestrictedList& list = header.list;
  OrderedJson json = {{"licet_list", kStoreVersion}, {"id", list.id}};
  Put(&json, "title", list.title);
  Put(&json, "publisher", list.publisher);
  Put(&json, "published", list.published);
  json["records"] = header.records;
  json["hash"] = header.hash;
  OrderedJson notes = OrderedJson::array();
  for (const ListNote& note : list.notes) {
    OrderedJson one = {{"what", note.what}};
    one.update(PlaceJson(note.place));
    notes.push_back(std::move(one));
  }
  if (!notes.empty()) json["notes"] = std::move(notes);
  return OneLine(json);
}

std::string EntryLine(const ListEntry& entry) {
  OrderedJson json = {{"id", entry.id}};
  if (entry.type != EntryType::kUnknown) json["type"] = ToString(entry.type);
  for (const ListedName& name : entry.names) {
    json["names"].push_back({{"kind", ToString(name.kind)}, {"text", name.text}});
  }
  for (const ListedAddress& address : entry.addresses) {
    OrderedJson one = {{"text", address.text}};
    Put(&one, "country", address.country);
    json["addresses"].push_back(std::move(one));
  }
  if (!entry.countries.empty()) json["countries"] = entry.countries;
  for (const Identifier& identifier : entry.identifiers) {
    json["identifiers"].push_back({{"kind", identifier.kind}, {"number", identifier.number}});
  }
  if (!entry.footnotes.empty()) json["footnotes"] = entry.footnotes;
  Put(&json, "licence_requirement", entry.licence_requirement);
  Put(&json, "review_policy", entry.review_policy);
  Put(&json, "citation", entry.citation);
  if (!entry.programmes.empty()) json["programmes"] = entry.programmes;
  Put(&json, "listed", entry.listed);
  Put(&json, "removed", entry.removed);
  Put(&json, "remarks", entry.remarks);
  Put(&json, "url", entry.url);
  return OneLine(json);
}

Result<ListHeader> ParseHeader(const Json& line, const Place& place) {
  Members members(line, place);
  members.Expect(
      {"licet_list", "id", "title", "publisher", "published", "records", "hash", "notes"});
  if (members.Number("licet_list") != kStoreVersion) {
    members.Wrong("is of another version than 1");
  }
  ListHeader header;
  header.list.id = members.Text("id");
  header.list.title = members.Text("title");
  header.list.publisher = members.Text("publisher");
  header.list.published = members.Day("published");
  header.records = static_cast<std::size_t>(members.Number("records"));
  header.hash = members.Text("hash");
  members.Objects("notes", [&](Members& one) {
    one.Expect({"what", "file", "line", "column"});
    header.list.notes.push_back(
        {one.Text("what"), {one.Text("file"), one.Number("line"), one.Number("column")}});
  });
  if (header.list.id.empty()) members.Wrong("lacks the id");
  LICET_RETURN_IF_ERROR(members.Done());
  return header;
}

Result<ListEntry> ParseEntry(const Json& line, const Place& place) {
  Members members(line, place);
  members.Expect({"id", "type", "names", "addresses", "countries", "identifiers", "footnotes",
                  "licence_requirement", "review_policy", "citation", "programmes", "listed",
                  "removed", "remarks", "url"});
  ListEntry entry;
  entry.id = members.Text("id");
  entry.type = TypeOf(members.Text("type"), &members);
  ReadGroups(&members, &entry);
  entry.countries = members.Texts("countries");
  entry.footnotes = members.Numbers("footnotes");
  entry.licence_requirement = members.Text("licence_requirement");
  entry.review_policy = members.Text("review_policy");
  entry.citation = members.Text("citation");
  entry.programmes = members.Texts("programmes");
  entry.listed = members.Day("listed");
  entry.removed = members.Day("removed");
  entry.remarks = members.Text("remarks");
  entry.url = members.Text("url");
  entry.place = place;
  if (entry.id.empty()) members.Wrong("lacks the id");
  if (entry.names.empty()) members.Wrong("has no name");
  LICET_RETURN_IF_ERROR(members.Done());
  return entry;
}

}  // namespace licet
