// A file of orders of any length, read in parts by several workers, the results
// handed on in the file's order. Memory is bounded by the parts under way.
//
// Thread safety: RunBulk starts threads of its own and ends them before it
// returns; each worker is used by one of them; `sink` runs on the caller's.

#ifndef LICET_GATE_BULK_H_
#define LICET_GATE_BULK_H_

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/gate/order_scan.h"

namespace licet {

// What a worker made of a part; workers add members of their own.
struct PartOutcome {
  virtual ~PartOutcome() = default;
  std::uint64_t end = 0;  // of the part, in the file
  int end_line = 1;
  std::uint64_t hash = 0;          // of the file up to `end`
  std::vector<std::uint64_t> ids;  // HashOfId of its orders
};

class PartWorker {
 public:
  virtual ~PartWorker() = default;
  virtual Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) = 0;
};

struct BulkOptions {
  std::string orders;
  int workers = 0;  // 0: one a core
  // What is read at a time; what is made of it must fit in memory several times.
  std::size_t part_bytes = 2 << 20;
  std::uint64_t begin = 0;  // go on from here: end, end_line and hash of an earlier part
  int first_line = 1;
  std::uint64_t hash = 0;
};

using MakeWorker = std::function<Result<std::unique_ptr<PartWorker>>()>;
using PartSink = std::function<Status(PartOutcome& outcome)>;

// The first error in the file's order ends the run; what stands before it has
// reached the sink.
Status RunBulk(Disk& disk, const BulkOptions& options, const MakeWorker& make,
               const PartSink& sink);

std::uint64_t HashOfId(std::string_view id);

// Whether an id was seen before. Remembers the last kWindow ids, then begins
// anew, so that its memory is bounded.
class IdWindow {
 public:
  static constexpr std::size_t kWindow = 12'000'000;

  // False when it was seen. Ids that hash alike count as the same: the caller
  // looks into the file before it says so.
  bool Add(std::uint64_t hash);
  bool started_anew() const { return anew_; }

 private:
  // Each grows by itself and by a quarter, so that growing needs little room.
  struct Shard {
    bool Add(std::uint64_t hash);
    void Grow();
    std::size_t SlotOf(std::uint64_t hash) const;
    std::vector<std::uint64_t> slots;  // 0 is free
    std::size_t count = 0;
  };
  static constexpr int kShardShift = 56;

  std::array<Shard, 256> shards_;
  std::size_t count_ = 0;
  bool anew_ = false;
};

}  // namespace licet

#endif  // LICET_GATE_BULK_H_
