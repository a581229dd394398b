// Patterns under many settings: all snapshots that the orders of a block are
// asked about run as one circuit, and what its pattern means under every setting
// is found once.

#include "batch_impl.h"

namespace licet {

namespace {
constexpr std::uint32_t kNotAsked = 0xFFFFFFFF;
}  // namespace

void BatchImpl::RunStories() {
  if (used_ == 0) return;
  gate_kinds_.resize(used_ * packs_.size());
  gate_places_.resize(used_ * packs_.size());
  stories_of_.resize(used_);
  EvaluateMixed();
  FindViews();
  JoinSnaps();
  for (std::size_t begin = 0; begin < used_; begin += Plane::kLanes) {
    lanes_.resize(std::min(Plane::kLanes, used_ - begin));
    std::iota(lanes_.begin(), lanes_.end(), static_cast<std::uint32_t>(begin));
    GatherJoint();
    RunCircuit(joint_.circuit.circuit());
    FindPatterns();
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      FindStory(lanes_[i], patterns_of_[i], JointKey(i));
    }
  }
}

// The snapshot of each row under each view.
void BatchImpl::FindViews() {
  view_snaps_.resize(views_.size());
  views_by_row_.clear();
  for (std::size_t number = 0; number < views_.size(); ++number) {
    View& view = views_[number];
    const bool alike = view.clocks.as_of && (view.clocks.over_orders || !own_known_);
    if (!alike) views_by_row_.push_back(number);
    std::vector<std::uint32_t>& snaps = view_snaps_[number];
    snaps.resize(alike ? 1 : used_);
    for (std::size_t i = 0; i < snaps.size(); ++i) {
      snaps[i] = static_cast<std::uint32_t>(SnapOf(&view, rows_[i]));
    }
  }
}

// A snapshot not met before makes the circuit anew, and all that was found of
// its patterns is forgotten; there are some dozens of them.
void BatchImpl::JoinSnaps() {
  const std::size_t before = joint_.snaps.size();
  joint_.member_of.resize(snaps_.size(), 0);
  for (const std::vector<std::uint32_t>& snaps : view_snaps_) {
    for (std::uint32_t snap : snaps) {
      if (joint_.member_of[snap] != 0) continue;
      joint_.snaps.push_back(snap);
      joint_.member_of[snap] = static_cast<std::uint32_t>(joint_.snaps.size());
    }
  }
  if (joint_.snaps.size() == before) return;
  ForgetStories();
  joint_.contents.clear();
  joint_.contents_as = static_cast<std::uint32_t>(atoms_.size());
  const std::size_t width = atoms_.InGroup(kGroupContents).size();
  std::vector<std::vector<std::uint64_t>> classes;
  std::vector<std::uint32_t> first;  // atom of the contents, by member
  std::vector<const Circuit*> circuits;
  for (std::uint32_t snap : joint_.snaps) {
    first.push_back(joint_.contents_as +
                    static_cast<std::uint32_t>(ContentsClass(&snaps_[snap], &classes) * width));
    circuits.push_back(&snaps_[snap].compiled.circuit);
  }
  joint_.circuit = JointCircuit(circuits, [&](std::size_t member, std::uint32_t plane) {
    const AtomPlace& place = atom_places_[plane / 2];
    if (place.group != kGroupContents) return plane;
    return (first[member] + place.at) * 2 + plane % 2;
  });
  inputs_.resize(2 * (joint_.contents_as + classes.size() * width));
}

// Snapshots that say the same of what items hold are of one class.
std::size_t BatchImpl::ContentsClass(Snap* snap, std::vector<std::vector<std::uint64_t>>* classes) {
  const auto items = static_cast<std::uint32_t>(engine_.catalog().items().size());
  Column& column = table_.column(kGroupContents);
  std::vector<std::uint32_t> instances;
  std::vector<std::uint64_t> truths;
  for (std::uint32_t item = 0; item < items; ++item) {
    instances.push_back(ContentsOf(snap, item));
    const std::uint64_t* words = column.Truths(instances.back());
    truths.insert(truths.end(), words, words + column.words() * 2);
  }
  const auto found = std::find(classes->begin(), classes->end(), truths);
  if (found != classes->end()) return static_cast<std::size_t>(found - classes->begin());
  classes->push_back(std::move(truths));
  joint_.contents.push_back(std::move(instances));
  return classes->size() - 1;
}

void BatchImpl::GatherJoint() {
  for (int group = 0; group < kGroupCount; ++group) {
    if (group == kGroupContents) continue;
    Gather(group, nullptr, instances_[static_cast<std::size_t>(group)]);
  }
  const std::vector<std::uint32_t>& items = instances_[kGroupItem];
  std::vector<std::uint32_t>& held = instances_[kGroupContents];
  const std::size_t width = atoms_.InGroup(kGroupContents).size();
  for (std::size_t number = 0; number < joint_.contents.size(); ++number) {
    for (std::uint32_t lane : lanes_) held[lane] = joint_.contents[number][items[lane]];
    Gather(kGroupContents, nullptr, held,
           joint_.contents_as + static_cast<std::uint32_t>(number * width));
  }
}

// A lane's pattern, and which authorisations it gives the number of.
std::span<const std::uint64_t> BatchImpl::JointKey(std::size_t lane) const {
  const std::size_t words = (joint_.circuit.circuit().output_count() + 63) / 64 + 1;
  return {joint_keys_.data() + lane * words, words};
}

// The number of each lane's pattern.
void BatchImpl::FindPatterns() {
  const std::size_t words = (joint_.circuit.circuit().output_count() + 63) / 64;
  joint_keys_.resize(Plane::kLanes * (words + 1));
  hashes_.resize(lanes_.size());
  patterns_of_.resize(lanes_.size());
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    std::uint64_t* const key = joint_keys_.data() + i * (words + 1);
    std::copy_n(patterns_.data() + i * words, words, key);
    key[words] = rows_[lanes_[i]].numbered;
    hashes_[i] = KeyTable::HashOf(JointKey(i));
    joint_.keys.Prefetch(hashes_[i]);
  }
  for (const std::uint64_t hash : hashes_) joint_.keys.PrefetchKey(hash);
  for (std::size_t i = 0; i < lanes_.size(); ++i) {
    const auto [number, added] = joint_.keys.Number(JointKey(i), hashes_[i]);
    patterns_of_[i] = number;
    if (added) key_words_ += words + 1 + joint_.snaps.size();
  }
  joint_.says.resize(joint_.keys.size() * joint_.snaps.size(), kNotAsked);
}

void BatchImpl::FindStory(std::uint32_t row, std::uint32_t joint,
                          std::span<const std::uint64_t> pattern) {
  story_key_.assign(1, joint);
  for (std::size_t view : views_by_row_) story_key_.push_back(Says(row, joint, pattern, view));
  const auto [story, added] = story_keys_.Number(story_key_);
  if (added) {
    key_words_ += story_key_.size() + settings_;
    MakeStory(row, joint, pattern);
  }
  stories_of_[row] = story;
}

// The kind of a regime's answer and whether the place is allowed, as one number.
std::uint32_t BatchImpl::Says(std::uint32_t row, std::uint32_t joint,
                              std::span<const std::uint64_t> pattern, std::size_t view) {
  const std::vector<std::uint32_t>& snaps = view_snaps_[view];
  const std::uint32_t snap = snaps[snaps.size() == 1 ? 0 : row];
  const std::uint32_t member = joint_.member_of[snap] - 1;
  std::uint32_t& says = joint_.says[joint * joint_.snaps.size() + member];
  if (says == kNotAsked) {
    const std::size_t pack = views_[view].pack;
    joint_.circuit.Extract(member, pattern, &extracted_);
    Classify(pack, &snaps_[snap], row, extracted_);
    const std::size_t at = row * packs_.size() + pack;
    says = gate_kinds_[at] << 2 | static_cast<std::uint32_t>(gate_places_[at]);
  }
  return says;
}

void BatchImpl::MakeStory(std::uint32_t row, std::uint32_t joint,
                          std::span<const std::uint64_t> pattern) {
  Story& story = stories_.emplace_back();
  for (std::size_t setting = 0; setting < settings_; ++setting) {
    for (std::size_t pack = 0; pack < packs_.size(); ++pack) {
      const std::uint32_t says =
          Says(row, joint, pattern, view_of_[setting * packs_.size() + pack]);
      gate_kinds_[row * packs_.size() + pack] = says >> 2;
      gate_places_[row * packs_.size() + pack] = static_cast<Truth>(says & 3U);
    }
    story.kinds.push_back(&decisions_[Decide(row, setting)]);
  }
}

void BatchImpl::ForgetStories() {
  joint_.keys.Clear();
  joint_.says.clear();
  story_keys_.Clear();
  stories_.clear();
}

}  // namespace licet
