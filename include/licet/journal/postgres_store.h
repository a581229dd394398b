// A journal in a PostgreSQL database, for several processes that write at once,
// on one machine or many.
//
// A writer takes the row lock of the journal's head and keeps it until its commit,
// so that writers queue; one write costs two round trips. Only what engines that
// speak the same protocol have too is relied on: row locks, UNIQUE, CHECK, arrays.
// That the journal only grows is therefore a matter of privileges (docs/journal.md).
//
// Thread safety: one store object, one thread.

#ifndef LICET_JOURNAL_POSTGRES_STORE_H_
#define LICET_JOURNAL_POSTGRES_STORE_H_

#include <memory>
#include <string>

#include "licet/journal/store.h"

namespace licet {

// Conflicts, and connections lost before a commit, are tried again for some
// seconds. Then Decide is called anew, after Follow for what others wrote in
// between: a writer's Known() must not count what Decide gave, or it is told to
// start anew instead. Errors: those of OpenJournalStore.
Result<std::unique_ptr<JournalStore>> OpenPostgresStore(const std::string& url, StoreMode mode);

}  // namespace licet

#endif  // LICET_JOURNAL_POSTGRES_STORE_H_
