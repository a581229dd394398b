// licet classify: the codes of items on a day, and why.

#include <fmt/format.h>

#include "commands.h"
#include "licet/base/csv.h"
#include "licet/base/text.h"
#include "licet/gate/grounds.h"
#include "licet/gate/json.h"
#include "table.h"

namespace licet {

namespace {

std::string CodesText(const Determination& d) {
  std::string text = Join(d.codes, ", ");
  if (!d.possible.empty())
    text += (text.empty() ? "perhaps " : "; perhaps ") + Join(d.possible, ", ");
  return text;
}

// Why the governing code: the figures of its first provision and their distance
// from the lines, "tpp >= 4800 by +11031.2"; for an open answer what is missing.
std::string WhyText(const Schema& schema, const Classification& c) {
  const Determination& d = c.answer.determination;
  if (d.governing.empty()) {
    if (c.answer.missing.empty()) return Join(c.answer.open_points, "; ");
    return "depends on " + Join(c.answer.missing, ", ");
  }
  for (const Ground& ground : GroundsOf(schema, c.answer)) {
    const Provision& p = d.pack->provisions[static_cast<std::size_t>(ground.provision)];
    if (!p.gives || p.gives->name != d.governing) continue;
    std::vector<std::string> seen;
    for (const Observation& o : ground.observations) {
      if (o.distance.empty()) continue;
      seen.push_back(
          fmt::format("{} {} {}", o.fact.substr(o.fact.find('.') + 1), o.line, "by " + o.distance));
    }
    return seen.empty() ? p.id.substr(p.id.find('.') + 1) : Join(seen, ", ");
  }
  return "in no entry";
}

void PrintTable(Console& console, const Engine& engine, const Pack& pack,
                const std::vector<Classification>& found, Date as_of) {
  Table table({"Item", "TPP", "Density", "Codes", "Why"}, {1, 2});
  for (const Classification& c : found) {
    const Metrics& m = c.item->metrics;
    const Determination& d = c.answer.determination;
    const bool controlled = !d.governing.empty() && d.governing != d.pack->default_code;
    table.Add({{c.item->model},
               {m.tpp.ToGroupedString()},
               {c.item->type == ItemType::kMemory ? DensityText(m.memory_bandwidth, m.memory_area)
                                                  : DensityText(m.tpp, m.logic_area)},
               {CodesText(d), d.governing.empty() ? Colour::kYellow
                              : controlled        ? Colour::kRed
                                                  : Colour::kGreen},
               {WhyText(engine.schema(), c), Colour::kDim}});
  }
  table.Print(console);
  console.out << fmt::format(
      "\n{} items as of {}. Density: TPP/mm2 of chips, GB/s/mm2 of memory.\n", found.size(),
      as_of.ToString());
  if (!pack.overlays.empty()) {
    console.out << Wrap("With the overlay " + Join(pack.overlays, ", ") + ".", console.width)
                << "\n";
  }
  console.out << "This is software, not legal advice.\n";
}

void PrintJson(Console& console, const Engine& engine, const std::vector<Classification>& found,
               Date as_of, Reading reading) {
  console.out << "[";
  for (std::size_t i = 0; i < found.size(); ++i) {
    console.out << (i == 0 ? "\n" : ",\n") << ClassificationJson(engine, found[i], as_of, reading);
  }
  console.out << "\n]\n";
}

void PrintCsv(Console& console, const std::vector<Classification>& found, Date as_of,
              Reading reading) {
  std::string text;
  CsvWriter writer(&text);
  writer.Write({"item", "as_of", "reading", "tpp", "performance_density", "memory_bandwidth",
                "memory_bandwidth_density", "codes", "possible", "governing", "missing"});
  for (const Classification& c : found) {
    const Metrics& m = c.item->metrics;
    const Determination& d = c.answer.determination;
    writer.Write({c.item->model, as_of.ToString(), std::string(ToString(reading)), m.tpp.ToString(),
                  DensityText(m.tpp, m.logic_area), m.memory_bandwidth.ToString(),
                  DensityText(m.memory_bandwidth, m.memory_area), Join(d.codes, ";"),
                  Join(d.possible, ";"), d.governing, Join(c.answer.missing, ";")});
  }
  console.out << text;
}

Result<std::vector<Classification>> ClassifyAll(Engine& engine, const Pack& pack, Date as_of,
                                                const Clocks& clocks,
                                                const std::vector<std::string>& names) {
  std::vector<Classification> found;
  for (const std::string& name : names) {
    LICET_ASSIGN_OR_RETURN(const Item* item, engine.catalog().Find(name));
    found.push_back(ClassifyItem(engine, pack, *item, as_of, clocks));
  }
  if (names.empty()) {
    for (const Item& item : engine.catalog().items()) {
      found.push_back(ClassifyItem(engine, pack, item, as_of, clocks));
    }
  }
  return found;
}

}  // namespace

int RunClassify(Console& console, const ClassifyOptions& options) {
  auto clocks = ReadClocks(console, options.common);
  if (!clocks) return Report(console, clocks.error());
  auto as_of = ReadAsOf(console, options.common);
  if (!as_of) return Report(console, as_of.error());
  auto engine = LoadEngine(console, options.common, {});
  if (!engine) return Report(console, engine.error());
  auto pack = engine->FindPack(options.regime);
  if (!pack) return Report(console, pack.error());
  if (Status status = ExpectClassifies(**pack); !status) return Report(console, status.error());
  auto found = ClassifyAll(*engine, **pack, *as_of, *clocks, options.items);
  if (!found) return Report(console, found.error());
  switch (options.common.format) {
    case OutputFormat::kTable:
      PrintTable(console, *engine, **pack, *found, *as_of);
      break;
    case OutputFormat::kJson:
      PrintJson(console, *engine, *found, *as_of, clocks->reading);
      break;
    case OutputFormat::kCsv:
      PrintCsv(console, *found, *as_of, clocks->reading);
      break;
  }
  return kExitOk;
}

}  // namespace licet
