// Orders hold, shipments post, and what is left goes back.

#include <algorithm>
#include <functional>
#include <limits>

#include "licet/base/decimal.h"
#include "licet/base/text.h"
#include "rules.h"

namespace licet {
namespace {

bool In(const std::vector<std::string>& list, std::string_view word) {
  return list.empty() || std::ranges::find(list, word) != list.end();
}

struct ScopeRule {
  std::string_view called;
  std::vector<std::string> Scope::* list;
  std::string PlaceOrder::* word;
};
constexpr ScopeRule kScopeRules[] = {
    {"item", &Scope::items, &PlaceOrder::item},
    {"purchaser", &Scope::purchasers, &PlaceOrder::purchaser},
    {"consignee", &Scope::consignees, &PlaceOrder::consignee},
    {"end user", &Scope::end_users, &PlaceOrder::end_user},
    {"origin", &Scope::origins, &PlaceOrder::origin},
    {"destination", &Scope::destinations, &PlaceOrder::destination},
    {"place of use", &Scope::places, &PlaceOrder::place_of_use},
    {"end use", &Scope::uses, &PlaceOrder::end_use},
};

std::optional<Refusal> OutOfScope(const Authorisation& authorisation, const PlaceOrder& order) {
  const std::string& id = authorisation.application.authorisation;
  const auto outside = [&](std::string_view called, std::string_view word, std::string_view what) {
    return Refusal{RefusalCode::kDoesNotFit,
                   word.empty() ? fmt::format("{} names the {}; the order does not", what, called)
                                : fmt::format("{} does not cover {} '{}'", what, called, word)};
  };
  for (const ScopeRule& rule : kScopeRules) {
    const std::string& word = order.*rule.word;
    if (In(authorisation.terms.scope.*rule.list, word)) continue;
    return outside(rule.called, word, fmt::format("'{}'", id));
  }
  for (const Condition& condition : authorisation.terms.conditions) {
    if (In(condition.places, order.place_of_use)) continue;
    return outside("place of use", order.place_of_use,
                   fmt::format("condition '{}' of '{}'", condition.condition, id));
  }
  if (!authorisation.holder.empty() && authorisation.holder != order.exporter &&
      authorisation.holder != order.purchaser) {
    return Refusal{RefusalCode::kDoesNotFit,
                   fmt::format("'{}' is held by '{}', who is neither exporter nor purchaser", id,
                               authorisation.holder)};
  }
  return std::nullopt;
}

Candidate Weigh(const State& state, std::uint32_t index, const PlaceOrder& order, Date day) {
  const Authorisation& authorisation = state.authorisations[index];
  Candidate candidate{.authorisation = index, .left = kMaxUnits};
  const auto no = [&](const Refusal& refusal) {
    candidate.why = refusal.code;
    candidate.sentence = refusal.sentence;
    return candidate;
  };
  if (const auto refusal = OutOfScope(authorisation, order)) return no(*refusal);
  if (const auto refusal = NotUsable(authorisation, day, false)) return no(*refusal);
  const auto draws = DrawsFor(state, authorisation, order);
  if (!draws) return no(draws.error());
  const PlannedDraw* tightest = nullptr;
  for (const PlannedDraw& draw : *draws) {
    if (draw.rate == 0) continue;
    const std::int64_t carries = LeftFor(state, draw) / draw.rate;
    if (carries < candidate.left) {
      candidate.left = carries;
      tightest = &draw;
    }
  }
  if (candidate.left < order.units) {
    return no(
        {RefusalCode::kLimit, fmt::format("'{}' has {} units left on '{}'; the order asks for {}",
                                          authorisation.application.authorisation, candidate.left,
                                          AccountNameOf(state, *tightest), order.units)});
  }
  candidate.fits = true;
  return candidate;
}

// True when a comes before b by the user's rule.
bool Precedes(const State& state, const Candidate& a, const Candidate& b) {
  const auto& all = state.authorisations;
  const auto place = [&](const Candidate& c) {
    const auto& listed = state.policy.listed;
    return std::ranges::find(listed, all[c.authorisation].application.authorisation) -
           listed.begin();
  };
  switch (state.policy.preference) {
    case Preference::kAsk:
      return false;
    case Preference::kEarliestExpiry:
      return all[a.authorisation].terms.until < all[b.authorisation].terms.until;
    case Preference::kLeastLeft:
      return a.left < b.left;
    case Preference::kMostLeft:
      return a.left > b.left;
    case Preference::kListed:
      return place(a) < place(b);
  }
  return false;
}

bool Names(const std::vector<std::string>& named, const Authorisation& authorisation) {
  return std::ranges::any_of(named, [&](const std::string& name) {
    return name == authorisation.application.authorisation || name == authorisation.number;
  });
}

// What to say when nothing fits: the one nearest to fitting speaks.
Refusal NothingFits(std::vector<Candidate> candidates, const PlaceOrder& order,
                    std::string_view regime) {
  if (candidates.empty()) {
    return {RefusalCode::kNoAuthorisation,
            fmt::format("no authorisation of {} is on file for order '{}'", regime, order.order)};
  }
  const auto nearness = [](const Candidate& c) {
    return c.why == RefusalCode::kLimit ? 0 : c.why == RefusalCode::kDoesNotFit ? 2 : 1;
  };
  const Candidate& nearest = *std::ranges::min_element(candidates, {}, nearness);
  const RefusalCode code =
      nearest.why == RefusalCode::kDoesNotFit ? RefusalCode::kNoAuthorisation : nearest.why;
  std::string sentence = fmt::format("no authorisation of {} serves order '{}': {}", regime,
                                     order.order, nearest.sentence);
  return {code, std::move(sentence), std::move(candidates)};
}

std::expected<std::uint32_t, Refusal> Choose(const State& state, const PlaceOrder& order,
                                             std::string_view regime, Date day) {
  std::vector<Candidate> candidates = CandidatesFor(state, order, regime, day);
  std::vector<Candidate> named;
  std::ranges::copy_if(candidates, std::back_inserter(named), [&](const Candidate& c) {
    return Names(order.named, state.authorisations[c.authorisation]);
  });
  if (named.size() > 1) {
    return Refuse(RefusalCode::kSeveralFit,
                  "order '{}' names several authorisations of {}; name one", order.order, regime);
  }
  if (named.size() == 1) {
    if (named[0].fits) return named[0].authorisation;
    return std::unexpected(Refusal{named[0].why, named[0].sentence, named});
  }
  const auto first = std::ranges::find_if(candidates, &Candidate::fits);
  if (first == candidates.end()) {
    return std::unexpected(NothingFits(std::move(candidates), order, regime));
  }
  if (std::none_of(first + 1, candidates.end(), std::mem_fn(&Candidate::fits))) {
    return first->authorisation;
  }
  std::vector<Candidate> fit;
  std::ranges::copy_if(candidates, std::back_inserter(fit), &Candidate::fits);
  std::ranges::stable_sort(
      fit, [&](const Candidate& a, const Candidate& b) { return Precedes(state, a, b); });
  if (Precedes(state, fit[0], fit[1])) return fit[0].authorisation;
  std::vector<std::string> choices;
  for (const Candidate& c : fit) {
    choices.push_back(fmt::format(
        "'{}' ({} left)", state.authorisations[c.authorisation].application.authorisation, c.left));
  }
  return std::unexpected(
      Refusal{RefusalCode::kSeveralFit,
              fmt::format("several authorisations of {} fit order '{}': {}; name one", regime,
                          order.order, Join(choices, ", ")),
              std::move(fit)});
}

Check CheckOrder(const State& state, const PlaceOrder& order) {
  LICET_REFUSE_IF(CheckId("an order", order.order));
  if (state.FindOrder(order.order) != nullptr) {
    return Refuse(RefusalCode::kExists, "order '{}' is on file already", order.order);
  }
  if (order.units < 1 || order.units > kMaxUnits) {
    return Refuse(RefusalCode::kBadCommand, "order '{}' asks for {} units; 1 to {} can be held",
                  order.order, order.units, kMaxUnits);
  }
  const auto within = [&](std::int64_t rate) {
    return rate >= -1 && static_cast<Int128>(rate) * order.units <= kMaxAmount;
  };
  if (!within(order.price) || !within(order.tpp)) {
    return Refuse(RefusalCode::kBadCommand, "order '{}' is larger than can be counted",
                  order.order);
  }
  for (const std::string& name : order.named) {
    const Authorisation* named = state.FindAuthorisation(name);
    if (named != nullptr &&
        std::ranges::find(order.regimes, AskedOf(named->application)) == order.regimes.end()) {
      return Refuse(RefusalCode::kDoesNotFit, "order '{}' names '{}' of {}, which asks for none",
                    order.order, name, AskedOf(named->application));
    }
    if (named == nullptr) {
      return Refuse(RefusalCode::kUnknown, "order '{}' names {}, which is not on file", order.order,
                    Quoted(name));
    }
  }
  return {};
}

// Evidence "condition=document" of a shipment.
bool HasEvidence(const std::vector<std::string>& documents, const std::string& condition) {
  return std::ranges::any_of(documents, [&](const std::string& document) {
    return document.size() > condition.size() + 1 && document.starts_with(condition) &&
           document[condition.size()] == '=';
  });
}

Check CheckShippable(const State& state, const HeldOrder& order, const Ship& action, Date day) {
  if (auto refusal = WhyNotShippable(state, action.order, day)) {
    return std::unexpected(*std::move(refusal));
  }
  for (const std::uint32_t index : state.ServingOf(order)) {
    const Authorisation& authorisation = state.authorisations[index];
    for (const Condition& condition : authorisation.terms.conditions) {
      if (condition.stage != ConditionStage::kShipment ||
          HasEvidence(action.documents, condition.condition)) {
        continue;
      }
      return Refuse(RefusalCode::kNoEvidence,
                    "condition '{}' of '{}' asks for a document with every shipment; give "
                    "'{}=DOCUMENT'",
                    condition.condition, authorisation.application.authorisation,
                    condition.condition);
    }
  }
  return {};
}

std::unexpected<Refusal> NoSuch(std::string_view what, std::string_view id) {
  return Refuse(RefusalCode::kUnknown, "no {} {} is on file", what, Quoted(id));
}

}  // namespace

std::vector<Candidate> CandidatesFor(const State& state, const PlaceOrder& order,
                                     std::string_view regime, Date day) {
  std::vector<Candidate> candidates;
  for (std::uint32_t i = 0; i < state.authorisations.size(); ++i) {
    if (AskedOf(state.authorisations[i].application) != regime) continue;
    candidates.push_back(Weigh(state, i, order, day));
  }
  return candidates;
}

std::optional<Refusal> WhyNotShippable(const State& state, std::string_view id, Date day) {
  const HeldOrder* order = state.FindOrder(id);
  if (order == nullptr) return NoSuch("order", id).error();
  if (order->held == 0) {
    if (order->posted == order->units) return std::nullopt;
    return Refusal{RefusalCode::kWrongState,
                   fmt::format("the hold of order '{}' was given back; place what is still wanted "
                               "as a new order",
                               id)};
  }
  if (day > order->expires) {
    return Refusal{RefusalCode::kExpired, fmt::format("the hold of order '{}' ended on {}", id,
                                                      order->expires.ToString())};
  }
  for (const std::uint32_t index : state.ServingOf(*order)) {
    if (auto refusal = NotUsable(state.authorisations[index], day, true)) return refusal;
  }
  return std::nullopt;
}

Answer Consider(const State& state, const Command& command, const PlaceOrder& action) {
  LICET_REFUSE_IF(CheckOrder(state, action));
  if (action.expires < command.day) {
    return Refuse(RefusalCode::kExpired, "the hold of order '{}' would end on {}, before its day",
                  action.order, action.expires.ToString());
  }
  Effect outcome;
  std::vector<PlannedDraw> all;
  for (const std::string& regime : action.regimes) {
    const auto chosen = Choose(state, action, regime, command.day);
    if (!chosen) return std::unexpected(chosen.error());
    const Authorisation& authorisation = state.authorisations[*chosen];
    const std::string& id = authorisation.application.authorisation;
    if (std::ranges::find(outcome.authorisations, id) != outcome.authorisations.end()) continue;
    outcome.authorisations.push_back(id);
    const auto draws = DrawsFor(state, authorisation, action);
    if (!draws) return std::unexpected(draws.error());
    for (const PlannedDraw& draw : *draws) {
      // A pool that binds two of them counts the order once.
      const bool there = std::ranges::any_of(all, [&](const PlannedDraw& d) {
        return d.limit == draw.limit && d.party == draw.party;
      });
      if (!there) all.push_back(draw);
    }
  }
  outcome.legs.reserve(all.size());
  for (const PlannedDraw& draw : all) {
    outcome.legs.push_back({AccountNameOf(state, draw), draw.rate});
  }
  return outcome;
}

Answer Consider(const State& state, const Command&, const RecordDecision& action) {
  LICET_REFUSE_IF(CheckId("an order", action.order));
  if (state.FindOrder(action.order) != nullptr) {
    return Refuse(RefusalCode::kExists, "order '{}' was released before", action.order);
  }
  if (action.outcome != "hold" && action.outcome != "block") {
    return Refuse(RefusalCode::kBadCommand, "{} is no outcome that holds nothing; hold or block",
                  Quoted(action.outcome));
  }
  return Effect{};
}

Answer Consider(const State& state, const Command& command, const Ship& action) {
  const HeldOrder* order = state.FindOrder(action.order);
  if (order == nullptr) return NoSuch("order", action.order);
  LICET_REFUSE_IF(CheckId("a shipment", action.shipment));
  if (state.FindShipment(action.shipment) != nullptr) {
    return Refuse(RefusalCode::kExists, "shipment '{}' is on file already", action.shipment);
  }
  if (action.units < 1 || action.units > order->held) {
    return Refuse(action.units < 1 ? RefusalCode::kBadCommand : RefusalCode::kLimit,
                  "order '{}' holds {} units; {} cannot be shipped", action.order, order->held,
                  action.units);
  }
  LICET_REFUSE_IF(CheckShippable(state, *order, action, command.day));
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Arrive& action) {
  const Shipment* shipment = state.FindShipment(action.shipment);
  if (shipment == nullptr) return NoSuch("shipment", action.shipment);
  const std::int64_t under_way =
      action.stage == Arrival::kEntered
          ? shipment->units - shipment->reversed - shipment->entered
          : std::min(shipment->entered, shipment->units - shipment->reversed) - shipment->installed;
  if (action.units < 1 || action.units > under_way) {
    return Refuse(RefusalCode::kLimit, "shipment '{}' has {} units that can be {}; not {}",
                  action.shipment, under_way, NameOf(action.stage), action.units);
  }
  return Effect{};
}

Answer Consider(const State& state, const Command& command, const Cancel& action) {
  const HeldOrder* order = state.FindOrder(action.order);
  if (order == nullptr) return NoSuch("order", action.order);
  if (order->held == 0) {
    return Refuse(RefusalCode::kWrongState, "order '{}' holds nothing any more", action.order);
  }
  if (action.units < 0 || action.units > order->held) {
    return Refuse(RefusalCode::kLimit, "order '{}' holds {} units; {} cannot be given back",
                  action.order, order->held, action.units);
  }
  if (action.expired && command.day <= order->expires) {
    return Refuse(RefusalCode::kWrongState, "the hold of order '{}' lasts until {}", action.order,
                  order->expires.ToString());
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const Reverse& action) {
  const Shipment* shipment = state.FindShipment(action.shipment);
  if (shipment == nullptr) return NoSuch("shipment", action.shipment);
  if (action.units < 1 || action.units > shipment->units - shipment->reversed) {
    return Refuse(RefusalCode::kLimit, "shipment '{}' has {} units; {} cannot come back",
                  action.shipment, shipment->units - shipment->reversed, action.units);
  }
  Effect outcome;
  for (const Draw& draw : state.DrawsOf(state.orders[shipment->order])) {
    const Limit& limit = state.limits[state.accounts[draw.account].limit];
    for (std::string& name : Overdrawn(state, limit, draw.rate * action.units)) {
      outcome.flagged.push_back(std::move(name));
    }
  }
  if (!outcome.flagged.empty() && !action.flag) {
    return Refuse(RefusalCode::kCommitted,
                  "{} units coming back would leave '{}' with less than is committed; release "
                  "some there, or flag it",
                  action.units, Join(outcome.flagged, "', '"));
  }
  return outcome;
}

}  // namespace licet
