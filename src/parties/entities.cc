#include "parties/entities.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "parties/names.h"

namespace licet {
namespace {

std::unexpected<Error> EmptyCell(const CsvTable& table, std::string_view column) {
  return Fail(ErrorCode::kInvalidArgument, fmt::format("{} is empty; every row needs one", column),
              table.PlaceOf(column));
}

}  // namespace

Result<EntityNames> EntityNames::Load(Disk& disk, const std::string& path) {
  EntityNames names;
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(CsvTable table, CsvTable::Open(CsvReader(std::move(source), path),
                                                        {"entity", "alias"}, {"why", "tier"}));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return names;
    const std::string key(Trim(table.Get("entity")));
    if (key.empty()) return EmptyCell(table, "entity");
    LICET_RETURN_IF_ERROR(names.AddTier(key, table));
    for (const char* column : {"entity", "alias"}) {
      const std::string name = NormalisedName(table.Get(column));
      if (name.empty()) return EmptyCell(table, column);
      const auto [entry, added] = names.keys_.try_emplace(name, key);
      if (added || entry->second == key) continue;
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("the name {} already stands for {}; remove one of the two",
                              Quoted(Trim(table.Get(column))), Quoted(entry->second)),
                  table.PlaceOf(column));
    }
  }
}

Status EntityNames::AddTier(const std::string& key, const CsvTable& table) {
  const std::string tier(Trim(table.Get("tier")));
  if (tier.empty()) return {};
  if (std::ranges::find(PartyTiers(), tier) == PartyTiers().end()) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("tier {} does not exist; write one of {}, or leave it empty",
                            Quoted(tier), Join(PartyTiers(), ", ")),
                table.PlaceOf("tier"));
  }
  const auto [known, added] = tiers_.try_emplace(key, tier);
  if (added || known->second == tier) return {};
  return Fail(
      ErrorCode::kDuplicate,
      fmt::format("{} has the tier {} in another row; keep one", Quoted(key), known->second),
      table.PlaceOf("tier"));
}

std::string EntityNames::TierOf(const std::string& key) const {
  const auto found = tiers_.find(key);
  return found == tiers_.end() ? "" : found->second;
}

const std::vector<std::string>& PartyTiers() {
  static const std::vector<std::string> kTiers = {"T1", "T1b", "T2", "T3", "T4", "T5"};
  return kTiers;
}

std::string EntityNames::Find(std::string_view name) const {
  const auto found = keys_.find(NormalisedName(name));
  return found == keys_.end() ? "" : found->second;
}

Result<std::string> EntityNames::Resolve(std::string_view id, std::string_view name) const {
  std::string by_id = Find(id);
  std::string by_name = Find(name);
  if (!by_id.empty() && !by_name.empty() && by_id != by_name) {
    return Fail(ErrorCode::kAmbiguousName,
                fmt::format("party {} bears the key of one firm and the name {} of another ({}); "
                            "change its id",
                            Quoted(id), Quoted(name), Quoted(by_name)));
  }
  return by_id.empty() ? std::move(by_name) : std::move(by_id);
}

}  // namespace licet
