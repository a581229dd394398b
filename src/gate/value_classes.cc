#include "value_classes.h"

#include <algorithm>

#include "licet/base/hash.h"

namespace licet {

ValueClasses::ValueClasses(const Schema& schema) : schema_(schema) {
  const AtomLayout layout = LayoutOf(schema);
  std::uint32_t results = 0;
  for (std::size_t i = 0; i < schema.facts().size(); ++i) {
    Place place{layout.group_of[i], !schema.facts()[i].stage.empty(), 0};
    place.slot =
        place.result
            ? results++
            : static_cast<std::uint32_t>(groups_[static_cast<std::size_t>(place.group)].facts++);
    places_.push_back(place);
  }
  numbers_.resize(places_.size());
}

void ValueClasses::Begin(const std::uint32_t* instances, InstanceValues* values) {
  values_ = values;
  for (int group = 0; group < kGroupMixed; ++group) {
    if (group != kGroupContents) Stand(group, instances[group]);
  }
}

void ValueClasses::BeginGate(std::uint32_t contents, const GateKind& kind, const Results& results) {
  Stand(kGroupContents, contents);
  kind_ = &kind;
  results_ = &results;
}

void ValueClasses::Stand(int group, std::uint32_t instance) {
  instances_[static_cast<std::size_t>(group)] = instance;
  Group& g = groups_[static_cast<std::size_t>(group)];
  if (g.rows.size() <= instance) g.rows.resize(instance + std::size_t{1}, 0);
  std::uint32_t& row = g.rows[instance];
  if (row == 0) {
    g.classes.resize(g.classes.size() + std::max<std::size_t>(g.facts, 1), 0);
    row = static_cast<std::uint32_t>(g.classes.size() / std::max<std::size_t>(g.facts, 1));
  }
  g.row = (row - 1) * std::max<std::size_t>(g.facts, 1);
}

ValueClasses::Results ValueClasses::ClassesOf(const GateKind& kind) {
  Results classes;
  for (const auto& [fact, value] : kind.results) {
    const FactDecl& decl = schema_.facts()[static_cast<std::size_t>(fact)];
    classes.push_back(NumberOf(fact, HashOf(FormatValue(decl, value, schema_.symbols()))));
  }
  return classes;
}

std::uint32_t ValueClasses::Number(int fact, const Place& place) {
  return NumberOf(fact, values_->NumberOf(place.group,
                                          instances_[static_cast<std::size_t>(place.group)], fact));
}

std::uint32_t ValueClasses::NumberOf(int fact, std::uint64_t value) {
  auto& numbers = numbers_[static_cast<std::size_t>(fact)];
  const auto [found, added] =
      numbers.try_emplace(value, static_cast<std::uint32_t>(numbers.size() + 1));
  numbered_ += added ? 1 : 0;
  return found->second;
}

const Value& ValueClasses::ValueOf(int fact) {
  const Place& place = places_[static_cast<std::size_t>(fact)];
  if (place.result) return kind_->results[place.slot].second;
  return values_->ValueOf(place.group, instances_[static_cast<std::size_t>(place.group)], fact);
}

std::size_t ValueClasses::bytes() const {
  constexpr std::size_t kNumberBytes = 48;  // a node of the map
  std::size_t bytes = numbered_ * kNumberBytes;
  for (const Group& group : groups_) {
    bytes += (group.rows.capacity() + group.classes.capacity()) * sizeof(std::uint32_t);
  }
  return bytes;
}

void ValueClasses::EndBlock() {
  groups_[kGroupEvidence].rows.clear();
  groups_[kGroupEvidence].classes.clear();
}

void ValueClasses::Clear() {
  for (Group& group : groups_) {
    // Assigning {} would keep their room.
    std::vector<std::uint32_t>().swap(group.rows);
    std::vector<std::uint32_t>().swap(group.classes);
  }
  for (auto& numbers : numbers_) numbers.clear();
  numbered_ = 0;
}

}  // namespace licet
