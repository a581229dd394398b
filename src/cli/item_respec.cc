// licet item respec: the smallest changes that move an item to another class.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "licet/analysis/respec.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "requirement_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct RespecOptions {
  CommonOptions common;
  RequirementOptions asked;
  std::string item;
};

class RespecRun {
 public:
  RespecRun(Console& console, const RespecOptions& options)
      : console_(console), options_(options) {}

  Result<int> Run() {
    LICET_ASSIGN_OR_RETURN(clocks_, ReadClocks(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(as_of_, ReadAsOf(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadLaw(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(item_, engine.catalog().Find(options_.item));
    if (item_->type != ItemType::kIc) {
      return Fail(ErrorCode::kInvalidArgument,
                  fmt::format("{} is no integrated circuit; ask for the circuit that is in it",
                              item_->model));
    }
    LICET_RETURN_IF_ERROR(Guarded<Status>([&] { return Ask(engine); }));
    Print(engine);
    const bool found = respec_.already ? sure_ : !respec_.plans.empty();
    return found ? kExitOk : kExitNo;
  }

 private:
  Status Ask(Engine& engine) {
    const Schema& schema = engine.schema();
    LICET_ASSIGN_OR_RETURN(requirements_,
                           ReadRequirements(engine, options_.asked, as_of_, clocks_));
    LICET_ASSIGN_OR_RETURN(
        const Expression where,
        WhereOf(requirements_, options_.asked.where.empty() ? "true" : options_.asked.where,
                engine));
    LICET_ASSIGN_OR_RETURN(std::set<int> free, FreeFacts(schema, where));
    const Facts facts =
        ClassifyItem(engine, *requirements_.pack, *item_, as_of_, clocks_).answer.facts;
    // Only to see that all figures are known.
    LICET_RETURN_IF_ERROR(EnvelopeOf(schema, *item_, facts, free));
    // What the catalogue knows is not the condition's to choose.
    std::erase_if(free, [&](int fact) { return IsKnown(schema, facts, fact); });
    for (Requirement& requirement : requirements_.all) {
      PutItem(schema, facts, &requirement.deal);
      sure_ = sure_ && IsMet(requirement, schema, OwnFacts(schema, facts, requirement.deal));
    }
    const Formula formula =
        requirements_.reasoner->Holds(where, requirements_.all.front().snapshot->sets);
    respec_ =
        RespecOf(requirements_.reasoner.get(), schema, requirements_.all, std::move(free), formula);
    const bool so = std::ranges::all_of(respec_.parts, [&](const Witness& part) {
      return HoldsOf(where, requirements_, schema, part.facts);
    });
    if (respec_.agreed && so) return {};
    return Fail(ErrorCode::kInternal,
                "the solver and the evaluator disagree on an item; please report the command");
  }

  static bool IsOfItem(const Schema& schema, int fact) {
    return schema.facts()[static_cast<std::size_t>(fact)].name.starts_with("item.");
  }
  static bool IsKnown(const Schema& schema, const Facts& facts, int fact) {
    const Value& value = facts[fact];
    return IsOfItem(schema, fact) &&
           (value.number.high || value.symbol || value.truth != Truth::kUnknown);
  }
  // The deal with the item as the catalogue has it: what is not known stays so.
  static Facts OwnFacts(const Schema& schema, const Facts& item, Facts deal) {
    for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
      if (IsOfItem(schema, i)) deal[i] = item[i];
    }
    return deal;
  }

  // The catalogue's facts, ranges at the end that the law is stricter with: the upper one,
  // but of a die area the lower. What it does not know stays plain.
  static void PutItem(const Schema& schema, const Facts& facts, Facts* deal) {
    for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
      if (!IsOfItem(schema, i)) continue;
      const Value& known = facts[i];
      if (known.symbol) (*deal)[i].symbol = known.symbol;
      const bool area = i == schema.Find("item.logic_area");
      const auto& end = area && known.number.low ? known.number.low : known.number.high;
      if (end) (*deal)[i].number = Range::Exactly(*end);
      if (known.truth != Truth::kUnknown) (*deal)[i].truth = known.truth;
    }
  }

  std::string Target() const {
    std::string text = Join(requirements_.texts, " and ");
    if (!options_.asked.where.empty()) text += fmt::format(", where {}", options_.asked.where);
    return fmt::format("{}{}, {}", text, DomainsText(options_.common), ClocksText(as_of_, clocks_));
  }

  static std::string Lost(const Change& change) {
    if (change.flag) return "";
    const bool grows = change.to > change.from;
    const auto gap = grows ? Subtract(change.to, change.from) : Subtract(change.from, change.to);
    const auto hundredfold = Multiply(*gap, Decimal::FromInt(100));
    if (!hundredfold) return "";
    const auto percent = DivideForDisplay(*hundredfold, change.from, 1);
    if (!percent) return "";
    if (*percent == Decimal()) return grows ? "under +0.1 %" : "under -0.1 %";
    return fmt::format("{}{} %", grows ? "+" : "-", percent->ToString());
  }
  static std::string ToText(const Engine& engine, const Change& change) {
    if (change.flag) return "no";
    const FactDecl& fact = engine.schema().facts()[static_cast<std::size_t>(change.fact)];
    return LimitText(change.to, change.to < change.from, fact.unit);
  }
  static std::string NameOf(const Engine& engine, const Change& change) {
    return engine.schema().facts()[static_cast<std::size_t>(change.fact)].name;
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
    console_.out << Wrap(fmt::format("{}: {}", Headline(), Target()), console_.width) << "\n";
    if (respec_.plans.empty()) return;
    console_.out << "\n";
    Table table({"Plan", "Change", "From", "To", "", "Line"}, {2});
    for (std::size_t i = 0; i < respec_.plans.size(); ++i) {
      bool first = true;
      for (const Change& change : respec_.plans[i]) {
        const auto turns = TextsOf(engine, requirements_, change.turns);
        table.Add({{first ? std::to_string(i + 1) : ""},
                   {NameOf(engine, change)},
                   {change.flag ? "yes" : change.from.ToGroupedString()},
                   {ToText(engine, change), Colour::kGreen},
                   {Lost(change)},
                   {turns.empty() ? "" : turns.front().provision + " " + turns.front().effect,
                    Colour::kDim}});
        first = false;
      }
    }
    table.Print(console_);
    console_.out << "\n"
                 << Wrap(
                        "In each plan a figure stays as good as those above it allow. What is not "
                        "named stays. This is software, not legal advice.",
                        console_.width)
                 << "\n";
  }

  std::string Headline() const {
    if (respec_.already && sure_) return fmt::format("{} is so already", item_->model);
    if (respec_.already) {
      return fmt::format("{} may be so already; that turns on what the catalogue does not know",
                         item_->model);
    }
    if (respec_.search == Search::kUndecided) {
      return fmt::format("Undecided for {} (more time: --time-limit)", item_->model);
    }
    if (respec_.plans.empty()) {
      return fmt::format("No change of three figures or fewer makes {} so", item_->model);
    }
    return fmt::format("What makes {} so", item_->model);
  }

  std::string_view Word() const {
    return respec_.already && sure_               ? "already"
           : respec_.already                      ? "perhaps"
           : respec_.search == Search::kUndecided ? "undecided"
           : respec_.plans.empty()                ? "none"
                                                  : "found";
  }

  void PrintJson(const Engine& engine) {
    OrderedJson plans = OrderedJson::array();
    for (const std::vector<Change>& plan : respec_.plans) {
      OrderedJson changes = OrderedJson::array();
      for (const Change& change : plan) {
        OrderedJson ends = OrderedJson::array();
        for (const TurnText& turn : TextsOf(engine, requirements_, change.turns)) {
          ends.push_back(
              {{"provision", turn.provision}, {"effect", turn.effect}, {"cite", turn.cite}});
        }
        OrderedJson one = {{"fact", NameOf(engine, change)}};
        one["from"] = change.flag ? OrderedJson(true) : OrderedJson(change.from.ToString());
        one["to"] = change.flag ? OrderedJson(false) : OrderedJson(change.to.ToString());
        one["limit"] = ToText(engine, change);
        one["change"] = Lost(change);
        one["ends_at"] = std::move(ends);
        changes.push_back(std::move(one));
      }
      plans.push_back(std::move(changes));
    }
    const OrderedJson json = {{"item", item_->model},
                              {"to", options_.asked.texts},
                              {"where", options_.asked.where},
                              {"domains", options_.common.domains},
                              {"overlays", requirements_.overlays},
                              {"clocks", ClocksJson(as_of_, clocks_)},
                              {"answer", Word()},
                              {"plans", plans}};
    console_.out << Dumped(json) << "\n";
  }

  void PrintCsv(const Engine& engine) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write(
        {"item", "target", "answer", "plan", "fact", "from", "to", "limit", "change", "line"});
    const std::string target = Join(requirements_.texts, " and ");
    const std::string answer(Word());
    if (respec_.plans.empty()) {
      writer.Write({item_->model, target, answer, "", "", "", "", "", "", ""});
    }
    for (std::size_t i = 0; i < respec_.plans.size(); ++i) {
      for (const Change& change : respec_.plans[i]) {
        const auto turns = TextsOf(engine, requirements_, change.turns);
        writer.Write({item_->model, target, answer, std::to_string(i + 1), NameOf(engine, change),
                      change.flag ? "true" : change.from.ToString(),
                      change.flag ? "false" : change.to.ToString(), ToText(engine, change),
                      Lost(change), turns.empty() ? "" : turns.front().provision});
      }
    }
    console_.out << csv;
  }

  Console& console_;
  const RespecOptions& options_;
  Clocks clocks_;
  Date as_of_;
  const Item* item_ = nullptr;
  Requirements requirements_;
  Respec respec_;
  bool sure_ = true;  // by the catalogue's own facts it is so already
};

}  // namespace

void AddItemRespec(CLI::App& item, Console& console, RunSlot* run) {
  auto options = std::make_shared<RespecOptions>();
  auto* command =
      item.add_subcommand("respec", "The smallest changes that move it to another class");
  command->add_option("item", options->item, "a circuit of the catalogue")
      ->required()
      ->type_name("ITEM");
  command
      ->add_option("--to", options->asked.texts,
                   "what a law shall answer, or a word that it\ngives: 'us-ear: 3A090.b to CN'; "
                   "repeatable")
      ->required()
      ->allow_extra_args(false)
      ->type_name("REGIME: OUTCOME to CC");
  AddRequirement(command, &options->asked);
  AddClocks(command, &options->common, "today");
  AddDomain(command, &options->common);
  AddOverlay(command, &options->common);
  AddChips(command, &options->common);
  AddFormat(command, &options->common);
  command->footer(
      "Exit code 1 when no change of three figures or fewer does it, or it is\n"
      "undecided.\n"
      "Example: licet item respec \"H100 SXM5 80GB\" --as-of 2023-11-17 \\\n"
      "           --to 'us-ear: no-licence-required to CN'");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      RespecRun respec(console, *options);
      const auto code = respec.Run();
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
