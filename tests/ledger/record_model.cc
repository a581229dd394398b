#include "record_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "licet/base/decimal.h"

namespace licet {
namespace {

std::string LimitOf(const std::string& account) { return account.substr(0, account.find('#')); }

const std::string& PartyIn(const PlaceOrder& order, Role role) {
  static const std::string kNone;
  switch (role) {
    case Role::kExporter:
      return order.exporter;
    case Role::kPurchaser:
      return order.purchaser;
    case Role::kConsignee:
      return order.consignee;
    case Role::kEndUser:
      return order.end_user;
    case Role::kNone:
      break;
  }
  return kNone;
}

}  // namespace

std::string RecordModel::Take(std::string_view bytes) {
  const auto record = DecodeRecord(bytes);
  return record ? Take(*record)
                : fmt::format("{}: {}", record.error().ToString(), bytes.substr(0, 400));
}

std::string RecordModel::Take(const Record& record) {
  if (record.at < at_) return "its instant goes back";
  at_ = record.at;
  if (!ids_.insert(record.command.id).second) return "its id was used before";
  if (record.outcome.proposed) {
    if (!record.outcome.legs.empty()) return "a proposal moves a limit";
    proposals_[record.command.id] = record.command;
    return "";
  }
  return Do(record.command, record.outcome);
}

std::string RecordModel::Do(const Command& command, const Effect& outcome) {
  return std::visit([&](const auto& action) { return Do(action, command, outcome); },
                    command.action);
}

std::string RecordModel::Do(const Confirm& action, const Command&, const Effect& outcome) {
  const auto found = proposals_.find(action.proposal);
  if (found == proposals_.end()) return "confirms what nobody proposed, or twice";
  const Command proposed = std::move(found->second);
  proposals_.erase(found);
  return action.reject ? "" : Do(proposed, outcome);
}

// ---- licences

std::string RecordModel::Do(const ApplyFor& action, const Command&, const Effect&) {
  const bool made =
      licences_.try_emplace(action.authorisation, Licence{.regime = action.regime}).second;
  return made ? "" : "the licence was there before";
}

std::string RecordModel::Do(const Approve& action, const Command&, const Effect&) {
  const auto found = licences_.find(action.authorisation);
  if (found == licences_.end()) return "approves what nobody applied for";
  for (const LimitTerms& limit : action.limits) {
    if (auto wrong = Define(limit); !wrong.empty()) return wrong;
  }
  for (const std::string& limit : action.terms.limits) {
    if (!counters_.contains(limit)) return "is bound by a limit that there is not";
  }
  Licence& licence = found->second;
  licence.limits = action.terms.limits;
  licence.from = action.terms.from;
  licence.until = action.terms.until;
  if (!action.amends) licence.serves = true;
  return "";
}

std::string RecordModel::Do(const Advance& action, const Command&, const Effect&) {
  const auto found = licences_.find(action.authorisation);
  if (found == licences_.end()) return "a step of a licence that there is not";
  if (action.step == Step::kSuspend) found->second.serves = false;
  if (action.step == Step::kResume) found->second.serves = true;
  return "";
}

std::string RecordModel::Do(const Revoke& action, const Command&, const Effect&) {
  const auto found = licences_.find(action.authorisation);
  if (found == licences_.end()) return "revokes a licence that there is not";
  found->second.serves = false;
  if (action.savings == Savings::kFlag) return "";
  for (auto& [id, order] : orders_) {
    if (std::ranges::find(order.licences, action.authorisation) == order.licences.end()) continue;
    if (auto wrong = Move(&order, -order.held, 0, order.held); !wrong.empty()) return wrong;
  }
  return "";
}

std::string RecordModel::Do(const Replace& action, const Command&, const Effect&) {
  licences_[action.authorisation].serves = false;
  return "";
}

// ---- limits

std::string RecordModel::Define(const LimitTerms& terms) {
  Counter& counter = counters_[terms.limit];
  const std::string before = counter.terms.limit;
  if (!before.empty() && counter.terms.measure != terms.measure) return "a measure was changed";
  counter.terms = terms;
  for (const std::string& account : counter.accounts) {
    if (auto wrong = CheckAccount(account); !wrong.empty()) return wrong;
  }
  return "";
}

std::string RecordModel::Do(const DefineLimit& action, const Command&, const Effect&) {
  return Define(action.terms);
}

std::string RecordModel::Do(const Allocate& action, const Command&, const Effect&) {
  std::int64_t given = 0;
  std::string wrong = Define({.limit = action.round, .cap = action.total});
  for (const Grant& grant : action.grants) {
    given += grant.units;
    if (grant.units == 0 || !wrong.empty()) continue;
    wrong = Define({.limit = fmt::format("{}/{}", action.round, grant.applicant),
                    .cap = grant.units,
                    .of = Role::kPurchaser,
                    .group = {grant.applicant}});
  }
  return given > action.total ? "a round gave more than it had" : wrong;
}

std::string RecordModel::Do(const Credit& action, const Command&, const Effect& outcome) {
  const auto found = counters_.find(action.limit);
  if (found == counters_.end()) return "credits a limit that there is not";
  found->second.credited += action.amount;
  if (found->second.credited < 0) return "more was taken back than credited";
  if (auto wrong = Move(action.limit, 0, action.amount); !wrong.empty()) return wrong;
  if (action.amount > 0) return CheckAccount(action.limit);
  return CheckShares(outcome, action.flag);
}

std::int64_t RecordModel::CapOf(const Counter& counter) const {
  const LimitTerms& terms = counter.terms;
  Int128 cap = kMaxAmount;
  if (terms.cap != kNoCap) cap = terms.cap + Int128{terms.cap} * terms.tolerance / 10'000;
  if (!terms.share_of.empty()) {
    const Counter& source = counters_.find(terms.share_of)->second;
    cap = std::min(cap, Int128{source.posted} * terms.num / terms.den);
  }
  return static_cast<std::int64_t>(std::min<Int128>(cap, kMaxAmount));
}

std::string RecordModel::CheckAccount(const std::string& account) const {
  const auto balance = balances_.find(account);
  if (balance == balances_.end()) return "";
  const std::int64_t used = balance->second.held + balance->second.posted;
  const std::int64_t cap = CapOf(counters_.find(LimitOf(account))->second);
  if (used <= cap) return "";
  return fmt::format("'{}' was passed: {} of {}", account, used, cap);
}

std::string RecordModel::CheckShares(const Effect& outcome, bool flag) {
  for (const auto& [id, counter] : counters_) {
    if (counter.terms.share_of.empty()) continue;
    const bool passed = !CheckAccount(id).empty();
    if (!passed) {
      flagged_.erase(id);
      continue;
    }
    const bool named = std::ranges::find(outcome.flagged, id) != outcome.flagged.end();
    if (flag && named) flagged_.insert(id);
    if (!flagged_.contains(id)) return fmt::format("share '{}' was left with too little", id);
  }
  return "";
}

std::string RecordModel::Move(const std::string& account, std::int64_t held, std::int64_t posted) {
  const auto counter = counters_.find(LimitOf(account));
  if (counter == counters_.end()) return "moves a limit that there is not";
  Balance& balance = balances_[account];
  counter->second.accounts.insert(account);
  balance.held += held;
  balance.posted += posted;
  counter->second.posted += posted;
  if (balance.held >= 0 && balance.posted >= 0) return "";
  return fmt::format("'{}' holds {} and posted {}", account, balance.held, balance.posted);
}

// ---- orders

// The legs as they have to be: every limit of every licence that serves, once.
std::string RecordModel::ExpectedRates(const PlaceOrder& order,
                                       const std::vector<std::string>& licences,
                                       std::map<std::string, std::int64_t>* rates) const {
  for (const std::string& id : licences) {
    for (const std::string& limit : licences_.find(id)->second.limits) {
      const LimitTerms& terms = counters_.find(limit)->second.terms;
      if (terms.of != Role::kNone &&
          std::ranges::find(terms.group, PartyIn(order, terms.of)) == terms.group.end()) {
        continue;
      }
      const std::string& party = PartyIn(order, terms.per);
      if (terms.per != Role::kNone && party.empty()) return "nobody knows whose limit it counts on";
      const std::int64_t rate = terms.measure == Measure::kUnits   ? 1
                                : terms.measure == Measure::kValue ? order.price
                                                                   : order.tpp;
      if (rate < 0) return "a limit counts what the order leaves open";
      (*rates)[terms.per == Role::kNone ? limit : fmt::format("{}#{}", limit, party)] = rate;
    }
  }
  return "";
}

std::string RecordModel::Do(const PlaceOrder& action, const Command& command,
                            const Effect& outcome) {
  std::set<std::string> asked(action.regimes.begin(), action.regimes.end());
  std::set<std::string> served;
  for (const std::string& id : outcome.authorisations) {
    const auto licence = licences_.find(id);
    if (licence == licences_.end()) return "is served by a licence that there is not";
    if (!licence->second.serves) return fmt::format("is served by '{}', which is not active", id);
    if (command.day < licence->second.from || command.day > licence->second.until) {
      return fmt::format("is served by '{}' outside its days", id);
    }
    if (!served.insert(licence->second.regime).second) return "two licences of one regime serve it";
  }
  if (served != asked) return "a gate has no licence that serves it";
  Order order{.licences = outcome.authorisations, .expires = action.expires};
  if (auto wrong = ExpectedRates(action, order.licences, &order.rates); !wrong.empty())
    return wrong;
  std::map<std::string, std::int64_t> said;
  for (const Leg& leg : outcome.legs) {
    if (!said.emplace(leg.account, leg.rate).second) return "a leg stands twice";
  }
  if (said != order.rates) return "its legs are not the limits that bind it";
  if (action.units < 1) return "it has no units";
  order.units = action.units;
  const auto [at, made] = orders_.emplace(action.order, std::move(order));
  if (!made) return "the order was there before";
  if (auto wrong = Move(&at->second, action.units, 0, 0); !wrong.empty()) return wrong;
  for (const auto& [account, rate] : at->second.rates) {
    if (rate == 0) continue;
    if (auto wrong = CheckAccount(account); !wrong.empty()) return wrong;
  }
  return "";
}

std::string RecordModel::Move(Order* order, std::int64_t held, std::int64_t posted,
                              std::int64_t released) {
  order->held += held;
  order->posted += posted;
  order->released += released;
  for (const auto& [account, rate] : order->rates) {
    if (auto wrong = Move(account, rate * held, rate * posted); !wrong.empty()) return wrong;
  }
  const bool sums = order->held + order->posted + order->released + order->reversed == order->units;
  return sums && order->held >= 0 && order->posted >= 0 ? ""
                                                        : "an order is not the sum of its parts";
}

std::string RecordModel::Do(const Ship& action, const Command& command, const Effect&) {
  const auto order = orders_.find(action.order);
  if (order == orders_.end()) return "ships an order that there is not";
  if (action.units < 1 || command.day > order->second.expires) return "ships what is not held";
  if (!goods_.try_emplace(action.shipment, Goods{action.order, action.units}).second) {
    return "the shipment was there before";
  }
  return Move(&order->second, -action.units, action.units, 0);
}

std::string RecordModel::Do(const Cancel& action, const Command&, const Effect&) {
  const auto order = orders_.find(action.order);
  if (order == orders_.end()) return "cancels an order that there is not";
  const std::int64_t units = action.units == 0 ? order->second.held : action.units;
  return Move(&order->second, -units, 0, units);
}

std::string RecordModel::Do(const Reverse& action, const Command&, const Effect& outcome) {
  const auto goods = goods_.find(action.shipment);
  if (goods == goods_.end()) return "a shipment comes back that there is not";
  goods->second.reversed += action.units;
  if (action.units < 1 || goods->second.reversed > goods->second.units) {
    return "more comes back than was shipped";
  }
  Order& order = orders_.find(goods->second.order)->second;
  order.reversed += action.units;
  if (auto wrong = Move(&order, 0, -action.units, 0); !wrong.empty()) return wrong;
  return CheckShares(outcome, action.flag);
}

// ---- against the ledger's own totals

std::int64_t RecordModel::HeldOn(std::string_view account) const {
  const auto found = balances_.find(account);
  return found == balances_.end() ? 0 : found->second.held;
}

std::int64_t RecordModel::PostedOn(std::string_view account) const {
  const auto found = balances_.find(account);
  return found == balances_.end() ? 0 : found->second.posted;
}

std::string RecordModel::Compare(const State& state) const {
  if (state.records != ids_.size()) {
    return fmt::format("the state has {} records, the journal {}", state.records, ids_.size());
  }
  std::size_t used = 0;
  for (std::uint32_t i = 0; i < state.accounts.size(); ++i) {
    const std::string name = state.AccountName(i);
    const auto found = balances_.find(name);
    const Balance balance = found == balances_.end() ? Balance{} : found->second;
    used += found == balances_.end() ? 0 : 1;
    if (balance.held == state.accounts[i].held && balance.posted == state.accounts[i].posted)
      continue;
    return fmt::format("'{}': the records say {} held and {} posted, the state {} and {}", name,
                       balance.held, balance.posted, state.accounts[i].held,
                       state.accounts[i].posted);
  }
  if (used != balances_.size()) return "an account is missing in the state";
  if (state.orders.size() != orders_.size()) return "an order is missing in the state";
  for (std::uint32_t i = 0; i < state.orders.size(); ++i) {
    const auto found = orders_.find(state.order_ids.Text(i));
    if (found == orders_.end()) return "the state has an order that no record made";
    const HeldOrder& order = state.orders[i];
    if (order.held != found->second.held || order.posted != found->second.posted ||
        order.reversed != found->second.reversed) {
      return fmt::format("order '{}' differs from its records", found->first);
    }
  }
  return state.shipments.size() == goods_.size() ? "" : "a shipment is missing in the state";
}

}  // namespace licet
