#include "licet/ledger/pipeline.h"

#include <utility>

namespace licet {
namespace {

// How many batches are decided one by one after another process wrote.
constexpr std::size_t kRestAfterOthers = 1000;

}  // namespace

// Writes what was decided, if the journal still ends where that was.
class Pipeline::Writing : public JournalWriter {
 public:
  explicit Writing(Book::Ahead* ahead) : ahead_(*ahead) {}

  std::uint64_t Known() const override { return ahead_.before.size; }
  Status Follow(std::uint64_t, std::string_view) override { return Overtaken(); }
  Result<JournalAddition> Decide(const JournalHead& head) override {
    const bool again = std::exchange(asked_, true);  // the addition is gone
    if (again || head.size != ahead_.before.size || head.frontier != ahead_.before.frontier) {
      return Overtaken();
    }
    return std::move(ahead_.addition);
  }
  bool overtaken() const { return overtaken_; }

 private:
  std::unexpected<Error> Overtaken() {
    overtaken_ = true;
    return Fail(ErrorCode::kIo, "another process wrote to the journal");
  }

  Book::Ahead& ahead_;
  bool asked_ = false;
  bool overtaken_ = false;
};

Pipeline::Pipeline(Book book) : book_(std::move(book)), writer_([this] { Work(); }) {}

Pipeline::~Pipeline() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  moved_.notify_all();
  writer_.join();
}

std::future<Result<std::vector<Reply>>> Pipeline::Submit(std::vector<Command> commands) {
  Batch batch{std::move(commands), {}, {}};
  auto answer = batch.answer.get_future();
  {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [this] { return queue_.size() < kMostInFlight; });
  }
  {
    const std::lock_guard deciding(deciding_);
    if (rest_ > 0) {
      --rest_;
    } else if (book_.fresh_ && undecided_ == 0) {
      // An error of deciding shows again, and is answered, when it is written.
      if (auto ahead = book_.DecideAhead(batch.commands)) batch.ahead = *std::move(ahead);
    }
    if (!batch.ahead) ++undecided_;
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(batch));
  }
  moved_.notify_all();
  return answer;
}

void Pipeline::Work() {
  while (true) {
    Batch* batch = nullptr;
    {
      std::unique_lock lock(mutex_);
      moved_.wait(lock, [this] { return ending_ || !queue_.empty(); });
      if (queue_.empty()) return;
      batch = &queue_.front();  // stays where it is while others are added
    }
    Write(batch);
    {
      const std::lock_guard lock(mutex_);
      queue_.pop_front();
    }
    moved_.notify_all();
  }
}

void Pipeline::Write(Batch* batch) {
  if (batch->ahead) return WriteAsDecided(batch);
  const std::lock_guard deciding(deciding_);
  DecideAndWrite(batch);
}

void Pipeline::WriteAsDecided(Batch* batch) {
  Writing writing(&*batch->ahead);
  const Status written = book_.store_->Write(writing);
  if (!written) {
    return StartAnew(batch, writing.overtaken() ? std::nullopt : std::optional(written.error()));
  }
  std::vector<Reply>& replies = batch->ahead->replies;
  if (auto status = book_.Repeat(batch->commands, &replies); !status) {
    batch->answer.set_value(std::unexpected(status.error()));
  } else {
    batch->answer.set_value(std::move(replies));
  }
}

// What was decided from here on rests on a state that is not the journal's.
void Pipeline::StartAnew(Batch* batch, std::optional<Error> error) {
  const std::lock_guard deciding(deciding_);
  book_.fresh_ = false;
  {
    const std::lock_guard lock(mutex_);
    for (Batch& waiting : queue_) {
      if (!waiting.ahead) continue;
      waiting.ahead.reset();
      ++undecided_;
    }
  }
  if (!error) {
    rest_ = kRestAfterOthers;
    return DecideAndWrite(batch);
  }
  --undecided_;
  batch->answer.set_value(std::unexpected(*std::move(error)));
}

// REQUIRES: deciding_ is held.
void Pipeline::DecideAndWrite(Batch* batch) {
  --undecided_;
  batch->answer.set_value(book_.Submit(batch->commands));
}

}  // namespace licet
