// Records change the state. Each function checks what it needs before it changes
// anything, so that a damaged journal leaves the state as it was.

#include <algorithm>
#include <optional>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "rules.h"

namespace licet {
namespace {

std::unexpected<Error> Damaged(const RecordView& record, std::string_view what) {
  return Fail(ErrorCode::kInvalidArgument,
              fmt::format("record {} ({}) does not follow from those before it: {}",
                          Quoted(record.command.id), KindOf(record.command.action), what));
}

// One record being applied.
class Enactment {
 public:
  Enactment(State* state, const RecordView& record) : s_(*state), record_(record) {}

  Status Do(const ApplyFor& action) {
    if (s_.authorisation_ids.contains(action.authorisation)) return Bad("its id is taken");
    Authorisation authorisation;
    authorisation.application = action;
    authorisation.holder = action.holder;
    authorisation.applied = Day();
    const auto index = static_cast<std::uint32_t>(s_.authorisations.size());
    s_.authorisation_ids.emplace(action.authorisation, index);
    s_.authorisations.push_back(std::move(authorisation));
    return {};
  }

  Status Do(const Advance& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    switch (action.step) {
      case Step::kSubmit:
        a->submitted = Day();
        a->status = AuthorisationStatus::kSubmitted;
        break;
      case Step::kReturn:
        a->status = AuthorisationStatus::kReturned;
        break;
      case Step::kStopClock:
        a->stops.push_back({Day(), kOpenDay});
        break;
      case Step::kStartClock:
        if (a->stops.empty()) return Bad("its clock never stood");
        a->stops.back().to = Day();
        break;
      case Step::kDeny:
        a->decided = Day();
        a->status = AuthorisationStatus::kDenied;
        break;
      case Step::kSuspend:
        a->status = AuthorisationStatus::kSuspended;
        break;
      case Step::kResume:
        a->status = AuthorisationStatus::kActive;
        break;
    }
    return {};
  }

  Status Do(const Approve& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    for (const std::string& id : action.terms.limits) {
      const bool brought =
          std::ranges::find(action.limits, id, &LimitTerms::limit) != action.limits.end();
      if (!brought && !s_.limit_ids.contains(id)) return Bad("one of its limits is not on file");
    }
    for (const LimitTerms& limit : action.limits) LICET_RETURN_IF_ERROR(CheckSource(limit));
    for (const LimitTerms& limit : action.limits) Define(limit);
    std::vector<std::uint32_t> limits;
    for (const std::string& id : action.terms.limits) {
      limits.push_back(s_.limit_ids.find(id)->second);
    }
    KeepConditions(*a, action);
    a->limits = std::move(limits);
    if (!action.number.empty()) a->number = action.number;
    if (!action.amends) {
      a->decided = Day();
      a->status = AuthorisationStatus::kActive;
    }
    return {};
  }

  Status Do(const Revoke& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    a->status = AuthorisationStatus::kRevoked;
    a->revoked = Day();
    a->savings = action.savings;
    a->saved_until = action.until;
    const auto index = static_cast<std::uint32_t>(a - s_.authorisations.data());
    for (const std::uint32_t order : s_.OpenOrdersUnder(index)) {
      s_.orders[order].flag = OrderFlag::kRevoked;
      if (action.savings == Savings::kVoid) Release(&s_.orders[order], s_.orders[order].held);
    }
    return {};
  }

  Status Do(const Transfer& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    a->holder = a->transferred_to = action.to;
    return {};
  }

  Status Do(const Replace& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    a->status = AuthorisationStatus::kReplaced;
    a->replaced_by = action.by;
    return {};
  }

  Status Do(const SetCondition& action) {
    Authorisation* a = Find(action.authorisation);
    if (a == nullptr) return Bad("no such authorisation");
    auto& conditions = a->terms.conditions;
    const auto at = std::ranges::find(conditions, action.condition, &Condition::condition);
    if (at == conditions.end()) return Bad("no such condition");
    at->state = action.state;
    at->draft = action.draft;
    at->document = action.document;
    at->day = action.day == kNoDay ? Day() : action.day;
    return {};
  }

  Status Do(const DefineLimit& action) {
    LICET_RETURN_IF_ERROR(CheckSource(action.terms));
    Define(action.terms);
    return {};
  }

  Status Do(const Credit& action) {
    const auto found = s_.limit_ids.find(action.limit);
    if (found == s_.limit_ids.end()) return Bad("no such limit");
    Limit& limit = s_.limits[found->second];
    if (limit.accounts.empty()) return Bad("its limit has no account of its own");
    const std::uint32_t account = limit.accounts.front();
    if (limit.credited + action.amount < 0) return Bad("it takes back more than was credited");
    if (action.amount > LeftOf(s_, s_.accounts[account])) return Bad("it passes the limit");
    limit.credited += action.amount;
    Move(account, 0, action.amount);
    return {};
  }

  Status Do(const PlaceOrder& action) {
    const TextTable::Key id(action.order);
    if (s_.order_ids.Find(id) != kNobody) return Bad("the order is on file already");
    if (action.units < 1 || action.units > kMaxUnits)
      return Bad("its units are no number of pieces");
    HeldOrder order;
    LICET_RETURN_IF_ERROR(AddServing(&order));
    LICET_RETURN_IF_ERROR(AddDraws(action, &order));
    const auto units = static_cast<std::int32_t>(action.units);
    order.item = Name(action.item);
    order.purchaser = Name(action.purchaser);
    order.destination = Name(action.destination);
    order.place = Name(action.place_of_use);
    order.units = order.held = units;
    order.price = action.price;
    order.day = Day();
    order.expires = action.expires;
    for (const Draw& draw : s_.DrawsOf(order)) Move(draw.account, draw.rate * units, 0);
    s_.order_ids.Number(id);
    s_.orders.push_back(order);
    if (!s_.decided.empty()) s_.decided.erase(action.order);
    return {};
  }

  Status Do(const RecordDecision& action) {
    s_.decided[action.order] = {action.outcome, action.reason, Day()};
    return {};
  }

  Status Do(const Ship& action) {
    const std::uint32_t index = s_.order_ids.Find(action.order);
    const TextTable::Key id(action.shipment);
    if (index == kNobody || s_.shipment_ids.Find(id) != kNobody) {
      return Bad("no such order, or the shipment is on file already");
    }
    HeldOrder& order = s_.orders[index];
    if (action.units < 1 || action.units > order.held) return Bad("it ships more than is held");
    const auto units = static_cast<std::int32_t>(action.units);
    order.held -= units;
    order.posted += units;
    for (const Draw& draw : s_.DrawsOf(order)) {
      Move(draw.account, -draw.rate * units, draw.rate * units);
    }
    s_.shipment_ids.Number(id);
    s_.shipments.push_back({.order = index, .units = units, .day = Day()});
    return {};
  }

  Status Do(const Arrive& action) {
    const std::uint32_t index = s_.shipment_ids.Find(action.shipment);
    if (index == kNobody) return Bad("no such shipment");
    Shipment& shipment = s_.shipments[index];
    const auto units = static_cast<std::int32_t>(action.units);
    if (action.units < 1 || action.units > shipment.units)
      return Bad("more arrives than was shipped");
    if (action.stage == Arrival::kEntered) {
      shipment.entered += units;
      shipment.entered_on = Day();
    } else {
      shipment.installed += units;
      shipment.installed_on = Day();
    }
    return {};
  }

  Status Do(const Cancel& action) {
    const std::uint32_t index = s_.order_ids.Find(action.order);
    if (index == kNobody) return Bad("no such order");
    HeldOrder& order = s_.orders[index];
    if (action.units < 0 || action.units > order.held)
      return Bad("it gives back more than is held");
    Release(&order, action.units == 0 ? order.held : static_cast<std::int32_t>(action.units));
    return {};
  }

  Status Do(const Reverse& action) {
    const std::uint32_t index = s_.shipment_ids.Find(action.shipment);
    if (index == kNobody) return Bad("no such shipment");
    Shipment& shipment = s_.shipments[index];
    if (action.units < 1 || action.units > shipment.units - shipment.reversed) {
      return Bad("more comes back than was shipped");
    }
    const auto units = static_cast<std::int32_t>(action.units);
    HeldOrder& order = s_.orders[shipment.order];
    shipment.reversed += units;
    order.posted -= units;
    order.reversed += units;
    for (const Draw& draw : s_.DrawsOf(order)) Move(draw.account, 0, -draw.rate * units);
    return {};
  }

  Status Do(const Allocate& action) {
    if (s_.rounds.contains(action.round)) return Bad("the round was allocated before");
    for (const LimitTerms& limit : LimitsOf(action)) Define(limit);
    s_.rounds.emplace(action.round, action);
    return {};
  }

  Status Do(const Observe& action) {
    s_.observations.push_back({action, Day()});
    return {};
  }

  Status Do(const SetPolicy& action) {
    s_.policy = action;
    return {};
  }

  Status Do(const Confirm& action) {
    const auto found = s_.proposals.find(action.proposal);
    if (found == s_.proposals.end() || !found->second.open) return Bad("nothing open to settle");
    if (!action.reject) {
      const RecordView inner(record_.at, found->second.command, record_.outcome);
      Enactment enactment(&s_, inner);
      LICET_RETURN_IF_ERROR(
          std::visit([&](const auto& a) { return enactment.Do(a); }, inner.command.action));
    }
    found->second.open = false;
    return {};
  }

 private:
  Date Day() const { return record_.command.day; }
  std::unexpected<Error> Bad(std::string_view what) const { return Damaged(record_, what); }

  std::uint32_t Name(const std::string& name) {
    return name.empty() ? kNobody : s_.names.Number(name).first;
  }

  Authorisation* Find(std::string_view id) {
    const Authorisation* found = s_.FindAuthorisation(id);
    return found == nullptr
               ? nullptr
               : &s_.authorisations[static_cast<std::size_t>(found - s_.authorisations.data())];
  }

  // New terms, but what is known of conditions that stay word for word stays.
  static void KeepConditions(Authorisation& a, const Approve& action) {
    std::vector<Condition> before = std::move(a.terms.conditions);
    a.terms = action.terms;
    for (Condition& condition : a.terms.conditions) {
      const auto old = std::ranges::find(before, condition.condition, &Condition::condition);
      if (old == before.end() || old->text != condition.text ||
          condition.state != Fulfilment::kOpen) {
        continue;
      }
      condition.state = old->state;
      condition.document = old->document;
      condition.day = old->day;
    }
  }

  Status CheckSource(const LimitTerms& terms) const {
    if (terms.share_of.empty() || s_.limit_ids.contains(terms.share_of)) return {};
    return Bad("it is a share of a limit that is not on file");
  }

  void Define(const LimitTerms& terms) {
    if (const auto found = s_.limit_ids.find(terms.limit); found != s_.limit_ids.end()) {
      s_.limits[found->second].terms = terms;
      for (const std::uint32_t account : s_.limits[found->second].accounts) Mark(account);
      return;
    }
    Limit limit;
    limit.terms = terms;
    const auto index = static_cast<std::uint32_t>(s_.limits.size());
    if (!terms.share_of.empty()) {
      limit.share_of = s_.limit_ids.find(terms.share_of)->second;
      s_.limits[limit.share_of].shares.push_back(index);
    }
    s_.limit_ids.emplace(terms.limit, index);
    s_.limits.push_back(std::move(limit));
    if (terms.per == Role::kNone) AddAccount(index, kNobody);
  }

  void Mark(std::uint32_t account) {
    Account& a = s_.accounts[account];
    a.overdrawn = a.used() > CapOf(s_, s_.limits[a.limit]);
  }

  std::uint32_t AddAccount(std::uint32_t limit, std::uint32_t party) {
    const auto account = static_cast<std::uint32_t>(s_.accounts.size());
    s_.accounts.push_back({.limit = limit, .party = party});
    s_.limits[limit].accounts.push_back(account);
    if (party != kNobody) s_.account_of.emplace(std::pair(limit, party), account);
    return account;
  }

  // Where a leg draws; the party's account may not be there yet.
  struct Target {
    std::uint32_t limit = 0;
    std::string_view party;  // "" shared
  };
  std::optional<Target> TargetOf(std::string_view account) const {
    const std::size_t mark = account.find('#');
    const auto limit = s_.limit_ids.find(account.substr(0, mark));
    if (limit == s_.limit_ids.end()) return std::nullopt;
    const bool each = s_.limits[limit->second].terms.per != Role::kNone;
    if (each != (mark != std::string_view::npos)) return std::nullopt;
    return Target{limit->second, each ? account.substr(mark + 1) : std::string_view()};
  }

  std::uint32_t AccountOf(const Target& target) {
    if (target.party.empty()) return s_.limits[target.limit].accounts.front();
    const std::uint32_t party = s_.names.Number(target.party).first;
    const auto found = s_.account_of.find({target.limit, party});
    return found != s_.account_of.end() ? found->second : AddAccount(target.limit, party);
  }

  Status AddServing(HeldOrder* order) {
    const std::size_t before = s_.serving.size();
    order->first_authorisation = static_cast<std::uint32_t>(before);
    for (const std::string& id : record_.outcome.authorisations) {
      const auto found = s_.authorisation_ids.find(id);
      if (found == s_.authorisation_ids.end()) {
        s_.serving.Truncate(before);
        return Bad("no such authorisation");
      }
      s_.serving.push_back(found->second);
    }
    order->authorisations = static_cast<std::uint16_t>(s_.serving.size() - before);
    return {};
  }

  Status AddDraws(const PlaceOrder& action, HeldOrder* order) {
    const std::vector<Leg>& legs = record_.outcome.legs;
    const auto back_out = [&](std::string_view what) {
      s_.serving.Truncate(order->first_authorisation);
      return Bad(what);
    };
    for (auto leg = legs.begin(); leg != legs.end(); ++leg) {
      const auto target = TargetOf(leg->account);
      const bool again = std::find_if(legs.begin(), leg, [&](const Leg& before) {
                           return before.account == leg->account;
                         }) != leg;
      if (!target || leg->rate < 0 || again) {
        return back_out("it draws on an account that is not on file, or twice on one");
      }
      const PlannedDraw draw{target->limit, target->party, leg->rate};
      if (leg->rate * static_cast<Int128>(action.units) > LeftFor(s_, draw)) {
        return back_out("it passes a limit");
      }
    }
    order->first_draw = static_cast<std::uint32_t>(s_.draws.size());
    order->draws = static_cast<std::uint16_t>(legs.size());
    for (const Leg& leg : legs) {
      s_.draws.push_back({AccountOf(*TargetOf(leg.account)), leg.rate});
    }
    return {};
  }

  void Release(HeldOrder* order, std::int32_t units) {
    order->held -= units;
    for (const Draw& draw : s_.DrawsOf(*order)) Move(draw.account, -draw.rate * units, 0);
  }

  void Move(std::uint32_t index, std::int64_t held, std::int64_t posted) {
    Account& account = s_.accounts[index];
    Limit& limit = s_.limits[account.limit];
    account.held += held;
    account.posted += posted;
    limit.held += held;
    limit.posted += posted;
    Mark(index);
    if (posted == 0) return;
    for (const std::uint32_t share : limit.shares) Mark(s_.limits[share].accounts.front());
  }

  State& s_;
  const RecordView record_;
};

}  // namespace

Status Enact(State* state, const RecordView& record) {
  if (record.at < state->at) return Damaged(record, "its instant goes back");
  const TextTable::Key id(record.command.id);
  if (state->command_ids.Find(id) != TextTable::kNone) {
    return Damaged(record, "its id was used before");
  }
  if (record.outcome.proposed) {
    state->proposals[record.command.id] = {record.command};
  } else {
    Enactment enactment(state, record);
    LICET_RETURN_IF_ERROR(std::visit([&](const auto& action) { return enactment.Do(action); },
                                     record.command.action));
  }
  state->command_ids.Number(id);
  state->records += 1;
  state->at = record.at;
  return {};
}

}  // namespace licet
