// Every small regime of one shape on every state of knowledge of a small world:
// the circuit says what the naive evaluator says.

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <vector>

#include "licet/regime/compile.h"
#include "test_pack.h"

namespace licet {
namespace {

const std::vector<std::string> kWhen = {
    "a",
    "!b",
    "item.tpp >= 2",
    "item.density >= 1",
    "to in [\"CN\", \"HK\"]",
    "parties.exists(p, p.headquarters == \"CN\") || unknown(\"either\")"};

// For YAML, to which '!' and '"' mean something else.
std::string Quoted(const std::string& text) { return "'" + text + "'"; }

class CompileSmallTest : public ::testing::Test {
 protected:
  // A classification that a later rule reads and that another may defeat, a
  // prohibition, an exception with a condition, two reviews, a place.
  Pack PackOf(std::vector<std::string> when) const {
    const std::string prohibited = Quoted(when[2] + " && b");
    const std::string barred = Quoted(when[1] + " && a");
    for (std::string& text : when) text = Quoted(text);
    return MakePack(
        schema_,
        Rule("x", "classify", when[0], "code: X", {"unless: [t.not-x]"}) +
            Rule("not-x", "classify", when[1], "") +
            Rule("need", "require", Quoted("\"X\" in result.codes"), "requirement: t.need") +
            Rule("never", "restrict", prohibited, "restriction: never, outcome: prohibited") +
            Rule("bar", "restrict", barred,
                 "restriction: bar, outcome: licence-required, bars: exceptions") +
            Rule("ex", "except", when[3], "exception: E") +
            Rule("ex2", "except", when[2], "exception: F") +
            Rule("first", "review", when[3], "review: denial") +
            Rule("second", "review", "true", "review: case-by-case") +
            Rule("show", "condition", when[1],
                 "condition: show, test: a, duty: Show it, for: [exception E]") +
            Rule("where", "place", when[0], "permit: [CN, HK]"),
        "stages: {except: {hit: first}, review: {hit: first}}\n");
  }
  std::vector<Facts> AllWorlds() const {
    std::vector<Facts> worlds;
    const std::vector<std::string> truths = {"", "true", "false"};
    const std::vector<std::string> numbers = {"", "1", "2", "1..2"};
    const std::vector<std::string> areas = {"", "0", "2"};
    const std::vector<std::string> places = {"", "CN", "US"};
    for (const std::string& a : truths) {
      for (const std::string& b : truths) {
        for (const std::string& tpp : numbers) {
          for (const std::string& area : areas) {
            for (const std::string& to : places) {
              for (const std::string& seat : places) {
                std::map<std::string, std::string> given;
                const std::pair<const char*, std::string> all[] = {
                    {"a", a},          {"b", b},
                    {"item.tpp", tpp}, {"item.area", area},
                    {"to", to},        {"buyer.headquarters", seat}};
                for (const auto& [name, text] : all) {
                  if (!text.empty()) given[name] = text;
                }
                Facts facts = Given(schema_, given);
                const auto start = facts.values.begin() + schema_.RoleStart("buyer");
                facts.parties.assign(
                    1, {start, start + static_cast<std::ptrdiff_t>(schema_.party_fields().size())});
                facts.party_roles = {"buyer"};
                worlds.push_back(std::move(facts));
              }
            }
          }
        }
      }
    }
    return worlds;
  }
  const Schema schema_ = TestSchema();
};

TEST_F(CompileSmallTest, EqualsTheNaiveEvaluatorEverywhere) {
  AtomLayout layout;
  layout.group_of.assign(schema_.facts().size(), 0);
  layout.groups = 1;
  layout.party_roles = {schema_.RoleStart("buyer")};
  const std::vector<Facts> worlds = AllWorlds();
  const int place = schema_.Find("to");
  long compared = 0;
  for (std::size_t choice = 0; choice < 6 * 6 * 6 * 6; ++choice) {
    const Pack pack = PackOf(
        {kWhen[choice % 6], kWhen[choice / 6 % 6], kWhen[choice / 36 % 6], kWhen[choice / 216]});
    const Snapshot snapshot = On(pack, "2024-01-01");
    AtomTable atoms(schema_, layout);
    const CompiledSnapshot compiled = CompileSnapshot(snapshot, schema_, place, &atoms);
    std::vector<Plane> inputs(atoms.size() * 2);
    std::vector<Plane> outputs(compiled.planes());
    std::vector<Plane> scratch;
    for (std::size_t begin = 0; begin < worlds.size(); begin += Plane::kLanes) {
      const std::size_t lanes = std::min(Plane::kLanes, worlds.size() - begin);
      for (Plane& plane : inputs) plane = {};
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        const World world{schema_, worlds[begin + lane], snapshot.sets};
        for (std::uint32_t atom = 0; atom < atoms.size(); ++atom) {
          const Truth truth = atoms.Evaluate(atom, world);
          if (truth == Truth::kUnknown) continue;
          inputs[atom * 2 + (truth == Truth::kTrue ? 0 : 1)].words[lane / 64] |= std::uint64_t{1}
                                                                                 << (lane % 64);
        }
      }
      compiled.circuit.Run(inputs.data(), &scratch, outputs.data());
      for (std::size_t lane = 0; lane < lanes; ++lane) {
        Facts facts = worlds[begin + lane];
        const Determination naive = Determine(snapshot, schema_, &facts);
        const std::vector<bool> expected = PatternOf(compiled, schema_, place, naive, facts);
        for (std::size_t plane = 0; plane < expected.size(); ++plane) {
          const bool bit = ((outputs[plane].words[lane / 64] >> (lane % 64)) & 1U) != 0;
          ASSERT_EQ(bit, expected[plane])
              << "regime " << choice << ", world " << begin + lane << ", plane " << plane;
        }
        ++compared;
      }
    }
  }
  std::printf("%ld determinations agree\n", compared);
  EXPECT_GT(compared, 1'000'000);
}

}  // namespace
}  // namespace licet
