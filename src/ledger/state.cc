#include "licet/ledger/state.h"

#include <fmt/format.h>

#include <algorithm>

#include "canonical.h"
#include "licet/base/decimal.h"
#include "rules.h"

namespace licet {

const Authorisation* State::FindAuthorisation(std::string_view id_or_number) const {
  const auto found = authorisation_ids.find(id_or_number);
  if (found != authorisation_ids.end()) return &authorisations[found->second];
  if (id_or_number.empty()) return nullptr;
  const auto numbered = std::ranges::find(authorisations, id_or_number, &Authorisation::number);
  return numbered == authorisations.end() ? nullptr : &*numbered;
}

const Limit* State::FindLimit(std::string_view id) const {
  const auto found = limit_ids.find(id);
  return found == limit_ids.end() ? nullptr : &limits[found->second];
}

const HeldOrder* State::FindOrder(std::string_view id) const {
  const std::uint32_t found = order_ids.Find(id);
  return found == kNobody ? nullptr : &orders[found];
}

const Shipment* State::FindShipment(std::string_view id) const {
  const std::uint32_t found = shipment_ids.Find(id);
  return found == kNobody ? nullptr : &shipments[found];
}

std::vector<std::uint32_t> State::OpenOrdersUnder(std::uint32_t authorisation) const {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < orders.size(); ++i) {
    const auto by = ServingOf(orders[i]);
    if (orders[i].held > 0 && std::ranges::find(by, authorisation) != by.end()) open.push_back(i);
  }
  return open;
}

std::string State::AccountName(std::uint32_t account) const {
  const Account& a = accounts[account];
  const std::string& limit = limits[a.limit].terms.limit;
  return a.party == kNobody ? limit : fmt::format("{}#{}", limit, names.Text(a.party));
}

std::int64_t CapOf(const State& state, const Limit& limit) {
  Int128 cap = kMaxAmount;
  if (limit.terms.cap != kNoCap) {
    cap = limit.terms.cap;
    if (limit.terms.tolerance != 0) cap += cap * limit.terms.tolerance / 10'000;
  }
  if (limit.share_of != kNobody) {
    cap = std::min(cap, static_cast<Int128>(state.limits[limit.share_of].posted) * limit.terms.num /
                            limit.terms.den);
  }
  return static_cast<std::int64_t>(std::min<Int128>(cap, kMaxAmount));
}

std::int64_t LeftOf(const State& state, const Account& account) {
  const Limit& limit = state.limits[account.limit];
  // All parties of a limit together must stay countable, too.
  const std::int64_t countable = kMaxAmount - limit.held - limit.posted;
  return std::clamp<std::int64_t>(CapOf(state, limit) - account.used(), 0, countable);
}

namespace {

void DescribeAuthorisation(const Authorisation& a, std::string* out) {
  CanonicalWriter(out).Object(a.application);
  CanonicalWriter(out).Object(a.terms);
  *out += fmt::format(" number={} holder={} status={} applied={} submitted={} decided={}", a.number,
                      a.holder, NameOf(a.status), a.applied.ToString(), a.submitted.ToString(),
                      a.decided.ToString());
  for (const Interval& stop : a.stops) *out += fmt::format(" stop={}", stop.ToString());
  *out += fmt::format(" replaced={} transferred={} revoked={} savings={} until={}\n", a.replaced_by,
                      a.transferred_to, a.revoked.ToString(), NameOf(a.savings),
                      a.saved_until.ToString());
}

void DescribeOrders(const State& s, std::string* out) {
  for (std::uint32_t i = 0; i < s.orders.size(); ++i) {
    const HeldOrder& o = s.orders[i];
    *out += fmt::format(
        "order {} item={} purchaser={} destination={} place={} units={} held={} "
        "posted={} reversed={} price={} day={} expires={} flag={}",
        s.order_ids.Text(i), s.NameOf(o.item), s.NameOf(o.purchaser), s.NameOf(o.destination),
        s.NameOf(o.place), o.units, o.held, o.posted, o.reversed, o.price, o.day.ToString(),
        o.expires.ToString(), static_cast<int>(o.flag));
    for (const Draw& d : s.DrawsOf(o)) {
      *out += fmt::format(" {}*{}", s.AccountName(d.account), d.rate);
    }
    for (const std::uint32_t a : s.ServingOf(o)) {
      *out += fmt::format(" by={}", s.authorisations[a].application.authorisation);
    }
    *out += '\n';
  }
  for (std::uint32_t i = 0; i < s.shipments.size(); ++i) {
    const Shipment& p = s.shipments[i];
    *out += fmt::format(
        "shipment {} order={} units={} reversed={} entered={} installed={} day={} "
        "entered-on={} installed-on={}\n",
        s.shipment_ids.Text(i), s.order_ids.Text(p.order), p.units, p.reversed, p.entered,
        p.installed, p.day.ToString(), p.entered_on.ToString(), p.installed_on.ToString());
  }
}

void DescribeLimits(const State& s, std::string* out) {
  for (const Limit& limit : s.limits) {
    *out += "limit ";
    CanonicalWriter(out).Object(limit.terms);
    *out += fmt::format(" held={} posted={}\n", limit.held, limit.posted);
  }
  for (std::uint32_t i = 0; i < s.accounts.size(); ++i) {
    const Account& a = s.accounts[i];
    *out += fmt::format("account {} held={} posted={} overdrawn={}\n", s.AccountName(i), a.held,
                        a.posted, a.overdrawn);
  }
}

void DescribeHouse(const State& s, std::string* out) {
  *out += "policy ";
  CanonicalWriter(out).Object(s.policy);
  *out += '\n';
  for (const auto& [id, proposal] : s.proposals) {
    *out += fmt::format("proposal {} open={} ", id, proposal.open);
    EncodeAction(proposal.command.action, out);
    *out += '\n';
  }
  for (const auto& [id, decided] : s.decided) {
    *out += fmt::format("decided {} {} {} {}\n", id, decided.outcome, decided.day.ToString(),
                        decided.reason);
  }
  for (const auto& [id, round] : s.rounds) {
    CanonicalWriter(out).Object(round);
    *out += '\n';
  }
  for (const Observed& seen : s.observations) {
    CanonicalWriter(out).Object(seen.what);
    *out += fmt::format(" {}\n", seen.day.ToString());
  }
  for (std::uint32_t i = 0; i < s.command_ids.size(); ++i) {
    *out += fmt::format("command {}\n", s.command_ids.Text(i));
  }
}

std::unexpected<Error> Broken(std::string what) {
  return Fail(ErrorCode::kInternal, "the ledger contradicts itself: " + std::move(what));
}

Status AuditAccounts(const State& s, const std::vector<Account>& sums) {
  std::vector<std::int64_t> held(s.limits.size());
  std::vector<std::int64_t> posted(s.limits.size());
  for (std::uint32_t i = 0; i < s.accounts.size(); ++i) {
    const Account& a = s.accounts[i];
    if (a.held != sums[i].held) {
      return Broken(
          fmt::format("'{}' holds {}, its orders {}", s.AccountName(i), a.held, sums[i].held));
    }
    if (a.posted != sums[i].posted) {
      return Broken(fmt::format("'{}' posted {}, its orders and credits {}", s.AccountName(i),
                                a.posted, sums[i].posted));
    }
    if (a.used() > CapOf(s, s.limits[a.limit]) && !a.overdrawn) {
      return Broken(fmt::format("'{}' uses {} of {}", s.AccountName(i), a.used(),
                                CapOf(s, s.limits[a.limit])));
    }
    held[a.limit] += a.held;
    posted[a.limit] += a.posted;
  }
  for (std::size_t i = 0; i < s.limits.size(); ++i) {
    if (held[i] != s.limits[i].held || posted[i] != s.limits[i].posted) {
      return Broken(
          fmt::format("limit '{}' is not the sum of its accounts", s.limits[i].terms.limit));
    }
  }
  return {};
}

}  // namespace

std::string Describe(const State& state) {
  std::string out = fmt::format("records={} at={}\n", state.records, state.at);
  for (const Authorisation& a : state.authorisations) DescribeAuthorisation(a, &out);
  DescribeLimits(state, &out);
  DescribeOrders(state, &out);
  DescribeHouse(state, &out);
  return out;
}

Status Audit(const State& state) {
  std::vector<Account> sums(state.accounts.size());
  for (const HeldOrder& order : state.orders) {
    if (order.held < 0 || order.posted < 0 ||
        order.held + order.posted + order.reversed > order.units) {
      return Broken("an order moves more than it has");
    }
    for (const Draw& draw : state.DrawsOf(order)) {
      sums[draw.account].held += draw.rate * order.held;
      sums[draw.account].posted += draw.rate * order.posted;
    }
  }
  for (const Limit& limit : state.limits) {
    if (limit.credited != 0) sums[limit.accounts.front()].posted += limit.credited;
  }
  std::vector<std::int64_t> shipped(state.orders.size());
  for (const Shipment& shipment : state.shipments) {
    shipped[shipment.order] += shipment.units - shipment.reversed;
  }
  for (std::size_t i = 0; i < shipped.size(); ++i) {
    if (shipped[i] != state.orders[i].posted) return Broken("shipments are not what was posted");
  }
  return AuditAccounts(state, sums);
}

}  // namespace licet
