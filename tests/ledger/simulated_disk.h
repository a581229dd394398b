// A disk in memory that knows what was synced, as a VFS of SQLite.
//
// What was written and not yet synced may, when the power fails, be kept, lost or
// torn at the borders of sectors, any part of it without the rest: a write does not
// wait for those before it. A killed process loses nothing that it wrote. After a
// sync that failed, the system forgets what it had to write (as Linux does) though
// readers still see it.
//
// Everything that happens follows from the seed and the calls.
//
// Thread safety: one disk, one thread; several disks may be used at once.

#ifndef LICET_TESTS_LEDGER_SIMULATED_DISK_H_
#define LICET_TESTS_LEDGER_SIMULATED_DISK_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/seams.h"

struct sqlite3_vfs;

namespace licet {

class SimulatedDisk {
 public:
  explicit SimulatedDisk(std::uint64_t seed);
  ~SimulatedDisk();
  SimulatedDisk(const SimulatedDisk&) = delete;
  SimulatedDisk& operator=(const SimulatedDisk&) = delete;

  // Of the VFS, for SqliteOptions.
  const std::string& name() const { return name_; }

  // ---- faults, none unless asked for

  // The process dies in the middle of the `steps`-th write, sync, truncation or
  // deletion from now on: a write is done in part, a sync before or after its work.
  // Every call after that fails until Restart.
  void DieAfter(std::uint64_t steps) { steps_to_death_ = steps; }
  bool dead() const { return dead_; }
  bool dying() const { return steps_to_death_ > 0; }
  // The next such calls fail once each and do nothing, or a part.
  void FailWrites(int count) { failing_writes_ = count; }
  void FailSyncs(int count) { failing_syncs_ = count; }
  void FailReads(int count) { failing_reads_ = count; }
  // No file may grow while it is full.
  void SetFull(bool full) { full_ = full; }

  // ---- what happens while nothing runs

  enum class Loss { kNone, kPower };
  // The machine comes back; with kPower what was not synced is kept, lost or torn.
  // REQUIRES that no file is open.
  void Restart(Loss loss);

  // The files as they are. FlipBit says whether there was such a file with a bit.
  std::vector<std::string> Files() const;
  const std::string& Contents(const std::string& file) const;
  void Put(const std::string& file, std::string contents);
  bool FlipBit(const std::string& file);
  void CutOff(const std::string& file, std::uint64_t size);
  // Everything on the disk, to come back to.
  std::map<std::string, std::string> Image() const;
  void Reset(const std::map<std::string, std::string>& image);

  std::uint64_t syncs() const { return syncs_; }
  std::uint64_t writes() const { return writes_; }

  class Calls;  // what SQLite calls

 private:
  struct Change {
    std::uint64_t at = 0;
    std::string bytes = {};
    bool truncates = false;  // to `at` bytes
  };
  struct Stored {
    std::string seen = {};        // by those who read
    std::string safe;             // whatever happens
    std::vector<Change> pending;  // written and not synced, in order
    bool named_safely = false;    // its name is on the disk
    bool deleted = false;         // its name may come back
    int open = 0;
  };

  Stored* Find(const std::string& file);
  // Counts down to the process's death; true when this is the moment.
  bool DiesNow();
  static void Apply(const Change& change, std::string* to);
  void LosePower(Stored* stored);
  std::uint64_t Below(std::uint64_t n) { return random_.Next() % n; }

  std::string name_;
  SeededRandom random_;
  std::unique_ptr<sqlite3_vfs> vfs_;
  std::map<std::string, Stored> files_;
  std::uint64_t temporary_ = 0;
  std::uint64_t steps_to_death_ = 0;
  bool dead_ = false;
  bool full_ = false;
  int failing_writes_ = 0;
  int failing_syncs_ = 0;
  int failing_reads_ = 0;
  std::uint64_t syncs_ = 0;
  std::uint64_t writes_ = 0;
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_SIMULATED_DISK_H_
