// Boolean circuits over many lanes at once. A lane is one transaction; a plane
// is one bit of each of them. A Kleene truth is a pair of wires: surely true
// and surely false (neither means unknown), so that its connectives are plain
// boolean gates and stay exact.
//
// The builder shares equal gates, folds constants and forgets what no output
// needs; the circuit is straight-line code over 256 lanes.
//
// Thread safety: a Circuit is immutable; each thread runs it on its own planes.

#ifndef LICET_RULES_CIRCUIT_H_
#define LICET_RULES_CIRCUIT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <unordered_map>
#include <vector>

#include "licet/base/truth.h"

namespace licet {

// Twice the number of a gate, plus one when it is negated.
using Wire = std::uint32_t;
constexpr Wire kWireFalse = 0;
constexpr Wire kWireTrue = 1;

// One plane of a block: 256 lanes.
struct Plane {
  static constexpr std::size_t kWords = 4;
  static constexpr std::size_t kLanes = 64 * kWords;
  std::uint64_t words[kWords];
};

struct KleeneWire {
  Wire yes = kWireFalse;  // surely true
  Wire no = kWireTrue;    // surely false
};

class Circuit {
 public:
  // `inputs` holds two planes an atom, surely true and surely false, by the
  // numbers given to CircuitBuilder::Input. Fills outputs().size() planes.
  // `scratch` is grown as needed and may be reused.
  void Run(const Plane* inputs, std::vector<Plane>* scratch, Plane* outputs) const;

  // The circuit over another algebra than planes, such as a solver's formulas:
  // `input` gives what stands for a plane. Gives one T an output.
  template <typename T, typename Input, typename Both, typename Negation>
  std::vector<T> Fold(const T& falsity, const Input& input, const Both& both,
                      const Negation& negation) const {
    std::vector<T> slots(std::max<std::size_t>(slots_, 1), falsity);
    const auto at = [&](std::uint32_t operand) {
      return (operand & 1U) != 0 ? negation(slots[operand / 2]) : slots[operand / 2];
    };
    for (std::size_t i = 0; i < inputs_.size(); ++i) slots[i] = input(inputs_[i]);
    for (const Gate& gate : gates_) slots[gate.to] = both(at(gate.a), at(gate.b));
    std::vector<T> outputs;
    for (const Output& output : outputs_) {
      const T& plain = output.constant ? falsity : slots[output.slot];
      outputs.push_back(output.negated ? negation(plain) : plain);
    }
    return outputs;
  }

  std::size_t output_count() const { return outputs_.size(); }
  std::size_t gate_count() const { return gates_.size(); }
  // Numbers of the input planes that are read, ascending.
  const std::vector<std::uint32_t>& inputs() const { return inputs_; }

 private:
  friend class CircuitBuilder;
  // Slots 0..inputs_.size() hold the inputs, later ones the gates; a slot is
  // used again once nothing reads it any more.
  struct Gate {
    std::uint32_t a;  // twice the slot, plus one when it is negated
    std::uint32_t b;
    std::uint32_t to;
  };
  struct Output {
    std::uint32_t slot = 0;
    bool negated = false;
    bool constant = false;  // `negated` is its value
  };

  std::vector<std::uint32_t> inputs_;
  std::vector<Gate> gates_;
  std::vector<Output> outputs_;
  std::size_t slots_ = 0;
};

class CircuitBuilder {
 public:
  CircuitBuilder();

  // The wires of an atom: planes 2 x atom and 2 x atom + 1.
  KleeneWire Input(std::uint32_t atom);
  static KleeneWire Constant(Truth truth);

  Wire And(Wire a, Wire b);
  Wire Or(Wire a, Wire b) { return Not(And(Not(a), Not(b))); }
  static Wire Not(Wire a) { return a ^ 1U; }

  KleeneWire And(KleeneWire a, KleeneWire b) { return {And(a.yes, b.yes), Or(a.no, b.no)}; }
  KleeneWire Or(KleeneWire a, KleeneWire b) { return {Or(a.yes, b.yes), And(a.no, b.no)}; }
  static KleeneWire Not(KleeneWire a) { return {a.no, a.yes}; }

  // Adds an output plane; its number counts from 0.
  std::size_t Output(Wire wire);

  // Adds a whole circuit and gives the wires of its outputs, which are not added
  // as such. `plane_of` renames its input planes.
  std::vector<Wire> Add(const Circuit& circuit,
                        const std::function<std::uint32_t(std::uint32_t)>& plane_of);

  Circuit Build() const;

 private:
  struct Node {
    Wire a = 0;  // an input when a == b: then `a` is the plane's number
    Wire b = 0;
  };
  static std::uint64_t Key(Wire a, Wire b) { return (std::uint64_t{a} << 32) | b; }
  Wire InputPlane(std::uint32_t number);

  std::vector<Node> nodes_;  // node 0 is the constant false
  std::unordered_map<std::uint64_t, Wire> gates_;
  std::unordered_map<std::uint32_t, Wire> planes_;
  std::vector<Wire> outputs_;
};

// Several circuits run as one: what they share is run once, and outputs that are
// equal, or each other's negation, are one plane.
class JointCircuit {
 public:
  JointCircuit() = default;
  // `plane_of` renames the input planes of each circuit, by its number.
  JointCircuit(std::span<const Circuit* const> circuits,
               const std::function<std::uint32_t(std::size_t, std::uint32_t)>& plane_of);

  const Circuit& circuit() const { return circuit_; }
  // From the bits of a lane's joint outputs those of one of the circuits.
  void Extract(std::size_t number, std::span<const std::uint64_t> joint,
               std::vector<std::uint64_t>* own) const;

 private:
  struct Source {
    std::uint32_t plane = 0;
    bool negated = false;
    bool constant = false;  // `negated` is its value
  };
  Circuit circuit_;
  std::vector<std::vector<Source>> sources_;  // by circuit and its output
};

// Transposes 64 words of 64 bits: bit j of word i becomes bit i of word j.
void Transpose64(std::uint64_t words[64]);

}  // namespace licet

#endif  // LICET_RULES_CIRCUIT_H_
