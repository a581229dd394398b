// The SQL that SQLite and PostgreSQL share. Parameters are $1, $2 ... in the order
// in which they first appear, which is how SQLite numbers them too.

#ifndef LICET_JOURNAL_STORE_SQL_H_
#define LICET_JOURNAL_STORE_SQL_H_

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace licet::store_sql {

// Of the tables; a newer one is refused.
inline constexpr int kSchemaVersion = 1;

// What the two call a 64-bit number and a string of bytes, and what follows the
// columns of a table.
struct Dialect {
  std::string_view integer;
  std::string_view bytes;
  std::string_view table_end;
};
inline constexpr Dialect kSqlite = {"INTEGER", "BLOB", " STRICT"};
inline constexpr Dialect kPostgres = {"BIGINT", "BYTEA", ""};

// Statements that make the tables of version 1, separated by semicolons.
inline std::string CreateTables(const Dialect& dialect) {
  return fmt::format(
      "CREATE TABLE journal_record (sequence {0} PRIMARY KEY CHECK (sequence >= 0),"
      " id TEXT UNIQUE, bytes {1} NOT NULL){2};"
      "CREATE TABLE journal_head (only_row {0} PRIMARY KEY CHECK (only_row = 1),"
      " size {0} NOT NULL CHECK (size >= 0), frontier {1} NOT NULL){2};"
      "CREATE TABLE journal_tile (level {0} NOT NULL, number {0} NOT NULL,"
      " hashes {1} NOT NULL CHECK (length(hashes) = 8192), PRIMARY KEY (level, number)){2};"
      "CREATE TABLE journal_figure (account TEXT PRIMARY KEY, used {0} NOT NULL,"
      " cap {0} NOT NULL, CHECK (0 <= used AND used <= cap)){2};"
      "CREATE TABLE journal_checkpoint (size {0} PRIMARY KEY CHECK (size >= 0),"
      " note TEXT NOT NULL){2};",
      dialect.integer, dialect.bytes, dialect.table_end);
}

// $1: the frontier of an empty tree, which is no bytes.
inline constexpr char kInsertHead[] = "INSERT INTO journal_head VALUES (1, 0, $1)";
// And where the records end, which a log of the database that is damaged may not know.
inline constexpr char kHead[] =
    "SELECT size, frontier, (SELECT COALESCE(MAX(sequence) + 1, 0) FROM journal_record)"
    " FROM journal_head";
// Only from the size that the writer saw: no row is changed when others wrote.
inline constexpr char kMoveHead[] =
    "UPDATE journal_head SET size = $1, frontier = $2 WHERE size = $3";

inline constexpr char kRecords[] =
    "SELECT sequence, bytes FROM journal_record WHERE sequence >= $1 AND sequence < $2"
    " ORDER BY sequence";
inline constexpr char kSequenceOf[] = "SELECT sequence FROM journal_record WHERE id = $1";
inline constexpr char kInsertRecord[] = "INSERT INTO journal_record VALUES ($1, $2, $3)";

inline constexpr char kTiles[] =
    "SELECT number, hashes FROM journal_tile WHERE level = $1 AND number >= $2 AND number < $3"
    " ORDER BY number";
inline constexpr char kInsertTile[] = "INSERT INTO journal_tile VALUES ($1, $2, $3)";

// By account, but each database sorts text its own way: sort after reading.
inline constexpr char kFigures[] = "SELECT account, used, cap FROM journal_figure";
inline constexpr char kPutFigure[] =
    "INSERT INTO journal_figure VALUES ($1, $2, $3)"
    " ON CONFLICT (account) DO UPDATE SET used = excluded.used, cap = excluded.cap";

inline constexpr char kCheckpoints[] = "SELECT note FROM journal_checkpoint ORDER BY size";
inline constexpr char kPutCheckpoint[] =
    "INSERT INTO journal_checkpoint VALUES ($1, $2)"
    " ON CONFLICT (size) DO UPDATE SET note = excluded.note";

}  // namespace licet::store_sql

#endif  // LICET_JOURNAL_STORE_SQL_H_
