// What stands behind BatchJudge and StoryJudge: rows to patterns here, patterns
// to words in batch_kinds.cc, patterns under many settings in batch_stories.cc.
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
#include "screening_json.h"

namespace licet {

struct BatchRow : OrderRow {
  std::uint32_t record = kNone;  // in records_, or kNone: among the orders given
  std::uint32_t given = 0;

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
};

// Past so many all are forgotten: a book as varied as this repeats little.
inline constexpr std::size_t kDecisionKindsMax = 2 * KindPool::Impl::kMost;
inline constexpr std::size_t kKeyWordsMax = 8 << 20;

class BatchImpl : private InstanceValues {
 public:
  // kVerdict is for stories only, kAll for one setting.
  BatchImpl(Engine& engine, std::span<const std::vector<Clocks>> settings, PatternDetail detail,
            KindPool* pool)
      : engine_(engine),
        detail_(detail),
        pool_(pool == nullptr ? nullptr : pool->impl_.get()),
        schema_(engine.schema()),
        settings_(settings.size()),
        atoms_(schema_, LayoutOf(schema_)),
        table_(engine, atoms_),
        place_fact_(schema_.Find("transaction.place_of_use")),
        texts_(engine, this) {
    for (const Pack& pack : engine.packs()) packs_.push_back(&pack);
    for (const auto& by_pack : settings) {
      for (std::size_t pack = 0; pack < packs_.size(); ++pack) AddView(pack, by_pack[pack]);
    }
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

  // One setting, in words.
  void Run() {
    EvaluateMixed();
    gate_kinds_.resize(used_ * packs_.size());
    gate_places_.resize(used_ * packs_.size());
    kinds_of_.resize(used_);
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) RunPack(pack);
    for (std::size_t i = 0; i < used_; ++i) kinds_of_[i] = Decide(i, 0);
  }

  // All settings, verdicts only.
  void RunStories();

  void Clear() {
    used_ = 0;
    given_ = 0;
    own_known_ = false;
    records_.clear();
    for (auto& instances : instances_) instances.clear();
    holds_.clear();
    read_ = BatchRow::kNone;
    mixed_of_block_ = false;
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
  void HoldBack(std::size_t i, std::string reason);
  Story& story(std::size_t i) { return stories_[stories_of_[i]]; }

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
                                         : records_[row.record].fields[kColumnOrder].text;
  }
  // End user, else purchaser; null when not stated.
  const Party* buyer_party(std::size_t i) const {
    constexpr std::size_t kPurchaser = 1;  // in OrderRoles()
    constexpr std::size_t kEndUser = 3;
    const Party* end_user = table_.PartyOf(rows_[i], kEndUser);
    return end_user != nullptr ? end_user : table_.PartyOf(rows_[i], kPurchaser);
  }
  // What screening found of the order's parties, joined by ';'.
  void AppendScreening(std::size_t i, std::string* out) {
    if (engine_.screening() == nullptr || !engine_.screening()->any()) return;
    const BatchRow& row = rows_[i];
    const Party* told[4] = {};
    const std::size_t begin = out->size();
    for (std::size_t role = 0; role < std::size(told); ++role) {
      const Party* party = told[role] = table_.PartyOf(row, role);
      if (party == nullptr || std::find(told, told + role, party) != told + role) continue;
      std::vector<std::optional<std::string>>& lines = screened_[role];
      const std::uint32_t instance = row.instance[kGroupExporter + static_cast<int>(role)];
      if (lines.size() <= instance) lines.resize(instance + std::size_t{1});
      if (!lines[instance]) lines[instance] = ScreenedPartyLine(engine_, *party, row.date);
      if (lines[instance]->empty()) continue;
      if (out->size() > begin) *out += ';';
      *out += *lines[instance];
    }
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
    decision.as_of = ViewOf(0, 0).AsOf(row);
    decision.known_at = ViewOf(0, 0).KnownAt(row);
    decision.reading = ViewOf(0, 0).clocks.reading;
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
      answer.snapshot = snaps_[SnapOf(&ViewOf(0, pack), row)].snapshot;
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
    JoinGates(engine_, &decision);
    return decision;
  }

  void KeepText(std::size_t bytes) { kept_text_ = bytes; }

  void AppendJson(std::size_t i, std::string* out) {
    const BatchRow& row = rows_[i];
    decided_gates_.clear();
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      if (gate_kinds_[i * packs_.size() + pack] == 0) continue;
      Snap& snap = snaps_[SnapOf(&ViewOf(0, pack), row)];
      decided_gates_.push_back({snap.snapshot, ContentsOf(&snap, row.instance[kGroupItem])});
    }
    texts_.Append({order(i),
                   *row.item,
                   {ViewOf(0, 0).AsOf(row), ViewOf(0, 0).KnownAt(row), ViewOf(0, 0).clocks.reading},
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

  // A regime as some clocks show it; settings with the same clocks share it.
  struct View {
    std::size_t pack;
    Clocks clocks;
    Date first;                             // of `snaps`
    std::vector<std::uint32_t> snaps = {};  // by day, plus one; under clocks.known_at

    Date AsOf(const BatchRow& row) const { return clocks.as_of.value_or(row.date); }
    Date KnownAt(const BatchRow& row) const { return clocks.KnownFor(row.known_at); }
  };

  void AddView(std::size_t pack, const Clocks& clocks) {
    auto found = std::find_if(views_.begin(), views_.end(), [&](const View& view) {
      return view.pack == pack && view.clocks == clocks;
    });
    if (found == views_.end()) {
      views_.push_back({pack, clocks, Date::Min()});
      found = views_.end() - 1;
    }
    view_of_.push_back(static_cast<std::size_t>(found - views_.begin()));
  }
  View& ViewOf(std::size_t setting, std::size_t pack) {
    return views_[view_of_[setting * packs_.size() + pack]];
  }

  Status Resolve(const Order& order) {
    if (rows_.size() == used_) rows_.emplace_back();
    if (table_.Resolve(order, &rows_[used_])) return {};
    return Refuse(order);
  }

  // The judge of single orders knows what to say of it.
  Status Refuse(const Order& order) {
    auto decision = licet::Judge(engine_, order, views_[0].clocks);
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

  std::size_t SnapOf(View* view, const BatchRow& row) {
    constexpr int kSpan = 1 << 14;  // days, some 45 years
    const Date as_of = view->AsOf(row);
    const Date known_at = view->KnownAt(row);
    if (view->snaps.empty()) {
      view->first = Date::FromDays(as_of.days() - kSpan / 2);
      view->snaps.resize(kSpan, 0);
    }
    const int at = as_of.days() - view->first.days();
    if (known_at != view->clocks.known_at || at < 0 || at >= kSpan) {
      return FindSnap(*view, as_of, known_at);
    }
    std::uint32_t& snap = view->snaps[static_cast<std::size_t>(at)];
    if (snap == 0) snap = static_cast<std::uint32_t>(FindSnap(*view, as_of, known_at) + 1);
    return snap - 1;
  }

  std::size_t FindSnap(const View& view, Date as_of, Date known_at) {
    const std::uint64_t days[] = {
        static_cast<std::uint64_t>(static_cast<std::uint32_t>(as_of.days())) << 32 |
            static_cast<std::uint32_t>(known_at.days()),
        view.pack << 1 | (view.clocks.reading == Reading::kCodified ? 1U : 0U)};
    const auto [number, added] = day_numbers_.Number(days);
    if (!added) return day_snaps_[number];
    const Snapshot& snapshot =
        engine_.SnapshotOf(*packs_[view.pack], as_of, known_at, view.clocks.reading);
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
                      CompileSnapshot(snapshot, schema_, place_fact_, &atoms_, detail_),
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

  // Orders under the same snapshot stand together.
  void RunPack(std::size_t pack) {
    snap_of_.resize(used_);
    for (std::size_t i = 0; i < used_; ++i) {
      snap_of_[i] = static_cast<std::uint32_t>(SnapOf(&ViewOf(0, pack), rows_[i]));
    }
    starts_.assign(snaps_.size() + 1, 0);
    for (std::uint32_t snap : snap_of_) ++starts_[snap + 1];
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
      RunBlock(pack, &snaps_[snap]);
      begin = end;
    }
  }

  std::uint32_t ContentsOf(Snap* snap, std::uint32_t item) {
    const auto& items = engine_.catalog().items();
    if (items[item].contents.empty()) return 0;
    snap->contents.resize(items.size(), 0);
    std::uint32_t& instance = snap->contents[item];
    if (instance == 0) instance = table_.Contents(snap->snapshot, &items[item]);
    return instance;
  }

  void RunBlock(std::size_t pack, Snap* snap) {
    for (std::uint32_t lane : lanes_) {
      if (holds_[lane] == 0) continue;
      rows_[lane].instance[kGroupContents] = instances_[kGroupContents][lane] =
          ContentsOf(snap, rows_[lane].instance[kGroupItem]);
    }
    inputs_.resize(std::max(inputs_.size(), atoms_.size() * 2));
    for (int group = 0; group < kGroupCount; ++group) {
      const auto& reads = snap->reads[static_cast<std::size_t>(group)];
      if (!reads.empty()) Gather(group, &reads, instances_[static_cast<std::size_t>(group)]);
    }
    const CompiledSnapshot& compiled = snap->compiled;
    const std::size_t words = compiled.pattern_words();
    RunCircuit(compiled.circuit);
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      Classify(pack, snap, lanes_[i], {patterns_.data() + i * words, words});
    }
  }

  // The lanes' patterns, from the planes that were gathered.
  void RunCircuit(const Circuit& circuit) {
    outputs_.resize(std::max(outputs_.size(), (circuit.output_count() + 63) / 64 * 64));
    circuit.Run(inputs_.data(), &scratch_, outputs_.data());
    Scatter(circuit.output_count());
  }

  // 64 orders' truths of 64 atoms are turned into 64 atoms' planes; those that
  // `reads` does not name are left as they are. `instances` are by row; the planes
  // are those of the group's atoms, or from atom `as` on.
  void Gather(int group, const std::vector<char>* reads,
              const std::vector<std::uint32_t>& instances, std::uint32_t as = kOwnPlanes) {
    const std::vector<std::uint32_t>& atoms = atoms_.InGroup(group);
    const std::size_t words = (atoms.size() + 63) / 64;
    const bool mixed = group == kGroupMixed;
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
    std::uint32_t others[64];
    for (std::size_t word = 0; word < words; ++word) {
      if (reads != nullptr && (word >= reads->size() || (*reads)[word] == 0)) continue;
      std::span<const std::uint32_t> to(atoms.data() + word * 64,
                                        std::min<std::size_t>(64, atoms.size() - word * 64));
      if (as != kOwnPlanes) {
        std::iota(others, others + to.size(), as + static_cast<std::uint32_t>(word * 64));
        to = {others, to.size()};
      }
      for (std::size_t sub = 0; sub * 64 < lanes_.size(); ++sub) {
        const std::size_t count = std::min<std::size_t>(64, lanes_.size() - sub * 64);
        GatherWord(to, word, {truths + sub * 64, count}, sub);
      }
    }
  }

  // Of a group with few atoms both truths go through one transposition.
  void GatherWord(std::span<const std::uint32_t> atoms, std::size_t word,
                  std::span<const std::uint64_t* const> truths, std::size_t sub) {
    std::uint64_t block[64];
    if (atoms.size() <= 32) {
      for (std::size_t i = 0; i < truths.size(); ++i) {
        block[i] = truths[i][word * 2] | truths[i][word * 2 + 1] << 32;
      }
      std::fill(block + truths.size(), block + 64, 0);
      Transpose64(block);
      for (std::size_t bit = 0; bit < atoms.size(); ++bit) {
        inputs_[atoms[bit] * 2].words[sub] = block[bit];
        inputs_[atoms[bit] * 2 + 1].words[sub] = block[32 + bit];
      }
      return;
    }
    for (std::size_t no = 0; no < 2; ++no) {
      for (std::size_t i = 0; i < truths.size(); ++i) block[i] = truths[i][word * 2 + no];
      std::fill(block + truths.size(), block + 64, 0);
      Transpose64(block);
      for (std::size_t bit = 0; bit < atoms.size(); ++bit) {
        inputs_[atoms[bit] * 2 + no].words[sub] = block[bit];
      }
    }
  }

  void Scatter(std::size_t planes) {
    const std::size_t words = (planes + 63) / 64;
    patterns_.resize(Plane::kLanes * words);
    for (std::size_t plane = planes; plane < words * 64; ++plane) outputs_[plane] = {};
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
  std::uint32_t Decide(std::size_t i, std::size_t setting);
  DecisionKind Join(std::size_t i, std::size_t setting);

  // ---- stories ------------------------------------------------------------

  static constexpr std::uint32_t kOwnPlanes = 0xFFFFFFFF;

  // The snapshots that stories have asked for, as one circuit.
  struct Joint {
    std::vector<std::uint32_t> member_of;  // by snapshot, plus one
    std::vector<std::uint32_t> snaps;      // by member
    JointCircuit circuit;
    // What items hold is classified by the snapshot itself: for each way of
    // doing that, the instance by item, and planes of its own.
    std::vector<std::vector<std::uint32_t>> contents;
    std::uint32_t contents_as = 0;  // the first of those atoms
    KeyTable keys;
    std::vector<std::uint32_t> says;  // by key number and member: see Says()
  };

  void FindViews();
  void JoinSnaps();
  std::size_t ContentsClass(Snap* snap, std::vector<std::vector<std::uint64_t>>* classes);
  void GatherJoint();
  std::span<const std::uint64_t> JointKey(std::size_t lane) const;
  void FindPatterns();
  void FindStory(std::uint32_t row, std::uint32_t joint, std::span<const std::uint64_t> pattern);
  std::uint32_t Says(std::uint32_t row, std::uint32_t joint, std::span<const std::uint64_t> pattern,
                     std::size_t view);
  void MakeStory(std::uint32_t row, std::uint32_t joint, std::span<const std::uint64_t> pattern);
  void ForgetStories();

  // Where an atom's truth stands among those of its group.
  struct AtomPlace {
    int group;
    std::uint32_t at;
  };

  Engine& engine_;
  const PatternDetail detail_;
  KindPool::Impl* const pool_;
  const Schema& schema_;
  const std::size_t settings_;
  std::vector<View> views_;
  std::vector<std::size_t> view_of_;  // by setting and regime
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
  std::vector<std::uint32_t> instances_[kGroupCount];    // by row
  std::vector<char> holds_;                              // whether its item holds others
  bool own_known_ = false;                               // whether any row has a known_at
  std::vector<std::optional<std::string>> screened_[4];  // by role and instance
  std::vector<std::uint32_t> kinds_of_;                  // in decisions_
  std::vector<std::uint32_t> gate_kinds_;                // by row, then regime; 0 not on the route
  std::vector<Truth> gate_places_;
  std::vector<std::uint32_t> snap_of_;  // by row
  std::vector<std::uint32_t> starts_;   // by snapshot: in sorted_
  std::vector<std::uint32_t> sorted_;   // rows

  KeyTable day_numbers_;
  std::vector<std::size_t> day_snaps_;
  std::deque<Snap> snaps_;
  std::vector<std::uint64_t> mixed_;
  std::size_t mixed_words_ = 0;
  std::size_t mixed_done_ = 0;
  bool mixed_of_block_ = false;

  std::vector<std::uint32_t> lanes_;
  std::vector<Plane> inputs_;
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

  Joint joint_;
  std::vector<std::vector<std::uint32_t>> view_snaps_;  // by view and row; one where all are alike
  std::vector<std::size_t> views_by_row_;               // those where they are not
  std::vector<std::uint64_t> joint_keys_;               // by lane
  std::vector<std::uint64_t> hashes_;
  std::vector<std::uint32_t> patterns_of_;
  std::vector<std::uint64_t> extracted_;
  std::vector<std::uint64_t> story_key_;
  KeyTable story_keys_;
  std::deque<Story> stories_;
  std::vector<std::uint32_t> stories_of_;  // by row
};

}  // namespace licet

#endif  // LICET_GATE_BATCH_IMPL_H_
