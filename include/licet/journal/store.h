// Where a journal lives: an append-only sequence of records in a database, with
// the tree's head and tiles beside it, all written in one transaction.
//
// Several processes may write to one store. A writer does not read, decide and
// then write: it is called back while the end of the journal is locked, after it
// has been shown every record that others wrote, and what it decides is written
// before anyone else may look. The database keeps its own second wall: sequence
// numbers and ids are unique, figures have CHECK (0 <= used AND used <= cap),
// and the head moves only from the size that the writer saw.
//
// Thread safety: one store object, one thread.

#ifndef LICET_JOURNAL_STORE_H_
#define LICET_JOURNAL_STORE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"

namespace licet {

// A record to be appended. The id, where it is not empty, is unique in a store;
// it is UTF-8 without a zero byte.
struct JournalEntry {
  std::string id;
  std::string bytes;  // canonical record (docs/formats.md), at most kMaxRecordBytes
};
// Entry bundles (C2SP tlog-tiles) have 16 bits for a record's length.
inline constexpr std::size_t kMaxRecordBytes = 65535;

// A balance that the database checks as well.
struct JournalFigure {
  std::string account;
  std::int64_t used = 0;
  std::int64_t cap = 0;
};

// 256 neighbouring hashes of one level of the tree (C2SP tlog-tiles), full ones only.
struct JournalTile {
  int level = 0;
  std::uint64_t index = 0;
  std::string hashes;  // 256 * 32 bytes
};

// The tree's size with the roots of its complete subtrees, largest first, 32
// bytes each: enough to go on from, and to compute the root.
struct JournalHead {
  std::uint64_t size = 0;
  std::string frontier;
};

// What one write adds. Without entries nothing is written.
struct JournalAddition {
  std::vector<JournalEntry> entries;
  std::vector<JournalFigure> figures;
  std::vector<JournalTile> tiles;
  JournalHead head;  // after the entries
};

using RecordVisitor = std::function<Status(std::uint64_t sequence, std::string_view bytes)>;

class JournalWriter {
 public:
  virtual ~JournalWriter() = default;
  // How many records this writer has seen.
  virtual std::uint64_t Known() const = 0;
  // A record that it had not seen, in order.
  virtual Status Follow(std::uint64_t sequence, std::string_view bytes) = 0;
  // The journal is locked and all of it has been seen; `head` is its end.
  virtual Result<JournalAddition> Decide(const JournalHead& head) = 0;
};

class JournalStore {
 public:
  virtual ~JournalStore() = default;

  virtual Result<JournalHead> Head() = 0;
  // Records from `from` up to `to` (not included), in order, as far as there are
  // any. The visitor may not call the store; its error ends the reading. Errors:
  // kIo when a record is missing between others.
  virtual Status Read(std::uint64_t from, std::uint64_t to, const RecordVisitor& visit) = 0;
  virtual Result<std::vector<JournalTile>> Tiles(int level, std::uint64_t from,
                                                 std::uint64_t to) = 0;
  // The record that has the id; nothing when none has.
  virtual Result<std::optional<std::uint64_t>> SequenceOf(std::string_view id) = 0;
  virtual Result<std::vector<JournalFigure>> Figures() = 0;  // by account, as bytes sort

  // Locks, follows, decides, writes, and is on the disk when it returns. Conflicts
  // with other writers are tried again inside. After an error nothing was written,
  // unless the commit itself broke (a lost connection, a failing disk): then it may
  // turn out to be there. A writer whose Decide was called must in any case forget
  // what it knows and start anew.
  // Errors: kIo (disk full, read-only, connection), kInternal (a wall of the database
  // refused what the program had allowed, or a head that does not fit its entries),
  // kLimit (a record longer than kMaxRecordBytes), and those of the writer.
  virtual Status Write(JournalWriter& writer) = 0;

  // Signed checkpoints (C2SP notes) by tree size; the newest of a size counts.
  virtual Status PutCheckpoint(std::uint64_t size, std::string_view note) = 0;
  virtual Result<std::vector<std::string>> Checkpoints() = 0;  // by size
};

enum class StoreMode {
  kReadOnly,
  kReadWrite,  // must be there
  kCreate,     // made when it is not there
};

// "postgresql://..." or "postgres://..." is a server; anything else a file of
// SQLite. Errors, each with its own sentence: missing, a folder, not a database,
// not a journal, a newer schema, damaged, no permission, no server.
Result<std::unique_ptr<JournalStore>> OpenJournalStore(const std::string& where, StoreMode mode);

}  // namespace licet

#endif  // LICET_JOURNAL_STORE_H_
