#include "condition_text.h"

#include <algorithm>
#include <utility>

#include "licet/gate/json.h"

namespace licet {

namespace {

// Of the roles that LayoutOf() gives parties, as bits from 1 on.
constexpr std::uint32_t kPurchaser = 1U << 1;
constexpr std::uint32_t kConsignee = 1U << 2;
constexpr std::uint32_t kEndUser = 1U << 3;
constexpr int kTruthBits = 2;

void AppendWord(std::uint64_t word, std::string* key) {
  key->append(reinterpret_cast<const char*>(&word), sizeof(word));
}

void AppendField(std::string_view name, std::string_view text, std::string* out) {
  *out += name;
  AppendJsonString(text, out);
}

}  // namespace

void AppendObservation(const Observation& seen, std::string* out) {
  AppendField("{\"fact\":", seen.fact, out);
  AppendField(",\"value\":", seen.value, out);
  AppendField(",\"unit\":", seen.unit, out);
  AppendField(",\"line\":", seen.line, out);
  AppendField(",\"holds\":", ToString(seen.holds), out);
  if (seen.distance.empty()) {
    *out += ",\"distance\":null}";
    return;
  }
  AppendField(",\"distance\":", seen.distance, out);
  *out += '}';
}

ConditionTexts::ConditionTexts(const Schema& schema)
    : schema_(schema),
      amount_facts_(schema),
      role_starts_(LayoutOf(schema).party_roles),
      classes_(schema),
      facts_(schema) {}

// A firm in several roles is asked about once, in the last of them.
void ConditionTexts::Begin(const Order& order, const Item& item, std::uint32_t same_roles) {
  order_ = &order;
  item_ = &item;
  amounts_known_ = false;
  roles_ = kEndUser;
  if ((same_roles & 3U) == 0) roles_ |= kPurchaser;
  if ((same_roles & 4U) == 0) roles_ |= kConsignee;
}

void ConditionTexts::BeginGate(const Snapshot& snapshot) {
  law_ = &laws_[&snapshot];
  if (law_->snapshot == nullptr) {
    law_->snapshot = &snapshot;
    law_->trees.resize(snapshot.pack->provisions.size());
  }
}

void ConditionTexts::AppendFacts(int provision, std::string* out) {
  std::unique_ptr<Tree>& tree = law_->trees[static_cast<std::size_t>(provision)];
  if (tree == nullptr) {
    tree = std::make_unique<Tree>();
    const Expression& when =
        law_->snapshot->pack->provisions[static_cast<std::size_t>(provision)].when;
    Plant(when, static_cast<int>(when.nodes().size()) - 1, 0, tree.get());
    bytes_ += tree->branches.size() * sizeof(Branch) + tree->names.size() * sizeof(std::uint32_t);
    truths_.resize(std::max(truths_.size(), tree->branches.size()));
    known_.resize(truths_.size());
    said_.resize(std::max<std::size_t>(said_.size(), tree->name_count), 0);
  }
  ++saying_;
  first_ = true;
  Evaluate(*tree, 0);
  Emit(*tree, 0, out);
}

// ---- conditions to trees ---------------------------------------------------

// `role` is that of the enclosing quantifier, from 1, or 0.
void ConditionTexts::Plant(const Expression& when, int number, int role, Tree* tree) {
  const Node& node = when.node(number);
  const std::size_t at = tree->branches.size();
  tree->branches.emplace_back();
  Branch branch;
  const bool exists = node.op == Op::kExists;
  if (exists || node.op == Op::kAll) {
    branch.kind = exists ? Branch::Kind::kOr : Branch::Kind::kAnd;
    for (int of = static_cast<int>(role_starts_.size()); of > 0; --of) {
      const std::size_t part = tree->branches.size();
      Plant(when, node.children[0], of, tree);
      tree->branches[part].role = static_cast<std::uint8_t>(of);
    }
  } else if (!node.children.empty()) {
    branch.kind = node.op == Op::kNot   ? Branch::Kind::kNot
                  : node.op == Op::kAnd ? Branch::Kind::kAnd
                                        : Branch::Kind::kOr;
    for (int child : node.children) Plant(when, child, role, tree);
  } else {
    branch.leaf = LeafOf(node, role);
    branch.names = static_cast<std::uint32_t>(tree->names.size());
    // Names are few: compared one by one.
    std::vector<std::string> known(tree->name_count);
    for (std::size_t i = 0; i < at; ++i) {
      const Branch& other = tree->branches[i];
      if (other.kind != Branch::Kind::kLeaf || other.end == 0) continue;
      const Leaf& leaf = leaves_[other.leaf];
      for (std::size_t n = 0; n < leaf.names.size(); ++n) {
        known[tree->names[other.names + n]] = leaf.names[n];
      }
    }
    for (const std::string& name : leaves_[branch.leaf].names) {
      const auto found = std::find(known.begin(), known.end(), name);
      tree->names.push_back(static_cast<std::uint32_t>(found - known.begin()));
      if (found == known.end()) known.push_back(name);
    }
    tree->name_count = static_cast<std::uint32_t>(known.size());
  }
  branch.end = static_cast<std::uint32_t>(tree->branches.size());
  tree->branches[at] = branch;
}

// Leaves that read the same and hold it against the same are one.
std::uint32_t ConditionTexts::LeafOf(const Node& of, int role) {
  Leaf leaf;
  leaf.node = of;
  auto resolve = [&](FactRef* ref) {
    if (!ref->of_party) return;
    ref->fact += role_starts_[static_cast<std::size_t>(role - 1)];
    ref->of_party = false;
  };
  resolve(&leaf.node.ref);
  resolve(&leaf.node.other);
  for (Term& term : leaf.node.terms) resolve(&term.ref);
  const auto [found, added] =
      leaf_numbers_.try_emplace(KeyOf(leaf.node), static_cast<std::uint32_t>(leaves_.size()));
  if (!added) return found->second;
  leaf.snapshot = law_->snapshot;
  SetFacts(&leaf);
  for (const Observation& seen : Observe(leaf, Truth::kUnknown)) {
    leaf.names.push_back(seen.fact + '\0' + seen.line);
  }
  bytes_ += sizeof(Leaf) + found->first.size();
  leaves_.push_back(std::move(leaf));
  return found->second;
}

std::string ConditionTexts::KeyOf(const Node& node) const {
  std::string key;
  auto number = [&](std::int64_t word) { AppendWord(static_cast<std::uint64_t>(word), &key); };
  number(static_cast<int>(node.op));
  number(static_cast<int>(node.truth));
  number(static_cast<int>(node.relation));
  number(node.constant.micros());
  number(node.ref.fact);
  number(node.other.fact);
  number(static_cast<std::int64_t>(node.terms.size()));
  for (const Term& term : node.terms) {
    number(term.coefficient.micros());
    number(term.ref.fact);
  }
  number(node.set);
  if (node.set < 0) {
    for (Symbol word : node.words) number(word);
  } else {
    // A set's name means something in its pack alone, its members on some days.
    AppendWord(reinterpret_cast<std::uintptr_t>(law_->snapshot->pack), &key);
    for (Symbol word : law_->snapshot->sets[static_cast<std::size_t>(node.set)]) number(word);
  }
  return key + node.message;
}

void ConditionTexts::SetFacts(Leaf* leaf) const {
  auto note = [&](int fact) {
    if (fact < 0) return;
    if (std::find(leaf->facts.begin(), leaf->facts.end(), fact) != leaf->facts.end()) return;
    leaf->facts.push_back(fact);
  };
  auto read = [&](FactRef ref) {
    if (ref.fact < 0) return;
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(ref.fact)];
    const bool ratio = decl.type == FactType::kRatio;
    note(ratio ? decl.of : ref.fact);
    note(ratio ? decl.per : -1);
  };
  read(leaf->node.ref);
  read(leaf->node.other);
  for (const Term& term : leaf->node.terms) read(term.ref);
  const bool amounts = std::any_of(leaf->facts.begin(), leaf->facts.end(),
                                   [&](int fact) { return classes_.IsAmount(fact); });
  leaf->reads =
      amounts || leaf->facts.size() > 2 ? Reads::kAmounts : static_cast<Reads>(leaf->facts.size());
}

const std::vector<std::string>& ConditionTexts::SetNames(const Pack* pack) {
  std::vector<std::string>& names = set_names_[pack];
  if (names.empty()) names = pack->SetNamesList();
  return names;
}

// ---- what decided ----------------------------------------------------------

Truth ConditionTexts::Evaluate(const Tree& tree, std::uint32_t at) {
  const Branch& branch = tree.branches[at];
  Truth truth = Truth::kTrue;
  switch (branch.kind) {
    case Branch::Kind::kLeaf:
      known_[at] = Known(&leaves_[branch.leaf]);
      truth = static_cast<Truth>(known_[at] & ((1U << kTruthBits) - 1));
      break;
    case Branch::Kind::kNot:
      truth = Not(Evaluate(tree, at + 1));
      break;
    case Branch::Kind::kAnd:
    case Branch::Kind::kOr: {
      const bool all = branch.kind == Branch::Kind::kAnd;
      truth = ToTruth(all);
      for (std::uint32_t child = at + 1; child < branch.end; child = tree.branches[child].end) {
        if (!Present(tree.branches[child])) continue;
        const Truth one = Evaluate(tree, child);
        truth = all ? And(truth, one) : Or(truth, one);
      }
      break;
    }
  }
  truths_[at] = truth;
  return truth;
}

// The truth and, above it, the number of the text plus one; without a text when
// it is made anew each time.
std::uint32_t ConditionTexts::Known(Leaf* leaf) {
  if (leaf->reads == Reads::kAmounts) {
    Load(*leaf);
    return static_cast<std::uint32_t>(TruthOf(*leaf));
  }
  if (leaf->reads == Reads::kTwo) {
    const std::uint64_t key =
        std::uint64_t{classes_.ClassOf(leaf->facts[0])} << 32 | classes_.ClassOf(leaf->facts[1]);
    std::uint32_t& known = leaf->by_two[key];
    return known != 0 ? known : known = Make(leaf);
  }
  const std::uint32_t value = leaf->reads == Reads::kNothing ? 0 : classes_.ClassOf(leaf->facts[0]);
  if (leaf->by_one.size() <= value) {
    bytes_ += (value + 1 - leaf->by_one.size()) * sizeof(std::uint32_t);
    leaf->by_one.resize(value + std::size_t{1}, 0);
  }
  std::uint32_t& known = leaf->by_one[value];
  return known != 0 ? known : known = Make(leaf);
}

std::uint32_t ConditionTexts::Make(Leaf* leaf) {
  constexpr std::size_t kTextBytes = 64;  // of its place in the tables
  Load(*leaf);
  const Truth truth = TruthOf(*leaf);
  std::vector<std::string> texts;
  for (const Observation& seen : Observe(*leaf, truth)) {
    AppendObservation(seen, &texts.emplace_back());
    texts.back().shrink_to_fit();
    bytes_ += texts.back().size() + kTextBytes;
  }
  texts_.push_back(std::move(texts));
  return static_cast<std::uint32_t>(texts_.size()) << kTruthBits |
         static_cast<std::uint32_t>(truth);
}

// Puts what the leaf reads into facts_.
void ConditionTexts::Load(const Leaf& leaf) {
  for (int fact : leaf.facts) {
    if (!classes_.IsAmount(fact)) {
      facts_[fact] = classes_.ValueOf(fact);
    } else if (!amounts_known_) {
      // Orders whose amounts are too large were refused.
      (void)FillAmounts(amount_facts_, *order_, *item_, &facts_);
      amounts_known_ = true;
    }
  }
}

Truth ConditionTexts::TruthOf(const Leaf& leaf) const {
  return EvaluateNode(any_, leaf.node, {schema_, facts_, leaf.snapshot->sets}, -1);
}

std::vector<Observation> ConditionTexts::Observe(const Leaf& leaf, Truth truth) {
  const World world{schema_, facts_, leaf.snapshot->sets};
  return ObserveLeaf(any_, leaf.node, world, truth, SetNames(leaf.snapshot->pack));
}

// A branch that decided: of those below it, the ones that have its own truth.
void ConditionTexts::Emit(const Tree& tree, std::uint32_t at, std::string* out) {
  const Branch& branch = tree.branches[at];
  if (branch.kind == Branch::Kind::kLeaf) {
    EmitLeaf(tree, branch, known_[at], out);
    return;
  }
  for (std::uint32_t child = at + 1; child < branch.end; child = tree.branches[child].end) {
    const bool decides = branch.kind == Branch::Kind::kNot || truths_[child] == truths_[at];
    if (Present(tree.branches[child]) && decides) Emit(tree, child, out);
  }
}

void ConditionTexts::EmitLeaf(const Tree& tree, const Branch& branch, std::uint32_t known,
                              std::string* out) {
  const Leaf& leaf = leaves_[branch.leaf];
  auto comma = [&] {
    if (!first_) *out += ',';
    first_ = false;
  };
  if (known >> kTruthBits != 0) {
    const std::vector<std::string>& texts = texts_[(known >> kTruthBits) - 1];
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (Said(tree.names[branch.names + i])) continue;
      comma();
      *out += texts[i];
    }
    return;
  }
  Load(leaf);
  const std::vector<Observation> observations = Observe(leaf, static_cast<Truth>(known));
  for (std::size_t i = 0; i < observations.size(); ++i) {
    if (Said(tree.names[branch.names + i])) continue;
    comma();
    AppendObservation(observations[i], out);
  }
}

// Whether it was said of this condition before.
bool ConditionTexts::Said(std::uint32_t name) {
  return std::exchange(said_[name], saying_) == saying_;
}

void ConditionTexts::Clear() {
  classes_.Clear();
  laws_.clear();
  leaf_numbers_.clear();
  leaves_.clear();
  texts_.clear();
  bytes_ = 0;
}

}  // namespace licet
