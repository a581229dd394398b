#include "licet/ledger/group_commit.h"

#include <algorithm>
#include <utility>

namespace licet {

GroupCommit::GroupCommit(Book book) : book_(std::move(book)), writer_([this] { Work(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  more_.notify_one();
  writer_.join();
}

std::future<Result<Reply>> GroupCommit::Submit(Command command) {
  Waiting waiting{std::move(command), {}};
  std::future<Result<Reply>> answer = waiting.answer.get_future();
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(waiting));
  }
  more_.notify_one();
  return answer;
}

void GroupCommit::Work() {
  while (true) {
    std::deque<Waiting> batch;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      const std::size_t count = std::min(queue_.size(), kMostAtOnce);
      for (std::size_t i = 0; i < count; ++i) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    Write(std::move(batch));
  }
}

void GroupCommit::Write(std::deque<Waiting> batch) {
  std::vector<Command> commands;
  commands.reserve(batch.size());
  for (Waiting& waiting : batch) commands.push_back(std::move(waiting.command));
  auto replies = book_.Submit(commands);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    if (replies) {
      batch[i].answer.set_value(std::move((*replies)[i]));
    } else {
      batch[i].answer.set_value(std::unexpected(replies.error()));
    }
  }
}

}  // namespace licet
