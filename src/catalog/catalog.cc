#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "catalog/rows.h"
#include "licet/base/text.h"
#include "licet/catalog/item.h"

namespace licet {
namespace {

using Index = std::map<std::string, std::size_t>;

bool IsWordByte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
}

// REQUIRES: both folded.
bool IsWholeWordPrefix(std::string_view prefix, std::string_view name) {
  return name.starts_with(prefix) && name.size() > prefix.size() &&
         !IsWordByte(name[prefix.size()]);
}

std::string WithVendor(const Item& item) {
  // The model of a memory stack already begins with its vendor.
  if (item.type == ItemType::kMemory) return FoldedName(item.model);
  return FoldedName(item.vendor + " " + item.model);
}

// Adds items[from...] by model. Names with the vendor are added later, so that
// no model can lose its own name to them.
Status AddModels(const std::vector<Item>& items, std::size_t from, Index* by_name) {
  for (std::size_t i = from; i < items.size(); ++i) {
    const auto [entry, added] = by_name->try_emplace(FoldedName(items[i].model), i);
    if (added) continue;
    const Place& other = items[entry->second].place;
    return Fail(ErrorCode::kDuplicate,
                fmt::format("{} is already the name of an item ({}:{}); rename or remove one",
                            Quoted(items[i].model), other.file, other.line),
                items[i].place);
  }
  return {};
}

Status AddAliases(const std::vector<Alias>& rows, const std::vector<Item>& items,
                  const Index& by_name, const std::vector<std::string>& models,
                  std::map<std::string, std::string>* aliases) {
  for (const Alias& row : rows) {
    const auto target = by_name.find(FoldedName(row.item));
    if (target == by_name.end()) {
      const std::string near = DidYouMean(row.item, models);
      return Fail(
          ErrorCode::kUnknownName,
          fmt::format("alias {} points to {}, which is not in the catalogue{}", Quoted(row.alias),
                      Quoted(row.item), near.empty() ? "; remove the line" : near),
          row.item_place);
    }
    const std::string alias = FoldedName(row.alias);
    if (by_name.contains(alias) ||
        !aliases->try_emplace(alias, items[target->second].model).second) {
      return Fail(
          ErrorCode::kDuplicate,
          fmt::format("{} is already the name or the alias of an item; remove one of the two",
                      Quoted(row.alias)),
          row.alias_place);
    }
  }
  return {};
}

std::string ListOf(const std::vector<const Item*>& items) {
  constexpr std::size_t kShown = 8;
  std::string out;
  for (std::size_t i = 0; i < items.size() && i < kShown; ++i) {
    out += (out.empty() ? "" : ", ") + Quoted(items[i]->model);
  }
  return items.size() > kShown ? out + fmt::format(" and {} more", items.size() - kShown) : out;
}

}  // namespace

std::string_view ToString(ItemType type) {
  switch (type) {
    case ItemType::kIc:
      return "ic";
    case ItemType::kMemory:
      return "memory";
    case ItemType::kAssembly:
      return "assembly";
  }
  return "unknown";
}

Result<Catalog> Catalog::Load(Disk& disk, const CatalogFiles& files) {
  Catalog catalog;
  for (const std::string& path : {files.chips, files.hbm}) {
    if (path.empty()) continue;
    LICET_RETURN_IF_ERROR(ReadItems(disk, path, &catalog.items_));
  }
  LICET_RETURN_IF_ERROR(AddModels(catalog.items_, 0, &catalog.by_name_));
  if (!files.assemblies.empty()) {
    const std::size_t parts = catalog.items_.size();
    LICET_ASSIGN_OR_RETURN(
        std::vector<Item> assemblies,
        ReadAssemblies(disk, files.assemblies, catalog.items_, catalog.by_name_));
    for (Item& assembly : assemblies) catalog.items_.push_back(std::move(assembly));
    LICET_RETURN_IF_ERROR(AddModels(catalog.items_, parts, &catalog.by_name_));
  }
  if (!files.aliases.empty()) {
    LICET_ASSIGN_OR_RETURN(const std::vector<Alias> rows, ReadAliases(disk, files.aliases));
    LICET_RETURN_IF_ERROR(
        AddAliases(rows, catalog.items_, catalog.by_name_, catalog.names(), &catalog.aliases_));
  }
  for (std::size_t i = 0; i < catalog.items_.size(); ++i) {
    catalog.by_name_.try_emplace(WithVendor(catalog.items_[i]), i);
  }
  return catalog;
}

std::vector<std::string> Catalog::names() const {
  std::vector<std::string> out;
  out.reserve(items_.size());
  for (const Item& item : items_) out.push_back(item.model);
  return out;
}

// An alias that is near stands for its model, which is spelt as people know it.
std::vector<std::string> Catalog::NearestModels(std::string_view name) const {
  std::vector<std::string> known = names();
  for (const auto& [alias, model] : aliases_) known.push_back(alias);
  std::vector<std::string> models;
  for (const std::string& near : NearestNames(name, known)) {
    const auto alias = aliases_.find(FoldedName(near));
    const std::string& model = alias == aliases_.end() ? near : alias->second;
    if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(model);
  }
  return models;
}

Result<const Item*> Catalog::Find(std::string_view name) const {
  const std::string folded = FoldedName(name);
  if (const auto found = by_name_.find(folded); found != by_name_.end()) {
    return &items_[found->second];
  }
  if (const auto alias = aliases_.find(folded); alias != aliases_.end()) {
    return &items_[by_name_.at(FoldedName(alias->second))];
  }
  std::vector<const Item*> fits;
  for (const Item& item : items_) {
    if (folded.empty()) break;
    if (IsWholeWordPrefix(folded, FoldedName(item.model)) ||
        IsWholeWordPrefix(folded, WithVendor(item))) {
      fits.push_back(&item);
    }
  }
  if (fits.size() == 1) return fits.front();
  if (fits.size() > 1) {
    return Fail(ErrorCode::kAmbiguousName,
                fmt::format("{} fits {} items; write one of these in full: {}", Quoted(name),
                            fits.size(), ListOf(fits)));
  }
  const std::string near = OfferNames(NearestModels(name));
  return Fail(ErrorCode::kUnknownName,
              fmt::format("item {} is not in the catalogue{}", Quoted(name),
                          near.empty() ? "; add a row for it to the chips file" : near));
}

}  // namespace licet
