#include "licet/rules/circuit.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace licet {

namespace {

constexpr std::uint32_t kNever = 0xFFFFFFFF;

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
// The same code once for machines with 256-bit registers, once for all.
#define LICET_WIDE __attribute__((target_clones("avx2", "default")))
#else
#define LICET_WIDE
#endif

}  // namespace

CircuitBuilder::CircuitBuilder() : nodes_(1) {}

KleeneWire CircuitBuilder::Constant(Truth truth) {
  return {truth == Truth::kTrue ? kWireTrue : kWireFalse,
          truth == Truth::kFalse ? kWireTrue : kWireFalse};
}

Wire CircuitBuilder::InputPlane(std::uint32_t number) {
  auto [found, added] = planes_.try_emplace(number, static_cast<Wire>(nodes_.size()) * 2);
  if (added) nodes_.push_back({number, number});
  return found->second;
}

KleeneWire CircuitBuilder::Input(std::uint32_t atom) {
  const Wire yes = InputPlane(atom * 2);
  return {yes, InputPlane(atom * 2 + 1)};
}

Wire CircuitBuilder::And(Wire a, Wire b) {
  if (a > b) std::swap(a, b);
  if (a == kWireFalse || a == Not(b)) return kWireFalse;
  if (a == kWireTrue || a == b) return b;
  auto [found, added] = gates_.try_emplace(Key(a, b), static_cast<Wire>(nodes_.size()) * 2);
  if (added) nodes_.push_back({a, b});
  return found->second;
}

std::size_t CircuitBuilder::Output(Wire wire) {
  outputs_.push_back(wire);
  return outputs_.size() - 1;
}

std::vector<Wire> CircuitBuilder::Add(const Circuit& circuit,
                                      const std::function<std::uint32_t(std::uint32_t)>& plane_of) {
  std::vector<Wire> slots(std::max<std::size_t>(circuit.slots_, 1), kWireFalse);
  for (std::size_t i = 0; i < circuit.inputs_.size(); ++i) {
    slots[i] = InputPlane(plane_of(circuit.inputs_[i]));
  }
  auto wire = [&slots](std::uint32_t operand) { return slots[operand / 2] ^ (operand & 1U); };
  for (const Circuit::Gate& gate : circuit.gates_) slots[gate.to] = And(wire(gate.a), wire(gate.b));
  std::vector<Wire> outputs;
  for (const Circuit::Output& output : circuit.outputs_) {
    const Wire negated = output.negated ? 1 : 0;
    outputs.push_back(output.constant ? kWireFalse ^ negated : slots[output.slot] ^ negated);
  }
  return outputs;
}

JointCircuit::JointCircuit(
    std::span<const Circuit* const> circuits,
    const std::function<std::uint32_t(std::size_t, std::uint32_t)>& plane_of) {
  CircuitBuilder builder;
  std::unordered_map<Wire, std::uint32_t> planes;  // by wire that is not negated
  for (std::size_t number = 0; number < circuits.size(); ++number) {
    auto& sources = sources_.emplace_back();
    for (const Wire wire : builder.Add(
             *circuits[number], [&](std::uint32_t plane) { return plane_of(number, plane); })) {
      const bool negated = (wire & 1U) != 0;
      if (wire / 2 == kWireFalse / 2) {
        sources.push_back({0, negated, true});
        continue;
      }
      const auto [found, added] =
          planes.try_emplace(wire / 2, static_cast<std::uint32_t>(planes.size()));
      if (added) builder.Output(wire & ~Wire{1});
      sources.push_back({found->second, negated, false});
    }
  }
  circuit_ = builder.Build();
}

void JointCircuit::Extract(std::size_t number, std::span<const std::uint64_t> joint,
                           std::vector<std::uint64_t>* own) const {
  const std::vector<Source>& sources = sources_[number];
  own->assign((sources.size() + 63) / 64, 0);
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const Source& source = sources[i];
    const std::uint64_t bit =
        source.constant ? 0 : (joint[source.plane / 64] >> (source.plane % 64)) & 1U;
    (*own)[i / 64] |= (bit ^ (source.negated ? 1U : 0U)) << (i % 64);
  }
}

// A gate's operands always have smaller numbers than the gate itself, so one
// pass from the end finds what is needed and who reads it last.
Circuit CircuitBuilder::Build() const {
  const std::size_t count = nodes_.size();
  std::vector<std::uint32_t> last_use(count, 0);
  std::vector<char> needed(count, 0);
  for (Wire wire : outputs_) {
    needed[wire / 2] = 1;
    last_use[wire / 2] = kNever;
  }
  auto is_input = [this](std::size_t i) { return nodes_[i].a == nodes_[i].b; };
  for (std::size_t i = count; i-- > 1;) {
    if (!needed[i] || is_input(i)) continue;
    for (Wire operand : {nodes_[i].a, nodes_[i].b}) {
      auto& last = last_use[operand / 2];
      last = std::max(last, static_cast<std::uint32_t>(i));
      needed[operand / 2] = 1;
    }
  }

  Circuit circuit;
  std::vector<std::uint32_t> slot(count, 0);
  for (std::size_t i = 1; i < count; ++i) {
    if (!needed[i] || !is_input(i)) continue;
    slot[i] = static_cast<std::uint32_t>(circuit.inputs_.size());
    circuit.inputs_.push_back(nodes_[i].a);
  }
  std::vector<std::uint32_t> free;
  auto slots = static_cast<std::uint32_t>(circuit.inputs_.size());
  for (std::size_t i = 1; i < count; ++i) {
    if (!needed[i] || is_input(i)) continue;
    const Wire a = nodes_[i].a;
    const Wire b = nodes_[i].b;
    for (Wire operand : {a, b}) {
      if (last_use[operand / 2] == i) free.push_back(slot[operand / 2]);
    }
    if (free.empty()) {
      slot[i] = slots++;
    } else {
      slot[i] = free.back();
      free.pop_back();
    }
    circuit.gates_.push_back({slot[a / 2] * 2 | (a & 1U), slot[b / 2] * 2 | (b & 1U), slot[i]});
  }
  for (Wire wire : outputs_) {
    circuit.outputs_.push_back({slot[wire / 2], (wire & 1U) != 0, wire / 2 == 0});
  }
  circuit.slots_ = slots;
  return circuit;
}

namespace {

using Four = std::uint64_t __attribute__((vector_size(sizeof(Plane))));

// A plane as one register: copied word by word it would be stored in halves and
// loaded as a whole, which waits for the memory.
inline __attribute__((always_inline)) void Load(const Plane& plane, Four& words) {
  std::memcpy(&words, &plane, sizeof(words));
}
inline __attribute__((always_inline)) void Store(const Four& words, Plane* plane) {
  std::memcpy(plane, &words, sizeof(words));
}

constexpr Plane kFlips[2] = {{{0, 0, 0, 0}}, {{~0ULL, ~0ULL, ~0ULL, ~0ULL}}};

}  // namespace

// No branch on the gate: which operands are negated is as good as random.
LICET_WIDE void Circuit::Run(const Plane* inputs, std::vector<Plane>* scratch,
                             Plane* outputs) const {
  scratch->resize(std::max({scratch->size(), slots_, std::size_t{1}}));
  Plane* slots = scratch->data();
  Four a;
  Four b;
  Four flip;
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    Load(inputs[inputs_[i]], a);
    Store(a, &slots[i]);
  }
  for (const Gate& gate : gates_) {
    Load(slots[gate.a / 2], a);
    Load(kFlips[gate.a & 1U], flip);
    a ^= flip;
    Load(slots[gate.b / 2], b);
    Load(kFlips[gate.b & 1U], flip);
    Store(a & (b ^ flip), &slots[gate.to]);
  }
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const Output& output = outputs_[i];
    Load(kFlips[output.negated ? 1 : 0], flip);
    Load(slots[output.slot], a);
    Store(output.constant ? flip : a ^ flip, &outputs[i]);
  }
}

namespace {

// Swaps the off-diagonal blocks of `width` bits in each pair of rows that stand
// `width` apart; rows of one vector when that is less than four.
template <unsigned kWidth>
inline __attribute__((always_inline)) void SwapBlocks(std::uint64_t mask, Four rows[16]) {
  if constexpr (kWidth >= 4) {
    constexpr unsigned kApart = kWidth / 4;
    for (unsigned base = 0; base < 16; base += 2 * kApart) {
      for (unsigned i = base; i < base + kApart; ++i) {
        const Four t = ((rows[i] >> kWidth) ^ rows[i + kApart]) & mask;
        rows[i] ^= t << kWidth;
        rows[i + kApart] ^= t;
      }
    }
  } else {
    constexpr Four kUpper = kWidth == 2 ? Four{~0ULL, ~0ULL, 0, 0} : Four{~0ULL, 0, ~0ULL, 0};
    for (unsigned i = 0; i < 16; ++i) {
      const Four row = rows[i];
      const Four other = kWidth == 2 ? __builtin_shufflevector(row, row, 2, 3, 0, 1)
                                     : __builtin_shufflevector(row, row, 1, 0, 3, 2);
      const Four upper = (row & kUpper) | (other & ~kUpper);
      const Four lower = (other & kUpper) | (row & ~kUpper);
      const Four t = ((upper >> kWidth) ^ lower) & mask;
      rows[i] ^= ((t << kWidth) & kUpper) | (t & ~kUpper);
    }
  }
}

}  // namespace

// Swaps ever smaller off-diagonal blocks (Warren, Hacker's Delight, 7-3).
LICET_WIDE void Transpose64(std::uint64_t words[64]) {
  Four rows[16];
  std::memcpy(rows, words, sizeof(rows));
  SwapBlocks<32>(0x00000000FFFFFFFF, rows);
  SwapBlocks<16>(0x0000FFFF0000FFFF, rows);
  SwapBlocks<8>(0x00FF00FF00FF00FF, rows);
  SwapBlocks<4>(0x0F0F0F0F0F0F0F0F, rows);
  SwapBlocks<2>(0x3333333333333333, rows);
  SwapBlocks<1>(0x5555555555555555, rows);
  std::memcpy(words, rows, sizeof(rows));
}

}  // namespace licet
