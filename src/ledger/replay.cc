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
constexpr std::size_t kAhead = 6;      // records: about what the memory takes
constexpr unsigned kMostDecoders = 3;  // one thread applies as much as these decode

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

// The caller reads; one thread or a few decode and hash; one applies, in order,
// until the first error. Chunks go round: filled, decoded, applied, filled again.
class Replay {
 public:
  Replay(State* state, GrowingTree* tree) : state_(state), tree_(tree) {
    const unsigned cores = std::thread::hardware_concurrency();
    const unsigned decoders = std::clamp(cores, 2U, kMostDecoders + 1) - 1;
    for (unsigned i = 0; i < decoders; ++i) threads_.emplace_back([this] { DecodeChunks(); });
    threads_.emplace_back([this] { ApplyChunks(); });
  }

  // Waits while every chunk is in use. False after an error.
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
      const std::lock_guard lock(mutex_);
      ending_ = true;
    }
    moved_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    if (error_) return std::unexpected(*error_);
    return {};
  }

 private:
  Chunk& At(std::uint64_t number) { return chunks_[number % kChunks]; }

  // `filled_` is written by the caller alone, who may read it without the lock.
  bool PassOn() {
    std::unique_lock lock(mutex_);
    ++filled_;
    moved_.notify_all();
    moved_.wait(lock, [this] { return filled_ - applied_ < kChunks || error_; });
    if (error_) return false;
    Chunk& next = At(filled_);
    next.bytes.clear();
    next.ends.clear();
    next.done = false;
    return true;
  }

  void DecodeChunks() {
    std::unique_lock lock(mutex_);
    while (true) {
      moved_.wait(lock, [this] { return taken_ < filled_ || ending_ || error_; });
      if (taken_ == filled_ || error_) return;
      Chunk& chunk = At(taken_++);
      lock.unlock();
      DecodeAll(&chunk);
      lock.lock();
      chunk.done = true;
      moved_.notify_all();
    }
  }

  void ApplyChunks() {
    std::unique_lock lock(mutex_);
    while (true) {
      moved_.wait(lock, [this] { return applied_ < filled_ ? At(applied_).done : ending_; });
      if (applied_ == filled_) return;
      const Chunk& chunk = At(applied_);
      lock.unlock();
      const Status status = ApplyAll(chunk, state_, tree_);
      lock.lock();
      if (!status) error_ = status.error();
      ++applied_;
      moved_.notify_all();
      if (error_) return;
    }
  }

  State* state_;
  GrowingTree* tree_;
  std::array<Chunk, kChunks> chunks_;
  std::mutex mutex_;
  std::condition_variable moved_;
  std::uint64_t filled_ = 0;  // chunks, each counted from the first
  std::uint64_t taken_ = 0;   // to be decoded
  std::uint64_t applied_ = 0;
  bool ending_ = false;
  std::optional<Error> error_;
  std::vector<std::thread> threads_;
};

Status FollowWithThreads(JournalStore& store, std::uint64_t to, State* state, GrowingTree* tree) {
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
