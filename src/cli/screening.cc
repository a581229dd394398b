#include "screening.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "licet/gate/party_screening.h"
#include "licet/screening/list_store.h"
#include "lists.h"

namespace licet {

namespace {

std::string AssumptionOf(const LoadedLists& lists) {
  if (lists.sample()) {
    return "names were screened against the carried sample of listed parties only, which is no "
           "list; take in the publishers' own with licet lists fetch";
  }
  const std::vector<RestrictedList>& all = lists.index().lists();
  const RestrictedList* oldest = &all[0];
  for (const RestrictedList& list : all) {
    if (list.published.value_or(Date::Min()) < oldest->published.value_or(Date::Min())) {
      oldest = &list;
    }
  }
  return fmt::format(
      "names were screened against {} {}, the oldest of {} ({}); what a publisher "
      "changed since is not known here",
      all.size(), all.size() == 1 ? "list" : "lists", DayText(oldest->published), oldest->id);
}

}  // namespace

Result<std::unique_ptr<LoadedLists>> LoadedLists::Load(Console& console, const Terms& terms) {
  auto loaded = std::make_unique<LoadedLists>();
  ListsOptions options;
  options.lists = terms.lists;
  const std::string folder = ListsFolder(console, options);
  const std::string read = ListsToRead(console, options);
  loaded->sample_ = read != folder;
  LICET_ASSIGN_OR_RETURN(loaded->countries_, LoadCountryNames(console));
  LICET_ASSIGN_OR_RETURN(Words words, Words::Load(console.disk, console.home + "/data/names"));
  loaded->words_.emplace(std::move(words));
  LICET_ASSIGN_OR_RETURN(std::vector<RestrictedList> lists,
                         LoadLists(console.disk, read, *loaded->countries_));
  loaded->index_.emplace(std::move(lists), *loaded->words_);
  if (loaded->index_->entries() == 0) {
    return Fail(ErrorCode::kInvalidArgument,
                "no list has an entry; take one in with licet lists import", {read, 0, 0});
  }
  LICET_RETURN_IF_ERROR(loaded->LoadPolicy(console, terms, folder));
  return loaded;
}

// Files in the folder of lists; options go before them.
Status LoadedLists::LoadPolicy(Console& console, const Terms& terms, const std::string& folder) {
  const std::string thresholds = folder + "/" + std::string(kThresholdsFile);
  if (console.disk.IsFile(thresholds)) {
    LICET_RETURN_IF_ERROR(policy_.Load(console.disk, thresholds, index_->lists()));
  }
  for (const std::string& line : terms.match_at) {
    LICET_RETURN_IF_ERROR(policy_.Parse(line, index_->lists()));
  }
  const std::string path = ClearedPath(folder, terms.cleared);
  if (terms.cleared.empty() && !console.disk.IsFile(path)) return {};
  LICET_ASSIGN_OR_RETURN(cleared_, ClearedPairs::Load(console.disk, path, *countries_, *words_));
  policy_.UseCleared(&*cleared_, console.clock.Today());
  return {};
}

bool WillScreen(const OrderFilesOptions& files) {
  const bool parties = !files.parties.empty() || !files.orders.empty();
  return parties && !files.no_screening && files.screened == nullptr;
}

Status ScreenParties(Console& console, const OrderFilesOptions& files, Engine* engine) {
  if (files.no_screening || engine->parties().parties().empty()) return {};
  if (files.screened != nullptr) {
    engine->Use(files.screened);
    return {};
  }
  LICET_ASSIGN_OR_RETURN(const ListFlags flags,
                         ListFlags::Load(console.disk, console.home + "/data/list-flags.csv"));
  LICET_ASSIGN_OR_RETURN(const auto lists, LoadedLists::Load(console, {files.lists, "", {}}));
  const std::size_t jobs = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  LICET_ASSIGN_OR_RETURN(
      PartyScreening screening,
      PartyScreening::Run(engine->parties(), lists->index(), lists->policy(), flags, jobs));
  screening.set_assumption(AssumptionOf(*lists));
  engine->Use(std::make_shared<const PartyScreening>(std::move(screening)));
  return {};
}

}  // namespace licet
