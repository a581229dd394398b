#include "licet/gate/replay.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "key_table.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/batch.h"
#include "text_table.h"

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
      : overlays(std::move(files)),
        engine(std::move(loaded)),
        judge(engine, {}, BatchJudge::Depth::kVerdicts) {}
  const std::vector<std::string> overlays;
  Engine engine;
  BatchJudge judge;
};

// Flat sums of one setting, by the worker's numbers.
struct Sums {
  std::vector<Amounts> buyers;
  std::vector<Amounts> items;
  std::vector<Amounts> months;
  std::vector<Amounts> changes;
};

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
      : settings_(settings), write_rows_(rows), totals_(totals), sums_(settings.size()) {}

  Status Prepare(Date known_at, const LoadOverlaid& load) {
    Clocks own;
    own.known_at = known_at;
    for (const ReplaySetting& setting : settings_) {
      auto side = std::find_if(sides_.begin(), sides_.end(),
                               [&](const auto& one) { return one->overlays == setting.overlays; });
      if (side == sides_.end()) {
        LICET_ASSIGN_OR_RETURN(Engine engine, load(setting.overlays));
        sides_.push_back(std::make_unique<Side>(setting.overlays, std::move(engine)));
        side = sides_.end() - 1;
      }
      side_of_.push_back(side->get());
      std::vector<Clocks> clocks;
      for (const Pack& pack : (*side)->engine.packs()) {
        clocks.push_back(pack.regime == setting.regime ? setting.clocks : own);
      }
      clocks_.push_back(std::move(clocks));
    }
    faces_of_.resize(settings_.size());
    return {};
  }

  // The thread is done: what it has added up joins the others'.
  ~ReplayWorker() override {
    if (all_.orders == 0) return;
    const std::lock_guard lock(totals_->mutex);
    totals_->all += all_;
    for (std::size_t i = 0; i < 3; ++i) totals_->before[i] += before_[i];
    totals_->results.resize(settings_.size() - 1);
    for (std::size_t s = 1; s < settings_.size(); ++s) {
      totals_->results[s - 1].Add(ResultOf(sums_[s]));
    }
  }

  Result<std::unique_ptr<PartOutcome>> Run(const OrderPart& part) override {
    auto out = std::make_unique<ReplayedPart>();
    out->end = part.end;
    out->end_line = part.end_line;
    out->hash = part.hash;
    for (const auto& side : sides_) side->judge.Clear();
    BatchJudge& lead = sides_[0]->judge;
    OrderScanner scanner(part);
    OrderRecord record;
    while (true) {
      LICET_ASSIGN_OR_RETURN(const bool more, scanner.Next(&record));
      // Every engine is given the same orders, so that a row means the same in all.
      for (const auto& side : sides_) {
        if (more) LICET_RETURN_IF_ERROR(side->judge.Take(record));
      }
      if (!more || lead.size() == BatchJudge::kBlock) Flush(out.get());
      if (!more) return out;
    }
  }

 private:
  void Flush(ReplayedPart* out) {
    BatchJudge& lead = sides_[0]->judge;
    const std::size_t count = lead.size();
    MeasureLots();
    for (std::size_t s = 0; s < settings_.size(); ++s) FindFaces(s);
    for (std::size_t i = 0; i < count; ++i) {
      lots_[i].AddTo(&all_);
      lots_[i].AddTo(&before_[static_cast<std::size_t>(faces_[faces_of_[0][i]].verdict)]);
    }
    for (std::size_t s = 1; s < settings_.size(); ++s) Compare(s);
    if (write_rows_) {
      for (std::size_t i = 0; i < count; ++i) AppendRows(i, &out->rows);
    }
    out->orders += count;
    for (const auto& side : sides_) side->judge.Clear();
  }

  // ---- once an order -----------------------------------------------------

  void MeasureLots() {
    const BatchJudge& lead = sides_[0]->judge;
    const auto& items = sides_[0]->engine.catalog().items();
    lots_.resize(lead.size());
    for (std::size_t i = 0; i < lead.size(); ++i) {
      const std::optional<Decimal>& price = lead.unit_price(i);
      const Item& item = lead.item(i);
      Lot& lot = lots_[i];
      lot = {};
      lot.units = lead.quantity(i).micros() / Decimal::kScale;
      // Taking the order has seen that the products fit.
      lot.priced = price.has_value();
      if (lot.priced) lot.value = lot.units * price->micros();
      const Range& tpp = item.metrics.total_tpp;
      lot.measured = tpp.high.has_value();
      if (tpp.low) lot.tpp_low = lot.units * tpp.low->micros();
      if (tpp.high) lot.tpp_high = lot.units * tpp.high->micros();
      lot.item = static_cast<std::uint32_t>(&item - items.data());
      lot.buyer = BuyerOf(lead.buyer(i));
      lot.month = MonthOf(lead.date(i));
    }
    for (Sums& sums : sums_) {
      sums.buyers.resize(buyers_.size());
      sums.items.resize(items.size());
      sums.months.resize(months_.size());
    }
  }

  std::uint32_t BuyerOf(std::string_view name) {
    const auto [number, added] = buyer_numbers_.Number(name);
    if (added) buyers_.emplace_back(name);
    return number;
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

  // ---- once an order and setting -----------------------------------------

  void FindFaces(std::size_t setting) {
    BatchJudge& judge = side_of_[setting]->judge;
    judge.RunUnder(clocks_[setting]);
    std::vector<std::uint32_t>& faces = faces_of_[setting];
    faces.resize(judge.size());
    for (std::size_t i = 0; i < judge.size(); ++i) {
      DecisionKind& kind = judge.kind(i);
      if (kind.group < 0) kind.group = static_cast<int>(FaceOf(kind));
      faces[i] = static_cast<std::uint32_t>(kind.group);
    }
  }

  bool Differs(std::size_t setting, std::size_t i) const {
    return headline_of_[faces_of_[setting][i]] != headline_of_[faces_of_[0][i]];
  }

  void Compare(std::size_t setting) {
    Sums& sums = sums_[setting];
    for (std::size_t i = 0; i < lots_.size(); ++i) {
      if (!Differs(setting, i)) continue;
      const Lot& lot = lots_[i];
      const std::uint32_t change = ChangeOf(faces_of_[0][i], faces_of_[setting][i]);
      if (change >= sums.changes.size()) sums.changes.resize(change + std::size_t{1});
      lot.AddTo(&sums.changes[change]);
      lot.AddTo(&sums.buyers[lot.buyer]);
      lot.AddTo(&sums.items[lot.item]);
      lot.AddTo(&sums.months[lot.month]);
    }
  }

  // ---- results -----------------------------------------------------------

  void AppendRows(std::size_t i, std::string* out) {
    for (std::size_t s = 1; s < settings_.size(); ++s) {
      if (!Differs(s, i)) continue;
      const BatchJudge& lead = sides_[0]->judge;
      const Item& item = lead.item(i);
      const ReplayChange& change = changes_[ChangeOf(faces_of_[0][i], faces_of_[s][i])];
      const auto tpp = Scale(item.metrics.total_tpp, lead.quantity(i));
      CsvWriter writer(out);
      writer.Write({std::string(lead.id(i)), lead.date(i).ToString(), item.model,
                    std::string(lead.buyer(i)), lead.quantity(i).ToString(),
                    lots_[i].priced ? MicrosText(lots_[i].value) : "",
                    tpp && !tpp->IsUnknown() ? tpp->ToString() : "", settings_[s].name,
                    std::string(ToString(change.before)), std::string(ToString(change.after)),
                    change.gates_before, change.gates_after, Join(change.gained, ";"),
                    Join(change.lost, ";")});
    }
  }

  ReplayResult ResultOf(const Sums& sums) const {
    ReplayResult result;
    for (std::size_t i = 0; i < sums.changes.size(); ++i) {
      if (sums.changes[i].orders == 0) continue;
      result.changed += sums.changes[i];
      result.changes[changes_[i]] += sums.changes[i];
    }
    for (std::size_t i = 0; i < sums.buyers.size(); ++i) {
      if (sums.buyers[i].orders > 0) result.buyers[buyers_[i]] = sums.buyers[i];
    }
    for (std::size_t i = 0; i < sums.months.size(); ++i) {
      if (sums.months[i].orders > 0) result.months[months_.name(i)] = sums.months[i];
    }
    const auto& items = sides_[0]->engine.catalog().items();
    for (std::size_t i = 0; i < sums.items.size(); ++i) {
      if (sums.items[i].orders > 0) result.items[items[i].model] += sums.items[i];
    }
    return result;
  }

  const std::vector<ReplaySetting>& settings_;
  const bool write_rows_;
  ReplayTotals* const totals_;
  std::vector<std::unique_ptr<Side>> sides_;
  std::vector<Side*> side_of_;               // by setting
  std::vector<std::vector<Clocks>> clocks_;  // by setting and regime

  TextTable buyer_numbers_;
  std::vector<std::string> buyers_;  // by number
  Numbering months_;
  std::unordered_map<std::int32_t, std::uint32_t> month_of_;
  Numbering headlines_;
  Numbering face_numbers_;
  std::vector<Face> faces_;
  std::vector<std::uint32_t> headline_of_;  // by face
  KeyTable pairs_;
  std::vector<ReplayChange> changes_;  // by pair

  std::vector<Lot> lots_;                             // of the block
  std::vector<std::vector<std::uint32_t>> faces_of_;  // by setting, of the block
  std::vector<Sums> sums_;                            // by setting
  Amounts all_;
  Amounts before_[3];
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
