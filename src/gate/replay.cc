#include "licet/gate/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "key_table.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/batch.h"

namespace licet {

namespace {

// Words of one kind to small numbers and back.
class Numbering {
 public:
  std::uint32_t Of(const std::string& name) {
    const auto [found, added] =
        numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (added) names_.push_back(name);
    return found->second;
  }
  const std::string& name(std::size_t number) const { return names_[number]; }
  std::size_t size() const { return names_.size(); }

 private:
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> names_;
};

// What is added for a changed order, found once an order.
struct Lot {
  std::int64_t units = 0;
  std::int64_t value = 0;
  std::int64_t tpp_low = 0;
  std::int64_t tpp_high = 0;
  std::uint32_t buyer = 0;
  std::uint32_t item = 0;
  std::uint32_t month = 0;
  bool priced = false;
  bool measured = false;

  void AddTo(Amounts* sum) const {
    ++sum->orders;
    sum->units += units;
    sum->unpriced += priced ? 0 : 1;
    sum->unmeasured += measured ? 0 : 1;
    sum->value += value;
    sum->tpp_low += tpp_low;
    sum->tpp_high += tpp_high;
  }
};

// What counts of a decision: `headline` tells whether two differ, the
// provisions say why.
struct Face {
  Verdict verdict = Verdict::kHold;
  std::uint32_t headline = 0;
  std::string gates;
  std::vector<std::string> fired;  // sorted
};

// An engine for all settings with the same overlays.
struct Side {
  Side(std::vector<std::string> files, Engine loaded)
      : overlays(std::move(files)), engine(std::move(loaded)) {}
  const std::vector<std::string> overlays;
  Engine engine;
  std::vector<std::size_t> settings;
  std::optional<StoryJudge> judge;
  KeyTable groups;                                // faces by `settings`
  std::vector<std::vector<std::uint32_t>> faces;  // the same by number
};

// What becomes of orders that are decided alike under every setting.
struct Tale {
  std::vector<std::uint32_t> faces;                              // by setting
  std::vector<std::pair<std::uint32_t, std::uint32_t>> changes;  // setting, change
  std::uint32_t touched = 0;                                     // the settings of those
  Amounts sum;
};

// By number, then by which settings change the orders: most change under the same
// few lists of settings, and one sum for a list is quicker than one for each
// setting.
using SumsBy = std::vector<std::vector<Amounts>>;

std::string GatesText(const DecisionKind& kind) {
  std::vector<std::string> gates;
  for (const GateKind* gate : kind.gates) {
    const Determination& d = gate->answer.determination;
    std::string text = d.pack->regime + "=" + std::string(ToString(d.outcome));
    for (const std::string& word : {d.exception, d.governing, d.review}) {
      if (!word.empty()) text += " " + word;
    }
    gates.push_back(std::move(text));
  }
  return Join(gates, ";");
}

// Texts that look alike must not count as the same: each part has its place.
std::string HeadlineOf(const DecisionKind& kind) {
  std::string text(ToString(kind.verdict));
  for (const GateKind* gate : kind.gates) {
    const Determination& d = gate->answer.determination;
    text += fmt::format("\n{}\t{}\t{}\t{}\t{}", d.pack->regime, ToString(d.outcome), d.exception,
                        d.governing, d.review);
  }
  return text;
}

std::vector<std::string> Without(const std::vector<std::string>& all,
                                 const std::vector<std::string>& taken) {
  std::vector<std::string> rest;
  std::set_difference(all.begin(), all.end(), taken.begin(), taken.end(), std::back_inserter(rest));
  return rest;
}

class ReplayWorker : public PartWorker {
 public:
  ReplayWorker(const std::vector<ReplaySetting>& settings, bool rows, ReplayTotals* totals)
      : settings_(settings), write_rows_(rows), totals_(totals) {}

  Status Prepare(Date known_at, const LoadOverlaid& load) {
    for (std::size_t s = 0; s < settings_.size(); ++s) {
      LICET_ASSIGN_OR_RETURN(Side * side, SideOf(settings_[s].overlays, load));
      side->settings.push_back(s);
    }
    for (const auto& side : sides_) {
      std::vector<std::vector<Clocks>> settings;
      for (std::size_t s : side->settings) {
        settings.push_back(ClocksOf(settings_[s], side->engine, known_at));
      }
      side->judge.emplace(side->engine, settings);
    }
    return {};
  }

  // The thread is done: what it has added up joins the others'.
  ~ReplayWorker() override {
    if (tales_.empty()) return;
    const std::lock_guard lock(totals_->mutex);
    totals_->results.resize(settings_.size() - 1);
    for (const Tale& tale : tales_) {
      totals_->all += tale.sum;
      totals_->before[static_cast<std::size_t>(faces_[tale.faces[0]].verdict)] += tale.sum;
      for (const auto& [setting, change] : tale.changes) {
        ReplayResult& result = totals_->results[setting - 1];
        result.changed += tale.sum;
        result.changes[changes_[change]] += tale.sum;
      }
    }
    const auto& items = sides_[0]->engine.catalog().items();
    AddBy(by_buyer_, [this](std::size_t i) { return BuyerName(i); }, &ReplayResult::buyers);
    AddBy(by_month_, [this](std::size_t i) { return months_.name(i); }, &ReplayResult::months);
    AddBy(by_item_, [&items](std::size_t i) { return items[i].model; }, &ReplayResult::items);
  }

  Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) override {
    auto out = std::make_unique<ReplayedPart>();
    out->end = part.end;
    out->end_line = part.end_line;
    out->hash = part.hash;
    for (const auto& side : sides_) side->judge->Clear();
    StoryJudge& lead = *sides_[0]->judge;
    OrderScanner scanner(part);
    OrderRecord record;
    while (true) {
      LICET_ASSIGN_OR_RETURN(const bool more, scanner.Next(&record));
      // Every engine is given the same orders, so that a row means the same in all.
      for (const auto& side : sides_) {
        if (more) LICET_RETURN_IF_ERROR(side->judge->Take(record));
      }
      if (!more || lead.size() == BatchJudge::kBlock) Flush(out.get());
      if (!more) return out;
    }
  }

 private:
  Result<Side*> SideOf(const std::vector<std::string>& overlays, const LoadOverlaid& load) {
    for (const auto& side : sides_) {
      if (side->overlays == overlays) return side.get();
    }
    LICET_ASSIGN_OR_RETURN(Engine engine, load(overlays));
    sides_.push_back(std::make_unique<Side>(overlays, std::move(engine)));
    return sides_.back().get();
  }

  static std::vector<Clocks> ClocksOf(const ReplaySetting& setting, const Engine& engine,
                                      Date known_at) {
    Clocks own;
    own.known_at = known_at;
    std::vector<Clocks> clocks;
    for (const Pack& pack : engine.packs()) {
      clocks.push_back(pack.regime == setting.regime ? setting.clocks : own);
    }
    return clocks;
  }

  void Flush(ReplayedPart* out) {
    for (const auto& side : sides_) side->judge->Run();
    const StoryJudge& lead = *sides_[0]->judge;
    for (std::size_t i = 0; i < lead.size(); ++i) {
      const std::uint32_t number = TaleOf(i);
      const Lot lot = Measure(i);
      lot.AddTo(&tales_[number].sum);
      AddChanges(tales_[number], lot);
      if (write_rows_) AppendRows(i, tales_[number], lot, &out->rows);
    }
    out->orders += lead.size();
    for (const auto& side : sides_) side->judge->Clear();
  }

  // ---- once an order -----------------------------------------------------

  Lot Measure(std::size_t i) {
    const StoryJudge& lead = *sides_[0]->judge;
    const std::optional<Decimal>& price = lead.unit_price(i);
    const Item& item = lead.item(i);
    Lot lot;
    lot.units = lead.quantity(i).micros() / Decimal::kScale;
    // Taking the order has seen that the products fit.
    lot.priced = price.has_value();
    if (lot.priced) lot.value = lot.units * price->micros();
    const Range& tpp = item.metrics.total_tpp;
    lot.measured = tpp.high.has_value();
    if (tpp.low) lot.tpp_low = lot.units * tpp.low->micros();
    if (tpp.high) lot.tpp_high = lot.units * tpp.high->micros();
    lot.item = static_cast<std::uint32_t>(&item - sides_[0]->engine.catalog().items().data());
    const Party* buyer = lead.buyer(i);
    lot.buyer = buyer == nullptr ? 0 : static_cast<std::uint32_t>(buyer - parties().data()) + 1;
    lot.month = MonthOf(lead.date(i));
    return lot;
  }

  void AddChanges(const Tale& tale, const Lot& lot) {
    if (tale.changes.empty()) return;
    AddTo(lot, lot.buyer, tale.touched, &by_buyer_);
    AddTo(lot, lot.item, tale.touched, &by_item_);
    AddTo(lot, lot.month, tale.touched, &by_month_);
  }

  static void AddTo(const Lot& lot, std::size_t number, std::size_t touched, SumsBy* by) {
    if (by->size() <= number) by->resize(number + 1);
    std::vector<Amounts>& sums = (*by)[number];
    if (sums.size() <= touched) sums.resize(touched + 1);
    lot.AddTo(&sums[touched]);
  }

  const std::vector<Party>& parties() const { return sides_[0]->engine.parties().parties(); }
  // 0 is for none stated.
  std::string BuyerName(std::size_t number) const {
    return number == 0 ? "" : parties()[number - 1].id;
  }

  std::uint32_t MonthOf(Date date) {
    const auto [found, added] = month_of_.try_emplace(date.days(), 0);
    if (added) found->second = months_.Of(date.ToString().substr(0, 7));
    return found->second;
  }

  // ---- once a kind of decision -------------------------------------------

  std::uint32_t FaceOf(const DecisionKind& kind) {
    Face face;
    face.verdict = kind.verdict;
    face.headline = headlines_.Of(HeadlineOf(kind));
    face.gates = GatesText(kind);
    for (const GateKind* gate : kind.gates) {
      const Pack* pack = gate->answer.determination.pack;
      for (int number : gate->fired) {
        face.fired.push_back(pack->provisions[static_cast<std::size_t>(number)].id);
      }
    }
    std::sort(face.fired.begin(), face.fired.end());
    const std::uint32_t number =
        face_numbers_.Of(std::to_string(face.headline) + "\n" + Join(face.fired, "\n"));
    if (number == faces_.size()) {
      faces_.push_back(std::move(face));
      headline_of_.push_back(faces_.back().headline);
    }
    return number;
  }

  // A pair of faces and what it means. Different pairs may mean the same.
  std::uint32_t ChangeOf(std::uint32_t before, std::uint32_t after) {
    const std::uint64_t key = std::uint64_t{before} << 32 | after;
    const auto [number, added] = pairs_.Number({&key, 1});
    if (added) {
      const Face& a = faces_[before];
      const Face& b = faces_[after];
      changes_.push_back({a.verdict, b.verdict, a.gates, b.gates, Without(b.fired, a.fired),
                          Without(a.fired, b.fired)});
    }
    return number;
  }

  // ---- once a story ------------------------------------------------------

  std::uint32_t TaleOf(std::size_t i) {
    key_.clear();
    for (const auto& side : sides_) {
      Story& story = side->judge->story(i);
      if (story.group < 0) story.group = static_cast<int>(GroupOf(story, side.get()));
      key_.push_back(static_cast<std::uint64_t>(story.group));
    }
    const auto [number, added] = tale_numbers_.Number(key_);
    if (added) tales_.push_back(MakeTale());
    return number;
  }

  std::uint32_t GroupOf(const Story& story, Side* side) {
    std::vector<std::uint32_t> faces;
    for (DecisionKind* kind : story.kinds) {
      if (kind->group < 0) kind->group = static_cast<int>(FaceOf(*kind));
      faces.push_back(static_cast<std::uint32_t>(kind->group));
    }
    const auto [number, added] =
        side->groups.Number(std::vector<std::uint64_t>(faces.begin(), faces.end()));
    if (added) side->faces.push_back(std::move(faces));
    return number;
  }

  // From the groups in key_.
  Tale MakeTale() {
    Tale tale;
    tale.faces.resize(settings_.size());
    for (std::size_t side = 0; side < sides_.size(); ++side) {
      const auto& faces = sides_[side]->faces[key_[side]];
      for (std::size_t at = 0; at < faces.size(); ++at) {
        tale.faces[sides_[side]->settings[at]] = faces[at];
      }
    }
    const std::uint32_t before = tale.faces[0];
    for (std::uint32_t s = 1; s < settings_.size(); ++s) {
      if (headline_of_[tale.faces[s]] == headline_of_[before]) continue;
      tale.changes.emplace_back(s, ChangeOf(before, tale.faces[s]));
    }
    std::vector<std::uint64_t> touched;
    for (const auto& change : tale.changes) touched.push_back(change.first);
    tale.touched = touched_numbers_.Number(touched).first;
    if (tale.touched == touched_.size()) touched_.push_back(std::move(touched));
    return tale;
  }

  // ---- results -----------------------------------------------------------

  void AppendRows(std::size_t i, const Tale& tale, const Lot& lot, std::string* out) {
    for (const auto& [setting, number] : tale.changes) {
      const StoryJudge& lead = *sides_[0]->judge;
      const Item& item = lead.item(i);
      const ReplayChange& change = changes_[number];
      const auto tpp = Scale(item.metrics.total_tpp, lead.quantity(i));
      CsvWriter writer(out);
      writer.Write({std::string(lead.id(i)), lead.date(i).ToString(), item.model,
                    BuyerName(lot.buyer), lead.quantity(i).ToString(),
                    lot.priced ? MicrosText(lot.value) : "",
                    tpp && !tpp->IsUnknown() ? tpp->ToString() : "", settings_[setting].name,
                    std::string(ToString(change.before)), std::string(ToString(change.after)),
                    change.gates_before, change.gates_after, Join(change.gained, ";"),
                    Join(change.lost, ";")});
    }
  }

  template <typename NameOf>
  void AddBy(const SumsBy& sums, NameOf name, AmountsBy ReplayResult::* by) {
    for (std::size_t i = 0; i < sums.size(); ++i) {
      for (std::size_t touched = 0; touched < sums[i].size(); ++touched) {
        if (sums[i][touched].orders == 0) continue;
        for (std::uint64_t setting : touched_[touched]) {
          (totals_->results[setting - 1].*by)[name(i)] += sums[i][touched];
        }
      }
    }
  }

  const std::vector<ReplaySetting>& settings_;
  const bool write_rows_;
  ReplayTotals* const totals_;
  std::vector<std::unique_ptr<Side>> sides_;

  Numbering months_;
  std::unordered_map<std::int32_t, std::uint32_t> month_of_;
  Numbering headlines_;
  Numbering face_numbers_;
  std::vector<Face> faces_;
  std::vector<std::uint32_t> headline_of_;  // by face
  KeyTable pairs_;
  std::vector<ReplayChange> changes_;  // by pair

  std::vector<std::uint64_t> key_;
  KeyTable tale_numbers_;
  std::vector<Tale> tales_;
  KeyTable touched_numbers_;
  std::vector<std::vector<std::uint64_t>> touched_;  // lists of settings
  SumsBy by_buyer_;
  SumsBy by_item_;
  SumsBy by_month_;
};

}  // namespace

std::string_view ReplayCsvHeader() {
  return "order,date,item,buyer,quantity,value_usd,tpp,under,before,after,gates_before,"
         "gates_after,provisions_gained,provisions_lost\n";
}

Result<std::unique_ptr<PartWorker>> MakeReplayWorker(const std::vector<ReplaySetting>& settings,
                                                     Date known_at, const LoadOverlaid& load,
                                                     bool rows, ReplayTotals* totals) {
  auto worker = std::make_unique<ReplayWorker>(settings, rows, totals);
  LICET_RETURN_IF_ERROR(worker->Prepare(known_at, load));
  return worker;
}

}  // namespace licet
