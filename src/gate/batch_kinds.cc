// Patterns to words: kinds of answers and of decisions.

#include "batch_impl.h"

namespace licet {

namespace {
constexpr std::uint64_t kHeadMask = (1U << CompiledSnapshot::kHeadPlanes) - 1;
}  // namespace

void BatchImpl::ForgetKinds() {
  for (Snap& snap : snaps_) {
    snap.keys.Clear();
    snap.gates.clear();
  }
  key_words_ = 0;
  gate_keys_.Clear();
  gates_.clear();
  decision_keys_.Clear();
  decisions_.clear();
  texts_.Clear();
  ForgetStories();
  decisions_.emplace_back();
  decision_keys_.Number({});
}

void BatchImpl::Classify(std::size_t pack, Snap* snap, std::uint32_t lane,
                         std::span<const std::uint64_t> pattern) {
  const BatchRow& row = rows_[lane];
  std::uint32_t& gate_kind = gate_kinds_[lane * packs_.size() + pack];
  Truth& place = gate_places_[lane * packs_.size() + pack];
  constexpr std::uint64_t kOutcomes = (1U << (CompiledSnapshot::kUnknown + 1)) - 1;
  gate_kind = 0;
  place = Truth::kTrue;
  if ((pattern[0] & kOutcomes) == 0) return;
  place = Head(pattern, CompiledSnapshot::kPlaceAllowed)     ? Truth::kTrue
          : Head(pattern, CompiledSnapshot::kPlaceForbidden) ? Truth::kFalse
                                                             : Truth::kUnknown;
  key_.assign(pattern.begin(), pattern.end());
  // The place is the decision's matter.
  key_[0] &= ~(std::uint64_t{1} << CompiledSnapshot::kPlaceAllowed |
               std::uint64_t{1} << CompiledSnapshot::kPlaceForbidden);
  key_.push_back(Numbered(row, pack) ? 1 : 0);
  const bool open = detail_ == PatternDetail::kAll && Head(pattern, CompiledSnapshot::kOpen);
  if (open) AppendDoubts(*snap, lane, &key_);
  const auto [number, added] = snap->keys.Number(key_);
  if (added) {
    key_words_ += key_.size();
    snap->gates.push_back(KindOf(pack, *snap, lane, pattern, open));
  }
  gate_kind = snap->gates[number];
}

// The same provisions mean the same on every day, and so do the same doubts:
// most patterns of a snapshot are known from its neighbours, and some from
// another judge.
std::uint32_t BatchImpl::KindOf(std::size_t pack, Snap& snap, std::uint32_t lane,
                                std::span<const std::uint64_t> pattern, bool open) {
  std::vector<std::uint64_t> key = {pack, key_[0] & kHeadMask,
                                    Numbered(rows_[lane], pack) ? 1U : 0U};
  auto bit = [&](std::size_t plane) { return (pattern[plane / 64] >> (plane % 64)) & 1U; };
  for (const CompiledSnapshot::Mark& mark : snap.compiled.marks) {
    const bool one = mark.says == CompiledSnapshot::Says::kDefeated ||
                     mark.says == CompiledSnapshot::Says::kUnsure ||
                     mark.says == CompiledSnapshot::Says::kFired;
    const std::uint64_t says = bit(mark.plane) | (one ? 0 : bit(mark.plane + 1) << 1);
    if (says == 0) continue;
    key.push_back(static_cast<std::uint64_t>(mark.provision) << 8 |
                  static_cast<std::uint64_t>(mark.says) << 2 | says);
    AppendPlaces(snap, mark.provision, &key);
  }
  if (open) {
    key.push_back(~std::uint64_t{0});
    key.insert(key.end(), key_.begin() + static_cast<std::ptrdiff_t>(pattern.size()), key_.end());
  }
  const auto [number, added] = gate_keys_.Number(key);
  if (!added) return number + 1;
  key_words_ += key.size();
  std::shared_ptr<const GateKind> kind = pool_ == nullptr ? nullptr : pool_->Find(key);
  if (kind == nullptr) {
    kind = std::make_shared<const GateKind>(AskGate(pack, snap, lane));
    if (pool_ != nullptr) pool_->Put(key, kind);
  }
  gates_.push_back(std::move(kind));
  return number + 1;
}

// Members of a named set of places differ from day to day.
void BatchImpl::AppendPlaces(const Snap& snap, int provision,
                             std::vector<std::uint64_t>* key) const {
  const Provision& p = snap.snapshot->pack->provisions[static_cast<std::size_t>(provision)];
  if (!p.gives || p.gives->place_set < 0) return;
  for (Symbol word : snap.snapshot->sets[static_cast<std::size_t>(p.gives->place_set)]) {
    key->push_back(word);
  }
}

// What an unknown answer's missing facts depend on beyond the pattern: the
// atoms of the provisions that are not sure to fire or not to, and what is
// known of the facts in doubt. What is sure stays so whatever they turn out
// to be.
void BatchImpl::AppendDoubts(const Snap& snap, std::uint32_t lane,
                             std::vector<std::uint64_t>* key) {
  doubts_.clear();
  for (int group = 0; group < kGroupCount; ++group) {
    truths_[group] = group == kGroupMixed
                         ? mixed_.data() + lane * mixed_words_ * 2
                         : table_.column(group).Truths(rows_[lane].instance[group]);
  }
  // Only an unknown outcome is searched for what would settle it; otherwise
  // the names of the open facts are all that counts.
  const bool unknown = Head(*key, CompiledSnapshot::kUnknown);
  const auto& skeletons = snap.compiled.skeletons;
  AppendDoubts(skeletons.back(), skeletons.size(), lane, unknown, key);
  for (const CompiledSnapshot::Mark& mark : snap.compiled.marks) {
    if (mark.says != CompiledSnapshot::Says::kUnsure) continue;
    if ((((*key)[mark.plane / 64] >> (mark.plane % 64)) & 1U) == 0) continue;
    const auto number = static_cast<std::size_t>(mark.provision);
    AppendDoubts(skeletons[number], number, lane, unknown, key);
  }
  std::sort(doubts_.begin(), doubts_.end());
  doubts_.erase(std::unique(doubts_.begin(), doubts_.end()), doubts_.end());
  bool of_party = false;
  for (const auto& [fact, value] : doubts_) {
    const int group = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
    of_party = of_party || (group > kGroupExporter && group < kGroupActivity);
    key->push_back(static_cast<std::uint64_t>(fact));
    key->push_back(value);
  }
  // A firm in two roles is asked about once.
  if (of_party) key->push_back(rows_[lane].same_roles);
}

void BatchImpl::AppendDoubts(const Skeleton& skeleton, std::uint64_t number, std::uint32_t lane,
                             bool unknown, std::vector<std::uint64_t>* key) {
  leaves_.clear();
  skeleton.Doubts(
      [this](std::uint32_t atom) {
        const AtomPlace place = atom_places_[atom];
        const std::uint64_t* word = truths_[place.group] + place.at / 64 * 2;
        if ((word[0] >> (place.at % 64)) & 1U) return Truth::kTrue;
        return (word[1] >> (place.at % 64)) & 1U ? Truth::kFalse : Truth::kUnknown;
      },
      &node_truths_, &leaves_);
  for (std::uint32_t leaf : leaves_) {
    const Skeleton::Node& node = skeleton.node(leaf);
    const bool atom = node.kind == Skeleton::Node::Kind::kAtom;
    if (!atom) key->push_back(number << 32 | leaf);
    if (atom && unknown) key->push_back(atoms_.HashOf(node.atom));
    if (atom) NoteDoubts(node.atom, rows_[lane], unknown);
  }
  key->push_back(number);
}

// The facts behind an atom in doubt: those that are open; with `values` also
// what is known of them and of those beside them.
void BatchImpl::NoteDoubts(std::uint32_t atom, const BatchRow& row, bool values) {
  const std::vector<int>& facts = atoms_.FactsOf(atom);
  for (int fact : facts) {
    const int of = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
    if (of != kGroupMixed) {
      const std::uint64_t value = table_.column(of).ValueNumber(row.instance[of], fact);
      if (values || (value & 1U) != 0) doubts_.emplace_back(fact, values ? value : 1);
    } else if (!values) {
      if (table_.IsOpenAmount(row, fact)) doubts_.emplace_back(fact, 1);
    } else if (facts.size() == 1) {
      doubts_.emplace_back(fact, 0);
    } else {
      doubts_.emplace_back(fact, static_cast<std::uint64_t>(row.quantity.micros()));
      if (row.unit_price) {
        doubts_.emplace_back(fact, ~static_cast<std::uint64_t>(row.unit_price->micros()));
      }
    }
  }
}

GateKind BatchImpl::AskGate(std::size_t pack, Snap& snap, std::uint32_t lane) {
  Facts facts(schema_);
  FillItem(schema_, *rows_[lane].item, &facts);
  std::vector<std::string> unused;
  (void)FillOrder(schema_, engine_.parties(), order(lane), *rows_[lane].item, &facts, &unused);
  FillContents(engine_, *snap.snapshot, *rows_[lane].item, &facts);
  CompiledOracle oracle(snap.compiled, schema_, atoms_);
  GateKind kind{AskSnapshot(schema_, *snap.snapshot, std::move(facts), &oracle,
                            detail_ == PatternDetail::kAll),
                {},
                {},
                engine_.law(),
                {}};
  kind.grounds = BareGroundsOf(schema_, kind.answer);
  for (const Ground& ground : kind.grounds) {
    if (ground.fires == Truth::kTrue) kind.fired.push_back(ground.provision);
  }
  if (kind.answer.authorisation) {
    kind.answer.authorisation =
        std::string(1, static_cast<char>(DecisionKind::kNumberMark + static_cast<char>(pack)));
  }
  // Thousands of kinds are kept: of their facts only the results.
  Facts last = std::move(kind.answer.facts);
  for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
    if (schema_.facts()[i].stage.empty()) continue;
    kind.results.emplace_back(static_cast<int>(i), std::move(last.values[i]));
  }
  kind.answer.snapshot = nullptr;
  return kind;
}

// The number of the row's kind of decision.
std::uint32_t BatchImpl::Decide(std::size_t i, std::size_t setting) {
  Truth place = Truth::kTrue;
  key_.clear();
  for (std::size_t at = i * packs_.size(); at < (i + 1) * packs_.size(); ++at) {
    place = And(place, gate_places_[at]);
    key_.push_back(gate_kinds_[at]);
  }
  // Where use is not settled the words name the place.
  if (place != Truth::kTrue) {
    key_.push_back(static_cast<std::uint64_t>(place));
    if (detail_ == PatternDetail::kAll) key_.push_back(instances_[kGroupPlaceOfUse][i]);
  }
  const auto [number, added] = decision_keys_.Number(key_);
  if (added) {
    key_words_ += key_.size();
    decisions_.push_back(Join(i, setting));
  }
  return number;
}

void BatchImpl::HoldBack(std::size_t i, std::string reason) {
  DecisionKind held = kind(i);
  held.verdict = Verdict::kHold;
  held.reason = std::move(reason);
  held.text.clear();
  // A kind of its own, under a key that no gates make.
  constexpr std::uint64_t kHeldBack = UINT64_MAX;
  key_.assign({kHeldBack, decisions_.size()});
  kinds_of_[i] = decision_keys_.Number(key_).first;
  decisions_.push_back(std::move(held));
}

DecisionKind BatchImpl::Join(std::size_t i, std::size_t setting) {
  const BatchRow& row = rows_[i];
  DecisionKind kind;
  Decision decision;
  decision.order.place_of_use = order(i).place_of_use;
  decision.item = row.item;
  decision.as_of = ViewOf(setting, 0).AsOf(row);
  for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
    const std::uint32_t gate = gate_kinds_[i * packs_.size() + pack];
    if (gate == 0) continue;
    kind.gates.push_back(gates_[gate - 1].get());
    decision.gates.push_back(kind.gates.back()->answer);
    decision.gates.back().snapshot = snaps_[SnapOf(&ViewOf(setting, pack), row)].snapshot;
  }
  const std::string& place = decision.order.place_of_use;
  if (!place.empty()) decision.place = schema_.symbols().Intern(place);
  JoinGates(engine_, &decision);
  kind.verdict = decision.verdict;
  kind.reason = std::move(decision.reason);
  kind.next_steps = std::move(decision.next_steps);
  return kind;
}

}  // namespace licet
