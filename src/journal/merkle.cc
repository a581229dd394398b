#include "licet/journal/merkle.h"

#include <fmt/format.h>

#include <bit>
#include <cassert>
#include <cstring>

namespace licet {
namespace {

constexpr std::string_view kLeafPrefix("\x00", 1);
constexpr char kNodePrefix = 0x01;

Status Refused(std::string_view what) {
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("{}; the proof or the checkpoint was altered, or they do not belong "
                          "together",
                          what));
}

// The size of the left subtree of a tree with more than one leaf: the largest
// power of two below the size.
std::uint64_t LeftSize(std::uint64_t size) { return std::bit_floor(size - 1); }

// The root of leaves [from, from + size), where `from` is a multiple of the
// smallest power of two that is not below the size.
Result<TreeHash> Subtree(std::uint64_t from, std::uint64_t size, const HashReader& read) {
  if (std::has_single_bit(size)) {
    const int level = std::countr_zero(size);
    return read(level, from >> level);
  }
  const std::uint64_t left = LeftSize(size);
  LICET_ASSIGN_OR_RETURN(const TreeHash a, Subtree(from, left, read));
  LICET_ASSIGN_OR_RETURN(const TreeHash b, Subtree(from + left, size - left, read));
  return NodeHash(a, b);
}

}  // namespace

TreeHash LeafHash(std::string_view record) { return Sha256({kLeafPrefix, record}); }

TreeHash NodeHash(const TreeHash& left, const TreeHash& right) {
  char bytes[1 + 2 * kHashBytes];
  bytes[0] = kNodePrefix;
  std::memcpy(bytes + 1, left.data(), kHashBytes);
  std::memcpy(bytes + 1 + kHashBytes, right.data(), kHashBytes);
  return Sha256({std::string_view(bytes, sizeof bytes)});
}

TreeHash EmptyRoot() { return Sha256({}); }

std::string_view AsBytes(const TreeHash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

TreeHash HashAt(std::string_view hashes, std::size_t at) {
  assert((at + 1) * kHashBytes <= hashes.size());
  TreeHash hash;
  std::memcpy(hash.data(), hashes.data() + at * kHashBytes, kHashBytes);
  return hash;
}

// ---- A tree that grows ----

Result<GrowingTree> GrowingTree::FromHead(const JournalHead& head) {
  const auto subtrees = static_cast<std::size_t>(std::popcount(head.size));
  if (head.frontier.size() != subtrees * kHashBytes) {
    return Fail(ErrorCode::kIo,
                fmt::format("the journal's head is damaged: a tree of {} records has {} complete "
                            "subtrees, and the head has {} bytes of hashes; restore a backup",
                            head.size, subtrees, head.frontier.size()));
  }
  GrowingTree tree;
  tree.size_ = head.size;
  for (std::size_t i = 0; i < subtrees; ++i) tree.frontier_.push_back(HashAt(head.frontier, i));
  tree.whole_ = head.size == 0;
  return tree;
}

void GrowingTree::Append(const TreeHash& leaf, std::vector<JournalTile>* tiles) {
  assert(whole_ || tiles == nullptr);
  TreeHash hash = leaf;
  int level = 0;
  if (whole_) Keep(level, hash, tiles);
  // Each one bit at the end of the size is a subtree that has found its twin.
  for (std::uint64_t bits = size_; (bits & 1) != 0; bits >>= 1) {
    hash = NodeHash(frontier_.back(), hash);
    frontier_.pop_back();
    if (++level % kTileHeight == 0 && whole_) Keep(level, hash, tiles);
  }
  frontier_.push_back(hash);
  ++size_;
}

// Called before size_ grows.
void GrowingTree::Keep(int level, const TreeHash& hash, std::vector<JournalTile>* tiles) {
  const auto tile_level = static_cast<std::size_t>(level / kTileHeight);
  if (open_.size() <= tile_level) open_.resize(tile_level + 1);
  std::string& open = open_[tile_level];
  open += AsBytes(hash);
  if (open.size() < kTileWidth * kHashBytes) return;
  if (tiles != nullptr) {
    tiles->push_back({static_cast<int>(tile_level), size_ >> (level + kTileHeight), open});
  }
  open.clear();
}

Status GrowingTree::Rejoin(const HashReader& read) {
  GrowingTree again;
  std::vector<std::string> open;
  for (int level = 0; level < 64 && size_ >> level != 0; level += kTileHeight) {
    const std::uint64_t count = size_ >> level;
    std::string hashes;
    for (std::uint64_t i = count / kTileWidth * kTileWidth; i < count; ++i) {
      LICET_ASSIGN_OR_RETURN(const TreeHash hash, read(level, i));
      hashes += AsBytes(hash);
      again.Append(hash);
    }
    // The subtrees of this tile's own height are the last ones of the frontier
    // whose size has its bits there.
    const std::uint64_t bits = size_ >> level & (kTileWidth - 1);
    const auto above = static_cast<std::size_t>(
        level + kTileHeight < 64 ? std::popcount(size_ >> (level + kTileHeight)) : 0);
    for (std::size_t i = 0; i < static_cast<std::size_t>(std::popcount(bits)); ++i) {
      if (again.frontier_[i] != frontier_[above + i]) {
        return Fail(ErrorCode::kIo,
                    "the journal is damaged: its records and tiles do not lead to its head; see "
                    "licet journal verify and restore a backup");
      }
    }
    open.push_back(std::move(hashes));
    again = GrowingTree();
  }
  open_ = std::move(open);
  whole_ = true;
  return {};
}

TreeHash GrowingTree::Root() const {
  if (frontier_.empty()) return EmptyRoot();
  TreeHash root = frontier_.back();
  for (std::size_t i = frontier_.size() - 1; i-- > 0;) root = NodeHash(frontier_[i], root);
  return root;
}

JournalHead GrowingTree::Head() const {
  JournalHead head{size_, {}};
  for (const TreeHash& hash : frontier_) head.frontier += AsBytes(hash);
  return head;
}

Result<TreeHash> RootOf(const JournalHead& head) {
  LICET_ASSIGN_OR_RETURN(const GrowingTree tree, GrowingTree::FromHead(head));
  return tree.Root();
}

// ---- Proofs ----

Result<TreeHash> RootAt(std::uint64_t size, const HashReader& read) {
  if (size == 0) return EmptyRoot();
  return Subtree(0, size, read);
}

Result<std::vector<TreeHash>> InclusionProof(std::uint64_t index, std::uint64_t size,
                                             const HashReader& read) {
  assert(index < size);
  // From the root down: at each fork what the leaf is not in.
  std::vector<TreeHash> down;
  std::uint64_t from = 0;
  while (size > 1) {
    const std::uint64_t left = LeftSize(size);
    const bool goes_left = index - from < left;
    LICET_ASSIGN_OR_RETURN(const TreeHash other, goes_left ? Subtree(from + left, size - left, read)
                                                           : Subtree(from, left, read));
    down.push_back(other);
    if (!goes_left) from += left;
    size = goes_left ? left : size - left;
  }
  return std::vector<TreeHash>(down.rbegin(), down.rend());
}

Result<std::vector<TreeHash>> ConsistencyProof(std::uint64_t first, std::uint64_t second,
                                               const HashReader& read) {
  assert(first <= second);
  std::vector<TreeHash> down;
  if (first == 0 || first == second) return down;
  std::uint64_t from = 0;
  std::uint64_t size = second;
  // Down to the smallest subtree that ends where the first tree ends.
  while (first - from < size) {
    const std::uint64_t left = LeftSize(size);
    const bool goes_left = first - from <= left;
    LICET_ASSIGN_OR_RETURN(const TreeHash other, goes_left ? Subtree(from + left, size - left, read)
                                                           : Subtree(from, left, read));
    down.push_back(other);
    if (!goes_left) from += left;
    size = goes_left ? left : size - left;
  }
  // When that is the first tree itself, whoever checks has its root already.
  if (from != 0) {
    LICET_ASSIGN_OR_RETURN(const TreeHash shared, Subtree(from, size, read));
    down.push_back(shared);
  }
  return std::vector<TreeHash>(down.rbegin(), down.rend());
}

Status CheckInclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                      const std::vector<TreeHash>& proof, const TreeHash& root) {
  if (index >= size) {
    return Refused(fmt::format("record {} is not in a tree of {} records", index, size));
  }
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  TreeHash r = leaf;
  for (const TreeHash& p : proof) {
    if (sn == 0) return Refused("the proof has too many hashes");
    if ((fn & 1) != 0 || fn == sn) {
      r = NodeHash(p, r);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      r = NodeHash(r, p);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Refused("the proof has too few hashes");
  if (r != root) return Refused("the record does not lead to the root of the checkpoint");
  return {};
}

Status CheckConsistency(std::uint64_t first, const TreeHash& first_root, std::uint64_t second,
                        const TreeHash& second_root, const std::vector<TreeHash>& proof) {
  if (first > second) return Refused("the first tree is larger than the second");
  if (first == second || first == 0) {
    if (!proof.empty()) return Refused("the proof has too many hashes");
    if (first == second && first_root != second_root) {
      return Refused("two trees of one size have different roots");
    }
    if (first == 0 && first_root != EmptyRoot()) {
      return Refused("the first tree is empty and has another root");
    }
    return {};
  }
  if (proof.empty()) return Refused("the proof has too few hashes");
  std::vector<TreeHash> path = proof;
  if (std::has_single_bit(first)) path.insert(path.begin(), first_root);
  std::uint64_t fn = first - 1;
  std::uint64_t sn = second - 1;
  const int skipped = std::countr_one(fn);
  fn >>= skipped;
  sn >>= skipped;
  TreeHash fr = path.front();
  TreeHash sr = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (sn == 0) return Refused("the proof has too many hashes");
    if ((fn & 1) != 0 || fn == sn) {
      fr = NodeHash(path[i], fr);
      sr = NodeHash(path[i], sr);
      while ((fn & 1) == 0 && fn != 0) {
        fn >>= 1;
        sn >>= 1;
      }
    } else {
      sr = NodeHash(sr, path[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  if (sn != 0) return Refused("the proof has too few hashes");
  if (fr != first_root) return Refused("the first tree is not the beginning of the second");
  if (sr != second_root) return Refused("the second tree does not go on from the first");
  return {};
}

}  // namespace licet
