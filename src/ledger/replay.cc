#include "replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "licet/ledger/transition.h"

namespace licet {
namespace {

// Below this other threads are not worth their start.
constexpr std::uint64_t kFewRecords = 4096;
constexpr std::size_t kChunkRecords = 256;
constexpr std::size_t kChunkBytes = std::size_t{1} << 20;
constexpr std::size_t kChunks = 8;
constexpr std::size_t kAhead = 6;                 // records: about what the memory takes
constexpr std::uint64_t kMostReserved = 1 << 22;  // whatever a damaged head says
constexpr unsigned kMostThreads = 4;              // one applies as much as three decode

struct Decoded {
  TreeHash leaf;
  Record record;
};

// Records on their way; its memory serves one chunk after the other.
struct Chunk {
  std::uint64_t first = 0;
  std::string bytes;
  std::vector<std::size_t> ends;  // of each record in `bytes`
  std::vector<Decoded> decoded;   // of which `good` are of this chunk
  std::size_t good = 0;
  std::optional<Error> error;  // of the record after the good ones
  bool done = false;           // decoded, or it has an error
};

std::unexpected<Error> DamagedAt(std::uint64_t sequence, const Error& error) {
  return Fail(error.code(), fmt::format("record {} of the journal is damaged ({}); restore it from "
                                        "a backup",
                                        sequence, error.sentence()));
}

Status Decode(std::uint64_t sequence, std::string_view bytes, Decoded* decoded) {
  if (auto status = DecodeRecord(bytes, &decoded->record); !status) {
    return DamagedAt(sequence, status.error());
  }
  decoded->leaf = LeafHash(bytes);
  return {};
}

Status ApplyTo(const Decoded& decoded, State* state, GrowingTree* tree) {
  const std::uint64_t sequence = state->records;
  if (auto status = Enact(state, decoded.record); !status) {
    return DamagedAt(sequence, status.error());
  }
  tree->Append(decoded.leaf);
  return {};
}

void DecodeAll(Chunk* chunk) {
  if (chunk->decoded.size() < chunk->ends.size()) chunk->decoded.resize(chunk->ends.size());
  std::size_t from = 0;
  for (chunk->good = 0; chunk->good < chunk->ends.size(); ++chunk->good) {
    const std::size_t to = chunk->ends[chunk->good];
    const auto bytes = std::string_view(chunk->bytes).substr(from, to - from);
    auto status = Decode(chunk->first + chunk->good, bytes, &chunk->decoded[chunk->good]);
    if (!status) {
      chunk->error = std::move(status).error();
      return;
    }
    from = to;
  }
}

// What Enact will look for; the rest is near what was looked for just before.
void Prefetch(const Command& command, const State& state) {
  state.command_ids.Prefetch(command.id);
  if (const auto* order = std::get_if<PlaceOrder>(&command.action)) {
    state.order_ids.Prefetch(order->order);
  } else if (const auto* ship = std::get_if<Ship>(&command.action)) {
    state.order_ids.Prefetch(ship->order);
    state.shipment_ids.Prefetch(ship->shipment);
  }
}

Status ApplyAll(const Chunk& chunk, State* state, GrowingTree* tree) {
  for (std::size_t i = 0; i < chunk.good; ++i) {
    if (i + kAhead < chunk.good) Prefetch(chunk.decoded[i + kAhead].record.command, *state);
    LICET_RETURN_IF_ERROR(ApplyTo(chunk.decoded[i], state, tree));
  }
  if (chunk.error) return std::unexpected(*chunk.error);
  return {};
}

// Chunks go round: the caller fills them, and each thread takes the next work that
// there is, applying (one at a time, in order) before decoding. The caller does so
// too while no chunk is free: there are as many threads as cores, and all have work
// until the last record, however long reading, decoding and applying take.
class Replay {
 public:
  Replay(State* state, GrowingTree* tree) : state_(state), tree_(tree) {
    const unsigned cores = std::thread::hardware_concurrency();
    for (unsigned i = 1; i < std::clamp(cores, 2U, kMostThreads); ++i) {
      threads_.emplace_back([this] { Help(); });
    }
  }

  // Works or waits while every chunk is in use. False after an error.
  bool Give(std::uint64_t sequence, std::string_view bytes) {
    Chunk& chunk = At(filled_);
    if (chunk.ends.empty()) chunk.first = sequence;
    chunk.bytes += bytes;
    chunk.ends.push_back(chunk.bytes.size());
    if (chunk.ends.size() < kChunkRecords && chunk.bytes.size() < kChunkBytes) return true;
    return PassOn();
  }

  // REQUIRES: called once, after the last record.
  Status Finish() {
    if (!At(filled_).ends.empty()) PassOn();
    {
      std::unique_lock lock(mutex_);
      WorkUntil(lock, [this] { return applied_ == filled_; });
      ending_ = true;
    }
    filled_one_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    if (error_) return std::unexpected(*error_);
    return {};
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  Chunk& At(std::uint64_t number) { return chunks_[number % kChunks]; }

  // `filled_` is written by the caller alone, who may read it without the lock.
  bool PassOn() {
    Lock lock(mutex_);
    ++filled_;
    filled_one_.notify_one();
    WorkUntil(lock, [this] { return filled_ - applied_ < kChunks; });
    if (error_) return false;
    Chunk& next = At(filled_);
    next.bytes.clear();
    next.ends.clear();
    next.done = false;
    return true;
  }

  // What the caller does until chunks were applied.
  template <class Condition>
  void WorkUntil(Lock& lock, Condition enough) {
    while (!enough() && !error_) {
      if (!Work(lock)) applied_one_.wait(lock);
    }
  }

  void Help() {
    Lock lock(mutex_);
    while (!ending_ && !error_) {
      if (!Work(lock)) filled_one_.wait(lock);
    }
  }

  // Decodes or applies a chunk; false when there is none to take. Whoever decoded the
  // next one in order comes back and applies it, so that nobody is woken for that.
  bool Work(Lock& lock) {
    if (!applying_ && applied_ < filled_ && At(applied_).done) {
      Apply(lock);
    } else if (taken_ < filled_) {
      Chunk& chunk = At(taken_++);
      lock.unlock();
      DecodeAll(&chunk);
      lock.lock();
      chunk.done = true;
    } else {
      return false;
    }
    return true;
  }

  void Apply(Lock& lock) {
    const Chunk& chunk = At(applied_);
    applying_ = true;
    lock.unlock();
    const Status status = ApplyAll(chunk, state_, tree_);
    lock.lock();
    applying_ = false;
    if (!status) error_ = status.error();
    ++applied_;
    applied_one_.notify_one();
    if (error_) filled_one_.notify_all();
  }

  State* state_;
  GrowingTree* tree_;
  std::array<Chunk, kChunks> chunks_;
  std::mutex mutex_;
  std::condition_variable filled_one_;   // for the helpers
  std::condition_variable applied_one_;  // for the caller
  std::uint64_t filled_ = 0;             // chunks, each counted from the first
  std::uint64_t taken_ = 0;              // to be decoded
  std::uint64_t applied_ = 0;
  bool applying_ = false;
  bool ending_ = false;
  std::optional<Error> error_;
  std::vector<std::thread> threads_;
};

Status FollowWithThreads(JournalStore& store, std::uint64_t to, State* state, GrowingTree* tree) {
  state->command_ids.Reserve(std::min(to, kMostReserved));
  Replay replay(state, tree);
  const Status read =
      store.Read(state->records, to, [&](std::uint64_t sequence, std::string_view bytes) -> Status {
        // Finish has the sentence.
        return replay.Give(sequence, bytes) ? Status() : Fail(ErrorCode::kIo, "");
      });
  const Status finished = replay.Finish();
  return finished ? read : finished;
}

}  // namespace

Status FollowRecord(std::uint64_t sequence, std::string_view bytes, State* state,
                    GrowingTree* tree) {
  if (sequence != state->records) {
    return Fail(ErrorCode::kIo, fmt::format("the journal lacks record {}; it is damaged: restore "
                                            "it from a backup",
                                            state->records));
  }
  thread_local Decoded decoded;  // its memory serves the next record
  LICET_RETURN_IF_ERROR(Decode(sequence, bytes, &decoded));
  return ApplyTo(decoded, state, tree);
}

Status FollowAll(JournalStore& store, std::uint64_t to, State* state, GrowingTree* tree) {
  if (to > state->records + kFewRecords) return FollowWithThreads(store, to, state, tree);
  return store.Read(state->records, to, [&](std::uint64_t sequence, std::string_view bytes) {
    return FollowRecord(sequence, bytes, state, tree);
  });
}

}  // namespace licet
