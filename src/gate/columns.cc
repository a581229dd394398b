#include "columns.h"

#include <algorithm>
#include <bit>
#include <string>

#include "build_facts.h"
#include "licet/base/hash.h"

namespace licet {

namespace {

// Whether the name is of a fact that differs from order to order.
bool IsAmount(const Schema& schema, int fact) {
  const AmountFacts amounts(schema);
  return fact == amounts.quantity || fact == amounts.unit_price || fact == amounts.value ||
         fact == amounts.total_tpp;
}

int GroupOf(const Schema& schema, int fact) {
  const std::string& name = schema.facts()[static_cast<std::size_t>(fact)].name;
  if (IsAmount(schema, fact)) return kGroupMixed;
  if (name == "item.contains_codes") return kGroupContents;
  if (name.starts_with("item.")) return kGroupItem;
  if (name.starts_with("evidence.")) return kGroupEvidence;
  for (std::size_t i = 0; i < OrderRoles().size(); ++i) {
    if (name.starts_with(OrderRoles()[i] + ".")) return kGroupExporter + static_cast<int>(i);
  }
  for (std::size_t i = 0; i < OrderWords().size(); ++i) {
    if (name == OrderWords()[i].fact) return kGroupActivity + static_cast<int>(i);
  }
  return kGroupFixed;
}

}  // namespace

AtomLayout LayoutOf(const Schema& schema) {
  AtomLayout layout;
  layout.groups = kGroupCount;
  for (std::size_t i = 0; i < schema.facts().size(); ++i) {
    layout.group_of.push_back(GroupOf(schema, static_cast<int>(i)));
  }
  for (std::size_t i = 1; i < OrderRoles().size(); ++i) {
    layout.party_roles.push_back(schema.RoleStart(OrderRoles()[i]));
  }
  return layout;
}

Column::Column(const Schema& schema, const AtomTable& atoms, int group, FillInto fill)
    : schema_(schema), atoms_(atoms), group_(group), fill_(std::move(fill)), scratch_(schema) {}

// New snapshots bring new atoms: the instances' truths grow in place.
void Column::MakeRoom(std::uint32_t instance) {
  const std::size_t needed = (atoms_.InGroup(group_).size() + 63) / 64;
  if (needed > words_) {
    std::vector<std::uint64_t> wider(known_.size() * needed * 2, 0);
    for (std::size_t i = 0; i < known_.size(); ++i) {
      std::copy_n(truths_.begin() + static_cast<std::ptrdiff_t>(i * words_ * 2), words_ * 2,
                  wider.begin() + static_cast<std::ptrdiff_t>(i * needed * 2));
    }
    truths_ = std::move(wider);
    words_ = needed;
  }
  if (instance < known_.size()) return;
  known_.resize(instance + std::size_t{1}, 0);
  truths_.resize(known_.size() * words_ * 2, 0);
}

void Column::CatchUp(std::uint32_t instance) {
  Fill(instance);
  static const SetMembers kNoSets;
  const World world{schema_, scratch_, kNoSets};
  const std::vector<std::uint32_t>& atoms = atoms_.InGroup(group_);
  std::uint64_t* truths = truths_.data() + std::size_t{instance} * words_ * 2;
  for (std::size_t i = known_[instance]; i < atoms.size(); ++i) {
    const Truth truth = atoms_.Evaluate(atoms[i], world);
    if (truth == Truth::kUnknown) continue;
    truths[i / 64 * 2 + (truth == Truth::kTrue ? 0 : 1)] |= std::uint64_t{1} << (i % 64);
  }
  known_[instance] = static_cast<std::uint32_t>(atoms.size());
}

std::uint64_t Column::ValueNumber(std::uint32_t instance, int fact) {
  const auto at = static_cast<std::size_t>(fact);
  if (value_row_.empty()) value_row_.resize(schema_.facts().size(), 0);
  if (value_row_[at] == 0) {
    values_.emplace_back();
    value_row_[at] = static_cast<std::uint32_t>(values_.size());
  }
  std::vector<std::uint64_t>& numbers = values_[value_row_[at] - 1];
  if (instance >= numbers.size()) numbers.resize(instance + std::size_t{1}, 0);
  if (numbers[instance] == 0) {
    Fill(instance);
    const FactDecl& decl = schema_.facts()[at];
    const bool open = IsUnknown(decl, scratch_[fact]);
    const std::uint64_t hash = HashOf(FormatValue(decl, scratch_[fact], schema_.symbols()));
    numbers[instance] = (hash << 2 | 2U) | (open ? 1U : 0U);
  }
  return numbers[instance];
}

}  // namespace licet
