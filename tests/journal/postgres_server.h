// A PostgreSQL server of Debian's package for tests: in a temporary folder, on a
// Unix socket there, with fsync, stopped with its object or its process.

#ifndef LICET_TESTS_JOURNAL_POSTGRES_SERVER_H_
#define LICET_TESTS_JOURNAL_POSTGRES_SERVER_H_

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace licet {

class PostgresServer {
 public:
  // One for all tests of this process, made when the first of them asks.
  static PostgresServer& Shared() {
    static PostgresServer server;
    return server;
  }

  explicit PostgresServer(const std::vector<std::string>& settings = {}) {
    if (!MakeFolder()) return;
    if (!Run({"initdb", "-D", Data(), "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-U",
              "licet", "--no-sync"})) {
      error_ = "initdb failed: " + Log();
      return;
    }
    std::ofstream hba(Data() + "/pg_hba.conf");
    hba << "local all with_password scram-sha-256\nlocal all all trust\n"
           "local replication all trust\n";
    hba.close();
    Start(settings);
  }

  // A streaming replica of another server, which it takes its data from now.
  PostgresServer(const PostgresServer& primary, const std::string& name) {
    if (!MakeFolder()) return;
    const std::string from = "host=" + primary.folder_ + " user=licet application_name=" + name;
    if (!Run({"pg_basebackup", "-D", Data(), "-d", from, "-R", "-c", "fast", "-X", "stream"})) {
      error_ = "pg_basebackup failed: " + Log();
      return;
    }
    Start({});
  }

  ~PostgresServer() {
    Stop(SIGINT);  // ends its clients too
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  PostgresServer(const PostgresServer&) = delete;
  PostgresServer& operator=(const PostgresServer&) = delete;

  // Why there is no server; "" when there is one.
  const std::string& error() const { return error_; }
  const std::string& folder() const { return folder_; }

  // SIGINT: in order, but not waiting for clients. SIGKILL: as a machine dies.
  void Stop(int signal) {
    if (process_ <= 0) return;
    kill(process_, signal);
    waitpid(process_, nullptr, 0);
    process_ = 0;
  }

  void Start(const std::vector<std::string>& settings) {
    std::vector<std::string> command = {"postgres",         "-D", Data(), "-k", folder_, "-c",
                                        "listen_addresses="};
    for (const std::string& setting : settings) {
      command.insert(command.end(), {"-c", setting});
    }
    process_ = Spawn(command);
    for (int i = 0; i < 600; ++i) {
      if (PQping(Url("postgres").c_str()) == PQPING_OK) return;
      if (waitpid(process_, nullptr, WNOHANG) != 0) break;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    error_ = "the server does not start: " + Log();
  }

  std::string Url(const std::string& database, const std::string& user = "licet") const {
    return "postgresql:///" + database + "?host=" + folder_ + "&user=" + user;
  }

  // The first column of the rows, a line each; "error: ..." when it fails.
  std::string Sql(const std::string& database, const std::string& sql,
                  const std::string& user = "licet") const {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(Url(database, user).c_str()), &PQfinish);
    PQsetNoticeProcessor(connection.get(), [](void*, const char*) {}, nullptr);
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(
        PQexec(connection.get(), sql.c_str()), &PQclear);
    const ExecStatusType status = PQresultStatus(result.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
      return std::string("error: ") + PQerrorMessage(connection.get());
    }
    std::string text;
    for (int i = 0; i < PQntuples(result.get()); ++i) {
      if (i != 0) text += '\n';
      text += PQgetvalue(result.get(), i, 0);
    }
    return text;
  }

  // An empty database that no other test knows.
  std::string NewDatabase() {
    const std::string name = "test" + std::to_string(getpid()) + "_" + std::to_string(++databases_);
    const std::string made = Sql("postgres", "CREATE DATABASE " + name);
    return made.empty() ? name : made;
  }

  // Runs a program of the package as the server's user; its output goes to the log.
  bool Run(const std::vector<std::string>& command) const {
    int status = 0;
    const pid_t child = Spawn(command);
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
  }

  std::string Log() const {
    std::ifstream file(folder_ + "/log");
    return {std::istreambuf_iterator<char>(file), {}};
  }

 private:
  std::string Data() const { return folder_ + "/data"; }

  // The path of a socket may not be long. A server refuses to run as root, so
  // there it is another user's.
  bool MakeFolder() {
    char pattern[] = "/tmp/licet-pg-XXXXXX";
    if (mkdtemp(pattern) == nullptr) {
      error_ = "no temporary folder can be made in /tmp";
      return false;
    }
    folder_ = pattern;
    if (geteuid() != 0) return true;
    const passwd* user = getpwnam("postgres");
    if (user == nullptr || chown(pattern, user->pw_uid, user->pw_gid) != 0) {
      error_ = "there is no user 'postgres'; install postgresql-15";
      return false;
    }
    user_ = user->pw_uid;
    group_ = user->pw_gid;
    return true;
  }

  // Starts a program of the package, with its output in the log.
  pid_t Spawn(const std::vector<std::string>& command) const {
    const std::string program = std::string("/usr/lib/postgresql/15/bin/") + command[0];
    std::vector<char*> arguments;
    for (const std::string& part : command) arguments.push_back(const_cast<char*>(part.c_str()));
    arguments.push_back(nullptr);
    const std::string log = folder_ + "/log";
    const pid_t parent = getpid();
    const pid_t child = fork();
    if (child != 0) return child;
    const bool changed =
        user_ == 0 || (setgroups(0, nullptr) == 0 && setgid(group_) == 0 && setuid(user_) == 0);
    prctl(PR_SET_PDEATHSIG, SIGINT);
    const int out = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    if (!changed || getppid() != parent || out < 0 || chdir("/") != 0) _exit(126);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execv(program.c_str(), arguments.data());
    _exit(127);
  }

  std::string folder_;
  std::string error_;
  uid_t user_ = 0;
  gid_t group_ = 0;
  pid_t process_ = 0;
  int databases_ = 0;
};

}  // namespace licet

#endif  // LICET_TESTS_JOURNAL_POSTGRES_SERVER_H_
