// Many orders at once: what Judge() decides, a block at a time.
//
// Facts are looked up as columns, each regime's circuit gives every order a
// pattern, and what a pattern means in words is found once, by the naive
// evaluator on the first order that shows it. Orders of the same pattern differ
// only in what they quote: id, quantity, price, the number of a licence.
//
// Memory is bounded by the block and a number of kinds past which they are
// forgotten.
//
// Thread safety: one judge and its engine, one thread. A KindPool may be shared.

#ifndef LICET_GATE_BATCH_H_
#define LICET_GATE_BATCH_H_

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "licet/gate/grounds.h"
#include "licet/gate/judge.h"

namespace licet {

// What one gate says to all orders of a kind.
struct GateKind {
  GateAnswer answer;                           // without facts and snapshot, which differ
  std::vector<std::pair<int, Value>> results;  // the result.* facts, by number
  std::vector<int> fired;                      // provisions that the answer rests on, by number
  std::shared_ptr<const void> law;             // keeps the pack that the answer points into
  std::vector<Ground> grounds;                 // the same with those that may fire; bare
};

// What orders of one kind have in common. The text of an authorisation's
// number is left out: kNumberMark stands for that of the first gate that has
// one, the next byte for the second's.
struct DecisionKind {
  static constexpr char kNumberMark = '\x01';

  Verdict verdict = Verdict::kHold;
  std::string reason;
  std::vector<std::string> next_steps;
  std::vector<const GateKind*> gates;  // those on the route
  // Free for the user of the batch: what it makes once a kind.
  std::string text;
  int group = -1;
};

// What judges on several threads have found out about kinds of answers, so that
// each is found once. Their engines must have been loaded from the same files.
class KindPool {
 public:
  KindPool();
  ~KindPool();

  class Impl;

 private:
  friend class BatchImpl;
  std::unique_ptr<Impl> impl_;
};

class BatchImpl;

class BatchJudge {
 public:
  // More orders than this gain nothing.
  static constexpr std::size_t kBlock = 1 << 16;

  // Under `clocks`; the engine must outlive the judge, and so must the pool.
  BatchJudge(Engine& engine, const Clocks& clocks, KindPool* pool = nullptr);
  ~BatchJudge();
  BatchJudge(BatchJudge&&) noexcept;

  // Room for the next order, to be filled by the caller and then taken.
  Order* Next();
  // Takes it. Error as Judge gives it; the order is then not in the block.
  Status Take();
  // Takes an order that stands in a text, which must last until Clear(). Errors
  // also as ParseOrder.
  Status Take(const OrderRecord& record);
  // Judges what was taken.
  void Run();
  // Empties the block.
  void Clear();

  std::size_t size() const;
  std::string_view id(std::size_t i) const;
  Date date(std::size_t i) const;
  const Item& item(std::size_t i) const;
  // Lasts until the next call; one taken from a text is read anew.
  const Order& order(std::size_t i) const;
  // The whole decision with the order's own facts, as Judge gives it.
  Decision Full(std::size_t i) const;
  // Appends what DecisionJson() makes of that, far quicker.
  void AppendJson(std::size_t i, std::string* out);
  // What the screening found of its parties, the best hit of each list, such as
  // "acme=us-entity-list:el-acme-cn:0.9800:same", joined by ';'.
  void AppendScreening(std::size_t i, std::string* out);
  // So many bytes of text may be kept for that from one block to the next.
  void KeepText(std::size_t bytes);
  // Stays where it is until Clear().
  DecisionKind& kind(std::size_t i) const;
  std::size_t kinds() const;
  // This order alone is held for a reason that no gate has. REQUIRES: called after Run().
  void HoldBack(std::size_t i, std::string reason);
  bool has_authorisation(std::size_t i) const;
  // The numbers that stand for the marks: by regime, in the engine's order.
  // They last until Clear().
  std::vector<std::string_view> authorisations(std::size_t i) const;

 private:
  std::unique_ptr<BatchImpl> impl_;
};

// What orders have in common that are decided alike under every setting.
struct Story {
  std::vector<DecisionKind*> kinds;  // by setting
  int group = -1;                    // free for the user, as in a kind
};

// The same orders under many settings of the law at once: all the snapshots run
// as one circuit. What would settle an open answer is left out: verdicts,
// outcomes and what fired are right, `missing` and the words made of it are
// not, and orders that differ only there are of one kind.
class StoryJudge {
 public:
  // A setting is a list of clocks, one for each of the engine's regimes; one
  // without as_of keeps the orders' own dates. The engine must outlive the judge.
  StoryJudge(Engine& engine, std::span<const std::vector<Clocks>> settings);
  ~StoryJudge();
  StoryJudge(StoryJudge&&) noexcept;

  // As in BatchJudge.
  Order* Next();
  Status Take();
  Status Take(const OrderRecord& record);
  void Run();
  void Clear();

  std::size_t size() const;
  std::string_view id(std::size_t i) const;
  Date date(std::size_t i) const;
  Decimal quantity(std::size_t i) const;
  const std::optional<Decimal>& unit_price(std::size_t i) const;
  // End user, else purchaser; null when not stated.
  const Party* buyer(std::size_t i) const;
  const Item& item(std::size_t i) const;
  // Stays where it is until Clear().
  Story& story(std::size_t i) const;

 private:
  std::unique_ptr<BatchImpl> impl_;
};

}  // namespace licet

#endif  // LICET_GATE_BATCH_H_
