// A connection to a PostgreSQL server, or to another that speaks its protocol:
// several statements in one round trip, values in binary both ways.
//
// This is libpq without libpqxx on top: only so do several statements share a round
// trip, and bytes travel as bytes (docs/dependencies.md).
//
// Thread safety: one connection, one thread.

#ifndef LICET_JOURNAL_POSTGRES_CONNECTION_H_
#define LICET_JOURNAL_POSTGRES_CONNECTION_H_

#include <libpq-fe.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

// What the server, or the way to it, said no to.
struct PostgresRefusal {
  std::string state;     // SQLSTATE; empty: there is no server
  std::string message;   // the first line of what was said
  std::size_t step = 0;  // which of the statements asked was refused
};

template <typename T>
using PostgresAnswer = std::expected<T, PostgresRefusal>;

// The rows of one statement, all of whose columns are binary.
class PostgresRows {
 public:
  explicit PostgresRows(PGresult* result) : result_(result, &PQclear) {}

  int size() const { return PQntuples(result_.get()); }
  std::string_view Bytes(int row, int column) const;
  // REQUIRES: a column of type BIGINT or INTEGER.
  std::int64_t Integer(int row, int column) const;
  // Rows that an INSERT or UPDATE touched.
  std::int64_t Touched() const;

 private:
  std::unique_ptr<PGresult, decltype(&PQclear)> result_;
};

// A statement whose address stands for it: each is prepared once a connection.
struct PostgresStatement {
  const char* name;  // "" for statements that are not worth preparing
  const char* sql;
};

struct PostgresQuery {
  const PostgresStatement* statement;
  std::vector<std::string> values{};  // binary, in the order of $1, $2 ...
};

// Values in the binary form of the protocol.
std::string PostgresInteger(std::int64_t value);
std::string PostgresIntegers(std::span<const std::int64_t> values);
// An empty optional is NULL.
std::string PostgresTexts(std::span<const std::optional<std::string_view>> values);
std::string PostgresByteStrings(std::span<const std::string_view> values);

// Where a URL leads, for messages: without password and parameters. Error: text
// that is no such URL.
Result<std::string> PostgresPlace(const std::string& url);
// The user it names, or who it is without a name.
std::string PostgresUser(const std::string& url);

class PostgresConnection {
 public:
  // With several hosts in the URL and `for_writing`, the one that takes writes.
  static PostgresAnswer<std::unique_ptr<PostgresConnection>> Open(const std::string& url,
                                                                  bool for_writing);
  ~PostgresConnection() { PQfinish(connection_); }
  PostgresConnection(const PostgresConnection&) = delete;
  PostgresConnection& operator=(const PostgresConnection&) = delete;

  // One round trip for all of them. After a refusal the statements that follow
  // it were not run.
  PostgresAnswer<std::vector<PostgresRows>> Ask(std::span<const PostgresQuery> queries);
  PostgresAnswer<PostgresRows> AskOne(const PostgresQuery& query);

  // Ends a transaction, if there is one, without effect. What goes wrong is not
  // told: the server ends the transaction of a lost connection by itself.
  void RollBack();
  // Whether, as far as is known here without asking, the server is still there.
  bool IsAlive();
  std::string User() const { return PQuser(connection_); }

 private:
  explicit PostgresConnection(PGconn* connection) : connection_(connection) {}

  bool Send(const PostgresQuery& query, bool* prepares);
  PostgresAnswer<PostgresRows> Receive();
  PostgresRefusal Broken() const;

  PGconn* connection_;
  bool usable_ = true;
  std::set<const PostgresStatement*> prepared_;
};

}  // namespace licet

#endif  // LICET_JOURNAL_POSTGRES_CONNECTION_H_
