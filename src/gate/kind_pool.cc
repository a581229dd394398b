#include "kind_pool.h"

#include "licet/base/hash.h"

namespace licet {

std::size_t KindPool::Impl::Hash::operator()(const Key& key) const {
  std::uint64_t hash = key.size();
  for (std::uint64_t word : key) hash = MixHash(hash, word);
  return hash;
}

std::shared_ptr<const GateKind> KindPool::Impl::Find(std::span<const std::uint64_t> key) const {
  const Key wanted(key.begin(), key.end());
  const std::lock_guard lock(mutex_);
  const auto found = kinds_.find(wanted);
  return found == kinds_.end() ? nullptr : found->second;
}

void KindPool::Impl::Put(std::span<const std::uint64_t> key, std::shared_ptr<const GateKind> kind) {
  const std::lock_guard lock(mutex_);
  if (kinds_.size() >= kMost) kinds_.clear();
  kinds_.emplace(Key(key.begin(), key.end()), std::move(kind));
}

KindPool::KindPool() : impl_(std::make_unique<Impl>()) {}
KindPool::~KindPool() = default;

}  // namespace licet
