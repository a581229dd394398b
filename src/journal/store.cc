#include "licet/journal/store.h"

#include "licet/journal/postgres_store.h"
#include "licet/journal/sqlite_store.h"

namespace licet {

Result<std::unique_ptr<JournalStore>> OpenJournalStore(const std::string& where, StoreMode mode) {
  if (where.starts_with("postgresql://") || where.starts_with("postgres://")) {
    return OpenPostgresStore(where, mode);
  }
  return OpenSqliteStore(where, mode);
}

}  // namespace licet
