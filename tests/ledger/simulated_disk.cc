#include "simulated_disk.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <utility>

namespace licet {
namespace {

constexpr std::size_t kSector = 512;

struct OpenFile {
  sqlite3_file base;  // first, as SQLite asks
  SimulatedDisk* disk;
  std::string* name;
  bool deletes;
};

OpenFile* Of(sqlite3_file* file) { return reinterpret_cast<OpenFile*>(file); }
SimulatedDisk* Of(sqlite3_vfs* vfs) { return static_cast<SimulatedDisk*>(vfs->pAppData); }

}  // namespace

// Static functions, so that they can be C callbacks with access to the disk.
class SimulatedDisk::Calls {
 public:
  static int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
    SimulatedDisk& disk = *Of(vfs);
    OpenFile* opened = Of(file);
    opened->base.pMethods = nullptr;
    if (disk.dead_) return SQLITE_IOERR;
    std::string path = name != nullptr ? name : fmt::format("temporary-{}", disk.temporary_++);
    Stored* stored = disk.Find(path);
    if (stored == nullptr) {
      if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
      if (disk.full_) return SQLITE_FULL;
      // Names change in order: what was deleted before does not come back after this.
      disk.files_.erase(path);
      stored = &disk.files_[path];
    }
    stored->open += 1;
    opened->base.pMethods = Methods();
    opened->disk = &disk;
    opened->name = new std::string(std::move(path));
    opened->deletes = name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
    if (out != nullptr) *out = flags;
    return SQLITE_OK;
  }

  static int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    SimulatedDisk& disk = *Of(vfs);
    if (disk.DiesNow()) return SQLITE_IOERR_DELETE;
    const auto found = disk.files_.find(name);
    if (found == disk.files_.end() || found->second.deleted) return SQLITE_IOERR_DELETE_NOENT;
    if (sync_folder != 0 || !found->second.named_safely) {
      disk.files_.erase(found);
    } else {
      found->second.deleted = true;
    }
    return SQLITE_OK;
  }

  static int Access(sqlite3_vfs* vfs, const char* name, int, int* out) {
    SimulatedDisk& disk = *Of(vfs);
    if (disk.dead_) return SQLITE_IOERR_ACCESS;
    const Stored* stored = disk.Find(name);
    // SQLite takes a log without contents for none.
    *out = stored != nullptr && !stored->seen.empty() ? 1 : 0;
    return SQLITE_OK;
  }

  static int FullPathname(sqlite3_vfs*, const char* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
  }
  static int Randomness(sqlite3_vfs* vfs, int size, char* out) {
    for (int i = 0; i < size; ++i) out[i] = static_cast<char>(Of(vfs)->random_.Next());
    return size;
  }
  static int Sleep(sqlite3_vfs*, int micros) { return micros; }
  static int CurrentTime(sqlite3_vfs*, double* out) {
    *out = 2'461'041.5;  // 2026-01-01
    return SQLITE_OK;
  }
  static int LastError(sqlite3_vfs*, int, char*) { return 0; }

  // ---- one file

  static int Close(sqlite3_file* file) {
    OpenFile* opened = Of(file);
    SimulatedDisk& disk = *opened->disk;
    if (const auto found = disk.files_.find(*opened->name); found != disk.files_.end()) {
      found->second.open -= 1;
      if (opened->deletes) disk.files_.erase(found);
    }
    delete opened->name;
    opened->name = nullptr;
    return SQLITE_OK;
  }

  static int Read(sqlite3_file* file, void* out, int size, sqlite3_int64 at) {
    SimulatedDisk& disk = *Of(file)->disk;
    const Stored* stored = disk.Find(*Of(file)->name);
    if (disk.dead_ || stored == nullptr) return SQLITE_IOERR_READ;
    if (disk.failing_reads_ > 0) {
      --disk.failing_reads_;
      return SQLITE_IOERR_READ;
    }
    const auto from = static_cast<std::size_t>(at);
    const auto asked = static_cast<std::size_t>(size);
    const std::string& seen = stored->seen;
    const std::size_t there = from >= seen.size() ? 0 : std::min(asked, seen.size() - from);
    std::memcpy(out, seen.data() + (there == 0 ? 0 : from), there);
    if (there == asked) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, asked - there);
    return SQLITE_IOERR_SHORT_READ;
  }

  static int Write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
    SimulatedDisk& disk = *Of(file)->disk;
    Stored* stored = disk.Find(*Of(file)->name);
    if (disk.dead_ || stored == nullptr) return SQLITE_IOERR_WRITE;
    ++disk.writes_;
    Change change{static_cast<std::uint64_t>(at),
                  std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))};
    int code = SQLITE_OK;
    const bool dies = disk.DiesNow();
    if (dies || disk.failing_writes_ > 0) {
      if (!dies) --disk.failing_writes_;
      code = SQLITE_IOERR_WRITE;
    } else if (disk.full_ && change.at + change.bytes.size() > stored->seen.size()) {
      code = SQLITE_FULL;
    }
    if (code != SQLITE_OK) change.bytes.resize(disk.Below(change.bytes.size() + 1));
    if (code == SQLITE_FULL) {
      const std::uint64_t end = stored->seen.size();
      const std::uint64_t room = end - std::min(change.at, end);
      change.bytes.resize(std::min<std::uint64_t>(change.bytes.size(), room));
    }
    if (change.bytes.empty()) return code;
    Apply(change, &stored->seen);
    stored->pending.push_back(std::move(change));
    return code;
  }

  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    SimulatedDisk& disk = *Of(file)->disk;
    Stored* stored = disk.Find(*Of(file)->name);
    if (stored == nullptr || disk.DiesNow()) return SQLITE_IOERR_TRUNCATE;
    Change change{.at = static_cast<std::uint64_t>(size), .truncates = true};
    Apply(change, &stored->seen);
    stored->pending.push_back(std::move(change));
    return SQLITE_OK;
  }

  static int Sync(sqlite3_file* file, int) {
    SimulatedDisk& disk = *Of(file)->disk;
    Stored* stored = disk.Find(*Of(file)->name);
    if (disk.dead_ || stored == nullptr) return SQLITE_IOERR_FSYNC;
    const bool dies = disk.DiesNow();
    if (dies && disk.Below(2) == 0) return SQLITE_IOERR_FSYNC;
    if (!dies && disk.failing_syncs_ > 0) {
      --disk.failing_syncs_;
      // What the system does not write again, a later sync does not make safe.
      if (disk.Below(2) == 0) stored->pending.clear();
      return SQLITE_IOERR_FSYNC;
    }
    ++disk.syncs_;
    for (const Change& change : stored->pending) Apply(change, &stored->safe);
    stored->pending.clear();
    stored->named_safely = true;
    return dies ? SQLITE_IOERR_FSYNC : SQLITE_OK;
  }

  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    SimulatedDisk& disk = *Of(file)->disk;
    const Stored* stored = disk.Find(*Of(file)->name);
    if (disk.dead_ || stored == nullptr) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(stored->seen.size());
    return SQLITE_OK;
  }
  // One process alone.
  static int Lock(sqlite3_file*, int) { return SQLITE_OK; }
  static int CheckReservedLock(sqlite3_file*, int* out) {
    *out = 0;
    return SQLITE_OK;
  }
  static int FileControl(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
  // As on a real file system: bytes beside those written stay what they are.
  static int SectorSize(sqlite3_file*) { return 4096; }
  static int Characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

  static const sqlite3_io_methods* Methods() {
    static const sqlite3_io_methods methods = {
        .iVersion = 1,
        .xClose = Close,
        .xRead = Read,
        .xWrite = Write,
        .xTruncate = Truncate,
        .xSync = Sync,
        .xFileSize = FileSize,
        .xLock = Lock,
        .xUnlock = Lock,
        .xCheckReservedLock = CheckReservedLock,
        .xFileControl = FileControl,
        .xSectorSize = SectorSize,
        .xDeviceCharacteristics = Characteristics,
        .xShmMap = nullptr,
        .xShmLock = nullptr,
        .xShmBarrier = nullptr,
        .xShmUnmap = nullptr,
        .xFetch = nullptr,
        .xUnfetch = nullptr,
    };
    return &methods;
  }
};

SimulatedDisk::SimulatedDisk(std::uint64_t seed) : random_(seed) {
  static std::atomic<std::uint64_t> made = 0;
  name_ = fmt::format("simulated-{}", made++);
  vfs_ = std::make_unique<sqlite3_vfs>();
  vfs_->iVersion = 1;
  vfs_->szOsFile = sizeof(OpenFile);
  vfs_->mxPathname = 200;
  vfs_->zName = name_.c_str();
  vfs_->pAppData = this;
  vfs_->xOpen = Calls::Open;
  vfs_->xDelete = Calls::Delete;
  vfs_->xAccess = Calls::Access;
  vfs_->xFullPathname = Calls::FullPathname;
  vfs_->xRandomness = Calls::Randomness;
  vfs_->xSleep = Calls::Sleep;
  vfs_->xCurrentTime = Calls::CurrentTime;
  vfs_->xGetLastError = Calls::LastError;
  sqlite3_vfs_register(vfs_.get(), 0);
}

SimulatedDisk::~SimulatedDisk() { sqlite3_vfs_unregister(vfs_.get()); }

SimulatedDisk::Stored* SimulatedDisk::Find(const std::string& file) {
  const auto found = files_.find(file);
  return found == files_.end() || found->second.deleted ? nullptr : &found->second;
}

bool SimulatedDisk::DiesNow() {
  if (dead_) return true;
  if (steps_to_death_ == 0 || --steps_to_death_ > 0) return false;
  dead_ = true;
  return true;
}

void SimulatedDisk::Apply(const Change& change, std::string* to) {
  if (change.truncates) {
    to->resize(change.at);
    return;
  }
  if (to->size() < change.at + change.bytes.size()) to->resize(change.at + change.bytes.size());
  to->replace(change.at, change.bytes.size(), change.bytes);
}

// Each write is wholly there, not there, or there in some of its sectors; how much
// is lost differs from crash to crash.
void SimulatedDisk::LosePower(Stored* stored) {
  const std::uint64_t kept_in_16 = Below(17);
  const bool torn = Below(2) == 0;
  for (const Change& change : stored->pending) {
    if (change.truncates || !torn) {
      if (Below(16) < kept_in_16) Apply(change, &stored->safe);
      continue;
    }
    for (std::size_t from = 0; from < change.bytes.size();) {
      const std::size_t to =
          std::min(change.bytes.size(), from + kSector - (change.at + from) % kSector);
      if (Below(16) < kept_in_16) {
        Apply({change.at + from, change.bytes.substr(from, to - from)}, &stored->safe);
      }
      from = to;
    }
  }
  stored->pending.clear();
  stored->seen = stored->safe;
}

void SimulatedDisk::Restart(Loss loss) {
  dead_ = full_ = false;
  steps_to_death_ = 0;
  failing_writes_ = failing_syncs_ = failing_reads_ = 0;
  for (auto at = files_.begin(); at != files_.end();) {
    Stored& stored = at->second;
    stored.open = 0;
    bool there = !stored.deleted && !at->first.starts_with("temporary-");
    if (loss == Loss::kPower) {
      if (stored.deleted || !stored.named_safely) there = Below(2) == 0;
      stored.deleted = false;
      if (there) LosePower(&stored);
    }
    at = there ? std::next(at) : files_.erase(at);
  }
}

std::vector<std::string> SimulatedDisk::Files() const {
  std::vector<std::string> files;
  for (const auto& [name, stored] : files_) {
    if (!stored.deleted) files.push_back(name);
  }
  return files;
}

const std::string& SimulatedDisk::Contents(const std::string& file) const {
  static const std::string kNothing;
  const auto found = files_.find(file);
  return found == files_.end() || found->second.deleted ? kNothing : found->second.seen;
}

void SimulatedDisk::Put(const std::string& file, std::string contents) {
  files_[file] = {
      .seen = contents, .safe = std::move(contents), .pending = {}, .named_safely = true};
}

bool SimulatedDisk::FlipBit(const std::string& file) {
  Stored* stored = Find(file);
  if (stored == nullptr || stored->seen.empty()) return false;
  std::string changed = stored->seen;
  char& byte = changed[Below(changed.size())];
  byte = static_cast<char>(byte ^ (1 << Below(8)));
  Put(file, std::move(changed));
  return true;
}

void SimulatedDisk::CutOff(const std::string& file, std::uint64_t size) {
  if (Find(file) == nullptr) return;
  std::string changed = Find(file)->seen;
  changed.resize(std::min<std::uint64_t>(size, changed.size()));
  Put(file, std::move(changed));
}

std::map<std::string, std::string> SimulatedDisk::Image() const {
  std::map<std::string, std::string> image;
  for (const std::string& file : Files()) image[file] = Contents(file);
  return image;
}

void SimulatedDisk::Reset(const std::map<std::string, std::string>& image) {
  files_.clear();
  for (const auto& [file, contents] : image) Put(file, contents);
}

}  // namespace licet
