// What can be asked of a journal as a whole, whatever store it lives in: is it
// what it was, what is its signed state, is a record in it, did it only grow, and
// all of it as files that others can serve.
//
// Thread safety: as the store's.

#ifndef LICET_JOURNAL_JOURNAL_H_
#define LICET_JOURNAL_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/journal/checkpoint.h"
#include "licet/journal/merkle.h"
#include "licet/journal/note.h"
#include "licet/journal/proof.h"
#include "licet/journal/store.h"

namespace licet {

// Hashes of a store's tree from its tiles, and from the records of the last,
// unfinished one. Errors: a tile that is missing. The store must outlive it.
HashReader HashesOf(JournalStore& store);

// The whole tree at the store's end, ready to be appended to.
Result<GrowingTree> LoadTree(JournalStore& store);

struct JournalVerdict {
  std::uint64_t records = 0;
  std::uint64_t bytes = 0;
  std::uint64_t tiles = 0;
  std::uint64_t checkpoints = 0;
  TreeHash root{};
  std::vector<std::string> findings;  // sentences; none when all is as it was

  bool Holds() const { return findings.empty(); }
};
// Hashes every record anew and compares tiles, head and checkpoints with that, and
// with a key the checkpoints' signatures. Errors: a store whose head cannot be
// read; whatever else cannot is a finding.
Result<JournalVerdict> VerifyJournal(JournalStore& store, const std::optional<VerifierKey>& key);

// Signs the store's end and keeps the checkpoint in it. Errors: a former
// checkpoint of this key that the journal does not go on from; then nothing is
// signed, since two states would have been.
Result<std::string> MakeCheckpoint(JournalStore& store, const SignerKey& key);

// The newest of the store's checkpoints over more than `sequence` records.
// Errors: there is none.
Result<std::string> CheckpointOver(JournalStore& store, std::uint64_t sequence);

// That a record is under the checkpoint. Errors: no such record; a checkpoint of
// another journal or state.
Result<RecordProof> ProveRecord(JournalStore& store, std::uint64_t sequence,
                                const std::string& checkpoint);
// That the journal only grew between two checkpoints of it.
Result<GrowthProof> ProveGrowth(JournalStore& store, const std::string& before,
                                const std::string& after);

// Files as https://c2sp.org/tlog-tiles serves them, up to the checkpoint, which is
// written last. Gives how many files were written; full tiles that are there
// already stay.
Result<std::uint64_t> ExportJournal(JournalStore& store, const std::string& checkpoint, Disk& disk,
                                    const std::string& folder);

}  // namespace licet

#endif  // LICET_JOURNAL_JOURNAL_H_
