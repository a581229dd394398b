// Which accounts an order draws on under an authorisation, and how much a unit.

#include <algorithm>

#include "rules.h"

namespace licet {
namespace {

std::int64_t RateOf(const PlaceOrder& order, Measure measure) {
  switch (measure) {
    case Measure::kUnits:
      return 1;
    case Measure::kValue:
      return order.price;
    case Measure::kTpp:
      return order.tpp;
  }
  return -1;
}

}  // namespace

std::string_view PartyOf(const PlaceOrder& order, Role role) {
  switch (role) {
    case Role::kNone:
      return "";
    case Role::kExporter:
      return order.exporter;
    case Role::kPurchaser:
      return order.purchaser;
    case Role::kConsignee:
      return order.consignee;
    case Role::kEndUser:
      return order.end_user;
  }
  return "";
}

std::expected<std::vector<PlannedDraw>, Refusal> DrawsFor(const State& state,
                                                          const Authorisation& authorisation,
                                                          const PlaceOrder& order) {
  std::vector<PlannedDraw> draws;
  for (const std::uint32_t index : authorisation.limits) {
    const LimitTerms& terms = state.limits[index].terms;
    for (const Role role : {terms.of, terms.per}) {
      if (role == Role::kNone || !PartyOf(order, role).empty()) continue;
      return Refuse(RefusalCode::kFigureUnknown,
                    "limit '{}' counts by {}, which order '{}' leaves open; state it", terms.limit,
                    NameOf(role), order.order);
    }
    if (terms.of != Role::kNone &&
        std::ranges::find(terms.group, PartyOf(order, terms.of)) == terms.group.end()) {
      continue;
    }
    const std::int64_t rate = RateOf(order, terms.measure);
    if (rate < 0) {
      return Refuse(RefusalCode::kFigureUnknown,
                    "limit '{}' counts {}, which order '{}' leaves open; state the {}", terms.limit,
                    NameOf(terms.measure), order.order,
                    terms.measure == Measure::kValue ? "unit price" : "TPP of the item");
    }
    draws.push_back({index, PartyOf(order, terms.per), rate});
  }
  return draws;
}

std::int64_t LeftFor(const State& state, const PlannedDraw& draw) {
  const Limit& limit = state.limits[draw.limit];
  if (draw.party.empty()) return LeftOf(state, state.accounts[limit.accounts.front()]);
  const std::uint32_t party = state.names.Find(draw.party);
  const auto found = state.account_of.find({draw.limit, party});
  if (party != kNobody && found != state.account_of.end()) {
    return LeftOf(state, state.accounts[found->second]);
  }
  return LeftOf(state, Account{.limit = draw.limit});
}

std::string AccountNameOf(const State& state, const PlannedDraw& draw) {
  const std::string& limit = state.limits[draw.limit].terms.limit;
  return draw.party.empty() ? limit : fmt::format("{}#{}", limit, draw.party);
}

}  // namespace licet
