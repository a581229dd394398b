#include "changed_items.h"

#include <fmt/format.h>

#include "licet/base/text.h"

namespace licet {

namespace {

std::string CodesOf(Engine& engine, const Item& item, const LawOnDay& law) {
  const Determination d =
      ClassifyItem(engine, *law.pack, item, law.as_of, law.clocks).answer.determination;
  std::string text = Join(d.codes, " + ");
  if (d.possible.empty()) return text.empty() ? "in no entry" : text;
  const std::string perhaps = "perhaps " + Join(d.possible, ", ");
  return text.empty() ? perhaps : fmt::format("{} ({})", text, perhaps);
}

}  // namespace

std::vector<ChangedItem> ChangedItems(Engine& engine, const LawOnDay& before,
                                      const LawOnDay& after) {
  std::vector<ChangedItem> items;
  for (const Item& item : engine.catalog().items()) {
    ChangedItem changed{item.model, CodesOf(engine, item, before), CodesOf(engine, item, after)};
    if (changed.before != changed.after) items.push_back(std::move(changed));
  }
  return items;
}

}  // namespace licet
