// Files in memory and the product's own countries, for tests of lists.

#ifndef LICET_TESTS_SCREENING_LISTS_H_
#define LICET_TESTS_SCREENING_LISTS_H_

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "licet/base/text.h"
#include "licet/screening/country_names.h"
#include "licet/screening/list_reader.h"

namespace licet {

inline const CountryNames& Countries() {
  static const CountryNames kCountries =
      *CountryNames::Load(*RealDisk(), LICET_SOURCE_DIR "/data/countries.csv",
                          LICET_SOURCE_DIR "/data/country-names.csv");
  return kCountries;
}

using Files = std::vector<std::pair<std::string, std::string>>;  // path, content

inline Result<std::vector<RestrictedList>> ReadFiles(const Files& files) {
  MemoryDisk disk;
  std::vector<std::string> paths;
  for (const auto& [path, content] : files) {
    EXPECT_TRUE(disk.WriteAtomically(path, content));
    paths.push_back(path);
  }
  return ReadLists(disk, paths, Countries());
}

// The one list of a file that must hold one.
inline RestrictedList OneList(const Files& files) {
  auto lists = ReadFiles(files);
  if (!lists) {
    ADD_FAILURE() << lists.error().ToString();
    return {};
  }
  EXPECT_EQ(lists->size(), 1U);
  return lists->empty() ? RestrictedList{} : lists->front();
}

// The entry of that id; an empty one when it is not there.
inline ListEntry EntryOf(const RestrictedList& list, const std::string& id) {
  std::vector<std::string> ids;
  for (const ListEntry& entry : list.entries) {
    if (entry.id == id) return entry;
    ids.push_back(entry.id);
  }
  ADD_FAILURE() << "no entry " << id << " among " << Join(ids, ", ");
  return {};
}

// "name: Huawei | alias: HW".
inline std::string NamesOf(const ListEntry& entry) {
  std::vector<std::string> texts;
  for (const ListedName& name : entry.names) {
    texts.push_back(std::string(ToString(name.kind)) + ": " + name.text);
  }
  return Join(texts, " | ");
}

inline std::string AddressesOf(const ListEntry& entry) {
  std::vector<std::string> texts;
  for (const ListedAddress& one : entry.addresses)
    texts.push_back(one.text + " [" + one.country + "]");
  return Join(texts, " | ");
}

inline std::string IdentifiersOf(const ListEntry& entry) {
  std::vector<std::string> texts;
  for (const Identifier& one : entry.identifiers) texts.push_back(one.kind + " " + one.number);
  return Join(texts, " | ");
}

inline std::string NotesOf(const RestrictedList& list) {
  std::string text;
  for (const ListNote& note : list.notes) {
    text += note.place.file + ":" + std::to_string(note.place.line) + ": " + note.what + "\n";
  }
  return text;
}

inline std::string Day(const std::optional<Date>& day) { return day ? day->ToString() : "none"; }

inline std::string ErrorOf(const Files& files) {
  auto lists = ReadFiles(files);
  return lists ? "no error" : lists.error().ToString();
}

}  // namespace licet

#endif  // LICET_TESTS_SCREENING_LISTS_H_
