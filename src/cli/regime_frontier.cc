// licet regime frontier: how much processing power the law permits on a die of each size, year
// by year, and where the parts of the catalogue stand.

#include <fmt/format.h>

#include <array>
#include <memory>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "progress.h"
#include "regime_text.h"
#include "report.h"
#include "requirement_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

// Square millimetres; close together where dies are made.
constexpr std::array kAreas = {100, 150, 200, 250, 271,  294,  350,  400,  450,  500,  550, 609,
                               700, 750, 814, 900, 1000, 1200, 1500, 1600, 1800, 2000, 2400};
constexpr std::array kTold = {294, 609, 814, 1600};  // in the terminal

struct FrontierOptions {
  CommonOptions common;
  RequirementOptions asked;
  std::string regime = "us-ear";
  std::string destination = "CN";
  std::vector<std::string> answers;
  std::vector<std::string> days;
  std::string report;
};

struct FrontierLine {
  std::string answer;
  std::vector<std::optional<Decimal>> most;  // by area; nothing: none is permitted
};

struct Chip {
  const Item* item = nullptr;
  std::string outcome;
};

struct Year {
  Date day;
  std::vector<FrontierLine> lines;
  std::vector<Chip> chips;
};

class FrontierRun {
 public:
  FrontierRun(Console& console, const FrontierOptions& options)
      : console_(console), options_(options) {}

  Result<int> Run() {
    LICET_ASSIGN_OR_RETURN(clocks_, ReadClocks(console_, options_.common));
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadLaw(console_, options_.common));
    const int tpp = engine.schema().Find("item.tpp");
    unlimited_ = engine.schema().NumbersOf(tpp).most;
    if (engine.schema().domains().contains(engine.schema().Find("item.logic_area"))) {
      return Fail(ErrorCode::kInvalidArgument,
                  "--domain is of item.logic_area; the frontier asks areas of its own");
    }
    LICET_ASSIGN_OR_RETURN(const Pack* pack, engine.FindPack(options_.regime));
    overlays_ = pack->overlays;
    LICET_ASSIGN_OR_RETURN(const std::vector<Date> days, Days(*pack));
    answers_ = options_.answers.empty() ? UsualAnswers(*pack) : options_.answers;
    progress_.emplace(console_, "points", 0, days.size() * answers_.size() * kAreas.size(), 0);
    for (const Date day : days) {
      LICET_RETURN_IF_ERROR(Guarded<Status>([&] { return AddYear(engine, *pack, day); }));
    }
    progress_.reset();
    if (!options_.report.empty()) {
      LICET_RETURN_IF_ERROR(
          console_.disk.WriteAtomically(options_.report, RenderReport(Dumped(Json(engine), -1))));
    }
    Print(engine);
    return kExitOk;
  }

 private:
  // Without days of the user's: the last of each year that the pack speaks for, and today.
  Result<std::vector<Date>> Days(const Pack& pack) const {
    std::vector<Date> days;
    for (const std::string& text : options_.days) {
      LICET_ASSIGN_OR_RETURN(const Date day, Date::Parse(text));
      days.push_back(day);
    }
    if (!days.empty()) return days;
    const Date today = console_.clock.Today();
    const auto year_of = [](Date day) { return std::stoi(day.ToString().substr(0, 4)); };
    for (int year = year_of(pack.covers); year < year_of(today); ++year) {
      LICET_ASSIGN_OR_RETURN(const Date day, Date::Parse(fmt::format("{}-12-31", year)));
      days.push_back(day);
    }
    days.push_back(today);
    return days;
  }

  // Free, and for review one by one where the regime has such a lane.
  static std::vector<std::string> UsualAnswers(const Pack& pack) {
    std::vector<std::string> answers = {std::string(ToString(Outcome::kNoLicenceRequired))};
    const bool lane = std::ranges::any_of(pack.provisions, [](const Provision& provision) {
      return provision.gives && provision.gives->name == "case-by-case";
    });
    if (lane) answers.emplace_back("case-by-case");
    return answers;
  }

  Status AddYear(Engine& engine, const Pack& pack, Date day) {
    Year year{day, {}, {}};
    for (const std::string& answer : answers_) {
      LICET_ASSIGN_OR_RETURN(FrontierLine line, LineOf(engine, answer, day));
      year.lines.push_back(std::move(line));
    }
    for (const Item& item : engine.catalog().items()) AddChip(engine, pack, item, &year);
    years_.push_back(std::move(year));
    return {};
  }

  Result<FrontierLine> LineOf(Engine& engine, const std::string& answer, Date day) {
    const Schema& schema = engine.schema();
    RequirementOptions asked = options_.asked;
    asked.texts = {fmt::format("{}: {} to {}", options_.regime, answer, options_.destination)};
    LICET_ASSIGN_OR_RETURN(Requirements read, ReadRequirements(engine, asked, day, clocks_));
    const std::string where = fmt::format("({}) && {}", asked.where, kOneCircuit);
    LICET_ASSIGN_OR_RETURN(const Expression part, WhereOf(read, where, engine));
    LICET_ASSIGN_OR_RETURN(std::set<int> free, FreeFacts(schema, part));
    for (const char* name : {"item.tpp", "item.total_tpp", "transaction.total_tpp",
                             "item.peak_tops", "item.logic_area"}) {
      free.insert(schema.Find(name));
    }
    const Formula inside = read.reasoner->Holds(part, read.all.front().snapshot->sets);
    std::vector<Formula> areas;
    for (const int area : kAreas) {
      LICET_ASSIGN_OR_RETURN(
          const Expression is,
          ConditionOf(fmt::format("item.logic_area == {}", area), "--where", engine, *read.pack));
      areas.push_back(read.reasoner->And(inside, read.reasoner->Holds(is, {})));
    }
    Designer designer(read.reasoner.get(), schema, read.all, std::move(free));
    FrontierLine line{answer, {}};
    for (const Formula area : areas) {
      const Optimum best = designer.Best(schema.Find("item.tpp"), true, area);
      if (!best.agreed) {
        return Fail(ErrorCode::kInternal,
                    "the solver and the evaluator disagree on an item; please report the command");
      }
      if (best.search == Search::kUndecided) {
        return Fail(ErrorCode::kLimit, "the time was over; give more with --time-limit");
      }
      line.most.push_back(best.search == Search::kFound ? std::optional(best.value) : std::nullopt);
      ++points_;
      progress_->Show(points_, points_);
    }
    return line;
  }

  // What the law says of the part itself in the plain deal; not of parts whose figures are
  // ranges or unknown.
  void AddChip(Engine& engine, const Pack& pack, const Item& item, Year* year) {
    const Metrics& m = item.metrics;
    if (item.type != ItemType::kIc || !m.tpp.IsExact() || !m.logic_area.IsExact()) return;
    if (item.announced.empty() || item.announced > year->day.ToString()) return;
    if (item.designed_for_datacenter == Truth::kUnknown) return;
    const Schema& schema = engine.schema();
    const Snapshot& snapshot =
        engine.SnapshotOf(pack, year->day, clocks_.known_at, clocks_.reading);
    const auto country = [&](const std::string& code) { return schema.symbols().Intern(code); };
    Facts facts = PlainDeal(schema, country(options_.asked.origin), country(options_.destination));
    const Facts known = ClassifyItem(engine, pack, item, year->day, clocks_).answer.facts;
    for (int i = 0; i < static_cast<int>(schema.facts().size()); ++i) {
      if (schema.facts()[static_cast<std::size_t>(i)].name.starts_with("item.")) {
        facts[i] = known[i];
      }
    }
    year->chips.push_back(
        {&item, std::string(ToString(Determine(snapshot, schema, &facts).outcome))});
  }

  bool IsAny(const std::optional<Decimal>& most) const { return most && *most >= unlimited_; }
  std::string Text(const std::optional<Decimal>& most) const {
    if (!most) return "none";
    if (IsAny(most)) return "any";
    return LimitText(*most, true, "");
  }

  OrderedJson Json(const Engine&) const {
    OrderedJson years = OrderedJson::array();
    for (const Year& year : years_) {
      OrderedJson lines = OrderedJson::array();
      for (const FrontierLine& line : year.lines) {
        OrderedJson points = OrderedJson::array();
        for (std::size_t i = 0; i < kAreas.size(); ++i) {
          const auto& most = line.most[i];
          const bool number = most && !IsAny(most);
          points.push_back({{"area", kAreas[i]},
                            {"tpp", number ? OrderedJson(most->ToString()) : OrderedJson()},
                            {"text", std::string(Trim(Text(most)))}});
        }
        lines.push_back({{"answer", line.answer}, {"points", std::move(points)}});
      }
      OrderedJson chips = OrderedJson::array();
      for (const Chip& chip : year.chips) {
        chips.push_back({{"item", chip.item->model},
                         {"vendor", chip.item->vendor},
                         {"announced", chip.item->announced},
                         {"datacenter", chip.item->designed_for_datacenter == Truth::kTrue},
                         {"area", chip.item->metrics.logic_area.ToString()},
                         {"tpp", chip.item->metrics.tpp.ToString()},
                         {"outcome", chip.outcome}});
      }
      years.push_back(
          {{"day", year.day.ToString()}, {"lines", std::move(lines)}, {"chips", std::move(chips)}});
    }
    return {{"frontier", 1},
            {"regime", Law()},
            {"from", options_.asked.origin},
            {"to", options_.destination},
            {"where", options_.asked.where},
            {"domains", options_.common.domains},
            {"overlays", overlays_},
            {"known_at", clocks_.known_at.ToString()},
            {"generated_on", console_.clock.Today().ToString()},
            {"years", std::move(years)}};
  }

  void Print(const Engine& engine) {
    switch (options_.common.format) {
      case OutputFormat::kTable:
        PrintText();
        break;
      case OutputFormat::kJson:
        console_.out << Dumped(Json(engine)) << "\n";
        break;
      case OutputFormat::kCsv:
        PrintCsv();
        break;
    }
  }

  std::string Law() const {
    std::string law = options_.regime;
    for (const std::string& overlay : overlays_) law += " with " + overlay;
    return law;
  }

  void PrintText() {
    console_.out << Wrap(fmt::format("The most TPP of a circuit to {} under {}, by die area, where "
                                     "{}{}:",
                                     options_.destination, Law(), options_.asked.where,
                                     DomainsText(options_.common)),
                         console_.width)
                 << "\n\n";
    std::vector<std::string> head = {"Day", "Answer"};
    for (const int area : kTold) head.push_back(fmt::format("{} mm2", area));
    Table table(head, {2, 3, 4, 5});
    for (const Year& year : years_) {
      for (const FrontierLine& line : year.lines) {
        std::vector<Table::Cell> row = {{year.day.ToString()}, {line.answer}};
        for (std::size_t i = 0; i < kAreas.size(); ++i) {
          if (std::ranges::find(kTold, kAreas[i]) != kTold.end())
            row.push_back({Text(line.most[i])});
        }
        table.Add(std::move(row));
      }
    }
    table.Print(console_);
    if (!options_.report.empty()) console_.out << "\nReport: " << options_.report << "\n";
    console_.out << "\nThis is software, not legal advice.\n";
  }

  void PrintCsv() {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"day", "answer", "area_mm2", "most_tpp"});
    for (const Year& year : years_) {
      for (const FrontierLine& line : year.lines) {
        for (std::size_t i = 0; i < kAreas.size(); ++i) {
          const auto& most = line.most[i];
          const bool number = most && !IsAny(most);
          writer.Write({year.day.ToString(), line.answer, std::to_string(kAreas[i]),
                        number ? most->ToString() : Text(most)});
        }
      }
    }
    console_.out << csv;
  }

  Console& console_;
  const FrontierOptions& options_;
  Clocks clocks_;
  std::vector<std::string> answers_;
  std::vector<std::string> overlays_;
  Decimal unlimited_;  // no law ends what the schema itself does
  std::vector<Year> years_;
  std::optional<Progress> progress_;
  std::uint64_t points_ = 0;  // areas asked, of all years and answers
};

}  // namespace

void AddRegimeFrontier(CLI::App& regime, Console& console, RunSlot* run) {
  auto options = std::make_shared<FrontierOptions>();
  options->asked.where = "item.designed_for_datacenter && item.interconnect >= 600";
  auto* command = regime.add_subcommand("frontier", "What the law permits, year by year");
  command->add_option("regime", options->regime, "default: us-ear")->type_name("REGIME");
  command->add_option("--to", options->destination, "country it is sold to (default: CN)")
      ->type_name("CC");
  command
      ->add_option("--answer", options->answers,
                   "what the law shall answer (default:\nno-licence-required, and case-by-case)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("OUTCOME,...");
  command->add_option("--on", options->days, "days (default: the last of each year, today)")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("DATE,...");
  AddRequirement(command, &options->asked);
  command->add_option("--known-at", options->common.known_at, "as was known then (default: today)")
      ->type_name("DATE");
  command->add_option("--report", options->report, "write one HTML file that opens offline")
      ->type_name("FILE.html");
  AddDomain(command, &options->common);
  AddOverlay(command, &options->common);
  AddChips(command, &options->common);
  AddFormat(command, &options->common);
  command->footer(
      "A part for datacenters with links of 600 GB/s or more, unless --where says\n"
      "otherwise.\n"
      "Example: licet regime frontier us-ear --to CN --report frontier.html");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      FrontierRun frontier(console, *options);
      const auto code = frontier.Run();
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
