#include "licet/gate/party_screening.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

namespace licet {

namespace {

// More hits than anybody has looked at; a name so general is not held back for
// want of flags.
constexpr std::size_t kHitsMax = 1000;

// A party's hits with the numbers of their entries.
struct Found {
  std::uint32_t entry = 0;
  PartyHit hit;
};

// Under one name a pair may be cleared, under another not: the graver counts.
bool Before(const PartyHit& a, const PartyHit& b) {
  return a.state != b.state ? a.state < b.state : a.score > b.score;
}

class OneScreener {
 public:
  OneScreener(const ScreeningIndex& index, const ScreeningPolicy& policy)
      : index_(index), screener_(index, policy) {}

  // The best name for each entry, best entries first.
  Result<std::vector<Found>> Screen(const Party& party) {
    std::vector<Found> found;
    identifiers_.clear();
    for (const std::string& text : party.identifiers) {
      auto identifier = ParseIdentifier(text);
      if (!identifier) return Refused(party, identifier.error());
      identifiers_.push_back(std::move(*identifier));
    }
    LICET_RETURN_IF_ERROR(Screen(party, party.name, &found));
    for (const std::string& alias : party.aliases) {
      LICET_RETURN_IF_ERROR(Screen(party, alias, &found));
    }
    std::stable_sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
      if (Before(a.hit, b.hit) != Before(b.hit, a.hit)) return Before(a.hit, b.hit);
      return a.entry < b.entry;
    });
    return found;
  }

 private:
  static std::unexpected<Error> Refused(const Party& party, const Error& error) {
    return Fail(error.code(),
                fmt::format("party {} cannot be screened: {}", party.id, error.sentence()),
                party.place);
  }

  Status Screen(const Party& party, const std::string& name, std::vector<Found>* found) {
    auto screening = screener_.Screen({name, party.country, {}}, kHitsMax);
    if (!screening) {
      return Fail(
          screening.error().code(),
          fmt::format("party {} cannot be screened: {}", party.id, screening.error().sentence()),
          party.place);
    }
    for (const ScreenHit& hit : screening->hits) {
      auto known = std::find_if(found->begin(), found->end(),
                                [&](const Found& one) { return one.entry == hit.entry; });
      PartyHit one = HitOf(name, hit);
      if (known == found->end()) {
        found->push_back({hit.entry, std::move(one)});
      } else if (Before(one, known->hit)) {
        known->hit = std::move(one);
      }
    }
    return {};
  }

  static HitState StateOf(const ScreenHit& hit) {
    if (hit.cleared()) return HitState::kCleared;
    if (!hit.above()) return HitState::kNear;
    return hit.score >= kSameScore || hit.shared_identifier != nullptr ? HitState::kSame
                                                                       : HitState::kMatch;
  }

  PartyHit HitOf(const std::string& name, const ScreenHit& hit) const {
    const ListEntry& entry = index_.entry(hit.entry);
    PartyHit found;
    found.name = name;
    found.list = entry.list;
    found.list_title = index_.ListOf(hit.entry).title;
    found.entry = entry.id;
    found.entry_name = entry.names[0].text;
    found.alias = entry.names[hit.name].text;
    found.score = hit.score;
    found.state = StateOf(hit);
    if (hit.cleared()) {
      const ClearedPair& pair = *hit.clearance->pair;
      found.cleared = fmt::format("{}, {}: {}", pair.who, pair.when.ToString(), pair.why);
    }
    found.other_country = hit.other_country;
    found.on_list = {entry.listed.value_or(Date::Min()), entry.removed.value_or(Date::Max())};
    found.citation = entry.citation;
    return found;
  }

  const ScreeningIndex& index_;
  Screener screener_;
  std::vector<Identifier> identifiers_;  // of the party
};

bool Overlap(const Interval& a, const Interval& b) { return a.from < b.to && b.from < a.to; }

// A flag that relaxes holds only as long as no other entry of the list, which may
// be the party as well, lacks it.
bool IsShared(const std::vector<Found>& found,
              const std::vector<std::vector<ListFlags::Flag>>& says, std::size_t of,
              const std::string& flag) {
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool beside = found[i].hit.list == found[of].hit.list &&
                        found[i].hit.state < HitState::kNear &&
                        Overlap(found[i].hit.on_list, found[of].hit.on_list);
    if (!beside) continue;
    const bool same = std::any_of(says[i].begin(), says[i].end(),
                                  [&](const ListFlags::Flag& one) { return one.flag == flag; });
    if (!same) return false;
  }
  return true;
}

std::vector<ScreenedFlag> FlagsOf(const std::vector<Found>& found,
                                  const std::vector<std::vector<ListFlags::Flag>>& says) {
  std::vector<ScreenedFlag> flags;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const PartyHit& hit = found[i].hit;
    const bool near = hit.state == HitState::kNear;
    if (hit.state == HitState::kCleared) continue;
    for (const ListFlags::Flag& flag : says[i]) {
      if (flag.relaxes && (near || !IsShared(found, says, i, flag.flag))) continue;
      const ScreenedFlag one{near ? "near:" + flag.flag : flag.flag, hit.on_list,
                             hit.state == HitState::kMatch ? Truth::kUnknown : Truth::kTrue};
      if (std::find(flags.begin(), flags.end(), one) == flags.end()) flags.push_back(one);
    }
  }
  return flags;
}

}  // namespace

std::string_view ToString(HitState state) {
  switch (state) {
    case HitState::kSame:
      return "same";
    case HitState::kMatch:
      return "match";
    case HitState::kCleared:
      return "cleared";
    case HitState::kNear:
      break;
  }
  return "near";
}

Result<PartyScreening> PartyScreening::Run(const PartyBook& book, const ScreeningIndex& index,
                                           const ScreeningPolicy& policy, const ListFlags& flags,
                                           std::size_t jobs) {
  PartyScreening screening;
  for (const RestrictedList& list : index.lists()) {
    screening.lists_.push_back({list.id, list.title, list.published, list.entries.size()});
  }
  const std::vector<Party>& parties = book.parties();
  screening.hits_.resize(parties.size());
  screening.flags_.resize(parties.size());
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<std::pair<std::size_t, Error>> failed;  // of the first party in the file
  auto work = [&] {
    OneScreener screener(index, policy);
    for (std::size_t i = next++; i < parties.size(); i = next++) {
      auto found = screener.Screen(parties[i]);
      if (!found) {
        const std::lock_guard lock(mutex);
        if (!failed || i < failed->first) failed.emplace(i, found.error());
        continue;
      }
      std::vector<std::vector<ListFlags::Flag>> says;
      for (const Found& one : *found) says.push_back(flags.Of(index.entry(one.entry)));
      screening.flags_[i] = FlagsOf(*found, says);
      for (std::size_t hit = 0; hit < found->size(); ++hit) {
        for (const ListFlags::Flag& flag : says[hit]) (*found)[hit].hit.flags.push_back(flag.flag);
        screening.hits_[i].push_back(std::move((*found)[hit].hit));
      }
    }
  };
  {
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < std::min(jobs, parties.size()); ++i) threads.emplace_back(work);
    work();
  }
  if (failed) return std::unexpected(failed->second);
  screening.any_ = std::any_of(screening.hits_.begin(), screening.hits_.end(),
                               [](const auto& hits) { return !hits.empty(); });
  return screening;
}

}  // namespace licet
