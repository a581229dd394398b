// Reads the command line. Options are described once, here; help, completion
// and parsing all come from this description.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <functional>

#include "analysis_commands.h"
#include "commands.h"
#include "completion.h"
#include "ledger_commands.h"
#include "ledger_views.h"
#include "licet/base/text.h"
#include "shared_options.h"

namespace licet {

namespace {

constexpr const char* kDescription =
    "licet: may this AI chip go to that buyer, on this date, under both governments'\n"
    "rules? This is software, not legal advice.";

class CommandLine {
 public:
  explicit CommandLine(Console& console) : console_(console), app_(kDescription, "licet") {
    app_.require_subcommand(0, 1);
    app_.set_version_flag("--version", std::string("licet ") + LICET_VERSION);
    app_.footer(
        "Exit codes: 0 yes or done, 1 no, 2 bad input or usage.\n"
        "Example: licet check orders.csv --parties parties.csv --report report.html");
    AddCheck();
    AddReplay();
    AddClassify();
    AddExplain();
    AddItem();
    AddParty();
    AddRegime();
    AddScreen();
    AddLists();
    AddLicence(app_, console_, &run_);
    AddOrder(app_, console_, &run_);
    AddLimit(app_, console_, &run_);
    AddPolicy(app_, console_, &run_);
    AddRound(app_, console_, &run_);
    AddFunnel(app_, console_, &run_);
    AddPlaces(app_, console_, &run_);
    AddJournal(&app_, &console_, &journal_, &run_);
    AddJournalReplay(*app_.get_subcommand("journal"), console_, &run_);
    AddCompletion();
  }

  int Run(std::vector<std::string> arguments) {
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    try {
      app_.parse(arguments);
    } catch (const CLI::ParseError& error) {
      return Explain(error);
    }
    if (!run_) {
      console_.out << app_.help();
      return kExitOk;
    }
    return run_();
  }

 private:
  int Explain(const CLI::ParseError& error) {
    const CLI::App* at = &app_;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    if (error.get_name() == "CallForVersion") {
      console_.out << "licet " << LICET_VERSION << "\n";
      return kExitOk;
    }
    std::string above;
    for (const CLI::App* up = at->get_parent(); up != nullptr; up = up->get_parent()) {
      above = up->get_name() + (above.empty() ? "" : " " + above);
    }
    if (error.get_name() == "CallForHelp") {
      console_.out << at->help(above);
      return kExitOk;
    }
    const std::string name = (above.empty() ? "" : above + " ") + at->get_name();
    std::string hint;
    std::string sentence = error.what();
    const bool lacks = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::RequiredError);
    const bool extra = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
    // What is there and fits nowhere says more than what is missing.
    if (extra || (lacks && !app_.remaining(true).empty())) sentence = Unexpected(*at, &hint);
    if (hint.empty()) hint = fmt::format("; see {} --help", name);
    return Report(console_, Error(ErrorCode::kInvalidArgument, sentence + hint));
  }

  // The first argument that nobody takes, and what may have been meant.
  std::string Unexpected(const CLI::App& at, std::string* hint) const {
    const std::vector<std::string> extra = app_.remaining(true);
    const auto option = std::find_if(extra.begin(), extra.end(), [](const std::string& text) {
      return text.size() > 1 && text.starts_with("-");
    });
    if (option != extra.end()) {
      std::vector<std::string> known;
      for (const CLI::Option* one : at.get_options()) {
        for (const std::string& long_name : one->get_lnames()) known.push_back("--" + long_name);
      }
      const std::string written = option->substr(0, option->find('='));
      *hint = DidYouMean(written, known);
      return "there is no option " + Quoted(written);
    }
    const std::string word = extra.empty() ? "" : extra.front();
    std::vector<std::string> commands;
    for (const CLI::App* sub : at.get_subcommands([](const CLI::App*) { return true; })) {
      commands.push_back(sub->get_name());
    }
    if (commands.empty()) return Quoted(word) + " is one argument too many";
    *hint = DidYouMean(word, commands);
    if (hint->empty()) *hint = "; the commands are " + Join(commands, ", ");
    return "there is no command " + Quoted(word);
  }

  void AddCheck() {
    auto* command = app_.add_subcommand("check", "Judge every order of a file at both gates");
    command->add_option("orders", check_.files.orders, "orders as CSV")
        ->required()
        ->type_name("ORDERS.csv");
    AddOrderFiles(command, &check_.files);
    AddFormat(command, &check_.common);
    AddOverlay(command, &check_.common);
    AddChips(command, &check_.common);
    AddClocks(command, &check_.common, "(default: each order's own date)");
    command->add_option("--report", check_.report, "write one HTML file that opens offline")
        ->type_name("FILE.html");
    command->add_option("--output", check_.output, "write to a file; it appears when all is done")
        ->type_name("FILE");
    command->add_flag("--resume", check_.resume, "go on with --output where a run stopped");
    command->add_option("--jobs", check_.jobs, "threads (default: one a core)")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    command
        ->add_option("--db", check_.ledger.db,
                     "a ledger: its licences serve, and what is\nreleased is held there")
        ->type_name("DB");
    AddEnvelope(command, &check_.ledger);
    AddHoldUntil(command, &check_);
    command->footer(
        "Exit code 1 when an order is not released.\n"
        "Examples: licet check orders.csv --parties parties.csv --format json\n"
        "          licet check year.csv --format csv --output decisions.csv --resume");
    command->callback([this] { run_ = [this] { return RunCheck(console_, check_); }; });
  }

  void AddReplay() {
    auto* command = app_.add_subcommand("replay", "Orders under other law: what changes");
    command->add_option("orders", replay_.files.orders, "orders as CSV")
        ->required()
        ->type_name("ORDERS.csv");
    command
        ->add_option("--under", replay_.under,
                     "REGIME@DATE or REGIME@own: that regime as of the\n"
                     "day or of each order's own; then, after commas,\n"
                     "codified, known=DATE, overlay=FILE; may be\n"
                     "repeated")
        ->required()
        ->type_name("SETTING")
        ->allow_extra_args(false);
    command
        ->add_option("--against", replay_.against,
                     "what they are compared with, written alike\n"
                     "(default: each order's own date)")
        ->type_name("SETTING");
    AddOrderFiles(command, &replay_.files);
    AddFormat(command, &replay_.common);
    AddChips(command, &replay_.common);
    command->add_option("--top", replay_.top, "rows of each list (default: 10)")
        ->check(CLI::Range(1, 10'000))
        ->type_name("N");
    command->add_option("--list", replay_.list, "write the orders decided otherwise as CSV")
        ->type_name("FILE.csv");
    command->add_option("--report", replay_.report, "write one HTML file that opens offline")
        ->type_name("FILE.html");
    command->add_option("--jobs", replay_.jobs, "threads (default: one a core)")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    command->footer(
        "Other regimes stay at each order's own date; all is known that was announced by\n"
        "today. --format csv prints the orders, the other formats the sums.\n"
        "Examples: licet replay orders.csv --under us-ear@2023-11-17\n"
        "          licet replay orders.csv --under us-ear@own,codified --list changed.csv\n"
        "          licet replay orders.csv --under us-ear@own,overlay=reform.yaml\n"
        "          licet replay orders.csv --under us-ear@2025-05-13 --against \\\n"
        "            us-ear@2025-01-13 --report diffusion.html");
    command->callback([this] { run_ = [this] { return RunReplay(console_, replay_); }; });
  }

  void AddClassify() {
    auto* command = app_.add_subcommand("classify", "Codes of items on a day, and why");
    command->add_option("--item", classify_.items, "an item; may be repeated (default: all)")
        ->type_name("NAME")
        ->allow_extra_args(false);
    command->add_option("--regime", classify_.regime, "whose classification")->type_name("REGIME");
    AddFormat(command, &classify_.common);
    AddOverlay(command, &classify_.common);
    AddChips(command, &classify_.common);
    AddClocks(command, &classify_.common, "(default: today)");
    command->footer("Example: licet classify --item \"H20 96GB\" --item H200 --as-of 2025-04-15");
    command->callback([this] { run_ = [this] { return RunClassify(console_, classify_); }; });
  }

  void AddExplain() {
    auto* command = app_.add_subcommand("explain", "One order or one item as a readable tree");
    command->add_option("what", explain_.what, "an order's id or an item's name")
        ->required()
        ->type_name("WHAT");
    command->add_option("--orders", explain_.files.orders, "orders (default: the public record)")
        ->type_name("FILE");
    AddOrderFiles(command, &explain_.files);
    command->add_option("--regime", explain_.regime, "for an item: whose classification")
        ->type_name("REGIME");
    command->add_flag("--all", explain_.all, "also show what is in force and does not apply");
    AddFormat(command, &explain_.common, false);
    AddOverlay(command, &explain_.common);
    AddChips(command, &explain_.common);
    AddClocks(command, &explain_.common, "(default: the order's date, or today)");
    command->footer(
        "Examples: licet explain PR-001\n"
        "          licet explain \"H20 96GB\" --as-of 2023-11-17");
    command->callback([this] { run_ = [this] { return RunExplain(console_, explain_); }; });
  }

  void AddItem() {
    auto* item = app_.add_subcommand("item", "Figures of the catalogue: show, respec ...");
    item->require_subcommand(1);
    item->footer("Example: licet item compare H200 \"H20 96GB\"");
    auto* show = item->add_subcommand("show", "Figures of items and where they come from");
    show->add_option("names", item_.names, "items")->required()->type_name("NAME...");
    AddFormat(show, &item_.common);
    AddChips(show, &item_.common);
    show->footer("Example: licet item show \"Instinct MI308X\"");
    show->callback([this] { run_ = [this] { return RunItemShow(console_, item_); }; });
    auto* compare = item->add_subcommand("compare", "Ratio of two items, metric by metric");
    compare->add_option("names", item_.names, "two items")
        ->required()
        ->expected(2)
        ->type_name("A B");
    AddFormat(compare, &item_.common);
    AddChips(compare, &item_.common);
    compare->footer("Example: licet item compare H200 \"H20 96GB\"");
    compare->callback([this] { run_ = [this] { return RunItemCompare(console_, item_); }; });
    AddItemRespec(*item, console_, &run_);
    auto* rank = item->add_subcommand("rank", "A vendor's chips by TPP on a day");
    rank->add_option("--vendor", item_.vendor, "maker, or the start of its name")
        ->required()
        ->type_name("NAME");
    rank->add_option("--as-of", item_.common.as_of, "chips announced by then (default: today)")
        ->type_name("DATE");
    AddFormat(rank, &item_.common);
    AddChips(rank, &item_.common);
    rank->footer("Example: licet item rank --vendor Nvidia --as-of 2025-07-24");
    rank->callback([this] { run_ = [this] { return RunItemRank(console_, item_); }; });
  }

  void AddParty() {
    auto* party = app_.add_subcommand("party", "Owners of parties: tree, owners, restricted");
    party->require_subcommand(1);
    party->footer("Example: licet party restricted --parties parties.csv");
    auto* tree = party->add_subcommand("tree", "Who owns a party, and what it owns");
    AddPartyOptions(tree, true);
    tree->footer(
        "Example: licet party tree acme --parties parties.csv --owners bods.json \\\n"
        "           --as-of 2025-10-01");
    tree->callback([this] { run_ = [this] { return RunPartyTree(console_, party_); }; });
    auto* owners = party->add_subcommand("owners", "Every owner, direct or not, on a day");
    AddPartyOptions(owners, true);
    owners->footer("Example: licet party owners acme --parties parties.csv --format csv");
    owners->callback([this] { run_ = [this] { return RunPartyOwners(console_, party_); }; });
    auto* restricted = party->add_subcommand(
        "restricted", "Which parties are listed, or half owned by listed ones");
    AddPartyOptions(restricted, false);
    restricted->footer(
        "Exit code 1 when a party is restricted or it is not known.\n"
        "Examples: licet party restricted --parties parties.csv\n"
        "          licet party restricted acme --parties parties.csv --as-of 2025-10-01 \\\n"
        "            --listed sdn,entity-list");
    restricted->callback(
        [this] { run_ = [this] { return RunPartyRestricted(console_, party_); }; });
  }

  void AddPartyOptions(CLI::App* command, bool one) {
    auto* names = command->add_option("party", party_.names,
                                      one ? "a party's id" : "ids of parties (default: all)");
    names->type_name(one ? "PARTY" : "PARTY...");
    if (one) names->required()->expected(1);
    command->add_option("--parties", party_.files.parties, "parties as CSV")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--owners", party_.files.owners,
                     "ownership as CSV or BODS 0.4 JSON\n"
                     "(default: owners.csv beside the parties)")
        ->type_name("FILE");
    AddScreening(command, &party_.files);
    command->add_option("--as-of", party_.common.as_of, "shares held that day (default: today)")
        ->type_name("DATE");
    command
        ->add_option("--listed", party_.listed,
                     "flags of the parties that count as listed, the\n"
                     "most restrictive first (default: those that\n"
                     "listed_ownership names in regimes/schema.yaml)")
        ->type_name("FLAG,...");
    AddFormat(command, &party_.common);
  }

  void AddRegime() {
    auto* regime = app_.add_subcommand("regime", "The law on file: list, show, timeline, lint ...");
    regime->require_subcommand(1);
    regime->footer("Example: licet regime show us-ear.744.11.affiliates");
    AddRegimeTest(regime);
    AddRegimeList(regime);
    AddRegimeShow(regime);
    AddRegimeTimeline(regime);
    AddRegimeLint(regime);
    AddRegimeCalendar(regime);
    AddRegimeDesign(*regime, console_, &run_);
    AddRegimePatch(*regime, console_, &run_);
    AddRegimeDiff(*regime, console_, &run_);
    AddRegimeFrontier(*regime, console_, &run_);
    AddRegimeProve(*regime, console_, &run_);
  }

  void AddRegimeTest(CLI::App* regime) {
    auto* test = regime->add_subcommand("test", "Run the readable cases");
    test->add_option("--cases", regime_test_.cases, "folder of cases (default: cases/)")
        ->type_name("FOLDER");
    auto* coverage = test->add_flag("--coverage", regime_test_.coverage,
                                    "for each provision, cases where it fires and\n"
                                    "cases where it just does not");
    test->add_flag("--lacking", regime_test_.lacking, "of these only the ones that lack a case")
        ->needs(coverage);
    test->add_option("--regime", regime_test_.regime, "of these only one regime's (default: all)")
        ->needs(coverage)
        ->type_name("REGIME");
    AddFormat(test, &regime_test_.common);
    AddOverlay(test, &regime_test_.common);
    test->footer(
        "Exit code 1 when a case does not hold or, with --coverage, when one is lacking.\n"
        "Examples: licet regime test\n"
        "          licet regime test --coverage --lacking --regime us-ear");
    test->callback([this] { run_ = [this] { return RunRegimeTest(console_, regime_test_); }; });
  }

  void AddRegimeNames(CLI::App* command) {
    command->add_option("regimes", regime_.names, "regimes (default: all)")->type_name("REGIME...");
  }

  void AddDays(CLI::App* command, const std::string& from, const std::string& to) {
    command->add_option("--from", regime_.from, "first day\n" + from)->type_name("DATE");
    command->add_option("--to", regime_.to, "last day\n" + to)->type_name("DATE");
  }

  void AddRegimeList(CLI::App* regime) {
    auto* list = regime->add_subcommand("list", "The regimes on file and when they change");
    AddFormat(list, &regime_.common);
    AddOverlay(list, &regime_.common);
    AddClocks(list, &regime_.common, "(default: today)");
    list->footer("Example: licet regime list");
    list->callback([this] { run_ = [this] { return RunRegimeList(console_, regime_); }; });
  }

  void AddRegimeShow(CLI::App* regime) {
    auto* show = regime->add_subcommand("show", "A regime, a provision or a set");
    show->add_option("id", regime_.names, "a regime, a provision's id or a set's name")
        ->required()
        ->expected(1)
        ->type_name("ID");
    AddFormat(show, &regime_.common);
    AddOverlay(show, &regime_.common);
    AddClocks(show, &regime_.common, "(default: today)");
    show->footer(
        "Examples: licet regime show us-ear --as-of 2023-11-17\n"
        "          licet regime show us-ear.744.11.affiliates\n"
        "          licet regime show D:5 --as-of 2025-11-07");
    show->callback([this] { run_ = [this] { return RunRegimeShow(console_, regime_); }; });
  }

  void AddRegimeTimeline(CLI::App* regime) {
    auto* timeline = regime->add_subcommand("timeline", "What was in force when, as known when");
    AddRegimeNames(timeline);
    AddDays(timeline, "(default: the year of the first rule)", "(default: the year of the last)");
    AddFormat(timeline, &regime_.common);
    AddOverlay(timeline, &regime_.common);
    AddClocks(timeline, &regime_.common, "(default: today); marked in the chart");
    timeline->add_option("--report", regime_.file, "write one HTML file that opens offline")
        ->type_name("FILE.html");
    timeline->footer(
        "Examples: licet regime timeline us-ear --from 2025-01-01\n"
        "          licet regime timeline --known-at 2025-09-01 --report rules.html");
    timeline->callback([this] { run_ = [this] { return RunRegimeTimeline(console_, regime_); }; });
  }

  void AddRegimeLint(CLI::App* regime) {
    auto* lint = regime->add_subcommand("lint", "Mistakes that no case finds");
    AddRegimeNames(lint);
    AddFormat(lint, &regime_.common);
    AddOverlay(lint, &regime_.common);
    AddLintOptions(lint, &regime_);
    lint->callback([this] { run_ = [this] { return RunRegimeLint(console_, regime_); }; });
  }

  void AddRegimeCalendar(CLI::App* regime) {
    auto* calendar = regime->add_subcommand("calendar", "What begins, ends, returns or falls due");
    AddRegimeNames(calendar);
    AddDays(calendar, "(default: today)", "(default: no end)");
    AddFormat(calendar, &regime_.common);
    AddOverlay(calendar, &regime_.common);
    calendar
        ->add_option("--known-at", regime_.common.known_at,
                     "known time: only what was announced by then\n"
                     "(default: today)")
        ->type_name("DATE");
    calendar
        ->add_option("--reading", regime_.common.reading,
                     "enforced (default) or codified: the law as\n"
                     "applied or as written")
        ->check(CLI::IsMember({"enforced", "codified"}))
        ->type_name("READING");
    calendar->add_option("--ics", regime_.file, "write a calendar file (RFC 5545)")
        ->type_name("FILE.ics");
    calendar
        ->add_option("--db", regime_.db,
                     "a ledger: its reports due, expiries and terms\nof keeping records too")
        ->type_name("DB");
    calendar->footer(
        "Examples: licet regime calendar --from 2025-01-01 --to 2026-12-31\n"
        "          licet regime calendar us-ear --ics rules.ics\n"
        "          licet regime calendar --db ledger.db --to 2027-12-31");
    calendar->callback([this] { run_ = [this] { return RunRegimeCalendar(console_, regime_); }; });
  }

  // The user's own terms, and what a run leaves to the next.
  void AddScreenTerms(CLI::App* command, CLI::Option* names) {
    command
        ->add_option("--match-at", screen_.match_at,
                     "from where on a list's hit is a match; may be\n"
                     "repeated (default: thresholds.csv of the lists,\n"
                     "else 0.73)")
        ->type_name("LIST=SCORE")
        ->allow_extra_args(false);
    command
        ->add_option(
            "--cleared", screen_.cleared,
            "pairs that were looked at (default: cleared.csv\nof the lists; see licet lists clear)")
        ->type_name("FILE.csv");
    command->add_option("--keep", screen_.keep, "write what was found, for the next run's --delta")
        ->needs(names)
        ->type_name("FILE");
    command
        ->add_option(
            "--delta", screen_.delta,
            "a kept file: screen only what changed since; the\nanswer is that of a full run")
        ->needs(names)
        ->type_name("FILE");
  }

  void AddScreen() {
    auto* command = app_.add_subcommand("screen", "Names against the lists of restricted parties");
    auto* names = command
                      ->add_option("names", screen_.names,
                                   "names as CSV: name, country, address, identifiers\n"
                                   "(joined by ;)")
                      ->type_name("NAMES.csv");
    auto* name = command->add_option("--name", screen_.name, "one name")->type_name("NAME");
    command->add_option("--country", screen_.country, "where that party is, such as CN")
        ->needs(name)
        ->type_name("COUNTRY");
    command->add_option("--address", screen_.address, "its address")
        ->needs(name)
        ->type_name("ADDRESS");
    command
        ->add_option("--identifier", screen_.identifiers,
                     "a number it bears, such as imo:9187629; may be\nrepeated")
        ->needs(name)
        ->type_name("[KIND:]NUMBER")
        ->allow_extra_args(false);
    command->add_option("--pairs", screen_.pairs, "score pairs instead, as CSV: query, list_name")
        ->type_name("PAIRS.csv");
    command->add_option("--lists", screen_.lists, "folder of lists (default: data/lists)")
        ->type_name("FOLDER");
    command->add_option("--top", screen_.top, "entries a name (default: 10)")
        ->check(CLI::Range(1, 1000))
        ->type_name("K");
    command->add_option("--min", screen_.score_min, "lowest score shown (default: 0.65)")
        ->type_name("SCORE");
    AddScreenTerms(command, names);
    command
        ->add_option("--as-of", screen_.common.as_of,
                     "only entries on the list that day (default: all on file)")
        ->type_name("DATE");
    AddFormat(command, &screen_.common);
    command->add_option("--jobs", screen_.jobs, "threads (default: one a core)")
        ->check(CLI::Range(1, 256))
        ->type_name("N");
    command->footer(
        "Exit code 1 when some name matches. 0.73 and more is a match, less is near.\n"
        "Examples: licet screen --name 'Hua Wei Technologies' --country CN\n"
        "          licet screen names.csv --lists lists --format csv\n"
        "          licet screen names.csv --match-at us-sdn=0.8 --keep screened.json\n"
        "          licet screen names.csv --delta screened.json --keep screened.json");
    command->callback([this] {
      const int given = (screen_.names.empty() ? 0 : 1) + (screen_.name.empty() ? 0 : 1) +
                        (screen_.pairs.empty() ? 0 : 1);
      if (given == 0) throw CLI::RequiredError("NAMES.csv, --name or --pairs");
      if (given > 1) {
        throw CLI::ValidationError("give one of NAMES.csv, --name and --pairs, not several");
      }
      run_ = [this] { return RunScreen(console_, screen_); };
    });
  }

  void AddLists() {
    auto* lists = app_.add_subcommand("lists", "Lists of restricted parties");
    lists->require_subcommand(1);
    lists->footer("Example: licet lists status");
    AddListsFetch(lists);
    AddListsImport(lists);
    AddListsStatus(lists);
    AddListsDelta(lists);
    AddListsClear(lists);
    AddListsCleared(lists);
  }

  void AddClearedFile(CLI::App* command) {
    AddListsFolder(command);
    command
        ->add_option("--cleared", lists_.cleared,
                     "cleared pairs (default: cleared.csv of the lists)")
        ->type_name("FILE.csv");
    AddFormat(command, &lists_.common);
  }

  void AddListsClear(CLI::App* lists) {
    auto* clear = lists->add_subcommand("clear", "A party is not the listed one: put it on record");
    clear->add_option("--name", lists_.name, "the party")->required()->type_name("NAME");
    clear->add_option("--country", lists_.country, "where it is (default: wherever it is)")
        ->type_name("COUNTRY");
    clear->add_option("--entry", lists_.entry, "the entry that it is not")
        ->required()
        ->type_name("LIST:ID");
    clear->add_option("--who", lists_.who, "who looked at it")->required()->type_name("WHO");
    clear->add_option("--why", lists_.why, "the reason")->required()->type_name("TEXT");
    clear
        ->add_option("--until", lists_.until,
                     "first day no longer cleared (default: while the\nentry stays as it is)")
        ->type_name("DATE");
    AddClearedFile(clear);
    clear->footer(
        "licet screen still shows the hit, as cleared, and no longer counts it. When the\n"
        "entry's names, countries, addresses or numbers change, it counts again.\n"
        "Example: licet lists clear --name 'Sugon Bakery' --country DE --lists lists \\\n"
        "           --entry us-entity-list:sugon-cn --who 'A. Smith' --why 'a bakery'");
    clear->callback([this] { run_ = [this] { return RunListsClear(console_, lists_); }; });
  }

  void AddListsCleared(CLI::App* lists) {
    auto* cleared =
        lists->add_subcommand("cleared", "Pairs that were cleared, and which still are");
    AddClearedFile(cleared);
    cleared->footer("Example: licet lists cleared --lists lists");
    cleared->callback([this] { run_ = [this] { return RunListsCleared(console_, lists_); }; });
  }

  void AddListsFolder(CLI::App* command) {
    command->add_option("--lists", lists_.lists, "folder of lists (default: data/lists)")
        ->type_name("FOLDER");
  }

  void AddListsFetch(CLI::App* lists) {
    auto* fetch = lists->add_subcommand("fetch", "Take lists from their publishers");
    fetch
        ->add_option("lists", lists_.files,
                     "lists or sources (default: those marked always in\n"
                     "data/list-sources.csv)")
        ->type_name("LIST");
    AddListsFolder(fetch);
    fetch
        ->add_option("--from", lists_.from,
                     "another address of the one list that is named;\n"
                     "ending with / when it is several files")
        ->type_name("URL");
    fetch->add_option("--sources", lists_.sources, "addresses of your own (docs/formats.md)")
        ->type_name("FILE");
    fetch
        ->add_option("--sha256", lists_.pins,
                     "what a file must be, as LIST=HEX or\n"
                     "LIST/FILE=HEX; may be repeated")
        ->type_name("LIST=HEX")
        ->allow_extra_args(false);
    fetch->add_flag("--accept-shrunk", lists_.accept_shrunk,
                    "take lists that lost half of their entries");
    AddFormat(fetch, &lists_.common);
    fetch->footer(
        "Exit code 2 when a source failed; its lists stay as they were, the others are\n"
        "taken. What has not changed is not sent again.\n"
        "Examples: licet lists fetch --lists lists\n"
        "          licet lists fetch us-sdn --lists lists\n"
        "          licet lists fetch us-sdn --from https://mirror.example/ofac/");
    fetch->callback([this] { run_ = [this] { return RunListsFetch(console_, lists_); }; });
  }

  void AddListsImport(CLI::App* lists) {
    auto* import = lists->add_subcommand("import", "Take in lists as publishers give them out");
    import->add_option("files", lists_.files, "lists, plain or gzip; the form is recognised")
        ->required()
        ->type_name("FILE");
    AddListsFolder(import);
    import
        ->add_option("--published", lists_.published,
                     "the day of issue, for files that do not say it")
        ->type_name("DATE");
    AddFormat(import, &lists_.common);
    import->footer(
        "Each list replaces the one of its id; if a file cannot be read, nothing changes.\n"
        "Give the files of an OFAC list together.\n"
        "Examples: licet lists import consolidated.csv --lists lists\n"
        "          licet lists import sdn.csv alt.csv add.csv sdn_comments.csv --lists lists");
    import->callback([this] { run_ = [this] { return RunListsImport(console_, lists_); }; });
  }

  void AddListsStatus(CLI::App* lists) {
    auto* status = lists->add_subcommand("status", "Which lists are on file, and how old");
    AddListsFolder(status);
    AddFormat(status, &lists_.common);
    status->footer("Example: licet lists status --lists lists");
    status->callback([this] { run_ = [this] { return RunListsStatus(console_, lists_); }; });
  }

  void AddListsDelta(CLI::App* lists) {
    auto* delta = lists->add_subcommand("delta", "What changed between two issues");
    delta->add_option("old", lists_.before, "a folder of lists or a file")
        ->required()
        ->type_name("FILE");
    delta->add_option("new", lists_.after, "a folder of lists or a file")
        ->required()
        ->type_name("FILE");
    AddFormat(delta, &lists_.common);
    delta->add_option("--top", lists_.top, "rows of the table (default: 40)")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("N");
    delta->footer(
        "Exit code 1 when they differ.\n"
        "Examples: licet lists delta lists-june lists-july\n"
        "          licet lists delta old.csv new.csv --format csv");
    delta->callback([this] { run_ = [this] { return RunListsDelta(console_, lists_); }; });
  }

  void AddCompletion() {
    auto* command = app_.add_subcommand("completion", "Print a completion script for a shell");
    command->add_option("shell", shell_, "bash, zsh or fish")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->type_name("SHELL");
    command->footer("Example: eval \"$(licet completion bash)\"");
    command->callback([this] {
      run_ = [this] {
        console_.out << CompletionScript(app_, shell_);
        return kExitOk;
      };
    });
  }

  Console& console_;
  CLI::App app_;
  std::function<int()> run_;
  CheckOptions check_;
  ReplayOptions replay_;
  ClassifyOptions classify_;
  ExplainOptions explain_;
  ItemOptions item_;
  PartyOptions party_;
  RegimeTestOptions regime_test_;
  RegimeOptions regime_;
  ScreenOptions screen_;
  ListsOptions lists_;
  JournalOptions journal_;
  std::string shell_;
};

}  // namespace

int RunCli(const std::vector<std::string>& arguments, Console& console) {
  return CommandLine(console).Run(arguments);
}

}  // namespace licet
