#include "licet/journal/journal.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "licet/base/text.h"
#include "licet/journal/tiles.h"

namespace licet {
namespace {

// Records read at a time, so that a store may be asked for their tiles between.
constexpr std::uint64_t kChunk = 256 * kTileWidth;
// More findings say nothing new.
constexpr std::size_t kFindingsMost = 20;

// ---- Hashes ----

class StoreHashes {
 public:
  explicit StoreHashes(JournalStore* store) : store_(store) {}

  Result<TreeHash> Read(int level, std::uint64_t index) {
    const int tile_level = level / kTileHeight;
    const int above = level % kTileHeight;
    const std::uint64_t first = index << above;
    LICET_ASSIGN_OR_RETURN(const std::string* hashes,
                           TileAt(tile_level, first >> kTileHeight, first + (1ULL << above)));
    GrowingTree part;
    for (std::uint64_t i = 0; i < 1ULL << above; ++i) {
      part.Append(HashAt(*hashes, (first + i) % kTileWidth));
    }
    return part.Root();
  }

 private:
  // Of tiles. A proof reads one a level, mostly the same ones again.
  static constexpr std::size_t kKept = 64;

  // The tile that holds hashes up to `to` of its level at least.
  Result<const std::string*> TileAt(int level, std::uint64_t index, std::uint64_t to) {
    const std::uint64_t wanted = (to - index * kTileWidth) * kHashBytes;
    const auto key = std::pair(level, index);
    if (const auto found = tiles_.find(key);
        found != tiles_.end() && found->second.size() >= wanted) {
      return &found->second;
    }
    LICET_ASSIGN_OR_RETURN(std::vector<JournalTile> full, store_->Tiles(level, index, index + 1));
    std::string hashes;
    if (!full.empty()) {
      hashes = std::move(full.front().hashes);
    } else {
      LICET_ASSIGN_OR_RETURN(hashes, Unfinished(level, index * kTileWidth));
    }
    if (hashes.size() < wanted) {
      return Fail(ErrorCode::kIo,
                  fmt::format("the journal is damaged: the hash {} of level {} is not there; see "
                              "licet journal verify",
                              to - 1, level * kTileHeight));
    }
    if (tiles_.size() >= kKept) tiles_.clear();
    return &(tiles_[key] = std::move(hashes));
  }

  // What no tile holds yet: from the records, or from the tiles below.
  Result<std::string> Unfinished(int level, std::uint64_t from) {
    const std::uint64_t to = from + kTileWidth;
    std::string hashes;
    if (level == 0) {
      LICET_RETURN_IF_ERROR(
          store_->Read(from, to, [&hashes](std::uint64_t, std::string_view bytes) -> Status {
            hashes += AsBytes(LeafHash(bytes));
            return {};
          }));
      return hashes;
    }
    LICET_ASSIGN_OR_RETURN(const std::vector<JournalTile> below,
                           store_->Tiles(level - 1, from, to));
    for (const JournalTile& tile : below) {
      GrowingTree part;
      for (std::uint64_t i = 0; i < kTileWidth; ++i) part.Append(HashAt(tile.hashes, i));
      hashes += AsBytes(part.Root());
    }
    return hashes;
  }

  JournalStore* store_;
  std::map<std::pair<int, std::uint64_t>, std::string> tiles_;
};

// ---- Verifying ----

class Verification {
 public:
  Verification(JournalStore* store, const std::optional<VerifierKey>* key)
      : store_(*store), key_(*key) {}

  Result<JournalVerdict> Run() {
    LICET_ASSIGN_OR_RETURN(const JournalHead head, store_.Head());
    verdict_.records = head.size;
    ReadCheckpoints(head.size);
    CheckRoots();  // of the empty tree
    for (std::uint64_t from = 0; from < head.size; from += kChunk) {
      if (!CheckChunk(from, std::min(from + kChunk, head.size))) break;
    }
    if (tree_.size() == head.size) CheckEnd(head);
    verdict_.root = tree_.Root();
    return std::move(verdict_);
  }

 private:
  void Find(std::string sentence) {
    if (verdict_.findings.size() < kFindingsMost) {
      verdict_.findings.push_back(std::move(sentence));
    }
  }

  void ReadCheckpoints(std::uint64_t size) {
    auto notes = store_.Checkpoints();
    if (!notes) return Find(notes.error().sentence());
    verdict_.checkpoints = notes->size();
    for (const std::string& note : *notes) {
      const auto checkpoint = key_ ? OpenCheckpoint(note, *key_) : ReadCheckpoint(note);
      if (!checkpoint) {
        const auto unsigned_one = ReadCheckpoint(note);
        Find(fmt::format("{}: {}",
                         unsigned_one
                             ? fmt::format("the checkpoint over {} records", unsigned_one->size)
                             : "the checkpoint " + Quoted(note),
                         checkpoint.error().sentence()));
      } else if (checkpoint->size > size) {
        Find(
            fmt::format("a checkpoint was signed over {} records, and the journal has {}; records "
                        "at its end are gone",
                        checkpoint->size, size));
      } else {
        roots_.emplace(checkpoint->size, checkpoint->root);
      }
    }
  }

  // Whether reading can go on.
  bool CheckChunk(std::uint64_t from, std::uint64_t to) {
    std::vector<JournalTile> tiles;
    const Status read = store_.Read(from, to, [&](std::uint64_t, std::string_view bytes) -> Status {
      tree_.Append(LeafHash(bytes), &tiles);
      verdict_.bytes += bytes.size();
      CheckRoots();
      return {};
    });
    if (!read) Find(read.error().sentence());
    if (read && tree_.size() != to) {
      Find(
          fmt::format("the head counts {} records, and only {} are there; records at the end are "
                      "gone",
                      verdict_.records, tree_.size()));
    }
    CheckTiles(tiles);
    return read && tree_.size() == to;
  }

  void CheckRoots() {
    for (auto [at, end] = roots_.equal_range(tree_.size()); at != end; ++at) {
      if (at->second == tree_.Root()) continue;
      Find(
          fmt::format("the checkpoint over {} records has another root than they have: one of "
                      "them was changed after it was signed",
                      at->first));
    }
  }

  void CheckTiles(const std::vector<JournalTile>& expected) {
    for (const JournalTile& tile : expected) {
      ++verdict_.tiles;
      const std::uint64_t shift = static_cast<std::uint64_t>(tile.level) * kTileHeight;
      const auto kept = store_.Tiles(tile.level, tile.index, tile.index + 1);
      if (!kept) return Find(kept.error().sentence());
      const std::string where = fmt::format("the tile {} of level {}", tile.index, tile.level);
      if (kept->empty()) {
        Find(where + " is missing");
        continue;
      }
      for (std::uint64_t i = 0; i < kTileWidth; ++i) {
        if (HashAt(kept->front().hashes, i) == HashAt(tile.hashes, i)) continue;
        const std::uint64_t record = (tile.index * kTileWidth + i) << shift;
        Find(
            fmt::format("{} has another hash than its records have: record {} or one of the {} "
                        "after it was changed, or the tile was",
                        where, record, (1ULL << shift) - 1));
        break;
      }
    }
  }

  void CheckEnd(const JournalHead& head) {
    if (tree_.Head().frontier != head.frontier) {
      Find(
          "the head has another root than the records have: a record was changed, or the head "
          "was");
    }
    for (int level = 0; level < 8; ++level) {
      const std::uint64_t full = head.size >> ((level + 1) * kTileHeight - 1) >> 1;
      const auto more = store_.Tiles(level, full, INT64_MAX);
      if (!more) return Find(more.error().sentence());
      if (!more->empty()) {
        Find(fmt::format("there is a tile {} of level {}, and no records for it",
                         more->front().index, level));
      }
    }
  }

  JournalStore& store_;
  const std::optional<VerifierKey>& key_;
  JournalVerdict verdict_;
  GrowingTree tree_;
  std::multimap<std::uint64_t, TreeHash> roots_;
};

// A checkpoint that is this store's, whatever it was signed with.
Result<Checkpoint> OfThis(const HashReader& hashes, const JournalHead& head,
                          const std::string& note) {
  LICET_ASSIGN_OR_RETURN(Checkpoint checkpoint, ReadCheckpoint(note));
  if (checkpoint.size > head.size) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the checkpoint is over {} records, and this journal has {}; it is of "
                            "another journal, or records are gone",
                            checkpoint.size, head.size));
  }
  LICET_ASSIGN_OR_RETURN(const TreeHash root, RootAt(checkpoint.size, hashes));
  if (root != checkpoint.root) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the first {} records of this journal are not those of the checkpoint; "
                            "see licet journal verify",
                            checkpoint.size));
  }
  return checkpoint;
}

}  // namespace

HashReader HashesOf(JournalStore& store) {
  return [hashes = std::make_shared<StoreHashes>(&store)](int level, std::uint64_t index) {
    return hashes->Read(level, index);
  };
}

Result<GrowingTree> LoadTree(JournalStore& store) {
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store.Head());
  LICET_ASSIGN_OR_RETURN(GrowingTree tree, GrowingTree::FromHead(head));
  LICET_RETURN_IF_ERROR(tree.Rejoin(HashesOf(store)));
  return tree;
}

Result<JournalVerdict> VerifyJournal(JournalStore& store, const std::optional<VerifierKey>& key) {
  return Verification(&store, &key).Run();
}

Result<std::string> MakeCheckpoint(JournalStore& store, const SignerKey& key) {
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store.Head());
  LICET_ASSIGN_OR_RETURN(const std::vector<std::string> notes, store.Checkpoints());
  const HashReader hashes = HashesOf(store);
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
    if (!OpenCheckpoint(*note, key.verifier())) continue;
    LICET_RETURN_IF_ERROR(OfThis(hashes, head, *note));
    break;  // the newest goes on from all before it
  }
  Checkpoint checkpoint;
  checkpoint.size = head.size;
  LICET_ASSIGN_OR_RETURN(checkpoint.root, RootOf(head));
  LICET_ASSIGN_OR_RETURN(const TreeHash root, RootAt(head.size, hashes));
  if (root != checkpoint.root) {
    return Fail(ErrorCode::kIo,
                "the journal is damaged: its head has another root than its records; see licet "
                "journal verify and restore a backup");
  }
  std::string note = SignCheckpoint(std::move(checkpoint), key);
  LICET_RETURN_IF_ERROR(store.PutCheckpoint(head.size, note));
  return note;
}

Result<std::string> CheckpointOver(JournalStore& store, std::uint64_t sequence) {
  LICET_ASSIGN_OR_RETURN(const std::vector<std::string> notes, store.Checkpoints());
  for (auto note = notes.rbegin(); note != notes.rend(); ++note) {
    const auto checkpoint = ReadCheckpoint(*note);
    if (checkpoint && checkpoint->size > sequence) return *note;
  }
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("no checkpoint covers record {} yet; make one with licet journal "
                          "checkpoint",
                          sequence));
}

Result<RecordProof> ProveRecord(JournalStore& store, std::uint64_t sequence,
                                const std::string& checkpoint) {
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store.Head());
  if (sequence >= head.size) {
    return Fail(ErrorCode::kUnknownName,
                fmt::format("there is no record {}; the journal has {}, counted from 0", sequence,
                            head.size));
  }
  const HashReader hashes = HashesOf(store);
  LICET_ASSIGN_OR_RETURN(const Checkpoint signed_state, OfThis(hashes, head, checkpoint));
  if (sequence >= signed_state.size) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the checkpoint is over {} records and does not cover record {}; make "
                            "a new one with licet journal checkpoint",
                            signed_state.size, sequence));
  }
  RecordProof proof;
  proof.index = sequence;
  proof.checkpoint = checkpoint;
  LICET_RETURN_IF_ERROR(
      store.Read(sequence, sequence + 1, [&](std::uint64_t, std::string_view bytes) -> Status {
        proof.record = bytes;
        return {};
      }));
  LICET_ASSIGN_OR_RETURN(proof.hashes, InclusionProof(sequence, signed_state.size, hashes));
  // A changed record is found here, not by whoever gets the proof.
  if (!CheckInclusion(LeafHash(proof.record), sequence, signed_state.size, proof.hashes,
                      signed_state.root)) {
    return Fail(ErrorCode::kIo,
                fmt::format("the journal is damaged: record {} is not what was signed; see licet "
                            "journal verify and restore a backup",
                            sequence));
  }
  return proof;
}

Result<GrowthProof> ProveGrowth(JournalStore& store, const std::string& before,
                                const std::string& after) {
  LICET_ASSIGN_OR_RETURN(const JournalHead head, store.Head());
  const HashReader hashes = HashesOf(store);
  LICET_ASSIGN_OR_RETURN(const Checkpoint old_state, OfThis(hashes, head, before));
  LICET_ASSIGN_OR_RETURN(const Checkpoint new_state, OfThis(hashes, head, after));
  if (old_state.size > new_state.size) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("the first checkpoint is over {} records and the second over {}; give "
                            "the older one first",
                            old_state.size, new_state.size));
  }
  GrowthProof proof;
  proof.before = before;
  proof.after = after;
  LICET_ASSIGN_OR_RETURN(proof.hashes, ConsistencyProof(old_state.size, new_state.size, hashes));
  return proof;
}

// ---- Export ----

namespace {

class Exporting {
 public:
  Exporting(JournalStore* store, Disk* disk, std::string folder)
      : store_(*store), disk_(*disk), folder_(std::move(folder)), hashes_(HashesOf(*store)) {}

  Result<std::uint64_t> Run(const std::string& note) {
    LICET_ASSIGN_OR_RETURN(const JournalHead head, store_.Head());
    LICET_ASSIGN_OR_RETURN(const Checkpoint checkpoint, OfThis(hashes_, head, note));
    for (std::uint64_t at = 0; at < checkpoint.size; at += kTileWidth) {
      LICET_RETURN_IF_ERROR(WriteBundle(at, std::min(at + kTileWidth, checkpoint.size)));
    }
    for (int level = 0; level * kTileHeight < 64; ++level) {
      const std::uint64_t count = checkpoint.size >> (level * kTileHeight);
      for (std::uint64_t at = 0; at < count; at += kTileWidth) {
        LICET_RETURN_IF_ERROR(WriteTile(level, at, std::min(at + kTileWidth, count)));
      }
    }
    LICET_RETURN_IF_ERROR(Put("checkpoint", note));
    return written_;
  }

 private:
  // A full tile never changes.
  bool IsThere(const std::string& path, std::uint64_t width) {
    return width == kTileWidth && disk_.IsFile(folder_ + "/" + path);
  }

  Status WriteBundle(std::uint64_t from, std::uint64_t to) {
    const std::string path = BundlePath(from / kTileWidth, to - from);
    if (IsThere(path, to - from)) return {};
    std::string bundle;
    LICET_RETURN_IF_ERROR(
        store_.Read(from, to, [&bundle](std::uint64_t, std::string_view bytes) -> Status {
          AppendToBundle(bytes, &bundle);
          return {};
        }));
    return Put(path, bundle);
  }

  Status WriteTile(int level, std::uint64_t from, std::uint64_t to) {
    const std::string path = TilePath(level, from / kTileWidth, to - from);
    if (IsThere(path, to - from)) return {};
    std::string tile;
    for (std::uint64_t i = from; i < to; ++i) {
      LICET_ASSIGN_OR_RETURN(const TreeHash hash, hashes_(level * kTileHeight, i));
      tile += AsBytes(hash);
    }
    return Put(path, tile);
  }

  Status Put(const std::string& path, std::string_view content) {
    const std::string whole = folder_ + "/" + path;
    LICET_RETURN_IF_ERROR(disk_.MakeFolder(whole.substr(0, whole.rfind('/'))));
    ++written_;
    return disk_.WriteAtomically(whole, content);
  }

  JournalStore& store_;
  Disk& disk_;
  std::string folder_;
  HashReader hashes_;
  std::uint64_t written_ = 0;
};

}  // namespace

Result<std::uint64_t> ExportJournal(JournalStore& store, const std::string& checkpoint, Disk& disk,
                                    const std::string& folder) {
  return Exporting(&store, &disk, folder).Run(checkpoint);
}

}  // namespace licet
