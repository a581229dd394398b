#include "licet/screening/list_delta.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

std::string TextOf(const std::vector<ListedName>& names) {
  std::vector<std::string> texts;
  for (const ListedName& name : names) {
    texts.push_back(name.kind == ListedName::Kind::kName
                        ? name.text
                        : name.text + " (" + std::string(ToString(name.kind)) + ")");
  }
  std::ranges::sort(texts);
  return Join(texts, "; ");
}

std::string TextOf(const std::vector<ListedAddress>& addresses) {
  std::vector<std::string> texts;
  for (const ListedAddress& one : addresses) {
    texts.push_back(one.country.empty() ? one.text : one.text + " [" + one.country + "]");
  }
  std::ranges::sort(texts);
  return Join(texts, "; ");
}

std::string TextOf(const std::vector<Identifier>& identifiers) {
  std::vector<std::string> texts;
  for (const Identifier& one : identifiers) texts.push_back(one.kind + " " + one.number);
  std::ranges::sort(texts);
  return Join(texts, "; ");
}

std::string TextOf(std::vector<std::string> words) {
  std::ranges::sort(words);
  return Join(words, "; ");
}

std::string TextOf(const std::vector<int>& numbers) {
  std::vector<std::string> texts;
  for (const int number : numbers) texts.push_back(std::to_string(number));
  return Join(texts, "; ");
}

std::string TextOf(const std::optional<Date>& day) { return day ? day->ToString() : ""; }

// Every field that a reader of the list could act on; not where it was read. The
// order in which a publisher writes names does not count, but which is the
// entry's own does.
std::vector<std::pair<std::string, std::string>> FieldsOf(const ListEntry& entry) {
  return {{"type", std::string(ToString(entry.type))},
          {"names", TextOf(entry.names)},
          {"addresses", TextOf(entry.addresses)},
          {"countries", TextOf(entry.countries)},
          {"identifiers", TextOf(entry.identifiers)},
          {"footnotes", TextOf(entry.footnotes)},
          {"licence_requirement", entry.licence_requirement},
          {"review_policy", entry.review_policy},
          {"citation", entry.citation},
          {"programmes", TextOf(entry.programmes)},
          {"listed", TextOf(entry.listed)},
          {"removed", TextOf(entry.removed)},
          {"remarks", entry.remarks},
          {"url", entry.url}};
}

EntryDelta Basics(EntryDelta::Kind kind, const ListEntry& entry) {
  return {kind,
          entry.list,
          entry.id,
          entry.names.empty() ? "" : entry.names.front().text,
          entry.countries,
          {}};
}

// The own name without case, blanks and punctuation.
std::string NameKey(const ListEntry& entry) {
  std::string key;
  if (entry.names.empty()) return key;
  for (const char c : AsciiLower(entry.names.front().text)) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
    if (letter) key += c;
  }
  return key;
}

std::string NameAndCountries(const ListEntry& entry) {
  return NameKey(entry) + "|" + TextOf(entry.countries);
}

using Entries = std::vector<const ListEntry*>;

// Compares the entries of two issues and remembers what differs.
class Matcher {
 public:
  void Match(const RestrictedList& before, const RestrictedList& after) {
    Entries olds;
    Entries news;
    for (const ListEntry& entry : before.entries) olds.push_back(&entry);
    for (const ListEntry& entry : after.entries) news.push_back(&entry);
    Pair([](const ListEntry& entry) { return entry.id; }, &olds, &news);
    Pair(NameAndCountries, &olds, &news);
    Pair(NameKey, &olds, &news);
    for (const ListEntry* entry : news) deltas.push_back(Basics(EntryDelta::Kind::kAdded, *entry));
    for (const ListEntry* entry : olds) {
      deltas.push_back(Basics(EntryDelta::Kind::kRemoved, *entry));
    }
  }

  std::vector<EntryDelta> deltas;

 private:
  // Takes out those whose key stands once on each side, and compares them. A key
  // that comes again says nothing about which is which.
  template <typename KeyOf>
  void Pair(KeyOf key_of, Entries* olds, Entries* news) {
    struct Places {
      Entries olds;
      Entries news;
    };
    std::map<std::string, Places> by_key;
    for (const ListEntry* entry : *olds) by_key[key_of(*entry)].olds.push_back(entry);
    for (const ListEntry* entry : *news) by_key[key_of(*entry)].news.push_back(entry);
    std::set<const ListEntry*> paired;
    for (const auto& [key, places] : by_key) {
      if (places.olds.size() != 1 || places.news.size() != 1) continue;
      Compare(*places.olds.front(), *places.news.front());
      paired.insert({places.olds.front(), places.news.front()});
    }
    const auto done = [&](const ListEntry* entry) { return paired.contains(entry); };
    std::erase_if(*olds, done);
    std::erase_if(*news, done);
  }

  void Compare(const ListEntry& before, const ListEntry& after) {
    EntryDelta delta = Basics(EntryDelta::Kind::kChanged, after);
    auto old_fields = FieldsOf(before);
    auto new_fields = FieldsOf(after);
    for (std::size_t i = 0; i < old_fields.size(); ++i) {
      if (old_fields[i].second == new_fields[i].second) continue;
      delta.changes.push_back({std::move(old_fields[i].first), std::move(old_fields[i].second),
                               std::move(new_fields[i].second)});
    }
    if (!delta.changes.empty()) deltas.push_back(std::move(delta));
  }
};

}  // namespace

std::string_view ToString(EntryDelta::Kind kind) {
  switch (kind) {
    case EntryDelta::Kind::kAdded:
      return "added";
    case EntryDelta::Kind::kRemoved:
      return "removed";
    case EntryDelta::Kind::kChanged:
      return "changed";
  }
  return "?";
}

std::vector<EntryDelta> DeltaOf(const std::vector<RestrictedList>& before,
                                const std::vector<RestrictedList>& after) {
  std::map<std::string_view, std::pair<const RestrictedList*, const RestrictedList*>> by_id;
  for (const RestrictedList& list : before) by_id[list.id].first = &list;
  for (const RestrictedList& list : after) by_id[list.id].second = &list;
  static const RestrictedList kNone;
  Matcher matcher;
  for (const auto& [id, pair] : by_id) {
    matcher.Match(pair.first == nullptr ? kNone : *pair.first,
                  pair.second == nullptr ? kNone : *pair.second);
  }
  std::ranges::stable_sort(matcher.deltas, [](const EntryDelta& a, const EntryDelta& b) {
    return std::tie(a.list, a.kind, a.id) < std::tie(b.list, b.kind, b.id);
  });
  return std::move(matcher.deltas);
}

}  // namespace licet
