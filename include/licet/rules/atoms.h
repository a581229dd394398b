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
  Node node;               // no named set, no party field
  int group = 0;           // where its facts stand
  std::vector<int> facts;  // that it reads; a ratio stands as its parts
};

// A condition as a tree over atoms, for asking why it is unknown.
class Skeleton {
 public:
  struct Node {
    enum class Kind { kAtom, kConstant, kResult, kNot, kAnd, kOr };
    Kind kind = Kind::kConstant;
    std::uint32_t atom = 0;         // kAtom
    Truth truth = Truth::kUnknown;  // kConstant
    std::vector<std::uint32_t> children;
  };

  // Adds the positions of the leaves in doubt: those that are unknown under
  // nodes that are unknown all the way up. Two sets of facts with the same
  // doubts leave the same question open. A result of earlier stages counts as
  // unknown. `truth_of` gives the truth of an atom; `truths` is room to work in.
  template <typename TruthOfAtom>
  void Doubts(const TruthOfAtom& truth_of, std::vector<Truth>* truths,
              std::vector<std::uint32_t>* leaves) const {
    truths->resize(nodes_.size());
    for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
      const Node& node = nodes_[i];
      (*truths)[i] = node.kind == Node::Kind::kAtom ? truth_of(node.atom) : Joined(node, *truths);
    }
    AppendDoubts(*truths, leaves);
  }
  const Node& node(std::uint32_t position) const { return nodes_[position]; }

 private:
  friend class AtomTable;
  static Truth Joined(const Node& node, const std::vector<Truth>& truths);
  void AppendDoubts(const std::vector<Truth>& truths, std::vector<std::uint32_t>* leaves) const;

  std::vector<Node> nodes_;  // children first, the root last
};

class AtomTable {
 public:
  AtomTable(const Schema& schema, AtomLayout layout);

  // Results of earlier stages are not facts: the caller says what they are.
  using ResultTruth = std::function<KleeneWire(int fact, const std::vector<Symbol>& words)>;

  // Adds the condition to the circuit. `sets` as in World. Exact: for every
  // world whose `parties` are the records of the layout's roles, the wires
  // carry what Evaluate() gives.
  // The condition's tree goes to *skeleton, unless that is null.
  KleeneWire Compile(const Expression& expression, const SetMembers& sets,
                     const ResultTruth& results, CircuitBuilder* builder,
                     Skeleton* skeleton = nullptr);

  // The atom "fact is one of words", never folded.
  KleeneWire WordIn(int fact, std::vector<Symbol> words, CircuitBuilder* builder);

  const AtomLayout& layout() const { return layout_; }
  const Atom& atom(std::uint32_t number) const { return atoms_[number]; }
  std::size_t size() const { return atoms_.size(); }
  // Numbers of a group's atoms, in the order in which they were added.
  const std::vector<std::uint32_t>& InGroup(int group) const {
    return members_[static_cast<std::size_t>(group)];
  }
  // Facts that an atom reads; a ratio stands as its parts.
  const std::vector<int>& FactsOf(std::uint32_t atom) const { return atoms_[atom].facts; }
  // The same for the same atom in every table of one schema.
  std::uint64_t HashOf(std::uint32_t atom) const { return hashes_[atom]; }
  // Facts that atoms of several groups read, ascending.
  const std::vector<int>& MixedFacts() const { return mixed_facts_; }

  Truth Evaluate(std::uint32_t atom, const World& world) const;

 private:
  KleeneWire CompileNode(const Node& node, int role);
  KleeneWire CompileLeaf(const Node& node, int role);
  KleeneWire Leaf(Skeleton::Node node, KleeneWire wire);
  KleeneWire Join(Op op, std::size_t count);
  KleeneWire AtomWire(Node node);
  void Note(const Node& node, Atom* atom);

  const Schema& schema_;
  AtomLayout layout_;
  std::vector<Atom> atoms_;
  std::vector<std::uint64_t> hashes_;
  std::vector<std::vector<std::uint32_t>> members_;
  std::vector<int> mixed_facts_;
  std::map<std::string, std::uint32_t> numbers_;
  std::uint32_t last_atom_ = 0;
  const Expression any_ = Expression::Constant(Truth::kTrue);

  // What Compile() is working on.
  const Expression* expression_ = nullptr;
  const SetMembers* sets_ = nullptr;
  const ResultTruth* results_ = nullptr;
  CircuitBuilder* builder_ = nullptr;
  Skeleton* skeleton_ = nullptr;
  Skeleton unused_;
  // Wires and skeleton nodes of the children that wait for their parent.
  std::vector<std::pair<KleeneWire, std::uint32_t>> waiting_;
};

}  // namespace licet

#endif  // LICET_RULES_ATOMS_H_
