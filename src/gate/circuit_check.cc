#include "circuit_check.h"

#include <fmt/format.h>

#include "columns.h"

namespace licet {

CircuitCheck::CircuitCheck(const Schema& schema)
    : schema_(schema),
      place_of_use_(schema.Find("transaction.place_of_use")),
      atoms_(schema, LayoutOf(schema)) {}

std::string CircuitCheck::Compare(const GateAnswer& answer) {
  auto found = compiled_.find(answer.snapshot);
  if (found == compiled_.end()) {
    found = compiled_
                .emplace(answer.snapshot,
                         CompileSnapshot(*answer.snapshot, schema_, place_of_use_, &atoms_))
                .first;
  }
  const CompiledSnapshot& compiled = found->second;
  const World world{schema_, answer.facts, answer.snapshot->sets};
  std::vector<Plane> inputs(atoms_.size() * 2);
  for (std::uint32_t atom = 0; atom < atoms_.size(); ++atom) {
    const Truth truth = atoms_.Evaluate(atom, world);
    if (truth != Truth::kUnknown) inputs[atom * 2 + (truth == Truth::kTrue ? 0 : 1)].words[0] = 1;
  }
  std::vector<Plane> scratch;
  std::vector<Plane> outputs(compiled.planes());
  compiled.circuit.Run(inputs.data(), &scratch, outputs.data());
  const std::vector<bool> expected =
      PatternOf(compiled, schema_, place_of_use_, answer.determination, answer.facts);
  for (std::size_t plane = 0; plane < expected.size(); ++plane) {
    if (((outputs[plane].words[0] & 1U) != 0) == expected[plane]) continue;
    return fmt::format("the circuit of {} disagrees with the naive evaluator (plane {})",
                       answer.snapshot->pack->regime, plane);
  }
  return "";
}

}  // namespace licet
