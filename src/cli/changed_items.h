// Items of the catalogue whose codes two laws of one regime give otherwise.

#ifndef LICET_CLI_CHANGED_ITEMS_H_
#define LICET_CLI_CHANGED_ITEMS_H_

#include <string>
#include <vector>

#include "licet/gate/engine.h"
#include "licet/gate/judge.h"

namespace licet {

struct ChangedItem {
  std::string item;
  std::string before;  // its codes
  std::string after;
};

// A pack of the engine on one day.
struct LawOnDay {
  const Pack* pack;
  Date as_of;
  Clocks clocks;
};
std::vector<ChangedItem> ChangedItems(Engine& engine, const LawOnDay& before,
                                      const LawOnDay& after);

}  // namespace licet

#endif  // LICET_CLI_CHANGED_ITEMS_H_
