// licet party restricted: which parties listed parties own half of.

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "party_text.h"
#include "table.h"

namespace licet {

namespace {

struct Row {
  const Party* party;
  OwnershipFinding found;
};

std::string AnswerText(const Row& row) {
  switch (row.found.Restricted()) {
    case Truth::kTrue:
      return "yes";
    case Truth::kUnknown:
      return "not known";
    case Truth::kFalse:
      break;
  }
  return "no";
}

// "listed-a (30 %)", "holding (60 %, through listed-a)".
std::string OwnerText(const ListedOwner& owner) {
  const std::string& id = owner.share.owner;
  std::string text = fmt::format("{} ({}", id == kUnknownParty ? "an owner not known" : id,
                                 ShareText(owner.share.share));
  const bool itself = owner.roots.size() == 1 && owner.roots.front() == id;
  if (!itself && !owner.roots.empty()) {
    text += fmt::format(", {}through {}", owner.counts == Truth::kUnknown ? "perhaps " : "",
                        Join(owner.roots, ", "));
  }
  return text + ")";
}

bool IsAsked(const OwnershipFinding& found, const RedFlag& flag) {
  return std::ranges::any_of(found.settle, [&flag](const OwnerShare& share) {
    return share.owner == flag.owner && share.owned == flag.owned;
  });
}

// What there is to say of a party, a sentence each.
std::vector<std::string> Reasons(const PartyBook& book, const OwnershipFinding& found) {
  std::vector<std::string> lines;
  if (!found.listed.empty()) lines.push_back("Listed itself: " + Join(found.listed, ", "));
  if (!found.listed_perhaps.empty()) {
    lines.push_back("Perhaps listed itself: " + Join(found.listed_perhaps, ", ") +
                    "; its name is like a listed one, which licet screen shows");
  }
  std::vector<std::string> owners;
  for (const ListedOwner& owner : found.owners) owners.push_back(OwnerText(owner));
  if (found.by_ownership == Truth::kTrue) {
    lines.push_back("Owned by " + Join(owners, ", "));
    lines.push_back("Terms: " + found.terms +
                    (found.terms_perhaps.empty() ? "" : ", perhaps " + found.terms_perhaps));
  } else if (found.by_ownership == Truth::kUnknown && found.listed.empty()) {
    lines.push_back("Perhaps owned by " + Join(owners, ", "));
  }
  for (const OwnerShare& share : found.settle) {
    lines.push_back("Ask: " + QuestionText(book, share));
  }
  for (const std::string& id : found.settle_names) {
    lines.push_back("Ask: whether " + PartyText(book, id) +
                    " is the listed party of a like name; licet lists clear if it is not");
  }
  for (const RedFlag& flag : found.red_flags) {
    if (!IsAsked(found, flag)) lines.push_back("Red flag: " + RedFlagText(book, flag));
  }
  for (const std::vector<std::string>& cycle : found.cycles) {
    lines.push_back("Owners in a circle: " + Join(cycle, ", "));
  }
  return lines;
}

void PrintRow(Console& console, const Row& row, const std::vector<std::string>& reasons) {
  const Truth answer = row.found.Restricted();
  const Colour colour = answer == Truth::kTrue      ? Colour::kRed
                        : answer == Truth::kUnknown ? Colour::kYellow
                                                    : Colour::kGreen;
  const std::string head = fmt::format("{}: {}", row.party->id, AnswerText(row));
  console.out << Paint(console, colour, head) << "\n  "
              << Wrap(fmt::format("{}; held by listed parties: {} %", row.party->name,
                                  row.found.aggregate.ToString()),
                      console.width, 2)
              << "\n";
  for (const std::string& reason : reasons) {
    console.out << "  " << Wrap(reason, console.width, 4) << "\n";
  }
}

void PrintTable(Console& console, const PartyQuestion& question, const std::vector<Row>& rows) {
  std::size_t quiet = 0;
  std::size_t counts[3] = {};
  for (const Row& row : rows) {
    ++counts[static_cast<std::size_t>(row.found.Restricted())];
    const std::vector<std::string> reasons = Reasons(question.engine.parties(), row.found);
    if (reasons.empty() && rows.size() > 1) {
      ++quiet;
    } else {
      PrintRow(console, row, reasons);
    }
  }
  const auto count = [&counts](Truth answer) { return counts[static_cast<std::size_t>(answer)]; };
  std::string sum =
      fmt::format("{} {} on {}: {} restricted, {} not known, {} not restricted", rows.size(),
                  rows.size() == 1 ? "party" : "parties", question.day.ToString(),
                  count(Truth::kTrue), count(Truth::kUnknown), count(Truth::kFalse));
  if (quiet > 0) sum += fmt::format(" ({} without red flags, not shown)", quiet);
  console.out << "\n"
              << Wrap(sum + ". Listed: " + Join(question.listed, ", ") + ".", console.width) << "\n"
              << Wrap(
                     "Whether the rule of half is in force on that day, licet check says. This "
                     "is software, not legal advice.",
                     console.width)
              << "\n";
}

OrderedJson FlagsJson(const std::vector<RedFlag>& flags) {
  OrderedJson list = OrderedJson::array();
  for (const RedFlag& flag : flags) {
    list.push_back({{"kind", ToString(flag.kind)},
                    {"owner", flag.owner},
                    {"owned", flag.owned},
                    {"share", flag.share.ToString()}});
  }
  return list;
}

OrderedJson RowJson(const PartyQuestion& question, const Row& row) {
  const OwnershipFinding& found = row.found;
  const Lineage lineage = question.engine.parties().LineageOf(*row.party);
  const auto text = [](const std::string& word) {
    return word.empty() ? OrderedJson() : OrderedJson(word);
  };
  OrderedJson owners = OrderedJson::array();
  for (const ListedOwner& owner : found.owners) {
    OrderedJson json = ShareJson(owner.share);
    json["counts_as_listed"] = ToString(owner.counts);
    json["through"] = owner.roots;
    owners.push_back(std::move(json));
  }
  OrderedJson settle = OrderedJson::array();
  for (const OwnerShare& share : found.settle) settle.push_back(ShareJson(share));
  OrderedJson json = {{"party", row.party->id},
                      {"name", row.party->name},
                      {"as_of", question.day.ToString()},
                      {"restricted", ToString(found.Restricted())},
                      {"listed", found.listed},
                      {"listed_perhaps", found.listed_perhaps},
                      {"by_ownership", ToString(found.by_ownership)},
                      {"aggregate", found.aggregate.ToString()},
                      {"terms", text(found.terms)},
                      {"terms_perhaps", text(found.terms_perhaps)}};
  json["owners"] = std::move(owners);
  json["settle"] = std::move(settle);
  json["settle_names"] = found.settle_names;
  json["fewest"] = found.fewest;
  json["red_flags"] = FlagsJson(found.red_flags);
  json["cycles"] = found.cycles;
  json["ultimate_parent"] =
      lineage.parent_unknown ? OrderedJson() : OrderedJson(lineage.ultimate_parent);
  json["headquarters"] = text(lineage.ultimate_headquarters.value_or(""));
  return json;
}

void PrintJson(Console& console, const PartyQuestion& question, const std::vector<Row>& rows) {
  OrderedJson list = OrderedJson::array();
  for (const Row& row : rows) list.push_back(RowJson(question, row));
  console.out << Dumped(list) << "\n";
}

void PrintCsv(Console& console, const std::vector<Row>& rows) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"party", "restricted", "listed", "by_ownership", "aggregate", "terms", "owners",
                "settle", "red_flags"});
  for (const Row& row : rows) {
    const OwnershipFinding& found = row.found;
    std::vector<std::string> owners;
    for (const ListedOwner& owner : found.owners) {
      owners.push_back(owner.share.owner + "=" + owner.share.share.ToString());
    }
    std::vector<std::string> settle;
    for (const OwnerShare& share : found.settle) settle.push_back(share.owner + ">" + share.owned);
    settle.insert(settle.end(), found.settle_names.begin(), found.settle_names.end());
    std::vector<std::string> flags;
    for (const RedFlag& flag : found.red_flags) {
      flags.push_back(fmt::format("{}:{}>{}={}", ToString(flag.kind), flag.owner, flag.owned,
                                  flag.share.ToString()));
    }
    writer.Write({row.party->id, std::string(ToString(found.Restricted())), Join(found.listed, ";"),
                  std::string(ToString(found.by_ownership)), found.aggregate.ToString(),
                  found.terms, Join(owners, ";"), Join(settle, ";"), Join(flags, ";")});
  }
  console.out << csv;
}

Result<std::vector<Row>> RowsOf(const PartyQuestion& question,
                                const std::vector<std::string>& names) {
  const PartyBook& book = question.engine.parties();
  std::vector<const Party*> parties;
  for (const std::string& name : names) {
    LICET_ASSIGN_OR_RETURN(const Party* party, book.Find(name));
    parties.push_back(party);
  }
  if (names.empty()) {
    for (const Party& party : book.parties()) parties.push_back(&party);
  }
  std::vector<Row> rows;
  for (const Party* party : parties) {
    rows.push_back({party, AnalyseOwnership(book, *party, question.day, question.listed)});
  }
  return rows;
}

}  // namespace

int RunPartyRestricted(Console& console, const PartyOptions& options) {
  const auto question = ReadPartyQuestion(console, options);
  if (!question) return Report(console, question.error());
  const auto rows = RowsOf(*question, options.names);
  if (!rows) return Report(console, rows.error());
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, *question, *rows);
      break;
    case OutputFormat::kJson:
      PrintJson(console, *question, *rows);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, *rows);
      break;
  }
  for (const Row& row : *rows) {
    if (row.found.Restricted() != Truth::kFalse) return kExitNo;
  }
  return kExitOk;
}

}  // namespace licet
