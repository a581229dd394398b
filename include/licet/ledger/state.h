// Everything that the journal says, as it stands after a number of records. Built
// by Enact (transition.h) alone, from records alone.
//
// Invariants, kept by transition.h and checked by Audit:
//   of every account 0 <= held, 0 <= posted, held + posted <= CapOf (unless it is
//   marked as overdrawn by a flagged reversal);
//   an account's held and posted are the sums over the orders that draw on it.
//
// Thread safety: a value type; several threads may read one that nobody changes.

#ifndef LICET_LEDGER_STATE_H_
#define LICET_LEDGER_STATE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/plain_vector.h"
#include "licet/base/text_table.h"
#include "licet/ledger/record.h"

namespace licet {

inline constexpr std::uint32_t kNobody = TextTable::kNone;

enum class AuthorisationStatus : std::uint8_t {
  kApplied,
  kSubmitted,
  kReturned,
  kActive,
  kDenied,
  kSuspended,
  kRevoked,
  kReplaced,
};
template <>
struct NamesOf<AuthorisationStatus> {
  static constexpr std::array<std::string_view, 8> kNames = {
      "applied", "submitted", "returned", "active", "denied", "suspended", "revoked", "replaced"};
};

struct Authorisation {
  ApplyFor application;
  std::string number;
  std::string holder;
  AuthorisationStatus status = AuthorisationStatus::kApplied;
  Terms terms;
  std::vector<std::uint32_t> limits;
  Date applied = kNoDay;
  Date submitted = kNoDay;
  Date decided = kNoDay;
  std::vector<Interval> stops;  // of the review clock; open while it stands
  std::string replaced_by;
  std::string transferred_to;
  Date revoked = kNoDay;
  Savings savings = Savings::kVoid;
  Date saved_until = kNoDay;
};

struct Account {
  std::uint32_t limit = 0;
  std::uint32_t party = kNobody;  // in State::names, where each party has its own
  std::int64_t held = 0;
  std::int64_t posted = 0;
  bool overdrawn = false;  // a flagged reversal left less than is committed

  std::int64_t used() const { return held + posted; }
};

struct Limit {
  LimitTerms terms;
  std::uint32_t share_of = kNobody;
  std::vector<std::uint32_t> shares;    // limits that are a share of this one
  std::vector<std::uint32_t> accounts;  // one, or one for each party seen
  std::int64_t held = 0;                // over all accounts
  std::int64_t posted = 0;
  std::int64_t credited = 0;  // part of posted that no order of this ledger made
};

struct Draw {
  std::uint32_t account = 0;
  std::int64_t rate = 0;  // for each unit
};

enum class OrderFlag : std::uint8_t { kNone, kRevoked };

// What an order holds; names are numbers in State::names.
struct HeldOrder {
  std::uint32_t item = kNobody;
  std::uint32_t purchaser = kNobody;
  std::uint32_t destination = kNobody;
  std::uint32_t place = kNobody;
  std::uint32_t first_draw = 0;  // in State::draws
  std::uint32_t first_authorisation = 0;
  std::uint16_t draws = 0;
  std::uint16_t authorisations = 0;
  std::int32_t units = 0;
  std::int32_t held = 0;
  std::int32_t posted = 0;
  std::int32_t reversed = 0;
  std::int64_t price = -1;
  Date day;
  Date expires;
  OrderFlag flag = OrderFlag::kNone;
};

struct Shipment {
  std::uint32_t order = 0;
  std::int32_t units = 0;
  std::int32_t reversed = 0;
  std::int32_t entered = 0;
  std::int32_t installed = 0;
  Date day = kNoDay;
  Date entered_on = kNoDay;
  Date installed_on = kNoDay;
};

struct Decided {
  std::string outcome;
  std::string reason;
  Date day;
};

struct Proposal {
  Command command;
  bool open = true;
};

struct Observed {
  Observe what;
  Date day;
};

struct State {
  std::uint64_t records = 0;
  std::int64_t at = 0;  // of the last record
  SetPolicy policy;

  TextTable names;        // items, parties, places
  TextTable command_ids;  // number = sequence of its record

  std::map<std::string, std::uint32_t, std::less<>> authorisation_ids;  // ids
  std::vector<Authorisation> authorisations;
  std::map<std::string, std::uint32_t, std::less<>> limit_ids;
  std::vector<Limit> limits;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> account_of;  // limit, party
  std::vector<Account> accounts;

  TextTable order_ids;  // number = place in `orders`
  PlainVector<HeldOrder> orders;
  PlainVector<Draw> draws;
  PlainVector<std::uint32_t> serving;  // authorisations of orders
  TextTable shipment_ids;
  PlainVector<Shipment> shipments;

  std::map<std::string, Decided, std::less<>> decided;  // orders that were not released
  std::map<std::string, Proposal, std::less<>> proposals;
  std::map<std::string, Allocate, std::less<>> rounds;
  std::vector<Observed> observations;

  const Authorisation* FindAuthorisation(std::string_view id_or_number) const;
  const Limit* FindLimit(std::string_view id) const;
  const HeldOrder* FindOrder(std::string_view id) const;
  const Shipment* FindShipment(std::string_view id) const;

  std::span<const Draw> DrawsOf(const HeldOrder& order) const {
    return {draws.data() + order.first_draw, order.draws};
  }
  std::span<const std::uint32_t> ServingOf(const HeldOrder& order) const {
    return {serving.data() + order.first_authorisation, order.authorisations};
  }
  std::string_view NameOf(std::uint32_t name) const {
    return name == kNobody ? std::string_view() : names.Text(name);
  }
  // Orders that hold something under an authorisation, in order of their making.
  std::vector<std::uint32_t> OpenOrdersUnder(std::uint32_t authorisation) const;
  // "limit", or "limit#party".
  std::string AccountName(std::uint32_t account) const;
};

// The most that may be used of an account: its cap with the tolerance, and no more
// than its share of another limit.
std::int64_t CapOf(const State& state, const Limit& limit);
// What is left; never below 0.
std::int64_t LeftOf(const State& state, const Account& account);

// All of it as text, a line a thing, in order of creation: two states are the same
// when these are.
std::string Describe(const State& state);

// Recomputes every total from the orders. Errors: the first invariant that does not hold.
Status Audit(const State& state);

}  // namespace licet

#endif  // LICET_LEDGER_STATE_H_
