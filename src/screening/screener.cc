#include "licet/screening/screener.h"

#include <algorithm>

namespace licet {

ScreeningIndex::ScreeningIndex(std::vector<RestrictedList> lists, const Words& words)
    : words_(words), lists_(std::move(lists)) {
  NameReader reader(words_);
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    const std::vector<ListEntry>& entries = lists_[list].entries;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const auto number = static_cast<std::uint32_t>(places_.size());
      places_.emplace_back(list, at);
      for (std::uint32_t name = 0; name < entries[at].names.size(); ++name) {
        auto read = reader.Read(entries[at].names[name].text);
        if (read) {
          names_.Add(number, name, *read);
        } else {
          notes_.push_back(
              {"a name of " + entries[at].id + " is not searched: " + read.error().sentence(),
               entries[at].place});
        }
      }
    }
  }
  names_.Build();
}

Screener::Screener(const ScreeningIndex& index)
    : index_(index), reader_(index.words()), search_(index.names()) {}

std::optional<ScreenHit> Screener::Judge(const ScreenQuery& query, const NameHit& hit,
                                         int score_min) const {
  const ListEntry& entry = index_.entry(hit.entry);
  if (query.as_of && !entry.OnListAt(*query.as_of)) return std::nullopt;
  ScreenHit judged{hit.entry, hit.name, hit.score, false};
  judged.other_country = !query.country.empty() && !entry.countries.empty() &&
                         std::find(entry.countries.begin(), entry.countries.end(), query.country) ==
                             entry.countries.end();
  if (judged.other_country) judged.score -= kOtherCountry;
  if (judged.score < score_min) return std::nullopt;
  return judged;
}

// Country and day only ever lower a score or leave an entry out: once so many of
// the names are judged that the next one's score is not above the last of the
// best, nothing better can follow.
Result<Screening> Screener::Screen(const ScreenQuery& query, std::size_t most, int score_min) {
  LICET_ASSIGN_OR_RETURN(const Name name, reader_.Read(query.name));
  Screening screening;
  screening.look_alikes = name.look_alikes;
  screening.hidden = name.hidden;
  const bool lowers = query.as_of || !query.country.empty();
  for (std::size_t wanted = most;; wanted *= 4) {
    const std::vector<NameHit> found = search_.Top(name, wanted, score_min);
    screening.hits.clear();
    for (const NameHit& hit : found) {
      if (const auto judged = Judge(query, hit, score_min)) screening.hits.push_back(*judged);
    }
    std::stable_sort(screening.hits.begin(), screening.hits.end(),
                     [](const ScreenHit& a, const ScreenHit& b) { return a.score > b.score; });
    const bool all = !lowers || found.size() < wanted;
    const bool enough =
        screening.hits.size() >= most && screening.hits[most - 1].score > found.back().score;
    if (!all && !enough && most > 0) continue;
    if (screening.hits.size() > most) screening.hits.resize(most);
    return screening;
  }
}

NameExplanation Screener::Explain(const ScreenQuery& query, const ScreenHit& hit) {
  NameExplanation why;
  const auto asked = reader_.Read(query.name);
  const auto listed = reader_.Read(index_.entry(hit.entry).names[hit.name].text);
  if (!asked || !listed) return why;
  why = search_.Explain(*asked, *listed);
  if (hit.other_country) why.deductions.push_back({"another country", -kOtherCountry});
  why.score = hit.score;
  return why;
}

int Screener::Score(std::string_view query, std::string_view listed) {
  const auto a = reader_.Read(query);
  const auto b = reader_.Read(listed);
  return a && b ? search_.Score(*a, *b) : 0;
}

}  // namespace licet
