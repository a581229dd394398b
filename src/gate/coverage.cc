#include "licet/gate/coverage.h"

#include <algorithm>

#include "licet/rules/flips.h"

namespace licet {

namespace {

Date DayAfter(Date day) { return Date::FromDays(day.days() + 1); }
Date DayBefore(Date day) { return Date::FromDays(day.days() - 1); }

bool HasOpenPoint(const Expression& expression) {
  return std::any_of(expression.nodes().begin(), expression.nodes().end(),
                     [](const Node& node) { return node.op == Op::kOpenPoint; });
}

class Observer {
 public:
  Observer(const Schema& schema, const GateAnswer& answer)
      : answer_(answer), world_{schema, answer.facts, answer.snapshot->sets} {}

  const Provision& At(int number) const {
    return answer_.snapshot->pack->provisions[static_cast<std::size_t>(number)];
  }
  Truth Fires(int number) const {
    return answer_.determination.fires[static_cast<std::size_t>(number)];
  }

  // Flips of the condition, and one for each defeater that is not surely out.
  std::optional<int> Flips(int number) const {
    std::optional<int> flips = FlipsToHold(At(number).when, world_);
    if (!flips) return flips;
    for (int defeater : At(number).unless) {
      if (Fires(defeater) != Truth::kFalse) ++*flips;
    }
    // A clock is asked only where a licence is required.
    const bool asked = answer_.determination.outcome == Outcome::kLicenceRequired;
    if (At(number).stage == Stage::kClock && !asked) ++*flips;
    return flips;
  }

  // A provision over a point that the law leaves open can only ever come out
  // unknown: it fires when nothing else keeps it from doing so.
  bool FiresHere(int number) const {
    if (Fires(number) == Truth::kTrue) return true;
    return Fires(number) == Truth::kUnknown && HasOpenPoint(At(number).when) && Flips(number) == 0;
  }

 private:
  const GateAnswer& answer_;
  const World world_;
};

// The clock, moved by a day, under which a provision would be in force; nothing
// when it is more than a day, or more than one clock, away.
std::optional<Clocks> Neighbour(const Validity& validity, const Clocks& clocks) {
  Clocks moved = clocks;
  if (clocks.known_at < Date::Max() && validity.announced == DayAfter(clocks.known_at)) {
    moved.known_at = validity.announced;
    if (!validity.InForce(*clocks.as_of, moved.known_at, clocks.reading)) return std::nullopt;
    return moved;
  }
  const Interval binding = validity.Binding(clocks.known_at, clocks.reading);
  if (binding.Empty()) return std::nullopt;
  if (binding.from == DayAfter(*clocks.as_of)) {
    moved.as_of = binding.from;
    return moved;
  }
  if (binding.to == *clocks.as_of) {
    moved.as_of = DayBefore(*clocks.as_of);
    return moved;
  }
  return std::nullopt;
}

}  // namespace

void NoteShown(const Schema& schema, const GateAnswer& answer, const Clocks& clocks,
               const AnswerOn& answer_on, Shown* shown) {
  const Pack& pack = *answer.snapshot->pack;
  if (answer.determination.outcome == Outcome::kNotOnRoute) return;
  const bool asked = !(*clocks.as_of < pack.covers);
  const Observer here(schema, answer);
  for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
    const int number = static_cast<int>(i);
    const Provision& p = pack.provisions[i];
    if (asked && p.validity.InForce(*clocks.as_of, clocks.known_at, clocks.reading)) {
      if (here.FiresHere(number)) {
        shown->fired.insert(p.id);
      } else if (here.Fires(number) == Truth::kFalse && here.Flips(number) == 1) {
        shown->just_not.insert(p.id);
      }
      continue;
    }
    const std::optional<Clocks> moved = Neighbour(p.validity, clocks);
    if (!moved) continue;
    if (here.Flips(number) == 0) {
      shown->just_not.insert(p.id);
      continue;
    }
    // What it builds on may begin or end on the same day.
    const GateAnswer there = answer_on(*moved);
    if (Observer(schema, there).FiresHere(number)) shown->just_not.insert(p.id);
  }
}

std::vector<ProvisionCoverage> CoverageOf(const Engine& engine,
                                          const std::vector<CaseResult>& results) {
  std::vector<ProvisionCoverage> all;
  for (const Pack& pack : engine.packs()) {
    for (std::size_t i = 0; i < pack.provisions.size(); ++i) {
      ProvisionCoverage one{&pack, static_cast<int>(i), 0, 0, nullptr, nullptr};
      for (const CaseResult& result : results) {
        if (result.fired.contains(pack.provisions[i].id)) {
          if (one.fires++ == 0) one.fires_example = &result;
        }
        if (result.just_not.contains(pack.provisions[i].id)) {
          if (one.just_not++ == 0) one.just_not_example = &result;
        }
      }
      all.push_back(one);
    }
  }
  return all;
}

}  // namespace licet
