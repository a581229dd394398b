#include "licet/parties/party.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "parties/bods.h"
#include "parties/entities.h"
#include "parties/owners.h"

namespace licet {
namespace {

std::string TextOf(const CsvTable& table, std::string_view column) {
  return std::string(Trim(table.Get(column)));
}

// Parted by ';'.
std::vector<std::string> TextsOf(const CsvTable& table, std::string_view column) {
  std::vector<std::string> texts;
  for (const std::string_view text : Split(table.Get(column), ';')) {
    if (!Trim(text).empty()) texts.emplace_back(Trim(text));
  }
  return texts;
}

std::unexpected<Error> Invalid(std::string sentence, const CsvTable& table,
                               std::string_view column) {
  return Fail(ErrorCode::kInvalidArgument, std::move(sentence), table.PlaceOf(column));
}

Result<std::string> ReadCountry(const CsvTable& table, std::string_view column,
                                const std::vector<std::string>& countries) {
  std::string code = TextOf(table, column);
  if (code.empty() || std::ranges::find(countries, code) != countries.end()) return code;
  const std::string near = DidYouMean(code, countries);
  return Fail(ErrorCode::kUnknownName,
              fmt::format("{} {} is not a country code{}", column, Quoted(code),
                          near.empty() ? "; write an ISO 3166-1 code of two letters such as CN, or "
                                         "leave it empty when it is not known"
                                       : near),
              table.PlaceOf(column));
}

Result<std::string> ReadTier(const CsvTable& table) {
  std::string tier = TextOf(table, "tier");
  if (tier.empty() || std::ranges::find(PartyTiers(), tier) != PartyTiers().end()) return tier;
  return Invalid(fmt::format("tier {} does not exist; write one of {}, or leave it empty",
                             Quoted(tier), Join(PartyTiers(), ", ")),
                 table, "tier");
}

Result<std::vector<std::string>> ReadFlags(const CsvTable& table) {
  std::vector<std::string> flags;
  for (const std::string_view part : Split(table.Get("flags"), ';')) {
    // Lower case, because a mark that a rule fails to see is worse than a
    // changed spelling.
    std::string flag = AsciiLower(Trim(part));
    if (flag.empty() || std::ranges::find(flags, flag) != flags.end()) continue;
    if (flag.find_first_of(" \t,|") != std::string::npos) {
      return Invalid(fmt::format("flag {} is not one word; separate flags by ';'", Quoted(flag)),
                     table, "flags");
    }
    flags.push_back(std::move(flag));
  }
  return flags;
}

Result<std::string> ReadId(const CsvTable& table) {
  std::string id = TextOf(table, "party");
  if (id.empty() || id == kUnknownParty) {
    return Invalid(fmt::format("party is {}; every party needs an id of its own", Quoted(id)),
                   table, "party");
  }
  return id;
}

Status SetEntity(const EntityNames& entities, const Place& place, Party* party) {
  Result<std::string> entity = entities.Resolve(party->id, party->name);
  if (!entity) return std::unexpected(entity.error().At(place));
  party->entity_tier = entities.TierOf(*entity);
  party->entity = entity->empty() ? party->id : std::move(*entity);
  return {};
}

Result<Party> ReadParty(const CsvTable& table, const std::vector<std::string>& countries,
                        const EntityNames& entities) {
  Party party;
  party.place = table.PlaceOf("party");
  LICET_ASSIGN_OR_RETURN(party.id, ReadId(table));
  party.name = TextOf(table, "name");
  if (party.name.empty()) {
    return Invalid(fmt::format("party {} has no name; give the registered one", Quoted(party.id)),
                   table, "name");
  }
  LICET_ASSIGN_OR_RETURN(party.country, ReadCountry(table, "country", countries));
  LICET_ASSIGN_OR_RETURN(party.headquarters, ReadCountry(table, "headquarters", countries));
  party.parent = TextOf(table, "parent");
  LICET_ASSIGN_OR_RETURN(party.tier, ReadTier(table));
  LICET_ASSIGN_OR_RETURN(party.flags, ReadFlags(table));
  party.aliases = TextsOf(table, "aliases");
  party.address = TextOf(table, "address");
  party.identifiers = TextsOf(table, "identifiers");
  LICET_RETURN_IF_ERROR(SetEntity(entities, table.PlaceOf("name"), &party));
  return party;
}

struct PartyRows {
  std::vector<Party> parties;
  std::vector<Place> parent_places;
  std::map<std::string, std::size_t, std::less<>> by_id;
};

Result<PartyRows> ReadParties(Disk& disk, const std::string& path,
                              const std::vector<std::string>& countries,
                              const EntityNames& entities) {
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table,
                         CsvTable::Open(CsvReader(std::move(source), path), {"party", "name"},
                                        {"country", "headquarters", "parent", "tier", "flags",
                                         "aliases", "address", "identifiers"}));
  PartyRows rows;
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return rows;
    LICET_ASSIGN_OR_RETURN(Party party, ReadParty(table, countries, entities));
    const auto [entry, added] = rows.by_id.try_emplace(party.id, rows.parties.size());
    if (!added) {
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("party {} is already in line {}; give each party one row",
                              Quoted(party.id), rows.parties[entry->second].place.line),
                  party.place);
    }
    rows.parties.push_back(std::move(party));
    rows.parent_places.push_back(table.PlaceOf("parent"));
  }
}

bool HasKnownParent(const Party& party) {
  return !party.parent.empty() && party.parent != kUnknownParty;
}

std::vector<std::string> Ids(const std::vector<Party>& parties) {
  std::vector<std::string> ids;
  ids.reserve(parties.size());
  for (const Party& party : parties) ids.push_back(party.id);
  return ids;
}

Status CheckParentNames(const PartyRows& rows) {
  for (std::size_t i = 0; i < rows.parties.size(); ++i) {
    const Party& party = rows.parties[i];
    if (!HasKnownParent(party) || rows.by_id.contains(party.parent)) continue;
    const std::string near = DidYouMean(party.parent, Ids(rows.parties));
    return Fail(
        ErrorCode::kUnknownName,
        fmt::format("parent {} of {} is not a party{}", Quoted(party.parent), Quoted(party.id),
                    near.empty() ? "; add it, or write ? when the parent is not known" : near),
        rows.parent_places[i]);
  }
  return {};
}

// "a -> b -> a", from the party where the chain closes.
std::string CycleText(const PartyRows& rows, std::size_t start) {
  std::string text = rows.parties[start].id;
  std::size_t at = start;
  do {
    at = rows.by_id.find(rows.parties[at].parent)->second;
    text += " -> " + rows.parties[at].id;
  } while (at != start);
  return text;
}

// Follows each chain once; a party met again on the chain of its own descent
// closes a cycle.
Status CheckParentCycles(const PartyRows& rows) {
  constexpr std::size_t kNotSeen = 0;
  std::vector<std::size_t> seen_from(rows.parties.size(), kNotSeen);
  for (std::size_t start = 0; start < rows.parties.size(); ++start) {
    std::size_t at = start;
    while (seen_from[at] == kNotSeen) {
      seen_from[at] = start + 1;
      if (!HasKnownParent(rows.parties[at])) break;
      const std::size_t parent = rows.by_id.find(rows.parties[at].parent)->second;
      if (seen_from[parent] == start + 1) {
        return Fail(ErrorCode::kCycle,
                    fmt::format("the parents of {} lead back to it ({}); correct one of them",
                                Quoted(rows.parties[parent].id), CycleText(rows, parent)),
                    rows.parent_places[at]);
      }
      at = parent;
    }
  }
  return {};
}

// Statements are read whole.
constexpr std::size_t kBodsBytesMax = std::size_t{512} << 20;

// A source that has been looked at: first what was seen, then the rest.
class SeenSource : public ByteSource {
 public:
  SeenSource(std::string seen, std::unique_ptr<ByteSource> rest)
      : seen_(std::move(seen)), rest_(std::move(rest)) {}

  Result<std::size_t> Read(std::span<char> buffer) override {
    if (at_ == seen_.size()) return rest_->Read(buffer);
    const std::size_t count = std::min(buffer.size(), seen_.size() - at_);
    std::copy_n(seen_.begin() + static_cast<std::ptrdiff_t>(at_), count, buffer.begin());
    at_ += count;
    return count;
  }

 private:
  std::string seen_;
  std::unique_ptr<ByteSource> rest_;
  std::size_t at_ = 0;
};

Result<std::string> ReadRest(ByteSource& source, std::string text, const std::string& path) {
  std::vector<char> buffer(1 << 16);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const std::size_t count, source.Read(buffer));
    if (count == 0) return text;
    text.append(buffer.data(), count);
    if (text.size() <= kBodsBytesMax) continue;
    return Fail(ErrorCode::kLimit,
                fmt::format("the statements are longer than {} MiB; keep those of your parties "
                            "and of their owners only",
                            kBodsBytesMax >> 20),
                {path, 0, 0});
  }
}

using OwnerFile = BodsContent;  // a CSV file fills the shares only

// What the file is, its first bytes tell.
Result<OwnerFile> ReadOwnerFile(Disk& disk, const std::string& path, const PartyRows& rows,
                                const std::vector<std::string>& countries) {
  LICET_ASSIGN_OR_RETURN(std::unique_ptr<ByteSource> source, disk.OpenForReading(path));
  std::string seen(4096, '\0');
  LICET_ASSIGN_OR_RETURN(const std::size_t count, source->Read(seen));
  seen.resize(count);
  if (LooksLikeJson(seen)) {
    LICET_ASSIGN_OR_RETURN(const std::string text, ReadRest(*source, std::move(seen), path));
    return ReadBods(text, path, rows.parties, rows.by_id, countries);
  }
  OwnerFile content;
  LICET_ASSIGN_OR_RETURN(
      content.shares, ReadOwners(std::make_unique<SeenSource>(std::move(seen), std::move(source)),
                                 path, rows.by_id));
  return content;
}

}  // namespace

Result<PartyBook> PartyBook::Load(Disk& disk, const PartyFiles& files,
                                  const std::vector<std::string>& countries) {
  EntityNames entities;
  if (!files.entities.empty()) {
    LICET_ASSIGN_OR_RETURN(entities, EntityNames::Load(disk, files.entities));
  }
  LICET_ASSIGN_OR_RETURN(PartyRows rows, ReadParties(disk, files.parties, countries, entities));
  LICET_RETURN_IF_ERROR(CheckParentNames(rows));
  LICET_RETURN_IF_ERROR(CheckParentCycles(rows));
  PartyBook book;
  if (!files.owners.empty()) {
    LICET_ASSIGN_OR_RETURN(OwnerFile owners, ReadOwnerFile(disk, files.owners, rows, countries));
    for (Party& party : owners.parties) {
      LICET_RETURN_IF_ERROR(SetEntity(entities, party.place, &party));
      rows.by_id.emplace(party.id, rows.parties.size());
      rows.parties.push_back(std::move(party));
    }
    book.shares_ = std::move(owners.shares);
    book.notes_ = std::move(owners.notes);
  }
  book.parties_ = std::move(rows.parties);
  book.by_id_ = std::move(rows.by_id);
  AddParentShares(book.parties_, &book.shares_);
  book.IndexHoldings();
  return book;
}

Result<const Party*> PartyBook::Find(std::string_view id) const {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return &parties_[found->second];
  std::vector<std::string> known = Ids(parties_);
  for (const Party& party : parties_) known.push_back(party.name);
  const std::string near = DidYouMean(id, known);
  return Fail(ErrorCode::kUnknownName,
              fmt::format("party {} is not on file{}", Quoted(id),
                          near.empty() ? "; add a row for it to the parties file" : near));
}

Lineage PartyBook::LineageOf(const Party& party) const {
  Lineage lineage;
  const Party* at = &party;
  while (true) {
    if (std::ranges::find(lineage.entities, at->entity) == lineage.entities.end()) {
      lineage.entities.push_back(at->entity);
    }
    if (!HasKnownParent(*at)) break;
    at = &parties_[by_id_.find(at->parent)->second];
  }
  lineage.ultimate_parent = at->id;
  lineage.parent_unknown = at->parent == kUnknownParty;
  if (!lineage.parent_unknown && !at->headquarters.empty()) {
    lineage.ultimate_headquarters = at->headquarters;
  }
  return lineage;
}

}  // namespace licet
