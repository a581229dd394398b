#include "licet/gate/batch.h"

#include <algorithm>
#include <cassert>
#include <deque>

#include "ask.h"
#include "build_facts.h"
#include "decision_text.h"
#include "key_table.h"
#include "licet/gate/grounds.h"
#include "licet/regime/compile.h"
#include "order_rows.h"

namespace licet {

namespace {

constexpr std::uint64_t kHeadMask = (1U << CompiledSnapshot::kHeadPlanes) - 1;

struct Row : OrderRow {
  std::vector<std::uint32_t> gate_kinds;  // by regime; 0 not on the route
  std::vector<Truth> gate_places;         // by regime
  Truth place = Truth::kTrue;             // all of them joined
  DecisionKind* kind = nullptr;
};

}  // namespace

class BatchJudge::Impl : private InstanceValues {
 public:
  Impl(Engine& engine, const Clocks& clocks, Depth depth)
      : engine_(engine),
        words_(depth == Depth::kWords),
        schema_(engine.schema()),
        own_(engine.packs().size(), clocks),
        by_pack_(own_),
        atoms_(schema_, LayoutOf(schema_)),
        table_(engine, atoms_),
        place_fact_(schema_.Find("transaction.place_of_use")),
        texts_(engine, this) {
    for (const Pack& pack : engine.packs()) packs_.push_back(&pack);
    decisions_.emplace_back();
    decision_keys_.Number({});
  }

  Order* Next() {
    if (orders_.size() == used_) orders_.emplace_back();
    return &orders_[used_];
  }

  Status Take() {
    Order& order = orders_[used_];
    if (rows_.size() == used_) rows_.emplace_back();
    Row& row = rows_[used_];
    if (!table_.Resolve(order, &row)) {
      // The judge of single orders knows what to say of it.
      auto decision = licet::Judge(engine_, order, own_[0]);
      assert(!decision);
      if (!decision) return std::unexpected(decision.error());
    }
    ++used_;
    return {};
  }

  // A regime whose clocks are those of the run before has said it already.
  void Run(std::span<const Clocks> by_pack) {
    by_pack_.assign(by_pack.begin(), by_pack.end());
    EvaluateMixed();
    if (said_.size() != packs_.size() || said_of_ != used_) {
      said_.assign(packs_.size(), {});
      said_snap_.assign(packs_.size(), kNoSnap);
      ++block_;
    }
    said_of_ = used_;
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (said_[pack] == by_pack_[pack]) continue;
      RunPack(pack);
      said_[pack] = by_pack_[pack];
    }
    for (std::size_t i = 0; i < used_; ++i) Decide(i);
  }

  void Clear() {
    used_ = 0;
    mixed_of_block_ = false;
    said_.clear();
    table_.Forget();
    texts_.EndBlock(kept_text_);
  }

  std::size_t size() const { return used_; }
  const Order& order(std::size_t i) const { return orders_[i]; }
  const Row& row(std::size_t i) const { return rows_[i]; }
  std::size_t kinds() const { return decisions_.size() - 1; }
  const std::vector<Clocks>& own() const { return own_; }

  Decision Full(std::size_t i) {
    const Row& row = rows_[i];
    Decision decision;
    decision.order = orders_[i];
    decision.item = row.item;
    decision.as_of = AsOf(0, orders_[i]);
    decision.known_at = KnownAt(0, orders_[i]);
    decision.reading = by_pack_[0].reading;
    Facts facts(schema_);
    FillItem(schema_, *row.item, &facts);
    (void)FillOrder(schema_, engine_.parties(), orders_[i], *row.item, &facts,
                    &decision.assumptions);
    const Range& value = facts[schema_.Find("transaction.value")].number;
    if (value.IsExact()) decision.value = *value.low;
    decision.place = facts[place_fact_].symbol;
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (row.gate_kinds[pack] == 0) continue;
      const GateKind& kind = gates_[row.gate_kinds[pack] - 1];
      GateAnswer answer = kind.answer;
      const std::size_t snap = SnapOf(pack, AsOf(pack, orders_[i]), KnownAt(pack, orders_[i]));
      answer.snapshot = snaps_[snap].snapshot;
      answer.facts = facts;
      FillContents(engine_, *answer.snapshot, *row.item, &answer.facts);
      // Where no exception counts, orders of a kind differ in which would.
      answer.determination.fires = Determine(*answer.snapshot, schema_, &answer.facts).fires;
      if (answer.authorisation && table_.IsOnlyNumber(pack)) {
        answer.authorisation = std::string(row.numbers[pack]);
      }
      answer.charges.clear();
      SetCharges(schema_, &answer);
      decision.gates.push_back(std::move(answer));
    }
    JoinGates(schema_, &decision);
    return decision;
  }

  void KeepText(std::size_t bytes) { kept_text_ = bytes; }

  void AppendJson(std::size_t i, std::string* out) {
    assert(words_);
    const Row& row = rows_[i];
    const Order& order = orders_[i];
    decided_gates_.clear();
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (row.gate_kinds[pack] == 0) continue;
      Snap& snap = snaps_[SnapOf(pack, AsOf(pack, order), KnownAt(pack, order))];
      decided_gates_.push_back({snap.snapshot, ContentsOf(&snap, row)});
    }
    texts_.Append({order,
                   *row.item,
                   {AsOf(0, order), KnownAt(0, order), by_pack_[0].reading},
                   *row.kind,
                   row.instance,
                   row.same_roles,
                   decided_gates_,
                   row.numbers},
                  out);
  }

 private:
  std::uint64_t NumberOf(int group, std::uint32_t instance, int fact) override {
    return table_.column(group).ValueNumber(instance, fact);
  }
  const Value& ValueOf(int group, std::uint32_t instance, int fact) override {
    return table_.column(group).ValueOf(instance, fact);
  }

  // ---- rows to patterns --------------------------------------------------

  static constexpr std::size_t kNoSnap = ~std::size_t{0};

  // Planes of some lanes' atoms.
  struct Gathered {
    std::uint64_t block = 0;
    std::vector<Plane> inputs;
  };

  struct Snap {
    std::size_t number;
    const Snapshot* snapshot;
    CompiledSnapshot compiled;
    std::vector<std::uint32_t> contents;  // instance by item, plus one
    KeyTable keys;
    std::vector<std::uint32_t> gates;  // by key number
  };

  std::size_t SnapOf(std::size_t pack, Date as_of, Date known_at) {
    const std::uint64_t days[] = {
        static_cast<std::uint64_t>(static_cast<std::uint32_t>(as_of.days())) << 32 |
            static_cast<std::uint32_t>(known_at.days()),
        pack << 1 | (by_pack_[pack].reading == Reading::kCodified ? 1U : 0U)};
    const auto [number, added] = day_numbers_.Number(days);
    if (!added) return day_snaps_[number];
    const Snapshot& snapshot =
        engine_.SnapshotOf(*packs_[pack], as_of, known_at, by_pack_[pack].reading);
    auto found = std::find_if(snaps_.begin(), snaps_.end(),
                              [&](const Snap& snap) { return snap.snapshot == &snapshot; });
    if (found == snaps_.end()) {
      snaps_.push_back({snaps_.size(),
                        &snapshot,
                        CompileSnapshot(snapshot, schema_, place_fact_, &atoms_),
                        {},
                        {},
                        {}});
      found = snaps_.end() - 1;
      EvaluateMixed();
    }
    day_snaps_.push_back(static_cast<std::size_t>(found - snaps_.begin()));
    return day_snaps_.back();
  }

  // Atoms over amounts and over several groups, order by order.
  void EvaluateMixed() {
    const std::size_t atoms = atoms_.InGroup(kGroupMixed).size();
    if (mixed_done_ == atoms && mixed_of_block_) return;
    mixed_of_block_ = true;
    mixed_done_ = atoms;
    mixed_words_ = (atoms + 63) / 64;
    mixed_.assign(used_ * mixed_words_ * 2, 0);
    for (std::size_t i = 0; i < used_; ++i) {
      table_.MixedTruths(orders_[i], rows_[i], mixed_.data() + i * mixed_words_ * 2);
    }
  }

  Date AsOf(std::size_t pack, const Order& order) const {
    return by_pack_[pack].as_of.value_or(order.date);
  }
  Date KnownAt(std::size_t pack, const Order& order) const {
    return by_pack_[pack].KnownFor(order);
  }

  // Orders under the same snapshot stand together.
  void RunPack(std::size_t pack) {
    auto& by_snap = by_snap_;
    by_snap.resize(used_);
    std::pair<Date, Date> days{Date::Max(), Date::Min()};
    std::size_t snap = 0;
    for (std::size_t i = 0; i < used_; ++i) {
      rows_[i].gate_kinds.resize(packs_.size());
      rows_[i].gate_places.resize(packs_.size());
      const std::pair own{AsOf(pack, orders_[i]), KnownAt(pack, orders_[i])};
      if (own != days) snap = SnapOf(pack, own.first, own.second);
      days = own;
      by_snap[i] = {static_cast<std::uint32_t>(snap), static_cast<std::uint32_t>(i)};
    }
    const bool whole = std::is_sorted(by_snap.begin(), by_snap.end()) && used_ > 0 &&
                       by_snap.front().first == by_snap.back().first;
    if (!whole) {
      std::sort(by_snap.begin(), by_snap.end());
      said_snap_[pack] = kNoSnap;
    } else {
      // Another day of the same law.
      if (said_snap_[pack] == snap) return;
      said_snap_[pack] = snap;
    }
    std::size_t begin = 0;
    while (begin < used_) {
      std::size_t end = begin;
      lanes_.clear();
      while (end < used_ && end - begin < Plane::kLanes &&
             by_snap[end].first == by_snap[begin].first) {
        lanes_.push_back(by_snap[end++].second);
      }
      RunBlock(pack, &snaps_[by_snap[begin].first], whole ? begin / Plane::kLanes : kNoSnap);
      begin = end;
    }
  }

  std::uint32_t ContentsOf(Snap* snap, const Row& row) {
    if (row.item->contents.empty()) return 0;
    snap->contents.resize(engine_.catalog().items().size(), 0);
    std::uint32_t& instance = snap->contents[row.instance[kGroupItem]];
    if (instance == 0) instance = table_.Contents(snap->snapshot, row.item);
    return instance;
  }

  // `place` is where the lanes stand among those of a whole block under one
  // snapshot: their planes are the same under the next.
  void RunBlock(std::size_t pack, Snap* snap, std::size_t place) {
    for (std::uint32_t lane : lanes_) {
      rows_[lane].instance[kGroupContents] = ContentsOf(snap, rows_[lane]);
    }
    if (place != kNoSnap && whole_.size() <= place) whole_.resize(place + 1);
    Gathered& gathered = place == kNoSnap ? any_ : whole_[place];
    const bool known =
        place != kNoSnap && gathered.block == block_ && gathered.inputs.size() == atoms_.size() * 2;
    gathered.block = block_;
    gathered.inputs.resize(atoms_.size() * 2);
    for (int group = 0; group < kGroupCount; ++group) {
      if (!known || group == kGroupContents) Gather(group, &gathered.inputs);
    }
    const CompiledSnapshot& compiled = snap->compiled;
    outputs_.resize(std::max(outputs_.size(), (compiled.planes() + 63) / 64 * 64));
    compiled.circuit.Run(gathered.inputs.data(), &scratch_, outputs_.data());
    Scatter(compiled);
    const std::size_t words = compiled.pattern_words();
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Classify(pack, snap, lanes_[i], {patterns_.data() + i * words, words});
    }
  }

  // 64 orders' truths of 64 atoms are turned into 64 atoms' planes.
  void Gather(int group, std::vector<Plane>* inputs) {
    const auto& atoms = atoms_.InGroup(group);
    const std::size_t words = (atoms.size() + 63) / 64;
    if (words == 0) return;
    const bool mixed = group == kGroupMixed;
    const std::uint64_t* truths[Plane::kLanes];
    Column& column = table_.column(group);
    if (!mixed) {
      // First all of them: evaluating one instance may move the others.
      for (std::uint32_t lane : lanes_) column.Prepare(rows_[lane].instance[group]);
    }
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      truths[i] = mixed ? mixed_.data() + lanes_[i] * mixed_words_ * 2
                        : column.Prepared(rows_[lanes_[i]].instance[group]);
    }
    std::uint64_t block[64];
    for (std::size_t sub = 0; sub * 64 < lanes_.size(); ++sub) {
      const std::size_t count = std::min<std::size_t>(64, lanes_.size() - sub * 64);
      for (std::size_t word = 0; word < words * 2; ++word) {
        for (std::size_t i = 0; i < count; ++i) block[i] = truths[sub * 64 + i][word];
        std::fill(block + count, block + 64, 0);
        Transpose64(block);
        const std::size_t first = word / 2 * 64;
        const std::size_t last = std::min<std::size_t>(64, atoms.size() - first);
        for (std::size_t bit = 0; bit < last; ++bit) {
          (*inputs)[atoms[first + bit] * 2 + word % 2].words[sub] = block[bit];
        }
      }
    }
  }

  void Scatter(const CompiledSnapshot& compiled) {
    const std::size_t words = compiled.pattern_words();
    patterns_.resize(Plane::kLanes * words);
    for (std::size_t plane = compiled.planes(); plane < words * 64; ++plane) outputs_[plane] = {};
    std::uint64_t block[64];
    for (std::size_t sub = 0; sub * 64 < lanes_.size(); ++sub) {
      for (std::size_t word = 0; word < words; ++word) {
        for (std::size_t i = 0; i < 64; ++i) block[i] = outputs_[word * 64 + i].words[sub];
        Transpose64(block);
        for (std::size_t i = 0; i < 64; ++i) patterns_[(sub * 64 + i) * words + word] = block[i];
      }
    }
  }

  // ---- patterns to words -------------------------------------------------

  static bool Head(std::span<const std::uint64_t> pattern, CompiledSnapshot::Head plane) {
    return ((pattern[0] >> plane) & 1U) != 0;
  }

  void Classify(std::size_t pack, Snap* snap, std::uint32_t lane,
                std::span<const std::uint64_t> pattern) {
    Row& row = rows_[lane];
    row.gate_places[pack] = Truth::kTrue;
    constexpr std::uint64_t kOutcomes = (1U << (CompiledSnapshot::kUnknown + 1)) - 1;
    row.gate_kinds[pack] = 0;
    if ((pattern[0] & kOutcomes) == 0) return;
    const Truth place = Head(pattern, CompiledSnapshot::kPlaceAllowed)     ? Truth::kTrue
                        : Head(pattern, CompiledSnapshot::kPlaceForbidden) ? Truth::kFalse
                                                                           : Truth::kUnknown;
    row.gate_places[pack] = place;
    key_.assign(pattern.begin(), pattern.end());
    // The place is the decision's matter.
    key_[0] &= ~(std::uint64_t{1} << CompiledSnapshot::kPlaceAllowed |
                 std::uint64_t{1} << CompiledSnapshot::kPlaceForbidden);
    key_.push_back(row.numbers[pack].empty() ? 0 : 1);
    const bool open = words_ && Head(pattern, CompiledSnapshot::kOpen);
    if (open) AppendDoubts(*snap, lane, &key_);
    const auto [number, added] = snap->keys.Number(key_);
    if (added) snap->gates.push_back(KindOf(pack, *snap, lane, pattern, open));
    row.gate_kinds[pack] = snap->gates[number];
  }

  // The same provisions mean the same on every day, and so do the same doubts:
  // most patterns of a snapshot are known from its neighbours.
  std::uint32_t KindOf(std::size_t pack, Snap& snap, std::uint32_t lane,
                       std::span<const std::uint64_t> pattern, bool open) {
    std::vector<std::uint64_t> key = {pack, key_[0] & kHeadMask,
                                      rows_[lane].numbers[pack].empty() ? 0U : 1U};
    auto bit = [&](std::size_t plane) { return (pattern[plane / 64] >> (plane % 64)) & 1U; };
    for (const CompiledSnapshot::Mark& mark : snap.compiled.marks) {
      const bool one = mark.says == CompiledSnapshot::Says::kDefeated ||
                       mark.says == CompiledSnapshot::Says::kUnsure;
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
    if (added) gates_.push_back(AskGate(pack, snap, lane));
    return number + 1;
  }

  // Members of a named set of places differ from day to day.
  void AppendPlaces(const Snap& snap, int provision, std::vector<std::uint64_t>* key) const {
    const Provision& p = snap.snapshot->pack->provisions[static_cast<std::size_t>(provision)];
    if (!p.gives || p.gives->place_set < 0) return;
    for (Symbol word : snap.snapshot->sets[static_cast<std::size_t>(p.gives->place_set)]) {
      key->push_back(word);
    }
  }

  Truth TruthOf(std::uint32_t atom, std::uint32_t lane) {
    const int group = atoms_.atom(atom).group;
    const auto& in_group = atoms_.InGroup(group);
    const auto at = static_cast<std::size_t>(
        std::lower_bound(in_group.begin(), in_group.end(), atom) - in_group.begin());
    const std::uint64_t* truths = group == kGroupMixed
                                      ? mixed_.data() + lane * mixed_words_ * 2
                                      : table_.column(group).Truths(rows_[lane].instance[group]);
    if ((truths[at / 64 * 2] >> (at % 64)) & 1U) return Truth::kTrue;
    return (truths[at / 64 * 2 + 1] >> (at % 64)) & 1U ? Truth::kFalse : Truth::kUnknown;
  }

  // What an unknown answer's missing facts depend on beyond the pattern: the
  // atoms of the provisions that are not sure to fire or not to, and what is
  // known of the facts in doubt. What is sure stays so whatever they turn out
  // to be.
  void AppendDoubts(const Snap& snap, std::uint32_t lane, std::vector<std::uint64_t>* key) {
    doubts_.clear();
    // Only an unknown outcome is searched for what would settle it; otherwise
    // the names of the facts in doubt are all that counts.
    const bool unknown = Head(*key, CompiledSnapshot::kUnknown);
    const std::function<Truth(std::uint32_t)> truth_of = [this, lane](std::uint32_t atom) {
      return TruthOf(atom, lane);
    };
    auto append = [&](const Skeleton& skeleton) {
      leaves_.clear();
      skeleton.Doubts(truth_of, &leaves_);
      key->push_back(leaves_.size());
      for (std::uint32_t leaf : leaves_) {
        const Skeleton::Node& node = skeleton.node(leaf);
        const bool atom = node.kind == Skeleton::Node::Kind::kAtom;
        key->push_back(atom ? node.atom : std::uint64_t{1} << 32 | leaf);
        if (atom) NoteDoubts(node.atom, lane, unknown);
      }
    };
    append(snap.compiled.skeletons.back());
    for (const CompiledSnapshot::Mark& mark : snap.compiled.marks) {
      if (mark.says != CompiledSnapshot::Says::kUnsure) continue;
      if ((((*key)[mark.plane / 64] >> (mark.plane % 64)) & 1U) == 0) continue;
      append(snap.compiled.skeletons[static_cast<std::size_t>(mark.provision)]);
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

  // The facts behind an atom in doubt; of one over several facts also those
  // that are known.
  void NoteDoubts(std::uint32_t atom, std::uint32_t lane, bool values) {
    const std::vector<int> facts = atoms_.FactsOf(atom);
    for (int fact : facts) {
      const int of = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
      std::uint64_t value = 0;
      if (of != kGroupMixed) {
        value = table_.column(of).ValueNumber(rows_[lane].instance[of], fact);
        if (!values) value &= 1;  // only whether it is known
      } else if (facts.size() > 1) {
        value = static_cast<std::uint64_t>(orders_[lane].quantity.micros()) * 31 +
                static_cast<std::uint64_t>(
                    orders_[lane].unit_price ? orders_[lane].unit_price->micros() + 1 : 0);
      }
      doubts_.emplace_back(fact, value);
    }
  }

  GateKind AskGate(std::size_t pack, Snap& snap, std::uint32_t lane) {
    Facts facts(schema_);
    FillItem(schema_, *rows_[lane].item, &facts);
    std::vector<std::string> unused;
    (void)FillOrder(schema_, engine_.parties(), orders_[lane], *rows_[lane].item, &facts, &unused);
    FillContents(engine_, *snap.snapshot, *rows_[lane].item, &facts);
    CompiledOracle oracle(snap.compiled, schema_, atoms_);
    GateKind kind{
        AskSnapshot(schema_, *snap.snapshot, std::move(facts), &oracle, words_), {}, {}, {}};
    kind.grounds = BareGroundsOf(schema_, kind.answer);
    for (const Ground& ground : kind.grounds) {
      if (ground.fires == Truth::kTrue) kind.fired.push_back(ground.provision);
    }
    if (kind.answer.authorisation && table_.IsOnlyNumber(pack)) {
      kind.answer.authorisation =
          std::string(1, static_cast<char>(DecisionKind::kNumberMark + static_cast<char>(pack)));
    }
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      if (schema_.facts()[i].stage.empty()) continue;
      kind.results.emplace_back(static_cast<int>(i), kind.answer.facts.values[i]);
    }
    kind.answer.facts.values = {};
    kind.answer.facts.parties = {};
    return kind;
  }

  void Decide(std::size_t i) {
    Row& row = rows_[i];
    row.place = Truth::kTrue;
    for (const Truth place : row.gate_places) row.place = And(row.place, place);
    key_.assign(row.gate_kinds.begin(), row.gate_kinds.end());
    // Where use is not settled the words name the place.
    if (row.place != Truth::kTrue) {
      key_.push_back(static_cast<std::uint64_t>(row.place));
      if (words_) key_.push_back(row.instance[kGroupActivity + 3]);
    }
    const auto [number, added] = decision_keys_.Number(key_);
    if (added) decisions_.push_back(Join(i));
    row.kind = &decisions_[number];
  }

  DecisionKind Join(std::size_t i) {
    const Row& row = rows_[i];
    DecisionKind kind;
    Decision decision;
    decision.order = orders_[i];
    decision.item = row.item;
    decision.as_of = AsOf(0, orders_[i]);
    for (std::uint32_t gate : row.gate_kinds) {
      if (gate == 0) continue;
      kind.gates.push_back(&gates_[gate - 1]);
      decision.gates.push_back(kind.gates.back()->answer);
    }
    const std::string& place = orders_[i].place_of_use;
    if (!place.empty()) decision.place = schema_.symbols().Intern(place);
    JoinGates(schema_, &decision);
    kind.verdict = decision.verdict;
    kind.reason = std::move(decision.reason);
    kind.next_steps = std::move(decision.next_steps);
    return kind;
  }

  Engine& engine_;
  const bool words_;  // Depth::kWords
  const Schema& schema_;
  const std::vector<Clocks> own_;  // by regime
  std::vector<Clocks> by_pack_;    // of this run
  AtomTable atoms_;
  OrderRows table_;
  const int place_fact_;
  std::vector<const Pack*> packs_;
  DecisionTexts texts_;
  std::size_t kept_text_ = std::size_t{32} << 20;
  std::vector<DecidedOrder::Gate> decided_gates_;

  std::vector<Order> orders_;
  std::vector<Row> rows_;
  std::size_t used_ = 0;
  std::vector<std::optional<Clocks>> said_;  // by regime: the clocks of its answers
  std::size_t said_of_ = 0;                  // so many orders of the block
  std::vector<std::size_t> said_snap_;       // the snapshot, where all stood under one
  std::uint64_t block_ = 0;                  // counts what was looked at
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_snap_;

  KeyTable day_numbers_;
  std::vector<std::size_t> day_snaps_;
  std::deque<Snap> snaps_;
  std::vector<std::uint64_t> mixed_;
  std::size_t mixed_words_ = 0;
  std::size_t mixed_done_ = 0;
  bool mixed_of_block_ = false;

  std::vector<std::uint32_t> lanes_;
  std::vector<Gathered> whole_;
  Gathered any_;
  std::vector<Plane> outputs_;
  std::vector<Plane> scratch_;
  std::vector<std::uint64_t> patterns_;
  std::vector<std::uint64_t> key_;
  std::vector<std::pair<int, std::uint64_t>> doubts_;
  std::vector<std::uint32_t> leaves_;

  KeyTable gate_keys_;
  std::deque<GateKind> gates_;  // row.gate_kinds counts from 1
  KeyTable decision_keys_;
  std::deque<DecisionKind> decisions_;

  friend class BatchJudge;
};

BatchJudge::BatchJudge(Engine& engine, const Clocks& clocks, Depth depth)
    : impl_(std::make_unique<Impl>(engine, clocks, depth)) {}
BatchJudge::~BatchJudge() = default;
BatchJudge::BatchJudge(BatchJudge&&) noexcept = default;

Order* BatchJudge::Next() { return impl_->Next(); }
Status BatchJudge::Take() { return impl_->Take(); }
void BatchJudge::Run() { impl_->Run(impl_->own()); }
void BatchJudge::RunUnder(std::span<const Clocks> by_pack) { impl_->Run(by_pack); }
void BatchJudge::Clear() { impl_->Clear(); }
std::size_t BatchJudge::size() const { return impl_->size(); }
const Order& BatchJudge::order(std::size_t i) const { return impl_->order(i); }
Decision BatchJudge::Full(std::size_t i) const { return impl_->Full(i); }
void BatchJudge::AppendJson(std::size_t i, std::string* out) { impl_->AppendJson(i, out); }
void BatchJudge::KeepText(std::size_t bytes) { impl_->KeepText(bytes); }
const Item& BatchJudge::item(std::size_t i) const { return *impl_->row(i).item; }
DecisionKind& BatchJudge::kind(std::size_t i) const { return *impl_->row(i).kind; }
std::size_t BatchJudge::kinds() const { return impl_->kinds(); }
bool BatchJudge::has_authorisation(std::size_t i) const { return impl_->row(i).numbered; }
const std::vector<std::string_view>& BatchJudge::authorisations(std::size_t i) const {
  return impl_->row(i).numbers;
}

}  // namespace licet
