// Words by what is left of their beginnings when a few letters are taken out:
// finds all words within a few misspellings without looking at the others
// (W. Garbe's symmetric delete, github.com/wolfgarbe/SymSpell).
//
// Thread safety: immutable once built.

#ifndef LICET_SCREENING_DELETE_INDEX_H_
#define LICET_SCREENING_DELETE_INDEX_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace licet {

class DeleteIndex {
 public:
  // First all words, then Build. `letters` of it may be taken out, at most 2.
  void Add(std::string_view word, int letters, std::uint32_t id);
  void Build();

  // Appends the ids of all words within `letters` misspellings, and others: the
  // caller compares. An id may come several times.
  void Find(std::string_view word, int letters, std::vector<std::uint32_t>* ids) const;

  std::size_t bytes() const;

 private:
  struct Slot {
    std::uint32_t hash;
    std::uint32_t id;
  };
  static constexpr std::uint32_t kBucketBits = 17;

  std::vector<Slot> slots_;            // by hash
  std::vector<std::uint32_t> starts_;  // by the hash's upper bits
};

}  // namespace licet

#endif  // LICET_SCREENING_DELETE_INDEX_H_
