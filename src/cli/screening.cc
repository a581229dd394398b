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
           "list; take in the publishers' own with licet lists import";
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

Result<LoadedLists> LoadedLists::Load(Console& console, const std::string& folder) {
  LoadedLists loaded;
  ListsOptions options;
  options.lists = folder;
  loaded.folder_ = ListsToRead(console, options);
  LICET_ASSIGN_OR_RETURN(CountryNames countries, LoadCountryNames(console));
  loaded.countries_ = std::make_unique<CountryNames>(std::move(countries));
  LICET_ASSIGN_OR_RETURN(Words words, Words::Load(console.disk, console.home + "/data/names"));
  loaded.words_ = std::make_unique<Words>(std::move(words));
  LICET_ASSIGN_OR_RETURN(std::vector<RestrictedList> lists,
                         LoadLists(console.disk, loaded.folder_, *loaded.countries_));
  loaded.sample_ = folder.empty() && loaded.folder_ != ListsFolder(console, options);
  loaded.index_ = std::make_unique<ScreeningIndex>(std::move(lists), *loaded.words_);
  if (loaded.index_->entries() == 0) {
    return Fail(ErrorCode::kInvalidArgument,
                "no list has an entry; take one in with licet lists import",
                {loaded.folder_, 0, 0});
  }
  return loaded;
}

Status ScreenParties(Console& console, const OrderFilesOptions& files, Engine* engine) {
  if (files.no_screening || engine->parties().parties().empty()) return {};
  if (files.screened != nullptr) {
    engine->Use(files.screened);
    return {};
  }
  LICET_ASSIGN_OR_RETURN(const ListFlags flags,
                         ListFlags::Load(console.disk, console.home + "/data/list-flags.csv"));
  LICET_ASSIGN_OR_RETURN(const LoadedLists lists, LoadedLists::Load(console, files.lists));
  const std::size_t jobs = std::max<std::size_t>(1, std::thread::hardware_concurrency());
  LICET_ASSIGN_OR_RETURN(PartyScreening screening,
                         PartyScreening::Run(engine->parties(), lists.index(), flags, jobs));
  screening.set_assumption(AssumptionOf(lists));
  engine->Use(std::make_shared<const PartyScreening>(std::move(screening)));
  return {};
}

}  // namespace licet
