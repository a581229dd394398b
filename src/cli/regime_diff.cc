// licet regime diff: every way in which two laws give a transaction another outcome.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "changed_items.h"
#include "licet/analysis/difference.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct DiffOptions {
  CommonOptions common;
  std::string before;
  std::string after;
  std::string where = "true";
  std::string by = "provisions";
  int regions = 1000;
  int seconds = 60;
};

class DiffRun {
 public:
  DiffRun(Console& console, const DiffOptions& options) : console_(console), options_(options) {}

  Result<int> Run() {
    LICET_ASSIGN_OR_RETURN(before_, ReadLaw(console_, options_.before));
    LICET_ASSIGN_OR_RETURN(after_, ReadLaw(console_, options_.after));
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadLaw(console_, options_.common, Both()));
    LICET_ASSIGN_OR_RETURN(const Pack* a, SideOf(engine, before_));
    LICET_ASSIGN_OR_RETURN(const Pack* b, SideOf(engine, after_));
    LICET_ASSIGN_OR_RETURN(const Expression where,
                           ConditionOf(options_.where, "--where", engine, *b));
    const Snapshot& first = SnapshotOf(engine, *a, before_);
    const Snapshot& second = SnapshotOf(engine, *b, after_);
    NameSets(*b, second);
    NameSets(*a, first);
    LICET_RETURN_IF_ERROR(Guarded<Status>([&] { return Ask(engine, first, second, where); }));
    if (a->regime == b->regime) {
      items_ = ChangedItems(engine, {a, *before_.clocks.as_of, before_.clocks},
                            {b, *after_.clocks.as_of, after_.clocks});
    }
    Print(engine);
    return difference_.regions.empty() && difference_.complete() ? kExitOk : kExitNo;
  }

 private:
  // One schema for both laws: that of all their overlays.
  ReplaySetting Both() const {
    ReplaySetting both = before_;
    for (const std::string& file : after_.overlays) {
      const bool there = std::ranges::find(before_.overlays, file) != before_.overlays.end();
      if (!there) both.overlays.push_back(file);
    }
    return both;
  }

  // The regime with the overlays of one side only.
  Result<const Pack*> SideOf(Engine& engine, const ReplaySetting& setting) {
    const std::vector<std::string> files = Both().overlays;
    if (files == setting.overlays) return engine.FindPack(setting.regime);
    std::vector<Overlay> overlays;
    for (const std::string& file : setting.overlays) {
      const auto at = std::ranges::find(files, file) - files.begin();
      overlays.push_back(engine.overlays()[static_cast<std::size_t>(at)]);
    }
    for (std::size_t i = 0; i < files.size(); ++i) {
      const bool used = std::ranges::find(setting.overlays, files[i]) != setting.overlays.end();
      if (used || engine.overlays()[i].parameters().empty()) continue;
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} sets parameters, and these are the same for both laws here; name "
                              "it on both sides, or compare an order book with 'licet replay'",
                              files[i]));
    }
    return engine.PackUnder(console_.disk, setting.regime, overlays);
  }

  static const Snapshot& SnapshotOf(Engine& engine, const Pack& pack,
                                    const ReplaySetting& setting) {
    return engine.SnapshotOf(pack, *setting.clocks.as_of, setting.clocks.known_at,
                             setting.clocks.reading);
  }

  void NameSets(const Pack& pack, const Snapshot& snapshot) {
    for (std::size_t i = 0; i < pack.sets.size(); ++i) {
      sets_.emplace_back(pack.sets[i].name, snapshot.sets[i]);
    }
  }

  Status Ask(const Engine& engine, const Snapshot& first, const Snapshot& second,
             const Expression& where) {
    {
      Reasoner reasoner(engine.schema(), std::chrono::seconds(options_.seconds));
      LICET_RETURN_IF_ERROR(ExpectSome(&reasoner, where, second.sets, "--where"));
    }
    difference_ = DifferenceOf(engine.schema(), first, second, where, second.sets,
                               {static_cast<std::size_t>(options_.regions),
                                std::chrono::seconds(options_.seconds), options_.by == "facts"});
    laws_ = {&first, &second};
    // What the solver found is judged again before anybody reads it.
    for (const Region& region : difference_.regions) {
      Facts one = region.witness.facts;
      Facts other = region.witness.facts;
      if (Determine(first, engine.schema(), &one).outcome == region.before &&
          Determine(second, engine.schema(), &other).outcome == region.after) {
        continue;
      }
      return Fail(ErrorCode::kInternal,
                  "the solver and the evaluator disagree on a transaction; please report the "
                  "command");
    }
    return {};
  }

  const Provision& Of(const Cause& cause) const {
    return laws_[cause.before ? 0 : 1]->pack->provisions[static_cast<std::size_t>(cause.provision)];
  }
  // Conditions stand on several lines of a pack.
  static std::string OneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
      const bool blank = c == ' ' || c == '\n';
      if (!blank || (!line.empty() && line.back() != ' ')) line += blank ? ' ' : c;
    }
    return line;
  }

  std::vector<std::string> TextsOf(const Engine& engine, const Region& region) const {
    if (region.cause) {
      const Provision& provision = Of(*region.cause);
      return {fmt::format("{} {}{}: {}", provision.id, region.cause->surely ? "" : "perhaps ",
                          region.cause->before ? "ends" : "begins",
                          OneLine(provision.when.text()))};
    }
    std::vector<std::string> texts;
    for (const Literal& literal : region.where) {
      texts.push_back(TextOf(literal, engine.schema(), sets_));
    }
    // What the item is comes before the deal, what is so before what is not.
    std::ranges::stable_sort(texts, {}, [](const std::string& text) {
      const bool denies = text.starts_with("not ") || text.find(" is not ") != std::string::npos;
      return std::pair(denies, !text.starts_with("item."));
    });
    return texts;
  }

  std::string WitnessText(const Engine& engine, const Witness& witness) const {
    std::vector<std::string> parts;
    for (const WitnessRow& row : RowsOfWitness(engine, witness)) {
      parts.push_back(fmt::format("{} {}", row[0], row[1]));
    }
    return parts.empty() ? "nothing is told of it" : Join(parts, "; ");
  }

  std::string OpenText() const {
    std::vector<std::string> pairs;
    for (const auto& [a, b] : difference_.open) {
      pairs.push_back(fmt::format("{} to {}", ToString(a), ToString(b)));
    }
    return Join(pairs, ", ");
  }

  void Print(const Engine& engine) {
    switch (options_.common.format) {
      case OutputFormat::kTable:
        PrintText(engine);
        break;
      case OutputFormat::kJson:
        PrintJson(engine);
        break;
      case OutputFormat::kCsv:
        PrintCsv(engine);
        break;
    }
  }

  void PrintText(const Engine& engine) {
    const Region* last = nullptr;
    int number = 0;
    for (const Region& region : difference_.regions) {
      if (last == nullptr || last->before != region.before || last->after != region.after) {
        console_.out << (last == nullptr ? "" : "\n")
                     << Paint(console_, Colour::kBold,
                              fmt::format("{} -> {}", ToString(region.before),
                                          ToString(region.after)))
                     << "\n";
      }
      last = &region;
      console_.out << fmt::format("{:>3}  ", ++number)
                   << Wrap(Join(TextsOf(engine, region), "; and "), console_.width - 5, 5) << "\n"
                   << Paint(console_, Colour::kDim,
                            "     " + Wrap("such as: " + WitnessText(engine, region.witness),
                                           console_.width - 5, 5))
                   << "\n";
    }
    PrintItems();
    console_.out << (number > 0 ? "\n" : "") << Wrap(Conclusion(), console_.width) << "\n";
  }

  void PrintItems() {
    if (items_.empty()) return;
    console_.out << "\n" << Paint(console_, Colour::kBold, "Items of the catalogue") << "\n";
    Table table({"Item", "Before", "After"});
    for (const ChangedItem& one : items_) table.Add({{one.item}, {one.before}, {one.after}});
    table.Print(console_);
  }

  std::string Conclusion() const {
    const std::string laws = fmt::format("{} and {}", options_.before, options_.after);
    const std::string scope =
        (options_.where == "true" ? "" : fmt::format(" where {}", options_.where)) +
        DomainsText(options_.common);
    if (!difference_.complete()) {
      return fmt::format(
          "Undecided: {} regions of {}{} were found, and there may be more of {}; give more with "
          "--time-limit and --regions, or narrow it with --where.",
          difference_.regions.size(), laws, scope, OpenText());
    }
    if (difference_.regions.empty()) {
      return fmt::format("Proved: {} give every transaction{} the same outcome.", laws, scope);
    }
    return fmt::format(
        "Proved: outside these {} regions {} give every transaction{} the same outcome.",
        difference_.regions.size(), laws, scope);
  }

  void PrintJson(const Engine& engine) {
    OrderedJson regions = OrderedJson::array();
    for (const Region& region : difference_.regions) {
      OrderedJson facts = OrderedJson::object();
      for (const WitnessRow& row : RowsOfWitness(engine, region.witness)) facts[row[0]] = row[1];
      OrderedJson cause = nullptr;
      if (region.cause) {
        const Provision& provision = Of(*region.cause);
        cause = {{"provision", provision.id},
                 {"fires", region.cause->before ? "before" : "after"},
                 {"surely", region.cause->surely},
                 {"when", OneLine(provision.when.text())},
                 {"cite", CiteJson(provision.cite)}};
      }
      regions.push_back({{"before", ToString(region.before)},
                         {"after", ToString(region.after)},
                         {"cause", std::move(cause)},
                         {"where", TextsOf(engine, region)},
                         {"witness", std::move(facts)}});
    }
    OrderedJson items = OrderedJson::array();
    for (const ChangedItem& one : items_) {
      items.push_back({{"item", one.item}, {"before", one.before}, {"after", one.after}});
    }
    OrderedJson open = OrderedJson::array();
    for (const auto& [a, b] : difference_.open) {
      open.push_back({{"before", ToString(a)}, {"after", ToString(b)}});
    }
    const OrderedJson json = {{"before", options_.before},
                              {"after", options_.after},
                              {"where", options_.where},
                              {"domains", options_.common.domains},
                              {"complete", difference_.complete()},
                              {"regions", regions},
                              {"items", items},
                              {"open", open}};
    console_.out << Dumped(json) << "\n";
  }

  void PrintCsv(const Engine& engine) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"kind", "before", "after", "where", "witness"});
    for (const Region& region : difference_.regions) {
      writer.Write({"region", std::string(ToString(region.before)),
                    std::string(ToString(region.after)), Join(TextsOf(engine, region), "; "),
                    WitnessText(engine, region.witness)});
    }
    for (const ChangedItem& one : items_) {
      writer.Write({"item", one.before, one.after, one.item, ""});
    }
    for (const auto& [a, b] : difference_.open) {
      writer.Write({"open", std::string(ToString(a)), std::string(ToString(b)), "", ""});
    }
    console_.out << csv;
  }

  Console& console_;
  const DiffOptions& options_;
  ReplaySetting before_;
  ReplaySetting after_;
  std::vector<std::pair<std::string, std::vector<Symbol>>> sets_;
  std::array<const Snapshot*, 2> laws_{};
  Difference difference_;
  std::vector<ChangedItem> items_;
};

}  // namespace

void AddRegimeDiff(CLI::App& regime, Console& console, RunSlot* run) {
  auto options = std::make_shared<DiffOptions>();
  auto* command = regime.add_subcommand("diff", "Two laws: every way in which outcomes differ");
  command
      ->add_option("before", options->before,
                   "REGIME@DATE; then, after commas, codified,\nknown=DATE, overlay=FILE")
      ->required()
      ->type_name("LAW");
  command->add_option("after", options->after, "the other, written alike")
      ->required()
      ->type_name("LAW");
  command->add_option("--where", options->where, "only where this holds, in CEL (default: true)")
      ->type_name("CONDITION");
  command
      ->add_option("--by", options->by,
                   "what makes a region: a provision that fires\nunder one law only, or facts "
                   "(default: provisions)")
      ->check(CLI::IsMember({"provisions", "facts"}))
      ->type_name("WHAT");
  command->add_option("--regions", options->regions, "at most so many (default: 1000)")
      ->check(CLI::Range(1, 100'000))
      ->type_name("N");
  command->add_option("--time-limit", options->seconds, "seconds to look (default: 60)")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
  AddDomain(command, &options->common);
  AddFormat(command, &options->common);
  command->footer(
      "A region names a provision that fires under one law only where outcomes differ.\n"
      "By facts it says what of the item, the route and the use is enough, with parties\n"
      "and papers as in the transaction beside it. Exit code 0 when nothing differs.\n"
      "With overlay=FILE on one side a patch or an overlay is compared with the law.\n"
      "Example: licet regime diff us-ear@2023-11-16 us-ear@2023-11-17 \\\n"
      "           --where 'item.type == \"ic\" && transaction.destination == \"CN\"'");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      DiffRun diff(console, *options);
      const auto code = diff.Run();
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
