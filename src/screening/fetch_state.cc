#include "licet/screening/fetch_state.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "licet/base/sha256.h"
#include "licet/screening/list_store.h"

namespace licet {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kStateVersion = 1;
constexpr std::size_t kStateBytesMax = 4 << 20;
constexpr std::size_t kStoredBytesMax = std::size_t{512} << 20;

std::string PathIn(const std::string& folder) {
  return folder + "/" + std::string(kFetchStateFile);
}

std::unexpected<Error> Damaged(const std::string& path) {
  return Fail(ErrorCode::kParse,
              "this file is not as licet lists fetch wrote it; remove it, and the lists will be "
              "fetched anew",
              {path, 0, 0});
}

// False when a member is not there or is another thing.
bool Take(const Json& from, const char* member, std::string* to) {
  const auto found = from.find(member);
  if (found == from.end() || !found->is_string()) return false;
  *to = found->get<std::string>();
  return true;
}

bool TakeDay(const Json& from, const char* member, Date* to) {
  std::string text;
  if (!Take(from, member, &text)) return false;
  const auto day = Date::Parse(text);
  if (day) *to = *day;
  return day.has_value();
}

bool TakeFile(const Json& json, FetchedFile* file) {
  if (!json.is_object() || !json.contains("bytes") || !json["bytes"].is_number_unsigned()) {
    return false;
  }
  file->bytes = json["bytes"].get<std::uint64_t>();
  return Take(json, "file", &file->name) && Take(json, "url", &file->url) &&
         Take(json, "etag", &file->etag) && Take(json, "last_modified", &file->last_modified) &&
         Take(json, "sha256", &file->sha256);
}

bool TakeSource(const Json& json, FetchedSource* source) {
  if (!json.is_object() || !json.contains("files") || !json["files"].is_array() ||
      !json.contains("lists") || !json["lists"].is_array()) {
    return false;
  }
  for (const Json& file : json["files"]) {
    if (!TakeFile(file, &source->files.emplace_back())) return false;
  }
  for (const Json& list : json["lists"]) {
    std::string id;
    std::string sha256;
    if (!list.is_object() || !Take(list, "list", &id) || !Take(list, "sha256", &sha256)) {
      return false;
    }
    source->lists[id] = sha256;
  }
  return Take(json, "source", &source->id) && Take(json, "reader", &source->reader) &&
         TakeDay(json, "changed", &source->changed) && TakeDay(json, "seen", &source->seen);
}

Json JsonOf(const FetchedSource& source) {
  Json files = Json::array();
  for (const FetchedFile& file : source.files) {
    files.push_back({{"file", file.name},
                     {"url", file.url},
                     {"etag", file.etag},
                     {"last_modified", file.last_modified},
                     {"sha256", file.sha256},
                     {"bytes", file.bytes}});
  }
  Json lists = Json::array();
  for (const auto& [id, sha256] : source.lists) lists.push_back({{"list", id}, {"sha256", sha256}});
  return {{"source", source.id},
          {"reader", source.reader},
          {"changed", source.changed.ToString()},
          {"seen", source.seen.ToString()},
          {"files", std::move(files)},
          {"lists", std::move(lists)}};
}

}  // namespace

FetchedSource* FetchState::Find(std::string_view source) {
  const auto found = std::ranges::find(sources, source, &FetchedSource::id);
  return found == sources.end() ? nullptr : &*found;
}

const FetchedSource* FetchState::OfList(const std::string& list) const {
  const auto found = std::ranges::find_if(
      sources, [&](const FetchedSource& source) { return source.lists.contains(list); });
  return found == sources.end() ? nullptr : &*found;
}

Result<FetchState> LoadFetchState(Disk& disk, const std::string& folder) {
  const std::string path = PathIn(folder);
  FetchState state;
  if (!disk.IsFile(path)) return state;
  LICET_ASSIGN_OR_RETURN(const std::string text, disk.ReadAll(path, kStateBytesMax));
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("licet_fetched") ||
      json["licet_fetched"] != kStateVersion || !json.contains("sources") ||
      !json["sources"].is_array()) {
    return Damaged(path);
  }
  for (const Json& source : json["sources"]) {
    if (!TakeSource(source, &state.sources.emplace_back())) return Damaged(path);
  }
  return state;
}

FetchState StillOnFile(Disk& disk, const std::string& folder, FetchState state) {
  for (FetchedSource& source : state.sources) {
    std::erase_if(source.lists, [&](const auto& list) {
      RestrictedList named;
      named.id = list.first;
      const auto text = disk.ReadAll(StoredPath(folder, named), kStoredBytesMax);
      return !text || Sha256Hex(*text) != list.second;
    });
  }
  return state;
}

Status SaveFetchState(Disk& disk, const std::string& folder, const FetchState& state) {
  Json sources = Json::array();
  for (const FetchedSource& source : state.sources) sources.push_back(JsonOf(source));
  const Json json = {{"licet_fetched", kStateVersion}, {"sources", std::move(sources)}};
  // A server may send any bytes as its ETag.
  return disk.WriteAtomically(PathIn(folder),
                              json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
}

}  // namespace licet
