#include "licet/rules/circuit.h"

#include <algorithm>
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

KleeneWire CircuitBuilder::Input(std::uint32_t atom) {
  auto plane = [this](std::uint32_t number) {
    auto [found, added] = planes_.try_emplace(number, static_cast<Wire>(nodes_.size()) * 2);
    if (added) nodes_.push_back({number, number});
    return found->second;
  };
  const Wire yes = plane(atom * 2);
  return {yes, plane(atom * 2 + 1)};
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
    Wire a = nodes_[i].a;
    Wire b = nodes_[i].b;
    for (Wire operand : {a, b}) {
      if (last_use[operand / 2] == i) free.push_back(slot[operand / 2]);
    }
    if ((a & 1U) != 0 && (b & 1U) == 0) std::swap(a, b);
    const auto kind = (b & 1U) == 0   ? Circuit::Kind::kAnd
                      : (a & 1U) == 0 ? Circuit::Kind::kAndNot
                                      : Circuit::Kind::kNor;
    if (free.empty()) {
      slot[i] = slots++;
    } else {
      slot[i] = free.back();
      free.pop_back();
    }
    circuit.gates_.push_back({kind, slot[a / 2], slot[b / 2], slot[i]});
  }
  for (Wire wire : outputs_) {
    circuit.outputs_.push_back({slot[wire / 2], (wire & 1U) != 0, wire / 2 == 0});
  }
  circuit.slots_ = slots;
  return circuit;
}

LICET_WIDE void Circuit::Run(const Plane* inputs, std::vector<Plane>* scratch,
                             Plane* outputs) const {
  if (scratch->size() < slots_) scratch->resize(slots_);
  Plane* slots = scratch->data();
  for (std::size_t i = 0; i < inputs_.size(); ++i) slots[i] = inputs[inputs_[i]];
  for (const Gate& gate : gates_) {
    const Plane a = slots[gate.a];
    const Plane b = slots[gate.b];
    Plane& to = slots[gate.to];
    switch (gate.kind) {
      case Kind::kAnd:
        for (std::size_t w = 0; w < Plane::kWords; ++w) to.words[w] = a.words[w] & b.words[w];
        break;
      case Kind::kAndNot:
        for (std::size_t w = 0; w < Plane::kWords; ++w) to.words[w] = a.words[w] & ~b.words[w];
        break;
      case Kind::kNor:
        for (std::size_t w = 0; w < Plane::kWords; ++w) to.words[w] = ~(a.words[w] | b.words[w]);
        break;
    }
  }
  for (std::size_t i = 0; i < outputs_.size(); ++i) {
    const Output& output = outputs_[i];
    const std::uint64_t flip = output.negated ? ~std::uint64_t{0} : 0;
    for (std::size_t w = 0; w < Plane::kWords; ++w) {
      outputs[i].words[w] = (output.constant ? 0 : slots[output.slot].words[w]) ^ flip;
    }
  }
}

// Swaps ever smaller off-diagonal blocks (Warren, Hacker's Delight, 7-3).
LICET_WIDE void Transpose64(std::uint64_t words[64]) {
  std::uint64_t mask = 0x00000000FFFFFFFF;
  for (unsigned width = 32; width != 0; width >>= 1, mask ^= mask << width) {
    for (unsigned base = 0; base < 64; base += 2 * width) {
      for (unsigned i = base; i < base + width; ++i) {
        const std::uint64_t t = ((words[i] >> width) ^ words[i + width]) & mask;
        words[i] ^= t << width;
        words[i + width] ^= t;
      }
    }
  }
}

}  // namespace licet
