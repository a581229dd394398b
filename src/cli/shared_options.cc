#include "shared_options.h"

#include <map>

namespace licet {

namespace {

const std::map<std::string, OutputFormat>& Formats() {
  static const std::map<std::string, OutputFormat> kFormats = {
      {"table", OutputFormat::kTable}, {"json", OutputFormat::kJson}, {"csv", OutputFormat::kCsv}};
  return kFormats;
}

}  // namespace

void AddFormat(CLI::App* command, CommonOptions* options, bool csv) {
  command
      ->add_option_function<std::string>(
          "--format", [options](const std::string& name) { options->format = Formats().at(name); },
          csv ? "table (default), json or csv" : "table (default) or json")
      ->check(csv ? CLI::IsMember({"table", "json", "csv"}) : CLI::IsMember({"table", "json"}))
      ->type_name("FORMAT");
}

void AddChips(CLI::App* command, CommonOptions* options) {
  command->add_option("--chips", options->chips, "a catalogue of your own (as data/chips.csv)")
      ->type_name("FILE");
}

void AddOverlay(CLI::App* command, CommonOptions* options) {
  command
      ->add_option("--overlay", options->overlays,
                   "private rules or a patch laid over the law;\nmay be repeated")
      ->type_name("FILE")
      ->allow_extra_args(false);
}

void AddDomain(CLI::App* command, CommonOptions* options) {
  command
      ->add_option("--domain", options->domains,
                   "what a fact may be: item.tpp=0..20000,\nitem.has_hbm=false, "
                   "item.type=ic,memory;\nmay be repeated")
      ->type_name("FACT=VALUES")
      ->allow_extra_args(false);
}

void AddClocks(CLI::App* command, CommonOptions* options, const std::string& as_of) {
  command->add_option("--as-of", options->as_of, "valid time: rules in force that day\n" + as_of)
      ->type_name("DATE");
  command
      ->add_option("--known-at", options->known_at,
                   "known time: only what was announced by then\n"
                   "(default: today)")
      ->type_name("DATE");
  command
      ->add_option("--reading", options->reading,
                   "enforced (default) or codified: the law as\n"
                   "applied or as written")
      ->check(CLI::IsMember({"enforced", "codified"}))
      ->type_name("READING");
}

void AddScreening(CLI::App* command, OrderFilesOptions* files) {
  command
      ->add_option("--lists", files->lists,
                   "folder of lists that all parties are screened\n"
                   "against (default: data/lists)")
      ->type_name("FOLDER");
  command->add_flag("--no-screening", files->no_screening,
                    "leave names unscreened; only flags on file count");
}

void AddOrderFiles(CLI::App* command, OrderFilesOptions* files) {
  command
      ->add_option("--parties", files->parties, "parties (default: parties.csv beside the orders)")
      ->type_name("FILE");
  command
      ->add_option("--owners", files->owners,
                   "ownership as CSV or BODS 0.4 JSON\n"
                   "(default: owners.csv beside the parties)")
      ->type_name("FILE");
  AddScreening(command, files);
}

}  // namespace licet
