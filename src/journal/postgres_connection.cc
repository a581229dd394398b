#include "postgres_connection.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

namespace licet {
namespace {

// What the URL says comes first. A server whose machine vanished is noticed within
// half a minute, also by one who waits for an answer.
constexpr const char* kDefaults[][2] = {{"connect_timeout", "10"},     {"keepalives_idle", "15"},
                                        {"keepalives_interval", "5"},  {"keepalives_count", "3"},
                                        {"tcp_user_timeout", "30000"}, {"client_encoding", "UTF8"}};
constexpr int kBinary = 1;
constexpr std::string_view kBroken = "08006";  // connection failure

// Type numbers of the protocol, which other engines share (pg_type.dat).
constexpr std::uint32_t kBytesType = 17;
constexpr std::uint32_t kIntegerType = 20;
constexpr std::uint32_t kTextType = 25;

using ConnectionOptions = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

// One sentence of a message of several lines.
std::string FirstLine(const char* message) {
  std::string_view text = message == nullptr ? "" : message;
  text = text.substr(0, text.find('\n'));
  while (text.ends_with(' ') || text.ends_with('.')) text.remove_suffix(1);
  return std::string(text);
}

std::string ValueOf(const PQconninfoOption* options, std::string_view keyword) {
  for (; options != nullptr && options->keyword != nullptr; ++options) {
    if (keyword == options->keyword) return options->val == nullptr ? "" : options->val;
  }
  return "";
}

ConnectionOptions ParseUrl(const std::string& url) {
  return {PQconninfoParse(url.c_str(), nullptr), &PQconninfoFree};
}

void AppendBigEndian(std::uint64_t value, int bytes, std::string* out) {
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
    out->push_back(static_cast<char>(value >> shift & 0xff));
  }
}

std::string ArrayHeader(std::uint32_t type, std::size_t size) {
  std::string out;
  AppendBigEndian(size == 0 ? 0 : 1, 4, &out);  // dimensions
  AppendBigEndian(1, 4, &out);                  // may hold NULL
  AppendBigEndian(type, 4, &out);
  if (size != 0) {
    AppendBigEndian(size, 4, &out);
    AppendBigEndian(1, 4, &out);  // the first index
  }
  return out;
}

void AppendItem(std::string_view item, std::string* out) {
  AppendBigEndian(item.size(), 4, out);
  out->append(item);
}

// libpq gives no SQLSTATE for a connection that did not come about, so that the
// server's words must do; in another language they are shown as they are.
std::string StateOfFailedConnection(const PGconn* connection, std::string_view message) {
  const auto says = [&](std::string_view words) { return message.find(words) != message.npos; };
  if (PQconnectionNeedsPassword(connection) != 0) return "28P01";
  if (says("starting up") || says("shutting down") || says("recovery mode")) return "57P03";
  if (says("too many clients") || says("connection slots are reserved")) return "53300";
  if (says("session is read-only")) return "25006";
  if (!says("FATAL:")) return "";
  if (says("database \"") && says("\" does not exist")) return "3D000";
  return "28P01";
}

}  // namespace

std::string_view PostgresRows::Bytes(int row, int column) const {
  return {PQgetvalue(result_.get(), row, column),
          static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
}

std::int64_t PostgresRows::Integer(int row, int column) const {
  const std::string_view bytes = Bytes(row, column);
  // The sign comes with the first byte; INTEGER has four of them, BIGINT eight.
  std::uint64_t value = !bytes.empty() && (bytes[0] & 0x80) != 0 ? ~std::uint64_t{0} : 0;
  for (const char byte : bytes) value = value << 8 | static_cast<unsigned char>(byte);
  return static_cast<std::int64_t>(value);
}

std::int64_t PostgresRows::Touched() const {
  const std::string_view text = PQcmdTuples(result_.get());
  std::int64_t count = 0;
  std::from_chars(text.data(), text.data() + text.size(), count);
  return count;
}

std::string PostgresInteger(std::int64_t value) {
  std::string out;
  AppendBigEndian(static_cast<std::uint64_t>(value), 8, &out);
  return out;
}

std::string PostgresIntegers(std::span<const std::int64_t> values) {
  std::string out = ArrayHeader(kIntegerType, values.size());
  for (const std::int64_t value : values) AppendItem(PostgresInteger(value), &out);
  return out;
}

std::string PostgresTexts(std::span<const std::optional<std::string_view>> values) {
  std::string out = ArrayHeader(kTextType, values.size());
  for (const auto& value : values) {
    if (value) {
      AppendItem(*value, &out);
    } else {
      AppendBigEndian(0xffffffff, 4, &out);
    }
  }
  return out;
}

std::string PostgresByteStrings(std::span<const std::string_view> values) {
  std::string out = ArrayHeader(kBytesType, values.size());
  for (const std::string_view value : values) AppendItem(value, &out);
  return out;
}

Result<std::string> PostgresPlace(const std::string& url) {
  const ConnectionOptions options = ParseUrl(url);
  if (!options) {
    // libpq's own message quotes the URL with the password in it.
    return Fail(ErrorCode::kInvalidArgument,
                "the address of the database is no URL of PostgreSQL; it has the form "
                "postgresql://USER@HOST:PORT/DATABASE, with special characters as %XX");
  }
  const std::string host = ValueOf(options.get(), "host");
  const std::string port = ValueOf(options.get(), "port");
  return fmt::format("postgresql://{}{}{}/{}", host, port.empty() ? "" : ":", port,
                     ValueOf(options.get(), "dbname"));
}

std::string PostgresUser(const std::string& url) {
  std::string named = ValueOf(ParseUrl(url).get(), "user");
  if (!named.empty()) return named;
  const ConnectionOptions defaults(PQconndefaults(), &PQconninfoFree);
  return ValueOf(defaults.get(), "user");
}

PostgresAnswer<std::unique_ptr<PostgresConnection>> PostgresConnection::Open(const std::string& url,
                                                                             bool for_writing) {
  const ConnectionOptions options = ParseUrl(url);
  std::vector<const char*> keywords = {"dbname", "fallback_application_name"};
  std::vector<const char*> values = {url.c_str(), "licet"};
  const auto add = [&](const char* keyword, const char* value) {
    if (!ValueOf(options.get(), keyword).empty()) return;
    keywords.push_back(keyword);
    values.push_back(value);
  };
  for (const auto& [keyword, value] : kDefaults) add(keyword, value);
  if (for_writing && ValueOf(options.get(), "host").find(',') != std::string::npos) {
    add("target_session_attrs", "read-write");
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  PGconn* opened = PQconnectdbParams(keywords.data(), values.data(), 1);
  if (opened == nullptr) return std::unexpected(PostgresRefusal{"53200", "out of memory"});
  std::unique_ptr<PostgresConnection> connection(new PostgresConnection(opened));
  if (PQstatus(opened) != CONNECTION_OK) {
    PostgresRefusal refusal = connection->Broken();
    refusal.state = StateOfFailedConnection(opened, PQerrorMessage(opened));
    return std::unexpected(std::move(refusal));
  }
  // Notices would go to stderr.
  PQsetNoticeReceiver(opened, [](void*, const PGresult*) {}, nullptr);
  if (PQenterPipelineMode(opened) != 1) return std::unexpected(connection->Broken());
  return connection;
}

PostgresRefusal PostgresConnection::Broken() const {
  return {std::string(kBroken), FirstLine(PQerrorMessage(connection_)), 0};
}

bool PostgresConnection::Send(const PostgresQuery& query, bool* prepares) {
  std::vector<const char*> values;
  std::vector<int> lengths;
  for (const std::string& value : query.values) {
    values.push_back(value.data());
    lengths.push_back(static_cast<int>(value.size()));
  }
  const std::vector<int> formats(values.size(), kBinary);
  const int count = static_cast<int>(values.size());
  const PostgresStatement& statement = *query.statement;
  *prepares = statement.name[0] != '\0' && prepared_.insert(&statement).second;
  if (*prepares && PQsendPrepare(connection_, statement.name, statement.sql, 0, nullptr) != 1) {
    return false;
  }
  if (statement.name[0] != '\0') {
    return PQsendQueryPrepared(connection_, statement.name, count, values.data(), lengths.data(),
                               formats.data(), kBinary) == 1;
  }
  return PQsendQueryParams(connection_, statement.sql, count, nullptr, values.data(),
                           lengths.data(), formats.data(), kBinary) == 1;
}

// The result of one statement; the null that ends it is taken as well.
PostgresAnswer<PostgresRows> PostgresConnection::Receive() {
  PGresult* result = PQgetResult(connection_);
  if (result == nullptr) return std::unexpected(Broken());
  PostgresRows rows(result);
  const ExecStatusType status = PQresultStatus(result);
  if (status == PGRES_PIPELINE_SYNC) return rows;
  if (PQstatus(connection_) == CONNECTION_OK) {
    while (PGresult* more = PQgetResult(connection_)) PQclear(more);
  }
  if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return rows;
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  if (state == nullptr) return std::unexpected(Broken());
  return std::unexpected(PostgresRefusal{state, FirstLine(message), 0});
}

PostgresAnswer<std::vector<PostgresRows>> PostgresConnection::Ask(
    std::span<const PostgresQuery> queries) {
  std::vector<bool> prepares;
  for (const PostgresQuery& query : queries) {
    bool prepare = false;
    if (!Send(query, &prepare)) {
      usable_ = false;  // some statements are under way, and their answers with them
      return std::unexpected(Broken());
    }
    prepares.push_back(prepare);
  }
  if (PQpipelineSync(connection_) != 1) return std::unexpected(Broken());

  std::vector<PostgresRows> answers;
  std::optional<PostgresRefusal> refusal;
  const auto receive = [&](std::size_t step) -> bool {
    if (refusal && PQstatus(connection_) != CONNECTION_OK) return false;
    PostgresAnswer<PostgresRows> rows = Receive();
    if (!rows) {
      if (!refusal) refusal = PostgresRefusal{rows.error().state, rows.error().message, step};
      return false;
    }
    answers.push_back(std::move(*rows));
    return true;
  };
  for (std::size_t i = 0; i < queries.size(); ++i) {
    if (prepares[i]) {
      if (receive(i)) {
        answers.pop_back();
      } else {
        prepared_.erase(queries[i].statement);
      }
    }
    receive(i);
  }
  if (receive(queries.size())) answers.pop_back();  // the end of the round trip
  if (refusal) return std::unexpected(std::move(*refusal));
  return answers;
}

PostgresAnswer<PostgresRows> PostgresConnection::AskOne(const PostgresQuery& query) {
  auto answers = Ask({&query, 1});
  if (!answers) return std::unexpected(std::move(answers).error());
  return std::move(answers->front());
}

void PostgresConnection::RollBack() {
  static constexpr PostgresStatement kRollBack{"", "ROLLBACK"};
  if (!usable_ || PQstatus(connection_) != CONNECTION_OK) return;
  const PGTransactionStatusType status = PQtransactionStatus(connection_);
  if (status != PQTRANS_INTRANS && status != PQTRANS_INERROR) return;
  [[maybe_unused]] const auto ignored = AskOne({&kRollBack});
}

bool PostgresConnection::IsAlive() {
  // A server that goes says so and closes: the first call may read the words,
  // the second sees the end.
  return usable_ && PQconsumeInput(connection_) == 1 && PQconsumeInput(connection_) == 1 &&
         PQstatus(connection_) == CONNECTION_OK;
}

}  // namespace licet
