#include "licet/journal/merkle.h"

#include <gtest/gtest.h>

#include <bit>
#include <map>

namespace licet {
namespace {

std::string Hex(const TreeHash& hash) {
  std::string hex;
  for (const std::uint8_t byte : hash) {
    hex += "0123456789abcdef"[byte >> 4];
    hex += "0123456789abcdef"[byte & 15];
  }
  return hex;
}

std::vector<TreeHash> SomeLeaves(std::size_t count) {
  std::vector<TreeHash> leaves;
  for (std::size_t i = 0; i < count; ++i) leaves.push_back(LeafHash("record " + std::to_string(i)));
  return leaves;
}

// RFC 6962 section 2.1, word by word.
TreeHash NaiveRoot(const std::vector<TreeHash>& leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return leaves[0];
  std::size_t k = 1;
  while (k * 2 < leaves.size()) k *= 2;
  const auto middle = leaves.begin() + static_cast<std::ptrdiff_t>(k);
  return NodeHash(NaiveRoot({leaves.begin(), middle}), NaiveRoot({middle, leaves.end()}));
}

HashReader ReaderOf(const std::vector<TreeHash>& leaves) {
  return [&leaves](int level, std::uint64_t index) -> Result<TreeHash> {
    const std::size_t width = std::size_t{1} << level;
    if ((index + 1) * width > leaves.size()) return Fail(ErrorCode::kInternal, "no such subtree");
    const auto first = leaves.begin() + static_cast<std::ptrdiff_t>(index * width);
    return NaiveRoot({first, first + static_cast<std::ptrdiff_t>(width)});
  };
}

// The leaves and roots of the reference tree of Certificate Transparency
// (google/certificate-transparency, merkle_tree_test.cc).
TEST(Merkle, TheReferenceTree) {
  const std::vector<std::string> records = {
      "",
      std::string(1, '\0'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"};
  const std::vector<std::string> roots = {
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  GrowingTree tree;
  EXPECT_EQ(Hex(tree.Root()), roots[0]);
  for (std::size_t i = 0; i < records.size(); ++i) {
    tree.Append(LeafHash(records[i]));
    EXPECT_EQ(Hex(tree.Root()), roots[i + 1]) << i + 1;
  }
}

TEST(Merkle, GrowsAsTheDefinitionSays) {
  GrowingTree tree;
  std::vector<TreeHash> leaves;
  for (std::size_t size = 0; size <= 300; ++size) {
    ASSERT_EQ(tree.size(), size);
    ASSERT_EQ(tree.Root(), NaiveRoot(leaves)) << size;
    const auto again = GrowingTree::FromHead(tree.Head());
    ASSERT_TRUE(again);
    ASSERT_EQ(again->Root(), tree.Root());
    ASSERT_EQ(*RootAt(size, ReaderOf(leaves)), tree.Root());
    leaves.push_back(LeafHash("record " + std::to_string(size)));
    tree.Append(leaves.back());
  }
}

// Without the two prefixes, two hashes side by side would be a record whose tree
// has the same root.
TEST(Merkle, NoNodePassesForALeaf) {
  const auto leaves = SomeLeaves(2);
  std::string forged(AsBytes(leaves[0]));
  forged += AsBytes(leaves[1]);
  EXPECT_NE(LeafHash(forged), NodeHash(leaves[0], leaves[1]));
  EXPECT_NE(LeafHash("\x01" + forged), NodeHash(leaves[0], leaves[1]));
  EXPECT_EQ(NodeHash(leaves[0], leaves[1]), Sha256({"\x01" + forged}));
  EXPECT_EQ(LeafHash("a"), Sha256({std::string_view("\0a", 2)}));
  EXPECT_NE(NodeHash(leaves[0], leaves[1]), NodeHash(leaves[1], leaves[0]));
}

TEST(Merkle, AHeadThatDoesNotFitIsRefused) {
  GrowingTree tree;
  for (const TreeHash& leaf : SomeLeaves(5)) tree.Append(leaf);
  JournalHead head = tree.Head();
  head.frontier.pop_back();
  EXPECT_FALSE(GrowingTree::FromHead(head));
  head = tree.Head();
  head.size = 7;
  EXPECT_FALSE(RootOf(head));
  EXPECT_FALSE(GrowingTree::FromHead({0, std::string(32, 'x')}));
  EXPECT_TRUE(GrowingTree::FromHead({0, ""}));
}

// ---- Tiles ----

std::map<std::pair<int, std::uint64_t>, std::string> TilesOf(std::size_t size) {
  GrowingTree tree;
  std::vector<JournalTile> tiles;
  for (std::size_t i = 0; i < size; ++i) tree.Append(LeafHash(std::to_string(i)), &tiles);
  std::map<std::pair<int, std::uint64_t>, std::string> all;
  for (const JournalTile& tile : tiles) all[{tile.level, tile.index}] = tile.hashes;
  EXPECT_EQ(all.size(), tiles.size()) << "a tile came twice";
  return all;
}

TEST(Tiles, HoldTheHashesOfTheirLevel) {
  EXPECT_TRUE(TilesOf(255).empty());
  EXPECT_EQ(TilesOf(256).size(), 1U);
  const auto tiles = TilesOf(65536 + 300);
  EXPECT_EQ(tiles.size(), 256U + 1 + 1);
  for (std::uint64_t i = 0; i < 256; ++i) {
    const std::string& below = tiles.at({0, i});
    ASSERT_EQ(below.size(), kTileWidth * kHashBytes);
    GrowingTree part;
    for (std::size_t j = 0; j < 256; ++j) {
      ASSERT_EQ(HashAt(below, j), LeafHash(std::to_string(i * 256 + j)));
      part.Append(HashAt(below, j));
    }
    ASSERT_EQ(HashAt(tiles.at({1, 0}), i), part.Root()) << i;
  }
}

// A tree that goes on from its head makes the tiles that it would have made.
TEST(Tiles, GoOnAfterRejoining) {
  for (const std::size_t size : {0, 1, 255, 256, 257, 511, 700}) {
    const auto leaves = SomeLeaves(1100);
    const std::vector<TreeHash> first(leaves.begin(),
                                      leaves.begin() + static_cast<std::ptrdiff_t>(size));
    GrowingTree whole;
    for (const TreeHash& leaf : first) whole.Append(leaf);
    auto again = GrowingTree::FromHead(whole.Head());
    ASSERT_TRUE(again);
    ASSERT_TRUE(again->Rejoin(ReaderOf(first))) << size;
    std::vector<JournalTile> expected;
    std::vector<JournalTile> found;
    for (std::size_t i = size; i < leaves.size(); ++i) {
      whole.Append(leaves[i], &expected);
      again->Append(leaves[i], &found);
    }
    ASSERT_EQ(found.size(), expected.size()) << size;
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].index, expected[i].index);
      EXPECT_EQ(found[i].hashes, expected[i].hashes);
    }
    EXPECT_EQ(again->Root(), whole.Root());
  }
}

TEST(Tiles, RejoiningNoticesOtherRecords) {
  auto leaves = SomeLeaves(700);
  GrowingTree whole;
  for (const TreeHash& leaf : leaves) whole.Append(leaf);
  for (const std::size_t at : {0, 255, 600, 699}) {
    const TreeHash kept = leaves[at];
    leaves[at] = LeafHash("another");
    auto again = GrowingTree::FromHead(whole.Head());
    EXPECT_FALSE(again->Rejoin(ReaderOf(leaves))) << at;
    leaves[at] = kept;
  }
}

// ---- Proofs ----

// Every proof that differs from `proof` in one place, is one hash short or long.
std::vector<std::vector<TreeHash>> Mutants(const std::vector<TreeHash>& proof) {
  std::vector<std::vector<TreeHash>> all;
  for (std::size_t i = 0; i < proof.size(); ++i) {
    all.push_back(proof);
    all.back()[i][i % kHashBytes] ^= 1;
    all.push_back(proof);
    all.back().erase(all.back().begin() + static_cast<std::ptrdiff_t>(i));
    if (i + 1 < proof.size() && proof[i] != proof[i + 1]) {
      all.push_back(proof);
      std::swap(all.back()[i], all.back()[i + 1]);
    }
  }
  all.push_back(proof);
  all.back().push_back(EmptyRoot());
  all.push_back(proof);
  all.back().insert(all.back().begin(), EmptyRoot());
  return all;
}

TEST(Inclusion, HoldsForEveryLeafOfEverySize) {
  for (std::size_t size = 1; size <= 64; ++size) {
    const auto leaves = SomeLeaves(size);
    const TreeHash root = NaiveRoot(leaves);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = InclusionProof(index, size, ReaderOf(leaves));
      ASSERT_TRUE(proof);
      ASSERT_TRUE(CheckInclusion(leaves[index], index, size, *proof, root)) << index << "/" << size;
      for (const auto& mutant : Mutants(*proof)) {
        ASSERT_FALSE(CheckInclusion(leaves[index], index, size, mutant, root));
      }
      EXPECT_FALSE(CheckInclusion(LeafHash("another"), index, size, *proof, root));
      EXPECT_FALSE(CheckInclusion(leaves[index], index, size, *proof, EmptyRoot()));
      EXPECT_FALSE(CheckInclusion(leaves[index], size, size, *proof, root));
      for (std::uint64_t other = 0; other < size; ++other) {
        EXPECT_EQ(CheckInclusion(leaves[index], other, size, *proof, root).has_value(),
                  other == index);
      }
    }
  }
}

TEST(Inclusion, OfNothingIsRefused) {
  EXPECT_FALSE(CheckInclusion(LeafHash(""), 0, 0, {}, EmptyRoot()));
}

TEST(Consistency, HoldsBetweenAllSizes) {
  const auto all = SomeLeaves(64);
  for (std::size_t second = 0; second <= 64; ++second) {
    const std::vector<TreeHash> leaves(all.begin(),
                                       all.begin() + static_cast<std::ptrdiff_t>(second));
    const TreeHash root = NaiveRoot(leaves);
    for (std::size_t first = 0; first <= second; ++first) {
      const TreeHash before =
          NaiveRoot({all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first)});
      const auto proof = ConsistencyProof(first, second, ReaderOf(leaves));
      ASSERT_TRUE(proof);
      ASSERT_TRUE(CheckConsistency(first, before, second, root, *proof)) << first << "," << second;
      for (const auto& mutant : Mutants(*proof)) {
        ASSERT_FALSE(CheckConsistency(first, before, second, root, mutant))
            << first << "," << second;
      }
      EXPECT_FALSE(CheckConsistency(first, LeafHash("x"), second, root, *proof));
      // An empty tree is the beginning of any.
      EXPECT_EQ(CheckConsistency(first, before, second, LeafHash("x"), *proof).has_value(),
                first == 0 && second > 0);
      EXPECT_FALSE(CheckConsistency(second + 1, before, second, root, *proof));
    }
  }
}

// RFC 6962 section 2.1.3, the example of seven leaves.
TEST(Proofs, AreThoseOfTheExample) {
  const auto d = SomeLeaves(7);
  const HashReader read = ReaderOf(d);
  const TreeHash g = NodeHash(d[0], d[1]);
  const TreeHash h = NodeHash(d[2], d[3]);
  const TreeHash i = NodeHash(d[4], d[5]);
  const TreeHash k = NodeHash(g, h);
  const TreeHash l = NodeHash(i, d[6]);
  using Hashes = std::vector<TreeHash>;
  EXPECT_EQ(*InclusionProof(0, 7, read), (Hashes{d[1], h, l}));
  EXPECT_EQ(*InclusionProof(3, 7, read), (Hashes{d[2], g, l}));
  EXPECT_EQ(*InclusionProof(4, 7, read), (Hashes{d[5], d[6], k}));
  EXPECT_EQ(*InclusionProof(6, 7, read), (Hashes{i, k}));
  EXPECT_EQ(*ConsistencyProof(3, 7, read), (Hashes{d[2], d[3], g, l}));
  EXPECT_EQ(*ConsistencyProof(4, 7, read), (Hashes{l}));
  EXPECT_EQ(*ConsistencyProof(6, 7, read), (Hashes{i, d[6], k}));
}

}  // namespace
}  // namespace licet
