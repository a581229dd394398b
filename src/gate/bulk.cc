#include "licet/gate/bulk.h"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "csv_parts.h"
#include "licet/base/hash.h"

namespace licet {

namespace {

// Parts read ahead of the one that the sink waits for, per worker.
constexpr std::size_t kAhead = 2;

// Hands out parts, takes outcomes, gives them on in order. All members are
// guarded by the mutex.
class Queue {
 public:
  Queue(CsvParts parts, const BulkOptions& options, std::vector<std::string> header,
        std::size_t workers, StreamHash so_far)
      : parts_(std::move(parts)),
        options_(options),
        header_(std::move(header)),
        ahead_(workers * kAhead),
        so_far_(std::move(so_far)) {}

  // The next part and its number; nothing at the end or after an error.
  std::optional<std::size_t> Take(OrderPart* part) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [this] { return stopped_ || ended_ || taken_ < given_ + ahead_; });
    if (stopped_ || ended_) return std::nullopt;
    CsvPart raw;
    Result<bool> more = parts_.Next(&raw);
    if (!more || !*more) {
      ended_ = true;
      last_ = taken_;
      if (!more) {
        outcomes_.emplace(taken_, std::unexpected(more.error()));
        last_ = taken_ + 1;
      }
      changed_.notify_all();
      return std::nullopt;
    }
    part->bytes = std::move(raw.bytes);
    part->path = options_.orders;
    part->header = header_;
    part->first_line = raw.first_line + options_.first_line - 1;
    part->begin = raw.begin + options_.begin;
    part->end = raw.end + options_.begin;
    so_far_.Update(part->bytes);
    part->hash = so_far_.Value();
    part->end_line = part->first_line + (raw.end_line - raw.first_line);
    return taken_++;
  }

  void Put(std::size_t number, Result<std::unique_ptr<PartOutcome>> outcome) {
    const std::lock_guard lock(mutex_);
    outcomes_.emplace(number, std::move(outcome));
    changed_.notify_all();
  }

  void Refuse(const Error& error) {
    const std::lock_guard lock(mutex_);
    if (!refused_) refused_ = error;
    changed_.notify_all();
  }

  // The outcome whose turn it is; nothing at the end.
  Result<std::unique_ptr<PartOutcome>> Give() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] {
      return refused_ || outcomes_.contains(given_) || (ended_ && given_ >= last_);
    });
    if (refused_) return std::unexpected(*refused_);
    auto found = outcomes_.find(given_);
    if (found == outcomes_.end()) return nullptr;
    Result<std::unique_ptr<PartOutcome>> outcome = std::move(found->second);
    outcomes_.erase(found);
    ++given_;
    room_.notify_all();
    return outcome;
  }

  void Stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    room_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable changed_;
  CsvParts parts_;
  const BulkOptions& options_;
  const std::vector<std::string> header_;
  const std::size_t ahead_;
  StreamHash so_far_;  // of the file up to the last part taken
  std::map<std::size_t, Result<std::unique_ptr<PartOutcome>>> outcomes_;
  std::optional<Error> refused_;
  std::size_t taken_ = 0;
  std::size_t given_ = 0;
  std::size_t last_ = 0;  // number of parts, once ended
  bool ended_ = false;
  bool stopped_ = false;
};

void Work(const MakeWorker& make, Queue* queue) {
  auto worker = make();
  if (!worker) return queue->Refuse(worker.error());
  OrderPart part;
  while (auto number = queue->Take(&part)) queue->Put(*number, (*worker)->Run(part));
}

// Reads past what was judged before, and sees that it is still the same.
Status Skip(ByteSource& source, const BulkOptions& options, StreamHash* hash) {
  std::uint64_t bytes = options.begin;
  std::vector<char> buffer(1 << 16);
  while (bytes > 0) {
    const auto wish = static_cast<std::size_t>(std::min<std::uint64_t>(bytes, buffer.size()));
    LICET_ASSIGN_OR_RETURN(const std::size_t count, source.Read({buffer.data(), wish}));
    if (count == 0) {
      return Fail(ErrorCode::kIo, "the file is shorter than the part already judged",
                  {options.orders, 0, 0});
    }
    hash->Update({buffer.data(), count});
    bytes -= count;
  }
  if (options.begin == 0 || hash->Value() == options.hash) return {};
  return Fail(ErrorCode::kInvalidArgument,
              "the part already judged has changed since; start again without --resume",
              {options.orders, 0, 0});
}

}  // namespace

Status RunBulk(Disk& disk, const BulkOptions& options, const MakeWorker& make,
               const PartSink& sink) {
  std::vector<std::string> header;
  {
    LICET_ASSIGN_OR_RETURN(const OrderReader reader, OrderReader::Open(disk, options.orders));
    header = reader.header();
  }
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(options.orders));
  StreamHash so_far;
  LICET_RETURN_IF_ERROR(Skip(*source, options, &so_far));
  const std::size_t workers = options.workers > 0
                                  ? static_cast<std::size_t>(options.workers)
                                  : std::max<std::size_t>(1, std::thread::hardware_concurrency());
  Queue queue(CsvParts(std::move(source), options.part_bytes), options, std::move(header), workers,
              so_far);
  std::vector<std::jthread> threads;
  for (std::size_t i = 0; i < workers; ++i) {
    threads.emplace_back([&make, &queue] { Work(make, &queue); });
  }
  Status status;
  while (status) {
    auto outcome = queue.Give();
    if (!outcome) {
      status = std::unexpected(outcome.error());
    } else if (*outcome == nullptr) {
      break;
    } else {
      status = sink(**outcome);
    }
  }
  queue.Stop();
  return status;
}

std::uint64_t HashOfId(std::string_view id) {
  const std::uint64_t hash = HashOf(id);
  return hash == 0 ? 1 : hash;  // 0 marks a free slot
}

bool IdWindow::Add(std::uint64_t hash) {
  if (count_ == kWindow) {
    for (Shard& shard : shards_) shard = Shard();
    count_ = 0;
    anew_ = true;
  }
  const bool added = shards_[hash >> kShardShift].Add(hash);
  count_ += added ? 1 : 0;
  return added;
}

std::size_t IdWindow::Shard::SlotOf(std::uint64_t hash) const {
  // The low half, spread over a length that is no power of two.
  return static_cast<std::size_t>((hash & 0xFFFFFFFF) * slots.size() >> 32);
}

bool IdWindow::Shard::Add(std::uint64_t hash) {
  if (count * 10 >= slots.size() * 8) Grow();
  for (std::size_t at = SlotOf(hash);; at = at + 1 == slots.size() ? 0 : at + 1) {
    if (slots[at] == hash) return false;
    if (slots[at] != 0) continue;
    slots[at] = hash;
    ++count;
    return true;
  }
}

void IdWindow::Shard::Grow() {
  std::vector<std::uint64_t> old(slots.size() + slots.size() / 4 + 64, 0);
  old.swap(slots);
  count = 0;
  for (std::uint64_t hash : old) {
    if (hash != 0) Add(hash);
  }
}

}  // namespace licet
