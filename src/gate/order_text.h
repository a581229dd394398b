// What a decision in JSON says of the order itself: its fields, and what was
// assumed about its parties, its end use and its evidence.
//
// Thread safety: none.

#ifndef LICET_GATE_ORDER_TEXT_H_
#define LICET_GATE_ORDER_TEXT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "licet/gate/engine.h"
#include "licet/gate/judge.h"
#include "licet/gate/order.h"

namespace licet {

// The clocks that one order was judged by.
struct OrderClocks {
  Date as_of;
  Date known_at;
  Reading reading = Reading::kEnforced;
};

class OrderTexts {
 public:
  explicit OrderTexts(const Engine& engine);

  // The order that is asked about next, with the instances of its parties.
  void Begin(const Order& order, const std::uint32_t* parties);

  // The opening brace and the fields before "outcome", each with a comma after.
  void AppendHead(const Order& order, const Item& item, const OrderClocks& clocks,
                  std::string* out);
  // The value of "screening".
  void AppendScreening(std::string* out) const;
  // What FillOrder assumes, as JSON strings, each with a comma after.
  void AppendAssumptions(const Order& order, std::string* out);

  std::size_t bytes() const { return bytes_; }
  void Clear();

 private:
  using ByText = std::unordered_map<std::string, std::string>;

  struct PartyText {
    std::string id;  // both as JSON
    std::string name;
    std::string tier;      // assumed of it; with a comma after
    std::string parent;    // the same, on the buyer's side
    std::string screened;  // all but the roles; "" for nothing found
  };

  const PartyText& OfParty(const std::string& id, Date day);
  const std::string& ItemText(const Item& item);
  const std::string& OfEndUse(const std::string& end_use);
  const std::string& OfEvidence(const std::string& id);
  const std::string& Keep(ByText* texts, const std::string& key, std::string text);

  const Engine& engine_;
  const std::string overlays_;   // up to the item
  const std::string screening_;  // up to the parties; all of it when names were not screened
  std::unordered_map<std::string, PartyText> parties_;  // by id and period
  const std::vector<Date> party_days_;
  std::array<std::vector<const PartyText*>, 4> by_instance_;  // by role
  std::array<const PartyText*, 4> own_ = {};                  // the order's parties
  ByText end_uses_;                                           // what is assumed of it
  ByText evidence_;                                           // the same
  std::unordered_map<const Item*, std::string> items_;
  std::size_t bytes_ = 0;
};

}  // namespace licet

#endif  // LICET_GATE_ORDER_TEXT_H_
