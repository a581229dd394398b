// What each action would do, one function an action; the parts of Decide.

#ifndef LICET_LEDGER_RULES_H_
#define LICET_LEDGER_RULES_H_

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "licet/ledger/state.h"
#include "licet/ledger/transition.h"

namespace licet {

template <typename E>
std::string_view NameOf(E e) {
  return NamesOf<E>::kNames[static_cast<std::size_t>(e)];
}

template <typename... Args>
std::unexpected<Refusal> Refuse(RefusalCode code, fmt::format_string<Args...> sentence,
                                Args&&... args) {
  return std::unexpected(Refusal{code, fmt::format(sentence, std::forward<Args>(args)...)});
}

using Check = std::expected<void, Refusal>;

#define LICET_REFUSE_IF(check)                              \
  if (auto licet_check = (check); !licet_check) {           \
    return std::unexpected(std::move(licet_check).error()); \
  }                                                         \
  static_assert(true, "needs a semicolon")

// 1 to 128 bytes of UTF-8 without control characters and '#'.
Check CheckId(std::string_view what, std::string_view id);

// ---- authorisation_rules.cc
Answer Consider(const State& state, const Command& command, const ApplyFor& action);
Answer Consider(const State& state, const Command& command, const Advance& action);
Answer Consider(const State& state, const Command& command, const Approve& action);
Answer Consider(const State& state, const Command& command, const Revoke& action);
Answer Consider(const State& state, const Command& command, const Transfer& action);
Answer Consider(const State& state, const Command& command, const Replace& action);
Answer Consider(const State& state, const Command& command, const SetCondition& action);
// ---- limit_rules.cc
Answer Consider(const State& state, const Command& command, const DefineLimit& action);
Answer Consider(const State& state, const Command& command, const Credit& action);
Answer Consider(const State& state, const Command& command, const Allocate& action);
// ---- order_rules.cc
Answer Consider(const State& state, const Command& command, const PlaceOrder& action);
Answer Consider(const State& state, const Command& command, const RecordDecision& action);
Answer Consider(const State& state, const Command& command, const Ship& action);
Answer Consider(const State& state, const Command& command, const Arrive& action);
Answer Consider(const State& state, const Command& command, const Cancel& action);
Answer Consider(const State& state, const Command& command, const Reverse& action);
// ---- house_rules.cc
Answer Consider(const State& state, const Command& command, const Observe& action);
Answer Consider(const State& state, const Command& command, const SetPolicy& action);
Answer Consider(const State& state, const Command& command, const Confirm& action);

// A limit as it may be defined, or changed where it is on file.
Check CheckLimit(const State& state, const LimitTerms& terms);

// Limits that a step back of `amount` in what was posted to `limit` would leave
// with less than is committed.
std::vector<std::string> Overdrawn(const State& state, const Limit& limit, std::int64_t amount);

// Why nothing can move under this authorisation on that day; shipments under a
// savings clause or a replaced licence may still run off.
std::optional<Refusal> NotUsable(const Authorisation& authorisation, Date day, bool shipping);

// ---- draws.cc
// The accounts that an order under this authorisation draws on.
struct PlannedDraw {
  std::uint32_t limit = 0;
  std::string_view party;  // "" shared
  std::int64_t rate = 0;
};
std::expected<std::vector<PlannedDraw>, Refusal> DrawsFor(const State& state,
                                                          const Authorisation& authorisation,
                                                          const PlaceOrder& order);
std::int64_t LeftFor(const State& state, const PlannedDraw& draw);
std::string AccountNameOf(const State& state, const PlannedDraw& draw);
std::string_view PartyOf(const PlaceOrder& order, Role role);

// The id of a grant's limit.
std::string GrantLimit(std::string_view round, std::string_view applicant);
std::vector<LimitTerms> LimitsOf(const Allocate& round);

}  // namespace licet

#endif  // LICET_LEDGER_RULES_H_
