// Several gates' answers become one decision.

#include <fmt/format.h>

#include <algorithm>

#include "ask.h"
#include "next_steps.h"

namespace licet {

// Places that every gate permits, out of all countries.
void JoinPlaces(const Schema& schema, Decision* decision) {
  bool any_rule = false;
  std::vector<std::string> permitted;
  for (const GateAnswer& gate : decision->gates) {
    any_rule = any_rule || !gate.determination.places.any();
    decision->place_permitted =
        And(decision->place_permitted, gate.determination.places.Permits(decision->place));
  }
  if (!any_rule) return;
  for (const std::string& country : schema.countries()) {
    const Symbol word = schema.symbols().Intern(country);
    const bool everywhere =
        std::all_of(decision->gates.begin(), decision->gates.end(), [&](const GateAnswer& gate) {
          return gate.determination.places.Permits(word) == Truth::kTrue;
        });
    if (everywhere) permitted.push_back(country);
  }
  decision->deadlock = permitted.empty();
  decision->places = std::move(permitted);
}

namespace {

void SetVerdict(Decision* decision) {
  bool all = true;
  for (const GateAnswer& gate : decision->gates) {
    const Determination& d = gate.determination;
    if (d.outcome == Outcome::kProhibited && d.confidence == Confidence::kPrimary) {
      decision->verdict = Verdict::kBlock;
      return;
    }
    all = all && gate.satisfied;
  }
  const bool placed = decision->place_permitted == Truth::kTrue && !decision->deadlock;
  decision->verdict = all && placed ? Verdict::kRelease : Verdict::kHold;
}

}  // namespace

std::vector<std::string> JoinedAssumptions(const Engine& engine, std::span<const Assuming> gates,
                                           std::string_view as_of) {
  std::vector<std::string> assumed;
  for (const auto& [gate, snapshot] : gates) {
    if (!gate->authorisation || gate->determination.outcome != Outcome::kLicenceRequired) continue;
    assumed.push_back(fmt::format(
        fmt::runtime(engine.uses_ledger()
                         ? "{} '{}' is on file in the ledger, which checked its scope and balance"
                         : "{} '{}' is taken from the order's evidence; its scope and balance were "
                           "not checked against a ledger"),
        gate->determination.pack->authorisation_called, *gate->authorisation));
  }
  for (const auto& [gate, snapshot] : gates) {
    if (!snapshot->in_force.empty()) continue;
    assumed.push_back(
        fmt::format("no provision of {} on file is in force on {}; what the law of that day asked "
                    "beyond the file is not known here",
                    gate->determination.pack->regime, as_of));
  }
  if (gates.empty()) assumed.push_back("no regime on file governs this transaction");
  assumed.push_back(engine.screening() == nullptr
                        ? "names were not screened against restricted-party lists; only the flags "
                          "on file counted"
                        : engine.screening()->assumption());
  return assumed;
}

void JoinGates(const Engine& engine, Decision* decision) {
  const Schema& schema = engine.schema();
  JoinPlaces(schema, decision);
  SetVerdict(decision);
  std::vector<Assuming> gates;
  for (const GateAnswer& gate : decision->gates) gates.push_back({&gate, gate.snapshot});
  for (std::string& text : JoinedAssumptions(engine, gates, decision->as_of.ToString())) {
    decision->assumptions.push_back(std::move(text));
  }
  AddNextSteps(schema, decision);
}

}  // namespace licet
