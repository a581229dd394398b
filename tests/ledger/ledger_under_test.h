// What the conformance checks may ask of a ledger, and the real one behind it: a
// Book a thread, all on one journal, or one that all threads share. Mutants wrap it
// and break one thing each.
//
// Thread safety: Submit may be called by several threads at once.

#ifndef LICET_TESTS_LEDGER_LEDGER_UNDER_TEST_H_
#define LICET_TESTS_LEDGER_LEDGER_UNDER_TEST_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "licet/base/seams.h"
#include "licet/journal/merkle.h"
#include "licet/ledger/book.h"
#include "licet/ledger/group_commit.h"

namespace licet {

struct Balance {
  std::int64_t held = 0;
  std::int64_t posted = 0;
  friend bool operator==(const Balance&, const Balance&) = default;
};

class LedgerUnderTest {
 public:
  virtual ~LedgerUnderTest() = default;
  virtual Reply Submit(const Command& command) = 0;
  // What the ledger says of its accounts, of itself and of its journal.
  virtual std::map<std::string, Balance> Balances() = 0;
  virtual std::string Description() = 0;
  virtual std::vector<std::string> Journal() = 0;
  virtual TreeHash Root() = 0;
};

class RealLedger : public LedgerUnderTest {
 public:
  // `where` is an address of OpenJournalStore.
  explicit RealLedger(std::string where) : where_(std::move(where)), clock_(RealClock()) {}

  Reply Submit(const Command& command) override {
    Result<Reply> reply = Mine().Submit(command);
    if (reply) return *std::move(reply);
    // No test of these expects an error; a refusal that no check allows says so.
    return {.refusal = Refusal{RefusalCode::kBadCommand, reply.error().ToString()}};
  }
  std::map<std::string, Balance> Balances() override {
    std::map<std::string, Balance> balances;
    const State& state = Fresh();
    for (std::uint32_t i = 0; i < state.accounts.size(); ++i) {
      balances[state.AccountName(i)] = {state.accounts[i].held, state.accounts[i].posted};
    }
    return balances;
  }
  std::string Description() override { return Describe(Fresh()); }
  std::vector<std::string> Journal() override {
    std::vector<std::string> records;
    (void)Mine().store().Read(0, UINT64_MAX, [&](std::uint64_t, std::string_view bytes) -> Status {
      records.emplace_back(bytes);
      return {};
    });
    return records;
  }
  TreeHash Root() override {
    const auto head = Mine().store().Head();
    const auto root = head ? RootOf(*head) : std::unexpected(head.error());
    return root ? *root : TreeHash{};
  }

 protected:
  Book Open() const {
    auto store = OpenJournalStore(where_, StoreMode::kCreate).value();
    return Book::Open(std::move(store), *clock_).value();
  }

 private:
  Book& Mine() {
    const std::scoped_lock lock(mutex_);
    std::unique_ptr<Book>& mine = books_[std::this_thread::get_id()];
    if (mine == nullptr) mine = std::make_unique<Book>(Open());
    return *mine;
  }
  const State& Fresh() {
    Book& book = Mine();
    book.Refresh().value();
    return book.state();
  }

  const std::string where_;
  const std::unique_ptr<Clock> clock_;
  std::mutex mutex_;
  std::map<std::thread::id, std::unique_ptr<Book>> books_;
};

// All threads' commands go through one writer; what it says is read apart from it.
class GroupedLedger : public RealLedger {
 public:
  explicit GroupedLedger(std::string where) : RealLedger(std::move(where)), group_(Open()) {}

  Reply Submit(const Command& command) override {
    Result<Reply> reply = group_.Submit(command).get();
    if (reply) return *std::move(reply);
    return {.refusal = Refusal{RefusalCode::kBadCommand, reply.error().ToString()}};
  }

 private:
  GroupCommit group_;
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_LEDGER_UNDER_TEST_H_
