// The Merkle tree of RFC 6962 section 2.1: SHA-256, leaves hashed with the prefix
// 0x00 and nodes with 0x01, so that no node can pass for a leaf.
//
// The node (level, index) is the root of the 2^level leaves from index * 2^level
// on; level 0 are the leaves.
//
// Thread safety: value types and pure functions.

#ifndef LICET_JOURNAL_MERKLE_H_
#define LICET_JOURNAL_MERKLE_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/sha256.h"
#include "licet/journal/store.h"

namespace licet {

using TreeHash = Sha256Digest;
inline constexpr std::size_t kHashBytes = 32;
// A tile holds 2^8 neighbouring hashes of one of the levels 0, 8, 16 ...
inline constexpr int kTileHeight = 8;
inline constexpr std::uint64_t kTileWidth = 1 << kTileHeight;

TreeHash LeafHash(std::string_view record);
TreeHash NodeHash(const TreeHash& left, const TreeHash& right);
TreeHash EmptyRoot();  // SHA-256 of nothing

std::string_view AsBytes(const TreeHash& hash);
// Hash number `at` of many, one after the other. REQUIRES that it is there.
TreeHash HashAt(std::string_view hashes, std::size_t at);

// Hashes of complete subtrees, from wherever they are kept.
using HashReader = std::function<Result<TreeHash>(int level, std::uint64_t index)>;

// A tree that grows at its end and keeps only the roots of its complete subtrees
// and the hashes of its unfinished tiles.
class GrowingTree {
 public:
  GrowingTree() = default;
  // Errors: a frontier whose length does not fit the size.
  static Result<GrowingTree> FromHead(const JournalHead& head);

  // Adds one leaf; tiles that it completes are appended to *tiles when that is
  // not null. REQUIRES then that the tree was grown from nothing or rejoined.
  void Append(const TreeHash& leaf, std::vector<JournalTile>* tiles = nullptr);
  // Gives a tree made by FromHead the hashes of its unfinished tiles. Errors: those
  // of `read`, and hashes that do not lead to the head's frontier.
  Status Rejoin(const HashReader& read);

  std::uint64_t size() const { return size_; }
  TreeHash Root() const;
  JournalHead Head() const;

 private:
  void Keep(int level, const TreeHash& hash, std::vector<JournalTile>* tiles);

  std::uint64_t size_ = 0;
  std::vector<TreeHash> frontier_;  // largest subtree first
  std::vector<std::string> open_;   // by tile level: hashes of the unfinished tile
  bool whole_ = true;               // open_ has all of them
};

// Errors: a frontier whose length does not fit the size.
Result<TreeHash> RootOf(const JournalHead& head);

// RFC 6962 2.1.1 and 2.1.2. REQUIRES index < size, first <= second. Errors: those
// of `read`.
Result<std::vector<TreeHash>> InclusionProof(std::uint64_t index, std::uint64_t size,
                                             const HashReader& read);
Result<std::vector<TreeHash>> ConsistencyProof(std::uint64_t first, std::uint64_t second,
                                               const HashReader& read);
// The root that a tree had when it held `size` leaves.
Result<TreeHash> RootAt(std::uint64_t size, const HashReader& read);

// RFC 9162 2.1.3.2 and 2.1.4.2. Errors: kInvalidArgument when the proof does not
// lead to the root.
Status CheckInclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<TreeHash>& proof, const TreeHash& root);
Status CheckConsistency(std::uint64_t first, const TreeHash& first_root, std::uint64_t second,
                        const TreeHash& second_root, const std::vector<TreeHash>& proof);

}  // namespace licet

#endif  // LICET_JOURNAL_MERKLE_H_
