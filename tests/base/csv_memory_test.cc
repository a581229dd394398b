// How much memory reading takes, measured by counting every allocation of the
// program. Sanitizers bring their own allocator, so there only the errors are
// checked.

#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <new>

#include "licet/base/csv.h"

#if defined(__SANITIZE_ADDRESS__)
#define LICET_COUNTS_MEMORY 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LICET_COUNTS_MEMORY 0
#endif
#endif
#ifndef LICET_COUNTS_MEMORY
#define LICET_COUNTS_MEMORY 1
#endif

namespace {

std::atomic<std::size_t> live_bytes{0};
std::atomic<std::size_t> peak_bytes{0};

}  // namespace

#if LICET_COUNTS_MEMORY
void* operator new(std::size_t size) {
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) throw std::bad_alloc();
  const std::size_t live = live_bytes += malloc_usable_size(memory);
  std::size_t peak = peak_bytes;
  while (peak < live && !peak_bytes.compare_exchange_weak(peak, live)) {
  }
  return memory;
}

void operator delete(void* memory) noexcept {
  live_bytes -= malloc_usable_size(memory);  // 0 for a null pointer
  std::free(memory);
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
#endif

namespace licet {
namespace {

// `head`, then `count` times `filler`, then the end; nothing is kept.
class EndlessSource : public ByteSource {
 public:
  EndlessSource(std::string head, char filler, std::size_t count)
      : head_(std::move(head)), filler_(filler), left_(count) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    if (!head_.empty()) {
      const std::size_t count = std::min(head_.size(), buffer.size());
      std::copy_n(head_.data(), count, buffer.data());
      head_.erase(0, count);
      return count;
    }
    const std::size_t count = std::min(left_, buffer.size());
    std::fill_n(buffer.data(), count, filler_);
    left_ -= count;
    return count;
  }

 private:
  std::string head_;
  char filler_;
  std::size_t left_;
};

constexpr std::size_t kLineBytes = 100 * 1000 * 1000;
constexpr std::size_t kRecordBytes = 1 << 20;

struct Measured {
  std::string error;
  std::size_t bytes = 0;  // most memory held at once while reading
};

Measured ReadMeasured(std::unique_ptr<ByteSource> source, CsvLimits limits) {
  const std::size_t before = live_bytes;
  peak_bytes = before;
  Measured measured;
  CsvReader reader(std::move(source), "big.csv", limits);
  std::vector<CsvField> record;
  while (true) {
    const Result<bool> found = reader.Next(&record);
    if (!found) measured.error = found.error().ToString();
    if (!found || !*found) break;
  }
  measured.bytes = peak_bytes - before;
  return measured;
}

TEST(CsvMemoryTest, AHugeLineIsRefusedInBoundedMemory) {
  for (const std::string head : {"a,b\n", "a,b\n\"", "a,b\nc,\""}) {
    const Measured measured =
        ReadMeasured(std::make_unique<EndlessSource>(head, 'x', kLineBytes), {});
    const std::string place = head.ends_with(",\"") ? "big.csv:2:3: " : "big.csv:2:1: ";
    EXPECT_TRUE(
        measured.error.starts_with(place + "this field makes the record longer than 1048576 bytes"))
        << measured.error;
#if LICET_COUNTS_MEMORY
    EXPECT_GT(measured.bytes, kRecordBytes / 2);  // the counting works
#endif
    EXPECT_LT(measured.bytes, 2 * kRecordBytes + 128 * 1024);
  }
}

TEST(CsvMemoryTest, AHugeLineOfLineEndsOrCommasIsBounded) {
  const Measured blank =
      ReadMeasured(std::make_unique<EndlessSource>("a\n", '\n', kLineBytes / 10), {});
  EXPECT_EQ(blank.error, "");
  EXPECT_LT(blank.bytes, 256u * 1024);
  const Measured commas = ReadMeasured(std::make_unique<EndlessSource>("a\n", ',', kLineBytes), {});
  EXPECT_TRUE(commas.error.starts_with("big.csv:2:1025: a record may have at most 1024 fields"))
      << commas.error;
  EXPECT_LT(commas.bytes, 512u * 1024);
}

// A long field wanders over the columns; the reused record must not keep the
// longest text of every column.
TEST(CsvMemoryTest, AWanderingLongFieldIsBounded) {
  constexpr std::size_t kColumns = 64;
  constexpr CsvLimits kLimits{.record_bytes_max = 100'000, .fields_max = kColumns};
  std::string text;
  for (std::size_t row = 0; row < kColumns; ++row) {
    text += std::string(row, ',') + std::string(90'000, 'x') + std::string(kColumns - 1 - row, ',');
    text += '\n';
  }
  const std::size_t text_bytes = text.size();
  const Measured measured = ReadMeasured(StringSource(std::move(text)), kLimits);
  EXPECT_EQ(measured.error, "");
  // The source's own text was there before the count began.
  EXPECT_LT(measured.bytes, text_bytes / 2);
  EXPECT_LT(measured.bytes, 3 * kLimits.record_bytes_max + 128 * 1024);
}

}  // namespace
}  // namespace licet
