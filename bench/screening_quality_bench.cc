// How well names are told apart, on labelled pairs: recall or false hits by
// category, precision and recall on the pairs that another matcher's published run
// covers, and whether a search of all lists finds the entry that a pair is about
// among the first ten. Prints JSON lines (docs/building.md).
//
//   LICET_PAIRS=FOLDER screening_quality_bench
//
// FOLDER holds name_pairs_dev.csv and name_pairs_dev_logicv2_scores.csv; LICET_LISTS
// is as in listed_names.h. The pairs are not carried: without them nothing is
// measured, and that is said.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "licet/base/csv.h"
#include "licet/screening/screener.h"
#include "listed_names.h"

namespace {

using licet::CsvReader;
using licet::CsvTable;

[[noreturn]] void Stop(const licet::Error& error) {
  fmt::print(stderr, "{}\n", error.ToString());
  std::exit(2);
}

CsvTable Open(licet::Disk& disk, const std::string& path, const std::vector<std::string>& columns) {
  auto source = disk.OpenForReading(path);
  if (!source) Stop(source.error());
  auto table = CsvTable::Open(CsvReader(std::move(*source), path), columns, {}, true);
  if (!table) Stop(table.error());
  return std::move(*table);
}

void Print(const std::string& name, std::size_t part, std::size_t n, double target, bool at_least) {
  const double value = n == 0 ? 0 : static_cast<double>(part) / static_cast<double>(n);
  fmt::print("{{\"name\":\"quality/{}\",\"value\":{:.4f},\"unit\":\"share\",\"n\":{}", name, value,
             n);
  if (target >= 0) {
    fmt::print(",\"target\":{},\"ok\":{}", target, at_least ? value >= target : value <= target);
  }
  fmt::print("}}\n");
}

bool StartsWithAny(const std::string& text, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const std::string& start) { return text.starts_with(start); });
}

// What the pairs call the lists.
bool IsOnList(const std::string& called, const std::string& list) {
  static const std::map<std::string, std::string, std::less<>> kLists = {
      {"bis-entity-list", "us-entity-list"},
      {"bis-meu", "us-military-end-user-list"},
      {"ofac-sdn", "us-sdn"},
      {"ofac-nscmic", "us-ns-cmic"},
      {"un-sc", "un-consolidated"},
      {"jp-eul", "jp-end-user-list"},
      {"dow-1260h", "us-1260h"},
      {"state-isn", "us-nonproliferation"},
      {"dhs-uflpa", "us-uflpa"}};
  if (called == "cn-mofcom") return list.starts_with("cn-");
  const auto found = kLists.find(called);
  return found != kLists.end() && found->second == list;
}

// Entries of "list|name or id".
class Entries {
 public:
  explicit Entries(const licet::ScreeningIndex& index) : index_(index) {
    for (std::uint32_t number = 0; number < index.entries(); ++number) {
      const licet::ListEntry& entry = index.entry(number);
      by_key_.emplace(entry.id, number);
      by_key_.emplace(entry.names.front().text, number);
    }
  }

  std::set<std::uint32_t> Named(const std::string& reference) const {
    const std::size_t bar = reference.find('|');
    std::set<std::uint32_t> numbers;
    if (bar == std::string::npos) return numbers;
    const auto [first, last] = by_key_.equal_range(reference.substr(bar + 1));
    for (auto at = first; at != last; ++at) {
      if (IsOnList(reference.substr(0, bar), index_.entry(at->second).list)) {
        numbers.insert(at->second);
      }
    }
    return numbers;
  }

  bool AnyHasName(const std::set<std::uint32_t>& numbers, const std::string& text) const {
    return std::any_of(numbers.begin(), numbers.end(), [&](std::uint32_t number) {
      const auto& names = index_.entry(number).names;
      return std::any_of(names.begin(), names.end(),
                         [&](const auto& name) { return name.text == text; });
    });
  }

 private:
  const licet::ScreeningIndex& index_;
  std::multimap<std::string, std::uint32_t> by_key_;
};

// Translations and acronyms: no likeness of letters or sounds leads to the entry,
// only an alias that its list has or lacks.
bool IsReachable(const std::string& category) {
  return category != "alias_dissimilar" && category != "alias_acronym" &&
         category != "cross_script_han_en";
}

bool IsFound(licet::Screener& screener, const std::string& query,
             const std::set<std::uint32_t>& entries) {
  constexpr std::size_t kTop = 10;
  constexpr int kAnyScore = 1;  // the rank is asked for
  const auto found = screener.Screen({query, "", {}}, kTop, kAnyScore);
  return found && std::any_of(found->hits.begin(), found->hits.end(),
                              [&](const auto& hit) { return entries.contains(hit.entry); });
}

// "3,17<tab>name"
std::string LineOf(const std::set<std::uint32_t>& entries, std::string name) {
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '\t' || c == '\n' || c == '\\'; }, ' ');
  return fmt::format("{}\t{}\n", fmt::join(entries, ","), name);
}

}  // namespace

int main(int argc, char** argv) {
  const char* folder = std::getenv("LICET_PAIRS");
  if (folder == nullptr) {
    fmt::print(stderr, "skipped: LICET_PAIRS names no folder of labelled pairs\n");
    return 0;
  }
  const std::string home = LICET_SOURCE_DIR;
  const auto disk = licet::RealDisk();
  const auto words = licet::Words::Load(*disk, home + "/data/names");
  if (!words) Stop(words.error());
  const licet::ScreeningIndex index(licet::ListedNames(home).Load(), *words);
  licet::Screener screener(index);
  const Entries entries(index);
  std::size_t absent = 0;

  std::set<std::string> covered;
  CsvTable scores =
      Open(*disk, std::string(folder) + "/name_pairs_dev_logicv2_scores.csv", {"pair_id"});
  while (scores.Next().value()) covered.insert(scores.Get("pair_id"));

  std::map<std::string, std::pair<std::size_t, std::size_t>> found;  // hits and pairs
  std::string asked;                                                 // for race_trigrams.py
  std::size_t right = 0;
  std::size_t wrong = 0;
  std::size_t missed = 0;
  auto add = [&](const std::string& name, bool hit) {
    found[name].first += hit ? 1 : 0;
    ++found[name].second;
  };
  CsvTable pairs = Open(*disk, std::string(folder) + "/name_pairs_dev.csv",
                        {"pair_id", "query", "list_name", "match", "category", "list_ref"});
  while (pairs.Next().value()) {
    const bool match = pairs.Get("match") == "1";
    const std::string& category = pairs.Get("category");
    const bool hit =
        screener.Score(pairs.Get("query"), pairs.Get("list_name")) >= licet::kMatchScore;
    add((match ? "recall/" : "false-hits/") + category, hit);
    if (match && StartsWithAny(category, {"pert_typo", "pert_token", "pert_legal", "pert_join",
                                          "pert_person_typo", "pert_person_order",
                                          "pert_person_joined", "pert_case", "pert_dia"})) {
      add("all/spelling-order-forms-joins", hit);
    }
    if (match && (category == "cross_script" || category == "cross_script_han_pinyin" ||
                  category == "han_trad_simp" || category == "pinyin")) {
      add("all/scripts", hit);
    }
    if (match && !pairs.Get("list_ref").empty()) {
      const std::set<std::uint32_t> right_ones = entries.Named(pairs.Get("list_ref"));
      if (right_ones.empty()) {
        ++absent;
      } else {
        const bool there = IsFound(screener, pairs.Get("query"), right_ones);
        add("top10/" + category, there);
        if (IsReachable(category)) add("all/top10", there);
        // An alias that its list has as it is asked for proves little.
        if (IsReachable(category) && !entries.AnyHasName(right_ones, pairs.Get("query"))) {
          add("all/top10-not-on-file", there);
          asked += LineOf(right_ones, pairs.Get("query"));
        }
      }
    }
    if (category.starts_with("hard_negative")) add("all/hard-negatives", hit);
    if (!covered.contains(pairs.Get("pair_id"))) continue;
    right += match && hit ? 1 : 0;
    wrong += !match && hit ? 1 : 0;
    missed += match && !hit ? 1 : 0;
  }
  Print("precision", right, right + wrong, 0.88, true);
  Print("recall", right, right + missed, 0.85, true);
  const std::map<std::string, std::pair<double, bool>> targets = {
      {"all/spelling-order-forms-joins", {0.98, true}},
      {"all/scripts", {0.97, true}},
      {"all/top10", {0.98, true}},
      {"all/hard-negatives", {0.03, false}}};
  for (const auto& [name, counts] : found) {
    const auto target = targets.find(name);
    Print(name, counts.first, counts.second, target == targets.end() ? -1 : target->second.first,
          target == targets.end() || target->second.second);
  }
  if (argc > 1) {
    const auto written =
        disk->WriteAtomically(std::string(argv[1]) + "/labelled.tsv",
                              fmt::format("{}\t\n{}", found["all/top10-not-on-file"].first, asked));
    if (!written) Stop(written.error());
  }
  if (absent > 0) {
    fmt::print(stderr, "{} pairs are about entries that these lists lack\n", absent);
  }
  return 0;
}
