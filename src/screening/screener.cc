#include "licet/screening/screener.h"

#include <algorithm>
#include <tuple>

#include "entry_fields.h"
#include "licet/base/text.h"
#include "list_text.h"

namespace licet {

namespace {

const ScreeningPolicy& NoPolicy() {
  static const ScreeningPolicy kNone;
  return kNone;
}

// A letter or digit as it stands, without case: no dictionary has a say. 0 for others.
char Written(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0 ? c : '\0';
}

std::string Written(std::string_view text) {
  std::string written;
  written.reserve(text.size());
  for (const char c : text) {
    if (const char one = Written(c); one != '\0') written += one;
  }
  return written;
}

// Whether Written(text) is `written`.
bool IsWritten(std::string_view text, std::string_view written) {
  std::size_t at = 0;
  for (const char c : text) {
    const char one = Written(c);
    if (one == '\0') continue;
    if (at == written.size() || written[at++] != one) return false;
  }
  return at == written.size();
}

bool Before(const ScreenHit& a, const ScreenHit& b) {
  return std::tuple(!a.above(), -a.score, a.rank, a.entry) <
         std::tuple(!b.above(), -b.score, b.rank, b.entry);
}

// The place after the `most`-th hit that is not cleared; nothing when they are fewer.
std::optional<std::size_t> EndOf(const Screening& screening, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < screening.hits.size(); ++i) {
    if (!screening.hits[i].cleared() && ++count == most) return i + 1;
  }
  return std::nullopt;
}

void Cut(Screening* screening, std::size_t most) {
  if (const auto end = EndOf(*screening, most)) screening->hits.resize(*end);
}

}  // namespace

std::string_view ToString(HitRank rank) {
  switch (rank) {
    case HitRank::kAll:
      return "same name, country, address and identifier";
    case HitRank::kIdentifier:
      return "same identifier";
    case HitRank::kNameCountryAddress:
      return "same name, country and address";
    case HitRank::kNameCountry:
      return "same name and country";
    case HitRank::kName:
      return "same name";
    case HitRank::kWords:
      return "same words, written otherwise";
    case HitRank::kLike:
      return "like words";
  }
  return "?";
}

Result<Identifier> ParseIdentifier(std::string_view text) {
  constexpr std::size_t kLettersMin = 5;
  const std::size_t colon = text.find(':');
  Identifier one;
  if (colon != std::string_view::npos) one.kind = SlugOf(text.substr(0, colon));
  one.number = Trim(colon == std::string_view::npos ? text : text.substr(colon + 1));
  if (NumberKeyOf(one.number).size() >= kLettersMin) return one;
  return Fail(ErrorCode::kInvalidArgument,
              Quoted(text) +
                  " is too short for an identifier; give five letters and digits or "
                  "more, with or without the kind, such as imo:9187629");
}

bool Screening::match() const {
  return std::ranges::any_of(hits, [](const ScreenHit& hit) { return hit.match(); });
}
bool Screening::near() const {
  return !match() && std::ranges::any_of(hits, [](const ScreenHit& hit) { return !hit.cleared(); });
}

ScreeningIndex::ScreeningIndex(std::vector<RestrictedList> lists, const Words& words)
    : words_(words), lists_(std::move(lists)), fields_(std::make_unique<EntryFields>()) {
  NameReader reader(words_);
  for (std::size_t list = 0; list < lists_.size(); ++list) {
    const std::vector<ListEntry>& entries = lists_[list].entries;
    for (std::size_t at = 0; at < entries.size(); ++at) {
      const auto number = static_cast<std::uint32_t>(places_.size());
      places_.emplace_back(list, at);
      fields_->Add(number, entries[at]);
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

ScreeningIndex::~ScreeningIndex() = default;

struct Screener::Asked {
  const ScreenQuery& query;
  Name name;
  std::string written;
  std::string cleared_key;
  AddressWords address;
  std::vector<NameHit> bearing;  // entries that share an identifier
};

Screener::Screener(const ScreeningIndex& index) : Screener(index, NoPolicy()) {}

Screener::Screener(const ScreeningIndex& index, const ScreeningPolicy& policy)
    : index_(index), policy_(policy), reader_(index.words()), search_(index.names()) {
  for (const RestrictedList& list : index.lists()) lines_.push_back(policy.LinesOf(list.id));
}

Screener::Asked Screener::Prepare(const ScreenQuery& query, Name name) {
  Asked asked{query, std::move(name), Written(query.name), "", AddressWordsOf(query.address), {}};
  if (policy_.cleared() != nullptr) asked.cleared_key = ClearedKeyOf(asked.name);
  for (const std::uint32_t entry : index_.fields().Bearing(query.identifiers)) {
    if (SharedIdentifier(query.identifiers, index_.entry(entry)) == nullptr) continue;
    asked.bearing.push_back(BestNameOf(asked, entry));
  }
  return asked;
}

// Of one score the first, as the search has it.
NameHit Screener::BestNameOf(const Asked& asked, std::uint32_t entry) {
  NameHit best{entry, 0, 0};
  const std::vector<ListedName>& names = index_.entry(entry).names;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const auto listed = reader_.Read(names[i].text);
    const int score = listed ? search_.Score(asked.name, *listed) : 0;
    if (score > best.score) best = {entry, i, score};
  }
  return best;
}

// Country, numbers and address, one after another: see docs/screening.md.
std::optional<ScreenHit> Screener::JudgeOne(const Asked& asked, const NameHit& found,
                                            std::optional<int> score_min) const {
  const ScreenQuery& query = asked.query;
  const ListEntry& entry = index_.entry(found.entry);
  if (query.as_of && !entry.OnListAt(*query.as_of)) return std::nullopt;
  ScreenHit hit;
  hit.entry = found.entry;
  hit.name = found.name;
  hit.name_score = hit.score = found.score;
  hit.lines = lines_[index_.ListNumberOf(found.entry)];
  if (score_min) hit.lines.near = *score_min;
  const bool countries = !query.country.empty() && !entry.countries.empty();
  const bool same_country =
      countries && std::ranges::find(entry.countries, query.country) != entry.countries.end();
  hit.other_country = countries && !same_country;
  if (hit.other_country) hit.score -= kOtherCountry;
  hit.shared_identifier = SharedIdentifier(query.identifiers, entry);
  hit.other_identifier = HasOtherIdentifier(query.identifiers, entry);
  if (hit.other_identifier) hit.score -= kOtherIdentifier;
  const int address = asked.address.words.empty()
                          ? 0
                          : index_.fields().AddressAgreement(asked.address, query.country, entry);
  if (hit.score >= hit.lines.near) hit.address = std::min(address, kScoreMax - hit.score);
  hit.score += hit.address;
  if (hit.shared_identifier != nullptr) hit.score = std::max(hit.score, hit.lines.match);
  if (hit.score < hit.lines.near) return std::nullopt;

  const bool same_name = IsWritten(entry.names[hit.name].text, asked.written);
  const bool same_address = address >= kAddressAgrees;
  if (hit.shared_identifier != nullptr) {
    hit.rank = same_name && same_country && same_address ? HitRank::kAll : HitRank::kIdentifier;
  } else if (same_name) {
    hit.rank = !same_country  ? HitRank::kName
               : same_address ? HitRank::kNameCountryAddress
                              : HitRank::kNameCountry;
  } else if (hit.name_score == kScoreMax) {
    hit.rank = HitRank::kWords;
  }
  if (policy_.cleared() != nullptr) {
    hit.clearance =
        policy_.cleared()->FindKey(asked.cleared_key, query.country, entry, policy_.today());
  }
  return hit;
}

Screening Screener::JudgeAll(const Asked& asked, std::span<const NameHit> found,
                             std::optional<int> score_min) const {
  Screening screening;
  screening.look_alikes = asked.name.look_alikes;
  screening.hidden = asked.name.hidden;
  for (const NameHit& hit : asked.bearing) {
    if (const auto judged = JudgeOne(asked, hit, score_min)) screening.hits.push_back(*judged);
  }
  for (const NameHit& hit : found) {
    const bool taken = std::ranges::any_of(
        asked.bearing, [&](const NameHit& other) { return other.entry == hit.entry; });
    if (taken) continue;
    if (const auto judged = JudgeOne(asked, hit, score_min)) screening.hits.push_back(*judged);
  }
  std::ranges::sort(screening.hits, Before);
  return screening;
}

int Screener::FloorOf(std::optional<int> score_min) const {
  int floor = score_min.value_or(kScoreMax);
  if (!score_min) {
    for (const ScreeningLines& lines : lines_) floor = std::min(floor, lines.near);
  }
  return std::max(floor, 1);  // what agrees in nothing is no hit
}

bool Screener::MayFollow(const Screening& screening, std::size_t most, int score,
                         std::optional<int> score_min) const {
  const auto end = EndOf(screening, most);
  if (!end) return true;
  const ScreenHit& last = screening.hits[*end - 1];
  if (score >= last.score) return true;
  if (last.above()) return false;
  return std::ranges::any_of(lines_, [&](const ScreeningLines& lines) {
    return score >= std::max(lines.match, score_min.value_or(0));
  });
}

// Country, day and other numbers only lower a score or leave an entry out, an
// address raises it by so much at most, and entries with a number of the query are
// all looked at: so the scores of names that are left bound what may follow.
Result<Screening> Screener::Screen(const ScreenQuery& query, std::size_t most,
                                   std::optional<int> score_min) {
  if (most == 0) return Screening();
  LICET_ASSIGN_OR_RETURN(Name name, reader_.Read(query.name));
  const Asked asked = Prepare(query, std::move(name));
  const int raised = query.address.empty() ? 0 : kAddressMost;
  const int floor = FloorOf(score_min);
  for (std::size_t wanted = most + 1;; wanted *= 4) {
    const std::vector<NameHit> found = search_.Top(asked.name, wanted, floor);
    Screening screening = JudgeAll(asked, found, score_min);
    if (found.size() == wanted &&
        MayFollow(screening, most, found.back().score + raised, score_min)) {
      continue;
    }
    Cut(&screening, most);
    return screening;
  }
}

Screening Screener::Judge(const ScreenQuery& query, const FoundNames& found, std::size_t most,
                          std::optional<int> score_min) {
  if (most == 0) return {};
  const Asked asked = Prepare(query, found.name);
  Screening screening = JudgeAll(asked, found.hits, score_min);
  Cut(&screening, most);
  return screening;
}

NameExplanation Screener::Explain(const ScreenQuery& query, const ScreenHit& hit) {
  NameExplanation why;
  const auto asked = reader_.Read(query.name);
  const auto listed = reader_.Read(index_.entry(hit.entry).names[hit.name].text);
  if (!asked || !listed) return why;
  why = search_.Explain(*asked, *listed);
  int sum = hit.name_score;
  auto add = [&](const std::string& reason, int amount) {
    why.deductions.push_back({reason, amount});
    sum += amount;
  };
  if (hit.other_country) add("another country", -kOtherCountry);
  if (hit.other_identifier) add("another identifier of the same kind", -kOtherIdentifier);
  if (hit.address > 0) add("the address agrees", hit.address);
  if (hit.shared_identifier != nullptr) {
    add("identifier " + hit.shared_identifier->number + " agrees", hit.score - sum);
  }
  why.score = hit.score;
  return why;
}

int Screener::Score(std::string_view query, std::string_view listed) {
  const auto a = reader_.Read(query);
  const auto b = reader_.Read(listed);
  return a && b ? search_.Score(*a, *b) : 0;
}

}  // namespace licet
