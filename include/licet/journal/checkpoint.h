// Checkpoints (https://c2sp.org/tlog-checkpoint): a tree's size and root, signed.
// Whoever keeps one can later see whether the journal still begins with the same
// records.
//
// Thread safety: value types and pure functions.

#ifndef LICET_JOURNAL_CHECKPOINT_H_
#define LICET_JOURNAL_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/journal/merkle.h"
#include "licet/journal/note.h"

namespace licet {

struct Checkpoint {
  std::string origin;  // which journal; the name of its key
  std::uint64_t size = 0;
  TreeHash root{};
  std::vector<std::string> extensions;  // further lines, whose meaning others know

  // The text that is signed.
  std::string ToText() const;
};

// A decimal number without leading zeros. Errors: kParse.
Result<std::uint64_t> ParseCount(std::string_view text);
// 32 bytes in base 64. Errors: kParse.
Result<TreeHash> ParseHash(std::string_view text);
std::string HashText(const TreeHash& hash);

// Errors: kParse with the line.
Result<Checkpoint> ParseCheckpoint(std::string_view text);
// Of a note whose signatures nobody has checked.
Result<Checkpoint> ReadCheckpoint(std::string_view note);
// Errors: those of ReadCheckpoint; not signed by the key, which must have the
// origin's name.
Result<Checkpoint> OpenCheckpoint(std::string_view note, const VerifierKey& key);
// The note. The origin becomes the key's name.
std::string SignCheckpoint(Checkpoint checkpoint, const SignerKey& key);

}  // namespace licet

#endif  // LICET_JOURNAL_CHECKPOINT_H_
