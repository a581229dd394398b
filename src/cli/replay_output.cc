#include "replay_output.h"

#include <fmt/format.h>

#include <algorithm>

#include "licet/base/text.h"
#include "regime_text.h"
#include "table.h"

namespace licet {

namespace {

constexpr Verdict kVerdicts[] = {Verdict::kRelease, Verdict::kHold, Verdict::kBlock};
// More settings than this are only compared with each other.
constexpr std::size_t kDetailsMax = 3;

using Row = std::pair<std::string, Amounts>;

// The names with the most orders, or the months with the most in time's order.
std::vector<Row> Largest(const AmountsBy& all, std::size_t top) {
  std::vector<Row> rows(all.begin(), all.end());
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) {
    return std::pair(a.second.orders, a.second.units) > std::pair(b.second.orders, b.second.units);
  });
  if (rows.size() > top) rows.resize(top);
  return rows;
}

std::vector<std::string> GatesOf(const std::string& text) {
  std::vector<std::string> gates;
  for (std::string_view gate : Split(text, ';')) {
    if (!gate.empty()) gates.emplace_back(gate);
  }
  return gates;
}

// Without the gates that answer the same: they are no part of why.
ReplayChange ReasonOf(const ReplayChange& change) {
  std::vector<std::string> before = GatesOf(change.gates_before);
  std::vector<std::string> after = GatesOf(change.gates_after);
  std::vector<std::string> same;
  for (const std::string& gate : before) {
    if (std::find(after.begin(), after.end(), gate) != after.end()) same.push_back(gate);
  }
  auto is_same = [&same](const std::string& gate) {
    return std::find(same.begin(), same.end(), gate) != same.end();
  };
  std::erase_if(before, is_same);
  std::erase_if(after, is_same);
  ReplayChange reason = change;
  reason.gates_before = Join(before, ";");
  reason.gates_after = Join(after, ";");
  return reason;
}

using Reason = std::pair<ReplayChange, Amounts>;
// Sets `found` to how many there are in all.
std::vector<Reason> LargestReasons(const ReplayResult& result, std::size_t top,
                                   std::size_t* found) {
  std::map<ReplayChange, Amounts> reasons;
  for (const auto& [change, amounts] : result.changes) reasons[ReasonOf(change)] += amounts;
  *found = reasons.size();
  std::vector<Reason> rows(reasons.begin(), reasons.end());
  std::stable_sort(rows.begin(), rows.end(), [](const Reason& a, const Reason& b) {
    return a.second.orders > b.second.orders;
  });
  if (rows.size() > top) rows.resize(top);
  return rows;
}

std::string Grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string TppText(const Amounts& amounts) {
  const std::string low = RoughText(amounts.tpp_low);
  if (amounts.unmeasured > 0) return low + " or more";
  const std::string high = RoughText(amounts.tpp_high);
  return low == high ? low : low + " to " + high;
}

std::vector<Table::Cell> AmountCells(const Amounts& amounts) {
  std::string value = RoughText(amounts.value);
  if (amounts.unpriced > 0) {
    value = amounts.unpriced == amounts.orders ? "no price" : value + " or more";
  }
  return {{Grouped(amounts.orders)}, {Grouped(amounts.units)}, {value}, {TppText(amounts)}};
}

Table AmountTable(std::vector<std::string> heads) {
  const int first = static_cast<int>(heads.size());
  heads.insert(heads.end(), {"orders", "units", "value USD", "TPP"});
  return Table(std::move(heads), {first, first + 1, first + 2, first + 3});
}

void PrintBy(Console& console, const std::string& what, const std::vector<Row>& rows,
             std::size_t of) {
  Table table = AmountTable({what});
  for (const auto& [name, amounts] : rows) {
    std::vector<Table::Cell> cells = {{name.empty() ? "(not stated)" : name}};
    for (Table::Cell& cell : AmountCells(amounts)) cells.push_back(std::move(cell));
    table.Add(std::move(cells));
  }
  console.out << "\n";
  table.Print(console);
  if (of > rows.size()) {
    console.out << fmt::format("and {} more\n",
                               Grouped(static_cast<std::int64_t>(of - rows.size())));
  }
}

void PrintMoves(Console& console, const ReplayResult& result) {
  Table table = AmountTable({"before", "after"});
  for (const Verdict from : kVerdicts) {
    for (const Verdict to : kVerdicts) {
      const Amounts moved = result.Moved(from, to);
      if (moved.orders == 0) continue;
      std::vector<Table::Cell> cells = {
          {std::string(ToString(from))},
          {std::string(ToString(to)) + (from == to ? ", other gates" : "")}};
      for (Table::Cell& cell : AmountCells(moved)) cells.push_back(std::move(cell));
      table.Add(std::move(cells));
    }
  }
  table.Print(console);
}

// "a, b, c and 4 more".
std::string FirstFew(const std::vector<std::string>& ids) {
  constexpr std::size_t kFew = 4;
  std::vector<std::string> few(
      ids.begin(), ids.begin() + static_cast<std::ptrdiff_t>(std::min(kFew, ids.size())));
  return Join(few, ", ") +
         (ids.size() > kFew ? fmt::format(" and {} more", ids.size() - kFew) : "");
}

// The gates of a reason, each with both answers.
std::string GatesText(const ReplayChange& change) {
  const std::vector<std::string> before = GatesOf(change.gates_before);
  const std::vector<std::string> after = GatesOf(change.gates_after);
  auto named = [](const std::vector<std::string>& gates, const std::string& name) {
    for (const std::string& gate : gates) {
      if (gate.starts_with(name + "=")) return gate.substr(name.size() + 1);
    }
    return std::string("not on the route");
  };
  std::vector<std::string> names;
  for (const auto* gates : {&before, &after}) {
    for (const std::string& gate : *gates) names.push_back(gate.substr(0, gate.find('=')));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  std::vector<std::string> said;
  for (const std::string& name : names) {
    said.push_back(fmt::format("{}: {} -> {}", name, named(before, name), named(after, name)));
  }
  return Join(said, "; ");
}

void PrintReasons(Console& console, const ReplayResult& result, std::size_t top) {
  console.out << "\n" << Paint(console, Colour::kBold, "why") << "\n";
  std::size_t found = 0;
  for (const auto& [change, amounts] : LargestReasons(result, top, &found)) {
    const std::string moved =
        change.before == change.after
            ? fmt::format("{} either way", ToString(change.before))
            : fmt::format("{} -> {}", ToString(change.before), ToString(change.after));
    console.out << fmt::format("  {} {}, {}\n", Grouped(amounts.orders),
                               amounts.orders == 1 ? "order" : "orders", moved);
    auto line = [&console](const std::string& mark, const std::string& text) {
      if (text.empty()) return;
      console.out << "    " << mark << Wrap(text, console.width - 6, 6) << "\n";
    };
    line("", GatesText(change));
    line("+ ", FirstFew(change.gained));
    line("- ", FirstFew(change.lost));
  }
  if (found > top) {
    console.out << fmt::format("  and {} more\n", found - top);
  }
}

void PrintSetting(Console& console, const ReplayView& view, std::size_t number) {
  const ReplaySetting& setting = view.settings[number + 1];
  const ReplayResult& result = view.totals.results[number];
  console.out << "\n"
              << Paint(console, Colour::kBold, Wrap("Under " + SettingText(setting), console.width))
              << "\n";
  if (result.changed.orders == 0) {
    console.out << "No order is decided otherwise.\n";
    return;
  }
  console.out << fmt::format("{} of {} orders are decided otherwise.\n\n",
                             Grouped(result.changed.orders), Grouped(view.totals.all.orders));
  PrintMoves(console, result);
  PrintBy(console, "buyer", Largest(result.buyers, view.top), result.buyers.size());
  PrintBy(console, "item", Largest(result.items, view.top), result.items.size());
  std::vector<Row> months = Largest(result.months, view.top);
  std::sort(months.begin(), months.end(),
            [](const Row& a, const Row& b) { return a.first < b.first; });
  PrintBy(console, "month", months, result.months.size());
  PrintReasons(console, result, view.top);
}

void PrintOverview(Console& console, const ReplayView& view) {
  Table table({"under", "otherwise", "to release", "to hold", "to block", "value USD", "TPP"},
              {1, 2, 3, 4, 5, 6});
  for (std::size_t i = 0; i < view.totals.results.size(); ++i) {
    const ReplayResult& result = view.totals.results[i];
    std::vector<Table::Cell> cells = {{view.settings[i + 1].name},
                                      {Grouped(result.changed.orders)}};
    for (const Verdict to : kVerdicts) {
      Amounts moved;
      for (const Verdict from : kVerdicts) {
        if (from != to) moved += result.Moved(from, to);
      }
      cells.push_back({Grouped(moved.orders)});
    }
    const std::vector<Table::Cell> amounts = AmountCells(result.changed);
    cells.push_back(amounts[2]);
    cells.push_back(amounts[3]);
    table.Add(std::move(cells));
  }
  console.out << "\n";
  table.Print(console);
}

// ---- JSON ------------------------------------------------------------------

OrderedJson AmountsJson(const Amounts& amounts) {
  std::string tpp = MicrosText(amounts.tpp_low) + "..";
  if (amounts.unmeasured == 0) {
    tpp = amounts.tpp_low == amounts.tpp_high ? MicrosText(amounts.tpp_low)
                                              : tpp + MicrosText(amounts.tpp_high);
  }
  return {{"orders", amounts.orders},
          {"units", amounts.units},
          {"value_usd", MicrosText(amounts.value)},
          {"orders_without_price", amounts.unpriced},
          {"tpp", tpp}};
}

OrderedJson ByJson(const char* what, const std::vector<Row>& rows) {
  OrderedJson list = OrderedJson::array();
  for (const auto& [name, amounts] : rows) {
    OrderedJson one = {{what, name.empty() ? OrderedJson() : OrderedJson(name)}};
    one.update(AmountsJson(amounts));
    list.push_back(std::move(one));
  }
  return list;
}

OrderedJson SettingJson(const ReplaySetting& setting) {
  OrderedJson json = {{"under", setting.name}};
  json["regime"] = setting.regime.empty() ? OrderedJson() : OrderedJson(setting.regime);
  json["as_of"] =
      setting.clocks.as_of ? OrderedJson(setting.clocks.as_of->ToString()) : OrderedJson();
  json["known_at"] = DayJson(setting.clocks.known_at);
  json["reading"] = ToString(setting.clocks.reading);
  json["overlays"] = setting.overlays;
  json["text"] = SettingText(setting);
  return json;
}

OrderedJson FlowsJson(const ReplayTotals& totals, const ReplayResult& result) {
  OrderedJson list = OrderedJson::array();
  for (const Verdict from : kVerdicts) {
    for (const Verdict to : kVerdicts) {
      const Amounts moved = result.Moved(from, to);
      OrderedJson one = {{"from", ToString(from)}, {"to", ToString(to)}};
      one.update(AmountsJson(moved));
      if (from == to) {
        std::int64_t stay = totals.before[static_cast<std::size_t>(from)].orders - moved.orders;
        for (const Verdict other : kVerdicts) {
          if (other != from) stay -= result.Moved(from, other).orders;
        }
        one["orders_as_before"] = stay;
      }
      list.push_back(std::move(one));
    }
  }
  return list;
}

OrderedJson ResultJson(const ReplayView& view, std::size_t number) {
  const ReplayResult& result = view.totals.results[number];
  OrderedJson json = SettingJson(view.settings[number + 1]);
  json["changed"] = AmountsJson(result.changed);
  json["verdicts"] = FlowsJson(view.totals, result);
  json["buyers_changed"] = result.buyers.size();
  json["buyers"] = ByJson("buyer", Largest(result.buyers, view.top));
  json["items_changed"] = result.items.size();
  json["items"] = ByJson("item", Largest(result.items, view.top));
  json["months"] = ByJson("month", {result.months.begin(), result.months.end()});
  std::size_t found = 0;
  const std::vector<Reason> reasons = LargestReasons(result, view.top, &found);
  json["reasons_found"] = found;
  json["reasons"] = OrderedJson::array();
  for (const auto& [change, amounts] : reasons) {
    OrderedJson one = {{"before", ToString(change.before)},   {"after", ToString(change.after)},
                       {"gates_before", change.gates_before}, {"gates_after", change.gates_after},
                       {"provisions_gained", change.gained},  {"provisions_lost", change.lost}};
    one.update(AmountsJson(amounts));
    json["reasons"].push_back(std::move(one));
  }
  return json;
}

}  // namespace

std::string RoughText(Int128 micros) {
  if (micros < 0) return "-" + RoughText(-micros);
  static constexpr const char* kNames[] = {"", " k", " m", " bn", " tn"};
  Int128 unit = Decimal::kScale;
  std::size_t name = 0;
  while (name + 1 < std::size(kNames) && micros >= unit * 1000) {
    unit *= 1000;
    ++name;
  }
  // 999.6 m is not 1000 m.
  int places = micros >= unit * 100 ? 0 : micros >= unit * 10 ? 1 : 2;
  const Int128 scale = places == 0 ? 1 : places == 1 ? 10 : 100;
  Int128 digits = (micros * scale * 2 + unit) / (unit * 2);
  if (digits >= 1000 && places > 0) {
    digits = (micros * (scale / 10) * 2 + unit) / (unit * 2);
    --places;
  } else if (digits >= 1000 && name + 1 < std::size(kNames)) {
    return std::string("1") + kNames[name + 1];
  }
  for (int i = places; i < Decimal::kPlaces; ++i) digits *= 10;
  return MicrosText(digits) + kNames[name];
}

std::string SettingText(const ReplaySetting& setting) {
  if (setting.regime.empty()) return "each order's own date";
  std::string text = setting.regime + " on each order's own date";
  if (setting.clocks.as_of) {
    text = setting.regime + " as of " + setting.clocks.as_of->ToString();
  }
  if (setting.clocks.over_orders) text += ", as known " + setting.clocks.known_at.ToString();
  if (setting.clocks.reading == Reading::kCodified) text += ", codified reading";
  if (!setting.overlays.empty()) text += ", with " + Join(setting.overlays, " and ");
  return text;
}

void PrintReplay(Console& console, const ReplayView& view) {
  const Amounts& all = view.totals.all;
  console.out << Wrap(fmt::format("{} {}, {} units, USD {}{}, TPP {}; compared with {}.",
                                  Grouped(all.orders), all.orders == 1 ? "order" : "orders",
                                  Grouped(all.units), RoughText(all.value),
                                  all.unpriced > 0
                                      ? fmt::format(" ({} without a price)", Grouped(all.unpriced))
                                      : "",
                                  TppText(all), SettingText(view.settings[0])),
                      console.width)
              << "\n";
  const std::size_t count = view.totals.results.size();
  if (count > 1) PrintOverview(console, view);
  if (count <= kDetailsMax) {
    for (std::size_t i = 0; i < count; ++i) PrintSetting(console, view, i);
  } else {
    console.out << "\nBuyers, items, months and reasons: give fewer --under, --format json, or "
                   "--report.\n";
  }
  console.out << "\n"
              << Wrap(
                     "Sums are of the orders that are decided otherwise. This is software, not "
                     "legal advice.",
                     console.width)
              << "\n";
}

OrderedJson ReplayJson(const ReplayView& view) {
  OrderedJson json = {{"replay", 1},
                      {"orders_file", view.orders},
                      {"generated_on", view.today.ToString()},
                      {"all", AmountsJson(view.totals.all)},
                      {"against", SettingJson(view.settings[0])}};
  json["results"] = OrderedJson::array();
  for (std::size_t i = 0; i < view.totals.results.size(); ++i) {
    json["results"].push_back(ResultJson(view, i));
  }
  return json;
}

}  // namespace licet
