// What decided a condition, as JSON: the observations of its decisive leaves,
// as DecisiveObservations() gives them. The text of a leaf is kept by the value
// that it reads, and so is its truth; an order only looks them up.
//
// Thread safety: none.

#ifndef LICET_GATE_CONDITION_TEXT_H_
#define LICET_GATE_CONDITION_TEXT_H_

#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "build_facts.h"
#include "value_classes.h"

namespace licet {

class ConditionTexts {
 public:
  explicit ConditionTexts(const Schema& schema);

  ValueClasses& classes() { return classes_; }

  // The order and the gate that are asked about next; `classes()` must have
  // been told too. `same_roles` as in OrderRow.
  void Begin(const Order& order, const Item& item, std::uint32_t same_roles);
  void BeginGate(const Snapshot& snapshot);

  // Members of the array, without its brackets.
  void AppendFacts(int provision, std::string* out);

  std::size_t bytes() const { return bytes_ + classes_.bytes(); }
  void Clear();

 private:
  // What a leaf reads.
  enum class Reads : std::uint8_t { kNothing, kOne, kTwo, kAmounts };

  // A leaf of a condition, asked of one role's party where it is of a party.
  struct Leaf {
    Node node;
    Reads reads = Reads::kNothing;
    std::vector<int> facts;
    const Snapshot* snapshot = nullptr;  // one of those where the sets are the same
    std::vector<std::string> names;      // what each observation is of: fact and line
    // By class of the value; 0 not known yet, otherwise a text's number above
    // the truth's bits.
    std::vector<std::uint32_t> by_one;
    std::unordered_map<std::uint64_t, std::uint32_t> by_two;
  };

  // Nodes in the order of the text; a quantifier's part stands once a role.
  struct Branch {
    enum class Kind : std::uint8_t { kLeaf, kNot, kAnd, kOr };
    Kind kind = Kind::kLeaf;
    std::uint8_t role = 0;    // only while a party of its own fills it; 0 always
    std::uint32_t end = 0;    // one past the last below it
    std::uint32_t leaf = 0;   // kLeaf
    std::uint32_t names = 0;  // kLeaf: where the numbers of its names begin
  };
  struct Tree {
    std::vector<Branch> branches;
    std::vector<std::uint32_t> names;  // the same number, the same fact and line
    std::uint32_t name_count = 0;
  };
  struct Law {
    const Snapshot* snapshot = nullptr;
    std::vector<std::unique_ptr<Tree>> trees;  // by provision
  };

  void Plant(const Expression& when, int number, int role, Tree* tree);
  std::uint32_t LeafOf(const Node& node, int role);
  std::string KeyOf(const Node& node) const;
  void SetFacts(Leaf* leaf) const;
  const std::vector<std::string>& SetNames(const Pack* pack);

  bool Present(const Branch& branch) const {
    return branch.role == 0 || ((roles_ >> branch.role) & 1U) != 0;
  }
  Truth Evaluate(const Tree& tree, std::uint32_t at);
  std::uint32_t Known(Leaf* leaf);
  std::uint32_t Make(Leaf* leaf);
  void Load(const Leaf& leaf);
  Truth TruthOf(const Leaf& leaf) const;
  std::vector<Observation> Observe(const Leaf& leaf, Truth truth);
  void Emit(const Tree& tree, std::uint32_t at, std::string* out);
  void EmitLeaf(const Tree& tree, const Branch& branch, std::uint32_t known, std::string* out);
  bool Said(std::uint32_t name);

  const Schema& schema_;
  const AmountFacts amount_facts_;
  const std::vector<int> role_starts_;  // of the roles that have a party
  const Expression any_ = Expression::Constant(Truth::kTrue);
  ValueClasses classes_;

  std::unordered_map<const Snapshot*, Law> laws_;
  std::unordered_map<const Pack*, std::vector<std::string>> set_names_;
  std::unordered_map<std::string, std::uint32_t> leaf_numbers_;
  std::deque<Leaf> leaves_;
  std::deque<std::vector<std::string>> texts_;
  std::size_t bytes_ = 0;

  // What is asked about.
  const Order* order_ = nullptr;
  const Item* item_ = nullptr;
  bool amounts_known_ = false;
  std::uint32_t roles_ = 0;  // bits of those that have a party of their own
  Law* law_ = nullptr;
  Facts facts_;                       // of one leaf at a time
  std::vector<Truth> truths_;         // by branch
  std::vector<std::uint32_t> known_;  // the same, of leaves
  std::vector<std::uint32_t> said_;   // by name: when it was last said
  std::uint32_t saying_ = 0;
  bool first_ = true;
};

// As Dump(ObservationJson(seen)).
void AppendObservation(const Observation& seen, std::string* out);

}  // namespace licet

#endif  // LICET_GATE_CONDITION_TEXT_H_
