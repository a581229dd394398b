// A vector of plain values that grows where it stands, if the system lets it: std::vector
// copies what it holds into new memory, and of hundreds of megabytes every page of that is
// new to the system.
//
// Thread safety: as std::vector.

#ifndef LICET_BASE_PLAIN_VECTOR_H_
#define LICET_BASE_PLAIN_VECTOR_H_

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <new>
#include <type_traits>
#include <utility>

namespace licet {

template <typename T>
class PlainVector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  using value_type = T;
  using iterator = T*;
  using const_iterator = const T*;

  PlainVector() = default;
  PlainVector(const PlainVector& other) { Append(other.data_, other.size_); }
  PlainVector(PlainVector&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)),
        size_(std::exchange(other.size_, 0)),
        capacity_(std::exchange(other.capacity_, 0)) {}
  PlainVector& operator=(PlainVector other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(capacity_, other.capacity_);
    return *this;
  }
  ~PlainVector() { std::free(data_); }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T* data() { return data_; }
  const T* data() const { return data_; }
  T* begin() { return data_; }
  T* end() { return data_ + size_; }
  const T* begin() const { return data_; }
  const T* end() const { return data_ + size_; }
  T& operator[](std::size_t at) { return data_[at]; }
  const T& operator[](std::size_t at) const { return data_[at]; }
  T& back() { return data_[size_ - 1]; }
  const T& back() const { return data_[size_ - 1]; }

  void clear() { size_ = 0; }
  void reserve(std::size_t count) {
    if (count > capacity_) Grow(count);
  }
  void push_back(const T& value) {
    const T copy = value;  // it may stand in here
    if (size_ == capacity_) Grow(size_ + 1);
    data_[size_++] = copy;
  }
  // REQUIRES: no more than there are.
  void Truncate(std::size_t size) { size_ = size; }
  // `from` stands elsewhere.
  void Append(const T* from, std::size_t count) {
    if (count == 0) return;
    reserve(size_ + count);
    std::copy(from, from + count, data_ + size_);
    size_ += count;
  }

 private:
  void Grow(std::size_t least) {
    constexpr std::size_t kFirst = 16;
    const std::size_t capacity = std::max({least, capacity_ + capacity_ / 2, kFirst});
    void* grown = std::realloc(data_, capacity * sizeof(T));
    if (grown == nullptr) throw std::bad_alloc();
    data_ = static_cast<T*>(grown);
    capacity_ = capacity;
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace licet

#endif  // LICET_BASE_PLAIN_VECTOR_H_
