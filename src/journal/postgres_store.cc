#include "licet/journal/postgres_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <thread>
#include <utility>

#include "additions.h"
#include "postgres_connection.h"
#include "postgres_refusal.h"
#include "postgres_schema.h"
#include "store_sql.h"

namespace licet {
namespace {

// About seven seconds in all: a server that restarts, or a replica that takes
// over, is there again by then.
constexpr int kTriesMax = 11;
constexpr auto kFirstPause = std::chrono::milliseconds(10);
constexpr auto kLongestPause = std::chrono::milliseconds(2000);

// How many records a writer may be behind and still catch up with the end locked,
// and how often it tries to get as near as that without the lock.
constexpr std::uint64_t kTailMax = 1024;
constexpr int kChasesMax = 3;

constexpr std::uint64_t kChunkFirst = 1024;  // records a round trip of reading
constexpr std::uint64_t kChunkMax = 8192;
constexpr std::size_t kChunkBytes = std::size_t{8} << 20;
constexpr std::size_t kInsertBytes = std::size_t{16} << 20;

constexpr PostgresStatement kReplicaOrNot{"", "SHOW transaction_read_only"};
constexpr PostgresStatement kOnlyRead{"", "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY"};
// Settings that an engine may lack, so that a refusal is no error. Nobody waits for
// ever for a writer that hangs. A statement planned when the journal was short still
// uses the index, and what that does to the estimated costs starts no compiler.
constexpr PostgresStatement kSettings[] = {
    {"", "SET lock_timeout = '30s'"}, {"", "SET enable_seqscan = off"}, {"", "SET jit = off"}};
// Durable commits even where the server's default is not.
constexpr PostgresStatement kIsDurable{"", "SHOW synchronous_commit"};
constexpr PostgresStatement kBeDurable{"", "SET synchronous_commit = on"};

// Each statement after the lock must see what the writer before committed.
constexpr PostgresStatement kBegin{"licet_begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
constexpr PostgresStatement kCommit{"licet_commit", "COMMIT"};
constexpr PostgresStatement kLockHead{"licet_lock",
                                      "SELECT size, frontier FROM journal_head FOR UPDATE"};
constexpr PostgresStatement kHead{"licet_head", store_sql::kHead};
constexpr PostgresStatement kRecords{"licet_records", store_sql::kRecords};
constexpr PostgresStatement kTiles{"licet_tiles", store_sql::kTiles};
constexpr PostgresStatement kSequenceOf{"licet_sequence", store_sql::kSequenceOf};
constexpr PostgresStatement kFigures{"licet_figures", store_sql::kFigures};
constexpr PostgresStatement kCheckpoints{"licet_checkpoints", store_sql::kCheckpoints};
constexpr PostgresStatement kPutCheckpoint{"licet_put_checkpoint", store_sql::kPutCheckpoint};
// Many rows a statement; COMMIT follows in the same round trip, so that what must
// not be has to be an error: a head that others moved would become -1, which its
// CHECK refuses.
constexpr PostgresStatement kInsertRecords{
    "licet_insert_records",
    "INSERT INTO journal_record (sequence, id, bytes)"
    " SELECT * FROM unnest($1::BIGINT[], $2::TEXT[], $3::BYTEA[])"};
constexpr PostgresStatement kInsertTiles{
    "licet_insert_tiles",
    "INSERT INTO journal_tile (level, number, hashes)"
    " SELECT * FROM unnest($1::BIGINT[], $2::BIGINT[], $3::BYTEA[])"};
constexpr PostgresStatement kPutFigures{
    "licet_put_figures",
    "INSERT INTO journal_figure (account, used, cap)"
    " SELECT * FROM unnest($1::TEXT[], $2::BIGINT[], $3::BIGINT[])"
    " ON CONFLICT (account) DO UPDATE SET used = excluded.used, cap = excluded.cap"};
constexpr PostgresStatement kMoveHead{"licet_move_head",
                                      "UPDATE journal_head SET size = CASE WHEN size = $1 THEN "
                                      "$2::BIGINT ELSE -1 END, frontier = $3"};

std::int64_t Signed(std::uint64_t value) {
  return static_cast<std::int64_t>(std::min(value, std::uint64_t{INT64_MAX}));
}

JournalHead HeadOf(const PostgresRows& rows) {
  return {static_cast<std::uint64_t>(rows.Integer(0, 0)), std::string(rows.Bytes(0, 1))};
}

PostgresQuery RecordsBetween(std::uint64_t from, std::uint64_t to) {
  return {&kRecords, {PostgresInteger(Signed(from)), PostgresInteger(Signed(to))}};
}

void AddRecords(std::uint64_t first, const std::vector<JournalEntry>& entries,
                std::vector<PostgresQuery>* queries) {
  for (std::size_t at = 0; at < entries.size();) {
    std::vector<std::int64_t> sequences;
    std::vector<std::optional<std::string_view>> ids;
    std::vector<std::string_view> bytes;
    for (std::size_t total = 0; at < entries.size() && total < kInsertBytes; ++at) {
      const JournalEntry& entry = entries[at];
      sequences.push_back(Signed(first + at));
      ids.push_back(entry.id.empty() ? std::nullopt : std::optional<std::string_view>(entry.id));
      bytes.push_back(entry.bytes);
      total += entry.bytes.size() + entry.id.size();
    }
    queries->push_back(
        {&kInsertRecords,
         {PostgresIntegers(sequences), PostgresTexts(ids), PostgresByteStrings(bytes)}});
  }
}

void AddFigures(const std::vector<JournalFigure>& figures, std::vector<PostgresQuery>* queries) {
  // One statement may not put a row twice; the last figure of an account counts.
  std::map<std::string_view, const JournalFigure*> last;
  for (const JournalFigure& figure : figures) last[figure.account] = &figure;
  std::vector<std::optional<std::string_view>> accounts;
  std::vector<std::int64_t> used;
  std::vector<std::int64_t> caps;
  for (const auto& [account, figure] : last) {
    accounts.emplace_back(account);
    used.push_back(figure->used);
    caps.push_back(figure->cap);
  }
  if (accounts.empty()) return;
  queries->push_back(
      {&kPutFigures, {PostgresTexts(accounts), PostgresIntegers(used), PostgresIntegers(caps)}});
}

void AddTiles(const std::vector<JournalTile>& tiles, std::vector<PostgresQuery>* queries) {
  std::vector<std::int64_t> levels;
  std::vector<std::int64_t> numbers;
  std::vector<std::string_view> hashes;
  for (const JournalTile& tile : tiles) {
    levels.push_back(tile.level);
    numbers.push_back(Signed(tile.index));
    hashes.push_back(tile.hashes);
  }
  if (levels.empty()) return;
  queries->push_back(
      {&kInsertTiles,
       {PostgresIntegers(levels), PostgresIntegers(numbers), PostgresByteStrings(hashes)}});
}

Error NoHead(const std::string& place) {
  return Error(ErrorCode::kIo, "the journal is damaged: it has no head; restore a backup",
               {place, 0, 0});
}

Error Missing(const std::string& place, std::uint64_t sequence) {
  return Error(
      ErrorCode::kIo,
      fmt::format("the journal is damaged: record {} is missing; restore a backup", sequence),
      {place, 0, 0});
}

std::unexpected<Setback> NoRetry(Error error) { return std::unexpected(Setback{std::move(error)}); }

class PostgresStore : public JournalStore {
 public:
  PostgresStore(std::string url, std::string place, StoreMode mode)
      : url_(std::move(url)), place_(std::move(place)), mode_(mode) {}

  Status Open() {
    return Insist([] { return Tried<void>(); });
  }
  Result<JournalHead> Head() override;
  Status Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) override;
  Result<std::vector<JournalTile>> Tiles(int level, std::uint64_t from, std::uint64_t to) override;
  Result<std::optional<std::uint64_t>> SequenceOf(std::string_view id) override;
  Result<std::vector<JournalFigure>> Figures() override;
  Status Write(JournalWriter& writer) override;
  Status PutCheckpoint(std::uint64_t size, std::string_view note) override;
  Result<std::vector<std::string>> Checkpoints() override;

 private:
  Tried<void> Connect();
  Tried<void> SetUp();
  template <typename Step>
  auto Insist(Step step) -> Result<typename decltype(step())::value_type>;
  std::unexpected<Setback> Refused(const PostgresRefusal& refusal) const {
    return std::unexpected(
        SetbackOf(refusal, place_, connection_ ? connection_->User() : std::string()));
  }
  Tried<PostgresRows> Ask(const PostgresQuery& query);
  Status MayWrite() const;

  Tried<void> ReadOn(std::uint64_t* from, std::uint64_t to, const RecordVisitor& visit);
  Tried<void> WriteOnce(JournalWriter& writer);
  Tried<JournalHead> Lock(JournalWriter& writer);
  Tried<void> FollowTail(JournalWriter& writer, const PostgresRows& tail, std::uint64_t end);
  Tried<void> Commit(const JournalHead& before, const JournalAddition& addition);

  const std::string url_;
  const std::string place_;
  StoreMode mode_;
  bool was_open_ = false;
  std::unique_ptr<PostgresConnection> connection_;  // null: to be made again
};

// Runs a step that may be repeated, with a connection, until it succeeds or trying
// again does not help any more.
template <typename Step>
auto PostgresStore::Insist(Step step) -> Result<typename decltype(step())::value_type> {
  auto pause = kFirstPause;
  for (int tries = 1;; ++tries) {
    auto connected = Connect();
    decltype(step()) done = connected ? step() : std::unexpected(std::move(connected).error());
    if (done) {
      was_open_ = true;
      if constexpr (std::is_void_v<typename decltype(step())::value_type>) {
        return {};
      } else {
        return std::move(*done);
      }
    }
    if (connection_) connection_->RollBack();
    if (connection_ && !connection_->IsAlive()) connection_.reset();
    if (!done.error().again || tries == kTriesMax) {
      return std::unexpected(std::move(done.error().error));
    }
    std::this_thread::sleep_for(pause);
    pause = std::min<std::chrono::milliseconds>(pause * 2, kLongestPause);
  }
}

Tried<void> PostgresStore::Connect() {
  if (connection_) return {};
  auto opened = PostgresConnection::Open(url_, mode_ != StoreMode::kReadOnly);
  if (!opened) {
    Setback setback = SetbackOf(opened.error(), place_, PostgresUser(url_));
    // A server that was never there is not waited for; one that starts up is.
    const bool starts = opened.error().state == sqlstate::kStartsUp;
    // Nor is one that never took writes; one that did may be about to take over.
    const bool is_replica = opened.error().state == sqlstate::kReadOnly;
    setback.again = starts || (was_open_ && (setback.again || is_replica));
    return std::unexpected(std::move(setback));
  }
  connection_ = std::move(*opened);
  auto ready = SetUp();
  if (!ready) {
    connection_.reset();
    return ready;
  }
  // A journal that was there once is not made a second time: it would be empty.
  if (mode_ == StoreMode::kCreate) mode_ = StoreMode::kReadWrite;
  return {};
}

Tried<void> PostgresStore::SetUp() {
  if (mode_ == StoreMode::kReadOnly) {
    if (auto set = Ask({&kOnlyRead}); !set) return std::unexpected(std::move(set).error());
    return PreparePostgresSchema(*connection_, place_, mode_);
  }
  auto replica = Ask({&kReplicaOrNot});
  if (!replica) return std::unexpected(std::move(replica).error());
  if (replica->size() == 1 && replica->Bytes(0, 0) == "on") {
    return Refused({std::string(sqlstate::kReadOnly), "transaction_read_only is on"});
  }
  for (const PostgresStatement& setting : kSettings) {
    [[maybe_unused]] const auto ignored = connection_->AskOne({&setting});
  }
  const auto durable = connection_->AskOne({&kIsDurable});
  if (durable && durable->size() == 1 &&
      (durable->Bytes(0, 0) == "off" || durable->Bytes(0, 0) == "local")) {
    if (auto set = Ask({&kBeDurable}); !set) return std::unexpected(std::move(set).error());
  }
  return PreparePostgresSchema(*connection_, place_, mode_);
}

Status PostgresStore::MayWrite() const {
  if (mode_ != StoreMode::kReadOnly) return {};
  return Fail(ErrorCode::kIo, "the journal was opened for reading only; open it for writing",
              {place_, 0, 0});
}

Tried<PostgresRows> PostgresStore::Ask(const PostgresQuery& query) {
  auto rows = connection_->AskOne(query);
  if (!rows) return Refused(rows.error());
  return std::move(*rows);
}

Result<JournalHead> PostgresStore::Head() {
  return Insist([&]() -> Tried<JournalHead> {
    auto rows = Ask({&kHead});
    if (!rows) return std::unexpected(std::move(rows).error());
    if (rows->size() != 1) return NoRetry(NoHead(place_));
    JournalHead head = HeadOf(*rows);
    if (auto status = CheckEnd(head, static_cast<std::uint64_t>(rows->Integer(0, 2))); !status) {
      return NoRetry(status.error().At({place_, 0, 0}));
    }
    return head;
  });
}

// Records from *from on; *from moves with each one that was visited, so that a new
// connection goes on where the old one broke.
Tried<void> PostgresStore::ReadOn(std::uint64_t* from, std::uint64_t to,
                                  const RecordVisitor& visit) {
  std::uint64_t chunk = kChunkFirst;
  while (*from < to) {
    const std::uint64_t end = to - *from > chunk ? *from + chunk : to;
    auto rows = Ask(RecordsBetween(*from, end));
    if (!rows) return std::unexpected(std::move(rows).error());
    std::size_t bytes = 0;
    for (int i = 0; i < rows->size(); ++i) {
      const auto sequence = static_cast<std::uint64_t>(rows->Integer(i, 0));
      if (sequence != *from) return NoRetry(Missing(place_, *from));
      if (auto seen = visit(sequence, rows->Bytes(i, 1)); !seen) {
        return NoRetry(std::move(seen).error());
      }
      bytes += rows->Bytes(i, 1).size();
      ++*from;
    }
    if (*from < end) {
      // The end of the journal, or a hole in it.
      auto beyond = Ask({&kHead});
      if (!beyond) return std::unexpected(std::move(beyond).error());
      if (beyond->size() != 1) return NoRetry(NoHead(place_));
      if (*from < HeadOf(*beyond).size && rows->size() == 0) return NoRetry(Missing(place_, *from));
      if (*from >= HeadOf(*beyond).size) return {};
    }
    if (bytes < kChunkBytes) chunk = std::min(chunk * 4, kChunkMax);
    if (bytes > 4 * kChunkBytes) chunk = std::max(chunk / 4, std::uint64_t{64});
  }
  return {};
}

Status PostgresStore::Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) {
  return Insist([&] { return ReadOn(&from, to, visit); });
}

Result<std::vector<JournalTile>> PostgresStore::Tiles(int level, std::uint64_t from,
                                                      std::uint64_t to) {
  return Insist([&]() -> Tried<std::vector<JournalTile>> {
    auto rows =
        Ask({&kTiles,
             {PostgresInteger(level), PostgresInteger(Signed(from)), PostgresInteger(Signed(to))}});
    if (!rows) return std::unexpected(std::move(rows).error());
    std::vector<JournalTile> tiles;
    for (int i = 0; i < rows->size(); ++i) {
      tiles.push_back(
          {level, static_cast<std::uint64_t>(rows->Integer(i, 0)), std::string(rows->Bytes(i, 1))});
    }
    return tiles;
  });
}

Result<std::optional<std::uint64_t>> PostgresStore::SequenceOf(std::string_view id) {
  return Insist([&]() -> Tried<std::optional<std::uint64_t>> {
    auto rows = Ask({&kSequenceOf, {std::string(id)}});
    if (!rows) return std::unexpected(std::move(rows).error());
    if (rows->size() == 0) return std::nullopt;
    return static_cast<std::uint64_t>(rows->Integer(0, 0));
  });
}

Result<std::vector<JournalFigure>> PostgresStore::Figures() {
  return Insist([&]() -> Tried<std::vector<JournalFigure>> {
    auto rows = Ask({&kFigures});
    if (!rows) return std::unexpected(std::move(rows).error());
    std::vector<JournalFigure> figures;
    for (int i = 0; i < rows->size(); ++i) {
      figures.push_back({std::string(rows->Bytes(i, 0)), rows->Integer(i, 1), rows->Integer(i, 2)});
    }
    std::ranges::sort(figures, {}, &JournalFigure::account);
    return figures;
  });
}

Status PostgresStore::PutCheckpoint(std::uint64_t size, std::string_view note) {
  LICET_RETURN_IF_ERROR(MayWrite());
  return Insist([&]() -> Tried<void> {
    auto put = Ask({&kPutCheckpoint, {PostgresInteger(Signed(size)), std::string(note)}});
    if (!put) return std::unexpected(std::move(put).error());
    return {};
  });
}

Result<std::vector<std::string>> PostgresStore::Checkpoints() {
  return Insist([&]() -> Tried<std::vector<std::string>> {
    auto rows = Ask({&kCheckpoints});
    if (!rows) return std::unexpected(std::move(rows).error());
    std::vector<std::string> notes;
    for (int i = 0; i < rows->size(); ++i) notes.emplace_back(rows->Bytes(i, 0));
    return notes;
  });
}

Status PostgresStore::Write(JournalWriter& writer) {
  LICET_RETURN_IF_ERROR(MayWrite());
  return Insist([&] { return WriteOnce(writer); });
}

Tried<void> PostgresStore::WriteOnce(JournalWriter& writer) {
  auto head = Lock(writer);
  if (!head) return std::unexpected(std::move(head).error());
  const std::uint64_t known = writer.Known();
  auto addition = writer.Decide(*head);
  if (!addition) return NoRetry(std::move(addition).error());
  if (addition->entries.empty()) {
    connection_->RollBack();
    return {};
  }
  if (auto sound = CheckAddition(*head, *addition); !sound) {
    return NoRetry(std::move(sound).error());
  }
  auto committed = Commit(*head, *addition);
  if (!committed && writer.Known() != known) committed.error().again = false;
  return committed;
}

// Locks the end of the journal when the writer has nearly reached it. One that is
// far behind reads without the lock first, so that it keeps nobody waiting.
Tried<JournalHead> PostgresStore::Lock(JournalWriter& writer) {
  const RecordVisitor follow = [&](std::uint64_t sequence, std::string_view bytes) {
    return writer.Follow(sequence, bytes);
  };
  for (int chases = 0;; ++chases) {
    std::uint64_t known = writer.Known();
    const PostgresQuery queries[] = {
        {&kBegin}, {&kLockHead}, RecordsBetween(known, known + kTailMax)};
    auto answers = connection_->Ask(queries);
    if (!answers) return Refused(answers.error());
    if ((*answers)[1].size() != 1) return NoRetry(NoHead(place_));
    JournalHead head = HeadOf((*answers)[1]);
    if (auto seen = CheckKnown(known, head); !seen) return NoRetry(std::move(seen).error());
    if (head.size - known <= kTailMax) {
      auto followed = FollowTail(writer, (*answers)[2], head.size);
      if (!followed) return std::unexpected(std::move(followed).error());
      return head;
    }
    const bool locked = chases == kChasesMax;
    if (!locked) connection_->RollBack();
    auto read = ReadOn(&known, head.size, follow);
    if (!read) return std::unexpected(std::move(read).error());
    if (known != head.size) return NoRetry(Missing(place_, known));
    if (locked) return head;
  }
}

Tried<void> PostgresStore::FollowTail(JournalWriter& writer, const PostgresRows& tail,
                                      std::uint64_t end) {
  std::uint64_t next = writer.Known();
  for (int i = 0; i < tail.size() && next < end; ++i, ++next) {
    if (static_cast<std::uint64_t>(tail.Integer(i, 0)) != next) break;
    if (auto seen = writer.Follow(next, tail.Bytes(i, 1)); !seen) {
      return NoRetry(std::move(seen).error());
    }
  }
  if (next != end) return NoRetry(Missing(place_, next));
  return {};
}

Tried<void> PostgresStore::Commit(const JournalHead& before, const JournalAddition& addition) {
  std::vector<PostgresQuery> queries;
  AddRecords(before.size, addition.entries, &queries);
  AddFigures(addition.figures, &queries);
  AddTiles(addition.tiles, &queries);
  queries.push_back({&kMoveHead,
                     {PostgresInteger(Signed(before.size)),
                      PostgresInteger(Signed(addition.head.size)), addition.head.frontier}});
  queries.push_back({&kCommit});
  if (!connection_->IsAlive()) {  // before anything of the commit is sent
    return Refused({"57P01", "it was lost before the commit"});
  }
  auto done = connection_->Ask(queries);
  if (done) return {};
  const PostgresRefusal& refusal = done.error();
  // The server answers in order. If it refused a statement before COMMIT, or rolled
  // back for a conflict, nothing was written. Silence may be a lost answer.
  const bool spoke = !refusal.state.empty() && !refusal.state.starts_with("08");
  const bool in_time = refusal.step + 1 < queries.size() || !refusal.state.starts_with("57");
  if (spoke && in_time) return Refused(refusal);
  connection_.reset();
  return Refused({"40003", refusal.message});
}

}  // namespace

Result<std::unique_ptr<JournalStore>> OpenPostgresStore(const std::string& url, StoreMode mode) {
  LICET_ASSIGN_OR_RETURN(std::string place, PostgresPlace(url));
  auto store = std::make_unique<PostgresStore>(url, std::move(place), mode);
  LICET_RETURN_IF_ERROR(store->Open());
  return store;
}

}  // namespace licet
