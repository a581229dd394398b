// A ledger that lives in a journal: the state, kept in step with a store that
// other processes may write to as well.
//
// Commands are decided while the journal is locked, after everything that others
// wrote; what was accepted is on the disk when Submit returns. After any error the
// book forgets what it knew and reads the journal anew, so that it never answers
// from a state that was not written.
//
// Thread safety: one book, one thread; GroupCommit serves many, Pipeline decides a
// batch while the one before it is written.

#ifndef LICET_LEDGER_BOOK_H_
#define LICET_LEDGER_BOOK_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/journal/merkle.h"
#include "licet/journal/store.h"
#include "licet/ledger/state.h"
#include "licet/ledger/transition.h"

namespace licet {

struct Reply {
  std::optional<Refusal> refusal = {};
  Effect outcome = {};
  std::uint64_t sequence = 0;  // of its record, when it was accepted
  bool repeated = false;       // it had been accepted before

  bool accepted() const { return !refusal; }
};

class Book {
 public:
  // Reads the whole journal. Errors: those of the store; records that do not
  // follow from one another; a tree that is not the one of the records.
  static Result<Book> Open(std::unique_ptr<JournalStore> store, const Clock& clock);

  // Each command is accepted or refused for itself, in order; all that are
  // accepted are written at once.
  Result<std::vector<Reply>> Submit(std::span<const Command> commands);
  Result<Reply> Submit(const Command& command);

  // Reads what others wrote since.
  Status Refresh();

  const State& state() const { return state_; }
  JournalStore& store() { return *store_; }

 private:
  friend class Pipeline;
  class Writing;

  // What is to be written, decided before anything is locked.
  struct Ahead {
    JournalHead before;
    JournalAddition addition;
    std::vector<Reply> replies;
  };

  Book(std::unique_ptr<JournalStore> store, const Clock& clock)
      : store_(std::move(store)), clock_(&clock) {}
  // REQUIRES fresh_. From then on the state is one that is not written yet.
  Result<Ahead> DecideAhead(std::span<const Command> commands);
  // Gives replies to ids that were used before what they were answered then.
  Status Repeat(std::span<const Command> commands, std::vector<Reply>* replies);
  Status Repeat(const Command& command, Reply* reply);
  Status CheckTree(const JournalHead& head) const;
  void Forget();

  std::unique_ptr<JournalStore> store_;
  const Clock* clock_;
  State state_;
  GrowingTree tree_;
  bool fresh_ = true;  // state_ is what the journal says up to its size
};

// Takes the command that a record holds, for the same answer again.
Result<Record> ReadRecord(JournalStore& store, std::uint64_t sequence);

}  // namespace licet

#endif  // LICET_LEDGER_BOOK_H_
