#include "licet/rules/atoms.h"

#include <algorithm>

#include "licet/base/hash.h"

namespace licet {

namespace {

void Append(std::string* key, std::int64_t number) {
  key->append(reinterpret_cast<const char*>(&number), sizeof(number));
}

// Two atoms with the same key have the same truth in every world.
std::string KeyOf(const Node& node) {
  std::string key;
  Append(&key, static_cast<std::int64_t>(node.op));
  Append(&key, static_cast<std::int64_t>(node.relation));
  Append(&key, node.constant.micros());
  Append(&key, node.ref.fact);
  Append(&key, node.other.fact);
  Append(&key, static_cast<std::int64_t>(node.terms.size()));
  for (const Term& term : node.terms) {
    Append(&key, term.coefficient.micros());
    Append(&key, term.ref.fact);
  }
  for (Symbol word : node.words) Append(&key, word);
  return key;
}

std::vector<int> FactsRead(const Node& node, const Schema& schema) {
  std::vector<int> facts;
  for (int fact : {node.ref.fact, node.other.fact}) {
    if (fact >= 0) facts.push_back(fact);
  }
  for (const Term& term : node.terms) {
    const FactDecl& decl = schema.facts()[static_cast<std::size_t>(term.ref.fact)];
    if (decl.type == FactType::kRatio) {
      facts.insert(facts.end(), {decl.of, decl.per});
    } else {
      facts.push_back(term.ref.fact);
    }
  }
  return facts;
}

}  // namespace

AtomTable::AtomTable(const Schema& schema, AtomLayout layout)
    : schema_(schema),
      layout_(std::move(layout)),
      members_(static_cast<std::size_t>(layout_.groups)) {}

KleeneWire AtomTable::Compile(const Expression& expression, const SetMembers& sets,
                              const ResultTruth& results, CircuitBuilder* builder,
                              Skeleton* skeleton) {
  expression_ = &expression;
  sets_ = &sets;
  results_ = &results;
  builder_ = builder;
  skeleton_ = skeleton == nullptr ? &unused_ : skeleton;
  skeleton_->nodes_.clear();
  waiting_.clear();
  return CompileNode(expression.root(), -1);
}

KleeneWire AtomTable::WordIn(int fact, std::vector<Symbol> words, CircuitBuilder* builder) {
  builder_ = builder;
  Node node;
  node.op = Op::kSymbolIn;
  node.ref.fact = fact;
  node.words = std::move(words);
  return AtomWire(std::move(node));
}

Truth AtomTable::Evaluate(std::uint32_t atom, const World& world) const {
  return EvaluateNode(any_, atoms_[atom].node, world, -1);
}

KleeneWire AtomTable::CompileNode(const Node& node, int role) {
  switch (node.op) {
    case Op::kNot:
    case Op::kAnd:
    case Op::kOr:
      for (int child : node.children) CompileNode(expression_->node(child), role);
      return Join(node.op, node.children.size());
    case Op::kExists:
    case Op::kAll:
      // Over the roles of the parties: some of them may be the same firm, which
      // changes neither an "exists" nor an "all".
      for (int one : layout_.party_roles) CompileNode(expression_->node(node.children[0]), one);
      return Join(node.op == Op::kExists ? Op::kOr : Op::kAnd, layout_.party_roles.size());
    case Op::kConstant:
      return Leaf({Skeleton::Node::Kind::kConstant, 0, node.truth, {}},
                  CircuitBuilder::Constant(node.truth));
    case Op::kOpenPoint:
      return Leaf({}, CircuitBuilder::Constant(Truth::kUnknown));
    default:
      return CompileLeaf(node, role);
  }
}

KleeneWire AtomTable::CompileLeaf(const Node& node, int role) {
  Node atom = node;
  auto settle = [role](FactRef* ref) {
    if (ref->fact >= 0 && ref->of_party) *ref = {role + ref->fact, false};
  };
  settle(&atom.ref);
  settle(&atom.other);
  for (Term& term : atom.terms) settle(&term.ref);
  if (atom.set >= 0) {
    atom.words = (*sets_)[static_cast<std::size_t>(atom.set)];
    atom.set = -1;
  }
  using Kind = Skeleton::Node::Kind;
  const bool of_words = atom.op == Op::kSymbolIn || atom.op == Op::kSetMeets;
  if (of_words && atom.words.empty()) {
    return Leaf({Kind::kConstant, 0, Truth::kFalse, {}}, CircuitBuilder::Constant(Truth::kFalse));
  }
  const bool of_set = atom.op == Op::kSetHas || atom.op == Op::kSetMeets;
  if (of_set && !schema_.facts()[static_cast<std::size_t>(atom.ref.fact)].stage.empty()) {
    return Leaf({Kind::kResult, 0, Truth::kUnknown, {}}, (*results_)(atom.ref.fact, atom.words));
  }
  const KleeneWire wire = AtomWire(std::move(atom));
  return Leaf({Kind::kAtom, last_atom_, Truth::kUnknown, {}}, wire);
}

KleeneWire AtomTable::Leaf(Skeleton::Node node, KleeneWire wire) {
  waiting_.emplace_back(wire, static_cast<std::uint32_t>(skeleton_->nodes_.size()));
  skeleton_->nodes_.push_back(std::move(node));
  return wire;
}

// Takes the last `count` nodes as children.
KleeneWire AtomTable::Join(Op op, std::size_t count) {
  using Kind = Skeleton::Node::Kind;
  Skeleton::Node node;
  node.kind = op == Op::kNot ? Kind::kNot : op == Op::kAnd ? Kind::kAnd : Kind::kOr;
  const auto first = waiting_.end() - static_cast<std::ptrdiff_t>(count);
  KleeneWire wire = CircuitBuilder::Constant(ToTruth(op == Op::kAnd));
  for (auto child = first; child != waiting_.end(); ++child) {
    wire = op == Op::kNot   ? CircuitBuilder::Not(child->first)
           : op == Op::kAnd ? builder_->And(wire, child->first)
                            : builder_->Or(wire, child->first);
    node.children.push_back(child->second);
  }
  waiting_.erase(first, waiting_.end());
  return Leaf(std::move(node), wire);
}

Truth Skeleton::Joined(const Node& node, const std::vector<Truth>& truths) {
  Truth truth = node.truth;
  switch (node.kind) {
    case Node::Kind::kAtom:
    case Node::Kind::kConstant:
    case Node::Kind::kResult:
      break;
    case Node::Kind::kNot:
      return Not(truths[node.children[0]]);
    case Node::Kind::kAnd:
      truth = Truth::kTrue;
      for (std::uint32_t child : node.children) truth = And(truth, truths[child]);
      break;
    case Node::Kind::kOr:
      truth = Truth::kFalse;
      for (std::uint32_t child : node.children) truth = Or(truth, truths[child]);
      break;
  }
  return truth;
}

// Children stand before their parents, so that one walk from the root passes
// every node after those that ask for it.
void Skeleton::AppendDoubts(const std::vector<Truth>& truths,
                            std::vector<std::uint32_t>* leaves) const {
  if (nodes_.empty() || truths.back() != Truth::kUnknown) return;
  const std::size_t begin = leaves->size();
  leaves->push_back(static_cast<std::uint32_t>(nodes_.size() - 1));
  std::size_t kept = begin;
  for (std::size_t next = begin; next < leaves->size(); ++next) {
    const std::uint32_t position = (*leaves)[next];
    const Node& node = nodes_[position];
    if (node.children.empty()) (*leaves)[kept++] = position;
    for (std::uint32_t child : node.children) {
      if (truths[child] == Truth::kUnknown) leaves->push_back(child);
    }
  }
  leaves->resize(kept);
}

KleeneWire AtomTable::AtomWire(Node node) {
  node.children.clear();
  std::sort(node.words.begin(), node.words.end());
  auto [found, added] =
      numbers_.try_emplace(KeyOf(node), static_cast<std::uint32_t>(atoms_.size()));
  if (added) {
    Atom atom;
    Note(node, &atom);
    atom.node = std::move(node);
    hashes_.push_back(licet::HashOf(found->first));
    members_[static_cast<std::size_t>(atom.group)].push_back(found->second);
    atoms_.push_back(std::move(atom));
  }
  last_atom_ = found->second;
  return builder_->Input(last_atom_);
}

void AtomTable::Note(const Node& node, Atom* atom) {
  const std::vector<int>& facts = atom->facts = FactsRead(node, schema_);
  auto group = [this](int fact) { return layout_.group_of[static_cast<std::size_t>(fact)]; };
  atom->group = group(facts[0]);
  for (int fact : facts) {
    if (group(fact) != atom->group) atom->group = layout_.mixed();
  }
  if (atom->group != layout_.mixed()) return;
  for (int fact : facts) {
    auto at = std::lower_bound(mixed_facts_.begin(), mixed_facts_.end(), fact);
    if (at == mixed_facts_.end() || *at != fact) mixed_facts_.insert(at, fact);
  }
}

}  // namespace licet
