// Rules of the house: four eyes, preferences, figures of the public record.

#include <algorithm>

#include "canonical.h"
#include "licet/base/text.h"
#include "licet/journal/store.h"
#include "rules.h"

namespace licet {
namespace {

std::vector<std::string> Kinds() { return {ActionKinds().begin(), ActionKinds().end()}; }

Check CheckText(std::string_view what, std::string_view text, std::size_t most) {
  if (text.size() > most || FindInvalidUtf8(text)) {
    return Refuse(RefusalCode::kBadCommand, "{} must be UTF-8 of at most {} bytes", what, most);
  }
  return {};
}

Check CheckEnvelope(const Command& command) {
  LICET_REFUSE_IF(CheckId("a command's id", command.id));
  LICET_REFUSE_IF(CheckId("who does it", command.by));
  LICET_REFUSE_IF(CheckText("the reason", command.why, 4096));
  LICET_REFUSE_IF(CheckText("what is attached", command.attached, kMaxRecordBytes));
  if (!IsWritable(command.day)) {
    return Refuse(RefusalCode::kBadCommand, "a command needs the day on which it happened");
  }
  return {};
}

constexpr std::size_t kMostAction = 60'000;

Check CheckAction(const Action& action) {
  CanonicalCheck check;
  std::visit([&](const auto& a) { check.Value(a); }, action);
  if (check.bytes() > kMostAction) {
    return Refuse(RefusalCode::kBadCommand, "what is asked for takes more than {} bytes",
                  kMostAction);
  }
  if (!check.wrong().empty()) {
    return Refuse(RefusalCode::kBadCommand,
                  "'{}' cannot be written to a record: texts are UTF-8, days of the years 1900 to "
                  "2999, numbers within 2^53",
                  check.wrong());
  }
  return {};
}

// Whoever could lift four eyes alone would have two of them.
bool IsWatched(const SetPolicy& policy, const Action& action) {
  const auto& watched = policy.four_eyes;
  return std::ranges::find(watched, KindOf(action)) != watched.end() ||
         (!watched.empty() && std::holds_alternative<SetPolicy>(action));
}

Answer ConsiderAction(const State& state, const Command& command) {
  return std::visit([&](const auto& a) { return Consider(state, command, a); }, command.action);
}

}  // namespace

Check CheckId(std::string_view what, std::string_view id) {
  const bool printable = std::ranges::none_of(
      id, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '#'; });
  if (!id.empty() && id.size() <= 128 && printable && !FindInvalidUtf8(id)) return {};
  return Refuse(RefusalCode::kBadCommand,
                "{} cannot name {}; take 1 to 128 bytes of text without '#'", Quoted(id), what);
}

Answer Consider(const State&, const Command&, const Observe& action) {
  LICET_REFUSE_IF(CheckId("a stage", action.stage));
  if (action.units < 0 || action.units > kMaxUnits) {
    return Refuse(RefusalCode::kBadCommand, "{} is no number of units", action.units);
  }
  return Effect{};
}

Answer Consider(const State& state, const Command&, const SetPolicy& action) {
  for (const std::string& kind : action.four_eyes) {
    if (std::ranges::find(ActionKinds(), kind) != ActionKinds().end() && kind != Confirm::kKind) {
      continue;
    }
    return Refuse(RefusalCode::kUnknown, "no action is called {}{}", Quoted(kind),
                  DidYouMean(kind, Kinds()));
  }
  for (const std::string& name : action.listed) {
    if (state.FindAuthorisation(name) == nullptr) {
      return Refuse(RefusalCode::kUnknown, "no authorisation {} is on file", Quoted(name));
    }
  }
  return Effect{};
}

Answer Consider(const State& state, const Command& command, const Confirm& action) {
  const auto found = state.proposals.find(action.proposal);
  if (found == state.proposals.end()) {
    return Refuse(RefusalCode::kUnknown, "nothing was proposed as {}", Quoted(action.proposal));
  }
  if (!found->second.open) {
    return Refuse(RefusalCode::kWrongState, "proposal '{}' was settled before", action.proposal);
  }
  if (action.reject) return Effect{};
  if (found->second.command.by == command.by) {
    return Refuse(RefusalCode::kSecondPerson,
                  "{} proposed it; somebody else has to confirm (four eyes)", command.by);
  }
  return ConsiderAction(state, found->second.command);
}

Answer DecideAlone(const State& state, const Command& command) {
  LICET_REFUSE_IF(CheckEnvelope(command));
  LICET_REFUSE_IF(CheckAction(command.action));
  return ConsiderAction(state, command);
}

Answer Decide(const State& state, const Command& command) {
  Answer answer = DecideAlone(state, command);
  if (answer && IsWatched(state.policy, command.action)) return Effect{.proposed = true};
  return answer;
}

}  // namespace licet
