// Ledgers with one defect each, all of them seen in the wild. They show that every
// conformance check can fail.
//
// Thread safety: as LedgerUnderTest.

#ifndef LICET_TESTS_LEDGER_CONFORMANCE_MUTANTS_H_
#define LICET_TESTS_LEDGER_CONFORMANCE_MUTANTS_H_

#include <algorithm>
#include <atomic>
#include <barrier>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger_under_test.h"

namespace licet {

// How many threads the checks start; the racing mutants keep them in step.
inline constexpr int kThreads = 4;

class Mutant : public LedgerUnderTest {
 public:
  explicit Mutant(std::string where) : real_(std::move(where)) {}
  Reply Submit(const Command& command) override { return real_.Submit(command); }
  std::map<std::string, Balance> Balances() override { return real_.Balances(); }
  std::string Description() override { return real_.Description(); }
  std::vector<std::string> Journal() override { return real_.Journal(); }
  TreeHash Root() override { return real_.Root(); }

 protected:
  // A record with something else in it.
  template <typename F>
  static std::string Changed(const std::string& bytes, F&& change) {
    Record record = DecodeRecord(bytes).value();
    change(&record);
    std::string out;
    EncodeRecord(record, &out);
    return out;
  }
  static std::int64_t UnitsOf(const Command& command) {
    const auto* order = std::get_if<PlaceOrder>(&command.action);
    return order == nullptr ? 0 : order->units;
  }

  RealLedger real_;
};

// 1: records the hold on one side and not on the other.
class DropsALeg : public Mutant {
 public:
  using Mutant::Mutant;
  std::vector<std::string> Journal() override {
    auto records = Mutant::Journal();
    for (std::string& bytes : records) {
      bytes = Changed(bytes, [](Record* record) {
        if (record->outcome.legs.size() > 1) record->outcome.legs.pop_back();
      });
    }
    return records;
  }
};

// 2: corrects an old entry in place when a later one makes it look wrong.
class RewritesHistory : public Mutant {
 public:
  using Mutant::Mutant;
  std::vector<std::string> Journal() override {
    auto records = Mutant::Journal();
    if (records.size() > 8) {
      records[4] = Changed(records[4], [](Record* record) { record->command.why = "corrected"; });
    }
    return records;
  }
};

// 3: edits a record and leaves the head as it was.
class EditsUnderTheHash : public Mutant {
 public:
  using Mutant::Mutant;
  std::vector<std::string> Journal() override {
    auto records = Mutant::Journal();
    if (!records.empty()) {
      records.back() = Changed(records.back(), [](Record* record) { record->command.by += "x"; });
    }
    return records;
  }
};

// 4: takes every submission for a new one.
class ForgetsIds : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    Command fresh = command;
    fresh.id += "/" + std::to_string(made_++);
    if (auto* order = std::get_if<PlaceOrder>(&fresh.action)) order->order += fresh.id;
    return Mutant::Submit(fresh);
  }

 private:
  std::atomic<int> made_ = 0;
};

// 5: looks for the id, and only then writes.
class ChecksIdsThenActs : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    if (UnitsOf(command) == 0) return Mutant::Submit(command);
    bool seen = false;
    {
      const std::scoped_lock lock(mutex_);
      seen = seen_.contains(command.id);
    }
    in_step_.arrive_and_wait();
    if (seen) return {.repeated = true};
    Command own = command;
    {
      const std::scoped_lock lock(mutex_);
      seen_.insert(command.id);
      own.id += "/" + std::to_string(made_++);
      std::get<PlaceOrder>(own.action).order += own.id;
    }
    return Mutant::Submit(own);
  }

 private:
  std::barrier<> in_step_{kThreads};
  std::mutex mutex_;
  std::set<std::string> seen_;
  int made_ = 0;
};

// 6: reads a balance, adds to it and writes it back.
class LosesUpdates : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    if (UnitsOf(command) == 0) return Mutant::Submit(command);
    const std::int64_t read = held_;
    in_step_.arrive_and_wait();
    held_ = read + UnitsOf(command);
    in_step_.arrive_and_wait();
    return Mutant::Submit(command);
  }
  std::map<std::string, Balance> Balances() override {
    auto balances = Mutant::Balances();
    balances["u"].held = held_;
    return balances;
  }

 private:
  std::barrier<> in_step_{kThreads};
  std::atomic<std::int64_t> held_ = 0;
};

// 7: holds at one gate, then at the other.
class HoldsOneAfterTheOther : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    const auto* order = std::get_if<PlaceOrder>(&command.action);
    if (order == nullptr || order->regimes.size() < 2) return Mutant::Submit(command);
    Command first = command;
    first.id += "/first";
    auto& half = std::get<PlaceOrder>(first.action);
    half.order += "/first";
    half.regimes.pop_back();
    Reply reply = Mutant::Submit(first);
    if (!reply.accepted()) return reply;
    Command second = command;
    std::get<PlaceOrder>(second.action).regimes = {order->regimes.back()};
    return Mutant::Submit(second);
  }
};

// 8: a cached balance that what goes back does not reach.
class CachesBalances : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    Reply reply = Mutant::Submit(command);
    if (reply.accepted() && !reply.repeated) cached_ += UnitsOf(command);
    return reply;
  }
  std::map<std::string, Balance> Balances() override {
    auto balances = Mutant::Balances();
    balances["u"].held = cached_ - balances["u"].posted;
    return balances;
  }

 private:
  std::atomic<std::int64_t> cached_ = 0;
};

// 9: asks what is left, and only then takes it.
class ChecksLimitsThenActs : public Mutant {
 public:
  ChecksLimitsThenActs(std::string where) : Mutant(std::move(where)) {}
  Reply Submit(const Command& command) override {
    if (const auto* approve = std::get_if<Approve>(&command.action)) {
      if (approve->authorisation == "us") cap_ = approve->limits.front().cap;
    }
    if (UnitsOf(command) == 0) return Mutant::Submit(command);
    const bool fits = used_ + UnitsOf(command) <= cap_;
    in_step_.arrive_and_wait();
    if (fits) used_ += UnitsOf(command);
    in_step_.arrive_and_wait();
    if (fits) return {};
    return {.refusal = Refusal{RefusalCode::kLimit, "nothing is left"}};
  }
  std::map<std::string, Balance> Balances() override {
    return {{"u", {.held = used_}}, {"c", {.held = used_}}};
  }

 private:
  std::barrier<> in_step_{kThreads};
  std::atomic<std::int64_t> used_ = 0;
  std::int64_t cap_ = 0;
};

// 10: counts money in binary fractions.
class CountsInFloats : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    Reply reply = Mutant::Submit(command);
    const auto* order = std::get_if<PlaceOrder>(&command.action);
    if (order != nullptr && reply.accepted()) {
      dollars_ += static_cast<float>(order->price * order->units) / 100;
    }
    return reply;
  }
  std::map<std::string, Balance> Balances() override {
    auto balances = Mutant::Balances();
    balances["v"].held = static_cast<std::int64_t>(dollars_ * 100);
    return balances;
  }

 private:
  float dollars_ = 0;
};

// 11: makes the measures agree instead of refusing.
class MixesMeasures : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& given) override {
    Command command = given;
    if (auto* limit = std::get_if<DefineLimit>(&command.action)) {
      limit->terms.measure = Measure::kUnits;
    }
    return Mutant::Submit(command);
  }
};

// 12: a return takes the shipment out of the books.
class DeletesWhatCameBack : public Mutant {
 public:
  using Mutant::Mutant;
  std::vector<std::string> Journal() override {
    auto records = Mutant::Journal();
    const bool reversed = std::ranges::any_of(
        records, [](const std::string& r) { return r.contains("\"order.reverse\""); });
    if (reversed) {
      std::erase_if(records, [](const std::string& r) { return r.contains("\"order.ship\""); });
    }
    return records;
  }
};

// 13: keeps something that no record tells.
class ChangesWithoutARecord : public Mutant {
 public:
  using Mutant::Mutant;
  std::string Description() override {
    State state;
    for (const std::string& bytes : Mutant::Journal()) {
      (void)Enact(&state, DecodeRecord(bytes).value());
    }
    state.limits.front().terms.cap += 1;
    return Describe(state);
  }
};

// 14: a later record stands before an earlier one.
class ReordersRecords : public Mutant {
 public:
  using Mutant::Mutant;
  std::vector<std::string> Journal() override {
    auto records = Mutant::Journal();
    if (records.size() > 8) std::swap(records[6], records[7]);
    return records;
  }
};

// 15: knows that it saw the id, and not what became of it.
class TakesARefusalForDone : public Mutant {
 public:
  using Mutant::Mutant;
  Reply Submit(const Command& command) override {
    const bool again = !seen_.insert(command.id).second;
    Reply reply = Mutant::Submit(command);
    if (again && reply.refusal) return {.repeated = true};
    return reply;
  }

 private:
  std::set<std::string> seen_;
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_CONFORMANCE_MUTANTS_H_
