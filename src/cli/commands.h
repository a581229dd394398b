// The commands of the program, each a function of its options. RunCli() reads
// the command line into them.

#ifndef LICET_CLI_COMMANDS_H_
#define LICET_CLI_COMMANDS_H_

#include <memory>
#include <string>
#include <vector>

#include "console.h"
#include "licet/gate/cases.h"
#include "licet/gate/judge.h"
#include "licet/gate/party_screening.h"

namespace licet {

enum class OutputFormat { kTable, kJson, kCsv };

// Options that several commands share.
struct CommonOptions {
  OutputFormat format = OutputFormat::kTable;
  std::string as_of;     // YYYY-MM-DD; "" means the command's default
  std::string known_at;  // "" means everything announced by today
  std::string reading = "enforced";
  std::string chips;                  // a catalogue of the user's own
  std::vector<std::string> overlays;  // files of private rules and patches
  std::vector<std::string> domains;   // FACT=VALUES, for a solver
};

// What every command of the ledger takes.
struct LedgerOptions {
  CommonOptions common;
  std::string db;  // a file or postgresql://...
  std::string id;  // "" means one is made
  std::string by;  // "" means LICET_USER, else the user's name on this machine
  std::string why;
  std::string day;  // "" means today
};

struct ClassifyOptions {
  CommonOptions common;
  std::vector<std::string> items;
  std::string regime = "us-ear";
};
int RunClassify(Console& console, const ClassifyOptions& options);

struct OrderFilesOptions {
  std::string orders;
  std::string parties;  // "" means parties.csv beside the orders, if it is there
  std::string owners;   // the same with owners.csv
  std::string lists;    // folder of lists; "" means data/lists of the home folder
  bool no_screening = false;
  // What an earlier load with these files found.
  std::shared_ptr<const PartyScreening> screened;
};

struct CheckOptions {
  CommonOptions common;
  OrderFilesOptions files;
  std::string report;  // HTML file to write
  std::string output;  // "" means standard output
  bool resume = false;
  int jobs = 0;            // 0 means one a core
  LedgerOptions ledger;    // whose db is "": the ledger is not asked
  std::string hold_until;  // last day of what the ledger holds; "" means no end
};
int RunCheck(Console& console, const CheckOptions& options);

struct ReplayOptions {
  CommonOptions common;  // overlays stand in the settings
  OrderFilesOptions files;
  std::vector<std::string> under;  // settings, as ParseReplaySetting reads them
  std::string against;             // "" means each order's own date
  std::string list;                // CSV file of the changed orders
  std::string report;              // HTML file to write
  int top = 10;                    // rows of each list
  int jobs = 0;                    // 0 means one a core
};
int RunReplay(Console& console, const ReplayOptions& options);

struct ExplainOptions {
  CommonOptions common;
  OrderFilesOptions files;
  std::string what;  // an order's id or an item's name
  std::string regime = "us-ear";
  bool all = false;  // also what did not fire
};
int RunExplain(Console& console, const ExplainOptions& options);

struct ItemOptions {
  CommonOptions common;
  std::vector<std::string> names;
  std::string vendor;
};
int RunItemShow(Console& console, const ItemOptions& options);
int RunItemCompare(Console& console, const ItemOptions& options);
int RunItemRank(Console& console, const ItemOptions& options);

struct PartyOptions {
  CommonOptions common;
  OrderFilesOptions files;         // parties and owners
  std::vector<std::string> names;  // ids; for `restricted` none means all
  std::string listed;              // flags, the most restrictive first; "" means the schema's
};
int RunPartyTree(Console& console, const PartyOptions& options);
int RunPartyOwners(Console& console, const PartyOptions& options);
int RunPartyRestricted(Console& console, const PartyOptions& options);

struct RegimeTestOptions {
  CommonOptions common;
  std::string cases;      // "" means home/cases
  bool coverage = false;  // which provisions the cases try, instead of the cases
  bool lacking = false;   // of these only the ones that lack a case
  std::string regime;     // coverage: "" means all
};
int RunRegimeTest(Console& console, const RegimeTestOptions& options);

// What `regime list`, `show`, `timeline`, `lint`, `calendar` and `patch` take.
struct RegimeOptions {
  CommonOptions common;
  std::vector<std::string> names;  // regimes; for `show` one id
  std::string from;                // first day; "" means the command's default
  std::string to;                  // last day
  std::string file;                // HTML or ICS file to write; patch: the file to read
  std::string db;                  // calendar: a ledger whose duties are shown too
  bool solver = false;             // lint: also what only a solver sees
  int seconds = 10;                // lint: for each question of the solver
};
int RunRegimeList(Console& console, const RegimeOptions& options);
int RunRegimeShow(Console& console, const RegimeOptions& options);
int RunRegimeTimeline(Console& console, const RegimeOptions& options);
int RunRegimeLint(Console& console, const RegimeOptions& options);
int RunRegimeCalendar(Console& console, const RegimeOptions& options);
int RunRegimePatch(Console& console, const RegimeOptions& options);

struct ListsOptions {
  CommonOptions common;
  std::string lists;               // folder; "" means home/data/lists
  std::vector<std::string> files;  // import; fetch: names of lists or sources
  std::string published;           // import: "" means what the files say
  std::string before;              // delta: a folder or a file
  std::string after;
  int top = 40;                   // rows of the table of delta
  std::string sources;            // fetch: "" means home/data/list-sources.csv
  std::string from;               // fetch: another address
  std::vector<std::string> pins;  // fetch: LIST=HEX
  bool accept_shrunk = false;     // fetch
  // clear and cleared
  std::string cleared;  // "" means cleared.csv in the folder
  std::string name;
  std::string country;
  std::string entry;  // LIST:ID
  std::string who;
  std::string why;
  std::string until;
};
int RunListsImport(Console& console, const ListsOptions& options);
int RunListsFetch(Console& console, const ListsOptions& options);
int RunListsStatus(Console& console, const ListsOptions& options);
int RunListsDelta(Console& console, const ListsOptions& options);
int RunListsClear(Console& console, const ListsOptions& options);
int RunListsCleared(Console& console, const ListsOptions& options);

struct JournalOptions {
  CommonOptions common;
  std::string db;        // a file or postgresql://...
  std::string name;      // keygen: of the key
  std::string key;       // a key, or a file that holds one
  std::string out;       // file to write; "" means standard output
  std::string sequence;  // prove: a record's number
  std::string id;        // or its id
  std::string proof;     // check
  std::string before;    // consistency: files of checkpoints
  std::string after;
  std::string folder;  // export
};
int RunJournalKeygen(Console& console, const JournalOptions& options);
int RunJournalCheckpoint(Console& console, const JournalOptions& options);
int RunJournalProve(Console& console, const JournalOptions& options);
int RunJournalCheck(Console& console, const JournalOptions& options);
int RunJournalVerify(Console& console, const JournalOptions& options);
int RunJournalConsistency(Console& console, const JournalOptions& options);
int RunJournalExport(Console& console, const JournalOptions& options);

struct ScreenOptions {
  CommonOptions common;
  std::string names;      // a CSV file
  std::string name;       // or one name
  std::string country;    // of that
  std::string pairs;      // or a CSV file of pairs
  std::string lists;      // folder; "" means home/data/lists
  std::string score_min;  // "" means what counts as near
  std::string address;    // of the one name
  std::vector<std::string> identifiers;
  std::string cleared;                // "" means cleared.csv among the lists, if it is there
  std::vector<std::string> match_at;  // LIST=SCORE
  std::string keep;                   // file to write what was found to
  std::string delta;                  // such a file of a former run
  int top = 10;
  int jobs = 0;  // 0 means one a core
};
int RunScreen(Console& console, const ScreenOptions& options);

// Reads clocks from the options; today's date closes what is known.
Result<Clocks> ReadClocks(const Console& console, const CommonOptions& options);
// The day for questions without an order: --as-of or today.
Result<Date> ReadAsOf(const Console& console, const CommonOptions& options);
// A day of an option, or `fallback` when it was not given.
Result<Date> ReadDay(const std::string& text, const std::string& option, Date fallback);
// The packs named, in the order of the gates; all when none is.
Result<std::vector<const Pack*>> ChosenPacks(const Engine& engine,
                                             const std::vector<std::string>& names);
// The engine with the parties that the cases deal with.
Result<Engine> LoadEngineForCases(Console& console, const CommonOptions& options);
// Runs all cases of a folder.
Result<std::vector<CaseResult>> RunCaseFolder(Console& console, Engine& engine,
                                              const std::string& folder);
// An error for a regime that has no entries to classify by.
Status ExpectClassifies(const Pack& pack);
// A companion of a file, such as parties.csv in the orders' folder; "" if absent.
std::string OrCompanion(Disk& disk, const std::string& file, const std::string& name);
Result<Engine> LoadEngine(Console& console, const CommonOptions& options,
                          const OrderFilesOptions& files);

// The whole command line, without the program's name.
int RunCli(const std::vector<std::string>& arguments, Console& console);

}  // namespace licet

#endif  // LICET_CLI_COMMANDS_H_
