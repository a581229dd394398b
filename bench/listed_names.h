// Lists to measure screening on: those of a folder of publishers' files that the
// environment variable LICET_LISTS names, each list once; without it the carried
// sample and invented names of the same make-up, as many as those lists have.

#ifndef LICET_BENCH_LISTED_NAMES_H_
#define LICET_BENCH_LISTED_NAMES_H_

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "licet/base/seams.h"
#include "licet/screening/list_reader.h"
#include "licet/screening/list_store.h"

namespace licet {

class ListedNames {
 public:
  explicit ListedNames(const std::string& home) : home_(home), disk_(RealDisk()) {}

  std::vector<RestrictedList> Load() {
    auto countries = CountryNames::Load(*disk_, home_ + "/data/countries.csv",
                                        home_ + "/data/country-names.csv");
    if (!countries) Stop(countries.error());
    const char* folder = std::getenv("LICET_LISTS");
    if (folder != nullptr) return LoadAll(folder, *countries);
    fmt::print(stderr, "LICET_LISTS names no folder: the carried sample and invented names\n");
    auto sample = LoadLists(*disk_, home_ + "/data/sample-lists", *countries);
    if (!sample) Stop(sample.error());
    sample->push_back(Invented(*sample));
    return std::move(*sample);
  }

 private:
  [[noreturn]] static void Stop(const Error& error) {
    fmt::print(stderr, "{}\n", error.ToString());
    std::exit(2);
  }

  // The files of a folder belong together, unless they are a list each.
  std::vector<RestrictedList> LoadAll(const std::string& root, const CountryNames& countries) {
    std::vector<RestrictedList> all;
    auto folders = disk_->ListFolders(root);
    if (!folders) Stop(folders.error());
    for (const std::string& folder : *folders) {
      std::vector<std::string> paths;
      const auto files = disk_->ListFiles(root + "/" + folder);
      if (!files) Stop(files.error());
      for (const std::string& file : *files) {
        if (file != "lists.json.gz") paths.push_back(root + "/" + folder + "/" + file);
      }
      auto lists = ReadLists(*disk_, paths, countries);
      if (!lists) {
        fmt::print(stderr, "left out: {}\n", lists.error().ToString());
        continue;
      }
      for (RestrictedList& list : *lists) {
        const bool known =
            std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.id == list.id; });
        if (!known) all.push_back(std::move(list));
      }
    }
    return all;
  }

  // Words of the sample in new company, two or three names an entry.
  static RestrictedList Invented(const std::vector<RestrictedList>& sample) {
    constexpr std::size_t kEntries = 17'000;
    std::vector<std::string> words;
    for (const RestrictedList& list : sample) {
      for (const ListEntry& entry : list.entries) {
        std::string word;
        for (const char c : entry.names[0].text + " ") {
          if (c != ' ') {
            word += c;
          } else if (!word.empty()) {
            words.push_back(std::exchange(word, ""));
          }
        }
      }
    }
    SeededRandom random(20261122);
    RestrictedList list;
    list.id = "invented";
    for (std::size_t i = 0; i < kEntries; ++i) {
      ListEntry entry;
      entry.list = list.id;
      entry.id = std::to_string(i);
      for (std::size_t name = 0; name < 2 + i % 2; ++name) {
        std::string text;
        const std::size_t count = 2 + random.Next() % 5;
        for (std::size_t w = 0; w < count; ++w) {
          std::string word = words[random.Next() % words.size()];
          // Half of them become words that nobody has.
          if (random.Next() % 2 == 0) {
            for (int k = 0; k < 3; ++k) {
              word[random.Next() % word.size()] = static_cast<char>('a' + random.Next() % 26);
            }
          }
          text += (text.empty() ? "" : " ") + word;
        }
        entry.names.push_back({text, ListedName::Kind::kAlias});
      }
      list.entries.push_back(std::move(entry));
    }
    return list;
  }

  const std::string home_;
  const std::unique_ptr<Disk> disk_;
};

}  // namespace licet

#endif  // LICET_BENCH_LISTED_NAMES_H_
