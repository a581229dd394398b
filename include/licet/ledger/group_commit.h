// Many threads, one book: a writer thread takes whatever commands have come in since
// the last write and writes them at once, so that one flush of the disk serves them
// all. Nobody waits for company: a lone command is written alone.
//
// Thread safety: Submit from any thread.

#ifndef LICET_LEDGER_GROUP_COMMIT_H_
#define LICET_LEDGER_GROUP_COMMIT_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <future>
#include <mutex>
#include <thread>

#include "licet/ledger/book.h"

namespace licet {

class GroupCommit {
 public:
  static constexpr std::size_t kMostAtOnce = 1024;

  explicit GroupCommit(Book book);
  // Writes what was submitted before it ends.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  // The answer, once its record is on the disk.
  std::future<Result<Reply>> Submit(Command command);

 private:
  struct Waiting {
    Command command;
    std::promise<Result<Reply>> answer;
  };
  void Work();
  void Write(std::deque<Waiting> batch);

  Book book_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Waiting> queue_;
  bool ending_ = false;
  std::thread writer_;
};

}  // namespace licet

#endif  // LICET_LEDGER_GROUP_COMMIT_H_
