// licet item show | compare | rank: figures of the catalogue. Never one
// "performance" number: every comparison is per metric.

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/grounds.h"
#include "licet/gate/json.h"
#include "table.h"

namespace licet {

namespace {

struct MetricRow {
  std::string name;
  std::string unit;
  std::function<Range(const Metrics&)> value;
};

const std::vector<MetricRow>& Rows() {
  static const std::vector<MetricRow> kRows = {
      {"tpp", "TPP", [](const Metrics& m) { return m.tpp; }},
      {"memory_bandwidth", "GB/s", [](const Metrics& m) { return m.memory_bandwidth; }},
      {"memory_capacity", "GB", [](const Metrics& m) { return m.memory_capacity; }},
      {"interconnect", "GB/s", [](const Metrics& m) { return m.interconnect; }},
      {"logic_area", "mm2", [](const Metrics& m) { return m.logic_area; }},
      {"memory_area", "mm2", [](const Metrics& m) { return m.memory_area; }},
      {"peak_tops", "TOPS", [](const Metrics& m) { return m.peak_tops; }},
      {"total_tpp", "TPP", [](const Metrics& m) { return m.total_tpp; }}};
  return kRows;
}

Result<std::vector<const Item*>> FindAll(const Engine& engine,
                                         const std::vector<std::string>& names) {
  std::vector<const Item*> items;
  for (const std::string& name : names) {
    LICET_ASSIGN_OR_RETURN(const Item* item, engine.catalog().Find(name));
    items.push_back(item);
  }
  return items;
}

void PrintJsonList(Console& console, const std::vector<const Item*>& items) {
  console.out << "[";
  for (std::size_t i = 0; i < items.size(); ++i) {
    console.out << (i == 0 ? "\n" : ",\n") << ItemJson(*items[i]);
  }
  console.out << "\n]\n";
}

// metric,unit,value per item
void PrintCsvList(Console& console, const std::vector<const Item*>& items) {
  std::string text;
  CsvWriter writer(&text);
  writer.Write({"item", "metric", "unit", "value"});
  for (const Item* item : items) {
    for (const MetricRow& row : Rows()) {
      const Range value = row.value(item->metrics);
      writer.Write({item->model, row.name, row.unit, value.IsUnknown() ? "" : value.ToString()});
    }
    const Metrics& m = item->metrics;
    writer.Write({item->model, "performance_density", "TPP/mm2", DensityText(m.tpp, m.logic_area)});
    writer.Write({item->model, "memory_bandwidth_density", "GB/s/mm2",
                  DensityText(m.memory_bandwidth, m.memory_area)});
  }
  console.out << text;
}

void PrintOne(Console& console, const Item& item) {
  const Metrics& m = item.metrics;
  console.out << Paint(console, Colour::kBold, item.vendor + " " + item.model) << "\n";
  console.out << fmt::format("{}{}{}, designed or marketed for datacenters: {}\n\n",
                             ToString(item.type), item.kind.empty() ? "" : ", " + item.kind,
                             item.announced.empty() ? "" : ", announced " + item.announced,
                             ToString(item.designed_for_datacenter));
  Table table({"Metric", "Value", "Unit"}, {1});
  for (const MetricRow& row : Rows()) {
    const Range value = row.value(m);
    const bool hidden = (row.name == "memory_area" && item.type != ItemType::kMemory) ||
                        (row.name == "total_tpp" && item.type != ItemType::kAssembly);
    if (!hidden) table.Add({{row.name}, {value.ToGroupedString()}, {row.unit}});
  }
  table.Add({{"performance_density"}, {DensityText(m.tpp, m.logic_area)}, {"TPP/mm2"}});
  if (item.type == ItemType::kMemory) {
    table.Add({{"memory_bandwidth_density"},
               {DensityText(m.memory_bandwidth, m.memory_area)},
               {"GB/s/mm2"}});
  }
  table.Print(console);
  if (!m.rates.empty()) {
    console.out << "\nTPP is the largest of (dense rate x bit length):\n";
    Table rates({"Format", "Tera-ops/s", "Bits", "TPP"}, {1, 2, 3});
    for (const RateUse& rate : m.rates) {
      rates.Add({{rate.name},
                 {rate.rate.ToGroupedString()},
                 {rate.bits.ToString()},
                 {rate.tpp.ToGroupedString()}});
    }
    rates.Print(console);
  }
  for (const Content& content : item.contents) {
    console.out << fmt::format("\nHolds {} x {}", content.count, content.item);
  }
  if (!item.contents.empty()) {
    console.out << "\n4A090 tests each chip, never the sum; total_tpp counts in applications.\n";
  }
  if (!item.notes.empty()) console.out << "\n" << Wrap(item.notes, console.width) << "\n";
  std::string origin = item.confidence.empty() ? "" : "Figures: " + item.confidence + ". ";
  if (!item.sources.empty()) origin += "Sources: " + item.sources;
  if (!origin.empty()) console.out << "\n" << Wrap(origin, console.width) << "\n";
}

// Always two places: "1.20".
std::string TwoPlaces(Decimal number) {
  std::string text = number.ToString();
  const std::size_t point = text.find('.');
  if (point == std::string::npos) return text + ".00";
  text.resize(std::max(text.size(), point + 3), '0');
  return text;
}

// "6.69", or "3.10..5.90" for ranges.
std::string RatioText(const Range& of, const Range& to) {
  constexpr int kPlaces = 2;
  if (!of.low || !of.high || !to.low || !to.high || *to.low <= Decimal()) return "unknown";
  auto low = DivideForDisplay(*of.low, *to.high, kPlaces);
  auto high = DivideForDisplay(*of.high, *to.low, kPlaces);
  if (!low || !high) return "unknown";
  return *low == *high ? TwoPlaces(*low) : TwoPlaces(*low) + ".." + TwoPlaces(*high);
}

// A calendar month or year counts as its first day.
bool AnnouncedBy(const Item& item, Date as_of) {
  std::string text = item.announced;
  if (text.empty()) return false;
  if (text.size() == 4) text += "-01";
  if (text.size() == 7) text += "-01";
  auto date = Date::Parse(text);
  return date && *date <= as_of;
}

Decimal UpperTpp(const Item& item) {
  return item.metrics.tpp.high.value_or(item.metrics.tpp.low.value_or(Decimal()));
}

}  // namespace

int RunItemShow(Console& console, const ItemOptions& options) {
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto items = FindAll(*engine, options.names);
  if (!items) return Report(console, items.error());
  if (options.common.format == OutputFormat::kJson) {
    PrintJsonList(console, *items);
  } else if (options.common.format == OutputFormat::kCsv) {
    PrintCsvList(console, *items);
  } else {
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (i > 0) console.out << "\n";
      PrintOne(console, *(*items)[i]);
    }
  }
  return kExitOk;
}

int RunItemCompare(Console& console, const ItemOptions& options) {
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto items = FindAll(*engine, options.names);
  if (!items) return Report(console, items.error());
  const Metrics& first = (*items)[0]->metrics;
  const Metrics& second = (*items)[1]->metrics;
  std::string csv;
  CsvWriter writer(&csv);
  const std::string& a = (*items)[0]->model;
  const std::string& b = (*items)[1]->model;
  writer.Write({"metric", "unit", a, b, "ratio"});
  Table table({"Metric", a, b, "Ratio"}, {1, 2, 3});
  std::string json;
  auto add = [&](const std::string& name, const std::string& unit, const std::string& x,
                 const std::string& y, const std::string& ratio) {
    table.Add({{fmt::format("{} ({})", name, unit)}, {x}, {y}, {ratio, Colour::kBold}});
    writer.Write({name, unit, x, y, ratio});
    json += fmt::format("{}\n  {{\"metric\":{},\"unit\":{},\"values\":[{},{}],\"ratio\":{}}}",
                        json.empty() ? "" : ",", JsonString(name), JsonString(unit), JsonString(x),
                        JsonString(y), ratio == "unknown" ? "null" : JsonString(ratio));
  };
  for (const MetricRow& row : Rows()) {
    const bool assemblies =
        (*items)[0]->type == ItemType::kAssembly || (*items)[1]->type == ItemType::kAssembly;
    if (row.name == "memory_area" || (row.name == "total_tpp" && !assemblies)) continue;
    const Range x = row.value(first);
    const Range y = row.value(second);
    if (x.IsUnknown() && y.IsUnknown()) continue;
    add(row.name, row.unit, x.ToString(), y.ToString(), RatioText(x, y));
  }
  add("performance_density", "TPP/mm2", DensityText(first.tpp, first.logic_area),
      DensityText(second.tpp, second.logic_area), [&] {
        auto x = Range::Parse(DensityText(first.tpp, first.logic_area));
        auto y = Range::Parse(DensityText(second.tpp, second.logic_area));
        return x && y ? RatioText(*x, *y) : std::string("unknown");
      }());
  if (options.common.format == OutputFormat::kJson) {
    console.out << fmt::format("{{\"items\":[{},{}],\"comparison\":[{}\n]}}\n", JsonString(a),
                               JsonString(b), json);
  } else if (options.common.format == OutputFormat::kCsv) {
    console.out << csv;
  } else {
    table.Print(console);
    console.out << "\nThe metrics disagree on purpose: no single number is \"the performance\".\n";
  }
  return kExitOk;
}

int RunItemRank(Console& console, const ItemOptions& options) {
  auto as_of = ReadAsOf(console, options.common);
  if (!as_of) return Report(console, as_of.error());
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  std::vector<const Item*> ranked;
  std::vector<std::string> vendors;
  bool vendor_known = false;
  for (const Item& item : engine->catalog().items()) {
    if (std::find(vendors.begin(), vendors.end(), item.vendor) == vendors.end()) {
      vendors.push_back(item.vendor);
    }
    const bool asked = AsciiLower(item.vendor).starts_with(AsciiLower(options.vendor));
    vendor_known = vendor_known || asked;
    if (asked && item.type == ItemType::kIc && AnnouncedBy(item, *as_of)) ranked.push_back(&item);
  }
  if (ranked.empty()) {
    const std::string hint = vendor_known ? "" : DidYouMean(options.vendor, vendors);
    return Report(console,
                  Error(ErrorCode::kUnknownName,
                        fmt::format("the catalogue has no chip of vendor {} announced by {}{}",
                                    Quoted(options.vendor), as_of->ToString(), hint)));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const Item* a, const Item* b) { return UpperTpp(*a) > UpperTpp(*b); });
  if (options.common.format == OutputFormat::kJson) {
    PrintJsonList(console, ranked);
    return kExitOk;
  }
  std::string csv;
  CsvWriter writer(&csv);
  writer.Write({"rank", "item", "announced", "tpp", "memory_bandwidth", "interconnect"});
  Table table({"Rank", "Item", "Announced", "TPP", "GB/s DRAM", "GB/s links"}, {0, 3, 4, 5});
  int rank = 0;
  for (const Item* item : ranked) {
    const Metrics& m = item->metrics;
    const bool unknown = m.tpp.IsUnknown();
    const std::string place = unknown ? "-" : std::to_string(++rank);
    table.Add({{place},
               {item->model},
               {item->announced},
               {m.tpp.ToGroupedString()},
               {m.memory_bandwidth.ToGroupedString()},
               {m.interconnect.ToGroupedString()}});
    writer.Write({place, item->model, item->announced, m.tpp.ToString(),
                  m.memory_bandwidth.ToString(), m.interconnect.ToString()});
  }
  if (options.common.format == OutputFormat::kCsv) {
    console.out << csv;
  } else {
    table.Print(console);
    console.out << "\n"
                << Wrap(fmt::format(
                            "By TPP, announced by {}. A rank is dated: it says nothing about "
                            "another day.",
                            as_of->ToString()),
                        console.width)
                << "\n";
  }
  return kExitOk;
}

}  // namespace licet
