#include "screen_output.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "table.h"

namespace licet {

namespace {

using Json = nlohmann::ordered_json;

// A score as a JSON number.
Json ScoreJson(int score) { return Json::parse(ScoreText(score)); }

std::string_view Level(const ScreenHit& hit) {
  return hit.cleared() ? "cleared" : hit.above() ? "match" : "near";
}

// Nobody has to look: no hit, or a person has looked at every one.
bool IsClear(const Screening& found) { return !found.match() && !found.near(); }

// "cleared by A. Smith on 2026-10-01 until 2027-10-01: another address"; "" when
// nobody looked at the pair.
std::string ClearanceText(const ScreenHit& hit) {
  if (!hit.clearance) return "";
  const ClearedPair& pair = *hit.clearance->pair;
  std::string text = fmt::format("by {} on {}", pair.who, pair.when.ToString());
  switch (hit.clearance->state) {
    case Clearance::State::kInForce:
      text = "cleared " + text;
      if (pair.until) text += " until " + pair.until->ToString();
      break;
    case Clearance::State::kEnded:
      text = fmt::format("cleared before {}, which ended on {}", text, pair.until->ToString());
      break;
    case Clearance::State::kEntryChanged:
    case Clearance::State::kEntryGone:
      text = fmt::format("cleared before {}, entry has changed", text);
      break;
  }
  return text + ": " + pair.why;
}

Json ClearanceJson(const ScreenHit& hit) {
  if (!hit.clearance) return nullptr;
  const ClearedPair& pair = *hit.clearance->pair;
  Json json = {{"state", ToString(hit.clearance->state)},
               {"who", pair.who},
               {"when", pair.when.ToString()},
               {"why", pair.why}};
  json["until"] = pair.until ? Json(pair.until->ToString()) : Json(nullptr);
  return json;
}

Json AlignmentJson(const NameExplanation& why) {
  Json words = Json::array();
  for (const AlignedWords& pair : why.aligned) {
    words.push_back(
        {{"query", Join(pair.query, " ")},
         {"listed", Join(pair.listed, " ")},
         {"why", pair.why},
         {"similarity", fmt::format("{}.{:03}", pair.similarity / 1000, pair.similarity % 1000)},
         {"weight", pair.weight}});
  }
  return words;
}

Json ReasonsJson(const NameExplanation& why) {
  Json deductions = Json::array();
  for (const ScoreDeduction& deduction : why.deductions) {
    deductions.push_back(
        {{"why", deduction.why},
         {"amount", (deduction.amount < 0 ? "-" : "") + ScoreText(std::abs(deduction.amount))}});
  }
  return {{"base", ScoreText(why.base)},
          {"aligned", AlignmentJson(why)},
          {"query_left", why.query_left},
          {"listed_left", why.listed_left},
          {"legal_forms", {{"query", why.query_dropped}, {"listed", why.listed_dropped}}},
          {"deductions", deductions}};
}

Json EntryJson(const ScreeningIndex& index, const ScreenHit& hit) {
  const ListEntry& entry = index.entry(hit.entry);
  Json json = {{"list", entry.list},
               {"entry", entry.id},
               {"name", entry.names[0].text},
               {"alias", entry.names[hit.name].text},
               {"alias_kind", ToString(entry.names[hit.name].kind)},
               {"countries", entry.countries},
               {"citation", entry.citation},
               {"licence_requirement", entry.licence_requirement},
               {"review_policy", entry.review_policy},
               {"footnotes", entry.footnotes}};
  json["listed"] = entry.listed ? Json(entry.listed->ToString()) : Json(nullptr);
  json["removed"] = entry.removed ? Json(entry.removed->ToString()) : Json(nullptr);
  return json;
}

std::string Words(const std::vector<std::string>& words) { return Join(words, " "); }

// "Huawei = Huawei, Tecnologies ~ Technologies (misspelt 0.819)".
std::string AlignmentText(const NameExplanation& why) {
  std::vector<std::string> parts;
  for (const AlignedWords& pair : why.aligned) {
    if (pair.similarity == 1000) {
      parts.push_back(Words(pair.query) + " = " + Words(pair.listed));
    } else {
      parts.push_back(fmt::format("{} ~ {} ({} 0.{:03})", Words(pair.query), Words(pair.listed),
                                  pair.why, pair.similarity));
    }
  }
  if (!why.query_left.empty()) parts.push_back("without: " + Words(why.query_left));
  if (!why.listed_left.empty()) parts.push_back("listed also: " + Words(why.listed_left));
  for (const ScoreDeduction& deduction : why.deductions) {
    parts.push_back(fmt::format("{} {}{}", deduction.why, deduction.amount < 0 ? "-" : "+",
                                ScoreText(std::abs(deduction.amount))));
  }
  return Join(parts, "; ");
}

}  // namespace

ScreenOutput::ScreenOutput(Console& console, OutputFormat format, const ScreeningIndex& index)
    : console_(console), format_(format), index_(index) {}

void ScreenOutput::Add(const AskedName& asked) {
  matched_ += asked.found.match() ? 1 : 0;
  near_ += asked.found.near() ? 1 : 0;
  cleared_ += IsClear(asked.found) && !asked.found.hits.empty() ? 1 : 0;
  if (format_ == OutputFormat::kJson) AddJson(asked);
  if (format_ == OutputFormat::kCsv) AddCsv(asked);
  if (format_ == OutputFormat::kTable) AddTable(asked);
  ++asked_;
}

void ScreenOutput::AddTable(const AskedName& asked) {
  const auto& hits = asked.found.hits;
  const bool match = asked.found.match();
  const bool clear = IsClear(asked.found);
  const Colour colour = match ? Colour::kRed : clear ? Colour::kGreen : Colour::kYellow;
  std::string verdict = match ? "match" : clear ? "no hit" : "near";
  if (clear && !hits.empty()) verdict += fmt::format(", {} cleared", hits.size());
  std::string head = asked.name;
  if (!asked.country.empty()) head += " (" + asked.country + ")";
  console_.out << Paint(console_, Colour::kBold, Wrap(head, console_.width - 10, 2)) << "  "
               << Paint(console_, colour, verdict) << "\n";
  if (asked.found.look_alikes) console_.out << "  written with letters that only look Latin\n";
  if (asked.found.hidden) console_.out << "  hidden characters were taken out\n";
  for (std::size_t i = 0; i < hits.size(); ++i) {
    const ListEntry& entry = index_.entry(hits[i].entry);
    std::string line =
        fmt::format("{} {}  {}", ScoreText(hits[i].score), Level(hits[i]), entry.names[0].text);
    if (hits[i].name > 0) line += ", alias " + entry.names[hits[i].name].text;
    line += " [" + entry.list;
    if (!entry.countries.empty()) line += ", " + Join(entry.countries, " ");
    if (!entry.citation.empty()) line += ", " + entry.citation;
    line += "]";
    if (hits[i].lines.match != kMatchScore) {
      line += ", a match from " + ScoreText(hits[i].lines.match);
    }
    console_.out << "  " << Wrap(line, console_.width - 2, 8) << "\n";
    const std::string clearance = ClearanceText(hits[i]);
    if (!clearance.empty()) {
      console_.out << "        " << Wrap(clearance, console_.width - 8, 8) << "\n";
    }
    std::string why = AlignmentText(asked.why[i]);
    if (hits[i].rank < HitRank::kWords) why = fmt::format("{}: {}", ToString(hits[i].rank), why);
    console_.out << "        " << Paint(console_, Colour::kDim, Wrap(why, console_.width - 8, 8))
                 << "\n";
  }
}

void ScreenOutput::AddJson(const AskedName& asked) {
  Json hits = Json::array();
  for (std::size_t i = 0; i < asked.found.hits.size(); ++i) {
    const ScreenHit& hit = asked.found.hits[i];
    Json json = {{"score", ScoreJson(hit.score)}, {"level", Level(hit)}};
    json.update(EntryJson(index_, hit));
    json["agreement"] = ToString(hit.rank);
    json["agreement_rank"] = static_cast<int>(hit.rank);
    json["name_score"] = ScoreJson(hit.name_score);
    json["lines"] = {{"match", ScoreJson(hit.lines.match)}, {"near", ScoreJson(hit.lines.near)}};
    json["cleared"] = ClearanceJson(hit);
    json["reasons"] = ReasonsJson(asked.why[i]);
    hits.push_back(std::move(json));
  }
  Json json = {{"name", asked.name}, {"country", asked.country}};
  if (!asked.id.empty()) json["id"] = asked.id;
  if (!asked.address.empty()) json["address"] = asked.address;
  for (const Identifier& one : asked.identifiers) {
    json["identifiers"].push_back({{"kind", one.kind}, {"number", one.number}});
  }
  json["match"] = asked.found.match();
  json["look_alikes"] = asked.found.look_alikes;
  json["hidden_characters"] = asked.found.hidden;
  json["hits"] = std::move(hits);
  console_.out << (asked_ == 0 ? "[\n" : ",\n") << json.dump(1);
}

void ScreenOutput::AddCsv(const AskedName& asked) {
  std::string text;
  if (asked_ == 0) {
    text =
        "name,country,rank,score,level,list,entry,listed_name,alias,citation,reasons,"
        "agreement,match_line,cleared\n";
  }
  CsvWriter writer(&text);
  if (asked.found.hits.empty()) {
    writer.Write({asked.name, asked.country, "", "", "", "", "", "", "", "", "", "", "", ""});
  }
  for (std::size_t i = 0; i < asked.found.hits.size(); ++i) {
    const ScreenHit& hit = asked.found.hits[i];
    const ListEntry& entry = index_.entry(hit.entry);
    writer.Write({asked.name, asked.country, std::to_string(i + 1), ScoreText(hit.score),
                  std::string(Level(hit)), entry.list, entry.id, entry.names[0].text,
                  entry.names[hit.name].text, entry.citation, AlignmentText(asked.why[i]),
                  std::string(ToString(hit.rank)), ScoreText(hit.lines.match), ClearanceText(hit)});
  }
  console_.out << text;
}

void ScreenOutput::Finish() {
  if (format_ == OutputFormat::kJson) console_.out << "\n]\n";
  if (format_ != OutputFormat::kTable) return;
  console_.out << fmt::format("\n{} {} against {} entries of {} {}: {} with a match, {} near{}.\n",
                              asked_, asked_ == 1 ? "name" : "names", index_.entries(),
                              index_.lists().size(), index_.lists().size() == 1 ? "list" : "lists",
                              matched_, near_,
                              cleared_ == 0 ? "" : fmt::format(", {} cleared", cleared_));
  console_.out << Wrap(
                      "A match is a reason to look, not a finding. This is software, not legal "
                      "advice.",
                      console_.width)
               << "\n";
}

PairOutput::PairOutput(Console& console, OutputFormat format)
    : console_(console), format_(format) {}

void PairOutput::Add(const std::string& query, const std::string& listed, int score) {
  const bool match = score >= kMatchScore;
  matches_ += match ? 1 : 0;
  if (format_ == OutputFormat::kJson) {
    const Json json = {
        {"query", query}, {"list_name", listed}, {"score", ScoreJson(score)}, {"match", match}};
    console_.out << (pairs_ == 0 ? "[\n" : ",\n") << json.dump();
  } else if (format_ == OutputFormat::kCsv) {
    std::string text = pairs_ == 0 ? "query,list_name,score,match\n" : "";
    CsvWriter(&text).Write({query, listed, ScoreText(score), match ? "true" : "false"});
    console_.out << text;
  } else {
    console_.out << fmt::format("{} {:5}  ", ScoreText(score), match ? "match" : "")
                 << Wrap(query + " | " + listed, console_.width - 14, 14) << "\n";
  }
  ++pairs_;
}

void PairOutput::Finish() {
  if (format_ == OutputFormat::kJson) console_.out << (pairs_ == 0 ? "[]\n" : "\n]\n");
  if (format_ == OutputFormat::kTable) {
    console_.out << fmt::format("\n{} of {} pairs match.\n", matches_, pairs_);
  }
}

}  // namespace licet
