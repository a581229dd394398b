// An overlay: private rules laid over the packs, such as a letter that only its
// addressee has, or a house rule stricter than the law (docs/packs.md). It adds
// provisions and sets and may defeat provisions of a pack; it never edits one.
// A file that says 'patch:' is a patch (patch.h) and is laid over in the same way.
//
// Thread safety: immutable once loaded.

#ifndef LICET_REGIME_OVERLAY_H_
#define LICET_REGIME_OVERLAY_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "licet/base/yaml.h"
#include "licet/regime/patch.h"
#include "licet/rules/facts.h"

namespace licet {

class Overlay {
 public:
  // Parameters are checked against the schema here, what it says of a regime
  // when that regime's pack is loaded.
  static Result<Overlay> Load(Disk& disk, const std::string& path, const Schema& schema);
  static Result<Overlay> Parse(const Yaml& document, const Schema& schema);

  const std::string& name() const { return name_; }
  const std::string& title() const { return title_; }
  const Place& place() const { return place_; }
  // parameter.* facts by number: they hold in every transaction that does not
  // say otherwise.
  const std::vector<std::pair<int, Value>>& parameters() const { return parameters_; }
  // Its regimes by name, each a map with 'provisions' and 'sets'; a patch's says nothing.
  const std::vector<Yaml::Entry>& regimes() const { return regimes_; }
  // What it says of a regime, or nullptr.
  const Yaml* Find(std::string_view regime) const;
  // What it changes, if it is a patch.
  const std::optional<Patch>& patch() const { return patch_; }

 private:
  static Result<Overlay> ParsePatch(const Yaml& document);
  Status ReadName(const Yaml& document, const std::string& key);

  std::string name_;
  std::string title_;
  Place place_;
  std::vector<std::pair<int, Value>> parameters_;
  std::vector<Yaml::Entry> regimes_;
  std::optional<Patch> patch_;
};

}  // namespace licet

#endif  // LICET_REGIME_OVERLAY_H_
