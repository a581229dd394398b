// What every store checks of an addition before it touches the database.

#ifndef LICET_JOURNAL_ADDITIONS_H_
#define LICET_JOURNAL_ADDITIONS_H_

#include "licet/journal/store.h"

namespace licet {

// Errors: kLimit for a record that is too long, kInternal for a head that does not
// follow from `before` and the entries, or a tile that is not full.
Status CheckAddition(const JournalHead& before, const JournalAddition& addition);

// Errors: kIo when the records end after the head does. Where they end before, a reader
// misses one.
Status CheckEnd(const JournalHead& head, std::uint64_t end);

// Errors: kInternal when a writer has seen more than there is.
Status CheckKnown(std::uint64_t known, const JournalHead& head);

// Records as they are read: numbered without a gap from `from` on.
class InOrder {
 public:
  explicit InOrder(std::uint64_t from) : next_(from) {}
  // Errors: kIo when one is missing.
  Status Expect(std::uint64_t sequence);

 private:
  std::uint64_t next_;
};

}  // namespace licet

#endif  // LICET_JOURNAL_ADDITIONS_H_
