// The analysis against a definition that anyone can check: all shares are
// multiples of ten percent, every allowed combination of them is tried, and in
// each one the rule is applied by its words.

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "books.h"
#include "licet/parties/ownership.h"

namespace licet {
namespace {

constexpr int kParties = 4;  // p0 is asked about; p3 is listed; '?' is party 4
constexpr int kListed = 3;
constexpr int kNobody = 4;

struct Edge {
  int owner;
  int owned;
  int low;  // tens of percent
  int high;
};

struct World {
  std::vector<int> shares;   // of each edge
  std::vector<bool> listed;  // whether the unknown owner of each edge is listed
};

bool IsOpen(const Edge& edge) { return edge.low < edge.high || edge.owner == kNobody; }

// By its words: a party counts when it is listed or when parties that count own
// half of it; ask again until nothing new counts.
bool Restricted(const std::vector<Edge>& edges, const World& world) {
  std::set<int> counts = {kListed};
  while (true) {
    std::set<int> next = counts;
    for (int party = 0; party < kParties; ++party) {
      int sum = 0;
      for (std::size_t i = 0; i < edges.size(); ++i) {
        if (edges[i].owned != party) continue;
        const bool listed =
            edges[i].owner == kNobody ? world.listed[i] : counts.contains(edges[i].owner);
        if (listed) sum += world.shares[i];
      }
      if (sum >= 5) next.insert(party);
    }
    if (next == counts) break;
    counts = next;
  }
  int own = 0;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (edges[i].owned != 0) continue;
    if (edges[i].owner == kNobody ? world.listed[i] : counts.contains(edges[i].owner)) {
      own += world.shares[i];
    }
  }
  return own >= 5;
}

bool WholeAtMost(const std::vector<Edge>& edges, const World& world) {
  for (int party = 0; party < kParties; ++party) {
    int sum = 0;
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (edges[i].owned == party) sum += world.shares[i];
    }
    if (sum > 10) return false;
  }
  return true;
}

void AllWorlds(const std::vector<Edge>& edges, std::size_t at, World* world,
               std::vector<World>* all) {
  if (at == edges.size()) {
    if (WholeAtMost(edges, *world)) all->push_back(*world);
    return;
  }
  for (int share = edges[at].low; share <= edges[at].high; ++share) {
    for (const bool listed : {false, true}) {
      if (listed && edges[at].owner != kNobody) continue;
      world->shares[at] = share;
      world->listed[at] = listed;
      AllWorlds(edges, at + 1, world, all);
    }
  }
}

// Whether the answer is one and the same in all worlds that agree on the set.
bool Settles(const std::vector<World>& worlds, const std::vector<bool>& answers, unsigned set) {
  std::map<std::vector<int>, bool> seen;
  for (std::size_t w = 0; w < worlds.size(); ++w) {
    std::vector<int> known;
    for (std::size_t i = 0; i < worlds[w].shares.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      known.push_back(worlds[w].shares[i]);
      known.push_back(worlds[w].listed[i] ? 1 : 0);
    }
    const auto [entry, added] = seen.try_emplace(std::move(known), answers[w]);
    if (!added && entry->second != answers[w]) return false;
  }
  return true;
}

struct Oracle {
  explicit Oracle(const std::vector<Edge>& edges) {
    World world{std::vector<int>(edges.size()), std::vector<bool>(edges.size())};
    AllWorlds(edges, 0, &world, &worlds);
    for (const World& one : worlds) answers.push_back(Restricted(edges, one));
  }
  Truth Answer() const {
    const std::set<bool> seen(answers.begin(), answers.end());
    if (seen.size() == 2) return Truth::kUnknown;
    return ToTruth(seen.contains(true));
  }
  std::size_t Fewest(const std::vector<Edge>& edges) const {
    std::size_t fewest = edges.size();
    for (unsigned set = 0; set < 1U << edges.size(); ++set) {
      std::size_t size = 0;
      bool useful = true;
      for (std::size_t i = 0; i < edges.size(); ++i) {
        if ((set >> i & 1U) == 0) continue;
        ++size;
        useful = useful && IsOpen(edges[i]);
      }
      if (useful && size < fewest && Settles(worlds, answers, set)) fewest = size;
    }
    return fewest;
  }

  std::vector<World> worlds;
  std::vector<bool> answers;
};

std::string IdOf(int party) { return party == kNobody ? "?" : "p" + std::to_string(party); }

std::string TextOf(const std::vector<Edge>& edges) {
  std::string rows;
  for (const Edge& edge : edges) {
    rows += IdOf(edge.owner) + "," + IdOf(edge.owned) + "," + std::to_string(edge.low * 10) + ".." +
            std::to_string(edge.high * 10) + ",,\n";
  }
  return rows;
}

unsigned SetOf(const std::vector<Edge>& edges, const std::vector<OwnerShare>& shares) {
  unsigned set = 0;
  for (const OwnerShare& share : shares) {
    for (std::size_t i = 0; i < edges.size(); ++i) {
      if (IdOf(edges[i].owner) == share.owner && IdOf(edges[i].owned) == share.owned) {
        set |= 1U << i;
      }
    }
  }
  return set;
}

// One graph: the same answer, and a set that settles it and is as small as can be.
void Compare(const std::vector<Edge>& edges, int* unknown) {
  const Oracle oracle(edges);
  if (oracle.worlds.empty()) return;
  const Result<PartyBook> book =
      BookOf("p0,P,,,,,\np1,Q,,,,,\np2,R,,,,,\np3,S,,,,,l\n", TextOf(edges));
  ASSERT_TRUE(book) << book.error().ToString() << "\n" << TextOf(edges);
  const OwnershipFinding found =
      AnalyseOwnership(*book, **book->Find("p0"), DayOf("2025-10-01"), {"l"});
  ASSERT_EQ(found.by_ownership, oracle.Answer()) << TextOf(edges);
  if (found.by_ownership != Truth::kUnknown) return;
  ++*unknown;
  const unsigned set = SetOf(edges, found.settle);
  ASSERT_TRUE(Settles(oracle.worlds, oracle.answers, set)) << TextOf(edges);
  const std::size_t fewest = oracle.Fewest(edges);
  if (found.fewest) {
    ASSERT_EQ(found.settle.size(), fewest) << TextOf(edges);
  } else {
    ASSERT_FALSE(found.cycles.empty()) << TextOf(edges);
  }
}

// Every choice of up to four of the pairs, each with every one of three sizes.
TEST(OwnershipSmallWorldTest, AllSmallGraphs) {
  const std::vector<std::pair<int, int>> pairs = {{3, 0}, {1, 0}, {2, 0}, {3, 1},      {2, 1},
                                                  {3, 2}, {1, 2}, {0, 1}, {kNobody, 0}};
  const std::vector<std::pair<int, int>> sizes = {{3, 6}, {5, 5}, {0, 4}};
  int unknown = 0;
  for (unsigned set = 1; set < 1U << pairs.size(); ++set) {
    std::vector<std::pair<int, int>> chosen;
    for (std::size_t i = 0; i < pairs.size(); ++i) {
      if ((set >> i & 1U) != 0) chosen.push_back(pairs[i]);
    }
    if (chosen.size() > 4) continue;
    std::size_t variants = 1;
    for (std::size_t i = 0; i < chosen.size(); ++i) variants *= sizes.size();
    for (std::size_t variant = 0; variant < variants; ++variant) {
      std::vector<Edge> edges;
      std::size_t rest = variant;
      for (const auto& [owner, owned] : chosen) {
        const auto& [low, high] = sizes[rest % sizes.size()];
        edges.push_back({owner, owned, low, high});
        rest /= sizes.size();
      }
      Compare(edges, &unknown);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
  EXPECT_GT(unknown, 500);
}

TEST(OwnershipSmallWorldTest, RandomGraphs) {
  SeededRandom random(20251001);
  int unknown = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<Edge> edges;
    std::set<std::pair<int, int>> used;
    const std::size_t count = 3 + random.Next() % 3;
    for (std::size_t i = 0; i < count; ++i) {
      const int owner = static_cast<int>(random.Next() % (kParties + 1));
      const int owned = static_cast<int>(random.Next() % (kParties - 1));
      if (owner == owned || !used.emplace(owner, owned).second) continue;
      const int low = static_cast<int>(random.Next() % 7);
      const int width = static_cast<int>(random.Next() % 4);
      edges.push_back({owner, owned, low, std::min(10, low + width)});
    }
    Compare(edges, &unknown);
    if (testing::Test::HasFatalFailure()) return;
  }
  EXPECT_GT(unknown, 100);
}

}  // namespace
}  // namespace licet
