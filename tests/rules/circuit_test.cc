// Circuits: Kleene's connectives on planes, sharing, folding, transposition.

#include "licet/rules/circuit.h"

#include <gtest/gtest.h>

#include <vector>

#include "licet/base/seams.h"

namespace licet {
namespace {

constexpr Truth kTruths[] = {Truth::kFalse, Truth::kUnknown, Truth::kTrue};

bool Bit(const Plane& plane, std::size_t lane) {
  return ((plane.words[lane / 64] >> (lane % 64)) & 1U) != 0;
}
void Put(std::vector<Plane>* planes, std::size_t atom, std::size_t lane, Truth truth) {
  const std::uint64_t mask = std::uint64_t{1} << (lane % 64);
  if (truth == Truth::kTrue) (*planes)[2 * atom].words[lane / 64] |= mask;
  if (truth == Truth::kFalse) (*planes)[2 * atom + 1].words[lane / 64] |= mask;
}
Truth Get(const std::vector<Plane>& out, std::size_t lane) {
  if (Bit(out[0], lane)) return Truth::kTrue;
  return Bit(out[1], lane) ? Truth::kFalse : Truth::kUnknown;
}

// All nine pairs, each in its own lane.
TEST(Circuit, ConnectivesAreKleenes) {
  for (int op = 0; op < 3; ++op) {
    CircuitBuilder builder;
    const KleeneWire a = builder.Input(0);
    const KleeneWire b = builder.Input(1);
    const KleeneWire result = op == 0   ? builder.And(a, b)
                              : op == 1 ? builder.Or(a, b)
                                        : CircuitBuilder::Not(a);
    builder.Output(result.yes);
    builder.Output(result.no);
    const Circuit circuit = builder.Build();
    std::vector<Plane> in(4);
    std::size_t lane = 0;
    for (Truth x : kTruths) {
      for (Truth y : kTruths) {
        Put(&in, 0, lane, x);
        Put(&in, 1, lane++, y);
      }
    }
    std::vector<Plane> scratch;
    std::vector<Plane> out(2);
    circuit.Run(in.data(), &scratch, out.data());
    lane = 0;
    for (Truth x : kTruths) {
      for (Truth y : kTruths) {
        const Truth expected = op == 0 ? And(x, y) : op == 1 ? Or(x, y) : Not(x);
        EXPECT_EQ(Get(out, lane++), expected) << op;
      }
    }
  }
}

TEST(Circuit, SharesEqualGatesAndFoldsConstants) {
  CircuitBuilder builder;
  const KleeneWire a = builder.Input(0);
  const KleeneWire b = builder.Input(1);
  EXPECT_EQ(builder.And(a.yes, b.yes), builder.And(b.yes, a.yes));
  EXPECT_EQ(builder.And(a.yes, kWireTrue), a.yes);
  EXPECT_EQ(builder.And(a.yes, kWireFalse), kWireFalse);
  EXPECT_EQ(builder.And(a.yes, CircuitBuilder::Not(a.yes)), kWireFalse);
  EXPECT_EQ(builder.Or(a.yes, a.yes), a.yes);
  builder.And(a.no, b.no);  // nobody asks for it
  builder.Output(builder.And(a.yes, b.yes));
  const Circuit circuit = builder.Build();
  EXPECT_EQ(circuit.gate_count(), 1U);
  EXPECT_EQ(circuit.inputs(), (std::vector<std::uint32_t>{0, 2}));
}

TEST(Circuit, ConstantOutputsNeedNoInput) {
  CircuitBuilder builder;
  builder.Output(kWireTrue);
  builder.Output(kWireFalse);
  const Circuit circuit = builder.Build();
  std::vector<Plane> scratch;
  std::vector<Plane> out(2);
  circuit.Run(nullptr, &scratch, out.data());
  for (std::size_t lane = 0; lane < Plane::kLanes; ++lane) {
    EXPECT_TRUE(Bit(out[0], lane));
    EXPECT_FALSE(Bit(out[1], lane));
  }
}

// Equal, negated, constant and renamed: each circuit's outputs come back.
TEST(Circuit, JoinedCircuitsShareWhatIsEqual) {
  CircuitBuilder first;
  const Wire both = first.And(first.Input(0).yes, first.Input(1).yes);
  first.Output(both);
  first.Output(kWireTrue);
  CircuitBuilder second;
  const Wire same = second.And(second.Input(0).yes, second.Input(1).yes);
  second.Output(second.Or(same, second.Input(2).yes));
  second.Output(CircuitBuilder::Not(same));
  const Circuit a = first.Build();
  const Circuit b = second.Build();
  const Circuit* const circuits[] = {&a, &b, &a};
  const JointCircuit joint(circuits, [](std::size_t number, std::uint32_t plane) {
    return number == 2 && plane / 2 == 1 ? plane + 4 : plane;  // atom 3 instead of 1
  });
  EXPECT_EQ(joint.circuit().output_count(), 3U);
  EXPECT_EQ(joint.circuit().gate_count(), 3U);
  std::vector<Plane> in(8);
  for (std::size_t lane = 0; lane < 16; ++lane) {
    for (std::size_t atom = 0; atom < 4; ++atom) {
      Put(&in, atom, lane, ((lane >> atom) & 1U) != 0 ? Truth::kTrue : Truth::kFalse);
    }
  }
  std::vector<Plane> scratch;
  std::vector<Plane> out(joint.circuit().output_count());
  joint.circuit().Run(in.data(), &scratch, out.data());
  for (std::size_t lane = 0; lane < 16; ++lane) {
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < out.size(); ++i) bits |= Bit(out[i], lane) ? 1ULL << i : 0;
    const bool zero = (lane & 1U) != 0;
    const bool one = (lane & 2U) != 0;
    const bool two = (lane & 4U) != 0;
    const bool three = (lane & 8U) != 0;
    const std::vector<std::uint64_t> expected = {
        (zero && one ? 1U : 0U) | 2U, ((zero && one) || two ? 1U : 0U) | (zero && one ? 0U : 2U),
        (zero && three ? 1U : 0U) | 2U};
    for (std::size_t number = 0; number < expected.size(); ++number) {
      std::vector<std::uint64_t> own;
      joint.Extract(number, {&bits, 1}, &own);
      EXPECT_EQ(own, std::vector<std::uint64_t>{expected[number]}) << number << " lane " << lane;
    }
  }
}

// Slots are used again; a random circuit must not notice.
TEST(Circuit, RandomCircuitsEqualTheirDefinition) {
  SeededRandom random(42);
  for (int round = 0; round < 200; ++round) {
    constexpr std::size_t kAtoms = 6;
    CircuitBuilder builder;
    std::vector<Plane> in(2 * kAtoms);
    std::vector<std::vector<bool>> values;  // by wire made, by lane
    std::vector<Wire> wires;
    for (std::size_t atom = 0; atom < kAtoms; ++atom) {
      wires.push_back(builder.Input(static_cast<std::uint32_t>(atom)).yes);
      for (auto& word : in[2 * atom].words) word = random.Next();
      std::vector<bool> lanes;
      for (std::size_t lane = 0; lane < Plane::kLanes; ++lane)
        lanes.push_back(Bit(in[2 * atom], lane));
      values.push_back(lanes);
    }
    for (int gate = 0; gate < 60; ++gate) {
      const std::size_t a = random.Next() % wires.size();
      const std::size_t b = random.Next() % wires.size();
      const bool not_a = random.Next() % 2 == 0;
      const bool either = random.Next() % 2 == 0;
      const Wire left = not_a ? CircuitBuilder::Not(wires[a]) : wires[a];
      wires.push_back(either ? builder.Or(left, wires[b]) : builder.And(left, wires[b]));
      std::vector<bool> lanes;
      for (std::size_t lane = 0; lane < Plane::kLanes; ++lane) {
        const bool x = values[a][lane] != not_a;
        const bool y = values[b][lane];
        lanes.push_back(either ? x || y : x && y);
      }
      values.push_back(lanes);
    }
    for (Wire wire : wires) builder.Output(wire);
    const Circuit circuit = builder.Build();
    std::vector<Plane> scratch;
    std::vector<Plane> out(wires.size());
    circuit.Run(in.data(), &scratch, out.data());
    for (std::size_t i = 0; i < wires.size(); ++i) {
      for (std::size_t lane = 0; lane < Plane::kLanes; ++lane) {
        ASSERT_EQ(Bit(out[i], lane), values[i][lane]) << "round " << round << ", wire " << i;
      }
    }
  }
}

TEST(Circuit, TransposesBitForBit) {
  SeededRandom random(1);
  std::uint64_t words[64];
  std::uint64_t before[64];
  for (int i = 0; i < 64; ++i) words[i] = before[i] = random.Next();
  Transpose64(words);
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 64; ++j) {
      ASSERT_EQ((words[j] >> i) & 1U, (before[i] >> j) & 1U) << i << "," << j;
    }
  }
}

}  // namespace
}  // namespace licet
