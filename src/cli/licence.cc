// licet licence: applications, approvals, conditions and revocations.

#include <fmt/format.h>

#include <memory>

#include "ledger_commands.h"
#include "ledger_tables.h"
#include "ledger_text.h"
#include "ledger_views.h"
#include "licet/base/text.h"
#include "licet/base/yaml.h"
#include "licet/ledger/terms_file.h"
#include "licet/ledger/validity.h"
#include "shared_options.h"

namespace licet {
namespace {

struct LicenceOptions : LedgerOptions {
  std::string authorisation;
  std::string regime = "us-ear";
  std::string type = "licence";
  std::string exception;
  std::string holder;
  std::string number;
  std::string terms;  // YAML
  std::string units;  // shortcuts for the usual terms
  std::string value;
  std::string from;
  std::string until;
  std::vector<std::string> items;
  std::vector<std::string> purchasers;
  std::vector<std::string> destinations;
  std::vector<std::string> documents;
  std::string condition;
  std::string state = "met";
  std::string savings = "void";
  std::string to;
  bool draft = false;
  bool dry_run = false;
};

std::string DocumentOf(const LicenceOptions& o) {
  return o.documents.empty() ? "" : o.documents.front();
}

Result<Action> ApplicationOf(const LicenceOptions& o) {
  ApplyFor apply{.authorisation = o.authorisation,
                 .regime = o.regime,
                 .exception = o.exception,
                 .holder = o.holder,
                 .documents = o.documents};
  LICET_ASSIGN_OR_RETURN(apply.type, ParseName<AuthorisationType>(o.type));
  apply.scope.items = o.items;
  apply.scope.purchasers = o.purchasers;
  apply.scope.destinations = o.destinations;
  if (!o.units.empty()) {
    LICET_ASSIGN_OR_RETURN(apply.units, ParseAmount(o.units, Measure::kUnits));
  }
  if (!o.value.empty()) {
    LICET_ASSIGN_OR_RETURN(apply.value, ParseAmount(o.value, Measure::kValue));
  }
  return apply;
}

// What --units and --value mean: two limits of the licence's own, both of which bind.
// 15 CFR 750.11: a tenth more value may be shipped, not one unit more.
constexpr std::int64_t kValueTolerance = 1000;

void Bind(LimitTerms limit, Approve* approve) {
  approve->terms.limits.push_back(limit.limit);
  approve->limits.push_back(std::move(limit));
}

void AddUnits(std::int64_t cap, Approve* approve) {
  Bind({.limit = approve->authorisation + "/units", .cap = cap, .cite = "15 CFR 750.7(f)"},
       approve);
}

void AddValue(std::int64_t cap, Approve* approve) {
  Bind({.limit = approve->authorisation + "/value",
        .measure = Measure::kValue,
        .cap = cap,
        .tolerance = kValueTolerance,
        .cite = "15 CFR 750.7(f), 750.11"},
       approve);
}

Result<Action> ApprovalOf(Console& console, const LicenceOptions& o, bool amends) {
  Approve approve;
  if (!o.terms.empty()) {
    LICET_ASSIGN_OR_RETURN(const Yaml document, Yaml::Load(console.disk, o.terms));
    LICET_ASSIGN_OR_RETURN(approve, ReadTerms(document));
  }
  approve.authorisation = o.authorisation;
  approve.amends = amends;
  if (!o.number.empty()) approve.number = o.number;
  if (!o.documents.empty()) approve.document = o.documents.front();
  Terms& terms = approve.terms;
  const auto take = [](const std::vector<std::string>& given, std::vector<std::string>* list) {
    if (!given.empty()) *list = given;
  };
  take(o.items, &terms.scope.items);
  take(o.purchasers, &terms.scope.purchasers);
  take(o.destinations, &terms.scope.destinations);
  LICET_ASSIGN_OR_RETURN(terms.from, ReadDay(o.from, "--from", terms.from));
  LICET_ASSIGN_OR_RETURN(terms.until, ReadDay(o.until, "--until", terms.until));
  if (!o.units.empty()) {
    LICET_ASSIGN_OR_RETURN(const std::int64_t cap, ParseAmount(o.units, Measure::kUnits));
    AddUnits(cap, &approve);
  }
  if (!o.value.empty()) {
    LICET_ASSIGN_OR_RETURN(const std::int64_t cap, ParseAmount(o.value, Measure::kValue));
    AddValue(cap, &approve);
  }
  return approve;
}

Result<Action> ConditionOf(const LicenceOptions& o) {
  SetCondition set{.authorisation = o.authorisation,
                   .condition = o.condition,
                   .draft = o.draft,
                   .document = DocumentOf(o)};
  LICET_ASSIGN_OR_RETURN(set.state, ParseName<Fulfilment>(o.state));
  return set;
}

Result<Action> RevocationOf(const LicenceOptions& o) {
  Revoke revoke{.authorisation = o.authorisation, .document = DocumentOf(o)};
  LICET_ASSIGN_OR_RETURN(revoke.savings, ParseName<Savings>(o.savings));
  LICET_ASSIGN_OR_RETURN(revoke.until, ReadDay(o.until, "--until", kNoDay));
  return revoke;
}

int Run(Console& console, const LicenceOptions& options, Result<Action> action,
        StoreMode mode = StoreMode::kReadWrite) {
  if (!action) return Report(console, action.error());
  return SubmitAction(console, options, *std::move(action), mode);
}

// What an approval without a file of terms leaves out is as it was applied for, so that
// no licence is wider than its application by an oversight.
void AddWhatWasAsked(const ApplyFor& asked, Approve* approve) {
  for (const auto list : {&Scope::items, &Scope::purchasers, &Scope::consignees, &Scope::end_users,
                          &Scope::origins, &Scope::destinations, &Scope::places, &Scope::uses}) {
    std::vector<std::string>& approved = approve->terms.scope.*list;
    if (approved.empty()) approved = asked.scope.*list;
  }
  const auto has = [&](Measure measure) {
    return std::ranges::find(approve->limits, measure, &LimitTerms::measure) !=
           approve->limits.end();
  };
  if (asked.units > 0 && !has(Measure::kUnits)) AddUnits(asked.units, approve);
  if (asked.value > 0 && !has(Measure::kValue)) AddValue(asked.value, approve);
}

// 15 CFR 750.7(g): a licence is valid for four years unless it says otherwise.
void AddUsualValidity(const Authorisation& authorisation, Date day, Approve* approve) {
  const ApplyFor& application = authorisation.application;
  if (approve->amends || approve->terms.until != kOpenDay || application.regime != "us-ear" ||
      application.type != AuthorisationType::kLicence) {
    return;
  }
  approve->terms.until = DefaultUntil(day, ValidityPeriod::kGeneral);
}

int RunApprove(Console& console, const LicenceOptions& options, bool amends) {
  auto action = ApprovalOf(console, options, amends);
  if (!action) return Report(console, action.error());
  auto command = InEnvelope(console, options, *std::move(action));
  if (!command) return Report(console, command.error());
  auto book = OpenBook(console, options, StoreMode::kReadWrite);
  if (!book) return Report(console, book.error());
  const Authorisation* on_file = book->state().FindAuthorisation(options.authorisation);
  if (on_file != nullptr) {
    Approve& approve = std::get<Approve>(command->action);
    AddUsualValidity(*on_file, command->day, &approve);
    if (!amends && options.terms.empty()) AddWhatWasAsked(on_file->application, &approve);
  }
  const auto reply = book->Submit(*command);
  if (!reply) return Report(console, reply.error());
  return ShowReply(console, options, *command, *reply);
}

int RunRevoke(Console& console, const LicenceOptions& options) {
  auto book =
      OpenBook(console, options, options.dry_run ? StoreMode::kReadOnly : StoreMode::kReadWrite);
  if (!book) return Report(console, book.error());
  auto action = RevocationOf(options);
  if (!action) return Report(console, action.error());
  auto command = InEnvelope(console, options, *std::move(action));
  if (!command) return Report(console, command.error());
  if (options.dry_run) {
    const Answer answer = Decide(book->state(), *command);
    if (!answer) return ShowReply(console, options, *command, {.refusal = answer.error()});
  }
  const Authorisation* licence = book->state().FindAuthorisation(options.authorisation);
  if (licence != nullptr && options.common.format == OutputFormat::kTable) {
    PrintImpact(console, book->state(), *licence);
  }
  if (options.dry_run) {
    if (options.common.format != OutputFormat::kTable) {
      PrintImpactAs(console, options.common.format, book->state(), *licence);
    }
    return kExitOk;
  }
  const auto reply = book->Submit(*command);
  if (!reply) return Report(console, reply.error());
  return ShowReply(console, options, *command, *reply);
}

int RunShow(Console& console, const LicenceOptions& options) {
  auto day = ReadAsOf(console, options.common);
  if (!day) return Report(console, day.error());
  auto book = OpenBook(console, options, StoreMode::kReadOnly);
  if (!book) return Report(console, book.error());
  const Authorisation* licence = book->state().FindAuthorisation(options.authorisation);
  if (licence == nullptr) {
    std::vector<std::string> ids;
    for (const auto& [id, index] : book->state().authorisation_ids) ids.push_back(id);
    return Report(console, Error(ErrorCode::kUnknownName,
                                 fmt::format("no authorisation {} is on file{}",
                                             Quoted(options.authorisation),
                                             DidYouMean(options.authorisation, ids))));
  }
  const auto steps = LoadReviewSteps(console);
  if (!steps) return Report(console, steps.error());
  PrintAuthorisation(console, options.common.format, book->state(), *licence, *day,
                     ReviewOf(*licence, *day, *steps));
  return kExitOk;
}

int RunList(Console& console, const LicenceOptions& options) {
  auto day = ReadAsOf(console, options.common);
  if (!day) return Report(console, day.error());
  auto book = OpenBook(console, options, StoreMode::kReadOnly);
  if (!book) return Report(console, book.error());
  PrintAuthorisations(console, options.common.format, book->state(), *day);
  return kExitOk;
}

// Describes the commands; the options are shared, for one command runs.
class LicenceCommands {
 public:
  LicenceCommands(CLI::App& app, Console& console, RunSlot* run)
      : console_(console), run_(run), options_(std::make_shared<LicenceOptions>()) {
    group_ = app.add_subcommand("licence", "Licences, import permissions and exception notices");
    group_->require_subcommand(1);
    group_->footer(
        "Example: licet licence apply D1 --db book.db --holder nvidia --item H200 --units 75000\n"
        "         licet licence approve D1 --db book.db --number D1234567 --terms terms.yaml");
    AddApply();
    AddSteps();
    AddApprove("approve", "The authority approves", false);
    AddApprove("amend", "New terms for an approved one", true);
    AddRest();
    AddViews();
    AddLicenceExport(*group_, console, run);
  }

 private:
  using Make = std::function<int(Console&, const LicenceOptions&)>;

  CLI::App* Add(const std::string& name, const std::string& about, Make make, bool one = true,
                bool changes = true) {
    CLI::App* command = group_->add_subcommand(name, about);
    if (one) {
      command->add_option("authorisation", options_->authorisation, "its id or number")
          ->required()
          ->type_name("ID");
    }
    AddDatabase(command, options_.get());
    if (changes) AddEnvelope(command, options_.get());
    AddFormat(command, &options_->common);
    command->callback([this_run = run_, &console = console_, options = options_, make] {
      *this_run = [&console, options, make] { return make(console, *options); };
    });
    return command;
  }

  void AddScope(CLI::App* command) {
    command->add_option("--item", options_->items, "items; may be repeated")->type_name("NAME");
    command->add_option("--purchaser", options_->purchasers, "parties; may be repeated")
        ->type_name("PARTY");
    command->add_option("--destination", options_->destinations, "countries; may be repeated")
        ->type_name("CC");
    command->add_option("--units", options_->units, "how many")->type_name("N");
    command->add_option("--value", options_->value, "US dollars in all")->type_name("USD");
    AddDocument(command);
  }
  void AddDocument(CLI::App* command) {
    command->add_option("--document", options_->documents, "the document that shows it")
        ->type_name("NAME");
  }

  void AddApply() {
    CLI::App* command = Add("apply", "Prepare an application", [](Console& c, const auto& o) {
      return Run(c, o, ApplicationOf(o), StoreMode::kCreate);
    });
    command->add_option("--regime", options_->regime, "us-ear, cn-import (default: us-ear)")
        ->type_name("REGIME");
    command
        ->add_option("--type", options_->type,
                     "licence, import-permission, exception-notice\n(default: licence)")
        ->type_name("TYPE");
    command->add_option("--exception", options_->exception, "of a notice: NAC, ACA ...")
        ->type_name("CODE");
    command->add_option("--holder", options_->holder, "party who will hold it")->type_name("PARTY");
    AddScope(command);
    command->footer(
        "Makes the ledger when it is not there.\n"
        "Example: licet licence apply D1 --db book.db --holder nvidia --item H200");
  }

  void AddSteps() {
    struct Row {
      const char* name;
      const char* about;
      Step step;
    };
    for (const Row& row : {Row{"submit", "It is registered; the review clock runs", Step::kSubmit},
                           Row{"return", "Returned without action", Step::kReturn},
                           Row{"stop-clock", "The review clock stands", Step::kStopClock},
                           Row{"start-clock", "The review clock runs again", Step::kStartClock},
                           Row{"deny", "The authority denies", Step::kDeny},
                           Row{"suspend", "Nothing moves for now", Step::kSuspend},
                           Row{"resume", "The suspension ends", Step::kResume}}) {
      AddDocument(Add(row.name, row.about, [step = row.step](Console& c, const auto& o) {
        return Run(c, o,
                   Action(Advance{
                       .authorisation = o.authorisation, .step = step, .document = DocumentOf(o)}));
      }));
    }
  }

  void AddApprove(const std::string& name, const std::string& about, bool amends) {
    CLI::App* command =
        Add(name, about, [amends](Console& c, const auto& o) { return RunApprove(c, o, amends); });
    command->add_option("--number", options_->number, "the authority's number")->type_name("NO");
    command->add_option("--terms", options_->terms, "terms as YAML (docs/formats.md)")
        ->type_name("FILE.yaml");
    command->add_option("--from", options_->from, "first day")->type_name("YYYY-MM-DD");
    command
        ->add_option("--until", options_->until,
                     "last day (default: of a US licence, four\nyears on to the month's end)")
        ->type_name("YYYY-MM-DD");
    AddScope(command);
    command->footer(
        "--units and --value make two limits of its own; value has the tolerance of a tenth\n"
        "that 15 CFR 750.11 gives, units have none. " +
        std::string(amends ? "Terms are given whole.\n"
                           : "Without --terms, what is left out\n"
                             "is as it was applied for.\n") +
        "Example: licet licence " + name + " D1 --db book.db --number D1234567 --terms t.yaml");
  }

  void AddRest() {
    CLI::App* command = Add("condition", "A condition is met, open or failed",
                            [](Console& c, const auto& o) { return Run(c, o, ConditionOf(o)); });
    command->add_option("condition", options_->condition, "its id")->required()->type_name("ID");
    command->add_option("--state", options_->state, "met, open or failed (default: met)")
        ->type_name("STATE");
    command->add_flag("--draft", options_->draft, "its wording is not settled");
    AddDocument(command);

    command = Add("revoke", "The authority revokes", RunRevoke);
    command
        ->add_option("--savings", options_->savings,
                     "open holds: void gives them back, flag lets\n"
                     "them run until --until (default: void)")
        ->type_name("CLAUSE");
    command->add_option("--until", options_->until, "last day of the savings clause")
        ->type_name("YYYY-MM-DD");
    command->add_flag("--dry-run", options_->dry_run, "only show what it hits");
    AddDocument(command);

    command = Add("transfer", "To another holder, once", [](Console& c, const auto& o) {
      return Run(c, o,
                 Action(Transfer{
                     .authorisation = o.authorisation, .to = o.to, .document = DocumentOf(o)}));
    });
    command->add_option("--to", options_->to, "the new holder")->required()->type_name("PARTY");
    AddDocument(command);

    command = Add("replace", "Another one stands in its place", [](Console& c, const auto& o) {
      return Run(c, o, Action(Replace{.authorisation = o.authorisation, .by = o.to}));
    });
    command->add_option("--with", options_->to, "the new one")->required()->type_name("ID");
  }

  void AddViews() {
    CLI::App* show =
        Add("show", "One with its conditions, limits and orders", RunShow, true, false);
    CLI::App* list = Add("list", "All of them", RunList, false, false);
    for (CLI::App* command : {show, list}) {
      command->add_option("--as-of", options_->common.as_of, "the day (default: today)")
          ->type_name("YYYY-MM-DD");
    }
  }

  CLI::App* group_ = nullptr;
  Console& console_;
  RunSlot* run_;
  std::shared_ptr<LicenceOptions> options_;
};

}  // namespace

void AddLicence(CLI::App& app, Console& console, RunSlot* run) {
  LicenceCommands commands(app, console, run);
}

}  // namespace licet
