#include "licet/screening/list_fetch.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "licet/base/sha256.h"
#include "licet/base/text.h"
#include "licet/screening/fetch_state.h"
#include "licet/screening/list_delta.h"
#include "licet/screening/list_reader.h"
#include "licet/screening/list_store.h"
#include "list_text.h"

namespace licet {
namespace {

constexpr std::size_t kStoredBytesMax = std::size_t{512} << 20;

using Lists = std::vector<RestrictedList>;

RestrictedList ListOfId(const std::string& id) {
  RestrictedList list;
  list.id = id;
  return list;
}

// The day of "Wed, 21 Oct 2015 07:28:00 GMT".
std::optional<Date> DayOf(const std::string& last_modified) {
  constexpr std::size_t kAfterWeekday = 5;
  constexpr std::size_t kDayLength = 11;
  if (last_modified.size() < kAfterWeekday + kDayLength) return std::nullopt;
  return ReadListDate(last_modified.substr(kAfterWeekday, kDayLength));
}

class Fetching {
 public:
  Fetching(Network& network, Disk& disk, const CountryNames& countries, const ListSource& source,
           const ListFetchOptions& options)
      : network_(network), disk_(disk), countries_(countries), source_(source), options_(options) {}

  Result<ListFetch> Run() {
    LICET_ASSIGN_OR_RETURN(state_, LoadFetchState(disk_, options_.folder));
    standing_ = StillOnFile(disk_, options_.folder, state_);
    if (const FetchedSource* known = state_.Find(source_.id)) former_ = *known;
    // Before anything is fetched in vain.
    Lists expected;
    for (const std::string& id : source_.lists) expected.push_back(ListOfId(id));
    LICET_RETURN_IF_ERROR(CheckBeside(disk_, options_.folder, expected, countries_));
    LICET_RETURN_IF_ERROR(FetchFiles());
    if (unchanged_) return Confirm();
    LICET_ASSIGN_OR_RETURN(Lists lists, ReadReceived());
    LICET_RETURN_IF_ERROR(CheckHeld(&lists));
    LICET_RETURN_IF_ERROR(Compare(lists));
    LICET_RETURN_IF_ERROR(Store(lists));
    return std::move(fetch_);
  }

 private:
  // ---- The files ----

  // Whether what is on file is what this source gave last, so that "not changed
  // since" answers the question.
  bool IsOnFile() const {
    if (former_.reader != options_.reader || former_.lists.empty()) return false;
    if (former_.files.size() != source_.files.size()) return false;
    for (std::size_t i = 0; i < source_.files.size(); ++i) {
      const FetchedFile& known = former_.files[i];
      const SourceFile& file = source_.files[i];
      if (known.name != file.name || known.url != file.url) return false;
      if (!file.sha256.empty() && known.sha256 != file.sha256) return false;
    }
    const auto still = std::ranges::find(standing_.sources, source_.id, &FetchedSource::id);
    return still != standing_.sources.end() && still->lists == former_.lists;
  }

  Status FetchFiles() {
    const bool on_file = IsOnFile();
    for (std::size_t i = 0; i < source_.files.size(); ++i) {
      const FetchedFile* known = on_file ? &former_.files[i] : nullptr;
      LICET_RETURN_IF_ERROR(FetchFile(source_.files[i], known));
    }
    unchanged_ = on_file;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      unchanged_ = unchanged_ && files_[i].sha256 == former_.files[i].sha256;
    }
    if (unchanged_) return {};
    // One file of a set is new: all of them are read again, together.
    for (std::size_t i = 0; i < files_.size(); ++i) {
      if (!bodies_[i].empty()) continue;
      LICET_RETURN_IF_ERROR(FetchFile(source_.files[i], nullptr, i));
    }
    return {};
  }

  // Puts the file at place `at`, or at the end.
  Status FetchFile(const SourceFile& file, const FetchedFile* known,
                   std::size_t at = std::string::npos) {
    FetchRequest request;
    request.url = file.url;
    if (known != nullptr) {
      request.etag = known->etag;
      request.last_modified = known->last_modified;
    }
    request.progress = [&](std::uint64_t done, std::uint64_t whole) {
      if (options_.progress) options_.progress(file.name, done, whole);
    };
    LICET_ASSIGN_OR_RETURN(FetchAnswer answer, network_.Fetch(request));
    FetchedFile fetched;
    if (answer.unchanged && known != nullptr) {
      fetched = *known;
    } else {
      if (Trim(answer.body).empty()) {
        return Refuse(ErrorCode::kInvalidArgument, file.url,
                      "the server sent an empty file, and an empty list would clear everybody");
      }
      fetched = {
          file.name,         file.url, answer.etag, answer.last_modified, Sha256Hex(answer.body),
          answer.body.size()};
      fetch_.bytes += answer.body.size();
    }
    if (!file.sha256.empty() && fetched.sha256 != file.sha256) {
      return Refuse(ErrorCode::kInvalidArgument, file.url,
                    fmt::format("the file has the SHA-256 {} and not the pinned {}, so it is not "
                                "the one that was looked at",
                                fetched.sha256, file.sha256));
    }
    if (at == std::string::npos) {
      files_.push_back(std::move(fetched));
      bodies_.push_back(std::move(answer.body));
    } else {
      files_[at] = std::move(fetched);
      bodies_[at] = std::move(answer.body);
    }
    return {};
  }

  static std::unexpected<Error> Refuse(ErrorCode code, const std::string& where, std::string what) {
    return Fail(code, std::move(what) + "; what is on file stays", {where, 0, 0});
  }

  // Nothing is new: only the day on which the publisher said so is.
  Result<ListFetch> Confirm() {
    for (const auto& [id, sha256] : former_.lists) {
      LICET_ASSIGN_OR_RETURN(const Lists stored, OnFile(id));
      if (stored.empty()) {
        return Fail(ErrorCode::kInternal, fmt::format("the list {} went away meanwhile", id));
      }
      fetch_.lists.push_back(RowOf(stored.front()));
    }
    FetchedSource seen = former_;
    seen.files = files_;
    seen.seen = options_.today;
    Keep(seen);
    return std::move(fetch_);
  }

  // ---- The lists ----

  static FetchedList RowOf(const RestrictedList& list) {
    FetchedList row;
    row.id = list.id;
    row.entries = list.entries.size();
    row.notes = list.notes.size();
    row.published = list.published;
    return row;
  }

  // The stored list of that id; none when it is not there or cannot be read, which
  // is a reason to fetch.
  Result<Lists> OnFile(const std::string& id) const {
    const std::string path = StoredPath(options_.folder, ListOfId(id));
    if (!disk_.IsFile(path)) return Lists();
    auto lists = ReadLists(disk_, {path}, countries_);
    return lists && lists->size() == 1 ? std::move(*lists) : Lists();
  }

  Result<Lists> ReadReceived() {
    MemoryDisk received;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < files_.size(); ++i) {
      LICET_RETURN_IF_ERROR(received.WriteAtomically(files_[i].name, bodies_[i]));
      names.push_back(files_[i].name);
      bodies_[i].clear();
    }
    auto lists = ReadLists(received, names, countries_);
    if (!lists) {
      return Refuse(lists.error().code(), source_.files.front().url,
                    fmt::format("what came cannot be read ({})", lists.error().ToString()));
    }
    const std::optional<Date> day = DayOf(files_.front().last_modified);
    for (RestrictedList& list : *lists) {
      if (!list.published) list.published = day;
    }
    std::ranges::sort(*lists, {}, &RestrictedList::id);
    return lists;
  }

  // Leaves out what another source gives more closely, and refuses what is not this
  // source's.
  Status CheckHeld(Lists* lists) {
    const std::size_t all = lists->size();
    const bool ours = source_.lists.empty() || std::ranges::any_of(*lists, [&](const auto& list) {
                        return std::ranges::find(source_.lists, list.id) != source_.lists.end();
                      });
    if (!ours) {
      return Refuse(ErrorCode::kInvalidArgument, source_.files.front().url,
                    fmt::format("the file holds the list {}, which is none of {}",
                                lists->front().id, Join(source_.lists, ", ")));
    }
    std::erase_if(*lists, [&](const RestrictedList& list) {
      const FetchedSource* other = standing_.OfList(list.id);
      if (other == nullptr || other->id == source_.id || other->lists.size() >= all) return false;
      fetch_.notes.push_back(fmt::format("{} stays as it was fetched from {}", list.id, other->id));
      return true;
    });
    for (const auto& [id, sha256] : former_.lists) {
      const bool held = std::ranges::find(*lists, id, &RestrictedList::id) != lists->end();
      const bool mine = state_.OfList(id) == nullptr || state_.OfList(id)->id == source_.id;
      if (held || !mine || !disk_.IsFile(StoredPath(options_.folder, ListOfId(id)))) continue;
      if (!options_.accept_shrunk) {
        return Refuse(ErrorCode::kInvalidArgument, source_.files.front().url,
                      fmt::format("the file no longer holds the list {}; if that is right give "
                                  "--accept-shrunk and remove the list yourself",
                                  id));
      }
      fetch_.notes.push_back(fmt::format(
          "{} is no longer in the file of {}; remove it if that is right", id, source_.id));
    }
    return {};
  }

  Status Compare(const Lists& lists) {
    for (const RestrictedList& list : lists) {
      LICET_ASSIGN_OR_RETURN(const Lists before, OnFile(list.id));
      FetchedList row = RowOf(list);
      if (before.empty()) {
        row.outcome = FetchedList::Outcome::kNew;
        fetch_.lists.push_back(std::move(row));
        continue;
      }
      const std::size_t entries = before.front().entries.size();
      if (2 * list.entries.size() < entries && !options_.accept_shrunk) {
        return Refuse(ErrorCode::kInvalidArgument, source_.files.front().url,
                      fmt::format("the list {} has {} entries, fewer than half of the {} on file; "
                                  "if that is right give --accept-shrunk",
                                  list.id, list.entries.size(), entries));
      }
      for (const EntryDelta& delta : DeltaOf(before, {list})) {
        row.added += delta.kind == EntryDelta::Kind::kAdded ? 1 : 0;
        row.removed += delta.kind == EntryDelta::Kind::kRemoved ? 1 : 0;
        row.changed += delta.kind == EntryDelta::Kind::kChanged ? 1 : 0;
      }
      if (row.added + row.removed + row.changed > 0) row.outcome = FetchedList::Outcome::kChanged;
      fetch_.lists.push_back(std::move(row));
    }
    return {};
  }

  // ---- The folder ----

  Status Store(const Lists& lists) {
    LICET_RETURN_IF_ERROR(CheckBeside(disk_, options_.folder, lists, countries_));
    FetchedSource fetched;
    Lists fresh;  // an unchanged one is not written again
    for (const RestrictedList& list : lists) {
      const std::string text = StoredText(list);
      const auto before = disk_.ReadAll(StoredPath(options_.folder, list), kStoredBytesMax);
      if (!before || *before != text) fresh.push_back(list);
      fetched.lists[list.id] = Sha256Hex(text);
    }
    LICET_RETURN_IF_ERROR(SaveLists(disk_, options_.folder, fresh));
    fetched.id = source_.id;
    fetched.reader = options_.reader;
    fetched.changed = options_.today;
    fetched.seen = options_.today;
    fetched.files = files_;
    Keep(fetched);
    return {};
  }

  // The lists are safe by now; without the state they are only fetched once more.
  void Keep(const FetchedSource& fetched) {
    for (FetchedSource& other : state_.sources) {
      for (const auto& [id, sha256] : fetched.lists) other.lists.erase(id);
    }
    if (FetchedSource* known = state_.Find(source_.id)) {
      *known = fetched;
    } else {
      state_.sources.push_back(fetched);
    }
    std::ranges::sort(state_.sources, {}, &FetchedSource::id);
    if (auto saved = SaveFetchState(disk_, options_.folder, state_); !saved) {
      fetch_.notes.push_back("the lists are on file, but not when they were fetched: " +
                             saved.error().ToString());
    }
  }

  Network& network_;
  Disk& disk_;
  const CountryNames& countries_;
  const ListSource& source_;
  const ListFetchOptions& options_;
  FetchState state_;
  FetchState standing_;   // of it, what still stands in the folder as it was fetched
  FetchedSource former_;  // what this source gave last; no lists when it never did
  std::vector<FetchedFile> files_;
  std::vector<std::string> bodies_;  // of these; "" for one that has not changed
  bool unchanged_ = false;
  ListFetch fetch_;
};

}  // namespace

std::string_view ToString(FetchedList::Outcome outcome) {
  switch (outcome) {
    case FetchedList::Outcome::kNew:
      return "new";
    case FetchedList::Outcome::kChanged:
      return "changed";
    case FetchedList::Outcome::kUnchanged:
      return "unchanged";
  }
  return "";
}

Result<ListFetch> FetchLists(Network& network, Disk& disk, const CountryNames& countries,
                             const ListSource& source, const ListFetchOptions& options) {
  return Fetching(network, disk, countries, source, options).Run();
}

}  // namespace licet
