// A ledger in memory with short words for what tests do to it.

#ifndef LICET_TESTS_LEDGER_SMALL_WORLD_H_
#define LICET_TESTS_LEDGER_SMALL_WORLD_H_

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "licet/ledger/transition.h"

namespace licet {

inline Date D(std::string_view text) { return Date::Parse(text).value(); }

inline std::string_view CodeName(RefusalCode code) {
  return NamesOf<RefusalCode>::kNames[static_cast<std::size_t>(code)];
}

class SmallWorld {
 public:
  State state;
  Date today = D("2026-08-19");
  std::string by = "ann";

  // The stable name of the refusal, or "" when it was accepted.
  std::string Do(Action action) {
    Command command{fmt::format("c{}", ++count_), by, "", today, std::move(action)};
    Answer answer = Decide(state, command);
    if (!answer) {
      sentence = answer.error().sentence;
      candidates = answer.error().candidates;
      return std::string(CodeName(answer.error().code));
    }
    sentence.clear();
    last = *answer;
    last_id = command.id;
    const Record record{state.at + 1, std::move(command), *std::move(answer)};
    std::string bytes;
    EncodeRecord(record, &bytes);
    journal.push_back(bytes);
    // What the journal holds is what counts.
    const auto decoded = DecodeRecord(bytes);
    EXPECT_TRUE(decoded.has_value()) << bytes;
    const Status enacted = Enact(&state, *decoded);
    EXPECT_TRUE(enacted.has_value()) << enacted.error().sentence();
    const Status audited = Audit(state);
    EXPECT_TRUE(audited.has_value()) << audited.error().sentence();
    return "";
  }

  // An active licence with these limits.
  void Licence(const std::string& id, std::vector<LimitTerms> limits, Scope scope = {},
               std::vector<Condition> conditions = {}, const std::string& regime = "us-ear") {
    ASSERT_EQ(Do(ApplyFor{.authorisation = id, .regime = regime, .holder = "maker"}), "");
    Approve approve{.authorisation = id, .number = "N-" + id};
    approve.terms.scope = std::move(scope);
    approve.terms.conditions = std::move(conditions);
    approve.terms.from = D("2026-01-01");
    approve.terms.until = D("2030-01-31");
    for (LimitTerms& limit : limits) approve.terms.limits.push_back(limit.limit);
    approve.limits = std::move(limits);
    ASSERT_EQ(Do(std::move(approve)), "") << sentence;
  }

  static PlaceOrder Order(const std::string& id, std::int64_t units,
                          std::vector<std::string> regimes = {"us-ear"}) {
    PlaceOrder order;
    order.order = id;
    order.item = "H200";
    order.units = units;
    order.price = 2'700'000;
    order.tpp = 15'832'000;
    order.exporter = "maker";
    order.purchaser = order.consignee = order.end_user = "buyer";
    order.destination = order.place_of_use = "HK";
    order.regimes = std::move(regimes);
    return order;
  }

  const Account& AccountOf(const std::string& limit) const {
    return state.accounts[state.FindLimit(limit)->accounts.at(0)];
  }

  std::string sentence;  // of the last refusal
  std::vector<Candidate> candidates;
  Effect last;
  std::string last_id;
  std::vector<std::string> journal;

 private:
  int count_ = 0;
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_SMALL_WORLD_H_
