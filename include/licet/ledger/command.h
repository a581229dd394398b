// What one can ask of the ledger. A command is an envelope (who, why, when) around
// one action; its id is made by the caller before sending, so that asking again is
// safe: the same id with the same action has the same answer, with another action
// it is refused.
//
// Each action lists its fields once, in the byte order of their names in records.
//
// Thread safety: value types.

#ifndef LICET_LEDGER_COMMAND_H_
#define LICET_LEDGER_COMMAND_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "licet/base/date.h"
#include "licet/ledger/terms.h"

namespace licet {

// ---- authorisations

enum class AuthorisationType : std::uint8_t { kLicence, kImportPermission, kExceptionNotice };
template <>
struct NamesOf<AuthorisationType> {
  static constexpr std::array<std::string_view, 3> kNames = {"licence", "import-permission",
                                                             "exception-notice"};
};

struct ApplyFor {
  static constexpr std::string_view kKind = "licence.apply";
  std::string authorisation = {};  // the applicant's own id for it
  std::string regime = {};
  AuthorisationType type = AuthorisationType::kLicence;
  std::string exception = {};  // NAC, of an exception notice
  std::string holder = {};
  Scope scope = {};        // as asked for
  std::int64_t units = 0;  // as asked for
  std::int64_t value = 0;  // cents
  std::vector<std::string> documents = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("documents", s.documents);
    f("exception", s.exception);
    f("holder", s.holder);
    f("regime", s.regime);
    f("scope", s.scope);
    f("type", s.type);
    f("units", s.units);
    f("value", s.value);
  }
};

// What an authorisation answers when a regime asks: the regime itself, or
// REGIME/EXCEPTION for an exception that must be notified, as in us-ear/NAC.
std::string AskedOf(std::string_view regime, std::string_view exception);
inline std::string AskedOf(const ApplyFor& a) { return AskedOf(a.regime, a.exception); }

// Steps that carry nothing but their name and day.
enum class Step : std::uint8_t {
  kSubmit,     // registered with the authority: its clock starts (15 CFR 750.4(a))
  kReturn,     // without action
  kStopClock,  // 750.4(b)
  kStartClock,
  kDeny,
  kSuspend,
  kResume,
};
template <>
struct NamesOf<Step> {
  static constexpr std::array<std::string_view, 7> kNames = {
      "submit", "return", "stop-clock", "start-clock", "deny", "suspend", "resume"};
};

struct Advance {
  static constexpr std::string_view kKind = "licence.step";
  std::string authorisation = {};
  Step step = Step::kSubmit;
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("document", s.document);
    f("step", s.step);
  }
};

// Approves, or amends what was approved: the terms are given whole, with the
// limits that they bring along. A limit on file keeps what is held and posted.
struct Approve {
  static constexpr std::string_view kKind = "licence.approve";
  std::string authorisation = {};
  std::string number = {};  // the authority's
  Terms terms = {};
  std::vector<LimitTerms> limits = {};
  bool amends = false;
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("amends", s.amends);
    f("authorisation", s.authorisation);
    f("document", s.document);
    f("limits", s.limits);
    f("number", s.number);
    f("terms", s.terms);
  }
};

enum class Savings : std::uint8_t { kVoid, kFlag };
template <>
struct NamesOf<Savings> {
  static constexpr std::array<std::string_view, 2> kNames = {"void", "flag"};
};

// With `void` every open hold goes back; with `flag` holds stay, and what was on
// its way may be shipped until `until` (the savings clause).
struct Revoke {
  static constexpr std::string_view kKind = "licence.revoke";
  std::string authorisation = {};
  Savings savings = Savings::kVoid;
  Date until = kNoDay;
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("document", s.document);
    f("savings", s.savings);
    f("until", s.until, kNoDay);
  }
};

// 15 CFR 750.10: once, with the authority's approval.
struct Transfer {
  static constexpr std::string_view kKind = "licence.transfer";
  std::string authorisation = {};
  std::string to = {};
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("document", s.document);
    f("to", s.to);
  }
};

// 15 CFR 750.7(c): a new one stands in its place; open holds run off.
struct Replace {
  static constexpr std::string_view kKind = "licence.replace";
  std::string authorisation = {};
  std::string by = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("by", s.by);
  }
};

struct SetCondition {
  static constexpr std::string_view kKind = "licence.condition";
  std::string authorisation = {};
  std::string condition = {};
  Fulfilment state = Fulfilment::kOpen;
  bool draft = false;
  std::string document = {};
  Date day = kNoDay;

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("authorisation", s.authorisation);
    f("condition", s.condition);
    f("day", s.day, kNoDay);
    f("document", s.document);
    f("draft", s.draft);
    f("state", s.state);
  }
};

// ---- limits

struct DefineLimit {
  static constexpr std::string_view kKind = "limit.define";
  LimitTerms terms = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("terms", s.terms);
  }
};

// Posts to a limit without an order: shipments elsewhere that earned limits count.
// A negative amount takes back. One that would leave a share with less than is
// committed is refused, or with `flag` done and the share marked as overdrawn.
struct Credit {
  static constexpr std::string_view kKind = "limit.credit";
  std::string limit = {};
  std::int64_t amount = 0;
  bool flag = false;
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("amount", s.amount);
    f("document", s.document);
    f("flag", s.flag);
    f("limit", s.limit);
  }
};

// ---- orders

struct PlaceOrder {
  static constexpr std::string_view kKind = "order.place";
  std::string order = {};
  std::string item = {};
  std::int64_t units = 0;
  std::int64_t price = -1;  // cents a unit, rounded up; -1 unknown
  std::int64_t tpp = -1;    // thousandths a unit; -1 unknown
  std::string exporter = {};
  std::string purchaser = {};
  std::string consignee = {};
  std::string end_user = {};
  std::string origin = {};
  std::string destination = {};
  std::string place_of_use = {};
  std::string end_use = {};
  std::vector<std::string> regimes = {};  // what is asked for, as AskedOf names it
  std::vector<std::string> named = {};    // authorisations that the order names, by id or number
  std::vector<std::string> documents = {};
  Date expires = kOpenDay;  // last day of the hold

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("consignee", s.consignee);
    f("destination", s.destination);
    f("documents", s.documents);
    f("end-use", s.end_use);
    f("end-user", s.end_user);
    f("expires", s.expires, kOpenDay);
    f("exporter", s.exporter);
    f("item", s.item);
    f("named", s.named);
    f("order", s.order);
    f("origin", s.origin);
    f("place-of-use", s.place_of_use);
    f("price", s.price, std::int64_t{-1});
    f("purchaser", s.purchaser);
    f("regimes", s.regimes);
    f("tpp", s.tpp, std::int64_t{-1});
    f("units", s.units);
  }
};

// A decision that holds nothing: hold or block.
struct RecordDecision {
  static constexpr std::string_view kKind = "order.decide";
  std::string order = {};
  std::string outcome = {};  // hold | block
  std::string reason = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("order", s.order);
    f("outcome", s.outcome);
    f("reason", s.reason);
  }
};

// Posts part or all of what an order holds.
struct Ship {
  static constexpr std::string_view kKind = "order.ship";
  std::string order = {};
  std::string shipment = {};
  std::int64_t units = 0;
  // "condition=document", for every condition that a shipment has to meet.
  std::vector<std::string> documents = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("documents", s.documents);
    f("order", s.order);
    f("shipment", s.shipment);
    f("units", s.units);
  }
};

// What became of a shipment; moves no limit.
enum class Arrival : std::uint8_t { kEntered, kInstalled };
template <>
struct NamesOf<Arrival> {
  static constexpr std::array<std::string_view, 2> kNames = {"entered", "installed"};
};

struct Arrive {
  static constexpr std::string_view kKind = "order.arrive";
  std::string shipment = {};
  Arrival stage = Arrival::kEntered;
  std::int64_t units = 0;
  std::string place = {};
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("document", s.document);
    f("place", s.place);
    f("shipment", s.shipment);
    f("stage", s.stage);
    f("units", s.units);
  }
};

// Gives back what an order still holds, or `units` of it.
struct Cancel {
  static constexpr std::string_view kKind = "order.cancel";
  std::string order = {};
  std::int64_t units = 0;  // 0: all that is left
  bool expired = false;    // because its last day is over

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("expired", s.expired);
    f("order", s.order);
    f("units", s.units);
  }
};

// Goods that came back: posts the opposite. The order's hold does not come back.
struct Reverse {
  static constexpr std::string_view kKind = "order.reverse";
  std::string shipment = {};
  std::int64_t units = 0;
  bool flag = false;  // as in Credit
  std::string document = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("document", s.document);
    f("flag", s.flag);
    f("shipment", s.shipment);
    f("units", s.units);
  }
};

// ---- rounds, records and rules of the house

struct Grant {
  std::string applicant = {};
  std::int64_t asked = 0;
  std::int64_t units = 0;
  std::int64_t place = 0;  // in the queue for the next round, from 1; 0: not waiting
  std::string reason = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("applicant", s.applicant);
    f("asked", s.asked);
    f("place", s.place);
    f("reason", s.reason);
    f("units", s.units);
  }
  friend bool operator==(const Grant&, const Grant&) = default;
};

// What a round gave; each grant becomes the limit "ROUND/APPLICANT" in units for
// that applicant as purchaser, all of them under the limit "ROUND".
struct Allocate {
  static constexpr std::string_view kKind = "round.allocate";
  std::string round = {};
  std::string item = {};
  std::int64_t total = 0;
  std::vector<Grant> grants = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("grants", s.grants);
    f("item", s.item);
    f("round", s.round);
    f("total", s.total);
  }
};

// A figure of the public record, or one's own, that no order of this ledger gives.
struct Observe {
  static constexpr std::string_view kKind = "market.observe";
  std::string stage = {};  // of the funnel
  std::string buyer = {};
  std::string item = {};
  std::int64_t units = 0;
  std::string confidence = {};
  std::string source = {};
  std::string text = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("buyer", s.buyer);
    f("confidence", s.confidence);
    f("item", s.item);
    f("source", s.source);
    f("stage", s.stage);
    f("text", s.text);
    f("units", s.units);
  }
};

// Which of several authorisations serves when the order names none.
enum class Preference : std::uint8_t { kAsk, kEarliestExpiry, kLeastLeft, kMostLeft, kListed };
template <>
struct NamesOf<Preference> {
  static constexpr std::array<std::string_view, 5> kNames = {"ask", "earliest-expiry", "least-left",
                                                             "most-left", "listed"};
};

struct SetPolicy {
  static constexpr std::string_view kKind = "policy.set";
  std::vector<std::string> four_eyes = {};  // kinds of actions that a second person confirms
  Preference preference = Preference::kAsk;
  std::vector<std::string> listed = {};  // authorisations, first choice first

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("four-eyes", s.four_eyes);
    f("listed", s.listed);
    f("preference", s.preference);
  }
};

// A second person agrees to what the command of this id proposed, or turns it down.
struct Confirm {
  static constexpr std::string_view kKind = "proposal.confirm";
  std::string proposal = {};
  bool reject = false;

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("proposal", s.proposal);
    f("reject", s.reject);
  }
};

using Action = std::variant<ApplyFor, Advance, Approve, Revoke, Transfer, Replace, SetCondition,
                            DefineLimit, Credit, PlaceOrder, RecordDecision, Ship, Arrive, Cancel,
                            Reverse, Allocate, Observe, SetPolicy, Confirm>;

std::string_view KindOf(const Action& action);
// Every kind, in the order of Action.
const std::vector<std::string_view>& ActionKinds();

struct Command {
  std::string id = {};  // made by the caller, unique; 1 to 128 bytes
  std::string by = {};  // who
  std::string why = {};
  Date day;  // when it happened; the day of recording is the clock's
  Action action;
  // Kept with the record and not compared when the id comes again: such as the
  // decision of the gates as JSON.
  std::string attached = {};
};

}  // namespace licet

#endif  // LICET_LEDGER_COMMAND_H_
