// Proofs that anybody can check who has the checkpoint key and nothing else.
//
// That a record is in a journal: https://c2sp.org/tlog-proof, with the record as
// its extra data. That a journal only grew between two checkpoints: the same
// form, with both checkpoints (docs/formats.md).
//
// Thread safety: value types and pure functions.

#ifndef LICET_JOURNAL_PROOF_H_
#define LICET_JOURNAL_PROOF_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/journal/checkpoint.h"
#include "licet/journal/merkle.h"
#include "licet/journal/note.h"

namespace licet {

inline constexpr std::string_view kRecordProofHead = "c2sp.org/tlog-proof@v1";
inline constexpr std::string_view kGrowthProofHead = "licet-journal-growth@v1";

struct RecordProof {
  std::string record;
  std::uint64_t index = 0;
  std::vector<TreeHash> hashes;
  std::string checkpoint;  // a note

  std::string ToString() const;
};
// Errors: kParse with the line.
Result<RecordProof> ParseRecordProof(std::string_view text);
// Gives the checkpoint when the record is in the journal that the key signed.
// Errors: kInvalidArgument when that is not proven, kParse.
Result<Checkpoint> CheckRecordProof(const RecordProof& proof, const VerifierKey& key);

struct GrowthProof {
  std::vector<TreeHash> hashes;
  std::string before;  // notes
  std::string after;

  std::string ToString() const;
};
Result<GrowthProof> ParseGrowthProof(std::string_view text);
// Gives the later checkpoint when the journal only grew. Errors as above.
Result<Checkpoint> CheckGrowthProof(const GrowthProof& proof, const VerifierKey& key);

}  // namespace licet

#endif  // LICET_JOURNAL_PROOF_H_
