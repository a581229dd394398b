#include "licet/ledger/places.h"

#include <gtest/gtest.h>

#include "small_world.h"

namespace licet {
namespace {

Condition At(const std::string& id, std::vector<std::string> places) {
  Condition condition;
  condition.condition = id;
  condition.text = "use only there";
  condition.places = std::move(places);
  return condition;
}

CommonPlaces Of(const SmallWorld& world, const std::vector<std::string>& ids) {
  std::vector<const Authorisation*> authorisations;
  for (const std::string& id : ids) authorisations.push_back(world.state.FindAuthorisation(id));
  return PlacesOf(authorisations);
}

using List = std::vector<std::string>;

// What was reported of 2026: Washington wants use in China or Hong Kong, Beijing most of it
// outside the mainland.
TEST(PlacesTest, HongKongIsWhatIsLeft) {
  SmallWorld world;
  world.Licence("us-1", {}, {.places = {"CN", "HK"}});
  world.Licence("cn-1", {}, {}, {At("outside", {"SG", "HK", "MY"})}, "cn-import");
  const CommonPlaces common = Of(world, {"us-1", "cn-1"});
  EXPECT_EQ(common.places, List{"HK"});
  EXPECT_FALSE(common.Deadlock());
  ASSERT_EQ(common.clauses.size(), 2U);
  EXPECT_EQ(common.clauses[0].Called(), "the scope of 'us-1'");
  EXPECT_EQ(common.clauses[1].Called(), "condition 'outside' of 'cn-1'");
}

TEST(PlacesTest, ADeadlockNamesTheTwoClauses) {
  SmallWorld world;
  world.Licence("us-1", {}, {.places = {"CN", "HK", "MO"}}, {At("china", {"CN"})});
  world.Licence("cn-1", {}, {}, {At("outside", {"SG", "HK"})}, "cn-import");
  const CommonPlaces common = Of(world, {"us-1", "cn-1"});
  EXPECT_TRUE(common.Deadlock());
  ASSERT_EQ(common.conflict.size(), 2U);
  EXPECT_EQ(common.conflict[0].clause, "china");
  EXPECT_EQ(common.conflict[1].clause, "outside");
}

TEST(PlacesTest, ThreeClausesThatOnlyTogetherExcludeAll) {
  SmallWorld world;
  world.Licence("a", {}, {}, {At("one", {"CN", "HK"}), At("idle", {"CN", "HK", "SG", "MY"})});
  world.Licence("b", {}, {}, {At("two", {"HK", "SG"}), At("three", {"SG", "CN"})});
  const CommonPlaces common = Of(world, {"a", "b"});
  EXPECT_TRUE(common.Deadlock());
  List named;
  for (const PlaceClause& clause : common.conflict) named.push_back(clause.clause);
  EXPECT_EQ(named, (List{"one", "two", "three"}));
}

TEST(PlacesTest, NoWordOnPlacesAllowsAny) {
  SmallWorld world;
  world.Licence("a", {});
  const CommonPlaces common = Of(world, {"a"});
  EXPECT_TRUE(common.any);
  EXPECT_FALSE(common.Deadlock());
  EXPECT_TRUE(common.conflict.empty());
}

TEST(PlacesTest, AnApplicationCountsByWhatItAsksFor) {
  SmallWorld world;
  ASSERT_EQ(world.Do(ApplyFor{
                .authorisation = "a", .regime = "us-ear", .scope = {.places = {"HK", "HK", "CN"}}}),
            "");
  const CommonPlaces common = Of(world, {"a"});
  EXPECT_EQ(common.places, (List{"CN", "HK"}));
  EXPECT_TRUE(common.clauses[0].draft);
}

}  // namespace
}  // namespace licet
