// The compiled snapshot against the naive evaluator, on the real packs: every
// day on which the law changes, both readings, random transactions.
//
// LICET_RANDOM_FACTS sets how many (default 60,000).

#include "licet/regime/compile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <string>
#include <vector>

#include "licet/parties/party.h"
#include "random_facts.h"
#include "test_pack.h"

namespace licet {
namespace {

std::uint64_t Count() {
  const char* count = std::getenv("LICET_RANDOM_FACTS");
  return count == nullptr ? 60'000 : std::strtoull(count, nullptr, 10);
}

AtomLayout OneGroup(const Schema& schema) {
  AtomLayout layout;
  layout.group_of.assign(schema.facts().size(), 0);
  layout.groups = 1;
  for (const char* role : {"purchaser", "consignee", "end_user"}) {
    layout.party_roles.push_back(schema.RoleStart(role));
  }
  return layout;
}

// Fills one lane of the input planes, evaluates and reads the lane back.
class Bench {
 public:
  explicit Bench(const AtomTable& atoms) : atoms_(atoms) {}

  void Put(std::size_t lane, const World& world) {
    inputs_.resize(atoms_.size() * 2);
    for (std::uint32_t atom = 0; atom < atoms_.size(); ++atom) {
      const Truth truth = atoms_.Evaluate(atom, world);
      Set(&inputs_[atom * 2], lane, truth == Truth::kTrue);
      Set(&inputs_[atom * 2 + 1], lane, truth == Truth::kFalse);
    }
  }
  void Run(const CompiledSnapshot& compiled) {
    outputs_.resize(compiled.planes());
    compiled.circuit.Run(inputs_.data(), &scratch_, outputs_.data());
  }
  bool Get(std::size_t plane, std::size_t lane) const {
    return ((outputs_[plane].words[lane / 64] >> (lane % 64)) & 1U) != 0;
  }

 private:
  static void Set(Plane* plane, std::size_t lane, bool bit) {
    const std::uint64_t mask = std::uint64_t{1} << (lane % 64);
    plane->words[lane / 64] = (plane->words[lane / 64] & ~mask) | (bit ? mask : 0);
  }
  const AtomTable& atoms_;
  std::vector<Plane> inputs_;
  std::vector<Plane> outputs_;
  std::vector<Plane> scratch_;
};

std::string SayOf(const CompiledSnapshot& compiled, std::size_t plane) {
  if (plane < CompiledSnapshot::kHeadPlanes) return "head plane " + std::to_string(plane);
  for (const auto& mark : compiled.marks) {
    if (plane == mark.plane || plane == mark.plane + 1) {
      return compiled.snapshot->pack->provisions[static_cast<std::size_t>(mark.provision)].id +
             " says " + std::to_string(static_cast<int>(mark.says)) + ", plane " +
             std::to_string(plane - mark.plane);
    }
  }
  return "?";
}

class CompileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string home = LICET_SOURCE_DIR;
    const auto disk = RealDisk();
    std::vector<std::string> codes;
    const auto countries = LoadCountries(*disk, home + "/data/countries.csv").value();
    for (const Country& country : countries) codes.push_back(country.code);
    schema_ =
        std::make_unique<Schema>(Schema::Load(*disk, home + "/regimes/schema.yaml", codes).value());
    const auto folders = disk->ListFolders(home + "/regimes").value();
    for (const std::string& folder : folders) {
      packs_.push_back(Pack::Load(*disk, home + "/regimes/" + folder, *schema_).value());
    }
  }

  static std::vector<Date> Days(const Pack& pack) {
    std::vector<Date> days = {Date::Min()};
    for (const Provision& p : pack.provisions) {
      for (Date day : {p.validity.announced, p.validity.effective, p.validity.compliance,
                       p.validity.ends, p.validity.ends_announced}) {
        if (day != Date::Min() && day != Date::Max()) days.push_back(day);
      }
    }
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
  }

  // One block of random worlds under one snapshot; false when they differ.
  bool AgreeOn(const Snapshot& snapshot, RandomFacts* random, AtomTable* atoms) {
    const int place = schema_->Find("transaction.place_of_use");
    const CompiledSnapshot compiled = CompileSnapshot(snapshot, *schema_, place, atoms);
    Bench bench(*atoms);
    std::vector<std::vector<bool>> expected;
    for (std::size_t lane = 0; lane < Plane::kLanes; ++lane) {
      Facts facts = random->Draw();
      bench.Put(lane, {*schema_, facts, snapshot.sets});
      const Determination naive = Determine(snapshot, *schema_, &facts);
      expected.push_back(PatternOf(compiled, *schema_, place, naive, facts));
    }
    bench.Run(compiled);
    for (std::size_t lane = 0; lane < Plane::kLanes; ++lane) {
      for (std::size_t plane = 0; plane < compiled.planes(); ++plane) {
        if (bench.Get(plane, lane) == expected[lane][plane]) continue;
        ADD_FAILURE() << snapshot.pack->regime << " as of " << snapshot.as_of.ToString()
                      << ", lane " << lane << ": " << SayOf(compiled, plane) << " is "
                      << bench.Get(plane, lane) << " compiled, " << expected[lane][plane]
                      << " naive";
        return false;
      }
    }
    return true;
  }

  std::unique_ptr<Schema> schema_;
  std::deque<Pack> packs_;
};

TEST_F(CompileTest, EqualsTheNaiveEvaluatorOnRandomTransactions) {
  constexpr std::uint64_t kSeed = 20261121;
  std::vector<const Pack*> packs;
  for (const Pack& pack : packs_) packs.push_back(&pack);
  RandomFacts random(*schema_, packs, kSeed);
  AtomTable atoms(*schema_, OneGroup(*schema_));
  std::uint64_t drawn = 0;
  while (drawn < Count()) {
    const Pack& pack = *packs[random.Below(packs.size())];
    const std::vector<Date> days = Days(pack);
    // Mostly a day with everything known; sometimes seen from an earlier day.
    const Date day = days[random.Below(days.size())];
    const Date known = random.Below(4) == 0 ? days[random.Below(days.size())] : Date::Max();
    const Reading reading = random.Below(3) == 0 ? Reading::kCodified : Reading::kEnforced;
    const Snapshot snapshot = TakeSnapshot(pack, day, known, reading);
    ASSERT_TRUE(AgreeOn(snapshot, &random, &atoms)) << "seed " << kSeed << " after " << drawn;
    drawn += Plane::kLanes;
  }
  std::printf("seed %llu: %llu transactions agree\n", static_cast<unsigned long long>(kSeed),
              static_cast<unsigned long long>(drawn));
}

TEST_F(CompileTest, EachDayOfChangeAgrees) {
  std::vector<const Pack*> packs;
  for (const Pack& pack : packs_) packs.push_back(&pack);
  RandomFacts random(*schema_, packs, 7);
  AtomTable atoms(*schema_, OneGroup(*schema_));
  for (const Pack& pack : packs_) {
    for (Date day : Days(pack)) {
      const Snapshot snapshot = TakeSnapshot(pack, day, Date::Max(), Reading::kEnforced);
      ASSERT_TRUE(AgreeOn(snapshot, &random, &atoms)) << day.ToString();
    }
  }
}

// What patches make of the law is law like any other to both evaluators.
TEST_F(CompileTest, PatchedLawAgrees) {
  const std::string home = LICET_SOURCE_DIR;
  const auto disk = RealDisk();
  std::vector<Overlay> patches;
  for (const char* name : {"hbm-lifted", "line-moved", "chip-security-act"}) {
    patches.push_back(
        Overlay::Load(*disk, home + "/docs/patches/" + name + ".yaml", *schema_).value());
  }
  const Pack pack = Pack::Load(*disk, home + "/regimes/us-ear", *schema_, patches).value();
  ASSERT_EQ(pack.overlays.size(), 3U);
  RandomFacts random(*schema_, {&pack}, 11);
  AtomTable atoms(*schema_, OneGroup(*schema_));
  for (const char* day : {"2026-11-30", "2026-12-01", "2027-01-01", "2027-05-19"}) {
    for (const Reading reading : {Reading::kEnforced, Reading::kCodified}) {
      const Snapshot snapshot = TakeSnapshot(pack, Day(day), Date::Max(), reading);
      for (int block = 0; block < 4; ++block) {
        ASSERT_TRUE(AgreeOn(snapshot, &random, &atoms)) << day;
      }
    }
  }
}

}  // namespace
}  // namespace licet
