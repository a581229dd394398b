// licet order, limit and policy: what moves limits, and the rules of the house.

#include <fmt/format.h>

#include <memory>

#include "ledger_commands.h"
#include "ledger_text.h"
#include "ledger_views.h"
#include "licet/base/text.h"
#include "licet/base/yaml.h"
#include "licet/ledger/terms_file.h"
#include "regime_text.h"
#include "shared_options.h"
#include "table.h"

namespace licet {
namespace {

struct OrderOptions : LedgerOptions {
  CheckOptions check;  // of `place`
  std::string order;
  std::string shipment;
  std::string units;
  std::string stage = "entered";
  std::string place;
  std::string limit;
  std::string amount;
  std::string file;
  std::string preference;
  std::string proposal;
  std::vector<std::string> four_eyes;
  std::vector<std::string> listed;
  std::vector<std::string> documents;
  bool flag = false;
  bool reject = false;
};

Result<std::int64_t> UnitsOf(const OrderOptions& o) {
  if (o.units.empty()) return 0;
  return ParseAmount(o.units, Measure::kUnits);
}

std::string DocumentOf(const OrderOptions& o) {
  return o.documents.empty() ? "" : o.documents.front();
}

int Run(Console& console, const OrderOptions& options, Result<Action> action,
        StoreMode mode = StoreMode::kReadWrite) {
  if (!action) return Report(console, action.error());
  return SubmitAction(console, options, *std::move(action), mode);
}

Result<Action> ShipmentOf(const OrderOptions& o) {
  Ship ship{.order = o.order, .shipment = o.shipment, .documents = o.documents};
  LICET_ASSIGN_OR_RETURN(ship.units, UnitsOf(o));
  return ship;
}

Result<Action> ArrivalOf(const OrderOptions& o) {
  Arrive arrive{.shipment = o.shipment, .place = o.place, .document = DocumentOf(o)};
  LICET_ASSIGN_OR_RETURN(arrive.units, UnitsOf(o));
  LICET_ASSIGN_OR_RETURN(arrive.stage, ParseName<Arrival>(o.stage));
  return arrive;
}

Result<Action> CancelOf(const OrderOptions& o) {
  Cancel cancel{.order = o.order};
  LICET_ASSIGN_OR_RETURN(cancel.units, UnitsOf(o));
  return cancel;
}

Result<Action> ReversalOf(const OrderOptions& o) {
  Reverse reverse{.shipment = o.shipment, .flag = o.flag, .document = DocumentOf(o)};
  LICET_ASSIGN_OR_RETURN(reverse.units, UnitsOf(o));
  return reverse;
}

// Gives back every hold whose last day is over. Its id is made of the order and the day,
// so that two runs do it once.
int RunExpire(Console& console, const OrderOptions& options) {
  auto book = OpenBook(console, options, StoreMode::kReadWrite);
  if (!book) return Report(console, book.error());
  std::vector<Command> commands;
  for (std::uint32_t i = 0; i < book->state().orders.size(); ++i) {
    const HeldOrder& order = book->state().orders[i];
    const std::string id(book->state().order_ids.Text(i));
    OrderOptions one = options;
    one.id = fmt::format("expire/{}", id);
    auto command = InEnvelope(console, one, Cancel{.order = id, .expired = true});
    if (!command) return Report(console, command.error());
    if (order.held > 0 && command->day > order.expires) commands.push_back(*std::move(command));
  }
  const auto replies = book->Submit(commands);
  if (!replies) return Report(console, replies.error());
  OrderedJson json = OrderedJson::array();
  for (std::size_t i = 0; i < commands.size(); ++i) {
    if ((*replies)[i].accepted()) json.push_back(std::get<Cancel>(commands[i].action).order);
  }
  if (options.common.format == OutputFormat::kTable) {
    console.out << fmt::format(
        "{} {} gave back what was left.\n", json.size(),
        json.size() == 1 ? "order whose hold had ended" : "orders whose holds had ended");
  } else if (options.common.format == OutputFormat::kCsv) {
    console.out << "order\n";
    for (const auto& id : json) console.out << id.get<std::string>() << "\n";
  } else {
    console.out << Dumped(json) << "\n";
  }
  return kExitOk;
}

int RunView(Console& console, const OrderOptions& options,
            const std::function<int(const State&)>& view) {
  auto book = OpenBook(console, options, StoreMode::kReadOnly);
  if (!book) return Report(console, book.error());
  return view(book->state());
}

int RunLimitShow(Console& console, const OrderOptions& o) {
  return RunView(console, o, [&](const State& state) {
    if (!o.limit.empty() && state.FindLimit(o.limit) == nullptr) {
      std::vector<std::string> ids;
      for (const auto& [id, index] : state.limit_ids) ids.push_back(id);
      return Report(console, Error(ErrorCode::kUnknownName,
                                   fmt::format("no limit {} is on file{}", Quoted(o.limit),
                                               DidYouMean(o.limit, ids))));
    }
    PrintLimits(console, o.common.format, state, o.limit);
    return kExitOk;
  });
}

int RunDefine(Console& console, const OrderOptions& o) {
  const auto document = Yaml::Load(console.disk, o.file);
  if (!document) return Report(console, document.error());
  const auto terms = ReadLimit(*document);
  if (!terms) return Report(console, terms.error());
  return Run(console, o, Action(DefineLimit{*terms}), StoreMode::kCreate);
}

// The amount is in the limit's own measure, which the ledger knows.
int RunCredit(Console& console, const OrderOptions& o) {
  auto book = OpenBook(console, o, StoreMode::kReadWrite);
  if (!book) return Report(console, book.error());
  const Limit* limit = book->state().FindLimit(o.limit);
  const Measure measure = limit == nullptr ? Measure::kUnits : limit->terms.measure;
  const bool back = o.amount.starts_with('-');
  const auto amount = ParseAmount(std::string_view(o.amount).substr(back ? 1 : 0), measure);
  if (!amount) return Report(console, amount.error());
  auto command = InEnvelope(console, o,
                            Credit{.limit = o.limit,
                                   .amount = back ? -*amount : *amount,
                                   .flag = o.flag,
                                   .document = DocumentOf(o)});
  if (!command) return Report(console, command.error());
  const auto reply = book->Submit(*command);
  if (!reply) return Report(console, reply.error());
  return ShowReply(console, o, *command, *reply);
}

int RunPolicySet(Console& console, const OrderOptions& o) {
  SetPolicy policy{.four_eyes = o.four_eyes, .listed = o.listed};
  if (!o.preference.empty()) {
    const auto preference = ParseName<Preference>(o.preference);
    if (!preference) return Report(console, preference.error());
    policy.preference = *preference;
  }
  return Run(console, o, Action(std::move(policy)), StoreMode::kCreate);
}

int RunPolicyShow(Console& console, const OrderOptions& o) {
  return RunView(console, o, [&](const State& state) {
    const SetPolicy& policy = state.policy;
    const std::string preference(
        NamesOf<Preference>::kNames[static_cast<std::size_t>(policy.preference)]);
    OrderedJson open = OrderedJson::array();
    for (const auto& [id, proposal] : state.proposals) {
      if (!proposal.open) continue;
      open.push_back({{"id", id},
                      {"kind", KindOf(proposal.command.action)},
                      {"by", proposal.command.by},
                      {"day", proposal.command.day.ToString()},
                      {"why", proposal.command.why}});
    }
    if (o.common.format == OutputFormat::kTable) {
      console.out << fmt::format(
          "Four eyes: {}\nPreference: {}{}\n",
          policy.four_eyes.empty() ? "nothing" : Join(policy.four_eyes, ", "), preference,
          policy.listed.empty() ? "" : ": " + Join(policy.listed, ", "));
      Table table({"Proposal", "Action", "By", "Day", "Why"});
      for (const auto& p : open) {
        table.Add({{p["id"]}, {p["kind"]}, {p["by"]}, {p["day"]}, {p["why"]}});
      }
      if (!open.empty()) table.Print(console);
    } else if (o.common.format == OutputFormat::kCsv) {
      console.out << "proposal,kind,by,day\n";
      for (const auto& p : open) {
        console.out << fmt::format("{},{},{},{}\n", p["id"].get<std::string>(),
                                   p["kind"].get<std::string>(), p["by"].get<std::string>(),
                                   p["day"].get<std::string>());
      }
    } else {
      console.out << Dumped({{"four_eyes", policy.four_eyes},
                             {"preference", preference},
                             {"listed", policy.listed},
                             {"proposals", open}})
                  << "\n";
    }
    return kExitOk;
  });
}

// A group of commands that share their options.
class Group {
 public:
  Group(CLI::App& app, Console& console, RunSlot* run, const char* name, const char* about)
      : console_(console), run_(run), options_(std::make_shared<OrderOptions>()) {
    group_ = app.add_subcommand(name, about);
    group_->require_subcommand(1);
  }

  using Make = std::function<int(Console&, const OrderOptions&)>;
  CLI::App* Add(const char* name, const char* about, Make make, bool changes = true) {
    CLI::App* command = group_->add_subcommand(name, about);
    AddDatabase(command, options_.get());
    if (changes) AddEnvelope(command, options_.get());
    AddFormat(command, &options_->common);
    command->callback([run = run_, &console = console_, options = options_, make] {
      *run = [&console, options, make] { return make(console, *options); };
    });
    return command;
  }
  CLI::App& group() { return *group_; }
  OrderOptions& options() { return *options_; }

  void Positional(CLI::App* command, const char* name, std::string* into, const char* about) {
    command->add_option(name, *into, about)->required()->type_name("ID");
  }
  void Document(CLI::App* command, const char* about) {
    command->add_option("--document", options_->documents, about)->type_name("NAME");
  }

 private:
  CLI::App* group_;
  Console& console_;
  RunSlot* run_;
  std::shared_ptr<OrderOptions> options_;
};

void AddMoves(Group* group) {
  OrderOptions& o = group->options();
  CLI::App* ship = group->Add("ship", "Post part or all of what an order holds",
                              [](Console& c, const auto& x) { return Run(c, x, ShipmentOf(x)); });
  group->Positional(ship, "order", &o.order, "the order's id");
  ship->add_option("units", o.units, "how many")->required()->type_name("N");
  ship->add_option("--shipment", o.shipment, "your id of the shipment")
      ->required()
      ->type_name("ID");
  group->Document(ship, "CONDITION=NAME, for each condition that asks");
  ship->footer(
      "Example: licet order ship PO-17 500 --shipment S-1 --document lab=T-99 --db book.db");

  CLI::App* arrive = group->Add("arrive", "A shipment was entered or installed",
                                [](Console& c, const auto& x) { return Run(c, x, ArrivalOf(x)); });
  group->Positional(arrive, "shipment", &o.shipment, "the shipment's id");
  arrive->add_option("units", o.units, "how many")->required()->type_name("N");
  arrive->add_option("--stage", o.stage, "entered or installed (default: entered)")
      ->type_name("STAGE");
  arrive->add_option("--place", o.place, "country")->type_name("CC");
  group->Document(arrive, "the document that shows it");

  CLI::App* cancel = group->Add("cancel", "Give back what an order still holds",
                                [](Console& c, const auto& x) { return Run(c, x, CancelOf(x)); });
  group->Positional(cancel, "order", &o.order, "the order's id");
  cancel->add_option("--units", o.units, "how many (default: all that is left)")->type_name("N");

  CLI::App* reverse = group->Add("reverse", "Goods came back", [](Console& c, const auto& x) {
    return Run(c, x, ReversalOf(x));
  });
  group->Positional(reverse, "shipment", &o.shipment, "the shipment's id");
  reverse->add_option("units", o.units, "how many")->required()->type_name("N");
  reverse->add_flag(
      "--flag", o.flag,
      "even if a share of it is left with less than is\ncommitted; that share is marked");
  group->Document(reverse, "the document that shows it");
}

}  // namespace

void AddOrder(CLI::App& app, Console& console, RunSlot* run) {
  Group group(app, console, run, "order", "Orders that hold licences, and their shipments");
  OrderOptions& o = group.options();
  CLI::App* place = group.group().add_subcommand(
      "place", "Judge orders and hold what is released: check with --db");
  place->add_option("orders", o.check.files.orders, "orders as CSV")
      ->required()
      ->type_name("ORDERS.csv");
  AddOrderFiles(place, &o.check.files);
  AddFormat(place, &o.check.common);
  AddOverlay(place, &o.check.common);
  AddChips(place, &o.check.common);
  AddClocks(place, &o.check.common, "(default: each order's own date)");
  AddDatabase(place, &o);
  AddEnvelope(place, &o);
  AddHoldUntil(place, &o.check);
  place->footer("Example: licet order place orders.csv --parties parties.csv --db book.db");
  place->callback([run, &console, &o] {
    *run = [&console, &o] {
      o.check.ledger = o;
      return RunCheck(console, o.check);
    };
  });
  AddMoves(&group);
  AddOrderExport(group.group(), console, run);
  group.Add("expire", "Give back every hold whose last day is over", RunExpire);
  group.Add(
      "list", "Orders with what they hold and shipped",
      [](Console& c, const auto& x) {
        return RunView(c, x, [&](const State& state) {
          PrintOrders(c, x.common.format, state);
          return kExitOk;
        });
      },
      false);
}

void AddLimit(CLI::App& app, Console& console, RunSlot* run) {
  Group group(app, console, run, "limit", "Quotas, pools and earned shares");
  OrderOptions& o = group.options();
  CLI::App* show =
      group.Add("show", "What may be used, is held, posted and left", RunLimitShow, false);
  show->add_option("limit", o.limit, "only this one")->type_name("ID");
  CLI::App* define = group.Add("define", "Define or change a limit", RunDefine);
  define->add_option("file", o.file, "the limit as YAML (docs/formats.md)")
      ->required()
      ->type_name("LIMIT.yaml");
  CLI::App* credit =
      group.Add("credit", "Post without an order: shipments that a share counts", RunCredit);
  group.Positional(credit, "limit", &o.limit, "the limit's id");
  credit->add_option("amount", o.amount, "units, dollars or TPP; -N takes back")
      ->required()
      ->type_name("AMOUNT");
  credit->add_flag("--flag", o.flag,
                   "even if a share is left with less than is\ncommitted; that share is marked");
  group.Document(credit, "the document that shows it");
  credit->footer("Example: licet limit credit us-shipments/H200 1200 --db book.db");
}

void AddPolicy(CLI::App& app, Console& console, RunSlot* run) {
  Group group(app, console, run, "policy", "Four eyes, and which licence serves");
  OrderOptions& o = group.options();
  group.Add("show", "The rules, and what waits for a second person", RunPolicyShow, false);
  CLI::App* set = group.Add("set", "Set all of the rules", RunPolicySet);
  set->add_option("--four-eyes", o.four_eyes, "actions that a second person confirms")
      ->type_name("KIND");
  set->add_option("--prefer", o.preference,
                  "of several that fit: ask, earliest-expiry,\nleast-left, most-left, listed")
      ->type_name("RULE");
  set->add_option("--listed", o.listed, "of `listed`: first choice first")->type_name("ID");
  set->footer("Example: licet policy set --four-eyes licence.approve licence.revoke --db book.db");
  CLI::App* confirm =
      group.Add("confirm", "Agree to what somebody else proposed", [](Console& c, const auto& x) {
        return Run(c, x, Action(Confirm{.proposal = x.proposal, .reject = x.reject}));
      });
  group.Positional(confirm, "proposal", &o.proposal, "its id");
  confirm->add_flag("--reject", o.reject, "turn it down");
}

}  // namespace licet
