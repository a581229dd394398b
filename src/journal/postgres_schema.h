// The tables of a journal on a PostgreSQL server, and their versions.

#ifndef LICET_JOURNAL_POSTGRES_SCHEMA_H_
#define LICET_JOURNAL_POSTGRES_SCHEMA_H_

#include <string>

#include "licet/journal/store.h"
#include "postgres_connection.h"
#include "postgres_refusal.h"

namespace licet {

// Looks at the tables; makes them (kCreate) or brings older ones up to date
// (kCreate, kReadWrite). Of several processes that do so at once one does it, and
// the others find it done.
Tried<void> PreparePostgresSchema(PostgresConnection& connection, const std::string& place,
                                  StoreMode mode);

}  // namespace licet

#endif  // LICET_JOURNAL_POSTGRES_SCHEMA_H_
