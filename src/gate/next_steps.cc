#include "next_steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"

namespace licet {

namespace {

const Provision& At(const Determination& d, int number) {
  return d.pack->provisions[static_cast<std::size_t>(number)];
}

// Sentences end with one full stop, whatever the pack wrote.
std::string Sentence(std::string text) {
  while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
  return text + ".";
}

int Count(const Determination& d, Truth state) {
  return static_cast<int>(
      std::count_if(d.conditions.begin(), d.conditions.end(),
                    [state](const ConditionState& c) { return c.met == state; }));
}

std::string ConditionSummary(const Determination& d) {
  const int failed = Count(d, Truth::kFalse);
  const int open = Count(d, Truth::kUnknown);
  if (failed > 0 && open > 0) {
    return fmt::format(", {} of {} conditions failed and {} open", failed, d.conditions.size(),
                       open);
  }
  if (failed > 0) return fmt::format(", {} of {} conditions failed", failed, d.conditions.size());
  if (open > 0) return fmt::format(", {} of {} conditions open", open, d.conditions.size());
  return "";
}

std::string Missing(const GateAnswer& gate) {
  if (!gate.missing.empty()) return "depends on " + Join(gate.missing, ", ");
  if (!gate.open_points.empty()) return "the rules themselves are open: " + gate.open_points[0];
  return "not settled";
}

// "licence required (3A090.a), case by case, no BIS licence on file, 9 of 12 conditions open"
std::string WhyOf(const GateAnswer& gate) {
  const Determination& d = gate.determination;
  const std::string code = d.governing.empty() ? "" : fmt::format(" ({})", d.governing);
  const std::string reported =
      d.confidence == Confidence::kPrimary ? "" : fmt::format(" [{}]", ToString(d.confidence));
  switch (d.outcome) {
    case Outcome::kNoLicenceRequired:
      return "no licence required" + code;
    case Outcome::kException:
      return fmt::format("exception {}{}{}", d.exception, code, ConditionSummary(d));
    case Outcome::kLicenceRequired: {
      std::string why = "licence required" + code;
      if (!d.review.empty()) why += ", " + Unhyphenated(d.review);
      if (gate.authorisation) {
        why += fmt::format(", {} {}", d.pack->authorisation_called, *gate.authorisation);
      } else if (!d.pack->authorisation_called.empty()) {
        why += fmt::format(", no {} on file", d.pack->authorisation_called);
      }
      return why + ConditionSummary(d) + reported;
    }
    case Outcome::kProhibited:
      return "prohibited" + code + reported;
    case Outcome::kUnknown:
      return fmt::format("unknown{}, {}", code, Missing(gate));
    case Outcome::kNotOnRoute:
      break;
  }
  return "not on the route";
}

void SetReason(Decision* decision) {
  std::vector<std::string> parts;
  for (const GateAnswer& gate : decision->gates) {
    parts.push_back(fmt::format("{}: {}", gate.determination.pack->regime, WhyOf(gate)));
  }
  if (decision->deadlock) {
    parts.push_back("no place of use satisfies every side");
  } else if (decision->place_permitted != Truth::kTrue) {
    parts.push_back(fmt::format(
        "use in {} is {}",
        decision->order.place_of_use.empty() ? "an unstated place" : decision->order.place_of_use,
        decision->place_permitted == Truth::kFalse ? "not permitted" : "not settled"));
  }
  if (!decision->gates.empty()) {
    const auto& overlays = decision->gates[0].determination.pack->overlays;
    if (!overlays.empty()) parts.push_back("with the overlay " + Join(overlays, ", "));
  }
  decision->reason =
      parts.empty() ? "no regime on file governs this transaction" : Join(parts, "; ");
}

class Steps {
 public:
  Steps(const Schema& schema, Decision* decision) : schema_(schema), decision_(*decision) {}

  void Run() {
    for (const GateAnswer& gate : decision_.gates) {
      if (!gate.satisfied) Gate(gate);
    }
    Place();
  }

 private:
  void Add(const Determination& d, const std::string& text) {
    std::string step = fmt::format("{}: {}", d.pack->regime, Sentence(text));
    auto& steps = decision_.next_steps;
    if (std::find(steps.begin(), steps.end(), step) == steps.end()) steps.push_back(step);
  }

  void Gate(const GateAnswer& gate) {
    const Determination& d = gate.determination;
    switch (d.outcome) {
      case Outcome::kProhibited:
        Prohibited(d);
        return;
      case Outcome::kUnknown:
        Unknown(gate);
        return;
      case Outcome::kLicenceRequired:
        if (!gate.authorisation && !d.pack->authorisation_apply.empty()) {
          Add(d, d.pack->authorisation_apply);
          ProcessingTimes(d);
        }
        break;
      default:
        break;
    }
    Conditions(d);
    if (d.outcome == Outcome::kLicenceRequired && d.review.empty()) Unknown(gate);
  }

  void Prohibited(const Determination& d) {
    for (std::size_t i = 0; i < d.fires.size(); ++i) {
      const Provision& p = At(d, static_cast<int>(i));
      if (d.fires[i] != Truth::kTrue || !p.gives || !p.gives->prohibits) continue;
      if (p.confidence == Confidence::kPrimary) {
        Add(d, fmt::format("Do not proceed: {}", p.cite.ref));
      } else {
        Add(d, fmt::format("Do not ship before an official reading: a prohibition is reported "
                           "({}, {})",
                           p.cite.ref, ToString(p.confidence)));
      }
    }
  }

  // "Expect: first action within 9 days of registration, whole review within 90
  // (15 CFR 750.4)"; what starts on the same day under the same text is one part.
  void ProcessingTimes(const Determination& d) {
    std::string text;
    const Provision* last = nullptr;
    for (int number : d.clocks) {
      if (d.fires[static_cast<std::size_t>(number)] != Truth::kTrue) continue;
      const Provision& p = At(d, number);
      const bool joins =
          last != nullptr && last->gives->from == p.gives->from && last->cite.ref == p.cite.ref;
      if (last != nullptr) text += joins ? ", " : fmt::format(" ({}); ", last->cite.ref);
      text += fmt::format("{} within {}", Unhyphenated(p.gives->name), p.gives->days);
      if (!joins) {
        text += fmt::format(" {} of {}", p.gives->days == 1 ? "day" : "days", p.gives->from);
      }
      last = &p;
    }
    if (last != nullptr) Add(d, fmt::format("Expect: {} ({})", text, last->cite.ref));
  }

  void Unknown(const GateAnswer& gate) {
    for (const std::string& name : gate.missing) {
      const int number = schema_.Find(name);
      const std::string means =
          number < 0 ? name : schema_.facts()[static_cast<std::size_t>(number)].means;
      Add(gate.determination, fmt::format("Find out {}: {}", name, means));
    }
    for (const std::string& point : gate.open_points) {
      Add(gate.determination, "Get an official reading: " + point);
    }
  }

  void Conditions(const Determination& d) {
    for (const ConditionState& condition : d.conditions) {
      if (condition.met == Truth::kTrue) continue;
      const Gives& gives = *At(d, condition.provision).gives;
      Add(d, condition.met == Truth::kFalse
                 ? fmt::format("{} (failed as the order stands)", Sentence(gives.duty))
                 : gives.duty);
    }
  }

  void Place() {
    auto& steps = decision_.next_steps;
    if (decision_.deadlock) {
      steps.push_back(
          "Deadlock: the places that one side permits are barred by the other. Do not ship; ask "
          "both authorities for a place that satisfies both.");
    } else if (decision_.places && decision_.place_permitted != Truth::kTrue) {
      steps.push_back(fmt::format("Agree a place of use that every side permits: {}.",
                                  Join(*decision_.places, ", ")));
    }
  }

  const Schema& schema_;
  Decision& decision_;
};

}  // namespace

void AddNextSteps(const Schema& schema, Decision* decision) {
  SetReason(decision);
  if (decision->verdict != Verdict::kRelease) Steps(schema, decision).Run();
}

}  // namespace licet
