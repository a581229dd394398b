#include "ledger_options.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <random>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "regime_text.h"
#include "table.h"

namespace licet {
namespace {

std::string UserName() {
  if (const char* user = std::getenv("LICET_USER"); user != nullptr && *user != 0) return user;
  const passwd* entry = getpwuid(geteuid());
  return entry == nullptr ? "" : entry->pw_name;
}

// 128 random bits after the day, so that ids come in about the order of time.
std::string NewId(Date day) {
  std::random_device device;
  return fmt::format("{}-{:08x}{:08x}{:08x}{:08x}", day.ToString(), device(), device(), device(),
                     device());
}

std::string Story(const Command& command, const Reply& reply) {
  const Effect& outcome = reply.outcome;
  if (outcome.proposed) {
    // What became of it since, only the policy shows.
    return reply.repeated
               ? fmt::format(
                     "Proposed before as '{}' (record {}); 'licet policy show' lists what "
                     "still waits for a second person.",
                     command.id, reply.sequence)
               : fmt::format(
                     "Proposed as '{}'; somebody else confirms it with 'licet policy "
                     "confirm'.",
                     command.id);
  }
  std::string text =
      fmt::format("{} (record {}).", reply.repeated ? "Done before" : "Done", reply.sequence);
  const auto add = [&](std::string_view what, const std::vector<std::string>& names) {
    if (!names.empty()) text += fmt::format(" {}: {}.", what, Join(names, ", "));
  };
  add("Served by", outcome.authorisations);
  add("To look at", outcome.flagged);
  return text;
}

OrderedJson OutcomeJson(const Effect& outcome) {
  OrderedJson legs = OrderedJson::array();
  for (const Leg& leg : outcome.legs)
    legs.push_back({{"account", leg.account}, {"rate", leg.rate}});
  return {{"authorisations", outcome.authorisations},
          {"legs", legs},
          {"flagged", outcome.flagged},
          {"proposed", outcome.proposed}};
}

OrderedJson ReplyJson(const Command& command, const Reply& reply) {
  OrderedJson json = {{"id", command.id},
                      {"kind", KindOf(command.action)},
                      {"accepted", reply.accepted()},
                      {"repeated", reply.repeated}};
  if (reply.accepted()) {
    json["sequence"] = reply.sequence;
    json["outcome"] = OutcomeJson(reply.outcome);
    return json;
  }
  json["code"] = NamesOf<RefusalCode>::kNames[static_cast<std::size_t>(reply.refusal->code)];
  json["sentence"] = reply.refusal->sentence;
  return json;
}

}  // namespace

void AddDatabase(CLI::App* command, LedgerOptions* options) {
  command
      ->add_option("--db", options->db,
                   "the ledger: a file, or postgresql://...\n(default: LICET_DB)")
      ->envname("LICET_DB")
      ->type_name("DB");
}

void AddEnvelope(CLI::App* command, LedgerOptions* options) {
  command->add_option("--by", options->by, "who does it (default: LICET_USER, or you)")
      ->type_name("NAME");
  command->add_option("--why", options->why, "the reason, for the record")->type_name("TEXT");
  command->add_option("--day", options->day, "when it happened (default: today)")
      ->type_name("YYYY-MM-DD");
  command
      ->add_option("--id", options->id,
                   "your own id for this command: asked again\nwith the same one, it is done once")
      ->type_name("ID");
}

void AddHoldUntil(CLI::App* command, CheckOptions* options) {
  command
      ->add_option("--hold-until", options->hold_until,
                   "last day of what is held; 'licet order expire'\ngives it back then "
                   "(default: no end)")
      ->type_name("YYYY-MM-DD");
}

Result<Book> OpenBook(Console& console, const LedgerOptions& options, StoreMode mode) {
  if (options.db.empty()) {
    return Fail(ErrorCode::kInvalidArgument, "no ledger is named; give --db FILE, or set LICET_DB");
  }
  LICET_ASSIGN_OR_RETURN(auto store, OpenJournalStore(options.db, mode));
  return Book::Open(std::move(store), console.clock);
}

Result<Command> InEnvelope(Console& console, const LedgerOptions& options, Action action) {
  Command command;
  LICET_ASSIGN_OR_RETURN(command.day, ReadDay(options.day, "--day", console.clock.Today()));
  command.by = options.by.empty() ? UserName() : options.by;
  command.id = options.id.empty() ? NewId(console.clock.Today()) : options.id;
  command.why = options.why;
  command.action = std::move(action);
  return command;
}

int ShowReply(Console& console, const LedgerOptions& options, const Command& command,
              const Reply& reply) {
  const int code = reply.accepted() ? kExitOk : kExitNo;
  if (options.common.format == OutputFormat::kJson) {
    console.out << Dumped(ReplyJson(command, reply)) << "\n";
    return code;
  }
  if (options.common.format == OutputFormat::kCsv) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"id", "kind", "accepted", "repeated", "sequence", "code", "sentence"});
    const OrderedJson json = ReplyJson(command, reply);
    writer.Write({command.id, std::string(KindOf(command.action)),
                  reply.accepted() ? "true" : "false", reply.repeated ? "true" : "false",
                  reply.accepted() ? std::to_string(reply.sequence) : "", json.value("code", ""),
                  json.value("sentence", "")});
    console.out << csv;
    return code;
  }
  const std::string text = reply.accepted() ? Story(command, reply)
                                            : fmt::format("Refused: {}.", reply.refusal->sentence);
  const Colour colour = reply.accepted() ? Colour::kGreen : Colour::kRed;
  console.out << Paint(console, colour, Wrap(text, console.width)) << "\n";
  return code;
}

int SubmitAction(Console& console, const LedgerOptions& options, Action action, StoreMode mode) {
  auto command = InEnvelope(console, options, std::move(action));
  if (!command) return Report(console, command.error());
  auto book = OpenBook(console, options, mode);
  if (!book) return Report(console, book.error());
  const auto reply = book->Submit(*command);
  if (!reply) return Report(console, reply.error());
  return ShowReply(console, options, *command, *reply);
}

}  // namespace licet
