#include "licet/base/seams.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>

#include "licet/base/text.h"

namespace licet {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kChunkBytes = 65536;

// ---- Sentences that both disks share ----

std::unexpected<Error> IoError(const std::string& path, std::string sentence) {
  return Fail(ErrorCode::kIo, std::move(sentence), {path, 0, 0});
}

std::unexpected<Error> IsAFolder(const std::string& path) {
  return IoError(path, "this is a folder; give a file");
}

std::unexpected<Error> IsThereAlready(const std::string& path) {
  return IoError(path, "this file is there already and stays as it is; choose another path");
}

std::unexpected<Error> NoPermission(const std::string& path, std::string_view wish) {
  return IoError(path, fmt::format("no permission to {}; change the permissions or choose another "
                                   "path",
                                   wish));
}

std::unexpected<Error> SystemError(const std::string& path, std::string_view wish, int number) {
  return IoError(path, fmt::format("cannot {}: {}; check the path and the disk", wish,
                                   std::generic_category().message(number)));
}

struct SplitPath {
  std::string folder;  // "." when the path names none
  std::string name;
};

SplitPath SplitLast(const std::string& path) {
  const fs::path whole(path);
  std::string folder = whole.parent_path().string();
  return {folder.empty() ? "." : std::move(folder), whole.filename().string()};
}

std::string HintFor(std::string_view name, const Result<std::vector<std::string>>& names,
                    std::string_view otherwise) {
  std::string hint = names ? DidYouMean(name, *names) : "";
  return hint.empty() ? fmt::format("; {}", otherwise) : hint;
}

std::unexpected<Error> NoSuchFile(Disk& disk, const std::string& path) {
  const SplitPath split = SplitLast(path);
  if (!disk.IsFolder(split.folder)) {
    return IoError(path, fmt::format("there is no such file, for there is no folder {}; check the "
                                     "path",
                                     Quoted(split.folder)));
  }
  return IoError(path, "there is no such file" +
                           HintFor(split.name, disk.ListFiles(split.folder), "check the path"));
}

std::unexpected<Error> NoSuchFolder(Disk& disk, const std::string& path) {
  if (disk.IsFile(path)) return IoError(path, "this is a file; give a folder");
  const SplitPath split = SplitLast(path);
  std::string hint = "; check the path";
  if (disk.IsFolder(split.folder)) {
    hint = HintFor(split.name, disk.ListFolders(split.folder), "check the path");
  }
  return IoError(path, "there is no such folder" + hint);
}

// ---- The machine's own disk ----

class FileHandle {
 public:
  explicit FileHandle(int number) : number_(number) {}
  FileHandle(FileHandle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  FileHandle(const FileHandle&) = delete;
  FileHandle& operator=(const FileHandle&) = delete;
  ~FileHandle() {
    if (number_ >= 0) close(number_);
  }

  int number() const { return number_; }
  // Says whether the system could close it; some disks report a failed write
  // only here.
  bool Close() { return close(std::exchange(number_, -1)) == 0; }

 private:
  int number_;
};

class FileSource : public ByteSource {
 public:
  FileSource(FileHandle file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    while (true) {
      const ssize_t count = read(file_.number(), buffer.data(), buffer.size());
      if (count >= 0) return static_cast<std::size_t>(count);
      if (errno != EINTR) return SystemError(path_, "read this file", errno);
    }
  }

 private:
  FileHandle file_;
  std::string path_;
};

class FileSink : public ByteSink {
 public:
  FileSink(FileHandle file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Status Write(std::string_view content) override {
    while (!content.empty()) {
      const ssize_t count = write(file_.number(), content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return SystemError(path_, "write this file", errno);
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
  }
  Status Flush() override {
    if (fdatasync(file_.number()) == 0 || errno == EINVAL) return {};
    return SystemError(path_, "write this file", errno);
  }

 private:
  FileHandle file_;
  std::string path_;
};

// A file beside the target, removed again unless it was renamed.
class TemporaryFile {
 public:
  TemporaryFile(FileHandle file, std::string path)
      : file_(std::move(file)), path_(std::move(path)) {}
  TemporaryFile(TemporaryFile&& other) noexcept
      : file_(std::move(other.file_)), path_(std::exchange(other.path_, "")) {}
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile() {
    if (!path_.empty()) unlink(path_.c_str());
  }

  // Each of these leaves the reason in errno when it returns false.
  bool Write(std::string_view content) {
    while (!content.empty()) {
      const ssize_t count = write(file_.number(), content.data(), content.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return false;
      content.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
  }
  bool TakeModeOf(const std::string& target) {
    struct stat info{};
    if (stat(target.c_str(), &info) != 0) return true;  // a new file
    return fchmod(file_.number(), info.st_mode & 07777) == 0;
  }
  bool Flush() { return fsync(file_.number()) == 0 && file_.Close(); }
  bool RenameTo(const std::string& target) {
    if (rename(path_.c_str(), target.c_str()) != 0) return false;
    path_.clear();
    return true;
  }

 private:
  FileHandle file_;
  std::string path_;
};

// The reason is in errno when there is none. The name does not grow with the
// target's, which may be as long as the system allows.
std::optional<TemporaryFile> CreateBeside(const std::string& folder) {
  static std::atomic<unsigned> counter{0};
  for (int attempt = 0; attempt < 100; ++attempt) {
    const std::string path =
        fmt::format("{}/.licet-{}-{}.tmp", folder, getpid(), counter.fetch_add(1));
    const int number = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (number >= 0) return TemporaryFile(FileHandle(number), path);
    if (errno != EEXIST) break;  // EEXIST: left by a process that died
  }
  return std::nullopt;
}

// A rename lasts only once its folder is on the disk.
bool FlushFolder(const std::string& folder) {
  const FileHandle handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (handle.number() < 0) return errno == EACCES;        // a folder we may write but not read
  return fsync(handle.number()) == 0 || errno == EINVAL;  // some file systems cannot
}

class MachineDisk : public Disk {
 public:
  Result<std::unique_ptr<ByteSource>> OpenForReading(const std::string& path) override;
  Status WriteAtomically(const std::string& path, std::string_view content) override;
  Status WritePrivately(const std::string& path, std::string_view content) override;
  Status MakeFolder(const std::string& path) override {
    std::error_code code;
    fs::create_directories(path, code);
    if (code) return SystemError(path, "make this folder", code.value());
    return {};
  }
  Result<std::unique_ptr<ByteSink>> OpenForAppending(const std::string& path,
                                                     std::uint64_t keep) override;
  Status Rename(const std::string& from, const std::string& to) override {
    if (rename(from.c_str(), to.c_str()) != 0) return SystemError(to, "write this file", errno);
    return {};
  }
  Status Remove(const std::string& path) override {
    if (unlink(path.c_str()) != 0) return SystemError(path, "remove this file", errno);
    return {};
  }
  Result<std::uint64_t> SizeOf(const std::string& path) override {
    std::error_code code;
    const std::uintmax_t size = fs::file_size(path, code);
    if (code) return SystemError(path, "read this file", code.value());
    return size;
  }
  bool IsFile(const std::string& path) override {
    std::error_code code;
    return fs::is_regular_file(path, code);
  }
  bool IsFolder(const std::string& path) override {
    std::error_code code;
    return fs::is_directory(path, code);
  }
  Result<std::vector<std::string>> ListFiles(const std::string& folder) override {
    return List(folder, fs::file_type::regular);
  }
  Result<std::vector<std::string>> ListFolders(const std::string& folder) override {
    return List(folder, fs::file_type::directory);
  }

 private:
  Result<std::vector<std::string>> List(const std::string& folder, fs::file_type wanted);
};

Result<std::unique_ptr<ByteSource>> MachineDisk::OpenForReading(const std::string& path) {
  FileHandle file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    const int number = errno;
    if (number == ENOENT || number == ENOTDIR) return NoSuchFile(*this, path);
    if (number == EACCES) return NoPermission(path, "read this file");
    return SystemError(path, "open this file", number);
  }
  struct stat info{};
  if (fstat(file.number(), &info) != 0) return SystemError(path, "open this file", errno);
  if (S_ISDIR(info.st_mode)) return IsAFolder(path);
  return std::make_unique<FileSource>(std::move(file), path);
}

Result<std::unique_ptr<ByteSink>> MachineDisk::OpenForAppending(const std::string& path,
                                                                std::uint64_t keep) {
  if (IsFolder(path)) return IsAFolder(path);
  const SplitPath split = SplitLast(path);
  if (!IsFolder(split.folder)) {
    return IoError(path, fmt::format("cannot write this file, for there is no folder {}; create "
                                     "it first",
                                     Quoted(split.folder)));
  }
  FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666));
  if (file.number() < 0 && errno == EACCES) return NoPermission(path, "write this file");
  if (file.number() < 0) return SystemError(path, "write this file", errno);
  const auto end = static_cast<off_t>(keep);
  if (ftruncate(file.number(), end) != 0 || lseek(file.number(), end, SEEK_SET) != end) {
    return SystemError(path, "write this file", errno);
  }
  return std::make_unique<FileSink>(std::move(file), path);
}

Status MachineDisk::WriteAtomically(const std::string& path, std::string_view content) {
  const SplitPath split = SplitLast(path);
  if (IsFolder(path)) return IsAFolder(path);
  if (split.name.empty()) return IoError(path, "this path names no file; give a file");
  if (!IsFolder(split.folder)) {
    return IoError(path, fmt::format("cannot write this file, for there is no folder {}; create "
                                     "it first",
                                     Quoted(split.folder)));
  }
  std::optional<TemporaryFile> file = CreateBeside(split.folder);
  if (!file) {
    if (errno == EACCES) return NoPermission(path, "write into this folder");
    return SystemError(path, "write this file", errno);
  }
  const bool written = file->Write(content) && file->TakeModeOf(path) && file->Flush() &&
                       file->RenameTo(path) && FlushFolder(split.folder);
  if (!written) return SystemError(path, "write this file", errno);
  return {};
}

Status MachineDisk::WritePrivately(const std::string& path, std::string_view content) {
  if (IsFolder(path)) return IsAFolder(path);
  const SplitPath split = SplitLast(path);
  FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (file.number() < 0) {
    if (errno == EEXIST) return IsThereAlready(path);
    if (errno == EACCES) return NoPermission(path, "write into this folder");
    return SystemError(path, "write this file", errno);
  }
  FileSink sink(std::move(file), path);
  LICET_RETURN_IF_ERROR(sink.Write(content));
  LICET_RETURN_IF_ERROR(sink.Flush());
  if (!FlushFolder(split.folder)) return SystemError(path, "write this file", errno);
  return {};
}

Result<std::vector<std::string>> MachineDisk::List(const std::string& folder,
                                                   fs::file_type wanted) {
  std::error_code code;
  fs::directory_iterator entry(folder, code);
  std::vector<std::string> names;
  for (; !code && entry != fs::directory_iterator(); entry.increment(code)) {
    std::error_code ignored;  // a file that vanished meanwhile, or a dangling link
    if (entry->status(ignored).type() == wanted) names.push_back(entry->path().filename());
  }
  if (code == std::errc::no_such_file_or_directory || code == std::errc::not_a_directory) {
    return NoSuchFolder(*this, folder);
  }
  if (code == std::errc::permission_denied) return NoPermission(folder, "list this folder");
  if (code) return SystemError(folder, "list this folder", code.value());
  std::ranges::sort(names);
  return names;
}

// ---- Files in memory ----

class TextSource : public ByteSource {
 public:
  explicit TextSource(std::string content) : content_(std::move(content)) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    const std::size_t count = std::min(buffer.size(), content_.size() - at_);
    std::copy_n(content_.data() + at_, count, buffer.data());
    at_ += count;
    return count;
  }

 private:
  std::string content_;
  std::size_t at_ = 0;
};

std::string Key(const std::string& path) { return fs::path(path).lexically_normal().string(); }

// What the keys of everything in a folder start with; "" for ".".
std::string FolderPrefix(const std::string& folder) {
  std::string key = Key(folder);
  if (key == "." || key == "./") return "";
  if (!key.ends_with('/')) key += '/';
  return key;
}

class MachineClock : public Clock {
 public:
  Date Today() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    const auto days = std::chrono::floor<std::chrono::days>(now).count();
    return Date::FromDays(static_cast<std::int32_t>(days));
  }
  std::int64_t Now() const override {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
  std::int64_t Ticks() const override {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  }
};

class TextSink : public ByteSink {
 public:
  explicit TextSink(std::string* content) : content_(*content) {}
  Status Write(std::string_view content) override {
    content_ += content;
    return {};
  }
  Status Flush() override { return {}; }

 private:
  std::string& content_;
};

}  // namespace

Result<std::string> Disk::ReadAll(const std::string& path, std::size_t limit) {
  LICET_ASSIGN_OR_RETURN(const std::unique_ptr<ByteSource> source, OpenForReading(path));
  std::string content;
  std::vector<char> chunk(kChunkBytes);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const std::size_t count, source->Read(chunk));
    if (count == 0) return content;
    if (count > limit - content.size()) {
      return Fail(ErrorCode::kLimit,
                  fmt::format("this file is longer than {} bytes; split it or give another", limit),
                  {path, 0, 0});
    }
    content.append(chunk.data(), count);
  }
}

std::unique_ptr<Clock> RealClock() { return std::make_unique<MachineClock>(); }

std::unique_ptr<Disk> RealDisk() { return std::make_unique<MachineDisk>(); }

std::unique_ptr<ByteSource> StringSource(std::string content) {
  return std::make_unique<TextSource>(std::move(content));
}

std::uint64_t SeededRandom::Next() {
  state_ += 0x9E3779B97F4A7C15u;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

Result<std::unique_ptr<ByteSource>> MemoryDisk::OpenForReading(const std::string& path) {
  if (IsFolder(path)) return IsAFolder(path);
  const auto found = files_.find(Key(path));
  if (found == files_.end()) return NoSuchFile(*this, path);
  return StringSource(found->second);
}

Status MemoryDisk::WriteAtomically(const std::string& path, std::string_view content) {
  if (IsFolder(path)) return IsAFolder(path);
  const std::string key = Key(path);
  if (key.empty() || key.ends_with('/')) {
    return IoError(path, "this path names no file; give a file");
  }
  // Folders appear with their first file, but none can appear where a file is.
  for (std::size_t slash = key.find('/'); slash != std::string::npos;
       slash = key.find('/', slash + 1)) {
    const std::string folder = key.substr(0, slash);
    if (files_.contains(folder)) {
      return IoError(path, fmt::format("cannot write this file, for {} is a file, not a folder; "
                                       "choose another path",
                                       Quoted(folder)));
    }
  }
  files_[key] = content;
  return {};
}

Status MemoryDisk::WritePrivately(const std::string& path, std::string_view content) {
  if (IsFile(path)) return IsThereAlready(path);
  return WriteAtomically(path, content);
}

Status MemoryDisk::MakeFolder(const std::string& path) {
  if (IsFile(path)) return IoError(path, "this is a file; give a folder");
  return {};  // folders appear with their first file
}

Result<std::unique_ptr<ByteSink>> MemoryDisk::OpenForAppending(const std::string& path,
                                                               std::uint64_t keep) {
  const std::string key = Key(path);
  const auto found = files_.find(key);
  const std::string kept = found == files_.end() ? "" : found->second.substr(0, keep);
  LICET_RETURN_IF_ERROR(WriteAtomically(path, kept));
  return std::make_unique<TextSink>(&files_[key]);
}

Status MemoryDisk::Rename(const std::string& from, const std::string& to) {
  const auto found = files_.find(Key(from));
  if (found == files_.end()) return NoSuchFile(*this, from);
  const std::string content = found->second;
  LICET_RETURN_IF_ERROR(WriteAtomically(to, content));
  files_.erase(Key(from));
  return {};
}

Status MemoryDisk::Remove(const std::string& path) {
  if (files_.erase(Key(path)) == 0) return NoSuchFile(*this, path);
  return {};
}

Result<std::uint64_t> MemoryDisk::SizeOf(const std::string& path) {
  const auto found = files_.find(Key(path));
  if (found == files_.end()) return NoSuchFile(*this, path);
  return found->second.size();
}

bool MemoryDisk::IsFile(const std::string& path) { return files_.contains(Key(path)); }

bool MemoryDisk::IsFolder(const std::string& path) {
  if (path.empty()) return false;
  const std::string prefix = FolderPrefix(path);
  if (prefix.empty()) return true;
  const auto first = files_.lower_bound(prefix);
  return first != files_.end() && first->first.starts_with(prefix);
}

Result<std::vector<std::string>> MemoryDisk::ListFiles(const std::string& folder) {
  if (!IsFolder(folder)) return NoSuchFolder(*this, folder);
  const std::string prefix = FolderPrefix(folder);
  std::vector<std::string> names;
  for (auto file = files_.lower_bound(prefix);
       file != files_.end() && file->first.starts_with(prefix); ++file) {
    std::string name = file->first.substr(prefix.size());
    if (name.find('/') == std::string::npos) names.push_back(std::move(name));
  }
  return names;
}

Result<std::vector<std::string>> MemoryDisk::ListFolders(const std::string& folder) {
  if (!IsFolder(folder)) return NoSuchFolder(*this, folder);
  const std::string prefix = FolderPrefix(folder);
  std::vector<std::string> names;
  for (auto file = files_.lower_bound(prefix);
       file != files_.end() && file->first.starts_with(prefix); ++file) {
    const std::string name = file->first.substr(prefix.size());
    const std::size_t slash = name.find('/');
    // An absolute path seen from "." has an empty first name.
    if (slash != std::string::npos && slash > 0) names.push_back(name.substr(0, slash));
  }
  // The keys sort "a-b/" before "a/"; the names sort the other way.
  std::ranges::sort(names);
  const auto [first, last] = std::ranges::unique(names);
  names.erase(first, last);
  return names;
}

}  // namespace licet
