#include "licet/rules/atoms.h"

#include <algorithm>

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

std::vector<int> FactsOf(const Node& node, const Schema& schema) {
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
                              const ResultTruth& results, CircuitBuilder* builder) {
  expression_ = &expression;
  sets_ = &sets;
  results_ = &results;
  builder_ = builder;
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
  auto child = [&](std::size_t i) {
    return CompileNode(expression_->node(node.children[i]), role);
  };
  switch (node.op) {
    case Op::kConstant:
      return CircuitBuilder::Constant(node.truth);
    case Op::kOpenPoint:
      return CircuitBuilder::Constant(Truth::kUnknown);
    case Op::kNot:
      return CircuitBuilder::Not(child(0));
    case Op::kAnd:
    case Op::kOr: {
      KleeneWire wire = child(0);
      for (std::size_t i = 1; i < node.children.size(); ++i) {
        const KleeneWire next = child(i);
        wire = node.op == Op::kAnd ? builder_->And(wire, next) : builder_->Or(wire, next);
      }
      return wire;
    }
    case Op::kExists:
    case Op::kAll:
      return Quantify(node);
    default:
      break;
  }
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
  const bool of_words = atom.op == Op::kSymbolIn || atom.op == Op::kSetMeets;
  if (of_words && atom.words.empty()) return CircuitBuilder::Constant(Truth::kFalse);
  const bool of_set = atom.op == Op::kSetHas || atom.op == Op::kSetMeets;
  if (of_set && !schema_.facts()[static_cast<std::size_t>(atom.ref.fact)].stage.empty()) {
    return (*results_)(atom.ref.fact, atom.words);
  }
  return AtomWire(std::move(atom));
}

// Over the roles of the parties: some of them may be the same firm, which
// changes neither an "exists" nor an "all".
KleeneWire AtomTable::Quantify(const Node& node) {
  const bool exists = node.op == Op::kExists;
  KleeneWire wire = CircuitBuilder::Constant(ToTruth(!exists));
  for (int role : layout_.party_roles) {
    const KleeneWire one = CompileNode(expression_->node(node.children[0]), role);
    wire = exists ? builder_->Or(wire, one) : builder_->And(wire, one);
  }
  return wire;
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
    members_[static_cast<std::size_t>(atom.group)].push_back(found->second);
    atoms_.push_back(std::move(atom));
  }
  return builder_->Input(found->second);
}

void AtomTable::Note(const Node& node, Atom* atom) {
  const std::vector<int> facts = FactsOf(node, schema_);
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
