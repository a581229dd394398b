// Batches of one caller: while one is written to the disk, the next one is decided
// already, on the state that the first will leave. An answer is given only when its
// batch is on the disk, and so are all batches before it.
//
// A batch that cannot be written takes none with it: the book forgets, reads the
// journal anew, and those behind it are decided again. The same is done when another
// process wrote in between, and then for a while nothing is decided ahead, since
// reading the journal anew takes long.
//
// Thread safety: one thread submits; answers may be waited for in any.

#ifndef LICET_LEDGER_PIPELINE_H_
#define LICET_LEDGER_PIPELINE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "licet/ledger/book.h"

namespace licet {

class Pipeline {
 public:
  // One that is written and one that waits for it; Submit waits for room.
  static constexpr std::size_t kMostInFlight = 2;

  explicit Pipeline(Book book);
  // Writes what was submitted before it ends.
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // What Book::Submit would answer, once it is on the disk; answers come in the
  // order of the batches.
  std::future<Result<std::vector<Reply>>> Submit(std::vector<Command> commands);

 private:
  class Writing;
  struct Batch {
    std::vector<Command> commands;
    std::optional<Book::Ahead> ahead;  // nothing: decided when it is written
    std::promise<Result<std::vector<Reply>>> answer;
  };

  void Work();
  void Write(Batch* batch);
  void WriteAsDecided(Batch* batch);
  void StartAnew(Batch* batch, std::optional<Error> error);
  void DecideAndWrite(Batch* batch);

  // Of the state in book_; the store in it is the writer thread's. Taken before
  // mutex_. Whoever holds it can be sure that no batch is added.
  std::mutex deciding_;
  Book book_;
  std::size_t undecided_ = 0;  // batches in the queue; nothing is decided past them
  std::size_t rest_ = 0;       // batches that are not to be decided ahead

  std::mutex mutex_;
  std::condition_variable moved_;
  std::deque<Batch> queue_;  // the first is being written
  bool ending_ = false;
  std::thread writer_;
};

}  // namespace licet

#endif  // LICET_LEDGER_PIPELINE_H_
