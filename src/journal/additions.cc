#include "additions.h"

#include <fmt/format.h>

#include "licet/base/text.h"
#include "licet/journal/merkle.h"

namespace licet {

Status CheckAddition(const JournalHead& before, const JournalAddition& addition) {
  for (const JournalEntry& entry : addition.entries) {
    if (entry.bytes.size() > kMaxRecordBytes) {
      return Fail(ErrorCode::kLimit,
                  fmt::format("the record {} has {} bytes; {} is the most that a record may have",
                              Quoted(entry.id), entry.bytes.size(), kMaxRecordBytes));
    }
  }
  if (addition.head.size != before.size + addition.entries.size()) {
    return Fail(ErrorCode::kInternal,
                fmt::format("{} records after {} were to make {}; this is a defect, please report "
                            "it",
                            addition.entries.size(), before.size, addition.head.size));
  }
  for (const JournalTile& tile : addition.tiles) {
    if (tile.hashes.size() != kTileWidth * kHashBytes) {
      return Fail(ErrorCode::kInternal,
                  fmt::format("a tile of {} bytes was to be written; this is a defect, please "
                              "report it",
                              tile.hashes.size()));
    }
  }
  LICET_RETURN_IF_ERROR(GrowingTree::FromHead(addition.head));
  return {};
}

Status CheckEnd(const JournalHead& head, std::uint64_t end) {
  if (end <= head.size) return {};
  return Fail(ErrorCode::kIo,
              fmt::format("the journal is damaged: its head counts {} records, and {} are there; "
                          "restore a backup",
                          head.size, end));
}

Status CheckKnown(std::uint64_t known, const JournalHead& head) {
  if (known <= head.size) return {};
  return Fail(ErrorCode::kInternal,
              fmt::format("the journal has {} records, and {} were seen before: it is not the one "
                          "that it was, perhaps a backup was put in its place; start again",
                          head.size, known));
}

Status InOrder::Expect(std::uint64_t sequence) {
  if (sequence != next_) {
    return Fail(ErrorCode::kIo,
                fmt::format("the journal is damaged: where record {} should be is record {}; "
                            "restore a backup",
                            next_, sequence));
  }
  ++next_;
  return {};
}

}  // namespace licet
