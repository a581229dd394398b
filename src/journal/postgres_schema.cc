#include "postgres_schema.h"

#include <fmt/format.h>

#include <vector>

#include "store_sql.h"

namespace licet {
namespace {

constexpr int kTriesMax = 20;
constexpr std::int64_t kNothing = -1;  // no tables at all

constexpr PostgresStatement kBegin{"", "BEGIN"};
constexpr PostgresStatement kCommit{"", "COMMIT"};
constexpr PostgresStatement kVersion{"", "SELECT version FROM journal_schema"};
constexpr PostgresStatement kLockVersion{"", "SELECT version FROM journal_schema FOR UPDATE"};
constexpr PostgresStatement kMakeVersion{
    "",
    "CREATE TABLE journal_schema (only_row BIGINT PRIMARY KEY CHECK (only_row = 1),"
    " version BIGINT NOT NULL)"};
constexpr PostgresStatement kFirstVersion{"", "INSERT INTO journal_schema VALUES (1, 0)"};
constexpr PostgresStatement kSetVersion{"", "UPDATE journal_schema SET version = $1"};
constexpr PostgresStatement kFirstHead{"", store_sql::kInsertHead};

// The statements that lead from a version to the next one.
std::vector<std::string> StatementsFrom(std::int64_t version) {
  std::vector<std::string> statements;
  if (version != 0) return statements;
  const std::string all = store_sql::CreateTables(store_sql::kPostgres);
  for (std::size_t at = 0; at < all.size();) {
    const std::size_t end = all.find(';', at);
    statements.push_back(all.substr(at, end - at));
    at = end + 1;
  }
  return statements;
}

PostgresAnswer<std::int64_t> VersionNow(PostgresConnection& connection,
                                        const PostgresStatement& question) {
  auto rows = connection.AskOne({&question});
  if (rows) return rows->size() == 0 ? 0 : rows->Integer(0, 0);
  if (rows.error().state == sqlstate::kNoSuchTable) return kNothing;
  return std::unexpected(std::move(rows).error());
}

// All in one transaction, whose first statement makes the others wait: the name of
// the new table or the lock of its row.
PostgresAnswer<void> Migrate(PostgresConnection& connection, bool from_nothing) {
  if (auto begun = connection.AskOne({&kBegin}); !begun) return std::unexpected(begun.error());
  if (from_nothing) {
    const PostgresQuery make[] = {{&kMakeVersion}, {&kFirstVersion}};
    if (auto made = connection.Ask(make); !made) return std::unexpected(made.error());
  }
  auto version = VersionNow(connection, kLockVersion);
  if (!version) return std::unexpected(std::move(version).error());
  if (*version >= store_sql::kSchemaVersion) {  // another process was faster
    connection.RollBack();
    return {};
  }
  for (std::int64_t from = *version; from < store_sql::kSchemaVersion; ++from) {
    for (const std::string& sql : StatementsFrom(from)) {
      const PostgresStatement statement{"", sql.c_str()};
      if (auto done = connection.AskOne({&statement}); !done) {
        return std::unexpected(done.error());
      }
    }
    if (from != 0) continue;
    if (auto head = connection.AskOne({&kFirstHead, {""}}); !head) {
      return std::unexpected(head.error());
    }
  }
  const PostgresQuery finish[] = {{&kSetVersion, {PostgresInteger(store_sql::kSchemaVersion)}},
                                  {&kCommit}};
  if (auto done = connection.Ask(finish); !done) return std::unexpected(done.error());
  return {};
}

// Whether the tables can be used as they are; an error when they never will.
Tried<bool> IsUsable(std::int64_t version, const std::string& place, StoreMode mode) {
  const auto fail = [&](std::string sentence) {
    return std::unexpected(Setback{Error(ErrorCode::kIo, std::move(sentence), {place, 0, 0})});
  };
  if (version == store_sql::kSchemaVersion) return true;
  if (version > store_sql::kSchemaVersion) {
    return fail(
        fmt::format("the journal's tables are of version {} and this program knows those "
                    "up to {}; use a newer program",
                    version, store_sql::kSchemaVersion));
  }
  if (version == kNothing && mode != StoreMode::kCreate) {
    return fail("there is no journal in the database; make one or correct the address");
  }
  if (version != kNothing && mode == StoreMode::kReadOnly) {
    return fail(
        fmt::format("the journal's tables are of version {}, older than {}; open it once "
                    "for writing, which brings them up to date",
                    version, store_sql::kSchemaVersion));
  }
  return false;
}

}  // namespace

Tried<void> PreparePostgresSchema(PostgresConnection& connection, const std::string& place,
                                  StoreMode mode) {
  for (int tries = 1;; ++tries) {
    auto version = VersionNow(connection, kVersion);
    if (!version) {
      return std::unexpected(SetbackOf(version.error(), place, connection.User()));
    }
    auto usable = IsUsable(*version, place, mode);
    if (!usable) return std::unexpected(std::move(usable).error());
    if (*usable) return {};
    auto migrated = Migrate(connection, *version == kNothing);
    if (migrated) continue;  // and look again: a newer program may have come first
    connection.RollBack();
    if (!IsRaceOfMakers(migrated.error()) || tries == kTriesMax) {
      return std::unexpected(SetbackOf(migrated.error(), place, connection.User()));
    }
  }
}

}  // namespace licet
