// What stands behind BatchJudge: rows to patterns here, patterns to words in
// batch_kinds.cc.
//
// Thread safety: none.

#ifndef LICET_GATE_BATCH_IMPL_H_
#define LICET_GATE_BATCH_IMPL_H_

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
#include "licet/gate/batch.h"
#include "licet/gate/grounds.h"
#include "licet/regime/compile.h"
#include "order_rows.h"

namespace licet {

struct BatchRow : OrderRow {
  std::uint32_t record = kNone;  // in records_, or kNone: among the orders given
  std::uint32_t given = 0;

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
};

// Past so many all are forgotten: a book as varied as this repeats little.
inline constexpr std::size_t kDecisionKindsMax = 2 * KindPool::Impl::kMost;
inline constexpr std::size_t kKeyWordsMax = 8 << 20;

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
    rows_[used_].record = BatchRow::kNone;
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
    read_ = BatchRow::kNone;
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
  const BatchRow& row(std::size_t i) const { return rows_[i]; }
  DecisionKind& kind(std::size_t i) { return decisions_[kinds_of_[i]]; }
  std::size_t kinds() const { return decisions_.size() - 1; }
  const std::vector<Clocks>& own() const { return own_; }

  const Order& order(std::size_t i) {
    const BatchRow& row = rows_[i];
    if (row.record == BatchRow::kNone) return orders_[row.given];
    // Taking it has seen that it can be read.
    if (read_ != row.record) (void)ParseOrder(records_[row.record], &scratch_order_);
    read_ = row.record;
    return scratch_order_;
  }
  std::string_view id(std::size_t i) const {
    const BatchRow& row = rows_[i];
    return row.record == BatchRow::kNone ? std::string_view(orders_[row.given].id)
                                         : records_[row.record].fields[0].text;
  }
  std::string_view buyer(std::size_t i) const {
    const BatchRow& row = rows_[i];
    if (row.record == BatchRow::kNone) {
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
    const BatchRow& row = rows_[i];
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
    const BatchRow& row = rows_[i];
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
    const BatchRow& row = rows_[used_++];
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

  Date AsOf(std::size_t pack, const BatchRow& row) const {
    return by_pack_[pack].as_of.value_or(row.date);
  }
  Date KnownAt(std::size_t pack, const BatchRow& row) const {
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
      const BatchRow& row = rows_[i];
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

  std::uint32_t ContentsOf(Snap* snap, const BatchRow& row) {
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

  static bool Head(std::span<const std::uint64_t> pattern, CompiledSnapshot::Head plane) {
    return ((pattern[0] >> plane) & 1U) != 0;
  }
  static bool Numbered(const BatchRow& row, std::size_t pack) {
    return ((row.numbered >> pack) & 1U) != 0;
  }
  void ForgetKinds();
  void Classify(std::size_t pack, Snap* snap, std::uint32_t lane,
                std::span<const std::uint64_t> pattern);
  std::uint32_t KindOf(std::size_t pack, Snap& snap, std::uint32_t lane,
                       std::span<const std::uint64_t> pattern, bool open);
  void AppendPlaces(const Snap& snap, int provision, std::vector<std::uint64_t>* key) const;
  void AppendDoubts(const Snap& snap, std::uint32_t lane, std::vector<std::uint64_t>* key);
  void AppendDoubts(const Skeleton& skeleton, std::uint64_t number, std::uint32_t lane,
                    bool unknown, std::vector<std::uint64_t>* key);
  void NoteDoubts(std::uint32_t atom, const BatchRow& row, bool values);
  GateKind AskGate(std::size_t pack, Snap& snap, std::uint32_t lane);
  std::uint32_t Decide(std::size_t i);
  DecisionKind Join(std::size_t i);

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
  std::uint32_t read_ = BatchRow::kNone;  // the record that scratch_order_ holds
  std::vector<BatchRow> rows_;
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

}  // namespace licet

#endif  // LICET_GATE_BATCH_IMPL_H_
