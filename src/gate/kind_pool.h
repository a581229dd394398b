// The kinds of gate answers that the judges of several threads share.
//
// Thread safety: safe.

#ifndef LICET_GATE_KIND_POOL_H_
#define LICET_GATE_KIND_POOL_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <unordered_map>
#include <vector>

#include "licet/gate/batch.h"

namespace licet {

class KindPool::Impl {
 public:
  // More are forgotten.
  static constexpr std::size_t kMost = 30'000;

  // Null when it is not known yet.
  std::shared_ptr<const GateKind> Find(std::span<const std::uint64_t> key) const;
  void Put(std::span<const std::uint64_t> key, std::shared_ptr<const GateKind> kind);

 private:
  using Key = std::vector<std::uint64_t>;
  struct Hash {
    std::size_t operator()(const Key& key) const;
  };

  mutable std::mutex mutex_;
  std::unordered_map<Key, std::shared_ptr<const GateKind>, Hash> kinds_;
};

}  // namespace licet

#endif  // LICET_GATE_KIND_POOL_H_
