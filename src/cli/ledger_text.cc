#include "ledger_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/ledger/terms_file.h"
#include "regime_text.h"
#include "table.h"

namespace licet {
namespace {

template <typename E>
std::string Word(E e) {
  return std::string(NamesOf<E>::kNames[static_cast<std::size_t>(e)]);
}

std::string DayText(Date day) { return day == kNoDay || day == kOpenDay ? "-" : day.ToString(); }

OrderedJson SetDayJson(Date day) {
  return day == kNoDay || day == kOpenDay ? OrderedJson(nullptr) : OrderedJson(day.ToString());
}

bool IsUsedUp(const State& state, const Authorisation& authorisation) {
  return std::ranges::any_of(authorisation.limits, [&](std::uint32_t index) {
    const Limit& limit = state.limits[index];
    return limit.terms.measure == Measure::kUnits && limit.terms.cap != kNoCap &&
           limit.terms.per == Role::kNone && limit.posted >= CapOf(state, limit);
  });
}

Colour ColourOf(const std::string& status) {
  if (status == "active") return Colour::kGreen;
  if (status == "denied" || status == "revoked" || status == "expired") return Colour::kRed;
  return Colour::kYellow;
}

std::string CapText(const State& state, const Limit& limit) {
  const std::int64_t cap = CapOf(state, limit);
  return cap == kMaxAmount ? "no cap" : AmountText(cap, limit.terms.measure);
}

std::string LeftText(const State& state, const Account& account) {
  const Limit& limit = state.limits[account.limit];
  if (CapOf(state, limit) == kMaxAmount) return "-";
  return AmountText(LeftOf(state, account), limit.terms.measure);
}

std::string AboutLimit(const LimitTerms& terms) {
  std::vector<std::string> about;
  if (terms.per != Role::kNone) about.push_back("each " + Word(terms.per));
  if (terms.of != Role::kNone) {
    about.push_back(fmt::format("of {}", Join(terms.group, ", ")));
  }
  if (!terms.share_of.empty()) {
    about.push_back(fmt::format("{}/{} of {}", terms.num, terms.den, terms.share_of));
  }
  if (terms.tolerance != 0) {
    about.push_back(
        fmt::format("{}.{:02} % more may go", terms.tolerance / 100, terms.tolerance % 100));
  }
  return Join(about, "; ");
}

void AddLimitRows(const State& state, const Limit& limit, Table* table) {
  const Measure measure = limit.terms.measure;
  if (limit.accounts.empty()) {
    table->Add({{limit.terms.limit},
                {Word(measure)},
                {CapText(state, limit)},
                {"0"},
                {"0"},
                {CapText(state, limit)},
                {AboutLimit(limit.terms)}});
  }
  for (const std::uint32_t index : limit.accounts) {
    const Account& account = state.accounts[index];
    table->Add({{state.AccountName(index)},
                {Word(measure)},
                {CapText(state, limit)},
                {AmountText(account.held, measure)},
                {AmountText(account.posted, measure)},
                {LeftText(state, account), account.overdrawn ? Colour::kRed : Colour::kPlain},
                {account.overdrawn ? "overdrawn" : AboutLimit(limit.terms)}});
  }
}

Table LimitTable() {
  return Table({"Limit", "Counts", "May be used", "Held", "Posted", "Left", ""}, {2, 3, 4, 5});
}

OrderedJson LimitJson(const State& state, const Limit& limit) {
  OrderedJson accounts = OrderedJson::array();
  for (const std::uint32_t index : limit.accounts) {
    const Account& account = state.accounts[index];
    accounts.push_back({{"account", state.AccountName(index)},
                        {"held", account.held},
                        {"posted", account.posted},
                        {"left", LeftOf(state, account)},
                        {"overdrawn", account.overdrawn}});
  }
  const LimitTerms& terms = limit.terms;
  OrderedJson json = {{"limit", terms.limit},
                      {"measure", Word(terms.measure)},
                      {"cap", terms.cap == kNoCap ? OrderedJson(nullptr) : OrderedJson(terms.cap)},
                      {"may_be_used", CapOf(state, limit)},
                      {"about", AboutLimit(terms)},
                      {"accounts", accounts}};
  return json;
}

OrderedJson ConditionJson(const Condition& condition) {
  return {{"id", condition.condition},       {"text", condition.text},
          {"cite", condition.cite},          {"stage", Word(condition.stage)},
          {"state", Word(condition.state)},  {"draft", condition.draft},
          {"places", condition.places},      {"document", condition.document},
          {"day", SetDayJson(condition.day)}};
}

OrderedJson ScopeJson(const Scope& scope) {
  return {{"items", scope.items},           {"purchasers", scope.purchasers},
          {"consignees", scope.consignees}, {"end_users", scope.end_users},
          {"origins", scope.origins},       {"destinations", scope.destinations},
          {"places", scope.places},         {"uses", scope.uses}};
}

OrderedJson AuthorisationJson(const State& state, const Authorisation& a, Date day) {
  OrderedJson conditions = OrderedJson::array();
  for (const Condition& condition : a.terms.conditions) {
    conditions.push_back(ConditionJson(condition));
  }
  OrderedJson limits = OrderedJson::array();
  for (const std::uint32_t limit : a.limits)
    limits.push_back(LimitJson(state, state.limits[limit]));
  return {{"authorisation", a.application.authorisation},
          {"number", a.number},
          {"regime", a.application.regime},
          {"type", Word(a.application.type)},
          {"holder", a.holder},
          {"status", StatusOn(state, a, day)},
          {"as_of", day.ToString()},
          {"applied", SetDayJson(a.applied)},
          {"submitted", SetDayJson(a.submitted)},
          {"decided", SetDayJson(a.decided)},
          {"from", SetDayJson(a.terms.from)},
          {"until", SetDayJson(a.terms.until)},
          {"revoked", SetDayJson(a.revoked)},
          {"replaced_by", a.replaced_by},
          {"scope", ScopeJson(a.terms.scope)},
          {"conditions", conditions},
          {"limits", limits}};
}

void PrintScope(Console& console, const Scope& scope) {
  const OrderedJson json = ScopeJson(scope);
  for (const auto& [key, list] : json.items()) {
    if (list.empty()) continue;
    const std::string line =
        fmt::format("{:<13}{}", key + ":", Join(list.get<std::vector<std::string>>(), ", "));
    console.out << "  " << Wrap(line, console.width - 2, 15) << "\n";
  }
}

void PrintConditions(Console& console, const std::vector<Condition>& conditions) {
  if (conditions.empty()) return;
  Table table({"Condition", "When", "State", "Evidence", "Text"});
  for (const Condition& c : conditions) {
    std::string state = Word(c.state);
    if (c.draft) state += ", draft";
    const Colour colour = c.draft || c.state == Fulfilment::kOpen ? Colour::kYellow
                          : c.state == Fulfilment::kMet           ? Colour::kGreen
                                                                  : Colour::kRed;
    const std::string evidence =
        c.document.empty() ? "-" : fmt::format("{} ({})", c.document, DayText(c.day));
    table.Add({{c.condition}, {Word(c.stage)}, {state, colour}, {evidence}, {c.text}});
  }
  console.out << "\n";
  table.Print(console);
}

OrderedJson ReviewJson(const ReviewClock& clock) {
  OrderedJson steps = OrderedJson::array();
  for (const ReviewDue& step : clock.steps) {
    steps.push_back({{"step", step.step},
                     {"days", step.days},
                     {"due", step.due.ToString()},
                     {"cite", step.cite},
                     {"url", step.url}});
  }
  return {{"registered", clock.registered.ToString()},
          {"elapsed_days", clock.elapsed},
          {"stood_days", clock.stood},
          {"stands", clock.stands},
          {"running", clock.running},
          {"overdue", clock.overdue},
          {"steps", std::move(steps)}};
}

void PrintReview(Console& console, const ReviewClock& clock) {
  std::string text = fmt::format("review: {} days counted", clock.elapsed);
  if (clock.overall) text += fmt::format(" of {} ({})", clock.overall->days, clock.overall->cite);
  if (clock.stood > 0) text += fmt::format(", {} on which the clock stood", clock.stood);
  text += clock.overdue ? "; overdue" : clock.stands ? "; it stands" : "";
  console.out << "  " << Wrap(text, console.width - 2, 2) << "\n";
  if (!clock.running && !clock.stands) return;
  Table table({"Step", "Days", "Due", "Source"}, {1});
  for (const ReviewDue& step : clock.steps) {
    table.Add({{step.step}, {std::to_string(step.days)}, {step.due.ToString()}, {step.cite}});
  }
  console.out << "\n";
  if (!clock.steps.empty()) table.Print(console);
}

std::string PriceText(const HeldOrder& order, std::int64_t units) {
  return order.price < 0 ? "?" : AmountText(order.price * units, Measure::kValue);
}

// What a revocation hits.
struct Impact {
  std::vector<std::uint32_t> open;
  std::int64_t held = 0;
  std::int64_t at_risk = 0;  // cents of what is held
  bool price_unknown = false;
  std::int64_t in_transit = 0;  // shipped, not yet entered
  std::int64_t stock = 0;       // entered, not yet installed
  std::int64_t installed = 0;   // in use: support may end
};

Impact ImpactOf(const State& state, const Authorisation& authorisation) {
  const auto index = static_cast<std::uint32_t>(&authorisation - state.authorisations.data());
  Impact impact;
  impact.open = state.OpenOrdersUnder(index);
  for (const std::uint32_t i : impact.open) {
    const HeldOrder& order = state.orders[i];
    impact.held += order.held;
    impact.price_unknown = impact.price_unknown || order.price < 0;
    if (order.price > 0) impact.at_risk += order.price * order.held;
  }
  for (const Shipment& shipment : state.shipments) {
    const auto by = state.ServingOf(state.orders[shipment.order]);
    if (std::ranges::find(by, index) == by.end()) continue;
    impact.in_transit += shipment.units - shipment.reversed - shipment.entered;
    impact.stock += shipment.entered - shipment.installed;
    impact.installed += shipment.installed;
  }
  return impact;
}

std::string RiskText(const Impact& impact) {
  return fmt::format("{} USD{}", AmountText(impact.at_risk, Measure::kValue),
                     impact.price_unknown ? " and orders without a price" : "");
}

}  // namespace

std::string StatusOn(const State& state, const Authorisation& authorisation, Date day) {
  if (authorisation.status == AuthorisationStatus::kActive) {
    if (day > authorisation.terms.until) return "expired";
    if (day < authorisation.terms.from) return "not yet";
    if (IsUsedUp(state, authorisation)) return "exhausted";
    const bool draft = std::ranges::any_of(authorisation.terms.conditions, &Condition::draft);
    if (draft) return "conditions draft";
  }
  return Word(authorisation.status);
}

void PrintAuthorisation(Console& console, OutputFormat format, const State& state,
                        const Authorisation& a, Date day, const std::optional<ReviewClock>& clock) {
  if (format == OutputFormat::kJson) {
    OrderedJson json = AuthorisationJson(state, a, day);
    json["review"] = clock ? ReviewJson(*clock) : OrderedJson();
    console.out << Dumped(json) << "\n";
    return;
  }
  if (format == OutputFormat::kCsv) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"authorisation", "account", "measure", "held", "posted", "left"});
    for (const std::uint32_t index : a.limits) {
      for (const std::uint32_t account : state.limits[index].accounts) {
        const Account& one = state.accounts[account];
        writer.Write({a.application.authorisation, state.AccountName(account),
                      Word(state.limits[index].terms.measure), std::to_string(one.held),
                      std::to_string(one.posted), std::to_string(LeftOf(state, one))});
      }
    }
    console.out << csv;
    return;
  }
  const std::string status = StatusOn(state, a, day);
  console.out << Paint(console, Colour::kBold, a.application.authorisation)
              << (a.number.empty() ? "" : "  " + a.number) << "  "
              << Paint(console, ColourOf(status), status) << " on " << day.ToString() << "\n"
              << fmt::format("  {} of {}, held by {}\n", Word(a.application.type),
                             a.application.regime, a.holder.empty() ? "-" : a.holder)
              << fmt::format("  applied {}, registered {}, decided {}; valid {} to {}\n",
                             DayText(a.applied), DayText(a.submitted), DayText(a.decided),
                             DayText(a.terms.from), DayText(a.terms.until));
  if (clock) PrintReview(console, *clock);
  PrintScope(console, a.terms.scope);
  PrintConditions(console, a.terms.conditions);
  if (a.limits.empty()) return;
  console.out << "\n";
  Table table = LimitTable();
  for (const std::uint32_t index : a.limits) AddLimitRows(state, state.limits[index], &table);
  table.Print(console);
}

void PrintAuthorisations(Console& console, OutputFormat format, const State& state, Date day) {
  if (format == OutputFormat::kJson) {
    OrderedJson json = OrderedJson::array();
    for (const Authorisation& a : state.authorisations) {
      json.push_back(AuthorisationJson(state, a, day));
    }
    console.out << Dumped(json) << "\n";
    return;
  }
  const std::vector<std::string> header = {"authorisation", "number", "regime", "holder",
                                           "status",        "from",   "until"};
  const auto row = [&](const Authorisation& a) -> std::vector<std::string> {
    return {a.application.authorisation, a.number,
            a.application.regime,        a.holder,
            StatusOn(state, a, day),     DayText(a.terms.from),
            DayText(a.terms.until)};
  };
  if (format == OutputFormat::kCsv) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write(header);
    for (const Authorisation& a : state.authorisations) writer.Write(row(a));
    console.out << csv;
    return;
  }
  if (state.authorisations.empty()) {
    console.out << "No authorisation is on file.\n";
    return;
  }
  Table table({"Authorisation", "Number", "Regime", "Holder", "Status", "From", "Until"});
  for (const Authorisation& a : state.authorisations) {
    std::vector<Table::Cell> cells;
    for (std::string& text : row(a)) cells.push_back({std::move(text)});
    cells[4].colour = ColourOf(cells[4].text);
    table.Add(std::move(cells));
  }
  table.Print(console);
}

void PrintImpact(Console& console, const State& state, const Authorisation& authorisation) {
  const Impact impact = ImpactOf(state, authorisation);
  if (impact.open.empty()) {
    console.out << "No open order draws on it.\n";
  } else {
    Table table({"Order", "Item", "Purchaser", "Held", "USD"}, {3, 4});
    for (const std::uint32_t i : impact.open) {
      const HeldOrder& order = state.orders[i];
      table.Add({{std::string(state.order_ids.Text(i))},
                 {std::string(state.NameOf(order.item))},
                 {std::string(state.NameOf(order.purchaser))},
                 {AmountText(order.held, Measure::kUnits)},
                 {PriceText(order, order.held)}});
    }
    table.Print(console);
  }
  const std::string text = fmt::format(
      "It hits {} open orders with {} units, {} at risk; {} units are on their way and not yet "
      "entered; {} stand in stock; {} are installed and may lose support.",
      impact.open.size(), AmountText(impact.held, Measure::kUnits), RiskText(impact),
      AmountText(impact.in_transit, Measure::kUnits), AmountText(impact.stock, Measure::kUnits),
      AmountText(impact.installed, Measure::kUnits));
  console.out << Wrap(text, console.width) << "\n";
}

void PrintImpactAs(Console& console, OutputFormat format, const State& state,
                   const Authorisation& authorisation) {
  const Impact impact = ImpactOf(state, authorisation);
  if (format == OutputFormat::kJson) {
    OrderedJson orders = OrderedJson::array();
    for (const std::uint32_t i : impact.open) {
      orders.push_back({{"order", state.order_ids.Text(i)}, {"held", state.orders[i].held}});
    }
    const OrderedJson json = {{"authorisation", authorisation.application.authorisation},
                              {"orders", orders},
                              {"held", impact.held},
                              {"revenue_at_risk_cents", impact.at_risk},
                              {"price_unknown", impact.price_unknown},
                              {"in_transit", impact.in_transit},
                              {"stock", impact.stock},
                              {"installed", impact.installed}};
    console.out << Dumped(json) << "\n";
    return;
  }
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"order", "item", "purchaser", "held", "value_cents"});
  for (const std::uint32_t i : impact.open) {
    const HeldOrder& order = state.orders[i];
    writer.Write({std::string(state.order_ids.Text(i)), std::string(state.NameOf(order.item)),
                  std::string(state.NameOf(order.purchaser)), std::to_string(order.held),
                  order.price < 0 ? "" : std::to_string(order.price * order.held)});
  }
  console.out << csv;
}

void PrintLimits(Console& console, OutputFormat format, const State& state,
                 const std::string& only) {
  const auto shown = [&](const Limit& limit) { return only.empty() || limit.terms.limit == only; };
  if (format == OutputFormat::kJson) {
    OrderedJson json = OrderedJson::array();
    for (const Limit& limit : state.limits) {
      if (shown(limit)) json.push_back(LimitJson(state, limit));
    }
    console.out << Dumped(json) << "\n";
    return;
  }
  if (format == OutputFormat::kCsv) {
    std::string csv;
    CsvWriter writer(&csv);
    writer.Write({"account", "measure", "may_be_used", "held", "posted", "left", "overdrawn"});
    for (std::uint32_t i = 0; i < state.accounts.size(); ++i) {
      const Account& account = state.accounts[i];
      const Limit& limit = state.limits[account.limit];
      if (!shown(limit)) continue;
      writer.Write({state.AccountName(i), Word(limit.terms.measure),
                    std::to_string(CapOf(state, limit)), std::to_string(account.held),
                    std::to_string(account.posted), std::to_string(LeftOf(state, account)),
                    account.overdrawn ? "true" : "false"});
    }
    console.out << csv;
    return;
  }
  if (state.limits.empty()) {
    console.out << "No limit is on file.\n";
    return;
  }
  Table table = LimitTable();
  for (const Limit& limit : state.limits) {
    if (shown(limit)) AddLimitRows(state, limit, &table);
  }
  table.Print(console);
}

void PrintOrders(Console& console, OutputFormat format, const State& state) {
  const std::vector<std::string> header = {"order", "day",    "item",     "purchaser", "units",
                                           "held",  "posted", "reversed", "expires",   "served_by"};
  const auto row = [&](std::uint32_t i) -> std::vector<std::string> {
    const HeldOrder& o = state.orders[i];
    std::vector<std::string> by;
    for (const std::uint32_t a : state.ServingOf(o)) {
      by.push_back(state.authorisations[a].application.authorisation);
    }
    return {std::string(state.order_ids.Text(i)),
            o.day.ToString(),
            std::string(state.NameOf(o.item)),
            std::string(state.NameOf(o.purchaser)),
            std::to_string(o.units),
            std::to_string(o.held),
            std::to_string(o.posted),
            std::to_string(o.reversed),
            DayText(o.expires),
            Join(by, " ")};
  };
  if (format == OutputFormat::kTable) {
    if (state.orders.empty()) {
      console.out << "No order holds anything.\n";
      return;
    }
    // The other formats have all columns; this one fits a terminal.
    Table table({"Order", "Day", "Item", "Purchaser", "Held", "Posted", "Served by"}, {4, 5});
    for (std::uint32_t i = 0; i < state.orders.size(); ++i) {
      const std::vector<std::string> all = row(i);
      const bool revoked = state.orders[i].flag == OrderFlag::kRevoked;
      table.Add({{all[0]},
                 {all[1]},
                 {all[2]},
                 {all[3]},
                 {all[5]},
                 {all[6]},
                 {all[9].empty() ? "-" : all[9], revoked ? Colour::kRed : Colour::kPlain}});
    }
    table.Print(console);
    return;
  }
  OrderedJson json = OrderedJson::array();
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write(header);
  for (std::uint32_t i = 0; i < state.orders.size(); ++i) {
    const std::vector<std::string> cells = row(i);
    writer.Write(cells);
    const HeldOrder& o = state.orders[i];
    json.push_back({{"order", cells[0]},
                    {"day", cells[1]},
                    {"item", cells[2]},
                    {"purchaser", cells[3]},
                    {"units", o.units},
                    {"held", o.held},
                    {"posted", o.posted},
                    {"reversed", o.reversed},
                    {"expires", SetDayJson(o.expires)},
                    {"revoked", o.flag == OrderFlag::kRevoked},
                    {"served_by", Split(cells[9], ' ')}});
  }
  console.out << (format == OutputFormat::kJson ? Dumped(json) + "\n" : csv);
}

}  // namespace licet
