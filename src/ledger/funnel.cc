#include "licet/ledger/funnel.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "licet/ledger/state.h"
#include "rules.h"

namespace licet {
namespace {

std::size_t RankOf(std::string_view stage) {
  const std::string_view kind = stage.substr(0, stage.find(':'));
  return static_cast<std::size_t>(std::ranges::find(kFunnelStages, kind) -
                                  std::begin(kFunnelStages));
}

// What was done only grows; what was wished or allowed is stated anew.
bool Grows(std::string_view stage) {
  return stage == "ordered" || stage == "shipped" || stage == "entered" || stage == "installed";
}

// Lines by group, account and stage, built up one entry after the other.
class Lines {
 public:
  FunnelLine& At(const std::string& group, bool record, const std::string& stage) {
    FunnelLine& line = lines_[{group, record, stage}];
    line.group = group;
    line.record = record;
    line.stage = stage;
    return line;
  }
  void Add(const std::string& group, const std::string& stage, std::int64_t units, Date from,
           Date to) {
    FunnelLine& line = At(group, false, stage);
    line.units.low += units;
    line.units.high += units;
    Extend(from, to, &line);
  }
  static void Extend(Date from, Date to, FunnelLine* line) {
    line->first = line->entries == 0 ? from : std::min(line->first, from);
    line->last = line->entries == 0 ? to : std::max(line->last, to);
    line->entries += 1;
  }
  std::vector<FunnelLine> Take() {
    std::vector<FunnelLine> all;
    for (auto& [key, line] : lines_) all.push_back(std::move(line));
    std::ranges::sort(all, [](const FunnelLine& a, const FunnelLine& b) {
      return std::tuple(std::string_view(a.group), a.record, RankOf(a.stage), a.first,
                        std::string_view(a.stage)) < std::tuple(std::string_view(b.group), b.record,
                                                                RankOf(b.stage), b.first,
                                                                std::string_view(b.stage));
    });
    return all;
  }

 private:
  std::map<std::tuple<std::string, bool, std::string>, FunnelLine> lines_;
};

// ---- the ledger's own

std::string Only(const std::vector<std::string>& list, std::string_view otherwise) {
  return list.size() == 1 ? list.front() : std::string(otherwise);
}

class LedgerFunnel {
 public:
  LedgerFunnel(const State& state, FunnelBy by, Date day) : s_(state), by_(by), day_(day) {}

  std::vector<FunnelLine> Take() {
    AddAuthorisations();
    AddRounds();
    for (const HeldOrder& order : s_.orders) Add("ordered", order, order.units, order.day);
    for (const Shipment& shipment : s_.shipments) {
      const HeldOrder& order = s_.orders[shipment.order];
      const std::int32_t there = shipment.units - shipment.reversed;
      if (there > 0) Add("shipped", order, there, shipment.day);
      if (shipment.entered > 0) Add("entered", order, shipment.entered, shipment.entered_on);
      if (shipment.installed > 0) {
        Add("installed", order, shipment.installed, shipment.installed_on);
      }
    }
    return lines_.Take();
  }

 private:
  std::string GroupOf(const std::string& buyer, const std::string& item) const {
    return by_ == FunnelBy::kAll ? "" : by_ == FunnelBy::kBuyer ? buyer : item;
  }
  void Add(const std::string& stage, const HeldOrder& order, std::int64_t units, Date day) {
    if (day > day_) return;
    lines_.Add(GroupOf(std::string(s_.NameOf(order.purchaser)), std::string(s_.NameOf(order.item))),
               stage, units, day, day);
  }

  void AddAuthorisations() {
    for (const Authorisation& a : s_.authorisations) {
      const Scope& scope = a.application.scope;
      if (a.application.units == 0 || a.applied > day_) continue;
      lines_.Add(GroupOf(Only(scope.purchasers, ""), Only(scope.items, "")),
                 "applied:" + a.application.regime, a.application.units, a.applied, a.applied);
    }
    std::map<std::uint32_t, std::vector<const Authorisation*>> pools;
    for (const Authorisation& a : s_.authorisations) {
      if (a.decided == kNoDay || a.decided > day_) continue;
      if (a.status == AuthorisationStatus::kDenied) continue;
      if (const auto pool = PoolOf(a)) {
        pools[*pool].push_back(&a);
      } else if (const auto own = OwnUnits(a)) {
        AddApproved(a, *own);
      }
    }
    for (const auto& [pool, members] : pools) AddPool(s_.limits[pool], members);
  }

  void AddApproved(const Authorisation& a, std::int64_t units) {
    const Scope& scope = a.terms.scope;
    lines_.Add(GroupOf(Only(scope.purchasers, ""), Only(scope.items, "")),
               "approved:" + a.application.regime, units, a.decided, a.decided);
  }

  bool CountsUnits(std::uint32_t limit) const {
    const LimitTerms& terms = s_.limits[limit].terms;
    return terms.measure == Measure::kUnits && terms.cap != kNoCap;
  }

  // A limit in units that binds other authorisations too, the smallest.
  std::optional<std::uint32_t> PoolOf(const Authorisation& a) const {
    std::optional<std::uint32_t> pool;
    for (const std::uint32_t limit : a.limits) {
      if (!CountsUnits(limit) || s_.limits[limit].terms.of != Role::kNone) continue;
      const auto bound = std::ranges::count_if(s_.authorisations, [&](const Authorisation& b) {
        return std::ranges::find(b.limits, limit) != b.limits.end();
      });
      if (bound < 2) continue;
      if (!pool || s_.limits[limit].terms.cap < s_.limits[*pool].terms.cap) pool = limit;
    }
    return pool;
  }

  // What limits of its own allow; else what it was asked for.
  std::optional<std::int64_t> OwnUnits(const Authorisation& a) const {
    std::optional<std::int64_t> least;
    for (const std::uint32_t limit : a.limits) {
      const LimitTerms& terms = s_.limits[limit].terms;
      if (!CountsUnits(limit) || terms.of != Role::kNone) continue;
      std::int64_t cap = terms.cap;
      if (terms.per != Role::kNone) {
        const std::size_t parties = PartiesOf(a.terms.scope, terms.per);
        if (parties == 0) continue;  // an account each for nobody knows how many
        cap *= static_cast<std::int64_t>(parties);
      }
      least = least ? std::min(*least, cap) : cap;
    }
    if (!least && a.application.units > 0) return a.application.units;
    return least;
  }

  static std::size_t PartiesOf(const Scope& scope, Role role) {
    switch (role) {
      case Role::kPurchaser:
        return scope.purchasers.size();
      case Role::kConsignee:
        return scope.consignees.size();
      case Role::kEndUser:
        return scope.end_users.size();
      case Role::kNone:
      case Role::kExporter:
        return 0;
    }
    return 0;
  }

  // A pool counts once, whoever shares it.
  void AddPool(const Limit& pool, const std::vector<const Authorisation*>& members) {
    FunnelLine* line = nullptr;
    for (const Authorisation* a : members) {
      std::string buyers = Only(a->terms.scope.purchasers, "");
      if (by_ == FunnelBy::kBuyer && members.size() > 1) buyers.clear();
      line = &lines_.At(GroupOf(buyers, Only(a->terms.scope.items, "")), false,
                        "approved:" + a->application.regime);
      Lines::Extend(a->decided, a->decided, line);
    }
    line->units.low += pool.terms.cap;
    line->units.high += pool.terms.cap;
  }

  void AddRounds() {
    for (const auto& [id, round] : s_.rounds) {
      for (const Grant& grant : round.grants) {
        lines_.Add(GroupOf(grant.applicant, round.item), "applied:" + id, grant.asked, kNoDay,
                   kNoDay);
        lines_.Add(GroupOf(grant.applicant, round.item), "approved:" + id, grant.units, kNoDay,
                   kNoDay);
      }
    }
  }

  const State& s_;
  const FunnelBy by_;
  const Date day_;
  Lines lines_;
};

// ---- the public record

// The statements about one figure, by day.
using Statements = std::vector<const RecordedEvent*>;

FunnelUnits UnitsOf(const Statements& statements, bool grows) {
  FunnelUnits units{.low = kMaxAmount};
  for (const RecordedEvent* seen : statements) {
    if (grows && seen->day != statements.back()->day) continue;
    units.low = std::min(units.low, seen->what.units);
    units.high = std::max(units.high, seen->what.units);
    units.at_least |= seen->what.text.starts_with("> ");
    units.about |= seen->what.text.starts_with("~ ");
  }
  return units;
}

// The first day on which something was there, not one on which nothing was yet.
Date FirstOf(const Statements& statements) {
  for (const RecordedEvent* seen : statements) {
    if (seen->what.units > 0) return seen->day;
  }
  return statements.front()->day;
}

void AddFigure(const Statements& statements, FunnelLine* line) {
  const FunnelUnits units = UnitsOf(statements, Grows(line->stage));
  line->units.low += units.low;
  line->units.high += units.high;
  line->units.at_least |= units.at_least;
  line->units.about |= units.about;
  const std::int64_t before = line->entries;
  Lines::Extend(FirstOf(statements), statements.back()->day, line);
  line->entries = before + static_cast<std::int64_t>(statements.size());
}

}  // namespace

std::string FunnelUnits::ToString() const {
  std::string text = at_least ? ">" : about ? "~" : "";
  text += Decimal::FromInt(low).ToGroupedString();
  if (high != low) text += ".." + Decimal::FromInt(high).ToGroupedString();
  return text;
}

std::string FunnelShare::ToString() const {
  std::string text = fmt::format("{}.{}", low / 10, low % 10);
  if (high != low) text += fmt::format("..{}.{}", high / 10, high % 10);
  return text;
}

FunnelShare ShareOf(const FunnelUnits& part, const FunnelUnits& whole) {
  const auto tenths = [](std::int64_t a, std::int64_t b) -> std::int64_t {
    if (b == 0) return 0;
    return static_cast<std::int64_t>((static_cast<Int128>(a) * 2000 + b) / (2 * Int128{b}));
  };
  return {tenths(part.low, whole.high), tenths(part.high, whole.low)};
}

std::vector<FunnelLine> FunnelOf(const State& state, FunnelBy by, Date day) {
  std::vector<FunnelLine> lines = LedgerFunnel(state, by, day).Take();
  std::vector<RecordedEvent> events;
  for (const auto& seen : state.observations) events.push_back({"", seen.day, seen.what});
  std::vector<FunnelLine> record = FunnelOfRecord(events, by, day);
  std::ranges::move(record, std::back_inserter(lines));
  std::ranges::stable_sort(lines, [](const FunnelLine& a, const FunnelLine& b) {
    return std::tuple(std::string_view(a.group), a.record) <
           std::tuple(std::string_view(b.group), b.record);
  });
  return lines;
}

std::vector<FunnelLine> FunnelOfRecord(std::span<const RecordedEvent> record, FunnelBy by,
                                       Date day) {
  std::map<std::tuple<std::string, std::string, std::string>, Statements> figures;
  for (const RecordedEvent& seen : record) {
    if (seen.day > day || seen.what.stage == kNoteStage) continue;
    figures[{seen.what.stage, seen.what.item, seen.what.buyer}].push_back(&seen);
  }
  Lines lines;
  for (auto& [key, statements] : figures) {
    std::ranges::stable_sort(statements, {}, [](const RecordedEvent* seen) { return seen->day; });
    const auto& [stage, item, buyer] = key;
    const bool market_known = !buyer.empty() && figures.contains({stage, item, ""});
    if (by != FunnelBy::kBuyer && market_known) continue;  // it is a part of that
    const std::string group = by == FunnelBy::kAll ? "" : by == FunnelBy::kBuyer ? buyer : item;
    AddFigure(statements, &lines.At(group, true, stage));
  }
  return lines.Take();
}

std::vector<FunnelConversion> ConversionsOf(std::span<const FunnelLine> lines, std::size_t line) {
  std::vector<FunnelConversion> conversions;
  const FunnelLine& here = lines[line];
  for (std::size_t i = 0; i < line; ++i) {
    const FunnelLine& before = lines[i];
    if (before.group != here.group || before.record != here.record) continue;
    FunnelConversion one{.of = before.stage, .share = ShareOf(here.units, before.units)};
    if (before.first != kNoDay && here.first != kNoDay) {
      one.days = here.first.days() - before.first.days();
    }
    conversions.push_back(std::move(one));
  }
  return conversions;
}

}  // namespace licet
