#include "licet/screening/rescreen.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "changed_names.h"
#include "licet/base/hash.h"
#include "licet/base/text.h"

namespace licet {

namespace {

using nlohmann::json;

// Names found in one look; whoever has more is searched for in the usual way, and
// again the next time.
constexpr std::size_t kFoundMost = 256;
constexpr std::size_t kFileBytesMax = std::size_t{4} << 30;

std::string Hex(std::uint64_t hash) { return fmt::format("{:016x}", hash); }

std::optional<std::uint64_t> FromHex(const json& text) {
  if (!text.is_string() || text.get_ref<const std::string&>().size() != 16) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : text.get_ref<const std::string&>()) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit && (c < 'a' || c > 'f')) return std::nullopt;
    value = value << 4U | static_cast<std::uint64_t>(digit ? c - '0' : c - 'a' + 10);
  }
  return value;
}

// Reads one line after the header; false when it is none of ours.
bool ReadList(const json& line, KeptNames* kept) {
  KeptNames::List list;
  list.id = line["list"].get<std::string>();
  for (const json& one : line.at("entries")) {
    const auto hash = FromHex(one.at(1));
    if (!hash) return false;
    list.entries.emplace_back(one.at(0).get<std::string>(), *hash);
  }
  kept->lists.push_back(std::move(list));
  return true;
}

bool ReadName(const json& line, KeptNames* kept) {
  const auto hash = FromHex(line.at("weights"));
  if (!hash) return false;
  KeptNames::Found found{*hash, {}};
  for (const json& one : line.at("hits")) {
    const KeptNames::Hit hit{one.at(0).get<std::uint32_t>(), one.at(1).get<std::uint32_t>(),
                             one.at(2).get<std::uint32_t>(), one.at(3).get<int>()};
    if (hit.list >= kept->lists.size() || hit.entry >= kept->lists[hit.list].entries.size()) {
      return false;
    }
    found.hits.push_back(hit);
  }
  return kept->names.emplace(line.at("name").get<std::string>(), std::move(found)).second;
}

std::unexpected<Error> Damaged(const std::string& path, int line) {
  return Fail(ErrorCode::kParse,
              "this is no file that licet screen --keep wrote, or it was changed since; screen "
              "everything again with --keep and without --delta",
              {path, line, 0});
}

// The library throws at a member that is missing or of another type.
Result<KeptNames> Parse(const std::string& text, const std::string& path) {
  KeptNames kept;
  int number = 0;
  try {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      ++number;
      const json line = json::parse(text.begin() + static_cast<std::ptrdiff_t>(at),
                                    text.begin() + static_cast<std::ptrdiff_t>(end));
      if (number == 1) {
        const auto scoring = FromHex(line.at("scoring"));
        const std::string_view rest = std::string_view(text).substr(std::min(end + 1, text.size()));
        if (line.at("licet_screening") != 1 || !scoring || line.at("hash") != Hex(HashOf(rest))) {
          return Damaged(path, number);
        }
        kept.scoring = *scoring;
        kept.floor = line.at("floor").get<int>();
      } else if (!(line.contains("list") ? ReadList(line, &kept) : ReadName(line, &kept))) {
        return Damaged(path, number);
      }
      at = end + 1;
    }
  } catch (const json::exception&) {
    return Damaged(path, number);
  }
  if (number == 0) return Damaged(path, 1);
  return kept;
}

}  // namespace

Result<std::uint64_t> ScoringHash(Disk& disk, const std::string& dictionaries,
                                  std::string_view version) {
  std::uint64_t hash = HashOf(version);
  LICET_ASSIGN_OR_RETURN(const auto names, disk.ListFiles(dictionaries));
  for (const std::string& name : names) {
    LICET_ASSIGN_OR_RETURN(const std::string text,
                           disk.ReadAll(dictionaries + "/" + name, kFileBytesMax));
    hash = MixHash(MixHash(hash, HashOf(name)), HashOf(text));
  }
  return hash;
}

Result<KeptNames> KeptNames::Load(Disk& disk, const std::string& path) {
  LICET_ASSIGN_OR_RETURN(const std::string text, disk.ReadAll(path, kFileBytesMax));
  return Parse(text, path);
}

Changes::Changes(const ScreeningIndex& index, const KeptNames* before, std::uint64_t scoring,
                 int floor, std::size_t changed_one_in)
    : index_(index), before_(before), scoring_(scoring), floor_(floor) {
  NameReader reader(index.words());
  NameSearch search(index.names());
  WordWeights weights(&search);
  std::unordered_map<std::string, std::uint32_t> now;  // by list, id
  for (std::uint32_t entry = 0; entry < index.entries(); ++entry) {
    std::uint64_t hash = 0;
    for (const ListedName& name : index.entry(entry).names) {
      const auto read = reader.Read(name.text);
      hash = MixHash(hash, read ? weights.HashOf(name.text, *read) : HashOf(name.text));
    }
    hashes_.push_back(hash);
    now[index.ListOf(entry).id + '\n' + index.entry(entry).id] = entry;
  }
  if (before_ == nullptr) return;
  if (before_->scoring != scoring || before_->floor > floor) {
    before_ = nullptr;
    return;
  }
  std::vector<char> same(index.entries(), 0);
  for (const KeptNames::List& list : before_->lists) {
    std::vector<std::uint32_t>& numbers = kept_.emplace_back();
    for (const auto& [id, hash] : list.entries) {
      const auto found = now.find(list.id + '\n' + id);
      const bool kept = found != now.end() && hashes_[found->second] == hash;
      numbers.push_back(kept ? found->second : kNone);
      if (kept) same[found->second] = 1;
    }
  }
  std::size_t changed = 0;
  for (std::uint32_t entry = 0; entry < index.entries(); ++entry) {
    if (same[entry] != 0) continue;
    entries_.push_back(entry);
    changed += index.entry(entry).names.size();
  }
  if (changed * changed_one_in > index.names().names()) before_ = nullptr;
}

class Rescreener::Impl {
 public:
  explicit Impl(const Changes& changes)
      : changes_(changes),
        reader_(changes.index_.words()),
        search_(changes.index_.names()),
        weights_(&search_),
        changed_(changes.index_, changes.everything() ? kNothing : changes.entries_, &search_,
                 &weights_) {}

  Result<Answer> Find(std::string_view name) {
    Answer answer;
    LICET_ASSIGN_OR_RETURN(answer.found.name, reader_.Read(name));
    answer.hash = weights_.HashOf(name, answer.found.name);
    answer.searched = !FromKept(name, &answer);
    if (answer.searched) {
      answer.found.hits = search_.Top(answer.found.name, kFoundMost, changes_.floor_);
      answer.found.all = answer.found.hits.size() < kFoundMost;
    }
    return answer;
  }

 private:
  // What was kept of entries that are as they were, and what the others give now.
  bool FromKept(std::string_view name, Answer* answer) {
    if (changes_.everything()) return false;
    const auto known = changes_.before_->names.find(std::string(name));
    if (known == changes_.before_->names.end()) return false;
    if (known->second.hash != answer->hash) return false;
    answer->found.hits = changed_.Find(answer->found.name, changes_.floor_);
    for (const KeptNames::Hit& hit : known->second.hits) {
      const std::uint32_t entry = changes_.kept_[hit.list][hit.entry];
      if (entry == Changes::kNone || hit.score < changes_.floor_) continue;
      answer->found.hits.push_back({entry, hit.name, hit.score});
    }
    answer->found.all = true;
    return true;
  }

  inline static const std::vector<std::uint32_t> kNothing;
  const Changes& changes_;
  NameReader reader_;
  NameSearch search_;
  WordWeights weights_;
  ChangedNames changed_;
};

Rescreener::Rescreener(const Changes& changes) : impl_(std::make_unique<Impl>(changes)) {}
Rescreener::~Rescreener() = default;
Result<Rescreener::Answer> Rescreener::Find(std::string_view name) { return impl_->Find(name); }

void KeptWriter::Add(const std::string& name, const Rescreener::Answer& answer) {
  if (!answer.found.all || !seen_.insert(name).second) return;
  json line = {{"name", name}, {"weights", Hex(answer.hash)}, {"hits", json::array()}};
  const ScreeningIndex& index = changes_.index_;
  for (const NameHit& hit : answer.found.hits) {
    const auto list = index.ListNumberOf(hit.entry);
    line["hits"].push_back({list, index.PlaceInList(hit.entry), hit.name, hit.score});
  }
  lines_ += line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
}

std::string KeptWriter::Text() const {
  std::string text;
  const ScreeningIndex& index = changes_.index_;
  std::uint32_t entry = 0;
  for (const RestrictedList& list : index.lists()) {
    json line = {{"list", list.id}, {"entries", json::array()}};
    for (const ListEntry& one : list.entries) {
      line["entries"].push_back({one.id, Hex(changes_.hashes_[entry++])});
    }
    text += line.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  }
  text += lines_;
  const json header = {{"licet_screening", 1},
                       {"scoring", Hex(changes_.scoring_)},
                       {"floor", changes_.floor_},
                       {"hash", Hex(HashOf(text))}};
  return header.dump() + "\n" + text;
}

}  // namespace licet
