// Rows of the catalogue's files as items.
//
// Thread safety: functions without state of their own.

#ifndef LICET_CATALOG_ROWS_H_
#define LICET_CATALOG_ROWS_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/error.h"
#include "licet/base/seams.h"
#include "licet/catalog/item.h"

namespace licet {

// The form in which names are compared: lower case, blanks trimmed and joined.
std::string FoldedName(std::string_view name);

// Appends the items of a chips file or of a memory file; the column
// 'generation' marks the latter.
Status ReadItems(Disk& disk, const std::string& path, std::vector<Item>* items);

// Assemblies made of `items`; `by_name` finds these by folded name.
Result<std::vector<Item>> ReadAssemblies(Disk& disk, const std::string& path,
                                         const std::vector<Item>& items,
                                         const std::map<std::string, std::size_t>& by_name);

struct Alias {
  std::string alias;
  std::string item;
  Place alias_place;
  Place item_place;
};

Result<std::vector<Alias>> ReadAliases(Disk& disk, const std::string& path);

}  // namespace licet

#endif  // LICET_CATALOG_ROWS_H_
