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

// Ids of provisions in force that would fire but for this defeater.
std::vector<std::string> DefeatedBy(const Schema& schema, const GateAnswer& answer, int defeater) {
  std::vector<std::string> ids;
  const World world{schema, answer.facts, answer.snapshot->sets};
  for (int number : answer.snapshot->in_force) {
    const Provision& p = answer.snapshot->pack->provisions[static_cast<std::size_t>(number)];
    if (!p.gives || !Listed(p.unless, defeater)) continue;
    if (answer.determination.fires[static_cast<std::size_t>(number)] == Truth::kTrue) continue;
    if (Evaluate(p.when, world) == Truth::kTrue) ids.push_back(p.id);
  }
  return ids;
}

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
  for (int number : answer.snapshot->in_force) {
    const Provision& p = d.pack->provisions[static_cast<std::size_t>(number)];
    const Truth fires = d.fires[static_cast<std::size_t>(number)];
    std::vector<std::string> defeats;
    // A defeater that may fire matters only while the outcome is open.
    const bool matters =
        fires == Truth::kTrue || (fires == Truth::kUnknown && d.outcome == Outcome::kUnknown);
    if (matters) defeats = DefeatedBy(schema, answer, number);
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
