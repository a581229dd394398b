// Holds the circuit against the naive evaluator on answers at hand.
//
// Thread safety: none.

#ifndef LICET_GATE_CIRCUIT_CHECK_H_
#define LICET_GATE_CIRCUIT_CHECK_H_

#include <map>
#include <string>

#include "licet/gate/judge.h"
#include "licet/regime/compile.h"

namespace licet {

class CircuitCheck {
 public:
  explicit CircuitCheck(const Schema& schema);

  // What the circuit says otherwise, in words; "" when the two agree.
  std::string Compare(const GateAnswer& answer);

 private:
  const Schema& schema_;
  const int place_of_use_;
  AtomTable atoms_;
  std::map<const Snapshot*, CompiledSnapshot> compiled_;
};

}  // namespace licet

#endif  // LICET_GATE_CIRCUIT_CHECK_H_
