#include "parties/bods.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "licet/base/text.h"
#include "parties/bods_interest.h"
#include "parties/bods_names.h"
#include "parties/bods_statement.h"
#include "parties/json_tree.h"
#include "parties/owners.h"

namespace licet {
namespace {

using Kind = JsonNode::Kind;
using Type = BodsStatement::Type;

// The last statement of each record, in the order of the records' first ones: it
// tells all that is claimed of the record, earlier days included.
class LastStatements {
 public:
  void Add(BodsStatement statement, BodsNotes* notes) {
    const auto [entry, added] = index_.try_emplace(statement.record, statements_.size());
    if (added) {
      statements_.push_back(std::move(statement));
      return;
    }
    notes->Count("statements superseded by a later one of the same record");
    BodsStatement& last = statements_[entry->second];
    if (statement.date < last.date) std::swap(statement, last);
    // A record may be closed without repeating what it held.
    if (statement.closed && statement.details->Find("interests") == nullptr &&
        statement.type == last.type) {
      statement.details = last.details;
    }
    last = std::move(statement);
  }

  const std::vector<BodsStatement>& all() const { return statements_; }

 private:
  std::vector<BodsStatement> statements_;
  std::map<std::string, std::size_t> index_;
};

class Relationships {
 public:
  Relationships(const BodsNames& names, const BodsReader& read, BodsNotes* notes)
      : names_(names), read_(read), notes_(*notes) {}

  Status Add(const BodsStatement& statement) {
    LICET_ASSIGN_OR_RETURN(const std::optional<std::string> owned, Owned(statement));
    if (!owned) return {};
    LICET_ASSIGN_OR_RETURN(const std::optional<std::string> owner, Owner(statement));
    if (!owner) return {};
    if (*owner == *owned) {
      notes_.Name("relationships not read: a party that owns itself", *owned);
      return {};
    }
    if (statement.closed && statement.date.empty()) {
      notes_.Count("closed relationships without statementDate taken as open");
    }
    LICET_ASSIGN_OR_RETURN(std::vector<BodsInterest> interests,
                           ReadBodsInterests(statement, read_, &notes_));
    // Unknown owners may well be different ones, so that theirs are not combined.
    std::vector<BodsInterest>& all =
        *owner == kUnknownParty ? unknown_.emplace_back(*owned, std::vector<BodsInterest>()).second
                                : pairs_[{*owned, *owner}];
    for (BodsInterest& interest : interests) all.push_back(std::move(interest));
    return {};
  }

  std::vector<PlacedShare> Shares() const {
    std::vector<PlacedShare> shares;
    const auto take = [&shares](const std::string& owner, const std::string& owned,
                                const std::vector<BodsInterest>& interests) {
      for (PlacedShare& share : CombinedShares(owner, owned, interests)) {
        shares.push_back(std::move(share));
      }
    };
    for (const auto& [pair, interests] : pairs_) take(pair.second, pair.first, interests);
    for (const auto& [owned, interests] : unknown_) take(kUnknownParty, owned, interests);
    return shares;
  }

 private:
  // The member as a record's id, or nothing when it is an object with a reason.
  Result<std::optional<std::string>> Reference(const BodsStatement& statement,
                                               std::string_view name, std::string* reason) const {
    const JsonNode* member = statement.details->Find(name);
    if (member == nullptr) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("the relationship has no {}; BODS 0.4 asks for it", name),
                  statement.place);
    }
    if (member->Is(Kind::kString)) return std::string(Trim(member->text));
    if (!member->Is(Kind::kObject)) {
      return Fail(ErrorCode::kType,
                  fmt::format("{} is {}; write a recordId, or an object with a reason", name,
                              KindText(member->kind)),
                  read_.PlaceOf(*member));
    }
    LICET_ASSIGN_OR_RETURN(*reason, read_.Text(*member, "reason"));
    return std::nullopt;
  }

  Result<std::optional<std::string>> Owned(const BodsStatement& statement) {
    std::string reason;
    LICET_ASSIGN_OR_RETURN(const std::optional<std::string> record,
                           Reference(statement, "subject", &reason));
    if (!record) {
      notes_.Count("relationships not read: their subject is not specified");
      return std::nullopt;
    }
    std::optional<std::string> party = names_.PartyOf(*record);
    if (!party) {
      notes_.Name("relationships not read: no statement describes their subject", *record);
    } else if (*party == kUnknownParty) {
      notes_.Name("relationships not read: their subject is anonymous or unknown", *record);
      return std::nullopt;
    }
    return party;
  }

  Result<std::optional<std::string>> Owner(const BodsStatement& statement) {
    std::string reason;
    LICET_ASSIGN_OR_RETURN(const std::optional<std::string> record,
                           Reference(statement, "interestedParty", &reason));
    if (!record && reason == "noBeneficialOwners") {
      notes_.Count("relationships not read: they say that there is no beneficial owner");
      return std::nullopt;
    }
    if (!record) {
      notes_.Count(
          fmt::format("relationships with an unspecified owner (reason {}) taken as an "
                      "owner not known",
                      reason.empty() ? "not given" : reason));
      return std::string(kUnknownParty);
    }
    if (std::optional<std::string> party = names_.PartyOf(*record)) return party;
    notes_.Name("owners that no statement describes taken as owners not known", *record);
    return std::string(kUnknownParty);
  }

  const BodsNames& names_;
  const BodsReader& read_;
  BodsNotes& notes_;
  std::map<std::pair<std::string, std::string>, std::vector<BodsInterest>> pairs_;
  std::vector<std::pair<std::string, std::vector<BodsInterest>>> unknown_;
};

}  // namespace

bool LooksLikeJson(std::string_view beginning) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (beginning.starts_with(kByteOrderMark)) beginning.remove_prefix(kByteOrderMark.size());
  beginning = Trim(beginning);
  return beginning.starts_with('[') || beginning.starts_with('{');
}

Result<BodsContent> ReadBods(std::string_view text, const std::string& path,
                             const std::vector<Party>& on_file,
                             const std::map<std::string, std::size_t, std::less<>>& by_id,
                             const std::vector<std::string>& countries) {
  LICET_ASSIGN_OR_RETURN(const std::vector<JsonNode> values, ReadJsonValues(text, path));
  const BodsReader read(path);
  BodsNotes notes;
  LastStatements last;
  for (const JsonNode& value : values) {
    LICET_ASSIGN_OR_RETURN(BodsStatement statement, ReadBodsStatement(value, path));
    if (statement.type == Type::kOther) {
      notes.Count("statements of a record type that BODS 0.4 does not have, not read");
    } else {
      last.Add(std::move(statement), &notes);
    }
  }
  BodsNames names(on_file, by_id, countries, read, &notes);
  for (const BodsStatement& statement : last.all()) {
    if (statement.type != Type::kRelationship) LICET_RETURN_IF_ERROR(names.Add(statement));
  }
  Relationships relationships(names, read, &notes);
  for (const BodsStatement& statement : last.all()) {
    if (statement.type != Type::kRelationship) continue;
    LICET_RETURN_IF_ERROR(relationships.Add(statement));
  }
  BodsContent content;
  LICET_ASSIGN_OR_RETURN(content.shares, CheckedShares(relationships.Shares()));
  content.parties = names.TakeParties();
  content.notes = notes.Sentences(path);
  return content;
}

}  // namespace licet
