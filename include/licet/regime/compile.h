// A snapshot compiled to a circuit: the determination of 256 transactions at a
// time, as planes of bits.
//
// The circuit does not answer in words. Its output planes are a pattern: what
// the outcome is and which provisions bear on it. Two transactions with the
// same pattern on the same snapshot have the same determination, but for the
// values that an explanation quotes and for what an unknown answer would need
// (the plane kOpen says so). The words are found once a pattern, by the naive
// evaluator.
//
// Thread safety: a CompiledSnapshot is immutable; CompileSnapshot changes the
// atom table.

#ifndef LICET_REGIME_COMPILE_H_
#define LICET_REGIME_COMPILE_H_

#include <vector>

#include "licet/regime/determine.h"
#include "licet/rules/atoms.h"
#include "licet/rules/circuit.h"

namespace licet {

struct CompiledSnapshot {
  // The first output planes. None of the outcomes: the gate is not on the route.
  enum Head {
    kNoLicenceRequired,
    kException,
    kLicenceRequired,
    kProhibited,
    kUnknown,
    kOpen,            // something unknown matters: what is missing depends on more
    kPlaceAllowed,    // use at the place is allowed for sure
    kPlaceForbidden,  // it is surely not
    kUnmet,           // some condition is not surely met
    kHeadPlanes,
  };
  // What the later planes say of one provision, two planes each unless stated.
  enum class Says {
    kMayFire,   // 00 does not fire, 10 fires, 11 may fire
    kDefeats,   // the same, of a defeater that kept something from firing
    kDefeated,  // one plane: the condition holds, yet it does not fire for sure
    kState,     // 00 not asked, 10 met, 01 failed, 11 open
    kUnsure,    // one plane, only with kOpen: whether it fires is unknown, and asked
    kFired,     // one plane: it fires, and the answer rests on it
  };
  struct Mark {
    int provision = -1;
    Says says = Says::kMayFire;
    std::size_t plane = 0;
  };

  const Snapshot* snapshot = nullptr;
  Circuit circuit;
  std::vector<Mark> marks;  // by plane
  // Each provision's condition, by provision number; last, the regime's own.
  std::vector<Skeleton> skeletons;

  std::size_t planes() const { return circuit.output_count(); }
  std::size_t pattern_words() const { return (planes() + 63) / 64; }
};

// How much of a determination a pattern tells apart. kVerdict: the outcome, what
// names it (governing code, exception, review), the place, whether conditions
// are met and which provisions it rests on; marks are kMayFire and kFired only,
// and kOpen stays empty. kFires: the outcome, and of each provision that gives something,
// conditions aside, whether it fires, whatever the outcome is; marks are kMayFire only.
enum class PatternDetail { kAll, kVerdict, kFires };

// `place_of_use` is the number of the fact that place rules ask for.
CompiledSnapshot CompileSnapshot(const Snapshot& snapshot, const Schema& schema, int place_of_use,
                                 AtomTable* atoms, PatternDetail detail = PatternDetail::kAll);

// Judges the variants by the circuit, 256 at a time.
class CompiledOracle : public SettleOracle {
 public:
  CompiledOracle(const CompiledSnapshot& compiled, const Schema& schema, const AtomTable& atoms);

  void Begin(const Facts& facts, const std::vector<std::string>& varied) override;
  void Add(const Facts& variant) override;
  bool full() const override { return lanes_ == Plane::kLanes; }
  bool Settled(int* budget) override;

 private:
  void Put(std::uint32_t atom, std::size_t lane, const Facts& facts);
  void Fill(std::uint32_t atom);

  const CompiledSnapshot& compiled_;
  const Schema& schema_;
  const AtomTable& atoms_;
  std::vector<std::uint32_t> read_;  // atoms that the circuit reads
  std::vector<Truth> known_;         // by atom, on the facts themselves
  const Facts* facts_ = nullptr;
  std::vector<std::uint32_t> varied_;  // atoms that read a varied fact
  std::size_t lanes_ = 0;
  std::vector<Plane> inputs_;
  std::vector<Plane> outputs_;
  std::vector<Plane> scratch_;
};

// The pattern, in all detail, of a determination of the naive evaluator, bit by
// bit as the circuit gives it; for checking one against the other.
std::vector<bool> PatternOf(const CompiledSnapshot& compiled, const Schema& schema,
                            int place_of_use, const Determination& determination,
                            const Facts& facts);

}  // namespace licet

#endif  // LICET_REGIME_COMPILE_H_
