// The atoms of all conditions: comparisons, memberships and facts, each once
// whatever the number of provisions and snapshots that ask for it. Named sets
// are resolved to their members, parties to the roles that fill them, so that
// an atom means the same on every day.
//
// Atoms are gathered in groups of facts that change together (an item's, a
// party's, one word's): a group's atoms are evaluated once for each value that
// the group takes, not once a transaction.
//
// Thread safety: none; one table, one thread.

#ifndef LICET_RULES_ATOMS_H_
#define LICET_RULES_ATOMS_H_

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "licet/rules/circuit.h"
#include "licet/rules/evaluate.h"

namespace licet {

// How facts are grouped, and which roles the parties of a transaction fill.
struct AtomLayout {
  std::vector<int> group_of;     // by fact number; ratios stand with their parts
  int groups = 0;                // groups are 0..groups-1; the last holds atoms of several
  std::vector<int> party_roles;  // first fact of each role that `parties` holds

  int mixed() const { return groups - 1; }
};

struct Atom {
  Node node;      // no named set, no party field
  int group = 0;  // where its facts stand
};

class AtomTable {
 public:
  AtomTable(const Schema& schema, AtomLayout layout);

  // Results of earlier stages are not facts: the caller says what they are.
  using ResultTruth = std::function<KleeneWire(int fact, const std::vector<Symbol>& words)>;

  // Adds the condition to the circuit. `sets` as in World. Exact: for every
  // world whose `parties` are the records of the layout's roles, the wires
  // carry what Evaluate() gives.
  KleeneWire Compile(const Expression& expression, const SetMembers& sets,
                     const ResultTruth& results, CircuitBuilder* builder);

  // The atom "fact is one of words", never folded.
  KleeneWire WordIn(int fact, std::vector<Symbol> words, CircuitBuilder* builder);

  const AtomLayout& layout() const { return layout_; }
  const Atom& atom(std::uint32_t number) const { return atoms_[number]; }
  std::size_t size() const { return atoms_.size(); }
  // Numbers of a group's atoms, in the order in which they were added.
  const std::vector<std::uint32_t>& InGroup(int group) const {
    return members_[static_cast<std::size_t>(group)];
  }
  // Facts that atoms of several groups read, ascending.
  const std::vector<int>& MixedFacts() const { return mixed_facts_; }

  Truth Evaluate(std::uint32_t atom, const World& world) const;

 private:
  KleeneWire CompileNode(const Node& node, int role);
  KleeneWire AtomWire(Node node);
  KleeneWire Quantify(const Node& node);
  void Note(const Node& node, Atom* atom);

  const Schema& schema_;
  AtomLayout layout_;
  std::vector<Atom> atoms_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<int> mixed_facts_;
  std::map<std::string, std::uint32_t> numbers_;
  const Expression any_ = Expression::Constant(Truth::kTrue);

  // What Compile() is working on.
  const Expression* expression_ = nullptr;
  const SetMembers* sets_ = nullptr;
  const ResultTruth* results_ = nullptr;
  CircuitBuilder* builder_ = nullptr;
};

}  // namespace licet

#endif  // LICET_RULES_ATOMS_H_
