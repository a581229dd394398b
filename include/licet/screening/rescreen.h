// Screening only what changed. What was found by name is kept with a hash of all
// that its score came from; where the hash is still the same, so is the score.
//
// A score depends on the words of both names and on what each word weighs, which
// depends on all lists. So the hash of a name is of its words and their weights:
// names of which neither side's hash changed are not compared again. All that is
// not the likeness of names (country, day, numbers, address, lines, cleared pairs)
// is judged anew each time. The answer is that of a full run.
//
// Thread safety: KeptNames and Changes are immutable once made; a Rescreener
// belongs to one thread, a KeptWriter too.

#ifndef LICET_SCREENING_RESCREEN_H_
#define LICET_SCREENING_RESCREEN_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "licet/screening/screener.h"

namespace licet {

// A hash of the dictionaries and of this version: other ones read or score names
// otherwise.
Result<std::uint64_t> ScoringHash(Disk& disk, const std::string& dictionaries,
                                  std::string_view version);

// What a former run kept.
class KeptNames {
 public:
  // An error when it is damaged or no such file.
  static Result<KeptNames> Load(Disk& disk, const std::string& path);

  struct Hit {
    std::uint32_t list = 0;   // in lists
    std::uint32_t entry = 0;  // in entries of that
    std::uint32_t name = 0;
    int score = 0;
  };
  struct List {
    std::string id;
    std::vector<std::pair<std::string, std::uint64_t>> entries;  // id, hash
  };
  struct Found {
    std::uint64_t hash = 0;
    std::vector<Hit> hits;
  };

  std::uint64_t scoring = 0;
  int floor = 0;  // names from this score on are there
  std::vector<List> lists;
  std::unordered_map<std::string, Found> names;
};

// The entries whose names must be compared again.
class Changes {
 public:
  // With more than one listed name in so many changed, a search of all costs less.
  static constexpr std::size_t kChangedOneIn = 32;

  // `before` may be nullptr: all is new. It and `index` must outlive the changes.
  Changes(const ScreeningIndex& index, const KeptNames* before, std::uint64_t scoring, int floor,
          std::size_t changed_one_in = kChangedOneIn);

  // Whether all names are searched for in all lists: nothing was kept, it was kept
  // by other dictionaries or from a higher floor, or too much of the lists changed.
  bool everything() const { return before_ == nullptr; }
  const std::vector<std::uint32_t>& entries() const { return entries_; }

 private:
  friend class Rescreener;
  friend class KeptWriter;
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  const ScreeningIndex& index_;
  const KeptNames* before_;
  std::uint64_t scoring_;
  int floor_;
  std::vector<std::uint64_t> hashes_;             // by entry of the index
  std::vector<std::uint32_t> entries_;            // added or changed
  std::vector<std::vector<std::uint32_t>> kept_;  // by list and entry of before: now, or kNone
};

class Rescreener {
 public:
  explicit Rescreener(const Changes& changes);
  ~Rescreener();

  struct Answer {
    FoundNames found;
    std::uint64_t hash = 0;
    bool searched = false;  // in all lists
  };
  // Errors as NameReader::Read.
  Result<Answer> Find(std::string_view name);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// Gathers what the next run needs.
class KeptWriter {
 public:
  // `changes` must outlive the writer.
  explicit KeptWriter(const Changes& changes) : changes_(changes) {}
  // A name of which not all was found is left out, and searched for next time.
  void Add(const std::string& name, const Rescreener::Answer& answer);
  std::string Text() const;

 private:
  const Changes& changes_;
  std::unordered_set<std::string> seen_;
  std::string lines_;
};

}  // namespace licet

#endif  // LICET_SCREENING_RESCREEN_H_
