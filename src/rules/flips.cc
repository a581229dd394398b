#include "licet/rules/flips.h"

#include <algorithm>

namespace licet {

namespace {

// More than any condition has parts (512 nodes, each over all parties).
constexpr int kNever = 1'000'000;

class Counter {
 public:
  Counter(const Expression& expression, const World& world)
      : expression_(expression), world_(world) {}

  // Flips until the node comes out as `want`; `party` as in EvaluateNode.
  int Count(const Node& node, int party, bool want) const {
    switch (node.op) {
      case Op::kConstant:
        return node.truth == ToTruth(want) ? 0 : kNever;
      case Op::kOpenPoint:
        return 0;
      case Op::kNot:
        return Count(expression_.node(node.children[0]), party, !want);
      case Op::kAnd:
      case Op::kOr: {
        Tally tally((node.op == Op::kAnd) == want);
        for (int child : node.children) {
          tally.Add(Count(expression_.node(child), party, want));
        }
        return tally.total();
      }
      case Op::kExists:
      case Op::kAll: {
        Tally tally((node.op == Op::kAll) == want);
        for (std::size_t i = 0; i < world_.facts.parties.size(); ++i) {
          tally.Add(Count(expression_.node(node.children[0]), static_cast<int>(i), want));
        }
        return tally.total();
      }
      default:
        return EvaluateNode(expression_, node, world_, party) == ToTruth(want) ? 0 : 1;
    }
  }

 private:
  // All parts must come out (sum), or one of them is enough (least).
  class Tally {
   public:
    explicit Tally(bool all) : all_(all), total_(all ? 0 : kNever) {}
    void Add(int flips) {
      total_ = all_ ? std::min(total_ + flips, kNever) : std::min(total_, flips);
    }
    int total() const { return total_; }

   private:
    bool all_;
    int total_;
  };

  const Expression& expression_;
  const World& world_;
};

}  // namespace

std::optional<int> FlipsToHold(const Expression& expression, const World& world) {
  const int flips = Counter(expression, world).Count(expression.root(), -1, true);
  if (flips >= kNever) return std::nullopt;
  return flips;
}

}  // namespace licet
