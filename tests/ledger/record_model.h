// A second account of everything that limits and orders hold, kept from the
// journal's records alone. It shares no rule with the ledger: it works out for
// itself which limits bind an order, how much each carries, and what every record
// does to them, and says where the records break what the ledger promises.
//
// Thread safety: a value type.

#ifndef LICET_TESTS_LEDGER_RECORD_MODEL_H_
#define LICET_TESTS_LEDGER_RECORD_MODEL_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "licet/ledger/record.h"
#include "licet/ledger/state.h"

namespace licet {

class RecordModel {
 public:
  // The next record of the journal. Gives what is wrong with it; "" nothing.
  std::string Take(const Record& record);
  std::string Take(std::string_view bytes);
  // Whether the state has the same totals; "" it has.
  std::string Compare(const State& state) const;

  std::int64_t HeldOn(std::string_view account) const;
  std::int64_t PostedOn(std::string_view account) const;

 private:
  struct Licence {
    std::string regime;
    std::vector<std::string> limits = {};
    Date from = kNoDay;
    Date until = kOpenDay;
    bool serves = false;  // new orders
  };
  struct Balance {
    std::int64_t held = 0;
    std::int64_t posted = 0;
  };
  struct Counter {
    LimitTerms terms;
    std::int64_t posted = 0;
    std::int64_t credited = 0;
    std::set<std::string> accounts;
  };
  struct Order {
    std::vector<std::string> licences;
    std::map<std::string, std::int64_t> rates = {};  // by account
    std::int64_t units = 0;
    std::int64_t held = 0;
    std::int64_t posted = 0;
    std::int64_t released = 0;
    std::int64_t reversed = 0;
    Date expires = kOpenDay;
  };
  struct Goods {
    std::string order;
    std::int64_t units = 0;
    std::int64_t reversed = 0;
  };

  std::string Do(const Command& command, const Effect& outcome);
  std::string Do(const PlaceOrder& action, const Command& command, const Effect& outcome);
  std::string Do(const Ship& action, const Command& command, const Effect& outcome);
  std::string Do(const Cancel& action, const Command& command, const Effect& outcome);
  std::string Do(const Reverse& action, const Command& command, const Effect& outcome);
  std::string Do(const Credit& action, const Command& command, const Effect& outcome);
  std::string Do(const Approve& action, const Command& command, const Effect& outcome);
  std::string Do(const Advance& action, const Command& command, const Effect& outcome);
  std::string Do(const Revoke& action, const Command& command, const Effect& outcome);
  std::string Do(const ApplyFor& action, const Command& command, const Effect& outcome);
  std::string Do(const Replace& action, const Command& command, const Effect& outcome);
  std::string Do(const DefineLimit& action, const Command& command, const Effect& outcome);
  std::string Do(const Allocate& action, const Command& command, const Effect& outcome);
  std::string Do(const Confirm& action, const Command& command, const Effect& outcome);
  // Moves no limit.
  template <typename T>
  std::string Do(const T&, const Command&, const Effect&) {
    return "";
  }

  std::string Define(const LimitTerms& terms);
  std::string ExpectedRates(const PlaceOrder& order, const std::vector<std::string>& licences,
                            std::map<std::string, std::int64_t>* rates) const;
  // Adds to an account; what it may not hold is found by CheckAccount.
  std::string Move(const std::string& account, std::int64_t held, std::int64_t posted);
  std::string Move(Order* order, std::int64_t held, std::int64_t posted, std::int64_t released);
  std::int64_t CapOf(const Counter& counter) const;
  std::string CheckAccount(const std::string& account) const;
  // Shares of what went back must still carry what is committed, unless flagged.
  std::string CheckShares(const Effect& outcome, bool flag);

  std::int64_t at_ = 0;
  std::set<std::string> ids_;
  std::map<std::string, Licence, std::less<>> licences_;
  std::map<std::string, Counter, std::less<>> counters_;
  std::map<std::string, Balance, std::less<>> balances_;
  std::map<std::string, Order, std::less<>> orders_;
  std::map<std::string, Goods, std::less<>> goods_;
  std::map<std::string, Command, std::less<>> proposals_;
  std::set<std::string> flagged_;  // shares that a flagged step back left with too little
};

}  // namespace licet

#endif  // LICET_TESTS_LEDGER_RECORD_MODEL_H_
