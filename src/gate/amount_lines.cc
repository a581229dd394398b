#include "amount_lines.h"

#include <algorithm>

namespace licet {

namespace {
const SetMembers kNoSets;
constexpr std::size_t kOthersMax = 100'000;  // kinds of papers kept
}  // namespace

AmountLines::AmountLines(const Schema& schema, const AtomTable& atoms, std::vector<int> amounts,
                         ValueOf value_of)
    : schema_(schema), atoms_(atoms), value_of_(std::move(value_of)) {
  for (int fact : amounts) amounts_.push_back({fact, {}, {}, {}});
}

void AmountLines::Truths(std::span<const std::uint32_t> instance, Facts* facts,
                         std::uint64_t* truths) {
  if (prepared_ != atoms_.InGroup(kGroupMixed).size()) Prepare();
  if (others_.size() > kOthersMax) Forget();
  const World world{schema_, *facts, kNoSets};
  for (Lines& lines : amounts_) {
    if (!lines.atoms.empty()) AddLines(lines, world, truths);
  }
  if (rest_.empty()) return;
  const Others& others = OthersOf(instance, facts);
  for (std::size_t i = 0; i < others.truths.size(); ++i) truths[i] |= others.truths[i];
  if (others.ask.empty()) return;
  for (const auto& [fact, number] : others.numbers) (*facts)[fact].number = number;
  for (std::uint32_t position : others.ask) Set(position, world, truths);
}

// New snapshots bring new atoms; what was found of the old ones is found again.
void AmountLines::Prepare() {
  const auto& group = atoms_.InGroup(kGroupMixed);
  prepared_ = group.size();
  words_ = (group.size() + 63) / 64;
  rest_.clear();
  other_facts_.clear();
  other_groups_.clear();
  for (Lines& lines : amounts_) lines = {lines.fact, {}, {}, {}};
  for (std::uint32_t i = 0; i < group.size(); ++i) {
    if (!AddLine(i)) rest_.push_back(i);
  }
  for (Lines& lines : amounts_) {
    std::sort(lines.at.begin(), lines.at.end());
    lines.at.erase(std::unique(lines.at.begin(), lines.at.end()), lines.at.end());
    const std::size_t stands = 2 * lines.at.size() + 2;
    lines.truths.assign(stands * stands * (1 + 2 * words_), 0);
  }
  for (int fact : atoms_.MixedFacts()) {
    const int of = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
    if (of == kGroupMixed) continue;
    other_facts_.push_back(fact);
    if (std::find(other_groups_.begin(), other_groups_.end(), of) == other_groups_.end()) {
      other_groups_.push_back(of);
    }
  }
  Forget();
}

void AmountLines::Forget() {
  others_.clear();
  other_keys_.Clear();
}

bool AmountLines::AddLine(std::uint32_t position) {
  const Atom& atom = atoms_.atom(atoms_.InGroup(kGroupMixed)[position]);
  const Node& node = atom.node;
  if (node.op != Op::kCompare || node.terms.size() != 1) return false;
  if (node.terms[0].coefficient != Decimal::FromInt(1)) return false;
  for (Lines& lines : amounts_) {
    if (lines.fact != node.terms[0].ref.fact) continue;
    lines.atoms.push_back(position);
    lines.at.push_back(node.constant.micros());
    return true;
  }
  return false;
}

// 0 for none; then below the first line, on it, between it and the next, ...
std::size_t AmountLines::Stand(const Lines& lines, const std::optional<Decimal>& bound) const {
  if (!bound) return 0;
  const auto line = std::lower_bound(lines.at.begin(), lines.at.end(), bound->micros());
  const bool on = line != lines.at.end() && *line == bound->micros();
  return 1 + 2 * static_cast<std::size_t>(line - lines.at.begin()) + (on ? 1 : 0);
}

void AmountLines::AddLines(Lines& lines, const World& world, std::uint64_t* truths) {
  const Range& amount = world.facts[lines.fact].number;
  const std::size_t low = Stand(lines, amount.low);
  const std::size_t high = amount.IsExact() ? low : Stand(lines, amount.high);
  const std::size_t stands = 2 * lines.at.size() + 2;
  std::uint64_t* found = lines.truths.data() + (low * stands + high) * (1 + 2 * words_);
  if (found[0] == 0) {
    found[0] = 1;
    for (std::uint32_t position : lines.atoms) Set(position, world, found + 1);
  }
  for (std::size_t i = 0; i < 2 * words_; ++i) truths[i] |= found[1 + i];
}

const AmountLines::Others& AmountLines::OthersOf(std::span<const std::uint32_t> instance,
                                                 Facts* facts) {
  key_.clear();
  for (int group : other_groups_) key_.push_back(instance[static_cast<std::size_t>(group)]);
  const auto [number, added] = other_keys_.Number(key_);
  if (added) {
    FillOthers(instance, facts);
    const World world{schema_, *facts, kNoSets};
    Others& others = others_.emplace_back();
    others.truths.resize(2 * words_);
    for (std::uint32_t position : rest_) {
      const Atom& atom = atoms_.atom(atoms_.InGroup(kGroupMixed)[position]);
      if (!ReadsAmount(atom)) {
        Set(position, world, others.truths.data());
      } else if (!UnknownByOthers(atom, *facts)) {
        others.ask.push_back(position);
        for (int fact : atom.facts) {
          const int of = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
          if (of != kGroupMixed) others.numbers.emplace_back(fact, (*facts)[fact].number);
        }
      }
    }
  }
  return others_[number];
}

void AmountLines::FillOthers(std::span<const std::uint32_t> instance, Facts* facts) const {
  for (int fact : other_facts_) {
    const int group = atoms_.layout().group_of[static_cast<std::size_t>(fact)];
    (*facts)[fact] = value_of_(group, instance[static_cast<std::size_t>(group)], fact);
  }
}

bool AmountLines::ReadsAmount(const Atom& atom) const {
  return std::any_of(atom.facts.begin(), atom.facts.end(), [this](int fact) {
    return atoms_.layout().group_of[static_cast<std::size_t>(fact)] == kGroupMixed;
  });
}

// A sum with a term of which neither bound is known has no bounds.
bool AmountLines::UnknownByOthers(const Atom& atom, const Facts& facts) const {
  if (atom.node.op != Op::kCompare) return false;
  return std::any_of(atom.node.terms.begin(), atom.node.terms.end(), [&](const Term& term) {
    const auto fact = static_cast<std::size_t>(term.ref.fact);
    return atoms_.layout().group_of[fact] != kGroupMixed && facts.values[fact].number.IsUnknown();
  });
}

void AmountLines::Set(std::uint32_t position, const World& world, std::uint64_t* truths) const {
  const Truth truth = atoms_.Evaluate(atoms_.InGroup(kGroupMixed)[position], world);
  if (truth == Truth::kUnknown) return;
  truths[position / 64 * 2 + (truth == Truth::kTrue ? 0 : 1)] |= std::uint64_t{1}
                                                                 << (position % 64);
}

}  // namespace licet
