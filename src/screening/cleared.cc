#include "licet/screening/cleared.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/hash.h"
#include "licet/base/text.h"

namespace licet {

namespace {

using State = Clearance::State;

const std::vector<std::string>& Columns() {
  static const std::vector<std::string> kColumns = {"name",       "country",     "list", "entry",
                                                    "entry_name", "fingerprint", "who",  "when",
                                                    "why",        "until"};
  return kColumns;
}

bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

// Letters and digits, a blank between words.
std::string Folded(std::string_view text) {
  std::string folded;
  for (const char c : AsciiLower(text)) {
    if (IsLetter(c)) {
      folded += c;
    } else if (!folded.empty() && folded.back() != ' ') {
      folded += ' ';
    }
  }
  if (folded.ends_with(' ')) folded.pop_back();
  return folded;
}

void Update(std::vector<std::string> texts, StreamHash* hash) {
  std::ranges::sort(texts);
  const auto [first, last] = std::ranges::unique(texts);
  texts.erase(first, last);
  for (const std::string& text : texts) hash->Update(text + '\n');
  hash->Update(std::string_view("\0", 1));
}

Result<std::string> Filled(const CsvTable& row, std::string_view column) {
  std::string text(Trim(row.Get(column)));
  if (!text.empty()) return text;
  return Fail(
      ErrorCode::kInvalidArgument,
      fmt::format("{} is empty; clear the pair with licet lists clear, which fills it in", column),
      row.PlaceOf(column));
}

Result<std::optional<Date>> DayIn(const CsvTable& row, std::string_view column) {
  const std::string_view text = Trim(row.Get(column));
  if (text.empty()) return std::optional<Date>();
  auto day = Date::Parse(text);
  if (!day) return std::unexpected(day.error().At(row.PlaceOf(column)));
  return std::optional<Date>(*day);
}

Result<ClearedPair> ReadPair(const CsvTable& row, const CountryNames& countries) {
  ClearedPair pair;
  pair.place = row.PlaceOf("name");
  LICET_ASSIGN_OR_RETURN(pair.name, Filled(row, "name"));
  LICET_ASSIGN_OR_RETURN(pair.list, Filled(row, "list"));
  LICET_ASSIGN_OR_RETURN(pair.entry, Filled(row, "entry"));
  LICET_ASSIGN_OR_RETURN(pair.fingerprint, Filled(row, "fingerprint"));
  LICET_ASSIGN_OR_RETURN(pair.who, Filled(row, "who"));
  LICET_ASSIGN_OR_RETURN(pair.why, Filled(row, "why"));
  LICET_RETURN_IF_ERROR(Filled(row, "when"));
  pair.entry_name = row.Get("entry_name");
  LICET_ASSIGN_OR_RETURN(const auto when, DayIn(row, "when"));
  pair.when = *when;
  LICET_ASSIGN_OR_RETURN(pair.until, DayIn(row, "until"));
  if (pair.until && *pair.until <= pair.when) {
    return Fail(ErrorCode::kInvalidArgument,
                fmt::format("until is {}, not after when {}; correct one", pair.until->ToString(),
                            pair.when.ToString()),
                row.PlaceOf("until"));
  }
  if (const std::string_view country = Trim(row.Get("country")); !country.empty()) {
    pair.country = countries.CodeOf(country);
    if (pair.country.empty() || pair.country == CountryNames::kNowhere) {
      return Fail(
          ErrorCode::kUnknownName,
          fmt::format("{} is no country; give a code such as CN, or leave it out", Quoted(country)),
          row.PlaceOf("country"));
    }
  }
  return pair;
}

std::vector<std::string> RecordOf(const ClearedPair& pair) {
  return {pair.name,       pair.country,
          pair.list,       pair.entry,
          pair.entry_name, pair.fingerprint,
          pair.who,        pair.when.ToString(),
          pair.why,        pair.until ? pair.until->ToString() : ""};
}

// How the pair stands, given that it is about this entry or one just like it.
State StateOn(const ClearedPair& pair, bool same, Date today) {
  if (!same) return State::kEntryChanged;
  return pair.until && *pair.until <= today ? State::kEnded : State::kInForce;
}

}  // namespace

std::string_view ToString(Clearance::State state) {
  switch (state) {
    case State::kInForce:
      return "in force";
    case State::kEnded:
      return "ended";
    case State::kEntryChanged:
      return "entry changed";
    case State::kEntryGone:
      return "entry gone";
  }
  return "?";
}

std::string FingerprintOf(const ListEntry& entry) {
  std::vector<std::string> names;
  std::vector<std::string> addresses;
  std::vector<std::string> identifiers;
  for (const ListedName& name : entry.names) names.push_back(Folded(name.text));
  for (const ListedAddress& one : entry.addresses) {
    addresses.push_back(Folded(one.text) + '\t' + one.country);
  }
  for (const Identifier& one : entry.identifiers) {
    identifiers.push_back(one.kind + '\t' + Folded(one.number));
  }
  StreamHash hash;
  Update(std::move(names), &hash);
  Update(entry.countries, &hash);
  Update(std::move(addresses), &hash);
  Update(std::move(identifiers), &hash);
  return fmt::format("{:016x}", hash.Value());
}

std::string ClearedKeyOf(const Name& name) {
  std::string key;
  for (const NameToken& token : name.tokens) {
    key += token.text + ' ';
    for (const char32_t c : token.han) key += fmt::format("{:x}.", static_cast<std::uint32_t>(c));
  }
  std::vector<std::string> forms(name.dropped.begin(), name.dropped.end());
  std::ranges::sort(forms);
  key += '|' + Join(forms, " ");
  if (name.look_alikes) key += "|look-alikes";
  if (name.hidden) key += "|hidden";
  return key;
}

Result<ClearedPairs> ClearedPairs::Load(Disk& disk, const std::string& path,
                                        const CountryNames& countries, const Words& words) {
  ClearedPairs cleared;
  LICET_ASSIGN_OR_RETURN(auto source, disk.OpenForReading(path));
  LICET_ASSIGN_OR_RETURN(
      CsvTable table, CsvTable::Open(CsvReader(std::move(source), path),
                                     {"name", "list", "entry", "fingerprint", "who", "when", "why"},
                                     {"country", "entry_name", "until"}));
  NameReader reader(words);
  while (true) {
    LICET_ASSIGN_OR_RETURN(const bool more, table.Next());
    if (!more) return cleared;
    LICET_ASSIGN_OR_RETURN(ClearedPair pair, ReadPair(table, countries));
    const auto name = reader.Read(pair.name);
    if (!name) return std::unexpected(name.error().At(pair.place));
    cleared.by_key_[ClearedKeyOf(*name)].push_back(cleared.pairs_.size());
    cleared.pairs_.push_back(std::move(pair));
  }
}

std::optional<Clearance> ClearedPairs::Find(const Name& name, std::string_view country,
                                            const ListEntry& entry, Date today) const {
  return FindKey(ClearedKeyOf(name), country, entry, today);
}

std::optional<Clearance> ClearedPairs::FindKey(std::string_view key, std::string_view country,
                                               const ListEntry& entry, Date today) const {
  const auto found = by_key_.find(std::string(key));
  if (found == by_key_.end()) return std::nullopt;
  std::string fingerprint;
  std::optional<Clearance> best;
  for (const std::size_t at : found->second) {
    const ClearedPair& pair = pairs_[at];
    if (pair.list != entry.list || (!pair.country.empty() && pair.country != country)) continue;
    if (fingerprint.empty()) fingerprint = FingerprintOf(entry);
    const bool same = pair.fingerprint == fingerprint;
    if (!same && pair.entry != entry.id) continue;
    const State state = StateOn(pair, same, today);
    if (!best || state == State::kInForce || best->state != State::kInForce) best = {&pair, state};
  }
  return best;
}

Clearance ClearedPairs::StateOf(const ClearedPair& pair, const std::vector<RestrictedList>& lists,
                                Date today) const {
  Clearance clearance{&pair, State::kEntryGone};
  for (const RestrictedList& list : lists) {
    if (list.id != pair.list) continue;
    for (const ListEntry& entry : list.entries) {
      const bool same = FingerprintOf(entry) == pair.fingerprint;
      if (!same && entry.id != pair.entry) continue;
      clearance.state = StateOn(pair, same, today);
      if (same) return clearance;
    }
  }
  return clearance;
}

Status AppendCleared(Disk& disk, const std::string& path, const ClearedPair& pair,
                     const ListEntry& entry, const CountryNames& countries, const Words& words,
                     Date today) {
  NameReader reader(words);
  LICET_ASSIGN_OR_RETURN(const Name name, reader.Read(pair.name));
  std::string text;
  CsvWriter writer(&text);
  writer.Write(Columns());
  if (disk.IsFile(path)) {
    LICET_ASSIGN_OR_RETURN(const ClearedPairs before,
                           ClearedPairs::Load(disk, path, countries, words));
    const auto known = before.Find(name, pair.country, entry, today);
    if (known && known->state == State::kInForce) {
      const ClearedPair& row = *known->pair;
      return Fail(ErrorCode::kDuplicate,
                  fmt::format("this pair is cleared already, by {} on {}{}; remove this row first "
                              "to clear it anew",
                              row.who, row.when.ToString(),
                              row.until ? " until " + row.until->ToString() : ""),
                  row.place);
    }
    for (const ClearedPair& row : before.pairs()) writer.Write(RecordOf(row));
  }
  writer.Write(RecordOf(pair));
  return disk.WriteAtomically(path, text);
}

}  // namespace licet
