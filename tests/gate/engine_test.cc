// Loading, and the cache of snapshots.

#include "licet/gate/engine.h"

#include <gtest/gtest.h>

#include <string>

#include "small_world.h"

namespace licet {
namespace {

const std::string kHome = LICET_SOURCE_DIR;

Date Next(Date day, int by) { return Date::FromDays(day.days() + by); }

// Every day on which the real law changes, and its neighbours, on both clocks
// and under both readings.
TEST(Engine, CachedSnapshotsAreAsFreshOnes) {
  auto disk = RealDisk();
  Result<Engine> engine = Engine::Load(*disk, {kHome, "", "", ""});
  ASSERT_TRUE(engine) << engine.error().ToString();
  int compared = 0;
  for (const Pack& pack : engine->packs()) {
    const std::vector<Date> days = ChangeDays(pack);
    ASSERT_GE(days.size(), 10U);
    std::vector<Date> known = days;
    known.push_back(Next(days.front(), -1));
    known.push_back(Next(days.back(), 100));
    known.push_back(Date::Max());
    for (Date day : days) {
      for (int by : {-1, 0, 1}) {
        for (Date known_at : known) {
          for (Reading reading : {Reading::kEnforced, Reading::kCodified}) {
            const Snapshot& kept = engine->SnapshotOf(pack, Next(day, by), known_at, reading);
            const Snapshot fresh = TakeSnapshot(pack, Next(day, by), known_at, reading);
            ASSERT_EQ(kept.in_force, fresh.in_force)
                << pack.regime << " " << Next(day, by).ToString() << " " << known_at.ToString();
            ASSERT_EQ(kept.sets, fresh.sets)
                << pack.regime << " " << Next(day, by).ToString() << " " << known_at.ToString();
            ++compared;
          }
        }
      }
    }
  }
  EXPECT_GT(compared, 1000);
}

TEST(Engine, OrdersOfOneQuietTimeShareASnapshot) {
  SmallWorld world;
  Engine engine = world.Loaded();
  const Pack& pack = engine.packs()[0];
  auto at = [&](const char* day, Reading reading = Reading::kEnforced) {
    return &engine.SnapshotOf(pack, *Date::Parse(day), Date::Max(), reading);
  };
  EXPECT_EQ(at("2026-03-01"), at("2026-04-30"));
  EXPECT_NE(at("2026-02-28"), at("2026-03-01"));
  EXPECT_NE(at("2026-03-01"), at("2026-03-01", Reading::kCodified));
}

TEST(Engine, ChangeDaysAreSortedAndOfEveryKind) {
  SmallWorld world;
  const Engine engine = world.Loaded();
  std::string days;
  for (Date day : ChangeDays(engine.packs()[0])) days += day.ToString() + " ";
  EXPECT_EQ(days, "2020-01-01 2026-02-01 2026-03-01 2026-05-01 2026-06-01 ");
}

TEST(Engine, SurvivesBeingMoved) {
  SmallWorld world;
  Engine first = world.Loaded();
  const Snapshot& before =
      first.SnapshotOf(first.packs()[0], *Date::Parse("2026-04-01"), Date::Max(), {});
  const std::vector<int> in_force = before.in_force;
  Engine second = std::move(first);
  const auto decision = Judge(second, GoodOrder(), {});
  ASSERT_TRUE(decision) << decision.error().ToString();
  EXPECT_EQ(decision->verdict, Verdict::kRelease);
  EXPECT_EQ(decision->gates[0].snapshot->in_force, in_force);
}

TEST(Engine, FindsARegimeOrNamesThoseThereAre) {
  SmallWorld world;
  const Engine engine = world.Loaded();
  ASSERT_TRUE(engine.FindPack("arrive"));
  const auto near = engine.FindPack("leav");
  ASSERT_FALSE(near);
  EXPECT_EQ(near.error().sentence(), "no regime is called 'leav'; did you mean 'leave'?");
  const auto far = engine.FindPack("mars-trade");
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().sentence(), "no regime is called 'mars-trade'; there are leave, arrive");
}

TEST(Engine, SaysWhichFileIsMissing) {
  for (const std::string path :
       {"data/countries.csv", "regimes/schema.yaml", "data/chips.csv", "data/entities.csv"}) {
    SmallWorld world;
    MemoryDisk partial;
    for (const std::string file : {"data/countries.csv", "regimes/schema.yaml", "data/chips.csv",
                                   "data/entities.csv", "data/hbm.csv", "data/assemblies.csv",
                                   "data/aliases.csv", "parties.csv", "regimes/leave/pack.yaml"}) {
      if (file == path) continue;
      const auto text = world.disk.ReadAll("/w/" + file, 1 << 20);
      ASSERT_TRUE(text) << file;
      ASSERT_TRUE(partial.WriteAtomically("/w/" + file, *text));
    }
    const auto engine = Engine::Load(partial, {"/w", "", "/w/parties.csv", ""});
    ASSERT_FALSE(engine) << path;
    EXPECT_EQ(engine.error().place().file, "/w/" + path) << engine.error().ToString();
  }
}

TEST(Engine, RefusesASchemaWithoutAFactThatOrdersFill) {
  SmallWorld world;
  std::string schema = *world.disk.ReadAll("/w/regimes/schema.yaml", 1 << 20);
  const std::size_t at = schema.find("  item.vendor:");
  ASSERT_NE(at, std::string::npos);
  schema.replace(at, 14, "  item.seller:");
  world.Put("regimes/schema.yaml", schema);
  const auto engine = world.Load();
  ASSERT_FALSE(engine);
  EXPECT_NE(engine.error().sentence().find("does not declare 'item.vendor'"), std::string::npos)
      << engine.error().ToString();
}

TEST(Engine, ACatalogueOfTheUsersOwnReplacesTheRepositorys) {
  SmallWorld world;
  world.Put("mine.csv", "vendor,model\nMe,Mine 1\n");
  const auto engine = Engine::Load(world.disk, {"/w", "/w/mine.csv", "", ""});
  ASSERT_TRUE(engine) << engine.error().ToString();
  EXPECT_TRUE(engine->catalog().Find("Mine 1"));
  EXPECT_FALSE(engine->catalog().Find("Huge 1"));
}

}  // namespace
}  // namespace licet
