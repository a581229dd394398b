// licet regime prove: a claim about the law, proved or shown false by a transaction.

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "analysis_commands.h"
#include "analysis_text.h"
#include "commands.h"
#include "licet/analysis/claim.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

constexpr Outcome kOutcomes[] = {Outcome::kNoLicenceRequired, Outcome::kException,
                                 Outcome::kLicenceRequired,   Outcome::kProhibited,
                                 Outcome::kUnknown,           Outcome::kNotOnRoute};

struct ProveOptions {
  CommonOptions common;
  std::string law;  // REGIME@DATE ...
  std::string when = "true";
  std::vector<std::string> always;
  std::vector<std::string> never;
  std::string implies;
  std::string equivalent;
  std::string disjoint;
  std::string smt;  // file to write
  int seconds = 10;
};

Result<std::vector<Outcome>> OutcomesOf(const std::vector<std::string>& words) {
  std::vector<Outcome> outcomes;
  for (const std::string& word : words) {
    const auto found = std::ranges::find(kOutcomes, word, [](Outcome o) { return ToString(o); });
    if (found == std::end(kOutcomes)) {
      std::vector<std::string> names;
      for (const Outcome outcome : kOutcomes) names.emplace_back(ToString(outcome));
      return Fail(ErrorCode::kUnknownName,
                  fmt::format("there is no outcome {}{}; the outcomes are {}", Quoted(word),
                              DidYouMean(word, names), Join(names, ", ")));
    }
    outcomes.push_back(*found);
  }
  return outcomes;
}

Result<Claim> ClaimOf(const ProveOptions& options, const Engine& engine, const Pack& pack) {
  const int claims = !options.always.empty() + !options.never.empty() + !options.implies.empty() +
                     !options.equivalent.empty() + !options.disjoint.empty();
  if (claims != 1) {
    return Fail(
        ErrorCode::kInvalidArgument,
        fmt::format("{}; give one of --always, --never, --implies, --equivalent, --disjoint",
                    claims == 0 ? "nothing is claimed" : "these are several claims"));
  }
  Claim claim;
  LICET_ASSIGN_OR_RETURN(claim.when, ConditionOf(options.when, "--when", engine, pack));
  const auto other = [&](const std::string& text, ClaimKind kind) -> Status {
    if (text.empty()) return {};
    claim.kind = kind;
    LICET_ASSIGN_OR_RETURN(
        claim.other,
        ConditionOf(text, fmt::format("--{}", kClaimKinds[static_cast<std::size_t>(kind)]), engine,
                    pack));
    return {};
  };
  LICET_RETURN_IF_ERROR(other(options.implies, ClaimKind::kImplies));
  LICET_RETURN_IF_ERROR(other(options.equivalent, ClaimKind::kEquivalent));
  LICET_RETURN_IF_ERROR(other(options.disjoint, ClaimKind::kDisjoint));
  if (!options.always.empty()) claim.kind = ClaimKind::kAlways;
  if (!options.never.empty()) claim.kind = ClaimKind::kNever;
  LICET_ASSIGN_OR_RETURN(claim.outcomes,
                         OutcomesOf(options.always.empty() ? options.never : options.always));
  return claim;
}

std::string BareClaimText(const ProveOptions& options) {
  const std::string when =
      options.when == "true" ? "any transaction" : fmt::format("where {}", options.when);
  if (!options.always.empty()) {
    return fmt::format("{}: always {}", when, Join(options.always, " or "));
  }
  if (!options.never.empty())
    return fmt::format("{}: never {}", when, Join(options.never, " nor "));
  if (!options.implies.empty()) return fmt::format("{}: also {}", when, options.implies);
  if (!options.equivalent.empty()) {
    return fmt::format("{} means the same as {}", options.when, options.equivalent);
  }
  return fmt::format("{} and {} exclude each other", options.when, options.disjoint);
}

std::string ClaimText(const ProveOptions& options) {
  return BareClaimText(options) + DomainsText(options.common);
}

struct Answered {
  Search search = Search::kUndecided;
  std::optional<Witness> witness;
  Outcome outcome = Outcome::kUnknown;  // of the witness, by the evaluator
};

std::string_view WordOf(Search search) {
  return search == Search::kNone ? "proved" : search == Search::kFound ? "refuted" : "undecided";
}

class ProveRun {
 public:
  ProveRun(Console& console, const ProveOptions& options) : console_(console), options_(options) {}

  Result<int> Run() {
    LICET_ASSIGN_OR_RETURN(const auto regimes,
                           console_.disk.ListFolders(console_.home + "/regimes"));
    LICET_ASSIGN_OR_RETURN(
        const ReplaySetting setting,
        ParseReplaySetting(options_.law, "REGIME@DATE", regimes, console_.clock.Today()));
    if (!setting.clocks.as_of) {
      return Fail(ErrorCode::kInvalidArgument,
                  "a claim is about one day; write it, as in us-ear@2026-11-21");
    }
    LICET_ASSIGN_OR_RETURN(Engine engine, LoadLaw(console_, options_.common, setting));
    LICET_ASSIGN_OR_RETURN(const Pack* pack, engine.FindPack(setting.regime));
    LICET_ASSIGN_OR_RETURN(const Claim claim, ClaimOf(options_, engine, *pack));
    clocks_ = ClocksText(*setting.clocks.as_of, setting.clocks);
    const Snapshot& snapshot = engine.SnapshotOf(*pack, *setting.clocks.as_of,
                                                 setting.clocks.known_at, setting.clocks.reading);
    LICET_ASSIGN_OR_RETURN(const Answered answered,
                           Guarded<Result<Answered>>([&] { return Ask(engine, snapshot, claim); }));
    Print(engine, answered);
    return answered.search == Search::kNone ? kExitOk : kExitNo;
  }

 private:
  Result<Answered> Ask(const Engine& engine, const Snapshot& snapshot, const Claim& claim) {
    Reasoner reasoner(engine.schema(), std::chrono::seconds(options_.seconds));
    const std::size_t law = reasoner.AddLaw(snapshot);
    const Formula formula = CounterexampleOf(claim, snapshot, law, &reasoner);
    if (!options_.smt.empty()) {
      LICET_RETURN_IF_ERROR(console_.disk.WriteAtomically(options_.smt, reasoner.SmtLib(formula)));
    }
    Answered answered;
    answered.search = reasoner.Find(formula, &answered.witness);
    if (answered.search == Search::kNone) {
      LICET_RETURN_IF_ERROR(ExpectSome(&reasoner, claim.when, snapshot.sets, "--when"));
    }
    if (!answered.witness) return answered;
    // What the solver found is judged again before anybody reads it.
    const std::vector<bool> held = reasoner.TruthsOf({formula}, answered.witness->facts);
    Facts facts = answered.witness->facts;
    answered.outcome = Determine(snapshot, engine.schema(), &facts).outcome;
    const bool same =
        reasoner.TruthsOf({reasoner.OutcomeIs(law, answered.outcome)}, answered.witness->facts)[0];
    if (held[0] && same) return answered;
    return Fail(
        ErrorCode::kInternal,
        "the solver and the evaluator disagree on a transaction; please report the command");
  }

  void Print(const Engine& engine, const Answered& answered) {
    switch (options_.common.format) {
      case OutputFormat::kTable:
        PrintTable(engine, answered);
        break;
      case OutputFormat::kJson:
        PrintJson(engine, answered);
        break;
      case OutputFormat::kCsv:
        PrintCsv(engine, answered);
        break;
    }
  }

  void PrintTable(const Engine& engine, const Answered& answered) {
    const std::string said = fmt::format("{}, {}", ClaimText(options_), clocks_);
    switch (answered.search) {
      case Search::kNone:
        console_.out << Paint(console_, Colour::kGreen, "Proved") << ": "
                     << Wrap(said, console_.width, 8) << ".\n";
        return;
      case Search::kUndecided:
        console_.out << Paint(console_, Colour::kYellow, "Undecided")
                     << Wrap(fmt::format(" after {} s: {}. Nothing is established; give more time "
                                         "with --time-limit, or a narrower --when.",
                                         options_.seconds, said),
                             console_.width, 11)
                     << "\n";
        return;
      case Search::kFound:
        break;
    }
    console_.out << Paint(console_, Colour::kRed, "Not so") << ": " << Wrap(said, console_.width, 8)
                 << ".\n"
                 << Wrap(fmt::format("This transaction is {}; facts that are not named are false, "
                                     "zero, empty or some other word.",
                                     ToString(answered.outcome)),
                         console_.width)
                 << "\n\n";
    Table table({"Fact", "Value", "Means"});
    for (WitnessRow& row : RowsOfWitness(engine, *answered.witness)) {
      table.Add({{std::move(row[0])}, {std::move(row[1])}, {std::move(row[2])}});
    }
    table.Print(console_);
  }

  void PrintJson(const Engine& engine, const Answered& answered) {
    OrderedJson json = {
        {"claim", ClaimText(options_)}, {"law", options_.law}, {"answer", WordOf(answered.search)}};
    if (answered.witness) {
      OrderedJson facts = OrderedJson::object();
      for (const WitnessRow& row : RowsOfWitness(engine, *answered.witness)) facts[row[0]] = row[1];
      json["witness"] = {{"outcome", ToString(answered.outcome)}, {"facts", std::move(facts)}};
    } else {
      json["witness"] = nullptr;
    }
    console_.out << Dumped(json) << "\n";
  }

  void PrintCsv(const Engine& engine, const Answered& answered) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"law", "claim", "answer", "outcome", "fact", "value"});
    const std::string answer(WordOf(answered.search));
    if (!answered.witness) {
      writer.Write({options_.law, ClaimText(options_), answer, "", "", ""});
    } else {
      for (const WitnessRow& row : RowsOfWitness(engine, *answered.witness)) {
        writer.Write({options_.law, ClaimText(options_), answer,
                      std::string(ToString(answered.outcome)), row[0], row[1]});
      }
    }
    console_.out << csv;
  }

  Console& console_;
  const ProveOptions& options_;
  std::string clocks_;
};

}  // namespace

void AddRegimeProve(CLI::App& regime, Console& console, RunSlot* run) {
  auto options = std::make_shared<ProveOptions>();
  auto* command = regime.add_subcommand("prove", "A claim about every transaction: proved, or not");
  command
      ->add_option("law", options->law,
                   "REGIME@DATE; then, after commas, codified,\nknown=DATE, overlay=FILE")
      ->required()
      ->type_name("LAW");
  command->add_option("--when", options->when, "condition in CEL (default: true)")
      ->type_name("CONDITION");
  command->add_option("--always", options->always, "outcomes of which it is always one")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("OUTCOME,...");
  command->add_option("--never", options->never, "outcomes of which it is never one")
      ->delimiter(',')
      ->allow_extra_args(false)
      ->type_name("OUTCOME,...");
  command->add_option("--implies", options->implies, "a condition that then holds too")
      ->type_name("CONDITION");
  command->add_option("--equivalent", options->equivalent, "one that means the same")
      ->type_name("CONDITION");
  command->add_option("--disjoint", options->disjoint, "one that never holds beside it")
      ->type_name("CONDITION");
  command->add_option("--time-limit", options->seconds, "seconds to look for it (default: 10)")
      ->check(CLI::Range(1, 86'400))
      ->type_name("SECONDS");
  command->add_option("--smt", options->smt, "write the question as SMT-LIB 2")
      ->type_name("FILE.smt2");
  AddDomain(command, &options->common);
  AddFormat(command, &options->common);
  command->footer(
      "Outcomes: no-licence-required, exception, licence-required, prohibited, unknown,\n"
      "not-on-route. Exit code 0 when it is proved, 1 when it is not so or undecided.\n"
      "Example: licet regime prove us-ear@2026-11-21 --never no-licence-required \\\n"
      "           --when 'item.tpp >= 4800 && transaction.destination == \"CN\"'");
  command->callback([options, &console, run] {
    *run = [options, &console] {
      ProveRun prove(console, *options);
      const auto code = prove.Run();
      return code ? *code : Report(console, code.error());
    };
  });
}

}  // namespace licet
