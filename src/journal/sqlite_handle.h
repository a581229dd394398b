// SQLite's C interface with owners and sentences.

#ifndef LICET_JOURNAL_SQLITE_HANDLE_H_
#define LICET_JOURNAL_SQLITE_HANDLE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "licet/base/error.h"

namespace licet {

class SqliteStatement;

// One connection.
class SqliteHandle {
 public:
  SqliteHandle() = default;
  static Result<SqliteHandle> Open(const std::string& path, int flags, const std::string& vfs,
                                   int busy_ms);

  Result<SqliteStatement> Prepare(std::string_view sql) const;
  // Statements without parameters and answers.
  Status Run(const std::string& statements) const;
  // The first column of the first row, as a number.
  Result<std::int64_t> Number(std::string_view sql) const;
  Result<std::string> Text(std::string_view sql) const;

  // The sentence for what the last call said.
  std::unexpected<Error> Failed(int code) const;
  sqlite3* get() const { return handle_.get(); }
  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
  int busy_ms_ = 0;
};

// A prepared statement, kept for many uses. The bytes bound to it must live until
// it was stepped.
class SqliteStatement {
 public:
  SqliteStatement() = default;
  SqliteStatement(const SqliteHandle* handle, sqlite3_stmt* statement)
      : handle_(handle), statement_(statement) {}

  void Bind(int at, std::int64_t number);
  void BindText(int at, std::string_view text);
  void BindBytes(int at, std::string_view bytes);
  void BindNull(int at);

  // Whether there is a row. The end of the rows, or an error, makes it ready anew.
  Result<bool> Step();
  // For a statement that answers nothing.
  Status Done();
  void Reset() { sqlite3_reset(statement_.get()); }

  std::int64_t Number(int column) { return sqlite3_column_int64(statement_.get(), column); }
  std::string_view Bytes(int column);

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  const SqliteHandle* handle_ = nullptr;
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// Makes a statement ready anew however its reader leaves.
class SqliteReading {
 public:
  explicit SqliteReading(SqliteStatement* statement) : statement_(statement) {}
  SqliteReading(const SqliteReading&) = delete;
  SqliteReading& operator=(const SqliteReading&) = delete;
  ~SqliteReading() { statement_->Reset(); }

 private:
  SqliteStatement* statement_;
};

}  // namespace licet

#endif  // LICET_JOURNAL_SQLITE_HANDLE_H_
