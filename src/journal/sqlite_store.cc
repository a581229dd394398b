#include "licet/journal/sqlite_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "additions.h"
#include "licet/base/seams.h"
#include "sqlite_handle.h"
#include "store_sql.h"

namespace licet {
namespace {

namespace fs = std::filesystem;

// "Lict", in the header of the file, so that `file` and this program know it.
constexpr std::int64_t kApplicationId = 0x4C696374;

// A writer that is further behind than this catches up before it takes the lock.
constexpr std::uint64_t kFollowedUnderLock = 1000;

// Many records share a statement: starting and ending one takes as long as a row.
// When a row is refused the whole write is rolled back, so that SQLite keeps no
// notes for undoing the statement alone.
constexpr std::size_t kRowsAtOnce = 16;
std::string InsertManyRecords() {
  std::string sql = "INSERT OR ROLLBACK INTO journal_record VALUES ";
  for (std::size_t row = 0; row < kRowsAtOnce; ++row) sql += row == 0 ? "(?,?,?)" : ",(?,?,?)";
  return sql;
}

// Against a slip of somebody's hand in the database's own shell.
constexpr char kAppendOnly[] =
    "CREATE TRIGGER journal_record_kept BEFORE DELETE ON journal_record BEGIN"
    " SELECT RAISE(ABORT, 'records are never deleted'); END;"
    "CREATE TRIGGER journal_record_fixed BEFORE UPDATE ON journal_record BEGIN"
    " SELECT RAISE(ABORT, 'records are never changed'); END;";

// Rolls back what was not committed.
class Transaction {
 public:
  explicit Transaction(const SqliteHandle* handle) : handle_(handle) {}
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  ~Transaction() { RollBack(); }

  // Some errors of SQLite have rolled back by themselves.
  void RollBack() {
    if (sqlite3_get_autocommit(handle_->get()) == 0) (void)handle_->Run("ROLLBACK");
  }

 private:
  const SqliteHandle* handle_;
};

// ---- The store ----

class SqliteStore : public JournalStore {
 public:
  explicit SqliteStore(std::unique_ptr<SqliteHandle> handle) : handle_(std::move(handle)) {}

  Status PrepareAll();

  Result<JournalHead> Head() override;
  Status Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) override;
  Result<std::vector<JournalTile>> Tiles(int level, std::uint64_t from, std::uint64_t to) override;
  Result<std::optional<std::uint64_t>> SequenceOf(std::string_view id) override;
  Result<std::vector<JournalFigure>> Figures() override;
  Status Write(JournalWriter& writer) override;
  Status PutCheckpoint(std::uint64_t size, std::string_view note) override;
  Result<std::vector<std::string>> Checkpoints() override;

 private:
  Status Follow(JournalWriter& writer, const JournalHead& head);
  Status Insert(const JournalHead& before, const JournalAddition& addition);

  std::unique_ptr<SqliteHandle> handle_;  // its statements point at it
  SqliteStatement begin_;
  SqliteStatement commit_;
  SqliteStatement head_;
  SqliteStatement move_head_;
  SqliteStatement records_;
  SqliteStatement sequence_of_;
  SqliteStatement insert_record_;
  SqliteStatement insert_records_;  // kRowsAtOnce of them
  SqliteStatement tiles_;
  SqliteStatement insert_tile_;
  SqliteStatement figures_;
  SqliteStatement put_figure_;
  SqliteStatement checkpoints_;
  SqliteStatement put_checkpoint_;
};

// SQLite's numbers have a sign.
std::int64_t Signed(std::uint64_t number) {
  constexpr std::uint64_t kMost = INT64_MAX;
  return static_cast<std::int64_t>(std::min(number, kMost));
}

Status SqliteStore::PrepareAll() {
  const std::string insert_many = InsertManyRecords();
  const std::pair<SqliteStatement*, std::string_view> all[] = {
      {&begin_, "BEGIN IMMEDIATE"},
      {&commit_, "COMMIT"},
      {&head_, store_sql::kHead},
      {&move_head_, store_sql::kMoveHead},
      {&records_, store_sql::kRecords},
      {&sequence_of_, store_sql::kSequenceOf},
      {&insert_record_, store_sql::kInsertRecord},
      {&insert_records_, insert_many},
      {&tiles_, store_sql::kTiles},
      {&insert_tile_, store_sql::kInsertTile},
      {&figures_, store_sql::kFigures},
      {&put_figure_, store_sql::kPutFigure},
      {&checkpoints_, store_sql::kCheckpoints},
      {&put_checkpoint_, store_sql::kPutCheckpoint},
  };
  for (const auto& [statement, sql] : all) {
    LICET_ASSIGN_OR_RETURN(*statement, handle_->Prepare(sql));
  }
  return {};
}

Result<JournalHead> SqliteStore::Head() {
  const SqliteReading reading(&head_);
  LICET_ASSIGN_OR_RETURN(const bool row, head_.Step());
  if (!row) {
    return Fail(ErrorCode::kIo, "the journal is damaged: it has no head; restore a backup",
                {handle_->path(), 0, 0});
  }
  JournalHead head{static_cast<std::uint64_t>(head_.Number(0)), std::string(head_.Bytes(1))};
  if (auto status = CheckEnd(head, static_cast<std::uint64_t>(head_.Number(2))); !status) {
    return std::unexpected(status.error().At({handle_->path(), 0, 0}));
  }
  return head;
}

Status SqliteStore::Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) {
  const SqliteReading reading(&records_);
  records_.Bind(1, Signed(from));
  records_.Bind(2, Signed(to));
  InOrder order(from);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool row, records_.Step());
    if (!row) return {};
    const auto sequence = static_cast<std::uint64_t>(records_.Number(0));
    if (auto status = order.Expect(sequence); !status) {
      return std::unexpected(status.error().At({handle_->path(), 0, 0}));
    }
    LICET_RETURN_IF_ERROR(visit(sequence, records_.Bytes(1)));
  }
}

Result<std::vector<JournalTile>> SqliteStore::Tiles(int level, std::uint64_t from,
                                                    std::uint64_t to) {
  const SqliteReading reading(&tiles_);
  tiles_.Bind(1, level);
  tiles_.Bind(2, Signed(from));
  tiles_.Bind(3, Signed(to));
  std::vector<JournalTile> tiles;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool row, tiles_.Step());
    if (!row) return tiles;
    tiles.push_back(
        {level, static_cast<std::uint64_t>(tiles_.Number(0)), std::string(tiles_.Bytes(1))});
  }
}

Result<std::optional<std::uint64_t>> SqliteStore::SequenceOf(std::string_view id) {
  const SqliteReading reading(&sequence_of_);
  sequence_of_.BindText(1, id);
  LICET_ASSIGN_OR_RETURN(const bool row, sequence_of_.Step());
  if (!row) return std::nullopt;
  return static_cast<std::uint64_t>(sequence_of_.Number(0));
}

Result<std::vector<JournalFigure>> SqliteStore::Figures() {
  const SqliteReading reading(&figures_);
  std::vector<JournalFigure> figures;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool row, figures_.Step());
    if (!row) break;
    figures.push_back({std::string(figures_.Bytes(0)), figures_.Number(1), figures_.Number(2)});
  }
  std::ranges::sort(figures, {}, &JournalFigure::account);
  return figures;
}

Status SqliteStore::Follow(JournalWriter& writer, const JournalHead& head) {
  LICET_RETURN_IF_ERROR(CheckKnown(writer.Known(), head));
  if (writer.Known() == head.size) return {};
  return Read(writer.Known(), head.size, [&writer](std::uint64_t sequence, std::string_view bytes) {
    return writer.Follow(sequence, bytes);
  });
}

Status SqliteStore::Write(JournalWriter& writer) {
  Transaction transaction(handle_.get());
  LICET_RETURN_IF_ERROR(begin_.Done());
  LICET_ASSIGN_OR_RETURN(JournalHead head, Head());
  if (head.size > writer.Known() && head.size - writer.Known() > kFollowedUnderLock) {
    transaction.RollBack();
    LICET_RETURN_IF_ERROR(Follow(writer, head));
    LICET_RETURN_IF_ERROR(begin_.Done());
    LICET_ASSIGN_OR_RETURN(head, Head());
  }
  LICET_RETURN_IF_ERROR(Follow(writer, head));
  if (writer.Known() != head.size) {
    return Fail(ErrorCode::kIo,
                fmt::format("the journal is damaged: its head counts {} records, and {} are there; "
                            "restore a backup",
                            head.size, writer.Known()),
                {handle_->path(), 0, 0});
  }
  LICET_ASSIGN_OR_RETURN(const JournalAddition addition, writer.Decide(head));
  if (addition.entries.empty()) return {};
  LICET_RETURN_IF_ERROR(CheckAddition(head, addition));
  LICET_RETURN_IF_ERROR(Insert(head, addition));
  return commit_.Done();
}

Status SqliteStore::Insert(const JournalHead& before, const JournalAddition& addition) {
  const std::vector<JournalEntry>& entries = addition.entries;
  for (std::size_t at = 0; at < entries.size();) {
    const bool many = entries.size() - at >= kRowsAtOnce;
    SqliteStatement& insert = many ? insert_records_ : insert_record_;
    const std::size_t end = many ? at + kRowsAtOnce : at + 1;
    for (int column = 0; at < end; ++at) {
      const JournalEntry& entry = entries[at];
      insert.Bind(++column, Signed(before.size + at));
      ++column;
      entry.id.empty() ? insert.BindNull(column) : insert.BindText(column, entry.id);
      insert.BindBytes(++column, entry.bytes);
    }
    LICET_RETURN_IF_ERROR(insert.Done());
  }
  for (const JournalFigure& figure : addition.figures) {
    put_figure_.BindText(1, figure.account);
    put_figure_.Bind(2, figure.used);
    put_figure_.Bind(3, figure.cap);
    LICET_RETURN_IF_ERROR(put_figure_.Done());
  }
  for (const JournalTile& tile : addition.tiles) {
    insert_tile_.Bind(1, tile.level);
    insert_tile_.Bind(2, Signed(tile.index));
    insert_tile_.BindBytes(3, tile.hashes);
    LICET_RETURN_IF_ERROR(insert_tile_.Done());
  }
  move_head_.Bind(1, Signed(addition.head.size));
  move_head_.BindBytes(2, addition.head.frontier);
  move_head_.Bind(3, Signed(before.size));
  LICET_RETURN_IF_ERROR(move_head_.Done());
  if (sqlite3_changes(handle_->get()) == 1) return {};
  return Fail(ErrorCode::kInternal,
              "the journal's head moved while it was locked; this is a defect, please report it");
}

Status SqliteStore::PutCheckpoint(std::uint64_t size, std::string_view note) {
  put_checkpoint_.Bind(1, Signed(size));
  put_checkpoint_.BindText(2, note);
  return put_checkpoint_.Done();
}

Result<std::vector<std::string>> SqliteStore::Checkpoints() {
  const SqliteReading reading(&checkpoints_);
  std::vector<std::string> notes;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool row, checkpoints_.Step());
    if (!row) return notes;
    notes.emplace_back(checkpoints_.Bytes(0));
  }
}

// ---- Opening ----

// What can be said without opening the file: closing it again would drop the
// locks that this process has on it.
Status LookAt(const std::string& path, StoreMode mode) {
  const Place place{path, 0, 0};
  std::error_code ignored;
  if (path.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "an empty path names no journal; give a file");
  }
  if (fs::is_directory(path, ignored)) {
    return Fail(ErrorCode::kIo, "this is a folder; give a file", place);
  }
  const bool there = fs::exists(path, ignored);
  if (!there && mode != StoreMode::kCreate) {
    auto opened = RealDisk()->OpenForReading(path);
    if (!opened) return std::unexpected(opened.error());
  }
  const std::string folder = fs::path(path).parent_path().string();
  if (!there && !folder.empty() && !fs::is_directory(folder, ignored)) {
    return Fail(ErrorCode::kIo,
                fmt::format("cannot make this journal, for there is no folder '{}'; create it "
                            "first",
                            folder),
                place);
  }
  if (there && faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) != 0) {
    return Fail(ErrorCode::kIo, "no permission to read this file; change its permissions", place);
  }
  if (there && mode != StoreMode::kReadOnly &&
      faccessat(AT_FDCWD, path.c_str(), W_OK, AT_EACCESS) != 0) {
    return Fail(ErrorCode::kIo, "no permission to write this file; change its permissions", place);
  }
  return {};
}

// A database in which nobody has made anything yet.
Result<bool> IsBlank(const SqliteHandle& handle) {
  LICET_ASSIGN_OR_RETURN(const std::int64_t application, handle.Number("PRAGMA application_id"));
  LICET_ASSIGN_OR_RETURN(const std::int64_t version, handle.Number("PRAGMA user_version"));
  LICET_ASSIGN_OR_RETURN(const std::int64_t things,
                         handle.Number("SELECT count(*) FROM sqlite_schema"));
  return application == 0 && version == 0 && things == 0;
}

Status Create(const SqliteHandle& handle) {
  LICET_ASSIGN_OR_RETURN(const std::string mode, handle.Text("PRAGMA journal_mode = WAL"));
  if (mode != "wal") {
    return Fail(ErrorCode::kIo,
                "this file system cannot keep a write-ahead log; choose a path on a local disk",
                {handle.path(), 0, 0});
  }
  const Transaction transaction(&handle);
  LICET_RETURN_IF_ERROR(handle.Run("BEGIN IMMEDIATE"));
  // Another process may have been quicker.
  LICET_ASSIGN_OR_RETURN(const bool blank, IsBlank(handle));
  if (!blank) return {};
  LICET_RETURN_IF_ERROR(handle.Run(store_sql::CreateTables(store_sql::kSqlite) + kAppendOnly));
  LICET_ASSIGN_OR_RETURN(SqliteStatement head, handle.Prepare(store_sql::kInsertHead));
  head.BindBytes(1, "");
  LICET_RETURN_IF_ERROR(head.Done());
  LICET_RETURN_IF_ERROR(
      handle.Run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", kApplicationId,
                             store_sql::kSchemaVersion)));
  return handle.Run("COMMIT");
}

// Whether it is a journal, and one that this program can read.
Status CheckSchema(const SqliteHandle& handle) {
  const Place place{handle.path(), 0, 0};
  LICET_ASSIGN_OR_RETURN(const std::int64_t application, handle.Number("PRAGMA application_id"));
  if (application != kApplicationId) {
    return Fail(ErrorCode::kIo,
                "this database is not a journal: another program made it; check the path", place);
  }
  LICET_ASSIGN_OR_RETURN(const std::int64_t version, handle.Number("PRAGMA user_version"));
  if (version > store_sql::kSchemaVersion) {
    return Fail(ErrorCode::kIo,
                fmt::format("this journal has tables of version {}, and this program knows them up "
                            "to version {}; use a newer licet",
                            version, store_sql::kSchemaVersion),
                place);
  }
  if (version < store_sql::kSchemaVersion) {
    return Fail(ErrorCode::kIo,
                fmt::format("this journal is damaged: it has tables of version {}, which there "
                            "never was; restore a backup",
                            version),
                place);
  }
  return {};
}

int FlagsOf(StoreMode mode) {
  switch (mode) {
    case StoreMode::kReadOnly:
      return SQLITE_OPEN_READONLY;
    case StoreMode::kReadWrite:
      return SQLITE_OPEN_READWRITE;
    case StoreMode::kCreate:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  }
  return 0;
}

}  // namespace

Result<std::unique_ptr<JournalStore>> OpenSqliteStore(const std::string& path, StoreMode mode,
                                                      const SqliteOptions& options) {
  // A simulated disk's files are not on the machine's.
  if (options.vfs.empty()) LICET_RETURN_IF_ERROR(LookAt(path, mode));
  LICET_ASSIGN_OR_RETURN(SqliteHandle opened,
                         SqliteHandle::Open(path, FlagsOf(mode), options.vfs, options.busy_ms));
  auto handle = std::make_unique<SqliteHandle>(std::move(opened));
  if (options.exclusive) {
    LICET_RETURN_IF_ERROR(handle->Text("PRAGMA locking_mode = EXCLUSIVE"));
  }
  LICET_RETURN_IF_ERROR(handle->Run("PRAGMA synchronous = EXTRA; PRAGMA cell_size_check = ON"));
  LICET_ASSIGN_OR_RETURN(const bool blank, IsBlank(*handle));
  if (blank && mode == StoreMode::kCreate) LICET_RETURN_IF_ERROR(Create(*handle));
  if (blank && mode != StoreMode::kCreate) {
    return Fail(ErrorCode::kIo, "this file is empty, not a journal; check the path", {path, 0, 0});
  }
  LICET_RETURN_IF_ERROR(CheckSchema(*handle));
  // What a killed process wrote and did not sync would be taken for written.
  if (mode != StoreMode::kReadOnly) {
    LICET_RETURN_IF_ERROR(handle->Run("PRAGMA wal_checkpoint(PASSIVE)"));
  }
  auto store = std::make_unique<SqliteStore>(std::move(handle));
  LICET_RETURN_IF_ERROR(store->PrepareAll());
  return store;
}

}  // namespace licet
