// The options of licet journal.

#include "shared_options.h"

namespace licet {

namespace {

class JournalCommands {
 public:
  JournalCommands(CLI::App* journal, Console* console, JournalOptions* options,
                  std::function<int()>* run)
      : journal_(journal), console_(console), options_(options), run_(run) {}

  void AddAll() {
    AddKeygen();
    AddCheckpoint();
    AddProve();
    AddCheck();
    AddVerify();
    AddConsistency();
    AddExport();
  }

 private:
  using Runs = int (*)(Console&, const JournalOptions&);

  CLI::App* Add(const std::string& name, const std::string& means, Runs runs) {
    auto* command = journal_->add_subcommand(name, means);
    command->callback([run = run_, console = console_, options = options_, runs] {
      *run = [console, options, runs] { return runs(*console, *options); };
    });
    AddFormat(command, &options_->common);
    return command;
  }

  void AddDb(CLI::App* command) {
    command
        ->add_option("--db", options_->db,
                     "the journal: a file or postgresql://...\n(default: LICET_DB)")
        ->envname("LICET_DB")
        ->required()
        ->type_name("FILE");
  }

  void AddOut(CLI::App* command) {
    command->add_option("--out", options_->out, "write to a file (default: standard output)")
        ->type_name("FILE");
  }

  void AddKeygen() {
    auto* command = Add("keygen", "Make a key that signs checkpoints", RunJournalKeygen);
    command->add_option("name", options_->name, "names the journal, such as example.com/licences")
        ->required()
        ->type_name("NAME");
    command->add_option("--out", options_->out, "where the private key goes; it must be new")
        ->required()
        ->type_name("FILE");
    command->footer(
        "Prints the public key, with which anybody can check what the private one signed.\n"
        "Keep the private key where only the signer reads it.\n"
        "Example: licet journal keygen example.com/licences --out journal.key");
  }

  void AddCheckpoint() {
    auto* command = Add("checkpoint", "Sign what the journal holds now", RunJournalCheckpoint);
    AddDb(command);
    command->add_option("--key", options_->key, "file of the private key")
        ->required()
        ->type_name("FILE");
    AddOut(command);
    command->footer(
        "Nothing is signed when the journal does not go on from the key's last checkpoint.\n"
        "Give the checkpoint to others: it is what a changed journal cannot explain.\n"
        "Example: licet journal checkpoint --db licences.db --key journal.key --out today.txt");
  }

  void AddProve() {
    auto* command = Add("prove", "Prove that a record is in the journal", RunJournalProve);
    command->add_option("sequence", options_->sequence, "the record's number, from 0")
        ->type_name("SEQUENCE");
    command->add_option("--id", options_->id, "or its id")->type_name("ID");
    AddDb(command);
    AddOut(command);
    command->footer(
        "The proof holds the record and the newest checkpoint over it.\n"
        "Examples: licet journal prove 4711 --db licences.db --out 4711.tlog-proof\n"
        "          licet journal prove --id hold-17 --db licences.db");
  }

  void AddCheck() {
    auto* command = Add("check", "Check a proof with the key alone", RunJournalCheck);
    command->add_option("proof", options_->proof, "what prove or consistency wrote")
        ->required()
        ->type_name("FILE");
    AddPublicKey(command)->required();
    command->footer(
        "Exit code 1 when it does not prove what it says.\n"
        "Example: licet journal check 4711.tlog-proof --key journal.pub");
  }

  void AddVerify() {
    auto* command = Add("verify", "Hash every record anew and compare", RunJournalVerify);
    AddDb(command);
    AddPublicKey(command);
    command->footer(
        "Compares records, tiles, head and checkpoints; with --key their signatures too.\n"
        "Exit code 1 when something is not what it was.\n"
        "Example: licet journal verify --db licences.db --key journal.pub");
  }

  void AddConsistency() {
    auto* command = Add("consistency", "Prove that the journal only grew", RunJournalConsistency);
    command->add_option("old", options_->before, "an earlier checkpoint")
        ->required()
        ->type_name("FILE");
    command->add_option("new", options_->after, "a later checkpoint")
        ->required()
        ->type_name("FILE");
    AddDb(command);
    AddOut(command);
    command->footer(
        "Exit code 1 when the journal is not what one of them says.\n"
        "Example: licet journal consistency may.txt june.txt --db licences.db --out grew.txt");
  }

  void AddExport() {
    auto* command = Add("export", "Write the journal as files to serve", RunJournalExport);
    command->add_option("folder", options_->folder, "is made when it is not there")
        ->required()
        ->type_name("FOLDER");
    AddDb(command);
    command->footer(
        "Tiles, records and the newest checkpoint as c2sp.org/tlog-tiles names them; what\n"
        "is there already and cannot change is not written again.\n"
        "Example: licet journal export public --db licences.db");
  }

  CLI::Option* AddPublicKey(CLI::App* command) {
    return command->add_option("--key", options_->key, "the public key, or a file that holds it")
        ->type_name("FILE|KEY");
  }

  CLI::App* journal_;
  Console* console_;
  JournalOptions* options_;
  std::function<int()>* run_;
};

}  // namespace

void AddJournal(CLI::App* app, Console* console, JournalOptions* options,
                std::function<int()>* run) {
  auto* journal = app->add_subcommand("journal", "What was decided, provably unchanged");
  journal->require_subcommand(1);
  journal->footer("Example: licet journal verify --db licences.db --key journal.pub");
  JournalCommands(journal, console, options, run).AddAll();
}

}  // namespace licet
