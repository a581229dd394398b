#include "random_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet {
namespace {

constexpr char kUs[] = "us-ear";
constexpr char kCn[] = "cn-import";
constexpr std::size_t kMostLicences = 24;
constexpr std::size_t kMostLimits = 90;
constexpr std::size_t kRemembered = 200;

}  // namespace

RandomCommands::RandomCommands(std::uint64_t seed) : random_(seed) {
  day_ = Date::FromCivil(2026, 1, 15).value().days();
  SetUp();
}

// Shared limits of every kind, so that licences have something to be bound by.
void RandomCommands::SetUp() {
  const auto add = [&](Action action) {
    prepared_.push_back({NewId("c"), "clerk", "", Date::FromDays(day_), std::move(action)});
  };
  const auto cap = [&](std::int64_t base) {
    return base / 2 + static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(base)));
  };
  add(DefineLimit{{.limit = "us-shipments"}});
  add(DefineLimit{{.limit = "china-share", .share_of = "us-shipments", .num = 1, .den = 2}});
  add(DefineLimit{{.limit = "share-of-share",
                   .cap = cap(4000),
                   .share_of = "china-share",
                   .num = 2,
                   .den = 3}});
  add(DefineLimit{{.limit = "tpp-year", .measure = Measure::kTpp, .cap = cap(4'000'000'000)}});
  add(DefineLimit{
      {.limit = "pool", .cap = cap(3000), .of = Role::kPurchaser, .group = {"p0", "p1", "p2"}}});
  add(DefineLimit{{.limit = "each-consignee", .cap = cap(500), .per = Role::kConsignee}});
  add(DefineLimit{{.limit = "group-each",
                   .measure = Measure::kValue,
                   .cap = cap(9'000'000),
                   .tolerance = 700,
                   .per = Role::kConsignee,
                   .of = Role::kPurchaser,
                   .group = {"p1", "p3"}}});
  add(DefineLimit{{.limit = "us-value", .measure = Measure::kValue}});
  add(DefineLimit{{.limit = "value-share",
                   .measure = Measure::kValue,
                   .tolerance = 1000,
                   .share_of = "us-value",
                   .num = 7,
                   .den = 11}});
  add(Credit{.limit = "us-shipments", .amount = cap(4000)});
  add(Credit{.limit = "us-value", .amount = cap(40'000'000)});
  for (int i = 0; i < 5; ++i) {
    const Action application = MakeApplication();
    add(application);
    Learn(application);
    const Action approval = MakeApproval();
    add(approval);
    Learn(approval);
  }
}

std::string RandomCommands::Pick(std::initializer_list<const char*> list) {
  return list.begin()[Below(list.size())];
}

std::string RandomCommands::Party(char kind, std::uint64_t count) {
  return Chance(3) ? std::string() : fmt::format("{}{}", kind, Below(count));
}

std::string RandomCommands::NewId(const char* kind) { return fmt::format("{}-{}", kind, made_++); }

Date RandomCommands::Today() {
  if (Chance(2)) day_ += 1;
  return Date::FromDays(day_ + (Chance(4) ? static_cast<std::int32_t>(Below(120)) - 60 : 0));
}

RandomCommands::Known* RandomCommands::AnyLicence(bool active) {
  std::vector<Known*> fit;
  for (Known& known : licences_) {
    if (known.active == active) fit.push_back(&known);
  }
  return fit.empty() ? nullptr : fit[Below(fit.size())];
}

// Things of late are the lively ones; now and then an old one.
const std::string* RandomCommands::Recent(const std::vector<std::string>& ids) {
  if (ids.empty()) return nullptr;
  const std::size_t reach = Chance(5) ? ids.size() : std::min<std::size_t>(ids.size(), 40);
  return &ids[ids.size() - 1 - Below(reach)];
}

Command RandomCommands::Next() {
  if (!prepared_.empty()) {
    Command command = std::move(prepared_.front());
    prepared_.pop_front();
    return command;
  }
  if (!past_.empty() && Chance(4)) return Repeat();
  Command command{NewId("c"), Chance(60) ? "clerk" : "officer", Chance(20) ? "as agreed" : "",
                  Today(), Choose()};
  if (past_.size() < kRemembered) {
    past_.push_back(command);
  } else if (Chance(30)) {
    past_[Below(past_.size())] = command;
  }
  return command;
}

// An old command once more; the day and the person do not count, the action does.
Command RandomCommands::Repeat() {
  Command command = past_[Below(past_.size())];
  if (Chance(30)) command.action = Choose();
  if (Chance(30)) command.by = "somebody";
  return command;
}

Action RandomCommands::Choose() {
  const std::uint64_t roll = Below(1000);
  if (roll < 430) return MakeOrder();
  if (roll < 640) return MakeShipment();
  if (roll < 740) return MakeCancel();
  if (roll < 800) return MakeReversal();
  if (roll < 840) return MakeCredit();
  if (roll < 925) return Licences();
  if (roll < 985) return House();
  return MakeNonsense();
}

Action RandomCommands::Licences() {
  const std::uint64_t roll = Below(100);
  if (roll < 12) return MakeApplication();
  if (roll < 26) return MakeApproval();
  if (roll < 66) return MakeAmendment();
  Known* known = AnyLicence(roll < 90 || Chance(50));
  if (known == nullptr) return MakeApplication();
  if (roll < 72) {
    return Revoke{.authorisation = known->id,
                  .savings = Chance(50) ? Savings::kVoid : Savings::kFlag,
                  .until = Chance(80) ? Date::FromDays(day_ + 20) : kNoDay};
  }
  if (roll < 74) return Transfer{.authorisation = known->id, .to = Party('p', 6)};
  if (roll < 76) return Replace{.authorisation = known->id, .by = licences_.back().id};
  if (roll < 88) {
    return SetCondition{.authorisation = known->id,
                        .condition = Pick({"kyc", "lab", "site"}),
                        .state = Chance(85) ? Fulfilment::kMet : Fulfilment::kFailed,
                        .document = Chance(90) ? "doc" : "",
                        .day = Chance(50) ? Date::FromDays(day_) : kNoDay};
  }
  const Step step = static_cast<Step>(Below(NamesOf<Step>::kNames.size()));
  return Advance{.authorisation = known->id, .step = Chance(50) ? Step::kResume : step};
}

Action RandomCommands::House() {
  const std::uint64_t roll = Below(100);
  if (!open_proposals_.empty() && roll < 50) {
    return Confirm{.proposal = *Recent(open_proposals_), .reject = Chance(20)};
  }
  if (roll < 8) return MakePolicy();
  if (roll < 14) return MakeRound();
  if (roll < 44) return MakeLimitChange();
  if (roll < 60) {
    return RecordDecision{.order = NewId("o"), .outcome = Pick({"hold", "block", "release"})};
  }
  if (roll < 70) {
    return Observe{.stage = "shipped",
                   .buyer = Party('p', 6),
                   .item = "h200",
                   .units = static_cast<std::int64_t>(Below(1000)),
                   .source = "press"};
  }
  const std::string* shipment = Recent(shipments_);
  if (shipment == nullptr) return MakeOrder();
  return Arrive{.shipment = *shipment,
                .stage = Chance(60) ? Arrival::kEntered : Arrival::kInstalled,
                .units = static_cast<std::int64_t>(1 + Below(12)),
                .place = "site"};
}

Action RandomCommands::MakeApplication() {
  if (licences_.size() >= kMostLicences) return MakeAmendment();
  const bool us = Chance(60);
  ApplyFor apply{.authorisation = NewId(us ? "us" : "cn"), .regime = us ? kUs : kCn};
  apply.type = us ? AuthorisationType::kLicence : AuthorisationType::kImportPermission;
  if (Chance(60)) apply.holder = us ? "x0" : Party('p', 6);
  apply.units = static_cast<std::int64_t>(Below(5000));
  return apply;
}

Terms RandomCommands::MakeTerms(const Known& known, std::vector<LimitTerms>* brought) {
  Terms terms;
  if (Chance(60)) terms.scope.items = {"h20", "h200", "mi308"};
  if (Chance(25)) terms.scope.purchasers = {"p0", "p1", "p2", "p3"};
  if (Chance(25)) terms.scope.destinations = {"CN", "MO"};
  if (Chance(90)) {
    brought->push_back(
        {.limit = known.id + "/units", .cap = static_cast<std::int64_t>(100 + Below(2500))});
  }
  if (Chance(40)) {
    brought->push_back({.limit = known.id + "/value",
                        .measure = Measure::kValue,
                        .cap = static_cast<std::int64_t>(1'000'000 + Below(60'000'000)),
                        .tolerance = static_cast<std::int64_t>(Below(1001))});
  }
  for (const LimitTerms& limit : *brought) terms.limits.push_back(limit.limit);
  for (const char* shared : {"china-share", "share-of-share", "tpp-year", "pool", "each-consignee",
                             "group-each", "value-share", "us-shipments", "us-value"}) {
    if (Chance(22)) terms.limits.emplace_back(shared);
  }
  if (Chance(35)) {
    terms.conditions.push_back(
        {.condition = "kyc", .text = "Know your customer.", .draft = Chance(20)});
  }
  if (Chance(25)) {
    terms.conditions.push_back({.condition = "lab",
                                .text = "A test for every shipment.",
                                .stage = ConditionStage::kShipment});
  }
  if (Chance(20)) {
    terms.conditions.push_back({.condition = "site",
                                .text = "Beijing or Shanghai alone.",
                                .places = {"Beijing", "Shanghai"}});
  }
  terms.from = Date::FromDays(day_ - 30);
  if (Chance(60)) terms.until = Date::FromDays(day_ + static_cast<std::int32_t>(10 + Below(400)));
  return terms;
}

Action RandomCommands::MakeApproval() {
  Known* known = AnyLicence(false);
  if (known == nullptr) return MakeApplication();
  Approve approve{.authorisation = known->id, .number = NewId("D")};
  approve.terms = MakeTerms(*known, &approve.limits);
  return approve;
}

Action RandomCommands::MakeAmendment() {
  Known* known = AnyLicence(true);
  if (known == nullptr) return MakeApproval();
  Approve approve{
      .authorisation = known->id, .terms = known->terms, .limits = known->limits, .amends = true};
  // Mostly more, sometimes less than what is committed.
  for (LimitTerms& limit : approve.limits) {
    if (limit.cap == kNoCap) continue;
    const auto change = static_cast<std::int64_t>(Below(static_cast<std::uint64_t>(limit.cap) + 1));
    limit.cap = Chance(75) ? std::min(limit.cap + change / 2, kMaxAmount) : limit.cap - change / 2;
  }
  if (Chance(10)) approve.terms = MakeTerms(*known, &approve.limits);
  if (Chance(50)) approve.terms.until = kOpenDay;
  return approve;
}

Action RandomCommands::MakeOrder() {
  PlaceOrder order{.order = NewId("o"), .item = Pick({"h20", "h200", "mi308", "h20"})};
  const std::uint64_t size = Below(100);
  order.units = static_cast<std::int64_t>(size < 80   ? 1 + Below(12)
                                          : size < 96 ? 1 + Below(200)
                                                      : 1 + Below(20'000));
  if (Chance(90)) order.price = Chance(3) ? 0 : static_cast<std::int64_t>(1 + Below(30'000));
  if (Chance(95)) order.tpp = Chance(2) ? 0 : 2'368'000;
  order.exporter = Chance(90) ? "x0" : "x1";
  order.purchaser = Party('p', 6);
  order.consignee = Party('k', 8);
  order.end_user = Party('u', 4);
  order.destination = Chance(95) ? "CN" : "AE";
  order.place_of_use = Pick({"Beijing", "Shanghai", "Beijing", "Urumqi"});
  const std::uint64_t kind = Below(100);
  if (kind < 55)
    order.regimes = {kUs, kCn};
  else if (kind < 80)
    order.regimes = {kUs};
  else if (kind < 97)
    order.regimes = {kCn};
  for (const std::string& regime : order.regimes) {
    std::vector<const Known*> fit;
    for (const Known& known : licences_) {
      if (known.regime == regime && known.active) fit.push_back(&known);
    }
    if (!fit.empty() && Chance(75)) order.named.push_back(fit[Below(fit.size())]->id);
  }
  if (Chance(1)) order.named.emplace_back("nobody-knows-it");
  if (Chance(50)) order.expires = Date::FromDays(day_ + static_cast<std::int32_t>(Below(60)));
  return order;
}

Action RandomCommands::MakeShipment() {
  const std::string* order = Recent(orders_);
  if (order == nullptr) return MakeOrder();
  Ship ship{.order = *order,
            .shipment = NewId("s"),
            .units = static_cast<std::int64_t>(1 + Below(Chance(80) ? 6 : 60))};
  if (Chance(85)) ship.documents = {"lab=report"};
  return ship;
}

Action RandomCommands::MakeCancel() {
  const std::string* order = Recent(orders_);
  if (order == nullptr) return MakeOrder();
  return Cancel{.order = *order,
                .units = Chance(40) ? 0 : static_cast<std::int64_t>(1 + Below(8)),
                .expired = Chance(25)};
}

Action RandomCommands::MakeReversal() {
  const std::string* shipment = Recent(shipments_);
  if (shipment == nullptr) return MakeOrder();
  return Reverse{.shipment = *shipment,
                 .units = static_cast<std::int64_t>(1 + Below(8)),
                 .flag = Chance(50),
                 .document = "return note"};
}

Action RandomCommands::MakeCredit() {
  const bool units = Chance(50);
  Credit credit{.limit = units ? "us-shipments" : "us-value"};
  if (const std::string* limit = Recent(limits_); limit != nullptr && Chance(10)) {
    credit.limit = *limit;
  }
  const auto amount = static_cast<std::int64_t>(1 + Below(units ? 600 : 6'000'000));
  credit.amount = Chance(65) ? amount : -amount;
  credit.flag = Chance(40);
  return credit;
}

Action RandomCommands::MakeLimitChange() {
  const auto cap = [&](std::uint64_t around) {
    return static_cast<std::int64_t>(around / 2 + Below(2 * around));
  };
  switch (Below(6)) {
    case 0:
      return DefineLimit{{.limit = "pool",
                          .cap = cap(4000),
                          .of = Role::kPurchaser,
                          .group = {"p0", "p1", Chance(50) ? "p2" : "p5"}}};
    case 1:
      return DefineLimit{{.limit = "each-consignee", .cap = cap(800), .per = Role::kConsignee}};
    case 2:
      return DefineLimit{{.limit = "tpp-year",
                          .measure = Measure::kTpp,
                          .cap = cap(6'000'000'000),
                          .tolerance = 100}};
    case 3:
      return DefineLimit{{.limit = "china-share",
                          .share_of = "us-shipments",
                          .num = static_cast<std::int64_t>(1 + Below(2)),
                          .den = static_cast<std::int64_t>(2 + Below(2))}};
    case 4:
      return DefineLimit{{.limit = "value-share",
                          .measure = Measure::kValue,
                          .tolerance = 1000,
                          .share_of = "us-value",
                          .num = static_cast<std::int64_t>(7 + Below(4)),
                          .den = 11}};
    default:
      if (limits_.size() >= kMostLimits) return MakeOrder();
      return DefineLimit{{.limit = NewId("l"), .cap = cap(1000)}};
  }
}

Action RandomCommands::MakeRound() {
  if (limits_.size() >= kMostLimits) return MakeOrder();
  Allocate round{.round = NewId("round"), .item = "h20", .total = 1000};
  for (const char* applicant : {"p0", "p2", "p4"}) {
    const auto asked = static_cast<std::int64_t>(Below(600));
    round.grants.push_back({.applicant = applicant,
                            .asked = asked,
                            .units = Chance(80) ? asked / 2 : asked,
                            .reason = "max-min"});
  }
  return round;
}

Action RandomCommands::MakePolicy() {
  SetPolicy policy;
  if (Chance(50)) policy.four_eyes.emplace_back(Approve::kKind);
  if (Chance(40)) policy.four_eyes.emplace_back(Revoke::kKind);
  if (Chance(30)) policy.four_eyes.emplace_back(PlaceOrder::kKind);
  if (Chance(20)) policy.four_eyes.emplace_back(Reverse::kKind);
  if (Chance(20)) policy.four_eyes.emplace_back(Credit::kKind);
  policy.preference = static_cast<Preference>(Below(NamesOf<Preference>::kNames.size()));
  if (!licences_.empty()) policy.listed = {licences_[Below(licences_.size())].id};
  return policy;
}

// What no caller should send, and what would break the book if it were taken.
Action RandomCommands::MakeNonsense() {
  constexpr std::int64_t kHuge = INT64_MAX;
  switch (Below(9)) {
    case 0:
      return PlaceOrder{.order = NewId("o"), .units = kHuge, .regimes = {kUs}};
    case 1:
      return Credit{.limit = "us-shipments", .amount = kHuge};
    case 2:
      return ApplyFor{.authorisation = NewId("us"), .regime = kUs, .units = kHuge};
    case 3:
      return ApplyFor{.authorisation = "a#b", .regime = kUs};
    case 4:
      return Allocate{.round = NewId("round"), .total = kHuge};
    case 5:
      return DefineLimit{{.limit = "china-share", .measure = Measure::kValue, .cap = 1}};
    case 6:
      return Observe{.stage = "shipped", .text = std::string(Below(70'000), 'x')};
    case 7:
      return Observe{.stage = "shipped", .text = "not \xff UTF-8"};
    default:
      return Confirm{.proposal = "never proposed"};
  }
}

void RandomCommands::Learn(const Command& command, const Reply& reply) {
  if (!reply.accepted() || reply.repeated) return;
  if (reply.outcome.proposed) {
    proposals_[command.id] = command;
    open_proposals_.push_back(command.id);
    return;
  }
  if (const auto* confirm = std::get_if<Confirm>(&command.action)) {
    std::erase(open_proposals_, confirm->proposal);
    if (!confirm->reject) Learn(proposals_[confirm->proposal].action);
    proposals_.erase(confirm->proposal);
    return;
  }
  Learn(command.action);
}

void RandomCommands::Learn(const Action& action) {
  const auto known = [&](const std::string& id) {
    return std::ranges::find(licences_, id, &Known::id);
  };
  if (const auto* apply = std::get_if<ApplyFor>(&action)) {
    if (known(apply->authorisation) == licences_.end()) {
      licences_.push_back({.id = apply->authorisation, .regime = apply->regime});
    }
  } else if (const auto* approve = std::get_if<Approve>(&action)) {
    const auto at = known(approve->authorisation);
    if (at == licences_.end()) return;
    *at = {at->id, at->regime, approve->terms, approve->limits, true};
  } else if (const auto* revoke = std::get_if<Revoke>(&action)) {
    if (const auto at = known(revoke->authorisation); at != licences_.end()) licences_.erase(at);
  } else if (const auto* limit = std::get_if<DefineLimit>(&action)) {
    limits_.push_back(limit->terms.limit);
  } else if (const auto* order = std::get_if<PlaceOrder>(&action)) {
    orders_.push_back(order->order);
  } else if (const auto* ship = std::get_if<Ship>(&action)) {
    shipments_.push_back(ship->shipment);
  }
}

}  // namespace licet
