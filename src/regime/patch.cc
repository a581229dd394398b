#include "licet/regime/patch.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "licet/base/text.h"
#include "licet/regime/determine.h"
#include "read.h"

namespace licet {

namespace {

constexpr std::array<std::string_view, 5> kKinds = {"end", "replace", "move", "add", "members"};

// The one key of a change that says of what kind it is.
Result<PatchKind> KindOf(const Yaml& node) {
  std::vector<std::string> allowed(kKinds.begin(), kKinds.end());
  allowed.insert(allowed.end(), {"with", "effective", "cite", "note"});
  LICET_RETURN_IF_ERROR(node.ExpectMap(allowed));
  int kind = -1;
  for (std::size_t i = 0; i < kKinds.size(); ++i) {
    if (node.Find(kKinds[i]) == nullptr) continue;
    if (kind >= 0) {
      return node.Bad(ErrorCode::kParse,
                      fmt::format("this says both '{}' and '{}'; make two changes of it",
                                  kKinds[static_cast<std::size_t>(kind)], kKinds[i]));
    }
    kind = static_cast<int>(i);
  }
  if (kind < 0) {
    return node.Bad(ErrorCode::kParse, "a change is one of end, replace, move, add, members");
  }
  if ((node.Find("with") != nullptr) != (kind == static_cast<int>(PatchKind::kReplace))) {
    return node.Bad(ErrorCode::kParse, "'replace: ID' and 'with: {...}' go together");
  }
  return static_cast<PatchKind>(kind);
}

bool SameExpression(const std::optional<Expression>& a, const std::optional<Expression>& b) {
  return a.has_value() == b.has_value() && (!a || a->text() == b->text());
}

// Ids of the provisions in force that defeat one, sorted.
std::vector<std::string> DefeatersOf(const Snapshot& snapshot, const Provision& p) {
  std::vector<std::string> ids;
  for (int number : p.unless) {
    if (!std::ranges::binary_search(snapshot.in_force, number)) continue;
    ids.push_back(snapshot.pack->provisions[static_cast<std::size_t>(number)].id);
  }
  std::ranges::sort(ids);
  return ids;
}

std::string PlacesOf(const Snapshot& snapshot, const Gives& gives) {
  if (gives.place_set >= 0) {
    return snapshot.pack->sets[static_cast<std::size_t>(gives.place_set)].name;
  }
  std::vector<std::string> words;
  for (Symbol place : gives.places) words.push_back(std::to_string(place));
  return Join(words, ",");
}

bool SameGives(const Snapshot& a, const Gives& x, const Snapshot& b, const Gives& y) {
  return x.name == y.name && x.prohibits == y.prohibits && x.bars_exceptions == y.bars_exceptions &&
         SameExpression(x.test, y.test) && x.duty == y.duty && x.for_exception == y.for_exception &&
         PlacesOf(a, x) == PlacesOf(b, y) && x.bars_places == y.bars_places && x.rate == y.rate &&
         x.base == y.base && x.days == y.days && x.from == y.from;
}

bool Same(const Snapshot& a, const Provision& x, const Snapshot& b, const Provision& y) {
  const bool gives = x.gives.has_value() == y.gives.has_value() &&
                     (!x.gives || SameGives(a, *x.gives, b, *y.gives));
  return gives && x.stage == y.stage && x.confidence == y.confidence &&
         x.when.text() == y.when.text() && DefeatersOf(a, x) == DefeatersOf(b, y);
}

// A set that only one of them has is named by nothing that both have.
std::string DifferentSet(const Snapshot& a, const Snapshot& b) {
  const std::vector<std::string> names = b.pack->SetNamesList();
  for (std::size_t i = 0; i < a.pack->sets.size(); ++i) {
    const auto found = std::ranges::find(names, a.pack->sets[i].name);
    if (found == names.end()) continue;
    const auto other = static_cast<std::size_t>(found - names.begin());
    if (a.sets[i] != b.sets[other]) return *found + " has other members in one of them";
  }
  return "";
}

}  // namespace

Result<Patch> Patch::Parse(const Yaml& document) {
  LICET_RETURN_IF_ERROR(document.ExpectMap(
      {"patch", "title", "regime", "cite", "announced", "effective", "changes"}));
  Patch patch;
  LICET_ASSIGN_OR_RETURN(const Yaml* regime, document.Require("regime"));
  LICET_ASSIGN_OR_RETURN(patch.regime_, regime->Text());
  LICET_ASSIGN_OR_RETURN(const Yaml* cite, document.Require("cite"));
  LICET_ASSIGN_OR_RETURN(patch.cite_, ReadCite(*cite));
  LICET_ASSIGN_OR_RETURN(const Yaml* announced, document.Require("announced"));
  LICET_ASSIGN_OR_RETURN(patch.announced_, announced->AsDate());
  LICET_ASSIGN_OR_RETURN(const Yaml* effective, document.Require("effective"));
  LICET_ASSIGN_OR_RETURN(patch.effective_, effective->AsDate());
  LICET_ASSIGN_OR_RETURN(const Yaml* changes, document.Require("changes"));
  LICET_RETURN_IF_ERROR(changes->ExpectList());
  for (const Yaml& node : changes->list()) LICET_RETURN_IF_ERROR(patch.ReadChange(node));
  if (patch.changes_.empty()) {
    return changes->Bad(ErrorCode::kParse, "the patch changes nothing; list at least one change");
  }
  return patch;
}

Status Patch::ReadChange(const Yaml& node) {
  PatchChange change;
  LICET_ASSIGN_OR_RETURN(change.kind, KindOf(node));
  change.place = node.place();
  change.body = *node.Find(kKinds[static_cast<std::size_t>(change.kind)]);
  if (const Yaml* with = node.Find("with")) change.with = *with;
  change.day = effective_;
  if (const Yaml* day = node.Find("effective")) {
    LICET_ASSIGN_OR_RETURN(change.day, day->AsDate());
    if (change.day < effective_) {
      return day->Bad(ErrorCode::kInvalidArgument,
                      fmt::format("{} lies before the patch's own day, {}; a change may only be "
                                  "later",
                                  change.day.ToString(), effective_.ToString()));
    }
  }
  change.cite = cite_;
  if (const Yaml* cite = node.Find("cite")) {
    LICET_ASSIGN_OR_RETURN(change.cite, ReadCite(*cite));
  }
  LICET_ASSIGN_OR_RETURN(change.note, Optional<std::string>(node, "note", "", ReadText));
  changes_.push_back(std::move(change));
  return {};
}

std::string_view ToString(LawChangeKind kind) {
  switch (kind) {
    case LawChangeKind::kEnds:
      return "ends";
    case LawChangeKind::kReplaced:
      return "replaced";
    case LawChangeKind::kMoved:
      return "moved";
    case LawChangeKind::kAdded:
      return "added";
    case LawChangeKind::kJoins:
      return "joins";
    case LawChangeKind::kLeaves:
      return "leaves";
  }
  return "?";
}

std::string FirstDifference(const Snapshot& a, const Snapshot& b) {
  const std::size_t shared = std::min(a.in_force.size(), b.in_force.size());
  for (std::size_t i = 0; i < std::max(a.in_force.size(), b.in_force.size()); ++i) {
    const Snapshot& longer = a.in_force.size() > b.in_force.size() ? a : b;
    const auto at = [i](const Snapshot& s) -> const Provision& {
      return s.pack->provisions[static_cast<std::size_t>(s.in_force[i])];
    };
    if (i >= shared) return at(longer).id + " is in force in one of them only";
    if (at(a).id != at(b).id) return fmt::format("{} stands where {} does", at(a).id, at(b).id);
    if (!Same(a, at(a), b, at(b))) return at(a).id + " says something else";
  }
  return DifferentSet(a, b);
}

}  // namespace licet
