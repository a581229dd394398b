#include "party_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "licet/base/text.h"

namespace licet {

namespace {

// Flags of --listed. A misspelt flag would find no listed owner and answer "no".
Result<std::vector<std::string>> ReadListed(const std::string& text, const PartyBook& book,
                                            const std::vector<std::string>& usual) {
  std::vector<std::string> known = usual;
  for (const Party& party : book.parties()) {
    known.insert(known.end(), party.flags.begin(), party.flags.end());
    for (const ScreenedFlag& flag : party.screened) known.push_back(flag.flag);
  }
  std::ranges::sort(known);
  known.erase(std::ranges::unique(known).begin(), known.end());
  std::vector<std::string> flags;
  for (const std::string_view part : Split(text, ',')) {
    std::string flag = AsciiLower(Trim(part));
    if (std::ranges::find(known, flag) == known.end()) {
      std::string hint = DidYouMean(flag, known);
      if (hint.empty()) hint = "; there are " + Join(known, ", ");
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("--listed: no party bears the flag {}{}", Quoted(flag), hint));
    }
    flags.push_back(std::move(flag));
  }
  return flags;
}

}  // namespace

Result<PartyQuestion> ReadPartyQuestion(Console& console, const PartyOptions& options) {
  PartyQuestion question;
  LICET_ASSIGN_OR_RETURN(question.day, ReadAsOf(console, options.common));
  LICET_ASSIGN_OR_RETURN(question.engine, LoadEngine(console, options.common, options.files));
  const Schema& schema = question.engine.schema();
  const int field = schema.FindPartyField("listed_ownership");
  question.listed = schema.party_fields()[static_cast<std::size_t>(field)].owners_with;
  if (!options.listed.empty()) {
    LICET_ASSIGN_OR_RETURN(question.listed,
                           ReadListed(options.listed, question.engine.parties(), question.listed));
  }
  return question;
}

bool IsNotKnown(const Range& share) {
  return share == Range::Between(Decimal(), Decimal::FromInt(100));
}

std::string ShareText(const Range& share) {
  return IsNotKnown(share) ? "share not known" : share.ToString() + " %";
}

std::string NameOf(const PartyBook& book, const std::string& id) {
  const auto party = book.Find(id);
  return party ? (*party)->name : "";
}

std::string PartyText(const PartyBook& book, const std::string& id) {
  if (id == kUnknownParty) return "an owner not known";
  return fmt::format("{} ({})", NameOf(book, id), id);
}

std::vector<std::string> ListedFlags(const PartyQuestion& question, const std::string& id) {
  std::vector<std::string> flags;
  const auto party = question.engine.parties().Find(id);
  if (!party) return flags;
  for (const std::string& flag : question.listed) {
    if (BearsFlag(**party, flag, question.day) == Truth::kTrue) flags.push_back(flag);
  }
  return flags;
}

Truth CountsAsListed(const PartyQuestion& question, const std::string& id) {
  const PartyBook& book = question.engine.parties();
  const auto party = book.Find(id);
  if (!party) return Truth::kUnknown;
  Truth bears = Truth::kFalse;
  for (const std::string& flag : question.listed) {
    bears = Or(bears, BearsFlag(**party, flag, question.day));
  }
  if (bears == Truth::kTrue) return bears;
  const Range share = book.ListedOwnership(**party, question.day, question.listed);
  const Decimal half = Decimal::FromInt(50);
  return *share.low >= half ? Truth::kTrue : *share.high < half ? bears : Truth::kUnknown;
}

std::string QuestionText(const PartyBook& book, const OwnerShare& share) {
  if (share.owner == kUnknownParty) {
    return fmt::format("who holds a part of {} ({})", PartyText(book, share.owned),
                       ShareText(share.share));
  }
  return fmt::format("the share of {} in {} (on file: {})", PartyText(book, share.owner),
                     PartyText(book, share.owned), ShareText(share.share));
}

std::string RedFlagText(const PartyBook& book, const RedFlag& flag) {
  const std::string owner = PartyText(book, flag.owner);
  const std::string share = ShareText(flag.share);
  switch (flag.kind) {
    case RedFlagKind::kMinority:
      return fmt::format("minority stake of a listed party: {}, {}", owner, share);
    case RedFlagKind::kIndirectMinority:
      return fmt::format("indirect stake of a listed party: {}, {} when multiplied", owner, share);
    case RedFlagKind::kUnknownShare:
      return fmt::format("stake of a listed party, how large is not known: {}, {}", owner, share);
    case RedFlagKind::kUnknownOwner:
      return fmt::format("not known who owns a part of {}: {}", PartyText(book, flag.owned), share);
    case RedFlagKind::kHolderNotParent:
      return fmt::format("{} holds {} and is not on record as a parent", owner, share);
  }
  return "";
}

OrderedJson ShareJson(const OwnerShare& share) {
  return {{"owner", share.owner},
          {"owned", share.owned},
          {"share", share.share.ToString()},
          {"from", DayJson(share.valid.from)},
          {"to", DayJson(share.valid.to)}};
}

}  // namespace licet
