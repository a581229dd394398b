// A journal in one file of SQLite, with a write-ahead log beside it.
//
// What SQLite promises is what the journal needs: a commit is on the disk when it
// returns (synchronous=EXTRA), and a torn write of the log is not taken for one.
// It has no checksums of what lies in the file; the Merkle tree is that.
//
// Thread safety: one store object, one thread; several processes may have one
// file open.

#ifndef LICET_JOURNAL_SQLITE_STORE_H_
#define LICET_JOURNAL_SQLITE_STORE_H_

#include <memory>
#include <string>

#include "licet/journal/store.h"

namespace licet {

// For tests and simulation.
struct SqliteOptions {
  std::string vfs;         // name of a registered VFS; "" means the system's own
  bool exclusive = false;  // one process alone, so that no shared memory is needed
  int busy_ms = 10'000;    // how long to wait for another writer
};

// Errors: those of OpenJournalStore.
Result<std::unique_ptr<JournalStore>> OpenSqliteStore(const std::string& path, StoreMode mode,
                                                      const SqliteOptions& options = {});

}  // namespace licet

#endif  // LICET_JOURNAL_SQLITE_STORE_H_
