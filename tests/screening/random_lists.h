// Lists and names by chance, from few words, so that many are alike.

#ifndef LICET_TESTS_SCREENING_RANDOM_LISTS_H_
#define LICET_TESTS_SCREENING_RANDOM_LISTS_H_

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

#include "licet/screening/screener.h"

namespace licet {

inline const Words& TheWords() {
  static const auto disk = RealDisk();
  static const auto words = Words::Load(*disk, std::string(LICET_SOURCE_DIR) + "/data/names");
  EXPECT_TRUE(words) << (words ? "" : words.error().ToString());
  return *words;
}

class RandomLists {
 public:
  explicit RandomLists(std::uint64_t seed) : random_(seed) {}

  std::size_t Below(std::size_t limit) { return random_.Next() % limit; }
  bool OneIn(std::size_t count) { return Below(count) == 0; }

  std::string Name() {
    static const std::array<const char*, 28> kWords = {"Xenon",
                                                       "Precision",
                                                       "Works",
                                                       "Technology",
                                                       "Shenzhen",
                                                       "Huawei",
                                                       "Hua",
                                                       "Wei",
                                                       "Trading",
                                                       "Group",
                                                       "Harbour",
                                                       "Quiet",
                                                       "Sugon",
                                                       "Institute",
                                                       "No",
                                                       "12",
                                                       "58",
                                                       "Mohammed",
                                                       "Muhammad",
                                                       "Ali",
                                                       "J",
                                                       "A",
                                                       "\xE5\x8D\x8E\xE4\xB8\xBA",
                                                       "\xE6\x8A\x80\xE6\x9C\xAF",
                                                       "Beijing",
                                                       "Zephyr",
                                                       "Kestrel",
                                                       "\xD0\x9E\xD0\xBA\xD0\xB0"};
    static const std::array<const char*, 6> kForms = {"", "", "", " Co., Ltd.", " GmbH", " LLC"};
    std::string name;
    for (std::size_t i = 0, words = 1 + Below(4); i < words; ++i) {
      // One word in three is rare.
      std::string word = OneIn(3) ? Rare() : kWords[Below(kWords.size())];
      if (OneIn(6) && word.size() > 4 && word[0] > 0) word.erase(1 + Below(word.size() - 1), 1);
      name += (name.empty() ? "" : " ") + word;
    }
    return name + kForms[Below(kForms.size())];
  }
  std::string Country() {
    static const std::array<const char*, 4> kCountries = {"", "CN", "RU", "DE"};
    return kCountries[Below(kCountries.size())];
  }
  std::string Address() {
    if (OneIn(2)) return "";
    return std::to_string(Below(30)) + " " + Rare() + " Road, " + Rare() + " " +
           std::to_string(100'000 + Below(20));
  }
  std::vector<Identifier> Identifiers() {
    static const std::array<const char*, 3> kKinds = {"", "imo", "uscc"};
    if (!OneIn(3)) return {};
    return {{kKinds[Below(kKinds.size())], std::to_string(900'000 + Below(60))}};
  }
  ListEntry Entry(const std::string& list, const std::string& id) {
    ListEntry entry;
    entry.list = list;
    entry.id = id;
    for (std::size_t i = 0, names = 1 + Below(3); i < names; ++i) {
      entry.names.push_back({Name(), i == 0 ? ListedName::Kind::kName : ListedName::Kind::kAlias});
    }
    if (const std::string country = Country(); !country.empty()) entry.countries = {country};
    if (const std::string address = Address(); !address.empty()) {
      entry.addresses = {{address, Country()}};
    }
    entry.identifiers = Identifiers();
    return entry;
  }
  std::vector<RestrictedList> Lists(std::size_t entries) {
    std::vector<RestrictedList> lists(2);
    lists[0].id = "one";
    lists[1].id = "two";
    for (std::size_t i = 0; i < entries; ++i) {
      RestrictedList& list = lists[i % 2];
      list.entries.push_back(Entry(list.id, std::to_string(next_id_++)));
    }
    return lists;
  }
  // Adds, removes and alters some entries.
  void Change(std::vector<RestrictedList>* lists, std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
      RestrictedList& list = (*lists)[Below(2)];
      const std::size_t at = Below(list.entries.size());
      switch (Below(4)) {
        case 0:
          list.entries.erase(list.entries.begin() + static_cast<std::ptrdiff_t>(at));
          break;
        case 1:
          list.entries.insert(list.entries.begin() + static_cast<std::ptrdiff_t>(at),
                              Entry(list.id, std::to_string(next_id_++)));
          break;
        case 2:
          list.entries[at].names[0].text = Name();
          break;
        default:
          list.entries[at].countries = {"CN"};
          list.entries[at].identifiers = Identifiers();
          break;
      }
    }
  }

 private:
  std::string Rare() {
    std::string word = "K";
    static const std::array<const char*, 8> kParts = {"ora", "stel", "ving", "dun",
                                                      "mar", "tisk", "bel",  "zor"};
    for (std::size_t i = 0; i < 3; ++i) word += kParts[Below(kParts.size())];
    return word;
  }

  SeededRandom random_;
  int next_id_ = 1;
};

// All that an answer says, to be compared.
inline std::string TextOf(const ScreeningIndex& index, const Screening& screening,
                          std::size_t hits) {
  std::string text;
  for (std::size_t i = 0; i < std::min(hits, screening.hits.size()); ++i) {
    const ScreenHit& hit = screening.hits[i];
    text += index.entry(hit.entry).list + ":" + index.entry(hit.entry).id + "/" +
            std::to_string(hit.name) + " " + std::to_string(hit.score) + " " +
            std::to_string(hit.name_score) + " " + std::to_string(static_cast<int>(hit.rank)) +
            (hit.cleared() ? " cleared" : "") + (hit.match() ? " match" : "") + "\n";
  }
  return text;
}

}  // namespace licet

#endif  // LICET_TESTS_SCREENING_RANDOM_LISTS_H_
