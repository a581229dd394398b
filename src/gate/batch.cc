#include "licet/gate/batch.h"

#include <algorithm>
#include <cassert>
#include <deque>
#include <numeric>
#include <optional>

#include "ask.h"
#include "build_facts.h"
#include "decision_text.h"
#include "key_table.h"
#include "kind_pool.h"
#include "licet/gate/grounds.h"
#include "licet/regime/compile.h"
#include "order_rows.h"

namespace licet {

namespace {

constexpr std::uint64_t kHeadMask = (1U << CompiledSnapshot::kHeadPlanes) - 1;

struct Row : OrderRow {
  std::uint32_t record = kNone;  // in records_, or kNone: among the orders given
  std::uint32_t given = 0;

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
};

// Past so many all are forgotten: a book as varied as this repeats little.
constexpr std::size_t kDecisionKindsMax = 2 * KindPool::Impl::kMost;
constexpr std::size_t kKeyWordsMax = 8 << 20;

}  // namespace

class BatchJudge::Impl : private InstanceValues {
 public:
  Impl(Engine& engine, const Clocks& clocks, Depth depth, KindPool* pool)
      : engine_(engine),
        words_(depth == Depth::kWords),
        pool_(pool == nullptr ? nullptr : pool->impl_.get()),
        schema_(engine.schema()),
        own_(engine.packs().size(), clocks),
        by_pack_(own_),
        atoms_(schema_, LayoutOf(schema_)),
        table_(engine, atoms_),
        place_fact_(schema_.Find("transaction.place_of_use")),
        texts_(engine, this) {
    for (const Pack& pack : engine.packs()) packs_.push_back(&pack);
    days_.resize(packs_.size());
    ForgetKinds();
  }

  Order* Next() {
    if (orders_.size() == given_) orders_.emplace_back();
    return &orders_[given_];
  }

  Status Take() {
    LICET_RETURN_IF_ERROR(Resolve(orders_[given_]));
    rows_[used_].record = Row::kNone;
    rows_[used_].given = static_cast<std::uint32_t>(given_++);
    Keep();
    return {};
  }

  Status Take(const OrderRecord& record) {
    LICET_ASSIGN_OR_RETURN(const OrderNumbers numbers, ParseNumbers(record));
    if (rows_.size() == used_) rows_.emplace_back();
    if (!table_.Resolve(numbers, record, &rows_[used_])) return Refuse(record);
    rows_[used_].record = static_cast<std::uint32_t>(records_.size());
    records_.push_back(record);
    Keep();
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
    gate_kinds_.resize(used_ * packs_.size());
    gate_places_.resize(used_ * packs_.size());
    kinds_of_.resize(used_);
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (said_[pack] == by_pack_[pack]) continue;
      RunPack(pack);
      said_[pack] = by_pack_[pack];
    }
    for (std::size_t i = 0; i < used_; ++i) kinds_of_[i] = Decide(i);
  }

  void Clear() {
    used_ = 0;
    given_ = 0;
    own_known_ = false;
    records_.clear();
    for (auto& instances : instances_) instances.clear();
    holds_.clear();
    read_ = Row::kNone;
    mixed_of_block_ = false;
    said_.clear();
    table_.Forget();
    texts_.EndBlock(kept_text_);
    if (gates_.size() > KindPool::Impl::kMost || decisions_.size() > kDecisionKindsMax ||
        key_words_ > kKeyWordsMax) {
      ForgetKinds();
    }
  }

  std::size_t size() const { return used_; }
  const Row& row(std::size_t i) const { return rows_[i]; }
  DecisionKind& kind(std::size_t i) { return decisions_[kinds_of_[i]]; }
  std::size_t kinds() const { return decisions_.size() - 1; }
  const std::vector<Clocks>& own() const { return own_; }

  const Order& order(std::size_t i) {
    const Row& row = rows_[i];
    if (row.record == Row::kNone) return orders_[row.given];
    // Taking it has seen that it can be read.
    if (read_ != row.record) (void)ParseOrder(records_[row.record], &scratch_order_);
    read_ = row.record;
    return scratch_order_;
  }
  std::string_view id(std::size_t i) const {
    const Row& row = rows_[i];
    return row.record == Row::kNone ? std::string_view(orders_[row.given].id)
                                    : records_[row.record].fields[0].text;
  }
  std::string_view buyer(std::size_t i) const {
    const Row& row = rows_[i];
    if (row.record == Row::kNone) {
      const Order& order = orders_[row.given];
      return order.end_user.empty() ? order.purchaser : order.end_user;
    }
    constexpr std::size_t kPurchaser = 7;  // in OrderColumns()
    constexpr std::size_t kEndUser = 9;
    const auto& fields = records_[row.record].fields;
    return fields[kEndUser].text.empty() ? fields[kPurchaser].text : fields[kEndUser].text;
  }
  std::vector<std::string_view> authorisations(std::size_t i) const {
    std::vector<std::string_view> numbers(packs_.size());
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (Numbered(rows_[i], pack)) numbers[pack] = table_.Number(rows_[i], pack);
    }
    return numbers;
  }

  Decision Full(std::size_t i) {
    const Row& row = rows_[i];
    Decision decision;
    decision.order = order(i);
    decision.item = row.item;
    decision.as_of = AsOf(0, row);
    decision.known_at = KnownAt(0, row);
    decision.reading = by_pack_[0].reading;
    Facts facts(schema_);
    FillItem(schema_, *row.item, &facts);
    (void)FillOrder(schema_, engine_.parties(), decision.order, *row.item, &facts,
                    &decision.assumptions);
    const Range& value = facts[schema_.Find("transaction.value")].number;
    if (value.IsExact()) decision.value = *value.low;
    decision.place = facts[place_fact_].symbol;
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      const std::uint32_t number = gate_kinds_[i * packs_.size() + pack];
      if (number == 0) continue;
      const GateKind& kind = *gates_[number - 1];
      GateAnswer answer = kind.answer;
      answer.snapshot = snaps_[SnapOf(pack, AsOf(pack, row), KnownAt(pack, row))].snapshot;
      answer.facts = facts;
      FillContents(engine_, *answer.snapshot, *row.item, &answer.facts);
      // Where no exception counts, orders of a kind differ in which would.
      answer.determination.fires = Determine(*answer.snapshot, schema_, &answer.facts).fires;
      if (answer.authorisation) {
        answer.authorisation = table_.Number(row, pack);
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
    decided_gates_.clear();
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (gate_kinds_[i * packs_.size() + pack] == 0) continue;
      Snap& snap = snaps_[SnapOf(pack, AsOf(pack, row), KnownAt(pack, row))];
      decided_gates_.push_back({snap.snapshot, ContentsOf(&snap, row)});
    }
    texts_.Append({order(i),
                   *row.item,
                   {AsOf(0, row), KnownAt(0, row), by_pack_[0].reading},
                   kind(i),
                   row.instance,
                   row.same_roles,
                   decided_gates_,
                   authorisations(i)},
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
    // By group: which 64 atoms of it the circuit reads.
    std::vector<std::vector<char>> reads;
    std::vector<std::uint32_t> contents;  // instance by item, plus one
    KeyTable keys;
    std::vector<std::uint32_t> gates;  // by key number
  };

  // The snapshots of a regime by the day they are asked for, plus one, under
  // the clocks of the run.
  struct DaySnaps {
    Date known_at = Date::Min();
    Reading reading = Reading::kEnforced;
    Date first;
    std::vector<std::uint32_t> snaps;
  };

  Status Resolve(const Order& order) {
    if (rows_.size() == used_) rows_.emplace_back();
    if (table_.Resolve(order, &rows_[used_])) return {};
    return Refuse(order);
  }

  // The judge of single orders knows what to say of it.
  Status Refuse(const Order& order) {
    auto decision = licet::Judge(engine_, order, own_[0]);
    assert(!decision);
    if (!decision) return std::unexpected(decision.error());
    return {};
  }
  Status Refuse(const OrderRecord& record) {
    Order order;
    LICET_RETURN_IF_ERROR(ParseOrder(record, &order));
    return Refuse(order);
  }

  // What runs over the whole block goes into columns of its own.
  void Keep() {
    const Row& row = rows_[used_++];
    for (std::size_t group = 0; group < kGroupCount; ++group) {
      instances_[group].push_back(row.instance[group]);
    }
    instances_[kGroupContents].back() = 0;
    holds_.push_back(row.item->contents.empty() ? 0 : 1);
    own_known_ = own_known_ || row.known_at.has_value();
  }

  std::size_t SnapOf(std::size_t pack, Date as_of, Date known_at) {
    constexpr int kSpan = 1 << 14;  // days, some 45 years
    DaySnaps& days = days_[pack];
    const Clocks& clocks = by_pack_[pack];
    if (days.known_at != clocks.known_at || days.reading != clocks.reading) {
      days = {clocks.known_at, clocks.reading, Date::FromDays(as_of.days() - kSpan / 2), {}};
    }
    const int at = as_of.days() - days.first.days();
    if (known_at != days.known_at || at < 0 || at >= kSpan) {
      return FindSnap(pack, as_of, known_at);
    }
    days.snaps.resize(kSpan, 0);
    std::uint32_t& snap = days.snaps[static_cast<std::size_t>(at)];
    if (snap == 0) snap = static_cast<std::uint32_t>(FindSnap(pack, as_of, known_at) + 1);
    return snap - 1;
  }

  std::size_t FindSnap(std::size_t pack, Date as_of, Date known_at) {
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
      AddSnap(snapshot);
      found = snaps_.end() - 1;
    }
    day_snaps_.push_back(static_cast<std::size_t>(found - snaps_.begin()));
    return day_snaps_.back();
  }

  void AddSnap(const Snapshot& snapshot) {
    snaps_.push_back({snaps_.size(),
                      &snapshot,
                      CompileSnapshot(snapshot, schema_, place_fact_, &atoms_,
                                      words_ ? PatternDetail::kAll : PatternDetail::kVerdict),
                      std::vector<std::vector<char>>(kGroupCount),
                      {},
                      {},
                      {}});
    for (std::size_t atom = atom_places_.size(); atom < atoms_.size(); ++atom) {
      const int group = atoms_.atom(static_cast<std::uint32_t>(atom)).group;
      const auto& in_group = atoms_.InGroup(group);
      const auto at = std::lower_bound(in_group.begin(), in_group.end(), atom) - in_group.begin();
      atom_places_.push_back({group, static_cast<std::uint32_t>(at)});
    }
    Snap& snap = snaps_.back();
    for (std::uint32_t plane : snap.compiled.circuit.inputs()) {
      const AtomPlace place = atom_places_[plane / 2];
      auto& words = snap.reads[static_cast<std::size_t>(place.group)];
      words.resize(std::max<std::size_t>(words.size(), place.at / 64 + 1), 0);
      words[place.at / 64] = 1;
    }
    EvaluateMixed();
  }

  // Atoms over amounts and over several groups, order by order.
  void EvaluateMixed() {
    const std::size_t atoms = atoms_.InGroup(kGroupMixed).size();
    if (mixed_done_ == atoms && mixed_of_block_) return;
    mixed_of_block_ = true;
    mixed_done_ = atoms;
    mixed_words_ = (atoms + 63) / 64;
    mixed_.assign(used_ * mixed_words_ * 2, 0);
    if (atoms == 0) return;
    for (std::size_t i = 0; i < used_; ++i) {
      table_.MixedTruths(rows_[i], mixed_.data() + i * mixed_words_ * 2);
    }
  }

  Date AsOf(std::size_t pack, const Row& row) const {
    return by_pack_[pack].as_of.value_or(row.date);
  }
  Date KnownAt(std::size_t pack, const Row& row) const {
    return by_pack_[pack].KnownFor(row.known_at);
  }

  // Orders under the same snapshot stand together.
  void RunPack(std::size_t pack) {
    if (used_ == 0) return;
    const Clocks& clocks = by_pack_[pack];
    if (clocks.as_of && (clocks.over_orders || !own_known_)) {
      return RunWhole(pack, SnapOf(pack, *clocks.as_of, clocks.known_at));
    }
    snap_of_.resize(used_);
    for (std::size_t i = 0; i < used_; ++i) {
      const Row& row = rows_[i];
      snap_of_[i] = static_cast<std::uint32_t>(SnapOf(pack, AsOf(pack, row), KnownAt(pack, row)));
    }
    starts_.assign(snaps_.size() + 1, 0);
    for (std::uint32_t snap : snap_of_) ++starts_[snap + 1];
    if (starts_[snap_of_[0] + std::size_t{1}] == used_) return RunWhole(pack, snap_of_[0]);
    said_snap_[pack] = kNoSnap;
    for (std::size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    sorted_.resize(used_);
    for (std::size_t i = 0; i < used_; ++i) {
      sorted_[starts_[snap_of_[i]]++] = static_cast<std::uint32_t>(i);
    }
    std::size_t begin = 0;
    while (begin < used_) {
      const std::uint32_t snap = snap_of_[sorted_[begin]];
      const std::size_t end = std::min<std::size_t>(starts_[snap], begin + Plane::kLanes);
      lanes_.assign(sorted_.begin() + static_cast<std::ptrdiff_t>(begin),
                    sorted_.begin() + static_cast<std::ptrdiff_t>(end));
      RunBlock(pack, &snaps_[snap], kNoSnap);
      begin = end;
    }
  }

  // All orders of the block under one snapshot.
  void RunWhole(std::size_t pack, std::size_t snap) {
    // Another day of the same law.
    if (said_snap_[pack] == snap) return;
    said_snap_[pack] = snap;
    for (std::size_t begin = 0; begin < used_; begin += Plane::kLanes) {
      lanes_.resize(std::min(Plane::kLanes, used_ - begin));
      std::iota(lanes_.begin(), lanes_.end(), static_cast<std::uint32_t>(begin));
      RunBlock(pack, &snaps_[snap], begin / Plane::kLanes);
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
  // snapshot: their planes are the same under the next, but for what items hold.
  void RunBlock(std::size_t pack, Snap* snap, std::size_t place) {
    bool holds = false;
    for (std::uint32_t lane : lanes_) {
      if (holds_[lane] == 0) continue;
      holds = true;
      rows_[lane].instance[kGroupContents] = instances_[kGroupContents][lane] =
          ContentsOf(snap, rows_[lane]);
    }
    const bool whole = place != kNoSnap;
    if (whole && whole_.size() <= place) whole_.resize(place + 1);
    Gathered& gathered = whole ? whole_[place] : any_;
    const bool known =
        whole && gathered.block == block_ && gathered.inputs.size() == atoms_.size() * 2;
    gathered.block = block_;
    gathered.inputs.resize(atoms_.size() * 2);
    for (int group = 0; group < kGroupCount; ++group) {
      if (known && (group != kGroupContents || !holds)) continue;
      Gather(group, whole ? nullptr : &snap->reads[static_cast<std::size_t>(group)],
             &gathered.inputs);
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

  // 64 orders' truths of 64 atoms are turned into 64 atoms' planes; those that
  // `reads` does not name are left as they are.
  void Gather(int group, const std::vector<char>* reads, std::vector<Plane>* inputs) {
    const std::size_t words = (atoms_.InGroup(group).size() + 63) / 64;
    if (words == 0 || (reads != nullptr && reads->empty())) return;
    const bool mixed = group == kGroupMixed;
    const std::vector<std::uint32_t>& instances = instances_[static_cast<std::size_t>(group)];
    Column& column = table_.column(group);
    if (!mixed) {
      // First all of them: evaluating one instance may move the others.
      for (std::uint32_t lane : lanes_) column.Prepare(instances[lane]);
    }
    const std::uint64_t* truths[Plane::kLanes];
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      truths[i] = mixed ? mixed_.data() + lanes_[i] * mixed_words_ * 2
                        : column.Prepared(instances[lanes_[i]]);
    }
    for (std::size_t word = 0; word < words; ++word) {
      if (reads != nullptr && (word >= reads->size() || (*reads)[word] == 0)) continue;
      for (std::size_t sub = 0; sub * 64 < lanes_.size(); ++sub) {
        const std::size_t count = std::min<std::size_t>(64, lanes_.size() - sub * 64);
        GatherWord(group, word, {truths + sub * 64, count}, sub, inputs->data());
      }
    }
  }

  // Of a group with few atoms both truths go through one transposition.
  void GatherWord(int group, std::size_t word, std::span<const std::uint64_t* const> truths,
                  std::size_t sub, Plane* inputs) {
    const std::uint32_t* atoms = atoms_.InGroup(group).data() + word * 64;
    const std::size_t count = std::min<std::size_t>(64, atoms_.InGroup(group).size() - word * 64);
    std::uint64_t block[64];
    if (count <= 32) {
      for (std::size_t i = 0; i < truths.size(); ++i) {
        block[i] = truths[i][word * 2] | truths[i][word * 2 + 1] << 32;
      }
      std::fill(block + truths.size(), block + 64, 0);
      Transpose64(block);
      for (std::size_t bit = 0; bit < count; ++bit) {
        inputs[atoms[bit] * 2].words[sub] = block[bit];
        inputs[atoms[bit] * 2 + 1].words[sub] = block[32 + bit];
      }
      return;
    }
    for (std::size_t no = 0; no < 2; ++no) {
      for (std::size_t i = 0; i < truths.size(); ++i) block[i] = truths[i][word * 2 + no];
      std::fill(block + truths.size(), block + 64, 0);
      Transpose64(block);
      for (std::size_t bit = 0; bit < count; ++bit) {
        inputs[atoms[bit] * 2 + no].words[sub] = block[bit];
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

  void ForgetKinds() {
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
    decisions_.emplace_back();
    decision_keys_.Number({});
  }

  static bool Head(std::span<const std::uint64_t> pattern, CompiledSnapshot::Head plane) {
    return ((pattern[0] >> plane) & 1U) != 0;
  }
  static bool Numbered(const Row& row, std::size_t pack) {
    return ((row.numbered >> pack) & 1U) != 0;
  }

  void Classify(std::size_t pack, Snap* snap, std::uint32_t lane,
                std::span<const std::uint64_t> pattern) {
    const Row& row = rows_[lane];
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
    const bool open = words_ && Head(pattern, CompiledSnapshot::kOpen);
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
  std::uint32_t KindOf(std::size_t pack, Snap& snap, std::uint32_t lane,
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
  void AppendPlaces(const Snap& snap, int provision, std::vector<std::uint64_t>* key) const {
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
  void AppendDoubts(const Snap& snap, std::uint32_t lane, std::vector<std::uint64_t>* key) {
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

  void AppendDoubts(const Skeleton& skeleton, std::uint64_t number, std::uint32_t lane,
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
  void NoteDoubts(std::uint32_t atom, const Row& row, bool values) {
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
        doubts_.emplace_back(fact, static_cast<std::uint64_t>(row.quantity.micros()) * 31 +
                                       static_cast<std::uint64_t>(
                                           row.unit_price ? row.unit_price->micros() + 1 : 0));
      }
    }
  }

  GateKind AskGate(std::size_t pack, Snap& snap, std::uint32_t lane) {
    Facts facts(schema_);
    FillItem(schema_, *rows_[lane].item, &facts);
    std::vector<std::string> unused;
    (void)FillOrder(schema_, engine_.parties(), order(lane), *rows_[lane].item, &facts, &unused);
    FillContents(engine_, *snap.snapshot, *rows_[lane].item, &facts);
    CompiledOracle oracle(snap.compiled, schema_, atoms_);
    GateKind kind{AskSnapshot(schema_, *snap.snapshot, std::move(facts), &oracle, words_),
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
    for (std::size_t i = 0; i < schema_.facts().size(); ++i) {
      if (schema_.facts()[i].stage.empty()) continue;
      kind.results.emplace_back(static_cast<int>(i), kind.answer.facts.values[i]);
    }
    kind.answer.facts.values = {};
    kind.answer.facts.parties = {};
    kind.answer.snapshot = nullptr;
    return kind;
  }

  // The number of the row's kind of decision.
  std::uint32_t Decide(std::size_t i) {
    Truth place = Truth::kTrue;
    key_.clear();
    for (std::size_t at = i * packs_.size(); at < (i + 1) * packs_.size(); ++at) {
      place = And(place, gate_places_[at]);
      key_.push_back(gate_kinds_[at]);
    }
    // Where use is not settled the words name the place.
    if (place != Truth::kTrue) {
      key_.push_back(static_cast<std::uint64_t>(place));
      if (words_) key_.push_back(instances_[kGroupActivity + 3][i]);
    }
    const auto [number, added] = decision_keys_.Number(key_);
    if (added) {
      key_words_ += key_.size();
      decisions_.push_back(Join(i));
    }
    return number;
  }

  DecisionKind Join(std::size_t i) {
    const Row& row = rows_[i];
    DecisionKind kind;
    Decision decision;
    decision.order.place_of_use = order(i).place_of_use;
    decision.item = row.item;
    decision.as_of = AsOf(0, row);
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      const std::uint32_t gate = gate_kinds_[i * packs_.size() + pack];
      if (gate == 0) continue;
      kind.gates.push_back(gates_[gate - 1].get());
      decision.gates.push_back(kind.gates.back()->answer);
      decision.gates.back().snapshot =
          snaps_[SnapOf(pack, AsOf(pack, row), KnownAt(pack, row))].snapshot;
    }
    const std::string& place = decision.order.place_of_use;
    if (!place.empty()) decision.place = schema_.symbols().Intern(place);
    JoinGates(schema_, &decision);
    kind.verdict = decision.verdict;
    kind.reason = std::move(decision.reason);
    kind.next_steps = std::move(decision.next_steps);
    return kind;
  }

  // Where an atom's truth stands among those of its group.
  struct AtomPlace {
    int group;
    std::uint32_t at;
  };

  Engine& engine_;
  const bool words_;  // Depth::kWords
  KindPool::Impl* const pool_;
  const Schema& schema_;
  const std::vector<Clocks> own_;  // by regime
  std::vector<Clocks> by_pack_;    // of this run
  AtomTable atoms_;
  std::vector<AtomPlace> atom_places_;
  OrderRows table_;
  const int place_fact_;
  std::vector<const Pack*> packs_;
  DecisionTexts texts_;
  std::size_t kept_text_ = std::size_t{32} << 20;
  std::vector<DecidedOrder::Gate> decided_gates_;

  std::deque<Order> orders_;  // those given
  std::size_t given_ = 0;
  std::vector<OrderRecord> records_;
  Order scratch_order_;
  std::uint32_t read_ = Row::kNone;  // the record that scratch_order_ holds
  std::vector<Row> rows_;
  std::size_t used_ = 0;
  std::vector<std::uint32_t> instances_[kGroupCount];  // by row
  std::vector<char> holds_;                            // whether its item holds others
  bool own_known_ = false;                             // whether any row has a known_at
  std::vector<std::uint32_t> kinds_of_;                // in decisions_
  std::vector<std::uint32_t> gate_kinds_;              // by row, then regime; 0 not on the route
  std::vector<Truth> gate_places_;
  std::vector<std::optional<Clocks>> said_;  // by regime: the clocks of its answers
  std::size_t said_of_ = 0;                  // so many orders of the block
  std::vector<std::size_t> said_snap_;       // the snapshot, where all stood under one
  std::uint64_t block_ = 0;                  // counts what was looked at
  std::vector<std::uint32_t> snap_of_;       // by row
  std::vector<std::uint32_t> starts_;        // by snapshot: in sorted_
  std::vector<std::uint32_t> sorted_;        // rows

  KeyTable day_numbers_;
  std::vector<std::size_t> day_snaps_;
  std::vector<DaySnaps> days_;  // by regime
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
  std::vector<Truth> node_truths_;
  const std::uint64_t* truths_[kGroupCount] = {};

  KeyTable gate_keys_;
  std::vector<std::shared_ptr<const GateKind>> gates_;  // gate_kinds_ counts from 1
  KeyTable decision_keys_;
  std::deque<DecisionKind> decisions_;
  std::size_t key_words_ = 0;

  friend class BatchJudge;
};

BatchJudge::BatchJudge(Engine& engine, const Clocks& clocks, Depth depth, KindPool* pool)
    : impl_(std::make_unique<Impl>(engine, clocks, depth, pool)) {}
BatchJudge::~BatchJudge() = default;
BatchJudge::BatchJudge(BatchJudge&&) noexcept = default;

Order* BatchJudge::Next() { return impl_->Next(); }
Status BatchJudge::Take() { return impl_->Take(); }
Status BatchJudge::Take(const OrderRecord& record) { return impl_->Take(record); }
void BatchJudge::Run() { impl_->Run(impl_->own()); }
void BatchJudge::RunUnder(std::span<const Clocks> by_pack) { impl_->Run(by_pack); }
void BatchJudge::Clear() { impl_->Clear(); }
std::size_t BatchJudge::size() const { return impl_->size(); }
std::string_view BatchJudge::id(std::size_t i) const { return impl_->id(i); }
Date BatchJudge::date(std::size_t i) const { return impl_->row(i).date; }
Decimal BatchJudge::quantity(std::size_t i) const { return impl_->row(i).quantity; }
const std::optional<Decimal>& BatchJudge::unit_price(std::size_t i) const {
  return impl_->row(i).unit_price;
}
std::string_view BatchJudge::buyer(std::size_t i) const { return impl_->buyer(i); }
const Item& BatchJudge::item(std::size_t i) const { return *impl_->row(i).item; }
const Order& BatchJudge::order(std::size_t i) const { return impl_->order(i); }
Decision BatchJudge::Full(std::size_t i) const { return impl_->Full(i); }
void BatchJudge::AppendJson(std::size_t i, std::string* out) { impl_->AppendJson(i, out); }
DecisionKind& BatchJudge::kind(std::size_t i) const { return impl_->kind(i); }
void BatchJudge::KeepText(std::size_t bytes) { impl_->KeepText(bytes); }
std::size_t BatchJudge::kinds() const { return impl_->kinds(); }
bool BatchJudge::has_authorisation(std::size_t i) const { return impl_->row(i).numbered != 0; }
std::vector<std::string_view> BatchJudge::authorisations(std::size_t i) const {
  return impl_->authorisations(i);
}

}  // namespace licet
