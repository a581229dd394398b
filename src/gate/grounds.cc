#include "licet/gate/grounds.h"

#include <algorithm>

namespace licet {

namespace {

bool Listed(const std::vector<int>& numbers, int number) {
  return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

// Whether a fired provision belongs to the answer: an exception or a review
// policy that did not govern does not.
bool Bears(const GateAnswer& answer, int number, const Provision& p) {
  const Determination& d = answer.determination;
  const Truth fires = d.fires[static_cast<std::size_t>(number)];
  if (!p.gives || fires == Truth::kFalse || p.stage == Stage::kCondition) return false;
  if (p.stage == Stage::kClock) return false;  // it decides nothing
  if (p.stage == Stage::kExcept) return p.gives->name == d.exception || Listed(d.open, number);
  if (p.stage == Stage::kReview) {
    return p.gives->name == d.review ||
           std::find(d.possible_reviews.begin(), d.possible_reviews.end(), p.gives->name) !=
               d.possible_reviews.end();
  }
  if (p.stage == Stage::kClassify || p.stage == Stage::kPlace || p.stage == Stage::kCharge) {
    return true;
  }
  return fires == Truth::kTrue || Listed(d.open, number);
}

// Which provisions in force would fire but for others.
class Defeats {
 public:
  Defeats(const Schema& schema, const GateAnswer& answer) {
    const World world{schema, answer.facts, answer.snapshot->sets};
    for (int number : answer.snapshot->in_force) {
      const Provision& p = answer.snapshot->pack->provisions[static_cast<std::size_t>(number)];
      if (!p.gives || p.unless.empty()) continue;
      if (answer.determination.fires[static_cast<std::size_t>(number)] == Truth::kTrue) continue;
      if (Evaluate(p.when, world) == Truth::kTrue) defeated_.push_back(&p);
    }
  }

  std::vector<std::string> By(int defeater) const {
    std::vector<std::string> ids;
    for (const Provision* p : defeated_) {
      if (Listed(p->unless, defeater)) ids.push_back(p->id);
    }
    return ids;
  }

 private:
  std::vector<const Provision*> defeated_;
};

}  // namespace

Trace TraceOf(const Schema& schema, const GateAnswer& answer, const Expression& expression) {
  const World world{schema, answer.facts, answer.snapshot->sets};
  return Explain(expression, world, answer.snapshot->pack->SetNamesList());
}

namespace {

// Calls `take` with each provision that the answer rests on and what it defeats.
template <typename Take>
void ForEachGround(const Schema& schema, const GateAnswer& answer, Take take) {
  const Determination& d = answer.determination;
  const Defeats all(schema, answer);
  for (int number : answer.snapshot->in_force) {
    const Provision& p = d.pack->provisions[static_cast<std::size_t>(number)];
    const Truth fires = d.fires[static_cast<std::size_t>(number)];
    std::vector<std::string> defeats;
    // A defeater that may fire matters only while the outcome is open.
    const bool matters =
        fires == Truth::kTrue || (fires == Truth::kUnknown && d.outcome == Outcome::kUnknown);
    if (matters) defeats = all.By(number);
    if (!defeats.empty() || Bears(answer, number, p)) take(number, fires, std::move(defeats));
  }
}

}  // namespace

std::vector<Ground> GroundsOf(const Schema& schema, const GateAnswer& answer) {
  std::vector<Ground> grounds;
  const auto& provisions = answer.determination.pack->provisions;
  ForEachGround(schema, answer, [&](int number, Truth fires, std::vector<std::string> defeats) {
    const Expression& when = provisions[static_cast<std::size_t>(number)].when;
    grounds.push_back(
        {number, fires, std::move(defeats), DecisiveObservations(TraceOf(schema, answer, when))});
  });
  return grounds;
}

std::vector<Ground> BareGroundsOf(const Schema& schema, const GateAnswer& answer) {
  std::vector<Ground> grounds;
  ForEachGround(schema, answer, [&](int number, Truth fires, std::vector<std::string> defeats) {
    grounds.push_back({number, fires, std::move(defeats), {}});
  });
  return grounds;
}

std::vector<int> FiredOf(const Schema& schema, const GateAnswer& answer) {
  std::vector<int> numbers;
  ForEachGround(schema, answer, [&](int number, Truth fires, const std::vector<std::string>&) {
    if (fires == Truth::kTrue) numbers.push_back(number);
  });
  return numbers;
}

std::string DensityText(const Range& of, const Range& per) {
  constexpr int kPlaces = 4;
  if (per.high && *per.high == Decimal()) return "undefined";
  return DensityForDisplay(of, per, kPlaces).ToString();
}

}  // namespace licet
