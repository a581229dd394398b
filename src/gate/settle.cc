#include "licet/gate/settle.h"

#include <fmt/format.h>

#include <algorithm>

#include "ask.h"
#include "licet/base/sha256.h"
#include "licet/base/text.h"
#include "licet/gate/json.h"

namespace licet {
namespace {

constexpr std::int64_t kCentMicros = Decimal::kScale / 100;
constexpr std::int64_t kTppMicros = Decimal::kScale / 1000;

// The evidence that satisfies a regime's licence requirement, as orders write it.
std::string EvidenceOf(const Engine& engine, const Pack& pack) {
  constexpr std::string_view kPrefix = "evidence.";
  if (pack.authorisation < 0) return "";
  std::string id =
      engine.schema().facts()[static_cast<std::size_t>(pack.authorisation)].name.substr(
          kPrefix.size());
  std::ranges::replace(id, '_', '-');
  return id;
}

// The evidence of an exception's notice to the authority, where the law asks for one:
// the day of the notice, and whether the authority objected.
struct NoticeEvidence {
  std::string notice;
  std::string objection;
};
NoticeEvidence NoticeOf(std::string_view exception) {
  const std::string low = AsciiLower(exception);
  return {low + "-notice", low + "-objection"};
}

// Only of a notice whose day counts; others are evidence like any paper.
bool NeedsNotice(const Schema& schema, const Determination& d) {
  const std::string notice = NoticeOf(d.exception).notice;
  std::string name = "evidence." + notice;
  std::ranges::replace(name, '-', '_');
  const int fact = schema.Find(name);
  return d.outcome == Outcome::kException && fact >= 0 &&
         schema.facts()[static_cast<std::size_t>(fact)].given_as_date &&
         std::ranges::any_of(d.conditions, [&](const ConditionState& condition) {
           const auto number = static_cast<std::size_t>(condition.provision);
           return d.pack->provisions[number].gives->name == notice;
         });
}

class Settlement {
 public:
  Settlement(Engine& engine, Book& book, const Clocks& clocks, const WhoSettles& who, Order* order)
      : engine_(engine), book_(book), clocks_(clocks), who_(who), order_(*order) {}

  Result<Settled> Run() {
    LICET_ASSIGN_OR_RETURN(const Decision first, Judge(engine_, order_, clocks_));
    PlaceOrder place = Request(first);
    if (book_.state().FindOrder(order_.id) != nullptr) return Again(std::move(place));
    if (place.regimes.empty()) {
      return first.verdict == Verdict::kRelease ? Hold(std::move(place), order_, first)
                                                : RecordOnly(first, std::nullopt);
    }
    const Command command = InEnvelope(PlaceId(), place);
    const Answer answer = DecideAlone(book_.state(), command);
    if (!answer) return Refused(answer.error());
    Order served = order_;
    Serve(answer->authorisations, &served);
    LICET_ASSIGN_OR_RETURN(const Decision second, Judge(engine_, served, clocks_));
    if (second.verdict != Verdict::kRelease) {
      order_ = std::move(served);
      return RecordOnly(second, std::nullopt);
    }
    place.named = answer->authorisations;
    return Hold(std::move(place), std::move(served), second);
  }

 private:
  std::string PlaceId() const { return "order/" + order_.id; }

  // What the ledger is asked: the order's own words, in the ledger's units.
  PlaceOrder Request(const Decision& decision) {
    PlaceOrder place{.order = order_.id,
                     .item = decision.item->model,
                     .units = order_.quantity.micros() / Decimal::kScale,
                     .expires = who_.hold_until};
    if (order_.unit_price) {
      place.price = (order_.unit_price->micros() + kCentMicros - 1) / kCentMicros;
    }
    const Range& tpp = decision.item->metrics.total_tpp;
    if (tpp.IsExact()) place.tpp = (tpp.low->micros() + kTppMicros - 1) / kTppMicros;
    place.exporter = order_.exporter;
    place.purchaser = order_.purchaser;
    place.consignee = order_.consignee;
    place.end_user = order_.end_user;
    place.origin = order_.origin;
    place.destination = order_.destination;
    place.place_of_use = order_.place_of_use;
    place.end_use = order_.end_use;
    for (const GateAnswer& gate : decision.gates) Ask(gate, &place);
    return place;
  }

  // A licence, or the notice that an exception takes. What the order says of them
  // does not count: the ledger does.
  void Ask(const GateAnswer& gate, PlaceOrder* place) {
    const Determination& d = gate.determination;
    if (d.outcome == Outcome::kLicenceRequired) {
      place->regimes.push_back(AskedOf(d.pack->regime, ""));
      proofs_.push_back(EvidenceOf(engine_, *d.pack));
      if (gate.authorisation) place->named.push_back(*gate.authorisation);
    } else if (NeedsNotice(engine_.schema(), d)) {
      place->regimes.push_back(AskedOf(d.pack->regime, d.exception));
      proofs_.push_back(NoticeOf(d.exception).notice);
      proofs_.push_back(NoticeOf(d.exception).objection);
    }
  }

  Command InEnvelope(std::string id, Action action) const {
    return {std::move(id), who_.by, who_.why, Day(), std::move(action)};
  }
  // It happens on the day that it is judged for, whenever it is recorded.
  Date Day() const { return clocks_.as_of.value_or(order_.date); }

  // The decision in full, or what names its bytes when a record cannot take them.
  std::string Attachment(const Decision& decision) const {
    constexpr std::size_t kMost = 40'000;
    std::string json = DecisionJson(engine_, decision);
    return json.size() <= kMost ? json : "sha256:" + Sha256Hex(json);
  }

  // Puts these authorisations where the gates look for them.
  void Serve(const std::vector<std::string>& authorisations, Order* order) const {
    std::vector<std::pair<std::string, std::string>> served;
    for (const std::string& id : authorisations) {
      const Authorisation& authorisation = *book_.state().FindAuthorisation(id);
      if (!authorisation.application.exception.empty()) {
        ServeNotice(authorisation, order->date, &served);
        continue;
      }
      for (const Pack& pack : engine_.packs()) {
        if (pack.regime != authorisation.application.regime) continue;
        served.emplace_back(EvidenceOf(engine_, pack), authorisation.number);
      }
    }
    // However the order writes it: its own word does not stand beside the ledger's.
    std::erase_if(order->evidence, [&](const auto& one) {
      std::string id = one.first;
      std::ranges::replace(id, '_', '-');
      return std::ranges::find(proofs_, id) != proofs_.end() ||
             std::ranges::any_of(served, [&](const auto& s) { return s.first == id; });
    });
    order->evidence.insert(order->evidence.end(), served.begin(), served.end());
  }

  // In force, so the authority did not object. A notice after the order's day is none yet.
  static void ServeNotice(const Authorisation& notice, Date date,
                          std::vector<std::pair<std::string, std::string>>* served) {
    const auto [day, objection] = NoticeOf(notice.application.exception);
    if (notice.submitted == kNoDay || notice.submitted > date) return;
    served->emplace_back(day, notice.submitted.ToString());
    served->emplace_back(objection, "false");
  }

  // It was released before. The same particulars have the same answer while its hold
  // can still be shipped, whatever the law says now.
  Result<Settled> Again(PlaceOrder place) {
    const std::uint32_t sequence = book_.state().command_ids.Find(PlaceId());
    std::vector<std::string> serving;
    for (const std::uint32_t index : book_.state().ServingOf(*book_.state().FindOrder(order_.id))) {
      serving.push_back(book_.state().authorisations[index].application.authorisation);
    }
    LICET_ASSIGN_OR_RETURN(const bool same, IsAsRecorded(sequence, std::move(place)));
    if (!same) {
      return Refused({RefusalCode::kIdReused,
                      fmt::format("order '{}' was recorded before with other particulars; give the "
                                  "changed order a new id",
                                  order_.id)});
    }
    if (const auto refusal = WhyNotShippable(book_.state(), order_.id, Day())) {
      return Refused(*refusal);
    }
    const HeldOrder& held = *book_.state().FindOrder(order_.id);
    if (held.held + held.posted != held.units) {
      return Refused({RefusalCode::kWrongState,
                      fmt::format("part of order '{}' was given back; place what is still wanted "
                                  "as a new order",
                                  order_.id)});
    }
    Serve(serving, &order_);
    return Settled{Settled::State::kBefore, sequence, std::move(serving), {}};
  }

  // What the ledger chose then, and how long it holds, is not the order's own word.
  Result<bool> IsAsRecorded(std::uint32_t sequence, PlaceOrder place) {
    if (sequence == TextTable::kNone) return false;
    LICET_ASSIGN_OR_RETURN(const Record record, ReadRecord(book_.store(), sequence));
    const auto* recorded = std::get_if<PlaceOrder>(&record.command.action);
    if (recorded == nullptr) return false;
    place.named = recorded->named;
    place.regimes = recorded->regimes;
    place.expires = recorded->expires;
    return IsSame(place, *recorded);
  }

  Result<Settled> Hold(PlaceOrder place, Order served, const Decision& decision) {
    Command command = InEnvelope(PlaceId(), std::move(place));
    command.attached = Attachment(decision);
    LICET_ASSIGN_OR_RETURN(const Reply reply, book_.Submit(command));
    if (!reply.accepted()) return Refused(*reply.refusal);
    if (reply.outcome.proposed) return Proposed();
    order_ = std::move(served);
    return Settled{reply.repeated ? Settled::State::kBefore : Settled::State::kHeld,
                   reply.sequence,
                   reply.outcome.authorisations,
                   {}};
  }

  // Four eyes watch over orders: nothing is held until a second person confirms, also of
  // an order that the gates let go without any licence.
  Result<Settled> Proposed() {
    const auto found = book_.state().proposals.find(PlaceId());
    const bool open = found != book_.state().proposals.end() && found->second.open;
    const Refusal refusal =
        open ? Refusal{RefusalCode::kSecondPerson,
                       fmt::format("order '{}' is proposed; somebody else confirms it with 'licet "
                                   "policy confirm {}'",
                                   order_.id, PlaceId())}
             : Refusal{RefusalCode::kWrongState,
                       fmt::format("order '{}' was proposed, and the second person turned it down; "
                                   "give what is still wanted a new id",
                                   order_.id)};
    Serve({}, &order_);
    LICET_ASSIGN_OR_RETURN(const Decision decision, Judge(engine_, order_, clocks_));
    return RecordOnly(decision, refusal);
  }

  // The ledger does not let it go: whatever number it names does not count. An order
  // that the gates let go without any licence cannot be held back by evidence, so that
  // one is an error.
  Result<Settled> Refused(const Refusal& refusal) {
    Serve({}, &order_);
    LICET_ASSIGN_OR_RETURN(const Decision decision, Judge(engine_, order_, clocks_));
    if (decision.verdict == Verdict::kRelease) {
      return Fail(ErrorCode::kInvalidArgument, refusal.sentence, order_.PlaceOf("order"));
    }
    if (book_.state().FindOrder(order_.id) != nullptr) return Settled{.refusal = refusal};
    return RecordOnly(decision, refusal);
  }

  Result<Settled> RecordOnly(const Decision& decision, const std::optional<Refusal>& refusal) {
    const Verdict verdict =
        decision.verdict == Verdict::kRelease ? Verdict::kHold : decision.verdict;
    RecordDecision record{.order = order_.id,
                          .outcome = std::string(ToString(verdict)),
                          .reason = refusal ? refusal->sentence : decision.reason};
    std::string text;
    EncodeAction(record, &text);
    Command command =
        InEnvelope(fmt::format("decide/{}/{}", order_.id, Sha256Hex(text).substr(0, kDigestDigits)),
                   std::move(record));
    command.attached = Attachment(decision);
    LICET_ASSIGN_OR_RETURN(const Reply reply, book_.Submit(command));
    Settled settled{.refusal = refusal};
    if (reply.accepted()) settled.sequence = reply.sequence;
    if (!reply.accepted() && !refusal) settled.refusal = reply.refusal;
    return settled;
  }

  static constexpr std::size_t kDigestDigits = 16;

  Engine& engine_;
  Book& book_;
  const Clocks& clocks_;
  const WhoSettles& who_;
  Order& order_;
  std::vector<std::string> proofs_;  // ids of the evidence that the ledger gives
};

}  // namespace

std::string_view ToString(Settled::State state) {
  switch (state) {
    case Settled::State::kHeld:
      return "held";
    case Settled::State::kBefore:
      return "held-before";
    case Settled::State::kRecorded:
      return "recorded";
  }
  return "recorded";
}

Result<Settled> Settle(Engine& engine, Book& book, const Clocks& clocks, const WhoSettles& who,
                       Order* order) {
  return Settlement(engine, book, clocks, who, order).Run();
}

}  // namespace licet
