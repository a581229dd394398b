// How the party commands load a book, and how they write shares and owners.

#ifndef LICET_CLI_PARTY_TEXT_H_
#define LICET_CLI_PARTY_TEXT_H_

#include <string>
#include <vector>

#include "commands.h"
#include "licet/parties/ownership.h"
#include "regime_text.h"

namespace licet {

// What every party command asks with.
struct PartyQuestion {
  Engine engine;
  Date day;
  std::vector<std::string> listed;  // flags, the most restrictive first
};
Result<PartyQuestion> ReadPartyQuestion(Console& console, const PartyOptions& options);

// Whether a share may be anything from nothing to all.
bool IsNotKnown(const Range& share);
// "30 %", "40..60 %", "share not known".
std::string ShareText(const Range& share);
// "Acme Pte Ltd (acme)"; "an owner not known" for "?".
std::string PartyText(const PartyBook& book, const std::string& id);
// "" for "?".
std::string NameOf(const PartyBook& book, const std::string& id);
// Flags of a party that count as listed.
std::vector<std::string> ListedFlags(const PartyQuestion& question, const std::string& id);
// An owner's own standing: true when it is listed or half owned by listed ones.
Truth CountsAsListed(const PartyQuestion& question, const std::string& id);
// "the share of A (a) in B (b)", "who holds 20 % of B (b)".
std::string QuestionText(const PartyBook& book, const OwnerShare& share);
std::string RedFlagText(const PartyBook& book, const RedFlag& flag);

// {"owner", "owned", "share", "from", "to"}.
OrderedJson ShareJson(const OwnerShare& share);

}  // namespace licet

#endif  // LICET_CLI_PARTY_TEXT_H_
