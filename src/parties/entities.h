// The firms that rules name, found by any of their usual names.
//
// Thread safety: immutable once loaded.

#ifndef LICET_PARTIES_ENTITIES_H_
#define LICET_PARTIES_ENTITIES_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/error.h"
#include "licet/base/seams.h"

namespace licet {

class EntityNames {
 public:
  // File: entity,alias,why,tier. Each key is an alias of itself. A name that would
  // stand for two entities is an error.
  static Result<EntityNames> Load(Disk& disk, const std::string& path);

  // The key that a party's id or name stands for; "" when neither does. Error
  // when they stand for different ones.
  Result<std::string> Resolve(std::string_view id, std::string_view name) const;
  // The tier of a key; "" for none on file.
  std::string TierOf(const std::string& key) const;

 private:
  Status AddTier(const std::string& key, const CsvTable& table);
  std::string Find(std::string_view name) const;

  std::map<std::string, std::string> keys_;  // normalised name -> key
  std::map<std::string, std::string> tiers_;
};

// The tiers of the Chinese import side (regimes/cn-import/tiers.yaml).
const std::vector<std::string>& PartyTiers();

}  // namespace licet

#endif  // LICET_PARTIES_ENTITIES_H_
