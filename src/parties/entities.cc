#include "parties/entities.h"

#include <fmt/format.h>

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
                                                        {"entity", "alias"}, {"why"}));
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return names;
    const std::string key(Trim(table.Get("entity")));
    if (key.empty()) return EmptyCell(table, "entity");
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
