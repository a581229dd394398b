#include "licet/regime/pack.h"

#include <algorithm>
#include <array>

namespace licet {

namespace {
constexpr std::array<std::string_view, kStageCount> kStages = {
    "classify", "require", "restrict", "except", "review", "condition", "place", "charge", "clock"};
}  // namespace

std::string_view ToString(Stage stage) { return kStages[static_cast<std::size_t>(stage)]; }

std::string_view ToString(Confidence confidence) {
  switch (confidence) {
    case Confidence::kPrimary:
      return "primary";
    case Confidence::kSecondary:
      return "secondary";
    case Confidence::kPress:
      return "press";
    case Confidence::kUnverified:
      return "unverified";
  }
  return "?";
}

std::string_view ToString(Reading reading) {
  return reading == Reading::kEnforced ? "enforced" : "codified";
}

Interval Validity::Binding(Date known_at, Reading reading) const {
  const bool read = reading == Reading::kEnforced ? enforced : codified;
  if (!read || announced > known_at) return {Date::Max(), Date::Max()};
  Interval binding{effective, ends_announced > known_at ? Date::Max() : ends};
  if (reading == Reading::kEnforced) binding.from = std::max(effective, compliance);
  return binding;
}

bool Validity::InForce(Date as_of, Date known_at, Reading reading) const {
  return Binding(known_at, reading).Contains(as_of);
}

int Pack::Find(std::string_view id) const {
  for (std::size_t i = 0; i < provisions.size(); ++i) {
    if (provisions[i].id == id) return static_cast<int>(i);
  }
  return -1;
}

std::vector<std::string> Pack::SetNamesList() const {
  std::vector<std::string> names;
  for (const NamedSet& set : sets) names.push_back(set.name);
  return names;
}

}  // namespace licet
