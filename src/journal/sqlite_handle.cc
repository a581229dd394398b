#include "sqlite_handle.h"

#include <fmt/format.h>

#include <cerrno>

namespace licet {
namespace {

bool IsFull(int primary, int system) {
  return primary == SQLITE_FULL ||
         (primary == SQLITE_IOERR && (system == ENOSPC || system == EDQUOT));
}

bool IsDamage(int code) {
  return (code & 0xFF) == SQLITE_CORRUPT || code == SQLITE_IOERR_SHORT_READ ||
         code == SQLITE_IOERR_CORRUPTFS;
}

std::string Sentence(int code, int system, std::string_view message, int busy_ms) {
  const int primary = code & 0xFF;
  if (IsFull(primary, system)) {
    return "the disk is full, and nothing was written; make room and try again";
  }
  if (IsDamage(code)) {
    return fmt::format("the journal is damaged ({}); restore a backup", message);
  }
  switch (primary) {
    case SQLITE_NOTADB:
      return "this is not a journal, for it is no SQLite database; check the path, or restore a "
             "backup when it was one";
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fmt::format(
          "another process holds this journal and did not let go within {} ms; try "
          "again when it is done",
          busy_ms);
    case SQLITE_READONLY:
    case SQLITE_PERM:
      return "no permission to write this journal; change the permissions of the file and its "
             "folder";
    case SQLITE_CANTOPEN:
      return "this journal cannot be opened; the file and its folder must be there and "
             "permit to read and to make the -wal and -shm files beside it";
    case SQLITE_CONSTRAINT:
      return fmt::format(
          "the database refused what this program had allowed ({}); this is a "
          "defect, please report it",
          message);
    default:
      return fmt::format(
          "the journal cannot be read or written ({}, code {}); check the disk and "
          "the file",
          message, code);
  }
}

}  // namespace

Result<SqliteHandle> SqliteHandle::Open(const std::string& path, int flags, const std::string& vfs,
                                        int busy_ms) {
  SqliteHandle handle;
  handle.path_ = path;
  handle.busy_ms_ = busy_ms;
  sqlite3* opened = nullptr;
  // A name that SQLite keeps for a database in memory is a file like any other.
  const std::string name = path.starts_with(':') ? "./" + path : path;
  const int code =
      sqlite3_open_v2(name.c_str(), &opened, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                      vfs.empty() ? nullptr : vfs.c_str());
  handle.handle_.reset(opened);
  if (code != SQLITE_OK) return handle.Failed(code);
  sqlite3_busy_timeout(opened, busy_ms);
  // What lies in a file that somebody sent cannot call functions or break it.
  sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  return handle;
}

std::unexpected<Error> SqliteHandle::Failed(int code) const {
  const int system = handle_ ? sqlite3_system_errno(handle_.get()) : 0;
  const char* message = handle_ ? sqlite3_errmsg(handle_.get()) : sqlite3_errstr(code);
  const bool refused = (code & 0xFF) == SQLITE_CONSTRAINT;
  return Fail(refused ? ErrorCode::kInternal : ErrorCode::kIo,
              Sentence(code, system, message, busy_ms_), {path_, 0, 0});
}

Result<SqliteStatement> SqliteHandle::Prepare(std::string_view sql) const {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Failed(code);
  return SqliteStatement(this, statement);
}

Status SqliteHandle::Run(const std::string& statements) const {
  const int code = sqlite3_exec(get(), statements.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return Failed(code);
  return {};
}

Result<std::int64_t> SqliteHandle::Number(std::string_view sql) const {
  LICET_ASSIGN_OR_RETURN(SqliteStatement statement, Prepare(sql));
  LICET_ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? statement.Number(0) : 0;
}

Result<std::string> SqliteHandle::Text(std::string_view sql) const {
  LICET_ASSIGN_OR_RETURN(SqliteStatement statement, Prepare(sql));
  LICET_ASSIGN_OR_RETURN(const bool row, statement.Step());
  return row ? std::string(statement.Bytes(0)) : "";
}

void SqliteStatement::Bind(int at, std::int64_t number) {
  sqlite3_bind_int64(statement_.get(), at, number);
}

void SqliteStatement::BindText(int at, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void SqliteStatement::BindBytes(int at, std::string_view bytes) {
  // A null pointer would bind NULL.
  if (bytes.empty()) {
    sqlite3_bind_zeroblob(statement_.get(), at, 0);
  } else {
    sqlite3_bind_blob64(statement_.get(), at, bytes.data(), bytes.size(), SQLITE_STATIC);
  }
}

void SqliteStatement::BindNull(int at) { sqlite3_bind_null(statement_.get(), at); }

Result<bool> SqliteStatement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    Reset();
    return false;
  }
  auto failed = handle_->Failed(code);
  Reset();
  return failed;
}

Status SqliteStatement::Done() {
  LICET_RETURN_IF_ERROR(Step());
  return {};
}

std::string_view SqliteStatement::Bytes(int column) {
  const void* bytes = sqlite3_column_blob(statement_.get(), column);
  const int count = sqlite3_column_bytes(statement_.get(), column);
  return {static_cast<const char*>(bytes), static_cast<std::size_t>(count)};
}

}  // namespace licet
