// licet regime design: the best circuit that the law permits, and what ends it.

#include <fmt/format.h>

#include <memory>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "requirement_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct DesignOptions {
  CommonOptions common;
  RequirementOptions asked;
  std::string maximize;
  std::string minimize;
  std::string like;  // an item of the catalogue
};

class DesignRun {
 public:
  DesignRun(Console& console, const DesignOptions& options)
      : console_(console), options_(options) {}

  Result<int> Run() {
    LICET_ASSIGN_OR_RETURN(clocks_, ReadClocks(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(as_of_, ReadAsOf(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadLaw(console_, options_.common));
    LICET_RETURN_IF_ERROR(ReadMetric(engine.schema()));
    LICET_RETURN_IF_ERROR(Guarded<Status>([&] { return Ask(engine); }));
    if (!agreed_ || !best_.agreed) {
      return Fail(ErrorCode::kInternal,
                  "the solver and the evaluator disagree on an item; please report the command");
    }
    Print(engine);
    return best_.search == Search::kFound ? kExitOk : kExitNo;
  }

 private:
  Status ReadMetric(const Schema& schema) {
    largest_ = options_.minimize.empty();
    if (largest_ == options_.maximize.empty()) {
      return Fail(ErrorCode::kInvalidArgument, "give one of --maximize METRIC, --minimize METRIC");
    }
    std::string name = largest_ ? options_.maximize : options_.minimize;
    if (schema.Find(name) < 0) name = "item." + name;
    metric_ = schema.Find(name);
    const bool number = metric_ >= 0 && name.starts_with("item.") && IsNumeric(schema, metric_);
    if (number) return {};
    std::vector<std::string> names;
    for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
      const std::string& fact = schema.facts()[static_cast<std::size_t>(i)].name;
      if (fact.starts_with("item.") && IsNumeric(schema, i)) names.push_back(fact);
    }
    return Fail(ErrorCode::kUnknownName,
                fmt::format("{} is no figure of an item{}; figures are {}", Quoted(name),
                            DidYouMean(name, names), Join(names, ", ")));
  }

  static bool IsNumeric(const Schema& schema, int fact) {
    const FactType type = schema.facts()[static_cast<std::size_t>(fact)].type;
    return type == FactType::kNumber || type == FactType::kRatio;
  }

  Status Ask(Engine& engine) {
    const Schema& schema = engine.schema();
    LICET_ASSIGN_OR_RETURN(requirements_,
                           ReadRequirements(engine, options_.asked, as_of_, clocks_));
    std::string where = options_.asked.where.empty() ? "true" : options_.asked.where;
    LICET_ASSIGN_OR_RETURN(const Expression users, WhereOf(requirements_, where, engine));
    LICET_ASSIGN_OR_RETURN(std::set<int> free, FreeFacts(schema, users));
    if (!options_.like.empty()) {
      LICET_ASSIGN_OR_RETURN(const Item* item, engine.catalog().Find(options_.like));
      const Facts facts =
          ClassifyItem(engine, *requirements_.pack, *item, as_of_, clocks_).answer.facts;
      LICET_ASSIGN_OR_RETURN(envelope_, EnvelopeOf(schema, *item, facts, free));
      where = fmt::format("({}) && {}", where, envelope_);
    }
    if (!free.contains(schema.Find("item.type"))) {
      where = fmt::format("({}) && {}", where, kOneCircuit);
      free.insert(schema.Find("transaction.total_tpp"));
    }
    LICET_ASSIGN_OR_RETURN(const Expression envelope, WhereOf(requirements_, where, engine));
    for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
      const FactDecl& fact = schema.facts()[static_cast<std::size_t>(i)];
      const bool figure = fact.type == FactType::kNumber || fact.type == FactType::kBool;
      if (fact.name.starts_with("item.") && figure) free.insert(i);
    }
    const Formula inside =
        requirements_.reasoner->Holds(envelope, requirements_.all.front().snapshot->sets);
    Designer designer(requirements_.reasoner.get(), schema, requirements_.all, std::move(free));
    best_ = designer.Best(metric_, largest_, inside);
    // What the solver found is judged again before anybody reads it.
    agreed_ = !best_.witness || HoldsOf(envelope, requirements_, schema, best_.witness->facts);
    return {};
  }

  const FactDecl& Metric(const Engine& engine) const {
    return engine.schema().facts()[static_cast<std::size_t>(metric_)];
  }
  std::string Goal(const Engine& engine) const {
    return fmt::format("{} {}", largest_ ? "most" : "least", Metric(engine).name);
  }
  std::string Scope() const {
    std::string text = Join(requirements_.texts, " and ");
    if (!options_.asked.where.empty()) text += fmt::format(", where {}", options_.asked.where);
    if (!options_.like.empty()) text += fmt::format(", inside {} ({})", options_.like, envelope_);
    return fmt::format("{}{}, {}", text, DomainsText(options_.common), ClocksText(as_of_, clocks_));
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

  std::string Answer(const Engine& engine) const {
    const FactDecl& metric = Metric(engine);
    if (best_.undefined) return "nothing that has this density";
    if (best_.search == Search::kNone) return "nothing that fits";
    if (best_.search == Search::kUndecided) return "undecided";
    return fmt::format("{} {}", metric.name, LimitText(best_.value, largest_, metric.unit));
  }

  void PrintText(const Engine& engine) {
    const Colour colour = best_.search == Search::kFound ? Colour::kGreen : Colour::kYellow;
    console_.out << Paint(console_, colour, Answer(engine)) << "\n"
                 << Wrap(fmt::format("The {} of a circuit that is {}.", Goal(engine), Scope()),
                         console_.width)
                 << "\n";
    if (best_.search == Search::kUndecided) {
      console_.out << Wrap("The time was over; give more with --time-limit, or a narrower --where.",
                           console_.width)
                   << "\n";
    }
    if (!best_.witness) return;
    PrintTurns(engine);
    console_.out << "\nSuch a part, in a plain deal (what is not named is false, zero or empty):\n";
    Table table({"Fact", "Value", "Means"});
    for (WitnessRow& row : RowsOfWitness(engine, *best_.witness)) {
      table.Add({{std::move(row[0])}, {std::move(row[1])}, {std::move(row[2])}});
    }
    table.Print(console_);
    console_.out << "\nThis is software, not legal advice.\n";
  }

  // Not the law: the figure's own domain, or what else the part must be like.
  std::string WhatEnds(const Engine& engine) const {
    const FactDecl& metric = Metric(engine);
    if (metric.type == FactType::kNumber) {
      const FactDomain domain = engine.schema().NumbersOf(metric_);
      if (best_.value == (largest_ ? domain.most : domain.least)) {
        return fmt::format("The domain of {} ends it, from {} to {}, not the law.", metric.name,
                           domain.least.ToGroupedString(), domain.most.ToGroupedString());
      }
    }
    return fmt::format("The envelope{} ends it, not the law.",
                       options_.common.domains.empty() ? "" : " or a domain");
  }

  void PrintTurns(const Engine& engine) {
    const std::vector<TurnText> turns = TextsOf(engine, requirements_, best_.turns);
    if (turns.empty()) {
      console_.out << "\n"
                   << Wrap(best_.envelope_ends ? WhatEnds(engine)
                                               : "The law and the envelope end it together: the "
                                                 "figure alone would go further.",
                           console_.width)
                   << "\n";
      return;
    }
    console_.out << "\nOne millionth further:\n";
    for (const TurnText& turn : turns) {
      console_.out << "  "
                   << Wrap(fmt::format("{} {}", turn.provision, turn.effect), console_.width - 2, 4)
                   << "\n    "
                   << Paint(console_, Colour::kDim, Wrap(turn.cite, console_.width - 4, 4)) << "\n";
    }
  }

  void PrintJson(const Engine& engine) {
    OrderedJson json = {{"metric", Metric(engine).name},
                        {"goal", largest_ ? "maximize" : "minimize"},
                        {"subject_to", options_.asked.texts},
                        {"where", options_.asked.where},
                        {"domains", options_.common.domains},
                        {"envelope", envelope_},
                        {"overlays", requirements_.overlays},
                        {"envelope_ends", best_.envelope_ends},
                        {"clocks", ClocksJson(as_of_, clocks_)},
                        {"answer", Answer(engine)},
                        {"value", nullptr},
                        {"ends_at", OrderedJson::array()},
                        {"item", nullptr}};
    if (best_.witness) {
      json["value"] = best_.value.ToString();
      for (const TurnText& turn : TextsOf(engine, requirements_, best_.turns)) {
        json["ends_at"].push_back(
            {{"provision", turn.provision}, {"effect", turn.effect}, {"cite", turn.cite}});
      }
      OrderedJson facts = OrderedJson::object();
      for (const WitnessRow& row : RowsOfWitness(engine, *best_.witness)) facts[row[0]] = row[1];
      json["item"] = std::move(facts);
    }
    console_.out << Dumped(json) << "\n";
  }

  void PrintCsv(const Engine& engine) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"metric", "subject_to", "answer", "value", "ends_at", "cite"});
    const std::string value = best_.witness ? best_.value.ToString() : "";
    std::vector<TurnText> turns = TextsOf(engine, requirements_, best_.turns);
    if (turns.empty()) turns.emplace_back();
    for (const TurnText& turn : turns) {
      writer.Write({Metric(engine).name, Join(requirements_.texts, " and "), Answer(engine), value,
                    turn.provision, turn.cite});
    }
    console_.out << csv;
  }

  Console& console_;
  const DesignOptions& options_;
  Clocks clocks_;
  Date as_of_;
  int metric_ = -1;
  bool largest_ = true;
  bool agreed_ = true;
  std::string envelope_;
  Requirements requirements_;
  Optimum best_;
};

}  // namespace

void AddRequirement(CLI::App* command, RequirementOptions* options) {
  command->add_option("--where", options->where, "what the part must be like, in CEL")
      ->type_name("CONDITION");
  command->add_option("--from", options->origin, "country it is sold from (default: US)")
      ->type_name("CC");
  command->add_option("--time-limit", options->seconds, "seconds for a step (default: 10)")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
}

void AddRegimeDesign(CLI::App& regime, Console& console, RunSlot* run) {
  auto options = std::make_shared<DesignOptions>();
  auto* command = regime.add_subcommand("design", "The best part that the law permits");
  command->add_option("--maximize", options->maximize, "figure to have most of: item.tpp ...")
      ->type_name("METRIC");
  command->add_option("--minimize", options->minimize, "figure to have least of")
      ->type_name("METRIC");
  command
      ->add_option("--subject-to", options->asked.texts,
                   "what a law shall answer, or a word that it\ngives: 'us-ear: case-by-case to "
                   "CN'; repeatable")
      ->required()
      ->allow_extra_args(false)
      ->type_name("REGIME: OUTCOME to CC");
  command->add_option("--like", options->like, "no figure above this item's")->type_name("ITEM");
  AddRequirement(command, &options->asked);
  AddClocks(command, &options->common, "today");
  AddDomain(command, &options->common);
  AddOverlay(command, &options->common);
  AddChips(command, &options->common);
  AddFormat(command, &options->common);
  command->footer(
      "The deal is a plain one: a sale from --from to the country, nobody marked,\n"
      "nothing on file; facts that --where or --domain names may be anything that it\n"
      "allows. Exit code 1 when nothing fits, or it is undecided.\n"
      "Example: licet regime design --maximize item.tpp --as-of 2023-11-17 \\\n"
      "           --subject-to 'us-ear: no-licence-required to CN' \\\n"
      "           --where 'item.logic_area == 814 && item.designed_for_datacenter'");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      DesignRun design(console, *options);
      const auto code = design.Run();
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
