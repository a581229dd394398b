// What an authorisation allows: items, parties, uses and places, conditions, and
// the limits that bind it.
//
// Amounts are whole numbers of the measure's unit, at most kMaxAmount, so that
// every JSON reader holds them exactly: pieces for units, US cents for value,
// thousandths for TPP. A field that has its default is not written to records.
//
// Thread safety: value types.

#ifndef LICET_LEDGER_TERMS_H_
#define LICET_LEDGER_TERMS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/date.h"

namespace licet {

inline constexpr std::int64_t kMaxAmount = 9'007'199'254'740'991;  // 2^53 - 1
inline constexpr std::int64_t kMaxUnits = 1'000'000'000;
inline constexpr std::int64_t kNoCap = -1;
inline constexpr Date kNoDay = Date::Min();
inline constexpr Date kOpenDay = Date::Max();

// The names of an enumeration's values in files, in their order.
template <typename E>
struct NamesOf;

enum class Measure : std::uint8_t { kUnits, kValue, kTpp };
template <>
struct NamesOf<Measure> {
  static constexpr std::array<std::string_view, 3> kNames = {"units", "value", "tpp"};
};

// Which of an order's parties a rule speaks of.
enum class Role : std::uint8_t { kNone, kExporter, kPurchaser, kConsignee, kEndUser };
template <>
struct NamesOf<Role> {
  static constexpr std::array<std::string_view, 5> kNames = {"none", "exporter", "purchaser",
                                                             "consignee", "end-user"};
};

// An account that orders draw on.
struct LimitTerms {
  std::string limit = {};  // its id
  Measure measure = Measure::kUnits;
  std::int64_t cap = kNoCap;
  // What may be used beyond the cap, in ten-thousandths of it (15 CFR 750.11: up to
  // 1,000 for value, nothing for units).
  std::int64_t tolerance = 0;
  // Each party of this role has an account of its own under the limit.
  Role per = Role::kNone;
  // Only orders whose party of this role is in `group` draw on it.
  Role of = Role::kNone;
  std::vector<std::string> group = {};
  // An earned limit: no more than num/den of what was posted to another one.
  std::string share_of = {};
  std::int64_t num = 0;
  std::int64_t den = 0;
  std::string cite = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("cap", s.cap, kNoCap);
    f("cite", s.cite);
    f("den", s.den);
    f("group", s.group);
    f("limit", s.limit);
    f("measure", s.measure);
    f("num", s.num);
    f("of", s.of);
    f("per", s.per);
    f("share-of", s.share_of);
    f("tolerance", s.tolerance);
  }
  friend bool operator==(const LimitTerms&, const LimitTerms&) = default;
};

// When a condition has to be met.
enum class ConditionStage : std::uint8_t { kOrder, kShipment, kAfter };
template <>
struct NamesOf<ConditionStage> {
  static constexpr std::array<std::string_view, 3> kNames = {"order", "shipment", "after"};
};

enum class Fulfilment : std::uint8_t { kOpen, kMet, kFailed };
template <>
struct NamesOf<Fulfilment> {
  static constexpr std::array<std::string_view, 3> kNames = {"open", "met", "failed"};
};

// A condition: verbatim always, typed where it can be. One of stage `shipment`
// needs a document for every shipment; one of stage `after` never stops anything
// but is a duty that falls due.
struct Condition {
  std::string condition = {};  // its id, unique within the authorisation
  std::string text = {};       // verbatim
  std::string cite = {};
  ConditionStage stage = ConditionStage::kOrder;
  bool draft = false;                    // not settled yet: nothing may be ordered under it
  std::vector<std::string> places = {};  // place of use must be one of these; none: no word on it
  Date due = kNoDay;                     // of a duty
  std::int64_t every_days = 0;           // of a duty that comes again
  std::int64_t after_days = 0;           // of a duty that each shipment starts
  Fulfilment state = Fulfilment::kOpen;
  std::string document = {};  // evidence of the state
  Date day = kNoDay;          // of the evidence

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("after-days", s.after_days);
    f("cite", s.cite);
    f("condition", s.condition);
    f("day", s.day, kNoDay);
    f("document", s.document);
    f("draft", s.draft);
    f("due", s.due, kNoDay);
    f("every-days", s.every_days);
    f("places", s.places);
    f("stage", s.stage);
    f("state", s.state);
    f("text", s.text);
  }
  friend bool operator==(const Condition&, const Condition&) = default;
};

// Empty lists mean "any".
struct Scope {
  std::vector<std::string> items = {};
  std::vector<std::string> purchasers = {};
  std::vector<std::string> consignees = {};
  std::vector<std::string> end_users = {};
  std::vector<std::string> origins = {};
  std::vector<std::string> destinations = {};
  std::vector<std::string> places = {};  // of use
  std::vector<std::string> uses = {};

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("consignees", s.consignees);
    f("destinations", s.destinations);
    f("end-users", s.end_users);
    f("items", s.items);
    f("origins", s.origins);
    f("places", s.places);
    f("purchasers", s.purchasers);
    f("uses", s.uses);
  }
  friend bool operator==(const Scope&, const Scope&) = default;
};

struct Terms {
  Scope scope = {};
  std::vector<Condition> conditions = {};
  std::vector<std::string> limits = {};  // ids; one limit may bind several authorisations
  Date from = kNoDay;
  Date until = kOpenDay;  // last day, already rolled over holidays

  template <class Self, class F>
  static void Fields(Self& s, F&& f) {
    f("conditions", s.conditions);
    f("from", s.from, kNoDay);
    f("limits", s.limits);
    f("scope", s.scope);
    f("until", s.until, kOpenDay);
  }
  friend bool operator==(const Terms&, const Terms&) = default;
};

}  // namespace licet

#endif  // LICET_LEDGER_TERMS_H_
