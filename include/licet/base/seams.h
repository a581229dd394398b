// The seams to the outside world: clock, disk and randomness. Everything that
// is not a pure function takes one of these, so that tests can replace it.
//
// Thread safety: implementations state their own; the real ones may be shared.

#ifndef LICET_BASE_SEAMS_H_
#define LICET_BASE_SEAMS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"
#include "licet/base/error.h"

namespace licet {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Date Today() const = 0;  // UTC
  // Milliseconds since 1970, UTC; may go back when somebody sets the clock.
  virtual std::int64_t Now() const { return std::int64_t{Today().days()} * 86'400'000; }
  // Milliseconds since some fixed moment, never going back; for progress only.
  virtual std::int64_t Ticks() const { return 0; }
};

class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t Next() = 0;
};

// A stream of bytes, read once from front to back.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Fills up to buffer.size() bytes; 0 means the end.
  virtual Result<std::size_t> Read(std::span<char> buffer) = 0;
};

// A file that grows at its end.
class ByteSink {
 public:
  virtual ~ByteSink() = default;
  virtual Status Write(std::string_view content) = 0;
  // What was written is on the disk when this returns.
  virtual Status Flush() = 0;
};

class Disk {
 public:
  virtual ~Disk() = default;
  // A folder, a missing file and a file without read permission each get
  // their own sentence.
  virtual Result<std::unique_ptr<ByteSource>> OpenForReading(const std::string& path) = 0;
  // All or nothing: a temporary file beside the target, flushed, renamed.
  virtual Status WriteAtomically(const std::string& path, std::string_view content) = 0;
  // A new file that only its owner may read or write, as a private key needs. A
  // file that is there is an error and stays.
  virtual Status WritePrivately(const std::string& path, std::string_view content) = 0;
  // With the folders above it; one that is there stays.
  virtual Status MakeFolder(const std::string& path) = 0;
  // Opens a file to go on writing after its first `keep` bytes; what follows
  // them is cut off. A file that is not there is made.
  virtual Result<std::unique_ptr<ByteSink>> OpenForAppending(const std::string& path,
                                                             std::uint64_t keep) = 0;
  virtual Status Rename(const std::string& from, const std::string& to) = 0;
  virtual Status Remove(const std::string& path) = 0;
  virtual Result<std::uint64_t> SizeOf(const std::string& path) = 0;
  virtual bool IsFile(const std::string& path) = 0;
  virtual bool IsFolder(const std::string& path) = 0;
  // Names (not paths) of the regular files in a folder, sorted.
  virtual Result<std::vector<std::string>> ListFiles(const std::string& folder) = 0;
  // Names of the sub-folders of a folder, sorted.
  virtual Result<std::vector<std::string>> ListFolders(const std::string& folder) = 0;

  // The whole file, or kLimit when it is longer than `limit` bytes.
  Result<std::string> ReadAll(const std::string& path, std::size_t limit);
};

// The machine's own.
std::unique_ptr<Clock> RealClock();
std::unique_ptr<Disk> RealDisk();

// For tests and simulation.
class FixedClock : public Clock {
 public:
  explicit FixedClock(Date today) : today_(today) {}
  Date Today() const override { return today_; }

 private:
  Date today_;
};

// SplitMix64: deterministic from its seed (Steele, Lea and Flood, OOPSLA 2014).
class SeededRandom : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
  std::uint64_t Next() override;

 private:
  std::uint64_t state_;
};

// Files in memory; not thread safe.
class MemoryDisk : public Disk {
 public:
  Result<std::unique_ptr<ByteSource>> OpenForReading(const std::string& path) override;
  Status WriteAtomically(const std::string& path, std::string_view content) override;
  Status WritePrivately(const std::string& path, std::string_view content) override;
  Status MakeFolder(const std::string& path) override;
  Result<std::unique_ptr<ByteSink>> OpenForAppending(const std::string& path,
                                                     std::uint64_t keep) override;
  Status Rename(const std::string& from, const std::string& to) override;
  Status Remove(const std::string& path) override;
  Result<std::uint64_t> SizeOf(const std::string& path) override;
  bool IsFile(const std::string& path) override;
  bool IsFolder(const std::string& path) override;
  Result<std::vector<std::string>> ListFiles(const std::string& folder) override;
  Result<std::vector<std::string>> ListFolders(const std::string& folder) override;

 private:
  std::map<std::string, std::string> files_;
};

// A ByteSource over a string it owns.
std::unique_ptr<ByteSource> StringSource(std::string content);

}  // namespace licet

#endif  // LICET_BASE_SEAMS_H_
