// licet party tree and licet party owners: who stands above and below a party.

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "party_text.h"
#include "table.h"

namespace licet {

namespace {

// Deeper levels are drawn no further to the right.
constexpr int kDrawnDepthMax = 12;

std::string DayText(Date day) {
  return day == Date::Min() || day == Date::Max() ? "" : day.ToString();
}

// As short as a drawing needs it.
std::string PercentText(const Range& share) { return IsNotKnown(share) ? "? %" : ShareText(share); }

// Draws links in the order of a tree with lines between them.
class Drawing {
 public:
  Drawing(Console& console, const PartyQuestion& question, bool up)
      : console_(console), question_(question), up_(up) {}

  void Print(const std::vector<ChainLink>& links) {
    if (links.empty()) console_.out << "  nothing on file\n";
    std::vector<bool> goes_on;  // by depth: another link of that level follows
    for (std::size_t i = 0; i < links.size(); ++i) {
      const auto depth = static_cast<std::size_t>(std::min(links[i].depth, kDrawnDepthMax));
      goes_on.resize(depth);
      goes_on[depth - 1] = HasNext(links, i);
      Line(links[i], goes_on);
    }
  }

 private:
  static bool HasNext(const std::vector<ChainLink>& links, std::size_t at) {
    for (std::size_t i = at + 1; i < links.size(); ++i) {
      if (links[i].depth == links[at].depth) return true;
      if (links[i].depth < links[at].depth) return false;
    }
    return false;
  }

  void Line(const ChainLink& link, const std::vector<bool>& goes_on) {
    std::string head = "  ";
    for (std::size_t i = 0; i + 1 < goes_on.size(); ++i) head += goes_on[i] ? "|   " : "    ";
    const std::string below = head + (goes_on.back() ? "|   " : "    ");
    head += goes_on.back() ? "|-- " : "`-- ";
    const std::string& id = up_ ? link.share.owner : link.share.owned;
    const bool listed = !ListedFlags(question_, id).empty();
    const auto indent = static_cast<int>(head.size());
    std::string text = Wrap(TextOf(link, id), console_.width - indent);
    for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos;) {
      text.insert(at + 1, below);
      at += below.size();
    }
    console_.out << head << Paint(console_, listed ? Colour::kRed : Colour::kPlain, text) << "\n";
  }

  // "30 % Acme Pte Ltd (acme), SG, 15 % along the chain [entity-list]"
  std::string TextOf(const ChainLink& link, const std::string& id) const {
    const PartyBook& book = question_.engine.parties();
    std::string text = PercentText(link.share.share) + " " + PartyText(book, id);
    if (const auto party = book.Find(id); party && !(*party)->country.empty()) {
      text += ", " + (*party)->country;
    }
    if (link.depth > 1 && link.multiplied) {
      text += ", " + PercentText(*link.multiplied) + " along the chain";
    }
    if (link.told_before) text += ", see above";
    const std::vector<std::string> flags = ListedFlags(question_, id);
    if (!flags.empty()) text += " [" + Join(flags, ", ") + "]";
    return text;
  }

  Console& console_;
  const PartyQuestion& question_;
  const bool up_;
};

struct Trees {
  const Party* party;
  Lineage lineage;
  std::vector<ChainLink> owners;
  std::vector<ChainLink> holdings;
};

void PrintTable(Console& console, const PartyQuestion& question, const Trees& trees) {
  const PartyBook& book = question.engine.parties();
  const Lineage& lineage = trees.lineage;
  std::string head = PartyText(book, trees.party->id);
  if (!trees.party->country.empty()) head += ", " + trees.party->country;
  const std::vector<std::string> flags = ListedFlags(question, trees.party->id);
  if (!flags.empty()) head += " [" + Join(flags, ", ") + "]";
  console.out << Paint(console, Colour::kBold, Wrap(head, console.width)) << "\n";
  const std::string parent = lineage.parent_unknown ? "not known"
                             : lineage.ultimate_parent == trees.party->id
                                 ? "itself"
                                 : PartyText(book, lineage.ultimate_parent);
  console.out << Wrap(fmt::format("On {}. Ultimate parent on record: {}; headquarters {}.",
                                  question.day.ToString(), parent,
                                  lineage.ultimate_headquarters.value_or("not known")),
                      console.width)
              << "\n\nOwned by\n";
  Drawing(console, question, true).Print(trees.owners);
  console.out << "\nOwns\n";
  Drawing(console, question, false).Print(trees.holdings);
}

OrderedJson LinkJson(const PartyQuestion& question, const ChainLink& link, bool up) {
  const std::string& id = up ? link.share.owner : link.share.owned;
  OrderedJson json = {{"depth", link.depth}};
  json.update(ShareJson(link.share));
  json["name"] = NameOf(question.engine.parties(), id);
  json["along_chain"] = link.multiplied ? OrderedJson(link.multiplied->ToString()) : OrderedJson();
  json["listed"] = ListedFlags(question, id);
  json["told_before"] = link.told_before;
  return json;
}

OrderedJson LinksJson(const PartyQuestion& question, const std::vector<ChainLink>& links, bool up) {
  OrderedJson list = OrderedJson::array();
  for (const ChainLink& link : links) list.push_back(LinkJson(question, link, up));
  return list;
}

void PrintJson(Console& console, const PartyQuestion& question, const Trees& trees) {
  const Lineage& lineage = trees.lineage;
  OrderedJson json = {{"party", trees.party->id},
                      {"name", trees.party->name},
                      {"as_of", question.day.ToString()},
                      {"listed", ListedFlags(question, trees.party->id)}};
  json["ultimate_parent"] =
      lineage.parent_unknown ? OrderedJson() : OrderedJson(lineage.ultimate_parent);
  json["headquarters"] =
      lineage.ultimate_headquarters ? OrderedJson(*lineage.ultimate_headquarters) : OrderedJson();
  json["owners"] = LinksJson(question, trees.owners, true);
  json["holdings"] = LinksJson(question, trees.holdings, false);
  console.out << Dumped(json) << "\n";
}

void PrintCsv(Console& console, const PartyQuestion& question, const Trees& trees) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"direction", "depth", "owner", "owned", "name", "share", "along_chain", "from",
                "to", "listed"});
  for (const bool up : {true, false}) {
    for (const ChainLink& link : up ? trees.owners : trees.holdings) {
      const std::string& id = up ? link.share.owner : link.share.owned;
      writer.Write({up ? "up" : "down", std::to_string(link.depth), link.share.owner,
                    link.share.owned, NameOf(question.engine.parties(), id),
                    link.share.share.ToString(), link.multiplied ? link.multiplied->ToString() : "",
                    DayText(link.share.valid.from), DayText(link.share.valid.to),
                    Join(ListedFlags(question, id), ";")});
    }
  }
  console.out << csv;
}

void PrintOwnersTable(Console& console, const PartyQuestion& question, const Trees& trees) {
  const PartyBook& book = question.engine.parties();
  Table table({"Owner", "Of", "Share", "Along chain", "Listed", "Since"}, {2, 3});
  for (const ChainLink& link : trees.owners) {
    const Truth counts = CountsAsListed(question, link.share.owner);
    const std::vector<std::string> flags = ListedFlags(question, link.share.owner);
    table.Add({{PartyText(book, link.share.owner)},
               {link.share.owned},
               {link.share.share.ToString()},
               {link.multiplied ? link.multiplied->ToString() : ""},
               {!flags.empty()              ? Join(flags, ", ")
                : counts == Truth::kTrue    ? "by its owners"
                : counts == Truth::kUnknown ? "not known"
                                            : "no",
                counts == Truth::kTrue      ? Colour::kRed
                : counts == Truth::kUnknown ? Colour::kYellow
                                            : Colour::kPlain},
               {DayText(link.share.valid.from)}});
  }
  table.Print(console);
  console.out << "\n"
              << Wrap(fmt::format("{} shares above {} on {}. Shares in percent; along the chain: "
                                  "of the party itself.",
                                  trees.owners.size(), PartyText(book, trees.party->id),
                                  question.day.ToString()),
                      console.width)
              << "\n";
}

void PrintOwnersJson(Console& console, const PartyQuestion& question, const Trees& trees) {
  OrderedJson list = OrderedJson::array();
  for (const ChainLink& link : trees.owners) {
    OrderedJson json = LinkJson(question, link, true);
    json["counts_as_listed"] = ToString(CountsAsListed(question, link.share.owner));
    list.push_back(std::move(json));
  }
  console.out << Dumped(list) << "\n";
}

void PrintOwnersCsv(Console& console, const PartyQuestion& question, const Trees& trees) {
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"depth", "owner", "owned", "name", "share", "along_chain", "from", "to", "listed",
                "counts_as_listed"});
  for (const ChainLink& link : trees.owners) {
    writer.Write({std::to_string(link.depth), link.share.owner, link.share.owned,
                  NameOf(question.engine.parties(), link.share.owner), link.share.share.ToString(),
                  link.multiplied ? link.multiplied->ToString() : "",
                  DayText(link.share.valid.from), DayText(link.share.valid.to),
                  Join(ListedFlags(question, link.share.owner), ";"),
                  std::string(ToString(CountsAsListed(question, link.share.owner)))});
  }
  console.out << csv;
}

Result<Trees> TreesOf(const PartyQuestion& question, const PartyOptions& options) {
  const PartyBook& book = question.engine.parties();
  Trees trees;
  LICET_ASSIGN_OR_RETURN(trees.party, book.Find(options.names.front()));
  trees.lineage = book.LineageOf(*trees.party);
  trees.owners = OwnerChains(book, *trees.party, question.day);
  trees.holdings = HoldingChains(book, *trees.party, question.day);
  return trees;
}

using Printer = void (*)(Console&, const PartyQuestion&, const Trees&);

int RunPrinters(Console& console, const PartyOptions& options, Printer table, Printer json,
                Printer csv) {
  const auto question = ReadPartyQuestion(console, options);
  if (!question) return Report(console, question.error());
  const auto trees = TreesOf(*question, options);
  if (!trees) return Report(console, trees.error());
  const OutputFormat format = options.common.format;
  const Printer print = format == OutputFormat::kJson  ? json
                        : format == OutputFormat::kCsv ? csv
                                                       : table;
  print(console, *question, *trees);
  return kExitOk;
}

}  // namespace

int RunPartyTree(Console& console, const PartyOptions& options) {
  return RunPrinters(console, options, PrintTable, PrintJson, PrintCsv);
}

int RunPartyOwners(Console& console, const PartyOptions& options) {
  return RunPrinters(console, options, PrintOwnersTable, PrintOwnersJson, PrintOwnersCsv);
}

}  // namespace licet
